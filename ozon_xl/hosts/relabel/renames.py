"""Sheets and columns that get other names, and what every formula that names them becomes."""

import re
from collections.abc import Mapping
from functools import cached_property

from ozon_xl.sheets import TABLES, Table
from ozon_xl.sheets.vocabulary import new_choices, new_words
from ozon_xl.texts import Lang

_WORD = r"[^\W\d][\w.]*"
_BRACKETS = r"\[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.)*\])*\]"
_NAMES = re.compile(
    rf"""
      (?P<text>"(?:[^"]|"")*")
    | '(?P<quoted>(?:[^']|'')+)'(?=!)
    | (?<![\]\w.:])(?P<bare>{_WORD}(?::{_WORD})?)(?=!)
    | (?<![\w.])(?P<table>[A-Za-z]\w*)(?P<columns>{_BRACKETS})
    """,
    re.VERBOSE | re.DOTALL,
)
_TEXT = re.compile(r'"(?P<compared>(?:<>|=)?)(?P<text>(?:[^"]|"")*)"')
"""A text constant, perhaps one that ``COUNTIF`` and its like compare with."""
_COLUMN = re.compile(r"(?<=\[)(?P<at>@?)(?P<heading>(?:[^\[\]'#@]|'.)(?:[^\[\]']|'.)*)(?=\])")
_ADDRESS = re.compile(
    rf"(?P<link>\#?)(?P<address>(?:'(?:[^']|'')+'|{_WORD})![$\w:]*|[A-Za-z]\w*{_BRACKETS})", re.DOTALL
)
_MARKED = re.compile(r"'(.)")
_TO_MARK = re.compile(r"['\[\]#@]")


class Renames:
    """What a workbook's sheets and our tables' columns are called from now on."""

    def __init__(self, sheets: Mapping[str, str], lang: Lang) -> None:
        """``sheets`` has the new titles by the old ones; columns and what they hold get their words in ``lang``."""
        self._sheets = {old.casefold(): new for old, new in sheets.items()}
        self._lang: Lang = lang
        self._words = new_words(lang)
        self._choices = new_choices(lang) | self._words

    def title(self, old: str) -> str:
        """What a sheet is called."""
        return self._sheets.get(old.casefold(), old)

    def heading(self, table: Table, old: str) -> str:
        """What a column is called; one of the staff's keeps its name."""
        attr = table.attr_of(old)
        return table.by_attr[attr].heading.say(self._lang) if attr else old

    def formula(self, text: str, *, is_ours: bool = False) -> str:
        """A formula with the new names, also in texts that are nothing but an address (``HYPERLINK``, ``INDIRECT``).

        One that stands on a sheet of ours, or names one, may compare with a word of ours: that word is exchanged too.
        """
        renamed = _NAMES.sub(self._renamed, text) if "!" in text or "[" in text else text
        return _TEXT.sub(self._reworded, renamed) if is_ours or self._names_us(text) else renamed

    def _names_us(self, formula: str) -> bool:
        tables = {(found["table"] or "").casefold() for found in _NAMES.finditer(formula)}
        titles = {(found["quoted"] or found["bare"] or "").casefold() for found in _NAMES.finditer(formula)}
        return not (tables.isdisjoint(self._tables) and titles.isdisjoint(self._sheets))

    def _reworded(self, literal: re.Match[str]) -> str:
        text = literal["text"]
        choices = text.split(",")
        if len(choices) > 1 and all(choice in self._choices for choice in choices):  # a list that a check offers
            return f'"{",".join(self._choices[choice] for choice in choices)}"'
        return f'"{literal["compared"]}{self._words.get(text, text)}"'

    @cached_property
    def _tables(self) -> dict[str, Table]:
        return {table.name.casefold(): table for table in TABLES}

    def _renamed(self, found: re.Match[str]) -> str:
        if found["text"]:
            return self._text(found["text"])
        if found["quoted"]:
            titles = self._titles(found["quoted"].replace("''", "'"))
            return "'" + titles.replace("'", "''") + "'"
        if found["bare"]:
            return self._titles(found["bare"])
        table = self._tables.get(found["table"].casefold())
        if table is None:
            return found[0]
        columns = _COLUMN.sub(lambda column: column["at"] + self._column(table, column["heading"]), found["columns"])
        return found["table"] + columns

    def _titles(self, titles: str) -> str:
        """One sheet, or the first and last of several; one of another workbook keeps its title."""
        return titles if "[" in titles else ":".join(map(self.title, titles.split(":")))

    def _column(self, table: Table, marked: str) -> str:
        old = _MARKED.sub(r"\1", marked)
        new = self.heading(table, old)
        return marked if new == old else _TO_MARK.sub(r"'\g<0>", new)

    def _text(self, literal: str) -> str:
        found = _ADDRESS.fullmatch(literal[1:-1].replace('""', '"'))
        if found is None:
            return literal
        address = found["link"] + self.formula(found["address"])
        return '"' + address.replace('"', '""') + '"'

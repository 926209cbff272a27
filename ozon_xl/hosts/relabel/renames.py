"""Sheets and columns that get other names, and what every formula that names them becomes."""

import re
from collections.abc import Mapping
from functools import cached_property

from ozon_xl.sheets import TABLES, Table
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
_COLUMN = re.compile(r"(?<=\[)(?P<at>@?)(?P<heading>(?:[^\[\]'#@]|'.)(?:[^\[\]']|'.)*)(?=\])")
_ADDRESS = re.compile(
    rf"(?P<link>\#?)(?P<address>(?:'(?:[^']|'')+'|{_WORD})![$\w:]*|[A-Za-z]\w*{_BRACKETS})", re.DOTALL
)
_MARKED = re.compile(r"'(.)")
_TO_MARK = re.compile(r"['\[\]#@]")


class Renames:
    """What a workbook's sheets and our tables' columns are called from now on."""

    def __init__(self, sheets: Mapping[str, str], lang: Lang) -> None:
        """``sheets`` has the new titles by the old ones; columns get their headings in ``lang``."""
        self._sheets = {old.casefold(): new for old, new in sheets.items()}
        self._lang: Lang = lang

    def title(self, old: str) -> str:
        """What a sheet is called."""
        return self._sheets.get(old.casefold(), old)

    def heading(self, table: Table, old: str) -> str:
        """What a column is called; one of the staff's keeps its name."""
        attr = table.attr_of(old)
        return table.by_attr[attr].heading.say(self._lang) if attr else old

    def formula(self, text: str) -> str:
        """A formula with the new names, also in texts that are nothing but an address (``HYPERLINK``, ``INDIRECT``)."""
        return _NAMES.sub(self._renamed, text) if "!" in text or "[" in text else text

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

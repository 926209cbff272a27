"""A closed workbook in another language: our words in it exchanged, everything else as it was.

What our words are is read from fresh workbooks in every language. A word that somebody has changed is no longer ours
and stays; so do all values, formats, sheets and columns of the staff. Formulas anywhere in the workbook that name our
sheets or columns name them anew.
"""

import re
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from xml.sax.saxutils import escape

from ozon_xl.errors import CellNameMissingError, SheetNameTakenError
from ozon_xl.hosts.relabel.labels import Place, contents, found_again, labels
from ozon_xl.hosts.relabel.outside import Outside
from ozon_xl.hosts.relabel.own import OwnSheet, own_sheets
from ozon_xl.hosts.relabel.renames import Renames
from ozon_xl.hosts.relabel.wording import Model
from ozon_xl.hosts.xlsx.areas import column_letters, column_number
from ozon_xl.hosts.xlsx.book import Book, TablePlace
from ozon_xl.hosts.xlsx.cells import Raws, cell, taken_apart
from ozon_xl.hosts.xlsx.editing import with_cells
from ozon_xl.hosts.xlsx.markup import parsed, patchable, start_tag, text_of, with_attributes
from ozon_xl.hosts.xlsx.package import Package
from ozon_xl.hosts.xlsx.sheet import ROW, SheetStream, finder
from ozon_xl.hosts.xlsx.trouble import told
from ozon_xl.sheets import Cell, Table
from ozon_xl.sheets.columns import MOST_ROWS, Column, formula_for_row
from ozon_xl.sheets.names import SETTINGS
from ozon_xl.sheets.vocabulary import new_choices, new_words
from ozon_xl.texts import LANGS, Lang

_TABLE_COLUMN = start_tag(b"tableColumn")
_CELL_FORMULA = re.compile(rb'<c r="([A-Z]+)(\d+)"[^<>]*><f(?:\s[^<>]*)?>([^<]+)</f>')
_ROWS_AT_ONCE = 500
_MARKUP = (".xml", ".vml", ".rels")
_WORDLESS = ("sharedStrings.xml", "calcChain.xml", "metadata.xml")


def relabel(path: Path, models: Mapping[Lang, Path], lang: Lang) -> None:
    """Turn the workbook into another language; ``models`` are fresh ones of the same kind in all languages.

    Raises:
        SheetNameTakenError, and what opening and saving a ``FileHost`` raises: the file is as it was.
    """
    with told(path):
        package = Package(path)
        _Relabelling(package, {one: Model(models[one]) for one in LANGS}, lang).run()
        package.save()


class _Relabelling:
    def __init__(self, package: Package, models: Mapping[Lang, Model], lang: Lang) -> None:
        self._package, self._models, self._lang = package, models, lang
        self._book = Book(package)
        self._own = own_sheets(package, self._book, models, lang)
        self._renames = Renames(self._new_titles(), lang)
        tables = {sheet.title.casefold(): sheet.table for sheet in self._own if sheet.table}
        self._outside = Outside(models, lang, self._renames, tables)

    def run(self) -> None:
        """Change every part that holds our words or names."""
        own = {sheet.part: sheet for sheet in self._own}
        for _title, part in self._book.sheets.values():
            self._change_sheet(part, own.get(part))
        for sheet in self._own:
            if sheet.place and sheet.table:
                self._replace(sheet.place.table_part, self._headed(sheet.place, sheet.table))
        self._replace(self._book.part, self._outside.workbook(self._package.read(self._book.part)))
        for name in self._package.names:
            if self._may_hold_words(name):
                self._replace(name, self._outside.part(name, self._package.read(name)))
        self._book.recalculate()

    def _new_titles(self) -> dict[str, str]:
        """By the old ones; a sheet that somebody has renamed keeps its name. Raises SheetNameTakenError."""
        titles = {
            sheet.title: self._models[self._lang].titles[sheet.number]
            for sheet in self._own
            if any(sheet.title == model.titles[sheet.number] for model in self._models.values())
        }
        root = parsed(self._package.read(self._book.part))
        for sheet in root.iterfind("{*}sheets/{*}sheet"):
            title = sheet.get("name", "")
            if title not in titles and title.casefold() in {new.casefold() for new in titles.values()}:
                raise SheetNameTakenError(sheet=title)
        return titles

    def _change_sheet(self, part: str, own: OwnSheet | None) -> None:
        texts: dict[int, dict[str, Cell]] = {}
        formulas: dict[Place, str] = {}
        if own:
            words, formulas = self._words(own)
            for (row, column), text in words.items():
                texts.setdefault(row, {})[column_letters(column)] = text
        for (row, column), text in self._named_values(part).items():
            texts.setdefault(row, {})[column_letters(column)] = text
        self._package.replace(part, self._streamed(part, own, formulas))
        if texts:
            self._package.replace(part, with_cells(self._package.chunks(part), texts))

    def _named_values(self, part: str) -> dict[Place, str]:
        """What stands in named cells in the words of a language, and the name of the language itself."""
        choices = new_choices(self._lang)
        found: dict[Place, str] = {}
        for named in SETTINGS:
            if named.name != "Language" and not named.choices:
                continue
            with suppress(CellNameMissingError):  # an older workbook
                at, area = self._book.named_cell(named.name)
                place = (area.top, area.left)
                if at == part and named.choices:
                    now = contents(self._package.chunks(part), self._book.raws, area.top).get(place)
                    found |= {place: choices[now.text]} if now is not None and now.text in choices else {}
                elif at == part:
                    found[place] = self._lang
        return found

    def _words(self, own: OwnSheet) -> tuple[dict[Place, str], dict[Place, str]]:
        """Texts and formulas of ours in the cells of a sheet: above its table, if it has one, and its headings."""
        last = own.place.area.top - 1 if own.place else MOST_ROWS
        now = contents(self._package.chunks(own.part), self._book.raws, last)
        fresh = {lang: model.cells(model.titles[own.number]) for lang, model in self._models.items()}
        ours = [
            label for label in labels(list(fresh.values()), fresh[self._lang], self._renames) if label.place[0] <= last
        ]
        texts, formulas = found_again(ours, now, self._renames)
        if own.place and own.table:
            top, left = own.place.area.top, own.place.area.left
            headings = ((left + index, attr) for index, attr in enumerate(own.place.attrs) if attr)
            texts |= {(top, column): own.table.by_attr[attr].heading.say(self._lang) for column, attr in headings}
        return texts, formulas

    def _streamed(self, part: str, own: OwnSheet | None, formulas: Mapping[Place, str]) -> Iterator[bytes]:
        sheet = SheetStream(self._package.chunks(part))
        yield sheet.head
        worded = _Worded(own, self._lang)
        values = _Values(own, self._book.raws, self._lang)

        def changed(found: re.Match[bytes]) -> bytes:
            place = int(found[2]), column_number(found[1].decode())
            old = text_of(found[3])
            new = worded.formula(place) or formulas.get(place) or self._renames.formula(old, is_ours=own is not None)
            if new == old:
                return found[0]
            start, end = found.start(3) - found.start(), found.end(3) - found.start()
            return found[0][:start] + escape(new).encode() + found[0][end:]

        batch = [b""]
        for number, row in sheet.rows():
            batch.append(values.said(number, _CELL_FORMULA.sub(changed, row) if b"</f>" in row else row))
            if len(batch) >= _ROWS_AT_ONCE:
                yield ROW.join(batch)
                batch = [b""]
        yield ROW.join(batch)
        yield self._outside.sheet_tail(patchable(sheet.tail()), is_ours=own is not None)

    def _headed(self, place: TablePlace, table: Table) -> bytes:
        """The table part with its headings."""
        attrs = iter(place.attrs)

        def headed(tag: re.Match[bytes]) -> bytes:
            attr = next(attrs)
            if attr is None:
                return tag[0]
            return with_attributes(tag, name=escape(table.by_attr[attr].heading.say(self._lang), {'"': "&quot;"}))

        return _TABLE_COLUMN.sub(headed, self._outside.table(patchable(self._package.read(place.table_part))))

    def _may_hold_words(self, name: str) -> bool:
        done = {self._book.part, *(part for _title, part in self._book.sheets.values())}
        return (
            name.endswith(_MARKUP)
            and not name.endswith(_WORDLESS)
            and "pivotCacheRecords" not in name
            and name.casefold() not in {part.casefold() for part in done}
        )

    def _replace(self, name: str, new: bytes) -> None:
        if new != self._package.read(name):
            self._package.replace(name, [new])


class _Worded:
    """Those of our own columns that say something in words."""

    def __init__(self, own: OwnSheet | None, lang: Lang) -> None:
        self._lang: Lang = lang
        self._letters: dict[str, str] = {}
        self._columns: dict[int, Column] = {}
        if own and own.place and own.table:
            self._letters = own.place.letters
            self._area = own.place.area
            self._columns = {
                column_number(self._letters[column.attr]): column
                for column in own.table.columns
                if column.formula and len({column.formula(one) for one in LANGS}) > 1
            }

    def formula(self, place: Place) -> str:
        """What belongs into a cell of such a column; empty elsewhere."""
        row, number = place
        column = self._columns.get(number)
        if column is None or not self._area.top < row <= self._area.bottom:
            return ""
        return formula_for_row(column, self._lang, self._letters, row)


class _Values:
    """Those of our own columns in which whole words of ours stand as values."""

    def __init__(self, own: OwnSheet | None, raws: Raws, lang: Lang) -> None:
        self._raws = raws
        self._rows = range(0)
        self._words: dict[bytes, dict[str, str]] = {}
        if own and own.place and own.table:
            self._rows = range(own.place.area.top + 1, own.place.area.bottom + 1)
            for attr, letters in own.place.letters.items():
                if own.table.by_attr[attr].formula is None and (words := new_words(lang, own.table, attr)):
                    self._words[letters.encode()] = words
        self._cells = finder(self._words)

    def said(self, number: int, row: bytes) -> bytes:
        """A row with those values in the new language."""
        if not self._words or number not in self._rows:
            return row

        def changed(found: re.Match[bytes]) -> bytes:
            value = self._raws[found[2]].value
            new = self._words[found[1]].get(value) if isinstance(value, str) else None
            if new is None or new == value:
                return found[0]
            piece = taken_apart(found[1], number, found[2])
            return cell(found[1].decode(), number, piece.style, new)

        return self._cells.sub(changed, row)

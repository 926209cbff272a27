"""Which of a workbook's sheets are ours, whatever they are called and wherever they stand."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from ozon_xl.hosts.relabel.labels import contents
from ozon_xl.hosts.relabel.wording import Model
from ozon_xl.hosts.xlsx.book import Book, TablePlace
from ozon_xl.hosts.xlsx.package import Package
from ozon_xl.sheets import TABLES, Table
from ozon_xl.sheets.columns import MOST_ROWS
from ozon_xl.sheets.figures import TODAY_NAMES
from ozon_xl.sheets.names import NAMES
from ozon_xl.texts import Lang

_ENOUGH = 10
"""Cells with our words by which a sheet is known that somebody has renamed."""


class OwnSheet(NamedTuple):
    """One of our sheets in somebody's workbook."""

    title: str
    part: str
    number: int
    """Its place in a fresh workbook."""
    place: TablePlace | None = None
    table: Table | None = None


def own_sheets(package: Package, book: Book, models: Mapping[Lang, Model], lang: Lang) -> list[OwnSheet]:
    """Ours, by their table, their named cells, their title in any language, or the words on them."""
    return list(_Finder(package, book, models, lang).found())


class _Finder:
    def __init__(self, package: Package, book: Book, models: Mapping[Lang, Model], lang: Lang) -> None:
        self._package, self._book, self._models, self._lang = package, book, models, lang
        self._titles = {part: title for title, part in book.sheets.values()}
        self._tables = {table.sheet.say(lang): table for table in TABLES}
        named = {models[lang].book.named_cell(name)[0]: name for name in reversed(NAMES) if name not in TODAY_NAMES}
        self._names = {title: named.get(part, "") for title, part in models[lang].book.sheets.values()}

    def found(self) -> Iterator[OwnSheet]:
        for number, title in enumerate(self._models[self._lang].titles):
            if table := self._tables.get(title):
                if table.can_be_missing and table.name.casefold() not in self._book.tables:
                    continue
                place = self._book.place(table, self._lang)
                yield OwnSheet(place.sheet, place.sheet_part, number, place, table)
                continue
            name = self._names[title]
            part = self._book.named_cell(name)[0] if name else self._by_title(number) or self._by_words(number)
            if part:
                yield OwnSheet(self._titles[part], part, number)

    def _by_title(self, number: int) -> str:
        titles = {model.titles[number].casefold() for model in self._models.values()}
        return next((part for part, title in self._titles.items() if title.casefold() in titles), "")

    def _by_words(self, number: int) -> str:
        ours = {cell.text for model in self._models.values() for cell in model.cells(model.titles[number]).values()}

        def count(part: str) -> int:
            cells = contents(self._package.chunks(part), self._book.raws, MOST_ROWS)
            return sum(cell.text in ours for cell in cells.values())

        tables = {part for _title, part, _table in self._book.tables.values()}
        best = max(self._titles.keys() - tables, key=count, default="")
        return best if best and count(best) >= _ENOUGH else ""

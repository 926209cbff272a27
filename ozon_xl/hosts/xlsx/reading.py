"""Reading a table: its rows, their keys, and whether the staff wrote in them."""

import re
from collections.abc import Collection, Iterable, Iterator, Sequence

from ozon_xl.hosts.base import Key, SheetRow
from ozon_xl.hosts.xlsx.areas import column_letters
from ozon_xl.hosts.xlsx.book import TablePlace
from ozon_xl.hosts.xlsx.cells import BLANK, Raws
from ozon_xl.hosts.xlsx.sheet import SheetStream, finder
from ozon_xl.sheets import Cell, Entry, Owner, Raw, Table


class Columns:
    """The columns of a placed table by what they are to us, as the letters that stand in a sheet part."""

    def __init__(self, table: Table, place: TablePlace) -> None:
        by_letters = {
            column_letters(place.area.left + index).encode(): table.by_attr[attr] if attr else None
            for index, attr in enumerate(place.attrs)
        }
        self.key = table.key
        self.all = frozenset(by_letters)
        self.staff = frozenset(
            letters for letters, column in by_letters.items() if column is None or column.owner is Owner.STAFF
        )
        self.ours = self.all - self.staff
        ours = {letters for letters, column in by_letters.items() if column is not None and column.formula is not None}
        self.computed = ours | (self.staff & place.computed)
        """Formulas that fill themselves in: no row is there, or the staff's, because of them."""


def keys_of(table: Table, rows: Iterable[Sequence[Cell]]) -> list[Key]:
    """The keys of rows of our columns."""
    ours = [column.attr for column in table.ours]
    places = [ours.index(attr) for attr in table.key]
    return [tuple([text_of_key(row[place]) for place in places]) for row in rows]


def text_of_key(value: Cell) -> str:
    """A key cell as text."""
    if isinstance(value, str):
        return value
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


class Reader:
    """Reads rows of a placed table."""

    def __init__(
        self, columns: Columns, place: TablePlace, attrs: Sequence[str], raws: Raws, noted: Collection[int] = ()
    ) -> None:
        """The cells of ``attrs`` and of the key are wanted; the staff has put notes on the rows ``noted``."""
        self._columns, self._area, self._raws = columns, place.area, raws
        self.notes = noted
        self._attrs = {place.letters[attr].encode(): attr for attr in (*attrs, *columns.key)}
        self._headings = {
            column_letters(place.area.left + index).encode(): heading for index, heading in enumerate(place.headings)
        }
        self._wanted = finder(self._attrs)
        self._staff = finder(columns.staff)
        self._anything = finder(columns.ours - columns.computed)

    def rows(self, chunks: Iterable[bytes], *, entries: bool = False) -> Iterator[SheetRow]:
        """The rows in sheet order, those that are empty left out."""
        for number, xml in SheetStream(chunks).rows():
            if number > self._area.bottom:
                break
            if number > self._area.top:
                row = self.row(number, xml, entries=entries)
                if row is not None:
                    yield row

    def row(self, number: int, xml: bytes, *, noted: bool = False, entries: bool = False) -> SheetRow | None:
        """One row; None if it is empty, or not wanted."""
        note = number in self.notes
        staff = note or self._holds_staff(xml)
        if noted and not staff:
            return None
        cells = dict.fromkeys(self._attrs.values(), BLANK)
        cells.update((self._attrs[letters], raw) for letters, raw in self._cells(self._wanted, xml))
        key = tuple([text_of_key(cells[attr].value) for attr in self._columns.key])
        if staff or any(key) or not all(raw.is_blank for _, raw in self._cells(self._anything, xml)):
            return SheetRow(key, cells, number, staff, note, tuple(self._entries(xml)) if staff and entries else ())
        return None

    def _holds_staff(self, xml: bytes) -> bool:
        for letters, rest in self._staff.findall(xml):
            raw = self._raws[rest]
            if raw is not BLANK and not self._fills_itself(letters, raw):
                return True
        return False

    def _entries(self, xml: bytes) -> Iterator[Entry]:
        for letters, raw in self._cells(self._staff, xml):
            if raw is not BLANK and not self._fills_itself(letters, raw):
                yield Entry(self._headings[letters], raw)

    def _fills_itself(self, letters: bytes, raw: Raw) -> bool:
        return raw.is_formula and letters in self._columns.computed

    def _cells(self, of: re.Pattern[bytes], xml: bytes) -> list[tuple[bytes, Raw]]:
        return [(letters, self._raws[rest]) for letters, rest in of.findall(xml)]

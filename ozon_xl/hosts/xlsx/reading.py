"""Reading a table: its rows, their keys, and whether the staff wrote in them."""

from collections.abc import Collection, Iterable, Mapping, Sequence

from ozon_xl.hosts.base import Key, SheetRow
from ozon_xl.hosts.xlsx.areas import column_letters
from ozon_xl.hosts.xlsx.book import TablePlace
from ozon_xl.hosts.xlsx.cells import BLANK, Raws
from ozon_xl.hosts.xlsx.sheet import SheetStream, finder
from ozon_xl.sheets import Cell, Owner, Table


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

    def __init__(self, columns: Columns, raws: Raws, attrs: Mapping[bytes, str], noted: Collection[int] = ()) -> None:
        self._columns, self._raws, self._attrs, self._noted = columns, raws, attrs, noted
        self._cells = finder(columns.staff | attrs.keys())
        self._anything = finder(columns.ours - columns.computed)

    def row(self, number: int, xml: bytes) -> SheetRow | None:
        """One row; None if it is empty."""
        cells = dict.fromkeys(self._attrs.values(), BLANK)
        staff = number in self._noted
        for letters, rest in self._cells.findall(xml):
            raw = self._raws[rest]
            if letters in self._attrs:
                cells[self._attrs[letters]] = raw
            if letters in self._columns.staff and not raw.is_blank:
                staff = staff or not (raw.is_formula and letters in self._columns.computed)
        key = tuple([text_of_key(cells[attr].value) for attr in self._columns.key])
        if staff or any(key) or self._holds_anything(xml):
            return SheetRow(key, cells, number, staff)
        return None

    def _holds_anything(self, xml: bytes) -> bool:
        return not all(self._raws[rest].is_blank for _, rest in self._anything.findall(xml))


def read_rows(
    chunks: Iterable[bytes],
    columns: Columns,
    place: TablePlace,
    attrs: Sequence[str],
    raws: Raws,
    noted: Collection[int] = (),
) -> list[SheetRow]:
    """The table's rows in sheet order, those that are empty left out; the staff has put notes on ``noted`` ones."""
    reader = Reader(columns, raws, {place.letters[attr].encode(): attr for attr in (*attrs, *columns.key)}, noted)
    found = []
    for number, xml in SheetStream(chunks).rows():
        if number > place.area.bottom:
            break
        if number > place.area.top:
            row = reader.row(number, xml)
            if row is not None:
                found.append(row)
    return found

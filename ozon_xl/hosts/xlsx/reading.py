"""Reading a table: its rows, their keys, and whether the staff wrote in them."""

from collections.abc import Iterable, Sequence

from ozon_xl.hosts.base import Key, SheetRow
from ozon_xl.hosts.xlsx.areas import column_letters
from ozon_xl.hosts.xlsx.book import TablePlace
from ozon_xl.hosts.xlsx.cells import BLANK, raw_of, taken_apart
from ozon_xl.hosts.xlsx.lookups import Lookups
from ozon_xl.hosts.xlsx.sheet import SheetStream, row_parts
from ozon_xl.sheets import Cell, Owner, Table


class Columns:
    """The columns of a placed table by what they are to us, as the letters that stand in a sheet part."""

    def __init__(self, table: Table, place: TablePlace) -> None:
        by_letters = {
            column_letters(place.area.left + index).encode(): table.by_attr[attr] if attr else None
            for index, attr in enumerate(place.attrs)
        }
        self.attr = {letters: column.attr for letters, column in by_letters.items() if column}
        self.key = tuple(place.letters[attr].encode() for attr in table.key)
        self.all = frozenset(by_letters)
        self.staff = frozenset(
            letters for letters, column in by_letters.items() if column is None or column.owner is Owner.STAFF
        )
        self.ours = self.all - self.staff
        ours = {letters for letters, column in by_letters.items() if column is not None and column.formula is not None}
        self.computed = ours | (self.staff & place.computed)
        """Formulas that fill themselves in: no row is there, or the staff's, because of them."""


def text_of_key(value: Cell) -> str:
    """A key cell as text."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return "" if value is None else str(value)


def key_of(row: bytes, columns: Columns, lookups: Lookups) -> Key:
    """The key of a row that was not read."""
    pieces = dict(row_parts(row, columns.all - set(columns.key))[1])
    found = (pieces.get(letters) for letters in columns.key)
    return tuple(text_of_key(raw_of(taken_apart(xml), lookups).value) if xml else "" for xml in found)


def read_rows(
    chunks: Iterable[bytes], columns: Columns, place: TablePlace, attrs: Sequence[str], lookups: Lookups
) -> list[SheetRow]:
    """The table's rows in sheet order, those that are empty left out."""
    top, bottom = place.area.top + 1, place.area.bottom
    wanted = {place.letters[attr].encode(): attr for attr in attrs} | {key: columns.attr[key] for key in columns.key}
    skip = columns.ours - wanted.keys()
    found = []
    for number, row in SheetStream(chunks).rows():
        if number > bottom:
            break
        if number >= top:
            sheet_row = _read_row(number, row, columns, wanted, skip, lookups)
            if sheet_row is not None:
                found.append(sheet_row)
    return found


def _read_row(
    number: int, row: bytes, columns: Columns, wanted: dict[bytes, str], skip: frozenset[bytes], lookups: Lookups
) -> SheetRow | None:
    cells = dict.fromkeys(wanted.values(), BLANK)
    staff = False
    for letters, piece in row_parts(row, skip)[1]:
        if piece.endswith(b'"/>') or (letters not in wanted and letters not in columns.staff):
            continue
        raw = raw_of(taken_apart(piece), lookups)
        if letters in wanted:
            cells[wanted[letters]] = raw
        if letters in columns.staff and not raw.is_blank and not (raw.is_formula and letters in columns.computed):
            staff = True
    key = tuple(text_of_key(cells[columns.attr[letters]].value) for letters in columns.key)
    if staff or any(key) or _holds_anything(row, columns, lookups):
        return SheetRow(key, cells, number, staff)
    return None


def _holds_anything(row: bytes, columns: Columns, lookups: Lookups) -> bool:
    return any(
        letters in columns.ours and letters not in columns.computed and not raw_of(taken_apart(piece), lookups).is_blank
        for letters, piece in row_parts(row)[1]
    )

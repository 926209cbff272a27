"""What of a sheet stays when a table's rows are replaced: the staff's cells by key, everything else by place."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, groupby, islice
from typing import NamedTuple

from ozon_xl.errors import TableBlockedError
from ozon_xl.hosts.base import Key, SheetRow
from ozon_xl.hosts.xlsx.areas import Area, area_of, column_number
from ozon_xl.hosts.xlsx.book import TablePlace
from ozon_xl.hosts.xlsx.cells import Raws, taken_apart
from ozon_xl.hosts.xlsx.formulas import SharedFormulas
from ozon_xl.hosts.xlsx.markup import attributes
from ozon_xl.hosts.xlsx.moving import Moving
from ozon_xl.hosts.xlsx.reading import Columns, Reader
from ozon_xl.hosts.xlsx.sheet import SheetStream, column_styles, ends, finder, row_parts
from ozon_xl.texts import Words
from ozon_xl.texts import hosts as texts

_SAMPLE = 50
"""Rows whose commonest format counts as that of the column; a cell that someone painted does not."""

_BLOCK = re.compile(rb'<f\s[^<>]*?t="(?:array|dataTable)"[^<>]*>')
_MERGED = re.compile(rb'<mergeCell\s[^<>]*?ref="([^"]+)"')
_INDEX = re.compile(rb'\bsi="(\d+)"')
_REACHES = b' ref="'
"""In a row: a shared, array or table formula."""

_DROPPED = {b"r", b"spans", b"hidden", b"x14ac:dyDescent"}
_OFF = {b"0", b"false"}

StaffCells = dict[bytes, Moving]
"""By column letters."""


class Staying(NamedTuple):
    """What stays in a row of the sheet whatever the table does, as XML."""

    attributes: str = ""
    left: str = ""
    """Cells before the table."""
    right: str = ""

    def around(self, at: int, cells: str = "") -> str:
        """A row with these cells of the table."""
        return f'<row r="{at}"{self.attributes}>{self.left}{cells}{self.right}</row>'


class Kept:
    """One pass over the old sheet."""

    def __init__(
        self,
        chunks: Iterable[bytes],
        place: TablePlace,
        columns: Columns,
        raws: Raws,
        reader: Reader | None = None,
        *,
        entries: bool = False,
    ) -> None:
        """The ``reader`` tells of the rows in which the staff wrote, and with ``entries`` what."""
        self._reader, self._entries = reader, entries
        self.noted: list[SheetRow] = []
        """Those rows."""
        self._place, self._columns, self._raws = place, columns, raws
        self._formulas = SharedFormulas()
        self._vanishing = SharedFormulas()
        self._blocks: list[Area] = []
        self._attributes: dict[bytes, str] = {}
        self._keys = Reader(columns, place, (), raws)
        self._staff: defaultdict[Key, list[tuple[int, StaffCells]]] = defaultdict(list)
        self.fills: StaffCells = {}
        """The formula of each column that fills itself."""
        self.staying: dict[int, Staying] = {}
        self.above: list[bytes] = []
        self.below: list[tuple[int, bytes]] = []
        sheet = SheetStream(chunks)
        self.head = sheet.head
        self._column_styles = column_styles(sheet.head)
        self.styles = {letters: self.column_style(letters) for letters in columns.all}
        """The format of each of the table's columns."""
        for zone, rows in groupby(sheet.rows(), self._zone):
            if zone == 0:
                self._keep_above(rows)
            elif zone == 1:
                self._keep_body(rows)
            else:
                self._keep_below(rows)
        self.tail = sheet.tail()

    def staff_by_row(self, keys: Sequence[Key]) -> dict[int, StaffCells]:
        """The staff's cells by the index of the new row with their key.

        Several old rows of one key go to the new rows of that key in order, what is left to the last of them.

        Raises:
            TableBlockedError: two of them have different entries for one cell.
        """
        targets: defaultdict[Key, list[int]] = defaultdict(list)
        for index, key in enumerate(keys):
            if key in self._staff:
                targets[key].append(index)
        placed: dict[int, StaffCells] = {}
        for key, indexes in targets.items():
            for turn, (_, cells) in enumerate(self._staff[key]):
                self._merge(placed.setdefault(indexes[min(turn, len(indexes) - 1)], {}), cells, key)
        return placed

    def column_style(self, letters: bytes) -> int:
        """The format of cells of a column that are not in the file."""
        return self._column_styles.get(column_number(letters.decode()), 0)

    @property
    def has_staff(self) -> bool:
        """Whether any cell of the staff has to follow its key."""
        return bool(self._staff)

    def make_room(self, bottom: int) -> None:
        """Ready the sheet for a table that ends at ``bottom``. Raises TableBlockedError."""
        left, top, right, old_bottom = self._place.area
        body = Area(left, top + 1, right, max(bottom, old_bottom))
        for merged in _MERGED.findall(self.tail):
            self._refuse(body, area_of(merged.decode()), texts.MERGED)
        for block in self._blocks:
            self._refuse(body, block, texts.ARRAY_FORMULA)
        reached = [(number, row) for number, row in self.below if number <= bottom]
        del self.below[: len(reached)]
        cells = finder(self._columns.all)
        for number, row in reached:
            for letters, rest in cells.findall(row):
                if not self._raws[rest].is_blank:
                    what = texts.CELL_BELOW.filled(cell=f"{letters.decode()}{number}")
                    raise TableBlockedError(sheet=self._place.sheet, what=what)
            self._keep_beside(number, row)
        self.below = [(number, self._vanishing.freed(row)) for number, row in self.below]

    def free_indexes(self) -> Iterator[int]:
        """Numbers for new shared formulas that no formula kept on the sheet has."""
        staying = (cells for row in self.staying.values() for cells in (row.left, row.right))
        kept = chain(self.above, (row for _, row in self.below), map(str.encode, staying))
        taken = {int(index) for xml in kept for index in _INDEX.findall(xml)}
        return (index for index in range(1 << 20) if index not in taken)

    def _zone(self, row: tuple[int, bytes]) -> int:
        return (row[0] > self._place.area.top) + (row[0] > self._place.area.bottom)

    def _keep_above(self, rows: Iterable[tuple[int, bytes]]) -> None:
        self.above = [row for _, row in rows]
        for row in self.above:
            self._note_blocks(row)

    def _keep_below(self, rows: Iterable[tuple[int, bytes]]) -> None:
        self.below = list(rows)
        for _, row in self.below:
            self._note_blocks(row)

    def _keep_body(self, rows: Iterable[tuple[int, bytes]]) -> None:
        rows = iter(rows)
        sample = list(islice(rows, _SAMPLE))
        self._choose_styles([row for _, row in sample])
        blanks = {letters: b' s="%d"/>' % self.styles[letters] for letters in self._columns.staff}
        find_staff = finder(self._columns.staff)
        for number, row in chain(sample, rows):
            if _REACHES in row:
                self._note_formulas(number, row)
            staff = [cell for cell in find_staff.findall(row) if cell[1] != blanks[cell[0]]]
            if staff:
                self._keep_staff(number, row, staff)
            if self._reader and (staff or number in self._reader.notes):
                noted = self._reader.row(number, row, noted=True, entries=self._entries)
                self.noted += [noted] if noted else []
            self._keep_beside(number, row)

    def _keep_staff(self, number: int, row: bytes, pieces: Iterable[tuple[bytes, bytes]]) -> None:
        cells: StaffCells = {}
        for letters, rest in pieces:
            cell = Moving.of(taken_apart(letters, number, rest), self._formulas)
            if cell.formula is not None and letters in self._columns.computed:
                self.fills.setdefault(letters, cell)
            if cell.piece.inner or cell.piece.style != self.styles[letters]:
                cells[letters] = cell
        found = self._keys.row(number, row) if cells else None
        if found:
            self._staff[found.key].append((number, cells))

    def _keep_beside(self, number: int, row: bytes) -> None:
        """What stays in a row that the table has or takes."""
        width = len(str(number))
        own = self._own_attributes(row[width + 4 : row.find(b">")])
        found = ends(row, width)
        if found and not (found[0] in self._columns.all and found[1] in self._columns.all):
            self.staying[number] = Staying(own, *self._outside(number, row))
        elif own:
            self.staying[number] = Staying(own)

    def _outside(self, number: int, row: bytes) -> tuple[str, str]:
        """The cells left and right of the table."""
        cells = ["", ""]
        for letters, rest in row_parts(row)[1]:
            if letters not in self._columns.all:
                piece = self._vanishing.alone(taken_apart(letters, number, rest))
                is_right = column_number(letters.decode()) > self._place.area.right
                cells[is_right] += piece.xml.decode()
        return cells[0], cells[1]

    def _own_attributes(self, xml: bytes) -> str:
        if xml not in self._attributes:
            self._attributes[xml] = _attributes_to_keep(xml)
        return self._attributes[xml]

    def _note_formulas(self, number: int, row: bytes) -> None:
        self._note_blocks(row)
        for letters, rest in row_parts(row)[1]:
            if _REACHES in rest:
                piece = taken_apart(letters, number, rest)
                self._formulas.note(piece)
                if letters in self._columns.all:
                    self._vanishing.note(piece)

    def _note_blocks(self, row: bytes) -> None:
        for tag in _BLOCK.findall(row):
            block = area_of(attributes(tag).get(b"ref", b"").decode())
            if block.left < block.right or block.top < block.bottom:
                self._blocks.append(block)

    def _choose_styles(self, rows: Sequence[bytes]) -> None:
        votes = {letters: Counter[int]() for letters in self._columns.all}
        for row in rows:
            cells = {letters: taken_apart(letters, 0, rest).style for letters, rest in row_parts(row)[1]}
            for letters, vote in votes.items():
                vote[cells.get(letters, self.styles[letters])] += 1
        self.styles = {letters: vote.most_common(1)[0][0] for letters, vote in votes.items()}

    def _merge(self, placed: StaffCells, cells: Mapping[bytes, Moving], key: Key) -> None:
        for letters, cell in cells.items():
            old = placed.get(letters)
            if old is not None and old.piece.inner and cell.piece.inner and not old.says_same(cell, self._raws):
                rows = {"first": old.piece.row, "second": cell.piece.row}
                what = texts.TWO_ENTRIES.filled(**rows, key=" / ".join(key), column=letters.decode())
                raise TableBlockedError(sheet=self._place.sheet, what=what)
            if old is None or not old.piece.inner:
                placed[letters] = cell

    def _refuse(self, body: Area, obstacle: Area, what: Words) -> None:
        if body.meets(obstacle):
            raise TableBlockedError(sheet=self._place.sheet, what=what.filled(cells=obstacle, cell=obstacle))


def _attributes_to_keep(xml: bytes) -> str:
    """What a row says of itself that still holds: a height somebody set, an outline level; nothing hidden."""
    found = {name: value for name, value in attributes(xml).items() if value not in _OFF and name not in _DROPPED}
    if b"customHeight" not in found:
        found.pop(b"ht", None)
    if b"customFormat" not in found:
        found.pop(b"s", None)
    return b"".join(b' %s="%s"' % attribute for attribute in found.items()).decode()

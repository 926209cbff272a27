"""The new rows of a table: our cells, the staff's where their key now stands, and what stays beside them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice, repeat
from xml.sax.saxutils import escape

from ozon_xl.hosts.xlsx.areas import column_letters
from ozon_xl.hosts.xlsx.book import TablePlace
from ozon_xl.hosts.xlsx.kept import Kept, StaffCells
from ozon_xl.hosts.xlsx.reading import Columns, keys_of
from ozon_xl.hosts.xlsx.shapes import Rest, Rows, Slot, formula_slot, plain_slot
from ozon_xl.hosts.xlsx.sheet import ROW, with_dimension
from ozon_xl.sheets import Cell, Table
from ozon_xl.sheets.columns import formula_for_row
from ozon_xl.texts import Lang

_ROWS_AT_ONCE = 1000


def rewritten(
    table: Table, place: TablePlace, columns: Columns, kept: Kept, rows: Sequence[Sequence[Cell]], lang: Lang
) -> Iterator[bytes]:
    """The sheet part with other rows in the table; ``kept`` has made room for them."""
    body = _Body(table, place, columns, kept, lang, len(rows))
    last = max([body.bottom, *kept.staying, *(number for number, _ in kept.below)])
    yield with_dimension(kept.head, place.area, last)
    yield b"".join(ROW + row for row in kept.above)
    yield from body.xml(rows)
    yield "".join(kept.staying[at].around(at) for at in sorted(kept.staying) if at > body.bottom).encode()
    yield b"".join(ROW + row for _, row in kept.below)
    yield kept.tail


class _Body:
    def __init__(self, table: Table, place: TablePlace, columns: Columns, kept: Kept, lang: Lang, count: int) -> None:
        self._table, self._place, self._kept, self._lang = table, place, kept, lang
        self.top = place.area.top + 1
        self.bottom = self.top + max(count, 1) - 1
        ours = [column.attr for column in table.ours]
        self._width = len(ours)
        letters = [column_letters(place.area.left + index) for index in range(len(place.attrs))]
        self._letters = letters
        self._staff = [name.encode() for name in letters if name.encode() in columns.staff]
        self._places = [
            self._width + self._staff.index(name.encode()) if name.encode() in columns.staff else ours.index(attr or "")
            for name, attr in zip(letters, place.attrs, strict=True)
        ]
        """For each column of the sheet, its place among ours and the staff's."""

    def xml(self, rows: Sequence[Sequence[Cell]]) -> Iterator[bytes]:
        """All rows; one empty row where there are none."""
        if not rows:
            empty = ((None,) * self._width,)
            yield self._block(Rows(self._slots({})), self.top, empty, [self._staff_row({}, self.top)])
            return
        first, later = (Rows(self._slots(formulas)) for formulas in self._formulas())
        staff = self._staff_cells(rows)
        yield self._block(first, self.top, rows[:1], staff)
        for start in range(1, len(rows), _ROWS_AT_ONCE):
            yield self._block(later, self.top + start, rows[start : start + _ROWS_AT_ONCE], staff)

    def _block(
        self, writer: Rows, top: int, rows: Sequence[Sequence[Cell]], staff: Iterable[tuple[Cell, ...]]
    ) -> bytes:
        ours = list(zip(*rows, strict=True))
        if len(ours) != self._width:
            raise ValueError(rows)
        columns = [*ours, *zip(*islice(staff, len(rows)), strict=True)]
        staying = self._kept.staying
        return "".join(
            [
                staying[at].around(at, cells) if at in staying else f'<row r="{at}">{cells}</row>'
                for at, cells in writer.cells(top, [columns[place] for place in self._places])
            ]
        ).encode()

    def _staff_cells(self, rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, ...]]:
        """For every new row, what stands in the columns of the staff."""
        nothing: tuple[Cell, ...] = (None,) * len(self._staff)
        if not self._kept.has_staff and not self._kept.fills:
            return repeat(nothing)
        cells = self._kept.staff_by_row(keys_of(self._table, rows))
        return (self._staff_row(cells.get(index, {}), self.top + index) for index in range(len(rows)))

    def _staff_row(self, cells: StaffCells, at: int) -> tuple[Cell, ...]:
        fills = self._kept.fills
        return tuple(
            Rest(cells[name].rest(at)) if name in cells else Rest(fills[name].filled(at)) if name in fills else None
            for name in self._staff
        )

    def _formulas(self) -> tuple[dict[str, str], dict[str, str]]:
        """The formulas by column letters: as the first row has them, and as the others refer to them."""
        firsts, others = {}, {}
        letters = self._place.letters
        indexes = self._kept.free_indexes()
        for column in self._table.ours:
            if column.formula is None:
                continue
            name, index = letters[column.attr], next(indexes)
            formula = escape(formula_for_row(column, self._lang, letters, self.top))
            firsts[name] = f'<f t="shared" ref="{name}{self.top}:{name}{self.bottom}" si="{index}">{formula}</f>'
            others[name] = f'<f t="shared" si="{index}"/>'
        return firsts, others

    def _slots(self, formulas: Mapping[str, str]) -> list[Slot]:
        return [self._slot(letters, formulas.get(letters)) for letters in self._letters]

    def _slot(self, letters: str, formula: str | None) -> Slot:
        style = self._kept.styles[letters.encode()]
        if formula is not None:
            return formula_slot(letters, style, formula)
        return plain_slot(letters, style, self._kept.column_style(letters.encode()))

"""The new rows of a table as XML: our cells, the staff's where their key now stands, and what stays beside them."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import NamedTuple
from xml.sax.saxutils import escape

from ozon_xl.hosts.xlsx.areas import column_letters
from ozon_xl.hosts.xlsx.book import TablePlace
from ozon_xl.hosts.xlsx.cells import inline, number
from ozon_xl.hosts.xlsx.kept import Kept, StaffCells, Staying
from ozon_xl.hosts.xlsx.markup import escaped
from ozon_xl.hosts.xlsx.reading import Columns, text_of_key
from ozon_xl.hosts.xlsx.sheet import ROW, with_dimension
from ozon_xl.sheets import Cell, Table
from ozon_xl.sheets.columns import formula_for_row
from ozon_xl.texts import Lang

_ROWS_AT_ONCE = 1000


class _Rest(str):
    """A cell of the staff after its address."""

    __slots__ = ()


class _Slot(NamedTuple):
    """How the cells of one column are written: what stands around the row number and the value."""

    start: str
    empty: str
    """The rest of an empty cell; nothing where the column's own format will do."""
    text: str
    text_end: str
    fragment: Callable[[str], str]
    """Writes the text."""
    number: str


def rewritten(
    table: Table, place: TablePlace, columns: Columns, kept: Kept, rows: Sequence[Sequence[Cell]], lang: Lang
) -> Iterator[bytes]:
    """The sheet part with other rows in the table; ``kept`` has made room for them."""
    body = _Body(table, place, columns, kept, lang, len(rows))
    last = max([body.bottom, *kept.staying, *(number for number, _ in kept.below)])
    yield with_dimension(kept.head, place.area, last)
    yield b"".join(ROW + row for row in kept.above)
    yield from body.xml(rows)
    yield "".join(_row(at, (), (), kept.staying[at]) for at in sorted(kept.staying) if at > body.bottom).encode()
    yield b"".join(ROW + row for _, row in kept.below)
    yield kept.tail


class _Body:
    def __init__(self, table: Table, place: TablePlace, columns: Columns, kept: Kept, lang: Lang, count: int) -> None:
        self._table, self._place, self._kept, self._lang = table, place, kept, lang
        self.top = place.area.top + 1
        self.bottom = self.top + max(count, 1) - 1
        ours = [column.attr for column in table.ours]
        self._width = len(ours)
        self._key = [ours.index(attr) for attr in table.key]
        letters = [column_letters(place.area.left + index) for index in range(len(place.attrs))]
        self._letters = letters
        self._staff = [name.encode() for name in letters if name.encode() in columns.staff]
        places = [
            self._width + self._staff.index(name.encode()) if name.encode() in columns.staff else ours.index(attr or "")
            for name, attr in zip(letters, place.attrs, strict=True)
        ]
        self._in_order = itemgetter(*places)

    def xml(self, rows: Sequence[Sequence[Cell]]) -> Iterator[bytes]:
        """All rows; one empty row where there are none."""
        staying, nothing = self._kept.staying, Staying()
        if not rows:
            slots = self._slots({})
            yield _row(self.top, slots, repeat(None, len(slots)), staying.get(self.top, nothing)).encode()
            return
        firsts, others = self._formulas()
        slots, later = self._slots(firsts), self._slots(others)
        staff = self._staff_cells(rows)
        lines: list[str] = []
        for at, row in enumerate(rows, self.top):
            if len(row) != self._width:
                raise ValueError(row)
            values = self._in_order((*row, *next(staff)))
            lines.append(_row(at, slots, values, staying.get(at, nothing)))
            slots = later
            if len(lines) == _ROWS_AT_ONCE:
                yield "".join(lines).encode()
                lines.clear()
        yield "".join(lines).encode()

    def _staff_cells(self, rows: Sequence[Sequence[Cell]]) -> Iterator[tuple[Cell, ...]]:
        """For every new row, what stands in the columns of the staff."""
        nothing: tuple[Cell, ...] = (None,) * len(self._staff)
        if not self._kept.has_staff and not self._kept.fills:
            return repeat(nothing)
        keys = [tuple(text_of_key(row[index]) for index in self._key) for row in rows]
        cells = self._kept.staff_by_row(keys)
        return (self._staff_row(cells.get(index, {}), self.top + index) for index in range(len(rows)))

    def _staff_row(self, cells: StaffCells, at: int) -> tuple[Cell, ...]:
        fills = self._kept.fills
        return tuple(
            _Rest(cells[name].rest(at)) if name in cells else _Rest(fills[name].filled(at)) if name in fills else None
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

    def _slots(self, formulas: Mapping[str, str]) -> list[_Slot]:
        return [self._slot(name, formulas.get(name)) for name in self._letters]

    def _slot(self, letters: str, formula: str | None) -> _Slot:
        style = self._kept.styles[letters.encode()]
        start = f'<c r="{letters}'
        mark = f'" s="{style}"' if style else '"'
        if formula is not None:
            text = f'{mark} t="str">{formula}<v>'
            return _Slot(start, f"{text}</v></c>", text, "</v></c>", escaped, f"{mark}>{formula}<v>")
        default = self._kept.column_style(letters.encode())
        empty = f"{mark}/>" if style != default else ""
        return _Slot(start, empty, f'{mark} t="inlineStr"><is><t', "</t></is></c>", inline, f"{mark}><v>")


def _row(at: int, slots: Sequence[_Slot], values: Iterable[Cell], staying: Staying) -> str:
    parts = [f'<row r="{at}"{staying.attributes}>{staying.left}']
    add = parts.append
    for (start, empty, text, text_end, fragment, plain), value in zip(slots, values, strict=True):
        if value is None or value == "":
            if empty:
                add(f"{start}{at}{empty}")
        elif not isinstance(value, str):
            add(f"{start}{at}{plain}{number(value)}</v></c>")
        elif isinstance(value, _Rest):
            add(f"{start}{at}{value}")
        else:
            add(f"{start}{at}{text}{fragment(value)}{text_end}")
    add(f"{staying.right}</row>")
    return "".join(parts)

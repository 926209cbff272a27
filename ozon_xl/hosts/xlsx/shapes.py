"""Rows of cells as XML, fast: rows that have texts, numbers and blanks in the same places share one template."""

from collections.abc import Callable, Sequence
from types import NoneType
from typing import Any, NamedTuple

from ozon_xl.hosts.xlsx.cells import inline, number
from ozon_xl.hosts.xlsx.markup import escaped
from ozon_xl.sheets import Cell

_MOST_REMEMBERED = 10_000
_ROW = "\0"
"""Stands for the row number in a template: no cell can hold it."""

_EMPTY_TEXT = inline("")


class Rest(str):
    """A cell's XML after its address, taken as it is."""

    __slots__ = ()


class _Written(dict[str, str]):
    """Texts as XML; statuses, warehouses and names come again and again."""

    def __init__(self, write: Callable[[str], str]) -> None:
        super().__init__()
        self._write = write

    def __missing__(self, text: str) -> str:
        written = self._write(text)
        if len(self) < _MOST_REMEMBERED:
            self[text] = written
        return written


class Slot(NamedTuple):
    """How the cells of one column are written: templates of whole cells."""

    letters: str
    empty: str
    """Nothing, where the column's own format will do."""
    text: str
    number: str
    write: Callable[[str], str]
    """A text as XML."""


def plain_slot(letters: str, style: int, column_style: int) -> Slot:
    """A column of values."""
    start = f'<c r="{letters}{_ROW}"' + (f' s="{style}"' if style else "")
    empty = "" if style == column_style else f"{start}/>"
    text = f'{start} t="inlineStr"><is><t%s</t></is></c>'
    return Slot(letters, empty, text, f"{start}><v>%s</v></c>", _Written(inline).__getitem__)


def formula_slot(letters: str, style: int, formula: str) -> Slot:
    """A column of formulas (``<f>``, the same in every row) with their present results."""
    start = f'<c r="{letters}{_ROW}"' + (f' s="{style}"' if style else "")
    formula = formula.replace("%", "%%")
    text = f'{start} t="str">{formula}<v>%s</v></c>'
    return Slot(letters, text % "", text, f"{start}>{formula}<v>%s</v></c>", _Written(escaped).__getitem__)


class _Shape(NamedTuple):
    template: str
    writers: list[Callable[[Any], str] | None]
    """For each column; None where nothing is filled in."""


class Rows:
    """Writes rows that have these columns."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._slots = slots
        self._shapes: dict[tuple[type, ...], _Shape] = {}

    def cells(self, at: int, values: Sequence[Cell]) -> str:
        """The cells of row ``at``. An empty text is an empty cell."""
        types = tuple(map(type, values))
        shape = self._shapes.get(types)
        if shape is None:
            shape = self._shapes[types] = self._shape(types)
        written = [write(value) for write, value in zip(shape.writers, values, strict=True) if write]
        if _EMPTY_TEXT in written:
            return self.cells(at, [None if value == "" else value for value in values])
        return shape.template.replace(_ROW, str(at)) % tuple(written)

    def _shape(self, types: Sequence[type]) -> _Shape:
        cells = [_cell(slot, kind) for slot, kind in zip(self._slots, types, strict=True)]
        return _Shape("".join(template for template, _ in cells), [write for _, write in cells])


def _cell(slot: Slot, kind: type) -> tuple[str, Callable[[Any], str] | None]:
    if kind is NoneType:
        return slot.empty, None
    if kind is str:
        return slot.text, slot.write
    if kind is Rest:
        return f'<c r="{slot.letters}{_ROW}%s', str
    if kind in {int, float}:
        return slot.number, number
    raise TypeError(kind)

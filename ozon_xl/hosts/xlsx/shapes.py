"""Rows of cells as XML, fast: what stands in the cells is made ready column by column, and rows that have texts,
numbers and blanks in the same places share one template."""

from collections.abc import Iterator, Mapping, Sequence
from math import isfinite
from types import NoneType
from typing import NamedTuple

from ozon_xl.hosts.xlsx.markup import escaped
from ozon_xl.sheets import Cell

_MOST_REMEMBERED = 10_000
_ROW = "\0"
"""Stands for the row number in a template: no cell can hold it."""

_NOT_PLAIN = ("&", "<", ">", "_x", "| ", " |", "||")
"""In texts between bars: what has to be escaped, blanks at an end, an empty text."""


class Rest(str):
    """A cell's XML after its address, taken as it is."""

    __slots__ = ()


class _Padded(str):
    """XML of a text with blanks at an end, which need a mark to survive."""

    __slots__ = ()


class _Written(dict[str, str | None]):
    """Texts as XML; an empty one is an empty cell. Statuses, warehouses and names come again and again."""

    def __missing__(self, text: str) -> str | None:
        written = None if text == "" else escaped(text) if text == text.strip() else _Padded(escaped(text))
        if len(self) < _MOST_REMEMBERED:
            self[text] = written
        return written


class Slot(NamedTuple):
    """How the cells of one column are written."""

    templates: Mapping[type, str]
    """The whole cell by the type of what stands in it."""
    written: _Written

    def ready(self, values: Sequence[Cell]) -> Sequence[Cell]:
        """The values of some rows as the templates take them."""
        kinds = set(map(type, values))
        if float in kinds and not all(map(isfinite, [value for value in values if type(value) is float])):
            raise ValueError(values)
        if str not in kinds or _are_plain([value for value in values if type(value) is str]):
            return values
        return [self.written[value] if type(value) is str else value for value in values]


def _are_plain(texts: Sequence[str]) -> bool:
    """Whether texts and their XML are the same. (One look at all of them takes a tenth of a look at each.)"""
    together = f"|{'|'.join(texts)}|"
    return together.isprintable() and not any(mark in together for mark in _NOT_PLAIN)


def plain_slot(letters: str, style: int, column_style: int) -> Slot:
    """A column of values. An empty cell is left out where the column's own format will do."""
    start = f'<c r="{letters}{_ROW}"' + (f' s="{style}"' if style else "")
    empty = "" if style == column_style else f"{start}/>"
    number = f"{start}><v>%r</v></c>"
    templates: dict[type, str] = {
        NoneType: f"{empty}%.0s",
        str: f'{start} t="inlineStr"><is><t>%s</t></is></c>',
        _Padded: f'{start} t="inlineStr"><is><t xml:space="preserve">%s</t></is></c>',
        int: number,
        float: number,
        Rest: f'<c r="{letters}{_ROW}%s',
    }
    return Slot(templates, _Written())


def formula_slot(letters: str, style: int, formula: str) -> Slot:
    """A column of formulas (``<f>``, the same in every row) with their present results."""
    start = f'<c r="{letters}{_ROW}"' + (f' s="{style}"' if style else "")
    formula = formula.replace("%", "%%")
    text = f'{start} t="str">{formula}<v>%s</v></c>'
    number = f"{start}>{formula}<v>%r</v></c>"
    return Slot(
        {NoneType: text.replace("%s", "%.0s"), str: text, _Padded: text, int: number, float: number}, _Written()
    )


class Rows:
    """Writes rows that have these columns."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        self._slots = slots
        self._templates: dict[tuple[type, ...], str] = {}

    def cells(self, first: int, columns: Sequence[Sequence[Cell]]) -> Iterator[tuple[int, str]]:
        """Number and cells of each row from row ``first`` on."""
        ready = [slot.ready(values) for slot, values in zip(self._slots, columns, strict=True)]
        for at, values in enumerate(zip(*ready, strict=True), first):
            types = tuple(map(type, values))
            template = self._templates.get(types) or self._template(types)
            yield at, template.replace(_ROW, str(at)) % values

    def _template(self, types: tuple[type, ...]) -> str:
        try:
            template = "".join([slot.templates[kind] for slot, kind in zip(self._slots, types, strict=True)])
        except KeyError as error:
            raise TypeError(types) from error
        self._templates[types] = template
        return template

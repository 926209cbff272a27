"""Single cells as they stand in a sheet part: what a cell says, and how one is written.

The *rest* of a cell is its XML after the address: `` s="3" t="s"><v>7</v></c>``. It says everything about the cell but
where it stands. Attributes in another order than Excel's are refused rather than guessed at.
"""

import re
from math import isfinite
from typing import Final, NamedTuple

from ozon_xl.hosts.xlsx.lookups import Lookups
from ozon_xl.hosts.xlsx.markup import cell_text, escaped, rich_text, text_of
from ozon_xl.hosts.xlsx.trouble import DamagedPartError, UnusualPartError
from ozon_xl.sheets import Cell, Raw

_REST = re.compile(rb'(?: s="(\d{1,6})")?(?: t="(\w+)")?([^<>]*?)(?:/>|>(.*)</c>)', re.DOTALL)
_FORMULA = re.compile(rb"<f((?:\s[^<>]*?)?)(?:/>|>(.*?)</f>)", re.DOTALL)
_VALUE = re.compile(rb"<v(?:\s[^<>]*)?>([^<]*)</v>")
_NUMBER = re.compile(rb"\s*([+-]?\d{1,17}|[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?)\s*")
_IN_OTHER_ORDER = (b' s="', b' t="')
_MOST_REMEMBERED = 10_000

BLANK: Final = Raw()


class Piece(NamedTuple):
    """A cell, taken apart but not understood."""

    letters: bytes
    row: int
    style: int
    """Index of its format; 0 where it has none of its own."""
    kind: bytes
    """``s``, ``str``, ``inlineStr``, ``b``, ``e``, ``d``; ``n`` or nothing for a number."""
    others: bytes
    """Attributes that mean nothing to us."""
    inner: bytes

    @property
    def xml(self) -> bytes:
        """The whole cell."""
        return b'<c r="%s%d"%s' % (self.letters, self.row, self.rest)

    @property
    def rest(self) -> bytes:
        """The cell after its address: as it would stand in any row."""
        style = b' s="%d"' % self.style if self.style else b""
        kind = b' t="%s"' % self.kind if self.kind else b""
        return style + kind + self.others + (b">%s</c>" % self.inner if self.inner else b"/>")

    @property
    def formula(self) -> re.Match[bytes] | None:
        """Group 1: the attributes of ``<f>``; group 2: its text, if it has any."""
        return _FORMULA.match(self.inner) if self.inner.startswith(b"<f") else None


def taken_apart(letters: bytes, row: int, rest: bytes) -> Piece:
    """A cell's parts."""
    found = _REST.fullmatch(rest)
    if found is None:
        raise UnusualPartError(rest[:80])
    style, kind, others, inner = found.groups(b"")
    if b"</c>" in inner or (others and any(mark in others for mark in _IN_OTHER_ORDER)):
        raise UnusualPartError(rest[:80])
    return Piece(letters, row, int(style or 0), kind, others, inner)


class Raws(dict[bytes, Raw]):
    """What stands in a cell, by its rest. A cell with nothing in it is ``BLANK``, whatever its format."""

    def __init__(self, lookups: Lookups) -> None:
        super().__init__()
        self._lookups = lookups

    def __missing__(self, rest: bytes) -> Raw:
        raw = self._read(taken_apart(b"", 0, rest))
        if len(self) < _MOST_REMEMBERED:
            self[rest] = raw
        return raw

    def _read(self, piece: Piece) -> Raw:
        inner, kind = piece.inner, piece.kind
        if not inner:
            return BLANK
        value = rich_text(inner) if kind == b"inlineStr" else self._value(kind, inner)
        is_formula = inner.startswith(b"<f") and piece.formula is not None
        if value is None and not is_formula:
            return BLANK
        return Raw(value, self._lookups.number_format(piece.style), is_formula, kind == b"e" and value is not None)

    def _value(self, kind: bytes, inner: bytes) -> str | float | None:
        found = _VALUE.search(inner)
        if kind == b"str":
            return cell_text(found[1]) if found else ""
        if found is None or not found[1]:
            return None
        if kind == b"s":
            return self._lookups.string(int(found[1]) if found[1].isdigit() else -1)
        if kind == b"b":
            return found[1] in {b"1", b"true"}
        return _number(found[1]) if kind in {b"", b"n"} else text_of(found[1])


def cell(letters: str, row: int, style: int, value: Cell) -> bytes:
    """A whole cell. An empty text is an empty cell."""
    start = f'<c r="{letters}{row}"' + (f' s="{style}"' if style else "")
    if value is None or value == "":
        return f"{start}/>".encode()
    if isinstance(value, str):
        return f'{start} t="inlineStr"><is><t{inline(value)}</t></is></c>'.encode()
    return f"{start}><v>{number(value)}</v></c>".encode()


def inline(text: str) -> str:
    """The rest of a ``<t`` tag and the text. Blanks at either end need a mark to survive."""
    mark = ">" if text == text.strip() else ' xml:space="preserve">'
    return mark + escaped(text)


def number(value: float) -> str:
    """All the digits."""
    if isfinite(value):
        return repr(value)
    raise ValueError(value)


def _number(text: bytes) -> float:
    found = _NUMBER.fullmatch(text)
    if found is None:
        raise DamagedPartError(text[:80])
    try:
        return int(found[1])
    except ValueError:
        value = float(found[1])
    if not isfinite(value):
        raise DamagedPartError(text[:80])
    return value

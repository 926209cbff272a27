"""Formulas that change their cell: as after sorting, relative rows move along, and each stands for itself."""

import re
from xml.sax.saxutils import escape

from ozon_xl.hosts.xlsx.cells import Piece, taken_apart
from ozon_xl.hosts.xlsx.markup import attributes, text_of
from ozon_xl.hosts.xlsx.sheet import ROW_END, row_number, row_parts
from ozon_xl.sheets.columns import MOST_ROWS

SHARED = b't="shared"'
ARRAY = b't="array"'

_SKIPPED = r"""
      "(?:[^"]|"")*"                                              # text
    | '(?:[^']|'')*'                                              # a quoted sheet
    | \[(?:[^\[\]']|'.|\[(?:[^\[\]']|'.|\[[^\[\]]*\])*\])*\]      # columns of a table, another workbook
"""
_CELL = r"(?<![\w.$\\])(?P<letters>\$?[A-Za-z]{1,3})(?P<fixed>\$?)(?P<row>[1-9]\d{0,6})(?![\w.(!\[])"
_ROWS = r"(?<![\w.$:])(?P<first>\$?[1-9]\d{0,6}):(?P<last>\$?[1-9]\d{0,6})(?![\w.:])"
_TOKEN = re.compile(f"{_SKIPPED} | {_CELL} | {_ROWS}", re.VERBOSE | re.DOTALL)


def moved(formula: str, down: int) -> str:
    """The formula as a cell ``down`` rows below would have it: relative rows shift, ``$`` rows and names stay."""

    def shift(token: re.Match[str]) -> str:
        if token["row"] and not token["fixed"] and _is_column(token["letters"].removeprefix("$")):
            row = _shifted(token["row"], down)
            return token["letters"] + row if row else "#REF!"
        if token["first"]:
            rows = _shifted(token["first"], down), _shifted(token["last"], down)
            return ":".join(rows) if all(rows) else "#REF!"
        return token[0]

    return _TOKEN.sub(shift, formula) if down else formula


class SharedFormulas:
    """Formulas that stand once and count for many cells, by their ``si``."""

    def __init__(self) -> None:
        self._texts: dict[bytes, tuple[int, str]] = {}

    def __bool__(self) -> bool:
        return bool(self._texts)

    def note(self, piece: Piece) -> None:
        """Remember the formula of this cell, if others may share it."""
        found = piece.formula
        if found and found[2] and SHARED in found[1]:
            self._texts[_index(found)] = (piece.row, text_of(found[2]))

    def alone(self, piece: Piece) -> Piece:
        """The cell with a formula of its own, where it shares one of these."""
        found = piece.formula
        if found is None or found[2] or SHARED not in found[1] or _index(found) not in self._texts:
            return piece
        row, text = self._texts[_index(found)]
        return with_formula(piece, moved(text, piece.row - row))

    def freed(self, row: bytes) -> bytes:
        """A row in which no cell shares one of these."""
        if not self._texts or SHARED not in row:
            return row
        head, pieces = row_parts(row)
        number = row_number(row)
        cells = (self.alone(taken_apart(letters, number, rest)).xml for letters, rest in pieces)
        return b"".join([head, *cells, ROW_END])


def with_formula(piece: Piece, formula: str, tag: str = "<f>") -> Piece:
    """The cell with another formula and its old result."""
    found = piece.formula
    result = piece.inner[found.end() :] if found else b""
    return piece._replace(inner=f"{tag}{escape(formula)}</f>".encode() + result)


def _index(formula: re.Match[bytes]) -> bytes:
    return attributes(formula[1]).get(b"si", b"")


def _is_column(letters: str) -> bool:
    return len(letters) < 3 or letters.upper() <= "XFD"


def _shifted(row: str, down: int) -> str:
    """Empty where the row would leave the sheet."""
    if row.startswith("$"):
        return row
    number = int(row) + down
    return str(number) if 1 <= number <= MOST_ROWS else ""

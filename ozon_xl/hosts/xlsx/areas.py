"""Addresses: ``B7``, ``A4:AH50``."""

import re
from typing import NamedTuple

from ozon_xl.hosts.xlsx.trouble import DamagedPartError
from ozon_xl.sheets.columns import MOST_ROWS

MOST_COLUMNS = 16_384

_AREA = re.compile(r"\$?([A-Z]{1,3})\$?([1-9]\d{0,6})(?::\$?([A-Z]{1,3})\$?([1-9]\d{0,6}))?")


def column_number(letters: str) -> int:
    """``A`` is 1, ``XFD`` is 16,384."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    """1 is ``A``."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Area(NamedTuple):
    """A rectangle of cells, both ends included."""

    left: int
    top: int
    right: int
    bottom: int

    def __str__(self) -> str:
        first = f"{column_letters(self.left)}{self.top}"
        last = f"{column_letters(self.right)}{self.bottom}"
        return first if first == last else f"{first}:{last}"

    @property
    def is_cell(self) -> bool:
        """Whether it is a single one."""
        return (self.left, self.top) == (self.right, self.bottom)

    def meets(self, other: "Area") -> bool:
        """Whether they share a cell."""
        across = self.left <= other.right and other.left <= self.right
        return across and self.top <= other.bottom and other.top <= self.bottom


def area_of(text: str) -> Area:
    """``A1``, ``$A$1`` or ``A1:C5``."""
    found = _AREA.fullmatch(text)
    if found is None:
        raise DamagedPartError(text)
    left, top = column_number(found[1]), int(found[2])
    right, bottom = (column_number(found[3]), int(found[4])) if found[3] else (left, top)
    if not (left <= right <= MOST_COLUMNS and top <= bottom <= MOST_ROWS):
        raise DamagedPartError(text)
    return Area(left, top, right, bottom)

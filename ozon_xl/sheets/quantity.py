"""What a cell of an edit column asks for: a whole number of pieces, nothing, or something nobody should guess at."""

import re

from ozon_xl.sheets.columns import Raw
from ozon_xl.texts import Words
from ozon_xl.texts import stock as texts

MOST_PIECES = 999_999
"""Ozon takes less than a million (item error STOCK_TOO_BIG; API description, read 2026-11-23)."""

_PADDING = re.compile(r"_[ ()-]|[*\\] ")
"""Blanks that a number format puts around a number."""
_PLAIN_NUMBER = re.compile(r"[#,0? ]*[0#?](?:\.[0#?]*)? *")


def read_quantity(raw: Raw) -> int | Words | None:
    """The number of pieces, None for "no change", or the reason why the row is refused.

    Blank is not 0. A quantity is a whole number in a cell of plain number format, or a text of ASCII digits. A
    percentage, a date, a truth value, a formula, an error, other digits or anything beside digits is refused.
    """
    if raw.is_error:
        return texts.CELL_ERROR
    if raw.is_formula:
        return texts.CELL_FORMULA
    value = raw.value
    if value is None:
        return None
    if isinstance(value, bool):
        return texts.CELL_NOT_A_NUMBER
    if isinstance(value, str):
        return _from_text(value)
    if not _looks_like_itself(value, raw.number_format):
        return texts.CELL_FORMAT
    return _in_range(value)


def _from_text(text: str) -> int | Words | None:
    digits = text.strip(" \u00a0\t\r\n")
    if not digits:
        return None
    if not (digits.isascii() and digits.isdigit()):
        return texts.CELL_NOT_A_NUMBER
    return _in_range(int(digits)) if len(digits) <= 15 else texts.CELL_TOO_BIG


def _in_range(number: float) -> int | Words:
    if number < 0 or str(number).startswith("-"):
        return texts.CELL_NEGATIVE
    if number != number // 1:
        return texts.CELL_FRACTION
    return int(number) if number <= MOST_PIECES else texts.CELL_TOO_BIG


def _looks_like_itself(number: float, number_format: str) -> bool:
    """Whether the format shows the number as it is: no percent, date, money, power or scaling, and a 0 not hidden."""
    if number_format.casefold() in ("general", "@", ""):
        return True
    sections = number_format.split(";")
    section = sections[2] if number == 0 and len(sections) > 2 else sections[0]
    digits = _PADDING.sub("", section)
    return _PLAIN_NUMBER.fullmatch(digits) is not None and (number != 0 or "0" in digits)

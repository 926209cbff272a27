"""What Excel makes of a value that is put into a cell, as ``Range.Value`` and ``Range.Value2`` both do."""

import re
from datetime import date
from typing import NamedTuple

Value = str | float | bool | int | None
"""An int is an error's code, as pywin32 shows it."""

TEXT = "@"
ERRORS = {
    "#NULL!": 2000,
    "#DIV/0!": 2007,
    "#VALUE!": 2015,
    "#REF!": 2023,
    "#NAME?": 2029,
    "#NUM!": 2036,
    "#N/A": 2042,
    "#SPILL!": 2045,
}

_NUMBER = re.compile(r"\s*([+-]?)\s*((?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d*)?(?:[eE][+-]?\d+)?)\s*(%?)\s*")
_ISO = re.compile(r"\s*(\d{4})-(\d{1,2})-(\d{1,2})\s*")
_DAY_MONTH = re.compile(r"\s*(\d{1,2})[-/](\d{1,2})\s*")
_TIME = re.compile(r"\s*(\d{1,2}):(\d{2})\s*")
_MONTH = re.compile(
    r"\s*(JAN|FEB|MAR|MARCH|APR|APRIL|MAY|JUN|JUNE|JUL|JULY|AUG|SEP|SEPT|OCT|NOV|DEC)[ -]?(\d{1,4})\s*", re.IGNORECASE
)
_MONTHS = ("JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC")


class Entered(NamedTuple):
    """A cell after something was put into it."""

    value: Value
    formula: str | None = None
    """With its ``=``, as it was given."""


def error_code(text: str) -> int:
    """As pywin32 shows the error: 0x800A0000 and its number, signed."""
    return ERRORS[text] + 0x800A0000 - (1 << 32)


def coerced(value: Value, number_format: str) -> Entered:
    """What stands in a cell of this format."""
    if isinstance(value, bool) or value is None:
        return Entered(value)
    if isinstance(value, int):
        raise TypeError("pywin32 hands some ints over as VT_I8, which Excel does not take: send floats")
    if isinstance(value, float):
        return Entered(f"{value:.15g}" if number_format == TEXT else value)
    if value == "":
        return Entered(None)
    if value.startswith("'"):
        return Entered(value[1:])
    if number_format == TEXT:
        return Entered(value)
    return _typed(value)


def _typed(text: str) -> Entered:
    number = _number(text)
    if number is not None:
        return Entered(number)
    if len(text) > 1 and text[0] in "=+-@":
        return Entered(0.0, text if text[0] == "=" else f"={text}")
    if text.strip().upper() in {"TRUE", "FALSE"}:
        return Entered(text.strip().upper() == "TRUE")
    if text in ERRORS:
        return Entered(error_code(text))
    day = _day(text)
    return Entered(text if day is None else day)


def _number(text: str) -> float | None:
    found = _NUMBER.fullmatch(text)
    if found is None or not re.search(r"\d", found[2]) or found[2][:1] in {"e", "E"}:
        return None
    try:
        number = float(f"{float(found[2].replace(',', '')):.15g}")
    except ValueError:
        return None
    if abs(number) > 9.99e307:
        return None
    return (-number if found[1] == "-" else number) / (100 if found[3] else 1)


def _day(text: str) -> float | None:
    if found := _TIME.fullmatch(text):
        return (int(found[1]) * 60 + int(found[2])) / 1440
    try:
        if found := _ISO.fullmatch(text):
            return _serial(int(found[1]), int(found[2]), int(found[3]))
        if found := _DAY_MONTH.fullmatch(text):
            return _serial(2026, int(found[2]), int(found[1]))
        if found := _MONTH.fullmatch(text):
            month = _MONTHS.index(found[1][:3].upper()) + 1
            number = int(found[2])
            return _serial(2026, month, number) if number < 32 else _serial(number, month, 1)
    except ValueError:
        pass
    return None


def _serial(year: int, month: int, day: int) -> float:
    return float((date(year, month, day) - date(1899, 12, 30)).days)

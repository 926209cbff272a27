"""Columns and tables: the words in which a sheet is declared, and the two directions cell <-> value."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from enum import Enum
from functools import cached_property
from typing import NamedTuple

from ozon_xl.texts import LANGS, Lang, Words

Cell = str | int | float | None
"""What a host puts into one cell: text stays text, a number is a number, None is an empty cell."""

MOST_ROWS = 1_048_576
"""Rows of an Excel sheet."""

MOST_CHARACTERS = 32_767
"""Characters of an Excel cell."""

EPOCH_1900 = datetime(1899, 12, 30, tzinfo=UTC)
EPOCH_1904 = datetime(1904, 1, 1, tzinfo=UTC)


class Kind(Enum):
    """What a column holds. Hosts write each kind so that what is read back is identical."""

    TEXT = "text"
    WHOLE = "whole"
    MONEY = "money"
    MOMENT = "moment"
    CHOICE = "choice"
    SHARE = "share"
    """A number from 0 to 1, shown in per cent, or words of ours why there is none."""


class Owner(Enum):
    """Who writes a column."""

    US = "us"
    STAFF = "staff"
    """People. A refresh carries these cells along with their row and never writes them."""


class Raw(NamedTuple):
    """What really stands in a cell, before anyone interprets it."""

    value: str | int | float | bool | None = None
    number_format: str = "General"
    is_formula: bool = False
    is_error: bool = False
    """#N/A and the like; ``value`` is then its text."""

    @property
    def is_blank(self) -> bool:
        """Nothing at all, no formula either. An empty text is not blank."""
        return self.value is None and not self.is_formula and not self.is_error


class Entry(NamedTuple):
    """What the staff wrote in a cell, be it in a declared column of theirs or in a column of their own."""

    heading: str
    """As it stands above the cell."""
    cell: Raw


Formula = Callable[[Lang], str]
"""Makes a column's formula in the words of one language. ``[attr]`` stands for the cell of that column in the same
row, a bare name for a named cell. Portable functions only (see the builder's tests)."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    attr: str
    """Its name in code."""
    heading: Words
    kind: Kind
    width: float
    """In characters."""
    owner: Owner = Owner.US
    formula: Formula | None = None
    """Keeps counting without Python; then ours writes only its last result beside it."""
    note: Words | None = None
    """Shown when the cell is selected, and in the README."""
    hidden: bool = False
    """For the formulas; nobody reads it."""
    folded: bool = False
    """Seldom read: behind the + above the headings."""
    choices: tuple[Words, ...] = ()
    """What a cell of a choice may hold beside nothing; a list offers them."""
    least: int = 0
    """The smallest number that the staff may type into a whole column of theirs."""


@dataclass(frozen=True)
class Table:
    """One Excel table on one sheet, its rows known by ``key``, its columns by heading in any of the languages."""

    name: str
    """The name of the Excel table, in every language."""
    sheet: Words
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    can_be_missing: bool = False
    """Whoever has removed it from a workbook does without."""

    @cached_property
    def by_attr(self) -> dict[str, Column]:
        """Columns by their name in code."""
        return {column.attr: column for column in self.columns}

    @cached_property
    def ours(self) -> tuple[Column, ...]:
        """The columns that a refresh writes, in order: those a row handed to a host has."""
        return tuple(column for column in self.columns if column.owner is Owner.US)

    def attr_of(self, heading: str) -> str | None:
        """The column that a heading in any language names; None for a column of the staff's own."""
        return self._by_heading.get(heading.strip().casefold())

    @cached_property
    def _by_heading(self) -> dict[str, str]:
        return {column.heading.say(lang).casefold(): column.attr for column in self.columns for lang in LANGS}


_MARK = re.compile(r"\[(\w+)\]")


def quoted(text: str) -> str:
    """A text constant of a formula."""
    return '"' + text.replace('"', '""') + '"'


def joined(words: Words, lang: Lang, **cells: str) -> str:
    """A sentence as a formula: its ``{name}`` marks become the given expressions."""
    parts = re.split(r"\{(\w+)\}", words.say(lang))
    pieces = [cells[part] if odd else quoted(part) for part, odd in zip(parts, _alternate(len(parts)), strict=True)]
    return "&".join(piece for piece in pieces if piece != '""') or '""'


def _alternate(count: int) -> list[bool]:
    return [bool(index % 2) for index in range(count)]


def formula_for_row(column: Column, lang: Lang, letters: dict[str, str], row: int) -> str:
    """The column's formula for one row, ``[attr]`` replaced by relative addresses; without the leading ``=``.

    Plain relative addresses and not ``tbl[[#This Row],[...]]``: they follow sorting and inserted columns just as
    well, a column of them is one shared formula in the file, and every spreadsheet program reads them.
    """
    return formula_with(column, lang, lambda attr: f"{letters[attr]}{row}")


def formula_with(column: Column, lang: Lang, address: Callable[[str], str]) -> str:
    """The column's formula without the leading ``=``; ``address`` says how it refers to another cell of its row."""
    if column.formula is None:
        raise ValueError(column.attr)
    return _MARK.sub(lambda mark: address(mark[1]), column.formula(lang))


def serial(moment: datetime, *, date1904: bool = False) -> float:
    """A moment as a spreadsheet's day number in UTC."""
    epoch = EPOCH_1904 if date1904 else EPOCH_1900
    return (moment - epoch) / timedelta(days=1)


def moment(number: float, *, date1904: bool = False) -> datetime:
    """A spreadsheet's day number, taken as UTC, as a moment, to the millisecond.

    Raises:
        OverflowError: behind the year 9999; a cell of a workbook that counts from 1904 may hold such a day.
    """
    epoch = EPOCH_1904 if date1904 else EPOCH_1900
    return epoch + timedelta(milliseconds=round(number * 86_400_000))


def to_cell(value: str | float | Decimal | datetime | None, *, date1904: bool = False) -> Cell:
    """What to put into a cell for a value: text that a spreadsheet can hold, or a number.

    Characters that no spreadsheet file can hold become U+FFFD, and text over Excel's limit ends in an ellipsis, so
    that a hostile product name can neither stop a refresh nor pass unseen.
    """
    if isinstance(value, str):
        return clean_text(value)
    if value is None or isinstance(value, int):
        return value
    if isinstance(value, datetime):
        return serial(value, date1904=date1904)
    return float(value)


_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def clean_text(text: str) -> str:
    """Text as a cell can hold it."""
    if not text.isprintable():
        text = _UNWRITABLE.sub("\ufffd", text)
    if len(text) > MOST_CHARACTERS // 2:  # Excel counts UTF-16 units
        units = text.encode("utf-16-le")
        if len(units) > 2 * MOST_CHARACTERS:
            text = units[: 2 * (MOST_CHARACTERS - 1)].decode("utf-16-le", "ignore") + "…"
    return text

"""What a cell of an edit column asks for: a whole number of pieces, nothing, or something nobody should guess at."""

import re
from collections.abc import Mapping

from ozon_xl.domain.stock import MOST_PIECES
from ozon_xl.domain.stock_wish import Decision, Mode, Wish
from ozon_xl.sheets.columns import Raw
from ozon_xl.sheets.stock import STOCK
from ozon_xl.texts import Words
from ozon_xl.texts import stock as texts

_PADDING = re.compile(r"_[ ()-]|[*\\] ")
"""Blanks that a number format puts around a number."""
_PLAIN_NUMBER = re.compile(r"[#,0? ]*[0#?](?:\.[0#?]*)? *")
_SIGNED = re.compile(r"[+-]?[0-9]+")
_BLANKS = " \u00a0\t\r\n"
_MOST_DIGITS = 15


def read_quantity(raw: Raw) -> int | Words | None:
    """The number of pieces, None for "no change", or the reason why the row is refused.

    Blank is not 0. A quantity is a whole number in a cell of plain number format, or a text of ASCII digits. A
    percentage, a date, a truth value, a formula, an error, other digits or anything beside digits is refused.
    """
    number = _read_whole(raw, texts.CELL_NOT_A_NUMBER)
    is_negative = isinstance(number, (int, float)) and (number < 0 or str(number).startswith("-"))
    if is_negative or (isinstance(number, str) and not number.isdigit()):
        return texts.CELL_NEGATIVE if is_negative else texts.CELL_NOT_A_NUMBER
    return _in_range(number)


def read_change(raw: Raw) -> int | Words | None:
    """How many pieces more or less, None for "no change", or the reason why the row is refused.

    As ``read_quantity``, but a minus counts, and a text may begin with its sign.
    """
    return _in_range(_read_whole(raw, texts.CELL_NOT_A_CHANGE))


def _read_whole(raw: Raw, otherwise: Words) -> float | str | Words | None:
    """What stands in the cell: a number, the digits of a text with their sign, nothing, or why it is neither."""
    if raw.is_error:
        return texts.CELL_ERROR
    if raw.is_formula:
        return texts.CELL_FORMULA
    value = raw.value
    if isinstance(value, str):
        text = value.strip(_BLANKS)
        return (text if _SIGNED.fullmatch(text) else otherwise) if text else None
    if isinstance(value, bool):
        return otherwise
    if value is not None and not _looks_like_itself(value, raw.number_format):
        return texts.CELL_FORMAT
    return value


def _in_range(number: float | str | Words | None) -> int | Words | None:
    if number is None or isinstance(number, Words):
        return number
    if isinstance(number, str):
        if len(number) > _MOST_DIGITS:
            return texts.CELL_TOO_BIG
        number = int(number)
    if number != number // 1:
        return texts.CELL_FRACTION
    return int(number) if abs(number) <= MOST_PIECES else texts.CELL_TOO_BIG


def _looks_like_itself(number: float, number_format: str) -> bool:
    """Whether the format shows the number as it is: no percent, date, money, power or scaling, a 0 not hidden, and a
    minus with its sign.
    """
    if number_format.casefold() in ("general", "@", ""):
        return True
    sections = number_format.split(";")
    section = sections[2] if number == 0 and len(sections) > 2 else sections[0]
    if number < 0 and len(sections) > 1:
        if not sections[1].startswith("-"):
            return False
        section = sections[1][1:]
    digits = _PADDING.sub("", section)
    return _PLAIN_NUMBER.fullmatch(digits) is not None and (number != 0 or "0" in digits)


def read_choice(raw: Raw, choices: Mapping[str, Words]) -> str | Words:
    """The key of the choice that the cell names in any language, empty for none, or why the row is refused."""
    if raw.is_error:
        return texts.CELL_ERROR
    if raw.is_formula:
        return texts.CELL_FORMULA
    said = str(raw.value or "").strip(_BLANKS).casefold()
    if not said:
        return "" if raw.value is None or isinstance(raw.value, str) else texts.CELL_NOT_A_CHOICE
    keys = (key for key, words in choices.items() if said in {word.casefold() for word in words})
    return next(keys, texts.CELL_NOT_A_CHOICE)


WISH_ATTRS = ("new_free", "mode", "keep_back", "cap")
"""The columns that a wish is read from."""


def read_wish(cells: Mapping[str, Raw]) -> Wish | Words | None:
    """What a stock row asks for, None for nothing, or why the row is refused. Without a number nothing is asked for,
    whatever the other cells hold.
    """
    mode = read_choice(cells["mode"], texts.MODES)
    number = (read_change if mode == Mode.CHANGE else read_quantity)(cells["new_free"])
    if number is None or isinstance(number, Words):
        return number
    keep_back, cap = read_quantity(cells["keep_back"]), read_quantity(cells["cap"])
    if isinstance(mode, Words):
        return _in_column("mode", mode)
    if isinstance(keep_back, Words):
        return _in_column("keep_back", keep_back)
    if isinstance(cap, Words):
        return _in_column("cap", cap)
    return Wish(Mode(mode or Mode.FREE), number, keep_back or 0, cap)


def read_decision(raw: Raw) -> Decision | Words:
    """What the user decided about a conflict, or why the row is refused."""
    decision = read_choice(raw, texts.DECISIONS)
    return _in_column("decision", decision) if isinstance(decision, Words) else Decision(decision)


def _in_column(attr: str, why: Words) -> Words:
    heading = STOCK.by_attr[attr].heading
    parts = zip(texts.IN_COLUMN, heading, why, strict=True)
    return Words(*(text.format(column=head, why=because) for text, head, because in parts))

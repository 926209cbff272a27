"""The buttons on the sheets, in rows that hold nothing else or only the title of the sheet in column A."""

import unicodedata
from typing import Final, NamedTuple

from ozon_xl.builder.page import Page
from ozon_xl.sheets import ORDERS, STOCK
from ozon_xl.sheets.buttons import ALERT_TEST, PLAN, PUSH, REFRESH, STOP, TICK, UNDO, Button
from ozon_xl.sheets.names import SETTINGS_SHEET, TODAY_SHEET
from ozon_xl.texts import Words


class Bar(NamedTuple):
    """A row of buttons on one sheet."""

    sheet: Words
    row: int
    """Counted from zero."""
    row_height: float
    """In points, before anything is put into it."""
    buttons: tuple[Button, ...]


BARS: Final = (
    Bar(TODAY_SHEET, 5, 30, (REFRESH, PLAN, PUSH, UNDO, STOP, TICK)),
    Bar(ORDERS.sheet, 0, 27, (REFRESH, STOP, TICK)),
    Bar(STOCK.sheet, 0, 27, (REFRESH, PLAN, PUSH, UNDO, STOP)),
    Bar(SETTINGS_SHEET, 0, 27, (ALERT_TEST,)),
)

_HEIGHT, _GAP, _PADDING, _NARROW, _WIDE = 26, 8, 28, 9, 16
"""Pixels: of a button, between two, beside a caption, and of its characters (Chinese ones are wide)."""
_FIRST_COLUMN = 1
_PIXELS_A_POINT = 96 / 72


def add_buttons(page: Page) -> None:
    """Put the buttons on their sheets; each runs its macro."""
    for bar in BARS:
        sheet = page.book.get_worksheet_by_name(bar.sheet.say(page.lang))
        sheet.set_row(bar.row, bar.row_height)
        x = _GAP
        for button in bar.buttons:
            caption = button.caption.say(page.lang)
            place = {
                "width": _width(caption),
                "height": _HEIGHT,
                "x_offset": x,
                "y_offset": round((bar.row_height * _PIXELS_A_POINT - _HEIGHT) / 2),
            }
            words = {"caption": caption, "description": button.tip.say(page.lang)}
            sheet.insert_button(bar.row, _FIRST_COLUMN, {"macro": button.macro, **words, **place})
            x += _width(caption) + _GAP


def _width(caption: str) -> int:
    wide = sum(unicodedata.east_asian_width(character) in "WF" for character in caption)
    return _PADDING + wide * _WIDE + (len(caption) - wide) * _NARROW

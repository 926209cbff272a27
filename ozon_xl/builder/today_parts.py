"""What the blocks of the Today sheet share: the columns, and how a block begins."""

from typing import Any

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ozon_xl.builder import formulas
from ozon_xl.builder.page import Page
from ozon_xl.builder.styles import HEADING, LINE, MUTED, RULED
from ozon_xl.sheets.names import TODAY_SHEET
from ozon_xl.texts import Words

FIRST, WIDE, LAST = 1, 4, 6
"""Columns B, E (the wide one, for sentences) and G; A is the margin."""
HELPERS = (7, 8, 9, 10)
"""Hidden columns H to K: what the shown cells are computed from."""
OPTIONS = (11, 12, 13)
"""Hidden columns L to N: what there is to choose from."""

_COUNT = '#,##0;-#,##0;"–"'
"""A dash for nothing keeps the eye on what there is."""
NUMBER: dict[str, Any] = {"num_format": _COUNT, "align": "right", "indent": 1}


def cell_at(row: int, column: int) -> str:
    """The address of a cell, both counted from zero."""
    return str(xl_rowcol_to_cell(row, column))


def write_title(
    page: Page, sheet: Worksheet, row: int, title: Words, target: Words | None = None, chosen: str = ""
) -> None:
    """The title of a section; a click on it leads to the sheet ``target``. It says what is ``chosen`` in that cell."""
    sheet.set_row(row, 24)
    look = {"bold": True, "font_size": 13, "font_color": HEADING}
    if target is None:
        sheet.write_string(row, FIRST, title.say(page.lang), page.styles.cell(**look))
    else:
        page.write_formula(sheet, row, FIRST, formulas.link(title, target, page.lang, chosen), **look)


def write_headings(
    page: Page, sheet: Worksheet, row: int, headings: tuple[Words | None, ...], numbers: set[int]
) -> None:
    """The line of headings of a block; those of the columns ``numbers`` stand to the right."""
    sheet.set_row(row, 19)
    for column in range(FIRST, LAST + 1):
        align = "right" if column in numbers else "left"
        style = page.styles.cell(bold=True, font_color=MUTED, bottom=2, bottom_color=LINE, align=align, indent=1)
        place = column - FIRST
        heading = headings[place] if place < len(headings) else None
        sheet.write(row, column, heading.say(page.lang) if heading else None, style)


def write_blanks(page: Page, sheet: Worksheet, row: int) -> None:
    """The thin line below a row of a block, where nothing else stands."""
    for column in range(FIRST + 1, LAST + 1):
        sheet.write_blank(row, column, None, page.styles.cell(**RULED))


def name_cell(page: Page, sheet: Worksheet, row: int, column: int, name: str, look: Format) -> None:
    """An empty cell of this name, which a refresh or the user fills."""
    sheet.write_blank(row, column, None, look)
    cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
    page.book.define_name(name, f"='{TODAY_SHEET.say(page.lang)}'!{cell}")

"""The sheet that nobody sees, with the words of the macros: one named cell a text."""

from xlsxwriter.utility import xl_rowcol_to_cell

from ozon_xl.builder.page import Page
from ozon_xl.builder.styles import TABS
from ozon_xl.sheets import Kind
from ozon_xl.texts.macros import CELL_NAME, MACROS, SHEET


def write_macro_texts(page: Page) -> None:
    """Add it as the last sheet."""
    sheet = page.add_sheet(SHEET, tab=TABS["quiet"])
    sheet.very_hidden()
    for row, (key, words) in enumerate(MACROS.items()):
        sheet.write_string(row, 0, key, page.styles.value(Kind.TEXT))
        sheet.write_string(row, 1, words.say(page.lang), page.styles.value(Kind.TEXT))
        cell = xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True)
        page.book.define_name(CELL_NAME.format(key=key), f"='{SHEET.say(page.lang)}'!{cell}")

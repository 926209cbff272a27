"""The data sheets: one declared table each, with its headings, widths, checks and colours, and one empty row."""

from typing import Any, Final

from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from ozon_xl.builder.page import Page, colour, colour_tiers, write_head
from ozon_xl.builder.styles import EDITED, TIERS, UNTOUCHED, YOURS_CELL, number_format
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.stock import MOST_PIECES
from ozon_xl.sheets import ARCHIVE, JOURNAL, LINES, ORDERS, STOCK, Column, Kind, Owner, Table
from ozon_xl.texts import Words
from ozon_xl.texts import workbook as texts

HEADING_ROW: Final = 4
FIRST_ROW: Final = 5
LAST_ROW: Final = 200_000
"""Colours and checks reach down to here: LibreOffice does not stretch them with the table."""

_MOST_TITLE = 32
"""Characters of an input message's title in Excel."""

HINTS: Final[dict[str, Words]] = {
    ORDERS.name: texts.HINT_ORDERS,
    LINES.name: texts.HINT_LINES,
    STOCK.name: texts.HINT_STOCK,
    JOURNAL.name: texts.HINT_JOURNAL,
    ARCHIVE.name: texts.HINT_ARCHIVE,
}


def write_table(page: Page, sheet: Worksheet, table: Table) -> None:
    """Lay out a sheet for its table. The one row is empty: it carries the formats that every row will have."""
    last = len(table.columns) - 1
    sheet.set_default_row(18)
    _set_columns(page, sheet, table)
    write_head(page, sheet, table.sheet, HINTS[table.name], _last_shown(table))
    sheet.set_row(HEADING_ROW - 1, 40)
    headings = [
        {
            "header": column.heading.say(page.lang),
            "header_format": page.styles.heading(yours=column.owner is Owner.STAFF),
        }
        for column in table.columns
    ]
    options = {"name": table.name, "columns": headings, "style": "Table Style Light 1"}
    sheet.add_table(HEADING_ROW - 1, 0, FIRST_ROW - 1, last, options)
    for place, column in enumerate(table.columns):
        sheet.write_blank(FIRST_ROW - 1, place, None, _cell_format(page, column))
        _write_notes(page, sheet, place, column)
    _colour_rows(page, sheet, table)
    sheet.freeze_panes(HEADING_ROW, 1)
    sheet.repeat_rows(HEADING_ROW - 1)
    sheet.ignore_errors({"number_stored_as_text": f"A{FIRST_ROW}:{xl_col_to_name(last)}{LAST_ROW}"})


def letter(table: Table, attr: str) -> str:
    """The letter of a column in a fresh workbook."""
    return str(xl_col_to_name(list(table.by_attr).index(attr)))


def is_checked(column: Column) -> bool:
    """Whether people type a number of pieces into it, or choose."""
    return column.owner is Owner.STAFF and column.kind in (Kind.WHOLE, Kind.CHOICE)


def _last_shown(table: Table) -> int:
    return max(place for place, column in enumerate(table.columns) if not (column.hidden or column.folded))


def _set_columns(page: Page, sheet: Worksheet, table: Table) -> None:
    """Widths and formats of whole columns, so that what is typed below the table is text where ids stand.

    The + that unfolds stands over the column on the left: on the right there may be hidden ones.
    """
    sheet.outline_settings(symbols_right=False)
    next_folded = [column.folded for column in table.columns[1:]] + [False]
    for place, (column, before_folded) in enumerate(zip(table.columns, next_folded, strict=True)):
        options = {
            "hidden": column.hidden or column.folded,
            "level": int(column.folded),
            "collapsed": before_folded and not column.folded,
        }
        style = page.styles.cell(num_format=_number_format(page, column))
        sheet.set_column(place, place, column.width, style, options)


def _cell_format(page: Page, column: Column) -> Format:
    fill = {"bg_color": YOURS_CELL} if is_checked(column) else {}
    return page.styles.value(column.kind, num_format=_number_format(page, column), **fill)


def _number_format(page: Page, column: Column) -> str:
    """Not that of text for a formula: Excel would take it for text itself as soon as somebody edits the cell."""
    return "General" if column.formula and column.kind is Kind.TEXT else number_format(column.kind, page.lang)


def _write_notes(page: Page, sheet: Worksheet, place: int, column: Column) -> None:
    """The column's note, shown when its heading is selected, and for what is checked in each of its cells."""
    title = column.heading.say(page.lang)[:_MOST_TITLE]
    note = {"input_title": title, "input_message": column.note.say(page.lang)} if column.note else {}
    if note:
        sheet.data_validation(HEADING_ROW - 1, place, HEADING_ROW - 1, place, {"validate": "any", **note})
    if is_checked(column):
        check = choice(page, column.choices) if column.choices else _quantity(page, column)
        sheet.data_validation(FIRST_ROW - 1, place, LAST_ROW - 1, place, {**check, **note})


def choice(page: Page, choices: tuple[Words, ...]) -> dict[str, Any]:
    """A list to pick from. What is not in it is warned of, not kept out: every language is read."""
    return {
        "validate": "list",
        "source": [words.say(page.lang) for words in choices],
        "error_type": "warning",
        "error_title": texts.BAD_CHOICE_TITLE.say(page.lang),
        "error_message": texts.BAD_CHOICE.say(page.lang),
    }


def _quantity(page: Page, column: Column) -> dict[str, Any]:
    return {
        "validate": "integer",
        "criteria": "between",
        "minimum": column.least,
        "maximum": MOST_PIECES,
        "error_type": "warning",
        "error_title": texts.BAD_QUANTITY_TITLE.say(page.lang),
        "error_message": texts.BAD_QUANTITY.say(page.lang),
    }


def _colour_rows(page: Page, sheet: Worksheet, table: Table) -> None:
    rows = (FIRST_ROW - 1, 0, LAST_ROW - 1, len(table.columns) - 1)
    if "idle" in table.by_attr:
        place, cell = list(table.by_attr).index("idle"), f"{letter(table, 'idle')}{FIRST_ROW}"
        colour(page, sheet, (FIRST_ROW - 1, place, LAST_ROW - 1, place), f"N({cell})>=UntouchedHours", UNTOUCHED)
    if "danger" in table.by_attr:
        state = list(table.by_attr).index("tier")
        colour_tiers(page, sheet, rows, f"${letter(table, 'danger')}{FIRST_ROW}", state)
        return
    if "new_free" in table.by_attr:
        place = list(table.by_attr).index("new_free")
        edited = f"LEN(${letter(table, 'new_free')}{FIRST_ROW})>0"
        colour(page, sheet, (FIRST_ROW - 1, 0, LAST_ROW - 1, place), edited, EDITED)
    if "short" in table.by_attr:
        colour(page, sheet, rows, f"N(${letter(table, 'short')}{FIRST_ROW})>0", TIERS[Tier.SHORT])

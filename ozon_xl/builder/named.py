"""The Settings and Rules sheets: one named cell a row, with what it means or where it comes from."""

from typing import Any, Final

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ozon_xl.builder import formulas
from ozon_xl.builder.page import Page, colour, write_head
from ozon_xl.builder.styles import DATES, OLD, RULED, YOURS_CELL
from ozon_xl.builder.tables import choice
from ozon_xl.sheets import Cell, Kind
from ozon_xl.sheets.names import RULES, RULES_SHEET, SETTINGS, SETTINGS_SHEET, NamedCell, RuleCell
from ozon_xl.texts import Words
from ozon_xl.texts import workbook as texts

HEADING_ROW: Final = 4
_FIRST = HEADING_ROW
"""Of the rows, counted from zero."""

RULE_WIDTHS: Final = (52, 12, 12, 90, 15, 48)
"""Of the columns of the Rules sheet, in characters; nothing on it is cut off."""

_FORMATTED = (Kind.TEXT, Kind.CHOICE, Kind.MOMENT)
_AS_IT_IS = {"num_format": "General"}
"""For a number of which nobody knows how many decimals it has."""


def write_settings(page: Page, sheet: Worksheet, values: dict[str, Cell]) -> None:
    """The named cells of the workbook; ``values`` go before what they start with otherwise."""
    _write_headings(page, sheet, (texts.NAME, texts.VALUE, texts.NOTE), (50, 28, 100))
    write_head(page, sheet, SETTINGS_SHEET, texts.HINT_SETTINGS, 2)
    for row, cell in enumerate(SETTINGS, _FIRST):
        sheet.write_string(row, 0, cell.label.say(page.lang), page.styles.value(Kind.TEXT))
        _write_setting(page, sheet, row, cell, values.get(cell.name, cell.initial))
        sheet.write_string(row, 2, cell.note.say(page.lang) if cell.note else "", page.styles.value(Kind.TEXT))
        _name(page, SETTINGS_SHEET, cell.name, row)


def write_rules(page: Page, sheet: Worksheet) -> None:
    """The thresholds, each with its source and the day it was checked."""
    headings = (texts.NAME, texts.VALUE, texts.UNIT, texts.SOURCE, texts.AS_OF, texts.CHECK)
    _write_headings(page, sheet, headings, RULE_WIDTHS)
    write_head(page, sheet, RULES_SHEET, texts.HINT_RULES, len(headings) - 1)
    for row, rule in enumerate(RULES, _FIRST):
        _write_rule(page, sheet, row, rule)
        _name(page, RULES_SHEET, rule.name, row)
    last = _FIRST + len(RULES) - 1
    page.book.define_name(formulas.RULE_CHECKS, f"='{RULES_SHEET.say(page.lang)}'!$F${_FIRST + 1}:$F${last + 1}")
    colour(page, sheet, (_FIRST, 5, last, 5), f"LEN($F{_FIRST + 1})>0", OLD)


def _write_headings(page: Page, sheet: Worksheet, headings: tuple[Words, ...], widths: tuple[float, ...]) -> None:
    sheet.set_row(HEADING_ROW - 1, 22)
    for column, (words, width) in enumerate(zip(headings, widths, strict=True)):
        sheet.set_column(column, column, width)
        sheet.write_string(HEADING_ROW - 1, column, words.say(page.lang), page.styles.heading())
    sheet.freeze_panes(HEADING_ROW, 0)
    sheet.repeat_rows(HEADING_ROW - 1)


def _write_setting(page: Page, sheet: Worksheet, row: int, cell: NamedCell, value: Cell) -> None:
    fill = {"bg_color": YOURS_CELL} if cell.editable else {}
    look = page.styles.value(
        cell.kind, align="left", indent=1, **fill, **({} if cell.kind in _FORMATTED else _AS_IT_IS)
    )
    if cell.formula:
        sheet.write_formula(row, 1, f"={cell.formula}", look, "")
    elif isinstance(value, str):
        sheet.write_string(row, 1, value, look)
    else:
        sheet.write(row, 1, value, look)
    if cell.name == "UtcOffset":
        _check(page, sheet, row, texts.BAD_OFFSET, {"criteria": "between", "minimum": -12, "maximum": 14})
    elif cell.choices:
        sheet.data_validation(row, 1, row, 1, choice(page, cell.choices))


def _write_rule(page: Page, sheet: Worksheet, row: int, rule: RuleCell) -> None:
    look = page.styles.value(Kind.TEXT)
    number = page.styles.value(Kind.MONEY, bg_color=YOURS_CELL, align="left", indent=1, **_AS_IT_IS)
    sheet.write_string(row, 0, rule.label.say(page.lang), look)
    sheet.write_number(row, 1, rule.initial, number)
    sheet.write_string(row, 2, rule.unit.say(page.lang), look)
    sheet.write_string(row, 3, rule.source.say(page.lang), look)
    sheet.write_datetime(row, 4, rule.as_of, page.styles.value(Kind.MOMENT, num_format=DATES[page.lang], align="left"))
    page.write_formula(
        sheet, row, 5, formulas.rule_check(rule, xl_rowcol_to_cell(row, 4), page.lang), indent=1, **RULED
    )
    bad = texts.BAD_RULE.filled(least=f"{rule.least:g}", most=f"{rule.most:.0f}")
    _check(page, sheet, row, bad, {"criteria": "between", "minimum": rule.least, "maximum": rule.most})


def _check(page: Page, sheet: Worksheet, row: int, message: Words, condition: dict[str, Any]) -> None:
    words = {"error_title": texts.BAD_NUMBER_TITLE.say(page.lang), "error_message": message.say(page.lang)}
    sheet.data_validation(row, 1, row, 1, {"validate": "decimal", **condition, **words})


def _name(page: Page, sheet_name: Words, name: str, row: int) -> None:
    cell = xl_rowcol_to_cell(row, 1, row_abs=True, col_abs=True)
    page.book.define_name(name, f"='{sheet_name.say(page.lang)}'!{cell}")

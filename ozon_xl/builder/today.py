"""The Today sheet: how old the data is, how things stand, what is due next, what is short, and how to go on."""

from typing import Any, NamedTuple

from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ozon_xl.builder import formulas
from ozon_xl.builder.page import Page, colour, colour_banner, colour_tiers, with_icon
from ozon_xl.builder.styles import MUTED, RULED, TIERS, number_format
from ozon_xl.builder.today_choices import write_choices, write_slots
from ozon_xl.builder.today_figures import write_index, write_money, write_on_time, write_starts
from ozon_xl.builder.today_parts import (
    FIRST,
    HELPERS,
    LAST,
    NUMBER,
    OPTIONS,
    WIDE,
    cell_at,
    write_headings,
    write_title,
)
from ozon_xl.domain.risk import Tier
from ozon_xl.sheets import ORDERS, STOCK, Kind, Table
from ozon_xl.sheets.zone import offset_at
from ozon_xl.texts import Words
from ozon_xl.texts import risk as risk_texts
from ozon_xl.texts import workbook as texts

LATE_ROWS = 4
DUE_ROWS = 12
SHORT_ROWS = 10

_WIDTHS = (2, 23, 17, 14, 66, 29, 26)


class Shown(NamedTuple):
    """A column of a table as a list on this sheet shows it."""

    attr: str
    is_number: bool = False


DUE = (Shown("posting"), Shown("tier"), Shown("countdown"), Shown("reason"), Shown("todo"), Shown("warehouse"))
SHORT = (
    Shown("offer"),
    Shown("short", is_number=True),
    Shown("present", is_number=True),
    Shown("name"),
    Shown("ordered", is_number=True),
    Shown("warehouse"),
)


def write_today(page: Page, sheet: Worksheet) -> None:
    """Fill the sheet from top to bottom."""
    for column, width in enumerate(_WIDTHS):
        sheet.set_column(column, column, width)
    sheet.set_column(HELPERS[0], OPTIONS[-1], 10, None, {"hidden": True})
    sheet.set_default_row(17)
    _write_head(page, sheet)
    row = _write_standing(page, sheet, 6)
    row, chosen = write_choices(page, sheet, row + 1)
    row = _write_queue(page, sheet, row + 1, chosen)
    row = write_slots(page, sheet, row + 1, chosen)
    row = write_starts(page, sheet, row + 1)
    row = _write_short(page, sheet, row + 1)
    row = write_money(page, sheet, row + 1)
    row = write_index(page, sheet, row + 1)
    row = write_on_time(page, sheet, row + 1)
    row = _write_steps(page, sheet, row + 1)
    sheet.print_area(0, 0, row, LAST)
    sheet.set_portrait()
    sheet.fit_to_pages(1, 1)


def _write_head(page: Page, sheet: Worksheet) -> None:
    sheet.set_row(0, 6)
    sheet.set_row(1, 30)
    sheet.set_row(2, 26)
    page.write_formula(sheet, 1, FIRST, formulas.shop_name(page.lang), font_size=18, bold=True)
    clocks = ((texts.MOSCOW, "MoscowOffset"), (texts.LOCAL, offset_at("NowUtc")))
    for column, (words, offset) in enumerate(clocks, LAST - 1):
        shown = f'"{words.say(page.lang)}"  {number_format(Kind.MOMENT, page.lang)}'
        page.write_formula(sheet, 1, column, f"NowUtc+{offset}/24", num_format=shown, align="right", font_color=MUTED)
    page.write_formula(sheet, 2, FIRST, formulas.banner(page.lang), bold=True, font_size=12, indent=1)
    colour_banner(page, sheet, 2, FIRST, LAST)
    page.write_formula(sheet, 3, FIRST, formulas.edits(page.lang), font_color=MUTED, indent=1)
    page.write_formula(sheet, 4, FIRST, formulas.message(), font_color=MUTED, indent=1)


def _write_standing(page: Page, sheet: Worksheet, row: int) -> int:
    """One line a tier, worst first and in its colour: the counters are the legend. Returns the next free row."""
    orders = ORDERS.by_attr
    write_title(page, sheet, row, texts.STANDING, ORDERS.sheet)
    headings = (
        orders["tier"].heading,
        texts.ORDERS_COUNT,
        orders["units"].heading,
        texts.MEANING,
        orders["amount"].heading,
    )
    write_headings(page, sheet, row + 1, headings, {2, 3})
    currencies = _write_currencies(page, sheet, row + 1)
    first = row + 2
    for line, tier in enumerate(sorted(Tier, reverse=True), first):
        _write_tier(page, sheet, line, tier, currencies)
    _write_all(page, sheet, first, currencies)
    return first + len(Tier) + 1


def _write_currencies(page: Page, sheet: Worksheet, row: int) -> tuple[str, ...]:
    cells: tuple[str, ...] = ()
    for column in HELPERS[:3]:
        page.write_array_formula(sheet, row, column, formulas.currency(cells, page.lang))
        cells = (*cells, xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True))
    return cells


def _write_tier(page: Page, sheet: Worksheet, row: int, tier: Tier, currencies: tuple[str, ...]) -> None:
    lang = page.lang
    chip = page.styles.cell(indent=1, num_format=with_icon(tier), **RULED, **TIERS[tier].props())
    sheet.write_string(row, FIRST, risk_texts.TIERS[tier].say(lang), chip)
    page.write_formula(sheet, row, 2, formulas.tier_count(tier, lang), bold=True, **NUMBER, **RULED)
    page.write_formula(sheet, row, 3, formulas.tier_units(tier, lang), **NUMBER, **RULED)
    page.write_formula(sheet, row, WIDE, formulas.meaning(tier, lang), indent=1, **RULED)
    *amounts, rest = HELPERS
    for column, currency in zip(amounts, currencies, strict=True):
        page.write_formula(sheet, row, column, formulas.tier_amount(tier, currency, lang))
    known = tuple(cell_at(row, column) for column in amounts)
    page.write_formula(sheet, row, rest, formulas.tier_rest(tier, known, lang))
    _write_amounts(page, sheet, row, currencies, RULED)


def _write_all(page: Page, sheet: Worksheet, first: int, currencies: tuple[str, ...]) -> None:
    row = first + len(Tier)
    bold = {"bold": True}
    sheet.write_string(row, FIRST, texts.ALL.say(page.lang), page.styles.cell(indent=1, **bold))
    for column in (2, 3, *HELPERS):
        total = f"SUM({cell_at(first, column)}:{cell_at(row - 1, column)})"
        page.write_formula(sheet, row, column, total, **NUMBER, **bold)
    _write_amounts(page, sheet, row, currencies, bold)


def _write_amounts(page: Page, sheet: Worksheet, row: int, currencies: tuple[str, ...], props: dict[str, Any]) -> None:
    *amounts, rest = (cell_at(row, column) for column in HELPERS)
    page.write_formula(sheet, row, WIDE + 1, formulas.amounts_text(tuple(amounts), currencies, rest), indent=1, **props)
    sheet.write_blank(row, LAST, None, page.styles.cell(**props))


def _write_queue(page: Page, sheet: Worksheet, row: int, chosen: str) -> int:
    """The most urgent orders that can still be made, and those that are late. Returns the next free row."""
    lang = page.lang
    pinned, late = (xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True) for column in HELPERS[:2])
    page.write_formula(sheet, row, HELPERS[0], formulas.pinned_count(lang))
    page.write_formula(sheet, row, HELPERS[1], formulas.late_count(lang))
    due = [formulas.due_key(rank, pinned, late, lang) for rank in range(1, DUE_ROWS + 1)]
    row = _write_orders(page, sheet, row, texts.DUE_NEXT, due, texts.NOTHING_DUE, chosen)
    missed = [formulas.late_key(rank, pinned, late, lang) for rank in range(1, LATE_ROWS + 1)]
    return _write_orders(page, sheet, row + 1, texts.LATE_NOW, missed, texts.NOTHING_LATE, chosen)


def _write_orders(
    page: Page, sheet: Worksheet, row: int, title: Words, keys: list[str], if_none: Words, chosen: str
) -> int:
    """Orders by the keys of their urgency, each in the colour of its tier. Returns the next free row."""
    write_title(page, sheet, row, title, ORDERS.sheet, chosen)
    write_headings(page, sheet, row + 1, tuple(ORDERS.by_attr[shown.attr].heading for shown in DUE), set())
    first = row + 2
    key, at, danger = HELPERS[:3]
    for line, formula in enumerate(keys, first):
        page.write_formula(sheet, line, key, formula)
        page.write_formula(sheet, line, at, formulas.due_row(cell_at(line, key), page.lang))
        page.write_formula(sheet, line, danger, formulas.found(ORDERS, "danger", cell_at(line, at), page.lang))
        _write_found(page, sheet, line, ORDERS, DUE, if_none if line == first else None, chosen)
    danger_cell = xl_rowcol_to_cell(first, danger, col_abs=True)
    colour_tiers(
        page, sheet, (first, FIRST, first + len(keys) - 1, LAST), danger_cell, FIRST + DUE.index(Shown("tier"))
    )
    return first + len(keys)


def _write_short(page: Page, sheet: Worksheet, row: int) -> int:
    """The offers and warehouses that lack most. Returns the next free row."""
    write_title(page, sheet, row, texts.SHORT_NOW, STOCK.sheet)
    numbers = {column for column, shown in enumerate(SHORT, FIRST) if shown.is_number}
    write_headings(page, sheet, row + 1, tuple(STOCK.by_attr[shown.attr].heading for shown in SHORT), numbers)
    key, at = HELPERS[:2]
    for rank in range(1, SHORT_ROWS + 1):
        line = row + 1 + rank
        page.write_array_formula(sheet, line, key, formulas.short_key(rank, page.lang))
        page.write_formula(sheet, line, at, formulas.short_row(cell_at(line, key), page.lang))
        _write_found(page, sheet, line, STOCK, SHORT, texts.NOTHING_SHORT if rank == 1 else None)
    lacking = (row + 2, 2, row + 1 + SHORT_ROWS, 2)
    colour(page, sheet, lacking, f"LEN($C{row + 3})>0", TIERS[Tier.SHORT])
    return row + 2 + SHORT_ROWS


def _write_found(
    page: Page,
    sheet: Worksheet,
    row: int,
    table: Table,
    columns: tuple[Shown, ...],
    if_none: Words | None,
    chosen: str = "",
) -> None:
    at = cell_at(row, HELPERS[1])
    for column, shown in enumerate(columns, FIRST):
        words = if_none if column == WIDE else None
        formula = formulas.found(table, shown.attr, at, page.lang, otherwise=words, chosen_cell=chosen)
        number = {"align": "right", "num_format": "0"} if shown.is_number else {}
        page.write_formula(sheet, row, column, formula, indent=1, **RULED, **number)


def _write_steps(page: Page, sheet: Worksheet, row: int) -> int:
    """How to go on. Returns the last row."""
    write_title(page, sheet, row, texts.HOW_TO)
    for line, words in enumerate(texts.STEPS, row + 1):
        sheet.write_string(line, FIRST, words.say(page.lang), page.styles.cell(indent=1))
    return row + len(texts.STEPS)

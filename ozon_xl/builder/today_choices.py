"""The blocks of the Today sheet that the user steers: which orders are listed, and what of them goes out next."""

from typing import Final

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from ozon_xl.builder import formulas
from ozon_xl.builder.page import Page, colour
from ozon_xl.builder.styles import EDITED, OLD, RULED, TIERS, YOURS_CELL, number_format
from ozon_xl.builder.today_parts import (
    FIRST,
    HELPERS,
    LAST,
    NUMBER,
    OPTIONS,
    WIDE,
    cell_at,
    name_cell,
    write_blanks,
    write_headings,
    write_title,
)
from ozon_xl.domain.risk import Tier
from ozon_xl.sheets import ORDERS, Kind
from ozon_xl.sheets.columns import quoted
from ozon_xl.sheets.figures import CHOICES, Choice
from ozon_xl.texts import choices as texts
from ozon_xl.texts import workbook as workbook_texts

SLOT_ROWS: Final = 5

_MOMENT, _ROW, _START = HELPERS[:3]
"""Of a slot: its ship-by time, where an order of it stands, and when packing for it must begin."""


def write_choices(page: Page, sheet: Worksheet, row: int) -> tuple[int, str]:
    """The user's choice and what it leaves out. Returns the next free row, and the cell that holds the choice in words,
    empty where everything is listed.
    """
    lang = page.lang
    write_title(page, sheet, row, texts.CHOOSE)
    write_headings(page, sheet, row + 1, (workbook_texts.NAME, texts.CHOICE, None, texts.WHAT_IS_LISTED), set())
    chosen, count = (xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True) for column in HELPERS[:2])
    page.write_formula(sheet, row, HELPERS[0], formulas.chosen())
    page.write_formula(sheet, row, HELPERS[1], formulas.listed_count(lang))
    empty_it = f'IF({chosen}="","",{quoted(texts.EMPTY_IT.say(lang))})'
    sentences = (formulas.listing(chosen, count, lang), formulas.unlisted(lang), empty_it)
    for line, (choice, options, sentence) in enumerate(zip(CHOICES, OPTIONS, sentences, strict=True), row + 2):
        heading = ORDERS.by_attr[choice.attr].heading
        sheet.write_string(line, FIRST, heading.say(lang), page.styles.cell(indent=1, **RULED))
        write_blanks(page, sheet, line)
        page.write_formula(sheet, line, WIDE, sentence, indent=1, **RULED)
        _write_choice(page, sheet, line, choice, _write_options(page, sheet, options, choice))
    _colour_choices(page, sheet, row + 2, chosen, count)
    return row + 2 + len(CHOICES), chosen


def _colour_choices(page: Page, sheet: Worksheet, row: int, chosen: str, count: str) -> None:
    listing = (row, WIDE, row, LAST)
    colour(page, sheet, listing, f'AND({chosen}<>"",{count}=0)', OLD)
    colour(page, sheet, listing, f'{chosen}<>""', EDITED)
    colour(
        page,
        sheet,
        (row + 1, WIDE, row + 1, LAST),
        f"LEN({xl_rowcol_to_cell(row + 1, WIDE, col_abs=True)})>0",
        TIERS[Tier.CRITICAL],
    )


def _write_options(page: Page, sheet: Worksheet, column: int, choice: Choice) -> str:
    """What there is to choose from, a value a cell below the one that a refresh fills. Returns their area."""
    name_cell(page, sheet, 0, column, choice.options, page.styles.cell(num_format=number_format(Kind.TEXT, page.lang)))
    for place in range(1, choice.most + 1):
        page.write_formula(sheet, place, column, formulas.option(choice.options, place))
    return str(xl_range_abs(1, column, choice.most, column))


def _write_choice(page: Page, sheet: Worksheet, row: int, choice: Choice, options: str) -> None:
    look = page.styles.value(Kind.TEXT, bg_color=YOURS_CELL)
    sheet.merge_range(row, FIRST + 1, row, FIRST + 2, "", look)
    name_cell(page, sheet, row, FIRST + 1, choice.cell, look)
    check = {
        "validate": "list",
        "source": f"={formulas.offered(options)}",
        "error_type": "warning",
        "error_title": texts.BAD_TITLE.say(page.lang),
        "error_message": texts.BAD.say(page.lang),
    }
    sheet.data_validation(row, FIRST + 1, row, FIRST + 1, check)


def write_slots(page: Page, sheet: Worksheet, row: int, chosen: str) -> int:
    """How much of what is listed goes out when, and by when to start it. Returns the next free row."""
    orders = ORDERS.by_attr
    write_title(page, sheet, row, texts.SLOTS, ORDERS.sheet, chosen)
    headings = (
        orders["pickup"].heading,
        workbook_texts.ORDERS_COUNT,
        orders["units"].heading,
        workbook_texts.MEANING,
        orders["takes"].heading,
        texts.STARTS_BY,
    )
    write_headings(page, sheet, row + 1, headings, {FIRST + 1, FIRST + 2})
    after = "NowUtc"
    for line in range(row + 2, row + 2 + SLOT_ROWS):
        _write_slot(page, sheet, line, after, chosen, is_first=line == row + 2)
        after = formulas.slot_end(cell_at(line, _MOMENT))
    start = xl_rowcol_to_cell(row + 2, _START, col_abs=True)
    area = (row + 2, FIRST, row + 1 + SLOT_ROWS, LAST)
    colour(page, sheet, area, f"AND(N({start})>0,{start}<=NowUtc)", TIERS[Tier.CRITICAL])
    return row + 2 + SLOT_ROWS


def _write_slot(page: Page, sheet: Worksheet, row: int, after: str, chosen: str, *, is_first: bool) -> None:
    lang = page.lang
    moment, place, start = (cell_at(row, column) for column in (_MOMENT, _ROW, _START))
    slot = cell_at(row, FIRST)
    page.write_array_formula(sheet, row, _MOMENT, formulas.slot_at(after, lang))
    page.write_formula(sheet, row, _ROW, formulas.slot_row(moment, lang))
    page.write_array_formula(sheet, row, _START, formulas.slot_start(slot, lang))
    page.write_formula(sheet, row, FIRST, formulas.found(ORDERS, "pickup", place, lang), indent=1, **RULED)
    page.write_formula(sheet, row, FIRST + 1, formulas.slot_sum(slot, "", lang), bold=True, **NUMBER, **RULED)
    page.write_formula(sheet, row, FIRST + 2, formulas.slot_sum(slot, "units", lang), **NUMBER, **RULED)
    none = texts.NO_SLOTS if is_first else None
    page.write_formula(sheet, row, WIDE, formulas.slot_means(moment, chosen, lang, otherwise=none), indent=1, **RULED)
    minutes = {**NUMBER, **RULED, "align": "left", "num_format": "0;-0;"}
    page.write_formula(sheet, row, WIDE + 1, formulas.slot_minutes(slot, lang), **minutes)
    local = {"num_format": number_format(Kind.MOMENT, lang), "align": "left", "indent": 1}
    page.write_formula(sheet, row, LAST, formulas.local_moment(start), **local, **RULED)

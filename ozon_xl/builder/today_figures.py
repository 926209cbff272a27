"""The blocks of the Today sheet whose numbers a refresh puts into named cells: what to start by when, the error index,
the share of orders on time, and the money."""

from collections.abc import Callable
from typing import Final, NamedTuple

from xlsxwriter.worksheet import Worksheet

from ozon_xl.builder import formulas
from ozon_xl.builder.page import Page, colour
from ozon_xl.builder.styles import RULED, TIERS
from ozon_xl.builder.today_parts import (
    FIRST,
    HELPERS,
    LAST,
    NUMBER,
    WIDE,
    name_cell,
    write_blanks,
    write_headings,
    write_title,
)
from ozon_xl.domain.charges import Fate
from ozon_xl.domain.risk import Tier
from ozon_xl.sheets import ORDERS
from ozon_xl.sheets.figures import MONEY_FIGURES, START_FIGURES, START_NOTE
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import outlook as outlook_texts
from ozon_xl.texts import standing as texts
from ozon_xl.texts import workbook as workbook_texts

_VALUE: Final = FIRST + 1
_TEXT: Final = WIDE + 1
_PERCENT: Final = '0.00"%"'


class _Line(NamedTuple):
    """One line of the index block."""

    label: Words
    sentence: Callable[[Lang], str]
    value: str = ""
    """Name of the cell beside the label."""
    hidden: tuple[str, ...] = ()
    """Names of cells that only the sentence needs."""


_INDEX: Final = (
    _Line(texts.NOW, formulas.index_now, "IndexNow", ("IndexErrors", "IndexCreated", "IndexTrouble")),
    _Line(texts.ZONE, formulas.index_zone, "IndexZone"),
    _Line(texts.ALLOWED, formulas.index_allowed, "IndexAllowed"),
    _Line(texts.RED, formulas.index_red, "IndexRed", ("IndexIfFailed", "IndexZoneIfFailed")),
    _Line(texts.LEAVING, formulas.index_leaving, "IndexLeaving", ("IndexLeavesAt",)),
    _Line(texts.RATINGS, formulas.index_ratings, "", ("IndexRatings",)),
)

_ON_TIME: Final = (
    _Line(
        texts.ON_TIME_NOW,
        formulas.on_time_now,
        "OnTimeNow",
        ("OnTimeLate", "OnTimeOrders", "OnTimeZone", "OnTimeTrouble"),
    ),
    _Line(texts.LATE_ALLOWED, formulas.on_time_allowed, "OnTimeAllowed", ("OnTimeEdge", "OnTimeNext")),
    _Line(texts.RED, formulas.on_time_red, "OnTimeRed", ("OnTimeIfFailed", "OnTimeZoneIfFailed")),
    _Line(texts.LATE_LEAVING, formulas.on_time_leaving, "OnTimeLeaving", ("OnTimeLeavesAt",)),
)
_SHARES: Final = ("IndexNow", "OnTimeNow")

_MONEY: Final = (
    (Fate.SAVABLE, texts.SAVABLE, texts.SAVABLE_MEANS),
    (Fate.AT_RISK, texts.AT_RISK, texts.AT_RISK_MEANS),
    (Fate.BLOCKED, texts.BLOCKED, texts.BLOCKED_MEANS),
    (Fate.LOST, texts.LOST, texts.LOST_MEANS),
)


def write_starts(page: Page, sheet: Worksheet, row: int) -> int:
    """By when how many orders of a warehouse must be started, red once that has passed. Returns the next free row."""
    write_title(page, sheet, row, outlook_texts.STARTS, ORDERS.sheet)
    headings = (ORDERS.by_attr["warehouse"].heading, workbook_texts.ORDERS_COUNT, None, outlook_texts.WHAT_TO_DO)
    write_headings(page, sheet, row + 1, headings, {_VALUE})
    for line, (place, orders, at) in enumerate(START_FIGURES, row + 2):
        write_blanks(page, sheet, line)
        name_cell(page, sheet, line, FIRST, place, page.styles.cell(indent=1, **RULED))
        name_cell(page, sheet, line, _VALUE, orders, page.styles.cell(bold=True, **NUMBER, **RULED))
        name_cell(page, sheet, line, HELPERS[0], at, page.styles.cell())
        sentence = formulas.start_line(place, orders, at, page.lang, note=START_NOTE if line == row + 2 else "")
        page.write_formula(sheet, line, WIDE, sentence, indent=1, **RULED)
        late = f"AND(N({at})>0,{at}<=NowUtc)"
        colour(page, sheet, (line, FIRST, line, LAST), late, TIERS[Tier.CRITICAL])
    name_cell(page, sheet, row + 2, HELPERS[1], START_NOTE, page.styles.cell())
    return row + 2 + len(START_FIGURES)


def write_index(page: Page, sheet: Worksheet, row: int) -> int:
    """The error index: where it is, what is left, what the red orders would do. Returns the next free row."""
    write_title(page, sheet, row, texts.INDEX)
    headings = (texts.FIGURE, workbook_texts.VALUE, None, workbook_texts.MEANING, texts.PROCESSING_CHARGE)
    write_headings(page, sheet, row + 1, headings, {_VALUE})
    end = _write_lines(page, sheet, row + 2, _INDEX)
    name_cell(page, sheet, row + 2, _TEXT, "IndexCharge", page.styles.cell(indent=1, **RULED))
    return end


def write_on_time(page: Page, sheet: Worksheet, row: int) -> int:
    """The same of the share of orders handed over in time."""
    write_title(page, sheet, row, texts.ON_TIME)
    headings = (texts.FIGURE, workbook_texts.VALUE, None, workbook_texts.MEANING)
    write_headings(page, sheet, row + 1, headings, {_VALUE})
    return _write_lines(page, sheet, row + 2, _ON_TIME)


def _write_lines(page: Page, sheet: Worksheet, row: int, lines: tuple[_Line, ...]) -> int:
    for line, figure in enumerate(lines, row):
        sheet.write_string(line, FIRST, figure.label.say(page.lang), page.styles.cell(indent=1, **RULED))
        write_blanks(page, sheet, line)
        page.write_formula(sheet, line, WIDE, figure.sentence(page.lang), indent=1, **RULED)
        if figure.value:
            number = _PERCENT if figure.value in _SHARES else "0"
            look = page.styles.cell(**{**NUMBER, **RULED, "num_format": number, "bold": True})
            name_cell(page, sheet, line, _VALUE, figure.value, look)
        for column, name in zip(HELPERS, figure.hidden, strict=False):
            name_cell(page, sheet, line, column, name, page.styles.cell())
    return row + len(lines)


def write_money(page: Page, sheet: Worksheet, row: int) -> int:
    """What may still be saved of the tariff and of charges for errors, and what is lost. Returns the next free row."""
    write_title(page, sheet, row, texts.MONEY, ORDERS.sheet)
    headings = (texts.FATE, workbook_texts.ORDERS_COUNT, None, workbook_texts.MEANING, texts.AMOUNT, texts.CHARGE)
    write_headings(page, sheet, row + 1, headings, {_VALUE})
    for line, (fate, label, meaning) in enumerate(_MONEY, row + 2):
        orders, money, charge = MONEY_FIGURES[fate]
        sheet.write_string(line, FIRST, label.say(page.lang), page.styles.cell(indent=1, **RULED))
        write_blanks(page, sheet, line)
        if fate is Fate.AT_RISK:
            page.write_formula(sheet, line, WIDE, formulas.at_risk(page.lang), indent=1, **RULED)
        else:
            sheet.write_string(line, WIDE, meaning.say(page.lang), page.styles.cell(indent=1, **RULED))
        name_cell(page, sheet, line, _VALUE, orders, page.styles.cell(bold=True, **NUMBER, **RULED))
        name_cell(page, sheet, line, _TEXT, money, page.styles.cell(indent=1, **RULED))
        name_cell(page, sheet, line, LAST, charge, page.styles.cell(indent=1, **RULED))
    return row + 2 + len(_MONEY)

"""The whole words that stand in cells of our columns, so that a workbook can be turned into another language."""

from collections.abc import Mapping

from ozon_xl.sheets.archive import ARCHIVE
from ozon_xl.sheets.columns import Table
from ozon_xl.sheets.journal import JOURNAL
from ozon_xl.sheets.lines import LINES
from ozon_xl.sheets.names import SETTINGS
from ozon_xl.sheets.orders import ORDERS
from ozon_xl.sheets.stock import STOCK
from ozon_xl.texts import Lang, Words, life, postings, risk, stock

VOCABULARY: Mapping[tuple[str, str], tuple[Words, ...]] = {
    (ORDERS.name, "tier"): risk.TIERS,
    (ORDERS.name, "todo"): postings.TODOS,
    (ORDERS.name, "pin"): life.PINS,
    (ORDERS.name, "status"): tuple(postings.STATUSES.values()),
    (LINES.name, "packable"): (stock.CAN_BE_PACKED, stock.STOCK_UNKNOWN, stock.NOT_KNOWN),
    (STOCK.name, "mode"): tuple(stock.MODES.values()),
    (STOCK.name, "decision"): tuple(stock.DECISIONS.values()),
    (STOCK.name, "state"): tuple(stock.WAREHOUSE_STATES.values()),
    (JOURNAL.name, "state"): tuple(stock.STATES.values()),
    (ARCHIVE.name, "status"): tuple(postings.STATUSES.values()),
}
"""By table and column."""


def new_words(lang: Lang, table: Table | None = None, attr: str = "") -> dict[str, str]:
    """Words of one column, or of all, in any language -> in this one."""
    chosen = [VOCABULARY.get((table.name, attr), ())] if table else VOCABULARY.values()
    return {old: words.say(lang) for group in chosen for words in group for old in words}


def new_choices(lang: Lang) -> dict[str, str]:
    """What named cells may hold, in any language -> in this one."""
    return {old: words.say(lang) for cell in SETTINGS for words in cell.choices for old in words}

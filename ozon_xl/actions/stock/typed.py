"""Whether the rows still ask for what a plan was made from: people go on typing while they are asked and we send."""

from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_plan import StockPlan
from ozon_xl.domain.stock_wish import Decision, Wish
from ozon_xl.hosts.base import Host, SheetRow
from ozon_xl.sheets import STOCK
from ozon_xl.sheets.quantity import WISH_ATTRS, read_decision, read_wish
from ozon_xl.texts import Words

_Asked = tuple[Wish | Words | int | None, Decision | Words]
_NOTHING: _Asked = (None, Decision.NONE)


def retyped(host: Host, plan: StockPlan) -> set[Pair]:
    """The pairs of a plan whose rows ask for something else by now, or for nothing. An undo comes from no rows; what
    the user gave up may be gone already.
    """
    agreed: dict[Pair, _Asked] = {
        item.pair: (Wish(item.mode, item.asked, item.keep_back, item.cap), item.decision)
        for item in plan.items
        if item.row
    }
    agreed |= {drop.pair: (drop.asked, Decision.THEIRS) for drop in plan.dropped}
    if not agreed:
        return set()
    asks = {pair: _asked(row, agreed[pair]) for pair, row in _rows(host) if pair in agreed}
    given_up = {drop.pair for drop in plan.dropped}
    return {
        pair
        for pair, wanted in agreed.items()
        if (asked := asks.get(pair, _NOTHING)) != wanted and not (asked == _NOTHING and pair in given_up)
    }


def beside_an_undo(host: Host, plan: StockPlan) -> set[Pair]:
    """The pairs that an undo puts back and in whose rows somebody has typed an edit."""
    undone = {item.pair for item in plan.items if not item.row}
    return {pair for pair, row in _rows(host) if read_wish(row.cells) is not None} & undone if undone else set()


def _rows(host: Host) -> list[tuple[Pair, SheetRow]]:
    rows = host.read(STOCK, (*WISH_ATTRS, "decision"), noted=True)
    return [(Pair(*row.key), row) for row in rows if len(row.key) == len(STOCK.key)]


def _asked(row: SheetRow, agreed: _Asked) -> _Asked:
    """What a row asks for, in the form in which it was agreed to: an edit given up is no more than its number."""
    wish, decision = read_wish(row.cells), read_decision(row.cells["decision"])
    if isinstance(agreed[0], Wish):
        return wish, decision
    return (wish.number if isinstance(wish, Wish) else None), decision

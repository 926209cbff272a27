"""The cells of the Today sheet that a refresh fills; the sheet makes its sentences of them by formulas."""

from typing import Final

from ozon_xl.domain.charges import Fate

INDEX_FIGURES: Final = (
    "IndexNow",
    "IndexErrors",
    "IndexCreated",
    "IndexZone",
    "IndexCharge",
    "IndexAllowed",
    "IndexRed",
    "IndexIfFailed",
    "IndexZoneIfFailed",
    "IndexLeaving",
    "IndexLeavesAt",
    "IndexRatings",
    "IndexTrouble",
)
"""Shares in per cent."""

MONEY_FIGURES: Final = {
    Fate.SAVABLE: ("OrdersSavable", "MoneySavable"),
    Fate.AT_RISK: ("OrdersAtRisk", "MoneyAtRisk"),
    Fate.BLOCKED: ("OrdersBlocked", "MoneyBlocked"),
    Fate.LOST: ("OrdersLost", "MoneyLost"),
}
"""How many orders, and their money: text, because currencies are never added up."""

START_FIGURES: Final = tuple((f"StartPlace{line}", f"StartOrders{line}", f"StartAt{line}") for line in "ABCDE")
"""A line a warehouse: its name, how many orders are to be started, and by when."""

START_NOTE: Final = "StartNote"
"""Why there is no such line."""

FIGURES: Final = (
    *INDEX_FIGURES,
    *(name for pair in MONEY_FIGURES.values() for name in pair),
    *(name for line in START_FIGURES for name in line),
    START_NOTE,
)

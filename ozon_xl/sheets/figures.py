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

ON_TIME_FIGURES: Final = (
    "OnTimeNow",
    "OnTimeLate",
    "OnTimeOrders",
    "OnTimeZone",
    "OnTimeAllowed",
    "OnTimeEdge",
    "OnTimeRed",
    "OnTimeIfFailed",
    "OnTimeZoneIfFailed",
    "OnTimeLeaving",
    "OnTimeLeavesAt",
    "OnTimeTrouble",
)
"""Of the share of orders handed over in time; shares in per cent."""

MONEY_FIGURES: Final = {
    Fate.SAVABLE: ("OrdersSavable", "MoneySavable", "ChargeSavable"),
    Fate.AT_RISK: ("OrdersAtRisk", "MoneyAtRisk", "ChargeAtRisk"),
    Fate.BLOCKED: ("OrdersBlocked", "MoneyBlocked", "ChargeBlocked"),
    Fate.LOST: ("OrdersLost", "MoneyLost", "ChargeLost"),
}
"""How many orders, their tariff and the charges for errors: text, because currencies are never added up."""

START_FIGURES: Final = tuple((f"StartPlace{line}", f"StartOrders{line}", f"StartAt{line}") for line in "ABCDE")
"""A line a warehouse: its name, how many orders are to be started, and by when."""

START_NOTE: Final = "StartNote"
"""Why there is no such line."""

FIGURES: Final = (
    *INDEX_FIGURES,
    *ON_TIME_FIGURES,
    *(name for names in MONEY_FIGURES.values() for name in names),
    *(name for line in START_FIGURES for name in line),
    START_NOTE,
)

"""The cells of the Today sheet that a refresh fills, and those that the user chooses in; the sheet makes its sentences
of them by formulas."""

from typing import Final, NamedTuple

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
    "OnTimeNext",
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


class Choice(NamedTuple):
    """A cell in which the user chooses which orders Today lists; empty for all of them."""

    attr: str
    """The column of the Orders sheet in which the chosen value stands."""
    cell: str
    """The name of the user's cell."""
    options: str
    """The name of the cell that holds what there is to choose from, a value a line."""
    most: int
    """So many values are offered; whoever wants another one types it."""


CHOICES: Final = (
    Choice("warehouse", "OnlyWarehouse", "Warehouses", 30),
    Choice("carrier", "OnlyCarrier", "Carriers", 20),
    Choice("pickup", "OnlyPickup", "Pickups", 30),
)

FIGURES: Final = (
    *INDEX_FIGURES,
    *ON_TIME_FIGURES,
    *(name for names in MONEY_FIGURES.values() for name in names),
    *(name for line in START_FIGURES for name in line),
    START_NOTE,
    *(choice.options for choice in CHOICES),
)

TODAY_NAMES: Final = (*FIGURES, *(choice.cell for choice in CHOICES))
"""All named cells of the Today sheet."""

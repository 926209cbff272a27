"""Named situations to practise: what the shop starts with, what happens in it, what goes wrong with Ozon."""

from dataclasses import dataclass

from ozon_xl.errors import UnknownScenarioError
from ozon_xl.practice.script import Happening
from ozon_xl.texts import Words
from ozon_xl.texts import practice as texts


@dataclass(frozen=True, slots=True)
class Scenario:
    """One situation as data."""

    name: str
    about: Words
    happenings: tuple[Happening, ...] = ()
    faults: str = ""
    short: float = 0.04
    """Share of the open postings that lack goods at the start."""
    hurry: float = 1.0
    """Deadlines come this many times sooner."""


_QUARTER = 90 * 24 * 60.0
_LIFE = (
    Happening("order", every=9, first=4, amount=30),
    Happening("buyer-cancels", every=75, first=40),
    Happening("colleague-packs", every=14, first=10),
    Happening("carrier-collects", every=240, first=120, amount=25),
    Happening("packing-fails", every=600, first=300),
    Happening("ozon-moves-cutoff", every=180, first=90, amount=6),
)

SCENARIOS = {
    scenario.name: scenario
    for scenario in (
        Scenario("calm", texts.CALM),
        Scenario("day", texts.DAY, _LIFE),
        Scenario(
            "morning-rush",
            texts.MORNING_RUSH,
            (Happening("order", every=0.25, first=0.25, until=60, amount=6), *_LIFE[1:]),
            hurry=3,
        ),
        Scenario(
            "shortage",
            texts.SHORTAGE,
            (*_LIFE, Happening("goods-missing", every=20, first=5, amount=4)),
            short=0.3,
        ),
        Scenario(
            "stock-race",
            texts.STOCK_RACE,
            (
                Happening("order", every=0.1, first=0.1, until=240, amount=24),
                Happening("somebody-writes", 1, 0.5, amount=60),
            ),
            faults="race:1%30,lag:15%50",
        ),
        Scenario(
            "carrier-late",
            texts.CARRIER_LATE,
            (_LIFE[0], Happening("colleague-packs", every=2, first=1, amount=2)),
            hurry=4,
        ),
        Scenario(
            "moving-dates",
            texts.MOVING_DATES,
            (*_LIFE[:2], Happening("ozon-moves-cutoff", every=1, first=0.5, amount=12)),
        ),
        Scenario(
            "workshop",
            texts.WORKSHOP,
            (
                Happening("order", every=10, first=5, until=_QUARTER, amount=36),
                Happening("buyer-cancels", every=300, first=40, until=_QUARTER),
                Happening("team-packs", every=60, first=0, until=_QUARTER, amount=24),
                Happening("carrier-collects", every=24 * 60, first=17 * 60 + 20, until=_QUARTER, amount=10_000),
            ),
            short=0.0,
        ),
        Scenario("slow-ozon", texts.SLOW_OZON, _LIFE, faults="latency:1500%30,drip:4%10,stall:3%5"),
        Scenario(
            "ozon-down",
            texts.OZON_DOWN,
            _LIFE,
            faults="5xx:502%20,internal%10,circle%10,429:1%15,drop%8,truncate%5,html%5,drop-after@/v2/products/stocks%20",
        ),
    )
}


def scenario_named(name: str) -> Scenario:
    """The scenario; an empty name is the calm one.

    Raises:
        UnknownScenarioError: There is none of that name.
    """
    if (name or "calm") not in SCENARIOS:
        raise UnknownScenarioError(name=name, names=", ".join(SCENARIOS))
    return SCENARIOS[name or "calm"]

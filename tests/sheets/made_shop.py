"""A made-up shop: postings as Ozon gives them and as it might, with every clock around every threshold."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from itertools import product
from typing import Final, NamedTuple

from ozon_xl.domain.coverage import cover
from ozon_xl.domain.postings import Line, Money, Posting, TariffStep
from ozon_xl.domain.risk import Clocks, Risk, reason_text, risk_of, risk_of_posting
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.statuses import ACTING, GONE, WAITING, todo_of
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.tariff import FOREVER, next_rise
from ozon_xl.sheets.rows import rise_text
from ozon_xl.texts import Lang

NOW = datetime(2026, 11, 23, 11, 40, 17, tzinfo=UTC)
CHANGED: Final = Rules(watch_hours=30, soon_hours=7.5, urgent_hours=1.75, critical_hours=0.25, auto_cancel_days=5)

UNKNOWN: Final = ("posted_to_the_moon", "")
STATUSES: Final = (*WAITING, *ACTING, *GONE, *UNKNOWN)
FLOWS: Final = (("fbs", "ozon"), ("rfbs", "aggregator"), ("rfbs", "non_integrated"), ("rfbs", ""), ("", ""))
"""Scheme, and who delivers."""
ACTIONS: Final = (
    (),
    ("ship", "cancel", "set_cutoff"),
    ("set_cutoff",),
    ("cancel",),
    ("ship_async_in_process",),
    ("non_int_delivering", "set_track_number"),
    ("label_download", "has_weight_for_pvz"),
)
"""``available_actions``."""
KINDS: Final = ("discount", "no_discount", "commission", "bonus_of_the_moon")
_FAR_DAYS: Final = (-400, -184, -33.3, -1.5, 2, 29.97, 400, 20_000)
_WAREHOUSES: Final = ("1020005000123456", "22655170176000", "")
_OFFERS: Final = ("00123", "1E5", "12-05", "=1+1", "耳机", "nobody lists it")


class Shop(NamedTuple):
    """What a refresh fetches of it."""

    postings: list[Posting]
    stock: dict[Pair, StockLevel]


class Told(NamedTuple):
    """What a refresh told of one posting."""

    posting: Posting
    clocks: Clocks
    short: int
    charge: str

    def risk(self, rules: Rules, now: datetime) -> Risk:
        """As the rules see it at ``now``."""
        return risk_of(self.clocks, acting=todo_of(self.posting) is not None, short=self.short, rules=rules, now=now)

    def reason(self, risk: Risk, now: datetime, lang: Lang) -> str:
        return reason_text(risk, self.clocks, short=self.short, charge=self.charge, now=now, lang=lang)


def told(shop: Shop, rules: Rules, now: datetime) -> dict[str, Told]:
    """By number, from the pure rules alone."""
    coverage = cover(shop.postings, {pair: level.present for pair, level in shop.stock.items()})
    found = {}
    for posting in shop.postings:
        short = coverage.short_of(posting.number)
        clocks, _ = risk_of_posting(posting, short=short, rules=rules, now=now)
        found[posting.number] = Told(posting, clocks, short, rise_text(next_rise(posting.tariff_steps, now).by))
    return found


def edges(rules: Rules) -> tuple[timedelta, ...]:
    """To the second before, at and after now and each threshold."""
    hours = (0, rules.critical_hours, rules.urgent_hours, rules.soon_hours, rules.watch_hours)
    return tuple(timedelta(hours=one, seconds=second) for one in hours for second in (-60, -1, 0, 1, 59, 60, 61))


def made_shop(now: datetime, rules: Rules, *, anything: int = 1_200) -> Shop:
    """Each clock alone around each threshold, each status with each flow and allowed action, and ``anything``."""
    maker = _Maker(now, rules)
    postings = [*maker.single_clocks(), *maker.states(), *(maker.any_posting() for _ in range(anything))]
    numbered = [one._replace(number=f"{place:08d}-0001-1") for place, one in enumerate(postings)]
    maker.dice.shuffle(numbered)
    return Shop(numbered, dict(maker.stock()))


class _Maker:
    def __init__(self, now: datetime, rules: Rules) -> None:
        self.dice = random.Random(20261123)
        self._now, self._rules = now, rules
        self._edges = edges(rules)

    def single_clocks(self) -> Iterator[Posting]:
        """The other clocks are not there or far away."""
        far = self._now + timedelta(days=60)
        for edge, units in product(self._edges, (0, 900)):
            at = self._now + edge
            plain = self._plain()._replace(lines=(Line("00123", "1", "Чай", units, None),))
            ordered = at - timedelta(days=self._rules.auto_cancel_days)
            yield plain._replace(scheme="rfbs", ordered_at=ordered)
            yield plain._replace(scheme="rfbs", ordered_at=ordered, ship_by=far)
            yield plain._replace(actions=("set_cutoff", "ship"), ship_by=at, late_from=far)
            yield plain._replace(late_from=at)
            yield plain._replace(ship_by=at, late_from=far)
            yield plain._replace(ship_by=far, tariff_steps=self._rising(at))

    def states(self) -> Iterator[Posting]:
        for status, (scheme, flow), actions in product(STATUSES, FLOWS, ACTIONS):
            yield self.any_posting()._replace(status=status, scheme=scheme, flow=flow, actions=actions)

    def any_posting(self) -> Posting:
        dice = self.dice
        scheme, flow = dice.choice(FLOWS)
        ordered = None if dice.random() < 0.1 else self._now - timedelta(days=dice.uniform(0, 15))
        return self._plain()._replace(
            status=dice.choice(STATUSES)
            if dice.random() < 0.4
            else dice.choice(("awaiting_packaging", "awaiting_deliver")),
            substatus=dice.choice(("", "", "posting_created", "ship_failed")),
            scheme=scheme,
            flow=flow,
            warehouse_id=dice.choice(_WAREHOUSES),
            warehouse=dice.choice(("Хоругвино", "=1+1", "")),
            carrier=dice.choice(("CDEK", "")),
            tracking=dice.choice(("", "00123456789012345678")),
            ordered_at=ordered,
            ship_by=self._moment(),
            late_from=self._moment(),
            tariff_steps=self._ladder(),
            actions=dice.choice(ACTIONS),
            lines=tuple(self._line() for _ in range(dice.choice((0, 1, 1, 2, 5)))),
        )

    def stock(self) -> Iterator[tuple[Pair, StockLevel]]:
        """Enough for some, too little for others, nothing at all, and one offer that is in no list."""
        for offer, warehouse_id in product(_OFFERS[:-1], _WAREHOUSES):
            pieces = self.dice.choice((0, 40, 400, 4000))
            yield Pair(offer, warehouse_id), StockLevel(offer, warehouse_id, "1", "2", pieces, 0, pieces, None)

    def _plain(self) -> Posting:
        return Posting(
            "", "", "awaiting_packaging", "", "fbs", "", "W", "", "", "", "", None, None, None, None, (), (), ()
        )

    def _moment(self) -> datetime | None:
        """Around a threshold, within two days, overdue by months, far ahead, or none."""
        dice = self.dice
        ways = (
            lambda: dice.choice(self._edges),
            lambda: timedelta(seconds=dice.randrange(-90_000, 180_000)),
            lambda: timedelta(days=dice.choice(_FAR_DAYS)),
        )
        if dice.random() < 0.25:
            return dice.choice((None, None, None, FOREVER + timedelta(days=364, hours=23)))
        return self._now + dice.choice(ways)()

    def _line(self) -> Line:
        dice = self.dice
        price = Money(Decimal(dice.choice(("99.90", "0.005", "12000"))), dice.choice(("RUB", "RUB", "CNY")))
        return Line(dice.choice(_OFFERS), "1", "Чай 茶", dice.randrange(13), price if dice.random() < 0.8 else None)

    def _ladder(self) -> tuple[TariffStep, ...]:
        """None, one of Ozon's, or anything: unsorted, passed, falling, in two currencies, with figures left out."""
        dice = self.dice
        if dice.random() < 0.3:
            return ()
        if dice.random() < 0.5:
            return self._rising(self._now + dice.choice(self._edges))
        steps = (self._step() for _ in range(dice.randrange(1, 6)))
        return tuple(steps)

    def _step(self) -> TariffStep:
        dice = self.dice
        charge = Money(Decimal(dice.choice(("0", "45", "120.50", "1E+3"))), "CNY" if dice.random() < 0.1 else "RUB")
        until = FOREVER if dice.random() < 0.2 else self._moment() or self._now
        return TariffStep(until, dice.choice(KINDS), charge if dice.random() < 0.85 else None)

    def _rising(self, at: datetime) -> tuple[TariffStep, ...]:
        return (
            TariffStep(at - timedelta(hours=3), "discount", Money(Decimal(40), "RUB")),
            TariffStep(at, "discount", Money(Decimal("10.50"), "RUB")),
            TariffStep(at + timedelta(hours=3), "no_discount", Money(Decimal(0), "RUB")),
            TariffStep(FOREVER, "commission", Money(Decimal(120), "RUB")),
        )

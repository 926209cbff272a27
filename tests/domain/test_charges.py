"""Money by Ozon's ladder."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.charges import Fate, fate_of, totals
from ozon_xl.domain.postings import Money, TariffStep
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.tariff import FOREVER, next_rise, stake_of

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)


def step(hours: float | None, kind: str, amount: str | None, currency: str = "RUB") -> TariffStep:
    until = FOREVER if hours is None else NOW + timedelta(hours=hours)
    return TariffStep(until, kind, None if amount is None else Money(Decimal(amount), currency))


LADDER = (
    step(-10, "discount", "30"),
    step(2, "no_discount", "0"),
    step(14, "commission", "50"),
    step(26, "commission", "50"),
    step(None, "commission", "150"),
)


def test_where_the_money_stands() -> None:
    stake = stake_of(LADDER, NOW)
    assert stake is not None
    assert stake[:2] == ("RUB", Decimal(30))
    assert (stake.next_rise, stake.ahead) == (Decimal(50), Decimal(150))
    assert stake.next_at == NOW + timedelta(hours=2)


def test_steps_of_one_price_are_one() -> None:
    stake = stake_of(LADDER, NOW + timedelta(hours=3))
    assert stake is not None
    assert stake[1:4] == (Decimal(80), NOW + timedelta(hours=26), Decimal(100))


def test_at_the_end_nothing_rises() -> None:
    stake = stake_of(LADDER, NOW + timedelta(days=90))
    assert stake is not None
    assert stake[1:] == (Decimal(180), None, Decimal(0), Decimal(0))


def test_a_ladder_with_holes_says_nothing() -> None:
    assert stake_of((), NOW) is None
    assert stake_of((step(1, "commission", None), step(2, "commission", "5")), NOW) is None
    assert stake_of((step(1, "commission", "5", "CNY"), step(2, "commission", "5")), NOW) is None
    assert stake_of((step(1, "no_discount", None), step(2, "commission", "5")), NOW) is not None


def test_the_next_rise_is_told_not_the_next_step() -> None:
    """A discount still given is no price: what counts is by how much handing over gets dearer, and when it does."""
    rises = [next_rise(LADDER, NOW + timedelta(hours=at)) for at in (-11, 0, 3, 15, 30)]
    assert [rise.by and rise.by.amount for rise in rises] == [
        Decimal(30),
        Decimal(50),
        Decimal(100),
        Decimal(100),
        None,
    ]
    assert [rise.at and (rise.at - NOW) / timedelta(hours=1) for rise in rises] == [-10, 2, 26, 26, None]
    halved = (step(1, "discount", "178.04"), step(5, "discount", "89.02"), step(None, "no_discount", "0"))
    assert next_rise(halved, NOW).by == Money(Decimal("89.02"), "RUB")


def test_a_step_that_costs_no_more_is_none() -> None:
    assert next_rise((step(1, "commission", "50"), step(None, "commission", "50")), NOW) == (None, None)
    assert next_rise((step(1, "commission", "50"), step(None, "discount", "10")), NOW) == (None, None)


def test_without_all_figures_the_next_step_is_told_without_one() -> None:
    assert next_rise((step(1, "commission", None), step(None, "commission", "5")), NOW) == (
        LADDER[0].until + timedelta(hours=11),
        None,
    )
    assert next_rise((step(None, "commission", None),), NOW) == (None, None)


def test_fates() -> None:
    assert fate_of(Tier.MISSED, short=3, chance=0.9, sure=0.5) is Fate.LOST
    assert fate_of(Tier.SOON, short=1, chance=0.9, sure=0.5) is Fate.BLOCKED
    assert fate_of(Tier.SOON, short=0, chance=0.4, sure=0.5) is Fate.AT_RISK
    assert fate_of(Tier.URGENT, short=0, chance=0.6, sure=0.5) is Fate.SAVABLE
    assert fate_of(Tier.URGENT, short=0, chance=None, sure=0.5) is Fate.AT_RISK
    assert fate_of(Tier.SOON, short=0, chance=None, sure=0.5) is Fate.SAVABLE


def test_totals_never_mix_currencies() -> None:
    ours = stake_of(LADDER, NOW)
    theirs = stake_of((step(1, "no_discount", "0", "CNY"), step(None, "commission", "7", "CNY")), NOW)
    assert ours is not None
    assert theirs is not None
    assert totals([(Fate.AT_RISK, ours), (Fate.AT_RISK, ours), (Fate.SAVABLE, theirs), (Fate.LOST, ours)]) == {
        (Fate.AT_RISK, "RUB"): Money(Decimal(300), "RUB"),
        (Fate.LOST, "RUB"): Money(Decimal(240), "RUB"),
        (Fate.SAVABLE, "CNY"): Money(Decimal(7), "CNY"),
    }


@given(st.lists(st.tuples(st.integers(-50, 50), st.integers(0, 500)), min_size=1, max_size=6), st.integers(-60, 60))
def test_the_next_rise_is_part_of_what_is_ahead(rungs: list[tuple[int, int]], at: int) -> None:
    now = NOW + timedelta(hours=at)
    stake = stake_of([step(hours, "commission", str(amount)) for hours, amount in rungs], now)
    assert stake is not None
    assert stake.lost >= 0
    assert stake.ahead >= 0
    assert stake.next_at is None or stake.next_at > now
    assert (stake.next_at is None) == (stake.next_rise == 0)

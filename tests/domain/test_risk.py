"""How near a posting is to trouble: every tier and sentence at explicit moments, and what holds for all of them."""

import itertools
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.postings import Money, TariffStep
from ozon_xl.domain.risk import (
    NO_WORK_CLOCK,
    ClockKind,
    Clocks,
    Tier,
    clocks_of,
    countdown_text,
    reason_text,
    risk_of,
    risk_of_posting,
    urgency,
    work_minutes,
)
from ozon_xl.domain.rules import Rules
from ozon_xl.texts import LANGS
from ozon_xl.texts import risk as texts

from .make import NOW, any_clocks, clocks, hours, moments, posting

RULES = Rules()


def tier(at: Clocks, *, short: int = 0, acting: bool = True) -> Tier:
    return risk_of(at, acting=acting, short=short, rules=RULES, now=NOW).tier


SECOND = 1 / 3600

TIERS: list[tuple[str, Clocks, int, Tier]] = [
    ("nothing dated", clocks(), 0, Tier.UNDATED),
    ("nothing dated, goods lack", clocks(), 2, Tier.SHORT),
    ("only a cancellation, far", clocks(cancel=5), 0, Tier.UNDATED),
    ("only a cancellation, near", clocks(cancel=4), 0, Tier.URGENT),
    ("only a tariff step is no deadline", clocks(tariff=1), 0, Tier.UNDATED),
    ("a day and a minute", clocks(late=24 + 1 / 60, ship=24 + 1 / 60), 0, Tier.CALM),
    ("a day", clocks(late=24, ship=24), 0, Tier.WATCH),
    ("twelve hours and a minute", clocks(ship=12 + 1 / 60, late=20), 0, Tier.WATCH),
    ("twelve hours", clocks(ship=12, late=20), 0, Tier.SOON),
    ("four hours and a minute", clocks(ship=4 + 1 / 60, late=20), 0, Tier.SOON),
    ("four hours", clocks(ship=4, late=20), 0, Tier.URGENT),
    ("an hour and a minute", clocks(ship=1 + 1 / 60, late=20), 0, Tier.URGENT),
    ("an hour", clocks(ship=1, late=20), 0, Tier.CRITICAL),
    ("a second", clocks(ship=SECOND, late=SECOND), 0, Tier.CRITICAL),
    ("ship-by passed now, late in a week", clocks(ship=0, late=168), 0, Tier.CRITICAL),
    ("ship-by passed days ago, late in a week", clocks(ship=-72, late=168), 0, Tier.CRITICAL),
    ("counts as late this very second", clocks(ship=-1, late=0), 0, Tier.MISSED),
    ("late", clocks(ship=-2, late=-1), 0, Tier.MISSED),
    ("late although the ship-by time was moved on", clocks(ship=5, late=-1), 0, Tier.MISSED),
    ("the last chance is gone", clocks(wall=0, ship=0, late=9), 0, Tier.MISSED),
    ("the last chance is near", clocks(wall=0.5, ship=30, late=40), 0, Tier.CRITICAL),
    ("only a late clock", clocks(late=3), 0, Tier.URGENT),
    ("short and calm", clocks(ship=100, late=100), 1, Tier.SHORT),
    ("short and soon", clocks(ship=5, late=5), 1, Tier.SHORT),
    ("short and urgent", clocks(ship=3, late=5), 1, Tier.URGENT),
    ("short and late", clocks(ship=-3, late=-2), 1, Tier.MISSED),
    ("dearer in an hour is no alarm", clocks(ship=100, late=100, tariff=1), 0, Tier.SOON),
    ("dearer in a day", clocks(ship=100, late=100, tariff=24), 0, Tier.WATCH),
    ("dearer next week", clocks(ship=100, late=100, tariff=50), 0, Tier.CALM),
    ("the step has passed", clocks(ship=100, late=100, tariff=0), 0, Tier.CALM),
    ("an automatic cancellation alone is never red", clocks(cancel=0.5, ship=100, late=100), 0, Tier.URGENT),
    (
        "an automatic cancellation in four hours and a minute",
        clocks(cancel=4 + 1 / 60, ship=100, late=100),
        0,
        Tier.SOON,
    ),
    ("an automatic cancellation in a day", clocks(cancel=24, ship=100, late=100), 0, Tier.WATCH),
    ("an automatic cancellation that did not come", clocks(cancel=-1, ship=100, late=100), 0, Tier.CALM),
    ("short, and cancelled soon", clocks(cancel=2, ship=100, late=100), 1, Tier.URGENT),
]


@pytest.mark.parametrize(("at", "short", "expected"), [row[1:] for row in TIERS], ids=[row[0] for row in TIERS])
def test_tier(at: Clocks, short: int, expected: Tier) -> None:
    assert tier(at, short=short) is expected


def test_a_posting_that_asks_nothing_is_done_whatever_its_clocks_say() -> None:
    assert tier(clocks(ship=-5, late=-5), short=3, acting=False) is Tier.DONE


def test_the_nearest_clock_ahead_is_named() -> None:
    risk = risk_of(
        clocks(cancel=200, wall=None, late=9, ship=-1, tariff=12), acting=True, short=0, rules=RULES, now=NOW
    )
    assert (risk.clock, risk.next_at, risk.minutes) == (ClockKind.LATE, hours(9), 540)


def test_at_equal_times_the_gravest_clock_is_named() -> None:
    for kind in ClockKind:
        if kind is not ClockKind.NONE:
            at = Clocks(*(hours(5) if number >= kind else None for number in range(1, 6)))
            assert risk_of(at, acting=True, short=0, rules=RULES, now=NOW).clock is kind
            gone = Clocks(*(hours(-5) if number >= kind else None for number in range(1, 6)))
            assert risk_of(gone, acting=True, short=0, rules=RULES, now=NOW).clock is kind


@pytest.mark.parametrize(
    ("at", "kind", "minutes"),
    [
        (clocks(late=-1, ship=-3), ClockKind.LATE, -60),
        (clocks(cancel=-1, late=-2, ship=-3), ClockKind.LATE, -120),
        (clocks(cancel=-1, tariff=-2), ClockKind.CANCEL, -60),
    ],
)
def test_when_all_have_passed_the_one_it_is_late_by_is_named_else_the_last(
    at: Clocks, kind: ClockKind, minutes: int
) -> None:
    risk = risk_of(at, acting=True, short=0, rules=RULES, now=NOW)
    assert (risk.clock, risk.minutes) == (kind, minutes)


@pytest.mark.parametrize(
    ("minutes", "en", "ru", "zh"),
    [
        (None, "", "", ""),
        (0, "00:00", "00:00", "00:00"),
        (59, "00:59", "00:59", "00:59"),
        (1439, "23:59", "23:59", "23:59"),
        (1440, "1d 00:00", "1д 00:00", "1天 00:00"),
        (3075, "2d 03:15", "2д 03:15", "2天 03:15"),
        (-1, "-00:01", "-00:01", "-00:01"),
        (-45, "-00:45", "-00:45", "-00:45"),
        (-1440, "-1d 00:00", "-1д 00:00", "-1天 00:00"),
        (144_000, "100d 00:00", "100д 00:00", "100天 00:00"),
    ],
)
def test_countdown(minutes: int | None, en: str, ru: str, zh: str) -> None:
    assert tuple(countdown_text(minutes, lang) for lang in LANGS) == (en, ru, zh)


@pytest.mark.parametrize(
    ("at", "short", "charge", "expected"),
    [
        (clocks(ship=30, late=40), 0, "", "1d 06:00 until the ship-by time; after it the next tariff applies."),
        (clocks(ship=-1, late=3), 0, "", "Ship-by time has passed. 03:00 until it counts as late."),
        (clocks(ship=-5, late=-3), 0, "", "Late by 03:00."),
        (clocks(ship=-5, late=-3), 2, "", "Short by 2 pcs. Late by 03:00."),
        (clocks(cancel=5, ship=-5, late=-3), 0, "", "Already late. 05:00 until Ozon cancels it (estimate)."),
        (clocks(cancel=-1, ship=-75, late=-72), 0, "", "Late by 3d 00:00."),
        (clocks(wall=-1, ship=-1, late=9), 0, "", "It can no longer be shipped. 09:00 until it counts as late."),
        (clocks(wall=2, ship=3, late=4), 0, "", "02:00 until it can no longer be shipped."),
        (clocks(tariff=2, ship=3, late=4), 0, "60 RUB", "02:00 until handing over costs more (60 RUB)."),
        (clocks(tariff=2, ship=3, late=4), 0, "", "02:00 until handing over costs more."),
        (clocks(), 0, "", "Ozon gives no deadline: look in the seller account."),
        (clocks(), 7, "", "Short by 7 pcs. Ozon gives no deadline: look in the seller account."),
        (clocks(cancel=-1), 0, "", "Ozon gives no deadline: look in the seller account."),
    ],
)
def test_reason(at: Clocks, short: int, charge: str, expected: str) -> None:
    risk = risk_of(at, acting=True, short=short, rules=RULES, now=NOW)
    assert reason_text(risk, at, short=short, charge=charge, now=NOW, lang="en") == expected


def test_a_done_posting_needs_no_reason() -> None:
    at = clocks(ship=-1, late=-1)
    risk = risk_of(at, acting=False, short=1, rules=RULES, now=NOW)
    assert reason_text(risk, at, short=1, charge="", now=NOW, lang="ru") == ""


def test_every_combination_of_missing_passed_equal_and_coming_clocks_is_judged_and_worded() -> None:
    """7,776 postings: no exception, and tier, clock, minutes and sentence fit together."""
    moment = (None, hours(-48), hours(-0.5), NOW, hours(0.5), hours(48))
    for times in itertools.product(moment, repeat=5):
        at = Clocks(*times)
        for short in (0, 3):
            risk = risk_of(at, acting=True, short=short, rules=RULES, now=NOW)
            for lang in LANGS:
                said = reason_text(risk, at, short=short, charge="9 CNY", now=NOW, lang=lang)
                assert said
                assert "{" not in said
                assert (texts.SHORT_BY.say(lang, n=3) in said) == (short == 3)
            assert (risk.next_at is None) == (risk.minutes is None) == (risk.clock is ClockKind.NONE)
            assert (risk.clock is ClockKind.NONE) == (times == (None,) * 5)
            if risk.next_at is not None:
                assert at[risk.clock - 1] == risk.next_at


@given(any_clocks, st.integers(0, 3), st.tuples(moments, moments))
def test_without_tariff_and_estimate_the_tier_never_falls_as_time_goes_by(
    at: Clocks, short: int, when: tuple[datetime, datetime]
) -> None:
    steady = at._replace(tariff=None, cancel=None)
    tiers = [
        risk_of(steady, acting=True, short=short, rules=RULES, now=now).tier
        for now in sorted([*(hours(count) for count in range(-500, 500, 7)), *when])
    ]
    assert tiers == sorted(tiers)


@given(any_clocks, st.integers(0, 3))
def test_money_alone_never_raises_an_alarm(at: Clocks, short: int) -> None:
    with_money = risk_of(at, acting=True, short=short, rules=RULES, now=NOW).tier
    without = risk_of(at._replace(tariff=None), acting=True, short=short, rules=RULES, now=NOW).tier
    assert with_money >= without
    assert with_money in (without, Tier.WATCH, Tier.SOON)


@given(any_clocks)
def test_goods_that_lack_never_calm_a_row(at: Clocks) -> None:
    assert tier(at, short=1) >= max(Tier.SHORT, tier(at, short=0))


@given(any_clocks, st.integers(0, 3))
def test_minutes_are_whole_and_rounded_down(at: Clocks, short: int) -> None:
    risk = risk_of(at, acting=True, short=short, rules=RULES, now=NOW)
    if risk.next_at is not None and risk.minutes is not None:
        assert timedelta(0) <= risk.next_at - NOW - timedelta(minutes=risk.minutes) < timedelta(minutes=1)


@given(any_clocks)
def test_work_minutes_look_at_work_alone(at: Clocks) -> None:
    minutes = work_minutes(at, NOW)
    assert minutes == work_minutes(at._replace(cancel=None, tariff=None), NOW)
    assert 0 <= minutes <= NO_WORK_CLOCK


def test_among_its_like_what_has_no_clock_or_a_far_one_comes_last_and_never_leaves_its_tier() -> None:
    worst_first = [
        clocks(ship=-50 * 8766, late=-50 * 8766),
        clocks(ship=-1, late=-1),
        clocks(ship=0.5, late=9),
        clocks(tariff=1),
        clocks(),
        clocks(ship=30, late=30),
        clocks(ship=50 * 8766, late=50 * 8766),
    ]
    numbers = [urgency(risk_of(at, acting=True, short=0, rules=RULES, now=NOW)) for at in worst_first]
    assert numbers == sorted(set(numbers), reverse=True)
    assert urgency(risk_of(clocks(), acting=False, short=0, rules=RULES, now=NOW)) <= 0 < min(numbers)


def test_a_date_without_end_is_no_deadline() -> None:
    never = datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)
    assert clocks_of(posting(ship_by=never, late_from=never), RULES, NOW) == clocks()
    assert clocks_of(posting(late_from=never), RULES, NOW) == clocks(late=30, ship=30)


def test_clocks_of_a_plain_posting() -> None:
    assert clocks_of(posting(), RULES, NOW) == clocks(late=40, ship=30)


def test_without_a_late_time_the_ship_by_time_stands_in() -> None:
    assert clocks_of(posting(late_from=None), RULES, NOW) == clocks(late=30, ship=30)


@pytest.mark.parametrize(
    ("status", "actions", "has_wall"),
    [
        ("awaiting_packaging", ("set_cutoff",), True),
        ("awaiting_approve", ("ship", "set_cutoff"), True),
        ("awaiting_packaging", ("ship",), False),
        ("awaiting_deliver", ("set_cutoff",), False),
        ("something_new", ("set_cutoff",), False),
    ],
)
def test_the_wall_stands_only_where_the_cutoff_can_be_set_before_packing(
    status: str, actions: tuple[str, ...], has_wall: bool
) -> None:
    wall = clocks_of(posting(status=status, actions=actions), RULES, NOW).wall
    assert wall == (hours(30) if has_wall else None)


@pytest.mark.parametrize(
    ("scheme", "actions", "has_wall"),
    [
        ("rfbs", ("cancel",), True),
        ("rfbs", ("cancel", "ship"), False),
        ("rfbs", ("cancel", "ship_async_retry"), False),
        ("rfbs", (), False),
        ("fbs", ("cancel",), False),
    ],
)
def test_behind_the_wall_ozon_offers_packing_no_more(scheme: str, actions: tuple[str, ...], has_wall: bool) -> None:
    """A refresh after the cutoff, when ``set_cutoff`` is gone, must not calm the row down."""
    behind = posting(scheme=scheme, actions=actions, ship_by=hours(-1), late_from=hours(20))
    found, risk = risk_of_posting(behind, short=0, rules=RULES, now=NOW)
    assert found.wall == (hours(-1) if has_wall else None)
    assert risk.tier is (Tier.MISSED if has_wall else Tier.CRITICAL)


def test_cancellation_is_estimated_for_realfbs_only() -> None:
    ordered = NOW - timedelta(days=1)
    rules = Rules(auto_cancel_days=5)
    assert clocks_of(posting(scheme="rfbs"), rules, NOW).cancel == ordered + timedelta(days=5)
    assert clocks_of(posting(scheme="fbs"), rules, NOW).cancel is None
    assert clocks_of(posting(scheme=""), rules, NOW).cancel is None
    assert clocks_of(posting(scheme="rfbs", ordered_at=None), rules, NOW).cancel is None


STEPS = (
    TariffStep(hours(48), "commission", Money(Decimal(120), "RUB")),
    TariffStep(hours(-4), "discount", Money(Decimal(20), "RUB")),
    TariffStep(hours(0), "discount", Money(Decimal(40), "RUB")),
    TariffStep(hours(12), "commission", Money(Decimal(60), "RUB")),
)


def test_the_next_rise_of_the_tariff_is_the_clock_in_whatever_order_the_steps_come() -> None:
    for steps in itertools.permutations(STEPS):
        assert clocks_of(posting(tariff_steps=steps), RULES, NOW).tariff == hours(12)


def test_the_last_rung_has_no_end_and_is_no_clock() -> None:
    endless = TariffStep(datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC), "commission", Money(Decimal(200), "RUB"))
    assert clocks_of(posting(tariff_steps=(endless,)), RULES, NOW).tariff is None
    assert clocks_of(posting(tariff_steps=STEPS), RULES, hours(48)).tariff is None


@pytest.mark.parametrize("status", ["arbitration", "client_arbitration"])
def test_a_dispute_begins_after_the_hand_over_and_has_no_deadline_of_shipping(status: str) -> None:
    found, risk = risk_of_posting(posting(status=status, ship_by=hours(-90)), short=0, rules=RULES, now=NOW)
    assert found == clocks()
    assert risk.tier is Tier.UNDATED


def test_steps_at_the_same_moment_are_no_trouble() -> None:
    twice = (STEPS[3], STEPS[3]._replace(charge=None), STEPS[0])
    assert clocks_of(posting(tariff_steps=twice), RULES, NOW).tariff == hours(12)


@pytest.mark.parametrize(
    ("status", "expected"),
    [("delivering", Tier.DONE), ("acceptance_in_progress", Tier.DONE), ("who_knows", Tier.MISSED)],
)
def test_an_overdue_posting_is_missed_unless_nothing_is_left_to_do(status: str, expected: Tier) -> None:
    overdue = posting(status=status, ship_by=hours(-9), late_from=hours(-8))
    assert risk_of_posting(overdue, short=0, rules=RULES, now=NOW)[1].tier is expected


@pytest.mark.parametrize("rules", [Rules(24, 12, 4, 1), Rules(1, 4, 12, 24), Rules(0.5, 0.5, 0.5, 0.5)])
def test_thresholds_in_any_order_still_give_a_tier(rules: Rules) -> None:
    for count in (-1, 0, 0.4, 0.5, 3, 11, 25):
        at = clocks(ship=count, late=count)
        assert risk_of(at, acting=True, short=0, rules=rules, now=NOW).tier in Tier

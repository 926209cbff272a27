"""Who is told what, hour by hour."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.alerts import LOUD, Danger, Quiet, Told, digest_due, to_tell
from ozon_xl.domain.risk import Tier

DUE = datetime(2026, 11, 23, 18, tzinfo=UTC)
NIGHT = Quiet(time(22), time(7))


def danger(tier: Tier, number: str = "1", due: datetime | None = DUE) -> Danger:
    return Danger(number, tier, due)


def test_each_tier_once() -> None:
    told = {"1": Told(Tier.SOON, DUE)}
    assert to_tell([danger(Tier.SOON)], told, quiet=False) == []
    assert to_tell([danger(Tier.WATCH)], told, quiet=False) == []
    assert to_tell([danger(Tier.URGENT)], told, quiet=False) == [danger(Tier.URGENT)]
    assert to_tell([danger(Tier.CALM, "2"), danger(Tier.DONE, "3")], {}, quiet=False) == []


def test_a_deadline_that_was_moved_later_starts_anew() -> None:
    told = {"1": Told(Tier.CRITICAL, DUE)}
    later = danger(Tier.WATCH, due=DUE + timedelta(days=2))
    assert to_tell([later], told, quiet=False) == [later]
    assert to_tell([danger(Tier.CRITICAL, due=DUE - timedelta(hours=2))], told, quiet=False) == []


def test_at_night_only_what_cannot_wait() -> None:
    dangers = [danger(tier, str(int(tier))) for tier in Tier]
    assert [one.tier for one in to_tell(dangers, {}, quiet=True)] == [LOUD]


def test_the_worst_comes_first() -> None:
    dangers = [
        danger(Tier.WATCH, "a"),
        danger(Tier.UNDATED, "b", None),
        danger(Tier.MISSED, "c"),
        danger(Tier.UNDATED, "d"),
        danger(Tier.MISSED, "e", DUE - timedelta(hours=1)),
    ]
    assert [one.number for one in to_tell(dangers, {}, quiet=False)] == ["e", "c", "d", "b", "a"]


@pytest.mark.parametrize(
    ("quiet", "at", "holds"),
    [
        (NIGHT, time(23), True),
        (NIGHT, time(6, 59), True),
        (NIGHT, time(7), False),
        (NIGHT, time(22), True),
        (Quiet(time(13), time(14)), time(13, 30), True),
        (Quiet(time(13), time(14)), time(14), False),
        (Quiet(time(0), time(0)), time(0), False),
    ],
)
def test_quiet_hours(quiet: Quiet, at: time, holds: bool) -> None:
    assert quiet.holds(at) is holds


def test_one_digest_a_day() -> None:
    nine = time(9)
    assert not digest_due(DUE.replace(hour=8), nine, None)
    assert digest_due(DUE.replace(hour=9), nine, None)
    assert not digest_due(DUE.replace(hour=12), nine, DUE.replace(hour=9))
    assert digest_due(DUE.replace(hour=12), nine, DUE.replace(hour=9) - timedelta(days=1))


TIERS = st.sampled_from(list(Tier))


@given(st.lists(st.tuples(TIERS, st.booleans()), max_size=60))
def test_no_tier_is_told_twice_and_the_worst_is_never_missed(steps: list[tuple[Tier, bool]]) -> None:
    told: dict[str, Told] = {}
    heard: list[Tier] = []
    for tier, quiet in steps:
        for news in to_tell([danger(tier)], told, quiet=quiet):
            heard.append(news.tier)
            told[news.number] = Told(news.tier, news.due)
    assert len(heard) == len(set(heard))
    assert heard == sorted(heard)
    by_day = [tier for tier, quiet in steps if (not quiet or tier is LOUD) and tier >= Tier.WATCH]
    assert max(by_day, default=None) == max(heard, default=None)

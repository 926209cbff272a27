"""Who is told what, hour by hour."""

from datetime import UTC, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.alerts import LOUD, Danger, Fate, Quiet, Told, digest_due, due_of, message_of, old_data, to_tell
from ozon_xl.domain.risk import Clocks, Tier

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


def test_a_deadline_that_comes_at_last_starts_anew() -> None:
    assert to_tell([danger(Tier.WATCH)], {"1": Told(Tier.UNDATED, None)}, quiet=False) == [danger(Tier.WATCH)]
    assert to_tell([danger(Tier.UNDATED, due=None)], {"1": Told(Tier.UNDATED, DUE)}, quiet=False) == []


def test_what_nobody_has_surely_heard_is_told_again() -> None:
    for fate in Fate:
        told = {"1": Told(Tier.SOON, DUE, "a", fate)}
        assert to_tell([danger(Tier.SOON)], told, quiet=False) == [danger(Tier.SOON)] * (fate is not Fate.SENT)
        assert to_tell([danger(Tier.CALM)], told, quiet=False) == []


def test_only_what_may_have_arrived_keeps_its_message() -> None:
    sending = Told(Tier.SOON, DUE, "a", Fate.SENDING)
    assert message_of(danger(Tier.SOON), sending) == "a"
    assert message_of(danger(Tier.WATCH), sending) == "a"
    assert message_of(danger(Tier.URGENT), sending) == ""
    assert message_of(danger(Tier.SOON), sending._replace(fate=Fate.FAILED)) == ""
    assert message_of(danger(Tier.SOON), None) == ""


def test_a_seller_may_hear_of_the_worst_alone() -> None:
    dangers = [danger(tier, str(int(tier))) for tier in Tier]
    assert [one.tier for one in to_tell(dangers, {}, quiet=False, least=Tier.URGENT)] == [
        Tier.MISSED,
        Tier.CRITICAL,
        Tier.URGENT,
    ]


def test_the_deadline_stays_while_the_clock_runs() -> None:
    """A nearest clock that changes as time passes would make every passed clock a deadline moved later."""
    later = DUE + timedelta(hours=5)
    assert due_of(Clocks(None, None, later, DUE, None)) == DUE
    assert due_of(Clocks(DUE, None, later, None, DUE)) == later
    assert due_of(Clocks(DUE, None, None, None, DUE)) is None


def test_old_data_is_told_once_until_there_is_new() -> None:
    longest = timedelta(hours=1)
    assert old_data(None, DUE, longest) == old_data(DUE, DUE + longest, longest) == []
    (first,) = old_data(DUE, DUE + 2 * longest, longest)
    told = {first.number: Told(first.tier, first.due)}
    assert to_tell(old_data(DUE, DUE + 9 * longest, longest), told, quiet=False) == []
    again = old_data(DUE + longest, DUE + 9 * longest, longest)
    assert to_tell(again, told, quiet=False) == again
    assert to_tell(again, told, quiet=True) == []


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

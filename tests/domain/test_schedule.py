"""When to start."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.schedule import Hours, Start, first_start, start_by, usual_hours

MONDAY = datetime(2026, 11, 23, tzinfo=UTC)
HOUR = timedelta(hours=1)


def team(rate: float = 4.0) -> Hours:
    """Packs from 9 to 18 UTC, Monday to Friday; 1970 began on a Thursday."""
    days = (0, 1, 4, 5, 6)
    return Hours(frozenset(day * 24 + hour for day in days for hour in range(9, 18)), rate, timedelta(0))


def test_the_usual_hours_are_learnt() -> None:
    done = [
        MONDAY + timedelta(days=day, hours=hour, minutes=minute)
        for day in range(28)
        if (MONDAY + timedelta(days=day)).weekday() < 5
        for hour in range(9, 18)
        for minute in (5, 20, 35, 50)
    ]
    done += [MONDAY + timedelta(days=6, hours=3)]  # one night's work is no habit
    hours = usual_hours(done, timedelta(0))
    assert hours == team()
    shifted = usual_hours(done, timedelta(hours=3))
    assert shifted is not None
    assert shifted.at(MONDAY + 10 * HOUR) == 4
    assert shifted.at(MONDAY + 8 * HOUR) == 0
    assert usual_hours(done[:50], timedelta(0)) is None


def test_an_hour_in_which_there_was_little_to_do_does_not_make_the_team_slow() -> None:
    """Busy until noon, then one an hour: it could have done as many as before."""
    done = [
        MONDAY + timedelta(days=day, hours=hour, minutes=minute)
        for day in range(28)
        for hour in range(9, 18)
        for minute in (range(0, 60, 5) if hour < 12 else (30,))
    ]
    hours = usual_hours(done, timedelta(0))
    assert hours is not None
    assert hours.at(MONDAY + 16 * HOUR) == 12
    doubled = usual_hours(done, timedelta(0), each=2)
    assert doubled is not None
    assert doubled.at(MONDAY + 16 * HOUR) == 24
    at_any_hour = [MONDAY + number * 37 * HOUR for number in range(60)]
    assert usual_hours(at_any_hour, timedelta(0)) is None


def test_what_comes_first_is_all_that_must_be_ready_for_the_same_pickup() -> None:
    carrier = Hours(frozenset(day * 24 + 17 for day in range(7)), 30.0, timedelta(0))
    due = [MONDAY + hours * HOUR for hours in (19, 20, 20, 23, 43, 44)]
    starts = start_by(due, team(), carrier, MONDAY)
    assert first_start(due, starts, carrier, MONDAY) == Start(4, MONDAY + 16 * HOUR)
    late = MONDAY + 16.6 * HOUR
    assert first_start(due, starts, carrier, late) == Start(4, MONDAY + 16 * HOUR)
    assert first_start([], [], carrier, MONDAY) is None
    assert first_start(due, [None] * 6, carrier, MONDAY) is None


def test_work_that_should_have_been_begun_is_counted_whatever_it_is_for() -> None:
    due = [MONDAY + hours * HOUR for hours in (9.5, *[13] * 16)]
    starts = start_by(due, team(), None, MONDAY)
    behind = first_start(due, starts, None, MONDAY + 11.1 * HOUR)
    assert behind is not None
    assert behind.at < MONDAY + 11 * HOUR
    assert behind.postings == sum(begun is not None and begun < MONDAY + 11.1 * HOUR for begun in starts) > 1


def test_one_posting_before_the_carrier() -> None:
    carrier = Hours(frozenset({4 * 24 + 17}), 30.0, timedelta(0))  # Mondays at 17
    due = [MONDAY + 20 * HOUR]
    assert start_by(due, team(), carrier, MONDAY) == [MONDAY + 16.75 * HOUR]
    assert start_by(due, team(), None, MONDAY) == [MONDAY + 17.75 * HOUR]


def test_many_for_one_pickup_are_begun_in_time_for_all() -> None:
    due = [MONDAY + 17 * HOUR] * 20
    starts = start_by(due, team(), None, MONDAY)
    assert starts[-1] == MONDAY + 16.75 * HOUR
    assert starts[0] == MONDAY + 12 * HOUR
    assert starts == sorted(starts)  # type: ignore[type-var]


def test_a_night_is_skipped() -> None:
    starts = start_by([MONDAY + 34 * HOUR] * 6, team(), None, MONDAY)  # due on Tuesday at 10: four fit in its morning
    assert starts[2] == MONDAY + 33 * HOUR
    assert starts[1] == MONDAY + 17.75 * HOUR


def test_what_cannot_be_made_says_a_moment_that_has_passed() -> None:
    starts = start_by([MONDAY + 10 * HOUR] * 40, team(), None, MONDAY + 9 * HOUR)
    assert starts[0] is not None
    assert starts[0] < MONDAY + 9 * HOUR
    assert start_by([MONDAY], Hours(frozenset(), 4.0, timedelta(0)), None, MONDAY) == [None]
    assert start_by([], team(), None, MONDAY) == []


@given(st.lists(st.integers(1, 7 * 24), min_size=1, max_size=60))
def test_starting_then_all_are_packed_in_time(hours: list[int]) -> None:
    due = sorted(MONDAY + number * HOUR for number in hours)
    packing = team()
    starts = start_by(due, packing, None, MONDAY)
    busy_until = datetime(1970, 1, 1, tzinfo=UTC)
    for begun, moment in zip(starts, due, strict=True):
        assert begun is not None
        done = _packed(max(begun, busy_until), packing)
        assert done <= moment + timedelta(seconds=1)
        busy_until = done


def _packed(begun: datetime, packing: Hours) -> datetime:
    at, left = begun, 1.0
    while True:
        hour = at.replace(minute=0, second=0, microsecond=0) + HOUR
        can = packing.at(at) * ((hour - at) / HOUR)
        if can >= left - 1e-9:
            return at + max(left, 0) / packing.at(at) * HOUR
        left -= can
        at = hour

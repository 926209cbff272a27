"""The forecast against pasts whose future is known."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.forecast import Case, Odds, learn
from ozon_xl.domain.pace import ENOUGH
from tests.domain.past import HOUR, MOSCOW, START, Parcel, Past

SPLIT = START + timedelta(days=35)


class Backtest:
    """Learnt up to a moment, asked every few hours of the week after it."""

    def __init__(self, seed: int, *, look_h: float = 0.0) -> None:
        self._parcels = Past(seed, days=50).parcels()
        known = [parcel.case(SPLIT, look_h) for parcel in self._parcels if parcel.ordered_at <= SPLIT]
        model = learn(known, MOSCOW)
        assert model is not None
        self.told_apart = model.packing is not None
        ended = [case for case in known if case.due < SPLIT]
        self.base = sum(bool(case.done_at and case.done_at <= case.due) for case in ended) / len(ended)
        moments = [SPLIT + number * HOUR for number in range(0, 7 * 24, 5)]
        self.pairs = [pair for now in moments for pair in self._ask(Odds(model, now), now)]

    def _ask(self, odds: Odds, now: datetime) -> list[tuple[float, bool]]:
        waiting = [parcel for parcel in self._parcels if parcel.open_at(now) and parcel.due > now]
        packed = {id(parcel): parcel.packed_at is not None and parcel.packed_at <= now for parcel in waiting}

        def before(parcel: Parcel) -> int:
            alike = (other for other in waiting if packed[id(other)] == packed[id(parcel)])
            return sum(other.place == parcel.place and other.due < parcel.due for other in alike)

        return [
            (
                odds.chance(parcel.place, parcel.due, before(parcel), packed=packed[id(parcel)]),
                parcel.done_at is not None and parcel.done_at <= parcel.due,
            )
            for parcel in waiting
        ]

    @property
    def skill(self) -> float:
        """How much smaller the Brier score is than that of always saying the base rate."""
        ours = sum((chance - came) ** 2 for chance, came in self.pairs)
        flat = sum((self.base - came) ** 2 for _, came in self.pairs)
        return 1 - ours / flat


@pytest.mark.parametrize("look_h", [0.0, 6.0])
@pytest.mark.parametrize("seed", [11, 12, 13, 14])
def test_it_beats_the_base_rate_however_seldom_somebody_looked(seed: int, look_h: float) -> None:
    backtest = Backtest(seed, look_h=look_h)
    assert len(backtest.pairs) > 500
    assert backtest.told_apart
    assert backtest.skill > 0.4


def test_it_is_of_use_where_nobody_saw_any_packing() -> None:
    parcels = Past(11, days=50).parcels()
    known = [parcel.case(SPLIT)._replace(packed_at=None) for parcel in parcels if parcel.ordered_at <= SPLIT]
    model = learn(known, MOSCOW)
    assert model is not None
    assert model.packing is None
    odds = Odds(model, SPLIT + 8 * HOUR)
    soon, later = (odds.chance("msk", SPLIT + hours * HOUR, 3, packed=False) for hours in (9, 60))
    assert soon < 0.2
    assert later > 0.5


def test_what_it_says_is_as_often_true() -> None:
    """Ten classes of chances; each comes true about as often as it says."""
    pairs = [pair for seed in range(11, 17) for pair in Backtest(seed).pairs]
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        some = [pair for pair in pairs if low <= pair[0] < low + 0.2 or pair[0] == low + 0.2 == 1]
        assert len(some) > 100
        said, came = (sum(numbers) / len(some) for numbers in zip(*some, strict=True))
        assert abs(said - came) < 0.2


def test_too_little_history_is_said() -> None:
    cases = worked(range(7), weeks=12)[:ENOUGH]
    assert learn(cases, MOSCOW) is not None
    assert learn(cases[1:], MOSCOW) is None
    assert learn([], MOSCOW) is None


def worked(days: Sequence[int], weeks: int) -> list[Case]:
    """Orders every four hours, packed at 10 of the next of these days (Monday is 0), fetched an hour later."""
    cases = []
    for number in range(weeks * 7 * 6):
        ordered = START + number * 4 * HOUR
        packed = ordered.replace(hour=10) + timedelta(days=ordered.hour >= 10)
        while packed.weekday() not in days:
            packed += timedelta(days=1)
        done = packed + HOUR
        cases += [Case("W", ordered, ordered + 48 * HOUR, packed, packed, done, done, done)] * 4
    return cases


def test_a_shop_that_never_packs_on_weekends() -> None:
    model = learn(worked(range(5), weeks=6), timedelta(0))
    assert model is not None
    friday = START + timedelta(weeks=6, days=4, hours=12)
    odds = Odds(model, friday)
    sunday, monday = (odds.chance("W", friday + hours * HOUR, 0, packed=False) for hours in (52, 74))
    assert sunday < 0.15
    assert monday > 0.75


def test_what_happened_between_two_looks_is_spread_over_them() -> None:
    """Looked at every twelve hours: half of what was packed in between counts for the first six hours."""
    cases = [
        Case("W", at, at + 48 * HOUR, at, at + 12 * HOUR, at + 13 * HOUR, at + 13 * HOUR, at + 13 * HOUR)
        for at in (START + timedelta(days=day) for day in range(60))
        for _ in range(5)
    ]
    model = learn(cases, timedelta(0))
    assert model is not None
    assert model.packing is not None
    rates = [rate for rate, _ in model.packing.rates("W", 12, 0, 0)]
    assert all(earlier < later for earlier, later in pairwise(rates[:11]))
    assert 0.05 < rates[0] < 0.15


def test_a_case_may_stand_for_several() -> None:
    """Every other one of a past says the same of the queue as all of it."""
    parcels = Past(5, days=45).parcels()
    whole = learn([parcel.case(SPLIT) for parcel in parcels], MOSCOW)
    half = learn([parcel.case(SPLIT) for parcel in parcels[::2]], MOSCOW, each=2)
    assert whole is not None
    assert half is not None
    for before in (0, 10, 40):
        chances = [Odds(model, SPLIT).chance("msk", SPLIT + 20 * HOUR, before, packed=False) for model in (whole, half)]
        assert abs(chances[0] - chances[1]) < 0.2


def test_moments_that_contradict_each_other_say_nothing() -> None:
    """A clock that was put back: over before it began."""
    good = worked(range(7), weeks=12)
    later = timedelta(weeks=1)
    jumped = [case._replace(seen_from=case.seen_until + later, packed_at=case.seen_until + later) for case in good]
    assert learn(jumped, timedelta(0)) is None
    assert learn([*good, *jumped], timedelta(0)) == learn(good, timedelta(0))


MODEL = learn([parcel.case(SPLIT) for parcel in Past(5, days=30).parcels()], MOSCOW)


@given(
    place=st.sampled_from(["msk", "spb", "never seen"]),
    hours=st.floats(-5, 200),
    before=st.integers(0, 500),
    packed=st.booleans(),
    at=st.integers(0, 24 * 7 * 60),
)
def test_a_chance_is_a_probability_and_grows_with_time_to_the_next_hour(
    place: str, hours: float, before: int, packed: bool, at: int
) -> None:
    assert MODEL is not None
    now = SPLIT + timedelta(minutes=at)
    odds, due = Odds(MODEL, now), now + hours * HOUR
    chance = odds.chance(place, due, before, packed=packed)
    assert 0 <= chance <= 1
    assert chance == 0 or due > now
    assert chance <= odds.chance(place, due, before, packed=True) + 0.2
    end_of_hour = due.replace(minute=0, second=0, microsecond=0) + HOUR
    if due > now and due < end_of_hour:
        assert chance <= odds.chance(place, end_of_hour, before, packed=packed) + 1e-9

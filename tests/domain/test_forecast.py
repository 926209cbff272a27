"""The forecast against pasts whose future is known."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.forecast import ENOUGH, Forecast, learn
from tests.domain.past import HOUR, MOSCOW, START, Past

SPLIT = START + timedelta(days=35)


class Backtest:
    """Learnt up to a moment, asked every few hours of the week after it."""

    def __init__(self, seed: int, *, told: bool = True) -> None:
        parcels = Past(seed, days=50).parcels()
        known = [parcel.case(SPLIT) for parcel in parcels if parcel.ordered_at <= SPLIT]
        if not told:
            known = [case._replace(packed_at=None) for case in known]
        model = learn(known, MOSCOW)
        assert model is not None
        ended = [case for case in known if case.due < SPLIT]
        self.base = sum(bool(case.done_at and case.done_at <= case.due) for case in ended) / len(ended)
        self.pairs = [pair for number in range(0, 7 * 24, 5) for pair in self._ask(model, parcels, number)]

    @staticmethod
    def _ask(model: Forecast, parcels: list, number: int) -> list[tuple[float, bool]]:  # type: ignore[type-arg]
        now = SPLIT + number * HOUR
        waiting = [parcel for parcel in parcels if parcel.open_at(now) and parcel.due > now]
        unpacked = {id(parcel) for parcel in waiting if parcel.packed_at is None or parcel.packed_at > now}
        pairs = []
        for parcel in waiting:
            before = sum(
                1
                for other in waiting
                if other.place == parcel.place and other.due < parcel.due and id(other) in unpacked
            )
            packed = id(parcel) not in unpacked
            chance = model.chance(parcel.place, parcel.due, before, now, packed=packed)
            pairs.append((chance, parcel.done_at is not None and parcel.done_at <= parcel.due))
        return pairs

    @property
    def skill(self) -> float:
        """How much smaller the Brier score is than that of always saying the base rate."""
        ours = sum((chance - came) ** 2 for chance, came in self.pairs)
        flat = sum((self.base - came) ** 2 for _, came in self.pairs)
        return 1 - ours / flat


@pytest.mark.parametrize("seed", [11, 12, 13, 14])
def test_it_beats_the_base_rate(seed: int) -> None:
    backtest = Backtest(seed)
    assert len(backtest.pairs) > 500
    assert backtest.skill > 0.2


def test_it_is_of_use_where_nobody_saw_the_packing() -> None:
    assert Backtest(11, told=False).skill > 0.2


def test_what_it_calls_sure_mostly_happens() -> None:
    pairs = [pair for seed in (11, 12) for pair in Backtest(seed).pairs]
    sure = [came for chance, came in pairs if chance > 0.9]
    hopeless = [came for chance, came in pairs if chance < 0.1]
    assert len(sure) > 100
    assert len(hopeless) > 100
    assert sum(sure) / len(sure) > 0.8
    assert sum(hopeless) / len(hopeless) < 0.2


def test_too_little_history_is_said() -> None:
    parcels = [parcel for parcel in Past(3, days=30).parcels() if parcel.done_at][: ENOUGH - 1]
    assert learn([parcel.case(SPLIT) for parcel in parcels], MOSCOW) is None


MODEL = learn([parcel.case(SPLIT) for parcel in Past(5, days=30).parcels()], MOSCOW)


@given(
    place=st.sampled_from(["msk", "spb", "never seen"]),
    hours=st.floats(-5, 200),
    before=st.integers(0, 500),
    packed=st.booleans(),
    at=st.integers(0, 24 * 7 * 60),
)
def test_a_chance_is_a_probability_and_grows_with_time(
    place: str, hours: float, before: int, packed: bool, at: int
) -> None:
    assert MODEL is not None
    now = SPLIT + timedelta(minutes=at)
    due = now + hours * HOUR
    chance = MODEL.chance(place, due, before, now, packed=packed)
    assert 0 <= chance <= 1
    assert chance == 0 or hours > 0
    assert chance <= MODEL.chance(place, due, before, now, packed=True) + 0.2

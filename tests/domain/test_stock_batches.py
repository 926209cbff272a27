"""The fewest requests, in the order in which they may go, and how long they take."""

from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_batches import BATCH_S, PROOF_S, Batch, batches, seconds_for

RESTS = st.dictionaries(
    st.integers(0, 400).map(lambda number: Pair(f"A{number}", "1")), st.floats(-5, 31), max_size=350
)


@given(RESTS, st.integers(1, 100))
def test_each_pair_is_written_once_in_the_fewest_requests(rest: dict[Pair, float], most: int) -> None:
    planned = batches(rest, most)
    written = [pair for batch in planned for pair in batch.pairs]
    assert sorted(written) == sorted(rest)
    assert len(planned) == -(-len(rest) // most)
    assert all(len(batch.pairs) <= most for batch in planned)
    assert all(rest[pair] <= batch.rest_s for batch in planned for pair in batch.pairs)
    assert [batch.rest_s for batch in planned] == sorted(batch.rest_s for batch in planned)


def test_who_needs_no_rest_goes_first_in_the_order_of_the_plan() -> None:
    rest = {Pair("A", "1"): 20.0, Pair("B", "1"): 0.0, Pair("C", "1"): -3.0, Pair("D", "1"): 5.0}
    first, second = batches(rest, 2)
    assert first == Batch((Pair("B", "1"), Pair("C", "1")), 0.0)
    assert second == Batch((Pair("D", "1"), Pair("A", "1")), 20.0)


def planned(count: int, rest_s: float = 0.0) -> list[Batch]:
    return [Batch((Pair(str(number), "1"),), rest_s) for number in range(count)]


def test_how_long_it_takes() -> None:
    assert seconds_for([], 80, 60) == 0
    assert seconds_for(planned(1), 80, 60) == BATCH_S + PROOF_S
    assert seconds_for(planned(3), 80, 60) == 3 * BATCH_S + PROOF_S
    assert seconds_for(planned(1, 25.0), 80, 60) == 25 + BATCH_S + PROOF_S
    assert seconds_for(planned(5), 2, 60) == 120 + BATCH_S + PROOF_S
    assert seconds_for(planned(200), 80, 60) >= 120


@given(st.integers(0, 300), st.integers(1, 100))
def test_more_requests_never_take_less_time(count: int, calls: int) -> None:
    assert seconds_for(planned(count), calls, 60) <= seconds_for(planned(count + 1), calls, 60)

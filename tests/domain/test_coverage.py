"""Every piece on a shelf serves one posting, the packed ones first and then the earliest deadline."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.coverage import cover
from ozon_xl.domain.postings import Posting
from ozon_xl.domain.statuses import GONE, RESERVING
from ozon_xl.domain.stock import Pair

from .make import hours, line, posting


def order(number: str, *lines: tuple[str, int], due: float | None = 10, **changes: object) -> Posting:
    ship_by = None if due is None else hours(due)
    made = posting(number=number, warehouse_id="W", ship_by=ship_by, lines=tuple(line(*one) for one in lines))
    return made._replace(**changes)  # type: ignore[arg-type]


def test_the_earlier_deadline_takes_the_goods() -> None:
    late, early = order("1", ("A", 2), due=20), order("2", ("A", 2), due=5)
    coverage = cover([late, early], {Pair("A", "W"): 3})
    assert coverage.short == {"2": (0,), "1": (1,)}
    assert coverage.ordered == {Pair("A", "W"): 4}


def test_what_is_packed_has_its_goods_and_holds_them() -> None:
    packed, waiting = order("1", ("A", 2), due=20, status="awaiting_deliver"), order("2", ("A", 2), due=5)
    assert cover([waiting, packed], {Pair("A", "W"): 3}).short == {"1": (0,), "2": (1,)}
    assert cover([packed], {Pair("A", "W"): 0}).short == {"1": (0,)}
    assert cover([packed], {}).short == {"1": (0,)}


def test_goods_in_another_warehouse_do_not_help() -> None:
    coverage = cover([order("1", ("A", 1))], {Pair("A", "other"): 9})
    assert coverage.short == {"1": (None,)}
    assert coverage.short_of("1") == 0


def test_no_deadline_is_served_last_and_equal_ones_by_number() -> None:
    postings = [order("3", ("A", 1), due=None), order("2", ("A", 1)), order("1", ("A", 1))]
    assert cover(postings, {Pair("A", "W"): 1}).short == {"1": (0,), "2": (1,), "3": (1,)}


def test_two_lines_of_one_offer_draw_on_the_same_shelf() -> None:
    coverage = cover([order("1", ("A", 2), ("A", 2))], {Pair("A", "W"): 3})
    assert coverage.short == {"1": (0, 1)}
    assert coverage.short_of("1") == 1
    assert coverage.short_of("nobody") == 0


def test_what_left_the_shelf_or_waits_for_nobody_draws_nothing() -> None:
    postings = [order(status, ("A", 5), status=status) for status in (*GONE, "arbitration", "not_accepted", "new_one")]
    coverage = cover(postings, {Pair("A", "W"): 1})
    assert not coverage.short
    assert not coverage.ordered


orders = st.lists(
    st.builds(
        lambda lines, due, warehouse, status: (lines, due, warehouse, status),
        st.lists(st.tuples(st.sampled_from("ABC"), st.integers(1, 5)), min_size=1, max_size=3),
        st.one_of(st.none(), st.integers(-20, 20)),
        st.sampled_from("VW"),
        st.sampled_from([*RESERVING, "delivering", "unheard_of"]),
    ),
    max_size=8,
)
shelves = st.dictionaries(st.builds(Pair, st.sampled_from("ABC"), st.sampled_from("VW")), st.integers(-3, 12))


@given(orders, shelves, st.randoms())
def test_pieces_are_neither_made_nor_lost(
    wanted: list[tuple[list[tuple[str, int]], float | None, str, str]], present: dict[Pair, int], random: object
) -> None:
    postings = [
        order(str(number), *lines, due=due, warehouse_id=warehouse, status=status)
        for number, (lines, due, warehouse, status) in enumerate(wanted)
    ]
    before = dict(present)
    coverage = cover(postings, present)
    assert present == before
    served: Counter[Pair] = Counter()
    unpacked: Counter[Pair] = Counter()
    for one in postings:
        shorts = coverage.short.get(one.number)
        assert (shorts is not None) == (one.status in RESERVING)
        for article, short in zip(one.lines, shorts or (), strict=False):
            pair = Pair(article.offer, one.warehouse_id)
            assert (short is None) == (pair not in present and one.status != "awaiting_deliver")
            assert 0 <= (short or 0) <= article.quantity
            if one.status != "awaiting_deliver" and short is not None:
                served[pair] += article.quantity - short
                unpacked[pair] += article.quantity
    packed = coverage.ordered - unpacked
    for pair, on_shelf in present.items():
        left = max(on_shelf - packed[pair], 0)
        assert served[pair] == min(left, unpacked[pair])
    random.shuffle(postings)  # type: ignore[attr-defined]
    assert cover(postings, present) == coverage

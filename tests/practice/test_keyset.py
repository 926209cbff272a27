"""The sorted index against the plainest way to do the same."""

from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.practice.keyset import Keyset

Pair = tuple[int, int]
PAIRS = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 20)), unique=True, max_size=30)


@given(
    PAIRS,
    st.one_of(st.none(), st.tuples(st.integers(0, 6))),
    st.one_of(st.none(), st.tuples(st.integers(0, 6))),
    st.integers(1, 7),
    st.booleans(),
)
def test_pages_make_up_the_whole(
    rows: list[Pair], low: tuple[int] | None, high: tuple[int] | None, size: int, descending: bool
) -> None:
    index = Keyset[Pair](lambda row: row, rows)

    def wanted(row: Pair) -> bool:
        return row[1] % 3 != 0

    expected = sorted(
        (row for row in rows if wanted(row) and (not low or row[0] >= low[0]) and (not high or row[0] <= high[0])),
        reverse=descending,
    )
    found: list[Pair] = []
    after, more = None, True
    while more:
        page, more = index.page(size, after=after, low=low, high=high, wanted=wanted, descending=descending)
        assert len(page) == size or not more
        found += page
        after = page[-1] if page else after
    assert found == expected
    assert index.count(low, high, wanted) == len(expected)


@given(PAIRS, PAIRS)
def test_rows_come_and_go(first: list[Pair], second: list[Pair]) -> None:
    index = Keyset[Pair](lambda row: row, first)
    for row in second:
        if row in first:
            index.remove(row)
        else:
            index.add(row)
    assert index.page(99)[0] == sorted(set(first) ^ set(second))
    assert len(index) == len(set(first) ^ set(second))


def test_a_page_behind_a_row_that_is_gone_starts_where_it_was() -> None:
    index = Keyset[Pair](lambda row: row, [(1, 1), (2, 2), (3, 3)])
    index.remove((2, 2))
    assert index.page(1, after=(2, 2)) == ([(3, 3)], False)
    assert index.page(1, after=(2, 2), descending=True) == ([(1, 1)], False)

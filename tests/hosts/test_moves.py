"""Which row goes where: nobody's entries ever come to stand beside another key."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.hosts.base import Key
from ozon_xl.hosts.com.moves import moves

keys = st.sampled_from([(letter,) for letter in "abcdef"])


@given(st.lists(st.none() | keys, max_size=12), st.lists(keys, max_size=12))
def test_every_old_row_goes_to_its_own_key_or_away(old: list[Key | None], new: list[Key | None]) -> None:
    plan = moves(old, new)
    assert sorted(plan.ranks) == list(range(len(old) + plan.added))
    assert plan.stay == len(new)
    for key, rank in zip(old, plan.ranks, strict=False):
        if rank < len(new) and key is not None:
            assert new[rank] == key
    stayed = [key for key, rank in zip(old, plan.ranks, strict=False) if key and rank < len(new)]
    assert Counter(stayed) == Counter(key for key in old if key) & Counter(key for key in new if key)
    assert all(rank < len(new) for rank in plan.ranks[len(old) :]), "no row is added only to go"
    gone = [index for index, rank in enumerate(plan.ranks[: len(old)]) if rank >= len(new)]
    heirs = dict(plan.doubles)
    for index in gone:
        assert (index in heirs) is (old[index] in new and old[index] is not None)
    assert all(old[going] == old[heir] and plan.ranks[heir] < len(new) for going, heir in plan.doubles)


@given(st.lists(keys, unique=True, min_size=1))
def test_nothing_moves_where_nothing_changes(same: list[Key | None]) -> None:
    plan = moves(same, same)
    assert plan.ranks == list(range(len(same)))
    assert plan.added == 0


def test_rows_of_one_key_keep_their_order_and_new_ones_take_empty_rows() -> None:
    plan = moves([("a",), None, ("a",), ("b",)], [("c",), ("a",), ("a",)])
    assert plan.ranks == [1, 0, 2, 3]
    assert plan.added == 0
    assert plan.doubles == []
    assert moves([("a",), ("a",)], [("a",)]).doubles == [(1, 0)]

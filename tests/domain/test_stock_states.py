"""W6: whatever Ozon's answer to a stock write looks like, no row is called accepted or refused without proof."""

import random
from collections import defaultdict

import pytest

from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import (
    FINAL,
    MAYBE_APPLIED,
    PAIR_BUSY,
    ItemAnswer,
    ItemError,
    State,
    state_after_answer,
    state_after_read,
    state_after_second_look,
    states_after_answer,
)

BAD = ItemError("STOCK_TOO_BIG", "too big")
BUSY = ItemError(PAIR_BUSY, "wait")


def answer(*errors: ItemError, updated: bool | None) -> ItemAnswer:
    return ItemAnswer("A", "W", updated, errors)


@pytest.mark.parametrize(
    ("entries", "state", "said"),
    [
        ([], State.UNKNOWN, ""),
        ([answer(updated=True)], State.ACCEPTED, ""),
        ([answer(updated=False)], State.UNKNOWN, ""),
        ([answer(updated=None)], State.UNKNOWN, ""),
        ([answer(BAD, updated=True)], State.UNKNOWN, "STOCK_TOO_BIG: too big"),
        ([answer(BAD, updated=None)], State.UNKNOWN, "STOCK_TOO_BIG: too big"),
        ([answer(BAD, updated=False)], State.REJECTED, "STOCK_TOO_BIG: too big"),
        ([answer(BUSY, BAD, updated=False)], State.REJECTED, "TOO_MANY_REQUESTS: wait; STOCK_TOO_BIG: too big"),
        ([answer(updated=True), answer(updated=True)], State.UNKNOWN, ""),
        ([answer(updated=True), answer(BAD, updated=False)], State.UNKNOWN, ""),
        ([answer(BAD, updated=False), answer(BAD, updated=False)], State.UNKNOWN, ""),
    ],
)
def test_one_pair(entries: list[ItemAnswer], state: State, said: str) -> None:
    assert state_after_answer(entries) == (state, said)


TRUTHS = (True, False, None)
LOTS = ((), (BAD,), (BUSY,), (BAD, BUSY))


def make_answer(dice: random.Random) -> tuple[list[Pair], list[ItemAnswer], dict[Pair, State]]:
    """A batch, Ozon's answer to it, and what it proves of each pair.

    Entries come in any order; some are missing, doubled, of pairs that nobody sent, or contradict themselves.
    """
    pairs = [Pair(f"offer{number}", dice.choice("VW")) for number in range(dice.randint(1, 12))]
    proved: dict[Pair, State] = {}
    entries: list[ItemAnswer] = []
    for pair in pairs:
        updated, said, times = dice.choice(TRUTHS), dice.choice(LOTS), dice.choice((0, 1, 1, 1, 1, 2))
        entries += [ItemAnswer(*pair, updated, said)] * times
        proved[pair] = State.UNKNOWN
        if times == 1 and updated is True and not said:
            proved[pair] = State.ACCEPTED
        if times == 1 and updated is False and said:
            proved[pair] = State.REJECTED
        if dice.random() < 0.2:  # a foreign pair: the same offer elsewhere, or its warehouse with another offer
            foreign = Pair(pair.offer, "other") if dice.random() < 0.5 else Pair("other", pair.warehouse_id)
            entries.append(ItemAnswer(*foreign, dice.choice(TRUTHS), dice.choice(LOTS)))
    dice.shuffle(entries)
    return pairs, entries, proved


def test_two_thousand_answers_and_not_one_wrong_row() -> None:
    dice = random.Random(20261123)
    counted: defaultdict[State, int] = defaultdict(int)
    for _ in range(2_000):
        pairs, entries, proved = make_answer(dice)
        states = states_after_answer(pairs, entries)
        assert list(states) == pairs
        for pair, (state, _said) in states.items():
            assert state is proved[pair]
            counted[state] += 1
    assert set(counted) == {State.ACCEPTED, State.REJECTED, State.UNKNOWN}
    assert min(counted.values()) >= 500


def test_the_check_of_the_answers_finds_a_naive_reader() -> None:
    """By position, and believing every ``updated: true``: the generated answers must catch that."""
    dice, wrong = random.Random(20261123), 0
    for _ in range(200):
        pairs, entries, proved = make_answer(dice)
        for pair, entry in zip(pairs, entries, strict=False):
            wrong += (State.ACCEPTED if entry.updated else State.REJECTED) is not proved[pair]
    assert wrong > 100


@pytest.mark.parametrize(
    ("free", "settled", "state"),
    [
        (7, False, State.VERIFIED),
        (7, True, State.VERIFIED),
        (5, False, None),
        (5, True, State.EXPIRED),
        (6, False, None),
        (6, True, State.SUPERSEDED),
        (0, True, State.SUPERSEDED),
        (0, False, None),
    ],
)
def test_a_read_after_sending_7_where_5_stood(free: int, settled: bool, state: State | None) -> None:
    assert state_after_read(was=5, sent=7, free=free, settled=settled) is state


def test_what_ozon_accepted_was_not_lost_on_its_way() -> None:
    assert state_after_read(was=5, sent=7, free=5, settled=True, accepted=True) is State.SUPERSEDED
    assert state_after_read(was=5, sent=7, free=5, settled=False, accepted=True) is None
    assert state_after_read(was=5, sent=7, free=7, settled=True, accepted=True) is State.VERIFIED


def test_only_a_value_that_was_seen_is_verified() -> None:
    for was in range(6):
        for sent in range(6):
            for free in range(6):
                for settled in (False, True):
                    state = state_after_read(was=was, sent=sent, free=free, settled=settled)
                    assert (state is State.VERIFIED) == (free == sent)
                    assert state is None or state in FINAL


def test_no_state_is_both_final_and_open() -> None:
    assert not FINAL & MAYBE_APPLIED
    assert set(State) - FINAL - MAYBE_APPLIED == {State.PLANNED, State.CONFIRMED}


@pytest.mark.parametrize(
    ("free", "ordered", "state"),
    [
        (7, 0, State.VERIFIED),
        (7, 2, State.VERIFIED),
        (5, 2, State.VERIFIED),
        (5, 1, State.SUPERSEDED),
        (5, 0, State.SUPERSEDED),
        (9, 0, State.SUPERSEDED),
        (9, 2, State.SUPERSEDED),
    ],
)
def test_a_second_look_allows_for_new_orders_alone(free: int, ordered: int, state: State) -> None:
    assert state_after_second_look(sent=7, free=free, ordered=ordered) is state

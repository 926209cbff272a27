"""W6: whatever Ozon's answer to a stock write looks like, no row is called accepted or refused without proof."""

import random
from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_states import (
    FINAL,
    MAYBE_APPLIED,
    PAIR_BUSY,
    ItemAnswer,
    ItemError,
    Sent,
    State,
    Verdict,
    after_read,
    state_after_answer,
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


# --- what a read says of a write -------------------------------------------------------------------------------------

UP, DOWN = Sent.over(free=5, reserved=2, present=7, sent=8), Sent.over(free=5, reserved=2, present=7, sent=3)

HELD_MORE = Sent.over(free=5, reserved=4, present=9, sent=8)


def seen(free: int, reserved: int) -> StockLevel:
    return StockLevel("A", "W", "", "", free + reserved, reserved, free, None)


@pytest.mark.parametrize(
    ("sent", "level", "verdict"),
    [
        (UP, seen(8, 2), Verdict(State.VERIFIED)),
        (UP, seen(7, 3), Verdict(State.VERIFIED)),  # an order since
        (UP, seen(4, 6), Verdict(State.VERIFIED)),
        (UP, seen(9, 1), Verdict(State.VERIFIED)),  # a cancellation since
        (UP, seen(8, 1), Verdict(State.VERIFIED)),  # one shipped since
        (UP, seen(8, 3), Verdict(State.VERIFIED, 1)),  # ordered between the last look and the write
        (UP, seen(6, 6), Verdict(State.VERIFIED, 2)),  # two of them, and two more since
        (UP, seen(5, 2), None),  # not there yet
        (UP, seen(4, 3), None),
        (UP, seen(8, 0), Verdict(State.VERIFIED)),
        (HELD_MORE, seen(8, 1), None),  # three shipped since, or three cancelled and nothing there
        (UP, seen(9, 3), None),  # another program
        (DOWN, seen(3, 2), Verdict(State.VERIFIED)),
        (DOWN, seen(2, 3), Verdict(State.VERIFIED)),
        (DOWN, seen(3, 4), None),  # two orders, before the write or since: it may not be there yet
        (DOWN, seen(4, 1), None),  # one cancelled, or two shipped and one ordered and nothing there
        (DOWN, seen(5, 0), None),
        (DOWN, seen(5, 2), None),
        (DOWN, seen(3, 1), None),
    ],
)
def test_a_look_soon_after_a_write(sent: Sent, level: StockLevel, verdict: Verdict | None) -> None:
    """Of 8, or 3, over 5 free and 2 reserved."""
    for accepted in (False, True):
        assert after_read(sent, level, settled=False, accepted=accepted) == verdict


@pytest.mark.parametrize(
    ("sent", "level", "accepted", "unanswered"),
    [
        (UP, seen(5, 2), None, State.EXPIRED),
        (UP, seen(4, 3), None, State.EXPIRED),  # ordered since
        (UP, seen(5, 1), State.SUPERSEDED, State.EXPIRED),
        (UP, seen(8, 0), State.VERIFIED, State.VERIFIED),
        (HELD_MORE, seen(8, 1), State.VERIFIED, State.SUPERSEDED),  # the one as likely as the other
        (UP, seen(9, 3), State.SUPERSEDED, State.SUPERSEDED),
        (UP, seen(0, 2), State.SUPERSEDED, State.EXPIRED),
        (DOWN, seen(3, 4), State.VERIFIED, State.SUPERSEDED),
        (DOWN, seen(3, 3), State.VERIFIED, State.VERIFIED),
        (DOWN, seen(4, 1), State.VERIFIED, State.VERIFIED),
        (DOWN, seen(5, 2), None, State.EXPIRED),
        (DOWN, seen(6, 1), None, State.EXPIRED),
    ],
)
def test_a_look_when_time_has_passed(sent: Sent, level: StockLevel, accepted: State | None, unanswered: State) -> None:
    told = after_read(sent, level, settled=True, accepted=True)
    assert (told and told.state) == accepted
    told = after_read(sent, level, settled=True)
    assert told is not None
    assert told.state == unanswered
    if accepted is None:
        assert after_read(sent, level, settled=True, accepted=True, overdue=True) == Verdict(State.SUPERSEDED)


def test_what_was_ordered_in_the_moment_of_a_write_is_told_when_it_can_be_known() -> None:
    assert after_read(DOWN, seen(3, 3), settled=True, accepted=True) == Verdict(State.VERIFIED, 1)
    assert after_read(DOWN, seen(2, 5), settled=True, accepted=True) == Verdict(State.VERIFIED, 2)


def test_a_shelf_that_holds_less_than_is_promised_is_written_over_by_the_promise() -> None:
    sent = Sent.over(free=0, reserved=3, present=1, sent=5)
    assert after_read(sent, seen(5, 3), settled=False) == Verdict(State.VERIFIED)


LEVELS = st.builds(seen, st.integers(0, 9), st.integers(0, 9))
SENT = st.builds(
    lambda level, free: Sent.over(free=level.free, reserved=level.reserved, present=level.present, sent=free),
    LEVELS,
    st.integers(0, 9),
)


@given(SENT, LEVELS, st.booleans(), st.booleans(), st.booleans())
def test_a_verdict_is_final_and_time_only_adds_to_them(
    sent: Sent, level: StockLevel, settled: bool, accepted: bool, overdue: bool
) -> None:
    verdict = after_read(sent, level, settled=settled, accepted=accepted, overdue=overdue)
    assert verdict is None or verdict.state in FINAL
    assert not (accepted and verdict and verdict.state is State.EXPIRED), "what Ozon took is never sent again"
    assert verdict is None or not verdict.oversold or verdict.state is State.VERIFIED
    if not settled and verdict:
        assert after_read(sent, level, settled=True, accepted=accepted, overdue=overdue) == verdict


@given(SENT, st.integers(0, 5), st.integers(0, 5), st.booleans())
def test_orders_never_make_an_old_shelf_look_like_a_new_one(
    sent: Sent, ordered: int, cancelled: int, accepted: bool
) -> None:
    """While reads show what was before the write, nothing is called done, however many order or cancel."""
    reserved = sent.shelf - sent.was + ordered - cancelled
    old = seen(sent.was - ordered + cancelled, reserved)
    if sent.free != sent.was:
        assert after_read(sent, old, settled=False, accepted=accepted) is None


@given(SENT, st.integers(0, 5), st.integers(0, 5))
def test_an_order_in_the_gap_is_told_with_its_pieces(sent: Sent, gap: int, later: int) -> None:
    """At the latest when nothing old can be read any more."""
    level = seen(sent.free - later, sent.shelf - sent.was + gap + later)
    assert after_read(sent, level, settled=True, accepted=True) == Verdict(State.VERIFIED, gap)


def test_no_state_is_both_final_and_open() -> None:
    assert not FINAL & MAYBE_APPLIED
    assert set(State) - FINAL - MAYBE_APPLIED == {State.PLANNED, State.CONFIRMED}


@pytest.mark.parametrize(
    ("level", "ordered", "state"),
    [
        (seen(8, 2), 0, State.VERIFIED),
        (seen(8, 2), 2, State.VERIFIED),
        (seen(6, 4), 0, State.VERIFIED),  # the shelf is the same
        (seen(9, 1), 0, State.VERIFIED),
        (seen(6, 2), 2, State.VERIFIED),  # two ordered and two shipped
        (seen(6, 2), 1, State.SUPERSEDED),
        (seen(6, 2), 0, State.SUPERSEDED),
        (seen(10, 2), 0, State.SUPERSEDED),
        (seen(10, 2), 2, State.SUPERSEDED),
    ],
)
def test_a_second_look_allows_for_orders_cancellations_and_shipping(
    level: StockLevel, ordered: int, state: State
) -> None:
    assert state_after_second_look(UP, 8, level, oversold=0, ordered=ordered) is state


def test_a_second_look_counts_from_what_was_read_when_it_was_proved() -> None:
    assert state_after_second_look(UP, 7, seen(7, 1), oversold=0, ordered=0) is State.VERIFIED
    assert state_after_second_look(UP, 7, seen(6, 1), oversold=0, ordered=1) is State.VERIFIED
    assert state_after_second_look(UP, 8, seen(7, 4), oversold=1, ordered=0) is State.VERIFIED

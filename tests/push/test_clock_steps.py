"""S4: somebody sets the computer's clock, between two runs or in the middle of one. Nothing waits for hours, nothing is
taken for settled too early, and data that claim to be from the future are refused.
"""

import re
from datetime import timedelta
from pathlib import Path

import httpx
import pytest

from ozon_xl import errors
from ozon_xl.actions.stock.rest import REST_S, rest_of
from ozon_xl.actions.stock.sending import SETTLED_S
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import SECOND_LOOK, State
from ozon_xl.practice.server import CLIENT_ID
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.texts import Lang
from ozon_xl.texts import stock as texts
from tests.push.points import Crash
from tests.push.stand import WRITE, Program, Stand, blind_resends, new_stand, order
from tests.push.wire import Manner, Serve

STEPS = (timedelta(days=-1), timedelta(hours=-3), timedelta(hours=3), timedelta(days=1))
CLOCK: dict[Lang, str] = {"en": "clock", "ru": "часы", "zh": "时钟"}
PROOF_S = 300
"""More than a push whose answer is lost takes."""


def on_write(act: Manner, *, dated: bool = True) -> Manner:
    """``act`` happens to the first write. An Ozon that is not ``dated`` names no time in its answers."""
    left = [act]

    def manner(request: httpx.Request, serve: Serve) -> httpx.Response:
        answer = left.pop()(request, serve) if request.url.path == WRITE and left else serve()
        if not dated:
            answer.headers.pop("date", None)
        return answer

    return manner


def edited(stand: Stand, more: int = 1) -> tuple[Pair, int]:
    (pair, free), *_ = stand.usable()
    stand.type_edits({pair: free + more})
    return pair, free


def refreshed_with(stand: Stand, fast: timedelta) -> None:
    """The computer's clock is so fast, and was when the numbers were read."""
    stand.clock_is_fast = fast
    stand.sheet.names["RefreshedAt"] = to_cell(stand.now + fast)


def last_state(program: Program, pair: Pair) -> State:
    return program.store.journal.last_results(CLIENT_ID)[pair].state


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_a_step_while_an_answer_is_missing_changes_neither_the_wait_nor_the_verdict(
    folder: Path, step: timedelta, *, dated: bool
) -> None:
    """The request lands 20 seconds later; who calls it lost before invites a second sending."""
    stand = new_stand(folder)
    pair, free = edited(stand)

    def lost(_request: httpx.Request, serve: Serve) -> httpx.Response:
        stand.clock_is_fast = step
        stand.time.after(20, serve)
        raise httpx.ReadError("the connection was reset")

    began = stand.time.monotonic()
    with stand.program(manner=on_write(lost, dated=dated)) as program:
        (outcome,) = program.push(program.plan()).outcomes
    assert outcome.state is State.VERIFIED
    assert stand.free(pair) == free + 1
    assert stand.time.monotonic() - began < PROOF_S


@pytest.mark.parametrize("dated", [True, False])
@pytest.mark.parametrize("step", STEPS)
def test_what_never_arrives_is_called_so_in_time(folder: Path, step: timedelta, *, dated: bool) -> None:
    stand = new_stand(folder)
    edited(stand)
    told: list[str] = []

    def lost(_request: httpx.Request, _serve: Serve) -> httpx.Response:
        stand.clock_is_fast = step
        raise httpx.ReadError("the connection was reset")

    began = stand.time.monotonic()
    with stand.program(manner=on_write(lost, dated=dated)) as program:
        (outcome,) = program.push(program.plan(), progress=told.append).outcomes
    assert outcome.state is State.EXPIRED
    assert SETTLED_S <= stand.time.monotonic() - began < PROOF_S
    assert any(re.search(r"waiting \d+ s: a write without an answer", text) for text in told)


@pytest.mark.parametrize("step", STEPS)
def test_what_a_dead_program_sent_is_waited_for_whatever_the_clock_says_since(folder: Path, step: timedelta) -> None:
    stand = new_stand(folder)
    pair, free = edited(stand)

    def sent_and_died(_request: httpx.Request, serve: Serve) -> httpx.Response:
        stand.time.after(40, serve)
        raise Crash

    with pytest.raises(Crash), stand.program(manner=on_write(sent_and_died)) as program:
        program.push(program.plan())
    stand.type_edits({pair: free + 2})
    stand.clock_is_fast = step
    with stand.program() as program:
        assert program.press() is None
        assert [refusal.why for refusal in program.plan().refused] == [texts.ROW_OPEN.filled(sent=free + 1)]
        stand.time.pass_(SETTLED_S)
        assert program.press() is None, "typed beside a number that is there no more"
        assert last_state(program, pair) is State.VERIFIED
        assert program.plan().refused[0].conflict
    assert stand.free(pair) == free + 1
    assert not blind_resends(stand)


def test_entries_from_the_future_hold_up_nothing(folder: Path) -> None:
    """An Ozon that names no time, a clock a day ahead, and then it is put right: what was sent a minute ago is neither
    left alone for a day nor waited for that long.
    """
    stand = new_stand(folder)
    pair, free = edited(stand)
    refreshed_with(stand, timedelta(days=1))
    undated = on_write(lambda _request, serve: serve(), dated=False)
    with stand.program(manner=undated) as program:
        assert program.push(program.plan()).count(State.VERIFIED) == 1
    refreshed_with(stand, timedelta(0))
    stand.type_edits({pair: free + 2})
    began = stand.time.monotonic()
    with stand.program(manner=undated) as program:
        assert rest_of([pair], program.store, CLIENT_ID, program.clock.now()) == {pair: REST_S}
        assert program.push(program.plan()).count(State.VERIFIED) == 1
    assert stand.time.monotonic() - began < 2 * REST_S


def test_an_unanswered_write_from_the_future_holds_its_pair_no_longer_than_any_other(folder: Path) -> None:
    stand = new_stand(folder)
    pair, free = edited(stand)
    refreshed_with(stand, timedelta(days=1))

    def died(_request: httpx.Request, _serve: Serve) -> httpx.Response:
        raise Crash

    with pytest.raises(Crash), stand.program(manner=on_write(died, dated=False)) as program:
        program.push(program.plan())
    refreshed_with(stand, timedelta(0))
    with stand.program(manner=on_write(lambda _request, serve: serve(), dated=False)) as program:
        assert program.press() is None, "how old it is nobody knows"
        stand.time.pass_(SETTLED_S - 10)
        assert program.press() is None
        stand.time.pass_(10)
        result = program.press()
        states = [event.state for event in program.store.journal.latest(CLIENT_ID).values()]
        program.store.journal.verify()
    assert result is not None
    assert states == [State.EXPIRED, State.VERIFIED]
    assert stand.free(pair) == free + 1


def test_the_second_look_comes_when_buyers_see_it_and_not_when_the_clock_is_set(folder: Path) -> None:
    stand = new_stand(folder)
    edited(stand)
    with stand.program() as program:
        program.push(program.plan())
    stand.clock_is_fast = timedelta(hours=3)
    for minutes, looks in ((1, 0), (21, 1)):
        stand.time.pass_(60 * minutes)
        with stand.program() as program:
            program.refresh()
            events = program.store.journal.find(shop=CLIENT_ID)
        assert sum(event.message == SECOND_LOOK for event in events) == looks


# --- data from the future --------------------------------------------------------------------------------------------


def refreshed_in(stand: Stand, ahead: timedelta) -> None:
    stand.sheet.names |= {"RebaseOrders": "yes", "RefreshedAt": to_cell(stand.now + ahead)}


def test_a_window_that_ends_before_it_begins_is_never_asked_for(folder: Path) -> None:
    """What clocks may differ by is no reason to refuse; which orders are new is then not known, so the user decides."""
    stand = new_stand(folder)
    pair, free = edited(stand, 10)
    refreshed_in(stand, timedelta(minutes=4))
    order(stand, pair)
    with stand.program() as program:
        plan = program.plan()
    assert [refusal.conflict is not None for refusal in plan.refused] == [True]
    for window in (sent.body.get("filter", {}).get("since", {}) for sent in stand.sent):
        assert not window or window["from"] < window["to"]
    assert stand.free(pair) == free - 1


@pytest.mark.parametrize("date1904", [False, True])
@pytest.mark.parametrize("day", [2_958_464.9, 2_958_465.9999999999, 2_958_466, 2_957_004, 1e15, 1e300])
def test_a_moment_that_no_calendar_has_is_one_from_the_future(folder: Path, day: float, *, date1904: bool) -> None:
    stand = new_stand(folder)
    edited(stand)
    stand.sheet.date1904 = date1904
    stand.sheet.names["RefreshedAt"] = day
    with stand.program() as program, pytest.raises(errors.PlanUnusableError, match="future"):
        program.plan()


@pytest.mark.parametrize("value", [None, "", "yesterday", True, 0, -1, -1e300])
def test_what_is_no_moment_means_that_there_are_no_data(folder: Path, value: Cell) -> None:
    stand = new_stand(folder)
    edited(stand)
    stand.sheet.names["RefreshedAt"] = value
    with stand.program() as program, pytest.raises(errors.PlanUnusableError, match="no data yet"):
        program.plan()


def test_numbers_from_the_future_are_refused_with_their_own_words(folder: Path) -> None:
    stand = new_stand(folder)
    edited(stand)
    with stand.program() as program:
        plan = program.plan()
        refreshed_in(stand, timedelta(minutes=6))
        with pytest.raises(errors.PlanUnusableError) as refused:
            program.plan()
        assert all(word in refused.value.say(lang) for lang, word in CLOCK.items())
        ahead = plan.model_copy(update={"data_from": stand.now + timedelta(minutes=6)})
        with pytest.raises(errors.PlanUnusableError, match="future"):
            program.push(ahead)
        assert not program.store.journal.tail(1)
    assert not stand.sent_writes()

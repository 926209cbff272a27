"""Broken-off runs are finished or reported by the next start; a plan goes on; proved writes are read again."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import pytest

from ozon_xl import errors
from ozon_xl.actions.stock import make_plan, resume, settle
from ozon_xl.actions.stock.settle import SETTLED
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import HELD, SECOND_LOOK, State
from ozon_xl.ozon.stocks import UPDATE_STOCKS, StockWrite
from ozon_xl.sheets import STOCK
from ozon_xl.texts import stock as texts
from tests.actions.conftest import Desk
from tests.actions.test_stock_modes import at_ozon, cells, plan_of, reserved_pair, send, type_cells


class Broken(BaseException):
    """The process ends here."""


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.refresh()
    return desk


def break_off(monkeypatch: pytest.MonkeyPatch, owner: Any, name: str, *, before: bool = False) -> Callable[[], None]:
    """Have a call end the process, before or after it did its work. Returns what mends it."""
    real = getattr(owner, name)

    def broken(*args: Any, **more: Any) -> Any:
        if not before:
            real(*args, **more)
        raise Broken

    monkeypatch.setattr(owner, name, broken)
    return lambda: monkeypatch.setattr(owner, name, real)


def edited(desk: Desk, more: int = 4) -> tuple[Pair, int]:
    pair, free, _reserved = reserved_pair(desk)
    type_cells(desk, {pair: {"new_free": free + more}})
    return pair, free


@pytest.mark.parametrize("later", [0, 200])
@pytest.mark.parametrize("how", ["refresh", "resume"])
def test_after_a_write_nobody_saw_the_answer_of_the_next_start_finishes_row_and_journal(
    filled: Desk, monkeypatch: pytest.MonkeyPatch, how: str, later: float
) -> None:
    pair, free = edited(filled)
    mend = break_off(monkeypatch, filled.client.stocks, "update")
    with pytest.raises(Broken):
        send(filled)
    mend()
    filled.clock.sleep(5 + later)
    if how == "refresh":
        filled.refresh()
    else:
        host = filled.host
        found = resume(host, filled.client, filled.store, filled.clock)
        assert (found.settled, found.open, [event.pair for event in found.finished]) == (1, (), [pair])
        host.save()
    assert not filled.store.journal.open_runs(filled.practice.client_id)
    typed, told, shown = cells(filled, pair, "new_free", "result", "free")
    assert (typed, shown) == (None, free + 4)
    assert str(told).startswith("Done:")
    assert at_ozon(filled, pair)[0] == free + 4
    assert not plan_of(filled).items
    assert len(filled.practice.control.requests("/v2/products/stocks")) == 1


def test_after_a_write_that_never_left_the_edit_waits_for_the_next_push(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair, free = edited(filled)
    mend = break_off(monkeypatch, filled.client.stocks, "update", before=True)
    with pytest.raises(Broken):
        send(filled)
    mend()
    host = filled.host
    found = resume(host, filled.client, filled.store, filled.clock)
    assert [count for _run, count in found.open] == [1]
    assert "is not decided yet" in found.say("en")
    filled.refresh()
    assert str(cells(filled, pair, "result")[0]).startswith("On its way")
    assert cells(filled, pair, "new_free") == [free + 4]
    filled.clock.sleep(SETTLED.total_seconds())
    filled.refresh()
    assert str(cells(filled, pair, "result")[0]).startswith("Not applied")
    assert send(filled).count(State.VERIFIED) == 1


def test_a_run_broken_off_before_anything_left_is_cancelled(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pair, free = edited(filled)
    plan = plan_of(filled)
    mend = break_off(monkeypatch, filled.client, "wait_for_turn", before=True)
    with pytest.raises(Broken):
        send(filled, plan)
    mend()
    assert resume(filled.host, filled.client, filled.store, filled.clock).settled == 1
    filled.refresh()
    assert str(cells(filled, pair, "result")[0]).startswith("Not sent: the run stopped")
    assert send(filled).count(State.VERIFIED) == 1
    assert at_ozon(filled, pair)[0] == free + 4


def test_results_that_did_not_reach_the_rows_are_written_by_the_next_start(
    filled: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    pair, free = edited(filled)
    monkeypatch.setattr(
        "ozon_xl.actions.stock.sending.mark_results",
        lambda *_args: (_ for _ in ()).throw(errors.DiskFullError(path="x")),
    )
    with pytest.raises(errors.DiskFullError):
        send(filled)
    monkeypatch.undo()
    assert cells(filled, pair, "new_free") == [free + 4]
    filled.practice.control.order(*pair, 1)
    filled.refresh()
    assert cells(filled, pair, "new_free", "free") == [None, free + 3]


def test_the_same_number_typed_anew_is_a_new_edit(filled: Desk) -> None:
    pair, free = edited(filled)
    assert send(filled).count(State.VERIFIED) == 1
    filled.practice.control.write_stock(*pair, free)
    filled.clock.sleep(60)
    filled.refresh()
    type_cells(filled, {pair: {"new_free": free + 4}})
    filled.refresh()
    assert cells(filled, pair, "new_free") == [free + 4]
    assert send(filled).count(State.VERIFIED) == 1
    assert at_ozon(filled, pair)[0] == free + 4


def test_nothing_is_sent_over_a_write_that_may_still_land(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    pair, free = edited(filled)
    late: list[StockWrite] = []
    real = filled.client.stocks.update

    def lost(writes: Sequence[StockWrite]) -> None:
        late.extend(writes)
        raise Broken

    monkeypatch.setattr(filled.client.stocks, "update", lost)
    with pytest.raises(Broken):
        send(filled)
    monkeypatch.setattr(filled.client.stocks, "update", real)
    type_cells(filled, {pair: {"new_free": free + 9}})
    assert [refusal.why for refusal in plan_of(filled).refused] == [texts.ROW_OPEN.filled(sent=free + 4)]
    blind = make_plan(filled.host, filled.client, filled.clock)
    (outcome,) = send(filled, blind).outcomes
    assert (outcome.state, outcome.message) == (State.CANCELLED, HELD)
    assert str(cells(filled, pair, "result")[0]).startswith("Not sent: an earlier write")
    filled.practice.control.write_stock(*pair, late[0].free)
    filled.refresh()
    assert str(cells(filled, pair, "result")[0]).startswith("Conflict:")
    assert not plan_of(filled).items
    assert at_ozon(filled, pair)[0] == free + 4


# --- stop and continue -----------------------------------------------------------------------------------------------


def test_a_plan_pushed_again_sends_what_was_not_sent(filled: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [row for row in filled.host.read(STOCK, ("free", "state")) if row.cells["state"].value == "active"]
    pairs = [Pair(*row.key) for row in rows if int(str(row.cells["free"].value or 0)) > 2][:5]
    before = {pair: at_ozon(filled, pair)[0] for pair in pairs}
    type_cells(filled, {pair: {"new_free": free + 1} for pair, free in before.items()})
    plan = plan_of(filled)
    monkeypatch.setattr("ozon_xl.actions.stock.sending.UPDATE_STOCKS", replace(UPDATE_STOCKS, batch=2))
    turns: list[int] = []

    def stop_before_the_second(endpoint: object) -> None:
        turns.append(1)
        if len(turns) == 2:
            filled.client.stop()
            raise errors.StoppedByUserError

    monkeypatch.setattr(filled.client, "wait_for_turn", stop_before_the_second)
    first = send(filled, plan)
    assert (first.count(State.VERIFIED), first.count(State.CANCELLED)) == (2, 3)
    again = send(filled, plan)
    assert len(again.outcomes) == again.count(State.VERIFIED) == 3
    assert {pair: at_ozon(filled, pair)[0] for pair in pairs} == {pair: free + 1 for pair, free in before.items()}
    written = [(write["offer_id"], write["warehouse_id"]) for write in filled.practice.control.writes()]
    assert len(written) == len(set(written)) == 5
    assert not send(filled, plan).outcomes
    assert all(cells(filled, pair, "new_free") == [None] for pair in pairs)


# --- once buyers see it ----------------------------------------------------------------------------------------------


def ordered(desk: Desk, pair: Pair) -> None:
    desk.practice.control.order(*pair, 2)


def overwritten(desk: Desk, pair: Pair, free: int) -> None:
    desk.practice.control.write_stock(*pair, free)


def sent_and(filled: Desk, happens: Callable[[Pair, int], None]) -> tuple[Pair, int]:
    pair, free = edited(filled)
    assert send(filled).count(State.VERIFIED) == 1
    filled.clock.sleep(10)
    happens(pair, free + 4)
    filled.clock.sleep(21 * 60)
    return pair, free + 4


def second_looks(desk: Desk) -> list[tuple[State, int | None]]:
    found = desk.store.journal.find(shop=desk.practice.client_id)
    return [(event.state, event.read_back) for event in found if event.message == SECOND_LOOK]


def test_a_proved_write_is_read_again_once_when_buyers_see_it(filled: Desk) -> None:
    pair, sent = sent_and(filled, lambda _pair, _sent: None)
    filled.refresh()
    assert second_looks(filled) == [(State.VERIFIED, sent)]
    assert "Buyers see it." in str(cells(filled, pair, "result")[0])
    settle(filled.client, filled.store, filled.clock)
    filled.refresh()
    assert len(second_looks(filled)) == 1


def test_orders_since_explain_a_drop(filled: Desk) -> None:
    pair, sent = sent_and(filled, lambda pair, _sent: ordered(filled, pair))
    filled.refresh()
    assert second_looks(filled) == [(State.VERIFIED, sent - 2)]
    assert f"{sent} sent, and at the second look Ozon has {sent - 2}" in str(cells(filled, pair, "result")[0])


def test_another_program_since_is_told(filled: Desk) -> None:
    pair, sent = sent_and(filled, lambda pair, sent: overwritten(filled, pair, sent - 2))
    filled.refresh()
    assert second_looks(filled) == [(State.SUPERSEDED, sent - 2)]
    assert "another program or person changed it" in str(cells(filled, pair, "result")[0])


def test_before_that_nothing_is_read_again(filled: Desk) -> None:
    edited(filled)
    assert send(filled).count(State.VERIFIED) == 1
    filled.clock.sleep(19 * 60)
    settle(filled.client, filled.store, filled.clock)
    assert not second_looks(filled)

"""What Ozon has taken is never sent again, whatever happens right after, and no edit goes out on numbers that whoever
typed it did not see.
"""

from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from ozon_xl.actions.stock.settle import SETTLED, SHOWN
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import SECOND_LOOK, State
from ozon_xl.domain.stock_wish import Conflict, Mode
from ozon_xl.practice.server import CLIENT_ID
from ozon_xl.sheets import Raw
from tests.push.stand import MODES, WRITE, Program, Stand, new_stand, order
from tests.push.wire import Manner, Serve


def type_more(stand: Stand, pair: Pair, more: int, mode: str) -> None:
    """So many more than there are, in the words of the mode."""
    level = stand.level(pair)
    number = {"free quantity": level.free + more, "shelf count": level.present + more, "change +/-": more}[mode]
    stand.type_row(pair, new_free=number, mode=mode)


def right_after_the_write(stand: Stand, act: Callable[[], object]) -> Manner:
    """It happens before anybody can look."""

    def manner(request: httpx.Request, serve: Serve) -> httpx.Response:
        answer = serve()
        if request.url.path == WRITE:
            act()
        return answer

    return manner


def in_the_gap(stand: Stand, act: Callable[[], object]) -> Manner:
    """It happens between the last look and the write."""

    def manner(request: httpx.Request, serve: Serve) -> httpx.Response:
        if request.url.path == WRITE:
            act()
        return serve()

    return manner


def push_and_lose_the_results(program: Program) -> None:
    """The push ends, and nothing of it reaches the rows."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("ozon_xl.actions.stock.sending.mark_results", lambda *_all: None)
        program.push(program.plan())


def journaled(program: Program, pair: Pair) -> list[State]:
    return [event.state for event in program.store.journal.find(shop=CLIENT_ID) if event.pair == pair]


# --- an order right after the write ----------------------------------------------------------------------------------


@pytest.mark.parametrize("lag_s", [0.0, 5.0])
@pytest.mark.parametrize("mode", MODES)
def test_an_order_right_after_the_write_proves_it_all_the_same(folder: Path, mode: str, lag_s: float) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    stand.world.shop.lag_s = lag_s
    type_more(stand, pair, 5, mode)
    with stand.program(manner=right_after_the_write(stand, lambda: order(stand, pair))) as program:
        result = program.push(program.plan())
    assert [(one.state, one.sent, one.read_back) for one in result.outcomes] == [(State.VERIFIED, free + 5, free + 4)]
    told = str(stand.cell(pair, "result"))
    assert told.startswith("Done:")
    assert f"{free + 5}" in told
    assert f"{free + 4}" in told
    assert (stand.cell(pair, "new_free"), stand.cell(pair, "base")) == (None, free + 4)
    stand.time.pass_(60)
    with stand.program() as program:
        program.refresh()
        assert program.press() is None
    assert stand.free(pair) == free + 4
    assert sum(stand.applied().values()) == 1


@pytest.mark.parametrize("mode", MODES)
def test_another_program_right_after_the_write_takes_the_edit_with_it(folder: Path, mode: str) -> None:
    """Ozon took it, so it is not sent again: the row tells both numbers."""
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    type_more(stand, pair, 5, mode)
    with stand.program(manner=right_after_the_write(stand, lambda: stand.foreign_write(pair, free - 9))) as program:
        (outcome,) = program.push(program.plan()).outcomes
        assert outcome.state is State.ACCEPTED, "that may be how things stood before"
        stand.time.pass_(SETTLED.total_seconds())
        program.refresh()
        assert journaled(program, pair)[-1] is State.SUPERSEDED
        assert program.press() is None
    told = str(stand.cell(pair, "result"))
    assert told.startswith(f"Sent {free + 5}, but Ozon now shows {free - 9}")
    assert stand.cell(pair, "new_free") is None
    assert stand.free(pair) == free - 9


@pytest.mark.parametrize("mode", MODES)
def test_what_ozon_took_and_never_showed_is_given_up_after_an_hour(folder: Path, mode: str) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    type_more(stand, pair, 5, mode)
    with stand.program(manner=right_after_the_write(stand, lambda: stand.foreign_write(pair, free))) as program:
        program.push(program.plan())
        stand.time.pass_(SHOWN.total_seconds() - 120)
        assert program.press() is None
        stand.time.pass_(120)
        program.refresh()
        assert journaled(program, pair)[-1] is State.SUPERSEDED
    assert stand.cell(pair, "new_free") is None
    assert stand.free(pair) == free


@pytest.mark.parametrize("mode", MODES)
def test_an_edit_that_was_sent_from_another_computer_is_not_sent_again(folder: Path, mode: str) -> None:
    """Its row was not reached, and this computer's journal knows nothing of it: the base tells. A number that Ozon has
    already leaves nothing to decide; a change does not say whether it is in there.
    """
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    type_more(stand, pair, 5, mode)
    stand.foreign_write(pair, free + 5)
    with stand.program() as program:
        plan = program.plan()
    assert not plan.items
    assert (len(plan.same), [refusal.conflict is not None for refusal in plan.refused]) == (
        (0, [True]) if mode == "change +/-" else (1, [])
    )


@pytest.mark.parametrize("mode", MODES)
def test_a_number_that_orders_brought_there_by_chance_is_still_to_be_decided(folder: Path, mode: str) -> None:
    """Two pieces fewer than were seen, and two are sold meanwhile: nobody but who typed it knows whether both went."""
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    type_more(stand, pair, -2, mode)
    for _piece in range(2):
        order(stand, pair)
    with stand.program() as program:
        plan = program.plan()
        assert not plan.same
        program.refresh()
        if mode == "free quantity":
            assert [refusal.conflict for refusal in plan.refused] == [Conflict(Mode.FREE, free, free - 2, free - 2)]
            assert str(stand.cell(pair, "result")).startswith("Conflict:")
            stand.type_row(pair, decision="re-base")
        program.press()
    assert stand.free(pair) == free - 4


def test_an_undo_of_what_orders_brought_back_by_chance_is_refused(folder: Path) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    stand.type_edits({pair: free + 1})
    with stand.program() as program:
        done = program.push(program.plan())
        order(stand, pair)
        plan = program.plan_undo(done.run)
    assert not plan.same
    assert ["Changed since" in refusal.why.en for refusal in plan.refused] == [True]


# --- a write that is not decided yet ---------------------------------------------------------------------------------


@pytest.mark.parametrize(("first", "second"), [(-5, -3), (5, 3), (5, 5)])
def test_nothing_goes_out_over_a_write_that_reads_do_not_show(folder: Path, first: int, second: int) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    stand.world.shop.lag_s = 100.0
    type_more(stand, pair, first, "change +/-")
    with stand.program() as program:
        (outcome,) = program.push(program.plan()).outcomes
        assert outcome.state is State.ACCEPTED
        type_more(stand, pair, second, "change +/-")
        assert program.press() is None
        assert "not decided yet" in str(program.plan().refused[0].why)
        program.refresh()
        assert str(stand.cell(pair, "result")).startswith("Ozon accepted")
        stand.time.pass_(SETTLED.total_seconds())
        program.refresh()
        if second == first:  # the same edit: done, and gone
            assert stand.cell(pair, "new_free") is None
        else:  # another one, typed on the old number
            assert str(stand.cell(pair, "result")).startswith("Conflict:")
            stand.type_row(pair, decision="send mine")
            program.press()
    assert stand.free(pair) == free + first + (second if second != first else 0)


def test_a_plan_from_before_is_held_back_pair_by_pair(folder: Path) -> None:
    stand = new_stand(folder)
    (pair, free), (other, other_free), *_ = stand.usable()
    stand.world.shop.lag_s = 100.0
    with stand.program() as program:
        stand.type_edits({pair: free - 1})
        program.push(program.plan())
        stand.type_edits({pair: free - 2, other: other_free + 1})
        plan = program.plan()
        blind = plan.model_copy(update={"items": (*plan.items, plan.items[0].model_copy(update=pair._asdict()))})
        stand.type_edits({pair: other_free + 1})
        result = program.push(blind)
    assert {one.pair: one.state for one in result.outcomes} == {other: State.ACCEPTED, pair: State.CANCELLED}
    assert stand.applied()[other, other_free + 1] == 1
    assert str(stand.cell(pair, "result")).startswith("Not sent: an earlier write")


# --- rows that were not reached --------------------------------------------------------------------------------------


@pytest.mark.parametrize("days", [0, 3, 400])
@pytest.mark.parametrize("mode", MODES)
def test_a_done_edit_whose_cell_was_not_reached_is_known_however_late(folder: Path, mode: str, days: int) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    type_more(stand, pair, 5, mode)
    with stand.program() as program:
        push_and_lose_the_results(program)
    stand.time.pass_(days * 86_400 + 5)
    with stand.program() as program:
        program.refresh()
        assert stand.cell(pair, "new_free") is None
        assert str(stand.cell(pair, "result")).startswith("Done:")
        assert program.press() is None
    assert stand.free(pair) == free + 5


def test_a_later_failure_does_not_hide_that_an_edit_is_done(folder: Path) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    type_more(stand, pair, 5, "change +/-")
    with stand.program() as program:
        older = program.plan()
        push_and_lose_the_results(program)
        stand.time.pass_(60)
        assert [one.state for one in program.push(older).outcomes] == [State.CONFLICT]
        assert stand.cell(pair, "new_free") == 5
        program.refresh()
    assert stand.cell(pair, "new_free") is None
    assert stand.free(pair) == free + 5


def test_a_later_failure_does_not_take_the_second_look_away(folder: Path) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    with stand.program() as program:
        type_more(stand, pair, 5, "free quantity")
        program.push(program.plan())
        stand.time.pass_(60)
        type_more(stand, pair, 1, "free quantity")
        plan = program.plan()
        stand.foreign_write(pair, free + 9)
        assert [one.state for one in program.push(plan).outcomes] == [State.CONFLICT]
        stand.time.pass_(1400)
        program.settle()
        looked = [event for event in program.store.journal.find(shop=CLIENT_ID) if event.message == SECOND_LOOK]
    assert [(event.state, event.read_back) for event in looked] == [(State.SUPERSEDED, free + 9)]


def test_the_same_change_typed_again_on_the_new_number_is_another_edit(folder: Path) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    for _time in range(3):
        type_more(stand, pair, 5, "change +/-")
        with stand.program() as program:
            program.resume()
            assert program.press() is not None
        stand.foreign_write(pair, free)
        stand.time.pass_(60)
        with stand.program() as program:
            program.refresh()
    assert sum(stand.applied().values()) == 3


# --- an order in the gap ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("more", "late"), [(1, 0), (5, 2), (-1, 0), (-5, 1)])
def test_an_order_in_the_gap_is_told_in_row_and_journal(folder: Path, mode: str, more: int, late: int) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    shelf = stand.level(pair).present + more
    type_more(stand, pair, more, mode)
    for number in range(late):
        stand.time.after(5 + number, lambda: order(stand, pair))
    with stand.program(manner=in_the_gap(stand, lambda: order(stand, pair))) as program:
        (outcome,) = program.push(program.plan()).outcomes
        if outcome.state is State.ACCEPTED:  # it may be how things stood before, until no read can be so old
            stand.time.pass_(SETTLED.total_seconds())
            program.refresh()
        last = program.store.journal.last_results(CLIENT_ID)[pair]
    assert stand.level(pair).present == shelf + 1, "one more on offer than there is"
    assert (last.state, last.oversold) == (State.VERIFIED, 1)
    told = str(stand.cell(pair, "result"))
    assert told.startswith("Done, but up to 1 may be oversold")
    assert f"send {stand.free(pair) - 1}" in told
    assert "1 oversold" in {str(row["state"].value)[-10:] for row in stand.sheet.rows["tblJournal"].values()}
    with stand.program() as program:
        stand.time.pass_(1300)
        program.refresh()
        assert "oversold" in str(stand.cell(pair, "result")), "nor is it forgotten when buyers see it"
        stand.type_row(pair, new_free=stand.free(pair) + 3, mode="")
        stand.foreign_write(pair, free + 20)
        program.refresh()
    assert "oversold" in str(stand.cell(pair, "result")), "nor behind a conflict"
    assert "Conflict:" in str(stand.cell(pair, "result"))


def test_an_undo_does_not_put_back_what_was_ordered_in_the_gap(folder: Path) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    shelf = stand.level(pair).present
    stand.type_edits({pair: free + 5})
    with stand.program(manner=in_the_gap(stand, lambda: order(stand, pair))) as program:
        done = program.push(program.plan())
    stand.time.pass_(60)
    with stand.program() as program:
        program.push(program.plan_undo(done.run))
    assert stand.level(pair).present == shelf
    assert stand.free(pair) == free - 1


# --- typed while we work ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("mode", MODES)
def test_an_edit_typed_during_a_refresh_keeps_the_number_it_was_typed_on(folder: Path, mode: str) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    type_more(stand, pair, 10, mode)
    typed = stand.cell(pair, "new_free")
    stand.type_row(pair, new_free=None)
    stand.foreign_write(pair, free - 2)
    with stand.program() as program:
        stand.time.after(0.3, lambda: stand.type_row(pair, new_free=typed))
        program.refresh()
        assert (stand.cell(pair, "new_free"), stand.cell(pair, "base"), stand.cell(pair, "free")) == (
            typed,
            free,
            free - 2,
        )
        assert str(stand.cell(pair, "result")).startswith("Conflict:")
        assert program.press() is None


def test_a_note_typed_during_a_refresh_keeps_its_order_in_the_sheet(folder: Path) -> None:
    stand = new_stand(folder)
    (pair, _free), *_ = stand.usable()
    number = order(stand, pair)
    with stand.program() as program:
        program.refresh()
        posting = stand.world.shop.postings[number]
        stand.world.shop.step(posting, "hand_over", stand.now)
        stand.time.after(0.3, lambda: stand.sheet.rows["tblOrders"][number,].update(remark=Raw("call Anna")))
        program.refresh()
    assert stand.sheet.rows["tblOrders"][number,]["remark"].value == "call Anna"


def test_an_edit_retyped_while_a_start_reads_is_not_cleared(folder: Path) -> None:
    stand = new_stand(folder)
    (pair, free), (other, other_free), *_ = stand.usable()
    stand.type_edits({pair: free + 10, other: other_free + 10})
    with stand.program() as program:
        push_and_lose_the_results(program)
    with stand.program() as program:
        stand.time.after(0.02, lambda: stand.type_row(pair, new_free=free + 33))
        program.resume()
    assert stand.edits() == {pair: free + 33}


@pytest.mark.parametrize("mode", MODES)
def test_an_undo_leaves_the_base_of_an_edit_beside_it(folder: Path, mode: str) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    with stand.program() as program:
        stand.type_edits({pair: free + 10})
        done = program.push(program.plan())
        stand.time.pass_(60)
        type_more(stand, pair, 20, mode)
        assert [one.state for one in program.push(program.plan_undo(done.run)).outcomes] == [State.VERIFIED]
        assert stand.cell(pair, "base") == free + 10
        stand.time.pass_(60)
        assert program.press() is None
        assert stand.free(pair) == free
        program.refresh()
    assert str(stand.cell(pair, "result")).startswith("Conflict:")


# --- how a change counts ---------------------------------------------------------------------------------------------


def test_a_change_moves_what_is_free_by_just_so_much_whatever_is_kept_back(folder: Path) -> None:
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    for _time in range(3):
        stand.type_row(pair, new_free=1, mode="change +/-", keep_back=3)
        with stand.program() as program:
            program.press()
        stand.time.pass_(60)
    assert stand.free(pair) == free + 3

"""Shelf counts, changes, limits, and conflicts with their decisions: from the sheet to the shop and back."""

from collections.abc import Mapping

import pytest

from ozon_xl.actions.stock import Consent, PushResult, make_plan, mark_plan, plan_undo, push, question_about
from ozon_xl.actions.verbs import pushed
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_plan import StockPlan
from ozon_xl.domain.stock_states import State
from ozon_xl.domain.stock_wish import Conflict, Mode
from ozon_xl.hosts.base import Key
from ozon_xl.sheets import JOURNAL, STOCK
from ozon_xl.sheets.columns import Cell
from ozon_xl.texts import stock as texts
from tests.actions.conftest import Desk

Edits = Mapping[Key, Mapping[str, Cell]]


def type_cells(desk: Desk, edits: Edits) -> None:
    host = desk.host
    host.update(STOCK, edits)
    host.save()


def plan_of(desk: Desk) -> StockPlan:
    return make_plan(desk.host, desk.client, desk.clock, store=desk.store)


def send(desk: Desk, plan: StockPlan | None = None) -> PushResult:
    plan = plan or plan_of(desk)
    return push(plan, Consent(plan.hash, second=True), desk.host, desk.client, desk.store, desk.clock)


def cells(desk: Desk, pair: Pair, *attrs: str) -> list[Cell | bool]:
    row = next(row for row in desk.host.read(STOCK, attrs) if row.key == pair)
    return [row.cells[attr].value for attr in attrs]


def at_ozon(desk: Desk, pair: Pair) -> tuple[int, int]:
    level = desk.practice.control.level(*pair)
    return int(level["free"]), int(level["reserved"])


@pytest.fixture
def filled(desk: Desk) -> Desk:
    desk.refresh()
    return desk


def reserved_pair(desk: Desk) -> tuple[Pair, int, int]:
    """A pair of an active warehouse with something free and something reserved: free, reserved."""
    for row in desk.host.read(STOCK, ("free", "reserved", "state")):
        free, reserved = (int(str(row.cells[attr].value or 0)) for attr in ("free", "reserved"))
        if row.cells["state"].value == "active" and 3 < free < 100 and reserved > 0:
            return Pair(*row.key), free, reserved
    raise AssertionError


def rebase_allowed(desk: Desk, word: str = "да") -> None:
    host = desk.host
    host.put("RebaseOrders", word)
    host.save()


# --- modes -----------------------------------------------------------------------------------------------------------


def test_a_shelf_count_is_sent_without_the_reserve_and_says_how(filled: Desk) -> None:
    pair, _free, reserved = reserved_pair(filled)
    type_cells(filled, {pair: {"new_free": reserved + 12, "mode": "на полке", "keep_back": 2}})
    host, plan = filled.host, plan_of(filled)
    mark_plan(host, plan, filled.clock)
    host.save()
    told = str(cells(filled, pair, "result")[0])
    assert f"shelf {reserved + 12} - reserved {reserved} - kept back 2 = 10" in told
    assert "= 10" in question_about(plan, texts.ASK_PUSH)
    assert send(filled, plan).count(State.VERIFIED) == 1
    assert at_ozon(filled, pair) == (10, reserved)
    assert cells(filled, pair, "new_free", "mode", "keep_back", "free", "base") == [None, "на полке", 2, 10, 10]


def test_a_change_is_added_to_what_is_free_at_the_moment_of_sending(filled: Desk) -> None:
    pair, free, _reserved = reserved_pair(filled)
    type_cells(filled, {pair: {"new_free": "-2", "mode": "change +/-"}})
    plan = plan_of(filled)
    assert [(item.was, item.want) for item in plan.items] == [(free, free - 2)]
    filled.practice.control.order(*pair, 1)
    result = send(filled, plan)
    assert [(one.state, one.was, one.sent) for one in result.outcomes] == [(State.VERIFIED, free - 1, free - 3)]
    assert at_ozon(filled, pair)[0] == free - 3
    journaled = filled.store.journal.latest(plan.shop, result.run).values()
    assert [(event.was, event.asked, event.sent) for event in journaled] == [(free - 1, -2, free - 3)]


def test_a_shelf_count_follows_the_reserve_up_to_the_moment_of_sending(filled: Desk) -> None:
    pair, free, reserved = reserved_pair(filled)
    type_cells(filled, {pair: {"new_free": free + reserved + 3, "mode": "shelf count"}})
    plan = plan_of(filled)
    filled.practice.control.order(*pair, 2)
    assert send(filled, plan).count(State.VERIFIED) == 1
    assert at_ozon(filled, pair) == (free + 1, reserved + 2)


@pytest.mark.parametrize("mode", ["shelf count", "change +/-", "free quantity"])
def test_another_writer_between_preview_and_sending_is_a_conflict_in_every_mode(filled: Desk, mode: str) -> None:
    pair, free, reserved = reserved_pair(filled)
    type_cells(filled, {pair: {"new_free": free + reserved + 3, "mode": mode}})
    plan = plan_of(filled)
    filled.practice.control.write_stock(*pair, free - 1)
    (outcome,) = send(filled, plan).outcomes
    assert outcome.state is State.CONFLICT
    assert outcome.conflict is not None
    assert at_ozon(filled, pair)[0] == free - 1
    typed, told = cells(filled, pair, "new_free", "result")
    assert typed == free + reserved + 3
    assert str(outcome.conflict.now) in str(told)


def test_no_more_than_the_limit_is_offered(filled: Desk) -> None:
    pair, free, _reserved = reserved_pair(filled)
    type_cells(filled, {pair: {"new_free": free + 50, "cap": free + 1}})
    assert send(filled).count(State.VERIFIED) == 1
    assert at_ozon(filled, pair)[0] == free + 1
    assert cells(filled, pair, "cap") == [free + 1]


def test_less_than_nothing_is_refused_and_nothing_is_zeroed(filled: Desk) -> None:
    pair, free, reserved = reserved_pair(filled)
    below: list[dict[str, Cell]] = [
        {"new_free": reserved - 1, "mode": "shelf count"},
        {"new_free": -free - 1, "mode": "change +/-"},
    ]
    for edit in below:
        type_cells(filled, {pair: edit})
        plan = plan_of(filled)
        assert not plan.items
        assert "= -1" in plan.refused[0].why.en


@pytest.mark.parametrize("mode", ["free quantity", "shelf count", "change +/-"])
def test_what_is_ordered_in_the_moment_of_sending_is_told_in_the_row_the_journal_and_at_the_end(
    filled: Desk, mode: str
) -> None:
    pair, free, reserved = reserved_pair(filled)
    number = {"free quantity": free + 4, "shelf count": free + reserved + 4, "change +/-": 4}[mode]
    type_cells(filled, {pair: {"new_free": number, "mode": mode}})
    plan = plan_of(filled)
    filled.practice.control.faults("race:2@/v2/products/stocks*1")
    result = send(filled, plan)
    assert [(one.state, one.sent, one.read_back, one.oversold) for one in result.outcomes] == [
        (State.VERIFIED, free + 4, free + 4, 2)
    ]
    level = filled.practice.control.level(*pair)
    assert (int(level["present"]), int(level["reserved"])) == (free + reserved + 4 + 2, reserved + 2)
    told = str(cells(filled, pair, "result")[0])
    assert told.startswith("Done, but up to 2 may be oversold")
    assert f"Ozon has {free + 4} free" in told
    assert f"send {free + 2}" in told
    assert f"may be oversold, up to so many pieces: {pair.offer} 2." in pushed(result, "en")
    events = filled.store.journal.latest(plan.shop, result.run).values()
    assert [(event.was, event.reserved, event.present, event.oversold) for event in events] == [
        (free, reserved, free + reserved, 2)
    ]
    states = {str(row.cells["state"].value) for row in filled.host.read(JOURNAL, ("state",))}
    assert "verified, up to 2 oversold" in states


def test_nothing_is_said_where_nobody_ordered(filled: Desk) -> None:
    pair, free, _reserved = reserved_pair(filled)
    type_cells(filled, {pair: {"new_free": free + 4}})
    result = send(filled)
    assert [one.oversold for one in result.outcomes] == [0]
    assert "oversold" not in str(cells(filled, pair, "result")[0]) + pushed(result, "en")


# --- conflicts -------------------------------------------------------------------------------------------------------


def conflicting(desk: Desk, **edit: Cell) -> tuple[Pair, int]:
    """An edit typed on a number that somebody else then changes to two less, seen by a refresh."""
    pair, free, _reserved = reserved_pair(desk)
    type_cells(desk, {pair: {"new_free": free + 10, **edit}})
    desk.practice.control.write_stock(*pair, free - 2)
    desk.clock.sleep(40)
    desk.refresh()
    return pair, free


def test_a_refresh_under_an_edit_makes_a_conflict_told_three_ways(filled: Desk) -> None:
    pair, free = conflicting(filled)
    assert cells(filled, pair, "new_free", "free", "base") == [free + 10, free - 2, free]
    told = str(cells(filled, pair, "result")[0])
    for number in (free, free - 2, free + 10, free + 8):
        assert f"{number}" in told
    plan = plan_of(filled)
    assert not plan.items
    assert plan.refused[0].conflict == Conflict(Mode.FREE, free, free - 2, free + 10)
    filled.refresh()
    assert cells(filled, pair, "base") == [free], "a second refresh changes nothing about it"
    assert not filled.practice.control.requests("/v2/products/stocks")


@pytest.mark.parametrize(("decision", "more"), [("send mine", 10), ("re-base", 8)])
def test_a_decided_conflict_is_sent(filled: Desk, decision: str, more: int) -> None:
    pair, free = conflicting(filled)
    type_cells(filled, {pair: {"decision": decision}})
    filled.refresh()
    assert cells(filled, pair, "decision") == [decision]
    result = send(filled)
    assert [(one.state, one.sent) for one in result.outcomes] == [(State.VERIFIED, free + more)]
    assert at_ozon(filled, pair)[0] == free + more
    assert cells(filled, pair, "new_free", "decision", "base") == [None, None, free + more]


def test_keep_theirs_clears_the_edit_and_sends_nothing(filled: Desk) -> None:
    pair, free = conflicting(filled, decision="保留对方的")
    plan = plan_of(filled)
    assert (len(plan.items), len(plan.dropped)) == (0, 1)
    host = filled.host
    mark_plan(host, plan, filled.clock)
    host.save()
    typed, decision, told = cells(filled, pair, "new_free", "decision", "result")
    assert (typed, decision) == (None, None)
    assert str(told).startswith(f"Dropped, as you decided: your number was {free + 10}; Ozon's {free - 2} stays.")
    assert not filled.practice.control.requests("/v2/products/stocks")


def test_what_is_given_up_does_not_keep_the_rest_from_being_sent(filled: Desk) -> None:
    """As the button does it: the plan is shown in the rows, which empties what is given up, and then sent."""
    pair, _free = conflicting(filled, decision="keep theirs")
    other = next(
        Pair(*row.key)
        for row in filled.host.read(STOCK, ("free", "state"))
        if row.key != pair and row.cells["state"].value == "active" and int(str(row.cells["free"].value or 0)) > 3
    )
    type_cells(filled, {other: {"new_free": "+1", "mode": "change +/-"}})
    plan = plan_of(filled)
    host = filled.host
    mark_plan(host, plan, filled.clock)
    host.save()
    assert send(filled, plan).count(State.VERIFIED) == 1
    assert cells(filled, pair, "new_free", "decision") == [None, None]


def test_a_decision_is_good_for_one_conflict(filled: Desk) -> None:
    pair, free = conflicting(filled, decision="send mine")
    plan = plan_of(filled)
    filled.practice.control.write_stock(*pair, free - 3)
    assert send(filled, plan).count(State.CONFLICT) == 1
    assert cells(filled, pair, "new_free", "decision") == [free + 10, None]
    assert not plan_of(filled).items


def test_the_shelf_seen_is_what_a_shelf_count_is_based_on(filled: Desk) -> None:
    pair, free, reserved = reserved_pair(filled)
    type_cells(filled, {pair: {"new_free": free + reserved + 5, "mode": "shelf count"}})
    filled.practice.control.order(*pair, 1)
    filled.refresh()
    assert [item.want for item in plan_of(filled).items] == [free + 4], "an order leaves the shelf as it is"
    filled.practice.control.write_stock(*pair, free)
    filled.clock.sleep(40)
    filled.refresh()
    assert plan_of(filled).refused[0].conflict == Conflict(
        Mode.SHELF, free + reserved, free + reserved + 1, free + reserved + 5
    )


def test_a_row_whose_cells_were_torn_apart_loses_its_base_at_a_refresh(filled: Desk) -> None:
    pair, free, _reserved = reserved_pair(filled)
    type_cells(filled, {pair: {"new_free": free + 1, "free": free + 7}})
    assert plan_of(filled).refused[0].why == texts.ROW_MIXED
    filled.refresh()
    assert cells(filled, pair, "base", "free") == [None, free]
    assert plan_of(filled).refused[0].why == texts.ROW_NO_BASE
    type_cells(filled, {pair: {"decision": "send mine"}})
    assert send(filled).count(State.VERIFIED) == 1


# --- new orders alone ------------------------------------------------------------------------------------------------


def test_a_drop_by_new_orders_is_followed_where_the_workbook_allows_it(filled: Desk) -> None:
    pair, free, _reserved = reserved_pair(filled)
    type_cells(filled, {pair: {"new_free": free + 10}})
    filled.clock.sleep(60)
    filled.practice.control.order(*pair, 2)
    assert not plan_of(filled).items
    rebase_allowed(filled)
    plan = plan_of(filled)
    assert [(item.saw, item.was, item.want) for item in plan.items] == [(free, free - 2, free + 8)]
    filled.clock.sleep(5)
    filled.practice.control.order(*pair, 1)
    result = send(filled, plan)
    assert [(one.state, one.sent) for one in result.outcomes] == [(State.VERIFIED, free + 7)]
    assert at_ozon(filled, pair)[0] == free + 7


def test_a_drop_that_orders_do_not_explain_is_a_conflict_all_the_same(filled: Desk) -> None:
    pair, free, _reserved = reserved_pair(filled)
    type_cells(filled, {pair: {"new_free": free + 10}})
    rebase_allowed(filled, "yes")
    filled.clock.sleep(60)
    filled.practice.control.order(*pair, 1)
    filled.practice.control.write_stock(*pair, free - 2)
    assert not plan_of(filled).items
    rebase_allowed(filled, "нет")
    assert not plan_of(filled).items


# --- undo ------------------------------------------------------------------------------------------------------------


def test_chosen_rows_of_a_run_are_put_back(filled: Desk) -> None:
    rows = filled.host.read(STOCK, ("free", "state"))
    usable = [
        row for row in rows if row.cells["state"].value == "active" and int(str(row.cells["free"].value or 0)) > 3
    ]
    first, second = (Pair(*row.key) for row in usable[:2])
    before = {pair: at_ozon(filled, pair)[0] for pair in (first, second)}
    type_cells(filled, {pair: {"new_free": free + 1} for pair, free in before.items()})
    done = send(filled)
    plan = plan_undo(filled.host, filled.client, filled.store, filled.clock, done.run, offers=[second.offer])
    assert [item.pair for item in plan.items] == [second]
    assert plan.seconds > 25, "the pair was written just now"
    assert send(filled, plan).count(State.VERIFIED) == 1
    assert at_ozon(filled, first)[0] == before[first] + 1
    assert at_ozon(filled, second)[0] == before[second]

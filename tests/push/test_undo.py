"""Undo of a run, of chosen offers and warehouses, of marked rows: what is taken back, what is refused, and how."""

from pathlib import Path

import pytest

from ozon_xl import errors
from ozon_xl.actions.stock import last_run, mark_plan, marked, plan_undo, plan_undo_marked
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_plan import StockPlan
from ozon_xl.domain.stock_states import State
from ozon_xl.practice.server import CLIENT_ID
from ozon_xl.sheets import JOURNAL, STOCK, Raw
from ozon_xl.sheets.columns import Cell
from tests.push.stand import Program, Stand, new_stand, order


@pytest.fixture
def stand(folder: Path) -> Stand:
    return new_stand(folder)


def sent(stand: Stand, program: Program, more: int, *pairs: Pair) -> str:
    """Send so many pieces more of these pairs; returns the run."""
    stand.type_edits({pair: stand.free(pair) + more for pair in pairs})
    result = program.push(program.plan())
    assert result.count(State.VERIFIED) == len(pairs)
    return result.run


def undone(program: Program, plan: StockPlan, count: int) -> str:
    result = program.push(plan)
    assert result.count(State.VERIFIED) == count
    return result.run


def mark(stand: Stand, *pairs: Pair, word: Cell = "undo") -> None:
    for pair in pairs:
        stand.sheet.rows[STOCK.name][pair]["decision"] = Raw(word)


def of_marked(program: Program) -> StockPlan:
    return plan_undo_marked(program.host, program.client, program.store, program.clock, marked(program.host))


def names(stand: Stand) -> dict[str, str]:
    return {str(level.warehouse.id): level.warehouse.name for level in stand.world.shop.levels()}


@pytest.mark.parametrize("by", ["id", "name"])
def test_an_offer_in_one_of_its_warehouses_is_undone_alone(stand: Stand, by: str) -> None:
    by_offer: dict[str, list[Pair]] = {}
    for pair, _free in stand.usable():
        by_offer.setdefault(pair.offer, []).append(pair)
    one, other = next(pairs for pairs in by_offer.values() if len(pairs) > 1)[:2]
    third = next(pair for pair, _free in stand.usable() if pair.offer != one.offer)
    before = {pair: stand.free(pair) for pair in (one, other, third)}
    with stand.program() as program:
        run = sent(stand, program, 5, one, other, third)
        where = one.warehouse_id if by == "id" else names(stand)[one.warehouse_id].upper()
        plan = plan_undo(
            program.host, program.client, program.store, program.clock, run, offers=[one.offer], warehouses=[where]
        )
        undone(program, plan, 1)
        assert {pair: stand.free(pair) - before[pair] for pair in before} == {one: 0, other: 5, third: 5}
        with pytest.raises(errors.NothingToUndoError):
            plan_undo(program.host, program.client, program.store, program.clock, run, warehouses=["elsewhere"])


def test_a_run_is_taken_back_once(stand: Stand) -> None:
    """What an undo has put back is not put back again; an undo that is undone itself does not count."""
    (first, _), (second, _), *_ = stand.usable()
    with stand.program() as program:
        run = sent(stand, program, 5, first, second)
        undo = undone(program, program.plan_undo(run), 2)
        with pytest.raises(errors.NothingToUndoError):
            program.plan_undo(run)
        with pytest.raises(errors.NothingToUndoError):
            last_run(program.store, CLIENT_ID, "book-1")
        undone(program, program.plan_undo(undo), 2)
        assert last_run(program.store, CLIENT_ID, "book-1").run == run
        assert {item.pair for item in program.plan_undo(run).items} == {first, second}


def test_what_changed_since_is_refused_in_words_that_fit_an_undo(stand: Stand) -> None:
    (early, free), (late, _), (same, same_free), *_ = stand.usable()
    with stand.program() as program:
        run = sent(stand, program, 5, early, late, same)
        order(stand, early)
        stand.foreign_write(same, same_free)
        plan = program.plan_undo(run)
        mark_plan(program.host, plan, program.clock)
        order(stand, late)
        result = program.push(plan)
        assert [outcome.state for outcome in result.outcomes] == [State.CONFLICT]
        told = stand.results()
        program.refresh()
    why = f"Changed since: {free + 5} had been sent, Ozon has {free + 4} now. Type the right number and send it."
    assert told[early] == f"Not sent. {why}"
    assert told[late].startswith("Not sent. Changed since: ")
    assert told[same] == f"Nothing to send: Ozon has {same_free} already."
    assert stand.results()[late] == told[late], "a refresh says the same"
    assert not [text for text in told.values() if "re-base" in text]


def test_marked_rows_are_undone_each_by_its_own_last_send(stand: Stand) -> None:
    (old, _), (new, _), (both, _), *_ = stand.usable()
    before = {pair: stand.free(pair) for pair in (old, new, both)}
    with stand.program() as program:
        sent(stand, program, 3, old, both)
        stand.time.pass_(60)
        sent(stand, program, 4, new, both)
        mark(stand, old, both)
        undone(program, of_marked(program), 2)
        assert {pair: stand.free(pair) - before[pair] for pair in before} == {old: 0, new: 4, both: 3}
        assert not marked(program.host), "what is done is not asked for again"
        mark(stand, both, word="отменить")
        undone(program, of_marked(program), 1)
        assert stand.free(both) == before[both]
        mark(stand, both, word="撤销")
        plan = of_marked(program)
    assert not plan.items
    assert "could be taken back" in plan.refused[0].why.en


def test_a_marked_row_that_changed_since_is_refused_and_stays_marked(stand: Stand) -> None:
    (pair, free), *_ = stand.usable()
    with stand.program() as program:
        sent(stand, program, 3, pair)
        order(stand, pair)
        mark(stand, pair)
        plan = of_marked(program)
        mark_plan(program.host, plan, program.clock)
        assert not plan.items
        assert marked(program.host) == [pair]
    assert "Changed since" in stand.results()[pair]
    assert stand.free(pair) == free + 2


def test_a_number_in_a_marked_row_is_not_sent(stand: Stand) -> None:
    (pair, free), *_ = stand.usable()
    stand.type_edits({pair: free + 1})
    mark(stand, pair)
    with stand.program() as program:
        plan = program.plan()
    assert not plan.items
    assert "Marked to be undone" in plan.refused[0].why.en


def test_other_workbooks_sends_are_not_taken_back_by_a_mark(stand: Stand) -> None:
    (pair, _free), *_ = stand.usable()
    with stand.program() as program:
        sent(stand, program, 3, pair)
        stand.sheet.names["WorkbookId"] = "book-2"
        mark(stand, pair)
        assert not of_marked(program).items


def test_the_journal_sheet_says_what_was_taken_back_and_shows_this_shop_alone(stand: Stand) -> None:
    (pair, _free), *_ = stand.usable()
    with stand.program() as program:
        run = sent(stand, program, 3, pair)
        foreign = program.store.journal.find(run=run)[-1]._replace(shop="999", run="theirs", offer="SECRET")
        program.store.journal.append([foreign])
        undone(program, program.plan_undo(run), 1)
        for _look in range(2):
            rows = [row.cells for row in program.host.read(JOURNAL, ("offer", "run", "message"))]
            assert {cells["offer"].value for cells in rows} == {pair.offer}
            assert f"undo of {run}" in {cells["message"].value for cells in rows}
            program.refresh()

"""W10 and W15: what a stale, changed or foreign plan may do, and a preview: nothing at all."""

import sqlite3
from collections import Counter
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from pydantic import ValidationError

from ozon_xl import errors
from ozon_xl.actions.stock import Consent, check_usable, push
from ozon_xl.actions.stock.rest import rest_of
from ozon_xl.domain.stock_plan import PlanFile, StockPlan
from ozon_xl.domain.stock_states import State
from ozon_xl.practice.server import CLIENT_ID
from ozon_xl.sheets import STOCK, Cell, Raw
from ozon_xl.sheets.names import SCHEMA_VERSION
from tests.push.stand import Program, Stand, new_stand, opened

EDITS = 8
DAMAGES = 150
Case = Callable[[Stand, Program, StockPlan], tuple[StockPlan, Consent]]
"""What goes wrong between the plan and the push: the plan and the consent that are handed in."""


def yes(plan: StockPlan) -> Consent:
    return Consent(plan.hash, second=True)


def names_changed(**values: object) -> Case:
    def change(stand: Stand, _program: Program, plan: StockPlan) -> tuple[StockPlan, Consent]:
        stand.sheet.names.update(values)  # type: ignore[arg-type]
        return plan, yes(plan)

    return change


def plan_changed(**values: object) -> Case:
    """With a consent to what it has become: the workbook and the shop are asked too."""

    def change(_stand: Stand, _program: Program, plan: StockPlan) -> tuple[StockPlan, Consent]:
        changed = plan.model_copy(update=values)
        return changed, yes(changed)

    return change


def one_number_more(_stand: Stand, _program: Program, plan: StockPlan) -> tuple[StockPlan, Consent]:
    item = plan.items[0].model_copy(update={"want": plan.items[0].want + 1})
    return StockPlan.model_validate(dict(plan) | {"items": (item, *plan.items[1:])}), yes(plan)


def an_hour_passed(stand: Stand, _program: Program, plan: StockPlan) -> tuple[StockPlan, Consent]:
    stand.time.pass_(61 * 60)
    return plan, yes(plan)


def refreshed(_stand: Stand, program: Program, plan: StockPlan) -> tuple[StockPlan, Consent]:
    program.refresh()
    return plan, yes(plan)


def yes_to_another(_stand: Stand, program: Program, plan: StockPlan) -> tuple[StockPlan, Consent]:
    return plan, Consent(plan.hash[::-1], second=True)


def no_second_yes(_stand: Stand, _program: Program, plan: StockPlan) -> tuple[StockPlan, Consent]:
    assert plan.second_consent
    return plan, Consent(plan.hash)


def retyped(value: Cell, attr: str = "new_free") -> Case:
    def change(stand: Stand, _program: Program, plan: StockPlan) -> tuple[StockPlan, Consent]:
        stand.sheet.rows[STOCK.name][plan.items[-1].pair][attr] = Raw(value)
        return plan, yes(plan)

    return change


CASES: dict[str, Case] = {
    "an hour passed": an_hour_passed,
    "refreshed since": refreshed,
    "another workbook": names_changed(WorkbookId="book-2"),
    "another shop's workbook": names_changed(Shop="777"),
    "another snapshot": names_changed(SnapshotId="999"),
    "a newer layout": names_changed(SchemaVersion=SCHEMA_VERSION + 1),
    "a plan of another shop": plan_changed(shop="777"),
    "a plan of another workbook": plan_changed(workbook_id="book-2"),
    "a plan of another snapshot": plan_changed(snapshot="999"),
    "a number changed after the yes": one_number_more,
    "a yes to another plan": yes_to_another,
    "no second yes": no_second_yes,
    "another number typed": retyped(5),
    "the number taken out": retyped(None),
    "no number typed": retyped("12 шт"),
    "meant in another way": retyped("shelf count", "mode"),
    "a safety buffer typed": retyped(2, "keep_back"),
    "decided otherwise": retyped("keep theirs", "decision"),
}


def stand_with_plan(folder: Path) -> Stand:
    stand = new_stand(folder)
    stand.type_edits({pair: 0 for pair, _free in stand.usable()[:EDITS]})
    return stand


@pytest.mark.parametrize("name", CASES)
def test_a_stale_or_changed_plan_is_refused(folder: Path, name: str) -> None:
    stand = stand_with_plan(folder)
    with stand.program() as program:
        plan, consent = CASES[name](stand, program, program.plan())
        with pytest.raises(errors.OzonXLError):
            push(plan, consent, program.host, program.client, program.store, program.clock)
        assert not program.store.journal.tail(1)
    assert not stand.sent_writes()
    assert len(stand.edits()) >= EDITS - 1


def test_the_same_without_anything_wrong_is_sent(folder: Path) -> None:
    stand = stand_with_plan(folder)
    with stand.program() as program:
        assert program.push(program.plan()).count(State.VERIFIED) == EDITS
    assert len(stand.sent_writes()) == 1


def test_a_plan_that_was_sent_is_not_sent_again(folder: Path) -> None:
    stand = stand_with_plan(folder)
    with stand.program() as program:
        plan = program.plan()
        program.push(plan)
        assert {outcome.state for outcome in program.push(plan).outcomes} <= {State.CONFLICT}
    assert len(stand.sent_writes()) == 1


@pytest.mark.parametrize(
    "statement", ["DELETE FROM journal WHERE seq IN (2, 3)", "UPDATE journal SET sent = 1 WHERE seq = 2"]
)
def test_from_a_journal_with_entries_missing_or_changed_nothing_is_sent(folder: Path, statement: str) -> None:
    """X13: neither new edits of other pairs nor an undo."""
    stand = new_stand(folder)
    (pair, free), (other, other_free), *_ = stand.usable()
    stand.type_edits({pair: free + 1})
    with stand.program() as program:
        run = program.push(program.plan()).run
    damage(stand, statement)
    stand.type_edits({other: other_free + 1})
    with stand.program() as program:
        plan = program.plan()
        with pytest.raises(errors.StoreDamagedError):
            program.push(plan)
        with pytest.raises(errors.StoreDamagedError):
            program.plan_undo(run)
    assert len(stand.sent_writes()) == 1
    assert stand.edits() == {other: other_free + 1}


def test_a_time_that_no_calendar_has_is_damage(folder: Path) -> None:
    stand = new_stand(folder)
    (pair, free), (other, other_free), *_ = stand.usable()
    stand.type_edits({pair: free + 1})
    with stand.program() as program:
        program.press()
    damage(stand, f"UPDATE journal SET at = {2**62}")
    stand.type_edits({other: other_free + 1})
    with stand.program() as program, pytest.raises(errors.StoreDamagedError):
        rest_of([pair], program.store, CLIENT_ID, program.clock.now())
    assert len(stand.sent_writes()) == 1


def damage(stand: Stand, statement: str) -> None:
    """Somebody has been at the file who had no business there."""
    with closing(sqlite3.connect(stand.store_path)) as file, file:
        for (trigger,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {trigger}")
        file.execute(statement)


def test_nothing_is_pushed_from_a_damaged_file(folder: Path) -> None:
    """X13: bits flipped and ends cut off. Whoever sends all the same has the whole journal before them."""
    stand, dice, ends = new_stand(folder / "whole", offers=30), Random(20261123), Counter[str]()
    (pair, free), *others = stand.usable()[:40]
    stand.type_in_turn({other: free + 1 for other, free in others})
    with stand.program() as program:
        program.press()
        told = program.store.journal.find(shop=CLIENT_ID)
    stand.type_edits({pair: free + 1})
    good, sent = stand.store_path.read_bytes(), len(stand.sent_writes())
    for number in range(DAMAGES):
        damaged = stand.copy(folder / "damaged")
        damaged.store_path.write_bytes(cut(good, dice) if number % 10 == 0 else flipped(good, dice))
        opened.cache_clear()
        try:
            with damaged.program() as program:
                program.press()
        except errors.OzonXLError:
            ends["refused"] += 1
        if len(damaged.sent_writes()) > sent:
            ends["sent"] += 1
            with damaged.program() as program:
                program.store.journal.verify()
                assert program.store.journal.find(shop=CLIENT_ID)[: len(told)] == told
    assert min(ends["refused"], ends["sent"]) >= DAMAGES // 5, ends


def cut(content: bytes, dice: Random) -> bytes:
    return content[: dice.randrange(1, len(content))]


def flipped(content: bytes, dice: Random) -> bytes:
    bad = bytearray(content)
    bad[dice.randrange(len(bad))] ^= 1 << dice.randrange(8)
    return bytes(bad)


@pytest.mark.parametrize("value", [7, None, "12 шт"])
def test_what_is_typed_while_we_send_stays(folder: Path, value: Cell) -> None:
    stand = new_stand(folder)
    (kept, kept_free), (other, other_free), *_ = stand.usable()
    stand.type_edits({kept: kept_free + 1, other: other_free + 1})
    with stand.program() as program:
        plan = program.plan()
        stand.time.after(0.5, lambda: stand.type_edits({kept: value}))
        assert program.push(plan).count(State.VERIFIED) == 2
        assert stand.edits() == ({} if value is None else {kept: value})
        assert str(kept_free + 1) in stand.results()[kept]
        again = program.plan()
        assert not again.items, "typed on a number that is no longer Ozon's: the user decides"


def test_a_plan_file_that_somebody_touched_is_none(folder: Path) -> None:
    stand = stand_with_plan(folder)
    with stand.program() as program:
        plan = program.plan()
    content = PlanFile(book="Shop.xlsx", plan=plan, hash=plan.hash).model_dump_json()
    assert PlanFile.model_validate_json(content).plan == plan
    touched = content.replace('"want":0', '"want":1', 1), content.replace('"version":', '"version":9')
    for text in touched:
        assert text != content
        with pytest.raises(ValidationError):
            PlanFile.model_validate_json(text)


def test_a_plan_refused_by_a_push_is_refused_before_anybody_is_asked(folder: Path) -> None:
    stand = stand_with_plan(folder)
    with stand.program() as program:
        plan = program.plan()
        check_usable(plan, program.host, program.clock.now())
        stand.time.pass_(timedelta(hours=2).total_seconds())
        with pytest.raises(errors.PlanUnusableError):
            check_usable(plan, program.host, program.clock.now())


# --- versions --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("book", [-1, 0, 1])
@pytest.mark.parametrize("program", [-1, 0, 1])
def test_a_workbook_of_a_newer_program_is_left_alone_and_any_other_works(
    folder: Path, monkeypatch: pytest.MonkeyPatch, program: int, book: int
) -> None:
    """S8: a version older, this one, a version newer."""
    monkeypatch.setattr("ozon_xl.actions.book.SCHEMA_VERSION", SCHEMA_VERSION + program)
    stand = new_stand(folder)
    (pair, free), *_ = stand.usable()
    stand.type_edits({pair: free + 1})
    stand.sheet.names["SchemaVersion"] = SCHEMA_VERSION + book
    before, requests = stand.sheet.copy(), len(stand.sent)
    with stand.program() as started:
        if book > program:
            for act in (started.refresh, started.resume, started.plan, started.press):
                with pytest.raises(errors.WorkbookNewerError):
                    act()
            assert (stand.sheet.rows, stand.sheet.names) == (before.rows, before.names)
            assert len(stand.sent) == requests
        else:
            started.refresh()
            started.press()
            assert stand.free(pair) == free + 1


# --- a preview -------------------------------------------------------------------------------------------------------

BOOKS = 50
ODD = ("", "12 шт", "=1", -1, 1.5, True, "٣", 10**7)


def test_a_preview_of_fifty_workbooks_changes_nothing(folder: Path) -> None:
    dice = Random(20261123)
    items = refused = 0
    for _book in range(BOOKS):
        stand = new_stand(folder)
        rows = stand.usable()
        chosen = dice.sample(rows, dice.randint(1, len(rows)))
        stand.type_edits({pair: dice.choice((0, 1, free, free + 1, free * 20, *ODD)) for pair, free in chosen})
        for pair, free in dice.sample(rows, 2):
            stand.foreign_write(pair, free + 1)
        rows_before, names_before = stand.sheet.copy().rows, dict(stand.sheet.names)
        content = stand.store_path.read_bytes()
        with stand.program() as program:
            plan = program.plan()
            assert program.plan().items == plan.items, "the same twice"
            assert not program.store.journal.tail(1)
        items, refused = items + len(plan.items), refused + len(plan.refused)
        assert (stand.sheet.rows, stand.sheet.names) == (rows_before, names_before)
        assert stand.store_path.read_bytes() == content
        assert not stand.sent_writes()
    assert min(items, refused) >= 2 * BOOKS

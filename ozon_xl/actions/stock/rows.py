"""Plans and results in the rows of the workbook."""

from collections.abc import Iterable

from ozon_xl.actions.book import Book
from ozon_xl.actions.journal import SHEET_ROWS, journal_rows
from ozon_xl.actions.stock.preview import DROPPED_CELLS, dropped_text, is_preview, preview, refused_text
from ozon_xl.actions.stock.results import Outcome, PushResult
from ozon_xl.actions.stock.typed import beside_an_undo, retyped
from ozon_xl.actions.zone import zone_at
from ozon_xl.clock import Clock
from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_edit import conflict_words
from ozon_xl.domain.stock_plan import PlanItem, StockPlan
from ozon_xl.domain.stock_states import DONE, State
from ozon_xl.domain.stock_wish import Decision, Seen
from ozon_xl.hosts.base import Host, Key
from ozon_xl.sheets import JOURNAL, STOCK
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.rows import Setting, based_on, result_text
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import Lang
from ozon_xl.texts import stock as texts


def mark_plan(host: Host, plan: StockPlan, clock: Clock) -> None:
    """Say in each row of a plan what would happen to it, and clear the edits that the user gave up; what an earlier
    preview said in other rows goes away.

    Not saved: the user sees it, and a closed workbook is not touched by a preview.
    """
    changes = _told(plan, host, clock)
    now = to_cell(clock.now(), date1904=host.date1904)
    for item in plan.items:
        changes[item.pair] = {"result": to_cell(preview(item, plan.lang)), "result_at": now}
    for row in host.read(STOCK, ("result",)):
        if row.key not in changes and is_preview(row.cells["result"].value):
            changes[row.key] = {"result": None, "result_at": None}
    with host.busy():
        host.update(STOCK, changes)


def _told(plan: StockPlan, host: Host, clock: Clock) -> dict[Key, dict[str, Cell]]:
    """The rows of a plan of which nothing is sent."""
    now = to_cell(clock.now(), date1904=host.date1904)
    changes: dict[Key, dict[str, Cell]] = {
        refusal.pair: {"result": to_cell(refused_text(refusal, plan.lang)), "result_at": now}
        for refusal in plan.refused
    }
    for one in plan.same:
        changes[one.pair] = {"result": to_cell(texts.RESULT_SAME.say(plan.lang, now=one.now)), "result_at": now}
    for drop in plan.dropped:
        changes[drop.pair] = {**DROPPED_CELLS, "result": to_cell(dropped_text(drop, plan.lang)), "result_at": now}
    return changes


def mark_results(
    host: Host,
    book: Book,
    store: Store,
    clock: Clock,
    plan: StockPlan,
    result: PushResult,
    earlier: Iterable[JournalEvent] = (),
) -> None:
    """Say in each row what became of it, and show the journal. An edit is cleared once a read has decided it; one that
    was typed while we sent, or beside what an undo puts back, stays with all that it was typed on. ``earlier`` are
    writes of other runs that were decided meanwhile: of these only what must not be overlooked is told here.
    """
    now = clock.now()
    setting = Setting(book.lang, now, zone_at(now), book.rules, host.date1904)
    changes = _told(plan, host, clock) | _oversold(earlier, book, to_cell(now, date1904=host.date1904))
    items = {item.pair: item for item in plan.items}
    for outcome in result.outcomes:
        changes[outcome.pair] = _cells(outcome, items[outcome.pair], book, setting, result.run)
    for pair in beside_an_undo(host, plan) & changes.keys():  # its mark is done with, the edit is not
        changes[pair] = {
            attr: cell for attr, cell in changes[pair].items() if attr in ("result", "result_at", "decision")
        }
    for pair in retyped(host, plan) & changes.keys():
        changes[pair] = {attr: changes[pair][attr] for attr in ("result", "result_at")}
    with host.busy():
        host.update(STOCK, changes)
        host.write(JOURNAL, journal_rows(store.journal.tail(SHEET_ROWS, plan.shop), setting))
    host.save()


def _oversold(events: Iterable[JournalEvent], book: Book, now: Cell) -> dict[Key, dict[str, Cell]]:
    return {event.pair: told_cells(event, book, now) for event in events if event.oversold}


def told_cells(event: JournalEvent, book: Book, now: Cell) -> dict[str, Cell]:
    """What a row says of a write as the journal has it."""
    text = result_text(
        event.state,
        book.lang,
        was=event.was,
        sent=event.sent,
        now=event.read_back,
        message=event.message,
        oversold=event.oversold,
    )
    return {"result": to_cell(text), "result_at": now}


def read_cells(pair: Pair, seen: Seen, snapshot: str) -> dict[str, Cell]:
    """What was read of a pair, and the base of the next edit."""
    numbers = {"free": seen.free, "present": seen.present, "reserved": seen.present - seen.free}
    return {**numbers, **based_on(snapshot, pair, seen.free, seen)}


def outcome_text(outcome: Outcome, item: PlanItem, lang: Lang) -> str:
    """What became of one pair, and what to do."""
    if outcome.conflict:
        why = conflict_words(outcome.conflict, undo=bool(item.undoes)).say(lang)
        return texts.RESULT_REFUSED.say(lang, why=why) if item.undoes and not outcome.conflict.there else why
    return result_text(
        outcome.state,
        lang,
        was=outcome.was,
        sent=outcome.sent,
        now=outcome.read_back,
        message=outcome.message,
        oversold=outcome.oversold,
    )


def _cells(outcome: Outcome, item: PlanItem, book: Book, setting: Setting, run: str) -> dict[str, Cell]:
    """Result text and time. Once the write is decided, the edit or mark behind it is cleared, lest it be sent again,
    and the row shows what Ozon has now.
    """
    text = outcome_text(outcome, item, book.lang)
    cells = {"result": to_cell(text), "result_at": to_cell(setting.now, date1904=setting.date1904)}
    if outcome.state in DONE and outcome.read_back is not None and outcome.present is not None:
        cells |= read_cells(outcome.pair, Seen(outcome.read_back, outcome.present, run), book.snapshot)
        cells |= DROPPED_CELLS if outcome.row else {}
        cells |= {"decision": None} if item.decision is Decision.UNDO else {}
    elif outcome.state is State.CONFLICT and outcome.row:
        cells["decision"] = None  # it was about another number
    return cells

"""Plans and results in the rows of the workbook."""

from ozon_xl.actions.book import Book
from ozon_xl.actions.journal import SHEET_ROWS, journal_rows
from ozon_xl.actions.stock.results import Outcome, PushResult
from ozon_xl.clock import Clock, local_offset
from ozon_xl.domain.stock_plan import PlanItem, PlanRefusal, StockPlan
from ozon_xl.domain.stock_states import State
from ozon_xl.hosts.base import Host, Key
from ozon_xl.sheets import JOURNAL, STOCK
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.rows import Setting, result_text, row_check
from ozon_xl.store import Store
from ozon_xl.texts import Lang
from ozon_xl.texts import stock as texts


def mark_plan(host: Host, plan: StockPlan, clock: Clock) -> None:
    """Say in each row of a plan what would happen to it; what an earlier preview said in other rows goes away.

    Not saved: the user sees it, and a closed workbook is not touched by a preview.
    """
    now = to_cell(clock.now(), date1904=host.date1904)
    told = {item.pair: _preview(item, plan.lang) for item in plan.items}
    told |= {refusal.pair: _refused(refusal, plan.lang) for refusal in plan.refused}
    changes: dict[Key, dict[str, Cell]] = {
        pair: {"result": to_cell(text), "result_at": now} for pair, text in told.items()
    }
    for row in host.read(STOCK, ("result",)):
        if row.key not in changes and _is_preview(row.cells["result"].value):
            changes[row.key] = {"result": None, "result_at": None}
    with host.busy():
        host.update(STOCK, changes)


def _preview(item: PlanItem, lang: Lang) -> str:
    parts = [texts.PREVIEW.say(lang, was=item.was, want=item.want)]
    return "; ".join([*parts, *(texts.WARNINGS[warning].say(lang) for warning in item.warnings)])


def _is_preview(result: object) -> bool:
    return isinstance(result, str) and result.startswith(tuple(text.split("{")[0] for text in texts.PREVIEW))


def _refused(refusal: PlanRefusal, lang: Lang) -> str:
    return texts.RESULT_REFUSED.say(lang, why=refusal.why.say(lang))


def mark_results(host: Host, book: Book, store: Store, clock: Clock, plan: StockPlan, result: PushResult) -> None:
    """Say in each row what became of it, and show the journal. An edit is cleared once a read has proved it."""
    now = clock.now()
    setting = Setting(book.lang, now, local_offset(now), book.rules, host.date1904)
    changes: dict[Key, dict[str, Cell]] = {}
    for refusal in plan.refused:
        why = _refused(refusal, book.lang)
        changes[refusal.pair] = {"result": to_cell(why), "result_at": to_cell(now, date1904=host.date1904)}
    for outcome in result.outcomes:
        changes[outcome.pair] = _cells(outcome, book, setting)
    with host.busy():
        host.update(STOCK, changes)
        host.write(JOURNAL, journal_rows(store.journal.tail(SHEET_ROWS), setting))
    host.save()


def _cells(outcome: Outcome, book: Book, setting: Setting) -> dict[str, Cell]:
    """Result text and time; the edit is cleared, and the row shows the new number, only once a read has proved it."""
    text = result_text(
        outcome.state,
        book.lang,
        was=outcome.was,
        sent=outcome.sent,
        now=outcome.read_back,
        message=outcome.message,
    )
    cells = {"result": to_cell(text), "result_at": to_cell(setting.now, date1904=setting.date1904)}
    if outcome.state is State.VERIFIED:
        check = row_check(book.snapshot, outcome.pair, outcome.read_back)
        cells |= {"free": outcome.read_back, "present": outcome.present, "check": check}
        if outcome.row:
            cells["new_free"] = None
    return cells

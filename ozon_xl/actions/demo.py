"""The main job on the practice shop, from an empty folder to a finished workbook."""

import uuid
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import NamedTuple

from ozon_xl.actions.connect import connected
from ozon_xl.actions.refresh import RefreshResult, refresh
from ozon_xl.actions.stock import Consent, PushResult, make_plan, push
from ozon_xl.actions.verbs import pushed as as_told
from ozon_xl.actions.verbs import refreshed
from ozon_xl.builder import build
from ozon_xl.clock import Clock
from ozon_xl.domain.stock_plan import StockPlan
from ozon_xl.domain.stock_states import State
from ozon_xl.hosts.base import Key
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.xlsx.saving import make_room, put
from ozon_xl.hosts.xlsx.trouble import told_of_making
from ozon_xl.ozon.shop import Shop
from ozon_xl.practice.server import PracticeServer
from ozon_xl.sheets import STOCK
from ozon_xl.sheets.columns import Cell
from ozon_xl.store import Store
from ozon_xl.texts import Lang
from ozon_xl.texts import cli as texts

BOOK = "Ozon-demo.xlsx"
BEFORE = "Ozon-demo.before.xlsx"
EDITS = 12


class DemoResult(NamedTuple):
    """Figures of one demo, as ``--json`` prints them."""

    workbook: str
    orders: int
    at_risk: int
    short: int
    stock_rows: int
    edits: int
    sent: int
    verified: int
    conflicts: int
    refused: int
    seconds: float


def demo(
    folder: Path,
    lang: Lang,
    clock: Clock,
    *,
    postings: int,
    offers: int,
    seed: int,
    say: Callable[[str], None],
    show_plan: Callable[[StockPlan], None],
) -> DemoResult:
    """Start a practice shop, fill a workbook, type edits into it, send them, and leave the workbook in ``folder``.

    The one of an earlier demo, in which somebody may have typed, is kept beside it.

    Raises:
        WorkbookOpenError, WorkbookReadOnlyError, FileNotWrittenError, DiskFullError: it cannot be put there.
    """
    started = perf_counter()
    target = folder / BOOK
    with told_of_making(target):
        make_room(target)
    with (
        PracticeServer(postings=postings, offers=offers, seed=seed) as practice,
        TemporaryDirectory(prefix="ozon-xl-demo-", ignore_cleanup_errors=True) as data,  # theirs may be synchronised
    ):
        say(texts.DEMO_SHOP.say(lang, postings=postings, offers=offers))
        book = Path(data) / BOOK
        shop = Shop(practice.client_id, practice.api_key, practice.url)
        build(book, lang, workbook_id=str(uuid.uuid4()), shop=shop.client_id)
        with Store.open(Path(data) / "demo.sqlite") as store, connected(shop, store, clock) as client:
            filled = refresh(FileHost(book), client, store, clock)
            say(f"{BOOK}: {refreshed(filled, lang)}")
            typed = _type_edits(book)
            say(texts.DEMO_TYPED.say(lang, count=typed))
            plan = make_plan(FileHost(book), client, clock)
            show_plan(plan)
            _somebody_orders(practice, plan)
            consent = Consent(plan.hash, second=True)
            pushed = push(plan, consent, FileHost(book), client, store, clock)
        say(as_told(pushed, lang))
        _put(target, book.read_bytes(), lambda old: say(texts.DEMO_KEPT.say(lang, book=old)))
    return _figures(target, filled, typed, plan, pushed, perf_counter() - started)


def _put(book: Path, content: bytes, tell_kept: Callable[[Path], None]) -> None:
    """Put the workbook in its place; ``tell_kept`` hears where that of an earlier demo lies now."""
    old = book.with_name(BEFORE)
    if book.exists():
        with told_of_making(old):
            put(old, book.read_bytes())
        tell_kept(old)
    with told_of_making(book):
        put(book, content)


def _type_edits(book: Path) -> int:
    """What a seller would type: more of what is short, some off sale, and a slip that must be refused."""
    host = FileHost(book)
    rows = host.read(STOCK, ("free", "short", "state"))
    sellable = [row for row in rows if isinstance(row.cells["free"].value, (int, float))]
    lacking = [row for row in sellable if row.cells["short"].value]
    others = [row for row in sellable if not row.cells["short"].value]
    step = max(1, len(others) // EDITS)
    chosen = [*lacking[: EDITS // 3], *others[::step]][:EDITS]
    changes: dict[Key, dict[str, Cell]] = {}
    for number, row in enumerate(chosen):
        slips: dict[int, Cell] = {EDITS - 2: 0, EDITS - 1: "12 шт"}
        changes[row.key] = {"new_free": slips.get(number, int(str(row.cells["free"].value).split(".")[0]) + 5)}
    host.update(STOCK, changes)
    host.save()
    return len(changes)


def _somebody_orders(practice: PracticeServer, plan: StockPlan) -> None:
    """A buyer takes a piece between preview and sending: that row must come back as a conflict."""
    for item in plan.items:
        if item.was > 0:
            practice.control.order(item.offer, item.warehouse_id, 1)
            return


def _figures(
    book: Path, filled: RefreshResult, typed: int, plan: StockPlan, pushed: PushResult, seconds: float
) -> DemoResult:
    return DemoResult(
        workbook=str(book),
        orders=filled.orders,
        at_risk=filled.at_risk,
        short=filled.short,
        stock_rows=filled.stock_rows,
        edits=typed,
        sent=len(pushed.outcomes) - pushed.count(State.CONFLICT, State.CANCELLED),
        verified=pushed.count(State.VERIFIED),
        conflicts=pushed.count(State.CONFLICT),
        refused=len(plan.refused) + pushed.count(State.REJECTED),
        seconds=round(seconds, 1),
    )

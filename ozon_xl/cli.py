"""The command line: parses, calls one action, prints. No rules of its own.

Exit codes: 0 done, 1 something was refused or failed (and it said which), 2 wrong usage.
"""

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from pydantic import ValidationError
from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from ozon_xl import __version__, errors, keys
from ozon_xl.actions import demo as demo_action
from ozon_xl.actions import shops as shop_actions
from ozon_xl.actions.connect import connected
from ozon_xl.actions.new import new_workbook
from ozon_xl.actions.orders import queue
from ozon_xl.actions.refresh import refresh as refresh_book
from ozon_xl.actions.stock import Consent, PushResult, make_plan, plan_undo, tally
from ozon_xl.actions.stock import push as push_plan
from ozon_xl.clock import SystemClock
from ozon_xl.domain.stock_plan import PlanFile, StockPlan
from ozon_xl.domain.stock_states import State
from ozon_xl.hosts.file import FileHost
from ozon_xl.ozon.client import OzonClient
from ozon_xl.practice.server import serve
from ozon_xl.settings import Settings, ShopEntry, system_language
from ozon_xl.store import Store
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import cli as texts
from ozon_xl.texts import errors as error_texts
from ozon_xl.texts import stock as stock_texts

app = typer.Typer(no_args_is_help=True, add_completion=False, help="The workbook for Ozon sellers.")
shop_app = typer.Typer(no_args_is_help=True, help="The shops on this computer.")
stock_app = typer.Typer(no_args_is_help=True, help="Stock back to Ozon: plan, push, undo.")
app.add_typer(shop_app, name="shop")
app.add_typer(stock_app, name="stock")

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


class Language(StrEnum):
    """The three languages."""

    EN = "en"
    RU = "ru"
    ZH = "zh"


Lang_ = Annotated[Language | None, typer.Option("--lang", help="en, ru or zh.")]
Json_ = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")]
Shop_ = Annotated[str, typer.Option("--shop", help="Client-Id; not needed with one shop.")]
Book_ = Annotated[Path, typer.Argument(help="The workbook.")]


def main() -> None:
    """The ``ozon-xl`` command."""
    app()


def _lang(chosen: Language | None = None) -> Lang:
    if chosen is None:
        try:
            return Settings.load().lang
        except errors.SettingsDamagedError:
            return system_language()
    lang: dict[Language, Lang] = {Language.EN: "en", Language.RU: "ru", Language.ZH: "zh"}
    return lang[chosen]


@contextmanager
def _spoken(lang: Lang, *, as_json: bool = False) -> Iterator[None]:
    """Errors become words in the user's language and exit code 1."""
    try:
        yield
    except errors.OzonXLError as error:
        if as_json:
            _print_json({"error": type(error).__name__, "message": error.say(lang)})
        err.print(escape(error.say(lang)), style="bold red")
        raise typer.Exit(1) from None


def _print_json(values: Mapping[str, object]) -> None:
    sys.stdout.write(json.dumps(values, ensure_ascii=False, default=str) + "\n")


@dataclass
class _Work:
    """A client and the store of one shop, open while an action runs."""

    client: OzonClient
    store: Store
    clock: SystemClock


@contextmanager
def _at_work(client_id: str, lang: Lang) -> Iterator[_Work]:
    clock = SystemClock()
    shop = shop_actions.shop_of(Settings.load().shop(client_id))
    with (
        err.status("Ozon") as status,
        Store.open() as store,
        connected(shop, store, clock, on_note=lambda note: status.update(note.say(lang))) as client,
    ):
        yield _Work(client, store, clock)


# --- workbook --------------------------------------------------------------------------------------------------------


@app.callback(invoke_without_command=True)
def _root(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        out.print(__version__)
        raise typer.Exit


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--out", help="Folder for the workbook.")] = Path("ozon-demo"),
    lang: Lang_ = None,
    postings: Annotated[int, typer.Option(min=1)] = 300,
    offers: Annotated[int, typer.Option(min=1)] = 500,
    seed: int = 1,
    show: Annotated[bool, typer.Option("--open/--no-open", help="Open the workbook at the end.")] = True,
    as_json: Json_ = False,
) -> None:
    """The whole job on a practice shop on this computer: no key, no account needed."""
    said = _lang(lang)
    say: Callable[[str], None] = (lambda _text: None) if as_json else (lambda text: out.print(escape(text)))
    with _spoken(said, as_json=as_json):
        result = demo_action.demo(
            folder,
            said,
            SystemClock(),
            postings=postings,
            offers=offers,
            seed=seed,
            say=say,
            show_plan=(lambda _plan: None) if as_json else (lambda plan: _show_plan(plan, said)),
        )
    if as_json:
        _print_json(result._asdict())
        return
    say(texts.DEMO_DONE.say(said, seconds=result.seconds, book=result.workbook))
    if show:
        _open(Path(result.workbook))


def _open(book: Path) -> None:
    """Show the workbook where a screen and a spreadsheet program may be; silence where not."""
    if sys.platform != "linux" or os.environ.get("DISPLAY"):
        typer.launch(str(book))


@app.command()
def new(book: Book_, lang: Lang_ = None, shop: Shop_ = "") -> None:
    """A fresh workbook."""
    said = _lang(lang)
    with _spoken(said):
        new_workbook(book, said, shop)
        out.print(escape(texts.CREATED.say(said, book=book)))


@app.command()
def refresh(book: Book_, shop: Shop_ = "", lang: Lang_ = None, as_json: Json_ = False) -> None:
    """Orders and stock into a workbook."""
    said = _lang(lang)
    with _spoken(said, as_json=as_json):
        host = FileHost(book)
        with _at_work(shop, said) as work:
            result = refresh_book(host, work.client, work.store, work.clock)
    if as_json:
        _print_json(result._asdict() | {"workbook": str(book)})
    else:
        out.print(escape(texts.REFRESHED.say(said, **result._asdict(), book=book)))


@app.command()
def orders(
    due: Annotated[str, typer.Option(help="Only those due within this time, e.g. 24h or 90m.")] = "",
    shop: Shop_ = "",
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """The queue, worst first, from the last refresh."""
    said = _lang(lang)
    with _spoken(said, as_json=as_json), Store.open() as store:
        entry = Settings.load().shop(shop)
        rows = queue(store, entry.client_id, SystemClock().now(), said, within=_duration(due))
    if as_json:
        _print_json({"orders": [row._asdict() for row in rows]})
        return
    heads = (texts.COL_POSTING, texts.COL_STATE, texts.COL_LEFT, texts.COL_WHY, texts.COL_TODO, texts.COL_WAREHOUSE)
    _grid(said, heads, [tuple(row[:6]) for row in rows])


def _duration(text: str) -> timedelta | None:
    units = {"m": "minutes", "h": "hours", "d": "days"}
    if not text:
        return None
    if text[-1:] not in units or not text[:-1].isdigit():
        raise typer.BadParameter("24h, 90m, 2d", param_hint="--due")
    return timedelta(**{units[text[-1]]: int(text[:-1])})


# --- stock -----------------------------------------------------------------------------------------------------------


@stock_app.command("plan")
def stock_plan(
    book: Book_,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to keep the plan.")] = None,
    shop: Shop_ = "",
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """Preview what the typed numbers would change. Changes nothing."""
    said = _lang(lang)
    with _spoken(said, as_json=as_json):
        host = FileHost(book)
        with _at_work(shop, said) as work:
            plan = make_plan(host, work.client, work.clock)
        _deliver_plan(plan, book, output, said, as_json=as_json)


@stock_app.command("undo")
def stock_undo(
    run: Annotated[str, typer.Argument(help="The run to take back; see: ozon-xl journal.")],
    book: Book_,
    output: Annotated[Path | None, typer.Option("--output", "-o")] = None,
    shop: Shop_ = "",
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """A plan that puts back what a run changed. Changes nothing until it is pushed."""
    said = _lang(lang)
    with _spoken(said, as_json=as_json):
        host = FileHost(book)
        with _at_work(shop, said) as work:
            plan = plan_undo(host, work.client, work.store, work.clock, run)
        _deliver_plan(plan, book, output, said, as_json=as_json)


def _deliver_plan(plan: StockPlan, book: Path, output: Path | None, lang: Lang, *, as_json: bool) -> None:
    path = output or book.with_suffix(".plan.json")
    file = PlanFile(book=str(book.resolve()), plan=plan, hash=plan.hash)
    path.write_text(file.model_dump_json(indent=1), encoding="utf-8")
    if as_json:
        _print_json({"plan": str(path), "hash": plan.hash} | json.loads(plan.model_dump_json()))
        return
    _show_plan(plan, lang)
    if plan.items:
        out.print(escape(texts.PLAN_SAVED.say(lang, plan=path)))


def _show_plan(plan: StockPlan, lang: Lang) -> None:
    edits = len(plan.items) + len(plan.refused) + plan.unchanged
    out.print(escape(texts.PLAN_TITLE.say(lang, count=len(plan.items), total=edits)), style="bold")
    if plan.items:
        heads = (
            texts.COL_ROW,
            texts.COL_OFFER,
            texts.COL_WAREHOUSE,
            texts.COL_FREE,
            texts.COL_NEW,
            texts.COL_RESERVED,
            texts.COL_ORDERED,
            texts.COL_WARNING,
        )
        _grid(
            lang,
            heads,
            [
                (
                    item.row or "",
                    item.offer,
                    item.warehouse or item.warehouse_id,
                    item.was,
                    item.want,
                    item.reserved,
                    item.ordered,
                    "; ".join(stock_texts.WARNINGS[warning].say(lang) for warning in item.warnings),
                )
                for item in plan.items
            ],
        )
    if plan.refused:
        out.print(escape(texts.PLAN_REFUSED.say(lang, count=len(plan.refused))), style="bold")
        why = (texts.COL_ROW, texts.COL_OFFER, texts.COL_WHY)
        _grid(lang, why, [(refusal.row or "", refusal.offer, refusal.why.say(lang)) for refusal in plan.refused])
    if plan.unchanged:
        out.print(escape(texts.PLAN_UNCHANGED.say(lang, count=plan.unchanged)))
    if not plan.items:
        out.print(escape(texts.PLAN_EMPTY.say(lang)))
    for words in plan.second_consent:
        out.print(escape(texts.PLAN_CARE.say(lang, why=words.say(lang))), style="bold yellow")


@stock_app.command("push")
def stock_push(
    plan_path: Annotated[Path, typer.Argument(metavar="PLAN", help="The plan from: ozon-xl stock plan.")],
    yes: Annotated[bool, typer.Option("--yes", help="Send without asking.")] = False,
    sure: Annotated[bool, typer.Option("--sure", help="Also for zeroing, mass changes and jumps.")] = False,
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """Send a plan, read back what Ozon has then, and write the results into the rows."""
    said = _lang(lang)
    with _spoken(said, as_json=as_json):
        try:
            file = PlanFile.model_validate_json(plan_path.read_bytes())
        except (OSError, ValidationError):
            raise errors.PlanUnusableError(what=error_texts.WHAT_DAMAGED) from None
        if not as_json:
            _show_plan(file.plan, said)
        if not file.plan.items:
            raise typer.Exit(1 if file.plan.refused else 0)
        sure = sure or (yes and not file.plan.second_consent)
        if not yes:
            yes, sure = _asked(file.plan, said, sure=sure)
        host = FileHost(Path(file.book))
        with _at_work(file.plan.shop, said) as work:
            consent = Consent(file.hash, second=sure)
            result = push_plan(file.plan, consent, host, work.client, work.store, work.clock)
        _deliver_push(result, file.plan, said, as_json=as_json)


def _asked(plan: StockPlan, lang: Lang, *, sure: bool) -> tuple[bool, bool]:
    if not sys.stdin.isatty():
        raise errors.ConsentNeededError(what=texts.NOBODY_ASKED, how="--yes")
    if not typer.confirm(texts.ASK_SEND.say(lang)):
        _not_sent(lang)
    if plan.second_consent and not sure and not typer.confirm(texts.ASK_SURE.say(lang)):
        _not_sent(lang)
    return True, True


def _not_sent(lang: Lang) -> NoReturn:
    out.print(escape(texts.NOT_SENT.say(lang)))
    raise typer.Exit(1)


def _deliver_push(result: PushResult, plan: StockPlan, lang: Lang, *, as_json: bool) -> None:
    counts = tally(result)
    if as_json:
        rows = [outcome._asdict() for outcome in result.outcomes]
        _print_json({"run": result.run, **counts, "refused": len(plan.refused), "rows": rows})
    else:
        out.print(escape(texts.PUSHED.say(lang, run=result.run, **counts)))
    done = result.count(State.VERIFIED, State.ACCEPTED) == len(result.outcomes) and not plan.refused
    raise typer.Exit(0 if done else 1)


@app.command()
def journal(
    offer: str = "",
    run: str = "",
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, in UTC.")] = None,
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """What was written to Ozon, by whom, with what result; and proof that the journal is whole."""
    said = _lang(lang)
    with _spoken(said, as_json=as_json), Store.open() as store:
        store.journal.verify()
        events = store.journal.find(offer=offer or None, run=run or None, day=day.date() if day else None)
    if as_json:
        _print_json({"journal": [event._asdict() for event in events]})
        return
    heads = (
        texts.COL_TIME,
        texts.COL_RUN,
        texts.COL_USER,
        texts.COL_OFFER,
        texts.COL_BEFORE,
        texts.COL_ASKED,
        texts.COL_STATE,
        texts.COL_ANSWER,
    )
    latest = {(event.run, event.pair): event for event in events}.values()
    rows = [
        (
            f"{event.at:%Y-%m-%d %H:%M:%S}",
            event.run,
            event.user,
            event.offer,
            event.was,
            event.asked,
            stock_texts.STATES[event.state].say(said),
            event.message,
        )
        for event in (events if run or offer else latest)
    ]
    _grid(said, heads, rows)


# --- shops -----------------------------------------------------------------------------------------------------------


@shop_app.command("add")
def shop_add(
    client_id: Annotated[str, typer.Argument(metavar="CLIENT-ID")] = "",
    key_file: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A file that only you can read; holds the key."),
    ] = None,
    address: Annotated[str, typer.Option(help="Of a practice shop on this computer.")] = "",
    name: str = "",
    lang: Lang_ = None,
) -> None:
    """Set up a shop. The key is asked for and goes into the key store of this computer."""
    said = _lang(lang)
    with _spoken(said):
        client_id = client_id or typer.prompt(texts.SHOP_ID_PROMPT.say(said))
        key = "" if key_file else typer.prompt(texts.SHOP_KEY_PROMPT.say(said), hide_input=True)
        path = str(key_file.resolve()) if key_file else ""
        entry = ShopEntry(client_id=client_id.strip(), name=name, address=address, key_file=path)
        shop_actions.add_shop(Settings.load(), entry, key.strip()).save()
        out.print(escape(texts.SHOP_ADDED.say(said, shop=entry.client_id)))


@shop_app.command("list")
def shop_list(as_json: Json_ = False) -> None:
    """The shops on this computer."""
    with _spoken(_lang(), as_json=as_json):
        shops = Settings.load().shops
    if as_json:
        _print_json({"shops": [shop.model_dump(include={"client_id", "name", "address"}) for shop in shops]})
        return
    for shop in shops:
        out.print(escape(" ".join(part for part in (shop.client_id, shop.name, shop.address) if part)))


@shop_app.command("remove")
def shop_remove(client_id: Annotated[str, typer.Argument(metavar="CLIENT-ID")], lang: Lang_ = None) -> None:
    """Forget a shop and its key."""
    said = _lang(lang)
    with _spoken(said):
        settings = Settings.load()
        in_store = not settings.shop(client_id).key_file
        settings.without_shop(client_id).save()
        if in_store:
            keys.delete_key(client_id)
        out.print(escape(texts.SHOP_REMOVED.say(said, shop=client_id)))


@shop_app.command("check")
def shop_check(
    client_id: Annotated[str, typer.Argument(metavar="CLIENT-ID")] = "", lang: Lang_ = None, as_json: Json_ = False
) -> None:
    """Ask Ozon what the key may do and how long it lives."""
    said = _lang(lang)
    with _spoken(said, as_json=as_json), _at_work(client_id, said) as work:
        check = shop_actions.check_key(work.client, work.clock)
    if as_json:
        _print_json(check._asdict())
        return
    until = f"{check.expires_at:%Y-%m-%d}" if check.expires_at else texts.FOREVER.say(said)
    roles = ", ".join(check.roles)
    out.print(escape(texts.SHOP_CHECKED.say(said, name=check.name, until=until, roles=roles)))
    if check.is_admin:
        out.print(escape(texts.SHOP_ADMIN.say(said)), style="yellow")
    if check.days_left is not None and check.days_left < shop_actions.WARN_DAYS:
        out.print(escape(texts.SHOP_EXPIRES.say(said, days=check.days_left)), style="yellow")
    for method in check.lacking:
        out.print(escape(texts.SHOP_LACKS.say(said, method=method)), style="yellow")


# --- practice --------------------------------------------------------------------------------------------------------


@app.command()
def practice(
    port: int = 0,
    seed: int = 1,
    postings: Annotated[int, typer.Option(min=1)] = 300,
    offers: Annotated[int, typer.Option(min=1)] = 500,
    scenario: Annotated[str, typer.Option(help="What happens in the shop; a wrong name lists them.")] = "",
    faults: Annotated[str, typer.Option(help="Troubles, e.g. 429:2*3,latency:150.")] = "",
    speed: Annotated[float, typer.Option(help="How many times faster the shop's clock runs.")] = 1.0,
    lang: Lang_ = None,
) -> None:
    """A practice shop on this computer; its first line is its address and a demo key."""
    said = _lang(lang)
    with _spoken(said):
        serve(
            port=port,
            seed=seed,
            postings=postings,
            offers=offers,
            scenario=scenario,
            faults=faults,
            speed=speed,
            lang=said,
        )


def _grid(lang: Lang, heads: Sequence[Words], rows: Sequence[Sequence[object]]) -> None:
    grid = Grid(*(words.say(lang) for words in heads), header_style="bold")
    for row in rows:
        grid.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    out.print(grid)

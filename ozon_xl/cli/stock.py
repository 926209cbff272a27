"""Stock back to Ozon: plan, push, undo, and what was written."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError
from rich.markup import escape

from ozon_xl import errors
from ozon_xl.actions.book import shop_named_in, workbook
from ozon_xl.actions.connect import Work
from ozon_xl.actions.export import export_journal
from ozon_xl.actions.journal import state_text
from ozon_xl.actions.stock import (
    Consent,
    PushResult,
    ask_consent,
    check_usable,
    make_plan,
    mark_plan,
    outcome_text,
    plan_undo,
    resume,
    tally,
)
from ozon_xl.actions.stock import push as push_plan
from ozon_xl.actions.stock.preview import steps, takes, totals, warnings
from ozon_xl.actions.verbs import pushed
from ozon_xl.cli.shared import (
    Book_,
    Json_,
    Lang_,
    Shop_,
    at_long_work,
    at_work,
    err,
    grid,
    language,
    out,
    print_json,
    somebody_is_there,
    spoken,
    stopping,
)
from ozon_xl.clock import SystemClock
from ozon_xl.domain.stock_plan import PlanFile, StockPlan
from ozon_xl.domain.stock_states import State
from ozon_xl.hosts.base import Host
from ozon_xl.sheets.rows import note_text
from ozon_xl.store import Store
from ozon_xl.store.journal import JournalEvent
from ozon_xl.texts import Lang
from ozon_xl.texts import buttons as button_texts
from ozon_xl.texts import cli as texts
from ozon_xl.texts import errors as error_texts
from ozon_xl.texts import stock as stock_texts

app = typer.Typer()
stock_app = typer.Typer(no_args_is_help=True, help="Stock back to Ozon: plan, push, undo.")
app.add_typer(stock_app, name="stock")


@stock_app.command("plan")
def stock_plan(
    book: Book_,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to keep the plan.")] = None,
    shop: Shop_ = "",
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """Preview what the typed numbers would change. Changes nothing."""
    said = language(lang)
    with spoken(said, as_json=as_json):
        with workbook(book) as host, at_work(shop or shop_named_in(host), said) as work:
            _tell_resumed(host, work, said)
            plan = make_plan(host, work.client, work.clock, store=work.store)
        _deliver_plan(plan, book, output, said, as_json=as_json)


@stock_app.command("undo")
def stock_undo(
    run: Annotated[str, typer.Argument(help="The run to take back; see: ozon-xl journal.")],
    book: Book_,
    offer: Annotated[list[str] | None, typer.Option(help="Only this offer; may be given several times.")] = None,
    warehouse: Annotated[
        list[str] | None, typer.Option(help="Only in this warehouse, by name or id; may be given several times.")
    ] = None,
    output: Annotated[Path | None, typer.Option("--output", "-o", help="Where to keep the plan.")] = None,
    shop: Shop_ = "",
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """A plan that puts back what a run changed. Changes nothing until it is pushed."""
    said = language(lang)
    with spoken(said, as_json=as_json):
        with workbook(book) as host, at_work(shop or shop_named_in(host), said) as work:
            _tell_resumed(host, work, said)
            plan = plan_undo(
                host, work.client, work.store, work.clock, run, offers=offer or (), warehouses=warehouse or ()
            )
        _deliver_plan(plan, book, output, said, as_json=as_json)


def _tell_resumed(host: Host, work: Work, lang: Lang) -> None:
    """Earlier runs that were broken off are brought to their end first."""
    news = resume(host, work.client, work.store, work.clock).say(lang)
    if news:
        err.print(escape(news))


def _deliver_plan(plan: StockPlan, book: Path, output: Path | None, lang: Lang, *, as_json: bool) -> None:
    path = output or book.with_suffix(".plan.json")
    file = PlanFile(book=str(book.resolve()), plan=plan, hash=plan.hash)
    path.write_text(file.model_dump_json(indent=1), encoding="utf-8")
    if as_json:
        print_json({"plan": str(path), "hash": plan.hash} | json.loads(plan.model_dump_json()))
        return
    show_plan(plan, lang)
    if plan.items:
        out.print(escape(texts.PLAN_SAVED.say(lang, plan=_typed(path))))


def _typed(path: Path) -> str:
    """A path as it is typed behind a command."""
    text = str(path)
    return f'"{text}"' if any(mark in text for mark in " ()&;'") else text


def show_plan(plan: StockPlan, lang: Lang) -> None:
    """A plan in the terminal: what would be sent, what is refused and why, what to mind."""
    edits = len(plan.items) + len(plan.refused) + len(plan.dropped) + len(plan.same)
    out.print(escape(texts.PLAN_TITLE.say(lang, count=len(plan.items), total=edits)), style="bold")
    if plan.items:
        heads = (
            texts.COL_ROW,
            texts.COL_OFFER,
            texts.COL_WAREHOUSE,
            texts.COL_SAW,
            texts.COL_FREE,
            texts.COL_RESERVED,
            texts.COL_ORDERED,
            texts.COL_NEW,
            texts.COL_WARNING,
        )
        grid(
            lang,
            heads,
            [
                (
                    item.row or "",
                    item.offer,
                    item.warehouse or item.warehouse_id,
                    item.saw,
                    item.was,
                    item.reserved,
                    item.ordered or "",
                    f"{item.want} ({item.want - item.was:+d})",
                    "; ".join([*steps(item, lang), *warnings(item, lang)]),
                )
                for item in plan.items
            ],
        )
        out.print(escape(f"{totals(plan, lang)} {takes(plan, lang)}"))
    if plan.refused:
        out.print(escape(texts.PLAN_REFUSED.say(lang, count=len(plan.refused))), style="bold")
        why = (texts.COL_ROW, texts.COL_OFFER, texts.COL_WHY)
        grid(lang, why, [(refusal.row or "", refusal.offer, refusal.why.say(lang)) for refusal in plan.refused])
    if plan.dropped:
        out.print(escape(stock_texts.DROPS.say(lang, count=len(plan.dropped))))
    if plan.same:
        out.print(escape(texts.PLAN_UNCHANGED.say(lang, count=len(plan.same))))
    if not plan.items:
        out.print(escape(texts.PLAN_EMPTY.say(lang)))
    for words in plan.second_consent:
        out.print(escape(stock_texts.CAREFUL.say(lang, why=words.say(lang))), style="bold yellow")


@stock_app.command("push")
def stock_push(
    plan_path: Annotated[Path, typer.Argument(metavar="PLAN", help="The plan from: ozon-xl stock plan.")],
    yes: Annotated[bool, typer.Option("--yes", help="Send without asking.")] = False,
    sure: Annotated[bool, typer.Option("--sure", help="Also for zeroing, mass changes and jumps.")] = False,
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """Send a plan, read back what Ozon has then, and write the results into the rows."""
    said = language(lang)
    with spoken(said, as_json=as_json):
        try:
            file = PlanFile.model_validate_json(plan_path.read_bytes())
        except (OSError, ValidationError):
            raise errors.PlanUnusableError(what=error_texts.WHAT_DAMAGED) from None
        if not as_json:
            show_plan(file.plan, said)
        if not (file.plan.items or file.plan.dropped):
            raise typer.Exit(1 if file.plan.refused else 0)
        with workbook(Path(file.book)) as host:
            with at_work(file.plan.shop, said) as work:
                work.client.learn_time()
                check_usable(file.plan, host, work.clock.now())
            if not file.plan.items:
                mark_plan(host, file.plan, SystemClock())
                host.save()
                raise typer.Exit(1 if file.plan.refused else 0)
            consent = _consent(file.plan, said, yes=yes, sure=sure)
            with at_long_work(file.plan.shop, said) as (work, say), stopping(work.client.stop, said) as stopped:
                _tell_resumed(host, work, said)
                result = push_plan(file.plan, consent, host, work.client, work.store, work.clock, progress=say)
        _deliver_push(result, file.plan, said, stopped=stopped.is_set(), as_json=as_json)


def _consent(plan: StockPlan, lang: Lang, *, yes: bool, sure: bool) -> Consent:
    if yes:
        return Consent(plan.hash, second=sure)
    if not somebody_is_there():
        raise errors.ConsentNeededError(what=texts.NOBODY_ASKED, how="--yes")
    consent = ask_consent(plan, texts.ASK_SEND.say(lang), typer.confirm, lang)
    if consent is None:
        out.print(escape(button_texts.NOT_SENT.say(lang)))
        raise typer.Exit(1)
    return consent


def _deliver_push(result: PushResult, plan: StockPlan, lang: Lang, *, stopped: bool, as_json: bool) -> None:
    counts = tally(result)
    if as_json:
        rows = [outcome._asdict() for outcome in result.outcomes]
        print_json({"run": result.run, **counts, "refused": len(plan.refused), "rows": rows})
    else:
        _show_unproved(result, plan, lang)
        told = [pushed(result, lang)]
        told += [texts.STOPPED.say(lang)] if stopped else []
        told += [texts.UNDO_HINT.say(lang, run=result.run)] if result.can_be_undone else []
        out.print(escape(" ".join(told)))
    raise typer.Exit(0 if result.is_done and not plan.refused and not stopped else 1)


def _show_unproved(result: PushResult, plan: StockPlan, lang: Lang) -> None:
    """What became of each row of a run that Ozon does not show as it was sent."""
    items = {item.pair: item for item in plan.items}
    rows = []
    for outcome in result.outcomes:
        if outcome.state is not State.VERIFIED:
            item = items[outcome.pair]
            where = item.warehouse or item.warehouse_id
            rows.append((item.row or "", item.offer, where, outcome_text(outcome, item, lang)))
    if rows:
        grid(lang, (texts.COL_ROW, texts.COL_OFFER, texts.COL_WAREHOUSE, texts.COL_RESULT), rows)


@app.command()
def journal(
    offer: Annotated[str, typer.Option(help="Only this offer.")] = "",
    run: Annotated[str, typer.Option(help="Only this run.")] = "",
    user: Annotated[str, typer.Option(help="Only what this user sent.")] = "",
    shop: Annotated[str, typer.Option(help="Only of this shop, by its Client-Id.")] = "",
    day: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="A day, in UTC.")] = None,
    export: Annotated[Path | None, typer.Option(help="Write it into this file, .csv or .xlsx.")] = None,
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """What was written to Ozon, by whom, with what result; and proof that the journal is whole."""
    said = language(lang)
    with spoken(said, as_json=as_json), Store.open() as store:
        whole = store.journal.verify()
        events = store.journal.find(
            shop=shop or None,
            offer=offer or None,
            run=run or None,
            user=user or None,
            day=day.date() if day else None,
        )
        names = _warehouse_names(store, {event.shop for event in events})
        if export is not None:
            export_journal(events, export, said)
    if as_json:
        print_json({"entries": whole, "journal": [event._asdict() for event in events]})
        return
    if export is None:
        latest = {(event.run, event.pair): event for event in events}.values()
        _show_journal(events if run or offer else list(latest), names, said)
    else:
        out.print(escape(texts.JOURNAL_EXPORTED.say(said, count=len(events), path=export)))
    out.print(escape(texts.JOURNAL_WHOLE.say(said, count=whole)))


def _warehouse_names(store: Store, shops: Iterable[str]) -> dict[str, str]:
    """By id."""
    return {warehouse.id: warehouse.name for shop in shops for warehouse in store.snapshots.warehouses(shop)}


def _show_journal(events: Sequence[JournalEvent], names: Mapping[str, str], lang: Lang) -> None:
    """The shop stands beside each where there are several."""
    several = len({event.shop for event in events}) > 1
    heads = (
        texts.COL_TIME,
        *([texts.COL_SHOP] if several else []),
        texts.COL_RUN,
        texts.COL_USER,
        texts.COL_OFFER,
        texts.COL_WAREHOUSE,
        texts.COL_BEFORE,
        texts.COL_ASKED,
        texts.COL_SENT,
        texts.COL_READ,
        texts.COL_STATE,
        texts.COL_ANSWER,
    )
    rows = [
        (
            f"{event.at:%Y-%m-%d %H:%M:%S}",
            *([event.shop] if several else []),
            event.run,
            event.user,
            event.offer,
            names.get(event.warehouse_id) or event.warehouse_id,
            event.was,
            event.asked,
            event.sent,
            event.read_back,
            state_text(event, lang),
            note_text(event.message, lang),
        )
        for event in events
    ]
    grid(lang, heads, rows)

"""Commands about the orders of the last refreshes: the queue, and what changed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

import typer

from ozon_xl.actions.changes import Comparison, compare
from ozon_xl.actions.orders import queue
from ozon_xl.cli.shared import Json_, Lang_, Shop_, duration, grid, language, out, print_json, spoken
from ozon_xl.clock import MOSCOW, SystemClock
from ozon_xl.settings import Settings
from ozon_xl.store import StockChange, Store
from ozon_xl.texts import cli as texts
from ozon_xl.texts import life

app = typer.Typer()


@app.command()
def orders(
    due: Annotated[str, typer.Option(help="Only those due within this time, e.g. 24h or 90m.")] = "",
    shop: Shop_ = "",
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """The queue, worst first, from the last refresh."""
    said = language(lang)
    with spoken(said, as_json=as_json), Store.open() as store:
        entry = Settings.load().shop(shop)
        rows = queue(store, entry.client_id, _ozon_now(store, entry.client_id), said, within=duration(due, "--due"))
    if as_json:
        print_json({"orders": [row._asdict() for row in rows]})
        return
    heads = (texts.COL_POSTING, texts.COL_STATE, texts.COL_LEFT, texts.COL_WHY, texts.COL_TODO, texts.COL_WAREHOUSE)
    grid(said, heads, [tuple(row[:6]) for row in rows])


@app.command()
def changes(
    since: Annotated[str, typer.Option(help="Compare with the refresh so long ago, e.g. 24h.")] = "",
    until: Annotated[str, typer.Option(help="Not the last refresh but that so long ago, e.g. 2h.")] = "",
    shop: Shop_ = "",
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """What changed between two refreshes: orders and stock."""
    said = language(lang)
    with spoken(said, as_json=as_json), Store.open() as store:
        entry = Settings.load().shop(shop)
        now = _ozon_now(store, entry.client_id)
        ago = (duration(since, "--since"), duration(until, "--until"))
        starts, ends = (None if one is None else now - one for one in ago)
        found = compare(store, entry.client_id, said, since=starts, until=ends)
        places = {warehouse.id: warehouse.name for warehouse in store.snapshots.warehouses(entry.client_id)}
    if as_json:
        print_json(_compared(found))
        return
    times = {"earlier": _moscow(found.earlier.taken_at), "later": _moscow(found.later.taken_at)}
    out.print(life.CHANGES_BETWEEN.say(said, **times, postings=len(found.postings), stock=len(found.stock)))
    if found.postings:
        grid(said, (texts.COL_POSTING, life.COL_WHAT), found.postings)
    if found.stock:
        heads = (texts.COL_OFFER, texts.COL_WAREHOUSE, texts.COL_FREE, life.COL_SHELF)
        grid(said, heads, [_stock_line(change, places) for change in found.stock])


def _ozon_now(store: Store, shop: str) -> datetime:
    last, now = store.snapshots.last(shop), SystemClock().now()
    return last.by_ozon(now) if last else now


def _compared(found: Comparison) -> dict[str, object]:
    return {
        "earlier": found.earlier.taken_at,
        "later": found.later.taken_at,
        "postings": [change._asdict() for change in found.postings],
        "stock": [
            {
                **change.pair._asdict(),
                "before": change.before and change.before._asdict(),
                "after": change.after and change.after._asdict(),
            }
            for change in found.stock
        ],
    }


def _stock_line(change: StockChange, places: Mapping[str, str]) -> tuple[str, ...]:
    before, after = change.before, change.after
    pairs = ((before and before.free, after and after.free), (before and before.present, after and after.present))
    numbers = [" → ".join("–" if one is None else str(one) for one in pair) for pair in pairs]
    return (change.pair.offer, places.get(change.pair.warehouse_id, change.pair.warehouse_id), *numbers)


def _moscow(at: datetime) -> str:
    return f"{at.astimezone(MOSCOW):%Y-%m-%d %H:%M} MSK"

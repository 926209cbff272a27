"""The command about the shop's ratings, and what becomes of them in the days ahead."""

from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

import typer

from ozon_xl.actions.orders import queue
from ozon_xl.actions.ratings import (
    OnTime,
    Ratings,
    ask_on_time,
    ask_ratings,
    index_headroom,
    on_time_headroom,
    red_of,
)
from ozon_xl.cli.shared import Json_, Lang_, Shop_, at_work, grid, language, out, print_json, spoken
from ozon_xl.domain.headroom import Headroom
from ozon_xl.errors import OzonXLError
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import standing as texts
from ozon_xl.texts import workbook as workbook_texts

app = typer.Typer()

T = TypeVar("T", Ratings, OnTime)


@app.command()
def ratings(shop: Shop_ = "", lang: Lang_ = None, as_json: Json_ = False) -> None:
    """How the shop stands with Ozon: error index and orders on time, with the days ahead."""
    said = language(lang)
    with spoken(said, as_json=as_json), at_work(shop, said) as work:
        client, store = work.client, work.store
        client.learn_time()
        now, rules, own = client.clock.now(), store.rules(client.shop.client_id), client.shop.client_id
        told = _or_raise(ask_ratings(client, now, rules))
        on_time = _or_raise(ask_on_time(client, told, now, rules))
        tiers = {row.posting: row.tier for row in queue(store, own, now, said)}
        red, red_late = red_of(tiers, told.errors), red_of(tiers, on_time.late)
        since = [now - timedelta(days=days + 1) for days in (rules.index_days, rules.on_time_days)]
        index = index_headroom(told, store.snapshots.ordered(own, since[0]), red, rules, now)
        due = store.snapshots.due(own, since[1], now + timedelta(days=1))
        late = on_time_headroom(on_time, due, red_late, rules, now)
    if as_json:
        print_json({"index": _data(index, red), "on_time": _data(late, red_late)})
        return
    _show(texts.INDEX, texts.COL_FAILED, index, red, _percent, said)
    if on_time.percent is None:
        out.print(texts.NO_ON_TIME.say(said))
    else:
        _show(texts.ON_TIME, texts.COL_LATE, late, red_late, _rest, said)


def _or_raise(told: T | OzonXLError) -> T:
    if isinstance(told, OzonXLError):
        raise told
    return told


def _show(title: Words, failed: Words, found: Headroom, red: int, shown: Callable[[float], str], lang: Lang) -> None:
    out.print(f"{title.say(lang)}: {shown(found.share)}", style="bold")
    out.print(texts.RED_IF.say(lang, n=red))
    heads = (texts.COL_DAY, workbook_texts.ORDERS_COUNT, failed, texts.COL_SHARE, texts.ZONE, texts.COL_IF_FAILED)
    days = zip(found.if_kept, found.if_failed, strict=True)
    rows = [
        (kept.on, kept.created, kept.errors, shown(kept.share), kept.zone, f"{shown(worse.share)} ({worse.zone})")
        for kept, worse in days
    ]
    grid(lang, heads, rows)


def _percent(share: float) -> str:
    return f"{100 * share:.2f} %"


def _rest(share: float) -> str:
    return _percent(1 - share)


def _data(found: Headroom, red: int) -> dict[str, object]:
    return {
        "share": found.share,
        "zone": found.zone,
        "red": red,
        "leaving": found.leaving,
        "if_kept": [day._asdict() for day in found.if_kept],
        "if_failed": [day._asdict() for day in found.if_failed],
    }

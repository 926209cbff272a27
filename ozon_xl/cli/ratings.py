"""The command about the shop's ratings, and what becomes of them in the days ahead."""

from collections.abc import Callable

import typer
from rich.markup import escape

from ozon_xl.actions.ratings import Block, ratings_now
from ozon_xl.cli.shared import Json_, Lang_, Shop_, at_work, grid, language, out, print_json, spoken
from ozon_xl.errors import OzonXLError
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import standing as texts
from ozon_xl.texts import workbook as workbook_texts

app = typer.Typer()


@app.command()
def ratings(shop: Shop_ = "", lang: Lang_ = None, as_json: Json_ = False) -> None:
    """How the shop stands with Ozon: error index and orders on time, with the days ahead."""
    said = language(lang)
    with spoken(said, as_json=as_json), at_work(shop, said) as work:
        index, on_time = ratings_now(work.client, work.store)
    if as_json:
        print_json({"index": _data(index), "late": _data(on_time) if isinstance(on_time, Block) else None})
        return
    _show(texts.INDEX, texts.COL_FAILED, index, _percent, said)
    if isinstance(on_time, Block):
        _show(texts.ON_TIME, texts.COL_LATE, on_time, _rest, said)
    else:
        why = on_time.say(said) if isinstance(on_time, OzonXLError) else texts.NO_ON_TIME.say(said)
        out.print(escape(f"{texts.ON_TIME.say(said)}: {why}"))


def _show(title: Words, failed: Words, block: Block, shown: Callable[[float], str], lang: Lang) -> None:
    found = block.headroom
    out.print(f"{title.say(lang)}: {shown(found.share)}", style="bold")
    out.print(texts.RED_IF.say(lang, n=block.red))
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


def _data(block: Block) -> dict[str, object]:
    found = block.headroom
    days = {name: [day._asdict() for day in getattr(found, name)] for name in ("if_kept", "if_failed")}
    return {"share": found.share, "zone": found.zone, "allowed": found.allowed, "red": block.red, **days}

"""Tending a workbook from outside."""

import signal
from typing import Annotated

import typer
from rich.markup import escape

from ozon_xl.actions.look import look
from ozon_xl.actions.watch import Watch
from ozon_xl.cli.schedule import OptionalBook_
from ozon_xl.cli.shared import Lang_, Shop_, duration, language, out, spoken
from ozon_xl.clock import SystemClock
from ozon_xl.texts import buttons as texts

app = typer.Typer()


@app.command()
def watch(
    book: OptionalBook_ = None,
    every: Annotated[str, typer.Option(help="How often to refresh, e.g. 15m or 1h.")] = "15m",
    once: Annotated[bool, typer.Option("--once", help="Refresh and alert once, as a scheduler does.")] = False,
    shop: Shop_ = "",
    lang: Lang_ = None,
) -> None:
    """Refresh a workbook on a schedule and alert; while it is open, serve its buttons from here. End with Ctrl+C."""
    said = language(lang)
    often = duration(every, "--every")
    if not often:
        raise typer.BadParameter("15m, 1h", param_hint="--every")
    clock = SystemClock()

    def say(text: str) -> None:
        out.print(escape(f"{clock.now().astimezone():%H:%M} {text}"), soft_wrap=True)

    if once:
        raise typer.Exit(0 if look(book and book.absolute(), shop, clock, said, say) else 1)
    if book is None:
        raise typer.BadParameter("BOOK, --once", param_hint="BOOK")
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it ends as by Ctrl+C
    with spoken(said):
        try:
            Watch(book.absolute(), often, clock, said, say).run()
        except KeyboardInterrupt:
            say(texts.WATCH_ENDED.say(said))

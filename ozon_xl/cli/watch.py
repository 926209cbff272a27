"""Tending a workbook from outside."""

import signal
from typing import Annotated

import typer
from rich.markup import escape

from ozon_xl.actions.watch import Watch
from ozon_xl.cli.shared import Book_, Lang_, duration, language, out, spoken
from ozon_xl.clock import SystemClock
from ozon_xl.texts import buttons as texts

app = typer.Typer()


@app.command()
def watch(
    book: Book_,
    every: Annotated[str, typer.Option(help="How often to refresh, e.g. 15m or 1h.")] = "15m",
    lang: Lang_ = None,
) -> None:
    """Refresh a workbook on a schedule; while it is open, serve its buttons from here. End with Ctrl+C."""
    said = language(lang)
    often = duration(every, "--every")
    if not often:
        raise typer.BadParameter("15m, 1h", param_hint="--every")
    clock = SystemClock()

    def say(text: str) -> None:
        out.print(escape(f"{clock.now().astimezone():%H:%M} {text}"), soft_wrap=True)

    signal.signal(signal.SIGTERM, signal.default_int_handler)  # told to end, it ends as by Ctrl+C
    with spoken(said):
        try:
            Watch(book.absolute(), often, clock, said, say).run()
        except KeyboardInterrupt:
            say(texts.WATCH_ENDED.say(said))

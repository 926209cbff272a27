"""Commands about a workbook: demo, new, relabel and refresh."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ozon_xl.actions import demo as demo_action
from ozon_xl.actions.book import shop_named_in, workbook
from ozon_xl.actions.new import new_workbook
from ozon_xl.actions.refresh import refresh as refresh_book
from ozon_xl.actions.relabel import relabel_workbook
from ozon_xl.actions.verbs import refreshed
from ozon_xl.cli.shared import (
    Book_,
    Json_,
    Lang_,
    Language,
    Offers_,
    Postings_,
    Seed_,
    Shop_,
    at_work,
    language,
    out,
    print_json,
    spoken,
)
from ozon_xl.cli.stock import show_plan
from ozon_xl.clock import SystemClock
from ozon_xl.texts import cli as texts

app = typer.Typer()


@app.command()
def demo(
    folder: Annotated[Path, typer.Option("--out", help="Folder for the workbook.")] = Path("ozon-demo"),
    lang: Lang_ = None,
    postings: Postings_ = 300,
    offers: Offers_ = 500,
    seed: Seed_ = 1,
    show: Annotated[bool, typer.Option("--open/--no-open", help="Open the workbook at the end.")] = True,
    as_json: Json_ = False,
) -> None:
    """The whole job on a practice shop on this computer: no key, no account needed."""
    said = language(lang)
    say: Callable[[str], None] = (lambda _text: None) if as_json else (lambda text: out.print(escape(text)))
    with spoken(said, as_json=as_json):
        result = demo_action.demo(
            folder,
            said,
            SystemClock(),
            postings=postings,
            offers=offers,
            seed=seed,
            say=say,
            show_plan=(lambda _plan: None) if as_json else (lambda plan: show_plan(plan, said)),
        )
    if as_json:
        print_json(result._asdict())
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
    """A fresh workbook: .xlsm has buttons, .xlsx has none."""
    said = language(lang)
    with spoken(said):
        new_workbook(book, said, shop)
        out.print(escape(texts.CREATED.say(said, book=book)))


@app.command()
def relabel(
    book: Book_,
    lang: Annotated[Language, typer.Option("--lang", help="The language that the workbook is to have.")],
) -> None:
    """Turn a workbook into another language; what you have typed, added or painted stays."""
    new = language(lang)
    with spoken(language()):
        relabel_workbook(book, new)
    out.print(escape(texts.RELABELLED.say(new, book=book)))


@app.command()
def refresh(
    book: Book_,
    whole: Annotated[bool, typer.Option("--all", help="Read everything, not only what has changed.")] = False,
    shop: Shop_ = "",
    lang: Lang_ = None,
    as_json: Json_ = False,
) -> None:
    """Orders and stock into a workbook."""
    said = language(lang)
    with spoken(said, as_json=as_json), workbook(book) as host, at_work(shop or shop_named_in(host), said) as work:
        result = refresh_book(host, work.client, work.store, work.clock, whole=whole)
    if as_json:
        warnings = [words.say(said) for words in result.warnings]
        resumed = result.resumed
        events = {name: [event._asdict() for event in getattr(resumed, name)] for name in ("finished", "oversold")}
        more = {"resumed": resumed._asdict() | events, "warnings": warnings, "workbook": str(book)}
        print_json(result._asdict() | more)
    else:
        out.print(escape(f"{book}: {refreshed(result, said)}"))

"""What every command has in common: the user's language, errors as words, results as JSON or as a grid."""

import io
import json
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from ozon_xl import errors
from ozon_xl.actions import connect
from ozon_xl.actions.connect import Work
from ozon_xl.actions.finding import Finding, Level
from ozon_xl.clock import SystemClock
from ozon_xl.settings import user_language
from ozon_xl.texts import LANGS, Lang, Words
from ozon_xl.texts import cli as texts

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


class Language(StrEnum):
    """The three languages."""

    EN = "en"
    RU = "ru"
    ZH = "zh"


Lang_ = Annotated[Language | None, typer.Option("--lang", help="The language to speak.")]
Json_ = Annotated[bool, typer.Option("--json", help="Print the result as one JSON object.")]
Shop_ = Annotated[str, typer.Option("--shop", help="Client-Id; not needed with one shop.")]
Postings_ = Annotated[int, typer.Option(min=1, help="How many postings the practice shop has.")]
Offers_ = Annotated[int, typer.Option(min=1, help="How many offers the practice shop has.")]
Seed_ = Annotated[int, typer.Option(help="The same number makes the same shop.")]
ClientId_ = Annotated[str, typer.Argument(metavar="CLIENT-ID", help="Client-Id of the shop.")]
Book_ = Annotated[Path, typer.Argument(help="The workbook.")]


def print_anything() -> None:
    """From now on no character fails a command for being unprintable.

    What goes into a file or another program goes as UTF-8, unless ``PYTHONIOENCODING`` says otherwise: the names of
    goods are Russian and Chinese, the code page of the computer may be neither. A terminal keeps its own encoding.
    """
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # pythonw has none
            free = not stream.isatty() and not os.environ.get("PYTHONIOENCODING")
            stream.reconfigure(encoding="utf-8" if free else stream.encoding, errors="replace")


def language(chosen: Language | None = None) -> Lang:
    """The language to speak: the one asked for, else the one set up, else the system's."""
    if chosen is not None:
        return next(lang for lang in LANGS if lang == chosen)
    return user_language()


def somebody_is_there() -> bool:
    """Whether a question would be seen by a person."""
    return sys.stdin.isatty()


@contextmanager
def spoken(lang: Lang, *, as_json: bool = False) -> Iterator[None]:
    """Errors become words in the user's language and exit code 1."""
    try:
        yield
    except errors.OzonXLError as error:
        if as_json:
            print_json({"error": type(error).__name__, "message": error.say(lang)})
        err.print(escape(error.say(lang)), style="bold red")
        raise typer.Exit(1) from None


def print_json(values: Mapping[str, object]) -> None:
    """A result as one line of JSON, whole in every encoding."""
    is_unicode = "utf" in (sys.stdout.encoding or "").casefold()
    sys.stdout.write(json.dumps(values, ensure_ascii=not is_unicode, default=str) + "\n")


@contextmanager
def at_work(client_id: str, lang: Lang) -> Iterator[Work]:
    """The shop's client and store; while it waits the terminal says for what."""
    with at_long_work(client_id, lang) as (work, _say):
        yield work


@contextmanager
def at_long_work(client_id: str, lang: Lang) -> Iterator[tuple[Work, Callable[[str], None]]]:
    """The same, and what shows in the terminal how far the work has come."""
    with err.status("Ozon") as status:

        def say(progress: str) -> None:
            status.update(escape(progress))

        with connect.at_work(client_id, SystemClock(), on_note=lambda note: say(note.say(lang))) as work:
            yield work, say


@contextmanager
def stopping(stop: Callable[[], None], lang: Lang) -> Iterator[threading.Event]:
    """At the first Ctrl+C the work is asked to ``stop``, and the event is set; the second ends the command at once."""
    stopped = threading.Event()

    def press(_signal: int, _frame: object) -> None:
        if stopped.is_set():
            raise KeyboardInterrupt
        stopped.set()
        stop()
        err.print(escape(texts.STOPPING.say(lang)), style="bold yellow")

    before = signal.signal(signal.SIGINT, press)
    try:
        yield stopped
    except KeyboardInterrupt:
        err.print(escape(texts.BROKEN_OFF.say(lang)), style="bold red")
        raise typer.Exit(1) from None
    finally:
        signal.signal(signal.SIGINT, before)


def duration(text: str, option: str) -> timedelta | None:
    """``24h``, ``90m``, ``2d``; None for an empty text."""
    units = {"m": "minutes", "h": "hours", "d": "days"}
    if not text:
        return None
    if text[-1:] not in units or not (text[:-1].isascii() and text[:-1].isdigit()):
        raise typer.BadParameter("24h, 90m, 2d", param_hint=option)
    return timedelta(**{units[text[-1]]: int(text[:-1])})


def grid(lang: Lang, heads: Sequence[Words], rows: Sequence[Sequence[object]]) -> None:
    """A table in the terminal."""
    table = Table(header_style="bold")
    for words in heads:
        table.add_column(words.say(lang), overflow="fold")  # an id is never cut short
    for row in rows:
        table.add_row(*(escape("" if cell is None else str(cell)) for cell in row))
    out.print(table)


_MARKS = {Level.OK: ("ok", ""), Level.CARE: (" !", "yellow"), Level.BAD: (" x", "bold red")}


def show_findings(findings: Iterable[Finding], lang: Lang) -> None:
    """One line each."""
    for finding in findings:
        mark, style = _MARKS[finding.level]
        out.print(escape(f"{mark}  {finding.words.say(lang)}"), style=style, soft_wrap=True)


def exit_code(findings: Iterable[Finding]) -> int:
    """1 if something will not work."""
    return int(any(finding.level is Level.BAD for finding in findings))

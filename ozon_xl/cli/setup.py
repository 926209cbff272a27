"""Making this computer ready."""

import platform
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, NamedTuple

import typer
from rich.markup import escape

from ozon_xl.actions import add_ins, schedule
from ozon_xl.actions import setup as steps
from ozon_xl.cli.shared import Lang_, Language, language, out, somebody_is_there, spoken
from ozon_xl.cli.shops import KeyFile_, Offline_, PracticeAddress_, add
from ozon_xl.settings import Settings, ShopEntry
from ozon_xl.texts import LANGS, Lang, Words
from ozon_xl.texts import doctor as doctor_texts
from ozon_xl.texts import setup as texts

app = typer.Typer()

_NONE = "-"


class _Wishes(NamedTuple):
    """What the command line asked for, and whether somebody is there to be asked for the rest."""

    lang: Lang
    ask: bool
    yes: bool
    offline: bool

    def say(self, words: Words, **values: object) -> None:
        out.print(escape(words.say(self.lang, **values)), soft_wrap=True)


@app.command()
def setup(
    *,
    lang: Lang_ = None,
    shop: Annotated[str, typer.Option("--shop", "--client-id", help="Client-Id of the shop to set up.")] = "",
    key_file: KeyFile_ = None,
    address: PracticeAddress_ = "",
    no_shop: Annotated[bool, typer.Option("--no-shop", help="Set up no shop now.")] = False,
    offline: Offline_ = False,
    book: Annotated[Path | None, typer.Option("--book", help="Where to make the first workbook.")] = None,
    yes: Annotated[bool, typer.Option("--yes", help="Ask nothing: take what is offered.")] = False,
    remove: Annotated[bool, typer.Option("--remove", help="Take away what set-up installed.")] = False,
) -> None:
    """Make this computer ready: language, buttons, shop, first workbook. Run it again to repair."""
    if remove:
        _remove(language(lang))
        return
    ask = somebody_is_there() and not yes
    wishes = _Wishes(_language(lang, ask=ask), ask, yes, offline)
    with spoken(wishes.lang):
        steps.keep_language(wishes.lang)
        wishes.say(texts.LANGUAGE)
        python = steps.point_macros()
        wishes.say(texts.LAUNCHER, python=python)
        client_id = _shop(ShopEntry(client_id=shop, address=address), key_file, wishes, none=no_shop)
        _book(book, client_id, wishes)
        _functions(python, wishes)
        if platform.system() == "Darwin":
            wishes.say(doctor_texts.NO_BUTTONS_ON_MAC)
        wishes.say(texts.DONE)


def _language(chosen: Language | None, *, ask: bool) -> Lang:
    known = language(chosen)
    if chosen is not None or not ask:
        return known
    answer = typer.prompt(texts.LANGUAGE_PROMPT.say(known, choices=", ".join(LANGS)), default=known).strip().casefold()
    return next((lang for lang in LANGS if lang == answer), known)


def _shop(wanted: ShopEntry, key_file: Path | None, wishes: _Wishes, *, none: bool) -> str:
    """Set up a shop unless there is one. Returns the Client-Id for the first workbook; empty without a shop."""
    there = [entry.client_id for entry in Settings.load().shops]
    client_id = wanted.client_id
    if not (client_id or there or none) and wishes.ask:
        client_id = typer.prompt(texts.SHOP_PROMPT.say(wishes.lang), default="", show_default=False).strip()
    if client_id and (client_id not in there or key_file):
        new = wanted.model_copy(update={"client_id": client_id})
        add(new, key_file, wishes.lang, offline=wishes.offline)
        return client_id
    for entry in there:
        wishes.say(texts.SHOP_THERE, shop=entry)
    if not there:
        wishes.say(texts.NO_SHOP_YET)
    return client_id or (there[0] if len(there) == 1 else "")


def _book(path: Path | None, client_id: str, wishes: _Wishes) -> None:
    offered = steps.place_of_first_book()
    if path is None and wishes.ask:
        answer = typer.prompt(texts.BOOK_PROMPT.say(wishes.lang), default=str(offered)).strip()
        path = None if answer == _NONE else Path(answer).expanduser()
    elif path is None and wishes.yes:
        path = offered
    if path is not None:
        made = steps.make_first_book(path, wishes.lang, client_id)
        wishes.say(texts.BOOK_MADE if made else texts.BOOK_THERE, book=path)


def _functions(python: Path, wishes: _Wishes) -> None:
    wanted = typer.confirm(texts.FUNCTIONS_PROMPT.say(wishes.lang), default=False) if wishes.ask else wishes.yes
    if wanted:
        for path in add_ins.install(python, wishes.lang):
            wishes.say(texts.FUNCTIONS_OFFICE if path == add_ins.office_add_in() else texts.INSTALLED, path=path)


def _remove(lang: Lang) -> None:
    """The functions first: while Excel is open they cannot be removed, and then nothing is."""
    say: Callable[[str], None] = lambda text: out.print(escape(text), soft_wrap=True)  # noqa: E731
    count = 0
    with spoken(lang):
        for remove in (add_ins.remove, schedule.remove_all, steps.remove):
            for gone in remove():
                say(texts.REMOVED.say(lang, path=gone))
                count += 1
    if not count:
        say(texts.NOTHING_TO_REMOVE.say(lang))
    say(texts.KEPT.say(lang))

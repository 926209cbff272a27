"""The shops on this computer."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ozon_xl import errors
from ozon_xl.actions import shops as shop_actions
from ozon_xl.actions.finding import Finding
from ozon_xl.actions.key_looks import try_key
from ozon_xl.cli.shared import (
    ClientId_,
    Json_,
    Lang_,
    at_work,
    err,
    exit_code,
    language,
    out,
    print_json,
    show_findings,
    somebody_is_there,
    spoken,
)
from ozon_xl.clock import SystemClock
from ozon_xl.settings import Settings, ShopEntry
from ozon_xl.texts import Lang
from ozon_xl.texts import cli as texts

app = typer.Typer()
shop_app = typer.Typer(no_args_is_help=True, help="The shops on this computer.")
app.add_typer(shop_app, name="shop")

KeyFile_ = Annotated[
    Path | None,
    typer.Option("--key-file", exists=True, dir_okay=False, help="A file that only you can read; holds the key."),
]
PracticeAddress_ = Annotated[str, typer.Option("--address", help="Of a practice shop on this computer.")]


Offline_ = Annotated[bool, typer.Option("--offline", help="Ask Ozon nothing.")]


@shop_app.command("add")
def shop_add(
    client_id: ClientId_ = "",
    key_file: KeyFile_ = None,
    address: PracticeAddress_ = "",
    name: Annotated[str, typer.Option(help="What to call it.")] = "",
    offline: Offline_ = False,
    lang: Lang_ = None,
) -> None:
    """Set up a shop. The key is asked for, tried, and kept in the key store of this computer."""
    said = language(lang)
    with spoken(said):
        client_id = client_id or typer.prompt(texts.SHOP_ID_PROMPT.say(said))
        entry = ShopEntry(client_id=client_id.strip(), name=name, address=address)
        findings = add(entry, key_file, said, offline=offline)
    raise typer.Exit(exit_code(findings))


def add(entry: ShopEntry, key_file: Path | None, lang: Lang, *, offline: bool) -> list[Finding]:
    """Put a shop into the settings, its key being good; without a key file it is asked for. Shows what Ozon says of it.

    ``offline`` asks Ozon nothing.
    """
    settings = Settings.load()
    if not (key_file or somebody_is_there()):
        raise errors.KeyNeededError(shop=entry.client_id)
    key = "" if key_file else str(typer.prompt(texts.SHOP_KEY_PROMPT.say(lang), hide_input=True)).strip()
    entry = entry.model_copy(update={"key_file": str(key_file.resolve()) if key_file else ""})
    shop = shop_actions.shop_of(entry, key)
    findings: list[Finding] = []
    if not offline:
        with err.status("Ozon"):
            findings = shop_actions.findings_of(shop.client_id, try_key(shop, SystemClock()))
    shop_actions.add_shop(settings, entry, key).save()
    done = texts.SHOP_ADDED_UNTRIED if offline else texts.SHOP_ADDED
    out.print(escape(done.say(lang, shop=shop.client_id)), soft_wrap=True)
    show_findings(findings, lang)
    return findings


@shop_app.command("list")
def shop_list(as_json: Json_ = False) -> None:
    """The shops on this computer."""
    with spoken(language(), as_json=as_json):
        shops = Settings.load().shops
    if as_json:
        print_json({"shops": [shop.model_dump(include={"client_id", "name", "address"}) for shop in shops]})
        return
    for shop in shops:
        out.print(escape(" ".join(part for part in (shop.client_id, shop.name, shop.address) if part)))


@shop_app.command("remove")
def shop_remove(client_id: ClientId_, lang: Lang_ = None) -> None:
    """Forget a shop and its key."""
    said = language(lang)
    with spoken(said):
        shop_actions.remove_shop(Settings.load(), client_id).save()
        out.print(escape(texts.SHOP_REMOVED.say(said, shop=client_id)))


@shop_app.command("check")
def shop_check(client_id: ClientId_ = "", lang: Lang_ = None, as_json: Json_ = False) -> None:
    """Ask Ozon what the key may do and how long it lives."""
    said = language(lang)
    with spoken(said, as_json=as_json), at_work(client_id, said) as work:
        client_id = work.client.shop.client_id
        check = shop_actions.check_key(work.client, work.clock)
    findings = shop_actions.findings_of(client_id, check)
    if as_json:
        print_json(check._asdict() | {"findings": [finding.data(said) for finding in findings]})
    else:
        show_findings(findings, said)
    raise typer.Exit(exit_code(findings))

"""The shops on this computer."""

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ozon_xl import keys
from ozon_xl.actions import shops as shop_actions
from ozon_xl.cli.shared import Json_, Lang_, at_work, language, out, print_json, spoken
from ozon_xl.settings import Settings, ShopEntry
from ozon_xl.texts import cli as texts

app = typer.Typer()
shop_app = typer.Typer(no_args_is_help=True, help="The shops on this computer.")
app.add_typer(shop_app, name="shop")


@shop_app.command("add")
def shop_add(
    client_id: Annotated[str, typer.Argument(metavar="CLIENT-ID")] = "",
    key_file: Annotated[
        Path | None,
        typer.Option(exists=True, dir_okay=False, help="A file that only you can read; holds the key."),
    ] = None,
    address: Annotated[str, typer.Option(help="Of a practice shop on this computer.")] = "",
    name: str = "",
    lang: Lang_ = None,
) -> None:
    """Set up a shop. The key is asked for and goes into the key store of this computer."""
    said = language(lang)
    with spoken(said):
        client_id = client_id or typer.prompt(texts.SHOP_ID_PROMPT.say(said))
        key = "" if key_file else typer.prompt(texts.SHOP_KEY_PROMPT.say(said), hide_input=True)
        path = str(key_file.resolve()) if key_file else ""
        entry = ShopEntry(client_id=client_id.strip(), name=name, address=address, key_file=path)
        shop_actions.add_shop(Settings.load(), entry, key.strip()).save()
        out.print(escape(texts.SHOP_ADDED.say(said, shop=entry.client_id)))


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
def shop_remove(client_id: Annotated[str, typer.Argument(metavar="CLIENT-ID")], lang: Lang_ = None) -> None:
    """Forget a shop and its key."""
    said = language(lang)
    with spoken(said):
        settings = Settings.load()
        in_store = not settings.shop(client_id).key_file
        settings.without_shop(client_id).save()
        if in_store:
            keys.delete_key(client_id)
        out.print(escape(texts.SHOP_REMOVED.say(said, shop=client_id)))


@shop_app.command("check")
def shop_check(
    client_id: Annotated[str, typer.Argument(metavar="CLIENT-ID")] = "", lang: Lang_ = None, as_json: Json_ = False
) -> None:
    """Ask Ozon what the key may do and how long it lives."""
    said = language(lang)
    with spoken(said, as_json=as_json), at_work(client_id, said) as work:
        check = shop_actions.check_key(work.client, work.clock)
    if as_json:
        print_json(check._asdict())
        return
    until = f"{check.expires_at:%Y-%m-%d}" if check.expires_at else texts.FOREVER.say(said)
    roles = ", ".join(check.roles)
    out.print(escape(texts.SHOP_CHECKED.say(said, name=check.name, until=until, roles=roles)))
    if check.is_admin:
        out.print(escape(texts.SHOP_ADMIN.say(said)), style="yellow")
    if check.days_left is not None and check.days_left < shop_actions.WARN_DAYS:
        out.print(escape(texts.SHOP_EXPIRES.say(said, days=check.days_left)), style="yellow")
    for method in check.lacking:
        out.print(escape(texts.SHOP_LACKS.say(said, method=method)), style="yellow")

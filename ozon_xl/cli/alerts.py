"""Who is told of orders in danger, by what channel, and when."""

import re
from collections.abc import Sequence
from datetime import time
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from ozon_xl import errors, keys
from ozon_xl.actions.alert_messages import tier_name
from ozon_xl.actions.alerts import trials
from ozon_xl.actions.channels import EXAMPLES, service_of
from ozon_xl.cli.shared import Json_, Lang_, grid, language, out, print_json, somebody_is_there, spoken
from ozon_xl.settings import AlertSettings, ChannelEntry, Settings
from ozon_xl.store import Store, Try
from ozon_xl.texts import Lang
from ozon_xl.texts import alerts as texts

app = typer.Typer()
alert_app = typer.Typer(no_args_is_help=True, help="Alerts about orders in danger: who is told, and when.")
app.add_typer(alert_app, name="alert")

_NAME = re.compile(r"[\w.-]{1,40}")
_OFF = "off"
_TIERS = ("watch", "soon", "urgent", "critical")


def _name(text: str) -> str:
    if not _NAME.fullmatch(text):
        raise typer.BadParameter("a-z 0-9 . - _")
    return text


Channel_ = Annotated[str, typer.Argument(metavar="NAME", callback=_name, help="What you call the channel.")]
AddressFile_ = Annotated[
    Path | None,
    typer.Option(
        "--address-file", exists=True, dir_okay=False, help="A file that only you can read; holds the address."
    ),
]


@alert_app.command("add")
def alert_add(name: Channel_, address_file: AddressFile_ = None, lang: Lang_ = None) -> None:
    """Set up a channel: mail, Telegram, WeCom, DingTalk, Feishu ... Its address is asked for and kept as keys are."""
    said = language(lang)
    with spoken(said):
        path = str(address_file.resolve()) if address_file else ""
        if address_file is None and not somebody_is_there():
            raise errors.AddressNeededError(channel=name)
        prompt = texts.ADDRESS_PROMPT.say(said, examples=", ".join(EXAMPLES))
        typed = "" if path else typer.prompt(prompt, hide_input=True).strip()
        entry = ChannelEntry(name=name, service="", address_file=path)
        entry = entry.model_copy(update={"service": service_of(typed or keys.read_address(entry))})
        if typed:
            keys.write_address(name, typed)
        settings = Settings.load()
        settings.with_alerts(settings.alerts.with_channel(entry)).save()
        out.print(escape(texts.CHANNEL_ADDED.say(said, channel=name, service=entry.service)), soft_wrap=True)


@alert_app.command("list")
def alert_list(lang: Lang_ = None, as_json: Json_ = False) -> None:
    """The channels in the order in which they are tried, how each took its last message, and the hours."""
    said = language(lang)
    with spoken(said, as_json=as_json), Store.open() as store:
        wanted = Settings.load().alerts
        tries = {channel.name: store.alerts.last_try(channel.name) for channel in wanted.channels}
    if as_json:
        print_json(_data(wanted, tries))
        return
    rows = [(entry.name, entry.service, _tried(tries[entry.name], said)) for entry in wanted.channels]
    if rows:
        grid(said, (texts.COL_CHANNEL, texts.COL_SERVICE, texts.COL_LAST), rows)
    else:
        out.print(escape(texts.NO_CHANNELS.say(said)))
    _show_hours(wanted, said)


@alert_app.command("test")
def alert_test(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="Only this channel.")] = "", lang: Lang_ = None
) -> None:
    """Send a test message through every channel."""
    said = language(lang)
    with spoken(said):
        wanted = Settings.load().alerts
        chosen = (wanted.channel(name),) if name else wanted.channels
    if not chosen:
        out.print(escape(texts.NO_CHANNELS.say(said)))
    all_work = bool(chosen)
    for trial in trials(chosen, said):
        all_work &= trial.works
        out.print(escape(trial.say(said)), style="" if trial.works else "bold red", soft_wrap=True)
    raise typer.Exit(int(not all_work))


@alert_app.command("remove")
def alert_remove(name: Channel_, lang: Lang_ = None) -> None:
    """Forget a channel and its address."""
    said = language(lang)
    with spoken(said):
        settings = Settings.load()
        entry = settings.alerts.channel(name)
        if not entry.address_file:
            keys.delete_address(name)
        settings.with_alerts(settings.alerts.without_channel(name)).save()
        out.print(escape(texts.CHANNEL_REMOVED.say(said, channel=name)))


@alert_app.command("when")
def alert_when(
    quiet: Annotated[str, typer.Option(help="Quiet hours, e.g. 22:00-07:00; off: never quiet.")] = "",
    digest: Annotated[str, typer.Option(help="Hour of the day's summary, e.g. 09:00; off: none.")] = "",
    least: Annotated[str, typer.Option("--from", help="The mildest tier told of: watch, soon, urgent, critical.")] = "",
    lang: Lang_ = None,
) -> None:
    """When and of what people are told; without options: as it is now."""
    said = language(lang)
    with spoken(said):
        settings = Settings.load()
        changes = {**_quiet(quiet), **_digest(digest), **_least(least)}
        wanted = settings.alerts.model_copy(update=changes)
        if changes:
            settings.with_alerts(wanted).save()
    _show_hours(wanted, said)


def _quiet(text: str) -> dict[str, time]:
    if not text:
        return {}
    begins, _, ends = ("00:00", "", "00:00") if text == _OFF else text.partition("-")
    return {"quiet_from": _time(begins, "--quiet"), "quiet_to": _time(ends, "--quiet")}


def _digest(text: str) -> dict[str, time | None]:
    if not text:
        return {}
    return {"digest_at": None if text == _OFF else _time(text, "--digest")}


def _least(text: str) -> dict[str, str]:
    if text and text not in _TIERS:
        raise typer.BadParameter(", ".join(_TIERS), param_hint="--from")
    return {"least": text} if text else {}


def _time(text: str, option: str) -> time:
    found = re.fullmatch(r"([01]?\d|2[0-3])(?::([0-5]\d))?", text.strip(), re.ASCII)
    if not found:
        raise typer.BadParameter("22:00-07:00" if option == "--quiet" else "09:00", param_hint=option)
    return time(int(found[1]), int(found[2] or 0))


def _show_hours(wanted: AlertSettings, lang: Lang) -> None:
    quiet, digest = texts.NEVER_QUIET, texts.NO_DIGEST
    if wanted.quiet_from != wanted.quiet_to:
        quiet = texts.QUIET.filled(begins=f"{wanted.quiet_from:%H:%M}", ends=f"{wanted.quiet_to:%H:%M}")
    if wanted.digest_at:
        digest = texts.DIGEST_AT.filled(at=f"{wanted.digest_at:%H:%M}")
    least = texts.LEAST.say(lang, tier=tier_name(wanted.least, lang))
    for line in (quiet.say(lang), digest.say(lang), least):
        out.print(escape(line))


def _tried(last: Try | None, lang: Lang) -> str:
    if last is None:
        return ""
    words = texts.FATES[last.fate]
    return words.say(lang, at=f"{last.at.astimezone():%d.%m %H:%M}", why=last.why)


def _data(wanted: AlertSettings, tries: dict[str, Try | None]) -> dict[str, object]:
    channels: Sequence[object] = [
        entry.model_dump(include={"name", "service"}) | {"last": _last(tries[entry.name])} for entry in wanted.channels
    ]
    return wanted.model_dump(mode="json", exclude={"channels"}) | {"channels": channels}


def _last(last: Try | None) -> dict[str, object] | None:
    return None if last is None else {"at": last.at.isoformat(), "fate": last.fate.value, "why": last.why}

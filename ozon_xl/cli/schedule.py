"""Looks that the operating system starts by itself."""

from datetime import timedelta
from pathlib import Path
from typing import Annotated, Final

import typer
from rich.markup import escape

from ozon_xl.actions import schedule
from ozon_xl.actions.book import shop_named_in
from ozon_xl.actions.schedule.job import name_for
from ozon_xl.cli.shared import Json_, Lang_, Shop_, duration, grid, language, out, print_json, spoken
from ozon_xl.hosts.live import host_of
from ozon_xl.settings import ScheduleEntry, Settings
from ozon_xl.texts import schedule as texts

app = typer.Typer()
schedule_app = typer.Typer(
    no_args_is_help=True, help="Refresh and alert by the scheduler of this computer, with everything closed."
)
app.add_typer(schedule_app, name="schedule")

OptionalBook_ = Annotated[Path | None, typer.Argument(help="The workbook; without one, only alerts are kept up.")]
ROUND: Final = (5, 10, 12, 15, 20, 30, *(60 * hours for hours in (1, 2, 3, 4, 6, 8, 12, 24)))
"""Minutes that every scheduler can count: they divide an hour or a day."""


@schedule_app.command("install")
def schedule_install(
    book: OptionalBook_ = None,
    shop: Shop_ = "",
    every: Annotated[str, typer.Option(help="How often to refresh, e.g. 15m or 1h.")] = "15m",
    lang: Lang_ = None,
) -> None:
    """Have the system refresh and alert on a schedule. Again: changes it."""
    said = language(lang)
    minutes = (duration(every, "--every") or timedelta(0)) // timedelta(minutes=1)
    if minutes not in ROUND:
        raise typer.BadParameter("5m 10m 12m 15m 20m 30m 1h 2h 3h 4h 6h 8h 12h 24h", param_hint="--every")
    with spoken(said):
        path = str(book.resolve()) if book else ""
        settings = Settings.load()
        client_id = settings.shop(shop or _shop_of(book)).client_id
        entry = ScheduleEntry(name=name_for(path, client_id), client_id=client_id, book=path, minutes=minutes)
        schedule.install(schedule.job_for(entry, said))
        settings.with_schedule(entry).save()
        out.print(escape(texts.INSTALLED.say(said, minutes=minutes, about=path or client_id)), soft_wrap=True)


@schedule_app.command("show")
def schedule_show(lang: Lang_ = None, as_json: Json_ = False) -> None:
    """What the system starts by itself."""
    said = language(lang)
    with spoken(said, as_json=as_json):
        entries = [(entry, schedule.is_there(entry.name)) for entry in Settings.load().schedules]
    if as_json:
        print_json({"schedules": [entry.model_dump() | {"stands": stands} for entry, stands in entries]})
    elif entries:
        heads = (texts.COL_ABOUT, texts.COL_EVERY, texts.COL_STATE)
        rows = [(e.book or e.client_id, e.minutes, (texts.STANDS if on else texts.LOST).say(said)) for e, on in entries]
        grid(said, heads, rows)
    else:
        out.print(escape(texts.NONE.say(said)))


@schedule_app.command("remove")
def schedule_remove(book: OptionalBook_ = None, shop: Shop_ = "", lang: Lang_ = None) -> None:
    """Have the system start it no more; without a workbook and a shop: nothing of ours."""
    said = language(lang)
    with spoken(said):
        path = str(book.resolve()) if book else ""
        wanted = name_for(path, shop) if path or shop else ""
        gone = schedule.remove_all(wanted)
    for about in gone:
        out.print(escape(texts.REMOVED.say(said, about=about)), soft_wrap=True)
    if not gone:
        out.print(escape(texts.NONE.say(said)))


def _shop_of(book: Path | None) -> str:
    if book is None:
        return ""
    with host_of(book) as host:
        return shop_named_in(host)

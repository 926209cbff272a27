"""Alerts: whether each channel has its address and took its last message, and whether the system starts the looks."""

from collections.abc import Iterator

from ozon_xl.actions import schedule
from ozon_xl.actions.finding import Finding, bad, care, ok
from ozon_xl.domain.alerts import Fate
from ozon_xl.errors import OzonXLError
from ozon_xl.keys import read_address
from ozon_xl.settings import ChannelEntry, ScheduleEntry, Settings
from ozon_xl.store import Store
from ozon_xl.texts import alerts as texts
from ozon_xl.texts import schedule as schedule_texts


def alert_findings() -> Iterator[Finding]:
    """All of them; nothing is sent."""
    try:
        settings = Settings.load()
        with Store.open() as store:
            for entry in settings.alerts.channels:
                yield channel(entry, store)
    except OzonXLError:  # told of already, where settings and store are looked at
        return
    if settings.schedules and not settings.alerts.channels:
        yield care("alerts", texts.NO_CHANNELS)
    yield from map(scheduled, settings.schedules)


def channel(entry: ChannelEntry, store: Store) -> Finding:
    """One channel."""
    try:
        read_address(entry)
    except OzonXLError as error:
        return Finding.of("alerts", error)
    last = store.alerts.last_try(entry.name)
    if last is not None and last.fate is not Fate.SENT:
        return bad("alerts", texts.CHANNEL_FAILS.filled(channel=entry.name, why=last.why))
    return ok("alerts", texts.CHANNEL_OK.filled(channel=entry.name, service=entry.service))


def scheduled(entry: ScheduleEntry) -> Finding:
    """One schedule."""
    about = entry.book or entry.client_id
    if schedule.is_there(entry.name):
        return ok("schedule", schedule_texts.SCHEDULE.filled(minutes=entry.minutes, about=about))
    return bad("schedule", schedule_texts.SCHEDULE_LOST.filled(about=about))

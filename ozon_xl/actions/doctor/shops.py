"""The shops: their keys as Ozon sees them, and this computer's clock beside Ozon's."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final

from ozon_xl.actions.connect import at_work
from ozon_xl.actions.finding import Finding, care, ok
from ozon_xl.actions.shops import check_key, findings_of
from ozon_xl.clock import Clock
from ozon_xl.errors import OzonXLError, SetupError
from ozon_xl.keys import read_key
from ozon_xl.settings import Settings
from ozon_xl.texts import doctor as texts

_RIGHT_TO: Final = timedelta(seconds=60)
"""The countdown shows minutes."""


def shop_findings(clock: Clock, *, offline: bool) -> Iterator[Finding]:
    """Each shop in turn. ``offline`` asks Ozon nothing."""
    try:
        shops = Settings.load().shops
        Settings.load().shop(shops[0].client_id if shops else "")
    except SetupError as error:
        yield Finding.of("shops", error)
        return
    for shop in shops:
        try:
            if offline:
                read_key(shop)
            else:
                yield from _asked(shop.client_id, clock)
        except OzonXLError as error:
            yield Finding.of("key", error)


def _asked(client_id: str, clock: Clock) -> Iterator[Finding]:
    with at_work(client_id, clock) as work:
        yield from findings_of(client_id, check_key(work.client, clock))
        error = work.client.clock_error
    if error is not None:
        yield from clock_findings(error)


def clock_findings(error: timedelta) -> Iterator[Finding]:
    """How far this computer's clock is ahead of Ozon's."""
    seconds = round(abs(error.total_seconds()))
    words = texts.CLOCK if abs(error) <= _RIGHT_TO else texts.CLOCK_WRONG
    yield (ok if words is texts.CLOCK else care)("clock", words.filled(seconds=seconds))

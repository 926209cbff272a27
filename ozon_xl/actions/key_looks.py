"""Ozon asked about a shop's key before it is kept, and once a day while it is used."""

import hashlib
from datetime import datetime, timedelta
from typing import Final

from ozon_xl.actions.connect import connected
from ozon_xl.actions.log import log_error
from ozon_xl.actions.shops import KeyCheck, check_key, days_to, end_findings, missing_methods, right_findings
from ozon_xl.clock import Clock
from ozon_xl.errors import KeyUntriedError, OzonXLError, RetryableError, StoppedByUserError
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.shop import Shop
from ozon_xl.store import Store
from ozon_xl.store.facts import KEY
from ozon_xl.texts import LANGS, Words

AGAIN: Final = timedelta(days=1)
"""A key may lose its rights on any day; its end is known weeks before."""


def try_key(shop: Shop, clock: Clock) -> KeyCheck:
    """What Ozon says of a key that is not kept yet.

    Raises:
        KeyUntriedError: Ozon did not say anything.
        OzonXLError: Ozon does not accept the key; of the store.
    """
    with Store.open() as store, connected(shop, store, clock) as client:
        try:
            check = check_key(client, client.clock)
        except RetryableError as error:
            why = Words(*(error.say(lang) for lang in LANGS))
            raise KeyUntriedError(shop=shop.client_id, why=why, details=error.details) from error
        _keep(store, shop, client.clock.now(), check.expires_at, check.lacking, check.retired)
        return check


def look_at_key(client: OzonClient, store: Store) -> tuple[Words, ...]:
    """What the user has to do about the key, the work being done for now; Ozon is asked once a day."""
    shop, now = client.shop, client.clock.now()
    try:
        known = _known(store, shop, now) or _asked(client, store, now)
    except StoppedByUserError:
        raise
    except OzonXLError as error:
        log_error(error, "key")
        return ()
    end, lacking, retired = known
    found = [*end_findings(shop.client_id, days_to(end, now)), *right_findings(shop.client_id, lacking, retired)]
    return tuple(finding.words for finding in found)


_Known = tuple[datetime | None, tuple[str, ...], tuple[str, ...]]
"""When the key ends, the needed methods that it may not use, and those that are retired."""


def _asked(client: OzonClient, store: Store, now: datetime) -> _Known:
    roles = client.account.roles()
    lacking, retired = missing_methods(roles)
    _keep(store, client.shop, now, roles.expires_at, lacking, retired)
    return roles.expires_at, lacking, retired


def _known(store: Store, shop: Shop, now: datetime) -> _Known | None:
    """What was told of this very key within the last day."""
    kept = store.facts.get(shop.client_id, KEY)
    if not isinstance(kept, dict) or kept["key"] != _mark(shop):
        return None
    if abs(now - datetime.fromisoformat(kept["at"])) >= AGAIN:
        return None
    end = datetime.fromisoformat(kept["end"]) if kept["end"] else None
    return end, tuple(kept["lacking"]), tuple(kept["retired"])


def _keep(
    store: Store, shop: Shop, at: datetime, end: datetime | None, lacking: tuple[str, ...], retired: tuple[str, ...]
) -> None:
    told = {"key": _mark(shop), "at": at.isoformat(), "end": end.isoformat() if end else ""}
    store.facts.put(shop.client_id, KEY, told | {"lacking": lacking, "retired": retired})


def _mark(shop: Shop) -> str:
    """Tells one key of a shop from the next, and nothing of either."""
    return hashlib.blake2s(shop.api_key.encode(), digest_size=4).hexdigest()

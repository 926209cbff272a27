"""Setting up a shop: its Client-Id in the settings, its key in the key store; and asking Ozon whether the key works."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ozon_xl import errors, keys
from ozon_xl.actions.finding import Finding, bad, care, ok
from ozon_xl.clock import Clock
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.postings import LIST_POSTINGS, LIST_UNFULFILLED
from ozon_xl.ozon.shop import Shop
from ozon_xl.ozon.stocks import STOCKS_BY_WAREHOUSE, UPDATE_STOCKS, WAREHOUSE_STOCKS
from ozon_xl.ozon.warehouses import LIST_WAREHOUSES
from ozon_xl.settings import Settings, ShopEntry
from ozon_xl.texts import shops as texts

NEEDED = (LIST_UNFULFILLED, LIST_POSTINGS, WAREHOUSE_STOCKS, STOCKS_BY_WAREHOUSE, UPDATE_STOCKS, LIST_WAREHOUSES)
"""Methods without which the workbook cannot do its work."""

WARN_DAYS = 14
"""A key lives 3 months (6 before 2026-09; Ozon's notice); warn this long before its end."""


class KeyCheck(NamedTuple):
    """What Ozon says of a key."""

    name: str
    roles: tuple[str, ...]
    expires_at: datetime | None
    days_left: int | None
    is_admin: bool
    lacking: tuple[str, ...]
    """Needed methods that the key may not use."""
    retired: tuple[str, ...]
    """Needed methods that Ozon offers in a newer version only."""


def shop_of(entry: ShopEntry) -> Shop:
    """A shop ready to call, with its key."""
    key = keys.read_key(entry)
    return Shop(entry.client_id, key, entry.address) if entry.address else Shop(entry.client_id, key)


def add_shop(settings: Settings, entry: ShopEntry, key: str) -> Settings:
    """The settings with the shop in them; its key is in the key store then.

    Raises:
        BadClientIdError: not a positive whole number.
        NoKeyStoreError: and no key file was named.
    """
    if not (entry.client_id.isascii() and entry.client_id.isdigit() and int(entry.client_id) > 0):
        raise errors.BadClientIdError(shop=entry.client_id)
    if not entry.key_file:
        keys.write_key(entry.client_id, key)
    return settings.with_shop(entry)


def remove_shop(settings: Settings, client_id: str) -> Settings:
    """The settings without the shop; its key has gone from the key store then.

    Raises:
        NoShopError, UnknownShopError: it is not set up.
        NoKeyStoreError: the key store does not open.
    """
    entry = settings.shop(client_id)
    if not entry.key_file:
        keys.delete_key(entry.client_id)
    return settings.without_shop(entry.client_id)


def check_key(client: OzonClient, clock: Clock) -> KeyCheck:
    """Rights, life and owner of the key, as Ozon tells them. Reads only."""
    roles = client.account.roles()
    seller = client.account.seller()
    missing = [endpoint.path for endpoint in NEEDED if endpoint.path not in roles.methods]
    retired = [path for path in missing if _has_newer(path, roles.methods)]
    return KeyCheck(
        name=seller.name,
        roles=roles.names,
        expires_at=roles.expires_at,
        days_left=(roles.expires_at - clock.now()).days if roles.expires_at else None,
        is_admin=any(name.casefold() == "admin" for name in roles.names),
        lacking=tuple(path for path in missing if path not in retired),
        retired=tuple(retired),
    )


_VERSIONED = re.compile(r"/v(\d+)(/.+)")


def _has_newer(path: str, methods: Iterable[str]) -> bool:
    """Whether a later version of a method is among these."""
    own = _VERSIONED.fullmatch(path)
    others = filter(None, map(_VERSIONED.fullmatch, methods))
    return own is not None and any(other[2] == own[2] and int(other[1]) > int(own[1]) for other in others)


def findings_of(shop: str, check: KeyCheck) -> list[Finding]:
    """What Ozon said of a shop's key, one line each, with what to do about it."""
    roles = ", ".join(check.roles)
    works = texts.CHECKED_UNDATED.filled(shop=shop, name=check.name, roles=roles)
    if check.expires_at:
        works = texts.CHECKED.filled(shop=shop, name=check.name, roles=roles, until=f"{check.expires_at:%Y-%m-%d}")
    found = [ok("key", works)]
    if check.days_left is not None and check.days_left < 0:
        found.append(bad("key", texts.EXPIRED.filled(shop=shop)))
    elif check.days_left is not None and check.days_left < WARN_DAYS:
        found.append(care("key", texts.EXPIRES.filled(shop=shop, days=check.days_left)))
    if check.is_admin:
        found.append(care("key", texts.ADMIN.filled(shop=shop)))
    found += [bad("key", texts.LACKS.filled(shop=shop, method=path)) for path in check.lacking]
    found += [bad("key", texts.RETIRED.filled(shop=shop, method=path)) for path in check.retired]
    return found

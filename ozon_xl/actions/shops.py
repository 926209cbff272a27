"""Setting up a shop: its Client-Id in the settings, its key in the key store; and asking Ozon whether the key works."""

import re
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from ozon_xl import errors, keys
from ozon_xl.actions.finding import Finding, bad, care, ok
from ozon_xl.actions.log import log_error
from ozon_xl.clock import Clock
from ozon_xl.ozon.account import SELLER_INFO, Roles
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.postings import GET_POSTING, LIST_POSTINGS, LIST_UNFULFILLED
from ozon_xl.ozon.products import PRODUCT_INFO
from ozon_xl.ozon.shop import OZON, Shop
from ozon_xl.ozon.stocks import STOCKS_BY_WAREHOUSE, UPDATE_STOCKS, WAREHOUSE_STOCKS
from ozon_xl.ozon.warehouses import LIST_WAREHOUSES
from ozon_xl.settings import Settings, ShopEntry
from ozon_xl.texts import shops as texts

NEEDED = (
    *(SELLER_INFO, LIST_WAREHOUSES, PRODUCT_INFO),
    *(LIST_UNFULFILLED, LIST_POSTINGS, GET_POSTING),
    *(WAREHOUSE_STOCKS, STOCKS_BY_WAREHOUSE, UPDATE_STOCKS),
)
"""Methods without which the workbook cannot do all its work."""

WARN_DAYS = 14
"""A key lives 3 months (6 before 2026-09; Ozon's notice); warn this long before its end."""


_OF_ALL_METHODS = (
    *(errors.WrongKeyError, errors.KeyDeactivatedError, errors.KeyTiedToNetworkError, errors.BadClientIdError),
    *(errors.CompanyBlockedError, errors.OfferNotSignedError, errors.UnreachableError, errors.StoppedByUserError),
)


class KeyCheck(NamedTuple):
    """What Ozon says of a key."""

    name: str
    """Of the seller; empty where Ozon does not tell it to this key."""
    roles: tuple[str, ...]
    expires_at: datetime | None
    days_left: int | None
    is_admin: bool
    lacking: tuple[str, ...]
    """Needed methods that the key may not use."""
    retired: tuple[str, ...]
    """Needed methods that Ozon offers in a newer version only."""


def shop_of(entry: ShopEntry, key: str = "") -> Shop:
    """A shop ready to call; with the key given, or else the one that is kept for it.

    Raises:
        UnknownShopError, KeyFileOpenToOthersError: there is no key to be used.
        BadClientIdError, WrongKeyError, UnsafeAddressError: nothing may be sent there.
    """
    return Shop(entry.client_id, key or keys.read_key(entry), entry.address or OZON)


def add_shop(settings: Settings, entry: ShopEntry, key: str) -> Settings:
    """The settings with the shop in them; its key is in the key store then, unless a file holds it.

    Raises:
        NoKeyStoreError: and no key file was named.
    """
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
    lacking, retired = missing_methods(roles)
    return KeyCheck(
        name=seller_name(client),
        roles=roles.names,
        expires_at=roles.expires_at,
        days_left=days_to(roles.expires_at, clock.now()),
        is_admin=any(name.casefold() == "admin" for name in roles.names),
        lacking=lacking,
        retired=retired,
    )


def seller_name(client: OzonClient) -> str:
    """How the shop is called; empty where Ozon does not tell it to this key. Nothing depends on it.

    Raises:
        OzonXLError: what would meet every other method, too.
    """
    try:
        return client.account.seller().name
    except _OF_ALL_METHODS:
        raise
    except errors.OzonXLError as error:
        log_error(error, "seller")
        return ""


def missing_methods(roles: Roles) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The needed methods that the key may not use, and those that Ozon offers in a newer version only."""
    missing = [endpoint.path for endpoint in NEEDED if endpoint.path not in roles.methods]
    retired = tuple(path for path in missing if _has_newer(path, roles.methods))
    return tuple(path for path in missing if path not in retired), retired


def days_to(end: datetime | None, now: datetime) -> int | None:
    """Whole days that a key has left; below zero once it has ended, None where Ozon does not tell."""
    return (end - now).days if end else None


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
    found = [ok("key", works), *end_findings(shop, check.days_left)]
    if check.is_admin:
        found.append(care("key", texts.ADMIN.filled(shop=shop)))
    return [*found, *right_findings(shop, check.lacking, check.retired)]


def end_findings(shop: str, days_left: int | None) -> list[Finding]:
    """That a key has ended, or will within WARN_DAYS."""
    if days_left is None or days_left >= WARN_DAYS:
        return []
    if days_left < 0:
        return [bad("key", texts.EXPIRED.filled(shop=shop))]
    return [care("key", texts.EXPIRES.filled(shop=shop, days=days_left))]


def right_findings(shop: str, lacking: Iterable[str], retired: Iterable[str]) -> list[Finding]:
    """What the key may not do, or the program does in a way that Ozon has given up."""
    return [
        *(bad("key", texts.LACKS.filled(shop=shop, method=path)) for path in lacking),
        *(bad("key", texts.RETIRED.filled(shop=shop, method=path)) for path in retired),
    ]

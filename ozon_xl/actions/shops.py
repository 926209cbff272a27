"""Setting up a shop: its Client-Id in the settings, its key in the key store; and asking Ozon whether the key works."""

from datetime import datetime
from typing import NamedTuple

from ozon_xl import errors, keys
from ozon_xl.clock import Clock
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.postings import LIST_POSTINGS, LIST_UNFULFILLED
from ozon_xl.ozon.shop import Shop
from ozon_xl.ozon.stocks import STOCKS_BY_WAREHOUSE, UPDATE_STOCKS, WAREHOUSE_STOCKS
from ozon_xl.ozon.warehouses import LIST_WAREHOUSES
from ozon_xl.settings import Settings, ShopEntry

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


def check_key(client: OzonClient, clock: Clock) -> KeyCheck:
    """Rights, life and owner of the key, as Ozon tells them. Reads only."""
    roles = client.account.roles()
    seller = client.account.seller()
    days = (roles.expires_at - clock.now()).days if roles.expires_at else None
    return KeyCheck(
        name=seller.name,
        roles=roles.names,
        expires_at=roles.expires_at,
        days_left=days,
        is_admin=any(name.casefold() == "admin" for name in roles.names),
        lacking=tuple(endpoint.path for endpoint in NEEDED if endpoint.path not in roles.methods),
    )

"""Whose key this is and what it may do."""

from datetime import datetime
from typing import NamedTuple

from pydantic import TypeAdapter, with_config
from typing_extensions import TypedDict

from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.ozon.wire import LENIENT, Send, moment, need

ROLES = Endpoint("/v1/roles", source="Ozon's API description, read 2026-11-23")
SELLER_INFO = Endpoint("/v1/seller/info", source="Ozon's API description, read 2026-11-23")


class Roles(NamedTuple):
    """Rights and life of the key."""

    expires_at: datetime | None
    """UTC. Keys live 3 months (6 before 2026-09)."""
    methods: frozenset[str]
    """Paths that the roles allow. A subscription may still forbid one (observed)."""
    names: tuple[str, ...]
    """Of the roles, as Ozon writes them."""


class Seller(NamedTuple):
    """The seller's company."""

    name: str
    currency: str
    """Of the cabinet: ``RUB``, ``CNY`` ..."""
    country: str
    subscription: str
    """``PREMIUM_PLUS`` ...; chats need one of the higher ones."""


@with_config(LENIENT)
class _Role(TypedDict, total=False):
    name: str | None
    methods: list[str] | None


@with_config(LENIENT)
class _Rights(TypedDict, total=False):
    expires_at: str | None
    roles: list[_Role] | None


@with_config(LENIENT)
class _Company(TypedDict, total=False):
    name: str | None
    currency: str | None
    country: str | None


@with_config(LENIENT)
class _Subscription(TypedDict, total=False):
    type: str | None


@with_config(LENIENT)
class _Seller(TypedDict, total=False):
    company: _Company | None
    subscription: _Subscription | None


_RIGHTS = TypeAdapter(_Rights)
_SELLER = TypeAdapter(_Seller)


class Account:
    """``client.account``."""

    def __init__(self, send: Send) -> None:
        self._send = send

    def roles(self) -> Roles:
        """Rights and life of the key."""
        return self._send(ROLES, {}, _read_roles)

    def seller(self) -> Seller:
        """Name, currency and subscription of the seller."""
        return self._send(SELLER_INFO, {}, _read_seller)


def _read_roles(content: bytes) -> Roles:
    rights = _RIGHTS.validate_json(content)
    roles = need(rights.get("roles"), "roles")
    return Roles(
        expires_at=moment(rights.get("expires_at"), "expires_at"),
        methods=frozenset(method for role in roles for method in role.get("methods") or ()),
        names=tuple(role.get("name") or "" for role in roles),
    )


def _read_seller(content: bytes) -> Seller:
    seller = _SELLER.validate_json(content)
    company = need(seller.get("company"), "company")
    subscription = seller.get("subscription") or {}
    return Seller(
        name=company.get("name") or "",
        currency=company.get("currency") or "",
        country=company.get("country") or "",
        subscription=subscription.get("type") or "",
    )

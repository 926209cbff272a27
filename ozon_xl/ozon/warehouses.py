"""The seller's own warehouses and how they deliver."""

from typing import NamedTuple

from pydantic import TypeAdapter, with_config
from typing_extensions import TypedDict

from ozon_xl.domain.stock import Warehouse
from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.ozon.paging import Page, Pager, newest, page_of
from ozon_xl.ozon.wire import LENIENT, Send, need, need_key

LIST_WAREHOUSES = Endpoint(
    "/v2/warehouse/list", page=200, source="Ozon's API description; page size as observed by others, read 2026-11-23"
)
LIST_DELIVERY_METHODS = Endpoint(
    "/v2/delivery-method/list", page=100, source="Ozon's API description, which names no page size; read 2026-11-23"
)

METHOD_STATUSES = ("NEW", "EDITED", "ACTIVE", "DISABLED", "WAITING", "BROKEN")
"""All of them: the filter by status is mandatory. Source: Ozon's API description, read 2026-11-23."""


class DeliveryMethod(NamedTuple):
    """A delivery method of an rFBS warehouse. (For FBS the warehouse id is the method id.)"""

    id: str
    name: str
    status: str
    """One of ``METHOD_STATUSES``, or a newer word."""
    warehouse_id: str
    flow: str
    """``tpl_integration_type``."""
    cutoff: str
    """Until when a posting must be assembled, ``HH:MM``; presumably on the warehouse's clock."""


@with_config(LENIENT)
class _Address(TypedDict, total=False):
    utc: str | None


@with_config(LENIENT)
class _Warehouse(TypedDict, total=False):
    warehouse_id: str | None
    name: str | None
    status: str | None
    is_rfbs: bool | None
    address_info: _Address | None


@with_config(LENIENT)
class _WarehousePage(TypedDict, total=False):
    warehouses: list[_Warehouse] | None
    cursor: str | None
    has_next: bool | None


@with_config(LENIENT)
class _Warehouses(_WarehousePage, total=False):
    result: _WarehousePage | None


@with_config(LENIENT)
class _Method(TypedDict, total=False):
    id: str | None
    name: str | None
    status: str | None
    warehouse_id: str | None
    tpl_integration_type: str | None
    cutoff: str | None


@with_config(LENIENT)
class _MethodPage(TypedDict, total=False):
    delivery_methods: list[_Method] | None
    cursor: str | None
    has_next: bool | None


@with_config(LENIENT)
class _Methods(_MethodPage, total=False):
    result: _MethodPage | None


_MethodList = list[DeliveryMethod]
_WAREHOUSES = TypeAdapter(_Warehouses)
_METHODS = TypeAdapter(_Methods)


class Warehouses:
    """``client.warehouses``."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._warehouses = Pager(LIST_WAREHOUSES)
        self._methods = Pager(LIST_DELIVERY_METHODS)

    def list(self) -> list[Warehouse]:
        """All FBS and rFBS warehouses, the inactive ones included."""

        def fetch(cursor: str, limit: int) -> Page[Warehouse]:
            return self._send(LIST_WAREHOUSES, {"limit": limit, "cursor": cursor}, _read_warehouses)

        return newest(self._warehouses.pages(fetch), lambda warehouse: warehouse.id)

    def delivery_methods(self) -> _MethodList:
        """All delivery methods of the rFBS warehouses."""

        def fetch(cursor: str, limit: int) -> Page[DeliveryMethod]:
            body = {"filter": {"status": METHOD_STATUSES}, "limit": limit, "cursor": cursor, "sort_dir": "ASC"}
            return self._send(LIST_DELIVERY_METHODS, body, _read_methods)

        return newest(self._methods.pages(fetch), lambda method: method.id)


def _read_warehouses(content: bytes) -> Page[Warehouse]:
    answer = _WAREHOUSES.validate_json(content)
    page = answer.get("result") or answer
    need_key(page, "warehouses")
    items = [
        Warehouse(
            id=need(wire.get("warehouse_id"), "warehouse_id"),
            name=wire.get("name") or "",
            status=wire.get("status") or "",
            is_rfbs=bool(wire.get("is_rfbs")),
            utc_offset=(wire.get("address_info") or {}).get("utc") or "",
        )
        for wire in page.get("warehouses") or ()
    ]
    return page_of(items, page)


def _read_methods(content: bytes) -> Page[DeliveryMethod]:
    answer = _METHODS.validate_json(content)
    page = answer.get("result") or answer
    need_key(page, "delivery_methods")
    items = [
        DeliveryMethod(
            id=need(wire.get("id"), "id"),
            name=wire.get("name") or "",
            status=wire.get("status") or "",
            warehouse_id=wire.get("warehouse_id") or "",
            flow=wire.get("tpl_integration_type") or "",
            cutoff=wire.get("cutoff") or "",
        )
        for wire in page.get("delivery_methods") or ()
    ]
    return page_of(items, page)

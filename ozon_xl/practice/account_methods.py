"""The methods about the account and its warehouses."""

from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import TypeVar

from ozon_xl.ozon.warehouses import METHOD_STATUSES
from ozon_xl.practice.asked import Json, Refusal, cursor_of, cursor_to, descending, ids, limit_of, part, text, texts
from ozon_xl.practice.goods_wire import method_entry, warehouse_entry
from ozon_xl.practice.wire import dumps, moment
from ozon_xl.practice.world import Call

T = TypeVar("T")


def roles(call: Call, paths: Sequence[str]) -> bytes:
    """``/v1/roles``: the key lives on for 80 days and may do everything offered here but what a fault refuses."""
    ends = call.strike("key-ends")
    expires = call.now + timedelta(days=ends.number(0)) if ends else call.world.opened_at + timedelta(days=80)
    methods = [path for path in paths if not call.world.faults.is_set("refuse", "role", path)]
    return dumps({"expires_at": moment(expires, 3), "roles": [{"name": "Admin", "methods": methods}]})


def seller(call: Call) -> bytes:
    """``/v1/seller/info``."""
    end = call.world.opened_at.replace(hour=0, minute=0, second=0, microsecond=0)

    def value(formatted: str, number: float, days: int) -> Json:
        return {
            "date_from": moment(end - timedelta(days=days + 30)),
            "date_to": moment(end - timedelta(days=days)),
            "formatted": formatted,
            "status": {"danger": False, "premium": False, "warning": False},
            "value": number,
        }

    return dumps(
        {
            "company": {
                "country": "CN",
                "currency": "CNY",
                "inn": "0000000000",
                "legal_name": "练习店铺有限公司",
                "name": "Учебная лавка 练习店",
                "ogrn": "0000000000000",
                "ownership_form": "Company Limited",
                "tax_system": "UNSPECIFIED",
            },
            "ratings": [
                {
                    "current_value": value("97.5 %", 97.5, 0),
                    "past_value": value("98.1 %", 98.1, 30),
                    "name": "Вовремя отгружено",
                    "rating": "rating_on_time",
                    "status": "OK",
                    "value_type": "PERCENT",
                }
            ],
            "subscription": {
                "is_premium": call.world.subscription.startswith("PREMIUM"),
                "type": call.world.subscription,
            },
        }
    )


def warehouses(call: Call) -> bytes:
    """``/v2/warehouse/list``."""
    limit = limit_of(call.body, "WarehouseListV2Request", call.endpoint.page)
    chosen = ids(call.body, "warehouse_ids")
    found = [warehouse for warehouse in call.shop.warehouses.values() if not chosen or warehouse.id in chosen]
    found.sort(key=lambda warehouse: warehouse.id)
    rows, cursor, more = _after(call, found, limit, lambda warehouse: warehouse.id)
    entries = [warehouse_entry(warehouse, call.world.opened_at) for warehouse in rows]
    return dumps({"warehouses": entries, "cursor": cursor, "has_next": more})


def delivery_methods(call: Call) -> bytes:
    """``/v2/delivery-method/list``: of realFBS warehouses; an FBS warehouse's method has the warehouse's id."""
    limit = limit_of(call.body, "DeliveryMethodListV2Request", call.endpoint.page)
    asked = part(call.body, "filter")
    statuses = texts(asked, "status")
    if not statuses or not set(statuses) <= set(METHOD_STATUSES):
        raise Refusal("Request validation error: invalid DeliveryMethodListV2Request.Filter.Status: value is required")
    places, methods, providers = (ids(asked, f"{name}_ids") for name in ("warehouse", "delivery_method", "provider"))
    found = [
        (method, warehouse)
        for warehouse in call.shop.warehouses.values()
        for method in warehouse.methods
        if warehouse.is_rfbs
        and method.status in statuses
        and (not places or warehouse.id in places)
        and (not methods or method.id in methods)
        and (not providers or method.provider_id in providers)
    ]
    found.sort(key=lambda row: row[0].id, reverse=descending(call.body))
    rows, cursor, more = _after(call, found, limit, lambda row: row[0].id)
    entries = [method_entry(method, warehouse, call.world.opened_at) for method, warehouse in rows]
    return dumps({"delivery_methods": entries, "cursor": cursor, "has_next": more})


def _after(call: Call, rows: list[T], limit: int, key: Callable[[T], int]) -> tuple[list[T], str, bool]:
    """The rows behind the cursor, the cursor behind them, and whether more follow. For short lists."""
    last = cursor_of(text(call.body.get("cursor"), "cursor"))
    places = [position for position, row in enumerate(rows, start=1) if key(row) == last]
    rest = rows[places[0] :] if places else rows
    page = rest[:limit]
    return page, cursor_to(key(page[-1])) if page else "", len(rest) > limit

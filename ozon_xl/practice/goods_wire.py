"""Products, stock rows and warehouses as Ozon tells them."""

from datetime import datetime, timedelta
from typing import Any

from ozon_xl.practice.goods import DeliveryMethod, Level, Product, Warehouse
from ozon_xl.practice.wire import dumps, members, moment

Json = dict[str, Any]


def by_warehouse_row(level: Level, now: datetime) -> bytes:
    """A row of ``/v2/product/info/stocks-by-warehouse/fbs``."""
    return b'{%s,"warehouse_name":%s}' % (_row(level, now), dumps(level.warehouse.name))


def warehouse_row(level: Level, now: datetime) -> bytes:
    """A row of ``/v1/product/info/warehouse/stocks``."""
    return b'{%s,"updated_at":"%s"}' % (_row(level, now), (moment(level.updated_at, 6) or "").encode())


def _row(level: Level, now: datetime) -> bytes:
    product = level.product
    return b'"sku":%d,"product_id":%d,"offer_id":%s,"warehouse_id":%d,"present":%d,"reserved":%d,"free_stock":%d' % (
        product.sku,
        product.id,
        dumps(product.offer),
        level.warehouse.id,
        *level.seen(now),
    )


def schemes(levels: list[Level], now: datetime) -> dict[str, tuple[int, int]]:
    """Present and reserved by scheme, summed over the warehouses."""
    sums: dict[str, tuple[int, int]] = {}
    for level in levels:
        name = "rfbs" if level.warehouse.is_rfbs else "fbs"
        present, reserved, _ = level.seen(now)
        before = sums.get(name, (0, 0))
        sums[name] = before[0] + present, before[1] + reserved
    return sums


def scheme_entry(product: Product, levels: list[Level], now: datetime) -> bytes:
    """An item of ``/v4/product/info/stocks``."""
    stocks = b",".join(
        b'{"type":"%s","present":%d,"reserved":%d,"shipment_type":"SHIPMENT_TYPE_GENERAL","sku":%d,"warehouse_ids":[%s]}'
        % (
            name.encode(),
            present,
            reserved,
            product.sku,
            b",".join(b"%d" % level.warehouse.id for level in levels if level.warehouse.is_rfbs == (name == "rfbs")),
        )
        for name, (present, reserved) in schemes(levels, now).items()
    )
    return b'{"product_id":%d,"offer_id":%s,"stocks":[%s]}' % (product.id, dumps(product.offer), stocks)


def list_item(product: Product, levels: list[Level]) -> bytes:
    """An item of ``/v3/product/list``."""
    return (
        b'{"product_id":%d,"offer_id":%s,"sku":%d,"has_fbo_stocks":false,"has_fbs_stocks":%s,"archived":%s,'
        b'"is_discounted":false,"quants":[]}'
    ) % (product.id, dumps(product.offer), product.sku, _flag(in_stock(levels)), _flag(product.archived))


def in_stock(levels: list[Level]) -> bool:
    """Whether anything of it lies anywhere."""
    return any(level.present for level in levels)


def _flag(value: object) -> bytes:
    return b"true" if value else b"false"


def card(product: Product, levels: list[Level], now: datetime) -> bytes:
    """An item of ``/v3/product/info/list``."""
    if not product.card:
        product.card = members(_card(product))
    stocks = [
        {"present": present, "reserved": reserved, "sku": product.sku, "source": name}
        for name, (present, reserved) in schemes(levels, now).items()
    ]
    has_stock = in_stock(levels)
    moving = {
        "stocks": {"has_stock": has_stock, "stocks": stocks},
        "visibility_details": {"has_price": not product.refusal, "has_stock": has_stock},
    }
    return b"{%s,%s}" % (product.card, members(moving))


def _card(product: Product) -> Json:
    created, price = moment(product.created_at, 6), f"{product.price:.2f}"
    sold = not product.refusal
    index = {"minimal_price": "", "minimal_price_currency": product.currency, "price_index_value": 0}
    return {
        "id": product.id,
        "name": product.name,
        "offer_id": product.offer,
        "is_archived": product.archived,
        "is_autoarchived": False,
        "barcodes": [f"OZN{product.sku}"],
        "description_category_id": 17_028_922,
        "type_id": 91_565,
        "created_at": created,
        "updated_at": created,
        "images": [],
        "primary_image": [],
        "color_image": [],
        "currency_code": product.currency,
        "price": price,
        "old_price": price,
        "min_price": "",
        "vat": "0.0",
        "sku": product.sku,
        "sources": [
            {
                "created_at": created,
                "quant_code": "",
                "shipment_type": "SHIPMENT_TYPE_GENERAL",
                "sku": product.sku,
                "source": "sds",
            }
        ],
        "model_info": {"model_id": product.id % 100_000, "count": 1},
        "commissions": [
            {"delivery_amount": 0, "percent": 15, "return_amount": 0, "sale_schema": name, "value": 0}
            for name in ("FBS", "RFBS")
        ],
        "availabilities": [],
        "errors": [],
        "promotions": [{"is_enabled": False, "type": "REVIEWS_PROMO"}],
        "price_indexes": {
            "color_index": "COLOR_INDEX_WITHOUT_INDEX",
            "external_index_data": index,
            "ozon_index_data": index,
            "self_marketplaces_index_data": index,
        },
        "statuses": {
            "is_created": sold,
            "moderate_status": "approved" if sold else "in-moderating",
            "status": "price_sent" if sold else "processed_pending",
            "status_description": "",
            "status_failed": "",
            "status_name": "Продается" if sold else "На модерации",
            "status_tooltip": "",
            "status_updated_at": created,
            "validation_status": "success" if sold else "pending",
        },
        "discounted_fbo_stocks": 0,
        "has_discounted_fbo_item": False,
        "is_discounted": False,
        "is_kgt": product.is_kgt,
        "is_prepayment_allowed": True,
        "is_super": False,
        "volume_weight": product.weight_g / 1000,
    }


def warehouse_entry(warehouse: Warehouse, opened_at: datetime) -> Json:
    """An entry of ``/v2/warehouse/list``."""
    created = opened_at - timedelta(days=400)
    midnight = created.replace(hour=0, minute=0, second=0, microsecond=0)
    return {
        "address_info": {"address": warehouse.address, "latitude": 55.5, "longitude": 38.2, "utc": warehouse.utc},
        "carriage_label_type": "BIG",
        "courier_comment": "",
        "courier_phones": [],
        "created_at": moment(created, 3),
        "cut_in_time": 0,
        "first_mile": None if warehouse.is_rfbs else _first_mile(),
        "has_entrusted_acceptance": False,
        "has_postings_limit": False,
        "is_auto_assembly": False,
        "is_comfort": False,
        "is_express": False,
        "is_kgt": warehouse.is_kgt,
        "is_rfbs": warehouse.is_rfbs,
        "is_waybill_enabled": True,
        "min_postings_limit": 1,
        "name": warehouse.name,
        "pause_at": moment(warehouse.paused_at),
        "phone": "",
        "postings_limit": -1,
        "sla_cut_in": 1440,
        "status": warehouse.status,
        "timetable": {
            "timetable_from": moment(midnight),
            "timetable_to": moment(midnight + timedelta(days=365)),
            "working_hours": [
                {
                    "time_from": moment(midnight + timedelta(hours=9)),
                    "time_to": moment(midnight + timedelta(hours=18)),
                }
            ],
        },
        "updated_at": moment(opened_at - timedelta(days=9), 6),
        "warehouse_id": warehouse.id,
        "warehouse_type": "RFBS" if warehouse.is_rfbs else "FBS",
        "with_item_list": True,
        "working_days": ["MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY"],
    }


def _first_mile() -> Json:
    return {
        "dropoff_point_id": "1020002075314000",
        "first_mile_is_changing": False,
        "timeslot_from": "15:00",
        "timeslot_id": 287_231,
        "timeslot_to": "18:00",
        "type": "PICK_UP",
    }


def method_entry(method: DeliveryMethod, warehouse: Warehouse, opened_at: datetime) -> Json:
    """An entry of ``/v2/delivery-method/list``."""
    return {
        "created_at": moment(opened_at - timedelta(days=399), 3),
        "cutoff": method.cutoff,
        "id": method.id,
        "is_express": False,
        "name": method.name,
        "provider_id": method.provider_id,
        "sla_cut_in": 1440,
        "status": method.status,
        "template_id": 0,
        "tpl_dropoff_point": None,
        "tpl_integration_type": method.flow,
        "updated_at": moment(opened_at - timedelta(days=30), 3),
        "warehouse_id": warehouse.id,
    }

"""The parts of a posting that the newer and the older shape tell in the same words."""

from datetime import datetime, timedelta
from typing import Any

from ozon_xl.practice.available_actions import actions
from ozon_xl.practice.parcels import Line, Posting, TariffStep
from ozon_xl.practice.wire import FOREVER, members, moment, money

Json = dict[str, Any]

CANARY_NAME = "CANARY-NAME Иванов Иван"
CANARY_PHONE = "+70000000000 CANARY-PHONE"
CANARY_ADDRESS = "CANARY-ADDRESS ул. Выдуманная, 1"
CANARY_EMAIL = "CANARY-EMAIL@example.invalid"
"""Invented buyers, easy to find where they must never turn up."""

NO_LEGAL_INFO = {"company_name": "", "inn": "", "kpp": ""}
_REQUIREMENTS = ("gtd", "country", "mandatory_mark", "rnpt", "jw_uin", "change_country", "imei", "weight")


SAME = members(
    {
        "pickup_code_verified_at": None,
        "sorting_center": None,
        "optional": {"products_with_possible_mandatory_mark": []},
        "is_express": False,
        "require_blr_traceable_attrs": False,
        "requirements": {f"products_requiring_{what}": [] for what in _REQUIREMENTS},
        "external_order": {"is_external": False, "platform_name": ""},
        "is_multibox": False,
        "multi_box_qty": 1,
        "container_sort_type": "sort",
        "container": None,
    }
)
"""What every posting says alike."""


def common(posting: Posting, now: datetime) -> Json:
    """What both shapes say in the same words."""

    def told(at: datetime | None) -> str | None:
        return moment(at, posting.digits)

    method, warehouse, cancelled = posting.method, posting.warehouse, posting.cancellation
    return {
        "posting_number": posting.number,
        "order_id": posting.order_id,
        "order_number": posting.order_number,
        "parent_posting_number": posting.parent,
        "status": posting.status,
        "substatus": posting.substatus,
        "delivery_method": {
            "id": method.id,
            "name": method.name,
            "warehouse_id": warehouse.id,
            "warehouse": warehouse.name,
            "tpl_provider_id": method.provider_id,
            "tpl_provider": method.provider,
        },
        "tracking_number": posting.tracking,
        "tpl_integration_type": method.flow,
        "in_process_at": told(posting.in_process_at),
        "integration_type_flow": method.flow,
        "shipment_date": None if posting.undated else told(posting.cutoff),
        "shipment_date_without_delay": told(posting.late_from),
        "delivering_date": told(posting.delivering_at),
        "cancellation": {
            "cancel_reason_id": cancelled.reason_id if cancelled else 0,
            "cancel_reason": cancelled.reason if cancelled else "",
            "cancellation_type": cancelled.kind if cancelled else "",
            "cancelled_after_ship": cancelled.after_ship if cancelled else False,
            "affect_cancellation_rating": cancelled.counts if cancelled else False,
            "cancellation_initiator": cancelled.initiator if cancelled else "",
        },
        "scanit": f"ii{posting.id:011d}",
        "available_actions": actions(posting, now),
        "tariffication_steps": [_step(step, posting) for step in posting.tariff],
    }


def _step(step: TariffStep, posting: Posting) -> Json:
    currency = posting.lines[0].currency
    return {
        "min_charge": money(step.minimum, currency) if step.minimum else None,
        "tariff_charge": money(step.charge, currency),
        "tariff_deadline_at": moment(step.until, posting.digits) or FOREVER,
        "tariff_rate": step.rate,
        "tariff_type": step.kind,
    }


def steps_now(posting: Posting, now: datetime) -> tuple[TariffStep | None, TariffStep | None]:
    """The step that holds at ``now`` and the one behind it."""
    ahead = [step for step in posting.tariff if step.until is None or step.until > now]
    return (ahead[0] if ahead else None), (ahead[1] if len(ahead) > 1 else None)


def next_start(step: TariffStep | None, posting: Posting) -> str | None:
    """When the step behind ``step`` begins."""
    if step is None or step.until is None:
        return None
    return moment(step.until + timedelta(seconds=1), posting.digits)


def buyer(posting: Posting) -> Json | None:
    """Only realFBS sellers see one, and here he is invented."""
    if not posting.is_rfbs:
        return None
    return {
        "address": {
            "address_tail": CANARY_ADDRESS,
            "city": "Выдумск",
            "comment": "CANARY-COMMENT",
            "country": "Россия",
            "district": "",
            "latitude": 0.5,
            "longitude": 0.5,
            "provider_pvz_code": "",
            "pvz_code": 0,
            "region": "Выдуманная область",
            "zip_code": "000000",
        },
        "customer_id": posting.order_id % 1_000_000,
        "name": CANARY_NAME,
        "phone": CANARY_PHONE,
    }


def analytics(posting: Posting) -> Json:
    """``analytics_data``."""
    begin = posting.cutoff + timedelta(days=2)
    return {
        "region": "Выдуманная область" if posting.is_rfbs else "",
        "city": "Выдумск" if posting.is_rfbs else "",
        "delivery_type": "PVZ",
        "is_premium": False,
        "payment_type_group_name": "Банковская карта",
        "warehouse_id": posting.warehouse.id,
        "warehouse": posting.warehouse.name,
        "tpl_provider_id": posting.method.provider_id,
        "tpl_provider": posting.method.provider,
        "delivery_date_begin": moment(begin),
        "delivery_date_end": moment(begin + timedelta(days=3)),
        "is_legal": False,
        "client_delivery_date_begin": None,
        "client_delivery_date_end": None,
    }


def barcodes(posting: Posting) -> Json:
    """``barcodes``."""
    code = f"{posting.id:015d}"
    return {"upper_barcode": f"%{code}", "lower_barcode": code}


def legal_info(_posting: Posting) -> Json:
    """``legal_info``: no buyer here is a company."""
    return dict(NO_LEGAL_INFO)


def sums(line: Line) -> Json:
    """Payout and commission are 0 until delivery."""
    price = float(line.price)
    return {
        "payout": 0,
        "product_id": line.product.sku,
        "old_price": price,
        "price": price,
        "total_discount_value": 0,
        "total_discount_percent": 0,
        "quantity": line.quantity,
        "actions": [],
    }

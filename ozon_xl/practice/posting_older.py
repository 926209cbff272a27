"""What only ``/v3/posting/fbs/get`` says: prices as text beside a currency code, and parts the lists do not have."""

from datetime import datetime
from typing import Any

from ozon_xl.practice.parcels import Line, Posting
from ozon_xl.practice.posting_parts import CANARY_NAME, CANARY_PHONE, buyer, next_start, steps_now, sums
from ozon_xl.practice.wire import moment

Json = dict[str, Any]


def older(posting: Posting, now: datetime) -> Json:
    """The members beside the common ones."""
    return {
        "previous_substatus": posting.previous_substatus,
        "provider_status": "",
        "delivery_price": "",
        "customer": buyer(posting),
        "addressee": {"name": CANARY_NAME, "phone": CANARY_PHONE, "pin": ""} if posting.is_rfbs else None,
        "products": [_line(line) for line in posting.lines],
        "additional_data": [],
        "courier": None,
        "prr_option": {"code": "", "price": "", "currency_code": posting.lines[0].currency, "floor": ""},
        "tariffication": _tariff(posting, now),
        "fact_delivery_date": moment(posting.delivering_at, posting.digits),
        "related_weight_postings": [],
    }


def _line(line: Line) -> Json:
    product = line.product
    return {
        "price": f"{line.price:.4f}",
        "offer_id": product.offer,
        "name": product.name,
        "sku": product.sku,
        "quantity": line.quantity,
        "dimensions": {"height": "150.00", "length": "300.00", "weight": str(product.weight_g), "width": "200.00"},
        "currency_code": line.currency,
        "is_blr_traceable": False,
        "is_marketplace_buyout": False,
        "mandatory_mark": [],
        "has_imei": False,
        "weight_max": product.weight_g / 1000,
        "weight_min": 0,
        "is_weight_needed": False,
    }


def _tariff(posting: Posting, now: datetime) -> Json:
    current, following = steps_now(posting, now)
    currency = posting.lines[0].currency
    return {
        "current_tariff_rate": current.rate if current else 0,
        "current_tariff_type": current.kind if current else "",
        "current_tariff_charge": current.charge if current else "",
        "current_tariff_charge_currency_code": currency if current else "",
        "next_tariff_rate": following.rate if following else 0,
        "next_tariff_type": following.kind if following else "",
        "next_tariff_charge": following.charge if following else "",
        "next_tariff_starts_at": next_start(current, posting),
        "next_tariff_charge_currency_code": currency if following else "",
    }


def financial(posting: Posting) -> Json:
    """``financial_data``."""
    return {
        "products": [
            {
                **sums(line),
                "currency_code": line.currency,
                "customer_currency_code": line.currency,
                "customer_price": float(line.price),
                "commission_amount": 0,
                "commission_percent": 0,
                "commissions_currency_code": line.currency,
            }
            for line in posting.lines
        ],
        "cluster_from": "Москва, МО и Дальние регионы",
        "cluster_to": "Москва, МО и Дальние регионы",
    }


def exemplars(posting: Posting) -> Json:
    """``product_exemplars``."""
    numbers = [(line.product.sku, position) for position, line in enumerate(posting.lines)]
    return {
        "products": [
            {
                "exemplars": [
                    {
                        "exemplar_id": posting.id * 10 + position,
                        "mandatory_mark": "",
                        "gtd": "",
                        "is_gtd_absent": True,
                        "rnpt": "",
                        "is_rnpt_absent": True,
                        "weight": 0,
                        "imei": [],
                    }
                ],
                "sku": sku,
            }
            for sku, position in numbers
        ]
    }

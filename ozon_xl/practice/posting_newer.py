"""What only the v4 lists say: prices as objects."""

from datetime import datetime
from typing import Any

from ozon_xl.practice.parcels import Line, Posting, TariffStep
from ozon_xl.practice.posting_parts import CANARY_EMAIL, CANARY_NAME, buyer, next_start, steps_now, sums
from ozon_xl.practice.wire import money

Json = dict[str, Any]


def newer(posting: Posting, now: datetime) -> Json:
    """The members beside the common ones."""
    named = buyer(posting)
    return {
        "delivery_schema": posting.schema,
        "customer": named and {**named, "customer_email": CANARY_EMAIL},
        "addressee": {"name": CANARY_NAME} if posting.is_rfbs else None,
        "products": [_line(line) for line in posting.lines],
        "destination_place_id": 0,
        "destination_place_name": "",
        "quantum_id": 0,
        "tariffication": _tariff(posting, now),
        "volume_weight": 0,
        "is_click_and_collect": False,
        "is_presortable": False,
        "prr_option": "",
    }


def _line(line: Line) -> Json:
    product = line.product
    return {
        "is_blr_traceable": False,
        "is_marketplace_buyout": False,
        "offer_id": product.offer,
        "name": product.name,
        "sku": product.sku,
        "quantity": line.quantity,
        "imei": [],
        "weight": product.weight_g / 1000,
        "product_color": product.color,
        "price": money(line.price, line.currency),
    }


def _tariff(posting: Posting, now: datetime) -> Json:
    current, following = steps_now(posting, now)
    currency = posting.lines[0].currency

    def told(name: str, step: TariffStep | None) -> Json:
        return {
            f"{name}_tariff_rate": step.rate if step else 0,
            f"{name}_tariff_type": step.kind if step else "",
            f"{name}_tariff_charge": money(step.charge, currency) if step else None,
            f"{name}_tariff_min_charge": money(step.minimum, currency) if step and step.minimum else None,
        }

    starts = {"next_tariff_starts_at": next_start(current, posting)}
    return told("current", current) | told("next", following) | starts


def financial(posting: Posting) -> Json:
    """``financial_data``."""
    return {
        "products": [
            {
                **sums(line),
                "customer_price": money(line.price, line.currency),
                "commission": {"amount": 0, "percent": 0, "currency": line.currency},
            }
            for line in posting.lines
        ],
        "cluster_from": "Москва, МО и Дальние регионы",
        "cluster_to": "Москва, МО и Дальние регионы",
    }

"""What Ozon allows with a posting now (``available_actions``)."""

from datetime import datetime

from ozon_xl.practice.parcels import Posting


def actions(posting: Posting, now: datetime) -> list[str]:
    """``available_actions``. After the ship-by moment realFBS allows neither packing nor a new date."""
    packing = ["cancel", "has_barcode_for_printing", "product_cancel", "ship", "ship_async"]
    known = {
        "awaiting_packaging": packing,
        "awaiting_approve": ["cancel"],
        "awaiting_deliver": ["cancel", "has_barcode_for_printing", "label_download", "label_download_small"],
        "not_accepted": ["arbitration", "awaiting_delivery", "cancel"],
    }.get(posting.status, [])
    if posting.is_rfbs:
        known = _rfbs_actions(posting, now)
    if posting.packing_ends is not None:
        known = ["cancel", "ship_async_in_process"]
    elif posting.substatus == "ship_failed":
        known = ["cancel", "ship_async_retry"]
    return sorted((*known, *posting.extra_actions))


def _rfbs_actions(posting: Posting, now: datetime) -> list[str]:
    in_time = ["product_cancel", "ship", "ship_async"] if now < posting.cutoff else []
    if in_time and posting.method.flow != "aggregator":  # there Ozon registers the parcel and keeps the date
        in_time.append("set_cutoff")
    own = posting.method.flow == "non_integrated"
    return {
        "awaiting_packaging": ["can_create_chat", "cancel", "customer_phone_available", *in_time],
        "awaiting_approve": ["cancel"],
        "awaiting_deliver": [
            "can_create_chat",
            "cancel",
            "customer_phone_available",
            "set_track_number",
            *(["non_int_delivering"] if own else []),
        ],
        "delivering": ["can_create_chat", *(["non_int_delivered", "non_int_last_mile"] if own else [])],
    }.get(posting.status, [])

"""What a posting's status asks of the seller."""

from typing import Final

from ozon_xl.domain.postings import Posting
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import postings as texts

WAITING: Final = ("awaiting_registration", "acceptance_in_progress", "awaiting_verification")
"""Somebody else acts now; the posting will come to the seller."""

DISPUTES: Final = ("arbitration", "client_arbitration")
"""Opened after the hand-over: no deadline of shipping applies any more."""

ACTING: Final = (
    "awaiting_approve",
    "awaiting_packaging",
    "awaiting_deliver",
    "not_accepted",
    *DISPUTES,
)
"""The seller acts now."""

GONE: Final = (
    "delivering",
    "driver_pickup",
    "sent_by_seller",
    "delivered",
    "cancelled",
    "cancelled_from_split_pending",
)
"""Nothing is left to do before a deadline."""

UNPACKED: Final = (
    "awaiting_registration",
    "acceptance_in_progress",
    "awaiting_approve",
    "awaiting_verification",
    "awaiting_packaging",
)
"""Waits to be packed, whoever acts now."""

PACKED: Final = "awaiting_deliver"
"""Waits to be handed over."""

CANCELLED: Final = ("cancelled", "cancelled_from_split_pending")
"""What was ordered can be sold again."""

RESERVING: Final = ("awaiting_registration", "awaiting_approve", "awaiting_packaging", "awaiting_deliver")
"""Holds goods in the seller's warehouse. The moment of release is undocumented (observed in other simulators)."""


_TODO: Final = {
    "awaiting_approve": texts.TODO_CONFIRM,
    "not_accepted": texts.TODO_NOT_ACCEPTED,
    "arbitration": texts.TODO_DISPUTE,
    "client_arbitration": texts.TODO_DISPUTE,
}


def is_open(posting: Posting) -> bool:
    """Whether the posting belongs in the queue. A status nobody knows is open: better seen once too often."""
    return posting.status not in GONE


def may_pack(posting: Posting) -> bool:
    """Whether Ozon lets it be packed; also where Ozon does not say what it allows."""
    return not posting.actions or any(action.startswith(("ship", "pack")) for action in posting.actions)


def todo_of(posting: Posting) -> Words | None:
    """The next step for the seller that Ozon allows; None while somebody else acts or nothing is left to do.

    What is allowed: ``available_actions`` (Ozon's API description and examples, read 2026-11-23).
    """
    if posting.status in WAITING or posting.status in GONE:
        return None
    if posting.substatus == "ship_failed":
        return texts.TODO_PACK_AGAIN
    if posting.status == "awaiting_packaging":
        if "ship_async_in_process" in posting.actions:
            return texts.TODO_BEING_PACKED
        return texts.TODO_PACK if may_pack(posting) else texts.TODO_NOT_PACKABLE
    if posting.status == "awaiting_deliver":
        if "set_track_number" in posting.actions and not posting.tracking:
            return texts.TODO_TRACK
        return texts.TODO_SEND_OFF if "non_int_delivering" in posting.actions else texts.TODO_HAND_OVER
    return _TODO.get(posting.status, texts.TODO_LOOK)


def status_text(status: str, lang: Lang) -> str:
    """The status in the user's words; one we do not know stands as Ozon wrote it."""
    words = texts.STATUSES.get(status)
    return words.say(lang) if words else status

"""The methods about chats. Reading is free; writing needs one of the dearer subscriptions."""

from datetime import datetime, timedelta

from ozon_xl.practice.asked import FAILED_PRECONDITION, NOT_FOUND, Json, Refusal, flag, limit_of, part, text
from ozon_xl.practice.chats import Chat
from ozon_xl.practice.parcels import Posting
from ozon_xl.practice.wire import dumps, moment
from ozon_xl.practice.world import Call

WRITERS = ("PREMIUM_PLUS", "PREMIUM_PRO")
"""Subscriptions that may write. Source: descriptions of the methods, read 2026-11-23."""
NOT_SUBSCRIBED = "method is allowed starting from the premium plus subscription"
PERMISSION_DENIED = 7
FOR_SELLERS = timedelta(hours=72)
"""From payment on, and again from delivery on. Source: descriptions of the methods, read 2026-11-23."""
FOR_ANSWERS = timedelta(hours=48)
"""From the buyer's last message on."""
USUAL_PAGE = 30
MOST_CHARACTERS = 1000


def start(call: Call) -> bytes:
    """``/v1/chat/start``: the chat about a posting; the one there is, or a new one."""
    _subscribed(call)
    posting = call.shop.postings.get(text(call.body.get("posting_number"), "posting_number"))
    if posting is None:
        raise Refusal("POSTING_NOT_FOUND", status=404, code=NOT_FOUND)
    chat = call.world.chats.about(posting.number)
    if chat is None:
        if not _may_be_started(posting, call.now):
            raise Refusal("chat can be started within 72 hours of payment or delivery", code=FAILED_PRECONDITION)
        chat = call.world.chats.add("BUYER_SELLER", posting.number, call.now)
    return dumps({"result": {"chat_id": chat.id}})


def send(call: Call) -> bytes:
    """``/v1/chat/send/message``."""
    _subscribed(call)
    chat = call.world.chats.by_id.get(text(call.body.get("chat_id"), "chat_id"))
    words = text(call.body.get("text"), "text")
    if not 1 <= len(words) <= MOST_CHARACTERS:
        raise Refusal(
            "Request validation error: invalid ChatSendMessageRequest.Text: "
            f"value length must be between 1 and {MOST_CHARACTERS} runes, inclusive"
        )
    if chat is None:
        raise Refusal("chat not found", status=404, code=NOT_FOUND)
    posting = call.shop.postings.get(chat.number)
    if posting is not None and not (_may_be_written_to(posting, call.now) or _is_asked(chat, call.now)):
        raise Refusal("chat is closed for messages", code=FAILED_PRECONDITION)
    call.world.chats.say(chat, "seller", words, call.now)
    return dumps({"result": "success"})


def listing(call: Call) -> bytes:
    """``/v3/chat/list``: the liveliest first."""
    limit = limit_of(call.body, "ChatListRequest", call.endpoint.page, otherwise=USUAL_PAGE)
    asked = part(call.body, "filter")
    status = text(asked.get("chat_status"), "chat_status").upper() or "ALL"
    unread_only = flag(asked.get("unread_only"), "unread_only")
    sent = text(call.body.get("cursor"), "cursor")
    if status not in ("ALL", "OPENED", "CLOSED") or not ((sent.isascii() and sent.isdigit()) or not sent):
        raise Refusal("Request validation error: invalid ChatListRequest: unknown status or cursor")
    found = [
        chat
        for chat in sorted(call.world.chats.by_id.values(), key=lambda chat: chat.place, reverse=True)
        if status in ("ALL", chat.status) and (chat.unread or not unread_only)
    ]
    rest = [chat for chat in found if not sent or chat.place < int(sent[:30])]
    page = rest[:limit]
    return dumps(
        {
            "chats": [_told(chat) for chat in page],
            "total_unread_count": sum(len(chat.unread) for chat in call.world.chats.by_id.values()),
            "cursor": str(page[-1].place) if page else "",
            "has_next": len(rest) > limit,
        }
    )


def _subscribed(call: Call) -> None:
    if call.world.subscription not in WRITERS:
        raise Refusal(NOT_SUBSCRIBED, status=403, code=PERMISSION_DENIED)


def _may_be_started(posting: Posting, now: datetime) -> bool:
    moments = [posting.in_process_at, *(change.at for change in posting.history if change.status == "delivered")]
    return any(now - at < FOR_SELLERS for at in moments)


def _may_be_written_to(posting: Posting, now: datetime) -> bool:
    """After payment until 72 hours after delivery."""
    ended = [change.at for change in posting.history if change.status == "delivered"]
    return not ended or now - ended[-1] < FOR_SELLERS


def _is_asked(chat: Chat, now: datetime) -> bool:
    return any(message.by == "buyer" and now - message.at < FOR_ANSWERS for message in chat.messages)


def _told(chat: Chat) -> Json:
    """Message ids as text: they have more digits than a number in JSON keeps everywhere; so in the example."""
    return {
        "chat": {
            "created_at": moment(chat.opened_at, 3),
            "chat_id": chat.id,
            "chat_status": chat.status,
            "chat_type": chat.kind,
        },
        "first_unread_message_id": str(chat.unread[0].id if chat.unread else 0),
        "last_message_id": str(chat.messages[-1].id if chat.messages else 0),
        "unread_count": len(chat.unread),
    }

"""Chats: everybody may read, writing takes a subscription and the right moment."""

from collections.abc import Iterator

import httpx
import pytest

from tests.practice.conftest import Caller, visiting

LIST, START, SEND = "/v3/chat/list", "/v1/chat/start", "/v1/chat/send/message"
HOUR = 3600


@pytest.fixture
def caller() -> Iterator[Caller]:
    with visiting(postings=80, seed=4) as caller:
        yield caller


def number_of(ask: Caller, status: str = "awaiting_packaging") -> str:
    """A fresh order, told nobody about yet."""
    shop = ask.practice.world.shop
    level = next(level for level in shop.levels() if level.free > 3 and level.warehouse.sells)
    number = ask.practice.control.order(level.product.offer, level.warehouse.id)
    if status != "awaiting_packaging":
        ask.practice.control.set_status(number, status)
    return number


def refused(answer: httpx.Response, status: int) -> str:
    assert answer.status_code == status, answer.text
    return str(answer.json()["message"])


def test_without_a_subscription_nobody_may_write_but_everybody_read(ask: Caller) -> None:
    listed = ask(LIST, {"limit": 100}).json()
    assert len(listed["chats"]) > 1
    assert listed["total_unread_count"] > 0
    for path, body in ((START, {"posting_number": number_of(ask)}), (SEND, {"chat_id": "x", "text": "?"})):
        answer = ask(path, body)
        assert "subscription" in refused(answer, 403) or "premium plus" in refused(answer, 403)
        assert answer.json()["code"] == 7
    assert ask("/v1/seller/info", {}).json()["subscription"] == {"is_premium": False, "type": "UNSPECIFIED"}


@pytest.mark.parametrize(("kind", "may"), [("PREMIUM", False), ("PREMIUM_PLUS", True), ("PREMIUM_PRO", True)])
def test_the_dearer_subscriptions_may_write(ask: Caller, kind: str, may: bool) -> None:
    ask.practice.control.subscribe(kind)
    assert ask("/v1/seller/info", {}).json()["subscription"] == {"is_premium": True, "type": kind}
    assert ask(START, {"posting_number": number_of(ask)}).status_code == (200 if may else 403)


def test_a_chat_is_started_once_and_what_is_said_stays(ask: Caller) -> None:
    ask.practice.control.subscribe("PREMIUM_PLUS")
    number = number_of(ask)
    chat = ask(START, {"posting_number": number}).json()["result"]["chat_id"]
    assert ask(START, {"posting_number": number}).json()["result"]["chat_id"] == chat
    assert ask(SEND, {"chat_id": chat, "text": "Отправим завтра"}).json() == {"result": "success"}
    (told,) = [one for one in ask.practice.control.chats() if one["id"] == chat]
    assert [(message["by"], message["text"]) for message in told["messages"]] == [("seller", "Отправим завтра")]
    first = ask(LIST, {"limit": 1}).json()["chats"][0]
    assert first["chat"]["chat_id"] == chat
    assert first["last_message_id"] == str(told["messages"][0]["id"])
    assert len(first["last_message_id"]) == 19


def test_the_moment_must_be_right(ask: Caller) -> None:
    ask.practice.control.subscribe("PREMIUM_PLUS")
    number, other = number_of(ask), number_of(ask)
    chat = ask(START, {"posting_number": number}).json()["result"]["chat_id"]
    ask.practice.control.advance(73 * HOUR)
    assert "72 hours" in refused(ask(START, {"posting_number": other}), 400)
    assert ask(SEND, {"chat_id": chat, "text": "on its way"}).status_code == 200
    ask.practice.control.set_status(number, "delivered")
    ask.practice.control.set_status(other, "delivered")
    assert ask(START, {"posting_number": other}).status_code == 200
    ask.practice.control.advance(71 * HOUR)
    assert ask(SEND, {"chat_id": chat, "text": "all well?"}).status_code == 200
    ask.practice.control.advance(2 * HOUR)
    assert "closed" in refused(ask(SEND, {"chat_id": chat, "text": "hello?"}), 400)


def test_what_cannot_be_said_is_refused(ask: Caller) -> None:
    ask.practice.control.subscribe("PREMIUM_PLUS")
    assert refused(ask(START, {"posting_number": "0-0-0"}), 404) == "POSTING_NOT_FOUND"
    chat = ask(START, {"posting_number": number_of(ask)}).json()["result"]["chat_id"]
    for words in ("", "x" * 1001):
        assert "between 1 and 1000" in refused(ask(SEND, {"chat_id": chat, "text": words}), 400)
    assert ask(SEND, {"chat_id": chat, "text": "x" * 1000}).status_code == 200
    assert refused(ask(SEND, {"chat_id": "nobody", "text": "x"}), 404) == "chat not found"


def test_the_list_turns_pages_and_can_be_filtered(ask: Caller) -> None:
    ask.practice.control.subscribe("PREMIUM_PLUS")
    for _chat in range(4):
        ask(START, {"posting_number": number_of(ask)})
    whole = ask(LIST, {"limit": 100}).json()["chats"]
    paged = [chat for page in ask.pages(LIST, {"limit": 2}, "chats") for chat in page]
    assert paged == whole
    assert len({one["chat"]["chat_id"] for one in whole}) == len(whole) >= 5
    unread = ask(LIST, {"limit": 100, "filter": {"unread_only": True}}).json()["chats"]
    assert [one for one in whole if one["unread_count"]] == unread
    assert len(unread) < len(whole)
    assert ask(LIST, {"limit": 100, "filter": {"chat_status": "Closed"}}).json()["chats"] == []
    assert "(0, 100]" in refused(ask(LIST, {"limit": 101}), 400)
    assert refused(ask(LIST, {"limit": 1, "filter": {"chat_status": "x"}}), 400)

"""What is said between seller, buyers and support."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import count
from random import Random
from uuid import UUID

from ozon_xl.practice.parcels import Posting

_FIRST_MESSAGE = 3_000_000_000_118_021_931


@dataclass(frozen=True, slots=True)
class Message:
    """One message; its id has nineteen digits."""

    id: int
    at: datetime
    by: str
    """``seller``, ``buyer`` or ``support``."""
    text: str


@dataclass(slots=True)
class Chat:
    """One chat. Buyers' words in it are invented, of course."""

    id: str
    serial: int
    """As message ids are counted."""
    kind: str
    number: str
    """Of the posting that it is about; empty in a chat with support."""
    opened_at: datetime
    status: str = "OPENED"
    messages: list[Message] = field(default_factory=list)

    @property
    def place(self) -> int:
        """Where it stands among others: the later it was spoken in, the higher."""
        return self.messages[-1].id if self.messages else self.serial

    @property
    def unread(self) -> list[Message]:
        """What has come since the seller last wrote."""
        ours = max((place for place, message in enumerate(self.messages, 1) if message.by == "seller"), default=0)
        return self.messages[ours:]


class Chats:
    """All chats of the shop."""

    def __init__(self, seed: int) -> None:
        self._rng = Random(seed)  # noqa: S311 - data for practice, no secret
        self._messages = count(_FIRST_MESSAGE)
        self.by_id: dict[str, Chat] = {}

    @classmethod
    def opened(cls, postings: Iterable[Posting], seed: int, now: datetime) -> "Chats":
        """Those of a shop's past: support's, and some of buyers."""
        chats = cls(seed)
        support = chats.add("SELLER_SUPPORT", "", now - timedelta(days=3))
        chats.say(support, "support", "Обращение закрыто.", now - timedelta(days=2))
        asked = [posting for posting in postings if posting.is_rfbs and posting.status == "awaiting_packaging"]
        for posting in asked[:3]:
            chat = chats.add("BUYER_SELLER", posting.number, posting.in_process_at)
            chats.say(chat, "buyer", "Когда отправите?", posting.in_process_at)
        return chats

    def add(self, kind: str, number: str, now: datetime) -> Chat:
        """A new chat."""
        id_ = str(UUID(int=self._rng.getrandbits(128), version=4))
        chat = Chat(id_, next(self._messages), kind, number, now)
        self.by_id[chat.id] = chat
        return chat

    def say(self, chat: Chat, by: str, text: str, now: datetime) -> None:
        """A new message."""
        chat.messages.append(Message(next(self._messages), now, by, text))

    def about(self, number: str) -> Chat | None:
        """The chat about a posting, if there is one."""
        return next((chat for chat in self.by_id.values() if number and chat.number == number), None)

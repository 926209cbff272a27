"""All that a running practice shop consists of, and what one request sees of it."""

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from itertools import count
from random import Random

from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.practice.asked import Json
from ozon_xl.practice.chats import Chats
from ozon_xl.practice.clock import ShopClock
from ozon_xl.practice.faults import Fault, Faults
from ozon_xl.practice.labels import Labels
from ozon_xl.practice.limits import Limits
from ozon_xl.practice.script import Script
from ozon_xl.practice.shop import Shop
from ozon_xl.practice.wire import dumps


@dataclass(slots=True)
class Seen:
    """One line of the log of requests. The key is not in it."""

    number: int
    at: datetime
    seconds: float
    """On the clock that the limits go by; only differences mean anything."""
    path: str
    client_id: str
    body: bytes
    status: int = 0
    """0 where the connection was broken without an answer."""
    faults: list[str] = field(default_factory=list)
    trace_id: str = ""
    host: str = ""
    """How the client calls this computer: name and port."""


@dataclass(slots=True)
class World:
    """The shop, its clock, its troubles and its memory."""

    shop: Shop
    clock: ShopClock
    script: Script
    faults: Faults
    limits: Limits
    api_key: str
    scenario: str
    rng: Random
    opened_at: datetime
    chats: Chats
    labels: Labels = field(default_factory=Labels)
    subscription: str = "UNSPECIFIED"
    """Of the seller: ``PREMIUM_PLUS`` ..."""
    seen: deque[Seen] = field(default_factory=lambda: deque(maxlen=20_000))
    counts: dict[bytes, int] = field(default_factory=dict)
    """Totals of filters, all of one revision of the shop."""
    counted_at: int = 0
    numbers: "count[int]" = field(default_factory=lambda: count(1))

    def catch_up(self) -> datetime:
        """Let everything happen that was due; returns the shop's moment."""
        now = self.clock.now()
        self.script.play(self.shop, now)
        self.shop.finish_packing(now)
        self.shop.cancel_forgotten(now)
        return now

    def counted(self, asked: Json, count_them: Callable[[], int]) -> int:
        """How many rows a filter finds: counted once, until something changes."""
        if self.counted_at != self.shop.revision:
            self.counts.clear()
            self.counted_at = self.shop.revision
        key = dumps(asked)
        if key not in self.counts:
            self.counts[key] = count_them()
        return self.counts[key]


@dataclass(frozen=True, slots=True)
class Call:
    """One request as its method sees it."""

    world: World
    endpoint: Endpoint
    seen: Seen
    body: Json
    now: datetime

    @property
    def shop(self) -> Shop:
        """The shop."""
        return self.world.shop

    def strike(self, kind: str) -> Fault | None:
        """The fault of this kind that strikes this request, noted in the log."""
        fault = self.world.faults.strike(kind, self.seen.path)
        if fault is not None:
            self.seen.faults.append(kind)
        return fault

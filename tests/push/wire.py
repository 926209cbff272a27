"""The way to the shop without sockets: requests may be lost, late or half answered, and no real time passes."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from heapq import heappop, heappush
from itertools import count
from typing import Any, NamedTuple

import httpx

from ozon_xl.practice.app import make_app
from ozon_xl.practice.world import World
from tests.push.points import Points

Serve = Callable[[], httpx.Response]
"""Brings the request to the shop, where it takes effect, and returns the answer."""
Manner = Callable[[httpx.Request, Serve], httpx.Response]
"""What the way does with one request."""


class Time:
    """Stands until somebody waits. What is due meanwhile happens at its own time."""

    def __init__(self, seconds: float = 0.0) -> None:
        self._seconds = seconds
        self._lock = threading.RLock()
        self._due: list[tuple[float, int, Callable[[], object]]] = []
        self._numbers = count()

    def monotonic(self) -> float:
        return self._seconds

    def after(self, seconds: float, act: Callable[[], object]) -> None:
        """Let something happen in so many seconds, if anybody waits that long."""
        heappush(self._due, (self._seconds + seconds, next(self._numbers), act))

    def pass_(self, seconds: float) -> None:
        with self._lock:
            ends_at = self._seconds + seconds
            while self._due and self._due[0][0] <= ends_at:
                at, _number, act = heappop(self._due)
                self._seconds = max(self._seconds, at)
                act()
            self._seconds = max(self._seconds, ends_at)


class Sent(NamedTuple):
    """A request as it left the program."""

    at: float
    path: str
    body: dict[str, Any]


class Wire(httpx.BaseTransport):
    """A transport that hands requests to the shop's application in this thread, and notes what was ``sent``."""

    def __init__(
        self, world: World, time: Time, latency_s: float, points: Points, manner: Manner | None, sent: list[Sent]
    ) -> None:
        self._app = make_app(world)
        self._app.state.cut_line = self._cut
        self._time, self._latency_s, self._points, self._manner = time, latency_s, points, manner
        self._loop = asyncio.new_event_loop()
        self._lock = threading.RLock()
        self._is_cut = False
        self._sent = sent

    def close(self) -> None:
        self._loop.close()

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        request.read()
        with self._lock:
            self._points.reach(f"send {request.url.path}")
            self._sent.append(Sent(self._time.monotonic(), request.url.path, json.loads(request.content)))
            self._time.pass_(self._latency_s)
            answer = self._manner(request, lambda: self.serve(request)) if self._manner else self.serve(request)
            self._time.pass_(self._latency_s)
            self._points.reach(f"receive {request.url.path}")
            return answer

    def serve(self, request: httpx.Request) -> httpx.Response:
        """Raises httpx.ReadError where the shop breaks the connection."""
        with self._lock:
            self._is_cut = False
            run = asyncio.run if self._loop.is_closed() else self._loop.run_until_complete  # a late request
            sent = run(self._exchange(request))
        start = next((message for message in sent if message["type"] == "http.response.start"), None)
        if start is None:
            raise httpx.ReadError("the connection was reset")
        body = b"".join(message.get("body", b"") for message in sent)
        if self._is_cut:
            return httpx.Response(start["status"], headers=start["headers"], stream=Torn(body))
        return httpx.Response(start["status"], headers=start["headers"], content=body)

    async def _exchange(self, request: httpx.Request) -> list[dict[str, Any]]:
        sent: list[dict[str, Any]] = []
        scope = {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": request.method,
            "scheme": "http",
            "path": request.url.path,
            "raw_path": request.url.raw_path,
            "root_path": "",
            "query_string": b"",
            "headers": [(name.lower(), value) for name, value in request.headers.raw],
            "client": ("127.0.0.1", 1),
            "server": ("127.0.0.1", 80),
        }

        async def receive() -> dict[str, Any]:
            return {"type": "http.request", "body": request.content, "more_body": False}

        async def send(message: Any) -> None:
            sent.append(dict(message))

        await self._app(scope, receive, send)
        return sent

    def _cut(self, _client: object) -> None:
        self._is_cut = True


class Torn(httpx.SyncByteStream):
    """A body of which only this comes before the connection breaks."""

    def __init__(self, part: bytes) -> None:
        self._part = part

    def __iter__(self) -> Iterator[bytes]:
        yield self._part
        raise httpx.ReadError("the connection was reset")

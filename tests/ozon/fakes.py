"""A clock that only waits move, recorded answers, and a client that is given them."""

import json
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.notes import CallNote, RetryNote
from ozon_xl.ozon.shop import Shop

FIXTURES = Path(__file__).parent.parent / "fixtures" / "ozon"
KEY = "demo-secret-4711-never-to-be-seen"
SHOP = Shop("1234567", KEY, "http://127.0.0.1:9")
NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)


class StepClock:
    """Stands still but for what is slept."""

    def __init__(self) -> None:
        self.passed_s = 0.0
        self.slept: list[float] = []

    def now(self) -> datetime:
        return NOON + timedelta(seconds=self.passed_s)

    def monotonic(self) -> float:
        return 1000.0 + self.passed_s

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self.passed_s += seconds


class Ozon:
    """Answers by path, one after the other; the last one is given again and again. Remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, Any]] = []
        self._answers: dict[str, list[httpx.Response | Exception | Callable[[Any], httpx.Response]]] = {}

    def on(self, path: str, *answers: httpx.Response | Exception | Callable[[Any], httpx.Response]) -> "Ozon":
        self._answers[path] = list(answers)
        return self

    def __call__(self, request: httpx.Request) -> httpx.Response:
        path, body = request.url.path, json.loads(request.content)
        self.asked.append((path, body))
        queue = self._answers[path]
        answer = queue.pop(0) if len(queue) > 1 else queue[0]
        if isinstance(answer, Exception):
            raise answer
        return answer(body) if callable(answer) else again(answer)

    def bodies(self, path: str) -> list[Any]:
        return [body for asked, body in self.asked if asked == path]


def again(answer: httpx.Response) -> httpx.Response:
    """The same answer as a fresh object: httpx marks one as used."""
    return httpx.Response(answer.status_code, headers=answer.headers, content=answer.content)


def fixture(name: str) -> httpx.Response:
    """A recorded answer, ``section/case``."""
    return httpx.Response(200, content=(FIXTURES / f"{name}.json").read_bytes())


def refusal(status: int, code: int, message: str, **headers: str) -> httpx.Response:
    """An error as Ozon writes it."""
    body = {"code": code, "message": message, "details": []}
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.Response(status, json=body, headers=named)


class Desk:
    """A client on a fake Ozon, with what it noted."""

    def __init__(self, ozon: Callable[[httpx.Request], httpx.Response], deadline_s: float = 60) -> None:
        self.clock = StepClock()
        self.notes: list[RetryNote] = []
        self.calls: list[CallNote] = []
        self.client = OzonClient(
            SHOP,
            clock=self.clock,
            transport=httpx.MockTransport(ozon),
            on_note=self.notes.append,
            on_call=self.calls.append,
            deadline_s=deadline_s,
        )


def flat(pages: Iterable[list[Any]]) -> list[Any]:
    """All items of all pages."""
    return [item for page in pages for item in page]

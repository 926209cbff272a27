"""A practice shop for each test file, and a caller that speaks to it like any client of Ozon."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from ozon_xl.practice.server import PracticeServer

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Caller:
    """Posts JSON to one practice shop with its key."""

    def __init__(self, practice: PracticeServer) -> None:
        self.practice = practice
        self.http = httpx.Client(
            base_url=practice.url,
            headers={"Client-Id": practice.client_id, "Api-Key": practice.api_key},
            trust_env=False,
            timeout=20,
        )

    def __call__(self, path: str, body: object | None = None, **headers: str) -> httpx.Response:
        return self.http.post(path, json={} if body is None else body, headers=headers)

    def pages(
        self, path: str, body: dict[str, object], name: str, cursor: str = "cursor"
    ) -> Iterator[list[dict[str, Any]]]:
        """The pages of a list until it says that there are no more or one is empty."""
        sent = ""
        while True:
            answer = self(path, {**body, cursor: sent}).json()
            answer = answer.get("result", answer)
            if not answer[name]:
                return
            yield answer[name]
            if answer.get("has_next") is False:
                return
            sent = answer[cursor]


@contextmanager
def visiting(**options: Any) -> Iterator[Caller]:
    """A caller in a shop of its own, whose clock stands."""
    with PracticeServer(start=NOW, speed=0, limits=False, **options) as server:
        caller = Caller(server)
        with caller.http:
            yield caller


def window(now: datetime, days: float = 180) -> dict[str, object]:
    """A filter of the queue wide enough for all that is overdue."""
    return {
        "cutoff_from": (now - timedelta(days=days)).isoformat(),
        "cutoff_to": (now + timedelta(days=days)).isoformat(),
    }


def since(now: datetime, days: float = 180) -> dict[str, object]:
    """The same for the history."""
    return {"since": (now - timedelta(days=days)).isoformat(), "to": (now + timedelta(days=1)).isoformat()}


@pytest.fixture(scope="module")
def caller() -> Iterator[Caller]:
    """Speaks to a shop whose clock stands, without limits."""
    with visiting(lag_s=0) as caller:
        yield caller


@pytest.fixture
def practice(caller: Caller) -> PracticeServer:
    """The shop."""
    return caller.practice


@pytest.fixture
def ask(caller: Caller) -> Iterator[Caller]:
    """Speaks to the shop; troubles that a test made end with it."""
    yield caller
    caller.practice.control.faults("")
    caller.practice.control.forget()

"""A practice shop over HTTP, a workbook, a store, and a clock whose waits cost nothing."""

import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from ozon_xl.actions.refresh import refresh
from ozon_xl.builder import build
from ozon_xl.hosts.file import FileHost
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.shop import Shop
from ozon_xl.practice.server import PracticeServer
from ozon_xl.store import Store


class SkippingClock:
    """Real time plus all that was slept: a wait moves this clock and the shop's, and returns at once."""

    def __init__(self, practice: PracticeServer) -> None:
        self._practice = practice
        self._skipped = 0.0
        self._lock = threading.Lock()

    def now(self) -> datetime:
        return datetime.now(UTC) + timedelta(seconds=self._skipped)

    def monotonic(self) -> float:
        return time.monotonic() + self._skipped

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self._skipped += seconds
            self._practice.control.advance(seconds)


class Desk:
    """Everything an action needs."""

    def __init__(self, folder: Path, practice: PracticeServer, lang: str = "en") -> None:
        self.practice = practice
        self.clock = SkippingClock(practice)
        self.store = Store.open(folder / "store.sqlite")
        self.client = OzonClient(Shop(practice.client_id, practice.api_key, practice.url), clock=self.clock)
        self.book = folder / "Shop.xlsx"
        build(self.book, "en", workbook_id="book-1")

    @property
    def host(self) -> FileHost:
        return FileHost(self.book)

    def refresh(self, *, whole: bool = False) -> None:
        refresh(self.host, self.client, self.store, self.clock, whole=whole)

    def close(self) -> None:
        self.client.close()
        self.store.close()


@pytest.fixture
def practice() -> Iterator[PracticeServer]:
    with PracticeServer(postings=120, offers=60, seed=3) as server:
        yield server


@pytest.fixture
def desk(practice: PracticeServer, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, practice)
    yield desk
    desk.close()

"""The practice shop as a process of its own, so that its work is not counted as ours."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple
from urllib.parse import urlsplit

from ozon_xl.practice.server import CLIENT_ID, Control

OPEN_SHARE = 0.85
"""Of the postings in a practice shop, about this share is open."""


class Shop(NamedTuple):
    """A running shop."""

    url: str
    client_id: str
    api_key: str

    def requests(self) -> list[tuple[str, str]]:
        """Path and body of every request so far (of the last 20,000)."""
        return [(seen["path"], seen["body"]) for seen in self.control.requests()]

    @property
    def control(self) -> Control:
        """Behind its counter."""
        port = urlsplit(self.url).port
        assert port is not None
        return Control(port)


@contextmanager
def open_shop(orders: int, *, latency_ms: int = 0, limits: bool = False) -> Iterator[Shop]:
    """A shop with about so many open orders, and twice as many stock rows."""
    command = [sys.executable, "-m", "ozon_xl.practice", "--postings", str(round(orders / OPEN_SHARE))]
    command += ["--offers", str(orders), "--latency-ms", str(latency_ms), *([] if limits else ["--no-limits"])]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url, api_key = process.stdout.readline().split()
            yield Shop(url, CLIENT_ID, api_key)
        finally:
            process.terminate()

"""A computer of one's own, and a practice shop beside it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ozon_xl.practice.server import PracticeServer


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))


@pytest.fixture
def practice() -> Iterator[PracticeServer]:
    with PracticeServer(postings=60, offers=40, seed=5) as server:
        yield server

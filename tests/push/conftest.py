"""A folder in memory where there is one: these programs die by an exception, so the disk proves nothing here."""

import os
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest

from tests.push.stand import opened

MEMORY = Path("/dev/shm")


@pytest.fixture
def folder() -> Iterator[Path]:
    place = MEMORY if MEMORY.is_dir() and os.access(MEMORY, os.W_OK) else None
    with TemporaryDirectory(dir=place) as made:
        yield Path(made)
        opened.cache_clear()

"""The store: whole, for its owner alone, with room to grow."""

import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ozon_xl.actions.finding import Finding, bad, care, ok
from ozon_xl.errors import MethodRetiredError, OzonXLError
from ozon_xl.home import home
from ozon_xl.store import Store
from ozon_xl.store.store import FILE_NAME
from ozon_xl.texts import doctor as texts

_MEGABYTE: Final = 1 << 20
_LITTLE, _NOTHING = 1024, 100
"""Megabytes: a large shop's store and its backup; not even one refresh."""
_CALLS: Final = 1000


def store_findings() -> Iterator[Finding]:
    """All of them."""
    folder = home()
    yield from rights(folder)
    yield from space(folder, shutil.disk_usage(folder).free // _MEGABYTE)
    try:
        with Store.open() as store:
            count = store.verify()
            yield ok("store", texts.STORE.filled(path=folder / FILE_NAME, count=count))
            yield from dead_methods(store)
    except OzonXLError as error:
        yield Finding.of("store", error)


def rights(folder: Path) -> Iterator[Finding]:
    """Whether others can look in."""
    if os.name == "posix" and stat.S_IMODE(folder.stat().st_mode) & 0o077:
        yield care("store", texts.HOME_OPEN.filled(path=folder))


def space(folder: Path, free: int) -> Iterator[Finding]:
    """Whether there is room; ``free`` in megabytes."""
    if free < _LITTLE:
        words = texts.SPACE_LOW.filled(free=free, path=folder)
        yield bad("space", words) if free < _NOTHING else care("space", words)


def dead_methods(store: Store) -> Iterator[Finding]:
    """Methods of which the last call was answered with: retired."""
    last = {call.endpoint: call.error for call in reversed(store.calls.recent(_CALLS))}
    for endpoint, error in sorted(last.items()):
        if error == MethodRetiredError.__name__:
            yield bad("methods", texts.METHOD_DIED.filled(method=endpoint))

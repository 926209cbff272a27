"""One push at a time per shop: a lock that ends with the process that holds it, however that ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote

from sqlalchemy import Engine, func, select

from ozon_xl.errors import PushRunningError

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


@contextmanager
def file_lock(folder: Path, shop: str) -> Iterator[None]:
    """Held by one process of this computer. The file stays; only the lock on it means anything."""
    path = folder / f"push-{quote(shop, safe='')}.lock"
    with open(path, "ab", opener=_private) as file:
        try:
            _try_lock(file)
        except OSError as error:
            raise PushRunningError(shop=shop) from error
        yield


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


@contextmanager
def server_lock(engine: Engine, shop: str) -> Iterator[None]:
    """Held by one connection to the server: one push at a time over all computers."""
    key = func.hashtextextended(f"ozon_xl push {shop}", 0)
    with engine.connect() as connection:
        connection.detach()  # so that leaving ends the session, and with it the lock
        if not connection.scalar(select(func.pg_try_advisory_lock(key))):
            raise PushRunningError(shop=shop)
        connection.commit()  # an idle transaction would hold back the server's cleaning
        yield

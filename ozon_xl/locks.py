"""A lock on a file: it ends with the process that holds it, however that ends."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ozon_xl.home import kept_in

if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: BinaryIO) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)

else:
    import fcntl

    def _try_lock(file: BinaryIO) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)


class TakenError(Exception):
    """Somebody else holds the lock."""


@contextmanager
def file_lock(path: Path) -> Iterator[None]:
    """Held by one process of this computer. The file stays; only the lock on it means anything.

    Raises:
        TakenError: on entering.
        HomeUnusableError: the file cannot be made.
    """
    with kept_in(path.parent):
        opened = open(path, "ab", opener=_private)  # noqa: SIM115 - closed below; what is done there has other errors
    with opened as file:
        try:
            _try_lock(file)
        except OSError as error:
            raise TakenError(path) from error
        yield


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)

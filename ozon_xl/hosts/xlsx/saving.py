"""A workbook's file takes its place whole or not at all, and never that of one that somebody has open."""

import errno
import os
import stat
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from ozon_xl.errors import WorkbookOpenError, WorkbookReadOnlyError

TEMPORARY: Final = ".ozon-xl-tmp"
"""How the name of a file ends that is being written."""
_STALE_S = 3600


def refuse_if_open(path: Path) -> None:
    """Refuses while Excel (``~$``) or LibreOffice (``.~lock``) marks the file as open."""
    marks = (path.with_name(f"~${path.name}"), path.with_name(f".~lock.{path.name}#"))
    if any(mark.exists() for mark in marks):
        raise WorkbookOpenError(path=path)


def refuse_if_read_only(path: Path) -> None:
    """Refuses what its owner has protected; even from one who may write everything."""
    if not path.stat().st_mode & stat.S_IWUSR or not os.access(path, os.W_OK):
        raise WorkbookReadOnlyError(path=path)


def make_room(path: Path) -> None:
    """The folder for a file, and whether the file can be put there; what is there stays as it is.

    Raises:
        WorkbookOpenError, WorkbookReadOnlyError, OSError: it cannot.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    refuse_if_open(path)
    if path.is_dir():
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR), str(path))
    if path.exists():
        refuse_if_read_only(path)
    with tempfile.TemporaryFile(suffix=TEMPORARY, prefix=".", dir=path.parent):
        pass


def put(path: Path, content: bytes) -> None:
    """Put a file in its place, over the one that may be there. Raises what ``make_room`` raises."""
    make_room(path)
    with replacing(path, lambda: refuse_if_open(path)) as out:
        out.write(content)


@contextmanager
def replacing(path: Path, last_look: Callable[[], None]) -> Iterator[IO[bytes]]:
    """A file to write; afterwards it stands at ``path``, with the rights of the one that stood there.

    An exception, that of ``last_look`` too, leaves everything as it was.
    """
    _sweep(path.parent)
    handle, name = tempfile.mkstemp(TEMPORARY, ".", path.parent)
    temporary = Path(name)
    try:
        with os.fdopen(handle, "wb") as out:
            yield out
            out.flush()
            os.fsync(out.fileno())
        _give_rights(temporary, path)
        last_look()
        temporary.replace(path)
    except BaseException:
        with suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _give_rights(new: Path, old: Path) -> None:
    if not old.exists():
        new.chmod(0o666 & ~_masked())
        return
    was = old.stat()
    new.chmod(stat.S_IMODE(was.st_mode))
    if hasattr(os, "chown"):
        with suppress(PermissionError):
            os.chown(new, was.st_uid, was.st_gid)


def _masked() -> int:
    """The rights that new files of this process do not get. (They can only be read by changing them.)"""
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _sweep(folder: Path) -> None:
    """Remove what a killed run left behind long ago."""
    for left in folder.glob(f".*{TEMPORARY}"):
        with suppress(OSError):
            if left.stat().st_mtime < time.time() - _STALE_S:
                left.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            with suppress(OSError):  # some network folders cannot
                os.fsync(handle)
        finally:
            os.close(handle)

"""A closed workbook: it is replaced whole or not at all, and keeps its rights."""

import errno
import os
import stat
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest

from ozon_xl.errors import (
    DiskFullError,
    OzonXLError,
    WorkbookOpenError,
    WorkbookReadOnlyError,
    WorkbookUnreachableError,
)
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.xlsx import container, saving
from ozon_xl.sheets import STOCK

from .books import keys_of, members, row_of

posix = pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")


def changed(path: Path, count: int = 5) -> FileHost:
    host = FileHost(path)
    host.write(STOCK, [row_of(STOCK, key) for key in keys_of(STOCK, count)])
    return host


def refused(path: Path, host: FileHost, error: type[OzonXLError]) -> None:
    """The old file is there, alone; and once the cause is gone the same host saves."""
    before = path.read_bytes()
    with pytest.raises(error) as caught:
        host.save()
    assert path.name in caught.value.say("en")
    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EFBIG])
@pytest.mark.parametrize("call", ["fsync", "fdopen"])
def test_a_full_disk(book: Path, monkeypatch: pytest.MonkeyPatch, code: int, call: str) -> None:
    host = changed(book)
    with monkeypatch.context() as patched:
        patched.setattr(os, call, _failing(OSError(code, "no space")))
        refused(book, host, DiskFullError)
    host.save()
    assert len(FileHost(book).read(STOCK)) == 5


def test_a_disk_that_fills_up_while_we_write(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """At any member."""
    host = changed(book)
    append, left = container.append, [0]

    def failing(archive: zipfile.ZipFile, info: zipfile.ZipInfo, packed: Iterable[bytes]) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise OSError(errno.ENOSPC, "no space")
        append(archive, info, packed)

    monkeypatch.setattr("ozon_xl.hosts.xlsx.package.append", failing)
    for count in range(0, len(members(book)), 4):
        left[0] = count
        refused(book, host, DiskFullError)
    left[0] = 999
    host.save()
    assert len(FileHost(book).read(STOCK)) == 5


@pytest.mark.parametrize(
    ("code", "error"),
    [
        (errno.EACCES, WorkbookReadOnlyError),
        (errno.EROFS, WorkbookReadOnlyError),
        (errno.EIO, WorkbookUnreachableError),
        (errno.ESTALE, WorkbookUnreachableError),
        (errno.ENOTCONN, WorkbookUnreachableError),
    ],
)
def test_a_folder_that_takes_no_file(
    book: Path, monkeypatch: pytest.MonkeyPatch, code: int, error: type[OzonXLError]
) -> None:
    host = changed(book)
    monkeypatch.setattr(tempfile, "mkstemp", _failing(OSError(code, os.strerror(code))))
    refused(book, host, error)


def test_a_file_that_windows_holds_open(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    held = PermissionError(errno.EACCES, "in use")
    held.winerror = 32  # type: ignore[attr-defined]
    host = changed(book)
    monkeypatch.setattr(Path, "replace", _failing(held))
    refused(book, host, WorkbookOpenError)


def test_a_read_only_file(book: Path) -> None:
    host = changed(book)
    book.chmod(0o444)
    refused(book, host, WorkbookReadOnlyError)
    book.chmod(0o644)
    host.save()


@posix
@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664, 0o755])
def test_the_rights_stay(book: Path, mode: int) -> None:
    book.chmod(mode)
    changed(book).save()
    assert stat.S_IMODE(book.stat().st_mode) == mode


@posix
def test_a_link_goes_on_pointing_to_the_workbook(book: Path, tmp_path: Path) -> None:
    folder = tmp_path / "links"
    folder.mkdir()
    link = folder / "link.xlsx"
    link.symlink_to(book)
    changed(link, 7).save()
    assert link.is_symlink()
    assert len(FileHost(book).read(STOCK)) == 7
    assert [left.name for left in folder.iterdir()] == ["link.xlsx"]


def test_what_a_killed_run_left_is_swept_later(book: Path) -> None:
    old, new = (book.with_name(f".{name}{saving.TEMPORARY}") for name in ("old", "new"))
    for left in (old, new):
        left.write_bytes(b"half")
    long_ago = time.time() - 7200
    os.utime(old, (long_ago, long_ago))
    changed(book).save()
    assert not old.exists()
    assert new.exists()


def test_the_host_works_on_after_saving(book: Path) -> None:
    host = changed(book, 3)
    host.save()
    host.put("Status", "again")
    host.save()
    host.write(STOCK, [])
    host.save()
    assert FileHost(book).get("Status").value == "again"
    assert FileHost(book).read(STOCK) == []


_SAVE_FOREVER = """
import sys
from pathlib import Path
from ozon_xl.hosts.file import FileHost
host = FileHost(Path(sys.argv[1]))
print("ready", flush=True)
for turn in range(10**9):
    host.put("Status", turn)
    host.save()
"""


@posix
@pytest.mark.slow
def test_a_kill_leaves_the_old_or_the_new_file_whole(book: Path) -> None:
    """40 kills of a program that does nothing but save."""
    changed(book, 4000).save()
    rows = FileHost(book).read(STOCK)
    interrupted = 0
    for turn in range(40):
        run = subprocess.Popen([sys.executable, "-c", _SAVE_FOREVER, str(book)], stdout=subprocess.PIPE)
        assert run.stdout is not None
        assert run.stdout.readline() == b"ready\n"
        time.sleep(0.02 + 0.0007 * turn)
        run.kill()
        run.communicate()
        host = FileHost(book)
        assert host.read(STOCK) == rows
        assert host.get("Status").value is not None
        left = [found for found in book.parent.iterdir() if found != book]
        interrupted += bool(left)
        for found in left:
            found.unlink()
    assert interrupted >= 10, "hardly a kill hit a save"


def _failing(error: OSError) -> object:
    def fail(*_: object, **__: object) -> None:
        raise error

    return fail

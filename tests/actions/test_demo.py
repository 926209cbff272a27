"""The demo's workbook: put in its place when it is done, never over one that somebody has open."""

import errno
import os
from pathlib import Path

import pytest

from ozon_xl import errors
from ozon_xl.actions import demo as action
from ozon_xl.actions.demo import BEFORE, BOOK, DemoResult, demo
from ozon_xl.clock import SystemClock
from ozon_xl.hosts.file import FileHost


def run(folder: Path) -> DemoResult:
    ignore = lambda _what: None  # noqa: E731
    return demo(folder, "en", SystemClock(), postings=12, offers=12, seed=1, say=ignore, show_plan=ignore)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """That of an earlier demo, in which somebody has typed."""
    path = tmp_path / "out" / BOOK
    run(path.parent)
    host = FileHost(path)
    host.put("Status", "typed by me")
    host.save()
    return path


@pytest.mark.parametrize("mark", [f".~lock.{BOOK}#", f"~${BOOK}"])
def test_an_open_workbook_is_left_alone(book: Path, mark: str) -> None:
    book.with_name(mark).write_bytes(b"me")
    before = book.read_bytes()
    with pytest.raises(errors.WorkbookOpenError):
        run(book.parent)
    assert book.read_bytes() == before
    assert {left.name for left in book.parent.iterdir()} == {BOOK, mark}


def test_what_was_typed_into_the_one_before_is_kept(book: Path) -> None:
    before = book.read_bytes()
    run(book.parent)
    assert book.with_name(BEFORE).read_bytes() == before
    assert FileHost(book).get("Status").value != "typed by me"
    assert {left.name for left in book.parent.iterdir()} == {BOOK, BEFORE}


def test_a_demo_that_breaks_off_leaves_the_one_before(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = book.read_bytes()

    def broken(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(action, "push", broken)
    with pytest.raises(KeyboardInterrupt):
        run(book.parent)
    assert book.read_bytes() == before
    assert [left.name for left in book.parent.iterdir()] == [BOOK]


@pytest.mark.parametrize("mark", [f".~lock.{BOOK}#", ""])
def test_opened_while_the_demo_ran_it_is_left_alone_too(book: Path, monkeypatch: pytest.MonkeyPatch, mark: str) -> None:
    """By LibreOffice, which leaves a mark; or by Excel on Windows, which lets nobody replace the file."""
    before = book.read_bytes()
    replace = Path.replace

    def open_now(new: Path, old: Path) -> Path:
        if old == book:
            held = PermissionError(errno.EACCES, "in use")
            held.winerror = 32  # type: ignore[attr-defined]
            raise held
        return replace(new, old)

    def mark_open(*_: object) -> str:
        book.with_name(mark).touch()
        return ""

    if mark:
        monkeypatch.setattr(action, "as_told", mark_open)
    else:
        monkeypatch.setattr(Path, "replace", open_now)
    with pytest.raises(errors.WorkbookOpenError):
        run(book.parent)
    assert book.read_bytes() == before


def test_a_place_for_no_file_is_said_before_the_work_begins(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(action, "PracticeServer", None)
    (tmp_path / "file").write_bytes(b"mine")
    (tmp_path / "out" / BOOK).mkdir(parents=True)
    for folder in (tmp_path / "file", tmp_path / "file" / "below", tmp_path / "out"):
        with pytest.raises(errors.FileNotWrittenError):
            run(folder)


@pytest.mark.skipif(os.name != "posix", reason="rights of POSIX")
def test_a_protected_workbook_is_left_alone(book: Path) -> None:
    before = book.read_bytes()
    book.chmod(0o444)
    with pytest.raises(errors.WorkbookReadOnlyError):
        run(book.parent)
    assert book.read_bytes() == before


def test_a_folder_that_takes_no_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "mkdir", failing)
    with pytest.raises(errors.WorkbookReadOnlyError):
        run(tmp_path / "out")

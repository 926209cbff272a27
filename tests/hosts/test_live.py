"""Which host a workbook gets: its file when it is closed, else the program that marks it as open."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from ozon_xl import errors
from ozon_xl.builder import build
from ozon_xl.hosts import excel, live
from ozon_xl.hosts.base import Host
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.live import host_of, is_open, live_host
from tests.live_book import LiveBook


class Programs:
    """Both programs; each has what ``holds`` says. What they were asked for is in ``asked``."""

    def __init__(self, book: Path) -> None:
        self._book = book
        self.holds = ""
        self.trouble: errors.OzonXLError = errors.WorkbookNotOpenError(program="?", book="?")
        self.asked: list[tuple[str, object]] = []

    def program(self, name: str) -> SimpleNamespace:
        @contextmanager
        def attach(*which: object) -> Iterator[Host]:
            self.asked.append((name, which if len(which) > 1 else which[0]))
            if self.holds != name:
                raise self.trouble
            yield LiveBook(self._book)

        return SimpleNamespace(attach=attach, attach_path=attach)


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Shop № 1.xlsx"
    build(path, "en", workbook_id="book-1")
    return path


@pytest.fixture
def programs(book: Path, monkeypatch: pytest.MonkeyPatch) -> Programs:
    programs = Programs(book)
    monkeypatch.setattr(live, "_calc", lambda: programs.program("calc"))
    for name, attach in vars(programs.program("excel")).items():
        monkeypatch.setattr(excel, name, attach)
    return programs


def on(monkeypatch: pytest.MonkeyPatch, platform: str) -> None:
    monkeypatch.setattr(live, "sys", SimpleNamespace(platform=platform))


def mark(book: Path, program: str) -> Path:
    left = book.with_name({"calc": f".~lock.{book.name}#", "excel": f"~${book.name}"}[program])
    left.touch()
    return left


@pytest.mark.parametrize(
    ("platform", "hwnd", "profile", "expected"),
    [
        ("win32", 77, "", ("excel", ("guid", 77))),
        ("win32", 0, "", ("excel", ("guid", 0))),
        ("win32", 0, "file:///p", ("calc", ("guid", "file:///p"))),
        ("darwin", 0, "", ("calc", ("guid", ""))),
        ("darwin", 0, "file:///p", ("calc", ("guid", "file:///p"))),
        ("linux", 0, "", ("calc", ("guid", ""))),
        ("linux", 0, "file:///p", ("calc", ("guid", "file:///p"))),
    ],
)
def test_the_program_of_a_press(
    programs: Programs,
    monkeypatch: pytest.MonkeyPatch,
    platform: str,
    hwnd: int,
    profile: str,
    expected: tuple[str, tuple[object, ...]],
) -> None:
    on(monkeypatch, platform)
    programs.holds = expected[0]
    with live_host("guid", hwnd, profile) as host:
        assert isinstance(host, LiveBook)
    assert programs.asked == [expected]


@pytest.mark.parametrize("platform", ["linux", "win32", "darwin"])
def test_a_closed_workbook_is_its_file(
    programs: Programs, book: Path, monkeypatch: pytest.MonkeyPatch, platform: str
) -> None:
    on(monkeypatch, platform)
    assert not is_open(book)
    with host_of(book) as host:
        assert isinstance(host, FileHost)
    assert not programs.asked


@pytest.mark.parametrize(
    ("platform", "marked", "program"),
    [
        ("linux", "calc", "calc"),
        ("linux", "excel", "calc"),
        ("win32", "calc", "calc"),
        ("win32", "excel", "excel"),
        ("darwin", "calc", "calc"),
        ("darwin", "excel", "calc"),
    ],
)
def test_an_open_workbook_is_the_program_that_marks_it(
    programs: Programs, book: Path, monkeypatch: pytest.MonkeyPatch, platform: str, marked: str, program: str
) -> None:
    on(monkeypatch, platform)
    left = mark(book, marked)
    assert is_open(book)
    programs.holds = program

    real = programs.program

    def opened(name: str) -> SimpleNamespace:
        @contextmanager
        def attach(*which: object) -> Iterator[Host]:
            left.unlink()  # the stand-in reads the file itself
            with real(name).attach(*which) as host:
                yield host

        return SimpleNamespace(attach=attach, attach_path=attach)

    monkeypatch.setattr(live, "_calc", lambda: opened("calc"))
    monkeypatch.setattr(excel, "attach_path", opened("excel").attach_path)
    with host_of(book) as host:
        assert isinstance(host, LiveBook)
    assert programs.asked == [(program, (book, "book-1") if program == "excel" else book)]


@pytest.mark.parametrize(
    "trouble",
    [
        errors.WorkbookNotOpenError(program="LibreOffice", book="Shop.xlsx"),
        errors.ProgramMissingError(program="LibreOffice", what="-"),
    ],
)
def test_a_mark_that_nobody_holds_is_told_with_its_cure(
    programs: Programs, book: Path, monkeypatch: pytest.MonkeyPatch, trouble: errors.OzonXLError
) -> None:
    on(monkeypatch, "linux")
    mark(book, "calc")
    programs.trouble = trouble
    with pytest.raises(errors.WorkbookOpenError) as caught, host_of(book):
        pass
    assert "delete the hidden file" in caught.value.say("en")


def test_a_workbook_that_excel_for_the_mac_holds_is_told_to_be_closed(
    programs: Programs, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "darwin")
    mark(book, "excel")
    with pytest.raises(errors.WorkbookOpenError), host_of(book):
        pass


def test_a_file_that_nobody_may_read_meanwhile_is_looked_for_by_its_path(
    programs: Programs, book: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    on(monkeypatch, "win32")
    mark(book, "excel")
    book.write_bytes(b"")
    with pytest.raises(errors.WorkbookOpenError), host_of(book):
        pass
    assert programs.asked == [("excel", (book, ""))]


def test_a_program_that_is_busy_is_told(programs: Programs, book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    on(monkeypatch, "linux")
    mark(book, "calc")
    programs.trouble = errors.ProgramBusyError(program="LibreOffice")
    with pytest.raises(errors.ProgramBusyError), host_of(book):
        pass


def test_an_error_within_is_not_taken_for_one_of_opening(programs: Programs, book: Path) -> None:
    with pytest.raises(errors.WorkbookOpenError), host_of(book):
        raise errors.WorkbookOpenError(path=book)
    assert not programs.asked

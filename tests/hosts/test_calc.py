"""What only a live LibreOffice has: an office to find, windows, copies, people at the same sheet, and sudden ends."""

import ast
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ozon_xl import errors
from ozon_xl.builder import build
from ozon_xl.hosts import calc_bridge
from ozon_xl.hosts.base import Host
from ozon_xl.hosts.calc import CalcHost, attach, attach_path
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.office import installed, line
from ozon_xl.hosts.office.formulas import at_row, for_office
from ozon_xl.hosts.office.line import Line
from ozon_xl.sheets import JOURNAL, ORDERS, STOCK
from ozon_xl.texts import LANGS

from .books import Layout, Values, keys_of, make, row_of
from .calc_office import Office, office

pytestmark = [pytest.mark.office, pytest.mark.slow]

ID = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"


class Shown:
    """A workbook on the screen of a person, and what stands in it."""

    def __init__(self, running: Office, url: str, path: Path) -> None:
        self.running, self.url, self.path = running, url, path

    def do(self, code: str) -> Any:
        return self.running.ask("do", self.url, code)

    def formulas(self, area: str, sheet: int = 0) -> list[list[str]]:
        found: list[list[str]] = self.do(
            f"found = doc.Sheets.getByIndex({sheet}).getCellRangeByName({area!r}).getFormulaArray()"
        )
        return found

    def set(self, cell: str, formula: str, sheet: int = 0) -> None:
        self.do(f"doc.Sheets.getByIndex({sheet}).getCellRangeByName({cell!r}).setFormulaArray((({formula!r},),))")

    @property
    def state(self) -> list[Any]:
        found: list[Any] = self.running.ask("state", self.url)
        return found


Show = Callable[[Path], Shown]


@pytest.fixture
def show() -> Iterator[Show]:
    opened: list[Any] = []

    def show_it(path: Path) -> Shown:
        opened.append(office().open(path))
        return Shown(office(), opened[-1].__enter__(), path)

    yield show_it
    for shown in opened:
        shown.__exit__(None, None, None)


@contextmanager
def attached(shown: Shown) -> Iterator[CalcHost]:
    with attach_path(shown.path, shown.running.profile) as host:
        yield host


def stock_rows(count: int) -> list[Values]:
    return [{"offer": f"o{at}", "warehouse_id": "1", "free": at, "check": "c"} for at in range(count)]


def written(host: Host, *offers: str) -> None:
    host.write(STOCK, [row_of(STOCK, (offer, "1")) for offer in offers])


# --- finding the workbook --------------------------------------------------------------------------------------------


@pytest.fixture
def ours(tmp_path: Path) -> Path:
    path = tmp_path / "Our shop.xlsx"
    build(path, "en", workbook_id=ID)
    return path


def test_the_workbook_is_found_by_its_id_never_by_being_active(show: Show, ours: Path, tmp_path: Path) -> None:
    build(tmp_path / "Other.xlsx", "en", workbook_id="other")
    show(ours)
    other = show(tmp_path / "Other.xlsx")
    show(make(tmp_path / "Foreign.xlsx", Layout(STOCK)))
    before = other.formulas("A1:R12", 3)
    with attach(ID, office().profile) as host:
        assert host.title == "Our shop.xlsx"
        written(host, "a", "b")
        host.put("Status", "here")
    with attach_path(tmp_path / "Other.xlsx", office().profile) as host:
        assert host.get("WorkbookId").value == "other"
        assert host.get("Status").value is None
    assert other.formulas("A1:R12", 3) == before


def test_the_running_office_is_made_to_listen_and_opens_no_window(show: Show, ours: Path) -> None:
    show(ours)
    before = office().ask("windows")
    for _ in range(3):
        with attach(ID, office().profile) as host:
            assert host.title == "Our shop.xlsx"
    assert office().ask("windows") == before
    assert offices(office().profile) == 1


def test_a_workbook_that_is_not_open_is_named(show: Show, ours: Path, tmp_path: Path) -> None:
    show(ours)
    with pytest.raises(errors.WorkbookNotOpenError) as caught, attach("other", office().profile):
        pass
    assert all("other" in caught.value.say(lang) and "LibreOffice" in caught.value.say(lang) for lang in LANGS)
    build(tmp_path / "Closed.xlsx", "en", workbook_id=ID)
    with pytest.raises(errors.WorkbookNotOpenError), attach_path(tmp_path / "Closed.xlsx", office().profile):
        pass


def test_where_no_office_runs_none_is_started(tmp_path: Path) -> None:
    profile = (tmp_path / "profile").as_uri()
    with pytest.raises(errors.WorkbookNotOpenError), attach(ID, profile):
        pass
    assert offices(profile) == 0


def test_a_copy_that_is_open_too_is_refused_by_name(show: Show, ours: Path, tmp_path: Path) -> None:
    build(tmp_path / "Copy.xlsx", "ru", workbook_id=ID)
    show(ours)
    show(tmp_path / "Copy.xlsx")
    with pytest.raises(errors.WorkbookOpenTwiceError) as caught, attach(ID, office().profile):
        pass
    assert "Copy.xlsx" in caught.value.say("zh")
    assert "Our shop.xlsx" in caught.value.say("zh")


def test_a_second_window_of_it_is_no_copy(show: Show, ours: Path) -> None:
    shown = show(ours)
    shown.do(
        "frame = doc.getCurrentController().getFrame()\n"
        "frame.getCreator().loadComponentFromURL('.component:DB/DataSourceBrowser', '_blank', 0, ()) if 0 else None\n"
        "doc.getCurrentController().getFrame().getCreator().loadComponentFromURL(doc.URL, '_blank', 0, "
        "(prop('OpenNewView', True), prop('Model', doc)))"
    )
    with attach(ID, office().profile) as host:
        assert host.title == "Our shop.xlsx"


def test_without_libreoffice_the_user_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(installed, "_candidates", lambda: iter(()))
    with pytest.raises(errors.ProgramMissingError) as caught, attach(ID):
        pass
    assert "LibreOffice" in caught.value.say("ru")


def test_without_its_python_the_user_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """This Python is none that could speak to it."""
    monkeypatch.setattr(line, "find_pythons", lambda _office: [Path(sys.executable)])
    with pytest.raises(errors.ProgramMissingError) as caught, attach(ID):
        pass
    assert "python3-uno" in caught.value.say("zh")
    assert not installed.can_speak(Path(sys.executable))
    assert any(map(installed.can_speak, installed.find_pythons(installed.find_office())))


def test_the_bridge_is_plain_python_of_old_and_knows_nothing_of_us() -> None:
    source = Path(calc_bridge.__file__).read_text(encoding="utf-8")
    tree = ast.parse(source, feature_version=(3, 8))
    names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
    names |= {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {name.split(".")[0] for name in names} <= sys.stdlib_module_names | {"uno"}


def offices(profile: str) -> int:
    """Running offices with this profile, as the system lists them."""
    found = 0
    for process in Path("/proc").glob("[0-9]*"):
        try:
            command = (process / "cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        found += command[0].endswith(b"soffice.bin") and f"-env:UserInstallation={profile}".encode() in command
    return found


# --- what is on the sheet --------------------------------------------------------------------------------------------


def test_formats_notes_and_formulas_of_the_staff_follow_their_row(show: Show, tmp_path: Path) -> None:
    def decorate(book: Workbook, sheet: Worksheet) -> None:
        at = layout.letters("remark")
        sheet.write_string(f"{at}3", "red", book.add_format({"bg_color": "#FF0000"}))
        sheet.write_comment(f"{at}4", "a note")
        mine = layout.letters("Mine")
        for row in range(2, 6):
            sheet.write_formula(f"{mine}{row}", f"={layout.letters('free')}{row}*2", None, 0)

    layout = Layout(STOCK, columns=[*STOCK.by_attr, "Mine"], rows=stock_rows(4), decorate=decorate)
    shown = show(make(tmp_path / "b.xlsx", layout))
    with attached(shown) as host:
        assert [row.staff for row in host.read(STOCK)] == [False, True, True, False]
        written(host, "new", "o2", "o1", "newer", "o0", "o3", "newest")
        assert [(row.key[0], row.staff) for row in host.read(STOCK)] == [
            ("new", False), ("o2", True), ("o1", True), ("newer", False), ("o0", False), ("o3", False),
            ("newest", False),
        ]  # fmt: skip
    free, mine, remark = (layout.letters(attr) for attr in ("free", "Mine", "remark"))
    assert shown.formulas(f"{mine}2:{mine}8") == [[f"={free}{row}*2"] for row in range(2, 9)]
    cells = f"(doc.Sheets.getByIndex(0).getCellRangeByName('{remark}%d' % at) for at in range(2, 9))"
    colours = f"found = [cell.CellBackColor for cell in {cells}]"
    assert [colour == 0xFF0000 for colour in shown.do(colours)] == [False, False, True, False, False, False, False]
    assert shown.do(
        "found = [(n.Position.Row + 1, n.getString()) for n in doc.Sheets.getByIndex(0).getAnnotations()]"
    ) == [[3, "a note"]]


def test_what_is_beside_and_below_stays_whole(show: Show, tmp_path: Path) -> None:
    def decorate(_: Workbook, sheet: Worksheet) -> None:
        for row in range(1, 30):
            sheet.write_number(f"AC{row}", row)
        sheet.write_string("B9", "below")

    shown = show(make(tmp_path / "b.xlsx", Layout(STOCK, rows=stock_rows(4), decorate=decorate)))
    with attached(shown) as host:
        written(host, *(f"o{at}" for at in range(10)))
        assert len(host.read(STOCK)) == 10
        assert shown.formulas("B15") == [["below"]]
        written(host, "o1")
    assert shown.formulas("B6") == [["below"]]
    assert shown.formulas("AC1:AC29") == [[str(row)] for row in range(1, 30)]


def test_new_rows_look_like_the_others(show: Show, ours: Path) -> None:
    shown = show(ours)
    with attached(shown) as host:
        written(host, *(f"o{at}" for at in range(40)))
    looks = (
        "s = doc.Sheets.getByName('Stock')\n"
        "found = [[(c.NumberFormat, c.CellBackColor, c.ParaIndent, c.BottomBorder.Color) for c in "
        "(s.getCellByPosition(x, y) for x in range(18))] for y in (4, 5, 43)]"
    )
    first, second, last = shown.do(looks)
    assert first == second == last


def test_a_table_that_cannot_be_rewritten_is_left_as_it_is(show: Show, tmp_path: Path) -> None:
    obstacles = {
        "protected": "s.protect('')",
        "B3:B4": "s.getCellRangeByName('B3:B4').merge(True)",
        "L3": "s.getCellRangeByName('L3:L4').setArrayFormula('=A3:A4')",
    }
    for name, code in obstacles.items():
        shown = show(make(tmp_path / f"{name[0]}.xlsx", Layout(STOCK, rows=stock_rows(4))))
        shown.do(f"s = doc.Sheets.getByIndex(0)\n{code}")
        before = shown.formulas("A1:Z20")
        with attached(shown) as host:
            with pytest.raises(errors.TableBlockedError) as caught:
                written(host, "new", "o3", "o2")
            assert name in caught.value.say("en")
            if name == "protected":
                with pytest.raises(errors.TableBlockedError):
                    host.update(STOCK, {("o1", "1"): {"new_free": 5}})
            assert len(host.read(STOCK)) == 4
        assert shown.formulas("A1:Z20") == before


def test_no_room_below_is_said_before_any_key_moves(show: Show, tmp_path: Path) -> None:
    def decorate(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_string("B8", "x")

    shown = show(make(tmp_path / "b.xlsx", Layout(STOCK, rows=stock_rows(4), decorate=decorate)))
    edge = len(STOCK.columns)  # half of it below the table
    shown.do(f"doc.Sheets.getByIndex(0).getCellRangeByPosition({edge - 2}, 7, {edge + 1}, 7).setArrayFormula('=A1:D1')")
    with attached(shown) as host:
        with pytest.raises(errors.TableBlockedError) as caught:
            written(host, *(f"n{at}" for at in range(9)))
        assert "below" in caught.value.say("en")
        assert [row.key[0] for row in host.read(STOCK)] == ["o0", "o1", "o2", "o3"]


def test_a_filter_is_lifted_and_hidden_rows_come_back(show: Show, tmp_path: Path) -> None:
    shown = show(make(tmp_path / "b.xlsx", Layout(STOCK, rows=stock_rows(6))))
    shown.do(
        "s = doc.Sheets.getByIndex(0); r = s.getCellRangeByName('A1:R7'); q = r.createFilterDescriptor(True)\n"
        "f = uno.createUnoStruct('com.sun.star.sheet.TableFilterField'); f.StringValue = 'o1'\n"
        "f.Operator = uno.Enum('com.sun.star.sheet.FilterOperator', 'EQUAL'); q.ContainsHeader = True\n"
        "q.setFilterFields((f,)); r.filter(q); s.Rows.getByIndex(4).IsVisible = False"
    )
    visible = "found = [doc.Sheets.getByIndex(0).Rows.getByIndex(at).IsVisible for at in range(1, 7)]"
    assert shown.do(visible) == [False, True, False, False, False, False]
    with attached(shown) as host:
        host.update(STOCK, {("o4", "1"): {"new_free": 9}})
        written(host, "o4", "x", "o1", "o0")
        assert [(row.key[0], row.cells["new_free"].value) for row in host.read(STOCK, ("new_free",))] == [
            ("o4", 9), ("x", None), ("o1", None), ("o0", None),
        ]  # fmt: skip
    assert all(shown.do(visible))


def test_the_user_can_undo_neither_ours_nor_what_has_moved_since(show: Show, ours: Path) -> None:
    shown = show(ours)
    with attached(shown) as host:
        written(host, "a", "b")
        shown.set("C1", "typed", 3)
        typed = shown.state[2]
        assert typed
        host.put("Status", "x")
        host.update(STOCK, {("a", "1"): {"result": "x"}})
        assert shown.state[2] == typed
        written(host, "b", "a")
        assert shown.state[2] == []


def test_a_formula_of_ours_that_somebody_broke_is_mended(show: Show, ours: Path) -> None:
    shown = show(ours)
    rows = [row_of(ORDERS, key) for key in keys_of(ORDERS, 5)]
    with attached(shown) as host:
        host.write(ORDERS, rows)
        whole = shown.formulas("A5:AG9", 1)
        for cell, typed in (("AC6", "5"), ("B8", ""), ("D5", "=1+1"), ("AD9", "text")):
            shown.set(cell, typed, 1)
        assert shown.formulas("A5:AG9", 1) != whole
        host.write(ORDERS, rows)
    assert shown.formulas("A5:AG9", 1) == whole


def test_what_it_saves_is_read_from_the_file(show: Show, ours: Path, tmp_path: Path) -> None:
    """The format is Excel's, by LibreOffice: what matters comes through."""
    shown = show(ours)
    rows = [row_of(STOCK, key) for key in keys_of(STOCK, 30)]
    with attached(shown) as host:
        host.write(STOCK, rows)
        host.save()
        assert not load_workbook(ours)["Stock"]["A5"].value  # its user saves it
        office().ask("save", shown.url, (tmp_path / "Saved.xlsx").as_uri())
        assert host.title == "Our shop.xlsx"
    assert [row.key for row in FileHost(tmp_path / "Saved.xlsx").read(STOCK)] == keys_of(STOCK, 30)


def test_nobody_is_there_to_be_asked(show: Show, ours: Path) -> None:
    with attached(show(ours)) as host:
        assert host.ask("Да?") is False
        host.progress("half")
        host.progress("")


@pytest.mark.parametrize(
    ("formula", "down", "there"),
    [
        ("=A2*2", 3, "=A5*2"),
        ("=SUM($Stock.A2;'My sheet'.B$2)", 1, "=SUM($Stock!A3;'My sheet'!B$2)"),
        ('="A2.B3"&A2', 1, '="A2.B3"&A3'),
        ("=A5-1.5", -3, "=A2-1.5"),
    ],
)
def test_formulas_are_compared_as_if_in_one_row(formula: str, down: int, there: str) -> None:
    assert at_row(formula, down) == there


def test_arguments_are_parted_as_libreoffice_wants() -> None:
    assert for_office('IF(A1="a,b",SUM(B1,C1),"""x,y")') == 'IF(A1="a,b";SUM(B1;C1);"""x,y")'


# --- ends in the middle ----------------------------------------------------------------------------------------------


def test_screen_and_calculation_come_back_whatever_happens(show: Show, ours: Path) -> None:
    shown = show(ours)
    with attached(shown) as host:
        with host.busy(), host.busy():
            assert shown.state[:2] == [True, False]
        assert shown.state[:2] == [False, True]
        with pytest.raises(ZeroDivisionError), host.busy():
            raise ZeroDivisionError
        assert shown.state[:2] == [False, True]
        shown.do("doc.enableAutomaticCalculation(False)")
        with host.busy():
            pass
        assert shown.state[:2] == [False, False]


def test_they_come_back_when_this_program_is_killed(show: Show, ours: Path) -> None:
    shown = show(ours)
    program = (
        "import os, signal, sys\nfrom ozon_xl.hosts.calc import attach\n"
        "with attach(sys.argv[1], sys.argv[2]) as host, host.busy():\n"
        "    print('busy', flush=True)\n    sys.stdin.read()"
    )
    command = [sys.executable, "-c", program, ID, office().profile]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == "busy\n"
        assert shown.state[:2] == [True, False]
        victim.send_signal(signal.SIGKILL)
    deadline = time.monotonic() + 20
    while shown.state[:2] != [False, True]:
        assert time.monotonic() < deadline
        time.sleep(0.05)


@pytest.fixture
def second_office(tmp_path: Path) -> Iterator[Office]:
    running = Office()
    yield running
    running.end()


STEPS: dict[str, Callable[[Host], object]] = {
    "read": lambda host: host.read(STOCK),
    "write": lambda host: written(host, "b", "a", "c"),
    "update": lambda host: host.update(STOCK, {("a", "1"): {"new_free": 1}}),
    "put": lambda host: host.put("Status", "x"),
    "get": lambda host: host.get("Status"),
    "ask": lambda host: host.ask("?"),
    "title": lambda host: host.title,
}


def test_an_office_that_dies_is_told_and_nothing_hangs(second_office: Office, ours: Path) -> None:
    began = time.monotonic()
    with second_office.open(ours), attach(ID, second_office.profile) as host:
        written(host, "a", "b")
        with pytest.raises(errors.ProgramGoneError) as caught, host.busy():
            second_office.kill()
        for step in STEPS.values():
            with pytest.raises(errors.ProgramGoneError):
                step(host)
        host.progress("x")
    assert "LibreOffice" in caught.value.say("ru")
    assert time.monotonic() - began < 30
    assert children() == []


def test_a_workbook_that_is_closed_is_told(show: Show, ours: Path, tmp_path: Path) -> None:
    with office().open(ours) as url, attach(ID, office().profile) as host:
        office().ask("close", url)
        for step in STEPS.values():
            with pytest.raises(errors.ProgramGoneError):
                step(host)


def test_an_office_that_hangs_is_not_waited_for(
    second_office: Office, ours: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with second_office.open(ours), attach(ID, second_office.profile) as host:
        os.killpg(second_office.process.pid, signal.SIGSTOP)
        monkeypatch.setattr(line, "ANSWER_S", 0.5)
        began = time.monotonic()
        with pytest.raises(errors.ProgramBusyError):
            host.read(STOCK)
        with pytest.raises(errors.ProgramGoneError):
            host.read(STOCK)
        assert time.monotonic() - began < 10
        os.killpg(second_office.process.pid, signal.SIGCONT)
    assert children() == []


@pytest.mark.parametrize("command", ["get", "place", "obstacles", "look", "notes", "rewrite"])
@pytest.mark.parametrize("when", ["before", "during"])
def test_whichever_command_the_line_dies_at_no_edit_is_lost(
    show: Show, ours: Path, monkeypatch: pytest.MonkeyPatch, command: str, when: str
) -> None:
    shown = show(ours)
    with attached(shown) as host:
        written(host, "a", "b", "c")
        host.update(STOCK, {("a", "1"): {"new_free": 1}, ("c", "1"): {"new_free": 3}})
    real = Line.ask

    def failing(self: Line, do: str, **details: Any) -> Any:
        if do == command:
            if when == "before":
                self._cut()
            else:
                threading.Timer(0.02, self._process.kill).start()
        return real(self, do, **details)

    with attached(shown) as host:
        monkeypatch.setattr(Line, "ask", failing)
        try:
            written(host, "c", "x", "b", "y", "a")
            survived = True
        except errors.ProgramGoneError:
            survived = False
        monkeypatch.undo()
    assert not (survived and when == "before")
    with attached(shown) as host:
        found = host.read(STOCK, ("new_free", "check"))
        assert {row.key[0]: row.cells["new_free"].value for row in found if row.staff} == {"a": 1, "c": 3}
        written(host, "c", "x", "b", "y", "a")
        again = host.read(STOCK, ("new_free",))
        assert {row.key[0]: row.cells["new_free"].value for row in again if row.staff} == {"a": 1, "c": 3}
    assert children() == []


def children() -> list[str]:
    """Bridges of this process that still run or were never waited for."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            status = (process / "status").read_text()
            command = (process / "cmdline").read_text()
        except OSError:
            continue
        if f"\nPPid:\t{os.getpid()}\n" in status and ("calc_bridge" in command or "\nState:\tZ" in status):
            found.append(status.splitlines()[0] + command)
    return found


def test_two_programs_at_one_office_do_not_disturb_each_other(show: Show, ours: Path) -> None:
    shown = show(ours)
    with attached(shown) as one, attached(shown) as other:
        one.put("Status", "one")
        assert other.get("Status").value == "one"
        other.write(JOURNAL, [row_of(JOURNAL, ("1",))])
        assert [row.key for row in one.read(JOURNAL)] == [("1",)]

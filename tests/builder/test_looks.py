"""What the macros see when they look after the program, minute by minute: run in an interpreter, with Excel's screen,
calculation and clock made up. The same with a mouse and a real program: ``tests/live``.
"""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final

import pytest
from pyopenvba.apps.excel import ExcelApplication  # type: ignore[import-untyped]

from ozon_xl.builder.macros import SOURCES
from ozon_xl.sheets.names import SETTINGS
from ozon_xl.texts.macros import CELL_NAME, MACROS

ALARM: Final = """Public Sub SetTo(ByVal seconds As Long, ByVal macroName As String)
    Noted = seconds
End Sub

Public Sub HasRung()
End Sub
"""
AROUND: Final = """Attribute VB_Name = "Around"
Option Explicit
Public Noted As Long
Public Starts As Long
Public Problem As String

Public Function Launches(ByVal arguments As String) As String
    Starts = Starts + 1
    If Problem = "refused" Then Err.Raise 70
    Launches = Problem
End Function

Public Sub Prepare(ByVal what As String)
    Problem = what
    Noted = 0
End Sub

Public Function NextLook() As Long
    NextLook = Noted
    Noted = 0
End Function

Public Function Started() As Long
    Started = Starts
End Function

Public Sub SetExcel(ByVal mode As Long, ByVal awake As Boolean)
    Application.Calculation = mode
    Application.ScreenUpdating = awake
    Application.EnableEvents = awake
End Sub

Public Function ExcelNow() As String
    ExcelNow = Application.Calculation & " " & Application.ScreenUpdating & " " & Application.EnableEvents
End Function
"""
NOON: Final = datetime(2026, 11, 23, 12)  # noqa: DTZ001 - as VBA knows the time
AUTOMATIC, BY_HAND, HALF = -4105, -4135, 2


class Excel:
    """A workbook with our macros, seconds after noon."""

    def __init__(self) -> None:
        self._app = ExcelApplication()
        self._app.add_workbook()
        self._cells: dict[str, str] = {}
        for name in [*(cell.name for cell in SETTINGS), *(CELL_NAME.format(key=key) for key in MACROS)]:
            self._cells[name] = f"B{len(self._cells) + 1}"
            self._app.add_named_range(name, f"=Sheet1!${self._cells[name][0]}${self._cells[name][1:]}")
        for key in MACROS:
            self.put(CELL_NAME.format(key=key), key)
        self.put("UtcOffset", 0)
        self.put("WorkbookId", "12345678-9abc-def0-1234-56789abcdef0")
        for name in ("Book", "Launcher"):
            source = (SOURCES / f"{name}.bas").read_text(encoding="ascii")
            self._app.add_module(
                re.sub(r"LaunchedByWindows\(arguments & .*\)$", "Launches(arguments)", source, flags=re.MULTILINE)
            )
        self._app.add_module(ALARM, name="Alarm", kind="class")
        self._app.add_module(AROUND)
        self.after(0)

    def after(self, seconds: float) -> None:
        self._now = NOON + timedelta(seconds=seconds)
        self._app.freeze_clock(self._now)

    def put(self, name: str, value: object) -> None:
        self._app.sheet(1).set_value(self._cells[name], value)

    def sign(self, name: str, ago: float = 0) -> None:
        """A moment in a cell, as the program writes it."""
        self.put(name, (self._now - timedelta(seconds=ago) - datetime(1899, 12, 30)) / timedelta(days=1))  # noqa: DTZ001

    def get(self, name: str) -> object:
        return self._app.sheet(1).value(self._cells[name]) or None

    def said(self) -> object:
        """What was said since it was asked last."""
        status = self.get("Status")
        self.put("Status", "")
        return status

    def press(self, verb: str, problem: str = "") -> int:
        """Seconds to the next look. ``problem`` is the launcher's."""
        self._app.run("Prepare", problem)
        self._app.run("Start", verb)
        return int(self._app.run("NextLook"))

    def look(self) -> int:
        """Seconds to the next look; 0 for none."""
        self._app.run("OzonLook")
        return int(self._app.run("NextLook"))

    def starts(self) -> int:
        return int(self._app.run("Started"))

    def set_excel(self, calculation: int, *, awake: bool) -> None:
        self._app.run("SetExcel", calculation, awake)

    @property
    def state(self) -> tuple[int, bool, bool]:
        """Calculation, screen and events."""
        calculation, *others = str(self._app.run("ExcelNow")).split()
        return (int(calculation), others[0] == "True", others[1] == "True")


@pytest.fixture
def excel() -> Excel:
    return Excel()


def test_a_press_that_ends_well_is_looked_after_once(excel: Excel) -> None:
    assert excel.press("refresh") == 12
    assert (excel.get("Request"), excel.starts()) == ("refresh", 1)
    excel.put("Request", "")
    excel.after(12)
    assert excel.look() == 0
    assert excel.said() == "Starting"


def test_a_program_that_dies_after_its_question_is_told_of(excel: Excel) -> None:
    """However long somebody thinks."""
    excel.press("push")
    excel.put("Request", "")
    excel.sign("Asking")
    for seconds in (12, 42, 3600, 80_000):
        excel.after(seconds)
        assert excel.look() == 30
    excel.sign("Alive")
    excel.put("Asking", "")
    excel.said()
    excel.after(80_060)
    assert excel.look() == 30
    excel.after(80_091)
    assert excel.look() == 0
    assert excel.said() == "Died"
    assert excel.get("Alive") is None


def test_a_question_of_another_day_is_forgotten(excel: Excel) -> None:
    """Its program ended with the computer."""
    excel.sign("Asking", ago=90_000)
    assert excel.look() == 0
    assert excel.said() is None
    excel.press("refresh")
    assert excel.get("Asking") is None


def test_a_program_that_starts_late_is_looked_after_too(excel: Excel) -> None:
    excel.press("refresh")
    excel.after(12)
    assert excel.look() == 30
    assert excel.said() == "NotStarted"
    assert excel.get("Request") is None
    excel.after(42)
    assert excel.look() == 30
    excel.sign("Alive")
    excel.after(72)
    assert excel.look() == 30
    excel.after(133)
    assert excel.look() == 0
    assert excel.said() == "Died"


def test_one_that_never_starts_is_given_up(excel: Excel) -> None:
    excel.press("refresh")
    looks = 0
    excel.after(wait := 12)
    while (seconds := excel.look()) and looks < 100:
        looks += 1
        excel.after(wait := wait + seconds)
    assert 5 * 60 <= wait <= 6 * 60


@pytest.mark.parametrize(
    ("before", "found", "after"),
    [
        (AUTOMATIC, BY_HAND, AUTOMATIC),
        (HALF, BY_HAND, HALF),
        (BY_HAND, BY_HAND, BY_HAND),
        (HALF, AUTOMATIC, AUTOMATIC),
        (None, BY_HAND, BY_HAND),
    ],
)
@pytest.mark.parametrize("way", [Excel.look, lambda excel: excel.press("refresh")], ids=["look", "press"])
def test_what_a_program_that_was_ended_has_left_is_put_right(
    excel: Excel, before: int | None, found: int, after: int, way: Callable[[Excel], int]
) -> None:
    """A command gives no sign of life but while it holds Excel still."""
    excel.set_excel(found, awake=False)
    excel.put("CalculationBefore", before or "")
    excel.sign("PausedSince", ago=91)
    way(excel)
    assert excel.state == (after, True, True)
    assert [excel.get(name) for name in ("Alive", "Asking", "PausedSince", "CalculationBefore")] == [None] * 4


def test_while_a_command_holds_excel_still_a_press_waits(excel: Excel) -> None:
    excel.set_excel(BY_HAND, awake=False)
    excel.put("CalculationBefore", AUTOMATIC)
    excel.sign("PausedSince", ago=60)
    assert excel.press("refresh") == 12
    assert (excel.said(), excel.starts(), excel.state) == ("Running", 0, (BY_HAND, False, False))


@pytest.mark.parametrize("problem", ["refused", "NotInstalled"])
def test_a_watcher_that_could_not_say_that_it_is_there_gets_the_request(excel: Excel, problem: str) -> None:
    """As long as a cell is edited it cannot."""
    excel.sign("Served", ago=40)
    excel.press("plan", problem)
    assert (excel.said(), excel.get("Request"), excel.starts()) == ("Served", "plan", 0)
    excel.sign("Served", ago=600)
    excel.press("plan", problem)
    assert (excel.said(), excel.get("Request"), excel.starts()) == ("Served", "plan", 1)
    excel.sign("Served", ago=7200)
    excel.press("plan", problem)
    assert (excel.said(), excel.get("Request")) == ("Blocked" if problem == "refused" else problem, None)

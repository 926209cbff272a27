"""Excel's add-in of functions: what is in it, and that nothing beside a workbook can choose what it runs.

That its wrappers are those that xlwings writes is held in ``tests/hosts/test_excel_functions.py``.
"""

import re
import zipfile
from datetime import datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook
from pyopenvba.apps.excel import ExcelApplication  # type: ignore[import-untyped]
from pyvbaanalysis import analyze_office_file

from ozon_xl.builder.functions_addin import NOT_STARTED_NAME, PYTHON_MODULE, build_addin, modules
from ozon_xl.hosts import excel_functions
from ozon_xl.sheets.functions import FUNCTIONS
from ozon_xl.texts import LANGS, Lang
from ozon_xl.texts import functions as texts
from tests.builder.lint import lint
from tests.builder.oletools_quietly import VBA_Parser
from tests.builder.validator import validate

MOST_HELP = 255
"""Characters of a description that Excel's ``MacroOptions`` takes."""


@pytest.fixture(scope="module", params=LANGS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lang, Path]:
    path = tmp_path_factory.mktemp("addin") / "OzonFunctions.xlam"
    build_addin(path, request.param)
    return request.param, path


def sources(path: Path) -> dict[str, bytes]:
    parser = VBA_Parser(str(path))
    found = {stream.removeprefix("VBA/"): text.encode() for _, stream, _, text in parser.extract_macros()}
    parser.close()
    return found


def test_every_module_is_in_it_byte_for_byte(built: tuple[Lang, Path]) -> None:
    found = sources(built[1])
    assert found == {module.name: module.text for module in modules()}
    assert set(found) == {"ThisWorkbook", "Help", "FunctionsServer", "OzonFunctions"}
    assert all(text.isascii() for text in found.values())


def test_excel_takes_it_for_an_add_in(built: tuple[Lang, Path]) -> None:
    with zipfile.ZipFile(built[1]) as package:
        types = package.read("[Content_Types].xml").decode()
    assert 'PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.addin.macroEnabled.main+xml"' in types
    assert "sheet.macroEnabled" not in types


def as_workbook(path: Path) -> bytes:
    """The add-in for those who know workbooks only."""
    content = BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(content, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"excel.addin.", b"excel.sheet."))
    return content.getvalue()


def test_the_lint_finds_nothing(built: tuple[Lang, Path]) -> None:
    assert lint(as_workbook(built[1])) == []


def test_the_sdk_finds_nothing(built: tuple[Lang, Path]) -> None:
    assert validate(built[1]) == []


def test_a_checker_of_vba_finds_nothing(built: tuple[Lang, Path]) -> None:
    found = analyze_office_file(built[1])
    assert len(found) >= 3
    assert [f"{name}: {said.message}" for name, diagnostics in found.items() for said in diagnostics] == []


OUTSIDE = (
    *("Declare", "LoadLibrary", "Shell", "cmd", "Environ", "Dir(", "Open ", "GetObject", "WScript", "FileSystemObject"),
    *(
        "ActiveSheet",
        "xlwings.conf",
        "PYTHONPATH",
        ".Path",
        "CurDir",
        "ChDir",
        "Evaluate",
        "VBProject",
    ),
)
"""Ways by which an interpreter, a path or a module could come from elsewhere."""


def test_nothing_beside_a_workbook_can_choose_what_runs() -> None:
    """The one way out is an object of a fixed name, and what Windows starts for it stands in the user's registry."""
    code = "\n".join(re.sub(r"(?m)^\s*'.*|^Attribute .*", "", module.text.decode()) for module in modules())
    assert [word for word in OUTSIDE if word.casefold() in code.casefold()] == []
    assert re.findall(r"ActiveWorkbook(.*)\r", code) == [" Is Nothing Then"]
    assert re.findall(r"CreateObject\((.*?)\)", code) == ["SERVER_NAME"]
    assert re.findall(r"Const SERVER_NAME As String = (.*)\r", code) == [f'"{excel_functions.PROG_ID}"']
    assert set(re.findall(r'CallUDF\("(.*?)"', code)) == {PYTHON_MODULE} == {excel_functions.MODULE}


def test_only_opening_the_add_in_runs_anything_by_itself() -> None:
    assert [module.name for module in modules() if b"Workbook_Open" in module.text] == ["ThisWorkbook"]


def test_its_help_is_in_the_user_s_language_and_fits_excel(built: tuple[Lang, Path]) -> None:
    lang, path = built
    book = load_workbook(BytesIO(as_workbook(path)))
    rows = [[cell for cell in row if cell is not None] for row in book.worksheets[0].iter_rows(values_only=True)]
    assert rows[0] == [texts.NOT_STARTED.say(lang)]
    assert book.defined_names[NOT_STARTED_NAME].attr_text == f"'{texts.ADD_IN_TITLE.say(lang)}'!$A$1"
    for row, function in zip(rows[1:], FUNCTIONS, strict=True):
        helps = [texts.CATEGORY, function.help, *(parameter.help for parameter in function.parameters)]
        assert row == [function.name, *(words.say(lang) for words in helps)]
        assert all(len(str(cell)) <= MOST_HELP for cell in row)


@pytest.mark.parametrize("lang", LANGS)
def test_two_builds_are_identical(lang: Lang, tmp_path: Path) -> None:
    first, second = tmp_path / "a.xlam", tmp_path / "b.xlam"
    build_addin(first, lang)
    build_addin(second, lang)
    assert first.read_bytes() == second.read_bytes()


# --- the VBA, run without Excel --------------------------------------------------------------------------------------

FAKE_SERVER = """Attribute VB_Name = "Fake"
Public Starts As Long
Public MayStart As Boolean
Public IsAlive As Boolean

Public Function FakeServer(name)
    Starts = Starts + 1
    If Not MayStart Then Err.Raise 429
    IsAlive = True
    Set FakeServer = New FakeObject
End Function

Public Function Told(ByVal canStart, ByVal alive)
    MayStart = canStart
    IsAlive = alive
    Told = Starts
End Function
"""
FAKE_EXCEL = """Attribute VB_Name = "FakeExcel"
Public NoBookIsOpen As Boolean
Public Waits As Long
Public Described As String

Public Function Opened(ByVal none) As String
    NoBookIsOpen = none
    RegisterHelp
    Opened = Waits & ":" & Described
End Function

Public Sub WaitUntil(moment, macro)
    Waits = Round((moment - Now) * 86400)
End Sub

Public Sub Describe(name)
    Described = Described & " " & Mid(name, InStr(name, "!") + 1)
End Sub
"""
FAKE_OBJECT = """Public Function CallUDF(module, name, arguments)
    If Not IsAlive Then Err.Raise 462
    CallUDF = module & "|" & name & "|" & UBound(arguments)
End Function
"""
AT = datetime(2026, 11, 23, 12, 0)  # noqa: DTZ001 - as VBA knows the time


def in_interpreter(code: str) -> str:
    """With what only Excel has made up."""
    code = code.replace("CreateObject(", "FakeServer(").replace("ActiveWorkbook Is Nothing", "NoBookIsOpen")
    code = code.replace("Application.OnTime ", "WaitUntil ")
    return re.sub(r"Application\.MacroOptions _\s+Macro:=(.*?), _(?:\s+\w+:=.*)+", r"Describe \1", code)


class Excel:
    """The add-in's VBA in an interpreter, its server made up."""

    def __init__(self) -> None:
        self.app = ExcelApplication()
        self.app.add_workbook()
        self.app.add_named_range(NOT_STARTED_NAME, "=Sheet1!$A$1")
        self.app.sheet(1).set_value("A1", "does not answer")
        for module in modules()[2:]:
            self.app.add_module(in_interpreter(module.text.decode()))
        self.app.add_module(FAKE_SERVER)
        self.app.add_module(FAKE_EXCEL)
        self.app.add_module(FAKE_OBJECT, name="FakeObject", kind="class")
        self.after(minutes=0)

    def after(self, *, minutes: float) -> None:
        self.app.freeze_clock(AT + timedelta(minutes=minutes))

    def opened(self, *, on_start_screen: bool) -> str:
        """Seconds until the help is registered again, and the functions that are described by now."""
        return str(self.app.run("Opened", on_start_screen))

    def starts(self, *, may_start: bool, alive: bool = True) -> int:
        """How often the server was started till now; sets how it behaves from now on."""
        count = self.app.run("Told", may_start, alive)
        assert isinstance(count, int)
        return count


def test_a_formula_asks_the_server_which_is_started_once() -> None:
    excel = Excel()
    excel.starts(may_start=True)
    assert excel.app.run("OZON_AGE") == "ozon_xl.functions|OZON_AGE|0"
    assert excel.app.run("OZON_STOCK", "tea", "Main", "free") == "ozon_xl.functions|OZON_STOCK|3"
    assert excel.starts(may_start=True) == 1


def test_a_server_that_cannot_start_is_not_tried_for_every_cell() -> None:
    excel = Excel()
    excel.starts(may_start=False)
    assert [excel.app.run("OZON_AGE") for _cell in range(5)] == ["does not answer"] * 5
    assert excel.starts(may_start=True) == 1
    excel.after(minutes=11)
    assert excel.app.run("OZON_AGE") == "ozon_xl.functions|OZON_AGE|0"


def test_a_server_that_died_is_started_anew() -> None:
    excel = Excel()
    excel.starts(may_start=True)
    excel.app.run("OZON_AGE")
    excel.starts(may_start=True, alive=False)
    assert excel.app.run("OZON_AGE") == "does not answer"
    assert excel.app.run("OZON_AGE") == "ozon_xl.functions|OZON_AGE|0"
    assert excel.starts(may_start=True) == 2


def test_on_the_start_screen_the_help_waits_for_the_first_workbook() -> None:
    excel = Excel()
    excel.app.sheet(1).set_value("A2", "OZON_AGE")
    excel.app.sheet(1).set_value("A3", "OZON_DUE")
    assert excel.opened(on_start_screen=True) == "10:"
    assert excel.opened(on_start_screen=True) == "10:"
    assert excel.opened(on_start_screen=False) == "10: OZON_AGE OZON_DUE"

"""A workbook with macros: what is in it, what must not be, and that anyone can make the same again."""

import hashlib
import os
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple
from xml.etree import ElementTree as ET

import pytest
from openpyxl import load_workbook
from pyopenvba import ExcelFile, PyOpenVBAError, check_file  # type: ignore[import-untyped]
from pyopenvba.apps.excel import ExcelApplication  # type: ignore[import-untyped]
from pyvbaanalysis import DEFAULT_COMPILER_CONSTANTS, ConditionalCompilationEnvironment, analyze_office_file

from ozon_xl.builder import build
from ozon_xl.builder.controls import BARS
from ozon_xl.builder.macros import SOURCES
from ozon_xl.builder.ribbon import CALLBACK
from ozon_xl.builder.vba import public_procedures
from ozon_xl.sheets.buttons import BUTTONS
from ozon_xl.texts import LANGS, Lang, Words
from ozon_xl.texts import workbook as texts
from tests.builder.oletools_quietly import VBA_Parser
from tests.builder.projects import parts_of, workbook
from tests.source import ROOT

EVERY_LANG = pytest.mark.parametrize("lang", LANGS)
FILES = sorted(path for path in SOURCES.iterdir() if path.suffix in {".bas", ".cls"})
EXCEL = "{urn:schemas-microsoft-com:office:excel}"
VML = "{urn:schemas-microsoft-com:vml}"
RIBBON = "{http://schemas.microsoft.com/office/2009/07/customui}"


@pytest.fixture(scope="module", params=LANGS)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Lang, Path]:
    lang: Lang = request.param
    path = tmp_path_factory.mktemp("macros") / "Ozon.xlsm"
    path.write_bytes(workbook(lang))
    return lang, path


class Extracted(NamedTuple):
    """What olevba finds in a workbook."""

    modules: dict[str, bytes]
    findings: list[tuple[str, str, str]]


def extracted(path: Path) -> Extracted:
    parser = VBA_Parser(str(path))
    modules = {stream.removeprefix("VBA/"): text.encode() for _, stream, _, text in parser.extract_macros()}
    findings = [tuple(finding) for finding in parser.analyze_macros()]
    parser.close()
    return Extracted(modules, findings)


def test_the_sources_are_those_of_the_repository() -> None:
    assert SOURCES == ROOT / "macros"
    assert FILES


def test_every_module_is_its_source_byte_for_byte(built: tuple[Lang, Path]) -> None:
    modules = extracted(built[1]).modules
    for path in FILES:
        source = path.read_bytes()
        assert b"\nOption Explicit\r\n" in source, path.name
        if path.suffix == ".bas":
            assert modules[path.stem] == source
        else:
            assert code(modules[path.stem]) == code(source)
    documents = {name: text for name, text in modules.items() if name not in {path.stem for path in FILES}}
    assert {code(text) for text in documents.values()} == {b""}
    book = load_workbook(built[1], keep_vba=True)
    assert set(documents) == {"ThisWorkbook", *(sheet.sheet_properties.codeName for sheet in book.worksheets)}


def code(text: bytes) -> bytes:
    """What follows the last line of the header."""
    return re.split(rb"(?m)^Attribute VB_\w+ = [^\n]*\n", text)[-1]


def test_sources_are_ascii_with_windows_line_ends() -> None:
    for path in FILES:
        text = path.read_bytes()
        assert text.isascii(), path.name
        assert text.count(b"\n") == text.count(b"\r\n") == text.count(b"\r"), path.name
        assert text.endswith(b"\r\n"), path.name


def test_other_readers_take_the_file_too(built: tuple[Lang, Path]) -> None:
    report = check_file(built[1])
    assert report.complete
    assert report.issues == ()
    with ExcelFile(built[1]) as file:
        assert file.validate() == []
        assert {name: file.get_module(name).encode() for name in file.module_names()} == extracted(built[1]).modules
        assert [reference.name for reference in file.references()] == ["stdole"]


NEVER = (
    *("RunPython", "xlwings", "cmd.exe", "cmd /c", "command.com", "powershell", "wscript.shell.exec"),
    *("Auto_Open", "AutoOpen", "AutoExec", "Auto_Close", "AutoClose", "AutoNew", "Document_Open", "Document_Close"),
    *("Workbook_Open", "Workbook_Activate", "Workbook_BeforeClose", "Workbook_Close", "Workbook_SheetActivate"),
)


def test_nothing_runs_by_itself_and_nothing_goes_through_a_shell(built: tuple[Lang, Path]) -> None:
    found = extracted(built[1])
    everything = b"\n".join([*found.modules.values(), *parts_of(built[1]).values()]).decode("latin-1").casefold()
    assert [word for word in NEVER if word.casefold() in everything] == []
    assert [finding for finding in found.findings if finding[0] == "AutoExec"] == []


UNKNOWN_TO_THE_CHECKER = {
    "OfficeProfile": "returns something in LibreOffice alone, and is called only there",
}


@pytest.mark.parametrize("mac", [0, 1], ids=["Windows", "Mac"])
def test_a_checker_of_vba_finds_nothing(mac: int, built: tuple[Lang, Path]) -> None:
    """As Excel compiles it, where no constant LibreOffice is true."""
    constants = {**DEFAULT_COMPILER_CONSTANTS, "Mac": mac, "LibreOffice": 0}
    found = analyze_office_file(
        built[1], conditional_compilation=ConditionalCompilationEnvironment(compiler_constants=constants)
    )
    assert set(found) >= {path.stem for path in FILES}
    said = [f"{name}: {diagnostic.message}" for name, diagnostics in found.items() for diagnostic in diagnostics]
    assert [words for words in said if not any(f"'{known}'" in words for known in UNKNOWN_TO_THE_CHECKER)] == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_a_parser_of_vba_reads_every_procedure(path: Path) -> None:
    source = path.read_text(encoding="ascii")
    source = source[source.index("Attribute VB_Name") :].replace("WithEvents ", "")  # the parser does not know it
    source = re.sub(r"(?ms)^#If Mac Then.*?^#End If\n", "", source)  # the parser is not a Mac
    parsed = ExcelApplication().add_module(source, kind="class" if path.suffix == ".cls" else "standard")
    begun = re.findall(r"(?im)^[ \t]*(?:Public |Private )?(?:Sub|Function|Property \w+) (\w+)", source)
    assert {name.casefold() for name in begun} == {name.split(" ")[-1].casefold() for name in parsed.procedures}


@pytest.mark.parametrize("broken", ["If x Then", "For x = 1 To 2", 'x = "open', "Set = 1"])
def test_the_parser_refuses_what_is_broken(broken: str) -> None:
    with pytest.raises(PyOpenVBAError):
        ExcelApplication().add_module(f'Attribute VB_Name = "M"\r\nSub A()\r\n{broken}\r\nEnd Sub\r\n')


# the buttons


def shapes(path: Path, number: int) -> dict[str, tuple[str, str, list[int]]]:
    """Macro -> caption, tip and anchor of the buttons of a drawing."""
    xml = ET.fromstring(parts_of(path)[f"xl/drawings/vmlDrawing{number}.vml"])
    found = {}
    for shape in xml.iter(f"{VML}shape"):
        anchor = [int(number) for number in (shape.findtext(f".//{EXCEL}Anchor") or "").split(",")]
        macro = (shape.findtext(f".//{EXCEL}FmlaMacro") or "").removeprefix("[0]!")
        caption = "".join(font.text or "" for font in shape.iter("font"))
        found[macro] = (caption, shape.get("alt", ""), anchor)
    return found


def test_buttons_stand_on_their_sheets_and_cover_nothing(built: tuple[Lang, Path]) -> None:
    lang, path = built
    book = load_workbook(path, keep_vba=True)
    for number, bar in enumerate(BARS, 1):
        found = shapes(path, number)
        assert [(macro, *words) for macro, (*words, _) in found.items()] == [
            (button.macro, button.caption.say(lang), button.tip.say(lang)) for button in bar.buttons
        ]
        places = [anchor for *_, anchor in found.values()]
        for left, _, top, down, _, _, bottom, _ in places:
            assert left >= 1
            assert top == bottom == bar.row
            assert down > 0
        for before, after in pairwise(places):
            assert (before[4], before[5]) < (after[0], after[1])
        sheet = book[bar.sheet.say(lang)]
        assert sheet.row_dimensions[bar.row + 1].height == bar.row_height
        under = [cell.value for cell in sheet[bar.row + 1][1 : places[-1][4] + 1]]
        assert set(under) <= {None}


def test_every_button_has_its_macro_and_the_ribbon_its_callback() -> None:
    public = {name for path in FILES if path.suffix == ".bas" for name in public_procedures(path.read_bytes())}
    assert {CALLBACK, *(button.macro for button in BUTTONS)} <= public


def test_a_plain_workbook_has_no_buttons(tmp_path: Path) -> None:
    build(tmp_path / "plain.xlsx", "ru")
    assert not [
        name for name in parts_of(tmp_path / "plain.xlsx") if "vba" in name or "vml" in name or "custom" in name
    ]


def test_the_ribbon_says_what_the_buttons_say(built: tuple[Lang, Path]) -> None:
    lang, path = built
    root = ET.fromstring(parts_of(path)["customUI/customUI14.xml"])
    labels = {group.get("label") for group in root.iter(f"{RIBBON}group")}
    assert labels == {words.say(lang) for words in (texts.RIBBON_DATA, texts.RIBBON_STOCK, texts.RIBBON_ALERTS)}
    items = {item.get("id"): item for item in root.iter(f"{RIBBON}button")}
    assert set(items) == {button.macro for button in BUTTONS}
    for button in BUTTONS:
        item = items[button.macro]
        assert (item.get("label"), item.get("supertip")) == (button.caption.say(lang), button.tip.say(lang))
        assert item.get("onAction") == CALLBACK


def test_captions_are_short_enough_for_their_row() -> None:
    def width(words: Words) -> int:
        return max(len(words.say(lang)) for lang in LANGS)

    assert max(width(button.caption) for button in BUTTONS) <= 20


# the same again


@EVERY_LANG
def test_the_workbooks_ready_to_download_are_what_a_build_makes_today(lang: Lang, tmp_path: Path) -> None:
    """Part by part: the packing differs between versions of zlib. After a change: python -m ozon_xl.builder workbook"""
    build(tmp_path / "Ozon.xlsm", lang)
    fresh, kept = parts_of(tmp_path / "Ozon.xlsm"), parts_of(ROOT / "workbook" / f"Ozon.{lang}.xlsm")
    assert list(fresh) == list(kept)
    assert [name for name in fresh if fresh[name] != kept[name]] == []


def hashes(folder: Path, **environment: str) -> list[str]:
    folder.mkdir()
    command = [sys.executable, "-m", "ozon_xl.builder", str(folder)]
    subprocess.run(command, env={**os.environ, **environment}, check=True, cwd=ROOT)
    return [hashlib.sha256((folder / f"Ozon.{lang}.xlsm").read_bytes()).hexdigest() for lang in LANGS]


def test_three_builds_are_identical(tmp_path: Path) -> None:
    first = hashes(tmp_path / "a", TZ="Asia/Shanghai", LC_ALL="C", PYTHONHASHSEED="1")
    second = hashes(tmp_path / "b", TZ="America/New_York", LC_ALL="C.UTF-8", PYTHONHASHSEED="2")
    third = hashes(tmp_path / "c", TZ="Asia/Kathmandu", LC_ALL="POSIX", PYTHONHASHSEED="3", PYTHONUTF8="1")
    assert first == second == third
    assert len(set(first)) == len(LANGS)

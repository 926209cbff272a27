"""The VBA project: what others read in it, and what is refused before it is written."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyopenvba.cfb import CFB  # type: ignore[import-untyped]
from pyopenvba.vba import parse_vba_project  # type: ignore[import-untyped]

from ozon_xl.builder.vba import Kind, Module, document, module_from, read_modules, vba_project
from tests.builder.oletools_quietly import VBA_Parser
from tests.builder.projects import streams_of

BAS = b'Attribute VB_Name = "%s"\r\nOption Explicit\r\n%s'
CLS = (
    b"VERSION 1.0 CLASS\r\nBEGIN\r\n  MultiUse = -1  'True\r\nEND\r\n"
    b'Attribute VB_Name = "Clock"\r\nAttribute VB_GlobalNameSpace = False\r\nAttribute VB_Exposed = True\r\n'
    b"Option Explicit\r\nPublic Ticks As Long\r\n"
)


def extracted(project: bytes) -> dict[str, bytes]:
    """Module -> text, as olevba finds it."""
    parser = VBA_Parser("vbaProject.bin", data=project)
    found = {stream.removeprefix("VBA/"): text.encode() for _, stream, _, text in parser.extract_macros()}
    parser.close()
    return found


words = st.text(st.characters(min_codepoint=32, max_codepoint=126), max_size=60).map(str.encode)
bodies = st.lists(words.map(lambda line: b"' " + line), max_size=80).map(
    lambda lines: b"".join(x + b"\r\n" for x in lines)
)


@settings(deadline=None, max_examples=40)
@given(st.integers(0, 60), st.lists(bodies, max_size=6))
def test_every_module_comes_back_byte_for_byte(sheets: int, codes: list[bytes]) -> None:
    modules = [document("ThisWorkbook", Kind.WORKBOOK), *(document(f"Sheet{i}", Kind.SHEET) for i in range(sheets))]
    modules += [module_from(f"M{i}.bas", BAS % (b"M%d" % i, code)) for i, code in enumerate(codes)]
    project = vba_project(modules)
    assert extracted(project) == {module.name: module.text for module in modules}


def test_a_second_reader_finds_the_same() -> None:
    modules = [document("ThisWorkbook", Kind.WORKBOOK), document("SheetOrders", Kind.SHEET, "Option Explicit\n")]
    modules += [module_from("Buttons.bas", BAS % (b"Buttons", b"Public Sub Go()\r\nEnd Sub\r\n"))]
    modules += [module_from("Clock.cls", CLS)]
    project = parse_vba_project(CFB.from_bytes(vba_project(modules, "OzonTest")))
    assert {module.name: module.source.encode() for module in project.modules} == {
        module.name: module.text for module in modules
    }


def test_what_stands_behind_a_workbook_and_a_sheet() -> None:
    text = document("ThisWorkbook", Kind.WORKBOOK, "Option Explicit\n").text
    assert text.startswith(
        b'Attribute VB_Name = "ThisWorkbook"\r\nAttribute VB_Base = "0{00020819-0000-0000-C000-000000000046}"\r\n'
    )
    assert text.endswith(b"Attribute VB_Customizable = True\r\nOption Explicit\r\n")
    assert b"0{00020820-" in document("Sheet1", Kind.SHEET).text


def test_an_exported_class_gets_the_header_it_has_inside_a_file() -> None:
    text = module_from("Clock.cls", CLS).text
    assert text.startswith(b'Attribute VB_Name = "Clock"\r\nAttribute VB_Base = "0{FCFB3D2A-')
    assert text.endswith(b"Attribute VB_Customizable = False\r\nOption Explicit\r\nPublic Ticks As Long\r\n")
    assert text.count(b"VB_Name") == 1


@pytest.mark.parametrize("ends", [b"\n", b"\r\n"])
def test_lines_end_as_vba_wants_them(ends: bytes) -> None:
    source = (BAS % (b"M", b"Dim x\r\n")).replace(b"\r\n", ends)
    assert module_from("M.bas", source).text == BAS % (b"M", b"Dim x\r\n")


def test_a_character_beyond_ascii_is_refused_by_its_line() -> None:
    source = BAS % (b"M", b"' fine\r\n' \xd0\x9e\r\n")
    with pytest.raises(ValueError, match=r"M\.bas, line 4"):
        module_from("M.bas", source)
    with pytest.raises(ValueError, match="Sheet1, line 1"):
        document("Sheet1", Kind.SHEET, "' Ж")


@pytest.mark.parametrize("source", [b"Option Explicit\r\n", BAS % (b"Other", b"")])
def test_a_source_must_be_called_like_its_file(source: bytes) -> None:
    with pytest.raises(ValueError, match='VB_Name = "M"'):
        module_from("M.bas", source)


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (["_M"], "a letter first"),
        (["1M"], "a letter first"),
        (["M M"], "a letter first"),
        (["Ж"], "a letter first"),
        (["M" * 32], "up to 31"),
        (["M", "m"], "two of this name"),
        (["dir"], "two of this name"),
        (["Go"], "a procedure has the same name"),
        (["go"], "a procedure has the same name"),
    ],
)
def test_names_that_office_refuses(names: list[str], words: str) -> None:
    modules = [Module(name, Kind.STANDARD, b"Public Sub Go()\r\nEnd Sub\r\n") for name in names]
    with pytest.raises(ValueError, match=words):
        vba_project(modules)


def test_a_private_procedure_takes_no_name() -> None:
    vba_project([Module("Go", Kind.STANDARD, b"Private Sub Go()\r\nEnd Sub\r\n")])


def test_a_folder_is_read_by_name_and_nothing_else_in_it(tmp_path: Path) -> None:
    (tmp_path / "B.bas").write_bytes(BAS % (b"B", b""))
    (tmp_path / "A.bas").write_bytes(BAS % (b"A", b""))
    (tmp_path / "Clock.cls").write_bytes(CLS)
    (tmp_path / "notes.txt").write_bytes(b"\xff")
    assert [(module.name, module.kind) for module in read_modules(tmp_path)] == [
        ("A", Kind.STANDARD),
        ("B", Kind.STANDARD),
        ("Clock", Kind.CLASS),
    ]


def test_the_project_lists_its_parts_and_one_reference() -> None:
    modules = [
        document("ThisWorkbook", Kind.WORKBOOK),
        module_from("Clock.cls", CLS),
        module_from("M.bas", BAS % (b"M", b"")),
    ]
    streams = streams_of(vba_project(modules, "OzonTest"))
    lines = streams["PROJECT"].decode().split("\r\n")
    assert lines[1:5] == ["Document=ThisWorkbook/&H00000000", "Class=Clock", "Module=M", 'Name="OzonTest"']
    assert b"M\0M\0\0\0" in streams["PROJECTwm"]
    assert streams["VBA/_VBA_PROJECT"] == bytes.fromhex("CC61FFFF000100")
    project = parse_vba_project(CFB.from_bytes(vba_project(modules, "OzonTest")))
    assert [reference.name for reference in project.references] == ["stdole"]


def test_equal_sources_give_equal_bytes_and_other_names_another_id() -> None:
    def made(name: str) -> bytes:
        return vba_project([document("ThisWorkbook", Kind.WORKBOOK)], name)

    def identity(project: bytes) -> bytes:
        found = re.search(rb"\{[0-9A-F-]{36}\}", streams_of(project)["PROJECT"])
        assert found
        return found[0]

    assert made("A") == made("A")
    assert identity(made("A")) != identity(made("B"))
    assert BytesIO(made("A")).getbuffer().nbytes % 512 == 0

"""Notes and links of the staff are led after their row."""

import re
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ozon_xl.errors import TableBlockedError
from ozon_xl.hosts.file import FileHost
from ozon_xl.sheets import STOCK
from tests.office import convert

from .books import Layout, Values, make, members, repack, row_of

THREAD = (
    '<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">'
    '<threadedComment ref="B5" dT="2026-11-01T00:00:00" personId="{1}" id="{2}"><text>three</text></threadedComment>'
    "</ThreadedComments>"
)
THREAD_TYPE = "http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"


@pytest.fixture
def noted(tmp_path: Path) -> Path:
    rows: list[Values] = [{"offer": f"o{index}", "warehouse_id": "1"} for index in range(6)]

    def attach(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_comment("A1", "on the heading")
        sheet.write_comment("A3", "on o1")
        sheet.write_comment("B5", "on o3")
        sheet.write_comment("Z5", "beside")
        sheet.write_url("P4", "https://example.com/2", string="link of o2")
        sheet.write_url("C7", "internal:'Stock'!A1", string="o5")
        sheet.write_url("AA4", "https://example.com/y")
        sheet.insert_button("AB1", {"caption": "x"})

    return make(tmp_path / "b.xlsx", Layout(STOCK, rows=rows, decorate=attach))


def write(path: Path, *offers: str) -> None:
    host = FileHost(path)
    host.write(STOCK, [row_of(STOCK, (offer, "1")) for offer in offers])
    host.save()


def notes(path: Path) -> dict[str, str]:
    sheet = load_workbook(path).worksheets[0]
    return {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}


def links(path: Path) -> set[str]:
    sheet = load_workbook(path).worksheets[0]
    return {cell.coordinate for row in sheet.iter_rows() for cell in row if cell.hyperlink}


def shapes(path: Path) -> set[tuple[int, int, int]]:
    """Row, column and first row of the box of every note's shape."""
    vml = next(content for name, content in members(path).items() if name.endswith(".vml")).decode()
    found = re.findall(r"<x:Anchor>\d+, *\d+, *(\d+),[^<]*</x:Anchor>.*?<x:Row>(\d+)</x:Row><x:Column>(\d+)<", vml)
    return {(int(row), int(column), int(box)) for box, row, column in found}


def test_a_note_makes_a_row_the_staffs(noted: Path) -> None:
    assert [row.staff for row in FileHost(noted).read(STOCK)] == [False, True, True, True, False, False]


def test_notes_and_links_follow_their_row(noted: Path) -> None:
    assert notes(noted) == {"A1": "on the heading", "A3": "on o1", "B5": "on o3", "Z5": "beside"}
    write(noted, "o3", "new", "o2", "o5", "x", "y", "z", "o1", "o0")
    assert notes(noted) == {"A1": "on the heading", "A9": "on o1", "B2": "on o3", "Z5": "beside"}
    assert links(noted) == {"P4", "C5", "AA4"}
    assert {(row, column) for row, column, _ in shapes(noted)} == {(0, 0), (8, 0), (1, 1), (4, 25)}
    assert all(row - 1 <= box <= row for row, _, box in shapes(noted))
    write(noted, *(f"o{index}" for index in range(6)))
    assert notes(noted) == {"A1": "on the heading", "A3": "on o1", "B5": "on o3", "Z5": "beside"}


def test_notes_and_links_of_vanished_rows_go(noted: Path) -> None:
    write(noted, "o0", "other")
    assert notes(noted) == {"A1": "on the heading", "Z5": "beside"}
    assert links(noted) == {"AA4"}
    assert len(shapes(noted)) == 2
    assert FileHost(noted).read(STOCK)[1].staff is False


def test_the_last_link_takes_the_list_of_links_along(tmp_path: Path) -> None:
    def attach(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_url("C2", "internal:'Stock'!A1", string="x")

    path = make(tmp_path / "b.xlsx", Layout(STOCK, rows=[{"offer": "a", "warehouse_id": "1"}], decorate=attach))
    assert b"<hyperlinks>" in members(path)["xl/worksheets/sheet1.xml"]
    write(path, "b")
    assert b"hyperlinks" not in members(path)["xl/worksheets/sheet1.xml"]


def test_threads_of_notes_follow_too(noted: Path) -> None:
    def relate(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet1.xml.rels"):
            return content
        link = f'<Relationship Id="rId77" Type="{THREAD_TYPE}" Target="../threadedComments/threadedComment1.xml"/>'
        return content.replace(b"</Relationships>", link.encode() + b"</Relationships>")

    repack(noted, relate, {"xl/threadedComments/threadedComment1.xml": THREAD.encode()})
    write(noted, "o3", "o1")
    thread = members(noted)["xl/threadedComments/threadedComment1.xml"].decode()
    assert thread == THREAD.replace('ref="B5"', 'ref="B2"')


def test_two_notes_on_one_key_are_refused(tmp_path: Path) -> None:
    def attach(_: Workbook, sheet: Worksheet) -> None:
        sheet.write_comment("A2", "one")
        sheet.write_comment("A3", "two")

    rows: list[Values] = [{"offer": "a", "warehouse_id": "1"}] * 2
    path = make(tmp_path / "b.xlsx", Layout(STOCK, rows=rows, decorate=attach))
    with pytest.raises(TableBlockedError) as caught:
        write(path, "a")
    assert "rows 2 and 3" in caught.value.say("en")
    write(path, "a", "b", "a")
    assert notes(path) == {"A2": "one", "A4": "two"}


@pytest.mark.office
def test_libreoffice_finds_the_notes_where_we_led_them(noted: Path, tmp_path: Path) -> None:
    write(noted, "o3", "new", "o2", "o5", "o1")
    found = notes(convert(noted, "xlsx", tmp_path / "out"))
    assert {at: text.strip() for at, text in found.items()} == {
        "A1": "on the heading",
        "A6": "on o1",
        "B2": "on o3",
        "Z5": "beside",
    }

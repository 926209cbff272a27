"""What the doctor sees of a workbook."""

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ozon_xl.actions.doctor import book as checks
from ozon_xl.actions.doctor.book import book_findings, zone
from ozon_xl.actions.finding import Finding, Level
from ozon_xl.builder import build
from ozon_xl.hosts.file import FileHost
from ozon_xl.settings import Settings, ShopEntry
from ozon_xl.sheets import STOCK, TABLES
from tests.hosts.books import keys_of, patch, row_of


@pytest.fixture(autouse=True)
def _own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Книга.xlsm"
    build(path, "ru", workbook_id="W-1")
    return path


def wrong(path: Path) -> list[Finding]:
    return [finding for finding in book_findings(path) if finding.level is not Level.OK]


def test_a_fresh_workbook_is_in_order(book: Path) -> None:
    assert wrong(book) == []
    assert len(list(book_findings(book))) == len(TABLES)


def test_rows_and_those_with_entries_of_the_staff_are_counted(book: Path) -> None:
    host = FileHost(book)
    host.write(STOCK, [row_of(STOCK, key) for key in keys_of(STOCK, 7)])
    host.update(STOCK, {keys_of(STOCK, 7)[2]: {"remark": "моё"}})
    host.save()
    line = next(finding for finding in book_findings(book) if "tblStock" in finding.words.ru)
    assert line.words.en == "Table tblStock on sheet Остатки: 7 rows, 1 with entries of yours"


def test_a_workbook_without_buttons_is_no_problem(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    build(path, "en", workbook_id="W-2")
    assert wrong(path) == []
    assert list(book_findings(path))[-1].level is Level.OK


@pytest.mark.parametrize("content", [None, b"", b"PK nothing"])
def test_a_workbook_that_cannot_be_read_is_one_line(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "b.xlsx"
    if content is not None:
        path.write_bytes(content)
    assert [(found.level, found.about) for found in book_findings(path)] == [(Level.BAD, "workbook")]


def test_missing_tables_columns_and_names_are_named_one_by_one(book: Path) -> None:
    patch(book, "table3.xml", 'displayName="tblStock"', 'displayName="tblOther"')
    patch(book, "workbook.xml", 'name="UtcOffset"', 'name="Other"')
    patch(book, "workbook.xml", 'name="ClockError"', 'name="Another"')
    found = [finding.words.en for finding in wrong(book)]
    assert len(found) == 3
    assert any("tblStock" in words for words in found)
    assert any("UtcOffset" in words for words in found)
    assert any("ClockError" in words for words in found)


def test_a_column_that_is_gone_is_named(tmp_path: Path) -> None:
    path = tmp_path / "b.xlsx"
    build(path, "en", workbook_id="W")
    book = load_workbook(path)
    book["Stock"]["D4"] = "Свободно сейчас"
    book["Stock"].tables["tblStock"].tableColumns[3].name = "Свободно сейчас"
    book.save(path)
    assert ["Free" in finding.words.en for finding in wrong(path)] == [True]


def test_a_workbook_of_a_newer_program_is_told(book: Path) -> None:
    host = FileHost(book)
    host.put("SchemaVersion", 99)
    host.save()
    assert len(wrong(book)) == 1


def test_a_copy_beside_it_and_a_lost_id_are_told(book: Path) -> None:
    shutil.copy(book, book.with_name("Копия.xlsm"))
    (book.parent / "broken.xlsx").write_bytes(b"")
    build(book.parent / "other.xlsx", "en", workbook_id="W-3")
    found = wrong(book)
    assert [finding.level for finding in found] == [Level.CARE]
    assert "Копия.xlsm" in found[0].words.en
    assert "other" not in found[0].words.en
    host = FileHost(book)
    host.put("WorkbookId", None)
    host.save()
    assert [finding.level for finding in wrong(book)] == [Level.BAD]


def test_a_shop_that_is_not_set_up_here_is_told(book: Path) -> None:
    host = FileHost(book)
    host.put("Shop", "77")
    host.save()
    assert [finding.level for finding in wrong(book)] == [Level.BAD]
    Settings(shops=(ShopEntry(client_id="77"),)).save()
    assert wrong(book) == []


@pytest.mark.parametrize(
    ("mark", "found"),
    [
        ("[ZoneTransfer]\r\nZoneId=3\r\nHostUrl=https://x\r\n", 3),
        ("[ZoneTransfer]\nzoneid = 4\n", 4),
        ("[ZoneTransfer]\nZoneId=0\n", 0),
        ("nonsense", 0),
        ("ZoneId=x", 0),
        (None, 0),
    ],
)
def test_the_mark_of_the_web_is_read_from_its_stream(tmp_path: Path, mark: str | None, found: int) -> None:
    path = tmp_path / "b.xlsm"
    if mark is not None:
        Path(f"{path}:Zone.Identifier").write_text(mark)  # an ordinary file here, a stream on Windows
    assert zone(path) == found


def test_a_downloaded_workbook_is_told(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checks, "zone", lambda _path: 3)
    found = wrong(book)
    assert [finding.level for finding in found] == [Level.BAD]
    assert str(book) in found[0].words.zh

"""What a seller is promised of the workbook, on a closed file and through LibreOffice."""

import errno
import hashlib
import os
import random
import string
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ozon_xl import errors
from ozon_xl.builder import build
from ozon_xl.hosts.file import FileHost
from ozon_xl.sheets import JOURNAL, LINES, ORDERS, STOCK, TABLES
from ozon_xl.sheets.columns import Cell, Table
from ozon_xl.texts import Lang
from tests.office import convert

NASTY = (
    *("00123", "1E5", "12-05", "=1+1", "+7", "-5", "@x", "MARCH1", "1/2", "TRUE", "#N/A", "1020005000219156"),
    *(
        "_x0041_",
        "_x000D_",
        " lead",
        "trail ",
        "a  b",
        "line\nbreak",
        "tab\there",
        "'quoted",
        '"',
        "<&>",
        "]]>",
        "\u00a0",
    ),
    *("арт-1", "货号", "🎁", "\u202eevil", "e\u0301", "=cmd|' /C calc'!A0", '=HYPERLINK("http://x")', "1,5", "0x10"),
    *("9007199254740993", "00", "1e-7", "12:30", "2026-11-23", "NaN", "INF", "%", "{=1}", "\ufffd", "A" * 300),
)


def ids(count: int) -> list[str]:
    dice = random.Random(7)
    found = dict.fromkeys(NASTY)
    while len(found) < count:
        found["".join(dice.choices(string.digits, k=dice.randint(4, 19)))] = None
        found["x".join(dice.choices("=+-@'\"_0123456789абв库;,:", k=dice.randint(2, 12)))] = None
    return list(found)[:count]


def digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


@pytest.fixture
def book(tmp_path: Path) -> Path:
    path = tmp_path / "Shop.xlsx"
    build(path, "en", workbook_id="id")
    return path


def row_of(table: Table, **values: Cell) -> tuple[Cell, ...]:
    return tuple(values.get(column.attr) for column in table.ours)


def stock_rows(offers: list[str]) -> list[tuple[Cell, ...]]:
    return [row_of(STOCK, offer=offer, warehouse_id="1020005000219156", free=3) for offer in offers]


def offers_in(path: Path) -> list[str]:
    return [row.key[0] for row in FileHost(path).read(STOCK)]


def saved(path: Path, change: Callable[[FileHost], None]) -> None:
    host = FileHost(path)
    change(host)
    host.save()


def test_five_hundred_ids_read_back_as_they_were(book: Path) -> None:
    offers = ids(500)
    assert len(offers) == 500
    saved(book, lambda host: host.write(STOCK, stock_rows(offers)))
    assert offers_in(book) == offers
    sheet = load_workbook(book)[STOCK.sheet.en]
    cells = [sheet.cell(row, 1) for row in range(5, 505)]
    assert {cell.data_type for cell in cells} <= {"s", "inlineStr"}


@pytest.mark.office
def test_the_ids_survive_libreoffice(book: Path, tmp_path: Path) -> None:
    offers = ids(500)
    saved(book, lambda host: host.write(STOCK, stock_rows(offers)))
    again = convert(book, "xlsx", tmp_path / "office")
    assert offers_in(again) == offers


@pytest.mark.parametrize("lang", ["en", "ru", "zh"])
def test_every_table_takes_rows_and_gives_them_back(tmp_path: Path, lang: Lang) -> None:
    path = tmp_path / "b.xlsx"
    build(path, lang)
    for table in TABLES:
        keys = [tuple(f"{attr}-{number}" for attr in table.key) for number in range(40)]
        rows = [row_of(table, **dict(zip(table.key, key, strict=True))) for key in keys]
        saved(path, lambda host, table=table, rows=rows: host.write(table, rows))  # type: ignore[misc]
        assert [row.key for row in FileHost(path).read(table)] == keys


def test_staff_cells_follow_their_row_through_growth_shrink_and_reordering(book: Path) -> None:
    dice = random.Random(3)
    saved(book, lambda host: host.write(STOCK, stock_rows(["a", "b", "c"])))
    saved(book, lambda host: host.update(STOCK, {("b", "1020005000219156"): {"new_free": 9, "remark": "=не формула"}}))
    for size in (50, 2, 400, 3):
        offers = ["b", *(f"x{number}" for number in range(size))]
        dice.shuffle(offers)
        saved(book, lambda host, offers=offers: host.write(STOCK, stock_rows(offers)))  # type: ignore[misc]
        rows = {row.key[0]: row for row in FileHost(book).read(STOCK, ("new_free", "remark"))}
        assert rows["b"].cells["new_free"].value == 9
        assert rows["b"].cells["remark"].value == "=не формула"
        assert [offer for offer, row in rows.items() if row.staff] == ["b"]


def test_all_that_is_not_ours_stays_byte_for_byte(book: Path) -> None:
    with zipfile.ZipFile(book) as package:
        before = {name: package.read(name) for name in package.namelist()}
    saved(book, lambda host: host.write(LINES, [row_of(LINES, line="p/1", posting="p")]))
    with zipfile.ZipFile(book) as package:
        after = {name: package.read(name) for name in package.namelist()}
    assert list(before) == list(after)
    changed = {name for name in before if before[name] != after[name]}
    assert changed <= {"xl/worksheets/sheet3.xml", "xl/tables/table2.xml", "xl/workbook.xml"}


def test_a_renamed_table_and_a_missing_column_are_named(book: Path, tmp_path: Path) -> None:
    def without(part: str, old: str, new: str) -> Path:
        target = tmp_path / "broken.xlsx"
        with zipfile.ZipFile(book) as source, zipfile.ZipFile(target, "w") as copy:
            for name in source.namelist():
                content = source.read(name)
                copy.writestr(name, content.replace(old.encode(), new.encode()) if part in name else content)
        return target

    with pytest.raises(errors.TableMissingError, match="tblStock"):
        FileHost(without("xl/tables/", "tblStock", "tblOther")).read(STOCK)
    with pytest.raises(errors.ColumnMissingError, match="Offer"):
        FileHost(without("xl/tables/", 'name="Offer"', 'name="Gone"')).read(STOCK)


def test_an_open_workbook_is_left_alone(book: Path) -> None:
    before = digest(book)
    lock = book.with_name(f"~${book.name}")
    lock.write_bytes(b"x")
    with pytest.raises(errors.WorkbookOpenError):
        saved(book, lambda host: host.put("Status", "x"))
    lock.unlink()
    assert digest(book) == before


def test_a_full_disk_leaves_the_old_file_and_no_rest(book: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = digest(book)

    def full(_fd: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    host = FileHost(book)
    host.write(ORDERS, [row_of(ORDERS, posting="1-1")])
    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(errors.DiskFullError):
        host.save()
    assert digest(book) == before
    assert list(book.parent.iterdir()) == [book]


def test_nothing_is_written_before_save(book: Path) -> None:
    before = digest(book)
    host = FileHost(book)
    host.write(JOURNAL, [row_of(JOURNAL, entry="1")])
    host.put("Status", "hello")
    assert digest(book) == before
    host.save()
    assert FileHost(book).get("Status").value == "hello"


def test_junk_and_bombs_are_refused(tmp_path: Path) -> None:
    junk = tmp_path / "junk.xlsx"
    junk.write_bytes(b"not a zip")
    with pytest.raises(errors.NotAWorkbookError):
        FileHost(junk).read(STOCK)
    with pytest.raises(errors.WorkbookNotFoundError):
        FileHost(tmp_path / "none.xlsx")
    bomb = tmp_path / "bomb.xlsx"
    build(bomb, "en")
    with zipfile.ZipFile(bomb, "a", zipfile.ZIP_DEFLATED) as package:
        package.writestr("xl/media/zeros.bin", bytes(1_200_000_000))
    with pytest.raises(errors.WorkbookUnsafeError):
        FileHost(bomb).read(STOCK)

"""A closed workbook with macros: buttons, ribbon, macros and their texts survive whatever is written."""

import zipfile
from pathlib import Path

import pytest

from ozon_xl.builder import build
from ozon_xl.hosts.file import FileHost
from ozon_xl.sheets import ORDERS, TABLES
from ozon_xl.texts import Lang

from .books import keys_of, members, row_of

TABLE_PARTS = {f"xl/worksheets/sheet{number}.xml" for number in range(2, len(TABLES) + 2)} | {
    f"xl/tables/table{number}.xml" for number in range(1, len(TABLES) + 1)
}
SETTINGS = f"xl/worksheets/sheet{len(TABLES) + 3}.xml"


@pytest.fixture
def macro_book(tmp_path: Path, lang: Lang) -> Path:
    path = tmp_path / "Ozon.xlsm"
    build(path, lang, workbook_id="c0ffee00-0000-4000-8000-000000000001")
    return path


def test_only_tables_and_named_cells_change(macro_book: Path) -> None:
    before = members(macro_book)
    host = FileHost(macro_book)
    for table in TABLES:
        host.write(table, [row_of(table, key) for key in keys_of(table, 50)])
    host.put("Status", "готово")
    host.save()
    after = members(macro_book)
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} == {*TABLE_PARTS, SETTINGS}
    assert {"xl/vbaProject.bin", "customUI/customUI14.xml", "xl/drawings/vmlDrawing1.vml"} <= set(after)


def test_buttons_stay_on_their_sheets(macro_book: Path) -> None:
    host = FileHost(macro_book)
    host.write(ORDERS, [row_of(ORDERS, key) for key in keys_of(ORDERS, 5)])
    host.save()
    with zipfile.ZipFile(macro_book) as archive:
        for number in (1, 2, 4):
            sheet = archive.read(f"xl/worksheets/sheet{number}.xml")
            assert sheet.count(b"<legacyDrawing ") == 1
            assert b'codeName="Sheet' in sheet

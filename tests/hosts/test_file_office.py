"""A closed workbook goes to LibreOffice and back: it opens, computes, and what it saves is ours to read and write."""

from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ozon_xl.hosts.file import FileHost
from ozon_xl.sheets import ORDERS, STOCK, TABLES
from tests.office import convert, error_cells, recalculated

from .books import Layout, Values, keys_of, make, row_of
from .conftest import fresh
from .test_contract import nasty_ids

pytestmark = pytest.mark.office


def filled(path: Path, count: int) -> Path:
    path.write_bytes(fresh("ru"))
    host = FileHost(path)
    for table in TABLES:
        host.write(table, [row_of(table, key) for key in keys_of(table, count)])
    host.save()
    return path


def test_it_computes_without_an_error(tmp_path: Path) -> None:
    book = recalculated(filled(tmp_path / "b.xlsx", 60), tmp_path / "out")
    assert error_cells(book) == []
    sheet = book[ORDERS.sheet.ru]
    tiers = {sheet.cell(row, 2).value for row in range(5, 65)}
    assert len(tiers) > 1
    assert None not in tiers


def test_500_ids_are_identical_after_libreoffice(tmp_path: Path) -> None:
    ids = nasty_ids()
    path = tmp_path / "b.xlsx"
    path.write_bytes(fresh("zh"))
    host = FileHost(path)
    host.write(STOCK, [row_of(STOCK, (text, text)) for text in ids])
    host.update(STOCK, {(text, text): {"remark": text} for text in ids})
    host.save()
    found = FileHost(convert(path, "xlsx", tmp_path / "out")).read(STOCK, ("remark",))
    assert len(ids) == 500
    assert [row.key for row in found] == [(text, text) for text in ids]
    assert [row.cells["remark"].value for row in found] == ids
    assert not any(row.cells["offer"].is_formula or row.cells["remark"].is_formula for row in found)


def test_a_workbook_that_libreoffice_saved_is_refreshed(tmp_path: Path) -> None:
    path = filled(tmp_path / "b.xlsx", 20)
    host = FileHost(path)
    keys = keys_of(ORDERS, 20)
    host.update(ORDERS, {keys[3]: {"remark": "мой"}, keys[7]: {"owner": "=Ира"}})
    host.save()
    saved = convert(path, "xlsx", tmp_path / "out")
    host = FileHost(saved)
    before = {row.key: row for row in host.read(ORDERS, list(ORDERS.by_attr))}
    assert list(before) == keys
    order = [keys[7], ("new",), *keys_of(ORDERS, 30, start=100), keys[3]]
    host.write(ORDERS, [row_of(ORDERS, key) for key in order])
    host.put("Status", "обновлено")
    host.save()
    after = FileHost(saved).read(ORDERS, ("remark", "owner"))
    assert [row.key for row in after] == order
    assert [(row.key, row.cells["remark"].value, row.cells["owner"].value) for row in after if row.staff] == [
        (keys[7], None, "=Ира"),
        (keys[3], "мой", None),
    ]
    book = recalculated(saved, tmp_path / "again")
    assert error_cells(book) == []
    assert book[ORDERS.sheet.ru].tables["tblOrders"].ref.endswith("37")
    assert FileHost(saved).get("Status").value == "обновлено"


def test_a_formula_of_the_staff_computes_in_its_new_row(tmp_path: Path) -> None:
    rows: list[Values] = [{"offer": f"o{index}", "warehouse_id": "1", "new_free": index} for index in range(4)]
    layout = Layout(STOCK, columns=[*STOCK.by_attr, "Mine"], rows=rows)
    letter = layout.letters("new_free")

    def add(_: Workbook, sheet: Worksheet) -> None:
        for index in range(4):
            sheet.write_formula(layout.cell("Mine", index), f"={letter}{index + 2}*10")

    layout.decorate = add
    path = make(tmp_path / "b.xlsx", layout)
    saved = convert(path, "xlsx", tmp_path / "out")
    host = FileHost(saved)
    host.write(STOCK, [row_of(STOCK, (offer, "1")) for offer in ("x", "o3", "o1", "y", "o2")])
    host.save()
    sheet = recalculated(saved, tmp_path / "again").worksheets[0]
    column = [sheet[layout.cell("Mine", index)].value for index in range(5)]
    assert column == [None, 30, 10, None, 20]
    assert load_workbook(saved).worksheets[0][layout.cell("Mine", 1)].value == f"={letter}3*10"

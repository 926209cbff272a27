"""The lint finds nothing in what we build, and each of the faults planted into it."""

import zipfile
from io import BytesIO
from pathlib import Path

import pytest

from ozon_xl.builder import build
from ozon_xl.hosts.file import FileHost
from ozon_xl.sheets import ORDERS, STOCK
from ozon_xl.texts import LANGS, Lang
from tests.builder.faults import FAULTS, with_fault
from tests.builder.lint import lint
from tests.builder.projects import parts_of, workbook
from tests.hosts.books import keys_of, row_of


@pytest.mark.parametrize("lang", LANGS)
def test_a_fresh_workbook_is_clean(lang: Lang, tmp_path: Path) -> None:
    build(tmp_path / "plain.xlsx", lang)
    assert lint(workbook(lang)) == []
    assert lint((tmp_path / "plain.xlsx").read_bytes()) == []


def test_a_workbook_stays_clean_when_it_is_filled(tmp_path: Path) -> None:
    path = tmp_path / "Ozon.xlsm"
    path.write_bytes(workbook())
    host = FileHost(path)
    host.write(ORDERS, [row_of(ORDERS, key) for key in keys_of(ORDERS, 40)])
    host.write(STOCK, [row_of(STOCK, key) for key in keys_of(STOCK, 40)])
    host.save()
    assert lint(path.read_bytes()) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_every_fault_is_found(fault: str) -> None:
    assert lint(with_fault(parts_of(workbook()), FAULTS[fault])) != []


def test_a_part_that_is_there_twice_is_found() -> None:
    content = BytesIO(workbook())
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/STYLES.xml", b"<x/>")
    assert any("2 times" in found for found in lint(content.getvalue()))

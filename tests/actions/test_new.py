"""A fresh workbook by name: with macros or without, never over another."""

import zipfile
from pathlib import Path

import pytest
from openpyxl import load_workbook

from ozon_xl import errors
from ozon_xl.actions.new import new_workbook


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OZON_XL_HOME", str(tmp_path / "home"))


@pytest.mark.parametrize(("name", "has_macros"), [("Shop.xlsm", True), ("Магазин.XLSM", True), ("Shop.xlsx", False)])
def test_the_name_decides_about_macros(name: str, has_macros: bool, tmp_path: Path) -> None:
    path = tmp_path / "new folder" / name
    new_workbook(path, "ru")
    with zipfile.ZipFile(path) as package:
        assert ("xl/vbaProject.bin" in package.namelist()) == has_macros
        assert (b"macroEnabled" in package.read("[Content_Types].xml")) == has_macros


def test_each_has_an_id_of_its_own(tmp_path: Path) -> None:
    ids = set()
    for name in ("a.xlsm", "b.xlsm"):
        new_workbook(tmp_path / name, "en")
        book = load_workbook(tmp_path / name)
        ((sheet, cell),) = book.defined_names["WorkbookId"].destinations
        ids.add(book[sheet][cell].value)
    assert len(ids) == 2
    assert all(len(str(found)) == 36 for found in ids)


@pytest.mark.parametrize("name", ["Shop", "Shop.xls", "Shop.xlsb", "Shop.xlam"])
def test_another_suffix_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(errors.WorkbookSuffixError):
        new_workbook(tmp_path / name, "en")
    assert not (tmp_path / name).exists()


def test_what_is_there_stays(tmp_path: Path) -> None:
    path = tmp_path / "Shop.xlsm"
    path.write_bytes(b"mine")
    with pytest.raises(errors.WorkbookExistsError):
        new_workbook(path, "zh")
    assert path.read_bytes() == b"mine"

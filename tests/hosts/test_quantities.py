"""W11 on every host: what stands in an edit cell is decided as the table says, whoever saved and whoever reads it.

The table is tests/sheets/quantity_table.py. Where a program cannot keep what somebody typed, it is named here what it
makes of it, and that is decided as the table says of that.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.cell.cell import Cell as WrittenCell
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ozon_xl.hosts.base import Host
from ozon_xl.hosts.file import FileHost
from ozon_xl.sheets import STOCK
from ozon_xl.sheets.columns import Raw
from ozon_xl.sheets.quantity import read_quantity
from ozon_xl.texts import Words
from tests.office import convert
from tests.sheets.test_quantity import CASES, REFUSALS

from .books import Layout, make, patch
from .calc_office import close_all
from .conftest import HOSTS

LEAST = 150
ROWS = [{"offer": f"{number:03d}", "warehouse_id": "1"} for number in range(len(CASES))]
LAYOUT = Layout(STOCK, rows=ROWS)

NO_FILE_HOLDS = '"12\\u0000"'
ONLY_15_DIGITS = {"11.999999999999998": "12", "12.000000000000002": "12"}
MADE: Mapping[str, Mapping[str, str]] = {
    "openpyxl": {"-0.0": "0", "=#N/A": "formula"},
    "XlsxWriter": {"-0.0": "0", "#SPILL!": "formula"},
    "saved by LibreOffice": {"-0.0": "0", "TRUE": "formula", "FALSE": "formula", **ONLY_15_DIGITS},
    "in LibreOffice": {"=TRUE": "not a number"},
    "in Excel": {"-0.0": "0", "=#N/A": "formula"},
}
"""What becomes of a cell on its way: who does not calculate keeps no result of a formula, and LibreOffice keeps truth
values as formulas and but 15 digits of a number."""


# --- programs that write such cells ----------------------------------------------------------------------------------


def by_openpyxl(path: Path) -> Path:
    """It keeps no results of formulas."""
    book = load_workbook(make(path, LAYOUT))
    for number, case in enumerate(CASES):
        cell = book.worksheets[0][LAYOUT.cell("new_free", number)]
        assert isinstance(cell, WrittenCell)
        cell.number_format = case.raw.number_format or "General"
        if NO_FILE_HOLDS in case.line:
            continue
        cell.value = _formula(case.raw) if case.raw.is_formula else case.raw.value
        if not case.raw.is_formula and isinstance(case.raw.value, str):
            cell.data_type = "e" if case.raw.is_error else "s"
    book.save(path)
    return with_all_digits(path)


def by_xlsxwriter(path: Path) -> Path:
    """It keeps the results that it is told."""

    def write(book: Workbook, sheet: Worksheet) -> None:
        for number, case in enumerate(CASES):
            at, raw = LAYOUT.cell("new_free", number), case.raw
            form = book.add_format({"num_format": raw.number_format})
            if raw.is_formula or raw.is_error:
                sheet.write_formula(at, _formula(raw), form, "" if raw.value is None else raw.value)
            elif NO_FILE_HOLDS in case.line or raw.value is None:
                sheet.write_blank(at, None, form)
            elif isinstance(raw.value, bool):
                sheet.write_boolean(at, raw.value, form)
            elif isinstance(raw.value, str):
                sheet.write_string(at, raw.value, form)
            else:
                sheet.write_number(at, raw.value, form)

    make(path, Layout(STOCK, rows=ROWS, decorate=write))
    return with_all_digits(path)


def _formula(raw: Raw) -> str:
    if raw.value is None:
        return '=""&""'
    if isinstance(raw.value, bool):
        return f"={str(raw.value).upper()}"
    return f"={raw.value}" if raw.is_error or not isinstance(raw.value, str) else f'="{raw.value}"'


def with_all_digits(path: Path) -> Path:
    """Numbers to the last digit, as Excel writes them: these programs round."""
    for number, case in enumerate(CASES):
        value = case.raw.value
        if isinstance(value, float) and float(f"{value:.15g}") != value:
            cell = rf'(?<=<c r="{LAYOUT.cell("new_free", number)}")[^>]*><v>[^<]*'
            patch(path, "worksheets/sheet1.xml", cell, f"><v>{value!r}")
    return path


# --- hosts that read them --------------------------------------------------------------------------------------------


@contextmanager
def closed(path: Path) -> Iterator[Host]:
    yield FileHost(path)


@contextmanager
def saved_by_libreoffice(path: Path) -> Iterator[Host]:
    yield FileHost(convert(path, "xlsx", path.parent / "saved", recalculate=False))


@contextmanager
def in_libreoffice(path: Path) -> Iterator[Host]:
    with HOSTS["calc"](path) as host:
        yield host
    close_all()


office = pytest.mark.office


@pytest.mark.parametrize(
    ("write", "read", "made"),
    [
        pytest.param(by_openpyxl, closed, ["openpyxl"], id="by openpyxl"),
        pytest.param(by_xlsxwriter, closed, ["XlsxWriter"], id="by XlsxWriter"),
        pytest.param(by_openpyxl, HOSTS["excel"], ["openpyxl", "in Excel"], id="in Excel"),
        pytest.param(by_openpyxl, in_libreoffice, ["in LibreOffice"], id="in LibreOffice", marks=office),
        pytest.param(
            by_openpyxl, saved_by_libreoffice, ["saved by LibreOffice"], id="saved by LibreOffice", marks=office
        ),
    ],
)
def test_every_host_decides_as_the_table_says(
    tmp_path: Path, write: Callable[[Path], Path], read: Callable[[Path], AbstractContextManager[Host]], made: list[str]
) -> None:
    became = {cell: said for name in made for cell, said in MADE[name].items()}
    with read(write(tmp_path / "Shop.xlsx")) as host:
        found = {row.key[0]: read_quantity(row.cells["new_free"]) for row in host.read(STOCK, ("new_free",))}
    exact = 0
    for number, case in enumerate(CASES):
        cell = case.line.split("|")[0].strip()
        if cell == NO_FILE_HOLDS:
            continue
        expected = _decision(became[cell]) if cell in became else case.decision
        assert found[f"{number:03d}"] == expected, case.line
        exact += cell not in became
        assert (expected == 0) <= (case.decision == 0 or cell == "-0.0"), "a zeroing that nobody asked for"
    assert exact >= LEAST
    assert sum(decision == 0 for decision in found.values()) >= 10


def _decision(said: str) -> int | Words:
    return int(said) if said.isdigit() else REFUSALS[said]

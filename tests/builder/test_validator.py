"""What Microsoft's own Open XML SDK says about our files."""

from pathlib import Path

import pytest

from ozon_xl.builder import build
from ozon_xl.hosts.file import FileHost
from ozon_xl.sheets import TABLES
from ozon_xl.texts import LANGS, Lang
from tests.builder.faults import SCHEMA_FAULTS, with_fault
from tests.builder.projects import parts_of, workbook
from tests.builder.validator import validate
from tests.hosts.books import keys_of, row_of
from tests.source import ROOT

pytestmark = [pytest.mark.office, pytest.mark.slow]


@pytest.mark.parametrize("lang", LANGS)
def test_the_workbooks_ready_to_download(lang: Lang) -> None:
    assert validate(ROOT / "workbook" / f"Ozon.{lang}.xlsm") == []


@pytest.mark.parametrize("name", ["Shop.xlsx", "Shop.xlsm"])
def test_a_fresh_workbook_and_the_same_filled(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    build(path, "zh", workbook_id="W", shop="00123", shop_name="Лавка 店")
    assert validate(path) == []
    host = FileHost(path)
    for table in TABLES:
        host.write(table, [row_of(table, key) for key in keys_of(table, 200)])
    host.put("Status", "=не формула & <готово>")
    host.save()
    assert validate(path) == []


@pytest.mark.parametrize("fault", SCHEMA_FAULTS)
def test_faults_that_only_schemas_know_are_found(fault: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.xlsm"
    path.write_bytes(with_fault(parts_of(workbook()), SCHEMA_FAULTS[fault]))
    assert validate(path) != []

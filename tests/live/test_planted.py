"""What lies beside a workbook, in the current folder or in the workbook itself never decides what a button runs."""

import uuid
from collections.abc import Callable
from pathlib import Path

import pytest

from ozon_xl.sheets import ORDERS
from ozon_xl.sheets.buttons import REFRESH
from ozon_xl.sheets.names import TODAY_SHEET
from ozon_xl.texts import buttons as texts
from tests.live.conftest import SHOPS
from tests.live.desk import Desk, OpenBook

pytestmark = [pytest.mark.office, pytest.mark.slow]

MODULES = ("ozon_xl", "httpx", "sqlalchemy", "json", "argparse", "sitecustomize", "usercustomize", "uno")
PROGRAMS = ("python", "python3", "python.exe", "pythonw.exe", "ozon-xl", "ozon-xl.exe")


@pytest.fixture
def sprung(desk: Desk, tmp_path: Path) -> Path:
    """A file that comes to be when anything planted is run."""
    sprung = tmp_path / "sprung"
    leave = f"open({str(sprung)!r}, 'a').write(__file__)\n"
    place = desk.place  # the workbook's folder, and the current one
    for name in MODULES:
        (place / f"{name}.py").write_text(leave)
    (place / "ozon_xl").mkdir()
    for name in ("__init__", "__main__", "buttons"):
        (place / "ozon_xl" / f"{name}.py").write_text(leave)
    (place / "evil.pth").write_text(f"import os; {leave}")
    for name in PROGRAMS:
        (place / name).write_text(f'#!/bin/sh\necho "$0" >> "{sprung}"\n')
        (place / name).chmod(0o755)
    (place / "python.txt").write_text(f"{place}/python3\n")
    (place / "xlwings.conf").write_text(f'"INTERPRETER","{place}/python3"\n"PYTHONPATH","{place}"\n')
    return sprung


@pytest.mark.usefixtures("installed", "practice")
def test_nothing_planted_is_run(sprung: Path, desk: Desk, opened: Callable[..., OpenBook]) -> None:
    book = opened(shop=SHOPS[0], workbook_id=str(uuid.uuid4()))
    book.add_sheet("xlwings.conf", [["INTERPRETER", f"{desk.place}/python3"], ["PYTHONPATH", str(desk.place)]])
    book.press(REFRESH, TODAY_SHEET)
    book.status(texts.REFRESHED)
    assert book.rows(ORDERS)
    assert not sprung.exists()

"""Rows into a workbook that is open in LibreOffice, against one bare call of LibreOffice's own with the same cells."""

import json
import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from ozon_xl.hosts.base import Host
from ozon_xl.hosts.calc import attach_path
from ozon_xl.sheets import Cell, Column, Kind, Table
from ozon_xl.texts import Words
from tests.hosts.books import Layout, make
from tests.hosts.calc_office import Office, end_office, office

COLUMNS = 30

_KINDS = (Kind.TEXT, Kind.WHOLE, Kind.MONEY, Kind.MOMENT)
TABLE = Table(
    name="tblMany",
    sheet=Words("Many", "Много", "多"),
    key=("c0",),
    columns=tuple(
        Column(f"c{at}", Words(f"Column {at}", f"Столбец {at}", f"列 {at}"), _KINDS[at % 4], 10)
        for at in range(COLUMNS)
    ),
)

_BARE = """
import json
area = doc.DatabaseRanges.getByName("tblMany").DataArea
cells = doc.Sheets.getByIndex(0).getCellRangeByPosition(0, area.StartRow + 1, area.EndColumn, area.EndRow)
with open({data!r}) as file:
    rows = tuple(map(tuple, json.load(file, parse_int=float)))
doc.getUndoManager().lock()
doc.lockControllers()
doc.addActionLock()
doc.enableAutomaticCalculation(False)
began = time.perf_counter()
cells.setDataArray(rows)
found = time.perf_counter() - began
doc.enableAutomaticCalculation(True)
doc.removeActionLock()
doc.unlockControllers()
doc.getUndoManager().unlock()
"""


class Writing(NamedTuple):
    """Seconds of wall time for the same cells."""

    cells: int
    host_s: float
    bare_s: float

    @property
    def ratio(self) -> float:
        """Ours to the bare call."""
        return self.host_s / self.bare_s


def writing(rows: int, *, times: int) -> Writing:
    """Both ``times`` times in turn, all cells new every time; each one's best counts."""
    with TemporaryDirectory() as folder:
        path = make(Path(folder) / "Many.xlsx", Layout(TABLE))
        running = office()
        try:
            with running.open(path) as url, attach_path(path, running.profile) as host:
                rounds = [_round(running, host, url, Path(folder), rows, turn) for turn in range(times)]
        finally:
            end_office()
    ours, bare = zip(*rounds, strict=True)
    return Writing(rows * COLUMNS, min(ours), min(bare))


def _round(running: Office, host: Host, url: str, folder: Path, count: int, turn: int) -> tuple[float, float]:
    with host.busy():
        rows = _rows(count, turn)
        began = time.perf_counter()
        host.write(TABLE, rows)
        ours = time.perf_counter() - began
    data = folder / "rows.json"
    data.write_text(_json(_rows(count, turn + 1000)))
    return ours, float(running.ask("do", url, _BARE.format(data=str(data))))


def _json(rows: list[tuple[Cell, ...]]) -> str:
    return json.dumps([["" if cell is None else cell for cell in row] for row in rows])


def _rows(count: int, turn: int) -> list[tuple[Cell, ...]]:
    chance = random.Random(turn)
    return [(f"{at:06d}", *(_cell(_KINDS[column % 4], chance) for column in range(1, COLUMNS))) for at in range(count)]


def _cell(kind: Kind, chance: random.Random) -> Cell:
    if kind is Kind.TEXT:
        return f"Склад {chance.randrange(10**6)}"
    if kind is Kind.WHOLE:
        return chance.randrange(10**4)
    return chance.randrange(10**8) / 100 if kind is Kind.MONEY else 46000 + chance.random() * 100

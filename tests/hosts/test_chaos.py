"""300 Stock sheets after people had them: every entry is sent and kept with its own row, or refused with the reason."""

import random
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ozon_xl import errors
from ozon_xl.domain.stock import Pair
from ozon_xl.hosts.base import Host, SheetRow
from ozon_xl.sheets import STOCK, Cell
from ozon_xl.sheets.quantity import read_quantity
from ozon_xl.sheets.rows import row_check
from ozon_xl.texts import LANGS

from .books import Layout, make, row_of
from .conftest import Opened

BOOKS = 300
SNAPSHOT = "41"
FREE = {Pair(f"арт {number}", f"10200050002191{number:02d}"): 10 * number + 3 for number in range(8)}
ENTRIES = ("new_free", "remark", "Mine")
"""Columns in which the staff writes."""

REFUSALS = (errors.ColumnMissingError, errors.ColumnTwiceError)

Row = dict[str, Any]


@dataclass
class Sheet:
    """A sheet as people leave it."""

    rows: list[Row]
    columns: list[str]
    headings: dict[str, str] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)
    copied: bool = False
    top: int = 0
    left: int = 0
    refused: bool = False
    """Whether a declared column is not there exactly once."""


def fresh_sheet(chance: random.Random) -> Sheet:
    rows = []
    for number, (pair, free) in enumerate(FREE.items()):
        row: Row = dict(zip([column.attr for column in STOCK.ours], row_of(STOCK, pair), strict=True))
        row |= {"free": free, "check": row_check(SNAPSHOT, pair, free)}
        if chance.random() < 0.6:
            row["new_free"] = 100 + number
        if chance.random() < 0.3:
            row["remark"] = f"note {number}"
        rows.append(row)
    return Sheet(rows, list(STOCK.by_attr))


def sort(sheet: Sheet, chance: random.Random) -> None:
    chance.shuffle(sheet.rows)


def sort_some_columns(sheet: Sheet, chance: random.Random) -> None:
    """With half of the columns selected: rows fall apart."""
    moved = chance.sample(sheet.columns, len(sheet.columns) // 2)
    order = chance.sample(range(len(sheet.rows)), len(sheet.rows))
    old = [dict(row) for row in sheet.rows]
    for row, source in zip(sheet.rows, order, strict=True):
        row.update({attr: old[source].get(attr) for attr in moved})


def hide_rows(sheet: Sheet, chance: random.Random) -> None:
    sheet.hidden |= set(chance.sample(range(len(sheet.rows)), 3))


def insert_column(sheet: Sheet, chance: random.Random) -> None:
    if "Mine" not in sheet.columns:
        sheet.columns.insert(chance.randrange(len(sheet.columns) + 1), "Mine")
        for number in chance.sample(range(len(sheet.rows)), 2):
            sheet.rows[number]["Mine"] = f"mine {number}"


def move_columns(sheet: Sheet, chance: random.Random) -> None:
    chance.shuffle(sheet.columns)


def rename_in_another_language(sheet: Sheet, chance: random.Random) -> None:
    attr = chance.choice([attr for attr in sheet.columns if attr in STOCK.by_attr])
    if attr not in sheet.headings:
        sheet.headings[attr] = f" {STOCK.by_attr[attr].heading.say(chance.choice(LANGS))} "


def rename(sheet: Sheet, chance: random.Random) -> None:
    attr = chance.choice([attr for attr in sheet.columns if attr in STOCK.by_attr])
    sheet.headings[attr] = "renamed"
    sheet.refused = True


def delete_column(sheet: Sheet, chance: random.Random) -> None:
    attr = chance.choice([attr for attr in sheet.columns if attr in STOCK.by_attr])
    sheet.columns.remove(attr)
    sheet.refused = True


def double_column(sheet: Sheet, chance: random.Random) -> None:
    heading = STOCK.by_attr["offer"].heading.ru
    if not sheet.refused and sheet.headings.get("offer", "").strip() != heading:
        sheet.columns.append(heading)
        sheet.refused = True


def paste_rows(sheet: Sheet, chance: random.Random) -> None:
    for row in chance.sample(sheet.rows, 2):
        pasted = dict(row)
        if chance.random() < 0.5:
            pasted["new_free"] = chance.choice([None, 7])
        sheet.rows.insert(chance.randrange(len(sheet.rows) + 1), pasted)


def delete_rows(sheet: Sheet, chance: random.Random) -> None:
    for _ in range(2):
        sheet.rows.pop(chance.randrange(len(sheet.rows)))


def insert_rows(sheet: Sheet, chance: random.Random) -> None:
    sheet.rows.insert(chance.randrange(len(sheet.rows)), {})
    sheet.rows.insert(chance.randrange(len(sheet.rows)), {"offer": "typed", "new_free": 3})


def retype_ids(sheet: Sheet, chance: random.Random) -> None:
    row = chance.choice(sheet.rows)
    row["warehouse_id"] = 1020005000219100.0


def type_oddly(sheet: Sheet, chance: random.Random) -> None:
    row = chance.choice(sheet.rows)
    row["new_free"] = chance.choice(["12 шт", "1,5", -3, 2.5, "", "０", "{=1+1}", "=5", "  8 "])


def move_table(sheet: Sheet, chance: random.Random) -> None:
    sheet.top, sheet.left = chance.randrange(6), chance.randrange(4)


def copy_sheet(sheet: Sheet, chance: random.Random) -> None:
    sheet.copied = True


MUTATIONS = [
    *(sort, sort_some_columns, hide_rows, insert_column, move_columns, rename_in_another_language, paste_rows),
    *(delete_rows, insert_rows, retype_ids, type_oddly, move_table, copy_sheet, rename, delete_column, double_column),
]


def mutated(chance: random.Random) -> Sheet:
    sheet = fresh_sheet(chance)
    for mutate in chance.sample(MUTATIONS, chance.randrange(1, 5)):
        mutate(sheet, chance)
    return sheet


def written(path: Path, sheet: Sheet) -> Layout:
    def decorate(book: Workbook, page: Worksheet) -> None:
        for number in sheet.hidden:
            page.set_row(sheet.top + 1 + number, None, None, {"hidden": True})
        if sheet.copied:
            copy = book.add_worksheet("Stock (2)")
            for down, row in enumerate(sheet.rows):
                copy.write_row(down, 0, [str(row.get(attr, "")) for attr in sheet.columns])

    layout = Layout(
        STOCK,
        "en",
        columns=sheet.columns,
        headings=sheet.headings,
        top=sheet.top,
        left=sheet.left,
        rows=sheet.rows,
        decorate=decorate,
    )
    make(path, layout)
    return layout


def texts_of(row: Row) -> tuple[str, ...]:
    """The key as a host reads it."""
    cells = [row.get(attr) for attr in STOCK.key]
    return tuple("" if cell is None else str(int(cell)) if isinstance(cell, float) else cell for cell in cells)


def shown(row: SheetRow) -> tuple[Cell, ...]:
    """What stands there now; a formula by what it shows."""
    cells = [row.cells[attr] for attr in ENTRIES[:2]]
    return tuple("{=1+1}" if cell.is_formula else None if cell.value == "" else cell.value for cell in cells)


def judge(sheet: Sheet, found: list[SheetRow]) -> Counter[str]:
    """Rows that a push would trust are as we wrote them, with the number that stands in them."""
    by_number = {sheet.top + 2 + number: row for number, row in enumerate(sheet.rows)}
    tally: Counter[str] = Counter()
    for row in found:
        asked, free = read_quantity(row.cells["new_free"]), row.cells["free"].value
        pair = Pair(*row.key)
        are_texts = all(isinstance(row.cells[attr].value, str) for attr in STOCK.key)
        is_whole = row.cells["check"].value == row_check(SNAPSHOT, pair, int(str(free or 0).partition(".")[0]))
        if isinstance(asked, int) and are_texts and is_whole:
            assert FREE[pair] == free
            assert int(str(by_number[row.number]["new_free"]).strip()) == asked
            assert texts_of(by_number[row.number]) == pair
            tally["sendable"] += 1
        elif asked is not None:
            tally["distrusted"] += 1
    return tally


def refreshed(host: Host, found: list[SheetRow], chance: random.Random) -> bool:
    """Rewrite the table as a refresh does: every row with entries is kept. Whether the host did."""
    keys = list(dict.fromkeys([*chance.sample(list(FREE), len(FREE)), *(Pair(*row.key) for row in found if row.staff)]))
    before = Counter((row.key, shown(row)) for row in found if row.staff)
    try:
        host.write(STOCK, [row_of(STOCK, key, salt=1) for key in keys])
    except errors.TableBlockedError:
        again = host.read(STOCK, ENTRIES[:2])
        assert Counter((row.key, shown(row)) for row in again if row.staff) == before
        return False
    after = {row.key: shown(row) for row in host.read(STOCK, ENTRIES[:2])}
    assert list(after) == keys
    for key, cells in before:
        for wanted, there in zip(cells, after[key], strict=True):
            assert wanted is None or wanted == there, key
    own = {key for key, _cells in before}
    assert all(key in own or not any(cells) for key, cells in after.items())
    return True


@pytest.mark.slow
def test_300_sheets_that_people_have_had(opened: Opened, tmp_path: Path) -> None:
    chance = random.Random(41)
    tally: Counter[str] = Counter()
    for number in range(BOOKS):
        sheet = mutated(chance)
        path = tmp_path / f"{number}.xlsx"
        written(path, sheet)
        with opened(path) as host:
            if sheet.refused:
                with pytest.raises(REFUSALS) as caught:
                    host.read(STOCK)
                assert "Stock" in caught.value.say("ru"), number
                tally["refused"] += 1
                continue
            found = host.read(STOCK, ("new_free", "remark", "free", "check"))
            tally += judge(sheet, found)
            tally["refreshed" if refreshed(host, found, chance) else "blocked"] += 1
    assert tally["refused"] > 30
    assert tally["blocked"] > 5
    assert tally["refreshed"] > 150
    assert tally["sendable"] > 400
    assert tally["distrusted"] > 100

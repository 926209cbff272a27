"""What people do to the Stock sheet, done by a real spreadsheet program, and what becomes of the numbers they typed.

LibreOffice sorts, filters, hides, inserts, moves, merges and pastes; the plan is then made of the open workbook, and of
the file that it saves, by each host. Every number typed belongs to the pair beside which it was typed. It must come up
in the plan beside that pair, or be refused, row by row or as a whole, with a reason.

Not tried, because no check of a row can see it: moving typed numbers, and nothing else, from row to row.
"""

import random
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import repeat
from pathlib import Path
from types import SimpleNamespace
from typing import NamedTuple, cast

import pytest
from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from ozon_xl.actions.stock import make_plan
from ozon_xl.clock import SystemClock
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.errors import StoppedError
from ozon_xl.hosts.base import Host, SheetRow
from ozon_xl.hosts.calc import CalcHost
from ozon_xl.hosts.excel import attach_path
from ozon_xl.hosts.file import FileHost
from ozon_xl.hosts.office.line import open_line
from ozon_xl.ozon.client import OzonClient
from ozon_xl.sheets import STOCK, Table
from ozon_xl.sheets.columns import serial
from ozon_xl.sheets.names import NAMES
from ozon_xl.sheets.rows import row_check

from .books import Layout, Values, make
from .calc_office import Office
from .fake_excel import desktop

pytestmark = [pytest.mark.office, pytest.mark.slow]

SHOP, SNAPSHOT, READING = "1000001", "7", "7:1"
ROWS, EDITS, TURNS = 14, 5, 300
ATTRS = list(STOCK.by_attr)
CHECKED = {"offer", "warehouse_id", "free", "base", "base_present", "reading", "check"}
"""What the check of a row ties together."""
PAIRS = [Pair(f"арт-{at % 9}", f"10200050002191{at:02d}") for at in range(ROWS)]
FREE = {pair: 10 + at for at, pair in enumerate(PAIRS)}


def stock_row(pair: Pair) -> Values:
    free = FREE[pair]
    check = row_check(SNAPSHOT, pair, free, free, free + 3, READING)
    numbers = {"free": free, "base": free, "base_present": free + 3, "present": free + 3, "reserved": 3}
    return {
        **pair._asdict(),
        "name": f"Товар {pair.offer}",
        "warehouse": "Склад",
        "reading": READING,
        "check": check,
        **numbers,
    }


def template(path: Path) -> Path:
    named = {
        "Shop": SHOP, "SnapshotId": SNAPSHOT, "WorkbookId": "mutated", "SchemaVersion": 1,
        "RefreshedAt": serial(datetime.now(UTC)),
    }  # fmt: skip

    def decorate(book: Workbook, _sheet: Worksheet) -> None:
        settings = book.get_worksheet_by_name("Set tings")
        assert settings
        for at, name in enumerate(sorted(set(NAMES) - {"Language", "Status", "UtcOffset"}), start=5):
            if name in named:
                settings.write(at, 1, named[name])
            book.define_name(name, f"='Set tings'!$B${at + 1}")

    rows = [stock_row(pair) for pair in PAIRS]
    return make(path, Layout(STOCK, top=3, rows=rows, decorate=decorate, book_options={"strings_to_numbers": False}))


# --- people ----------------------------------------------------------------------------------------------------------

PROLOGUE = """
results, names = [], []
s = doc.Sheets.getByName("Stock")
table = doc.DatabaseRanges.getByName("tblStock")
a = table.DataArea
top, bottom, left, right = a.StartRow + 1, a.EndRow, a.StartColumn, a.EndColumn
def area(l, t, r, b): return s.getCellRangeByPosition(l, t, r, b)
def heads(): return area(left, top - 1, right, top - 1).getDataArray()[0]
def at(heading): return left + heads().index(heading)
def rect(l, t, r, b):
    x = uno.createUnoStruct("com.sun.star.table.CellRangeAddress")
    x.StartColumn, x.StartRow, x.EndColumn, x.EndRow = l, t, r, b
    return x
def corner(c, r):
    x = uno.createUnoStruct("com.sun.star.table.CellAddress")
    x.Column, x.Row = c, r
    return x
def sort(cells, column, up):
    f = uno.createUnoStruct("com.sun.star.table.TableSortField")
    f.Field, f.IsAscending = column, up
    fields = uno.Any("[]com.sun.star.table.TableSortField", (f,))
    cells.sort((prop("SortFields", fields), prop("ContainsHeader", False)))
def mode(kind, name): return uno.Enum("com.sun.star.sheet." + kind, name)
def again():
    global a, top, bottom, left, right
    a = table.DataArea
    top, bottom, left, right = a.StartRow + 1, a.EndRow, a.StartColumn, a.EndColumn
"""


@dataclass
class Story:
    """What people do to one workbook, as statements for LibreOffice."""

    chance: random.Random
    steps: list[tuple[str, str]] = field(default_factory=list)
    """Each with its name."""
    columns: list[str | None] = field(default_factory=lambda: list(ATTRS))
    """The attrs as they stand now, from the left."""

    def do(self, name: str, code: str) -> None:
        self.steps.append((name, code))

    @property
    def row(self) -> int:
        return self.chance.randrange(ROWS - 2)


def sort_all(story: Story) -> None:
    column = story.chance.randrange(len(story.columns))
    story.do("sort", f"sort(area(left, top, right, bottom), {column}, {story.chance.random() < 0.5})")


def sort_some(story: Story) -> None:
    """Columns side by side without the others; at least one that the check ties to others which stay."""
    for _ in range(100):
        first, last = sorted(story.chance.sample(range(len(story.columns)), 2))
        taken = CHECKED & set(story.columns[first : last + 1])
        if taken and taken != CHECKED:
            rows = f"top + {story.row}" if story.chance.random() < 0.3 else "top"
            by = story.chance.randrange(last - first + 1)
            story.do("partial sort", f"sort(area(left + {first}, {rows}, left + {last}, bottom), {by}, False)")
            return


def filter_rows(story: Story) -> None:
    story.do(
        "filter",
        "cells = area(left, top - 1, right, bottom)\nwanted = cells.createFilterDescriptor(True)\n"
        "f = uno.createUnoStruct('com.sun.star.sheet.TableFilterField')\n"
        f"f.StringValue, f.Operator = 'арт-{story.chance.randrange(9)}', mode('FilterOperator', 'EQUAL')\n"
        "wanted.ContainsHeader = True\nwanted.setFilterFields((f,))\ncells.filter(wanted)",
    )


def hide_rows(story: Story) -> None:
    story.do("hide rows", f"for at_ in (1, 3, 4): s.Rows.getByIndex(top + (at_ * {story.row}) % 14).IsVisible = False")


def hide_column(story: Story) -> None:
    story.do("hide column", f"s.Columns.getByIndex(left + {story.chance.randrange(len(ATTRS))}).IsVisible = False")


def insert_row(story: Story) -> None:
    story.do("insert row", f"s.Rows.insertByIndex(top + {story.row}, {story.chance.randrange(1, 3)})")


def insert_above(story: Story) -> None:
    story.do("insert row above", "s.Rows.insertByIndex(1, 2)")


def delete_row(story: Story) -> None:
    story.do("delete row", f"s.Rows.removeByIndex(top + {story.row}, 1)")


def insert_column(story: Story) -> None:
    place = story.chance.randrange(1, len(story.columns))
    story.columns.insert(place, None)
    story.do(
        "insert column",
        f"s.Columns.insertByIndex(left + {place}, 1)\nagain()\n"
        f"area(left + {place}, top - 1, left + {place}, top).setDataArray((('Mine {place}',), ('x',)))",
    )


def delete_column(story: Story) -> None:
    place = story.chance.randrange(len(story.columns))
    story.columns.pop(place)
    story.do("delete column", f"s.Columns.removeByIndex(left + {place}, 1)")


def move_column(story: Story) -> None:
    source = story.chance.randrange(len(story.columns))
    target = story.chance.randrange(1, len(story.columns))
    if abs(source - target) < 2:
        return
    shifted = source + (source >= target)
    story.do(
        "move column",
        f"s.Columns.insertByIndex(left + {target}, 1)\nagain()\n"
        f"s.moveRange(corner(left + {target}, top - 1), rect(left + {shifted}, top - 1, left + {shifted}, bottom))\n"
        f"s.Columns.removeByIndex(left + {shifted}, 1)",
    )
    moved = story.columns[source]
    story.columns.insert(target, moved)
    story.columns.pop(shifted)


def rename(story: Story) -> None:
    place = story.chance.randrange(len(story.columns))
    attr = story.columns[place]
    if attr is not None:
        known = STOCK.by_attr[attr].heading
        heading = story.chance.choice([known.ru, known.zh, "Другое", ""])
        story.do("rename", f"area(left + {place}, top - 1, left + {place}, top - 1).setDataArray((({heading!r},),))")


def merge(story: Story) -> None:
    place, row = story.chance.randrange(len(story.columns) - 1), story.row
    story.do("merge", f"area(left + {place}, top + {row}, left + {place + 1}, top + {row + 1}).merge(True)")


def paste_row(story: Story) -> None:
    """All of a row over another, the typed number too."""
    source, target = story.chance.sample(range(ROWS - 2), 2)
    story.do(
        "paste over",
        f"s.copyRange(corner(left, top + {target}), rect(left, top + {source}, right, top + {source}))",
    )


def paste_some(story: Story) -> None:
    """Part of a row over another, at least one checked cell and not all."""
    source, target = story.chance.sample(range(ROWS - 2), 2)
    for _ in range(100):
        first, last = sorted(story.chance.sample(range(len(story.columns)), 2))
        taken = CHECKED & set(story.columns[first : last + 1])
        if taken and taken != CHECKED:
            cells = f"rect(left + {first}, top + {source}, left + {last}, top + {source})"
            story.do("paste over", f"s.copyRange(corner(left + {first}, top + {target}), {cells})")
            return


def copy_sheet(story: Story) -> None:
    first = story.chance.random() < 0.5
    story.do("copied sheet", f"doc.Sheets.copyByName('Stock', 'Stock (2)', {0 if first else 1})")


MUTATIONS: list[Callable[[Story], None]] = [
    sort_all, sort_all, sort_some, sort_some, filter_rows, hide_rows, hide_column, insert_row, insert_above, delete_row,
    insert_column, delete_column, move_column, rename, merge, paste_row, paste_some, copy_sheet,
]  # fmt: skip

TYPE = """
new, offer, warehouse = ([at(h) for h in heads() if h in known] or [None] for known in {headings!r})
typed = {{}}
if all(len(found) == 1 and found[0] is not None for found in (new, offer, warehouse)):
    for row, number in {edits!r}:
        if row > bottom - top:
            continue
        pair = [str(area(c[0], top + row, c[0], top + row).getDataArray()[0][0]) for c in (offer, warehouse)]
        if all(pair):
            area(new[0], top + row, new[0], top + row).setDataArray(((float(number),),))
            typed[number] = pair
results.append(typed)
"""

STEPS = """
for name, step in {steps!r}:
    try:
        exec(step)
    except uno.getClass("com.sun.star.uno.RuntimeException"):
        break  # LibreOffice refuses: over merged cells
    finally:
        again()
    names.append(name)
"""


def typing(story: Story, first: int, count: int) -> str:
    headings = [list(STOCK.by_attr[attr].heading) for attr in ("new_free", "offer", "warehouse_id")]
    rows = story.chance.sample(range(ROWS), count)
    edits = [(row, number) for number, row in enumerate(rows, first)]
    return TYPE.format(headings=headings, edits=edits)


def act(running: Office, url: str, turn: int) -> tuple[dict[int, Pair], list[str]]:
    """Type, mutate, type again. What was typed beside which pair, and what was done."""
    story = Story(random.Random(turn))
    before = typing(story, 100, EDITS)
    for _ in range(story.chance.randrange(1, 4)):
        story.chance.choice(MUTATIONS)(story)
    code = "\n".join([PROLOGUE, before, STEPS.format(steps=story.steps), typing(story, 500, 2)])
    typed, names = running.ask("do", url, code + "\nfound = results, names")
    return {int(number): Pair(*pair) for part in typed for number, pair in part.items()}, names


# --- the plans -------------------------------------------------------------------------------------------------------


def client() -> OzonClient:
    """An Ozon in which nothing has changed since the refresh."""
    levels = [
        StockLevel(*pair, sku="1", product_id="1", present=free + 3, reserved=3, free=free, changed_at=None)
        for pair, free in FREE.items()
    ]
    stocks = SimpleNamespace(of_offers=lambda offers: [level for level in levels if level.offer in offers])
    return cast(OzonClient, SimpleNamespace(shop=SimpleNamespace(client_id=SHOP), stocks=stocks))


def judged(host: Host, typed: dict[int, Pair], tally: Counter[str]) -> dict[int, Pair]:
    """What would be sent, by the number typed; every one of these beside its own pair."""
    try:
        plan = make_plan(host, client(), SystemClock())
    except StoppedError:
        tally["refused as a whole"] += 1
        return {}
    for item in plan.items:
        assert typed[item.want] == item.pair, item
    assert all(refusal.why.ru for refusal in plan.refused)
    tally["refused rows"] += len(plan.refused)
    tally["planned"] += len(plan.items)
    return {item.want: item.pair for item in plan.items}


class Turn(NamedTuple):
    """One workbook after people had it."""

    names: list[str]
    typed: dict[int, Pair]
    saved: Path
    planned: dict[int, Pair]
    """From the open workbook."""


def play(folder: Path, turns: Sequence[int], tally: Counter[str]) -> list[Turn]:
    """Workbooks one after the other, in an office of their own."""
    path, running = template(folder / "Ours.xlsx"), Office()
    played = []
    try:
        with open_line(running.profile) as line:
            for turn in turns:
                saved = folder / f"{turn}.xlsx"
                with running.open(path) as url:
                    typed, names = act(running, url, turn)
                    assert line.ask("find", path=str(path)) == [path.name]
                    played.append(Turn(names, typed, saved, judged(CalcHost(line), typed, tally)))
                    running.ask("save", url, saved.as_uri())
    finally:
        running.end()
    return played


def test_every_number_stays_with_its_pair_or_is_refused(tmp_path: Path) -> None:
    tallies: dict[str, Counter[str]] = {"calc": Counter(), "file": Counter(), "excel": Counter()}
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    shares = [range(0, TURNS, 2), range(1, TURNS, 2)]
    with ThreadPoolExecutor(2) as pool:
        played = [turn for part in pool.map(play, folders, shares, repeat(tallies["calc"])) for turn in part]
    for number, turn in enumerate(played):
        plans = [turn.planned, judged(FileHost(turn.saved), turn.typed, tallies["file"])]
        if number % 3 == 0:
            with desktop() as windows:
                windows.open(turn.saved)
                with attach_path(turn.saved) as host:
                    plans.append(judged(host, turn.typed, tallies["excel"]))
        if not {"merge", "rename"} & set(turn.names):  # LibreOffice saves cells below merged ones, and old headings
            assert all(plan == plans[0] for plan in plans), turn
    done = Counter(name for turn in played for name in turn.names)
    assert len(done) >= 15
    assert min(done.values()) >= 10, done
    for name, tally in tallies.items():
        share = 3 if name == "excel" else 1
        assert tally["planned"] >= 900 / share, (name, tally)
        assert tally["refused rows"] >= 90 / share, (name, tally)
        assert tally["refused as a whole"] >= 24 / share, (name, tally)


class OffByOne(FileHost):
    """A host that takes each typed number for that of the next row."""

    def read(
        self, table: Table, attrs: Sequence[str] = (), *, noted: bool = False, entries: bool = False
    ) -> list[SheetRow]:
        rows = super().read(table, attrs, noted=noted, entries=entries)
        if "new_free" not in attrs:
            return rows
        return [
            row._replace(cells={**row.cells, "new_free": above.cells["new_free"]})
            for above, row in zip(rows[-1:] + rows[:-1], rows, strict=True)
        ]


def test_a_number_that_strays_would_be_seen(tmp_path: Path) -> None:
    path = template(tmp_path / "Ours.xlsx")
    host = FileHost(path)
    host.update(STOCK, {PAIRS[4]: {"new_free": 100}})
    host.save()
    typed = {100: PAIRS[4]}
    assert judged(FileHost(path), typed, Counter()) == typed
    with pytest.raises(AssertionError):
        judged(OffByOne(path), typed, Counter())

"""What only a live Excel has: windows, copies, people at the same sheet, and the price of a call."""

import math
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from copy import deepcopy
from itertools import count
from pathlib import Path

import pytest

from ozon_xl import errors
from ozon_xl.hosts import excel
from ozon_xl.hosts.base import Host
from ozon_xl.hosts.com import patience
from ozon_xl.hosts.excel import ExcelHost, attach, attach_path
from ozon_xl.sheets import ORDERS, STOCK, Table
from ozon_xl.sheets.names import NAMES

from .books import Layout, Values, keys_of, make, row_of
from .conftest import fresh
from .excel_books import ID, book_of
from .fake_excel import Desktop, Failure, FakeCell, desktop, forget_engine


@pytest.fixture
def windows() -> Iterator[Desktop]:
    with desktop() as made:
        yield made


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """The pauses that would have been made."""
    made: list[float] = []
    monkeypatch.setattr(patience, "sleep", made.append)
    return made


def cell(windows: Desktop, attr: str, row: int, table: Table = STOCK) -> FakeCell:
    """A cell of the first workbook by heading and by the number of its row in the table."""
    sheet, found = windows.apps[0].books[0].model.table(table.name)
    left, top, right, _ = found.rect
    heads = [sheet.value_at(top, across) for across in range(left, right + 1)]
    heading = table.by_attr[attr].heading.en if attr in table.by_attr else attr
    return sheet.at(top + 1 + row, left + heads.index(heading))


# --- finding the workbook --------------------------------------------------------------------------------------------


def test_the_workbook_is_found_by_its_id_never_by_being_active(windows: Desktop, tmp_path: Path) -> None:
    windows.open(book_of(tmp_path / "Other.xlsx", guid="other"))
    windows.open(make(tmp_path / "Foreign.xlsx", Layout(STOCK)))
    windows.open(book_of(tmp_path / "Ours.xlsx"), windows.start())
    for hwnd in (0, 2000, 1000, 77):  # the right window, another's, none at all
        with attach(ID, hwnd) as host:
            assert host.title == "Ours.xlsx"
    with attach_path(tmp_path / "Other.xlsx") as host:
        assert host.get("WorkbookId").value == "other"


@pytest.mark.parametrize(
    ("address", "guid", "found"),
    [
        ("https://d.docs.live.net/1f/Documents/Ours.xlsx", ID, True),
        ("https://shop.sharepoint.com/sites/a b/OURS.xlsx", ID, True),
        ("https://d.docs.live.net/1f/Documents/Ours.xlsx", "another", False),
        ("https://d.docs.live.net/1f/Documents/Ours.xlsx", "", False),
        ("https://d.docs.live.net/1f/Documents/A copy of it.xlsx", ID, False),
    ],
)
def test_a_workbook_from_the_cloud_is_found_by_name_and_id(
    windows: Desktop, tmp_path: Path, address: str, guid: str, found: bool
) -> None:
    """Excel says its address, not where OneDrive keeps it on this computer."""
    path = book_of(tmp_path / "Ours.xlsx")
    windows.open(book_of(tmp_path / "Other.xlsx", guid="other"))
    windows.open(path).model.path = address
    with pytest.raises(errors.WorkbookNotOpenError) if not found else nullcontext(), attach_path(path, guid) as host:
        assert host.get("WorkbookId").value == ID


def test_a_file_is_the_same_by_whatever_path(windows: Desktop, tmp_path: Path) -> None:
    """As with a drive that leads to a server."""
    windows.open(book_of(tmp_path / "Ours.xlsx"))
    drive = tmp_path / "Z"
    drive.symlink_to(tmp_path, target_is_directory=True)
    windows.apps[0].books[0].model.path = str(drive / "Ours.xlsx")
    with attach_path(tmp_path / "Ours.xlsx") as host:
        assert host.title == "Ours.xlsx"
    (tmp_path / "Copy").mkdir()
    copy = book_of(tmp_path / "Copy" / "Ours.xlsx")
    with pytest.raises(errors.WorkbookNotOpenError), attach_path(copy, ID):
        pass


def test_a_workbook_that_is_not_open_is_named(windows: Desktop, tmp_path: Path) -> None:
    windows.open(book_of(tmp_path / "Other.xlsx", guid="other"))
    with pytest.raises(errors.WorkbookNotOpenError) as caught, attach(ID):
        pass
    assert ID in caught.value.say("ru")
    with pytest.raises(errors.WorkbookNotOpenError), attach_path(tmp_path / "Ours.xlsx"):
        pass


def test_no_excel_at_all(windows: Desktop) -> None:
    with pytest.raises(errors.WorkbookNotOpenError), attach(ID):
        pass


def test_a_copy_that_is_open_too_is_refused_by_name(windows: Desktop, tmp_path: Path) -> None:
    windows.open(book_of(tmp_path / "Ours.xlsx"))
    windows.open(book_of(tmp_path / "Copy.xlsx"))
    for hwnd in (0, 1000):
        with pytest.raises(errors.WorkbookOpenTwiceError) as caught, attach(ID, hwnd):
            pass
        assert "Copy.xlsx" in caught.value.say("zh")
        assert "Ours.xlsx" in caught.value.say("zh")


def test_the_window_tells_a_copy_in_another_excel_apart(windows: Desktop, tmp_path: Path) -> None:
    windows.open(book_of(tmp_path / "Ours.xlsx"))
    windows.open(book_of(tmp_path / "Copy.xlsx"), windows.start())
    with attach(ID, 2000) as host:
        assert host.title == "Copy.xlsx"
    with pytest.raises(errors.WorkbookOpenTwiceError), attach(ID):
        pass


def test_a_copied_sheet_with_names_of_its_own_misleads_nobody(windows: Desktop, tmp_path: Path) -> None:
    model = windows.open(book_of(tmp_path / "Ours.xlsx")).model
    own = {name: (1, row, 1, row) for row, name in enumerate(("WorkbookId", "Status", "SnapshotId"), 50)}
    model.local_names = [(model.sheets[0].title, name, rect) for name, rect in own.items()]
    with attach(ID) as host:
        host.put_all({"Status": "done", "SnapshotId": "12"})
        assert host.get("SnapshotId").value == "12"
    assert (model.named("Status").value, model.named("SnapshotId").value) == ("done", "12")
    assert all(model.sheets[0].value_at(top, left) is None for left, top, *_ in own.values())


def test_named_cells_are_found_wherever_they_were_moved(windows: Desktop, tmp_path: Path) -> None:
    path = tmp_path / "Ozon.xlsx"
    path.write_bytes(fresh("en"))
    model = windows.open(path).model
    model.names["IndexNow"] = ("Orders", (500, 3, 500, 3))
    model.names["Shop"] = ("Journal", (30, 900_000, 30, 900_000))
    model.names["Status"] = ("Today", (700, 2, 700, 2))
    model.names["IndexCharge"] = ("Today", (2, 900, 3, 900))  # no longer one cell
    del model.names["IndexZone"]
    wanted = {name: name if at % 3 else float(at) for at, name in enumerate(NAMES)}
    lost = {"IndexZone", "IndexCharge"}
    with attach_path(path) as host:
        host.put_all(wanted, optional=lost)
        found = host.get_all(NAMES)
    there = {name: value for name, value in wanted.items() if name not in lost}
    assert {name: cell.value for name, cell in found.items()} == there
    assert {name: model.named(name).value for name in there} == there
    assert max(call.cells for call in windows.line.crossings) < 1_000, "what lies between them stays where it is"


def test_without_windows_the_cure_is_told() -> None:
    excel.load_engine.cache_clear()
    try:
        with pytest.raises(errors.ProgramMissingError) as caught, attach(ID):
            pass
    finally:
        excel.load_engine.cache_clear()
        forget_engine()
    assert "ozon-xl refresh" in caught.value.say("ru")


# --- xlwings on a short leash ----------------------------------------------------------------------------------------


def test_xlwings_is_made_safe(windows: Desktop, tmp_path: Path) -> None:
    windows.open(book_of(tmp_path / "Ours.xlsx"))
    with attach(ID):
        pass
    engine = excel.load_engine()
    assert os.environ["XLWINGS_LICENSE_KEY"] == "open-source-only"
    assert engine.N_COM_ATTEMPTS == 1
    assert engine.Apps.cleanup() is None
    assert engine.__name__ == "xlwings._xlwindows"


def test_no_pandas_on_the_way_and_nothing_left_behind() -> None:
    """In a process of its own: what the import brings along, and that it hides nothing from others afterwards."""
    code = (
        "import sys, ozon_xl.hosts.excel as excel\n"
        "assert 'xlwings' not in sys.modules\n"
        "try:\n    excel.load_engine()\n"
        "except Exception as error:\n    assert type(error).__name__ == 'ProgramMissingError'\n"
        "assert not {'numpy', 'pandas'} & sys.modules.keys()\n"
        "assert 'xlwings' in sys.modules\n"
        "import numpy"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, cwd=Path(__file__).parents[2])


# --- the price of a call ---------------------------------------------------------------------------------------------


def carried(windows: Desktop) -> tuple[int, int, int]:
    """Calls that carry cells, all calls, and what the first may be for the cells that they carried."""
    calls = windows.line.carrying
    found = len(calls), len(windows.line.crossings), math.ceil(sum(call.cells for call in calls) / 100_000) + 15
    windows.line.crossings.clear()
    return found


@pytest.mark.parametrize("table", [ORDERS, STOCK], ids=lambda table: table.name)
def test_no_call_is_made_for_a_single_cell(windows: Desktop, tmp_path: Path, table: Table) -> None:
    path = tmp_path / "Ozon.xlsx"
    path.write_bytes(fresh("en"))
    windows.open(path)
    counts = []
    with attach_path(path) as host:
        for size in (500, 5_000):
            keys = keys_of(table, size)
            rows = [row_of(table, key) for key in keys]
            host.write(table, rows[::-1])
            windows.line.crossings.clear()
            host.write(table, rows)  # every row moves
            write = carried(windows)
            host.read(table, ("remark",))
            read = carried(windows)
            host.update(table, {key: {table.ours[-1].attr if table is STOCK else "todo": "x"} for key in keys})
            counts.append((write, read, carried(windows)))
    for few, many in zip(*counts, strict=True):
        assert few[0] <= few[2]
        assert many[0] <= many[2]
        assert many[1] <= 62
        assert many[1] <= few[1] + 8, "only blocks too large for one call make further calls"


def test_scattered_updates_go_together(windows: Desktop, tmp_path: Path) -> None:
    path = book_of(tmp_path / "Ours.xlsx")
    windows.open(path)
    with attach(ID) as host:
        keys = keys_of(STOCK, 1_000)
        host.write(STOCK, [row_of(STOCK, key) for key in keys])
        host.update(STOCK, {key: {"new_free": 1} for key in keys})
        windows.line.crossings.clear()
        host.update(STOCK, {key: {"result": "x", "result_at": 1.5, "free": 2, "new_free": None} for key in keys[::2]})
        assert len(windows.line.crossings) < 100
        rows = host.read(STOCK, ("new_free", "free", "result"))
    assert [row.cells["new_free"].is_blank for row in rows] == [True, False] * 500
    assert all(row.cells["free"].value == 2 and row.cells["result"].value == "x" for row in rows[::2])


# --- people's sheets -------------------------------------------------------------------------------------------------


def filled(windows: Desktop, path: Path, count: int = 6) -> list[tuple[str, ...]]:
    keys = keys_of(STOCK, count)
    rows: list[Values] = [{"offer": key[0], "warehouse_id": key[1], "new_free": at} for at, key in enumerate(keys)]
    windows.open(book_of(path, rows))
    return keys


def test_colours_and_notes_follow_their_row(windows: Desktop, tmp_path: Path) -> None:
    keys = filled(windows, tmp_path / "Ours.xlsx")
    cell(windows, "remark", 2).look = "yellow"
    cell(windows, "name", 4).note = "ask Anna"
    with attach(ID) as host:
        assert [row.staff for row in host.read(STOCK)] == [True] * 6
        host.write(STOCK, [row_of(STOCK, key) for key in [("new", "1"), *keys[::-1]]])
        rows = host.read(STOCK, ("new_free",))
    assert [row.key for row in rows] == [("new", "1"), *keys[::-1]]
    assert [row.cells["new_free"].value for row in rows] == [None, 5, 4, 3, 2, 1, 0]
    assert [cell(windows, "remark", row).look for row in range(7)] == ["", "", "", "", "yellow", "", ""]
    assert [cell(windows, "name", row).note for row in range(7)] == ["", "", "ask Anna", "", "", "", ""]


def test_a_note_alone_is_the_staffs(windows: Desktop, tmp_path: Path) -> None:
    rows: list[Values] = [{"offer": text, "warehouse_id": "1"} for text in "ab"]
    windows.open(book_of(tmp_path / "Ours.xlsx", rows=rows))
    cell(windows, "name", 1).note = "ask Anna"
    with attach(ID) as host:
        assert [row.staff for row in host.read(STOCK)] == [False, True]


def test_a_filter_is_lifted_and_hidden_rows_are_sorted_too(windows: Desktop, tmp_path: Path) -> None:
    keys = filled(windows, tmp_path / "Ours.xlsx")
    sheet, table = windows.apps[0].books[0].model.table("tblStock")
    table.filtered, sheet.hidden = True, {3, 5}
    with attach(ID) as host:
        host.write(STOCK, [row_of(STOCK, key) for key in keys[3::-1]])
        rows = host.read(STOCK, ("new_free",))
    assert [(row.key, row.cells["new_free"].value) for row in rows] == [(keys[at], at) for at in (3, 2, 1, 0)]
    assert not table.filtered
    assert not sheet.hidden


def test_a_column_of_the_staff_fills_itself_and_is_no_entry(windows: Desktop, tmp_path: Path) -> None:
    attrs = [*STOCK.by_attr, "Total"]
    at = Layout(STOCK, columns=attrs).letters("free")
    rows: list[Values] = [
        {"offer": str(row), "warehouse_id": "1", "Total": f"{{={at}{row + 2}*2}}"} for row in range(4)
    ]
    windows.open(book_of(tmp_path / "Ours.xlsx", rows=rows, columns=attrs))
    cell(windows, "Total", 2).clear()
    cell(windows, "Total", 2).value = 7.0
    with attach(ID) as host:
        assert [row.staff for row in host.read(STOCK)] == [False, False, True, False]
        host.write(STOCK, [row_of(STOCK, (text, "1")) for text in ("new", "2", "0", "new 2")])
    formulas = [cell(windows, "Total", row).formula for row in range(4)]
    away = attrs.index("Total") - attrs.index("free")
    assert formulas == [f"=RC[-{away}]*2", None, f"=RC[-{away}]*2", f"=RC[-{away}]*2"]
    assert cell(windows, "Total", 1).value == 7.0


def test_what_stands_below_keeps_its_distance(windows: Desktop, tmp_path: Path) -> None:
    keys = filled(windows, tmp_path / "Ours.xlsx")
    sheet, table = windows.apps[0].books[0].model.table("tblStock")
    sheet.at(10, 2).value, sheet.at(10, 40).value = "below", "beside"
    with attach(ID) as host:
        for count in (20, 2, 1, 0, 6):
            host.write(STOCK, [row_of(STOCK, key) for key in keys_of(STOCK, count)])
            bottom = table.rect[3]
            assert bottom == 1 + max(count, 1)
            assert sheet.value_at(bottom + 3, 2) == "below"
            assert sheet.value_at(10, 40) == "beside"
    assert keys


def test_another_table_in_the_way_is_told_before_anything_changes(windows: Desktop, tmp_path: Path) -> None:
    keys = filled(windows, tmp_path / "Ours.xlsx")
    sheet, table = windows.apps[0].books[0].model.table("tblStock")
    sheet.tables.append(type(table)("Mine", (10, 20, 30, 25)))
    before = deepcopy(sheet)
    with attach(ID) as host, pytest.raises(errors.TableBlockedError) as caught:
        host.write(STOCK, [row_of(STOCK, key) for key in keys_of(STOCK, 50)])
    assert sheet == before
    assert "Stock" in caught.value.say("en")
    assert keys


ACTS: dict[str, Callable[[Host, tuple[str, ...]], None]] = {
    "write": lambda host, _key: host.write(STOCK, []),
    "update": lambda host, key: host.update(STOCK, {key: {"result": "x"}}),
}


@pytest.mark.parametrize("act", ACTS.values(), ids=ACTS)
def test_a_protected_sheet_is_told_before_anything_changes(
    windows: Desktop, tmp_path: Path, act: Callable[[Host, tuple[str, ...]], None]
) -> None:
    keys = filled(windows, tmp_path / "Ours.xlsx")
    windows.apps[0].books[0].model.sheets[0].protected = True
    with attach(ID) as host, pytest.raises(errors.TableBlockedError) as caught:
        act(host, keys[0])
    assert "защищ" in caught.value.say("ru")


def test_entries_of_doubled_rows_are_merged_or_refused(windows: Desktop, tmp_path: Path) -> None:
    rows: list[Values] = [
        {"offer": "a", "warehouse_id": "1", "new_free": 5},
        {"offer": "a", "warehouse_id": "1", "remark": "pasted"},
        {"offer": "a", "warehouse_id": "1", "new_free": 5},
    ]
    windows.open(book_of(tmp_path / "Ours.xlsx", rows=rows))
    with attach(ID) as host:
        host.write(STOCK, [row_of(STOCK, ("a", "1"))])
        (row,) = host.read(STOCK, ("new_free", "remark"))
        assert (row.cells["new_free"].value, row.cells["remark"].value) == (5, "pasted")
    contradicting: list[Values] = [rows[1], rows[0], {**rows[2], "new_free": 6}]
    for number, wrong in enumerate([[*rows[:2], contradicting[2]], contradicting]):
        windows.apps[0].books.clear()
        windows.open(book_of(tmp_path / f"{number}.xlsx", wrong))
        before = deepcopy(windows.apps[0].books[0].model)
        with attach(ID) as host, pytest.raises(errors.TableBlockedError) as caught:
            host.write(STOCK, [row_of(STOCK, ("a", "1"))])
        assert "4" in caught.value.say("en")
        assert windows.apps[0].books[0].model == before


def test_formats_that_people_changed_do_no_harm(windows: Desktop, tmp_path: Path) -> None:
    keys = filled(windows, tmp_path / "Ours.xlsx")
    for row in range(6):
        cell(windows, "free", row).number_format = "@"
        cell(windows, "offer", row).number_format = "General"
        cell(windows, "changed_at", row).number_format = "@"
    with attach(ID) as host:
        wanted = [row_of(STOCK, key, salt=3) for key in keys]
        host.write(STOCK, wanted)
        rows = host.read(STOCK, [column.attr for column in STOCK.ours])
    assert [tuple(row.cells[column.attr].value for column in STOCK.ours) for row in rows] == wanted


@pytest.mark.parametrize("repeats_rows", [True, False])
@pytest.mark.parametrize("number_format", ["General", "@"])
def test_formulas_get_into_every_row(windows: Desktop, tmp_path: Path, repeats_rows: bool, number_format: str) -> None:
    path = tmp_path / "Ozon.xlsx"
    path.write_bytes(fresh("en"))
    windows.open(path)
    windows.repeats_rows = repeats_rows
    cell(windows, "reason", 0, ORDERS).number_format = number_format
    computed = [column.attr for column in ORDERS.columns if column.formula]
    with attach_path(path) as host:
        for count in (5, 12, 0):
            host.write(ORDERS, [row_of(ORDERS, key) for key in keys_of(ORDERS, count)])
            rows = host.read(ORDERS, computed)
            assert len(rows) == count
            assert all(row.cells[attr].is_formula for row in rows for attr in computed)
    assert cell(windows, "reason", 0, ORDERS).formula is None


def test_a_typed_percentage_among_plain_numbers_is_told(windows: Desktop, tmp_path: Path) -> None:
    filled(windows, tmp_path / "Ours.xlsx", count=40)
    cell(windows, "new_free", 17).number_format = "0%"
    with attach(ID) as host:
        windows.line.crossings.clear()
        formats = [row.cells["new_free"].number_format for row in host.read(STOCK, ("new_free",))]
        assert sum(crossing.what == "NumberFormat" for crossing in windows.line.crossings) < 14
    assert formats == ["0"] * 17 + ["0%"] + ["0"] * 22


def test_somebody_sorts_while_we_write(windows: Desktop, tmp_path: Path) -> None:
    """The rows go back to their places, and what was written meanwhile is written again."""
    keys = filled(windows, tmp_path / "Ours.xlsx", count=9)
    sheet, table = windows.apps[0].books[0].model.table("tblStock")

    def sort() -> None:
        left, top, right, bottom = table.rect
        sheet.move((left, top + 1, right, bottom), lambda row: bottom + top + 1 - row)

    with attach(ID) as host:
        host.write(STOCK, [row_of(STOCK, key) for key in keys])
        windows.line.crossings.clear()
        host.write(STOCK, [row_of(STOCK, key) for key in keys])
        calls = [call for call in windows.line.crossings if call.what == "Value2=" and call.owner == "Cells"]
        for number in [call.number for call in calls[1:-1]]:
            windows.line.crossings.clear()
            windows.line.after = lambda at, number=number: sort() if at == number else None  # type: ignore[misc]
            host.write(STOCK, [row_of(STOCK, key, salt=number) for key in keys])
            windows.line.after = lambda _at: None
            rows = host.read(STOCK, ("new_free",))
            assert [(row.key, row.cells["new_free"].value) for row in rows] == [
                (key, at) for at, key in enumerate(keys)
            ]


# --- a program that is busy ------------------------------------------------------------------------------------------


def test_a_cell_being_edited_is_waited_for_and_then_told(windows: Desktop, waits: list[float], tmp_path: Path) -> None:
    filled(windows, tmp_path / "Ours.xlsx")
    with attach(ID) as host:
        windows.line.failing = lambda number: Failure.EDITING if number % 7 else None
        host.put("Status", "done")
        assert waits
        windows.line.failing = lambda _number: Failure.REJECTED
        waits.clear()
        with pytest.raises(errors.ProgramBusyError) as caught:
            host.put("Status", "more")
        assert 5 < sum(waits) < 15
        assert "Enter" in caught.value.say("zh")
        windows.line.failing = lambda _number: None


def test_progress_is_tried_once(windows: Desktop, waits: list[float], tmp_path: Path) -> None:
    filled(windows, tmp_path / "Ours.xlsx")
    with attach(ID) as host:
        host.progress("Ozon: 5")
        assert windows.apps[0].state["StatusBar"] == "Ozon: 5"
        for failure in Failure:
            windows.line.crossings.clear()
            windows.line.failing = lambda _number, failure=failure: failure  # type: ignore[misc]
            host.progress("Ozon: 6")
            assert len(windows.line.crossings) == 1
        windows.line.failing = lambda _number: None
    assert waits == []
    assert windows.apps[0].state["StatusBar"] is False


def test_busy_restores_what_was(windows: Desktop, tmp_path: Path) -> None:
    filled(windows, tmp_path / "Ours.xlsx")
    state = windows.apps[0].state
    state["Calculation"] = 2
    before = dict(state)
    with attach(ID) as host:
        with host.busy():
            assert (state["ScreenUpdating"], state["Calculation"], state["EnableEvents"]) == (False, -4135, False)
            with host.busy():
                pass
            assert state["Calculation"] == -4135
        assert state == before
        with pytest.raises(RuntimeError, match="ours"), host.busy():
            raise RuntimeError("ours")
        assert state == before


def test_while_excel_is_held_still_its_cells_say_so(
    windows: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By them the macros put right what is left of a program that was ended; see ``tests/builder/test_recover.py``."""
    filled(windows, tmp_path / "Ours.xlsx")
    windows.apps[0].state["Calculation"] = 2
    moments = count(1.0)
    monkeypatch.setattr(excel, "to_cell", lambda _now, **_how: next(moments))
    with attach(ID) as host:
        with host.busy():
            assert (host.get("PausedSince").value, host.get("CalculationBefore").value) == (1, 2)
            host.write(STOCK, [row_of(STOCK, ("tea", "1"))])
            assert host.get("PausedSince").value == 2, "each table may take a while"
        assert host.get("PausedSince").is_blank
        assert host.get("CalculationBefore").is_blank
        host.write(STOCK, [row_of(STOCK, ("tea", "1"))])
        assert host.get("PausedSince").is_blank


@pytest.fixture
def ended(windows: Desktop, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, object]:
    """An Excel that a program held still when it was ended."""
    filled(windows, tmp_path / "Ours.xlsx")
    windows.apps[0].state["Calculation"] = 2
    before = dict(windows.apps[0].state)
    with monkeypatch.context() as killed, attach(ID) as host:
        killed.setattr(ExcelHost, "_restore", lambda *_args: [])
        with host.busy():
            pass
    assert windows.apps[0].state["Calculation"] == -4135
    return before


def test_the_next_one_puts_right_what_an_ended_program_has_left(windows: Desktop, ended: dict[str, object]) -> None:
    with attach(ID) as host:
        with host.busy():
            pass
        assert windows.apps[0].state == ended
        assert host.get("CalculationBefore").is_blank


def test_an_excel_that_was_started_anew_since_is_left_as_it_is(windows: Desktop, ended: dict[str, object]) -> None:
    windows.apps[0].state.update(ended, Calculation=-4105)
    with attach(ID) as host, host.busy():
        pass
    assert windows.apps[0].state == ended | {"Calculation": -4105}


def test_a_question_is_put_before_excels_window(windows: Desktop, tmp_path: Path) -> None:
    filled(windows, tmp_path / "Ours.xlsx")
    windows.answers = [6, 7]
    with attach(ID) as host:
        assert host.ask("Отправить 5 строк?") is True
        assert host.ask("真的吗？") is False
    assert windows.asked == [(1000, "Отправить 5 строк?", "Ours.xlsx"), (1000, "真的吗？", "Ours.xlsx")]


def test_a_workbook_opened_for_reading_is_not_saved(windows: Desktop, tmp_path: Path) -> None:
    filled(windows, tmp_path / "Ours.xlsx")
    book = windows.apps[0].books[0]
    with attach(ID) as host:
        host.save()
        book.model.read_only = True
        with pytest.raises(errors.WorkbookReadOnlyError):
            host.save()
    assert book.saves == 1

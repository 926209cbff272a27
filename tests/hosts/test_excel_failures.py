"""Whatever call fails, in whatever way: no endless retry, nothing lost, nothing that a push would take for whole."""

from collections.abc import Callable
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import NamedTuple

import pytest

from ozon_xl import errors
from ozon_xl.domain.stock import Pair
from ozon_xl.hosts.base import Host
from ozon_xl.hosts.com import patience
from ozon_xl.hosts.com.writing import Writer
from ozon_xl.hosts.excel import attach
from ozon_xl.sheets import STOCK, Cell
from ozon_xl.sheets.rows import row_check

from .books import Values, row_of
from .excel_books import ID, book_of
from .fake_excel import Failure, FakeBook, desktop

PAIRS = [Pair(f"offer {number}", f"10200050002191{number:02d}") for number in range(9)]
TYPED = {PAIRS[1]: 11.0, PAIRS[2]: 0.0, PAIRS[5]: 15.0, PAIRS[8]: 18.0}
"""What the staff wants."""
BEFORE = {pair: 100 + number for number, pair in enumerate(PAIRS)}
"""What is free as the sheet has it."""
AFTER = {pair: 100 + 7 * number for number, pair in enumerate([PAIRS[8], Pair("new", "1"), *PAIRS[5:0:-1], PAIRS[6]])}
"""The same once refreshed: some pairs gone, a new one, all in another order, one with the number that it had."""
EDITED = {pair: 50 + number for number, pair in enumerate(TYPED)}


def refresh(host: Host) -> None:
    rows = []
    for pair, free in AFTER.items():
        cells = dict(zip([column.attr for column in STOCK.ours], row_of(STOCK, pair), strict=True))
        cells |= {"free": free, "check": row_check("2", pair, free)}
        rows.append(tuple(cells.values()))
    with host.busy():
        host.write(STOCK, rows)
        host.put("SnapshotId", "2")
    host.save()


def mark(host: Host) -> None:
    """What a push writes into the rows that it has verified."""
    changes: dict[tuple[str, ...], dict[str, Cell]] = {
        pair: {"free": free, "present": free, "check": row_check("1", pair, free), "result": "ok", "new_free": None}
        for pair, free in EDITED.items()
    }
    with host.busy():
        host.update(STOCK, changes)
    host.save()


class Edit(NamedTuple):
    """A row of the Stock table in which the staff wrote."""

    pair: Pair
    typed: Cell
    free: Cell
    check: Cell


def edits_in(book: FakeBook) -> list[Edit]:
    sheet, table = book.table("tblStock")
    left, top, right, bottom = table.rect
    heads = [sheet.value_at(top, across) for across in range(left, right + 1)]
    places = {attr: left + heads.index(STOCK.by_attr[attr].heading.en) for attr in STOCK.by_attr}
    rows = [{attr: sheet.value_at(row, at) for attr, at in places.items()} for row in range(top + 1, bottom + 1)]
    return [
        Edit(Pair(str(row["offer"]), str(row["warehouse_id"])), row["new_free"], row["free"], row["check"])
        for row in rows
        if row["new_free"] is not None
    ]


def sendable(book: FakeBook) -> list[Edit]:
    """Rows that a push would trust."""
    snapshot = str(book.named("SnapshotId").value)
    return [
        edit
        for edit in edits_in(book)
        if isinstance(edit.free, float) and edit.check == row_check(snapshot, edit.pair, int(edit.free))
    ]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    rows: list[Values] = [
        {
            "offer": pair.offer,
            "warehouse_id": pair.warehouse_id,
            "free": free,
            "new_free": TYPED.get(pair),
            "check": row_check("1", pair, free),
        }
        for pair, free in BEFORE.items()
    ]
    return book_of(tmp_path_factory.mktemp("failures") / "Ours.xlsx", rows)


class Trial(NamedTuple):
    """How one run ended."""

    book: FakeBook
    error: Exception | None
    calls: int
    """After the first that failed; all of them if none did."""
    failed: str
    """What the first one called."""
    state: dict[str, object]


Act = Callable[[Host], None]


def run(path: Path, act: Act, failing: Callable[[int], Failure | None]) -> Trial:
    with desktop() as windows:
        other = windows.open(make_other(path.parent))
        windows.open(path)
        untouched = deepcopy(other.model)
        error = None
        windows.line.failing = failing
        try:
            with attach(ID) as host:
                act(host)
        except errors.OzonXLError as caught:
            error = caught
        assert other.model == untouched, "another workbook was touched"
        assert other.saves == 0
        calls = windows.line.crossings
        first = next((at for at in range(1, len(calls) + 1) if failing(at)), 0)
        failed = calls[first - 1].what.rstrip("=") if first else ""
        return Trial(windows.apps[0].books[1].model, error, len(calls) - first, failed, windows.apps[0].state)


def make_other(folder: Path) -> Path:
    """The active workbook: another shop's, with tables and names like ours."""
    path = folder / "Other.xlsx"
    return path if path.exists() else book_of(path, [{"offer": "other", "warehouse_id": "1"}], guid="other")


def calls_of(path: Path, act: Act) -> int:
    counted = run(path, act, lambda _number: None)
    assert counted.error is None
    return counted.calls


def once(failure: Failure, at: int) -> Callable[[int], Failure | None]:
    return lambda number: failure if number == at else None


def from_then_on(failure: Failure, at: int, later: Failure | None = None) -> Callable[[int], Failure | None]:
    return lambda number: None if number < at else failure if number == at else later or failure


AT_REST = {"ScreenUpdating": True, "EnableEvents": True, "Calculation": -4105, "StatusBar": False}
ACTS = pytest.mark.parametrize("act", [refresh, mark])


@pytest.fixture(autouse=True)
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    made: list[float] = []
    monkeypatch.setattr(patience, "sleep", made.append)
    return made


def check_kept(trial: Trial, act: Act) -> None:
    """No entry beside another pair, none lost, and none that a push would send from a row that is not whole."""
    edits = edits_in(trial.book)
    found = {edit.pair: edit.typed for edit in edits}
    assert len(found) == len(edits)
    if act is refresh:
        assert found == TYPED
    else:
        assert found.items() <= TYPED.items()
        assert set(TYPED) - set(found) <= set(EDITED)
    snapshot = trial.book.named("SnapshotId").value
    for edit in sendable(trial.book):
        whole = BEFORE if snapshot == "1" else AFTER
        assert edit.free == whole[edit.pair], "an edit that was sent stands beside a new base: it would be sent again"


def test_undisturbed_all_goes_through(path: Path) -> None:
    refreshed = run(path, refresh, lambda _number: None)
    assert {edit.pair: edit.typed for edit in sendable(refreshed.book)} == TYPED
    assert {edit.pair: edit.free for edit in sendable(refreshed.book)} == {pair: AFTER[pair] for pair in TYPED}
    marked = run(path, mark, lambda _number: None)
    assert edits_in(marked.book) == []


def test_the_checks_see_entries_beside_another_key(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """They would let nobody pass who writes keys without having moved the rows."""
    monkeypatch.setattr(Writer, "_sort", lambda _self: None)
    with pytest.raises(AssertionError):
        check_kept(run(path, refresh, lambda _number: None), refresh)


@ACTS
@pytest.mark.parametrize("failure", [Failure.REJECTED, Failure.EDITING, Failure.MISSING])
def test_a_call_that_is_turned_away_once_is_made_again(path: Path, act: Act, failure: Failure) -> None:
    wanted = run(path, act, lambda _number: None)
    for at in range(1, wanted.calls):  # the last one gives the status bar back, which is tried once
        trial = run(path, act, once(failure, at))
        assert trial.error is None, at
        assert trial.book == wanted.book, at
        assert trial.state == AT_REST, at


@ACTS
def test_a_program_that_stays_busy_is_left_alone_soon(path: Path, act: Act, waits: list[float]) -> None:
    count = calls_of(path, act)
    for at in range(1, count):
        waits.clear()
        trial = run(path, act, from_then_on(Failure.REJECTED, at))
        assert isinstance(trial.error, errors.ProgramBusyError), at
        assert sum(waits) <= 30, at
        assert trial.calls <= 40, at
        check_kept(trial, act)


@ACTS
@pytest.mark.parametrize("failure", [Failure.GONE, Failure.LOST])
def test_a_program_that_is_closed_is_not_called_for_long(
    path: Path, act: Act, failure: Failure, waits: list[float]
) -> None:
    """Before a call, or after it was carried out and before the answer came."""
    count = calls_of(path, act)
    for at in range(1, count):
        trial = run(path, act, from_then_on(failure, at, Failure.GONE))
        assert isinstance(trial.error, (errors.ProgramGoneError, errors.WorkbookNotOpenError)), at
        assert trial.calls <= 10, at
        check_kept(trial, act)
    assert waits == []


@ACTS
def test_a_refusal_ends_the_run_and_excel_is_as_it_was(path: Path, act: Act) -> None:
    count = calls_of(path, act)
    refused = 0
    for at in range(1, count):
        trial = run(path, act, once(Failure.REFUSED, at))
        refused += isinstance(trial.error, errors.ProgramRefusedError)
        assert all(trial.state[name] == AT_REST[name] for name in AT_REST if name != trial.failed), at
        check_kept(trial, act)
    assert refused > count / 2


@ACTS
def test_after_any_refusal_another_refresh_makes_all_whole(path: Path, act: Act) -> None:
    count = calls_of(path, act)
    for at in range(1, count, 3):
        with desktop() as windows:
            windows.open(path)
            windows.line.failing = once(Failure.REFUSED, at)
            with suppress(errors.OzonXLError), attach(ID) as host:
                act(host)
            windows.line.failing = lambda _number: None
            left = {edit.pair: edit.typed for edit in edits_in(windows.apps[0].books[0].model)}
            with attach(ID) as host:
                refresh(host)
            found = sendable(windows.apps[0].books[0].model)
            assert {edit.pair: edit.typed for edit in found} == left
            assert {edit.pair: edit.free for edit in found} == {pair: AFTER[pair] for pair in left}

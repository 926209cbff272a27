"""Finished orders with notes, from Orders to Archive: through the practice shop, into workbooks of every kind."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from openpyxl.comments import Comment
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from ozon_xl.actions.doctor.book import book_findings
from ozon_xl.actions.finding import Level
from ozon_xl.actions.refresh import RefreshResult, refresh
from ozon_xl.actions.relabel import relabel_workbook
from ozon_xl.actions.verbs import refreshed
from ozon_xl.errors import ProgramGoneError
from ozon_xl.hosts import calc, excel
from ozon_xl.hosts.base import Host
from ozon_xl.sheets import ARCHIVE, ORDERS
from ozon_xl.sheets.columns import MOST_CHARACTERS, moment
from ozon_xl.texts import LANGS
from tests.actions.archive_desk import (
    OWN,
    Typed,
    add_columns,
    archived,
    columns_of,
    in_orders,
    note,
    packable,
    rows_of,
    rule,
    ship,
    type_in,
)
from tests.actions.conftest import Desk
from tests.hosts.calc_office import Office
from tests.hosts.fake_excel import desktop
from tests.live_book import LiveBook

DAY_S = 86_400
MOMENT = datetime(2026, 11, 24, 10, 30, tzinfo=UTC)
DAY = datetime(2025, 1, 31, tzinfo=UTC)


def refresh_now(desk: Desk) -> RefreshResult:
    return refresh(desk.host, desk.client, desk.store, desk.clock)


def count_from_1904(desk: Desk) -> None:
    """The moments in the cells stay what they are."""
    book = load_workbook(desk.book)
    book.epoch = CALENDAR_MAC_1904
    book.save(desk.book)
    assert desk.host.date1904


@pytest.fixture
def noted(desk: Desk) -> tuple[Desk, str, str]:
    """A workbook with columns of the staff's, and two postings beside which all of them are filled in."""
    add_columns(desk.book, ORDERS, *OWN)
    desk.refresh()
    one, other = packable(desk)[:2]
    typed: dict[str, Typed] = {"Who": "李雷", "Remark": "позвонить\nАнне", OWN[0]: MOMENT, OWN[1]: 12.5}
    type_in(desk.book, ORDERS, {one: typed, other: {"Remark": "other"}})
    return desk, one, other


def test_an_order_with_notes_stays_some_days_and_goes_with_all_that_was_written(noted: tuple[Desk, str, str]) -> None:
    desk, one, other = noted
    ship(desk, one)
    assert refresh_now(desk).archived == 0
    left = desk.clock.now()
    desk.clock.sleep(3 * DAY_S - 600)
    assert refresh_now(desk).archived == 0
    assert in_orders(desk.host)[one] == "позвонить\nАнне"
    assert archived(desk.host) == []
    desk.clock.sleep(900)
    assert refresh_now(desk).archived == 1
    shown = in_orders(desk.host)
    assert one not in shown
    assert shown[other] == "other"
    (row,) = archived(desk.host)
    posting = desk.store.snapshots.find(desk.practice.client_id, [one])[one]
    assert row["posting"] == one
    assert row["status"] == "on the way"
    assert (row["who"], row["order_remark"]) == ("李雷", "позвонить\nАнне")
    assert row["notes"] == "Когда: 2026-11-24 10:30; Сделка: 12.5"
    assert (row["units"], row["warehouse"]) == (posting.units, posting.warehouse)
    assert posting.goods_price is not None
    assert row["amount"] == pytest.approx(float(posting.goods_price.amount))
    assert row["goods"] == "; ".join(f"{line.offer} × {line.quantity}" for line in posting.lines)
    seen = {attr: moment(float(str(row[attr]))) for attr in ("ordered_at", "finished_at", "archived_at")}
    assert posting.ordered_at is not None
    assert abs(seen["ordered_at"] - posting.ordered_at) < timedelta(seconds=1)
    assert abs(seen["finished_at"] - left) < timedelta(minutes=1)
    assert abs(seen["archived_at"] - desk.clock.now()) < timedelta(minutes=1)


def test_without_days_it_goes_at_the_refresh_that_sees_it_leave(noted: tuple[Desk, str, str]) -> None:
    desk, one, _ = noted
    rule(desk, 0)
    ship(desk, one)
    result = refresh_now(desk)
    assert result.archived == 1
    assert one not in in_orders(desk.host)
    assert [row["posting"] for row in archived(desk.host)] == [one]
    assert all("1" in refreshed(result, lang) and ARCHIVE.sheet.say(lang) in refreshed(result, lang) for lang in LANGS)
    assert refresh_now(desk).archived == 0
    assert len(archived(desk.host)) == 1


def test_a_workbook_without_the_rule_keeps_three_days(noted: tuple[Desk, str, str]) -> None:
    desk, one, _ = noted
    rule(desk, None)
    ship(desk, one)
    desk.refresh()
    desk.clock.sleep(2 * DAY_S)
    assert refresh_now(desk).archived == 0
    desk.clock.sleep(DAY_S)
    assert refresh_now(desk).archived == 1


CANNOT_GO: dict[str, dict[str, Typed]] = {
    "a note on a cell": {"Remark": "x", "Goods": Comment("ask Anna", "Anna")},
    "a formula": {"Remark": "x", OWN[1]: "=1+1"},
    "a formula in a declared column": {"Who": "=1+1", OWN[1]: "x"},
    "more than a cell holds": {OWN[0]: "щ" * (MOST_CHARACTERS - 100), OWN[1]: "ж" * 200},
}


@pytest.mark.parametrize("cells", CANNOT_GO.values(), ids=CANNOT_GO)
def test_what_cannot_be_carried_over_whole_stays_in_orders(
    noted: tuple[Desk, str, str], cells: dict[str, Typed]
) -> None:
    desk, one, other = noted
    rule(desk, 0)
    third = packable(desk)[2]
    type_in(desk.book, ORDERS, {third: cells})
    ship(desk, one, third)
    for _ in range(2):
        desk.refresh()
        assert {third, other} <= set(in_orders(desk.host))
        assert [row["posting"] for row in archived(desk.host)] == [one]
    sheet = load_workbook(desk.book)[ORDERS.sheet.en]
    (row,) = rows_of(sheet, third)
    headings = columns_of(sheet)
    for heading, value in cells.items():
        cell = sheet.cell(row, headings[heading])
        found = cell.comment.text if cell.comment else cell.value
        assert found == getattr(value, "text", value)


def test_an_order_that_comes_back_is_new_in_orders_and_its_archived_row_stays(noted: tuple[Desk, str, str]) -> None:
    desk, one, _ = noted
    rule(desk, 0)
    ship(desk, one)
    desk.refresh()
    note(desk, ARCHIVE, {one: {"remark": "was it paid?"}})
    desk.practice.control.set_status(one, "not_accepted")
    desk.clock.sleep(60)
    desk.refresh()
    assert in_orders(desk.host)[one] == ""
    assert [row["order_remark"] for row in archived(desk.host)] == ["позвонить\nАнне"]
    note(desk, ORDERS, {one: {"remark": "second time"}})
    desk.practice.control.set_status(one, "cancelled")
    desk.clock.sleep(60)
    assert refresh_now(desk).archived == 1
    found = [(row["posting"], row["status"], row["order_remark"], row.get("remark")) for row in archived(desk.host)]
    assert found == [
        (one, "on the way", "позвонить\nАнне", "was it paid?"),
        (one, "cancelled", "second time", None),
    ]


def test_an_order_that_comes_back_before_its_time_keeps_its_notes(noted: tuple[Desk, str, str]) -> None:
    desk, one, _ = noted
    ship(desk, one)
    desk.refresh()
    desk.clock.sleep(2 * DAY_S)
    desk.practice.control.set_status(one, "client_arbitration")
    desk.clock.sleep(60)
    desk.refresh()
    desk.clock.sleep(4 * DAY_S)
    assert refresh_now(desk).archived == 0
    desk.practice.control.set_status(one, "delivered")
    desk.clock.sleep(60)
    assert refresh_now(desk).archived == 0  # its days are counted from the second time
    assert in_orders(desk.host)[one] == "позвонить\nАнне"


def test_what_stands_in_the_archive_stays_as_people_have_left_it(noted: tuple[Desk, str, str]) -> None:
    desk, one, other = noted
    rule(desk, 0)
    ship(desk, one)
    desk.refresh()
    add_columns(desk.book, ARCHIVE, "Mine")
    type_in(desk.book, ARCHIVE, {one: {"Remark": "paid", "Mine": 7, "Who": "corrected", "Pieces": None}})
    before = archived(desk.host)
    assert before[0]["who"] == "corrected"
    ship(desk, other)
    assert refresh_now(desk).archived == 1
    after = archived(desk.host)
    assert after[0] == before[0]
    assert after[1]["posting"] == other
    rows = desk.host.read(ARCHIVE, entries=True)
    assert [[entry.heading for entry in row.entries] for row in rows] == [["Remark", "Mine"], []]
    assert rows[0].entries[1].cell.value == 7


def test_two_rows_of_one_posting_go_together_or_not_at_all(noted: tuple[Desk, str, str]) -> None:
    desk, one, other = noted
    rule(desk, 0)
    book = load_workbook(desk.book)
    sheet = book[ORDERS.sheet.en]
    headings = columns_of(sheet)
    spare = packable(desk)[2:4]
    for number, copy in zip((one, other), spare, strict=True):  # somebody pastes a posting over another row
        (row,) = rows_of(sheet, copy)
        sheet.cell(row, 1).value = number
        sheet.cell(row, headings["Remark"]).value = f"copy of {number}"
    (row,) = [row for row in rows_of(sheet, other) if sheet.cell(row, headings["Remark"]).value == "other"]
    sheet.cell(row, headings[OWN[1]]).value = "=1+1"
    book.save(desk.book)
    ship(desk, one, other)
    desk.refresh()
    assert [row["order_remark"] for row in archived(desk.host)] in (
        ["позвонить\nАнне", f"copy of {one}"],
        [f"copy of {one}", "позвонить\nАнне"],
    )
    remarks = sorted(
        str(row.cells["remark"].value) for row in desk.host.read(ORDERS, ("remark",)) if row.key == (other,)
    )
    assert remarks == [f"copy of {other}", "other"]


def test_a_row_that_the_program_does_not_know_stays(noted: tuple[Desk, str, str]) -> None:
    """Typed by hand, or come from another computer: nobody here knows whether and when it has left."""
    desk, one, _ = noted
    rule(desk, 0)
    type_in(desk.book, ORDERS, {one: {"Posting": "mine-1"}})
    for _ in range(2):
        assert refresh_now(desk).archived == 0
        assert in_orders(desk.host)["mine-1"] == "позвонить\nАнне"


def test_a_workbook_without_an_archive_does_without(noted: tuple[Desk, str, str]) -> None:
    desk, one, _ = noted
    rule(desk, 0)
    book = load_workbook(desk.book)
    del book[ARCHIVE.sheet.en]
    book.save(desk.book)
    ship(desk, one)
    assert refresh_now(desk).archived == 0
    assert in_orders(desk.host)[one] == "позвонить\nАнне"
    told = [finding for finding in book_findings(desk.book) if ARCHIVE.name in finding.words.en]
    assert [finding.level for finding in told] == [Level.CARE]
    relabel_workbook(desk.book, "ru")
    assert in_orders(desk.host)[one] == "позвонить\nАнне"
    assert refresh_now(desk).archived == 0


def test_the_archive_speaks_the_language_of_the_workbook(noted: tuple[Desk, str, str]) -> None:
    desk, one, other = noted
    rule(desk, 0)
    ship(desk, one)
    desk.refresh()
    (before,) = archived(desk.host)
    relabel_workbook(desk.book, "ru")
    assert archived(desk.host) == [before | {"status": "доставляется"}]
    desk.practice.control.set_status(other, "cancelled")
    desk.clock.sleep(60)
    desk.refresh()
    assert [row["status"] for row in archived(desk.host)] == ["доставляется", "отменено"]


def test_days_are_right_in_a_workbook_that_counts_from_1904(desk: Desk) -> None:
    add_columns(desk.book, ORDERS, *OWN)
    count_from_1904(desk)
    desk.refresh()
    one, other = packable(desk)[:2]
    rule(desk, 0)
    type_in(desk.book, ORDERS, {one: {OWN[0]: MOMENT}, other: {OWN[0]: DAY}})
    ship(desk, one)
    desk.refresh()
    (before,) = archived(desk.host)
    assert before["notes"] == "Когда: 2026-11-24 10:30"
    assert abs(moment(float(str(before["archived_at"])), date1904=True) - desk.clock.now()) < timedelta(minutes=1)
    ship(desk, other)
    desk.refresh()
    assert archived(desk.host)[0] == before
    assert archived(desk.host)[1]["notes"] == "Когда: 2025-01-31"
    ordered = load_workbook(desk.book)[ARCHIVE.sheet.en]["L5"].value
    assert abs(ordered.replace(tzinfo=UTC) - desk.clock.now()) < timedelta(days=100)


# --- open workbooks --------------------------------------------------------------------------------------------------


@contextmanager
def in_excel(path: Path) -> Iterator[Host]:
    with desktop() as windows:
        windows.open(path)
        with excel.attach_path(path) as host:
            yield host


@contextmanager
def in_office(path: Path) -> Iterator[Host]:
    running = Office()
    try:
        with running.open(path), calc.attach_path(path, running.profile) as host:
            yield host
    finally:
        running.end()


@pytest.mark.parametrize("is_1904", [False, True], ids=["1900", "1904"])
@pytest.mark.parametrize(
    "opened", [in_excel, pytest.param(in_office, marks=[pytest.mark.office, pytest.mark.slow])], ids=["excel", "calc"]
)
def test_an_open_workbook_has_the_same_archive(
    noted: tuple[Desk, str, str], opened: Callable[[Path], AbstractContextManager[Host]], *, is_1904: bool
) -> None:
    desk, one, other = noted
    third = packable(desk)[2]
    type_in(desk.book, ORDERS, {third: {"Remark": "x", "Goods": Comment("ask Anna", "Anna")}})
    if is_1904:
        count_from_1904(desk)
    rule(desk, 0)
    ship(desk, one, third)
    with opened(desk.book) as host:
        result = refresh(host, desk.client, desk.store, desk.clock)
        assert result.archived == 1
        (row,) = archived(host)
        assert (row["posting"], row["who"], row["order_remark"]) == (one, "李雷", "позвонить\nАнне")
        assert row["notes"] == "Когда: 2026-11-24 10:30; Сделка: 12.5"
        at = moment(float(str(row["archived_at"])), date1904=is_1904)
        assert abs(at - desk.clock.now()) < timedelta(minutes=2)
        host.update(ARCHIVE, {(one,): {"remark": "paid"}})
        shown = in_orders(host)
        assert one not in shown
        assert (shown[other], shown[third]) == ("other", "x")
        ship(desk, other)
        refresh(host, desk.client, desk.store, desk.clock)
        assert [(again["order_remark"], again.get("remark")) for again in archived(host)] == [
            (row["order_remark"], "paid"),
            ("other", None),
        ]


# --- whatever fails --------------------------------------------------------------------------------------------------


def calls_of(desk: Desk, failing: Callable[[int, str, str], None]) -> list[tuple[str, str]]:
    """A refresh of the workbook as if it were open; ``failing`` is told of every call."""
    live = LiveBook(desk.book)
    calls: list[tuple[str, str]] = []

    def on_call(method: str, what: str) -> None:
        calls.append((method, what))
        failing(len(calls), method, what)

    live.on_call = on_call
    refresh(live, desk.client, desk.store, desk.clock)
    return calls


def test_the_archive_is_left_alone_while_nothing_goes_there(noted: tuple[Desk, str, str]) -> None:
    desk, one, _ = noted
    ship(desk, one)
    calls = calls_of(desk, lambda *_call: None)
    assert ("read", ORDERS.name) in calls
    assert calls.count(("read", ORDERS.name)) == 2, "before anything is asked of Ozon, and what was typed meanwhile"
    assert not [call for call in calls if call[1] == ARCHIVE.name]


def test_what_is_typed_while_we_fetch_goes_along(noted: tuple[Desk, str, str]) -> None:
    desk, one, _ = noted
    rule(desk, 0)
    ship(desk, one)
    host = desk.host
    typed: list[str] = []

    def type_now(_text: str) -> None:
        if not typed:
            typed.append(one)
            host.update(ORDERS, {(one,): {"remark": "typed late"}})

    refresh(host, desk.client, desk.store, desk.clock, progress=type_now)
    assert typed
    assert [row["order_remark"] for row in archived(desk.host)] == ["typed late"]


def test_a_refresh_that_dies_anywhere_leaves_the_file_whole(
    noted: tuple[Desk, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """At each step of putting it into the new file, and right before it takes the place of the old one."""
    desk, one, _ = noted
    rule(desk, 0)
    ship(desk, one)
    before = hashlib.sha256(desk.book.read_bytes()).hexdigest()
    for target in ("ozon_xl.hosts.xlsx.package.append", "os.fsync", "pathlib.Path.replace"):
        with monkeypatch.context() as patched:
            patched.setattr(target, _dying)
            with pytest.raises(KeyboardInterrupt):
                desk.refresh()
        assert hashlib.sha256(desk.book.read_bytes()).hexdigest() == before
        assert list(desk.book.parent.glob("*.xlsx")) == [desk.book]
        desk.clock.sleep(60)
    assert refresh_now(desk).archived == 1
    assert [row["posting"] for row in archived(desk.host)] == [one]
    assert one not in in_orders(desk.host)


def _dying(*_args: object, **_named: object) -> None:
    raise KeyboardInterrupt


def test_an_open_workbook_that_is_left_half_done_loses_and_doubles_nothing(noted: tuple[Desk, str, str]) -> None:
    """Whatever call is the last: each note stands in Orders or in Archive, and in the end once in Archive."""
    desk, one, other = noted
    rule(desk, 0)
    ship(desk, one, other)
    remarks = {one: "позвонить\nАнне", other: "other"}
    fresh = desk.book.read_bytes()
    total = None
    number = 0
    halves = 0
    while total is None or number < total:
        number += 1
        desk.book.write_bytes(fresh)
        live = _Stopping(desk.book, number)
        with suppress(ProgramGoneError):
            refresh(live, desk.client, desk.store, desk.clock)
            total = live.calls
        live.keep()
        shown, kept = in_orders(desk.host), {row["posting"]: row["order_remark"] for row in archived(desk.host)}
        for posting, remark in remarks.items():
            assert remark in (shown.get(posting), kept.get(posting)), number
        halves += bool(kept) and one in shown
        refresh_now(desk)
        rows = archived(desk.host)
        assert sorted(str(row["order_remark"]) for row in rows) == sorted(remarks.values())
        assert not remarks.keys() & in_orders(desk.host).keys()
    assert halves, "the case that matters was never met"


class _Stopping(LiveBook):
    """Its program ends at the n-th call that changes a sheet; what was written before stays, as in Excel."""

    def __init__(self, path: Path, last: int) -> None:
        super().__init__(path)
        self.calls = 0
        self._last = last
        self.on_call = self._count

    def _count(self, method: str, _what: str) -> None:
        if method in {"write", "save"}:
            self.calls += 1
            if self.calls == self._last:
                raise ProgramGoneError(program="Excel")

    def keep(self) -> None:
        """Somebody saves it as it stands."""
        self._file.save()

"""Worksheet functions: what they answer, in which shape, and what they say where there is no answer."""

import io
import json
import logging
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.actions.orders import queue as queue_of
from ozon_xl.actions.outlook import foreseen, with_outlooks
from ozon_xl.actions.zone import zone_at
from ozon_xl.domain.coverage import cover
from ozon_xl.domain.life import Life, touched_at
from ozon_xl.domain.outlook import Model, Outlook, learn_model
from ozon_xl.domain.postings import Posting
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.stock import Warehouse
from ozon_xl.errors import SettingsDamagedError
from ozon_xl.functions import MOST_CELLS, Functions, id_text, serve
from ozon_xl.settings import Settings, ShopEntry
from ozon_xl.sheets import ORDERS, STOCK, Kind
from ozon_xl.sheets.cells import cells_of
from ozon_xl.sheets.columns import moment
from ozon_xl.sheets.functions import FUNCTIONS, POSTING_FIELDS, STOCK_FIELDS, TABLE_COLUMNS
from ozon_xl.sheets.rows import Setting, based_on, order_values, standing_of, stock_shortages, stock_values
from ozon_xl.sheets.zone import Zone
from ozon_xl.store import Learnt, Store
from ozon_xl.texts import LANGS, Lang, Words
from ozon_xl.texts import functions as texts
from ozon_xl.texts import risk as risk_texts
from tests.domain.make import NOW, hours, level, line, posting
from tests.domain.past import Past
from tests.store.make import environment, python

SHOP = "1234567"
MAIN, OTHER = "1020005000219156", "22000"
OPEN = [
    posting(number="1-1-1", warehouse_id=MAIN, lines=(line("tea", 2),), ship_by=hours(1), late_from=hours(1)),
    posting(number="2-1-1", warehouse_id=MAIN, lines=(line("tea", 4), line("12345", 1)), ship_by=hours(60)),
    posting(number="3-1-1", warehouse_id=MAIN, ship_by=hours(-5), late_from=hours(-2)),
    posting(number="4-1-1", warehouse_id=OTHER, status="awaiting_registration", ship_by=None, late_from=None),
]
SETTING = Setting("en", NOW, Zone(timedelta(0)), Rules(), date1904=False)
ENDED = posting(number="9-1-1", status="delivered")
LEVELS = [level("tea", MAIN, 3), level("tea", OTHER, 7), level("12345", MAIN, 1, reserved=1)]
WAREHOUSES = [
    Warehouse(MAIN, "Хоругвино", "created", is_rfbs=False, utc_offset=""),
    Warehouse(OTHER, "Дом", "", True, ""),
]


def save(store: Store, shop: str = SHOP, **more: Any) -> int:
    plain: dict[str, Any] = {"postings": OPEN, "left": [ENDED], "stock": LEVELS, "warehouses": WAREHOUSES}
    return store.snapshots.save(shop, more.pop("at", NOW), **(plain | more))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(tmp_path / "store.sqlite") as opened:
        yield opened


def settings(*shops: ShopEntry, lang: Lang = "en") -> Settings:
    return Settings(language=lang, shops=shops or (ShopEntry(client_id=SHOP),))


def functions_over(store: Store, config: Settings | None = None) -> Functions:
    return Functions(lambda: store, lambda: config or settings())


@pytest.fixture
def ask(store: Store) -> Callable[..., Any]:
    """``ask("OZON_AGE", ...)`` over a shop that was refreshed an hour ago."""
    save(store, at=NOW - timedelta(hours=1))
    functions = functions_over(store)
    return lambda name, *arguments: functions.call(name, arguments, NOW)


# --- what they answer ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_a_posting_is_told_as_its_sheet_shows_it(store: Store, lang: Lang) -> None:
    save(store)
    functions = functions_over(store, settings(lang=lang))
    setting = Setting(lang, NOW, zone_at(NOW), Rules(), date1904=False)
    coverage = cover(OPEN, {item.pair: item.present for item in LEVELS})
    queue = [standing_of(item, coverage, setting, Life(touched_at=touched_at(item, [], None))) for item in OPEN]
    told = with_outlooks(queue, foreseen(queue, Model(), NOW))
    assert told[1].outlook == Outlook(lack=(0, 60))
    for item, standing in zip(OPEN, told, strict=True):
        values = order_values(standing, setting)
        (row,) = cells_of(ORDERS, [values], date1904=False)
        for column, cell in zip(ORDERS.ours, row, strict=True):
            expected = "" if cell is None else cell
            for field in (column.attr, *column.heading):
                assert functions.call("OZON_POSTING", [item.number, field], NOW) == expected


def test_what_was_learnt_is_told_as_of_the_refresh(store: Store) -> None:
    """However late the question: the chance and the start are those that stand in the workbook."""
    save(store)
    functions = functions_over(store)
    assert functions.call("OZON_POSTING", ["2-1-1", "chance"], NOW) == "no goods"
    assert functions.call("OZON_POSTING", ["3-1-1", "chance"], NOW) == "too late"
    assert functions.call("OZON_POSTING", ["1-1-1", "Шанс успеть"], NOW) == "not enough history (0 of 60)"
    cases = [parcel.case(NOW)._replace(warehouse_id=MAIN) for parcel in Past(5, days=30).parcels()]
    model = learn_model(cases, timedelta(0))
    store.keep_learnt(SHOP, Learnt(model, NOW))
    save(store)
    expected = foreseen([standing_of(OPEN[0], cover([], {}), SETTING)], model, NOW).outlooks["1-1-1"]
    assert expected.chance
    assert expected.start_by
    for hours_later in (0, 5):
        now = NOW + timedelta(hours=hours_later)
        assert functions.call("OZON_POSTING", ["1-1-1", "按时概率"], now) == round(expected.chance, 2)
        start = functions.call("OZON_POSTING", ["1-1-1", "start_at"], now)
        assert isinstance(start, float)
        assert abs(moment(start) - expected.start_by) < timedelta(seconds=1)


@pytest.mark.parametrize("lang", LANGS)
def test_stock_is_told_as_its_sheet_shows_it(store: Store, lang: Lang) -> None:
    save(store)
    functions = functions_over(store, settings(lang=lang))
    coverage = cover(OPEN, {item.pair: item.present for item in LEVELS})
    lacking = stock_shortages(OPEN, coverage)
    for item in LEVELS:
        warehouse = next(place for place in WAREHOUSES if place.id == item.warehouse_id)
        values = stock_values(item, warehouse, "", coverage, lacking.get(item.pair, 0), lang)
        values |= based_on("1", item.pair, item.free, None)
        (cells,) = cells_of(STOCK, [values], date1904=False)
        row = dict(zip((column.attr for column in STOCK.ours), cells, strict=True))
        for attr in STOCK_FIELDS:
            expected = "" if row[attr] is None else row[attr]
            for place in (warehouse.id, warehouse.name):
                assert (
                    functions.call("OZON_STOCK", [item.offer, place, STOCK.by_attr[attr].heading.zh], NOW) == expected
                )


def test_the_short_forms(ask: Callable[..., Any]) -> None:
    assert ask("OZON_STOCK", "tea", MAIN) == 3
    assert ask("OZON_SHORT", "tea") == 3
    assert ask("OZON_SHORT", "12345") == 0
    assert ask("OZON_AGE") == 60
    assert ask("OZON_COUNTDOWN", "1-1-1") == "01:00"
    assert ask("OZON_COUNTDOWN", "3-1-1") == "-02:00"
    assert ask("OZON_RISK", "3-1-1") == risk_texts.TIER_MISSED.en
    assert ask("OZON_RISK", "9-1-1") == risk_texts.TIER_DONE.en
    assert ask("OZON_COUNTDOWN", "9-1-1") == ""


def test_dates_are_in_the_zone_that_their_heading_names(
    ask: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    for zone, ahead in (("UTC-8", 8), ("UTC+5", -5)):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        assert moment(ask("OZON_POSTING", "2-1-1", "ship_by")) == hours(60)
        assert moment(ask("OZON_POSTING", "2-1-1", "due_moscow")) == hours(40 + 3)
        assert moment(ask("OZON_POSTING", "2-1-1", "due_local")) == hours(40 + ahead)
    monkeypatch.undo()
    time.tzset()


def test_a_clock_that_is_wrong_is_allowed_for(store: Store) -> None:
    """The shop's clock counts: on this computer it is an hour later than in the world."""
    save(store, at=NOW - timedelta(hours=1), clock_error=timedelta(hours=1))
    functions = functions_over(store)
    assert functions.call("OZON_AGE", [], NOW + timedelta(minutes=30, seconds=59)) == 30
    assert functions.call("OZON_COUNTDOWN", ["1-1-1"], NOW) == "02:00"


@pytest.mark.parametrize("within", [0, 2, 41, 1000])
def test_what_is_due_is_the_queue(store: Store, ask: Callable[..., Any], within: int) -> None:
    expected = queue_of(store, SHOP, NOW, "en", within=timedelta(hours=within))
    heading, *rows = ask("OZON_DUE", within)
    assert heading == [ORDERS.by_attr[attr].heading.en for attr in TABLE_COLUMNS]
    assert [tuple(row[:5]) for row in rows] == [(r.posting, r.state, r.left, r.why, r.todo) for r in expected]
    assert rows


def test_what_is_at_risk_is_the_dark_end_of_the_queue(store: Store, ask: Callable[..., Any]) -> None:
    expected = [row.posting for row in queue_of(store, SHOP, NOW, "en") if row.tier >= 5]
    assert [row[0] for row in ask("OZON_ATRISK")[1:]] == expected == ["3-1-1", "1-1-1", "2-1-1"]


def test_a_table_without_rows_says_so(store: Store) -> None:
    save(store, postings=[], left=[])
    table = functions_over(store).call("OZON_ATRISK", [], NOW)
    assert isinstance(table, list)
    assert table[1:] == [["none", *[""] * (len(TABLE_COLUMNS) - 1)]]


# --- shapes ----------------------------------------------------------------------------------------------------------

NUMBERS = [item.number for item in (*OPEN, ENDED)]
grids = st.tuples(st.integers(1, 6), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.sampled_from([*NUMBERS, None, "", "?"]), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Functions]:
    with Store.open(tmp_path_factory.mktemp("kept") / "store.sqlite") as opened:
        save(opened)
        yield functions_over(opened)


@given(grid=grids)
def test_a_range_is_answered_cell_by_cell_in_its_shape(kept: Functions, grid: list[list[str | None]]) -> None:
    assert kept.call("OZON_COUNTDOWN", [grid], NOW) == [
        [kept.call("OZON_COUNTDOWN", [cell], NOW) for cell in row] for row in grid
    ]


def test_ranges_beside_each_other(ask: Callable[..., Any]) -> None:
    offers, places = [["tea"], ["tea"], [12345.0]], [[MAIN], ["Дом"], [MAIN]]
    assert ask("OZON_STOCK", offers, places) == [[3], [7], [1]]
    assert ask("OZON_STOCK", [["tea"], ["12345"]], [[MAIN, OTHER]], "free") == [
        [3, 7],
        [1, texts.NOT_THERE.say("en", offer="12345", warehouse=OTHER)],
    ]
    fields = [["free", "Свободно", "在架总数"]]
    assert ask("OZON_STOCK", "tea", OTHER, fields) == [[7, 7, 7]]
    assert ask("OZON_STOCK", [["tea"]] * 3, [[MAIN]] * 2) == texts.UNLIKE_SIZES.en
    assert ask("OZON_COUNTDOWN", (("1-1-1", None),)) == [["01:00", ""]]


def test_a_blank_is_answered_by_a_blank(ask: Callable[..., Any]) -> None:
    assert ask("OZON_RISK", None) == ask("OZON_SHORT", " ") == ask("OZON_POSTING", "", "status") == ""
    assert ask("OZON_STOCK", "tea", None) == ask("OZON_STOCK", None, MAIN) == ""


def test_a_whole_column_is_refused(ask: Callable[..., Any]) -> None:
    assert ask("OZON_RISK", [[None]] * (MOST_CELLS + 1)) == texts.TOO_MANY_CELLS.say("en", most=MOST_CELLS)
    assert len(ask("OZON_RISK", [[None]] * MOST_CELLS)) == MOST_CELLS


# --- ids -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cell", "meant"),
    [
        (None, ""),
        (0.0, ""),
        (False, texts.NOT_AN_ID),
        ("  1-1-1 ", "1-1-1"),
        ("00123", "00123"),
        (12345.0, "12345"),
        (-5, "-5"),
        (999_999_999_999_999.0, "999999999999999"),
        (1020005000219156.0, texts.DIGITS_LOST),
        (-1e15, texts.DIGITS_LOST),
        (float("inf"), texts.DIGITS_LOST),
        (float("nan"), texts.NOT_AN_ID),
        (1.5, texts.NOT_AN_ID),
        (True, texts.NOT_AN_ID),
        (NOW, texts.NOT_AN_ID),
    ],
)
def test_what_a_cell_means_as_an_id(cell: object, meant: str | Words) -> None:
    assert id_text(cell) == meant


@given(st.integers(1, 10**15 - 1))
def test_a_number_is_the_id_of_its_digits(number: int) -> None:
    assert id_text(float(number)) == str(number)


# --- where there is no answer ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("lang", LANGS)
def test_trouble_is_said_in_the_cell(store: Store, lang: Lang) -> None:
    functions = functions_over(store, settings(lang=lang))

    def said(name: str, *arguments: object) -> object:
        return functions.call(name, arguments, NOW)

    assert said("OZON_AGE") == texts.NO_DATA.say(lang)
    same = Warehouse("3", " дом", "", True, "")
    save(store, warehouses=[*WAREHOUSES, same])
    assert said("OZON_RISK", "7-7-7") == texts.UNKNOWN_POSTING.say(lang, number="7-7-7")
    assert said("OZON_SHORT", "{x}") == texts.UNKNOWN_OFFER.say(lang, offer="{x}")
    assert said("OZON_STOCK", "nil", MAIN) == texts.UNKNOWN_OFFER.say(lang, offer="nil")
    assert said("OZON_STOCK", "tea", "Луна") == texts.UNKNOWN_WAREHOUSE.say(lang, warehouse="Луна")
    assert said("OZON_STOCK", "tea", "Дом") == texts.SAME_NAME.say(lang, warehouse="Дом")
    assert said("OZON_STOCK", "12345", OTHER) == texts.NOT_THERE.say(lang, offer="12345", warehouse=OTHER)
    for bad in (None, "24", -1, True, float("nan"), [[1, 2]]):
        assert said("OZON_DUE", bad) == texts.NO_HOURS.say(lang)
    for wrong in ("OZON_NONE", "__class__"):
        assert said(wrong) == texts.WRONG_CALL.say(lang)
    assert said("OZON_AGE", None, None) == texts.WRONG_CALL.say(lang)


@pytest.mark.parametrize("lang", LANGS)
def test_an_unknown_field_names_the_known_ones(store: Store, lang: Lang) -> None:
    save(store)
    functions = functions_over(store, settings(lang=lang))
    for name, arguments, table, fields in (
        ("OZON_POSTING", ["1-1-1", "colour"], ORDERS, POSTING_FIELDS),
        ("OZON_STOCK", ["tea", MAIN, "colour"], STOCK, STOCK_FIELDS),
    ):
        said = functions.call(name, arguments, NOW)
        assert isinstance(said, str)
        assert "colour" in said
        for attr in fields:
            assert (table.by_attr[attr].heading.say(lang) in said) or table.by_attr[attr].hidden


def test_what_the_staff_writes_is_not_in_the_store(ask: Callable[..., Any]) -> None:
    for field in ("Who", "remark", "new_free", "result"):
        assert field in ask("OZON_POSTING", "1-1-1", field).split(".")[0]
        assert field in ask("OZON_STOCK", "tea", MAIN, field).split(".")[0]


def test_one_of_several_shops(store: Store) -> None:
    save(store)
    save(store, shop="2", stock=[level("tea", MAIN, 99)])
    functions = functions_over(store, settings(ShopEntry(client_id=SHOP, name="Чай"), ShopEntry(client_id="2")))
    assert functions.call("OZON_STOCK", ["tea", MAIN], NOW) == texts.WHICH_SHOP.say("en", shops="Чай, 2")
    assert functions.call("OZON_STOCK", ["tea", MAIN, None, "чай"], NOW) == 3
    assert functions.call("OZON_STOCK", ["tea", MAIN, None, float(SHOP)], NOW) == 3
    assert functions.call("OZON_STOCK", ["tea", MAIN, None, [[2.0]]], NOW) == 99
    assert functions.call("OZON_STOCK", ["tea", MAIN, None, [[2.0, 3.0]]], NOW) == texts.ONE_CELL.say(
        "en", argument="shop"
    )
    unknown = functions.call("OZON_AGE", ["nobody"], NOW)
    assert isinstance(unknown, str)
    assert "nobody" in unknown


def test_no_shop_is_set_up(store: Store) -> None:
    assert "ozon-xl shop add" in str(Functions(lambda: store, lambda: Settings(language="en")).call("OZON_AGE", []))


def test_broken_settings_and_stores_are_said_and_tried_again(store: Store, tmp_path: Path) -> None:
    save(store)
    broken: list[Exception] = [SettingsDamagedError(path="settings.json")]

    def load() -> Settings:
        if broken:
            raise broken.pop()
        return settings()

    places = iter([tmp_path / "no" / "such" / "folder.sqlite"])

    def open_store() -> Store:
        place = next(places, None)
        return Store.open(place) if place else store

    functions = Functions(open_store, load)
    assert "settings.json" in str(functions.call("OZON_AGE", [], NOW))
    assert "folder.sqlite" in str(functions.call("OZON_AGE", [], NOW))
    assert functions.call("OZON_AGE", [], NOW) == 0


def test_a_bug_is_words_in_the_cell_and_a_traceback_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    def explode() -> Store:
        raise ZeroDivisionError

    with caplog.at_level(logging.ERROR):
        assert "OZON_AGE" in str(Functions(explode, settings).call("OZON_AGE", []))
    assert "ZeroDivisionError" in caplog.text


# --- the store -------------------------------------------------------------------------------------------------------


class Counted:
    """A store's snapshots that count what is read of them."""

    def __init__(self, store: Store) -> None:
        self._snapshots = store.snapshots
        self.calls: list[str] = []

    def __getattr__(self, name: str) -> Any:
        self.calls.append(name)
        return getattr(self._snapshots, name)


def test_one_range_is_one_look_at_the_store(store: Store) -> None:
    save(store)
    counted = Counted(store)
    functions = Functions(lambda: SimpleNamespace(snapshots=counted), settings)  # type: ignore[arg-type,return-value]
    functions.call("OZON_RISK", [[["1-1-1"]]], NOW)
    counted.calls.clear()
    functions.call("OZON_RISK", [[[number] for number in NUMBERS] * 50], NOW)
    assert counted.calls == ["last"]


def test_ended_postings_are_read_together(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    ended = [posting(number=f"{n}-0-0", status="delivered") for n in range(50)]
    save(store, left=ended)
    asked: list[list[str]] = []
    find = store.snapshots.find

    def noted(shop: str, numbers: Iterable[str]) -> dict[str, Posting]:
        asked.append(sorted(numbers))
        return find(shop, asked[-1])

    monkeypatch.setattr(store.snapshots, "find", noted)
    functions = functions_over(store)
    for _again in range(2):
        functions.call("OZON_POSTING", [[[item.number] for item in ended], "status"], NOW)
    assert asked == [sorted(item.number for item in ended)]


def test_a_newer_refresh_is_noticed(store: Store) -> None:
    save(store)
    functions = functions_over(store)
    assert functions.call("OZON_STOCK", ["tea", MAIN], NOW) == 3
    save(store, stock=[level("tea", MAIN, 8)])
    assert functions.call("OZON_STOCK", ["tea", MAIN], NOW) == 8


# --- declarations and the process ------------------------------------------------------------------------------------


def test_the_shop_is_the_last_argument_of_each() -> None:
    for function in FUNCTIONS:
        assert function.parameters[-1].name == "shop"
        assert function.parameters[-1].optional
        names = [parameter.optional for parameter in function.parameters]
        assert names == sorted(names)


def test_each_field_of_a_date_names_its_zone() -> None:
    for column in (*ORDERS.ours, *STOCK.ours):
        if column.kind is Kind.MOMENT and not column.hidden:
            assert any(mark in column.heading.en for mark in ("UTC", "Moscow", "local"))


def test_a_line_for_a_line(kept: Functions) -> None:
    requests = [
        {"id": 1, "name": "OZON_RISK", "arguments": [[["3-1-1"]]]},
        {"id": 2, "name": "OZON_STOCK", "arguments": ["tea", "Хоругвино"]},
    ]
    answers = io.StringIO()
    serve([json.dumps(request) + "\n" for request in requests], answers, kept)
    assert answers.getvalue().isascii()
    first, second = [json.loads(row) for row in answers.getvalue().splitlines()]
    assert first["id"] == 1
    assert first["value"][0][0] in {words.en for words in risk_texts.TIERS}
    assert second == {"id": 2, "value": 3}


@pytest.mark.parametrize("line", ["{", "\n", "7", "[]", '{"id": 1}', '{"id": 1, "name": "OZON_AGE"}'])
def test_what_is_no_request_is_answered_and_the_next_one_served(
    line: str, kept: Functions, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("ozon_xl.functions.user_language", lambda: "zh")
    answers = io.StringIO()
    serve([line, json.dumps({"id": 2, "name": "OZON_STOCK", "arguments": ["tea", "Хоругвино"]})], answers, kept)
    first, second = [json.loads(row) for row in answers.getvalue().splitlines()]
    assert first == {"id": None, "value": texts.NOT_A_REQUEST.zh}
    assert second == {"id": 2, "value": 3}


def test_a_column_of_countdowns_is_quick(tmp_path: Path) -> None:
    """2,000 at once, of a shop with 5,000 open."""
    with Store.open(tmp_path / "big.sqlite") as opened:
        save(opened, postings=[posting(number=f"{n}-1", lines=(line("tea", 1),)) for n in range(5000)])
        functions = functions_over(opened)
        column = [[f"{n}-1"] for n in range(2000)]
        functions.call("OZON_COUNTDOWN", [column], NOW)
        started = time.process_time()
        functions.call("OZON_COUNTDOWN", [column], NOW)
        assert time.process_time() - started < 1


def test_it_does_not_start_where_modules_could_be_planted() -> None:
    start = [sys.executable, "-m", "ozon_xl", "functions"]
    done = subprocess.run(start, env=environment(), input=b"", capture_output=True, check=False)
    assert done.returncode == 1
    assert b"unsafe way" in done.stderr
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="there Excel can be served")
@pytest.mark.parametrize(("system", "said"), [("ru_RU.UTF-8", "нельзя"), ("zh_CN.UTF-8", "无法")])
def test_where_there_is_no_excel_that_is_said(system: str, said: str) -> None:
    start = [sys.executable, "-I", "-m", "ozon_xl", "functions", "--com"]
    done = subprocess.run(start, env=environment() | {"LANG": system}, capture_output=True, check=False)
    assert done.returncode == 1
    assert said in done.stderr.decode()
    assert b"Traceback" not in done.stderr


def test_nothing_here_reaches_the_network() -> None:
    look = (
        "import sys, ozon_xl.functions; print([name for name in ('httpx', 'pandas', 'xlwings') if name in sys.modules])"
    )
    assert subprocess.check_output(python(look), env=environment(), text=True).strip() == "[]"

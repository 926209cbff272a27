"""What goes into the rows: one cell for each of our columns, ids as text, and results a seller can act on."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl.domain.coverage import cover
from ozon_xl.domain.outlook import Outlook
from ozon_xl.domain.postings import Money, Posting, TariffStep
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.stock import Pair, Warehouse
from ozon_xl.domain.stock_states import State
from ozon_xl.domain.stock_wish import Seen
from ozon_xl.sheets import LINES, ORDERS, STOCK, Kind
from ozon_xl.sheets.cells import cells_of
from ozon_xl.sheets.figures import CHOICES
from ozon_xl.sheets.rows import (
    Setting,
    based_on,
    by_urgency,
    line_values,
    money_text,
    option_figures,
    order_values,
    pickup_text,
    result_text,
    row_check,
    standing_of,
    stock_shortages,
    stock_values,
    warehouse_state,
)
from ozon_xl.sheets.zone import Zone
from ozon_xl.texts import LANGS, Lang
from ozon_xl.texts import stock as texts
from tests.domain.make import NOW, hours, level, line, posting

SETTING = Setting("en", NOW, Zone(timedelta(hours=8)), Rules(), date1904=False)


def order_row(one: Posting, present: dict[Pair, int] | None = None, setting: Setting = SETTING) -> dict[str, object]:
    return order_values(standing_of(one, cover([one], present or {}), setting), setting)


def test_an_order_fills_exactly_our_columns() -> None:
    assert set(order_row(posting())) == {column.attr for column in ORDERS.ours}


def test_a_line_fills_exactly_our_columns() -> None:
    one = posting(lines=(line("A", 1), line("B", 2)))
    rows = line_values(one, cover([one], {}), {}, SETTING)
    assert [row["line"] for row in rows] == [f"{one.number}/1", f"{one.number}/2"]
    assert all(set(row) == {column.attr for column in LINES.ours} for row in rows)


def test_a_stock_row_fills_exactly_our_columns() -> None:
    row = stock_values(level("A", "W", 5), None, "", cover([], {}), 0, "en")
    row |= based_on("7", Pair("A", "W"), 5, Seen(5, 5, "r"))
    assert set(row) == {column.attr for column in STOCK.ours}


def test_an_order_row_in_full() -> None:
    steps = (
        TariffStep(hours(2), "discount", Money(Decimal("40.00"), "RUB")),
        TariffStep(hours(20), "commission", Money(Decimal(120), "RUB")),
    )
    one = posting(
        lines=(line("00123", 2, "99.90"), line("=1+1", 1, "0.20")), tariff_steps=steps, warehouse_id="W", carrier="CDEK"
    )
    row = order_row(one, {Pair("00123", "W"): 1, Pair("=1+1", "W"): 5})
    assert row == {
        "posting": "0001-0001-1",
        "tier": "SHORT",
        "countdown": "02:00",
        "reason": "Short by 1 pcs. 02:00 until handing over costs more (+160 RUB).",
        "todo": "Pack",
        "due_moscow": hours(5),
        "due_local": hours(10),
        "start_by": None,
        "chance": None,
        "goods": "00123 × 2; =1+1 × 1",
        "units": 3,
        "short": 1,
        "amount": Decimal("200.00"),
        "currency": "RUB",
        "warehouse": "Хоругвино",
        "pickup": "11-24 18:00",
        "changed": None,
        "idle": None,
        "method": None,
        "touched_at": None,
        "carrier": "CDEK",
        "status": "to be packed",
        "ordered_at": NOW - timedelta(days=1),
        "ship_by": hours(30),
        "late_from": hours(40),
        "wall_at": None,
        "tariff_at": hours(2),
        "cancel_at": None,
        "charge": "+160 RUB",
        "error_charge": None,
        "tracking": None,
        "scheme": "fbs",
        "warehouse_id": "W",
        "start_at": None,
        "takes": None,
        "next_at": hours(2),
        "clock": 5,
        "minutes": 120,
        "work_minutes": 1800,
        "danger": 5,
        "urgency": 5 * 10_000_000 - 120,
        "listed": None,
    }


def test_what_goes_out_together_reads_the_same_whatever_its_seconds() -> None:
    last_of_the_year = datetime(2026, 12, 31, 21, 30, 59, 999_999, tzinfo=UTC)
    assert pickup_text(last_of_the_year) == "01-01 00:30", "in Moscow it is the next one already"
    assert pickup_text(last_of_the_year.replace(second=0, microsecond=0)) == "01-01 00:30"
    assert pickup_text(None) is None


def test_what_there_is_to_choose_from_stands_in_the_orders_the_coming_slots_first() -> None:
    postings = [
        posting(number="1", warehouse="Б", carrier="CDEK", ship_by=hours(30), late_from=hours(40)),
        posting(number="2", warehouse="А", carrier="", ship_by=hours(2), late_from=hours(40)),
        posting(number="3", warehouse="Б", carrier="=1+1", ship_by=hours(-3), late_from=hours(40)),
        posting(number="4", warehouse="Б", carrier="CDEK", ship_by=hours(-1), late_from=hours(40)),
        posting(number="5", warehouse="two\nlines", carrier="CDEK", ship_by=hours(2), late_from=hours(40)),
        posting(number="6", warehouse="", carrier="7", ship_by=hours(5), late_from=hours(40), status="delivering"),
        posting(number="7", warehouse="В\u3000仓", carrier="CDEK", ship_by=None, late_from=None),
    ]
    queue = [standing_of(one, cover(postings, {}), SETTING) for one in postings]
    slots = [pickup_text(hours(number)) for number in (2, 30, -1, -3)]
    assert option_figures(queue, NOW) == {
        "Warehouses": "А\nБ\nВ\u3000仓",
        "Carriers": "7\n=1+1\nCDEK",
        "Pickups": "\n".join(map(str, slots)),
    }
    assert option_figures([], NOW) == dict.fromkeys(("Warehouses", "Carriers", "Pickups"))


def test_no_more_values_are_offered_than_there_is_room_for() -> None:
    postings = [
        posting(number=str(number), carrier=f"C{number:03d}", ship_by=hours(number / 60)) for number in range(1, 90)
    ]
    queue = [standing_of(one, cover(postings, {}), SETTING) for one in postings]
    for choice in CHOICES:
        assert len(str(option_figures(queue, NOW)[choice.options]).split("\n")) in (choice.most, 1)


def test_an_order_of_which_nothing_is_known_still_has_its_row() -> None:
    bare = Posting("1-1", "", "cancelled", "", "", "", "", "", "", "", "", None, None, None, None, (), (), ())
    row = order_row(bare)
    assert (row["posting"], row["danger"], row["reason"], row["countdown"]) == ("1-1", Tier.DONE, "", "")
    (cells,) = cells_of(ORDERS, [row], date1904=False)
    assert len(cells) == len(ORDERS.ours)


ids = st.one_of(
    st.sampled_from(["00123", "1E5", "12-05", "=1+1", "MARCH1", "+7", "@x", "1020000000123456", "TRUE", ""]), st.text()
)


@given(ids, ids, ids)
def test_ids_and_names_are_text_cells_whatever_they_look_like(number: str, offer: str, name: str) -> None:
    one = posting(number=number, warehouse_id=offer, lines=(line(offer, 1)._replace(name=name),))
    lines = line_values(one, cover([one], {}), {}, SETTING)
    stock = stock_values(level(offer, offer, 1), None, name, cover([], {}), 0, "en")
    stock |= based_on("7", Pair(offer, offer), 1, Seen(1, 1, name))
    for table, rows in ((ORDERS, [order_row(one)]), (LINES, lines), (STOCK, [stock])):
        (cells,) = cells_of(table, rows, date1904=False)
        for column, cell in zip(table.ours, cells, strict=True):
            if column.kind in (Kind.TEXT, Kind.CHOICE):
                assert cell is None or isinstance(cell, str)
            elif column.formula is None and column.kind is not Kind.SHARE:
                assert cell is None or isinstance(cell, (int, float))


CHANCES = {
    "a share in whole per cent": (Outlook(0.8749), 0, 0.87),
    "too late": (Outlook(0.0), 0, "too late"),
    "too late, and no goods either": (Outlook(0.0), 2, "too late"),
    "no goods": (Outlook(0.9), 2, "no goods"),
    "no goods, no history": (Outlook(lack=(3, 60)), 2, "no goods"),
    "not enough history": (Outlook(lack=(3, 60)), 0, "not enough history (3 of 60)"),
    "not enough of this warehouse": (Outlook(lack=(0, 10)), 0, "not enough history (0 of 10)"),
    "due in a week": (Outlook(), 0, None),
    "nothing to do": (None, 0, None),
}


@pytest.mark.parametrize(("outlook", "short", "shown"), CHANCES.values(), ids=CHANCES)
def test_a_chance_or_why_there_is_none(outlook: Outlook | None, short: int, shown: object) -> None:
    standing = standing_of(posting(), cover([], {}), SETTING)._replace(outlook=outlook, short=short)
    assert order_values(standing, SETTING)["chance"] == shown


def test_the_start_is_shown_in_the_time_of_this_computer() -> None:
    standing = standing_of(posting(), cover([], {}), SETTING)._replace(outlook=Outlook(0.9, None, hours(3)))
    values = order_values(standing, SETTING)
    assert (values["start_at"], values["start_by"]) == (hours(3), hours(11))


def test_the_queue_starts_with_the_worst() -> None:
    postings = [
        posting(number="calm", ship_by=hours(99), late_from=hours(99)),
        posting(number="undated", ship_by=None, late_from=None),
        posting(number="late", ship_by=hours(-2), late_from=hours(-1)),
        posting(number="later", ship_by=hours(-3), late_from=hours(-2)),
        posting(number="done", status="delivering"),
        posting(number="now", ship_by=hours(0.5)),
        posting(number="also now", ship_by=hours(0.5)),
    ]
    ranked = sorted((standing_of(one, cover(postings, {}), SETTING) for one in postings), key=by_urgency)
    assert [standing.posting.number for standing in ranked] == [
        "later",
        "late",
        "also now",
        "now",
        "undated",
        "calm",
        "done",
    ]


def test_lines_say_whether_their_goods_are_there() -> None:
    one = posting(warehouse_id="W", lines=(line("A", 2), line("B", 2), line("C", 2)))
    present = {Pair("A", "W"): 2, Pair("B", "W"): 1}
    rows = line_values(one, cover([one], present), present, SETTING)
    assert [(row["packable"], row["short"], row["present"]) for row in rows] == [
        ("can be packed", None, 2),
        ("Short by 1 pcs.", 1, 1),
        ("no stock row: look in the seller account", None, None),
    ]
    assert stock_shortages([one], cover([one], present)) == {Pair("B", "W"): 1}


@pytest.mark.parametrize("status", ["awaiting_customs_code", "arbitration", "driver_pickup"])
def test_of_a_posting_that_may_hold_no_goods_nobody_says_that_it_can_be_packed(status: str) -> None:
    one = posting(status=status, lines=(line("A", 2),))
    present = {Pair("A", one.warehouse_id): 9}
    (row,) = line_values(one, cover([one], present), present, SETTING)
    assert (row["packable"], row["short"]) == ("not known", None)


def test_shortages_of_a_pair_add_up_over_postings() -> None:
    postings = [posting(number=str(number), warehouse_id="W", lines=(line("A", 2),)) for number in range(3)]
    assert stock_shortages(postings, cover(postings, {Pair("A", "W"): 3})) == {Pair("A", "W"): 3}


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        *(("0", "0"), ("0.00", "0"), ("100", "100"), ("1E+2", "100"), ("12.5", "12.50"), ("-3", "-3")),
        *(("1000", "1\u00a0000"), ("1234567.891", "1\u00a0234\u00a0567.89")),
    ],
)
def test_money(amount: str, said: str) -> None:
    assert money_text(Money(Decimal(amount), "CNY")) == f"{said} CNY"
    assert money_text(None) == ""


def test_a_row_check_belongs_to_one_snapshot_pair_and_number() -> None:
    checks = {
        row_check(snapshot, Pair(offer, warehouse), free)
        for snapshot in ("7", "8")
        for offer in ("A", "AW", "A\tW")
        for warehouse in ("W", "WW", "")
        for free in (None, 0, 1, 10)
    }
    assert len(checks) == 2 * 3 * 3 * 4
    assert row_check("7", Pair("A", "W"), 5) == row_check("7", Pair("A", "W"), 5)
    assert row_check("7", Pair("A", "W"), 5).startswith("7:")


@pytest.mark.parametrize(
    ("status", "said"), [("created", "active"), ("blocked", "blocked: not sold"), ("brand_new", "brand_new")]
)
def test_warehouse_state(status: str, said: str) -> None:
    assert warehouse_state(Warehouse("1", "Main", status, False, ""), "en") == said
    assert warehouse_state(None, "en") is None


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("now", [None, 0, 7])
def test_every_state_has_a_result_without_holes(state: State, now: int | None, lang: Lang) -> None:
    said = result_text(state, lang, was=5, sent=7, now=now, message="X: y")
    assert said
    assert "None" not in said
    assert not set("{}") & set(said)


def test_a_pair_that_vanished_before_sending_is_called_gone() -> None:
    assert result_text("conflict", "en", was=5, sent=7, now=None, message="") == texts.RESULT_GONE.en
    assert result_text("conflict", "en", was=5, sent=7, now=0, message="") == texts.RESULT_CONFLICT_AGAIN.en.format(
        saw=5, now=0
    )


@pytest.mark.parametrize(
    ("message", "said"),
    [
        ("STOCK_TOO_BIG: x", "Ozon refused: 1,000,000 pieces or more [STOCK_TOO_BIG: x]"),
        ("BRAND_NEW: x {0} %s", "Ozon refused: BRAND_NEW: x {0} %s"),
        (
            "OVER_MAX_OVH_KGT: x; STOCK_TOO_BIG: y",
            (
                "Ozon refused: this product is not allowed in this warehouse (OVER_MAX_OVH_KGT); "
                "1,000,000 pieces or more [OVER_MAX_OVH_KGT: x; STOCK_TOO_BIG: y]"
            ),
        ),
    ],
)
def test_a_refusal_is_told_in_plain_words_with_ozons_own_behind(message: str, said: str) -> None:
    assert result_text("rejected", "en", was=5, sent=7, now=None, message=message) == said

"""The blocks of the Today sheet: the error index, simulated forward, and the tariff at stake."""

from datetime import timedelta
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from ozon_xl.actions.book import open_book
from ozon_xl.actions.ratings import OnTime, Ratings, error_tariff, index_headroom, on_time_headroom, red_of
from ozon_xl.actions.refresh import refresh
from ozon_xl.actions.standing import figures_of, money_figures, poor_text
from ozon_xl.domain.charges import ErrorTariff
from ozon_xl.domain.error_index import ON_TIME, ErrorIndex, PostingError, Rating, RatingCourse, RatingSummary
from ozon_xl.domain.outlook import Outlook
from ozon_xl.domain.postings import Money, TariffStep
from ozon_xl.domain.risk import ClockKind, Clocks, Risk, Tier
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.tariff import FOREVER
from ozon_xl.ozon.ratings import HISTORY, INDEX_INFO, INDEX_POSTINGS, SUMMARY
from ozon_xl.sheets import ORDERS
from ozon_xl.sheets.columns import Cell
from ozon_xl.sheets.figures import FIGURES, INDEX_FIGURES, ON_TIME_FIGURES
from ozon_xl.sheets.rows import Setting, Standing, order_values
from ozon_xl.sheets.zone import Zone
from ozon_xl.texts import standing as texts
from tests.actions.conftest import Desk
from tests.domain.make import NOW, line, posting
from tests.ozon.fakes import flat

DAY = timedelta(days=1)
RULES = Rules()
SETTING = Setting("en", NOW, Zone(timedelta(0)), RULES, date1904=False)
FINE = RatingSummary((), is_penalty_exceeded=False)


def told(value: float | None, *failed: PostingError) -> Ratings:
    return Ratings(ErrorIndex(value, None, None, None, ()), failed, FINE)


def failed(number: str, days_ago: float) -> PostingError:
    return PostingError(number, "SELLER_DELAY", NOW - days_ago * DAY, "FBS", False, None, None, None)


def row(number: str, tier: Tier, steps: tuple[TariffStep, ...] = ()) -> Standing:
    nothing = Clocks(None, None, None, None, None)
    risk = Risk(tier, ClockKind.NONE, None, None)
    return Standing(posting(number=number, tariff_steps=steps), 0, nothing, risk)


def test_ozons_own_index_says_how_many_were_created() -> None:
    """We know of ten postings; two errors that are two per cent are two of a hundred."""
    known = [NOW - 3 * DAY] * 10
    index = index_headroom(told(2.0, failed("a", 2), failed("b", 5)), known, 0, RULES, NOW)
    assert (index.share, index.zone) == (0.02, 0)
    assert (index.now.created, index.now.errors, index.allowed) == (100, 2, 2)


def test_without_ozons_index_our_own_count_stands() -> None:
    index = index_headroom(told(None, failed("a", 2)), [NOW - 3 * DAY] * 10, 0, RULES, NOW)
    assert (index.share, index.zone, index.now.created) == (0.1, 1, 10)


def test_red_orders_count_unless_they_do_already() -> None:
    queue = {"a": Tier.MISSED, "b": Tier.CRITICAL, "c": Tier.URGENT}
    ratings = told(2.0, failed("a", 2), failed("x", 3))
    red = red_of(queue, ratings.errors)
    assert red == 1
    index = index_headroom(ratings, [], red, RULES, NOW)
    assert (index.worst.errors, index.worst.zone) == (3, 0)
    assert max(day.errors for day in index.if_kept) == 2
    assert index.leaving is not None
    assert index.leaving[1] == 1


def test_days_end_at_midnight_in_moscow() -> None:
    """21:30 UTC is tomorrow there: it does not count before the day after."""
    yesterday_late = NOW.replace(hour=21, minute=30) - DAY
    index = index_headroom(told(None), [yesterday_late, yesterday_late - DAY], 0, RULES, NOW)
    assert index.now.created == 1


def on_time(
    value: float | None, *late: PostingError, warning: float | None = 95.0, danger: float | None = 90.0
) -> OnTime:
    return OnTime(RatingCourse(ON_TIME, warning, danger, ((NOW - DAY, 12.0), (NOW, value))), late)


def test_the_share_on_time_says_how_many_may_be_late() -> None:
    """Four late orders that leave 98 % are four of two hundred: of these ten may be late until Ozon warns."""
    late = [failed(name, days_ago) for name, days_ago in (("a", 2), ("b", 15), ("c", 29), ("d", 29))]
    queue = {"a": Tier.MISSED, **{f"red {number}": Tier.CRITICAL for number in range(7)}, "e": Tier.SOON}
    red = red_of(queue, late)
    share = on_time_headroom(on_time(98.0, *late), [NOW - 3 * DAY] * 50, red, RULES, NOW)
    assert (share.now.created, share.now.errors, share.allowed, share.zone) == (200, 4, 6, 0)
    assert (red, share.worst.zone) == (7, 1), "an order that is late by Ozon's count is not late twice"
    assert share.leaving == ((NOW + 2 * DAY).date(), 2)
    kept = {day.on: day.errors for day in share.if_kept}
    assert kept[(NOW + 2 * DAY).date()] == 2
    assert kept[(NOW + 29 * DAY).date()] == 0


@pytest.mark.parametrize(
    ("value", "warning", "danger", "zone", "allowed"),
    [
        (94.0, 95.0, 90.0, 1, 4),
        (89.0, 95.0, 90.0, 2, None),
        (89.0, None, 90.0, 2, None),
        (94.0, None, None, 0, None),
        (89.0, 80.0, 90.0, 2, None),
    ],
)
def test_zones_of_the_share_on_time(
    value: float, warning: float | None, danger: float | None, zone: int, allowed: int | None
) -> None:
    late = [failed(str(number), 3) for number in range(round(100 - value))]
    told_now = on_time(value, *late, warning=warning, danger=danger)
    share = on_time_headroom(told_now, [], 0, RULES, NOW)
    assert (share.zone, share.allowed) == (zone, allowed)


def test_the_last_value_that_ozon_gives_counts() -> None:
    assert on_time(None).percent == 12.0
    assert OnTime(None, ()).percent is None


def priced(number: str, tier: Tier, price: str, currency: str = "RUB", short: int = 0) -> Standing:
    one = row(number, tier)
    return one._replace(posting=one.posting._replace(lines=(line("A", 2, price, currency),)), short=short)


def test_charges_for_errors_are_told_or_estimated_by_the_zone() -> None:
    """Three per cent of the goods' price in the first zone, and never more than the most that one costs."""
    told_charge = Money(Decimal(7), "CNY")
    errors = ErrorTariff(
        {"told": told_charge, "long gone": told_charge}, RULES.charge_share(5.0), Money(Decimal(1500), "RUB")
    )
    queue = [
        priced("calm", Tier.CALM, "100"),
        priced("dear", Tier.SOON, "90000"),
        priced("yuan", Tier.URGENT, "90000", "CNY"),
        priced("short", Tier.SHORT, "100", short=1),
        priced("late", Tier.MISSED, "100"),
        priced("told", Tier.MISSED, "100"),
        priced("done", Tier.DONE, "100"),
    ]
    setting = SETTING._replace(errors=errors)
    cells = {one.posting.number: order_values(one, setting)["error_charge"] for one in queue[:-1]}
    assert cells == {
        "calm": "≈ 6 RUB",
        "dear": "≈ 1\u00a0500 RUB",
        "yuan": "≈ 5\u00a0400 CNY",
        "short": "≈ 6 RUB",
        "late": "≈ 6 RUB",
        "told": "7 CNY",
    }
    money = money_figures(queue, setting)
    assert money["ChargeSavable"] == "1\u00a0506 RUB"
    assert money["ChargeAtRisk"] == "5\u00a0400 CNY + 6 RUB"
    assert money["ChargeBlocked"] == "6 RUB"
    assert money["ChargeLost"] == "14 CNY"


@pytest.mark.parametrize(
    ("index", "share"), [(None, None), (4.0, 0.0), (4.01, 0.03), (15.0, 0.06), (30.0, 0.09), (99.0, 0.09)]
)
def test_the_share_charged_goes_by_the_zone(index: float | None, share: float | None) -> None:
    assert RULES.charge_share(index) == share
    assert Rules(first_charge=0.5).charge_share(5.0) == 0.5


def test_charges_of_one_posting_are_added_up_in_one_currency(desk: Desk) -> None:
    late, cancelled, foreign = (
        failed("1-1", 2)._replace(charge=Money(Decimal(amount), currency))
        for amount, currency in ((30, "RUB"), (60, "RUB"), (5, "CNY"))
    )
    for errors, sum_ in (((late, cancelled), Money(Decimal(90), "RUB")), ((late, foreign), Money(Decimal(5), "CNY"))):
        tariff = error_tariff(told(5.0, *errors), desk.store, desk.practice.client_id, RULES, NOW)
        assert tariff.told == {"1-1": sum_}


def test_without_an_index_nobody_knows_what_an_error_costs() -> None:
    assert order_values(priced("a", Tier.CALM, "100"), SETTING)["error_charge"] is None


def test_a_refresh_of_changes_knows_the_charges_of_the_whole_one(desk: Desk) -> None:
    desk.refresh(whole=True)
    index = desk.client.ratings.index().value
    assert index is not None
    assert index > 4, "else nothing is charged"
    before = charges(desk)
    assert any(text.startswith("≈ ") for text in before.values())
    assert named(desk)["ChargeLost"]
    result = refresh(desk.host, desk.client, desk.store, desk.clock)
    assert not result.whole
    assert charges(desk) == before
    later = desk.clock.now() + 16 * DAY
    assert error_tariff(None, desk.store, desk.practice.client_id, RULES, later) == ErrorTariff(), "it counts no more"
    kept = error_tariff(None, desk.store, desk.practice.client_id, RULES, desk.clock.now())
    assert kept.told
    assert kept.share == RULES.charge_share(index)


def charges(desk: Desk) -> dict[str, str]:
    rows = desk.host.read(ORDERS, ["error_charge"])
    return {row.key[0]: str(row.cells["error_charge"].value or "") for row in rows}


def named(desk: Desk) -> dict[str, Cell]:
    return {name: desk.host.get(name).value for name in FIGURES}


def test_a_refresh_fills_the_blocks_as_the_shop_stands(desk: Desk) -> None:
    desk.refresh()
    cells = named(desk)
    index = desk.client.ratings.index()
    assert index.value is not None
    assert cells["IndexNow"] == index.value
    assert cells["IndexTrouble"] is None
    now = desk.clock.now()
    listed = flat(desk.client.ratings.errors(now - 15 * DAY, now))
    assert 0 < int(str(cells["IndexErrors"])) <= len(listed)
    assert index.value == pytest.approx(
        100 * int(str(cells["IndexErrors"])) / int(str(cells["IndexCreated"])), rel=0.05
    )
    assert cells["IndexZone"] == sum(index.value > 100 * edge for edge in RULES.zones)
    assert cells["OrdersLost"]
    assert "RUB" in str(cells["MoneyLost"])


def test_money_never_mixes_currencies() -> None:
    yuan, roubles = (
        (
            TariffStep(NOW + DAY, "no_discount", None),
            TariffStep(FOREVER, "commission", Money(Decimal(amount), currency)),
        )
        for amount, currency in (("0.07", "CNY"), ("12345.6", "RUB"))
    )
    yuan = (yuan[0]._replace(charge=Money(Decimal(0), "CNY")), yuan[1])
    roubles = (roubles[0]._replace(charge=Money(Decimal(0), "RUB")), roubles[1])
    queue = [
        row("a", Tier.SOON, yuan),
        row("b", Tier.URGENT, roubles),
        row("c", Tier.SOON, roubles),
        row("d", Tier.DONE, yuan),
    ]
    money = money_figures(queue, SETTING)
    assert (money["OrdersSavable"], money["MoneySavable"]) == (2, "0.07 CNY + 12\u00a0345.60 RUB")
    assert (money["OrdersAtRisk"], money["MoneyAtRisk"]) == (1, "12\u00a0345.60 RUB")
    assert (money["OrdersLost"], money["MoneyLost"]) == (0, "")


def test_a_forecast_says_what_is_at_high_risk_and_the_seller_says_how_sure_is_sure() -> None:
    steps = (
        TariffStep(NOW + DAY, "no_discount", Money(Decimal(0), "RUB")),
        TariffStep(FOREVER, "commission", Money(Decimal(100), "RUB")),
    )
    likely = row("a", Tier.URGENT, steps)._replace(outlook=Outlook(0.85))
    unlikely = row("b", Tier.CALM, steps)._replace(outlook=Outlook(0.7))
    unknown = [row(tier.name, tier, steps)._replace(outlook=Outlook(lack=(3, 60))) for tier in (Tier.CALM, Tier.URGENT)]

    def at_risk(rules: Rules, *queue: Standing) -> Cell:
        return money_figures(queue, SETTING._replace(rules=rules))["OrdersAtRisk"]

    assert (at_risk(RULES, likely), at_risk(RULES, unlikely), at_risk(RULES, *unknown)) == (0, 1, 1)
    assert at_risk(Rules(sure_share=0.9), likely) == 1
    assert at_risk(Rules(sure_share=0.5), unlikely) == 0


def test_ratings_that_ask_for_attention_are_named() -> None:
    ratings = (
        Rating("rating_on_time", "Вовремя", 90.0, "PERCENT", "WARNING"),
        Rating("rating_price", "", None, "", "CRITICAL"),
        Rating("rating_fine", "Fine", 1.0, "", "OK"),
    )
    said = poor_text(RatingSummary(ratings, is_penalty_exceeded=True), "en")
    assert said == "Вовремя: 90 (WARNING); rating_price (CRITICAL); penalty points exceeded"


def test_the_share_on_time_is_ozons_and_the_late_ones_are_counted(desk: Desk) -> None:
    desk.refresh()
    cells, now = named(desk), desk.clock.now()
    (course,) = desk.client.ratings.history((ON_TIME,), now - 7 * DAY, now)
    assert cells["OnTimeNow"] == course.values[-1][1]
    late = {one.number for one in flat(desk.client.ratings.errors(now - 31 * DAY, now)) if one.kind == "SELLER_DELAY"}
    assert 0 < int(str(cells["OnTimeLate"])) <= len(late)
    share = 100 - 100 * int(str(cells["OnTimeLate"])) / int(str(cells["OnTimeOrders"]))
    assert share == pytest.approx(float(str(cells["OnTimeNow"])), abs=0.5)
    assert cells["OnTimeEdge"] in (80.0, 60.0, None)
    assert cells["OnTimeTrouble"] is None


def test_a_shop_without_that_rating_is_told_so(desk: Desk) -> None:
    cells = figures_of(None, OnTime(None, ()), desk.store, desk.practice.client_id, [], SETTING)
    assert cells["OnTimeTrouble"] == texts.NO_ON_TIME.en
    assert cells["OnTimeNow"] is None
    assert "IndexNow" not in cells, "what was not asked for stays"


@pytest.mark.parametrize("fault", ["refuse:role", "obsolete"])
def test_a_refused_course_of_a_rating_costs_nothing_else(desk: Desk, fault: str) -> None:
    desk.practice.control.faults(f"{fault}@{HISTORY.path}")
    desk.refresh()
    cells = named(desk)
    assert {name for name in ON_TIME_FIGURES if cells[name] is not None} == {"OnTimeTrouble"}
    assert cells["IndexNow"]


@pytest.mark.parametrize("path", [INDEX_INFO.path, INDEX_POSTINGS.path, SUMMARY.path])
@pytest.mark.parametrize("fault", ["refuse:role", "refuse:subscription", "obsolete"])
def test_a_refused_rating_costs_no_refresh_and_is_said(desk: Desk, path: str, fault: str) -> None:
    desk.refresh()
    desk.practice.control.faults(f"{fault}@{path}")
    result = refresh(desk.host, desk.client, desk.store, desk.clock, whole=True)
    assert result.orders
    cells = named(desk)
    assert cells["IndexTrouble"]
    assert {name for name in INDEX_FIGURES if cells[name] is not None} == {"IndexTrouble"}
    assert cells["MoneyLost"], "money needs no rating"


def test_a_workbook_without_its_today_sheet_is_refreshed(desk: Desk) -> None:
    book = load_workbook(desk.book)
    for name in FIGURES:
        del book.defined_names[name]
    book.save(desk.book)
    desk.refresh()
    assert desk.host.get("SnapshotId").value


def test_a_workbook_made_before_these_rules_goes_by_their_defaults(desk: Desk) -> None:
    book = load_workbook(desk.book)
    for name in (*FIGURES, "IndexDays", "FirstZone"):
        del book.defined_names[name]
    book.save(desk.book)
    assert open_book(desk.host, desk.practice.client_id).rules == Rules()

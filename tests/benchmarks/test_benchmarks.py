"""The benchmarks run, and what they measure is the whole job."""

import pytest

from tests.benchmarks.calc import COLUMNS, writing
from tests.benchmarks.figures import exponent, limited, partial_refresh, race
from tests.benchmarks.forecast import OFTEN, SELDOM, Answer, Cadence, calibration, scored
from tests.benchmarks.imports import first_sign_s, heaviest, import_s
from tests.benchmarks.measure import Cost


@pytest.mark.slow
def test_everybody_does_the_same_job() -> None:
    figures = race(60, times=1, plain=True)
    assert figures.plain is not None
    assert figures.first.orders == figures.again.orders > 30
    assert figures.first.stock_rows == figures.plain.stock_rows > 60
    assert figures.floor.stock_rows == figures.first.stock_rows
    assert figures.floor.orders >= figures.plain.orders
    assert figures.to_floor > 1


@pytest.mark.slow
def test_a_refresh_against_the_limit() -> None:
    figures = limited(60)
    assert figures.requests > 8
    assert figures.cost.wall_s >= figures.least_s


@pytest.mark.slow
def test_a_refresh_of_the_changes_beside_a_whole_one() -> None:
    figures = partial_refresh(300)
    assert figures.changed == 3
    for beside in (figures.book, figures.store):
        assert beside.changes.orders == beside.whole.orders > 200
        assert beside.changes.stock_rows == beside.whole.stock_rows
        assert beside.request_share < 0.5
        assert 0 < beside.cpu_share < 1


@pytest.mark.office
@pytest.mark.slow
def test_rows_into_libreoffice_against_one_bare_call() -> None:
    figures = writing(200, times=1)
    assert figures.cells == 200 * COLUMNS
    assert figures.host_s > figures.bare_s > 0


@pytest.mark.slow
@pytest.mark.parametrize(
    ("cadence", "seeds", "days"), [(SELDOM, (201, 202, 203), 14), (OFTEN, (204,), 7)], ids=["seldom", "often"]
)
def test_the_forecast_beats_the_base_rate_by_a_fifth_on_every_held_back_shop(
    cadence: Cadence, seeds: tuple[int, ...], days: int
) -> None:
    for seed in seeds:
        figures = calibration(cadence, [seed], split_days=days, asked_days=3)
        assert figures.answers > 200
        assert sum(some.answers for some in figures.bins) == figures.answers
        assert 0 < figures.brier < min(figures.brier_base, figures.brier_mean)
        assert figures.skill >= 20


def test_the_scores_are_what_they_are_called() -> None:
    """Said 80 per cent of four that came and one that did not, 30 of one that did not; the base rate was a half."""
    answers = [Answer(0.8, 0.5, came=number > 0) for number in range(5)] + [Answer(0.3, 0.5, came=False)]
    figures = scored(SELDOM, 1, answers)
    assert figures.brier == pytest.approx((4 * 0.04 + 0.64 + 0.09) / 6)
    assert figures.brier_base == pytest.approx(0.25)
    assert figures.brier_mean == pytest.approx(2 / 9)
    assert figures.skill == pytest.approx(100 * (1 - figures.brier / 0.25))
    assert figures.bins[8] == pytest.approx((0.8, 0.8, 5))
    assert figures.bins[3] == pytest.approx((0.3, 0.0, 1))


def test_imports_are_measured() -> None:
    assert import_s("ozon_xl.sheets", times=1) > import_s("", times=1)
    assert "ozon_xl" in dict(heaviest("ozon_xl.sheets", 50))


def test_the_first_sign_of_life_is_measured() -> None:
    sign = first_sign_s(times=1)
    if sign is None:
        pytest.skip("ozon_xl is not installed in this Python, only found in the current folder")
    assert sign > import_s("", times=1)


@pytest.mark.parametrize("power", [0.5, 1.0, 2.0])
def test_exponent(power: float) -> None:
    costs = [Cost(3e-5 * orders**power, 0.0, 0.0, orders, 0) for orders in (1_000, 5_000, 50_000)]
    assert exponent(costs) == pytest.approx(power)

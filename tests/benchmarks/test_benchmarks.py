"""The benchmarks run, and what they measure is the whole job."""

import pytest

from tests.benchmarks.calc import COLUMNS, writing
from tests.benchmarks.figures import exponent, limited, race
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


@pytest.mark.office
@pytest.mark.slow
def test_rows_into_libreoffice_against_one_bare_call() -> None:
    figures = writing(200, times=1)
    assert figures.cells == 200 * COLUMNS
    assert figures.host_s > figures.bare_s > 0


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

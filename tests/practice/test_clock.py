"""The shop's clock: real, fast, standing, advanced."""

from datetime import timedelta

import pytest

from ozon_xl.practice.clock import ShopClock
from tests.practice.conftest import NOW


class Ticks:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.s = 100.0

    def __call__(self) -> float:
        return self.s


@pytest.mark.parametrize("speed", [0, 0.5, 1, 60])
def test_it_runs_at_its_speed(speed: float) -> None:
    ticks = Ticks()
    clock = ShopClock(NOW, speed, ticks)
    ticks.s += 10
    assert clock.now() == NOW + timedelta(seconds=10 * speed)


def test_it_changes_speed_without_a_jump() -> None:
    ticks = Ticks()
    clock = ShopClock(NOW, 1, ticks)
    ticks.s += 10
    clock.run_at(60)
    assert clock.now() == NOW + timedelta(seconds=10)
    ticks.s += 1
    clock.run_at(0)
    ticks.s += 1000
    assert clock.now() == NOW + timedelta(seconds=70)


def test_it_is_advanced_and_never_goes_back() -> None:
    ticks = Ticks()
    clock = ShopClock(NOW, 0, ticks)
    assert clock.advance(90) == clock.now() == NOW + timedelta(seconds=90)
    for wrong in (lambda: clock.advance(-1), lambda: clock.run_at(-1)):
        with pytest.raises(ValueError, match="-1"):
            wrong()


def test_limits_go_by_real_seconds_and_by_those_skipped_by_hand() -> None:
    ticks = Ticks()
    clock = ShopClock(NOW, 60, ticks)
    before = clock.unhurried_s()
    ticks.s += 2
    clock.advance(5)
    assert clock.unhurried_s() - before == 7


def test_without_a_start_it_is_now() -> None:
    assert ShopClock().now().utcoffset() == timedelta(0)

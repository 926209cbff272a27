import inspect
import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ozon_xl import errors
from ozon_xl.errors import OzonXLError, RetryableError
from ozon_xl.ozon.retry import JITTER, LONGEST_S, PACES, TOTAL_S, wait_before

ALL_ERRORS = [cls for _name, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, OzonXLError)]
RETRIED = sorted(PACES, key=lambda cls: cls.__name__)


def made(cls: type[RetryableError], wait_s: float | None = None) -> RetryableError:
    error = cls()
    error.wait_s = wait_s
    return error


def test_every_retryable_error_has_its_pace() -> None:
    leaves = {cls for cls in ALL_ERRORS if issubclass(cls, RetryableError) and cls is not RetryableError}
    assert leaves == set(PACES)


@pytest.mark.parametrize("cls", [cls for cls in ALL_ERRORS if not issubclass(cls, RetryableError)])
def test_nothing_else_is_retried(cls: type[OzonXLError]) -> None:
    assert wait_before(cls(), 1, 0, writes=False) is None


@pytest.mark.parametrize("cls", RETRIED)
def test_a_write_is_sent_again_only_where_ozon_has_not_applied_it(cls: type[RetryableError]) -> None:
    again = wait_before(made(cls), 1, 0, writes=True) is not None
    assert again is (cls is errors.RateLimitedError)


@pytest.mark.parametrize("cls", RETRIED)
def test_attempts_are_bounded_and_waits_grow(cls: type[RetryableError]) -> None:
    waits: list[float] = []
    for attempt in itertools.count(1):
        wait = wait_before(made(cls), attempt, sum(waits), writes=False)
        if wait is None:
            break
        waits.append(wait)
    assert len(waits) == PACES[cls].attempts - 1
    assert waits[0] == PACES[cls].first_s
    assert waits == sorted(waits)
    assert waits[1] == 2 * waits[0]


@given(
    cls=st.sampled_from(RETRIED),
    asked=st.one_of(st.none(), st.floats(0, 500)),
    jitter=st.floats(0, 1),
    spent=st.floats(0, 120),
)
def test_the_whole_is_bounded_whatever_the_server_asks(
    cls: type[RetryableError], asked: float | None, jitter: float, spent: float
) -> None:
    elapsed = attempts = 0.0
    for attempt in itertools.count(1):
        attempts += 1
        elapsed += spent
        wait = wait_before(made(cls, asked), attempt, elapsed, writes=False, jitter=jitter)
        if wait is None:
            break
        assert wait >= (asked or 0)
        elapsed += wait
        assert elapsed <= TOTAL_S
    assert attempts <= PACES[cls].attempts


def test_what_the_server_asks_for_replaces_the_first_wait_and_still_grows() -> None:
    waits = [wait_before(made(errors.RateLimitedError, 3.0), attempt, 0, writes=False) for attempt in range(1, 5)]
    assert waits == [3, 6, 12, 24]
    one_second = [wait_before(made(errors.RateLimitedError, 1.0), attempt, 0, writes=False) for attempt in range(1, 8)]
    assert one_second == [1, 2, 4, 8, 16, 32, LONGEST_S], "a block of minutes is outlived"


def test_a_server_may_ask_for_more_than_our_longest_wait() -> None:
    assert wait_before(made(errors.RateLimitedError, 90.0), 3, 0, writes=False) == 90
    assert wait_before(made(errors.RateLimitedError, TOTAL_S + 1), 1, 0, writes=False) is None


def test_an_open_circle_is_given_minutes() -> None:
    waits = [wait_before(made(errors.CircleOpenError), attempt, 0, writes=False) or 0 for attempt in range(1, 5)]
    assert sum(waits) >= 120


def test_jitter_only_stretches() -> None:
    plain = wait_before(made(errors.ServerTroubleError), 2, 0, writes=False, jitter=0)
    stretched = wait_before(made(errors.ServerTroubleError), 2, 0, writes=False, jitter=1)
    assert plain is not None
    assert stretched == pytest.approx(plain * (1 + JITTER))

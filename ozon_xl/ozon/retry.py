"""Whether to try again, and how long to wait before."""

from typing import Final, NamedTuple

from ozon_xl.errors import (
    BrokenAnswerError,
    CircleOpenError,
    OzonXLError,
    RateLimitedError,
    RetryableError,
    ServerTroubleError,
    TimedOutError,
    UnreachableError,
)

TOTAL_S: Final = 300.0
"""One call, with all its attempts and waits, never takes longer to start its last attempt."""
LONGEST_S: Final = 60.0
"""The longest wait of ours; a server may ask for a longer one."""
JITTER: Final = 0.25
"""Part of a wait by which it may be stretched, so that many clients do not come back at once."""


class Pace(NamedTuple):
    """How one kind of error is retried."""

    first_s: float
    """The first wait; each further one is twice as long."""
    attempts: int
    """Sends in all, the first included."""


PACES: Final[dict[type[RetryableError], Pace]] = {
    RateLimitedError: Pace(1.0, 8),
    CircleOpenError: Pace(20.0, 5),
    ServerTroubleError: Pace(1.0, 5),
    BrokenAnswerError: Pace(0.5, 4),
    UnreachableError: Pace(0.5, 4),
    TimedOutError: Pace(1.0, 3),
}
"""A burst is forgiven in a second, an open circle in minutes (Ozon's "Errors" section, read 2026-11-23)."""


def wait_before(
    error: OzonXLError, attempt: int, elapsed_s: float, *, writes: bool, jitter: float = 0.0
) -> float | None:
    """Seconds to wait before the next attempt, or None to give up.

    ``attempt`` counts from 1, ``elapsed_s`` runs since the first one began, ``jitter`` lies in 0 .. 1. A write may be
    tried again only after a 429 of the whole request, which Ozon has not applied; after anything else nobody knows.
    What the server asks for replaces the first wait, and the waits still grow: ``Retry-After: 1`` was seen together
    with blocks of minutes (FACTS of 2026-11-23).
    """
    pace = PACES.get(type(error)) if isinstance(error, RetryableError) else None
    if pace is None or attempt >= pace.attempts or (writes and not isinstance(error, RateLimitedError)):
        return None
    asked = error.wait_s if isinstance(error, RetryableError) and error.wait_s else 0.0
    growing = min(LONGEST_S, (asked or pace.first_s) * 2 ** (attempt - 1))
    wait_s = max(asked, growing) * (1 + JITTER * jitter)
    return wait_s if elapsed_s + wait_s <= TOTAL_S else None

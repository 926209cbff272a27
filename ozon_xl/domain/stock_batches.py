"""How the writes of a plan are put into requests, and how long they take under Ozon's limits."""

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from ozon_xl.domain.stock import Pair

BATCH_S: Final = 1.0
"""A request's worth of reading before the write, and the write: two answers of some 300 ms, and the journal."""
PROOF_S: Final = 10.0
"""Until reads show what was written: mostly a few seconds, at times minutes (observed by others, FACTS 2026-11-23)."""


class Batch(NamedTuple):
    """The pairs of one request."""

    pairs: tuple[Pair, ...]
    rest_s: float
    """Seconds from now until the last of them may be written again."""


def batches(rest: Mapping[Pair, float], most: int) -> list[Batch]:
    """The fewest requests of at most ``most`` pairs that write each pair once, those that need no rest first.

    ``rest`` says of each pair how many seconds it must still be left alone. Equal ones keep their order.
    """
    in_order = sorted(rest, key=lambda pair: max(0.0, rest[pair]))
    cut = [in_order[start : start + most] for start in range(0, len(in_order), most)]
    return [Batch(tuple(pairs), max(0.0, rest[pairs[-1]])) for pairs in cut]


def seconds_for(planned: Sequence[Batch], calls: int, per_s: float) -> float:
    """How long sending and proving takes, about, if ``calls`` requests may go in any ``per_s`` seconds."""
    at = 0.0
    for number, batch in enumerate(planned):
        at = max(at, batch.rest_s, per_s * (number // calls)) + BATCH_S
    return at + PROOF_S if planned else 0.0

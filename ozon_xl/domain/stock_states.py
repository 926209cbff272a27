"""The states of one stock write, and what an answer or a read says about it."""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from ozon_xl.domain.stock import Pair


class State(StrEnum):
    """Of one pair in one run, from plan to proof."""

    PLANNED = "planned"
    CONFIRMED = "confirmed"
    SENDING = "sending"
    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNKNOWN = "unknown"
    VERIFIED = "verified"
    SUPERSEDED = "superseded"
    CONFLICT = "conflict"
    EXPIRED = "expired"
    CANCELLED = "cancelled"


FINAL: Final = frozenset(
    {State.REJECTED, State.VERIFIED, State.SUPERSEDED, State.CONFLICT, State.EXPIRED, State.CANCELLED}
)
"""Nothing more will happen to the row by itself."""

MAYBE_APPLIED: Final = frozenset({State.SENDING, State.ACCEPTED, State.UNKNOWN})
"""Only a read tells what Ozon has."""
NOT_TAKEN: Final = frozenset({State.REJECTED, State.EXPIRED, State.CANCELLED})
"""Ozon does not have it: it may be sent again."""

SECOND_LOOK: Final = "second look"
"""Message of an entry that says what Ozon had once buyers see a write (some 20 minutes; Ozon's help, 2026-11-23)."""

UNDO: Final = "undo of "
"""Begins the message of each entry of a write that takes one back, behind it the run that is taken back."""


class ItemError(NamedTuple):
    """What Ozon says against one pair."""

    code: str
    message: str


class ItemAnswer(NamedTuple):
    """One entry of Ozon's answer to a stock write. Matched by offer and warehouse, never by position or product."""

    offer: str
    warehouse_id: str
    updated: bool | None
    """None unless it is literally true or false."""
    errors: tuple[ItemError, ...]

    @property
    def pair(self) -> Pair:
        """Offer and warehouse."""
        return Pair(self.offer, self.warehouse_id)


PAIR_BUSY = "TOO_MANY_REQUESTS"
"""The pair was written less than 30 seconds ago (item error inside HTTP 200)."""


def state_after_answer(entries: list[ItemAnswer]) -> tuple[State, str]:
    """What the entries about one pair say, with Ozon's words.

    Only one clear ``updated: true`` without errors is an acceptance, only one clear ``updated: false`` with errors a
    refusal; no entry, several, or one that contradicts itself leaves the write unknown.
    """
    if len(entries) != 1:
        return State.UNKNOWN, ""
    (entry,) = entries
    said = "; ".join(f"{error.code}: {error.message}" for error in entry.errors)
    if entry.updated is True and not entry.errors:
        return State.ACCEPTED, ""
    if entry.updated is True or entry.updated is None:
        return State.UNKNOWN, said
    return (State.REJECTED, said) if entry.errors else (State.UNKNOWN, "")


def states_after_answer(pairs: Iterable[Pair], answers: Iterable[ItemAnswer]) -> dict[Pair, tuple[State, str]]:
    """What Ozon's answer to one request says of each pair in it. Entries about other pairs are nobody's."""
    entries: defaultdict[Pair, list[ItemAnswer]] = defaultdict(list)
    for answer in answers:
        entries[answer.pair].append(answer)
    return {pair: state_after_answer(entries[pair]) for pair in pairs}


def state_after_second_look(*, sent: int, free: int, ordered: int) -> State:
    """What a read says of a proved write once buyers see it, ``ordered`` being the pieces ordered since."""
    return State.VERIFIED if sent - free == ordered or sent == free else State.SUPERSEDED


def state_after_read(*, was: int, sent: int, free: int, settled: bool, accepted: bool = False) -> State | None:
    """What a read says of a write that may have been applied; None: too early to tell, read again.

    ``settled`` means that enough time has passed for a late request to land and for the read to show it. What Ozon
    has ``accepted`` cannot have been lost on its way.
    """
    if free == sent:
        return State.VERIFIED
    if not settled:
        return None
    return State.EXPIRED if free == was and not accepted else State.SUPERSEDED

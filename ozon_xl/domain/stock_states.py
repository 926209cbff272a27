"""The states of one stock write, and what an answer or a read says about it."""

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum
from typing import Final, NamedTuple

from ozon_xl.domain.stock import Pair, StockLevel


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
DONE: Final = frozenset({State.VERIFIED, State.SUPERSEDED})
"""Ozon had it, or may have had it: the edit behind it is never sent again."""
NOT_TAKEN: Final = frozenset({State.REJECTED, State.EXPIRED, State.CANCELLED})
"""Ozon does not have it: it may be sent again."""

SECOND_LOOK: Final = "second look"
"""Message of an entry that says what Ozon had once buyers see a write (some 20 minutes; Ozon's help, 2026-11-23)."""
HELD: Final = "held"
"""Message of an entry that was not sent because an earlier write of the pair is not decided yet."""

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


class Sent(NamedTuple):
    """A write, and what Ozon had right before it. All numbers are pieces."""

    was: int
    """Free."""
    shelf: int
    """On the shelf, or promised where that is more: what the free quantity is a part of."""
    free: int
    """What was sent."""

    @classmethod
    def over(cls, *, free: int, reserved: int, present: int, sent: int) -> "Sent":
        """A write over what was read."""
        return cls(free, max(present, free + reserved), sent)

    @property
    def shelf_after(self) -> int:
        """On the shelf once the write is there, if nobody has ordered in between: a write leaves the reserve alone."""
        return self.shelf + self.free - self.was


class Verdict(NamedTuple):
    """What a read says of a write."""

    state: State
    oversold: int = 0
    """Pieces ordered between the last look and the write, which put them back on offer."""


def after_read(
    sent: Sent, level: StockLevel, *, settled: bool, accepted: bool = False, overdue: bool = False
) -> Verdict | None:
    """What a read says of a write that may have been applied; None: too early to tell, read again.

    Orders and cancellations move pieces between free and reserved and leave the shelf as it is, shipping takes
    reserved ones off it. So the shelf tells a write that is there and was followed by orders from one that is not
    there. An order that came before the write but after the last look shows as a shelf that holds too much.

    ``settled``: enough time has passed for a late request to land and for reads to show it. Before that a shelf not
    above its old height may be an old one, less what was shipped. ``accepted``: it cannot have been lost on its way.
    ``overdue``: nor can it still be waiting.
    """
    excess, drop = level.present - sent.shelf_after, sent.free - level.free
    fits = excess == 0 or (excess < 0 and drop == 0) or (excess > 0 and drop >= 0)
    events, events_if_lost = abs(excess) + abs(drop), _events_if_lost(sent, level)
    is_new = level.present > sent.shelf or (excess == 0 and drop >= 0)
    if fits and (is_new or (settled and (accepted or events_if_lost is None or events < events_if_lost))):
        return Verdict(State.VERIFIED, max(0, excess))
    if not settled or (accepted and level.present == sent.shelf and not overdue):
        return None
    if not accepted and events_if_lost is not None and (not fits or events_if_lost < events):
        return Verdict(State.EXPIRED)
    return Verdict(State.SUPERSEDED)


def _events_if_lost(sent: Sent, level: StockLevel) -> int | None:
    """How many pieces must have been ordered, cancelled or shipped if the write is not there; None: that cannot be."""
    shipped = sent.shelf - level.present
    return shipped + abs(sent.was - level.free) if shipped >= 0 else None


def state_after_second_look(sent: Sent, read_back: int, level: StockLevel, *, oversold: int, ordered: int) -> State:
    """What a read says of a proved write once buyers see it: ``read_back`` was free when it was proved, ``ordered`` are
    the pieces ordered since.
    """
    same_shelf = level.present == sent.shelf_after + oversold
    explained = level.free == read_back or read_back - level.free == ordered
    return State.VERIFIED if same_shelf or explained else State.SUPERSEDED

"""What the user agrees to, and what became of it."""

from typing import NamedTuple

from ozon_xl.domain.stock import Pair
from ozon_xl.domain.stock_states import MAYBE_APPLIED, State
from ozon_xl.domain.stock_wish import Conflict


class Consent(NamedTuple):
    """The user's yes, bound to one plan."""

    plan_hash: str
    second: bool = False
    """Also yes to zeroing, mass changes and jumps."""


class Outcome(NamedTuple):
    """What became of one pair of a run."""

    row: int
    """Of the sheet; 0 where the pair came from the journal (undo) and no cell was typed into."""
    offer: str
    warehouse_id: str
    state: State
    was: int | None
    sent: int | None
    read_back: int | None
    """Free, as Ozon said last."""
    present: int | None
    """On the shelf, as Ozon said last."""
    message: str
    conflict: Conflict | None = None
    """The numbers that did not agree, where that kept it from being sent."""
    oversold: int = 0
    """Pieces that were ordered in the very moment of sending."""

    @property
    def pair(self) -> Pair:
        """Offer and warehouse."""
        return Pair(self.offer, self.warehouse_id)


class PushResult(NamedTuple):
    """What became of a run."""

    run: str
    """Its name in the journal; empty if nothing was left to do."""
    outcomes: tuple[Outcome, ...]
    before: tuple[State, ...] = ()
    """States of the pairs that an earlier push of the same plan had sent."""

    @property
    def is_done(self) -> bool:
        """Whether Ozon has taken all of the plan."""
        states = [*self.before, *(outcome.state for outcome in self.outcomes)]
        return all(state in (State.VERIFIED, State.ACCEPTED) for state in states)

    @property
    def can_be_undone(self) -> bool:
        """Whether Ozon has taken anything of it, or may have."""
        return self.count(State.VERIFIED, State.SUPERSEDED, *MAYBE_APPLIED) > 0

    def count(self, *states: State) -> int:
        """Pairs in one of these states."""
        return sum(outcome.state in states for outcome in self.outcomes)


def tally(result: PushResult) -> dict[str, int]:
    """Pairs of a run by how it ended for them, as the user is told."""
    return {
        "verified": result.count(State.VERIFIED),
        "accepted": result.count(State.ACCEPTED),
        "conflicts": result.count(State.CONFLICT),
        "rejected": result.count(State.REJECTED, State.EXPIRED, State.SUPERSEDED, State.CANCELLED),
        "unknown": result.count(State.UNKNOWN, State.SENDING),
    }

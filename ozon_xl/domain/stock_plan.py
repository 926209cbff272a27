"""From what was typed into the Stock sheet to a plan: what will be sent, what is refused and why, what needs care."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final, Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator

from ozon_xl.domain.rules import Rules
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.domain.stock_edit import EditRow, Ready, verdict
from ozon_xl.domain.stock_wish import Conflict, Decision, Mode, Seen, Sum, Wish, moved, orders_explain, sum_of
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import stock as texts

CLOCKS_DIFFER: Final = timedelta(minutes=5)
"""By so much a clock may be wrong before its data are no longer trusted."""

Warning_ = Literal["zero", "jump", "short"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlanItem(_Frozen):
    """One pair to write. All numbers are pieces."""

    row: int
    offer: str
    warehouse_id: str
    name: str
    warehouse: str
    mode: Mode
    asked: int
    """The number as it was typed."""
    number: int
    """The number that counts: as typed, or as re-based."""
    keep_back: int
    cap: int | None
    decision: Decision
    saw: int | None
    """What the user had seen beside the number: of a shelf count the shelf, else the free quantity."""
    reading: str
    """The reading that had brought it; with pair, mode and number the edit is known again by it."""
    was: int
    """Free at Ozon when the plan was made."""
    present: int
    """On the shelf then, reserved pieces included."""
    reserved: int
    want: int
    """Free as it shall be."""
    ordered: int
    """Pieces in open orders, as the sheet had them."""
    warnings: tuple[Warning_, ...]
    undoes: str = ""
    """The run whose write it takes back; empty where somebody typed the number."""

    @property
    def pair(self) -> Pair:
        """Offer and warehouse."""
        return Pair(self.offer, self.warehouse_id)

    @property
    def wish(self) -> Wish:
        """What the sum starts from."""
        return Wish(self.mode, self.number, self.keep_back, self.cap)

    @property
    def sum(self) -> Sum:
        """How the free quantity comes about."""
        level = StockLevel(self.offer, self.warehouse_id, "", "", self.present, self.reserved, self.was, None)
        return sum_of(self.wish, level)

    @property
    def seen(self) -> Seen:
        """What Ozon had when the plan was made."""
        return Seen(self.was, self.present)

    def at_send(self, level: StockLevel, ordered_since: int | None = None) -> int | Conflict | None:
        """The free quantity to send, Ozon having ``level`` by now; None where it has become less than nothing.

        A shelf count and a change follow orders and cancellations by themselves, a free quantity only new orders, and
        only where ``ordered_since`` (pieces ordered since the plan was made; None where that is not allowed) says the
        same.
        """
        wish, conflict = self.wish, moved(self.wish, self.seen, level)
        if conflict is not None:
            drop = self.was - level.free
            followed = self.mode is Mode.FREE and ordered_since == drop <= self.number
            if not (followed and orders_explain(self.seen, level)):
                return conflict._replace(saw=self.saw, want=self.asked)
            wish = wish._replace(number=self.number - drop)
        total = sum_of(wish, level)
        return total.want if total.start >= total.reserved else None


class PlanRefusal(_Frozen):
    """One row that will not be sent."""

    row: int
    offer: str
    warehouse_id: str
    why: Words
    conflict: Conflict | None = None
    """The numbers, where the user can decide."""

    @property
    def pair(self) -> Pair:
        """Offer and warehouse."""
        return Pair(self.offer, self.warehouse_id)


class PlanDrop(_Frozen):
    """One edit that the user gave up for what Ozon has."""

    row: int
    offer: str
    warehouse_id: str
    asked: int | None
    """None where it was no quantity."""
    now: int | None
    """Free at Ozon; None where Ozon no longer lists the pair."""

    @property
    def pair(self) -> Pair:
        """Offer and warehouse."""
        return Pair(self.offer, self.warehouse_id)


class PlanSame(_Frozen):
    """One row that asks for what Ozon has already."""

    row: int
    offer: str
    warehouse_id: str
    now: int
    """Free at Ozon."""

    @property
    def pair(self) -> Pair:
        """Offer and warehouse."""
        return Pair(self.offer, self.warehouse_id)


class StockPlan(_Frozen):
    """What the user is asked to confirm, and the only thing that can be sent. Another ``version`` is refused."""

    version: Literal[3] = 3
    made_at: AwareDatetime
    data_from: AwareDatetime
    """When the numbers that the user saw were read."""
    shop: str
    workbook_id: str
    workbook: str
    """File name, to show."""
    snapshot: str
    lang: Lang
    items: tuple[PlanItem, ...]
    refused: tuple[PlanRefusal, ...]
    same: tuple[PlanSame, ...]
    second_consent: tuple[Words, ...]
    """Why a plain yes is not enough; empty if it is."""
    dropped: tuple[PlanDrop, ...] = ()
    rebase_orders: bool = False
    """Whether the workbook allows to follow new orders."""
    seconds: float = 0.0
    """How long it will take, about."""

    @property
    def hash(self) -> str:
        """Consent is given to exactly this plan. Counted anew each time: a copy with changes must not keep it."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()


class PlanFile(_Frozen):
    """A plan as it lies on disk between preview and push, with the workbook it came from."""

    book: str
    plan: StockPlan
    hash: str

    @model_validator(mode="after")
    def _is_untouched(self) -> "PlanFile":
        if self.hash != self.plan.hash:
            raise ValueError("hash")
        return self


class Judged(NamedTuple):
    """The rows of a plan."""

    items: tuple[PlanItem, ...]
    refused: tuple[PlanRefusal, ...]
    same: tuple[PlanSame, ...]
    second_consent: tuple[Words, ...]
    dropped: tuple[PlanDrop, ...] = ()


def judge(
    edits: Sequence[EditRow],
    now: Mapping[Pair, StockLevel],
    rows_total: int,
    rules: Rules,
    ordered_since: Mapping[Pair, int] | None = None,
) -> Judged:
    """Sort the edits into items, refusals, edits that are given up, and rows with nothing to change.

    ``now`` is what Ozon has at this moment; a pair it lacks is refused, and so is one whose base has changed unless
    somebody decided: a changed remote value is shown, never overwritten unseen. ``rows_total`` counts the rows of the
    sheet. ``ordered_since`` are pieces ordered since the user looked, for the pairs that may follow new orders.
    """
    times = Counter(edit.pair for edit in edits)
    found = [_found(edit, now.get(edit.pair), times[edit.pair], (ordered_since or {}).get(edit.pair)) for edit in edits]
    ready = [(edit, one) for edit, one in zip(edits, found, strict=True) if isinstance(one, Ready)]
    items = [_item(edit, one, rules) for edit, one in ready if one.sum.want != one.level.free]
    return Judged(
        tuple(items),
        tuple(one for one in found if isinstance(one, PlanRefusal)),
        tuple(_same(edit, one) for edit, one in ready if one.sum.want == one.level.free),
        _second_consent(items, rows_total, rules),
        tuple(one for one in found if isinstance(one, PlanDrop)),
    )


def _found(
    edit: EditRow, level: StockLevel | None, times: int, ordered_since: int | None
) -> Ready | PlanRefusal | PlanDrop:
    where = {"row": edit.row, **edit.pair._asdict()}
    if edit.refused is not None:
        return PlanRefusal(**where, why=edit.refused)
    if edit.decision is Decision.THEIRS and times == 1:
        asked = edit.asked.number if isinstance(edit.asked, Wish) else None
        return PlanDrop(**where, asked=asked, now=level.free if level else None)
    if isinstance(edit.asked, Words):
        return PlanRefusal(**where, why=edit.asked)
    if times > 1:
        return PlanRefusal(**where, why=texts.ROW_TWICE)
    if level is None:
        return PlanRefusal(**where, why=texts.ROW_UNKNOWN)
    stands = verdict(edit, edit.asked, level, ordered_since)
    return stands if isinstance(stands, Ready) else PlanRefusal(**where, why=stands.why, conflict=stands.conflict)


def _same(edit: EditRow, ready: Ready) -> PlanSame:
    return PlanSame(row=edit.row, **edit.pair._asdict(), now=ready.level.free)


def _item(edit: EditRow, ready: Ready, rules: Rules) -> PlanItem:
    want, level, wish, seen = ready.sum.want, ready.level, ready.wish, edit.seen
    warnings: list[Warning_] = []
    if want == 0:
        warnings.append("zero")
    if is_jump(level.free, want, rules):
        warnings.append("jump")
    if edit.short and want > 0:
        warnings.append("short")
    return PlanItem(
        row=edit.row,
        **edit.pair._asdict(),
        name=edit.name,
        warehouse=edit.warehouse,
        mode=wish.mode,
        asked=ready.typed.number,
        number=wish.number,
        keep_back=wish.keep_back,
        cap=wish.cap,
        decision=edit.decision,
        saw=seen and (seen.present if wish.mode is Mode.SHELF else seen.free),
        reading=seen.reading if seen else "",
        was=level.free,
        present=level.present,
        reserved=level.reserved,
        want=want,
        ordered=edit.ordered,
        warnings=tuple(warnings),
        undoes=edit.undoes,
    )


def is_jump(was: int, want: int, rules: Rules) -> bool:
    """Whether a change is so large that it may be a slip: by the factor of the rules, from or to at least that many
    pieces. Going to 0 is counted as a zeroing instead.
    """
    low, high = sorted((was, want))
    return want > 0 and high >= rules.jump_factor * max(low, 1)


def _second_consent(items: Sequence[PlanItem], rows_total: int, rules: Rules) -> tuple[Words, ...]:
    reasons: list[Words] = []
    zeroed = sum(item.want == 0 for item in items)
    if zeroed > rules.zeroing_rows or zeroed > rules.zeroing_share * rows_total:
        reasons.append(texts.SECOND_ZEROING.filled(count=zeroed))
    if len(items) > rules.change_share * rows_total:
        reasons.append(texts.SECOND_MASS.filled(count=len(items), total=rows_total))
    jumps = sum("jump" in item.warnings for item in items)
    if jumps:
        reasons.append(texts.SECOND_JUMP.filled(count=jumps, factor=f"{rules.jump_factor:g}"))
    return tuple(reasons)


def from_the_future(at: datetime, now: datetime) -> bool:
    """Whether numbers claim to be read later than now: some clock was wrong, and nobody knows how old they are."""
    return at - now > CLOCKS_DIFFER


def too_old(plan: StockPlan, now: datetime, rules: Rules) -> bool:
    """Whether the numbers that the user saw are older than the rules allow."""
    return (now - plan.data_from).total_seconds() > rules.stale_minutes * 60

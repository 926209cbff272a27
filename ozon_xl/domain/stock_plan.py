"""From what was typed into the Stock sheet to a plan: what will be sent, what is refused and why, what needs care."""

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Literal, NamedTuple

from pydantic import AwareDatetime, BaseModel, ConfigDict, model_validator

from ozon_xl.domain.rules import Rules
from ozon_xl.domain.stock import Pair, StockLevel
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import stock as texts

Warning_ = Literal["zero", "jump", "short"]


class EditRow(NamedTuple):
    """A row of the Stock sheet in which something was typed."""

    row: int
    """Number in the sheet, to show to the user."""
    pair: Pair
    seen: int | None
    """The free quantity that stood beside the edit."""
    asked: int | Words
    """The quantity typed, or why the cell is none."""
    trusted: Words | None
    """Why the row as a whole cannot be trusted; None if it can."""
    short: int
    """Pieces that open orders lack here."""
    ordered: int
    """Pieces in open orders."""
    name: str
    warehouse: str


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PlanItem(_Frozen):
    """One pair to write. All numbers are pieces."""

    row: int
    offer: str
    warehouse_id: str
    name: str
    warehouse: str
    was: int
    """Free as the user saw it, and as Ozon still had it when the plan was made."""
    want: int
    """Free as it shall be."""
    reserved: int
    ordered: int
    warnings: tuple[Warning_, ...]

    @property
    def pair(self) -> Pair:
        """Offer and warehouse."""
        return Pair(self.offer, self.warehouse_id)


class PlanRefusal(_Frozen):
    """One row that will not be sent."""

    row: int
    offer: str
    warehouse_id: str
    why: Words

    @property
    def pair(self) -> Pair:
        """Offer and warehouse."""
        return Pair(self.offer, self.warehouse_id)


class StockPlan(_Frozen):
    """What the user is asked to confirm, and the only thing that can be sent. Another ``version`` is refused."""

    version: Literal[1] = 1
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
    unchanged: int
    """Rows whose number is what Ozon has already."""
    second_consent: tuple[Words, ...]
    """Why a plain yes is not enough; empty if it is."""

    @cached_property
    def hash(self) -> str:
        """Consent is given to exactly this plan."""
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
    unchanged: int
    second_consent: tuple[Words, ...]


def judge(edits: Sequence[EditRow], now: Mapping[Pair, StockLevel], rows_total: int, rules: Rules) -> Judged:
    """Sort the edits into items, refusals and rows with nothing to change.

    ``now`` is what Ozon has at this moment; a pair it lacks, or whose free quantity is not what the user saw, is
    refused: a changed remote value is shown, never overwritten. ``rows_total`` counts the rows of the sheet.
    """
    times = Counter(edit.pair for edit in edits)
    items: list[PlanItem] = []
    refused: list[PlanRefusal] = []
    unchanged = 0
    for edit in edits:
        why = _refusal(edit, times[edit.pair], now.get(edit.pair))
        level = now.get(edit.pair)
        if why is not None or level is None or not isinstance(edit.asked, int):
            refused.append(PlanRefusal(row=edit.row, **edit.pair._asdict(), why=why or texts.ROW_UNKNOWN))
        elif edit.asked == level.free:
            unchanged += 1
        else:
            items.append(_item(edit, edit.asked, level, rules))
    return Judged(tuple(items), tuple(refused), unchanged, _second_consent(items, rows_total, rules))


def _refusal(edit: EditRow, times: int, level: StockLevel | None) -> Words | None:
    if edit.trusted is not None:
        return edit.trusted
    if isinstance(edit.asked, Words):
        return edit.asked
    if times > 1:
        return texts.ROW_TWICE
    if level is None or edit.seen is None:
        return texts.ROW_UNKNOWN
    if level.free != edit.seen:
        return texts.ROW_MOVED.filled(was=edit.seen, now=level.free)
    return None


def _item(edit: EditRow, want: int, level: StockLevel, rules: Rules) -> PlanItem:
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
        was=level.free,
        want=want,
        reserved=level.reserved,
        ordered=edit.ordered,
        warnings=tuple(warnings),
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


def too_old(plan: StockPlan, now: datetime, rules: Rules) -> bool:
    """Whether the numbers that the user saw are older than the rules allow."""
    return (now - plan.data_from).total_seconds() > rules.stale_minutes * 60

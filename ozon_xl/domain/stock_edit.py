"""One edit of the Stock sheet, judged against what Ozon has."""

from collections.abc import Iterable
from typing import NamedTuple

from ozon_xl.domain.stock import MOST_PIECES, Pair, StockLevel
from ozon_xl.domain.stock_wish import Conflict, Decision, Mode, Seen, Sum, Wish, decided, moved, sum_of
from ozon_xl.texts import Words
from ozon_xl.texts import stock as texts


class EditRow(NamedTuple):
    """A row of the Stock sheet in which something was typed."""

    row: int
    """Number in the sheet, to show to the user."""
    pair: Pair
    seen: Seen | None
    """What stood beside the edit; None where that is not known."""
    asked: Wish | Words
    """What was typed, or why the cells are no quantity."""
    refused: Words | None
    """Why the row is refused whatever it asks for; None if it is not."""
    short: int
    """Pieces that open orders lack here."""
    ordered: int
    """Pieces in open orders."""
    name: str
    warehouse: str
    decision: Decision = Decision.NONE
    undoes: str = ""
    """The run whose write is to be taken back; empty if somebody typed the number."""


class Ready(NamedTuple):
    """What an edit comes to."""

    typed: Wish
    wish: Wish
    """As typed, or as re-based."""
    sum: Sum
    level: StockLevel
    """What Ozon has."""


class Refused(NamedTuple):
    """Why an edit is not sent; a conflict can be decided."""

    why: Words
    conflict: Conflict | None = None


def verdict(edit: EditRow, typed: Wish, level: StockLevel, ordered_since: int | None) -> Ready | Refused:
    """What is to be sent for one edit at this level. ``ordered_since`` as in ``stock_wish.decided``."""
    wish, conflict = typed, moved(typed, edit.seen, level)
    if conflict is not None:
        stands = decided(typed, edit.decision, conflict, ordered_since=ordered_since)
        if stands is None and not conflict.there:
            return Refused(conflict_words(conflict, undo=bool(edit.undoes)), None if edit.undoes else conflict)
        wish = stands or typed
    total = sum_of(wish, level)
    if total.start < total.reserved:
        return Refused(_with_sum(texts.ROW_COUNT_AGAIN, wish, total))
    if total.want > MOST_PIECES:
        return Refused(_with_sum(texts.ROW_TOO_MANY, wish, total))
    return Ready(typed, wish, total, level)


def conflict_words(conflict: Conflict, *, undo: bool = False) -> Words:
    """A conflict in words, with the choices that the user has; an ``undo`` leaves none."""
    if conflict.there:
        return texts.RESULT_SAME.filled(now=conflict.now)
    if undo:
        return texts.UNDO_CHANGED.filled(saw=conflict.saw, now=conflict.now)
    if conflict.saw is None:
        return texts.ROW_NO_BASE
    if conflict.mode is Mode.CHANGE:
        sent = max(0, conflict.now + conflict.want)
        return texts.RESULT_CONFLICT_CHANGE.filled(
            saw=conflict.saw, now=conflict.now, change=f"{conflict.want:+d}", sent=sent
        )
    words = texts.RESULT_CONFLICT_SHELF if conflict.mode is Mode.SHELF else texts.RESULT_CONFLICT
    return words.filled(saw=conflict.saw, now=conflict.now, want=conflict.want, rebased=conflict.rebased)


def sum_words(wish: Wish, total: Sum) -> Words:
    """How the free quantity comes about: ``shelf 12 - reserved 2 - kept back 1 = 9``."""
    if wish.mode is Mode.SHELF:
        start = texts.SUM_SHELF.filled(start=total.start)
    elif wish.mode is Mode.CHANGE:
        start = texts.SUM_CHANGE.filled(was=total.start - wish.number, number=f"{wish.number:+d}")
    else:
        start = texts.SUM_FREE.filled(start=total.start)
    parts = ((texts.SUM_RESERVED, total.reserved), (texts.SUM_KEPT, total.kept_back), (texts.SUM_CAPPED, total.capped))
    taken = [words.filled(n=pieces) for words, pieces in parts if pieces]
    result = max(total.want, 0) if total.start >= total.reserved else total.start - total.reserved
    return joined(" ", [start, *taken, Words(*[f"= {result}"] * 3)])


def joined(glue: str, words: Iterable[Words]) -> Words:
    """Several texts in a row."""
    return Words(*(glue.join(said) for said in zip(*words, strict=True)))


def _with_sum(words: Words, wish: Wish, total: Sum) -> Words:
    parts = zip(words, sum_words(wish, total), strict=True)
    return Words(*(text.format(sum=said, want=total.want) for text, said in parts))

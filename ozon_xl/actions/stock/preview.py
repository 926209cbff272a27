"""A plan in words, row by row."""

from collections.abc import Iterable, Mapping
from typing import Final

from ozon_xl.domain.stock_edit import sum_words
from ozon_xl.domain.stock_plan import PlanDrop, PlanItem, PlanRefusal, StockPlan
from ozon_xl.domain.stock_wish import Decision, Mode
from ozon_xl.sheets.columns import Cell
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import stock as texts

DROPPED_CELLS: Final[Mapping[str, Cell]] = {"new_free": None, "decision": None}
"""Cells of an edit that is done with; how the number was meant, and its limits, stay for the next."""


def preview(item: PlanItem, lang: Lang) -> str:
    """What would become of a row, and how the number comes about."""
    parts = [texts.PREVIEW.say(lang, was=item.was, want=item.want), *steps(item, lang)]
    if item.reserved:
        parts.append(texts.HAS_RESERVED.say(lang, n=item.reserved))
    if item.ordered:
        parts.append(texts.HAS_ORDERED.say(lang, n=item.ordered))
    return "; ".join([*parts, *warnings(item, lang)])


def steps(item: PlanItem, lang: Lang) -> list[str]:
    """How the number comes about, where it is not just the one that was typed on what Ozon has."""
    told = []
    now = item.present if item.mode is Mode.SHELF else item.was
    if item.saw not in (None, now) and item.mode is not Mode.CHANGE:
        words = texts.YOU_SAW_SHELF if item.mode is Mode.SHELF else texts.YOU_SAW
        told.append(words.say(lang, saw=item.saw))
    if item.number != item.asked:
        told.append(texts.REBASED.say(lang, typed=item.asked, number=item.number))
    if item.want != item.number or item.mode is not Mode.FREE:
        told.append(sum_words(item.wish, item.sum).say(lang))
    return told


def warnings(item: PlanItem, lang: Lang) -> list[str]:
    """What to mind about a row."""
    told = [texts.WARNINGS[warning].say(lang) for warning in item.warnings]
    now = item.present if item.mode is Mode.SHELF else item.was
    if item.decision is Decision.MINE and item.saw != now:
        told.append(texts.MINE.say(lang))
    return told


def is_preview(result: object) -> bool:
    """Whether a result cell holds a preview."""
    return isinstance(result, str) and result.startswith(tuple(text.split("{")[0] for text in texts.PREVIEW))


def refused_text(refusal: PlanRefusal, lang: Lang) -> str:
    """Why a row is not sent."""
    return texts.RESULT_REFUSED.say(lang, why=refusal.why.say(lang))


def dropped_text(drop: PlanDrop, lang: Lang) -> str:
    """What was given up."""
    if drop.asked is None or drop.now is None:
        return texts.RESULT_DROPPED_BLIND.say(lang)
    return texts.RESULT_DROPPED.say(lang, want=drop.asked, now=drop.now)


def oversold_text(offers: Iterable[tuple[str, int]], lang: Lang) -> str:
    """What to mind after writes: offers, and how many pieces of each may be on offer that lie nowhere; else empty."""
    told = [f"{offer} {pieces}" for offer, pieces in offers if pieces]
    return texts.OVERSOLD.say(lang, what=", ".join(told)) if told else ""


def totals(plan: StockPlan, lang: Lang) -> str:
    """What a plan changes in all."""
    was, want = sum(item.was for item in plan.items), sum(item.want for item in plan.items)
    return texts.TOTALS.say(lang, count=len(plan.items), was=was, want=want)


def takes(plan: StockPlan, lang: Lang) -> str:
    """How long it will take."""
    return texts.TAKES.say(lang, time=time_text(plan.seconds).say(lang))


def time_text(seconds: float) -> Words:
    """A short time in words."""
    if seconds < 100:
        return texts.SECONDS.filled(n=max(1, round(seconds)))
    return texts.MINUTES.filled(n=round(seconds / 60))

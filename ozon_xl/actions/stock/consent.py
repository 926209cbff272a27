"""The user's yes, and where a plain one is not enough a second."""

from collections.abc import Callable

from ozon_xl.actions.stock.preview import steps, takes
from ozon_xl.actions.stock.results import Consent
from ozon_xl.domain.stock_plan import PlanItem, StockPlan
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import stock as texts

SHOWN = 8
"""Rows that a question names; the others it counts."""


def ask_consent(plan: StockPlan, question: str, ask: Callable[[str], bool], lang: Lang) -> Consent | None:
    """The user's answer to a question about a plan; None is no. What needs a second yes is asked apart."""
    if not ask(question):
        return None
    if plan.second_consent:
        why = "; ".join(words.say(lang) for words in plan.second_consent)
        if not ask(texts.ASK_SURE.say(lang, why=why)):
            return None
    return Consent(plan.hash, second=True)


def question_about(plan: StockPlan, words: Words, **more: object) -> str:
    """What a plan would do, for one who sees nothing but the question. ``words`` ask it, filled with ``count`` rows,
    the pieces that are free in all, ``was`` and ``want``, and ``more``.
    """
    was, want = sum(item.was for item in plan.items), sum(item.want for item in plan.items)
    lines = [words.say(plan.lang, count=len(plan.items), was=was, want=want, **more), ""]
    lines += [_row(item, plan.lang) for item in plan.items[:SHOWN]]
    if len(plan.items) > SHOWN:
        lines.append(texts.AND_MORE.say(plan.lang, count=len(plan.items) - SHOWN))
    lines += ["", takes(plan, plan.lang)]
    if plan.dropped:
        lines.append(texts.DROPS.say(plan.lang, count=len(plan.dropped)))
    if plan.refused:
        lines.append(texts.LEFT_OUT.say(plan.lang, count=len(plan.refused)))
    return "\n".join(lines)


def _row(item: PlanItem, lang: Lang) -> str:
    told = [f"{item.offer} ({item.warehouse or item.warehouse_id}): {item.was} → {item.want}", *steps(item, lang)]
    return "; ".join(told)

"""Stock out: the one road from a typed number to Ozon.

plan -> confirm -> journal the intent (on disk) -> re-read the pair -> send -> result per item -> read back -> mark.

Ozon has no compare-and-set: an order that lands between the re-read and the send is put back by the write. The gap is
kept short (one read of at most 100 pairs), and nothing here claims that it cannot happen. The read-back finds such an
order by the reserve, which has grown although the write left it alone, and row and journal tell it; unless just as many
pieces were shipped before anybody could look.
"""

from ozon_xl.actions.stock.consent import ask_consent, question_about
from ozon_xl.actions.stock.plan import make_plan
from ozon_xl.actions.stock.results import Consent, Outcome, PushResult, tally
from ozon_xl.actions.stock.resume import Resumed, resume
from ozon_xl.actions.stock.rows import mark_plan, outcome_text
from ozon_xl.actions.stock.sending import check_usable, push
from ozon_xl.actions.stock.settle import settle
from ozon_xl.actions.stock.undo import last_run, marked, plan_undo, plan_undo_marked

__all__ = [
    "Consent",
    "Outcome",
    "PushResult",
    "Resumed",
    "ask_consent",
    "check_usable",
    "last_run",
    "make_plan",
    "mark_plan",
    "marked",
    "outcome_text",
    "plan_undo",
    "plan_undo_marked",
    "push",
    "question_about",
    "resume",
    "settle",
    "tally",
]

"""What each button does, and what it says when it is done."""

from collections.abc import Callable
from threading import Event
from typing import Final

from ozon_xl.actions.alerts import trials
from ozon_xl.actions.book import shop_named_in, workbook_id_of
from ozon_xl.actions.connect import Work, at_work
from ozon_xl.actions.pulse import Pulse
from ozon_xl.actions.refresh import RefreshResult, refresh
from ozon_xl.actions.stock import (
    PushResult,
    Resumed,
    ask_consent,
    check_usable,
    last_run,
    make_plan,
    mark_plan,
    marked,
    plan_undo,
    plan_undo_marked,
    push,
    question_about,
    resume,
    tally,
)
from ozon_xl.actions.stock.preview import oversold_text, takes
from ozon_xl.clock import Clock, local_offset
from ozon_xl.domain.stock_plan import StockPlan
from ozon_xl.errors import StoppedByUserError
from ozon_xl.hosts.base import Host
from ozon_xl.settings import Settings
from ozon_xl.sheets import ARCHIVE, STOCK
from ozon_xl.sheets.buttons import ALERT_TEST, PLAN, PUSH, REFRESH, UNDO
from ozon_xl.texts import Lang
from ozon_xl.texts import alerts as alert_texts
from ozon_xl.texts import buttons as texts
from ozon_xl.texts import stock as stock_texts


def perform(verb: str, host: Host, clock: Clock, pulse: Pulse) -> str:
    """Do it, for the shop that the workbook names where it is about one. Returns what to tell the user.

    Raises:
        OzonXLError: as the actions do.
    """
    if verb == ALERT_TEST.verb:
        return _alert_test(pulse)
    with at_work(
        shop_named_in(host), clock, on_note=lambda note: pulse.say(note.say(pulse.lang)), on_wait=pulse.beat
    ) as work:
        pulse.stop = work.client.stop
        if verb == REFRESH.verb:
            return _refresh(host, work, pulse)
        resumed = resume(host, work.client, work.store, work.clock)
        return with_news(_VERBS[verb](host, work, pulse), resumed, pulse.lang)


def _alert_test(pulse: Pulse) -> str:
    """Try all channels for alerts. Each may take a while; Stop ends it before the next one."""
    stopped = Event()
    pulse.stop = stopped.set
    said = []
    for trial in trials(Settings.load().alerts.channels, pulse.lang):
        said.append(trial.say(pulse.lang))
        pulse.say(said[-1])
        pulse.beat()
        if stopped.is_set():
            raise StoppedByUserError
    return " ".join(said) or alert_texts.NO_CHANNELS.say(pulse.lang)


def with_news(said: str, resumed: Resumed, lang: Lang) -> str:
    """A result, and behind it what was found of earlier runs."""
    return f"{said} {resumed.say(lang)}".rstrip()


def _refresh(host: Host, work: Work, pulse: Pulse) -> str:
    return refreshed(refresh(host, work.client, work.store, work.clock, progress=pulse.say), pulse.lang)


def refreshed(result: RefreshResult, lang: Lang) -> str:
    """What a refresh brought, in one line."""
    said = texts.REFRESHED.say(
        lang, orders=result.orders, at_risk=result.at_risk, short=result.short, stock_rows=result.stock_rows
    )
    if not result.whole:
        said = f"{said} {texts.CHANGES_ONLY.say(lang)}"
    if result.archived:
        said = f"{said} {texts.ARCHIVED.say(lang, count=result.archived, sheet=ARCHIVE.sheet.say(lang))}"
    return " ".join([with_news(said, result.resumed, lang), *(words.say(lang) for words in result.warnings)])


def _plan(host: Host, work: Work, pulse: Pulse) -> str:
    plan = make_plan(host, work.client, work.clock, store=work.store)
    mark_plan(host, plan, work.clock)
    return planned(plan, pulse.lang)


def planned(plan: StockPlan, lang: Lang) -> str:
    """A plan in one line, with what to mind."""
    if not (plan.items or plan.refused or plan.dropped or plan.same):
        return texts.NOTHING_TYPED.say(lang, column=STOCK.by_attr["new_free"].heading.say(lang))
    said = texts.PLANNED.say(lang, count=len(plan.items), refused=len(plan.refused), unchanged=len(plan.same))
    dropped = [stock_texts.DROPS.say(lang, count=len(plan.dropped))] if plan.dropped else []
    time = [takes(plan, lang)] if plan.items else []
    careful = (stock_texts.CAREFUL.say(lang, why=why.say(lang)) for why in plan.second_consent)
    return " ".join([said, *dropped, *time, *careful])


def _push(host: Host, work: Work, pulse: Pulse) -> str:
    plan = make_plan(host, work.client, work.clock, store=work.store)
    return _send(plan, question_about(plan, stock_texts.ASK_PUSH), host, work, pulse)


def _undo(host: Host, work: Work, pulse: Pulse) -> str:
    """Take back the last send of the rows that are marked; without a mark the whole last send that still stands."""
    pairs = marked(host)
    if pairs:
        plan = plan_undo_marked(host, work.client, work.store, work.clock, pairs)
        return _send(plan, question_about(plan, stock_texts.ASK_UNDO_MARKED), host, work, pulse)
    run = last_run(work.store, work.client.shop.client_id, workbook_id_of(host))
    plan = plan_undo(host, work.client, work.store, work.clock, run.run)
    at = run.started_at + local_offset(run.started_at)
    return _send(plan, question_about(plan, stock_texts.ASK_UNDO, at=f"{at:%d.%m.%Y %H:%M}"), host, work, pulse)


def _send(plan: StockPlan, question: str, host: Host, work: Work, pulse: Pulse) -> str:
    mark_plan(host, plan, work.clock)
    if not plan.items:
        return planned(plan, pulse.lang)
    check_usable(plan, host, work.clock.now())
    consent = ask_consent(plan, question, pulse.ask, pulse.lang)
    if consent is None:
        return texts.NOT_SENT.say(pulse.lang)
    result = push(plan, consent, host, work.client, work.store, work.clock, progress=pulse.say)
    return pushed(result, pulse.lang)


def pushed(result: PushResult, lang: Lang) -> str:
    """What became of a run, in one line."""
    if not result.outcomes:
        return texts.NOTHING_LEFT.say(lang)
    said = texts.PUSHED.say(lang, run=result.run, **tally(result))
    oversold = oversold_text(((outcome.offer, outcome.oversold) for outcome in result.outcomes), lang)
    return f"{said} {oversold}".rstrip()


_VERBS: Final[dict[str, Callable[[Host, Work, Pulse], str]]] = {
    PLAN.verb: _plan,
    PUSH.verb: _push,
    UNDO.verb: _undo,
}

"""The made-up shop holds everything, and the reason fits the state of each of its postings."""

import re
from collections import Counter
from datetime import timedelta

import pytest

from ozon_xl.domain.risk import ClockKind, Tier, countdown_text
from ozon_xl.domain.rules import Rules
from ozon_xl.domain.statuses import todo_of
from ozon_xl.sheets import ORDERS
from ozon_xl.texts import LANGS, Lang
from ozon_xl.texts import postings as status_texts
from ozon_xl.texts import risk as texts

from .made_shop import CHANGED, NOW, STATUSES, UNKNOWN, made_shop, told


@pytest.mark.parametrize("rules", [Rules(), CHANGED], ids=["as delivered", "other thresholds"])
def test_the_made_up_shop_holds_everything(rules: Rules) -> None:
    shop = made_shop(NOW, rules)
    everything = list(told(shop, rules, NOW).values())
    risks = [one.risk(rules, NOW) for one in everything]
    open_ = [one for one in everything if todo_of(one.posting)]

    assert len(everything) >= 2_000
    tiers, kinds, statuses, todos = (
        Counter(risk.tier for risk in risks),
        Counter(risk.clock for risk in risks),
        Counter(one.posting.status for one in everything),
        Counter(todo_of(one.posting) for one in everything),
    )
    assert min(tiers[tier] for tier in Tier) >= 50
    assert min(kinds[kind] for kind in ClockKind) >= 50
    assert min(statuses[status] for status in (*status_texts.STATUSES, *UNKNOWN)) >= 30
    assert set(statuses) == set(STATUSES)
    assert set(todos) == {None, *status_texts.TODOS}
    for place in range(5):
        moments = [one.clocks[place] for one in open_]
        assert moments.count(None) >= 100
        assert NOW in moments or place == 4, "exactly now, where a tariff has risen already"
        assert any(at and at < NOW - timedelta(days=150) for at in moments) or place in (0, 4)
        assert any(at and at > NOW + timedelta(days=300) for at in moments) or place == 0
    assert sum(one.posting.ordered_at is None for one in everything) >= 100
    assert {bool(one.posting.actions) for one in everything} == {True, False}
    assert len({one.posting.scheme for one in everything}) == 3
    assert len({risk.tier for risk, one in zip(risks, everything, strict=True) if one.short}) >= 5
    assert sum(bool(one.charge) for one in everything) >= 100
    assert {money.currency for one in everything if (money := one.posting.goods_price)} == {"RUB", "CNY"}


@pytest.mark.parametrize("lang", LANGS)
def test_the_reason_fits_the_state(lang: Lang) -> None:
    late = [re.escape(words.say(lang).strip()) for words in (texts.ALREADY_LATE, texts.WALL_PASSED)]
    late.append(re.escape(texts.OVERDUE.say(lang)).replace(r"\{t\}", ".+"))
    for one in told(made_shop(NOW, Rules()), Rules(), NOW).values():
        risk = one.risk(Rules(), NOW)
        reason = one.reason(risk, NOW, lang)
        assert (risk.tier is Tier.DONE) == (reason == "")
        assert (risk.tier is Tier.MISSED) == bool(re.search("|".join(late), reason)), reason
        assert (risk.tier is not Tier.DONE and one.short > 0) == (texts.SHORT_BY.say(lang, n=one.short) in reason)
        assert texts.NO_DATE.say(lang) in reason or risk.tier is not Tier.UNDATED
        assert countdown_text(risk.minutes, lang).removeprefix("-") in reason or texts.NO_DATE.say(lang) in reason


@pytest.mark.parametrize("lang", LANGS)
def test_without_colour_every_state_has_a_word_of_its_own(lang: Lang) -> None:
    assert len({words.say(lang).casefold() for words in texts.TIERS}) == len(Tier)
    shown = [column.attr for column in ORDERS.columns if not (column.hidden or column.folded)]
    assert shown.index("tier") <= 1, "where everybody looks first, on paper as well"

"""Situations to practise, played fast."""

from datetime import timedelta

import pytest

from ozon_xl.domain.statuses import RESERVING
from ozon_xl.errors import UnknownScenarioError
from ozon_xl.practice.faults import parse
from ozon_xl.practice.scenarios import SCENARIOS, scenario_named
from ozon_xl.practice.script import KINDS, Happening, Script
from ozon_xl.practice.seeds import Seeding, new_shop
from ozon_xl.practice.server import open_shop
from ozon_xl.practice.shop import Shop
from ozon_xl.texts import LANGS
from tests.practice.conftest import NOW


def check(shop: Shop) -> None:
    reserved: dict[int, int] = {}
    for posting in shop.postings.values():
        for line, level in zip(posting.lines, posting.levels, strict=True):
            if posting.status in RESERVING:
                reserved[id(level)] = reserved.get(id(level), 0) + line.quantity
    assert all(level.reserved == reserved.get(id(level), 0) for level in shop.levels())
    assert all(level.present >= 0 for level in shop.levels())
    assert len(shop.by_cutoff) == len(shop.by_start) == len(shop.postings)


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_day_passes_and_the_books_still_agree(name: str) -> None:
    world = open_shop(scenario=name, start=NOW, speed=0)
    before = dict(world.shop.postings)
    for _ in range(6):
        world.clock.advance(4 * 3600)
        world.catch_up()
    check(world.shop)
    happened = len(world.shop.postings) - len(before)
    assert (happened == 0) == (name == "calm")
    changed = [posting for posting in before.values() if len(posting.history) > 1]
    assert bool(changed) == (name not in ("calm", "stock-race"))


@pytest.mark.parametrize("name", SCENARIOS)
def test_a_scenario_is_sound_data(name: str) -> None:
    scenario = SCENARIOS[name]
    assert {happening.kind for happening in scenario.happenings} <= set(KINDS)
    assert len({scenario.about.say(lang) for lang in LANGS}) == 3
    parse(scenario.faults)


def test_names() -> None:
    assert scenario_named("").name == "calm"
    assert scenario_named("ozon-down").faults
    with pytest.raises(UnknownScenarioError) as caught:
        scenario_named("midnight-rush")
    assert "morning-rush" in caught.value.say("zh")


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_happening_changes_the_shop(kind: str) -> None:
    shop = new_shop(Seeding(), seed=1, now=NOW)
    script = Script([Happening(kind, every=1, first=1, until=30, amount=3)], NOW)
    before = shop.revision
    script.play(shop, NOW + timedelta(minutes=10))
    assert shop.revision >= before + 10
    middle = shop.revision
    script.play(shop, NOW + timedelta(days=1))
    assert middle + 20 <= shop.revision
    check(shop)
    last = shop.revision
    script.play(shop, NOW + timedelta(days=2))
    assert shop.revision == last


def test_one_long_step_plays_the_same_as_many_short_ones() -> None:
    scenario = SCENARIOS["day"]
    shops = []
    for steps in (1, 50):
        shop = new_shop(Seeding(), seed=1, now=NOW)
        script = Script(scenario.happenings, NOW, seed=4)
        for step in range(1, steps + 1):
            script.play(shop, NOW + timedelta(days=1) * step / steps)
        shops.append([(posting.number, posting.history, posting.cutoff) for posting in shop.postings.values()])
    assert shops[0] == shops[1]
    assert any(len(history) > 1 for _, history, _ in shops[0])


def test_an_empty_shop_survives_everything() -> None:
    for name in SCENARIOS:
        world = open_shop(scenario=name, start=NOW, speed=0, postings=0, offers=0)
        world.clock.advance(86_400)
        world.catch_up()

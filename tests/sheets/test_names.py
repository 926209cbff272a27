"""The named cells and the thresholds that are read from them."""

from dataclasses import fields

import pytest

from ozon_xl.domain.rules import Rules
from ozon_xl.sheets.names import NAMES, RULES, language_from, rules_from


def test_names_are_unique_and_every_threshold_has_its_cell() -> None:
    assert len({name.casefold() for name in NAMES}) == len(NAMES)
    assert [rule.attr for rule in RULES] == [field.name for field in fields(Rules)]
    assert next(rule.name for rule in RULES if rule.attr == "auto_cancel_days") == "AutoCancelDays"


def test_a_new_workbook_holds_the_default_rules() -> None:
    cells: dict[str, object] = {rule.name: rule.initial for rule in RULES}
    assert rules_from(cells) == Rules()


def test_what_the_seller_sets_counts() -> None:
    for part in (0, 0.25, 1):
        wanted = {rule.name: rule.least + part * (rule.most - rule.least) for rule in RULES}
        rules = rules_from(wanted)
        assert [getattr(rules, rule.attr) for rule in RULES] == list(wanted.values())


@pytest.mark.parametrize("broken", [None, "", "12", "abc", True, False, -1, -0.5, float("nan"), "#N/A"])
def test_a_broken_threshold_falls_back_to_its_default(broken: object) -> None:
    assert rules_from({rule.name: broken for rule in RULES}) == Rules()


def test_a_threshold_out_of_its_bounds_falls_back_to_its_default() -> None:
    for beyond in (lambda rule: rule.least - 0.001, lambda rule: rule.most + 0.001, lambda _rule: 1e300):
        assert rules_from({rule.name: beyond(rule) for rule in RULES}) == Rules()
    assert all(rule.least <= rule.initial <= rule.most for rule in RULES)


@pytest.mark.parametrize(
    ("value", "lang"),
    [("en", "en"), ("ru", "ru"), ("zh", "zh"), ("RU", "en"), ("de", "en"), (None, "en"), (1, "en"), ("", "en")],
)
def test_language(value: object, lang: str) -> None:
    assert language_from(value) == lang

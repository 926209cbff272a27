"""The tree of errors: one root, five branches, words in three languages, and no secret in any of them."""

import inspect
import re
import string
from typing import Any

import pytest

from ozon_xl import errors
from ozon_xl.errors import OzonXLError
from ozon_xl.texts import LANGS, Lang, Words
from ozon_xl.texts import errors as texts

BRANCHES = (
    errors.SetupError,
    errors.RetryableError,
    errors.RejectedError,
    errors.StoppedError,
    errors.BugError,
)
CLASSES = [value for value in vars(errors).values() if inspect.isclass(value) and issubclass(value, BaseException)]
LEAVES = [error for error in CLASSES if error not in (OzonXLError, *BRANCHES[:-1])]
EVERY = pytest.mark.parametrize("error", LEAVES, ids=lambda error: error.__name__)
EVERY_LANG = pytest.mark.parametrize("lang", LANGS)

KEY = "0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"


def values_of(error: type[OzonXLError]) -> dict[str, Any]:
    names = {name for _text, name, _spec, _conversion in string.Formatter().parse(error.words.en) if name}
    return {name: f"<{name}>" for name in names}


def test_every_error_hangs_on_one_branch_of_the_tree() -> None:
    for error in CLASSES:
        assert issubclass(error, OzonXLError)
        assert error.__name__.endswith("Error")
        if error not in (OzonXLError, *BRANCHES):
            assert sum(issubclass(error, branch) for branch in BRANCHES) == 1


def test_no_module_makes_errors_of_its_own() -> None:
    known = {error.__name__ for error in CLASSES}

    def below(error: type[OzonXLError]) -> set[str]:
        return {error.__name__}.union(*(below(child) for child in error.__subclasses__()))

    assert below(OzonXLError) == known


@EVERY
def test_has_words_of_its_own(error: type[OzonXLError]) -> None:
    if error is not errors.BugError:
        assert error.words is not texts.BUG
    assert error.__doc__


@EVERY
@EVERY_LANG
def test_says_what_happened_with_all_values(error: type[OzonXLError], lang: Lang) -> None:
    values = values_of(error)
    said = error(**values).say(lang)
    for value in values.values():
        assert str(value) in said
    assert not set("{}") & set(said)
    assert str(error(**values)) == error(**values).say("en")


IMPERATIVE = {
    "en": re.compile(
        r"\b(?:[Cc]heck|[Cc]hoose|[Cc]lose|[Cc]opy|Do this|[Dd]ownload|Free|Give|It has|List|Look|[Mm]ake|[Mm]ove|"
        r"[Oo]pen|Put|[Rr]efresh|Remove|report|[Rr]un|[Rr]estore|Save|Set|[Tt]ry again|"
        r"Type|[Uu]ndo|[Uu]pdate|[Uu]se|Wait|Write|Add)\b"
    ),
    "ru": re.compile(r"\w{2}(?:те|тесь)\b|можно|Есть:"),
    "zh": re.compile("请|可|重试"),
}


@EVERY
@EVERY_LANG
def test_says_what_to_do_next(error: type[OzonXLError], lang: Lang) -> None:
    """The next step stands after what happened, in another sentence or clause."""
    happened, _, then = re.sub(r"[.;:。；：，]\s*", "|", error.words.say(lang), count=1).partition("|")
    assert happened
    assert IMPERATIVE[lang].search(then)


def test_a_place_that_failed_is_named() -> None:
    assert errors.UnreachableError(details={"place": "Склад 9", "trace_id": "t"}).say("en").startswith("Склад 9: Ozon")


@EVERY
@EVERY_LANG
def test_details_stay_out_of_the_message_but_for_the_trace_id(error: type[OzonXLError], lang: Lang) -> None:
    details: dict[str, object] = {"trace_id": "abc123", "endpoint": "/v3/x", "status": 403, "Api-Key": KEY, "body": KEY}
    raised = error(details=details, **values_of(error))
    said = raised.say(lang)
    assert said.endswith(" [abc123]")
    assert KEY not in said
    assert KEY not in repr(raised)
    assert KEY not in str(raised)
    details["more"] = 1
    assert "more" not in raised.details


@EVERY_LANG
def test_words_inside_an_error_are_said_in_the_same_language(lang: Lang) -> None:
    what = Words("one", "два", "三")
    assert what.say(lang) in errors.PlanUnusableError(what=what).say(lang)


def test_a_value_with_braces_is_no_pattern() -> None:
    assert "{shop} {0}" in errors.UnknownShopError(shop="{shop} {0}").say("en")


def test_without_a_trace_id_nothing_is_appended() -> None:
    assert errors.NoShopError().say("en") == texts.NO_SHOP.en
    assert errors.NoShopError(details={"trace_id": ""}).say("en") == texts.NO_SHOP.en

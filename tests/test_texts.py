"""Every word a user reads: complete in three languages, the same marks in each, filled where it is used."""

import ast
import dataclasses
import importlib
import pkgutil
import re
import string
from collections.abc import Iterator

import pytest

from ozon_xl import errors, sheets, texts
from ozon_xl.sheets import names
from ozon_xl.texts import LANGS, Lang, Words
from tests.source import Module, calls, modules


def words_in(value: object, place: str) -> Iterator[tuple[str, Words]]:
    """Every text reachable from a value, with where it stands."""
    if isinstance(value, Words):
        yield place, value
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from words_in(item, f"{place}[{key}]")
    elif isinstance(value, tuple):
        for number, item in enumerate(value):
            yield from words_in(item, f"{place}[{number}]")
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        name = getattr(value, "attr", None) or getattr(value, "name", "")
        for field in dataclasses.fields(value):
            yield from words_in(getattr(value, field.name), f"{place}.{name}.{field.name}")


def everything() -> dict[str, Words]:
    found: dict[str, Words] = {}
    for package in (texts, sheets):
        for info in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            module = importlib.import_module(info.name)
            for name, value in vars(module).items():
                found.update(words_in(value, f"{info.name.removeprefix('ozon_xl.')}.{name}"))
    return found


ALL = everything()
EVERY = pytest.mark.parametrize("words", ALL.values(), ids=list(ALL))


def marks(text: str) -> set[str]:
    return {name for _text, name, _spec, _conversion in string.Formatter().parse(text) if name is not None}


def test_the_walk_finds_constants_tables_columns_and_rules() -> None:
    assert len(ALL) > 400
    assert ALL["texts.risk.CLOCKS[0]"] == texts.risk.UNTIL_CANCEL
    assert ALL["sheets.orders.ORDERS.tblOrders.columns[0].posting.heading"].ru == "Отправление"
    assert ALL["sheets.names.RULES[0].watch_hours.label"] == names.RULES[0].label


@EVERY
def test_stands_in_three_languages(words: Words) -> None:
    for text in words:
        assert text.strip()
        assert "  " not in text
        assert "\n" not in text


@EVERY
def test_has_the_same_marks_in_each(words: Words) -> None:
    assert marks(words.en) == marks(words.ru) == marks(words.zh)
    assert all(mark.isidentifier() for mark in marks(words.en))


NAMES_OF_THINGS = {
    *("Ozon", "Excel", "OneDrive", "LibreOffice", "Windows", "Linux", "Mac", "macOS", "VPN", "HTTP", "DTD"),
    *("Microsoft", "Store", "Defender", "Office"),
    *("Telegram", "WeCom", "DingTalk", "Feishu"),
    *("API", "Seller", "Client", "Id", "ID", "SKU", "UTC", "FBS", "Python", "rFBS", "realFBS", "Admin", "JSON", "XML"),
}
"""What stands in Latin letters in every language."""
TYPED = re.compile(
    r"ozon-xl(?: [a-z][a-z-]*)*|python -m [\w -]+|chmod \d+|--[a-z][a-z-]*|Ctrl\+C|\b\w*_\w+\b|\.xls[xm]\b|\{\w*\}"
    r"|demo-\w*|\w+\.(?:json|csv)|\.csv\b|python\.org|libreoffice\.org|python3-uno|\b(?:Enter|Esc)\b"
    r"|\b(?:off|watch|soon|urgent|critical)\b"
)
"""What the user types, and marks: the same in every language."""
LATIN = re.compile(r"[A-Za-z][A-Za-z']+")
CYRILLIC = re.compile(r"[А-Яа-яЁё]")
HAN = re.compile(r"[\u4e00-\u9fff]")


@EVERY
def test_is_not_left_in_another_language(words: Words) -> None:
    for text in (words.ru, words.zh):
        assert set(LATIN.findall(TYPED.sub(" ", text))) <= NAMES_OF_THINGS
    assert not CYRILLIC.search(words.en + words.zh)
    assert not HAN.search(words.en + words.ru)
    if set(LATIN.findall(TYPED.sub(" ", words.en))) - NAMES_OF_THINGS:
        assert CYRILLIC.search(words.ru) or words.ru == "№"
        assert HAN.search(words.zh)


@EVERY
def test_chinese_uses_its_own_stops(words: Words) -> None:
    assert not re.search(r"[\u4e00-\u9fff](?:[,;!?]|:(?![\u4e00-\u9fff])|\.(?!\w))", words.zh)


@pytest.mark.parametrize("lang", LANGS)
def test_a_value_is_never_read_as_a_pattern(lang: Lang) -> None:
    words = Words("a {x}", "б {x}", "茶 {x}")
    assert words.say(lang, x="{y} %s {0}").endswith("{y} %s {0}")
    assert words.filled(x="{y}").say(lang).endswith(" {y}")
    assert words.say(lang).endswith("{x}")


def _filled_in_source() -> Iterator[tuple[str, Words, set[str]]]:
    """Every text or error that the source fills by name: where, the words, and the values that it gives."""
    for module in modules():
        scope = _words_in_scope(module)
        for called, node in calls(module):
            if any(keyword.arg is None for keyword in node.keywords):
                continue
            given = {str(keyword.arg) for keyword in node.keywords}
            place = f"{module.name}:{node.lineno} {called}"
            owner, _, method = called.rpartition(".")
            value = _look_up(scope, owner) if method in {"say", "filled"} else _look_up(scope, called)
            if isinstance(value, Words):
                yield place, value, given
            elif isinstance(value, type) and issubclass(value, errors.OzonXLError):
                yield place, value.words, given - {"details"}


def _words_in_scope(module: Module) -> dict[str, object]:
    """What a module imports of texts and errors, by the names that it gives them."""
    scope: dict[str, object] = {}
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for alias in node.names:
                dotted = f"{node.module}.{alias.name}"
                if dotted.startswith(("ozon_xl.texts", "ozon_xl.errors")):
                    scope[alias.asname or alias.name] = pkgutil.resolve_name(dotted)
    return scope


def _look_up(scope: dict[str, object], dotted: str) -> object:
    value: object = None
    for number, part in enumerate(dotted.split(".")):
        value = getattr(value, part, None) if number else scope.get(part)
    return value


FILLED = list(_filled_in_source())


FILLED_IN_TWO_STEPS = {errors.AnswerChangedError.words: {"method"}}
"""The field is known where it is missed, the method where the answer is read (``ozon.wire``)."""


@pytest.mark.parametrize(("words", "given"), [row[1:] for row in FILLED], ids=[row[0] for row in FILLED])
def test_is_filled_with_exactly_its_marks(words: Words, given: set[str]) -> None:
    assert given | FILLED_IN_TWO_STEPS.get(words, set()) == marks(words.en)


def test_the_walk_finds_where_texts_are_filled() -> None:
    assert len(FILLED) > 100


def test_an_error_raised_without_values_has_no_marks() -> None:
    for module in modules():
        for node in ast.walk(module.tree):
            if isinstance(node, ast.Raise) and isinstance(node.exc, (ast.Name, ast.Attribute)):
                raised = _look_up(_words_in_scope(module), ast.unparse(node.exc))
                if isinstance(raised, type) and issubclass(raised, errors.OzonXLError):
                    assert not marks(raised.words.en), f"{module.name}:{node.lineno}"


SAYING = {"print", "prompt", "confirm", "echo", "ask", "progress", "status", "secho"}
"""Calls by which somebody is told or asked something."""
NO_WORDS = re.compile("Ozon|[a-z_]+")
"""The name, and what one program says to another."""


def _said_past_the_texts(module: Module) -> Iterator[str]:
    for called, node in calls(module):
        if called.rpartition(".")[2] in SAYING:
            parts = [part for argument in node.args for part in ast.walk(argument)]
            said = [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
            yield from (
                f"{module.name}:{node.lineno} {text}"
                for text in said
                if LATIN.search(text) and not NO_WORDS.fullmatch(text)
            )


def test_nobody_is_told_anything_past_the_texts() -> None:
    assert [found for module in modules() for found in _said_past_the_texts(module)] == []


def test_what_is_said_past_the_texts_would_be_found() -> None:
    bad = ast.parse("host.progress(f'Done {n}')\ntyper.confirm('Really?', default=True)\nout.print(escape('x'))")
    module = Module("ozon_xl.bad", modules()[0].path, bad)
    assert len(list(_said_past_the_texts(module))) == 2

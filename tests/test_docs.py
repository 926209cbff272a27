"""The README in its three languages against the code: what it names exists, and what exists is named."""

import colorsys
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer.main

from ozon_xl.builder import styles
from ozon_xl.cli import app
from ozon_xl.domain.risk import Tier
from ozon_xl.domain.rules import Rules
from ozon_xl.practice.scenarios import SCENARIOS
from ozon_xl.practice.server import CLIENT_ID
from ozon_xl.sheets import ORDERS, STOCK, TABLES, Owner, Table
from ozon_xl.sheets.buttons import BUTTONS, PUSH, UNDO
from ozon_xl.sheets.functions import FUNCTIONS
from ozon_xl.sheets.names import RULES_SHEET, SETTINGS, SETTINGS_SHEET, TODAY_SHEET
from ozon_xl.texts import LANGS, Lang, Words, errors, functions, risk, stock, workbook
from ozon_xl.texts.macros import MACROS

ROOT = Path(__file__).parent.parent
READMES: dict[Lang, Path] = {
    "en": ROOT / "README.md",
    "ru": ROOT / "workbook" / "README.ru.md",
    "zh": ROOT / "workbook" / "README.zh.md",
}
PAGES = (*READMES.values(), ROOT / ".github" / "CONTRIBUTING.md", ROOT / ".github" / "EXCEL_CHECKLIST.md")
TEXTS = {lang: path.read_text("utf-8") for lang, path in READMES.items()}

TRY = "python -m pip install . && ozon-xl demo"
TEST = 'python -m pip install -e ".[test]" && python -m pytest'

DARK_RED = Words("dark red", "тёмно-красный", "深红")
RED = Words("red", "красный", "红色")
ORANGE = Words("orange", "оранжевый", "橙色")
YELLOW = Words("yellow", "жёлтый", "黄色")
PALE_YELLOW = Words("pale yellow", "бледно-жёлтый", "浅黄")
GREY_BLUE = Words("grey blue", "серо-голубой", "灰蓝")
PURPLE = Words("purple", "фиолетовый", "紫色")
NO_COLOUR = Words("none", "без цвета", "无颜色")
GREY_LETTERS = Words("grey letters", "серый шрифт", "灰色文字")

COLUMNS_OF = Words("Columns of {sheet}", "Столбцы листа «{sheet}»", "“{sheet}”表的列")
COLOURS_SECTION = Words("Colours", "Цвета", "颜色")
CLOCKS_SECTION = Words("The five clocks", "Пять сроков", "五个时钟")
SHEETS_SECTION = Words("The sheets", "Листы", "工作表")
COMMANDS_SECTION = Words("Commands", "Команды", "命令")
BUTTONS_SECTION = Words("The buttons", "Кнопки", "按钮")
FUNCTIONS_SECTION = Words("Worksheet functions", "Функции листа", "工作表函数")
STOCK_SECTION = Words("Change stock", "Изменить остатки", "修改库存")
PRACTICE_SECTION = Words("Train on the practice shop", "Потренироваться на учебном магазине", "用练习店铺训练")
TROUBLE_SECTION = Words("Troubleshooting", "Если что-то не так", "疑难解答")

each_language = pytest.mark.parametrize("lang", LANGS)


def section(text: str, title: str) -> str:
    """What stands below the heading ``title``, up to the next heading of its level or above."""
    found = re.search(rf"^(#+) {re.escape(title)}\n(.*?)(?=^#{{1,2}} |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, title
    body = found[2]
    return body if found[1] == "##" else re.split(r"^###? ", body, maxsplit=1, flags=re.MULTILINE)[0]


def rows(text: str) -> list[list[str]]:
    """The cells of a table's rows, without its head."""
    table = [line.strip().strip("|").split("|") for line in text.splitlines() if line.startswith("|")]
    return [[cell.strip().strip("*") for cell in row] for row in table[2:]]


def names(cell: str, known: set[str]) -> Iterator[str]:
    """The headings in a cell that may hold several with commas; a heading may hold a comma itself."""
    while cell:
        name = max((one for one in known if cell.startswith(one)), key=len, default=cell)
        yield name
        cell = cell[len(name) :].lstrip(",、 ")


def commands() -> dict[str, click.Command]:
    """Each command by the words that call it."""
    found: dict[str, click.Command] = {}

    def walk(group: object, path: str) -> None:
        for name, command in getattr(group, "commands", {}).items():
            if hasattr(command, "commands"):
                walk(command, f"{path}{name} ")
            else:
                found[f"{path}{name}"] = command

    walk(typer.main.get_command(app), "")
    return found


@each_language
def test_the_two_commands_stand_verbatim_on_lines_of_their_own(lang: Lang) -> None:
    assert {TRY, TEST} <= set(TEXTS[lang].splitlines())


@each_language
def test_every_command_is_named_and_every_named_one_exists(lang: Lang) -> None:
    known = commands()
    named = set()
    for words in re.findall(r"`?ozon-xl ([a-z][a-z -]*)", TEXTS[lang]):
        two = " ".join(words.split()[:2])
        name = two if two in known else two.split()[0]
        assert name in known, f"README names ozon-xl {words}"
        named.add(name)
    assert named == set(known)
    listed = [
        re.match(r"`ozon-xl ([a-z ]*[a-z])", row[0]) for row in rows(section(TEXTS[lang], COMMANDS_SECTION.say(lang)))
    ]
    assert sorted(found[1] for found in listed if found) == sorted(set(known))


@each_language
def test_only_push_is_said_to_change_anything(lang: Lang) -> None:
    effects = {row[0]: row[2] for row in rows(section(TEXTS[lang], COMMANDS_SECTION.say(lang)))}
    nothing = Words("nothing", "ничего", "无").say(lang)
    changing = [command for command, effect in effects.items() if nothing not in effect]
    assert len(changing) == 1
    assert changing[0].startswith("`ozon-xl stock push")


@each_language
def test_every_button_is_described_in_its_order_and_which_of_them_change_anything(lang: Lang) -> None:
    described = rows(section(TEXTS[lang], BUTTONS_SECTION.say(lang)))
    assert [row[0] for row in described] == [button.caption.say(lang) for button in BUTTONS]
    nothing = Words("nothing", "ничего", "无").say(lang)
    changing = {row[0] for row in described if not row[2].startswith(nothing)}
    assert changing == {button.caption.say(lang) for button in (PUSH, UNDO)}


@each_language
def test_every_worksheet_function_is_described_with_its_arguments(lang: Lang) -> None:
    """All but the shop, which every one of them takes last."""
    described = [row[0].strip("`") for row in rows(section(TEXTS[lang], FUNCTIONS_SECTION.say(lang)))]
    forms = {f"={one.name}({', '.join(parameter.name for parameter in one.parameters[:-1])})" for one in FUNCTIONS}
    assert len(described) == len(FUNCTIONS)
    assert set(described) == forms


@each_language
def test_every_option_named_exists(lang: Lang) -> None:
    known = {option for command in commands().values() for param in command.params for option in param.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", TEXTS[lang])) <= known | {"--help"}


@each_language
@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_every_column_is_described_and_every_described_one_exists(lang: Lang, table: Table) -> None:
    known = {column.heading.say(lang) for column in table.columns}
    shown = {column.heading.say(lang) for column in table.columns if not column.hidden}
    title = COLUMNS_OF.say(lang, sheet=table.sheet.say(lang))
    described = [name for row in rows(section(TEXTS[lang], title)) for name in names(row[0], known)]
    assert len(described) == len(set(described))
    assert set(described) == shown


@each_language
def test_every_sheet_is_described(lang: Lang) -> None:
    sheets = (TODAY_SHEET, *(table.sheet for table in TABLES), RULES_SHEET, SETTINGS_SHEET)
    described = [row[0] for row in rows(section(TEXTS[lang], SHEETS_SECTION.say(lang)))]
    assert described == [sheet.say(lang) for sheet in sheets]


@each_language
def test_the_yellow_cells_are_named(lang: Lang) -> None:
    yellow = [column.heading.say(lang) for column in STOCK.columns if column.owner is Owner.STAFF]
    assert all(heading in TEXTS[lang] for heading in yellow)
    assert all(cell.label.say(lang) in TEXTS[lang] and cell.name in TEXTS[lang] for cell in SETTINGS if cell.editable)


def colour_name(fill: str | None) -> Words:
    """What people call a ``#RRGGBB``, as far as our tiers use it."""
    if fill is None:
        return NO_COLOUR
    red, green, blue = (int(fill[at : at + 2], 16) / 255 for at in (1, 3, 5))
    hue, light, _ = colorsys.rgb_to_hls(red, green, blue)
    dark, pale = light < 0.5, light > 0.87
    kinds = ((15, DARK_RED if dark else RED), (40, ORANGE), (70, PALE_YELLOW if pale else YELLOW))
    for end, name in (*kinds, (230, GREY_BLUE), (300, PURPLE)):
        if hue * 360 < end:
            return name
    raise AssertionError(fill)


@each_language
def test_every_tier_has_its_colour_and_its_hours_worst_first(lang: Lang) -> None:
    described = rows(section(TEXTS[lang], COLOURS_SECTION.say(lang)))
    rules = Rules()
    hours = {
        Tier.CRITICAL: rules.critical_hours,
        Tier.URGENT: rules.urgent_hours,
        Tier.SOON: rules.soon_hours,
        Tier.WATCH: rules.watch_hours,
    }
    assert len(described) == len(Tier)
    for tier, (name, colour, meaning) in zip(sorted(Tier, reverse=True), described, strict=True):
        words = GREY_LETTERS if tier is Tier.DONE else colour_name(styles.TIERS[tier].fill)
        assert (name, colour) == (risk.TIERS[tier].say(lang), words.say(lang))
        if tier in hours:
            assert re.search(rf"\b{hours[tier]:g}\b", meaning)


@each_language
def test_every_clock_is_explained_gravest_first(lang: Lang) -> None:
    of = ("cancel_at", "wall_at", "late_from", "ship_by", "tariff_at")
    described = [row[1] for row in rows(section(TEXTS[lang], CLOCKS_SECTION.say(lang)))]
    assert described == [ORDERS.by_attr[attr].heading.say(lang) for attr in of]
    assert f" {Rules().auto_cancel_days:g} " in section(TEXTS[lang], CLOCKS_SECTION.say(lang))


@each_language
def test_the_limits_of_the_rules_are_told_as_they_are(lang: Lang) -> None:
    assert re.search(
        rf"\b{Rules().stale_minutes:g} (minutes|мин|分钟)", section(TEXTS[lang], COLOURS_SECTION.say(lang))
    )


@each_language
def test_every_result_of_a_write_is_explained(lang: Lang) -> None:
    messages = [skeleton(words.say(lang)) for name, words in vars(stock).items() if name.startswith("RESULT_")]
    described = [row[0] for row in rows(section(TEXTS[lang], STOCK_SECTION.say(lang)))]
    for beginning in described:
        assert any(message.startswith(beginning) for message in messages), beginning
    for message in messages:
        assert any(message.startswith(beginning) for beginning in described), message


@each_language
def test_every_scenario_of_the_practice_shop_is_described(lang: Lang) -> None:
    text = section(TEXTS[lang], PRACTICE_SECTION.say(lang))
    assert [row[0].strip("`") for row in rows(text)] == list(SCENARIOS)
    assert f"ozon-xl shop add {CLIENT_ID} --address" in text


def skeleton(message: str) -> str:
    """A message with ``…`` where a value will stand."""
    return re.sub(r"\{\w+\}", "…", message)


@each_language
def test_the_headings_of_troubleshooting_are_the_beginnings_of_real_messages(lang: Lang) -> None:
    words_of = (vars(errors), vars(functions), vars(workbook), MACROS)
    every = [skeleton(words.say(lang)) for texts in words_of for words in texts.values() if isinstance(words, Words)]
    headings = re.findall(r"^### (.*)$", section(TEXTS[lang], TROUBLE_SECTION.say(lang)), re.MULTILINE)
    assert len(headings) > 30
    for heading in headings:
        assert any(message.startswith(heading) for message in every), heading


def test_the_three_languages_have_the_same_sections() -> None:
    shapes = {lang: re.findall(r"^(#+) ", text, re.MULTILINE) for lang, text in TEXTS.items()}
    assert shapes["ru"] == shapes["zh"] == shapes["en"]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\(([^)]+)\)", page.read_text("utf-8"))
    for link in links:
        if link.startswith("https://"):
            continue
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        assert target.is_file(), link
        assert target.is_relative_to(ROOT.resolve()), link
        if anchor:
            assert anchor in {
                slug(title) for title in re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
            }


def slug(title: str) -> str:
    """The anchor that GitHub gives to a heading."""
    return re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-")


def test_the_pictures_are_small_and_all_are_shown() -> None:
    pictures = sorted((ROOT / "workbook").glob("*.png"))
    assert pictures
    shown = "".join(TEXTS.values())
    for picture in pictures:
        assert picture.stat().st_size < 250_000
        assert picture.name in shown

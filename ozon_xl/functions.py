"""The worksheet functions of Excel and LibreOffice. They read the store and nothing else, never the network.

Ranges come whole, as lists of rows, and are answered in the same shape from one look at the store. Whatever is wrong
is said in the cell, in the user's language; a traceback goes to the log.

An office keeps one process of this: ``python -I -m ozon_xl functions`` speaks JSON lines with LibreOffice's add-in
(``ozon_xl.builder.office_proxy``); with ``--com`` it is the server of Excel's (``ozon_xl.hosts.excel_functions``).
"""

import json
import logging
import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import IO, Final

from ozon_xl.actions.answers import Answer, Answers, Memory
from ozon_xl.actions.log import log
from ozon_xl.buttons import refuse_unless_apart, tell_without_workbook
from ozon_xl.clock import Clock, SystemClock
from ozon_xl.errors import OzonXLError
from ozon_xl.hosts.excel_functions import serve as serve_excel
from ozon_xl.settings import Settings, system_language, user_language
from ozon_xl.sheets.columns import Cell
from ozon_xl.sheets.functions import (
    AGE,
    AT_RISK,
    COUNTDOWN,
    DUE,
    FUNCTIONS,
    POSTING,
    RISK,
    SHORT,
    STOCK_OF,
    Function,
)
from ozon_xl.store import Store
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import errors as error_texts
from ozon_xl.texts import functions as texts

Value = Cell | list[list[Cell]]
Reply = Answer | list[list[Answer]]

MOST_CELLS: Final = 100_000
"""Of one range; a whole column has ten times as many and is always a slip."""
MOST_WHOLE: Final = 10**15
"""A cell keeps 15 digits of a number."""

_logger = logging.getLogger(__name__)


class Functions:
    """All worksheet functions over one store, opened when it is first needed and kept."""

    def __init__(
        self,
        open_store: Callable[[], Store] = Store.open,
        settings: Callable[[], Settings] = Settings.load,
        clock: Clock | None = None,
    ) -> None:
        self._open_store = open_store
        self._settings = settings
        self._clock = clock or SystemClock()
        self._memory: Memory | None = None

    def call(self, name: str, arguments: Sequence[object], now: datetime | None = None) -> Value:
        """The answer to one formula: a cell, or rows of cells where a range was given or a table is asked for.

        Dates come as Excel's day numbers, in the time zone that their heading names.
        """
        lang = system_language()
        try:
            settings = self._settings()
            lang = settings.lang
            return _in_words(self._answer(name, arguments, settings, now or self._clock.now()), lang)
        except OzonXLError as error:
            return error.say(lang)
        except Exception:
            _logger.exception("%s failed", name)
            return error_texts.BUG.say(lang, what=name)

    def _answer(self, name: str, arguments: Sequence[object], settings: Settings, now: datetime) -> Reply:
        function = next((function for function in FUNCTIONS if function.name == name), None)
        if function is None or len(arguments) > len(function.parameters):
            return texts.WRONG_CALL
        given = [*arguments, *[None] * (len(function.parameters) - len(arguments))]
        shop = _shop(given.pop(), settings)
        if isinstance(shop, Words):
            return shop
        known = self._remembered().of(shop)
        if known is None:
            return texts.NO_DATA
        return _ask(function, Answers(known, now, settings.lang), given)

    def _remembered(self) -> Memory:
        if self._memory is None:
            self._memory = Memory(self._open_store())
        return self._memory


def _in_words(answer: Reply, lang: Lang) -> Value:
    if isinstance(answer, list):
        return [[_cell(cell, lang) for cell in row] for row in answer]
    return _cell(answer, lang)


def _cell(answer: Answer, lang: Lang) -> Cell:
    """An empty text where there is nothing to say: a spreadsheet would show a missing value as 0."""
    if isinstance(answer, Words):
        return answer.say(lang)
    return "" if answer is None else answer


def _shop(argument: object, settings: Settings) -> str | Words:
    """The Client-Id that the last argument means, by id or by name."""
    value = _single(argument)
    asked = texts.ONE_CELL.filled(argument="shop") if isinstance(value, _Range) else id_text(value)
    if isinstance(asked, Words):
        return asked
    if not asked and len(settings.shops) > 1:
        return texts.WHICH_SHOP.filled(shops=", ".join(shop.name or shop.client_id for shop in settings.shops))
    called = [shop.client_id for shop in settings.shops if asked and shop.name.casefold() == asked.casefold()]
    return called[0] if len(called) == 1 else settings.shop(asked).client_id


def _ask(function: Function, answers: Answers, given: list[object]) -> Reply:
    if function is AGE:
        return answers.age()
    if function is AT_RISK:
        return answers.at_risk()
    if function is DUE:
        hours = _single(given[0])
        if isinstance(hours, bool) or not isinstance(hours, (int, float)) or not 0 <= hours <= 1_000_000:
            return texts.NO_HOURS
        return answers.due(hours)
    return _each_cell(function, answers, given)


# --- a cell for each cell --------------------------------------------------------------------------------------------


class _Range:
    """An argument as rows; one row or column, or one cell, serves for all."""

    def __init__(self, rows: Sequence[Sequence[object]]) -> None:
        self._rows = rows
        self.height = len(rows)
        self.width = len(rows[0])

    def at(self, row: int, column: int) -> object:
        return self._rows[row if self.height > 1 else 0][column if self.width > 1 else 0]


def _single(argument: object) -> "object | _Range":
    """The value of an argument, that of its cell if it is a range of one."""
    if not isinstance(argument, (list, tuple)):
        return argument
    area = _Range(argument)
    return area.at(0, 0) if area.height == area.width == 1 else area


def _each_cell(function: Function, answers: Answers, given: list[object]) -> Reply:
    if not any(isinstance(argument, (list, tuple)) for argument in given):
        return _one(function, answers, given)
    areas = [_Range(argument if isinstance(argument, (list, tuple)) else [[argument]]) for argument in given]
    height, width = max(area.height for area in areas), max(area.width for area in areas)
    if any(area.height not in {1, height} or area.width not in {1, width} for area in areas):
        return texts.UNLIKE_SIZES
    if height * width > MOST_CELLS:
        return texts.TOO_MANY_CELLS.filled(most=MOST_CELLS)
    rows = [[tuple(area.at(row, column) for area in areas) for column in range(width)] for row in range(height)]
    if function in {POSTING, COUNTDOWN, RISK}:
        numbers = {id_text(asked[0]) for row in rows for asked in row}
        answers.look_up(number for number in numbers if isinstance(number, str) and number)
    return [[_one(function, answers, asked) for asked in row] for row in rows]


def _one(function: Function, answers: Answers, asked: Sequence[object]) -> Answer:
    """One cell. A blank asks nothing and is answered by a blank."""
    ids = [id_text(value) for value in asked]
    refused = next((words for words in ids if isinstance(words, Words)), None)
    if refused is not None:
        return refused
    first, second, third = (*(str(text) for text in ids), "", "")[:3]
    if not first or (function is STOCK_OF and not second):
        return None
    if function is POSTING:
        return answers.posting(first, second)
    if function is STOCK_OF:
        return answers.stock(first, second, third)
    return {SHORT: answers.short, COUNTDOWN: answers.countdown, RISK: answers.risk}[function](first)


def id_text(value: object) -> str | Words:
    """What stands in a cell as the id it means; empty for a blank, words where it cannot be told.

    LibreOffice hands an empty cell over as 0, which is nobody's id.
    """
    if value is None or (value == 0 and not isinstance(value, bool)):
        return ""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return texts.NOT_AN_ID
    if abs(value) >= MOST_WHOLE:
        return texts.DIGITS_LOST
    return str(int(value)) if value % 1 == 0 else texts.NOT_AN_ID


# --- the process -----------------------------------------------------------------------------------------------------


def serve(requests: Iterable[str], answers: IO[str], functions: Functions) -> None:
    """Answer requests, one JSON object a line: ``{"id", "name", "arguments"}`` -> ``{"id", "value"}``."""
    for line in requests:
        answers.write(json.dumps(_answered(line, functions), ensure_ascii=True) + "\n")
        answers.flush()


def _answered(line: str, functions: Functions) -> dict[str, object]:
    try:
        request = json.loads(line)
        number, name, arguments = request["id"], request["name"], request["arguments"]
    except (ValueError, KeyError, TypeError):
        _logger.warning("not a request: %.200r", line)
        return {"id": None, "value": texts.NOT_A_REQUEST.say(user_language())}
    return {"id": number, "value": functions.call(name, arguments)}


def main() -> int:
    """``python -I -m ozon_xl functions [--com]``: until the office closes the pipe, or lets go of the server.

    Returns the exit code: 1 where it cannot serve; why is said as for a button.
    """
    try:
        refuse_unless_apart(isolated=bool(sys.flags.isolated), search=sys.path)
        log()
        functions = Functions()
        if "--com" in sys.argv:
            serve_excel(functions.call)
        else:
            serve(sys.stdin, sys.stdout, functions)
    except OzonXLError as error:
        tell_without_workbook(error, "functions")
        return 1
    return 0

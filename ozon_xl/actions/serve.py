"""A button pressed in an open workbook, from the sign of life to the result.

Quick to import: what does the work is imported only after the sign of life.
"""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple, cast

from ozon_xl.actions.book import exclusive
from ozon_xl.actions.pulse import Pulse, language_of
from ozon_xl.clock import Clock
from ozon_xl.errors import BugError, OzonXLError, ProgramGoneError, StoppedByUserError, WorkbookAtWorkError
from ozon_xl.hosts.base import Host
from ozon_xl.sheets.buttons import ALERT_TEST, PLAN, PUSH, REFRESH, UNDO, Button
from ozon_xl.texts import Lang

SERVED: dict[str, Button] = {button.verb: button for button in (REFRESH, PLAN, PUSH, UNDO, ALERT_TEST)}
"""What the program does for the workbook, by verb; the other buttons are the macros' own."""


class Served(NamedTuple):
    """What came of a press, as the workbook says it."""

    done: bool
    said: str


def serve(host: Host, button: Button, guid: str, clock: Clock, names: Sequence[str] = ("Alive",)) -> Served:
    """Do what a button says, one at a time per workbook. Whatever goes wrong becomes words in the workbook.

    ``names`` are the cells that say the program is alive.

    Raises:
        OzonXLError: the workbook cannot even be told that we are here.
    """
    try:
        with exclusive(guid):
            return _served(host, button, clock, names)
    except WorkbookAtWorkError as error:
        said = error.say(language_of(host))
        host.put("Status", said)
        if host.get("Request").value == button.verb:
            host.put("Request", None)
        return Served(done=False, said=said)


def _served(host: Host, button: Button, clock: Clock, names: Sequence[str]) -> Served:
    pulse = Pulse(host, clock, button, names)
    later = _SavedLater(host)
    result = Served(done=False, said=StoppedByUserError().say(pulse.lang))  # where the process is told to end
    try:
        pulse.first_sign()
        result = _work(cast("Host", later), button, clock, pulse)
    except StoppedByUserError:
        pass
    except OzonXLError as error:
        result = Served(done=False, said=error.say(pulse.lang))
        raise
    finally:
        pulse.last_sign(result.said)
    return _saved(host, result, pulse.lang) if later.is_due else result


class _SavedLater:
    """The workbook as the work sees it. What is saved in the middle of it waits for the last sign: a file that says
    "at work" would go on saying so.
    """

    def __init__(self, host: Host) -> None:
        self._host = host
        self.is_due = False

    def save(self) -> None:
        self.is_due = True

    def __getattr__(self, name: str) -> Any:
        return getattr(self._host, name)


def _saved(host: Host, result: Served, lang: Lang) -> Served:
    try:
        host.save()
    except ProgramGoneError:
        return result
    except OzonXLError as error:
        result = Served(done=False, said=f"{result.said} {error.say(lang)}")
        with suppress(OzonXLError):
            host.put("Status", result.said)
    return result


def _work(host: Host, button: Button, clock: Clock, pulse: Pulse) -> Served:
    from ozon_xl.actions.log import log, log_error  # noqa: PLC0415 - after the sign of life
    from ozon_xl.actions.verbs import perform  # noqa: PLC0415

    log().info("%s: %s", host.title, button.verb)
    try:
        said = perform(button.verb, host, clock, pulse)
    except StoppedByUserError:
        log().info("%s: stopped", button.verb)
        raise
    except OzonXLError as error:
        log_error(error, button.verb)
        return Served(done=False, said=error.say(pulse.lang))
    except Exception as error:  # noqa: BLE001 - the user sees nothing but the workbook
        log_error(error, button.verb)
        return Served(done=False, said=BugError(what=type(error).__name__).say(pulse.lang))
    log().info("%s: %s", button.verb, said)
    return Served(done=True, said=said)

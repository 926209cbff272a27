"""What the user sees in an open workbook while the program works on it, and how the program hears Stop."""

from collections.abc import Callable, Sequence
from typing import Final

from ozon_xl.actions.zone import set_zone
from ozon_xl.clock import Clock
from ozon_xl.errors import (
    CellNameMissingError,
    OzonXLError,
    ProgramGoneError,
    ProgramRefusedError,
    StoppedByUserError,
    WorkbookAtWorkError,
)
from ozon_xl.hosts.base import Host
from ozon_xl.sheets.buttons import BUTTONS, STOP, Button
from ozon_xl.sheets.columns import Cell, to_cell
from ozon_xl.sheets.names import language_from
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import buttons as texts

LOOK_S: Final = 0.5
"""So often Stop is looked for."""
WORD_S: Final = 1.0
"""So often, at most, the progress is shown in the status bar."""
LIFE_S: Final = 5.0
"""So often cells are written: those that say the program is alive, and the progress. The macros take it for dead
after 90 seconds."""
BUSY_S: Final = 10.0
"""So long a busy program is left alone: each call to it may take as long, and the work waits meanwhile."""
LAST_TRIES_S: Final = (2.0, 5.0, 10.0)
"""Pauses after each try to write the result into a program that does not take it."""

_VERBS: Final = frozenset(button.verb for button in BUTTONS)


def language_of(host: Host) -> Lang:
    """The workbook's language; English where it does not tell, so that the user hears at least what is wrong."""
    try:
        return language_from(host.get("Language").value)
    except (CellNameMissingError, ProgramRefusedError):
        return "en"


class Pulse:
    """Of one button at work. ``beat`` belongs to the thread that made the host; ``say`` may be called in any.

    ``stop`` ends the work; whoever does the work sets it. ``names`` are the cells that say the program is alive, one of
    them ``Alive``.
    """

    def __init__(self, host: Host, clock: Clock, button: Button, names: Sequence[str] = ("Alive",)) -> None:
        self._host, self._clock, self._names = host, clock, names
        self.lang = language_of(host)
        self.stop: Callable[[], None] = lambda: None
        self._button = button
        self._progress = self._shown = ""
        self._standing = ["Alive"]
        self._next_look = self._next_word = self._next_life = 0.0

    @property
    def _caption(self) -> str:
        return self._button.caption.say(self.lang)

    def first_sign(self) -> None:
        """The program is here and has heard the press.

        Raises:
            StoppedByUserError: Stop was pressed before the program was here.
        """
        set_zone(self._host, self._clock)
        self._live()
        self._at_work()
        if self._host.get("Request").value == STOP.verb:
            raise StoppedByUserError
        self._host.put("Request", None)

    def say(self, progress: str) -> None:
        """How far the work has come, to be shown at the next beat."""
        self._progress = progress

    def beat(self) -> None:
        """Show progress, renew the signs of life, hear Stop. A workbook that cannot answer now is left alone; one that
        is gone ends the work.
        """
        now = self._clock.monotonic()
        if now < self._next_look:
            return
        self._next_look = now + LOOK_S
        try:
            self._hear()
            if now >= self._next_life:
                self._live()
                if self._progress:
                    self._show(in_cell=True)
            elif now >= self._next_word and self._progress != self._shown:
                self._show(in_cell=False)
        except ProgramGoneError:
            self.stop()
        except OzonXLError:
            self._next_look = self._clock.monotonic() + BUSY_S

    def ask(self, question: str) -> bool:
        """A question to the user. However long the answer takes, nobody takes the program for dead meanwhile, and
        nobody forgets that it is there: the macros go on looking.
        """
        self._standing = ["Alive", "Asking"]
        self._host.put("Asking", self._now())
        self._host.put("Alive", None)
        self._host.put("Status", texts.ASKING.say(self.lang))
        answer = self._host.ask(question)
        self._live()
        self._host.put("Asking", None)
        self._at_work()
        return answer

    def last_sign(self, result: str) -> None:
        """What came of it. A program that does not take it is tried again for a while; one that is gone needs none."""
        for pause_s in LAST_TRIES_S:
            try:
                for name in self._standing:
                    self._host.put(name, None)
                self._host.put("Status", result)
                self._host.progress("")
                if self._host.get("Request").value in (STOP.verb, self._button.verb):
                    self._host.put("Request", None)
            except ProgramGoneError:
                return
            except OzonXLError:
                self._clock.sleep(pause_s)
            else:
                return

    def _hear(self) -> None:
        asked = self._host.get("Request").value
        if asked not in _VERBS:
            return
        if asked == STOP.verb:
            self.stop()
        self._host.put("Request", None)
        self._notice(texts.STOPPING if asked == STOP.verb else WorkbookAtWorkError.words)

    def _at_work(self) -> None:
        self._host.put("Status", texts.AT_WORK.say(self.lang, button=self._caption))

    def _now(self) -> Cell:
        return to_cell(self._clock.now(), date1904=self._host.date1904)

    def _live(self) -> None:
        self._host.put_all(dict.fromkeys(self._names, self._now()))
        self._next_life = self._clock.monotonic() + LIFE_S

    def _show(self, *, in_cell: bool) -> None:
        """In the status bar; in a cell more rarely, because that ends what the user is copying there."""
        self._shown, self._next_word = self._progress, self._clock.monotonic() + WORD_S
        text = texts.PROGRESS.say(self.lang, button=self._caption, progress=self._shown)
        self._host.progress(text)
        if in_cell:
            self._host.put("Status", text)

    def _notice(self, words: Words) -> None:
        """It stands until the next sign of life."""
        self._next_word = self._next_life = self._clock.monotonic() + LIFE_S
        text = words.say(self.lang)
        self._host.progress(text)
        self._host.put("Status", text)

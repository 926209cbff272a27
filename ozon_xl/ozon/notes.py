"""What the client tells of its work to whoever listens."""

from datetime import datetime
from typing import Final, NamedTuple

from ozon_xl import errors
from ozon_xl.errors import OzonXLError
from ozon_xl.texts import Lang, Words
from ozon_xl.texts import ozon as texts

_WHY: Final[dict[type[OzonXLError], Words]] = {
    errors.RateLimitedError: texts.WHY_BUSY,
    errors.CircleOpenError: texts.WHY_CLOSED,
    errors.ServerTroubleError: texts.WHY_TROUBLE,
    errors.BrokenAnswerError: texts.WHY_BROKEN,
    errors.UnreachableError: texts.WHY_UNREACHABLE,
    errors.TimedOutError: texts.WHY_SLOW,
}


class RetryNote(NamedTuple):
    """A wait before another attempt, for the status bar."""

    endpoint: str
    attempt: int
    """The one that failed, from 1."""
    wait_s: float
    reason: type[OzonXLError]

    def say(self, lang: Lang) -> str:
        """Why we wait and for how long."""
        why = _WHY[self.reason].say(lang)
        return texts.RETRYING.say(lang, why=why, seconds=max(1, round(self.wait_s)))


class CallNote(NamedTuple):
    """One request as the call log keeps it. Never a header, a key or a body."""

    at: datetime
    shop: str
    endpoint: str
    status: int | None
    """Of HTTP; None where no answer came."""
    seconds: float
    trace_id: str
    error: str
    """Name of the error; empty if it went well."""

"""How Ozon's answers are read: straight from the bytes, only the fields we use, every one of them optional.

The description marks nothing as nullable and yet its examples hold nulls; ids come as numbers in one method and as text
in another. So the shapes in the sections are typed dicts without required keys, numbers are taken for text wherever we
want text, and what cannot be done without is asked for by ``need``. (Typed dicts, because a page of postings reads
twice as fast into them as into models.)
"""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Final, Protocol, TypeVar

from pydantic import ConfigDict, ValidationError

from ozon_xl.domain.postings import Money
from ozon_xl.errors import AnswerChangedError, BrokenAnswerError, BugError
from ozon_xl.ozon.endpoint import Endpoint

T = TypeVar("T")

LENIENT: Final = ConfigDict(coerce_numbers_to_str=True, extra="ignore")
"""Of every shape: ids may be numbers, unknown fields are nothing to us."""


class Send(Protocol):
    """What a section is handed by the client: send ``body`` to ``endpoint``, hand the answer's bytes to ``read``."""

    def __call__(self, endpoint: Endpoint, body: Mapping[str, object], read: Callable[[bytes], T]) -> T:
        """What ``read`` makes of the answer."""
        ...


def read_answer(endpoint: Endpoint, content: bytes, read: Callable[[bytes], T], details: dict[str, object]) -> T:
    """What ``read`` makes of an answer; ``details`` go into the error if it cannot.

    Raises:
        BrokenAnswerError: no JSON, or only the beginning of it.
        AnswerChangedError: JSON of another shape than we know.
    """
    try:
        return read(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_context=False, include_input=False)[0]
        if first["type"] == "json_invalid":
            raise BrokenAnswerError(details=details) from None  # its text quotes the body, which may name a buyer
        field = ".".join(str(part) for part in first["loc"]) or "JSON"
        raise AnswerChangedError(method=endpoint.path, field=field, details=details) from None
    except AnswerChangedError as error:
        error.values["method"] = endpoint.path
        error.details.update(details)
        raise


def need(value: T | None, field: str) -> T:
    """The value, or the refusal of the whole answer: without this field nothing is certain.

    Raises:
        AnswerChangedError: it is missing, null or empty text.
    """
    if value is None or value == "":
        raise AnswerChangedError(field=field)
    return value


def moment(text: str | None, field: str) -> datetime | None:
    """The moment in UTC; None where Ozon gave none. Digits below a microsecond (``.999999900Z``) are dropped.

    Raises:
        AnswerChangedError: no date, or one that does not say its offset from UTC.
    """
    if not text:
        return None
    try:
        at = datetime.fromisoformat(text)
        if at.tzinfo is UTC:
            return at
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise AnswerChangedError(field=f"{field} ({text[:40]})")


def moment_text(at: datetime) -> str:
    """RFC 3339 in UTC with milliseconds and ``Z``, as in Ozon's examples."""
    return at.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def id_number(text: str) -> int:
    """An id that Ozon wants as a number in a request. Ids are text everywhere else.

    Raises:
        BugError: the id never came from Ozon.
    """
    if not (text.isascii() and text.isdigit()):
        raise BugError(what=f"id {text[:40]!r}")
    return int(text)


def need_key(shape: Mapping[str, object], key: str) -> None:
    """Refuse an answer without ``key``. A list that is null is empty, a list that is not there is another answer.

    Raises:
        AnswerChangedError: the key is missing.
    """
    if key not in shape:
        raise AnswerChangedError(field=key)


def known_id(text: str | None) -> str:
    """The id; empty where Ozon has none, which it also writes as 0."""
    return "" if text is None or text == "0" else text


@lru_cache(maxsize=10_000)
def money(amount: str, currency: str) -> Money:
    """The amount. Charges and prices repeat from posting to posting; each is kept once.

    Raises:
        AnswerChangedError: no number.
    """
    try:
        return Money(Decimal(amount), currency)
    except InvalidOperation:
        raise AnswerChangedError(field=f"amount ({amount[:40]})") from None

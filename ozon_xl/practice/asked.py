"""Reading a request body as strictly as Ozon does: what is wrong gets the message Ozon would send.

Ids are taken as numbers or as strings of digits, as in the official examples; unknown members are ignored.
"""

from base64 import b64decode, b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from pydantic_core import from_json, to_json

Json = dict[str, Any]
INVALID_ARGUMENT = 3
FAILED_PRECONDITION = 9
NOT_FOUND = 5


class Refusal(Exception):  # noqa: N818 - it is an answer, not a failure of ours
    """The request gets this answer instead of data."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        code: int = INVALID_ARGUMENT,
        headers: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status, self.code, self.message = status, code, message
        self.headers = dict(headers or {})


def body_of(raw: bytes) -> Json:
    """The request's JSON object; nothing at all is an empty one."""
    try:
        value = from_json(raw) if raw.strip() else {}
    except ValueError as error:
        raise Refusal(f"proto: syntax error: {error}") from None
    if not isinstance(value, dict):
        raise Refusal("proto: syntax error (line 1:1): unexpected token")
    return value


def part(body: Json, name: str) -> Json:
    """A member that is an object; missing or null is an empty one."""
    value = body.get(name)
    if value is None:
        return {}
    if not isinstance(value, dict):
        raise Refusal(f"proto: invalid value for message type field {name}")
    return value


def whole(value: object, name: str) -> int:
    """An int64: a number or a string of digits; null is 0."""
    if value is None:
        return 0
    number: int | None = None
    if isinstance(value, str):
        digits = value.removeprefix("-")
        number = int(value) if digits.isascii() and digits.isdigit() and len(digits) < 20 else None
    elif isinstance(value, int) and not isinstance(value, bool):
        number = value
    elif isinstance(value, float) and value.is_integer():
        number = int(value)
    if number is None or not -(2**63) <= number < 2**63:
        raise Refusal(f"proto: invalid value for int64 field {name}: {str(value)[:40]!r}")
    return number


def text(value: object, name: str) -> str:
    """A string; null is empty."""
    if value is None:
        return ""
    if not isinstance(value, str):
        raise Refusal(f"proto: invalid value for string field {name}: {value!r}")
    return value


def flag(value: object, name: str) -> bool:
    """A boolean; null is false."""
    if value is None or isinstance(value, bool):
        return bool(value)
    raise Refusal(f"proto: invalid value for bool field {name}: {value!r}")


def ids(body: Json, name: str) -> list[int]:
    """A list of int64."""
    return [whole(value, name) for value in many(body, name)]


def texts(body: Json, name: str) -> list[str]:
    """A list of strings."""
    return [text(value, name) for value in many(body, name)]


def many(body: Json, name: str) -> list[Any]:
    """A member that is a list; missing or null is an empty one."""
    value = body.get(name)
    if value is None:
        return []
    if not isinstance(value, list):
        raise Refusal(f"proto: unexpected value for repeated field {name}")
    return value


def moment_of(body: Json, name: str) -> datetime | None:
    """An RFC 3339 moment with its zone, in UTC; None where it is missing or empty."""
    value = text(body.get(name), name)
    if not value:
        return None
    try:
        at = datetime.fromisoformat(value)
        if at.tzinfo is not None:
            return at.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise Refusal(f"proto: invalid google.protobuf.Timestamp value {value!r}")


def limit_of(body: Json, request: str, most: int, *, otherwise: int = 0) -> int:
    """The page size; ``otherwise`` stands in for a missing one."""
    value = body.get("limit")
    limit = otherwise if value is None else whole(value, "limit")
    if not 0 < limit <= most:
        raise Refusal(f"Request validation error: invalid {request}.Limit: value must be inside range (0, {most}]")
    return limit


def descending(body: Json) -> bool:
    """``sort_dir``: the description says ``ASC`` and ``DESC``, its examples write them small."""
    value = text(body.get("sort_dir"), "sort_dir").upper()
    if value not in ("", "ASC", "DESC"):
        raise Refusal(f'proto: invalid value for enum field sort_dir: "{value}"')
    return value == "DESC"


def cursor_of(value: str) -> Any:
    """What a cursor holds; None for an empty one."""
    if not value:
        return None
    try:
        return from_json(b64decode(value, validate=True))
    except (Base64Error, ValueError):
        raise Refusal("invalid cursor") from None


def cursor_to(value: object) -> str:
    """A cursor that holds plain data."""
    return b64encode(to_json(value)).decode()

"""What a request looks like and what an answer means, without sending anything.

Source of the error table: the "Errors" section of Ozon's API description and what other developers observed
(FACTS of 2026-11-23). Texts are matched without regard to case, because they have changed before.
"""

import json
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from email.utils import parsedate_to_datetime
from typing import Final, NamedTuple

from ozon_xl import errors
from ozon_xl.errors import OzonXLError
from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.ozon.shop import Shop

LONGEST_MESSAGE: Final = 300


class Request(NamedTuple):
    """Ready to be sent by POST."""

    url: str
    headers: dict[str, str]
    content: bytes

    def __repr__(self) -> str:
        return f"Request({self.url!r})"


class Reply(NamedTuple):
    """An answer as it came. ``headers`` has lower-case names."""

    status: int
    headers: Mapping[str, str]
    content: bytes
    round_trip_s: float = 0.0
    """Seconds from the first byte sent to the last header."""

    def __repr__(self) -> str:
        return f"Reply({self.status}, {len(self.content)} bytes)"

    @property
    def trace_id(self) -> str:
        """What Ozon's support asks for; empty where the answer has none."""
        return self.headers.get("x-o3-trace-id", "")[:100]

    @property
    def remaining(self) -> int | None:
        """Requests left in the limit, ``Ratelimit-Remaining``; None where the answer does not say."""
        text = self.headers.get("ratelimit-remaining", "")
        return int(text) if re.fullmatch(r"[0-9]{1,9}", text) else None

    @property
    def retry_after_s(self) -> float | None:
        """Seconds that the server asks to wait, ``Retry-After``; None where it does not."""
        text = self.headers.get("retry-after", "")
        return float(text) if re.fullmatch(r"[0-9]{1,6}(\.[0-9]+)?", text) else None

    @property
    def server_time(self) -> datetime | None:
        """The ``Date`` header: the server's clock, to a second, UTC; None where it is missing or odd."""
        try:
            at = parsedate_to_datetime(self.headers.get("date", ""))
        except ValueError:
            return None
        return at if at.tzinfo is not None else None


def build_request(endpoint: Endpoint, body: Mapping[str, object], shop: Shop) -> Request:
    """The request that asks ``endpoint`` with ``body``."""
    headers = {
        "Client-Id": shop.client_id,
        "Api-Key": shop.api_key,
        "Content-Type": "application/json",
        "Accept": "application/json",
        "Accept-Encoding": "gzip",
        "User-Agent": "ozon-xl",
    }
    content = json.dumps(body, separators=(",", ":")).encode()
    return Request(shop.base_url.rstrip("/") + endpoint.path, headers, content)


def read_reply(endpoint: Endpoint, reply: Reply, shop: Shop) -> bytes:
    """The JSON text of a good answer.

    Raises:
        OzonXLError: the class that fits the answer, with endpoint, status and trace id in ``details``.
    """
    if 200 <= reply.status < 300 and reply.content.lstrip()[:1] == b"{":
        return reply.content
    refusal = _Refusal.of(endpoint, reply, shop)
    error = refusal.error()
    if isinstance(error, errors.RetryableError):
        error.wait_s = reply.retry_after_s
    error.details.update(details_of(endpoint, reply), code=refusal.code)
    raise error


def details_of(endpoint: Endpoint, reply: Reply) -> dict[str, object]:
    """What the log may know of an answer: never key, headers or body."""
    return {
        "endpoint": endpoint.path,
        "status": reply.status,
        "trace_id": reply.trace_id,
        "remaining": reply.remaining,
    }


class _Refusal(NamedTuple):
    """An answer that is not what was asked for."""

    method: str
    shop: str
    status: int
    code: int | None
    """gRPC code of the body; None where there is none."""
    message: str
    is_json: bool

    @classmethod
    def of(cls, endpoint: Endpoint, reply: Reply, shop: Shop) -> "_Refusal":
        try:
            body = json.loads(reply.content)
        except ValueError:
            body = None
        is_json = isinstance(body, dict)
        message = body.get("message") if is_json else reply.content[:2000].decode("utf-8", "replace")
        code = body.get("code") if is_json else None
        return cls(
            method=endpoint.path,
            shop=shop.client_id,
            status=reply.status,
            code=code if isinstance(code, int) else None,
            message=_clean(message if isinstance(message, str) else "", shop),
            is_json=is_json,
        )

    def error(self) -> OzonXLError:
        message = self.message.lower()
        if "circle is open" in message:
            return errors.CircleOpenError(method=self.method)
        if self.status == 429:
            return errors.RateLimitedError(shop=self.shop)
        if self.status >= 500 or self.status == 408:
            return errors.ServerTroubleError(status=self.status)
        if self.status < 400:  # a redirect, or a page instead of data
            return errors.BrokenAnswerError()
        for text, make in _BY_TEXT:
            if text in message:
                return make(self)
        if self.status in (401, 403):
            return errors.ForbiddenError(method=self.method, shop=self.shop, message=self.message or self.status)
        if self.status == 404:
            return self._not_found()
        return self._invalid()

    def _not_found(self) -> OzonXLError:
        if self.is_json and self.message.lower() not in ("", "not found"):
            return errors.NotFoundError(what=self.message, shop=self.shop)
        if "<" in self.message:
            return errors.BrokenAnswerError()  # a page of a proxy
        return errors.MethodRetiredError(method=self.method)  # what a router says that has dropped the path

    def _invalid(self) -> OzonXLError:
        message = self.message or f"HTTP {self.status}"
        if "period_is_too_long" in message.lower():
            return errors.PeriodTooLongError(method=self.method, message=message)
        if most := _page_bound(message):
            error = errors.PageTooBigError(method=self.method, message=message)
            error.most = most
            return error
        return errors.InvalidRequestError(method=self.method, message=message)


def _retired(refusal: _Refusal) -> OzonXLError:
    return errors.MethodRetiredError(method=refusal.method)


_BY_TEXT: Final[tuple[tuple[str, Callable[[_Refusal], OzonXLError]], ...]] = (
    ("invalid api-key", lambda it: errors.WrongKeyError(shop=it.shop)),
    ("client-id header value", lambda it: errors.BadClientIdError(shop=it.shop)),
    ("api-key is deactivated", lambda it: errors.KeyDeactivatedError(shop=it.shop)),
    ("missing a required role", lambda it: errors.RoleMissingError(shop=it.shop, method=it.method)),
    ("restricted to specific ip", lambda it: errors.KeyTiedToNetworkError(shop=it.shop)),
    ("offer not signed", lambda _it: errors.OfferNotSignedError()),
    ("company is blocked", lambda it: errors.CompanyBlockedError(shop=it.shop)),
    ("existing subscription", lambda it: errors.SubscriptionMissingError(method=it.method)),
    ("plus subscription", lambda it: errors.SubscriptionMissingError(method=it.method)),
    ("obsolete method", _retired),
    ("method is not allowed", _retired),
)
"""What a message says wins over its status: a wrong key is a 404, a retired method a 400 or a 404."""


def _page_bound(message: str) -> int:
    """The largest page that Ozon names in ``invalid X.Limit: value must be inside range (0, 100]``; 0 if none."""
    found = re.search(r"\.Limit: value must be inside range [\[(]-?[0-9]+, ([0-9]+)([\])])", message, re.IGNORECASE)
    if found is None:
        return 0
    return int(found[1]) - (found[2] == ")")


def _clean(message: str, shop: Shop) -> str:
    """One short line without the key, should a server ever repeat it."""
    line = " ".join(message.replace(shop.api_key, "***").split())
    return line if len(line) <= LONGEST_MESSAGE else line[: LONGEST_MESSAGE - 1] + "…"

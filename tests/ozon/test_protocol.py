import json
from datetime import UTC, datetime, timedelta, timezone

import pytest

from ozon_xl import errors
from ozon_xl.errors import OzonXLError
from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.ozon.protocol import Reply, build_request, read_reply
from ozon_xl.ozon.retry import wait_before
from tests.ozon.fakes import KEY, SHOP

LIST = Endpoint("/v4/posting/fbs/list", page=100)
WRITE = Endpoint("/v2/products/stocks", batch=100, writes=True)

HTML = b"<html><body><h1>502 Bad Gateway</h1></body></html>"


def refusal(code: int, message: str) -> bytes:
    return json.dumps({"code": code, "message": message}).encode()


NO, READ, BOTH = "never", "a read", "a read and a write"
"""What is sent again by itself."""

CASES: list[tuple[int, bytes, type[OzonXLError], str]] = [
    (400, refusal(3, "Client-Id header value should be positive integer"), errors.BadClientIdError, NO),
    (404, refusal(5, "Invalid Api-Key, please check the key and try again"), errors.WrongKeyError, NO),
    (403, refusal(7, "Invalid Api-Key, please contact support"), errors.WrongKeyError, NO),
    (401, refusal(16, "invalid api-key"), errors.WrongKeyError, NO),
    (
        403,
        refusal(7, "Api-key is deactivated, use another one or generate a new one"),
        errors.KeyDeactivatedError,
        NO,
    ),
    (403, refusal(7, "Api-Key is missing a required role for a method"), errors.RoleMissingError, NO),
    (403, refusal(7, "Api-Key is restricted to specific IP addresses"), errors.KeyTiedToNetworkError, NO),
    (403, refusal(0, "Offer not signed"), errors.OfferNotSignedError, NO),
    (403, refusal(7, "Company is blocked, please contact support"), errors.CompanyBlockedError, NO),
    (403, refusal(7, "not available with existing subscription"), errors.SubscriptionMissingError, NO),
    (
        403,
        refusal(7, "method is allowed starting from the premium plus subscription"),
        errors.SubscriptionMissingError,
        NO,
    ),
    (403, refusal(7, "something new"), errors.ForbiddenError, NO),
    (403, HTML, errors.ForbiddenError, NO),
    (401, b"", errors.ForbiddenError, NO),
    (
        400,
        refusal(3, "Request validation error: invalid ListRequest.Limit: value must be inside range (0, 100]"),
        errors.PageTooBigError,
        NO,
    ),
    (
        400,
        refusal(3, "Request validation error: invalid X.Stock: value must be inside range [0, 1000000)"),
        errors.InvalidRequestError,
        NO,
    ),
    (400, refusal(3, "PERIOD_IS_TOO_LONG"), errors.PeriodTooLongError, NO),
    (400, refusal(3, "the mismatch between cutoff & delivery date"), errors.InvalidRequestError, NO),
    (400, HTML, errors.InvalidRequestError, NO),
    (409, refusal(6, "conflict"), errors.InvalidRequestError, NO),
    (422, b"", errors.InvalidRequestError, NO),
    (400, refusal(9, "obsolete method cannot be used"), errors.MethodRetiredError, NO),
    (404, refusal(0, "method is not allowed"), errors.MethodRetiredError, NO),
    (404, refusal(5, "Not Found"), errors.MethodRetiredError, NO),
    (404, b"404 page not found", errors.MethodRetiredError, NO),
    (404, b"", errors.MethodRetiredError, NO),
    (404, refusal(5, "POSTING_NOT_FOUND"), errors.NotFoundError, NO),
    (404, HTML, errors.BrokenAnswerError, READ),
    (429, refusal(8, "You have reached request rate limit per second"), errors.RateLimitedError, BOTH),
    (429, HTML, errors.RateLimitedError, BOTH),
    (429, b"", errors.RateLimitedError, BOTH),
    (429, b"Circle is open", errors.CircleOpenError, READ),
    (503, b"circle is open", errors.CircleOpenError, READ),
    (500, refusal(13, "Circle is open"), errors.CircleOpenError, READ),
    (500, refusal(13, "Internal error"), errors.ServerTroubleError, READ),
    (500, b"", errors.ServerTroubleError, READ),
    (502, HTML, errors.ServerTroubleError, READ),
    (503, HTML, errors.ServerTroubleError, READ),
    (504, HTML, errors.ServerTroubleError, READ),
    (599, b"{}", errors.ServerTroubleError, READ),
    (408, b"", errors.ServerTroubleError, READ),
    (301, b"", errors.BrokenAnswerError, READ),
    (307, HTML, errors.BrokenAnswerError, READ),
    (200, HTML, errors.BrokenAnswerError, READ),
    (200, b"", errors.BrokenAnswerError, READ),
    (200, b"null", errors.BrokenAnswerError, READ),
    (200, b"\xff\xfe\x00", errors.BrokenAnswerError, READ),
    (204, b"", errors.BrokenAnswerError, READ),
]


@pytest.mark.parametrize(("status", "body", "expected", "again"), CASES)
def test_every_answer_has_its_error(status: int, body: bytes, expected: type[OzonXLError], again: str) -> None:
    with pytest.raises(OzonXLError) as caught:
        read_reply(LIST, Reply(status, {"x-o3-trace-id": "abc"}, body), SHOP)
    error = caught.value
    assert type(error) is expected
    assert error.details["endpoint"] == LIST.path
    assert error.details["status"] == status
    assert error.details["trace_id"] == "abc"
    for lang in ("en", "ru", "zh"):
        assert "{" not in error.say(lang), "a mark was left unfilled"
        assert "[abc]" in error.say(lang)
    retried = [wait_before(error, 1, 0, writes=writes) is not None for writes in (False, True)]
    assert retried == {NO: [False, False], READ: [True, False], BOTH: [True, True]}[again]


@pytest.mark.parametrize("body", [b'{"postings": []}', b'  \n{"x": 1}'])
def test_a_good_answer_is_handed_on(body: bytes) -> None:
    assert read_reply(LIST, Reply(200, {}, body), SHOP) == body


@pytest.mark.parametrize(
    ("message", "most"),
    [
        ("invalid GetPostingFbsListRequest.Limit: value must be inside range (0, 100]", 100),
        ("Request validation error: invalid A.B.limit: value must be inside range [1, 1000]", 1000),
        ("invalid X.Limit: value must be inside range (0, 50)", 49),
    ],
)
def test_the_bound_of_a_page_is_read(message: str, most: int) -> None:
    with pytest.raises(errors.PageTooBigError) as caught:
        read_reply(LIST, Reply(400, {}, refusal(3, message)), SHOP)
    assert caught.value.most == most


def test_a_request_is_complete() -> None:
    request = build_request(LIST, {"limit": 100, "filter": {"name": "Плойка \ud800"}}, SHOP)
    assert request.url == "http://127.0.0.1:9/v4/posting/fbs/list"
    assert request.headers["Client-Id"] == "1234567"
    assert request.headers["Api-Key"] == KEY
    assert request.headers["Content-Type"] == "application/json"
    assert json.loads(request.content) == {"limit": 100, "filter": {"name": "Плойка \ud800"}}


def test_the_key_is_in_no_text() -> None:
    echo = refusal(3, f"you sent Api-Key {KEY} and\nmore " + "x" * 5000)
    with pytest.raises(errors.InvalidRequestError) as caught:
        read_reply(LIST, Reply(400, {"api-key": KEY}, echo), SHOP)
    error = caught.value
    texts = (str(error), repr(error), repr(error.details), repr(error.values), error.say("zh"))
    assert all(KEY not in text for text in texts)
    assert len(str(error.values["message"])) <= 300
    assert "\n" not in str(error.values["message"])
    assert KEY not in repr(SHOP)
    assert KEY not in repr(build_request(LIST, {}, SHOP))
    assert KEY not in repr(Reply(200, {"echo": KEY}, KEY.encode()))


def test_what_the_headers_tell() -> None:
    headers = {
        "date": "Mon, 23 Nov 2026 12:00:00 GMT",
        "retry-after": "2",
        "ratelimit-remaining": "49",
        "x-o3-trace-id": "0123456789abcdef",
    }
    reply = Reply(429, headers, b"")
    assert reply.server_time == datetime(2026, 11, 23, 12, tzinfo=UTC)
    assert reply.retry_after_s == 2
    assert reply.remaining == 49
    assert reply.trace_id == "0123456789abcdef"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"date": "soon", "retry-after": "Mon, 23 Nov 2026 12:00:00 GMT", "ratelimit-remaining": "many"},
        {"date": "", "retry-after": "-1", "ratelimit-remaining": "-1"},
        {"date": "Mon, 99 Nov 2026 12:00:00 GMT", "retry-after": "inf", "ratelimit-remaining": "1e9"},
        {"date": "Mon, 23 Nov 2026 12:00:00", "retry-after": "9" * 30, "ratelimit-remaining": "٣"},
    ],
)
def test_odd_headers_say_nothing(headers: dict[str, str]) -> None:
    reply = Reply(200, headers, b"{}")
    assert (reply.retry_after_s, reply.remaining) == (None, None)
    assert reply.server_time is None


def test_a_date_in_another_zone_is_the_same_moment() -> None:
    moscow = Reply(200, {"date": "Mon, 23 Nov 2026 15:00:00 +0300"}, b"{}").server_time
    assert moscow == datetime(2026, 11, 23, 15, tzinfo=timezone(timedelta(hours=3)))


def test_the_wait_asked_for_is_in_the_error() -> None:
    with pytest.raises(errors.RateLimitedError) as caught:
        read_reply(WRITE, Reply(429, {"retry-after": "7", "ratelimit-remaining": "0"}, b""), SHOP)
    assert caught.value.wait_s == 7
    assert caught.value.details["remaining"] == 0

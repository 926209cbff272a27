from datetime import UTC, datetime

import pytest
from pydantic import TypeAdapter

from ozon_xl.errors import AnswerChangedError, BrokenAnswerError, BugError
from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.ozon.wire import id_number, known_id, moment, moment_text, need, need_key, read_answer

LIST = Endpoint("/list")
NUMBERS = TypeAdapter(dict[str, list[int]])
DETAILS: dict[str, object] = {"endpoint": "/list", "trace_id": "abc"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-23T12:00:00Z", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("2026-11-23T12:00:00.5Z", datetime(2026, 11, 23, 12, 0, 0, 500_000, tzinfo=UTC)),
        ("2026-11-23T12:00:00.123456Z", datetime(2026, 11, 23, 12, 0, 0, 123_456, tzinfo=UTC)),
        ("2026-11-23T15:00:00+03:00", datetime(2026, 11, 23, 12, tzinfo=UTC)),
        ("9999-12-31T23:59:59.999999900Z", datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)),
        ("0001-01-01T00:00:00Z", datetime(1, 1, 1, tzinfo=UTC)),
        (None, None),
        ("", None),
    ],
)
def test_moments(text: str | None, expected: datetime | None) -> None:
    at = moment(text, "shipment_date")
    assert at == expected
    assert at is None or at.tzinfo is UTC


@pytest.mark.parametrize(
    "text", ["soon", "23.11.2026", "2026-11-23T12:00:00", "2026-13-01T00:00:00Z", "0001-01-01T00:00:00+03:00", "0"]
)
def test_a_bad_moment_is_refused_by_name(text: str) -> None:
    with pytest.raises(AnswerChangedError) as caught:
        moment(text, "shipment_date")
    assert str(caught.value.values["field"]).startswith("shipment_date")


def test_moments_are_written_as_ozon_writes_them() -> None:
    assert moment_text(datetime(2026, 1, 21, 7, 13, 56, 42_999, tzinfo=UTC)) == "2026-01-21T07:13:56.042Z"
    assert moment_text(datetime(2026, 1, 21, tzinfo=UTC)) == "2026-01-21T00:00:00.000Z"


@pytest.mark.parametrize("content", [b'{"a": [1', b"{", b'{"a": [1]} trailing', b'{"a": [1, 2'])
def test_half_a_body_is_broken_and_worth_another_try(content: bytes) -> None:
    with pytest.raises(BrokenAnswerError) as caught:
        read_answer(LIST, content, NUMBERS.validate_json, DETAILS)
    assert caught.value.details == DETAILS


def test_another_shape_is_named_and_its_content_is_not_shown() -> None:
    with pytest.raises(AnswerChangedError) as caught:
        read_answer(LIST, '{"a": [1, "Мария Иванова"]}'.encode(), NUMBERS.validate_json, DETAILS)
    error = caught.value
    assert error.values == {"method": "/list", "field": "a.1"}
    assert error.details == DETAILS
    assert error.__cause__ is None
    assert error.__suppress_context__, "the log would show the buyer's name otherwise"


def test_a_missing_field_is_named_with_its_method() -> None:
    with pytest.raises(AnswerChangedError) as caught:
        read_answer(LIST, b"{}", lambda _content: need(None, "posting_number"), DETAILS)
    assert caught.value.values == {"method": "/list", "field": "posting_number"}
    assert caught.value.details == DETAILS


def test_what_is_needed() -> None:
    assert need(0, "free_stock") == 0
    assert need("0", "offer_id") == "0"
    assert need([], "roles") == []
    for missing in (None, ""):
        with pytest.raises(AnswerChangedError):
            need(missing, "x")
    need_key({"postings": None}, "postings")
    with pytest.raises(AnswerChangedError):
        need_key({"code": 5}, "postings")


def test_ids() -> None:
    assert [known_id(text) for text in (None, "0", "", "1020005000219156")] == ["", "", "", "1020005000219156"]
    assert id_number("1020005000219156") == 1020005000219156
    for odd in ("", "12-05", "1e5", "-1", "٣", " 1"):
        with pytest.raises(BugError):
            id_number(odd)

"""Who gets in, and what every answer carries."""

import gzip
import json
from email.utils import parsedate_to_datetime
from http.client import HTTPConnection

import httpx
import pytest

from ozon_xl.practice.methods import METHODS, RETIRED
from ozon_xl.practice.server import PracticeServer
from tests.practice.conftest import NOW, Caller


@pytest.mark.parametrize(
    ("headers", "status", "code", "message"),
    [
        ({"Api-Key": "wrong"}, 404, 5, "Invalid Api-Key, please check the key and try again"),
        ({"Api-Key": "demo-of-another-shop"}, 404, 5, "Invalid Api-Key, please check the key and try again"),
        ({"Client-Id": "abc"}, 400, 3, "Client-Id header value should be positive integer"),
        ({"Client-Id": "0"}, 400, 3, "Client-Id header value should be positive integer"),
        ({"Client-Id": "-5"}, 400, 3, "Client-Id header value should be positive integer"),
        ({"Client-Id": "9" * 5000}, 400, 3, "Client-Id header value should be positive integer"),
        ({"Client-Id": "1.5"}, 400, 3, "Client-Id header value should be positive integer"),
        ({"Client-Id": ""}, 401, 16, "Client-Id and Api-Key headers are required"),
        ({"Api-Key": ""}, 401, 16, "Client-Id and Api-Key headers are required"),
    ],
)
def test_a_wrong_key_or_client_is_refused_as_ozon_does(
    ask: Caller, headers: dict[str, str], status: int, code: int, message: str
) -> None:
    response = ask("/v1/roles", {}, **headers)
    assert (response.status_code, response.json()) == (status, {"code": code, "message": message})


def test_a_real_looking_key_cannot_be_made_the_shops_key() -> None:
    with pytest.raises(ValueError, match="demo-"):
        PracticeServer(api_key="c0ffee00-1111-2222-3333-444455556666")


def test_any_positive_client_id_is_served(ask: Caller) -> None:
    assert ask("/v1/roles", {}, **{"Client-Id": "99"}).status_code == 200


def test_every_answer_carries_a_trace_id_a_date_and_what_is_left(ask: Caller) -> None:
    traces = set()
    for path in ("/v1/roles", "/v2/warehouse/list", "/v3/posting/fbs/list", "/v1/none"):
        headers = ask(path).headers
        assert parsedate_to_datetime(headers["date"]) == NOW
        assert int(headers["ratelimit-remaining"]) >= 0
        traces.add(headers["x-o3-trace-id"])
    assert len(traces) == 4
    assert ask("/v1/roles", {}, **{"Api-Key": "wrong"}).headers["x-o3-trace-id"]


@pytest.mark.parametrize("path", sorted(RETIRED))
def test_retired_methods_say_so(ask: Caller, path: str) -> None:
    response = ask(path)
    assert (response.status_code, response.json()["code"]) == (400, 9)
    assert response.json()["message"] == "obsolete method cannot be used"


def test_no_such_method_and_the_wrong_verb(ask: Caller) -> None:
    for response in (ask("/v9/nothing"), ask.http.get("/v1/roles"), ask.http.delete("/v2/warehouse/list")):
        assert (response.status_code, response.json()["message"]) == (404, "method is not allowed")


def test_roles_name_every_method_and_an_end(ask: Caller) -> None:
    rights = ask("/v1/roles").json()
    assert set(rights["roles"][0]["methods"]) == set(METHODS)
    assert rights["expires_at"] > NOW.isoformat()


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "[::1]", "0.0.0.0", ""])
@pytest.mark.parametrize("path", ["/v1/roles", "/_practice/state"])
def test_whoever_comes_by_another_name_is_turned_away(practice: PracticeServer, host: str, path: str) -> None:
    connection = HTTPConnection("127.0.0.1", practice.port)
    connection.request("GET", path, headers={"Host": host, "Client-Id": "1", "Api-Key": practice.api_key})
    response = connection.getresponse()
    assert (response.status, response.read()) == (400, b"the practice shop serves this computer only")
    connection.close()


def test_web_pages_are_turned_away(ask: Caller) -> None:
    for path in ("/v1/roles", "/_practice/faults"):
        assert ask(path, {}, Origin="http://127.0.0.1").status_code == 400


def test_it_listens_on_loopback_only(practice: PracticeServer) -> None:
    assert practice._socket.getsockname()[0] == "127.0.0.1"


def test_gzip_only_for_those_who_take_it(practice: PracticeServer) -> None:
    headers = {"Client-Id": "1", "Api-Key": practice.api_key, "Accept-Encoding": "identity"}
    plain = httpx.post(f"{practice.url}/v2/warehouse/list", json={"limit": 9}, headers=headers, trust_env=False)
    assert "content-encoding" not in plain.headers
    with httpx.stream(
        "POST",
        f"{practice.url}/v2/warehouse/list",
        json={"limit": 9},
        headers={**headers, "Accept-Encoding": "gzip"},
        trust_env=False,
    ) as packed:
        raw = b"".join(packed.iter_raw())
    assert packed.headers["content-encoding"] == "gzip"
    assert json.loads(gzip.decompress(raw)) == plain.json()
    assert len(raw) < len(plain.content) / 2


@pytest.mark.parametrize("body", [b"{", b"[]", b'"x"', b"\xff\xfe", b"{}}"])
def test_a_body_that_is_no_object_is_refused(ask: Caller, body: bytes) -> None:
    response = ask.http.post("/v1/seller/info", content=body)
    assert (response.status_code, response.json()["code"]) == (400, 3)


def test_no_body_at_all_is_an_empty_object(ask: Caller) -> None:
    assert ask.http.post("/v1/seller/info").status_code == 200


def test_the_log_of_requests_holds_no_key(ask: Caller) -> None:
    ask("/v1/roles")
    assert ask.practice.api_key not in json.dumps(ask.practice.control.requests())
    assert ask.practice.control.requests("/v1/roles")[0]["status"] == 200

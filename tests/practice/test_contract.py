"""Every answer of the shop, and every request of this test, against Ozon's own API description."""

import copy
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker

from ozon_xl.practice.methods import METHODS, RETIRED
from ozon_xl.practice.server import PracticeServer
from tests.practice.conftest import NOW, Caller, since, window

DESCRIPTION = Path(__file__).parents[3] / "shared" / "ozon-api" / "seller-openapi.json"
EVERYTHING = {"analytics_data": True, "barcodes": True, "financial_data": True, "legal_info": True}
PLACE = 1020005000219156

pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="Ozon's API description is not here")


@pytest.fixture(scope="module")
def description() -> dict[str, Any]:
    read: dict[str, Any] = json.loads(DESCRIPTION.read_text())
    return read


def lenient(schema: dict[str, Any], description: dict[str, Any], *, closed: bool) -> dict[str, Any]:
    """The schema as Ozon means it: anything may be null, int64 may be text. ``closed``: nothing beyond it."""
    if "$ref" in schema:
        name = schema["$ref"].rsplit("/", 1)[1]
        return lenient(description["components"]["schemas"][name], description, closed=closed)
    schema = copy.copy(schema)
    if "allOf" in schema:
        schema["allOf"] = [lenient(part, description, closed=False) for part in schema["allOf"]]
    if "properties" in schema:
        schema["properties"] = {
            name: lenient(part, description, closed=closed) for name, part in schema["properties"].items()
        }
        schema["additionalProperties"] = not closed
    if "items" in schema:
        schema["items"] = lenient(schema["items"], description, closed=closed)
    kinds = [schema["type"]] if "type" in schema else []
    if kinds in (["integer"], ["number"]) and schema.get("format") in ("int64", "uint64", None):
        kinds.append("string")
    elif kinds == ["string"] and not closed:
        kinds.append("integer")  # ids in filters: the examples write them as numbers
    if kinds:
        schema["type"] = [*kinds, "null"]
    if "enum" in schema:
        schema["enum"] = [*schema["enum"], *(str(value).lower() for value in schema["enum"]), None]
    return schema


def faults_of(value: object, schema: dict[str, Any]) -> list[str]:
    checker = Draft202012Validator(schema, format_checker=FormatChecker())
    return [f"{error.json_path}: {error.message[:200]}" for error in checker.iter_errors(value)]


def requests(practice: PracticeServer) -> Iterator[tuple[str, dict[str, Any]]]:
    """At least one request of every method that is offered."""
    shop = practice.world.shop
    number = next(iter(shop.postings))
    to_pack = next(one for one in shop.postings.values() if one.status == "awaiting_packaging" and not one.is_rfbs)
    packed = next(one.number for one in shop.postings.values() if one.status == "awaiting_deliver")
    chat = next(chat for chat in practice.world.chats.by_id.values() if chat.number)
    yield "/v1/roles", {}
    yield "/v1/seller/info", {}
    yield "/v2/warehouse/list", {"limit": 200, "cursor": ""}
    yield "/v2/warehouse/list", {"limit": 2, "warehouse_ids": [str(PLACE)]}
    yield "/v2/delivery-method/list", {"limit": 50, "filter": {"status": ["ACTIVE", "NEW"]}, "sort_dir": "DESC"}
    yield "/v3/product/list", {"filter": {"visibility": "ALL"}, "last_id": "", "limit": 1000}
    yield "/v3/product/list", {"filter": {"offer_id": ["00123", "=1+1"]}, "limit": 10}
    yield "/v3/product/info/list", {"offer_id": list(practice.world.shop.by_offer)[:120]}
    yield "/v4/product/info/stocks", {"filter": {"visibility": "ALL"}, "limit": 1000, "cursor": ""}
    yield "/v2/product/info/stocks-by-warehouse/fbs", {"offer_id": ["00123", "1E5", "nobody"], "limit": 1000}
    yield "/v1/product/info/warehouse/stocks", {"warehouse_id": PLACE, "limit": 1000, "cursor": ""}
    wrong = {"offer_id": "nobody", "product_id": 0, "stock": 1, "warehouse_id": PLACE}
    right = {"offer_id": "00123", "product_id": 0, "stock": 5, "warehouse_id": PLACE}
    yield "/v2/products/stocks", {"stocks": [wrong, right, right]}
    yield "/v4/posting/fbs/unfulfilled/list", {"filter": window(NOW), "limit": 100, "with": EVERYTHING}
    yield "/v4/posting/fbs/unfulfilled/list", {"filter": window(NOW), "limit": 100, "sort_dir": "desc"}
    yield "/v4/posting/fbs/list", {"filter": since(NOW), "limit": 100, "with": EVERYTHING}
    yield "/v3/posting/fbs/get", {"posting_number": number}
    extras = dict.fromkeys((*EVERYTHING, "product_exemplars", "related_postings"), True)
    yield "/v3/posting/fbs/get", {"posting_number": number, "with": extras}
    period = {"date_from": since(NOW, 15)["since"], "date_to": NOW.isoformat()}
    yield "/v1/rating/index/fbs/info", {}
    yield "/v1/rating/index/fbs/posting/list", {"filter": period, "limit": 100}
    yield "/v1/rating/index/fbs/posting/list", {"filter": {**period, "posting_numbers": [number]}, "limit": 1}
    yield "/v1/rating/summary", {}
    courses = ["rating_on_time", "rating_general_indicator_fbs_rfbs"]
    yield "/v1/rating/history", {**period, "ratings": courses, "with_premium_scores": False}
    goods = [{"product_id": line.product.sku, "quantity": line.quantity} for line in to_pack.lines]
    package = {"packages": [{"products": goods}], "posting_number": to_pack.number}
    yield "/v4/posting/fbs/ship", {**package, "with": {"additional_data": True}}
    yield "/v3/posting/fbs/package-label/create", {"posting_numbers": [packed, to_pack.number]}
    for seconds in (0, 2, 2):
        practice.control.advance(seconds)
        yield "/v2/posting/fbs/package-label/get", {"task_id": max(practice.world.labels.tasks)}
    yield "/v3/chat/list", {"limit": 100, "filter": {"chat_status": "OPENED", "unread_only": True}, "cursor": ""}
    yield "/v1/chat/start", {"posting_number": chat.number}
    yield "/v1/chat/send/message", {"chat_id": chat.id, "text": "Здравствуйте"}


def test_every_answer_fits_the_description(ask: Caller, description: dict[str, Any]) -> None:
    walked = set()
    ask.practice.control.subscribe("PREMIUM_PLUS")
    for path, body in requests(ask.practice):
        operation = description["paths"][path]["post"]
        if "requestBody" in operation:
            asked = lenient(
                operation["requestBody"]["content"]["application/json"]["schema"], description, closed=False
            )
            assert faults_of(body, asked) == [], path
        response = ask(path, body)
        assert response.status_code == 200, (path, response.text)
        told = lenient(operation["responses"]["200"]["content"]["application/json"]["schema"], description, closed=True)
        assert faults_of(response.json(), told) == [], path
        walked.add(path)
    ask.practice.control.subscribe("")
    assert walked == set(METHODS)


def test_the_check_itself_finds_faults(description: dict[str, Any]) -> None:
    told = description["paths"]["/v1/product/info/warehouse/stocks"]["post"]["responses"]["200"]
    schema = lenient(told["content"]["application/json"]["schema"], description, closed=True)
    assert (
        faults_of({"stocks": [{"present": 1, "offer_id": "a", "warehouse_id": "1"}], "has_next": False}, schema) == []
    )
    assert faults_of({"stocks": [{"present": 1.5}]}, schema)
    assert faults_of({"stocks": [{"presents": 1}]}, schema)
    assert faults_of({"stocks": {}}, schema)


def test_the_official_request_examples_are_understood(ask: Caller, description: dict[str, Any]) -> None:
    """Whatever they are answered, it must not be that they cannot be read."""
    understood = set()
    for path in METHODS:
        content = description["paths"][path]["post"].get("requestBody", {"content": {}})["content"]
        example = content.get("application/json", {}).get("example")
        if example is not None and '["string"]' not in json.dumps(example):  # a placeholder is no id
            response = ask(path, example)
            assert not response.text.startswith('{"code":3,"message":"proto'), (path, response.text)
            understood.add(path)
    assert len(understood) >= 9


def test_no_method_on_offer_is_retired() -> None:
    assert not RETIRED & set(METHODS)

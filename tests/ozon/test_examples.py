"""Ozon's own description: its examples read by us, our requests allowed by it.

The file lies beside the project and is never a part of it.
"""

import json
from pathlib import Path
from typing import Any

import httpx
import jsonschema
import pytest

from ozon_xl.domain.postings import Posting
from ozon_xl.ozon import account, postings, products, ratings, stocks, warehouses
from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.ozon.stocks import StockWrite
from tests.ozon.fakes import NOON, Desk, Ozon, fixture, flat
from tests.ozon.test_sections import CALLS

DESCRIPTION = Path(__file__).parents[3] / "shared" / "ozon-api" / "seller-openapi.json"

pytestmark = pytest.mark.skipif(not DESCRIPTION.exists(), reason="Ozon's API description does not lie beside us")

ENDPOINTS = [
    endpoint
    for module in (account, postings, products, ratings, stocks, warehouses)
    for endpoint in vars(module).values()
    if isinstance(endpoint, Endpoint)
]

PLACEHOLDERS = {"/v2/warehouse/list": {"has_next": True}}
"""The word ``string`` where the description itself says boolean."""

NOT_REQUIRED = {"/v2/products/stocks": "product_id"}
"""Marked as required, while the text above advises against two identifiers."""


@pytest.fixture(scope="module")
def description() -> Any:
    return json.loads(DESCRIPTION.read_text(encoding="utf-8"))


def content(description: Any, path: str) -> Any:
    return description["paths"][path]["post"]["responses"]["200"]["content"]["application/json"]


def test_there_are_seventeen_endpoints() -> None:
    assert len({endpoint.path for endpoint in ENDPOINTS}) == len(CALLS) == 17
    assert all(endpoint.source for endpoint in ENDPOINTS)


@pytest.mark.parametrize("path", [endpoint.path for endpoint in ENDPOINTS])
def test_the_description_knows_them_as_current(description: Any, path: str) -> None:
    assert not description["paths"][path]["post"].get("deprecated")


@pytest.mark.parametrize("name", CALLS)
def test_official_examples_are_read(description: Any, name: str) -> None:
    path, _recorded, call = CALLS[name]
    example = content(description, path).get("example")
    if example is None:
        pytest.skip("the description has no example for it")
    first = httpx.Response(200, json={**example, **PLACEHOLDERS.get(path, {})})
    ozon = Ozon().on(path, first, empty_page(example)) if has_pages(path) else Ozon().on(path, first)
    got = call(Desk(ozon).client)
    assert got, "something was read"
    if isinstance(got, list):
        rows = rows_of(example)
        assert len(got) == (sum(len(row["stocks"]) for row in rows) if name == "totals" else len(rows))


def rows_of(example: Any) -> Any:
    inner = example.get("result", example)
    return inner if isinstance(inner, list) else next(value for value in inner.values() if isinstance(value, list))


def empty_page(example: Any) -> httpx.Response:
    """The same answer without its rows and its cursor."""
    emptied = json.loads(
        json.dumps(example),
        object_hook=lambda shape: {
            key: [] if isinstance(value, list) else value if isinstance(value, dict) else None
            for key, value in shape.items()
        },
    )
    return httpx.Response(200, json=emptied)


def has_pages(path: str) -> bool:
    return any(endpoint.page for endpoint in ENDPOINTS if endpoint.path == path)


def test_the_official_posting_in_full(description: Any) -> None:
    path = postings.LIST_UNFULFILLED.path
    example = content(description, path)["example"]
    ozon = Ozon().on(path, httpx.Response(200, json={**example, "has_next": False}))
    (posting,) = flat(Desk(ozon).client.postings.unfulfilled(NOON, NOON, ["awaiting_deliver"]))
    wire = example["postings"][0]
    assert isinstance(posting, Posting)
    assert posting.number == wire["posting_number"]
    assert posting.warehouse_id == str(wire["delivery_method"]["warehouse_id"])
    assert posting.scheme == wire["delivery_schema"]
    assert len(posting.tariff_steps) == len(wire["tariffication_steps"])
    assert [line.sku for line in posting.lines] == [str(line["sku"]) for line in wire["products"]]
    assert posting.goods_price is not None
    assert posting.goods_price.currency == "RUB"


def request_schema(description: Any, path: str) -> Any:
    """What the description allows us to send, with its components at hand; nothing where it wants no body."""
    body = description["paths"][path]["post"].get("requestBody")
    if body is None:
        return {"type": "object", "maxProperties": 0}
    schemas = json.loads(json.dumps(description["components"]["schemas"]))
    if dropped := NOT_REQUIRED.get(path):
        for schema in schemas.values():
            if {"stock", dropped} <= set(schema.get("required", ())):
                schema["required"].remove(dropped)
    for schema in schemas.values():
        if schema.get("type") == "object" and "properties" in schema:
            schema.setdefault("additionalProperties", False)
    return {**body["content"]["application/json"]["schema"], "components": {"schemas": schemas}}


def asked(name: str) -> tuple[str, list[Any]]:
    """The bodies that one of our calls sends."""
    path, recorded, call = CALLS[name]
    ozon = Ozon().on(path, fixture(recorded))
    call(Desk(ozon).client)
    return path, ozon.bodies(path)


@pytest.mark.parametrize("name", CALLS)
def test_our_requests_are_allowed(description: Any, name: str) -> None:
    path, bodies = asked(name)
    validator = jsonschema.Draft4Validator(request_schema(description, path))
    assert bodies
    for body in bodies:
        validator.validate(body)


def test_so_are_the_filters(description: Any) -> None:
    path = postings.LIST_POSTINGS.path
    ozon = Ozon().on(path, fixture("postings/wrapped_last_page"))
    client = Desk(ozon).client
    flat(client.postings.changed(NOON, NOON, NOON, NOON))
    flat(client.postings.by_orders(["0099887766-0001"], NOON, NOON))
    validator = jsonschema.Draft4Validator(request_schema(description, path))
    for body in ozon.bodies(path):
        validator.validate(body)


def test_a_slip_would_be_seen(description: Any) -> None:
    validator = jsonschema.Draft4Validator(request_schema(description, postings.LIST_POSTINGS.path))
    since = {"since": "2026-11-23T12:00:00.000Z", "to": "2026-11-23T12:00:00.000Z"}
    for wrong in ({"filter": {}, "limit": 1}, {"filter": {**since, "status": "x"}, "limit": 1}, {"limit": 1}):
        assert not validator.is_valid(wrong)
    write = jsonschema.Draft4Validator(request_schema(description, stocks.UPDATE_STOCKS.path))
    assert not write.is_valid({"stocks": [StockWrite("a", "1", 1)._asdict()]})

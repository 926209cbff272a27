"""Whatever a request says, the shop has an answer to it: data or a refusal, never a failure of its own."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ozon_xl.practice.asked import Json, Refusal, body_of
from ozon_xl.practice.methods import METHODS
from ozon_xl.practice.server import open_shop
from ozon_xl.practice.wire import dumps
from ozon_xl.practice.world import Call, Seen, World
from tests.practice.conftest import NOW, since, window

NAMES = (
    "cursor", "filter", "limit", "last_id", "with", "sort_dir", "offer_id", "product_id", "sku", "skus", "stocks",
    "stock", "warehouse_id", "warehouse_ids", "posting_number", "visibility", "statuses", "status", "since", "to",
    "cutoff_from", "cutoff_to", "delivering_date_from", "delivering_date_to", "last_changed_status_date", "from",
    "order_id", "order_numbers", "analytics_data", "packages", "products", "quantity", "posting_numbers", "task_id",
    "chat_id", "chat_status", "text", "unread_only",
)  # fmt: skip
VALUES: st.SearchStrategy[Any] = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(2**70), 2**70),
    st.sampled_from(
        [0, 1, 100, 1000, 1020005000219156, "1020005000219156", "00123", "ASC", "ALL", "", "awaiting_packaging"]
    ),
    st.floats(),
    st.text(max_size=8),
    st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
    st.sampled_from(["e30=", "bnVsbA==", "WzFd", "WzEsMl0=", "NQ==", "0001-01-01T00:00:00+14:00", "9" * 5000]),
)
BODIES = st.recursive(
    VALUES,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(NAMES), inner, max_size=6)),
    max_leaves=12,
)
WORLD = open_shop(start=NOW, speed=0, postings=40, offers=40)
WORLD.subscription = "PREMIUM_PRO"


def ask(world: World, path: str, body: Json) -> bytes | Refusal:
    method = METHODS[path]
    seen = Seen(number=1, at=NOW, seconds=0, path=path, client_id="1", body=b"")
    try:
        return method.answer(Call(world, method.endpoint, seen, body_of(dumps(body)), NOW))
    except Refusal as refusal:
        return refusal


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(sorted(METHODS)), st.dictionaries(st.sampled_from(NAMES), BODIES, max_size=5))
def test_nonsense_is_answered(path: str, body: Json) -> None:
    answer = ask(WORLD, path, body)
    if isinstance(answer, Refusal):
        assert answer.status in (400, 403, 404)
        assert answer.message
    else:
        assert isinstance(body_of(answer), dict)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.sampled_from(["/v4/posting/fbs/unfulfilled/list", "/v4/posting/fbs/list"]),
    st.sampled_from(NAMES),
    BODIES,
    BODIES,
)
def test_one_odd_member_in_a_right_request_is_answered(path: str, name: str, value: Any, inner: Any) -> None:
    asked = {**window(NOW), **since(NOW), name: inner}
    answer = ask(WORLD, path, {"filter": asked, "limit": 5, name: value})
    assert isinstance(answer, bytes) or answer.status == 400

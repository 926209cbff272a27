"""The three posting methods: the queue, the history, and one posting whole."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

from ozon_xl.practice.asked import (
    NOT_FOUND,
    Json,
    Refusal,
    cursor_of,
    cursor_to,
    descending,
    flag,
    ids,
    limit_of,
    moment_of,
    part,
    text,
    texts,
    whole,
)
from ozon_xl.practice.keyset import Key, Keyset
from ozon_xl.practice.pages import Span, turn
from ozon_xl.practice.parcels import Posting
from ozon_xl.practice.posting_wire import list_entry, whole_posting
from ozon_xl.practice.wire import dumps, joined, moment
from ozon_xl.practice.world import Call

YEAR = timedelta(days=366)
NEVER_UNFULFILLED = ("delivered", "sent_by_seller", "cancelled_from_split_pending")
"""The rest comes even without being asked for: delivering, arbitration, cancelled, and what nobody has heard of."""

_MISMATCH = "the mismatch between cutoff & delivery date"
Wanted = Callable[[Posting], bool]


def unfulfilled(call: Call) -> bytes:
    """``/v4/posting/fbs/unfulfilled/list``: a window of cutoffs or of hand-overs, never both."""
    asked = part(call.body, "filter")
    limit = limit_of(call.body, "PostingFbsUnfulfilledListRequest", call.endpoint.page, otherwise=call.endpoint.page)
    cutoff = _moments(asked, "cutoff_from", "cutoff_to")
    handed = _moments(asked, "delivering_date_from", "delivering_date_to")
    if cutoff == handed == (None, None):
        raise Refusal("either filter.cutoff or filter.delivering_date must be specified")
    if (None, None) not in (cutoff, handed):
        raise Refusal(_MISMATCH)
    by_cutoff = handed == (None, None)
    low, high = _window(call, cutoff if by_cutoff else handed, _MISMATCH)
    fits = _filter(asked)

    def wanted(posting: Posting) -> bool:
        if posting.status in NEVER_UNFULFILLED or not fits(posting):
            return False
        return by_cutoff or (posting.delivering_at is not None and low <= posting.delivering_at <= high)

    first, last = ((low,), (high,)) if by_cutoff else (None, None)
    span = Span(first, last, wanted, descending(call.body))
    return _page(call, call.shop.by_cutoff, span, limit, counted=True)


def history(call: Call) -> bytes:
    """``/v4/posting/fbs/list``: a window of the start of processing."""
    asked = part(call.body, "filter")
    limit = limit_of(call.body, "PostingFbsListRequest", call.endpoint.page)
    half = "Request validation error: invalid PostingFbsListRequest.Filter: embedded message failed validation"
    low, high = _window(call, _moments(asked, "since", "to"), half)
    span = Span((low,), (high,), _filter(asked), descending(call.body))
    return _page(call, call.shop.by_start, span, limit, counted=False)


def one(call: Call) -> bytes:
    """``/v3/posting/fbs/get``."""
    number = text(call.body.get("posting_number"), "posting_number")
    if not number:
        raise Refusal(
            "Request validation error: invalid GetFbsPostingRequest.PostingNumber: "
            "value length must be at least 1 runes"
        )
    posting = call.shop.postings.get(number)
    if posting is None:
        raise Refusal("POSTING_NOT_FOUND", status=404, code=NOT_FOUND)
    return whole_posting(posting, _asked_for(call.body), call.now)


def _asked_for(body: Json) -> frozenset[str]:
    extras = part(body, "with")
    return frozenset(name for name in extras if flag(extras[name], name))


def _moments(asked: Json, begin: str, end: str) -> tuple[datetime | None, datetime | None]:
    return moment_of(asked, begin), moment_of(asked, end)


def _window(call: Call, moments: tuple[datetime | None, datetime | None], mismatch: str) -> tuple[datetime, datetime]:
    """Both ends of a window, the earlier one first, not too far apart."""
    low, high = moments
    if low is None or high is None or low > high:
        raise Refusal(mismatch)
    fault = call.strike("period")
    if high - low > (timedelta(days=fault.number(30)) if fault else YEAR):
        raise Refusal("PERIOD_IS_TOO_LONG")
    return low, high


def _filter(asked: Json) -> Wanted:
    """Whether a posting passes all the filters that both lists share."""
    changed = part(asked, "last_changed_status_date")
    since, until = _moments(changed, "from", "to")
    sets: list[tuple[frozenset[Any], Callable[[Posting], Any]]] = [
        (frozenset(texts(asked, "statuses")), lambda posting: posting.status),
        (frozenset(ids(asked, "warehouse_ids")), lambda posting: posting.warehouse.id),
        (frozenset(ids(asked, "delivery_method_ids")), lambda posting: posting.method.id),
        (frozenset(ids(asked, "provider_ids")), lambda posting: posting.method.provider_id),
        (frozenset(texts(asked, "order_numbers")), lambda posting: posting.order_number),
        (frozenset(texts(asked, "integration_type_flow")), lambda posting: posting.method.flow),
    ]
    order_id = whole(asked.get("order_id"), "order_id")
    if order_id:
        sets.append((frozenset({order_id}), lambda posting: posting.order_id))
    tests: list[Wanted] = [
        lambda posting, values=values, of=of: of(posting) in values  # type: ignore[misc]
        for values, of in sets
        if values
    ]
    if since is not None:
        tests.append(lambda posting: posting.changed_at >= since)
    if until is not None:
        tests.append(lambda posting: posting.changed_at <= until)
    return lambda posting: all(test(posting) for test in tests)


def _page(call: Call, index: Keyset[Posting], span: Span[Posting], limit: int, *, counted: bool) -> bytes:
    sent = text(call.body.get("cursor"), "cursor")
    fields = _BY_CUTOFF if index is call.shop.by_cutoff else _BY_START
    direction = "desc" if span.descending else "asc"
    page = turn(
        call,
        index,
        span,
        limit,
        sent=sent,
        after=_key_of(sent, fields),
        cursor=lambda posting: _cursor(posting, fields, direction),
    )
    asked = _asked_for(call.body)
    pieces = [
        b'"has_next":' + dumps(page.more),
        b'"cursor":' + dumps(page.cursor),
        b'"postings":' + joined([list_entry(posting, asked, call.now) for posting in page.rows]),
    ]
    if counted:  # all that match, not the rows of the page: so in the official example
        asked_filter = part(call.body, "filter")
        total = call.world.counted(asked_filter, lambda: index.count(span.low, span.high, span.wanted))
        pieces.append(b'"count":%d' % total)
    answer = b"{%s}" % b",".join(pieces)
    return b'{"result":%s}' % answer if call.strike("wrapped") else answer


# --- cursors: base64 of a keyset, as in the published examples -------------------------------------------------------
_BY_START = ("osp.in_process_at", "osp.id")
_BY_CUTOFF = ("osp.cutoff", *_BY_START)


def _cursor(posting: Posting, fields: tuple[str, ...], direction: str) -> str:
    values = {
        "osp.cutoff": _exact(posting.cutoff),
        "osp.in_process_at": _exact(posting.in_process_at),
        "osp.id": str(posting.id),
    }
    return cursor_to({"fields": [{"name": name, "dir": direction, "val": values[name]} for name in fields]})


def _exact(at: datetime) -> str | None:
    return moment(at, 6 if at.microsecond else 0)


def _key_of(cursor: str, names: tuple[str, ...]) -> Key | None:
    value = cursor_of(cursor)
    if value is None:
        return None
    try:
        values = {entry["name"]: entry["val"] for entry in value["fields"]}
        moments = [datetime.fromisoformat(values[name]).astimezone(UTC) for name in names[:-1]]
        return (*moments, int(values[names[-1]]))
    except (KeyError, TypeError, ValueError, OverflowError):
        raise Refusal("invalid cursor") from None

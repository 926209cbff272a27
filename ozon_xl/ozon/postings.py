"""Postings of the seller's own warehouses (FBS and rFBS)."""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Final

from pydantic import TypeAdapter, with_config
from typing_extensions import TypedDict

from ozon_xl.domain.postings import Line, Money, Posting, TariffStep
from ozon_xl.errors import NotFoundError
from ozon_xl.ozon.endpoint import Endpoint, Limit
from ozon_xl.ozon.paging import Page, Pager, Window, batches, in_windows, page_of
from ozon_xl.ozon.wire import LENIENT, Send, moment, moment_text, money, need, need_key

LIST_UNFULFILLED = Endpoint(
    "/v4/posting/fbs/unfulfilled/list",
    page=100,
    source="Ozon's API description; page size as observed by others, read 2026-11-23",
)
LIST_POSTINGS = Endpoint(
    "/v4/posting/fbs/list",
    page=100,
    batch=50,
    source="Ozon's API description; page size as observed by others, batch of order numbers our own; 2026-11-23",
)
GET_POSTING = Endpoint(
    "/v3/posting/fbs/get",
    limit=Limit(2, 1.0),
    source="No limit is documented; frequent 429 above about 2 a second reported by others, read 2026-11-23",
)

UNFILTERABLE: Final = "awaiting_verification"
"""Comes in answers, but may not be asked for. Source: the lists of statuses in Ozon's API description, 2026-11-23."""

LONGEST_CUTOFFS: Final = timedelta(days=365)
"""``PERIOD_IS_TOO_LONG`` is documented for more than a year. Nobody reported it below that for ship-by times."""

RFBS_FLOWS: Final = ("aggregator", "3pl_tracking", "non_integrated")
"""Who delivers is not Ozon. Source: ``integration_type_flow`` in Ozon's API description, read 2026-11-23."""


@with_config(LENIENT)
class _Money(TypedDict, total=False):
    amount: str | None
    currency: str | None


_Price = _Money | str | None
"""The v4 lists write an object, v3 ``get`` the bare amount beside a currency code."""


@with_config(LENIENT)
class _Line(TypedDict, total=False):
    offer_id: str | None
    sku: str | None
    name: str | None
    quantity: int | None
    price: _Price
    currency_code: str | None


@with_config(LENIENT)
class _Step(TypedDict, total=False):
    tariff_deadline_at: str | None
    tariff_type: str | None
    tariff_charge: _Price
    tariff_charge_currency_code: str | None


@with_config(LENIENT)
class _Method(TypedDict, total=False):
    name: str | None
    warehouse_id: str | None
    warehouse: str | None
    tpl_provider: str | None


@with_config(LENIENT)
class _Posting(TypedDict, total=False):
    posting_number: str | None
    order_number: str | None
    status: str | None
    substatus: str | None
    delivery_schema: str | None
    integration_type_flow: str | None
    tpl_integration_type: str | None
    delivery_method: _Method | None
    tracking_number: str | None
    in_process_at: str | None
    shipment_date: str | None
    shipment_date_without_delay: str | None
    delivering_date: str | None
    tariffication_steps: list[_Step] | None
    available_actions: list[str] | None
    products: list[_Line] | None


@with_config(LENIENT)
class _PostingPage(TypedDict, total=False):
    postings: list[_Posting] | None
    cursor: str | None
    has_next: bool | None


@with_config(LENIENT)
class _Postings(_PostingPage, total=False):
    result: _PostingPage | None


@with_config(LENIENT)
class _One(_Posting, total=False):
    result: _Posting | None


_POSTINGS = TypeAdapter(_Postings)
_ONE = TypeAdapter(_One)


class Postings:
    """``client.postings``."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._pagers = {endpoint: Pager(endpoint) for endpoint in (LIST_UNFULFILLED, LIST_POSTINGS)}

    def unfulfilled(
        self, cutoff_from: datetime, cutoff_to: datetime, statuses: Sequence[str]
    ) -> Iterator[list[Posting]]:
        """Postings with these statuses whose ship-by time lies in the window, page by page, earliest first.

        ``cutoff`` is the ship-by time, so only a window that reaches months back holds the overdue ones (observed).
        One page chain (several in a row where Ozon finds the window too long), which can only be read page after page:
        cut a long window and read the parts side by side. A posting that Ozon moves meanwhile may come twice: the later
        one is the newer word.
        """

        def read(window: Window) -> Iterator[list[Posting]]:
            cutoff = {"cutoff_from": moment_text(window.start), "cutoff_to": moment_text(window.end)}
            return self._pages(LIST_UNFULFILLED, {**cutoff, "statuses": _filterable(statuses)})

        return in_windows(read, Window(cutoff_from, cutoff_to), LONGEST_CUTOFFS)

    def changed(
        self, since: datetime, to: datetime, changed_from: datetime, changed_to: datetime
    ) -> Iterator[list[Posting]]:
        """Postings of any status ordered in ``since`` .. ``to`` whose status changed last in the other period."""
        changed = {"from": moment_text(changed_from), "to": moment_text(changed_to)}
        return self._listed(Window(since, to), {"last_changed_status_date": changed})

    def processed(self, since: datetime, to: datetime, statuses: Sequence[str] = ()) -> Iterator[list[Posting]]:
        """Postings ordered in ``since`` .. ``to``, page by page; of any status, or with one of these."""
        return self._listed(Window(since, to), {"statuses": _filterable(statuses)} if statuses else {})

    def by_orders(self, order_numbers: Sequence[str], since: datetime, to: datetime) -> Iterator[list[Posting]]:
        """All postings of these orders, which were ordered in ``since`` .. ``to``."""
        for batch in batches(order_numbers, LIST_POSTINGS):
            yield from self._listed(Window(since, to), {"order_numbers": batch})

    def get(self, number: str) -> Posting:
        """One posting.

        Raises:
            NotFoundError: this shop has no such posting.
        """
        try:
            return self._send(GET_POSTING, {"posting_number": number}, _read_posting)
        except NotFoundError as error:
            error.values["what"] = number
            raise

    def _listed(self, period: Window, more_filter: dict[str, object]) -> Iterator[list[Posting]]:
        def read(window: Window) -> Iterator[list[Posting]]:
            ordered = {"since": moment_text(window.start), "to": moment_text(window.end)}
            return self._pages(LIST_POSTINGS, {**ordered, **more_filter})

        return in_windows(read, period)

    def _pages(self, endpoint: Endpoint, filter_: dict[str, object]) -> Iterator[list[Posting]]:
        def fetch(cursor: str, limit: int) -> Page[Posting]:
            body = {"filter": filter_, "limit": limit, "cursor": cursor, "sort_dir": "ASC"}
            return self._send(endpoint, body, _read_postings)

        return self._pagers[endpoint].pages(fetch)


def _filterable(statuses: Sequence[str]) -> list[str]:
    return [status for status in statuses if status != UNFILTERABLE]


def _read_postings(content: bytes) -> Page[Posting]:
    answer = _POSTINGS.validate_json(content)
    page = answer.get("result") or answer
    need_key(page, "postings")
    return page_of([_posting(wire) for wire in page.get("postings") or ()], page)


def _read_posting(content: bytes) -> Posting:
    answer = _ONE.validate_json(content)
    return _posting(answer.get("result") or answer)


def _posting(wire: _Posting) -> Posting:
    flow = wire.get("integration_type_flow") or wire.get("tpl_integration_type") or ""
    method = wire.get("delivery_method") or {}
    return Posting(
        number=need(wire.get("posting_number"), "posting_number"),
        order_number=wire.get("order_number") or "",
        status=need(wire.get("status"), "status"),
        substatus=wire.get("substatus") or "",
        scheme=_scheme(wire.get("delivery_schema") or "", flow),
        flow=flow,
        warehouse_id=method.get("warehouse_id") or "",
        warehouse=method.get("warehouse") or "",
        method=method.get("name") or "",
        carrier=method.get("tpl_provider") or "",
        tracking=wire.get("tracking_number") or "",
        ordered_at=moment(wire.get("in_process_at"), "in_process_at"),
        ship_by=moment(wire.get("shipment_date"), "shipment_date"),
        late_from=moment(wire.get("shipment_date_without_delay"), "shipment_date_without_delay"),
        handed_over_at=moment(wire.get("delivering_date"), "delivering_date"),
        tariff_steps=tuple(
            [_step(step) for step in wire.get("tariffication_steps") or () if step.get("tariff_deadline_at")]
        ),
        actions=_once(tuple(wire.get("available_actions") or ())),
        lines=tuple([_line(line) for line in wire.get("products") or ()]),
    )


@lru_cache(maxsize=1000)
def _once(actions: tuple[str, ...]) -> tuple[str, ...]:
    """The same: a shop's postings share a few sets of actions, so each set is kept once."""
    return actions


@lru_cache(maxsize=1000)
def _scheme(schema: str, flow: str) -> str:
    """``fbs`` or ``rfbs``. The description also names ``SDS`` and ``Crossborder``, which do not say who delivers."""
    schema = schema.lower()
    if schema not in ("", "sds", "crossborder"):
        return schema
    return "rfbs" if flow in RFBS_FLOWS else "fbs" if flow == "ozon" else ""


def _line(wire: _Line) -> Line:
    return Line(
        wire.get("offer_id") or "",
        wire.get("sku") or "",
        wire.get("name") or "",
        need(wire.get("quantity"), "products.quantity"),
        _price(wire.get("price"), wire.get("currency_code")),
    )


def _step(wire: _Step) -> TariffStep:
    until = need(moment(wire.get("tariff_deadline_at"), "tariff_deadline_at"), "tariff_deadline_at")
    charge = _price(wire.get("tariff_charge"), wire.get("tariff_charge_currency_code"))
    return TariffStep(until, wire.get("tariff_type") or "", charge)


def _price(price: _Price, currency: str | None) -> Money | None:
    """None where Ozon gives no amount, or an empty one."""
    if price is None or isinstance(price, str):
        amount = price
    else:
        amount, currency = price.get("amount"), price.get("currency")
    return money(amount, currency or "") if amount else None

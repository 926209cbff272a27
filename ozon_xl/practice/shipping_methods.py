"""Packing, which is answered before it is done, and labels, which are made by tasks."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, timedelta

from ozon_xl.practice.asked import NOT_FOUND, Json, Refusal, flag, many, part, text, texts, whole
from ozon_xl.practice.labels import LabelTask
from ozon_xl.practice.parcels import Line, Posting
from ozon_xl.practice.shop import CANCELLED
from ozon_xl.practice.wire import dumps
from ozon_xl.practice.world import Call

TASK_TYPES = ("big_label", "small_label")
QUEUED = timedelta(seconds=1)
"""So long a task is pending ..."""
PRINTED = timedelta(seconds=3)
"""... and after so long it is completed."""


def ship(call: Call) -> bytes:
    """``/v4/posting/fbs/ship``: each package becomes a posting; whether they are packed shows later."""
    number = text(call.body.get("posting_number"), "posting_number")
    packages = [_package(item) for item in many(call.body, "packages")]
    if not number or not packages:
        raise Refusal("Request validation error: invalid PostingFbsShipRequest: value is required")
    posting = call.shop.postings.get(number)
    if posting is None:
        raise Refusal("POSTING_NOT_FOUND", status=404, code=NOT_FOUND)
    _may_be_packed(posting, call.now)
    lines = _divided(posting, packages)
    fails = call.strike("ship-failed") is not None
    packed = call.shop.pack(posting, lines, call.now, fails=fails)
    answer: Json = {"result": [one.number for one in packed]}
    if flag(part(call.body, "with").get("additional_data"), "additional_data"):
        answer["additional_data"] = [_told(one) for one in packed]
    return dumps(answer)


def _package(item: object) -> Counter[int]:
    """Pieces by SKU."""
    if not isinstance(item, dict):
        raise Refusal("proto: syntax error: unexpected token")
    pieces: Counter[int] = Counter()
    for product in many(item, "products"):
        if not isinstance(product, dict):
            raise Refusal("proto: syntax error: unexpected token")
        quantity = whole(product.get("quantity"), "quantity")
        if quantity <= 0:
            raise Refusal("HAS_INCORRECT_PRODUCT_QUANTITY")
        pieces[whole(product.get("product_id"), "product_id")] += quantity
    if not pieces:
        raise Refusal("Request validation error: invalid PostingFbsShipRequest.Packages: value is required")
    return pieces


def _may_be_packed(posting: Posting, now: datetime) -> None:
    if posting.status in CANCELLED:
        raise Refusal("POSTING_ALREADY_CANCELLED")
    if posting.left or posting.status == "awaiting_deliver":
        raise Refusal("POSTING_ALREADY_SHIPPED")
    if posting.status != "awaiting_packaging" or posting.packing_ends is not None:
        raise Refusal("HAS_INCORRECT_STATUS")
    if posting.is_rfbs and now >= posting.cutoff:
        raise Refusal("TRANSITION_IS_NOT_POSSIBLE")


def _divided(posting: Posting, packages: Sequence[Counter[int]]) -> list[tuple[Line, ...]]:
    """The lines of each package; together they must be those of the posting."""
    by_sku = {line.product.sku: line for line in posting.lines}
    ordered: Counter[int] = Counter()
    for line in posting.lines:
        ordered[line.product.sku] += line.quantity
    if any(sku not in by_sku for package in packages for sku in package):
        raise Refusal("UNKNOWN_PRODUCT_DEFINED")
    if sum(packages, Counter()) != ordered:
        raise Refusal("HAS_INCORRECT_PRODUCT_QUANTITY")
    return [tuple(by_sku[sku]._replace(quantity=count) for sku, count in package.items()) for package in packages]


def _told(posting: Posting) -> Json:
    products = [
        {
            "mandatory_mark": [],
            "name": line.product.name,
            "offer_id": line.product.offer,
            "price": f"{line.price:.4f}",
            "quantity": line.quantity,
            "sku": line.product.sku,
            "currency_code": line.currency,
        }
        for line in posting.lines
    ]
    return {"posting_number": posting.number, "products": products}


# --- labels ----------------------------------------------------------------------------------------------------------
def create_labels(call: Call) -> bytes:
    """``/v3/posting/fbs/package-label/create``: a task for each size of label."""
    numbers = tuple(dict.fromkeys(texts(call.body, "posting_numbers")))
    if not numbers:
        raise Refusal("NO_POSTINGS_FOR_BATCH_DOWNLOAD")
    if not all(number in call.shop.postings for number in numbers):
        raise Refusal("POSTING_NUMBERS_IS_INCORRECT_FOR_COMPANY")
    if all(call.shop.postings[number].status != "awaiting_deliver" for number in numbers):
        raise Refusal(f"The next postings aren't ready: {', '.join(numbers)}")
    fault = call.strike("unprinted")
    lost = int(fault.number(1)) if fault else 0
    tasks = [call.world.labels.add(kind, numbers, call.now, lost) for kind in TASK_TYPES]
    return dumps({"tasks": [{"task_id": task.id, "task_type": task.kind} for task in tasks]})


def get_labels(call: Call) -> bytes:
    """``/v2/posting/fbs/package-label/get``: how far a task is; in the end a link, and what has no label."""
    task = call.world.labels.tasks.get(whole(call.body.get("task_id"), "task_id"))
    if task is None:
        raise Refusal("task not found", status=404, code=NOT_FOUND)
    unprinted: dict[str, str] = {}
    code = "pending" if call.now - task.made_at < QUEUED else "in_progress"
    if call.now - task.made_at >= PRINTED:
        unprinted = task.unprinted(call.shop)
        code = "error" if len(unprinted) == len(task.numbers) else "completed"
    is_done = code == "completed"
    status = {
        "code": code,
        "postings_count": len(task.numbers),
        "printed_postings_count": len(task.numbers) - len(unprinted) if is_done else 0,
        "unprinted_postings": [{"posting_number": number, "message": why} for number, why in unprinted.items()],
    }
    error = {"code": "LABELS_NOT_CREATED", "message": "no label could be made"} if code == "error" else None
    return dumps({"error": error, "file_url": _link(call, task) if is_done else "", "status": status})


def _link(call: Call, task: LabelTask) -> str:
    return f"http://{call.seen.host}/_practice/labels/{task.id}.pdf"

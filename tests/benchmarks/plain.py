"""Contestant: the script that an ordinary developer would write, with requests, pandas and openpyxl.

It asks for the same postings and the same stock and makes the same three sheets with the columns that are data: no
clocks, no risk, no formats, no store, and one page after the other.
"""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pandas as pd
import requests

from ozon_xl.domain.statuses import ACTING, WAITING
from tests.benchmarks.measure import Count, Task, compete

Json = dict[str, Any]
ORDERS = [
    "posting_number",
    "status",
    "substatus",
    "delivery_method.warehouse",
    "delivery_method.warehouse_id",
    "delivery_method.tpl_provider",
    "integration_type_flow",
    "tracking_number",
    "in_process_at",
    "shipment_date",
    "shipment_date_without_delay",
]
LINES = ["posting_number", "offer_id", "name", "sku", "quantity", "price.amount", "price.currency"]


def job(task: Task) -> Count:
    """Everything into memory, frames out of it, frames into a workbook."""
    session = requests.Session()
    session.headers.update({"Client-Id": task.client_id, "Api-Key": task.api_key})
    postings = _postings(session, task.url)
    stock = _stock(session, task.url)
    orders = pd.json_normalize(postings)
    lines = pd.json_normalize(postings, "products", meta=["posting_number"])
    with pd.ExcelWriter(Path(task.folder) / "plain.xlsx", engine="openpyxl") as book:
        orders[ORDERS].sort_values("shipment_date").to_excel(book, sheet_name="Orders", index=False)
        lines[LINES].to_excel(book, sheet_name="Lines", index=False)
        pd.json_normalize(stock).to_excel(book, sheet_name="Stock", index=False)
    return Count(len(orders), len(stock))


def _pages(session: requests.Session, url: str, body: Json, name: str) -> list[Json]:
    rows: list[Json] = []
    cursor = ""
    while True:
        page = session.post(url, json={**body, "cursor": cursor}).json()
        rows += page[name]
        if not page["has_next"]:
            return rows
        cursor = page["cursor"]


def _postings(session: requests.Session, url: str) -> list[Json]:
    now = datetime.now(UTC)
    asked = {
        "cutoff_from": (now - timedelta(days=90)).isoformat(),
        "cutoff_to": (now + timedelta(days=180)).isoformat(),
        "statuses": [status for status in (*ACTING, *WAITING) if status != "awaiting_verification"],
    }
    body = {"filter": asked, "limit": 100}
    return _pages(session, f"{url}/v4/posting/fbs/unfulfilled/list", body, "postings")


def _stock(session: requests.Session, url: str) -> list[Json]:
    warehouses = session.post(f"{url}/v2/warehouse/list", json={"limit": 200}).json()["warehouses"]
    return [
        row
        for warehouse in warehouses
        for row in _pages(
            session,
            f"{url}/v1/product/info/warehouse/stocks",
            {"warehouse_id": warehouse["warehouse_id"], "limit": 1000},
            "stocks",
        )
    ]


if __name__ == "__main__":
    compete(job)

"""Contestant: what nobody can do without.

The answers that our refresh got, over one plain connection and through a fast JSON parser; and the sheets it made,
through the fastest deflate. No types, no rules, no store, no file.
"""

import http.client
import json
import zlib
from typing import Any
from urllib.parse import urlsplit

import orjson

from tests.benchmarks.measure import Count, Task, compete


def job(task: Task) -> Count:
    """Download, decode, deflate."""
    headers = {"Client-Id": task.client_id, "Api-Key": task.api_key, "Content-Type": "application/json"}
    connection = http.client.HTTPConnection(urlsplit(task.url).netloc)
    orders = stock_rows = 0
    for path, body in json.loads(task.requests.read_bytes()):
        connection.request("POST", path, body.encode(), headers)
        answer: dict[str, Any] = orjson.loads(connection.getresponse().read())
        orders += len(answer.get("postings") or ())
        stock_rows += len(answer.get("stocks") or ())
    zlib.compress(task.sheets.read_bytes(), 1)
    return Count(orders, stock_rows)


if __name__ == "__main__":
    compete(job)

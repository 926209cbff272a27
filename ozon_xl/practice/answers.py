"""How an answer leaves the shop: whole, with Ozon's headers, or damaged on purpose."""

import asyncio
import zlib
from collections.abc import Mapping

from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from ozon_xl.practice.wire import dumps

HTML = (
    "<!DOCTYPE html><html><head><title>502 Bad Gateway</title></head>"
    "<body><center><h1>502 Bad Gateway</h1></center><hr><center>nginx</center></body></html>"
)
WORTH_PACKING = 1400
"""Bytes; below, gzip costs more than it saves."""


def json_answer(body: bytes, headers: Mapping[str, str], *, status: int = 200, packed: bool = False) -> Response:
    """A whole answer, gzipped at the cheapest level if the client takes that."""
    if packed and len(body) > WORTH_PACKING:
        squeezer = zlib.compressobj(1, zlib.DEFLATED, 31)
        body = squeezer.compress(body) + squeezer.flush()
        headers = {**headers, "content-encoding": "gzip"}
    return Response(body, status, dict(headers), "application/json")


def error_body(code: int, message: str) -> bytes:
    """Ozon's error object. ``details`` is often missing there, and always here."""
    return dumps({"code": code, "message": message})


class Broken(Response):
    """Sends the first ``share`` of its body, or nothing at all, and breaks the connection."""

    def __init__(self, whole: Response, share: float) -> None:
        super().__init__()
        self._whole, self._share = whole, share

    async def __call__(self, scope: Scope, _receive: Receive, send: Send) -> None:
        """Send what is to be sent, then cut the line."""
        whole = self._whole
        if self._share:
            await send({"type": "http.response.start", "status": whole.status_code, "headers": whole.raw_headers})
            part = bytes(whole.body)[: max(1, int(len(whole.body) * self._share))]
            await send({"type": "http.response.body", "body": part, "more_body": True})
            await asyncio.sleep(0.01)  # let it leave before the line is cut
        scope["app"].state.cut_line(scope["client"])
        await asyncio.sleep(0.01)  # until the server has noticed that its client is gone


class Dripping(Response):
    """Sends its body in many pieces over ``seconds``."""

    def __init__(self, whole: Response, seconds: float, pieces: int = 20) -> None:
        super().__init__()
        self._whole, self._seconds, self._pieces = whole, seconds, pieces

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        """Send it piece by piece."""
        whole = self._whole
        body = bytes(whole.body)
        await send({"type": "http.response.start", "status": whole.status_code, "headers": whole.raw_headers})
        size = max(1, -(-len(body) // self._pieces))
        for start in range(0, len(body), size):
            await send({"type": "http.response.body", "body": body[start : start + size], "more_body": True})
            await asyncio.sleep(self._seconds / self._pieces)
        await send({"type": "http.response.body", "body": b"", "more_body": False})

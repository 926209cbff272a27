"""The web application: every request to the Seller API passes ``_Desk.serve`` once, top to bottom."""

import asyncio
import math
import re
from email.utils import format_datetime
from uuid import uuid4

from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from ozon_xl.practice.answers import HTML, Broken, Dripping, error_body, json_answer
from ozon_xl.practice.asked import FAILED_PRECONDITION, NOT_FOUND, Refusal, body_of
from ozon_xl.practice.control import control_routes
from ozon_xl.practice.limits import JITTER_S
from ozon_xl.practice.methods import METHODS, RETIRED, Method
from ozon_xl.practice.strings import with_string_ids
from ozon_xl.practice.world import Call, Seen, World

REFUSALS = {
    "deactivated": "Api-key is deactivated, use another one or generate a new one",
    "role": "Api-Key is missing a required role for a method",
    "network": "Api-Key is restricted to specific IP addresses",
    "offer": "Offer not signed",
    "blocked": "Company is blocked, please contact support",
    "subscription": "The method is not available with existing subscription",
}
"""What a 403 may say. Sources: the errors of all methods in the API description and reports, read 2026-11-23."""
_BODY_KEPT = 64 * 1024
"""Bytes of a request that the log keeps."""


def make_app(world: World) -> Starlette:
    """The shop as an ASGI application. ``app.state.cut_line(client)`` must be set by the server that runs it."""
    desk = _Desk(world)
    routes = [*control_routes(world), Route("/{path:path}", desk.serve, methods=_VERBS)]
    app = Starlette(routes=routes, middleware=[Middleware(_LoopbackOnly)])
    app.state.cut_line = lambda _client: None
    return app


_VERBS = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"]


class _LoopbackOnly:
    """Turns away whoever was led here under another name (a web page that rebinds its own), and web pages at all."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            host = headers.get("host", "").rsplit(":", 1)[0]
            if host not in ("127.0.0.1", "localhost") or "origin" in headers:
                await PlainTextResponse("the practice shop serves this computer only", 400)(scope, receive, send)
                return
        await self._app(scope, receive, send)


class _Desk:
    """Serves the Seller API."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def serve(self, request: Request) -> Response:
        """One request: log it, check the key and the limits, let troubles strike, answer."""
        world = self._world
        try:
            raw = await request.body()
        except ClientDisconnect:  # only a part of the request came: nothing happens, and nobody hears of it
            return Response()
        seen = Seen(
            number=next(world.numbers),
            at=world.clock.now(),
            seconds=world.clock.unhurried_s(),
            path=request.url.path,
            client_id=request.headers.get("client-id", ""),
            body=raw[:_BODY_KEPT],
            trace_id=uuid4().hex,
            host=request.headers.get("host", ""),
        )
        world.seen.append(seen)
        headers = {"x-o3-trace-id": seen.trace_id, "date": format_datetime(seen.at, usegmt=True)}
        try:
            method = self._admit(request, seen, headers)
            response = await self._answer(request, seen, raw, headers, method)
        except Refusal as refusal:
            body = error_body(refusal.code, refusal.message)
            response = json_answer(body, {**headers, **refusal.headers}, status=refusal.status)
        except asyncio.CancelledError:  # the shop closes while troubles keep this request waiting
            response = Broken(Response(), 0)
        seen.status = 0 if isinstance(response, Broken) else response.status_code
        return response

    def _admit(self, request: Request, seen: Seen, headers: dict[str, str]) -> Method:
        """The method asked for, if the key is right, the limits are kept and there is such a method."""
        self._check_key(request)
        headers["ratelimit-remaining"] = str(self._spend(seen, headers))
        if request.method == "POST" and seen.path in RETIRED:
            raise Refusal(_OBSOLETE, code=FAILED_PRECONDITION)
        if request.method != "POST" or seen.path not in METHODS:
            raise Refusal("method is not allowed", status=404, code=NOT_FOUND)
        return METHODS[seen.path]

    def _check_key(self, request: Request) -> None:
        client_id, key = request.headers.get("client-id"), request.headers.get("api-key")
        if not client_id or not key:
            raise Refusal("Client-Id and Api-Key headers are required", status=401, code=16)
        if not re.fullmatch(r"0*[1-9][0-9]{0,18}", client_id):
            raise Refusal("Client-Id header value should be positive integer")
        if not key.startswith("demo-") or key != self._world.api_key:
            raise Refusal("Invalid Api-Key, please check the key and try again", status=404, code=NOT_FOUND)

    def _spend(self, seen: Seen, headers: dict[str, str]) -> int:
        method = METHODS.get(seen.path)
        left, wait_s = self._world.limits.take(
            seen.client_id, seen.path, method.endpoint.limit if method else None, seen.seconds
        )
        if wait_s is not None:
            headers["ratelimit-remaining"] = "0"
            raise _too_many(math.ceil(wait_s + JITTER_S))
        return left

    async def _answer(
        self, request: Request, seen: Seen, raw: bytes, headers: dict[str, str], method: Method
    ) -> Response:
        """The answer of the method, with whatever troubles strike before and after."""
        world, (endpoint, answer) = self._world, method
        call = Call(world, endpoint, seen, {}, seen.at)
        if latency := call.strike("latency"):
            await asyncio.sleep(latency.number(1000) / 1000)
        if instead := _instead(call, headers):
            return instead
        call = Call(world, endpoint, seen, body_of(raw), world.catch_up())
        body = answer(call)
        if call.strike("string-ids"):
            body = with_string_ids(body)
        if call.strike("truncate"):
            body = body[: len(body) * 2 // 3]
        response = json_answer(body, headers, packed="gzip" in request.headers.get("accept-encoding", ""))
        if stall := call.strike("stall"):
            await asyncio.sleep(stall.number(5))
        if call.strike("drop-after"):
            return Broken(response, 0)
        if call.strike("half"):
            return Broken(response, 0.5)
        if drip := call.strike("drip"):
            return Dripping(response, drip.number(10))
        return response


_OBSOLETE = "obsolete method cannot be used"


def _too_many(retry_after: int | None) -> Refusal:
    headers = {} if retry_after is None else {"retry-after": str(retry_after)}
    return Refusal("You have reached request rate limit per second", status=429, code=8, headers=headers)


def _instead(call: Call, headers: dict[str, str]) -> Response | None:
    """What comes instead of an answer, before anything has happened.

    Raises:
        Refusal: The trouble is one of Ozon's own errors.
    """
    if call.strike("drop"):
        return Broken(Response(), 0)
    if fault := call.strike("429"):
        raise _too_many(int(fault.value) if fault.value else None)
    if fault := call.strike("circle"):
        return PlainTextResponse("Circle is open", int(fault.number(429)), headers)
    if fault := call.strike("5xx"):
        return Response(HTML, int(fault.number(502)), headers, "text/html")
    if call.strike("html"):
        return Response(HTML, 200, headers, "text/html")
    if call.strike("internal"):
        raise Refusal("Internal error", status=500, code=13)
    if fault := call.strike("refuse"):
        raise Refusal(REFUSALS.get(fault.value, REFUSALS["role"]), status=403, code=7)
    if call.strike("obsolete"):
        raise Refusal(_OBSOLETE, code=FAILED_PRECONDITION)
    return None

"""Behind the counter: what tests and trainers may see and do, under ``/_practice/``. Not part of Ozon's API."""

import json
from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from ozon_xl.errors import OzonXLError
from ozon_xl.practice.asked import Json, Refusal, body_of, many, moment_of, text, whole
from ozon_xl.practice.faults import parse
from ozon_xl.practice.goods import Level
from ozon_xl.practice.labels import blank_pages
from ozon_xl.practice.orders import Terms, new_posting
from ozon_xl.practice.parcels import Line, Posting
from ozon_xl.practice.shop import STEPS
from ozon_xl.practice.wire import moment
from ozon_xl.practice.world import Seen, World

ROOT = "/_practice"


def control_routes(world: World) -> list[Route]:
    """The routes of the control plane: each takes and gives JSON."""
    plane = _Plane(world)
    return [
        _route("GET", "/state", lambda _asked, _body: plane.state()),
        _route("GET", "/stock", lambda asked, _body: plane.levels(asked)),
        _route("GET", "/ledger", lambda _asked, _body: plane.ledger()),
        _route("GET", "/requests", lambda _asked, _body: plane.requests()),
        _route("POST", "/forget", lambda _asked, _body: plane.forget()),
        _route("GET", "/clock", lambda _asked, _body: plane.clock()),
        _route("POST", "/clock", lambda _asked, body: plane.set_clock(body)),
        _route("GET", "/faults", lambda _asked, _body: plane.faults()),
        _route("POST", "/faults", lambda _asked, body: plane.set_faults(body)),
        _route("GET", "/chats", lambda _asked, _body: plane.chats()),
        _route("POST", "/subscription", lambda _asked, body: plane.subscribe(body)),
        Route(f"{ROOT}/labels/{{task:int}}.pdf", plane.label_file, methods=["GET"]),
        _route("POST", "/order", lambda _asked, body: plane.order(body)),
        _route("POST", "/stock", lambda _asked, body: plane.stock(body)),
        _route("GET", "/posting/{number}", lambda asked, _body: plane.posting(asked["number"])),
        _route("POST", "/posting/{number}", lambda asked, body: plane.change(asked["number"], body)),
    ]


def _route(verb: str, path: str, act: Callable[[dict[str, str], Json], Json]) -> Route:
    async def endpoint(request: Request) -> Response:
        try:
            asked = {**request.query_params, **request.path_params}
            answer, status = act(asked, body_of(await request.body())), 200
        except Refusal as refusal:
            answer, status = {"error": refusal.message}, refusal.status
        except OzonXLError as error:
            answer, status = {"error": str(error)}, 400
        return Response(json.dumps(answer, ensure_ascii=False, default=str), status, media_type="application/json")

    return Route(ROOT + path, endpoint, methods=[verb])


class _Plane:
    """What each route does."""

    def __init__(self, world: World) -> None:
        self._world = world

    def state(self) -> Json:
        """The shop in figures, and its warehouses."""
        world = self._world
        world.catch_up()
        statuses: dict[str, int] = {}
        for posting in world.shop.postings.values():
            statuses[posting.status] = statuses.get(posting.status, 0) + 1
        return {
            **self.clock(),
            "scenario": world.scenario,
            "statuses": statuses,
            "postings": len(world.shop.postings),
            "offers": len(world.shop.products),
            "warehouses": [
                {"id": str(place.id), "name": place.name, "status": place.status, "is_rfbs": place.is_rfbs}
                for place in world.shop.warehouses.values()
            ],
        }

    def levels(self, asked: dict[str, str]) -> Json:
        """What is really there, of every pair or of one (``offer_id``, ``warehouse_id``)."""
        self._world.catch_up()
        told = (_told_level(level) for level in self._world.shop.levels())
        return {"stock": [row for row in told if all(row.get(name) == value for name, value in asked.items())]}

    def ledger(self) -> Json:
        """Every stock write, whoever made it."""
        writes = [{**asdict(write), "at": moment(write.at, 6)} for write in self._world.shop.ledger]
        return {"writes": writes}

    def requests(self) -> Json:
        """The requests seen, oldest first. No key is in them."""
        return {"requests": [_told_request(seen) for seen in self._world.seen]}

    def forget(self) -> Json:
        """Empty the ledger and the log of requests."""
        self._world.seen.clear()
        self._world.shop.ledger.clear()
        return {}

    def clock(self) -> Json:
        """The shop's moment and how fast it runs."""
        clock = self._world.clock
        return {"now": moment(clock.now(), 6), "speed": clock.speed}

    def set_clock(self, body: Json) -> Json:
        """``advance_s`` and/or ``speed``; at speed 0 the clock stands."""
        clock = self._world.clock
        speed, seconds = body.get("speed"), body.get("advance_s", 0)
        if not all(isinstance(number, (int, float)) and number >= 0 for number in (speed or 0, seconds)):
            raise Refusal("speed and advance_s are numbers, not negative")
        if speed is not None:
            clock.run_at(float(speed))
        clock.advance(float(seconds))
        self._world.catch_up()
        return self.clock()

    def faults(self) -> Json:
        """The faults in force, with how often they struck."""
        return {"faults": self._world.faults.told()}

    def set_faults(self, body: Json) -> Json:
        """``spec`` replaces the faults; ``add`` true keeps the old ones."""
        new = parse(text(body.get("spec"), "spec"))
        self._world.faults.active = [*(self._world.faults.active if body.get("add") else ()), *new]
        return self.faults()

    def chats(self) -> Json:
        """All that was said, oldest chat first."""
        return {"chats": [asdict(chat) for chat in self._world.chats.by_id.values()]}

    def subscribe(self, body: Json) -> Json:
        """The seller's subscription from now on: ``type``, as ``/v1/seller/info`` tells it."""
        self._world.subscription = text(body.get("type"), "type") or "UNSPECIFIED"
        return {"type": self._world.subscription}

    async def label_file(self, request: Request) -> Response:
        """The file that a label task links to: a page for each posting that got one."""
        task = self._world.labels.tasks.get(request.path_params["task"])
        if task is None:
            return Response(status_code=404)
        pages = len(task.numbers) - len(task.unprinted(self._world.shop))
        return Response(blank_pages(pages), media_type="application/pdf")

    def order(self, body: Json) -> Json:
        """A buyer orders now: ``offer_id``, ``warehouse_id``, ``quantity`` (or ``lines``); ``due_in_s``, ``ago_s``."""
        world = self._world
        now = world.catch_up()
        wanted = many(body, "lines") or [body]
        levels = [self._level(line, whole(body.get("warehouse_id"), "warehouse_id"), now) for line in wanted]
        lines = [
            Line(
                level.product,
                max(1, whole(line.get("quantity"), "quantity")),
                level.product.price,
                level.product.currency,
            )
            for line, level in zip(wanted, levels, strict=True)
        ]
        for line, level in zip(lines, levels, strict=True):
            if level.free < line.quantity:
                raise Refusal(f"only {level.free} of {line.product.offer!r} are free", status=409)
        due, ago = (timedelta(seconds=whole(body.get(name), name)) for name in ("due_in_s", "ago_s"))
        terms = Terms(ordered_at=now - ago, cutoff=now + (due or timedelta(days=1)))
        posting = new_posting(world.shop, world.rng, levels[0].warehouse, lines, terms)
        return _told_posting(world.shop.accept(posting, now))

    def stock(self, body: Json) -> Json:
        """Somebody else writes: ``offer_id``, ``warehouse_id`` and ``stock`` (free) or ``present`` (a shelf count)."""
        now = self._world.catch_up()
        level = self._level(body, whole(body.get("warehouse_id"), "warehouse_id"), now)
        if body.get("present") is not None:
            self._world.shop.count_shelf(level, whole(body["present"], "present"), now)
        else:
            self._world.shop.set_free(level, whole(body.get("stock"), "stock"), now, by=str(body.get("by", "cabinet")))
        return _told_level(level)

    def posting(self, number: str) -> Json:
        """A posting with its history."""
        self._world.catch_up()
        return _told_posting(self._posting(number))

    def change(self, number: str, body: Json) -> Json:
        """``do``: one of the steps; ``status`` with ``substatus``; or ``cutoff`` (a moment)."""
        shop, now = self._world.shop, self._world.catch_up()
        posting = self._posting(number)
        step, cutoff = text(body.get("do"), "do"), moment_of(body, "cutoff")
        if step in STEPS:
            shop.step(posting, step, now)
        elif cutoff is not None:
            shop.move_cutoff(posting, cutoff)
        elif body.get("status"):
            shop.set_status(posting, text(body["status"], "status"), text(body.get("substatus"), "substatus"), now)
        else:
            raise Refusal(f"do is one of {', '.join(STEPS)}")
        return _told_posting(posting)

    def _posting(self, number: str) -> Posting:
        posting = self._world.shop.postings.get(number)
        if posting is None:
            raise Refusal(f"no posting {number}", status=404)
        return posting

    def _level(self, line: Json, warehouse_id: int, now: datetime) -> Level:
        shop = self._world.shop
        offer = text(line.get("offer_id"), "offer_id")
        if offer not in shop.by_offer or warehouse_id not in shop.warehouses:
            raise Refusal(f"no offer {offer!r} or no warehouse {warehouse_id}", status=404)
        return shop.level(shop.by_offer[offer], shop.warehouses[warehouse_id], now)


def _told_level(level: Level) -> Json:
    return {"offer_id": level.product.offer, "warehouse_id": str(level.warehouse.id), **level.counts()}


def _told_posting(posting: Posting) -> Json:
    return {
        "posting_number": posting.number,
        "status": posting.status,
        "substatus": posting.substatus,
        "cutoff": moment(posting.cutoff, 6),
        "warehouse_id": str(posting.warehouse.id),
        "lines": [{"offer_id": line.product.offer, "quantity": line.quantity} for line in posting.lines],
        "history": [
            {"at": moment(change.at, 6), "status": change.status, "substatus": change.substatus}
            for change in posting.history
        ],
    }


def _told_request(seen: Seen) -> dict[str, Any]:
    return {
        "number": seen.number,
        "at": moment(seen.at, 6),
        "seconds": seen.seconds,
        "path": seen.path,
        "client_id": seen.client_id,
        "body": seen.body.decode(errors="replace"),
        "status": seen.status,
        "faults": seen.faults,
        "trace_id": seen.trace_id,
    }

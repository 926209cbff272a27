"""The practice shop as a running server: in a thread for tests and the demo, or for a person at a terminal."""

import json
import secrets
import socket
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime
from http.client import HTTPConnection
from random import Random
from types import TracebackType
from typing import Any, Self
from urllib.parse import quote, urlencode

import uvicorn

from ozon_xl.errors import PortTakenError
from ozon_xl.practice.app import make_app
from ozon_xl.practice.chats import Chats
from ozon_xl.practice.clock import ShopClock
from ozon_xl.practice.control import ROOT
from ozon_xl.practice.faults import Fault, Faults, parse
from ozon_xl.practice.limits import Limits
from ozon_xl.practice.scenarios import scenario_named
from ozon_xl.practice.script import Script
from ozon_xl.practice.seeds import Seeding, new_shop
from ozon_xl.practice.world import World
from ozon_xl.texts import Lang
from ozon_xl.texts import practice as texts

HOST = "127.0.0.1"
CLIENT_ID = "1234567"
"""Any positive number is served; the limits are counted for each."""
Json = dict[str, Any]


def open_shop(
    *,
    seed: int = 1,
    postings: int = 300,
    offers: int = 500,
    scenario: str = "",
    faults: str = "",
    latency_ms: float = 0,
    limits: bool = True,
    speed: float = 1.0,
    lag_s: float = 1.0,
    start: datetime | None = None,
    api_key: str = "",
) -> World:
    """A shop ready to be served.

    Raises:
        UnknownScenarioError: There is no such scenario.
        FaultSpecError: ``faults`` cannot be read.
    """
    if api_key and not api_key.startswith("demo-"):
        raise ValueError("a practice key starts with demo-")
    chosen = scenario_named(scenario)
    troubles = [*parse(chosen.faults), *parse(faults)]
    if latency_ms:
        troubles.append(Fault("latency", str(latency_ms)))
    clock = ShopClock(start, speed)
    now = clock.now()
    seeding = Seeding(postings, offers, short=chosen.short, hurry=chosen.hurry)
    shop = new_shop(seeding, seed=seed, now=now, lag_s=lag_s)
    return World(
        shop=shop,
        chats=Chats.opened(shop.postings.values(), seed, now),
        clock=clock,
        script=Script(chosen.happenings, now, seed=seed),
        faults=Faults(troubles, seed=seed),
        limits=Limits(on=limits),
        api_key=api_key or f"demo-{secrets.token_hex(12)}",
        scenario=chosen.name,
        rng=Random(seed),  # noqa: S311 - data for practice, no secret
        opened_at=now,
    )


class Control:
    """Behind the counter of a running practice shop, over HTTP: works for one in another process too."""

    def __init__(self, port: int) -> None:
        self._port = port

    def state(self) -> Json:
        """The shop in figures, and its warehouses."""
        return self._ask("GET", "/state")

    def level(self, offer: str, warehouse_id: str | int) -> Json:
        """What is really there of a pair: present, reserved, free."""
        pair = urlencode({"offer_id": offer, "warehouse_id": str(warehouse_id)})
        rows: list[Json] = self._ask("GET", f"/stock?{pair}")["stock"]
        return rows[0]

    def writes(self) -> list[Json]:
        """The ledger of stock writes."""
        return list(self._ask("GET", "/ledger")["writes"])

    def requests(self, path: str = "") -> list[Json]:
        """The requests seen, all or those of one path."""
        seen = self._ask("GET", "/requests")["requests"]
        return [request for request in seen if path in ("", request["path"])]

    def forget(self) -> None:
        """Empty the ledger and the log of requests."""
        self._ask("POST", "/forget")

    def now(self) -> datetime:
        """The shop's moment, UTC."""
        return datetime.fromisoformat(self._ask("GET", "/clock")["now"]).astimezone(UTC)

    def advance(self, seconds: float) -> None:
        """Move the shop's clock forward."""
        self._ask("POST", "/clock", {"advance_s": seconds})

    def run_at(self, speed: float) -> None:
        """Let the shop's clock run faster, slower, or (0) not at all."""
        self._ask("POST", "/clock", {"speed": speed})

    def faults(self, spec: str) -> None:
        """Replace the faults in force; an empty spec ends them."""
        self._ask("POST", "/faults", {"spec": spec})

    def subscribe(self, kind: str) -> None:
        """Give the seller a subscription, ``PREMIUM_PLUS`` for example; with an empty one, take it away."""
        self._ask("POST", "/subscription", {"type": kind})

    def chats(self) -> list[Json]:
        """All that was said, oldest chat first."""
        return list(self._ask("GET", "/chats")["chats"])

    def order(
        self, offer: str, warehouse_id: str | int, quantity: int = 1, *, due_in_s: int = 86_400, ago_s: int = 0
    ) -> str:
        """A buyer orders now, or did ``ago_s`` ago and only now it shows; returns the posting number."""
        body: Json = {"offer_id": offer, "warehouse_id": str(warehouse_id), "quantity": quantity}
        body |= {"due_in_s": due_in_s, "ago_s": ago_s}
        return str(self._ask("POST", "/order", body)["posting_number"])

    def write_stock(self, offer: str, warehouse_id: str | int, free: int) -> None:
        """Somebody else sets the free stock of a pair."""
        self._ask("POST", "/stock", {"offer_id": offer, "warehouse_id": str(warehouse_id), "stock": free})

    def count_shelf(self, offer: str, warehouse_id: str | int, present: int) -> None:
        """Somebody counts the shelf; it may hold less than is promised."""
        self._ask("POST", "/stock", {"offer_id": offer, "warehouse_id": str(warehouse_id), "present": present})

    def posting(self, number: str) -> Json:
        """A posting with its history."""
        return self._ask("GET", f"/posting/{quote(number)}")

    def step(self, number: str, what: str) -> None:
        """``pack``, ``hand_over``, ``deliver``, ``fail_pack``, ``dispute`` or ``cancel`` a posting."""
        self._ask("POST", f"/posting/{quote(number)}", {"do": what})

    def set_status(self, number: str, status: str, substatus: str = "") -> None:
        """Any status, known or not."""
        self._ask("POST", f"/posting/{quote(number)}", {"status": status, "substatus": substatus})

    def move_cutoff(self, number: str, cutoff: datetime) -> None:
        """Ozon moves the ship-by moment."""
        self._ask("POST", f"/posting/{quote(number)}", {"cutoff": cutoff.astimezone(UTC).isoformat()})

    def _ask(self, verb: str, path: str, body: Json | None = None) -> Json:
        connection = HTTPConnection(HOST, self._port, timeout=60)
        try:
            connection.request(verb, ROOT + path, json.dumps(body) if body is not None else None)
            response = connection.getresponse()
            answer: Json = json.loads(response.read())
        finally:
            connection.close()
        if response.status != 200:
            raise ValueError(answer["error"])
        return answer


class PracticeServer:
    """A practice shop that serves from a thread of this process while its ``with`` block runs.

    Takes the options of ``open_shop``; port 0 takes any free one.
    """

    def __init__(self, *, port: int = 0, **options: Any) -> None:
        self.world = open_shop(**options)
        self._socket = _bind(port)
        self.port: int = self._socket.getsockname()[1]
        self.url = f"http://{HOST}:{self.port}"
        self.client_id = CLIENT_ID
        self.api_key = self.world.api_key
        self.control = Control(self.port)
        self._server = _server(self.world)
        self._thread = threading.Thread(target=self._server.run, args=([self._socket],), daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        while not self._server.started and self._thread.is_alive():
            time.sleep(0.005)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Close the shop; requests under way are cut off."""
        self._server.should_exit = self._server.force_exit = True
        if self._thread.is_alive():
            self._thread.join(10)
        self._socket.close()


def serve(
    *,
    port: int = 0,
    seed: int = 1,
    postings: int = 300,
    offers: int = 500,
    scenario: str = "",
    faults: str = "",
    latency_ms: float = 0,
    limits: bool = True,
    speed: float = 1.0,
    lang: Lang = "en",
) -> None:
    """Serve until interrupted. The first line printed is the address and the key."""
    world = open_shop(
        seed=seed,
        postings=postings,
        offers=offers,
        scenario=scenario,
        faults=faults,
        latency_ms=latency_ms,
        limits=limits,
        speed=speed,
    )
    listening = _bind(port)
    about = scenario_named(scenario).about.say(lang)
    lines = (
        f"http://{HOST}:{listening.getsockname()[1]} {world.api_key}",
        texts.OPEN.say(lang, client_id=CLIENT_ID, postings=postings, offers=offers, about=about),
    )
    sys.stdout.write("\n".join(lines) + "\n")
    sys.stdout.flush()
    with listening, suppress(KeyboardInterrupt):
        _server(world).run([listening])


def _bind(port: int) -> socket.socket:
    # asyncio switches Nagle's delay (40 ms an answer) off only where the protocol is named
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((HOST, port))
        listening.listen(128)
    except (OSError, OverflowError):
        listening.close()
        raise PortTakenError(port=port) from None
    return listening


def _server(world: World) -> uvicorn.Server:
    app = make_app(world)
    config = uvicorn.Config(
        app,
        lifespan="off",
        ws="none",
        log_level="error",
        access_log=False,
        date_header=False,
        server_header=False,
        timeout_keep_alive=75,
    )
    server = uvicorn.Server(config)

    def cut_line(client: tuple[str, int]) -> None:
        for connection in list(server.server_state.connections):
            if getattr(connection, "client", None) == client:
                connection.transport.abort()

    app.state.cut_line = cut_line
    return server

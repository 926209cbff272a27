"""The one who talks to Ozon: nothing else imports httpx, and nothing else in this package waits."""

import random
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from functools import partial
from types import TracebackType
from typing import Final, Self, TypeVar

import httpx

from ozon_xl import errors
from ozon_xl.clock import Clock, SystemClock
from ozon_xl.errors import OzonXLError
from ozon_xl.ozon.account import Account
from ozon_xl.ozon.deadline import DeadlineBackend
from ozon_xl.ozon.endpoint import Endpoint
from ozon_xl.ozon.limits import Limiter
from ozon_xl.ozon.notes import CallNote, RetryNote
from ozon_xl.ozon.postings import Postings
from ozon_xl.ozon.products import Products
from ozon_xl.ozon.protocol import Reply, Request, build_request, details_of, read_reply
from ozon_xl.ozon.ratings import Ratings
from ozon_xl.ozon.retry import wait_before
from ozon_xl.ozon.shop import Shop
from ozon_xl.ozon.stocks import Stocks
from ozon_xl.ozon.warehouses import Warehouses
from ozon_xl.ozon.wire import read_answer

T = TypeVar("T")

DEADLINE_S: Final = 60.0
CONNECT_S: Final = 10.0
MOST_BYTES: Final = 64 * 1024 * 1024
"""Of one unpacked answer; a page of a hundred postings has half a megabyte."""
WORKERS: Final = 8
"""Page chains side by side: at 150 ms an answer, eight of them come near the 50 requests a second."""
DATE_S: Final = 2.0
"""The ``Date`` header names whole seconds, and servers' clocks differ by part of one."""
STEP_S: Final = 0.25
"""A wait hears ``stop`` this often."""


class OzonClient:
    """The Seller API of one shop, for any number of threads.

    ``on_note`` and ``on_call`` are called in the thread that makes the request. ``on_wait`` is called in the thread
    that made the client, at least twice a second while that thread waits for an answer, for a limit or in ``wait``;
    with it the requests of that thread go out in another one. All clients of one Client-Id in this process keep its
    limits together.
    """

    def __init__(
        self,
        shop: Shop,
        *,
        clock: Clock | None = None,
        transport: httpx.BaseTransport | None = None,
        on_note: Callable[[RetryNote], None] | None = None,
        on_call: Callable[[CallNote], None] | None = None,
        on_wait: Callable[[], None] | None = None,
        deadline_s: float = DEADLINE_S,
    ) -> None:
        self.shop = shop
        self.account = Account(self._send)
        self.warehouses = Warehouses(self._send)
        self.products = Products(self._send)
        self.stocks = Stocks(self._send)
        self.postings = Postings(self._send)
        self.ratings = Ratings(self._send)
        self._clock = clock or SystemClock()
        self._limiter = _limiter_of(shop, self._clock)
        self._http = _Http(self._clock, transport, deadline_s)
        self._on_note = on_note or (lambda _note: None)
        self._on_call = on_call or (lambda _note: None)
        self._on_wait = on_wait
        self._maker = threading.get_ident()
        self._stop = threading.Event()
        self._thread = threading.local()
        self._time = _OzonTime(self._clock)
        self.clock: Clock = self._time
        """Ozon's time, as well as its answers have told: deadlines and ages are reckoned by it."""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return f"OzonClient({self.shop!r})"

    def close(self) -> None:
        """Let go of the connections."""
        self._http.close()

    def stop(self) -> None:
        """End every call at its next step with ``StoppedByUserError``; may be called from any thread.

        A request that is on its way is waited for, so that what it did is known.
        """
        self._stop.set()

    def go_on(self) -> None:
        """Take calls again after ``stop``."""
        self._stop.clear()

    def wait(self, seconds: float) -> None:
        """Let time pass between calls.

        Raises:
            StoppedByUserError: ``stop`` was called.
        """
        ends_at = self._clock.monotonic() + seconds
        while (left := ends_at - self._clock.monotonic()) > 0:
            self._check_stop()
            self._clock.sleep(min(left, STEP_S))
            self._tell_waiting()

    def wait_for_turn(self, endpoint: Endpoint) -> None:
        """Let time pass until the limits would let a call to this method go. Raises StoppedByUserError."""
        while (wait_s := self._limiter.wait(endpoint, self._clock.monotonic())) > 0:
            self.wait(wait_s)

    @property
    def clock_error(self) -> timedelta | None:
        """How far this computer's clock is ahead of Ozon's now, to a second; None before the first answer."""
        return self._clock.now() - self._time.now() if self._time.is_known else None

    def learn_time(self) -> None:
        """Ask Ozon once, if no answer has yet told how far this computer's clock is off. Any answer tells it.

        Raises:
            OzonXLError: as any call, where no answer came.
        """
        if self._time.is_known:
            return
        try:
            self.account.seller()
        except OzonXLError:
            if not self._time.is_known:
                raise

    def side_by_side(self, jobs: Sequence[Callable[[], T]], workers: int = WORKERS) -> list[T]:
        """The results of independent jobs, in their order. The first failure ends the others at their next step.

        Raises:
            Exception: that of the job which failed first.
        """
        group = _Group()

        def run(job: Callable[[], T]) -> T:
            self._thread.ended = group.ended
            try:
                return job()
            except BaseException as error:
                group.fail(error)
                raise

        with ThreadPoolExecutor(workers) as pool:
            futures = [pool.submit(run, job) for job in jobs]
            try:
                self._wait_for(set(futures), group)
            finally:  # also when the user interrupts this thread while it waits
                if not all(future.done() for future in futures):
                    group.ended.set()
                    pool.shutdown(cancel_futures=True)
        if group.first is not None:
            raise group.first
        return [future.result() for future in futures]

    def _wait_for(self, jobs: set[Future[T]], group: "_Group") -> None:
        while jobs:
            jobs = wait(jobs, STEP_S, FIRST_EXCEPTION).not_done
            if group.ended.is_set():
                for job in jobs:
                    job.cancel()
            self._tell_waiting()

    def _tell_waiting(self) -> None:
        if self._on_wait and threading.get_ident() == self._maker:
            self._on_wait()

    # --- one call ----------------------------------------------------------------------------------------------------

    def _send(self, endpoint: Endpoint, body: Mapping[str, object], read: Callable[[bytes], T]) -> T:
        if self._on_wait and threading.get_ident() == self._maker:
            return self.side_by_side([partial(self._call, endpoint, body, read)], 1)[0]
        return self._call(endpoint, body, read)

    def _call(self, endpoint: Endpoint, body: Mapping[str, object], read: Callable[[bytes], T]) -> T:
        """Retry outside, limits inside, sending innermost: every attempt takes its place in the limits.

        A write goes out once: whoever sends it has to read again before the next try.
        """
        request = build_request(endpoint, body, self.shop)

        def once() -> T:
            self._keep_limits(endpoint)
            return self._attempt(endpoint, request, read)

        return once() if endpoint.writes else self.patiently(endpoint, once)

    def patiently(self, endpoint: Endpoint, act: Callable[[], T]) -> T:
        """What ``act`` brings, which calls ``endpoint``; done again after the waits that its failures ask for.

        Of a write only a refusal for speed is such a failure: see ``wait_before``.
        """
        began, attempt = self._clock.monotonic(), 0
        while True:
            attempt += 1
            try:
                return act()
            except OzonXLError as error:
                elapsed_s = self._clock.monotonic() - began
                jitter = random.random()  # noqa: S311 - spreads the load, guards no secret
                wait_s = wait_before(error, attempt, elapsed_s, writes=endpoint.writes, jitter=jitter)
                if wait_s is None:
                    raise
                self._slow_all_down(endpoint, error, wait_s)
                self._on_note(RetryNote(endpoint.path, attempt, wait_s, type(error)))
            self.wait(wait_s)

    def _attempt(self, endpoint: Endpoint, request: Request, read: Callable[[bytes], T]) -> T:
        at, began = self._clock.now(), self._clock.monotonic()
        reply, failure = None, ""
        try:
            reply = self._http.exchange(request)
            self._time.learn(began, reply)
            content = read_reply(endpoint, reply, self.shop)
            return read_answer(endpoint, content, read, details_of(endpoint, reply))
        except OzonXLError as error:
            error.details.setdefault("endpoint", endpoint.path)
            failure = type(error).__name__
            raise
        finally:
            status, trace_id = (reply.status, reply.trace_id) if reply else (None, "")
            seconds = self._clock.monotonic() - began
            self._on_call(CallNote(at, self.shop.client_id, endpoint.path, status, seconds, trace_id, failure))

    def _keep_limits(self, endpoint: Endpoint) -> None:
        self._check_stop()
        while (wait_s := self._limiter.take(endpoint, self._clock.monotonic())) > 0:
            self.wait(wait_s)

    def _slow_all_down(self, endpoint: Endpoint, error: OzonXLError, wait_s: float) -> None:
        """After a refusal for speed the other threads wait too: they would only run into the same refusal."""
        until = self._clock.monotonic() + wait_s
        if isinstance(error, errors.RateLimitedError) and endpoint.limit is None:
            self._limiter.hold_all(until)
        elif isinstance(error, errors.RateLimitedError | errors.CircleOpenError):
            self._limiter.hold(endpoint, until)

    def _check_stop(self) -> None:
        ended: threading.Event | None = getattr(self._thread, "ended", None)
        if self._stop.is_set() or (ended is not None and ended.is_set()):
            raise errors.StoppedByUserError


class _Http:
    """One exchange over HTTP, bounded in time and size, with httpx's errors turned into ours."""

    def __init__(self, clock: Clock, transport: httpx.BaseTransport | None, deadline_s: float) -> None:
        self._clock = clock
        self._deadline_s = deadline_s
        self._sockets = DeadlineBackend(SystemClock().monotonic)
        self._client = httpx.Client(
            transport=transport or _transport(self._sockets),
            timeout=httpx.Timeout(deadline_s, connect=min(CONNECT_S, deadline_s)),
            follow_redirects=False,
            trust_env=False,
        )

    def close(self) -> None:
        self._client.close()

    def exchange(self, request: Request) -> Reply:
        """The answer, whatever its status.

        Raises:
            UnreachableError, TimedOutError, BrokenAnswerError: there is no whole answer.
        """
        began, answered = self._clock.monotonic(), False
        self._sockets.start(self._deadline_s)
        try:
            with self._client.stream("POST", request.url, headers=request.headers, content=request.content) as response:
                answered, round_trip_s = True, self._clock.monotonic() - began
                content = self._read(response, began + self._deadline_s)
                return Reply(response.status_code, dict(response.headers), content, round_trip_s)
        except httpx.ConnectTimeout as error:
            raise errors.UnreachableError(details=_cause(error, request)) from None
        except httpx.TimeoutException as error:
            raise errors.TimedOutError(seconds=round(self._deadline_s), details=_cause(error, request)) from None
        except httpx.RequestError as error:
            broken = errors.BrokenAnswerError if answered else errors.UnreachableError
            raise broken(details=_cause(error, request)) from None

    def _read(self, response: httpx.Response, ends_at: float) -> bytes:
        packing = response.headers.get("content-encoding", "identity").lower()
        if packing not in ("gzip", "identity"):  # packed twice, a few bytes become gigabytes
            raise errors.BrokenAnswerError(details={"cause": f"Content-Encoding {packing[:40]}"})
        chunks, size = [], 0
        for chunk in response.iter_bytes():
            size += len(chunk)
            if size > MOST_BYTES:
                raise errors.BrokenAnswerError(details={"cause": "too long"})
            if self._clock.monotonic() > ends_at:
                raise errors.TimedOutError(seconds=round(self._deadline_s))
            chunks.append(chunk)
        return b"".join(chunks)


def _transport(sockets: DeadlineBackend) -> httpx.HTTPTransport:
    limits = httpx.Limits(max_connections=WORKERS * 2, max_keepalive_connections=WORKERS * 2)
    transport = httpx.HTTPTransport(verify=True, trust_env=False, http1=True, http2=False, limits=limits)
    transport._pool._network_backend = sockets  # httpx has no door for it
    return transport


def _cause(error: httpx.RequestError, request: Request) -> dict[str, object]:
    """For the log."""
    text = f"{type(error).__name__}: {error}".replace(request.headers["Api-Key"], "***")
    return {"cause": text[:200]}


class _Group:
    """Jobs that run side by side."""

    def __init__(self) -> None:
        self.ended = threading.Event()
        self.first: BaseException | None = None
        self._lock = threading.Lock()

    def fail(self, error: BaseException) -> None:
        with self._lock:
            self.first = self.first or error
        self.ended.set()


class _OzonTime:
    """This computer's clock until the first answer, then Ozon's, carried on by the steady clock: however somebody sets
    this computer's clock meanwhile, it neither jumps nor stops.

    Of several answers the one with the shortest way counts. One that contradicts it counts too: the steady clock of a
    sleeping computer stands still.
    """

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.monotonic = clock.monotonic
        self.sleep = clock.sleep
        self._origin: datetime | None = None
        """What Ozon's clock showed when the steady one stood at 0."""
        self._trip_s = float("inf")
        self._lock = threading.Lock()

    @property
    def is_known(self) -> bool:
        return self._origin is not None

    def now(self) -> datetime:
        if self._origin is None:
            return self._clock.now()
        return self._origin + timedelta(seconds=self.monotonic())

    def learn(self, began: float, reply: Reply) -> None:
        if reply.server_time is None:
            return
        trip_s = reply.round_trip_s
        origin = reply.server_time - timedelta(seconds=began + trip_s / 2)
        with self._lock:
            off_s = abs(origin - (self._origin or origin)).total_seconds()
            # each is wrong by half its way at most, and by the part of a second that the header leaves out
            if trip_s < self._trip_s or off_s > DATE_S + (trip_s + self._trip_s) / 2:
                self._origin, self._trip_s = origin, trip_s


_LIMITERS: dict[tuple[str, str, object], Limiter] = {}


def _limiter_of(shop: Shop, clock: Clock) -> Limiter:
    """The one limiter of a Client-Id in this process (of one kind of time: a test may bring its own clock)."""
    time = SystemClock if isinstance(clock, SystemClock) else clock
    return _LIMITERS.setdefault((shop.base_url, shop.client_id, time), Limiter())

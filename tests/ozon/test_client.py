import logging
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import partial

import httpx
import pytest

from ozon_xl import errors
from ozon_xl.domain.stock_states import ItemAnswer
from ozon_xl.errors import OzonXLError
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.stocks import UPDATE_STOCKS, StockWrite
from tests.ozon.fakes import KEY, NOON, SHOP, Desk, Ozon, StepClock, fixture, refusal

SELLER = "/v1/seller/info"
UPDATE = "/v2/products/stocks"
BUSY = refusal(429, 8, "You have reached request rate limit per second")
DOWN = httpx.Response(502, text="<html>Bad Gateway</html>")
GOOD = fixture("account/seller")
WRITE = [StockWrite("00123", "1020005000219156", 5)]


# --- retries ---------------------------------------------------------------------------------------------------------


def test_a_read_is_tried_again_and_says_so() -> None:
    ozon = Ozon().on(SELLER, BUSY, DOWN, httpx.ConnectError("no route"), GOOD)
    desk = Desk(ozon)
    assert desk.client.account.seller().currency == "CNY"
    assert len(ozon.asked) == 4
    assert [note.reason for note in desk.notes] == [
        errors.RateLimitedError,
        errors.ServerTroubleError,
        errors.UnreachableError,
    ]
    assert [note.attempt for note in desk.notes] == [1, 2, 3]
    assert desk.clock.passed_s == pytest.approx(sum(note.wait_s for note in desk.notes))
    for lang in ("en", "ru", "zh"):
        assert all("Ozon" in note.say(lang) for note in desk.notes)


def test_giving_up_is_bounded() -> None:
    ozon = Ozon().on(SELLER, BUSY)
    desk = Desk(ozon)
    with pytest.raises(errors.RateLimitedError):
        desk.client.account.seller()
    assert len(ozon.asked) == 8
    assert desk.clock.passed_s < 310


def test_what_the_server_asks_for_is_waited() -> None:
    desk = Desk(Ozon().on(SELLER, refusal(429, 8, "slow down", retry_after="5"), GOOD))
    desk.client.account.seller()
    assert 5 <= desk.clock.passed_s <= 6.5


def test_a_truncated_answer_is_tried_again() -> None:
    ozon = Ozon().on(SELLER, httpx.Response(200, content=GOOD.content[:40]), GOOD)
    desk = Desk(ozon)
    assert desk.client.account.seller().name
    assert [note.reason for note in desk.notes] == [errors.BrokenAnswerError]
    assert [call.error for call in desk.calls] == ["BrokenAnswerError", ""]


def test_a_wrong_key_is_not_tried_again() -> None:
    ozon = Ozon().on(SELLER, refusal(404, 5, "Invalid Api-Key, please check the key and try again"))
    with pytest.raises(errors.WrongKeyError):
        Desk(ozon).client.account.seller()
    assert len(ozon.asked) == 1


@pytest.mark.parametrize(
    "answer",
    [
        DOWN,
        httpx.Response(429, text="Circle is open"),
        httpx.Response(200, text="<html>"),
        httpx.Response(200, text='{"result": ['),
        refusal(500, 13, "Internal error"),
        refusal(400, 3, "bad"),
        httpx.ReadTimeout("slow"),
        httpx.ConnectError("no route"),
        httpx.RemoteProtocolError("gone"),
    ],
    ids=repr,
)
def test_a_write_is_never_sent_twice(answer: httpx.Response | Exception) -> None:
    ozon = Ozon().on(UPDATE, answer)
    with pytest.raises(OzonXLError):
        Desk(ozon).client.stocks.update(WRITE)
    assert len(ozon.asked) == 1


def test_a_write_refused_for_speed_goes_out_again_only_with_what_was_read_anew() -> None:
    ozon = Ozon().on(UPDATE, BUSY, refusal(429, 8, "slow", retry_after="3"), fixture("stocks/update"))
    desk = Desk(ozon)
    with pytest.raises(errors.RateLimitedError):
        desk.client.stocks.update(WRITE)
    assert len(ozon.asked) == 1
    tries = []

    def read_and_write() -> list[ItemAnswer]:
        tries.append(desk.clock.monotonic())
        return desk.client.stocks.update(WRITE)

    assert desk.client.patiently(UPDATE_STOCKS, read_and_write)[0].updated is True
    assert len(tries) == 2
    assert tries[1] - tries[0] >= 3, "the wait comes before the read, not between the read and the write"


HTTPX_ERRORS: list[tuple[Exception, type[OzonXLError]]] = [
    (httpx.ConnectError("[Errno -2] Name or service not known"), errors.UnreachableError),
    (httpx.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]"), errors.UnreachableError),
    (httpx.ConnectTimeout("slow"), errors.UnreachableError),
    (httpx.ReadError("reset"), errors.UnreachableError),
    (httpx.WriteError("reset"), errors.UnreachableError),
    (httpx.CloseError("reset"), errors.UnreachableError),
    (httpx.ProxyError("no"), errors.UnreachableError),
    (httpx.UnsupportedProtocol("no"), errors.UnreachableError),
    (httpx.RemoteProtocolError("Server disconnected without sending a response."), errors.UnreachableError),
    (httpx.LocalProtocolError("no"), errors.UnreachableError),
    (httpx.TooManyRedirects("no"), errors.UnreachableError),
    (httpx.ReadTimeout("slow"), errors.TimedOutError),
    (httpx.WriteTimeout("slow"), errors.TimedOutError),
    (httpx.PoolTimeout("slow"), errors.TimedOutError),
]


@pytest.mark.parametrize(
    ("raised", "expected"), HTTPX_ERRORS, ids=lambda value: getattr(value, "__name__", repr(value))
)
def test_every_error_of_the_network_becomes_ours(raised: Exception, expected: type[OzonXLError]) -> None:
    ozon = Ozon().on(SELLER, raised)
    desk = Desk(ozon)
    with pytest.raises(OzonXLError) as caught:
        desk.client.account.seller()
    assert type(caught.value) is expected
    assert len(ozon.asked) > 1, "worth another try"
    assert caught.value.details["endpoint"] == SELLER
    assert "{" not in caught.value.say("ru")
    assert all(call.status is None for call in desk.calls)


def test_an_answer_that_breaks_off_is_told_from_no_answer() -> None:
    class Cut(httpx.SyncByteStream):
        def __iter__(self):  # type: ignore[no-untyped-def]
            yield b'{"company": '
            raise httpx.ReadError("reset")

    ozon = Ozon().on(SELLER, lambda _body: httpx.Response(200, stream=Cut()))
    with pytest.raises(errors.BrokenAnswerError):
        Desk(ozon).client.account.seller()


# --- limits ----------------------------------------------------------------------------------------------------------


def test_every_attempt_takes_its_place_in_the_limits() -> None:
    ozon = Ozon().on(UPDATE, fixture("stocks/update"))
    desk = Desk(ozon)
    began = desk.clock.passed_s
    for _ in range(80):
        desk.client.stocks.update(WRITE)
    assert desk.clock.passed_s - began < 2.1, "only the 50 a second of all methods"
    desk.client.stocks.update(WRITE)
    assert 60 <= desk.clock.passed_s - began < 61


def test_clients_of_one_shop_share_the_limits() -> None:
    clock = StepClock()
    ozon = Ozon().on(UPDATE, fixture("stocks/update"))
    clients = [OzonClient(SHOP, clock=clock, transport=httpx.MockTransport(ozon)) for _ in range(2)]
    for number in range(81):
        clients[number % 2].stocks.update(WRITE)
    assert clock.passed_s >= 60


def test_a_refusal_for_speed_slows_the_others_down_too() -> None:
    clock = StepClock()
    first = OzonClient(
        SHOP,
        clock=clock,
        transport=httpx.MockTransport(Ozon().on(SELLER, refusal(429, 8, "slow", retry_after="40"))),
        on_note=lambda _note: first.stop(),
    )
    with pytest.raises(errors.StoppedByUserError):
        first.account.seller()
    assert clock.passed_s < 1
    second = OzonClient(SHOP, clock=clock, transport=httpx.MockTransport(Ozon().on(SELLER, GOOD)))
    second.account.seller()
    assert clock.passed_s >= 40


def test_a_turn_is_waited_for_without_taking_it() -> None:
    desk = Desk(Ozon().on(UPDATE, fixture("stocks/update")))
    for _write in range(80):
        desk.client.wait_for_turn(UPDATE_STOCKS)
        desk.client.wait_for_turn(UPDATE_STOCKS)
        desk.client.stocks.update(WRITE)
    assert desk.clock.passed_s < 10
    desk.client.wait_for_turn(UPDATE_STOCKS)
    waited = desk.clock.passed_s
    assert waited >= 60
    desk.client.stocks.update(WRITE)
    assert desk.clock.passed_s == waited


# --- stopping --------------------------------------------------------------------------------------------------------


def test_stop_ends_the_next_call() -> None:
    ozon = Ozon().on(SELLER, GOOD)
    desk = Desk(ozon)
    desk.client.account.seller()
    desk.client.stop()
    with pytest.raises(errors.StoppedByUserError):
        desk.client.account.seller()
    assert len(ozon.asked) == 1


def test_stop_ends_a_wait() -> None:
    desk = Desk(Ozon().on(SELLER, httpx.Response(503, text="Circle is open")))
    real_sleep = desk.clock.sleep

    def sleep(seconds: float) -> None:
        real_sleep(seconds)
        if desk.clock.passed_s > 3:
            desk.client.stop()

    desk.clock.sleep = sleep  # type: ignore[method-assign]
    with pytest.raises(errors.StoppedByUserError):
        desk.client.account.seller()
    assert desk.clock.passed_s < 4, "an open circle is waited for minutes"


# --- side by side ----------------------------------------------------------------------------------------------------


def test_results_come_in_the_order_of_the_jobs() -> None:
    desk = Desk(Ozon())
    gates = [threading.Event() for _ in range(6)]

    def job(number: int) -> int:
        if number < 5:
            assert gates[number + 1].wait(5), "the jobs do not run side by side"
        gates[number].set()
        return number

    assert desk.client.side_by_side([partial(job, number) for number in range(6)], workers=6) == list(range(6))
    assert desk.client.side_by_side([]) == []


def test_never_more_than_the_workers() -> None:
    desk = Desk(Ozon())
    lock, running, most = threading.Lock(), 0, 0

    def job() -> None:
        nonlocal running, most
        with lock:
            running += 1
            most = max(most, running)
        threading.Event().wait(0.01)
        with lock:
            running -= 1

    desk.client.side_by_side([job] * 12, workers=3)
    assert most == 3


def test_the_first_failure_ends_the_others() -> None:
    failed = threading.Event()

    def endless(body: object) -> httpx.Response:
        failed.wait(5)
        return fixture("account/seller")

    ozon = Ozon().on(SELLER, endless).on("/v1/roles", refusal(403, 7, "Company is blocked"))
    desk = Desk(ozon)
    ended, asked_after = [], 0

    def patient() -> None:
        nonlocal asked_after
        try:
            while True:
                desk.client.account.seller()
                asked_after += 1
        except errors.StoppedByUserError:
            ended.append(1)
            raise

    def failing() -> None:
        try:
            desk.client.account.roles()
        finally:
            failed.set()

    not_started = []
    jobs = [patient, patient, failing, *([lambda: not_started.append(1)] * 50)]
    with pytest.raises(errors.CompanyBlockedError):
        desk.client.side_by_side(jobs, workers=3)
    assert len(ended) == 2
    assert asked_after < 100
    assert desk.client.account.seller().name, "the client itself goes on"


def test_an_ordinary_error_of_a_job_is_raised_too() -> None:
    def broken() -> None:
        raise KeyError("x")

    with pytest.raises(KeyError):
        Desk(Ozon()).client.side_by_side([broken, lambda: None])


# --- what it does while it waits -------------------------------------------------------------------------------------


class Pulse:
    """A hook that notes in which thread it was called, and does something the third time."""

    def __init__(self, third: Callable[[], object]) -> None:
        self.threads: list[int] = []
        self._third = third

    def __call__(self) -> None:
        self.threads.append(threading.get_ident())
        if len(self.threads) == 3:
            self._third()


def pulsing(ozon: Ozon, pulse: Pulse) -> OzonClient:
    return OzonClient(SHOP, clock=StepClock(), transport=httpx.MockTransport(ozon), on_wait=pulse)


def test_the_maker_hears_while_an_answer_is_waited_for() -> None:
    answer = threading.Event()

    def slow(_body: object) -> httpx.Response:
        assert answer.wait(10), "nobody was told that we wait"
        return fixture("account/seller")

    pulse = Pulse(answer.set)
    client = pulsing(Ozon().on(SELLER, slow), pulse)
    assert client.account.seller().name
    assert len(pulse.threads) >= 3
    assert set(pulse.threads) == {threading.get_ident()}


def test_the_maker_hears_while_jobs_run_side_by_side() -> None:
    go = threading.Event()
    pulse = Pulse(go.set)
    client = pulsing(Ozon().on(SELLER, GOOD), pulse)

    def job() -> str:
        assert go.wait(10)
        return client.account.seller().name

    assert client.side_by_side([job] * 4) == [client.account.seller().name] * 4
    assert set(pulse.threads) == {threading.get_ident()}


def test_the_maker_hears_twice_a_second_of_a_wait() -> None:
    pulse = Pulse(lambda: None)
    pulsing(Ozon(), pulse).wait(30)
    assert len(pulse.threads) >= 60


def test_stopped_while_it_waits_a_request_on_its_way_is_still_heard() -> None:
    answer = threading.Event()

    def slow(_body: object) -> httpx.Response:
        assert answer.wait(10)
        return fixture("stocks/update")

    def stop() -> None:
        client.stop()
        answer.set()

    client = pulsing(Ozon().on(UPDATE, slow), Pulse(stop))
    assert client.stocks.update(WRITE)[0].updated is True
    with pytest.raises(errors.StoppedByUserError):
        client.stocks.update(WRITE)
    with pytest.raises(errors.StoppedByUserError):
        client.wait(1)
    client.go_on()
    assert client.stocks.update(WRITE)[0].updated is True


def test_what_the_hook_raises_ends_the_call() -> None:
    def broken() -> None:
        raise KeyboardInterrupt

    go = threading.Event()
    pulse = Pulse(broken)
    client = pulsing(Ozon().on(SELLER, GOOD), pulse)

    def job() -> None:
        while True:
            client.account.seller()
            go.wait(0.05)

    with pytest.raises(KeyboardInterrupt):
        client.side_by_side([job])


# --- what it tells ---------------------------------------------------------------------------------------------------


def test_every_attempt_is_noted() -> None:
    traced = httpx.Response(502, text="", headers={"x-o3-trace-id": "t1"})
    desk = Desk(Ozon().on(SELLER, traced, GOOD))
    desk.client.account.seller()
    first, second = desk.calls
    assert (first.endpoint, first.status, first.trace_id, first.error) == (SELLER, 502, "t1", "ServerTroubleError")
    assert (second.status, second.error, second.shop) == (200, "", SHOP.client_id)
    assert first.at == NOON < second.at


def dated(text: str) -> httpx.Response:
    return httpx.Response(200, content=GOOD.content, headers={"date": text})


def test_the_clock_error_comes_from_the_quickest_answer() -> None:
    desk = Desk(Ozon())

    def taking(seconds: float, date: str):  # type: ignore[no-untyped-def]
        def answer(_body: object) -> httpx.Response:
            desk.clock.passed_s += seconds
            return dated(date)

        return answer

    ozon = Ozon().on(
        SELLER,
        taking(20, "Mon, 23 Nov 2026 11:00:00 GMT"),  # passed: 20
        taking(2, "Mon, 23 Nov 2026 11:30:21 GMT"),  # passed: 22
        taking(10, "Mon, 23 Nov 2026 11:30:30 GMT"),
    )
    desk.client._http._client = httpx.Client(transport=httpx.MockTransport(ozon))
    assert desk.client.clock_error is None
    desk.client.account.seller()
    assert desk.client.clock_error == timedelta(hours=1, seconds=10)
    desk.client.account.seller()
    assert desk.client.clock_error == timedelta(minutes=30)
    desk.client.account.seller()
    assert desk.client.clock_error == timedelta(minutes=30)


def answering(clock: StepClock) -> OzonClient:
    """The client of an Ozon that answers at once and tells the true time."""

    def answer(_request: httpx.Request) -> httpx.Response:
        return dated(format_datetime(NOON + timedelta(seconds=clock.passed_s), usegmt=True))

    return OzonClient(SHOP, clock=clock, transport=httpx.MockTransport(answer))


class SetClock(StepClock):
    """One that somebody sets, on a computer that may sleep meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.fast, self.slept_s = timedelta(0), 0.0

    def now(self) -> datetime:
        return super().now() + self.fast

    def monotonic(self) -> float:
        return super().monotonic() - self.slept_s


@pytest.mark.parametrize("step", [timedelta(hours=3), timedelta(days=-1)])
def test_ozons_time_goes_on_whatever_the_computers_clock_is_set_to(step: timedelta) -> None:
    clock = SetClock()
    clock.fast = timedelta(minutes=7)
    client = answering(clock)
    assert client.clock.now() == NOON + clock.fast, "nobody has told yet"
    client.account.seller()
    assert client.clock.now() == NOON
    clock.sleep(90)
    clock.fast = step
    assert client.clock.now() == NOON + timedelta(seconds=90)
    assert client.clock_error == step


def test_after_a_sleep_the_next_answer_tells_the_time_anew() -> None:
    clock = SetClock()
    client = answering(clock)
    client.account.seller()
    clock.passed_s, clock.slept_s = 7200.0, 7200.0
    assert client.clock.now() == NOON, "the steady clock has slept, too"
    client.account.seller()
    assert client.clock.now() == NOON + timedelta(hours=2)
    assert client.clock_error == timedelta(0)


def test_no_date_no_clock_error() -> None:
    desk = Desk(Ozon().on(SELLER, GOOD))
    desk.client.account.seller()
    assert desk.client.clock_error is None


def test_the_key_shows_up_nowhere(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    echo = httpx.Response(400, json={"code": 3, "message": f"key {KEY}"}, headers={"api-key": KEY})
    for answer in (echo, DOWN, httpx.ConnectError(KEY), httpx.Response(200, text=KEY)):
        desk = Desk(Ozon().on(SELLER, answer))
        with pytest.raises(OzonXLError) as caught:
            desk.client.account.seller()
        error = caught.value
        shown = [str(error), repr(error), repr(error.values), *(error.say(lang) for lang in ("en", "ru", "zh"))]
        shown += [repr(error.details), repr(desk.client), repr(desk.calls), repr(desk.notes), repr(vars(error))]
        assert all(KEY not in text for text in shown)
        assert error.__suppress_context__ or error.__context__ is None
    assert KEY not in caplog.text


def test_the_client_closes() -> None:
    with OzonClient(SHOP, clock=StepClock(), transport=httpx.MockTransport(Ozon().on(SELLER, GOOD))) as client:
        client.account.seller()
    with pytest.raises(RuntimeError):
        client.account.seller()

"""Starting, stopping, and the shop as a program of its own."""

import signal
import subprocess
import sys
import threading
from urllib.parse import urlsplit

import httpx
import pytest

from ozon_xl.errors import FaultSpecError, PortTakenError, UnknownScenarioError
from ozon_xl.practice.server import CLIENT_ID, Control, PracticeServer
from tests.source import ROOT


def roles(url: str, key: str) -> int:
    return httpx.post(f"{url}/v1/roles", headers={"Client-Id": CLIENT_ID, "Api-Key": key}, trust_env=False).status_code


def test_shops_open_and_close_and_leave_nothing_behind() -> None:
    others = set(threading.enumerate())  # of shops that other tests keep open; some end meanwhile
    keys = set()
    for _ in range(5):
        with PracticeServer(postings=5, offers=5) as practice:
            assert roles(practice.url, practice.api_key) == 200
            keys.add(practice.api_key)
        with pytest.raises(httpx.ConnectError):
            roles(practice.url, practice.api_key)
    ours = set(threading.enumerate()) - others
    for thread in ours:
        thread.join(10)
    assert not [thread for thread in ours if thread.is_alive()]
    assert len(keys) == 5
    assert all(key.startswith("demo-") for key in keys)


def test_two_shops_do_not_know_each_other() -> None:
    with PracticeServer(postings=5, offers=5) as one, PracticeServer(postings=5, offers=5) as other:
        assert roles(one.url, other.api_key) == 404
        one.control.faults("drop")
        assert roles(other.url, other.api_key) == 200


def test_a_shop_that_is_never_entered_can_be_closed() -> None:
    practice = PracticeServer(postings=5, offers=5)
    practice.stop()
    with pytest.raises(httpx.ConnectError):
        roles(practice.url, practice.api_key)


def test_closing_does_not_wait_for_requests_under_way() -> None:
    failed: list[Exception] = []

    def slow() -> None:
        try:
            httpx.post(practice.url + "/v1/roles", headers={"Client-Id": "1", "Api-Key": practice.api_key}, timeout=30)
        except httpx.HTTPError as error:
            failed.append(error)

    with PracticeServer(postings=5, offers=5, latency_ms=20_000) as practice:
        client = threading.Thread(target=slow)
        client.start()
        while not practice.control.requests("/v1/roles"):
            pass
    client.join(5)
    assert not client.is_alive()
    assert failed


def test_a_taken_port_is_named() -> None:
    with PracticeServer(postings=5, offers=5) as practice, pytest.raises(PortTakenError) as caught:
        PracticeServer(port=practice.port, postings=5, offers=5)
    assert str(practice.port) in caught.value.say("ru")


def test_unknown_options_are_refused_before_anything_listens() -> None:
    with pytest.raises(UnknownScenarioError):
        PracticeServer(scenario="nonsense")
    with pytest.raises(FaultSpecError):
        PracticeServer(faults="nonsense")


def test_a_program_of_its_own_says_where_it_is_on_its_first_line() -> None:
    options = ["--postings", "40", "--offers", "30", "--seed", "4", "--scenario", "day", "--speed", "60"]
    command = [
        sys.executable,
        "-m",
        "ozon_xl.practice",
        *options,
        "--latency-ms",
        "1",
        "--no-limits",
        "--faults",
        "no-total",
    ]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            url, key = process.stdout.readline().split()
            assert "40" in process.stdout.readline()
            assert roles(url, key) == 200
            port = urlsplit(url).port
            assert port is not None
            state = Control(port).state()
            assert (state["scenario"], state["speed"], state["offers"]) == ("day", 60, 30)
        finally:
            process.terminate()


@pytest.mark.skipif(sys.platform == "win32", reason="a console's Ctrl+C cannot be sent to one process there")
def test_ctrl_c_closes_it_without_a_word() -> None:
    command = [sys.executable, "-m", "ozon_xl.practice", "--postings", "5", "--offers", "5"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url, key = process.stdout.readline().split()
        assert roles(url, key) == 200
        process.send_signal(signal.SIGINT)
        assert process.communicate(timeout=20)[1] == ""
    assert process.returncode == 0


def test_the_program_says_what_is_wrong_with_its_options() -> None:
    command = [sys.executable, "-m", "ozon_xl.practice", "--scenario", "nonsense"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 1
    assert "morning-rush" in done.stderr
    assert "Traceback" not in done.stderr

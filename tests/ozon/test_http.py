"""Over real sockets: what only shows there."""

import gzip
import os
import shutil
import socket
import ssl
import subprocess
import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from ozon_xl import errors
from ozon_xl.ozon import client as client_module
from ozon_xl.ozon.client import OzonClient
from ozon_xl.ozon.shop import Shop
from tests.ozon.fakes import KEY

GOOD = b'{"company": {"name": "A shop", "currency": "RUB"}}'
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"

Handler = Callable[[socket.socket, bytes], None]


class Server:
    """Hands each connection's first request to ``handler``, which writes whatever it likes."""

    def __init__(self, handler: Handler, tls: ssl.SSLContext | None = None) -> None:
        self.requests: list[bytes] = []
        self._handler, self._tls = handler, tls
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                connection, _address = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._answer, args=(connection,), daemon=True).start()

    def _answer(self, connection: socket.socket) -> None:
        try:
            if self._tls:
                connection = self._tls.wrap_socket(connection, server_side=True)
            with connection:
                request = connection.recv(65536)
                if request:
                    self.requests.append(request)
                    self._handler(connection, request)
        except OSError:
            pass  # the client has gone, as some of these tests want it

    def close(self) -> None:
        self._socket.close()


@contextmanager
def serving(handler: Handler, tls: ssl.SSLContext | None = None) -> Iterator[Server]:
    server = Server(handler, tls)
    try:
        yield server
    finally:
        server.close()


class ImpatientClock:
    """Real time; waits are skipped."""

    def __init__(self) -> None:
        self._skipped = 0.0

    def now(self) -> datetime:
        return datetime.now(UTC)

    def monotonic(self) -> float:
        return time.monotonic() + self._skipped

    def sleep(self, seconds: float) -> None:
        self._skipped += seconds


def client_of(url: str, deadline_s: float = 5, clock: ImpatientClock | None = None) -> OzonClient:
    return OzonClient(Shop("1234567", KEY, url), clock=clock or ImpatientClock(), deadline_s=deadline_s)


def whole(body: bytes, *headers: bytes) -> bytes:
    lines = b"".join(header + b"\r\n" for header in headers)
    return HEAD + lines + b"Content-Length: %d\r\nConnection: close\r\n\r\n" % len(body) + body


def test_a_plain_answer() -> None:
    with serving(lambda line, _request: line.sendall(whole(GOOD))) as server, client_of(server.url) as client:
        assert client.account.seller().name == "A shop"
    (request,) = server.requests
    head = request.split(b"\r\n\r\n")[0].lower()
    assert request.startswith(b"POST /v1/seller/info HTTP/1.1\r\n")
    assert b"accept-encoding: gzip\r\n" in head + b"\r\n"
    assert b"api-key: " + KEY.encode() in head


def test_a_packed_answer() -> None:
    packed = whole(gzip.compress(GOOD), b"Content-Encoding: gzip")
    with serving(lambda line, _request: line.sendall(packed)) as server, client_of(server.url) as client:
        assert client.account.seller().name == "A shop"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_not_followed(status: int) -> None:
    with serving(lambda line, _request: line.sendall(whole(GOOD))) as thief:

        def redirect(line: socket.socket, _request: bytes) -> None:
            line.sendall(
                f"HTTP/1.1 {status} Moved\r\nLocation: {thief.url}/v1/seller/info\r\n"
                "Content-Length: 0\r\nConnection: close\r\n\r\n".encode()
            )

        with serving(redirect) as server, client_of(server.url) as client, pytest.raises(errors.BrokenAnswerError):
            client.account.seller()
    assert server.requests
    assert not thief.requests


def test_the_environment_is_not_asked(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    with serving(lambda line, _request: line.sendall(whole(GOOD))) as thief:
        for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"):
            monkeypatch.setenv(name, thief.url)
        netrc = tmp_path / "netrc"
        netrc.write_text("default login mallory password secret\n")
        netrc.chmod(0o600)
        monkeypatch.setenv("NETRC", str(netrc))
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "none.pem"))
        with (
            serving(lambda line, _request: line.sendall(whole(GOOD))) as server,
            client_of(server.url) as client,
        ):
            assert client.account.seller().name == "A shop"
    assert not thief.requests
    assert b"authorization" not in server.requests[0].lower()


# --- time ------------------------------------------------------------------------------------------------------------


def drip(pieces: bytes, first: bytes = b"") -> Handler:
    def handler(line: socket.socket, _request: bytes) -> None:
        line.sendall(first)
        for number in range(len(pieces)):
            line.sendall(pieces[number : number + 1])
            time.sleep(0.05)

    return handler


DRIPS = {
    "headers": drip(b"HTTP/1.1 200 OK\r\nX-Long: " + b"x" * 400),
    "body": drip(b" " * 400, HEAD + b"Content-Length: 400\r\n\r\n"),
    "chunks": drip(b"1\r\n \r\n" * 100, HEAD + b"Transfer-Encoding: chunked\r\n\r\n"),
    "packed, nothing comes out": drip(
        b"\x1f\x8b\x08\x08\x00\x00\x00\x00\x00\x03" + b"n" * 400,
        HEAD + b"Content-Encoding: gzip\r\nContent-Length: 900\r\n\r\n",
    ),
    "nothing": lambda _line, _request: time.sleep(20),
}


@pytest.mark.parametrize("kind", DRIPS)
def test_a_slow_answer_meets_the_deadline(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozon_xl.ozon.retry.PACES", {})
    with serving(DRIPS[kind]) as server, client_of(server.url, deadline_s=0.5) as client:
        began = time.monotonic()
        with pytest.raises(errors.TimedOutError):
            client.account.seller()
        assert time.monotonic() - began < 1.5


def test_a_deadline_is_for_one_request_alone() -> None:
    clock = ImpatientClock()
    slow = [4.0, 4.0, 4.0]

    def answer(line: socket.socket, _request: bytes) -> None:
        clock.sleep(slow.pop() if slow else 0)
        line.sendall(whole(GOOD))

    with serving(answer) as server, client_of(server.url, deadline_s=5, clock=clock) as client:
        for _ in range(3):
            assert client.account.seller().name == "A shop"
        assert client.side_by_side([client.account.seller] * 4)[3].name == "A shop"
    assert len(server.requests) == 7
    assert not slow


# --- size ------------------------------------------------------------------------------------------------------------


def test_a_bomb_is_defused() -> None:
    bomb = gzip.compress(b"\0" * (300 * 1024 * 1024), 9)
    packed = whole(bomb, b"Content-Encoding: gzip")
    assert len(packed) < 400_000
    with serving(lambda line, _request: line.sendall(packed)) as server, client_of(server.url, 30) as client:
        tracemalloc.start()
        try:
            with pytest.raises(errors.BrokenAnswerError) as caught:
                client.stocks.update([])
            peak = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
    assert caught.value.details["cause"] == "too long"
    assert peak < 3.5 * client_module.MOST_BYTES


def test_a_bomb_in_a_bomb_is_not_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("ozon_xl.ozon.retry.PACES", {})
    twice = whole(gzip.compress(gzip.compress(GOOD)), b"Content-Encoding: gzip, gzip")
    with (
        serving(lambda line, _request: line.sendall(twice)) as server,
        client_of(server.url) as client,
        pytest.raises(errors.BrokenAnswerError) as caught,
    ):
        client.account.seller()
    assert "gzip, gzip" in str(caught.value.details["cause"])


def test_a_body_without_end_is_cut(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "MOST_BYTES", 1024 * 1024)
    monkeypatch.setattr("ozon_xl.ozon.retry.PACES", {})

    def endless(line: socket.socket, _request: bytes) -> None:
        line.sendall(HEAD + b"Connection: close\r\n\r\n")
        while True:
            line.sendall(b" " * 65536)

    with (
        serving(endless) as server,
        client_of(server.url) as client,
        pytest.raises(errors.BrokenAnswerError),
    ):
        client.account.seller()


# --- broken ----------------------------------------------------------------------------------------------------------

BROKEN: dict[str, tuple[bytes, type[errors.OzonXLError]]] = {
    "nothing": (b"", errors.UnreachableError),
    "not http": (b"220 smtp.example ESMTP\r\n", errors.UnreachableError),
    "half a head": (b"HTTP/1.1 200 OK\r\nContent-", errors.UnreachableError),
    "half a body": (HEAD + b"Content-Length: 100\r\n\r\n" + GOOD[:20], errors.BrokenAnswerError),
    "half a chunk": (HEAD + b"Transfer-Encoding: chunked\r\n\r\nff\r\n{", errors.BrokenAnswerError),
    "half of what was packed": (
        whole(gzip.compress(GOOD)[:-20], b"Content-Encoding: gzip"),
        errors.BrokenAnswerError,
    ),
    "not packed at all": (whole(GOOD, b"Content-Encoding: gzip"), errors.BrokenAnswerError),
    "packed otherwise": (whole(GOOD, b"Content-Encoding: br"), errors.BrokenAnswerError),
    "a page": (whole(b"<html>Sign in to the Wi-Fi</html>"), errors.BrokenAnswerError),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_broken_answers(kind: str) -> None:
    answer, expected = BROKEN[kind]
    with (
        serving(lambda line, _request: line.sendall(answer)) as server,
        client_of(server.url) as client,
        pytest.raises(errors.OzonXLError) as caught,
    ):
        client.account.seller()
    assert type(caught.value) is expected
    assert len(server.requests) == 4, "reads are tried again"


def test_nobody_listens() -> None:
    with serving(lambda _line, _request: None) as server:
        pass
    with client_of(server.url) as client, pytest.raises(errors.UnreachableError):
        client.account.seller()


@pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificate")
def test_a_certificate_that_nobody_vouches_for_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    key, certificate = tmp_path / "key.pem", tmp_path / "certificate.pem"
    command = ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    command += ["-keyout", str(key), "-out", str(certificate), "-days", "2", "-subj", "/CN=127.0.0.1"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    monkeypatch.setenv("SSL_CERT_DIR", os.fspath(tmp_path))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    with serving(lambda line, _request: line.sendall(whole(GOOD)), context) as server:
        shop = Shop("1234567", KEY, server.url)
        object.__setattr__(shop, "base_url", server.url.replace("http:", "https:"))  # no setting can do that
        with (
            OzonClient(shop, clock=ImpatientClock()) as client,
            pytest.raises(errors.UnreachableError) as caught,
        ):
            client.account.seller()
    assert "CERTIFICATE_VERIFY_FAILED" in str(caught.value.details["cause"])
    assert not server.requests

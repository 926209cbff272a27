"""Real receivers of alerts on this computer: a web hook and a mail server, obliging, failing, slow or rude."""

import json
import socketserver
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.policy import default
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple


class Received(NamedTuple):
    """A message as it arrived."""

    title: str
    body: str


class Receiver:
    """What has arrived, and how the next message is taken: ``ok``, ``fail``, ``slow`` (answers late) or ``drop``."""

    scheme = ""

    def __init__(self) -> None:
        self.got: list[Received] = []
        self.manner = "ok"
        self.late_s = 1.5
        self.port = 0

    @property
    def address(self) -> str:
        """Where Apprise sends to."""
        raise NotImplementedError

    def wait(self) -> None:
        """As long as a slow one takes."""
        if self.manner == "slow":
            time.sleep(self.late_s)


class Hook(Receiver):
    """A web hook. Its path is a secret."""

    secret = "s3cretHookPath"

    @property
    def address(self) -> str:
        return f"json://127.0.0.1:{self.port}/{self.secret}"


class Mail(Receiver):
    """A mail server that asks for no password."""

    secret = "hushhush"

    @property
    def address(self) -> str:
        return f"mailto://127.0.0.1:{self.port}?from={self.secret}@example.com&to=team@example.com"


@contextmanager
def hook() -> Iterator[Hook]:
    receiver = Hook()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            if receiver.manner == "drop":
                return
            receiver.wait()
            if receiver.manner != "fail":
                receiver.got.append(Received(content["title"], content["message"]))
            self.send_response(500 if receiver.manner == "fail" else 200)
            self.end_headers()

        def log_message(self, *_args: object) -> None:
            """Silent."""

    yield from _serving(receiver, ThreadingHTTPServer(("127.0.0.1", 0), Handler))


@contextmanager
def mail() -> Iterator[Mail]:
    receiver = Mail()

    class Handler(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            self.say("220 here")
            while line := self.rfile.readline():
                word = line.split()[0].upper() if line.split() else b""
                if receiver.manner == "drop":
                    return
                if word == b"DATA":
                    self.data()
                elif word == b"QUIT":
                    self.say("221 bye")
                    return
                else:
                    self.say("550 no" if word == b"RCPT" and receiver.manner == "fail" else "250 fine")

        def data(self) -> None:
            self.say("354 go on")
            lines = []
            while (line := self.rfile.readline()) not in (b".\r\n", b""):
                lines.append(line.removeprefix(b"."))
            receiver.wait()
            message = message_from_bytes(b"".join(lines), policy=default)
            text = message.get_body(("plain",)) if message.is_multipart() else message
            receiver.got.append(Received(str(message["subject"]), str(text.get_content()) if text else ""))
            self.say("250 taken")

        def say(self, line: str) -> None:
            self.wfile.write(line.encode() + b"\r\n")

    socketserver.ThreadingTCPServer.daemon_threads = True
    yield from _serving(receiver, socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler))


def _serving(receiver: Any, server: socketserver.TCPServer) -> Iterator[Any]:
    receiver.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        server.server_close()
        thread.join()

"""A deadline for a whole request. httpx counts its timeouts from packet to packet, so a server that drips never meets
them; here every wait on the socket ends at the deadline: connecting, headers and body alike."""

import ssl
import threading
from collections.abc import Callable, Iterable

import httpcore


class DeadlineBackend(httpcore.NetworkBackend):
    """The sockets of a connection pool; each thread has its own deadline.

    ``monotonic`` tells real seconds: sockets know no other.
    """

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._inner = httpcore.SyncBackend()
        self._monotonic = monotonic
        self._thread = threading.local()

    def start(self, seconds: float) -> None:
        """This thread's next request has so long."""
        self._thread.ends_at = self._monotonic() + seconds

    def left(self, timeout: float | None) -> float:
        """Seconds that this thread may still wait.

        Raises:
            httpcore.ReadTimeout: none.
        """
        left: float = self._thread.ends_at - self._monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("deadline")
        return left if timeout is None else min(left, timeout)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """A connection whose waits end at the deadline."""
        stream = self._inner.connect_tcp(host, port, self.left(timeout), local_address, socket_options)
        return _DeadlineStream(stream, self)


class _DeadlineStream(httpcore.NetworkStream):
    def __init__(self, inner: httpcore.NetworkStream, backend: DeadlineBackend) -> None:
        self._inner = inner
        self._backend = backend

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, self._backend.left(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, self._backend.left(timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        stream = self._inner.start_tls(ssl_context, server_hostname, self._backend.left(timeout))
        return _DeadlineStream(stream, self._backend)

    def get_extra_info(self, info: str) -> object:
        return self._inner.get_extra_info(info)

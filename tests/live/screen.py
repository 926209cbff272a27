"""A screen that nobody sees: windows are drawn, a mouse presses, a keyboard types, and pictures can be taken."""

import os
import re
import shutil
import struct
import subprocess
import zlib
from pathlib import Path
from typing import NoReturn, Self

import pytest

WIDTH, HEIGHT, PLACES = 1440, 900, 3
"""Of a window, and how many fit side by side: nobody is here to put one above the other."""


def _missing(program: str) -> NoReturn:
    if os.environ.get("OZON_XL_REQUIRE_OFFICE") == "1":
        pytest.fail(f"{program} is required (OZON_XL_REQUIRE_OFFICE=1) but not installed")
    pytest.skip(f"{program} is not installed")


def _program(name: str) -> str:
    return shutil.which(name) or _missing(name)


class Screen:
    """Xvfb with its mouse and keyboard, in a folder of its own."""

    def __init__(self, folder: Path) -> None:
        self._xdotool = _program("xdotool")
        self._picture = folder / "Xvfb_screen0"
        options = [
            "-screen",
            "0",
            f"{WIDTH * PLACES}x{HEIGHT}x24",
            "-fbdir",
            str(folder),
            "-nolisten",
            "tcp",
            "-noreset",
        ]
        self._server = subprocess.Popen(
            [_program("Xvfb"), "-displayfd", "1", *options], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        assert self._server.stdout is not None
        number = self._server.stdout.readline().decode().strip()
        assert number, "Xvfb does not start"
        self.environment = {**os.environ, "DISPLAY": f":{number}"}

    def press(self, x: int, y: int) -> None:
        """The left mouse button, once."""
        self._do("mousemove", str(x), str(y), "click", "1")

    def faced(self) -> str:
        """The title of the window that has the keyboard."""
        return self._do("getwindowfocus", "getwindowname").strip()

    def face(self, title: str) -> None:
        """Give the keyboard to the window whose title begins so."""
        self._do("search", "--onlyvisible", "--name", f"^{re.escape(title)}", "windowfocus")

    def keys(self, *names: str) -> None:
        """Keys one after the other, as ``Return`` or ``alt+y``, to the window that has the focus."""
        self._do("key", "--clearmodifiers", *names)

    def _do(self, *words: str) -> str:
        command = [self._xdotool, *words]
        return subprocess.run(
            command, env=self.environment, check=True, timeout=30, stdout=subprocess.PIPE
        ).stdout.decode()

    def picture(self, place: int) -> bytes:
        """What is to be seen now at one of the places, as PNG."""
        return png_from_xwd(self._picture.read_bytes(), place * WIDTH, WIDTH)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.terminate()
        self._server.communicate()


def png_from_xwd(dump: bytes, left: int, width: int) -> bytes:
    """A part of a picture in X's dump format (32 bits a pixel: blue, green, red, unused) as PNG."""
    fields = struct.unpack(">25I", dump[:100])
    header, height, line, colours = fields[0], fields[5], fields[12], fields[19]
    rows = bytearray()
    for y in range(height):
        start = header + colours * 12 + y * line + left * 4
        pixels = dump[start : start + width * 4]
        row = bytearray(width * 3)
        row[0::3], row[1::3], row[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
        rows += b"\0" + row
    head = struct.pack(">2I5B", width, height, 8, 2, 0, 0, 0)
    chunks = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(rows), 6)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data)) for kind, data in chunks
    )

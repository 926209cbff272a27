"""What a user types, and what comes back."""

import json
from pathlib import Path

from typer.testing import CliRunner

from ozon_xl.cli import app
from ozon_xl.practice.server import PracticeServer

_RUNNER = CliRunner()


def run(*words: str, code: int = 0, typed: str | None = None) -> str:
    """What a command prints; ``code`` is the exit code it must have, ``typed`` what is answered to its questions."""
    result = _RUNNER.invoke(app, list(words), input=typed)
    assert result.exit_code == code, result.output
    return result.output


def add_shop(practice: PracticeServer, folder: Path, key: str = "") -> Path:
    """Set up the practice shop; with another key than its own without trying it. Returns the key file."""
    key_file = folder / "key"
    key_file.write_text(key or practice.api_key, encoding="utf-8")
    key_file.chmod(0o600)
    words = ["shop", "add", practice.client_id, "--key-file", str(key_file), "--address", practice.url, "--lang", "en"]
    run(*words, *(["--offline"] if key else []))
    return key_file


def last_line(output: str) -> dict[str, object]:
    """The JSON object that a command printed last."""
    found = json.loads(output.strip().splitlines()[-1])
    assert isinstance(found, dict)
    return found

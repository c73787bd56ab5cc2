"""A guarded child process that opens what may be hostile: it has no environment, little time and little memory."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dashboard.intake.problems import refuse

START_SECONDS = 10
CPU_SIGNALS = {-24, -9}


def run_child(script: Path, raw: bytes, settings: Mapping[str, Any], *, slow: str, killed: str) -> bytes:
    """What `script` prints for `raw` under `settings`.

    Raises Refused with the problem code `slow` when it takes more than their `seconds`, `killed` when it ends badly.
    """
    seconds: int = settings["seconds"]
    try:
        done = subprocess.run(
            [sys.executable, "-I", str(script), json.dumps(settings)],
            input=raw,
            capture_output=True,
            timeout=seconds + START_SECONDS,
            env={"LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise refuse(slow, seconds=seconds) from error
    if done.returncode in CPU_SIGNALS:
        raise refuse(slow, seconds=seconds)
    if done.returncode != 0:
        raise refuse(killed)
    return done.stdout

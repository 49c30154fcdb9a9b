"""Whole processes without a terminal: from their start to their end.

Knows: that the kernel counts a process's own CPU time, and that of the children it waited for.
"""

from __future__ import annotations

import os
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path


def run(
    command: Sequence[str], environ: Mapping[str, str], folder: Path, *, expects: int = 0
) -> dict[str, list[float]]:
    """Run it to its end; give ``wall`` and ``cpu`` (user and system) in milliseconds."""
    began = time.perf_counter()
    process = subprocess.Popen(
        command,
        env=environ,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    _, status, used = os.wait4(process.pid, 0)
    wall = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != expects:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}, not {expects}")
    return {"wall": [wall * 1e3], "cpu": [(used.ru_utime + used.ru_stime) * 1e3]}

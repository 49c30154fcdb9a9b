"""What a process has cost so far, as Linux tells it.

Knows: ``/proc``: nanoseconds of CPU per thread, and the high-water mark of resident memory.
"""

from __future__ import annotations

import os
from pathlib import Path


def cpu(pid: int) -> float:
    """Give the CPU seconds of the threads that live (``schedstat`` has nanoseconds)."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(_nanoseconds(thread) for thread in threads) / 1e9


def _nanoseconds(thread: Path) -> int:
    try:
        return int(_read(thread).split()[0])
    except OSError:  # it has ended since it was listed
        return 0


def peak(pid: int) -> float:
    """Give the most memory (MiB, resident) that the process has had since it was started."""
    status = _read(Path(f"/proc/{pid}/status"))
    line = next(line for line in status.splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) / 1024


def family(pid: int) -> list[int]:
    """Give the process and all that descend from it."""
    try:
        children = _read(Path(f"/proc/{pid}/task/{pid}/children")).split()
    except OSError:  # it has ended since it was listed
        return [pid]
    return [pid, *(each for child in children for each in family(int(child)))]


def machine_busy() -> float:
    """Give the CPU seconds that the whole machine was busy since it was started."""
    ticks = [int(word) for word in _read(Path("/proc/stat")).splitlines()[0].split()[1:9]]
    idle = ticks[3] + ticks[4]
    return (sum(ticks) - idle) / os.sysconf("SC_CLK_TCK")


def _read(path: Path) -> str:
    return path.read_text("ascii", "replace")

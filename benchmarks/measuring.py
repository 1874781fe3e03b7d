"""Timings of one run, side by side: medians and percentiles, never a single figure."""

from __future__ import annotations

import os
import platform
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Timing:
    """Milliseconds of one call: median and 95th percentile over ``runs``."""

    median: float
    p95: float
    runs: int

    def __str__(self) -> str:
        return f"médiane {self.median:.1f} ms, 95e centile {self.p95:.1f} ms ({self.runs} appels)"


def timed(call: Callable[[], object], runs: int = 60, warm: int = 5) -> Timing:
    for _ in range(warm):
        call()
    lasted = []
    for _ in range(runs):
        start = time.perf_counter()
        call()
        lasted.append((time.perf_counter() - start) * 1000)
    lasted.sort()
    return Timing(lasted[len(lasted) // 2], lasted[int(len(lasted) * 0.95)], runs)


def peak_megabytes() -> float:
    """Peak resident memory of this process; where the system says it, without that of the one that started it."""
    status = Path("/proc/self/status")
    if status.exists():
        told = dict(line.split(":", 1) for line in status.read_text(encoding="ascii").splitlines())
        return int(told["VmHWM"].split()[0]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def whole_process(command: list[str], runs: int = 7) -> tuple[float, float]:
    """Median wall seconds and peak megabytes of a command run on its own."""
    walls, peaks = [], []
    for _ in range(runs):
        start = time.perf_counter()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            _, _, usage = os.wait4(process.pid, 0)
            process.returncode = 0
        walls.append(time.perf_counter() - start)
        peaks.append(usage.ru_maxrss / 1024)
    return sorted(walls)[runs // 2], max(peaks)


def machine() -> str:
    return f"Python {sys.version.split()[0]}, {platform.machine()}, {os.cpu_count()} cœurs"

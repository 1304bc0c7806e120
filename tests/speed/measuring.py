"""Measures runs of a command: wall time, CPU time, peak memory."""

import json
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

TIMED = Path(__file__).resolve().parent / "timed.py"


class Failed(Exception):
    """A command ended with an exit code that says failure."""


@dataclass(frozen=True)
class Run:
    """One run; seconds and bytes."""

    wall: float
    cpu: float
    peak: int


@dataclass
class Runs:
    """All runs of one program on one input."""

    runs: list[Run] = field(default_factory=list)

    @property
    def wall(self) -> float:
        return statistics.median(run.wall for run in self.runs)

    @property
    def shortest(self) -> float:
        return min(run.wall for run in self.runs)

    @property
    def cpu(self) -> float:
        return statistics.median(run.cpu for run in self.runs)

    @property
    def least_cpu(self) -> float:
        return min(run.cpu for run in self.runs)

    @property
    def peak(self) -> int:
        return max(run.peak for run in self.runs)


def measure(command: list[str], output: Path, good: tuple[int, ...] = (0,)) -> Run:
    """Runs the command in its output folder, which is made anew."""
    shutil.rmtree(output, ignore_errors=True)
    output.mkdir()
    result, said = output.with_suffix(".json"), output.with_suffix(".log")
    with said.open("wb") as log:
        # Without the site packages, which would make this small process large.
        timed = [sys.executable, "-I", "-S", str(TIMED), str(result), *command]
        subprocess.run(timed, cwd=output, stdout=log, stderr=log, check=True)
    took = json.loads(result.read_text(encoding="utf-8"))
    if took["exit"] not in good:
        last = said.read_text(encoding="utf-8", errors="replace")[-2000:]
        raise Failed(f"{' '.join(command)}\nended with exit code {took['exit']}:\n{last}")
    return Run(took["wall"], took["cpu"], took["peak"])

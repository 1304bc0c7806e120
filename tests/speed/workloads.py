"""What is measured: inputs of certain sizes, and the work done on each."""

from dataclasses import dataclass
from pathlib import Path

import corpus


@dataclass(frozen=True)
class Source:
    """An input: `files` (a folder), `lines` (NDJSON) or `one` (a single large meeting)."""

    shape: str
    count: int

    @property
    def title(self) -> str:
        return {
            "files": "1 file" if self.count == 1 else f"{self.count:,} files",
            "lines": f"NDJSON of {self.count:,} meetings",
            "one": f"one meeting of {self.count:,} records",
        }[self.shape]

    @property
    def meetings(self) -> int:
        return 1 if self.shape == "one" else self.count

    def in_folder(self, folder: Path) -> Path:
        suffix = {"files": "", "lines": ".ndjson", "one": ".json"}[self.shape]
        return folder / f"{self.shape}-{self.count}{suffix}"

    def make(self, folder: Path) -> Path:
        """Makes the input up, unless it is there from another time."""
        path = self.in_folder(folder)
        if not path.exists():
            # Under another name until it is whole.
            unfinished = path.with_name(f"unfinished-{path.name}")
            write = {"files": corpus.write_files, "lines": corpus.write_ndjson, "one": corpus.write_large}
            write[self.shape](unfinished, self.count)
            unfinished.rename(path)
        return path


@dataclass(frozen=True)
class Workload:
    """Work that Rollbook and its peers do: records and sums of roles, as CSV or XLSX.

    `factor` is how many times faster than the best peer Rollbook means to be.
    """

    name: str
    source: Source
    format: str
    factor: float

    @property
    def title(self) -> str:
        return f"{self.source.title} → {self.format.upper()}"


@dataclass(frozen=True)
class Scale:
    """How much of everything, and how often."""

    files: int
    meeting: int
    large: int
    lines: int
    series: tuple[int, ...]
    columns: int
    partition: int
    repetitions: int

    def workloads(self) -> list[Workload]:
        files, large = Source("files", self.files), Source("one", self.large)
        return [
            Workload("files", files, "csv", 3.0),
            Workload("meeting", Source("one", self.meeting), "csv", 3.0),
            Workload("large", large, "csv", 3.0),
            Workload("lines", Source("lines", self.lines), "csv", 3.0),
            Workload("files-xlsx", files, "xlsx", 2.5),
            Workload("large-xlsx", large, "xlsx", 2.5),
        ]


SCALES = {
    "small": Scale(
        files=1_000,
        meeting=2_000,
        large=20_000,
        lines=4_000,
        series=(200, 2_000),
        columns=2_000,
        partition=2_000,
        repetitions=3,
    ),
    "full": Scale(
        files=20_000,
        meeting=20_000,
        large=200_000,
        lines=200_000,
        series=(200, 2_000, 20_000, 200_000),
        columns=50_000,
        partition=20_000,
        repetitions=5,
    ),
}


@dataclass(frozen=True)
class Bench:
    """What is measured how often, and where inputs and outputs stand."""

    program: Path
    scale: Scale
    repetitions: int
    inputs: Path
    outputs: Path
    # It takes longer to start than all of a small run.
    starts_spark: bool = False

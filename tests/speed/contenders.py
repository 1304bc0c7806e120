"""Who is measured: Rollbook, and each peer that is installed."""

import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from peers.in_python import COLUMNS, ROLE_COLUMNS
from workloads import Workload

PEERS = Path(__file__).resolve().parent / "peers"

# From a workload, its input and the folder for the output to the command.
Command = Callable[[Workload, Path, Path], list[str]]


@dataclass(frozen=True)
class Contender:
    """A program that can do a workload. Commands run in their output folder."""

    name: str
    formats: tuple[str, ...]
    command: Command
    shapes: tuple[str, ...] = ("files", "lines", "one")
    is_rollbook: bool = False

    def can_do(self, workload: Workload) -> bool:
        return workload.format in self.formats and workload.source.shape in self.shapes


def rollbook(program: Path, jobs: int | None = None, tables: str | None = "records,report_roles") -> Contender:
    options = ["--tables", tables] if tables else []
    options += ["--jobs", str(jobs)] if jobs else []

    def command(workload: Workload, source: Path, output: Path) -> list[str]:
        output_options = ["--format", workload.format, "--output", str(output), "--force", "--quiet"]
        # All columns, as the others write them.
        whole = ["--detail"] if workload.format == "xlsx" else []
        return [str(program), "convert", str(source), *output_options, *whole, *options]

    name = f"Rollbook, --jobs {jobs}" if jobs else "Rollbook"
    return Contender(name, ("csv", "xlsx"), command, is_rollbook=True)


def on_cores(program: Path, count: int) -> Contender:
    """Rollbook where the system gives it so many cores; where there is no way to say that, by so many threads."""
    if not (hasattr(os, "sched_getaffinity") and shutil.which("taskset")):
        return rollbook(program, jobs=count)
    cores = ",".join(str(core) for core in sorted(os.sched_getaffinity(0))[:count])
    free = rollbook(program)

    def command(workload: Workload, source: Path, output: Path) -> list[str]:
        return ["taskset", "--cpu-list", cores, *free.command(workload, source, output)]

    return replace(free, name=f"Rollbook on {count} core{'s' if count > 1 else ''}", command=command)


def with_columns_of_peers(program: Path) -> Contender:
    """Rollbook where it writes what the peers write, but for the mismatches of a role, which it does not count."""
    roles = [name for name in ROLE_COLUMNS if name != "mismatches"]
    chosen = [f"--columns={table}={','.join(names)}" for table, names in (("records", COLUMNS), ("report_roles", roles))]
    whole = rollbook(program)

    def command(workload: Workload, source: Path, output: Path) -> list[str]:
        return [*whole.command(workload, source, output), *chosen]

    return replace(whole, name=f"Rollbook, the peers' {len(COLUMNS)} columns", command=command)


def without_digests(whole: Contender) -> Contender:
    """The same without SHA-256 of what is read and written, which no peer takes."""

    def command(workload: Workload, source: Path, output: Path) -> list[str]:
        return [*whole.command(workload, source, output), "--digest", "none"]

    return replace(whole, name=f"{whole.name}, no digests", command=command)


def in_python(parser: str, title: str) -> Contender:
    def command(workload: Workload, source: Path, output: Path) -> list[str]:
        script = str(PEERS / "in_python.py")
        return [sys.executable, script, parser, workload.source.shape, str(source), str(output)]

    return Contender(title, ("csv",), command)


def in_node(threads: int) -> Contender:
    def command(workload: Workload, source: Path, output: Path) -> list[str]:
        script = str(PEERS / "node_csv.mjs")
        return ["node", script, str(threads), workload.source.shape, str(source), str(output)]

    if threads == 1:
        return Contender("Node", ("csv",), command)
    return Contender(f"Node, {threads} threads", ("csv",), command, shapes=("files", "lines"))


def with_exceljs() -> Contender:
    def command(workload: Workload, source: Path, output: Path) -> list[str]:
        return ["node", str(PEERS / "node_xlsx.mjs"), workload.source.shape, str(source), str(output)]

    return Contender("Node + exceljs", ("xlsx",), command)


def with_jq() -> Contender:
    def command(workload: Workload, source: Path, output: Path) -> list[str]:
        return ["sh", str(PEERS / "jq_two.sh"), workload.source.shape, str(source)]

    return Contender("jq + awk", ("csv",), command)


def with_chdb() -> Contender:
    def command(workload: Workload, source: Path, output: Path) -> list[str]:
        return [sys.executable, str(PEERS / "with_chdb.py"), pattern(workload, source), str(output)]

    return Contender("chDB (order lost)", ("csv",), command)


def pattern(workload: Workload, source: Path) -> str:
    return str(source / "*.json" if workload.source.shape == "files" else source)


def duckdb_settings(workload: Workload, source: Path) -> str:
    whole = workload.source.shape == "one"
    settings = {
        "input": f"'{pattern(workload, source)}'",
        "format": "'newline_delimited'" if workload.source.shape == "lines" else "'unstructured'",
        # Its default, unless the document is larger.
        "object_size": source.stat().st_size + 1 if whole else 16 << 20,
    }
    return " ".join(f"SET VARIABLE {name} = {value};" for name, value in settings.items())


def in_duckdb(settings: str, parts: list[str]) -> list[str]:
    """Runs these of DuckDB's parts in turn, by its command or its Python package."""
    files = [str(PEERS / f"duckdb_{part}.sql") for part in parts]
    if shutil.which("duckdb"):
        reads = [word for file in files for word in ("-c", f".read '{file}'")]
        return ["duckdb", "-bail", "-c", settings, *reads]
    return [sys.executable, str(PEERS / "in_duckdb.py"), settings, *files]


def with_duckdb(excel: str | None) -> Contender:
    """DuckDB, with this statement to load its Excel extension."""

    def command(workload: Workload, source: Path, output: Path) -> list[str]:
        settings = duckdb_settings(workload, source)
        written = ["csv", "csv_roles"]
        if workload.format == "xlsx":
            settings += excel
            written = ["xlsx"]
        return in_duckdb(settings, ["input", "rows", "roles", *written])

    return Contender("DuckDB", ("csv", "xlsx") if excel else ("csv",), command)


def with_duckdb_streamed(is_ordered: bool) -> Contender:
    """DuckDB, rows straight into the file; in their order, or as threads come to them."""

    def command(workload: Workload, source: Path, output: Path) -> list[str]:
        settings = duckdb_settings(workload, source)
        settings += f" SET preserve_insertion_order = {str(is_ordered).lower()};"
        return in_duckdb(settings, ["input", "streamed", "roles", "csv_roles"])

    return Contender("DuckDB, streamed" if is_ordered else "DuckDB, streamed (order lost)", ("csv",), command)


def has_package(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


def succeeds(*command: str) -> bool:
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def duckdb_takes(statement: str) -> bool:
    if shutil.which("duckdb"):
        return succeeds("duckdb", "-bail", "-c", statement)
    return succeeds(sys.executable, str(PEERS / "in_duckdb.py"), statement)


def duckdb_excel() -> str | None:
    """The statement that loads the extension: where DuckDB keeps it, or as a Python package."""
    package = importlib.util.find_spec("duckdb_extension_excel")
    folders = package.submodule_search_locations if package else []
    files = [file for folder in folders for file in Path(folder).rglob("excel.duckdb_extension")]
    statements = ["LOAD excel;", *(f"LOAD '{file}';" for file in files)]
    return next(filter(duckdb_takes, statements), None)


def has_exceljs() -> bool:
    """Looks where Node does: in NODE_PATH."""
    return succeeds("node", "-e", "require('exceljs')")


def installed_peers() -> tuple[list[Contender], list[str]]:
    """The peers that are there, and what is missing."""
    peers, missing = [in_python("json", "Python")], []

    def look_for(is_there: bool, name: str, make: Callable[[], list[Contender]]) -> None:
        if is_there:
            peers.extend(make())
        else:
            missing.append(name)

    msgspec = in_python("msgspec", "Python + msgspec")
    look_for(has_package("msgspec"), "msgspec (Python package)", lambda: [msgspec])
    orjson = in_python("orjson", "Python + orjson")
    look_for(has_package("orjson"), "orjson (Python package)", lambda: [orjson])
    duckdb = bool(shutil.which("duckdb")) or has_package("duckdb")
    excel = duckdb_excel() if duckdb else None
    look_for(
        duckdb,
        "duckdb (command or Python package)",
        lambda: [with_duckdb(excel), with_duckdb_streamed(True), with_duckdb_streamed(False)],
    )
    if duckdb and not excel:
        missing.append("DuckDB's extension excel, for XLSX")
    look_for(has_package("chdb"), "chdb (Python package)", lambda: [with_chdb()])
    look_for(bool(shutil.which("jq")) and os.name == "posix", "jq", lambda: [with_jq()])
    node = bool(shutil.which("node"))
    look_for(node, "node", lambda: [in_node(1), in_node(2)])
    look_for(node and has_exceljs(), "exceljs (in NODE_PATH), for XLSX", lambda: [with_exceljs()])
    return peers, missing

"""What is called: tables of Arrow, and folders of files."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path as FilePath
from typing import TYPE_CHECKING, Any, Optional, overload

from ._inputs import Facts, Inputs, Path, Reports, of_facts, of_reports, pyarrow
from ._program import Option, run, running, words

if TYPE_CHECKING:
    import pyarrow as pa

FACTS = "facts"


def table(
    name: str, reports: Optional[Reports] = None, *, facts: Facts = None, **options: Option
) -> pa.Table:
    """Returns a table of these reports, or of these facts, by its name: `people`, `records`.

    >>> rollbook.table("people", "reports", roster="roster.csv")  # doctest: +SKIP
    """
    with _reader(name, reports, facts, options) as reader:
        return reader.read_all()


def batches(
    name: str, reports: Optional[Reports] = None, *, facts: Facts = None, **options: Option
) -> Iterator[pa.RecordBatch]:
    """Yields a table piece by piece, while the program still reads: of evidence, and `facts`.

    The last piece is followed by an error where something failed: earlier ones are no answer.
    """
    with _reader(name, reports, facts, options) as reader:
        yield from reader


def tables(
    names: Iterable[str],
    reports: Optional[Reports] = None,
    *,
    facts: Facts = None,
    **options: Option,
) -> dict[str, pa.Table]:
    """Returns several tables, for which everything is read once."""
    names = list(names)
    if len(names) == 1:
        return {names[0]: table(names[0], reports, facts=facts, **options)}
    pa = pyarrow()
    read = {}
    with tempfile.TemporaryDirectory(prefix="rollbook-") as folder:
        output = os.path.join(folder, "out")
        settled: dict[str, Option] = {"tables": ",".join(names), "format": "arrow"}
        _write(reports, facts, output, {**_free(options, settled), **settled})
        for name in names:
            # Not mapped into memory: the file goes.
            with pa.OSFile(os.path.join(output, "arrow", f"{name}.arrow")) as file:
                read[name] = pa.ipc.open_file(file).read_all()
    return read


@overload
def facts(reports: Reports, output: None = None, **options: Option) -> pa.Table: ...


@overload
def facts(reports: Reports, output: Path, **options: Option) -> FilePath: ...


def facts(reports: Reports, output: Optional[Path] = None, **options: Option) -> Any:
    """Returns the facts of these reports, a row for each, from which `facts=` makes tables.

    With `output`, they go into a file, or with `partition` into a folder, which is returned.
    """
    if output is None:
        return table(FACTS, reports, **options)
    inputs = of_reports(reports)
    settled: dict[str, Option] = {"output": output}
    chosen = {"exit_zero": True, **_free(options, settled), **settled}
    run([FACTS, *words(chosen), *inputs.arguments], inputs.pieces)
    return FilePath(output)


def convert(reports: Reports, output: Path, **options: Option) -> FilePath:
    """Writes a folder of these reports as `rollbook convert` does, and returns it."""
    return _write(reports, None, output, options)


def fold(facts: Facts, output: Path, **options: Option) -> FilePath:
    """Writes a folder of these facts as `rollbook fold` does, and returns it."""
    return _write(None, facts, output, options)


def _write(
    reports: Optional[Reports], facts: Facts, output: Path, options: dict[str, Option]
) -> FilePath:
    command, inputs = _asked(reports, facts)
    settled: dict[str, Option] = {"output": output}
    chosen = {"exit_zero": True, "quiet": True, **_free(options, settled), **settled}
    run([command, *words(chosen), *inputs.arguments], inputs.pieces)
    return FilePath(output)


@contextmanager
def _reader(
    name: str, reports: Optional[Reports], facts: Facts, options: dict[str, Option]
) -> Iterator[Any]:
    pa = pyarrow()
    command, inputs = _asked(reports, facts)
    settled: dict[str, Option] = {"output": "-", "format": "arrow"}
    usual: dict[str, Option] = {"exit_zero": True}
    if name == FACTS:
        if reports is None:
            raise TypeError("facts are made of reports")
        command = FACTS
    else:
        settled["tables"] = name
        usual["quiet"] = True
    chosen = {**usual, **_free(options, settled), **settled}
    with running([command, *words(chosen), *inputs.arguments], inputs.pieces) as stream:
        yield pa.ipc.open_stream(stream)


def _asked(reports: Optional[Reports], facts: Facts) -> tuple[str, Inputs]:
    if (reports is None) == (facts is None):
        raise TypeError("either reports or facts are read")
    return ("convert", of_reports(reports)) if reports is not None else ("fold", of_facts(facts))


def _free(options: dict[str, Option], settled: dict[str, Option]) -> dict[str, Option]:
    """Returns the options, of which none is settled by the call."""
    for key in options:
        if key in settled:
            raise TypeError(f"{key} is settled by what is called")
    return options

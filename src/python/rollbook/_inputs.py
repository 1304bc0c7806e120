"""What a call was given, as arguments of the program and what goes to its standard input."""

from __future__ import annotations

import codecs
import glob
import json
import os
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from typing import TYPE_CHECKING, Any, NamedTuple, Optional, Union

from ._program import RollbookError

if TYPE_CHECKING:
    import pyarrow as pa

Path = Union[str, "os.PathLike[str]"]
Reports = Union[
    Path,
    bytes,
    Mapping[str, bytes],
    Iterable[Path],
    Iterable[bytes],
    Iterable[tuple[str, bytes]],
    "Iterable[pa.Array]",
]
# Beside these anything that hands over a stream of Arrow: polars, DuckDB, a reader.
Facts = Union[Path, bytes, Iterable[Path], "Iterable[pa.RecordBatch]", Any]

# How many rows of facts, or lines of an array, go to the program at a time.
ROWS = 1024

SEVERAL_LINES = "a document of several lines needs a name: hand over (name, bytes), or a dict"


class Inputs(NamedTuple):
    """Arguments, and what goes to standard input."""

    arguments: list[str]
    pieces: Optional[Iterable[bytes]] = None


def of_reports(reports: Reports) -> Inputs:
    """Returns the inputs of `convert` and `facts`."""
    if isinstance(reports, (str, os.PathLike)):
        return _paths([reports])
    if isinstance(reports, bytes):
        return Inputs(["-"], [reports])
    if isinstance(reports, Mapping):
        reports = reports.items()
    some = iter(reports)
    first = next(some, None)
    if isinstance(first, (str, os.PathLike)):
        return _paths(chain([first], some))
    if first is None:
        return Inputs(["--lines", "-"], [])
    if hasattr(first, "__arrow_c_array__"):
        return Inputs(["--lines", "-"], _lines(chain([first], some)))
    return Inputs(["--lines", "-"], map(_line, chain([first], some)))


def of_facts(facts: Facts) -> Inputs:
    """Returns the inputs of `fold`."""
    if isinstance(facts, (str, os.PathLike)):
        return _paths([facts])
    if isinstance(facts, bytes):
        return Inputs(["-"], [facts])
    if hasattr(facts, "__arrow_c_stream__"):
        reader = pyarrow().RecordBatchReader.from_stream(facts)
        return Inputs(["-"], _stream(reader.schema, reader))
    some = iter(facts)
    first = next(some, None)
    if isinstance(first, (str, os.PathLike)):
        return _paths(chain([first], some))
    if first is None:
        return Inputs(["-"], [])
    return Inputs(["-"], _stream(first.schema, chain([first], some)))


def pyarrow() -> Any:
    """Returns the package, or says how to get it."""
    try:
        import pyarrow
        import pyarrow.ipc
    except ImportError as error:
        said = "tables are those of pyarrow, which is not there: pip install 'rollbook[arrow]'"
        raise ImportError(said) from error
    return pyarrow


def _paths(paths: Iterable[object]) -> Inputs:
    arguments = ["--"]
    for path in paths:
        if not isinstance(path, (str, os.PathLike)):
            raise TypeError(f"either paths or documents are read at a time, and not {path!r}, too")
        text = os.fspath(path)
        # A single - would be the standard input of this process.
        text = os.path.join(".", text) if text == "-" else text
        if not glob.has_magic(text) and not os.path.exists(text):
            raise RollbookError(f"`{text}` is not there", 2)
        arguments.append(text)
    return Inputs(arguments)


def _line(document: object) -> bytes:
    """Returns a document as a line: with its name in an envelope, or as it is."""
    if isinstance(document, bytes):
        line = document.strip(b"\r\n")
        if b"\n" in line:
            raise TypeError(SEVERAL_LINES)
        return line + b"\n"
    if isinstance(document, tuple):
        name, content = document
        text = _text(name, content)
        return json.dumps({"source": name, "document": text}).encode() + b"\n"
    raise TypeError(f"either paths or documents are read at a time, and not {document!r}")


def _lines(arrays: Iterable[Any]) -> Iterator[bytes]:
    """Yields the texts of arrays as lines, many at a time; null is a line without a document."""
    pa = pyarrow()
    for array in arrays:
        # Neither copied nor decoded.
        texts = pa.array(array).cast(pa.large_binary())
        for start in range(0, len(texts), ROWS):
            some = texts.slice(start, ROWS).fill_null(b"").to_pylist()
            lines = b"\n".join([*some, b""])
            if lines.count(b"\n") > len(some):
                raise TypeError(SEVERAL_LINES)
            yield lines


def _text(name: str, content: bytes) -> str:
    marks = [(codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16")]
    encoding = next((name for mark, name in marks if content.startswith(mark)), "utf-8-sig")
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        said = f"`{name}` is no text in UTF-8 or UTF-16: hand over its path"
        raise RollbookError(said, 2) from error


class _Pieces(list[bytes]):
    """A file that keeps what is written, until it is taken."""

    closed = False

    def write(self, piece: bytes) -> int:
        self.append(bytes(piece))
        return len(piece)

    def take(self) -> bytes:
        taken = b"".join(self)
        self.clear()
        return taken


def _stream(schema: Any, batches: Iterable[Any]) -> Iterator[bytes]:
    """Yields a stream of Arrow of the column of facts, a few rows at a time."""
    pa = pyarrow()
    pieces = _Pieces()
    # Without the column, the program says which there are.
    columns = ["facts"] if "facts" in schema.names else schema.names
    chosen = pa.schema([schema.field(name) for name in columns])
    with pa.ipc.new_stream(pa.PythonFile(pieces, mode="w"), chosen) as writer:
        for batch in batches:
            narrow = pa.Table.from_batches([batch]).select(columns)
            writer.write_table(narrow, max_chunksize=ROWS)
            yield pieces.take()
    yield pieces.take()

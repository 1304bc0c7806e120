"""Running the program: words in, a stream out, and what it says about it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import sysconfig
import threading
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from typing import IO, Union

if sys.platform == "linux":
    import fcntl

Option = Union[
    None,
    bool,
    int,
    float,
    str,
    date,
    "os.PathLike[str]",
    "Mapping[str, Option]",
    "Iterable[Option]",
]


# What a pipe holds, in bytes: as much as Linux lets everybody ask for.
PIPE = 1 << 20


class RollbookError(Exception):
    """The program failed; it reads as the program's own sentence."""

    def __init__(self, said: str, code: int) -> None:
        super().__init__(said, code)
        self.said = said
        self.code = code

    def __str__(self) -> str:
        return self.said


# As it is imported, and as a traceback names it.
RollbookError.__module__ = "rollbook"


class RollbookWarning(UserWarning):
    """What the program said of a run that went well: what it could not read, say."""


def program() -> str:
    """Returns the program that is run: ROLLBOOK, else that of the wheel, else in the PATH."""
    chosen = os.environ.get("ROLLBOOK")
    if chosen:
        return chosen
    name = "rollbook.exe" if os.name == "nt" else "rollbook"
    user = "nt_user" if os.name == "nt" else "posix_user"
    folders = [
        Path(sysconfig.get_path("scripts")),
        Path(sysconfig.get_path("scripts", user)),
        # As `pip install --target` lays it out.
        Path(__file__).parent.parent / "bin",
    ]
    for folder in folders:
        if (folder / name).is_file():
            return str(folder / name)
    found = shutil.which(name)
    if found is None:
        said = "the program rollbook is not there: install the wheel, or name it in ROLLBOOK"
        raise RollbookError(said, 2)
    return found


def words(options: Mapping[str, Option]) -> list[str]:
    """Returns options as the program takes them; each in one word, whatever its value is."""
    made = []
    for key, value in options.items():
        name = "--" + key.rstrip("_").replace("_", "-")
        for one in _several(value):
            if one is True:
                made.append(name)
            elif one is not None and one is not False:
                made.append(f"{name}={_text(key, one)}")
    return made


def _several(value: Option) -> Iterable[Option]:
    if isinstance(value, Mapping):
        # {"people": ["email", "share"]} is people=email,share.
        return [f"{key}={_list(key, one)}" for key, one in value.items()]
    if isinstance(value, Iterable) and not isinstance(value, (str, bytes, os.PathLike)):
        return value
    return [value]


def _list(key: str, value: Option) -> str:
    return ",".join(_text(key, one) for one in _several(value))


def _text(key: str, value: Option) -> str:
    if isinstance(value, os.PathLike):
        return os.fspath(value)
    if isinstance(value, (str, int, float, date)):
        return str(value)
    raise TypeError(f"{key} takes texts, numbers, dates and paths, and not {value!r}")


@contextmanager
def running(arguments: list[str], pieces: Iterable[bytes] | None = None) -> Iterator[IO[bytes]]:
    """Runs the program, and hands over its standard output while it runs.

    Pieces go to its standard input as they come. The program is gone in the end, whatever
    happens here.
    """
    try:
        process = subprocess.Popen(
            [program(), *arguments],
            stdin=subprocess.DEVNULL if pieces is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
    except OSError as error:
        reason = f"the program could not be started: {error}; of many files name the folder"
        raise RollbookError(reason, 2) from error
    assert process.stdout and process.stderr
    _widen(process.stdin)
    _widen(process.stdout)
    said: list[bytes] = []
    failed: list[BaseException] = []
    listening = threading.Thread(target=_listen, args=(process.stderr, said), daemon=True)
    listening.start()
    feeding = None
    if pieces is not None:
        feeding = threading.Thread(target=_feed, args=(process, pieces, failed), daemon=True)
        feeding.start()
    broken = None
    try:
        try:
            yield process.stdout
        except (ValueError, OSError) as error:
            # A stream of Arrow that ends too early; the program knows why.
            broken = error
        if broken is None:
            # Whatever stands behind the end, so that the program is not stopped by it.
            while process.stdout.read(1 << 16):
                pass
        process.stdout.close()
        code = process.wait()
        listening.join()
        if feeding:
            feeding.join()
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
    if failed:
        raise failed[0]
    text = b"".join(said).decode(errors="replace").strip()
    if code != 0:
        raise RollbookError(text or f"the program ended with {code}", code)
    if broken:
        raise broken
    # Who hands over nothing knows that nothing was read.
    if text and pieces != []:
        warnings.warn(text, RollbookWarning, stacklevel=2)


def run(arguments: list[str], pieces: Iterable[bytes] | None = None) -> None:
    """Runs the program to its end."""
    with running(arguments, pieces):
        pass


def _widen(pipe: IO[bytes] | None) -> None:
    """Lets a pipe hold more where the system can, so that its two ends wait less often."""
    if sys.platform == "linux" and sys.version_info >= (3, 10) and pipe is not None:
        # Whoever has many pipes may get no more.
        with suppress(OSError):
            fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE)


def _listen(stream: IO[bytes], said: list[bytes]) -> None:
    with stream:
        said.extend(stream)


def _feed(
    process: subprocess.Popen[bytes], pieces: Iterable[bytes], failed: list[BaseException]
) -> None:
    assert process.stdin
    try:
        for piece in pieces:
            process.stdin.write(piece)
            if process.poll() is not None:
                break
    except (BrokenPipeError, ConnectionResetError):
        # It ended earlier, and says why itself.
        pass
    except BaseException as error:
        # What came so far must not pass for the whole.
        failed.append(error)
        process.kill()
    finally:
        with suppress(OSError):
            process.stdin.close()

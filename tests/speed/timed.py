"""Runs one command and tells what it took: wall time, CPU time, peak memory.

A program of its own and a small one: the peak of a child begins with that of the
process that starts it, so a large parent would be measured in place of a small
child. Even so nothing below the few MiB of this process can be told.

Usage: python3 -I -S timed.py RESULT COMMAND…
writes RESULT as JSON. CPU time is that of the command and of all it started and
waited for; peak memory that of the largest of these processes.
"""

import json
import os
import sys
import time


def main() -> None:
    result, *command = sys.argv[1:]
    begin = time.perf_counter()
    process = os.posix_spawnp(command[0], command, os.environ)
    _, status, used = os.wait4(process, 0)
    wall = time.perf_counter() - begin
    # Linux counts in KiB, macOS in bytes.
    unit = 1 if sys.platform == "darwin" else 1024
    took = {
        "wall": wall,
        "cpu": used.ru_utime + used.ru_stime,
        "peak": used.ru_maxrss * unit,
        "exit": os.waitstatus_to_exitcode(status),
    }
    with open(result, "w", encoding="utf-8") as file:
        json.dump(took, file)


main()

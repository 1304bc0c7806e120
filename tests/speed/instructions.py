"""Counts the instructions of fixed small runs, and fails when one takes more than it did.

Counts do not depend on how busy the machine is: two runs differ by less than a
thousandth. They are compared with those in instructions.json, separately for a
debug and a release build. A debug build is enough to see another pass over the
data or one more allocation a record, and it is there anyway once the tests have
run; what only the optimiser sees needs the release build.

SHA-256 is left out: valgrind knows no instructions for it, so that it would take
half of the count and a hundredth of the time. Counts of another compiler, C
library or valgrind are shown and not judged.

Usage:
    python3 instructions.py --rollbook target/debug/rollbook
    python3 instructions.py --rollbook target/debug/rollbook --renew
"""

import argparse
import hashlib
import json
import os
import platform
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import corpus

BASELINE = Path(__file__).resolve().parent / "instructions.json"

# How much more than the baseline a count may be.
TOLERANCE = 0.03

# The function that takes the digest of blocks; it calls nothing that calls it again.
SHA_256 = "sha2::sha256::compress256"

ONE_THREAD = ["--jobs", "1"]
INTO = [*ONE_THREAD, "--quiet", "--output", "out"]
ROWS = ["--tables", "records,report_roles", *INTO]

# What is counted: each in a folder with the inputs, by one thread.
CASES = {
    "start": ["--version"],
    "check, lines": ["check", "lines.ndjson", *ONE_THREAD],
    "CSV, files": ["convert", "files", "--format", "csv", *ROWS],
    "CSV, lines": ["convert", "lines.ndjson", "--format", "csv", *ROWS],
    "CSV, one meeting": ["convert", "large.json", "--format", "csv", *ROWS],
    "CSV, all tables": ["convert", "lines.ndjson", "--format", "csv", *INTO],
    "JSON": ["convert", "lines.ndjson", "--format", "json", *ROWS],
    "XLSX": ["convert", "large.json", "--format", "xlsx", "--detail", *ROWS],
    "HTML": ["convert", "lines.ndjson", "--format", "html", *INTO],
}


def make_inputs(folder: Path) -> str:
    """Makes the inputs up and returns their digest."""
    corpus.write_files(folder / "files", meetings=40)
    corpus.write_ndjson(folder / "lines.ndjson", meetings=40)
    corpus.write_large(folder / "large.json", records=250)
    digest = hashlib.sha256()
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        digest.update(path.read_bytes())
    return digest.hexdigest()


def count(program: Path, arguments: list[str], folder: Path) -> int:
    profile = folder / "callgrind.out"
    command = ["valgrind", "--tool=callgrind", f"--callgrind-out-file={profile}", str(program), *arguments]
    # Nothing that a shell or a terminal adds.
    surroundings = {"PATH": os.environ["PATH"], "HOME": str(folder), "LC_ALL": "C.UTF-8", "TZ": "UTC", "NO_COLOR": "1"}
    shutil.rmtree(folder / "out", ignore_errors=True)
    profile.unlink(missing_ok=True)
    ended = subprocess.run(command, cwd=folder, env=surroundings, capture_output=True, text=True, check=False)
    # Findings of severity error end with 1.
    if ended.returncode not in (0, 1) or not profile.exists():
        sys.exit(f"error: {' '.join(command)}\nended with exit code {ended.returncode}:\n{ended.stderr[-2000:]}")
    total, digests = instructions(profile)
    if "out" in arguments and digests == 0:
        sys.exit(f"error: files were written, and {SHA_256} was not called; has it another name now?")
    return total - digests


def instructions(profile: Path) -> tuple[int, int]:
    """All instructions of a profile, and those of SHA-256 with all that it calls."""
    names: dict[str, str] = {}
    total, digests, callee, of_call = 0, 0, "", False
    with profile.open(encoding="utf-8", errors="replace") as lines:
        for line in lines:
            if of_call:
                # The line after a call holds what it took, callees included.
                digests += int(line.split()[-1]) if callee == SHA_256 else 0
                of_call = False
            elif name := re.match(r"(c?)fn=(\(\d+\))(?: (.*))?", line):
                called, number, text = name.groups()
                # A name is given once and a number stands for it afterwards.
                if text:
                    names[number] = text
                if called:
                    callee = names[number]
            elif line.startswith("calls="):
                of_call = True
            elif line.startswith("totals:"):
                total = int(line.split()[1])
    return total, digests


def made_with(program: Path, inputs: str) -> dict[str, str]:
    """What a count depends on besides the code."""
    compiler = re.search(rb"rustc version ([^\0]+?)\0", program.read_bytes())
    valgrind = subprocess.run(["valgrind", "--version"], capture_output=True, text=True, check=True)
    return {
        "rustc": compiler[1].decode() if compiler else "unknown",
        "libc": " ".join(platform.libc_ver()),
        "machine": platform.machine(),
        "valgrind": valgrind.stdout.strip(),
        "inputs": inputs,
    }


def growth(count: int, before: int) -> float:
    return count / before - 1


def compare(found: dict, known: dict | None) -> int:
    """Prints the counts beside the baseline; 1 where one has grown."""
    if known and known["made with"]["inputs"] != found["made with"]["inputs"]:
        print("error: the inputs made up are not those of the baseline")
        print("  hint: if they were changed on purpose, renew the baseline with --renew")
        return 1
    comparable = known is not None and known["made with"] == found["made with"]
    grown = []
    for case, now in found["counts"].items():
        before = (known or {"counts": {}})["counts"].get(case)
        change = f"{growth(now, before):+8.2%}" if before else "     new"
        print(f"{case:20} {now:15,} {change}")
        if before and growth(now, before) > TOLERANCE:
            grown.append(case)
    if not comparable:
        reason = "no baseline for this build" if known is None else "the baseline was made with something else"
        print(f"not judged: {reason}; --renew makes it anew\n  now  {found['made with']}")
        if known is not None:
            print(f"  then {known['made with']}")
        return 0
    if grown:
        print(f"error: more than {TOLERANCE:.0%} above the baseline: {'; '.join(grown)}")
        print("  hint: look with callgrind_annotate, or renew the baseline with --renew and say why in the commit")
        return 1
    return 0


def typed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--rollbook", type=Path, required=True, help="the program")
    parser.add_argument("--build", choices=("debug", "release"), help="how it was built, if its folder does not tell")
    parser.add_argument("--renew", action="store_true", help="make these counts the baseline of this build")
    options = parser.parse_args()
    if not options.rollbook.is_file():
        parser.error(f"there is no {options.rollbook}; build it with `cargo build`")
    options.build = options.build or options.rollbook.resolve().parent.name
    if options.build not in ("debug", "release"):
        parser.error("say with --build how the program was built")
    return options


def main() -> None:
    options = typed()
    program = options.rollbook.resolve()
    with tempfile.TemporaryDirectory(prefix="rollbook-count-") as name:
        folder = Path(name)
        inputs = make_inputs(folder)
        counts = {case: count(program, arguments, folder) for case, arguments in CASES.items()}
    found = {"made with": made_with(program, inputs), "counts": counts}
    baseline = json.loads(BASELINE.read_text(encoding="utf-8")) if BASELINE.exists() else {}
    code = compare(found, baseline.get(options.build))
    if options.renew:
        baseline[options.build] = found
        BASELINE.write_text(json.dumps(baseline, indent=2, sort_keys=True) + "\n", encoding="utf-8")
        code = 0
    sys.exit(code)


if __name__ == "__main__":
    main()

"""Licences and sources of all that Rollbook is built from.

Every package that is part of it, on any system and with any feature, comes from
crates.io, and may be passed on in a program under the MIT licence without asking anybody.

Known holes in packages (RustSec) are not looked for: their database is in no registry of
packages, and this check uses nothing else.
"""

import json
import subprocess
import sys

from license_expression import get_spdx_licensing

ALLOWED = {
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unlicense",
    "Zlib",
}
CRATES_IO = "registry+https://github.com/rust-lang/crates.io-index"

spdx = get_spdx_licensing()


def may_be_passed_on(expression):
    """Whether one way to read the expression needs allowed licences only."""
    if str(expression) in ALLOWED:
        return True
    parts = getattr(expression, "args", ())
    operator = getattr(expression, "operator", "").strip()
    if operator == "OR":
        return any(map(may_be_passed_on, parts))
    if operator == "AND":
        return all(map(may_be_passed_on, parts))
    return False


def faults(package):
    """What is wrong with a package's licence or source."""
    if package["source"] is None:
        return  # Rollbook itself
    if package["source"] != CRATES_IO:
        yield f"comes from {package['source']}"
    # The old way to write OR.
    written = (package["license"] or "").replace("/", " OR ")
    if not written:
        yield "names no licence"
    elif not may_be_passed_on(spdx.parse(written, validate=True)):
        yield f"is under {written}"


def parts(resolved):
    """The ids of the packages that are built in; those that only tests use are not."""
    nodes = {node["id"]: node for node in resolved["nodes"]}
    found, waiting = set(), [resolved["root"]]
    while waiting:
        package = waiting.pop()
        if package in found:
            continue
        found.add(package)
        for dependency in nodes[package]["deps"]:
            if any(kind["kind"] != "dev" for kind in dependency["dep_kinds"]):
                waiting.append(dependency["pkg"])
    return found


def main():
    command = ["cargo", "metadata", "--format-version", "1", "--locked", "--all-features"]
    metadata = json.loads(subprocess.check_output(command))
    built_in = parts(metadata["resolve"])
    packages = [p for p in metadata["packages"] if p["id"] in built_in]
    told = [f"{p['name']} {p['version']} {fault}" for p in packages for fault in faults(p)]
    print("\n".join(told) or f"{len(packages)} packages may be passed on")
    sys.exit(bool(told))


main()

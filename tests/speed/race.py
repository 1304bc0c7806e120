"""Programs that do the same work take turns, and what they wrote is compared."""

import shutil
import sys
from pathlib import Path

import comparing
from contenders import Contender
from measuring import Failed, Runs, measure
from workloads import Bench, Workload

# Rollbook's: all well, and findings of severity error (a sum that does not add up).
GOOD_EXITS = (0, 1)

# A peer this many times slower than the quickest is run once.
FAR_BEHIND = 3.0


def say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Race:
    """One workload and those who do it; the first is the one the others are compared with."""

    def __init__(self, workload: Workload, contenders: list[Contender], bench: Bench):
        say(workload.title)
        self.workload = workload
        self.source = workload.source.make(bench.inputs)
        self.contenders = contenders
        self.outputs = {one.name: bench.outputs / str(place) for place, one in enumerate(contenders)}
        self.runs: dict[str, Runs] = {one.name: Runs() for one in contenders}
        self.read: dict[str, tuple[str, comparing.Outcome]] = {}
        # Those that could not do the work or did it otherwise, which are not timed, and why.
        self.failed: dict[str, str] = {}
        self.different: dict[str, str] = {}

    @property
    def first(self) -> Contender:
        return self.contenders[0]

    @property
    def rows(self) -> int:
        return self.outcome(self.first).rows

    def outcome(self, contender: Contender) -> comparing.Outcome:
        return self.read[contender.name][1]

    def take_turns(self, repetitions: int) -> None:
        try:
            for turn in range(repetitions):
                for contender in self.contenders:
                    if self.takes_part(contender, turn):
                        self.run(contender)
        finally:
            for output in self.outputs.values():
                shutil.rmtree(output, ignore_errors=True)

    def takes_part(self, contender: Contender, turn: int) -> bool:
        if turn == 0 or contender.is_rollbook:
            return True
        peers = self.peers()
        if contender.name not in peers:
            return False
        quickest = min(runs.wall for runs in peers.values())
        return peers[contender.name].wall < FAR_BEHIND * quickest

    def peers(self) -> dict[str, Runs]:
        """The runs of all but Rollbook, as far as they could do the work."""
        names = [one.name for one in self.contenders if not one.is_rollbook and one.name not in self.failed]
        return {name: self.runs[name] for name in names}

    def own(self) -> dict[str, Runs]:
        """The runs of Rollbook, the one that the others are compared with first."""
        return {one.name: self.runs[one.name] for one in self.contenders if one.is_rollbook}

    def run(self, contender: Contender) -> None:
        output = self.outputs[contender.name]
        command = contender.command(self.workload, self.source, output)
        try:
            run = measure(command, output, GOOD_EXITS if contender.is_rollbook else (0,))
        except Failed as failed:
            if contender.is_rollbook:
                raise
            self.failed[contender.name] = str(failed)
            say(f"  {contender.name} could not do it: {failed}")
            return
        try:
            self.check(contender, output)
        except comparing.Differs as differs:
            if contender.is_rollbook:
                raise
            self.failed[contender.name] = self.different[contender.name] = str(differs)
            say(f"  {contender.name} wrote something else: {differs}")
            return
        self.runs[contender.name].runs.append(run)
        say(f"  {contender.name}: {run.wall:.3f} s")

    def check(self, contender: Contender, output: Path) -> None:
        """Compares what this run wrote; what has been read before is known by its fingerprint."""
        print_now = comparing.fingerprint(output, self.workload.format)
        print_before, outcome = self.read.get(contender.name, ("", None))
        if print_now != print_before:
            outcome = comparing.read(output, self.workload.format)
            self.read[contender.name] = (print_now, outcome)
        reference = self.outputs[self.first.name]
        comparing.compare(output, outcome, reference, self.outcome(self.first), self.workload.format)

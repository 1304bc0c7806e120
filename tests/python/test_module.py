#!/usr/bin/env python3
"""Holds the module `rollbook` to what the program writes: run on the installed wheel.

Usage: python tests/python/test_module.py (needs the wheel with [arrow])
"""

import csv
import itertools
import json
import os
import subprocess
import sys
import tempfile
import unittest
import warnings
from datetime import date, datetime, timezone
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet
import rollbook

PROJECT = Path(__file__).resolve().parent.parent.parent
COURSE = PROJECT / "samples" / "course"
ROSTER = COURSE / "roster.csv"
REPORTS = sorted(COURSE.glob("*.json"))
ANSWERS = ["meetings", "people", "attendance", "sessions", "overall", "roles", "hours"]
EVIDENCE = ["reports", "records", "intervals", "findings"]


def from_csv(text, kind):
    """A value of CSV as the column's type has it."""
    if text == "":
        return None
    if pa.types.is_integer(kind):
        return int(text)
    if pa.types.is_floating(kind):
        return float(text)
    if pa.types.is_timestamp(kind):
        # The service's ticks of 0.1 µs are cut off.
        day, _, clock = text.rstrip("Z").partition("T")
        clock, _, fraction = clock.partition(".")
        micros = int((fraction + "000000")[:6])
        moment = datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=timezone.utc)
        return moment.replace(microsecond=micros)
    return text


def rows(table):
    """Rows as CSV can tell them: there, an empty text is like none."""
    return [tuple(None if cell == "" else cell for cell in row.values()) for row in table.to_pylist()]


def written(folder, table):
    """The rows of a table in a folder of CSV, typed as this table's columns are."""
    with open(folder / "csv" / f"{table[0]}.csv", encoding="utf-8-sig", newline="") as file:
        heading, *lines = csv.reader(file)
    schema = table[1].schema
    assert heading == schema.names
    return [tuple(from_csv(text, kind) for text, kind in zip(line, schema.types)) for line in lines]


class Case(unittest.TestCase):
    """Has a folder of its own, and the temporary files of the run in it."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()
        before = tempfile.tempdir
        tempfile.tempdir = str(self.temporary)
        self.addCleanup(setattr, tempfile, "tempdir", before)

    def tearDown(self):
        self.assertEqual(list(self.temporary.iterdir()), [])
        # And no program is left.
        with self.assertRaises(ChildProcessError):
            os.waitpid(-1, os.WNOHANG)


class Tables(Case):
    def test_tables_hold_what_the_program_writes_as_csv(self):
        names = ANSWERS + EVIDENCE
        words = [rollbook.program(), "convert", COURSE, "--output", self.folder / "out", "--quiet"]
        words += ["--format", "csv", "--raw", "--tables", ",".join(names), "--roster", ROSTER]
        subprocess.run(words, check=True)
        tables = rollbook.tables(names, COURSE, roster=ROSTER)
        self.assertEqual(list(tables), names)
        for name, table in tables.items():
            self.assertEqual(rows(table), written(self.folder / "out", (name, table)), name)
            self.assertEqual(table, rollbook.table(name, COURSE, roster=ROSTER), name)
        self.assertTrue(all(tables[name].num_rows for name in names))

    def test_a_folder_is_written_as_the_program_does(self):
        made = rollbook.convert(REPORTS, self.folder / "out", format="csv", raw=True, roster=ROSTER)
        self.assertEqual(made, self.folder / "out")
        run = json.loads((made / "run.json").read_text())
        self.assertEqual(len(run["inputs"]), len(REPORTS) + 1)
        people = rollbook.table("people", REPORTS, roster=ROSTER)
        self.assertEqual(rows(people), written(made, ("people", people)))

    def test_documents_in_memory_are_read_as_their_files_are(self):
        whole = rollbook.table("people", REPORTS)
        named = {path.name: path.read_bytes() for path in REPORTS}
        lines = [json.dumps({"source": n, "document": json.loads(b)}) for n, b in named.items()]
        given = {
            "by name": named,
            "one at a time": iter(named.items()),
            "lines": (line.encode() for line in lines),
            "lines in one": "\n".join(lines).encode(),
            "arrays": [pa.array(lines[:4]), pa.array([None, *lines[4:]], pa.large_string())],
        }
        for how, documents in given.items():
            options = {"lines": True} if how == "lines in one" else {}
            self.assertEqual(rows(rollbook.table("people", documents, **options)), rows(whole), how)

    def test_one_document_is_read_from_its_bytes(self):
        webinar = PROJECT / "samples" / "webinar.json"
        columns = {"people": ["display_name", "presence_seconds"]}
        file, content = (
            rollbook.table("people", given, columns=columns)
            for given in (webinar, webinar.read_bytes())
        )
        self.assertEqual(file.column_names, ["display_name", "presence_seconds"])
        self.assertGreater(file.num_rows, 0)
        self.assertEqual(rows(content), rows(file))

    def test_a_csv_file_of_teams_is_read_from_its_bytes_in_its_own_encoding(self):
        files = sorted((PROJECT / "tests" / "fixtures" / "teams-csv").glob("*.csv"))
        of_16_bits = [path for path in files if path.read_bytes().startswith(b"\xff\xfe")]
        self.assertTrue(of_16_bits)
        for path in of_16_bits:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", rollbook.RollbookWarning)
                file = rollbook.table("records", path, timezone="UTC", columns=WITHOUT_PLACE)
                name = {path.name: path.read_bytes()}
                named = rollbook.table("records", name, timezone="UTC", columns=WITHOUT_PLACE)
            self.assertEqual(rows(named), rows(file), path)

    def test_nothing_is_an_empty_table_with_its_columns(self):
        people = rollbook.table("people", COURSE)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            for nothing in ([], iter([]), {}):
                empty = rollbook.table("people", nothing)
                self.assertEqual((empty.num_rows, empty.schema), (0, people.schema))
            empty = rollbook.table("people", facts=[])
            self.assertEqual((empty.num_rows, empty.schema), (0, people.schema))


WITHOUT_PLACE = {"records": ["display_name", "email", "role", "presence_seconds", "first_join"]}


class Facts(Case):
    def test_answers_of_facts_are_those_of_the_reports(self):
        whole = {name: rollbook.table(name, COURSE, roster=ROSTER) for name in ANSWERS}
        facts = rollbook.facts(COURSE)
        self.assertEqual(facts.num_rows, len(REPORTS))
        backwards = facts.take(list(reversed(range(facts.num_rows))))
        file = self.folder / "some.facts"
        file.write_text("".join(f"{line}\n" for line in facts["facts"].to_pylist()))
        given = {
            "a table": lambda: backwards,
            "batches": lambda: iter(backwards.to_batches(max_chunksize=2)),
            "a reader": lambda: backwards.to_reader(),
            "a file": lambda: file,
            "its lines": file.read_bytes,
        }
        for name in ANSWERS:
            for how, some in given.items():
                folded = rollbook.table(name, facts=some(), roster=ROSTER)
                self.assertEqual(folded, whole[name], f"{name} of {how}")
        several = rollbook.tables(ANSWERS, facts=backwards, roster=ROSTER)
        self.assertEqual(several, whole)

    def test_a_folder_is_written_of_facts(self):
        made = rollbook.fold(rollbook.facts(COURSE), self.folder / "out", format="csv", raw=True)
        people = rollbook.table("people", COURSE)
        self.assertEqual(rows(people), written(made, ("people", people)))

    def test_facts_are_written_into_a_file_or_kept_apart_in_a_folder(self):
        file = rollbook.facts(COURSE, self.folder / "all.parquet")
        self.assertEqual(pa.parquet.read_table(file), rollbook.facts(COURSE))
        keys = ["tenant", "month"]
        lake = rollbook.facts(COURSE, self.folder / "lake", partition=keys, format="parquet")
        kept = pa.parquet.read_table(lake)
        self.assertEqual((kept.num_rows, kept.column_names[-2:]), (len(REPORTS), keys))
        people = rollbook.table("people", COURSE)
        for some in (file, lake, kept):
            self.assertEqual(rollbook.table("people", facts=some), people)

    def test_evidence_is_kept_apart_beside_facts(self):
        lake = rollbook.facts(
            COURSE,
            self.folder / "lake",
            tables=["facts", *EVIDENCE],
            partition="month",
            format="parquet",
        )
        for name in EVIDENCE:
            whole = rollbook.table(name, COURSE)
            if name == "findings":
                of_several = ["report-repeated", "report-superseded", "identity-shared"]
                alone = [code not in of_several for code in whole["code"].to_pylist()]
                whole = whole.filter(pa.array(alone, pa.bool_()))
            files = sorted(lake.glob(f"{name}/*/*.parquet"))
            kept = [pa.parquet.read_table(file, partitioning=None) for file in files]
            made = pa.concat_tables(kept) if kept else whole.slice(0, 0)
            self.assertEqual(made.schema, whole.schema, name)
            self.assertEqual(sorted(map(repr, rows(made))), sorted(map(repr, rows(whole))), name)
        people = rollbook.table("people", facts=lake / "facts")
        self.assertEqual(people, rollbook.table("people", COURSE))

    def test_batches_are_those_of_the_table_and_may_be_left_early(self):
        facts = rollbook.facts(COURSE)
        self.assertEqual(pa.Table.from_batches(rollbook.batches("facts", COURSE)), facts)
        some = rollbook.batches("records", COURSE)
        self.assertGreater(next(some).num_rows, 0)
        some.close()

    def test_rows_that_are_no_facts_are_refused_with_the_programs_sentence(self):
        with self.assertRaises(rollbook.RollbookError) as caught:
            rollbook.table("people", facts=pa.table({"names": ["Anna"]}))
        self.assertEqual(caught.exception.code, 2)
        self.assertIn("has no column `facts`, but names", str(caught.exception))
        with self.assertRaises(rollbook.RollbookError) as caught:
            rollbook.table("people", facts=pa.table({"facts": [7]}))
        self.assertIn("column `facts`: is of the type Int64", str(caught.exception))


class Options(Case):
    def test_keywords_are_the_programs_options(self):
        said = {
            "roster": Path("a b.csv"),
            "scheduled_start": "09:00",
            "strict": True,
            "raw": False,
            "zone": None,
            "from_": date(2026, 1, 2),
            "person": ["anna*", "-x"],
            "columns": {"people": ["email", "share"], "hours": "person"},
            "jobs": 2,
        }
        from rollbook._program import words

        self.assertEqual(
            words(said),
            [
                "--roster=a b.csv",
                "--scheduled-start=09:00",
                "--strict",
                "--from=2026-01-02",
                "--person=anna*",
                "--person=-x",
                "--columns=people=email,share",
                "--columns=hours=person",
                "--jobs=2",
            ],
        )
        with self.assertRaises(TypeError):
            words({"roster": b"bytes"})

    def test_an_option_that_is_settled_or_unknown_is_refused(self):
        for call in (
            lambda: rollbook.table("people", COURSE, format="csv"),
            lambda: rollbook.tables(["people", "hours"], COURSE, tables="people"),
            lambda: rollbook.convert(COURSE, self.folder, output="other"),
            lambda: rollbook.table("people"),
            lambda: rollbook.table("people", COURSE, facts=b""),
        ):
            with self.assertRaises(TypeError):
                call()
        with self.assertRaises(rollbook.RollbookError) as caught:
            rollbook.table("people", COURSE, rooster="a.csv")
        self.assertEqual(caught.exception.code, 2)
        self.assertIn("unexpected argument '--rooster'", str(caught.exception))

    def test_names_are_words_and_never_commands(self):
        hostile = self.folder / "-x; touch $(echo owned) 'a\"b.json"
        hostile.write_bytes(REPORTS[0].read_bytes())
        before = os.getcwd()
        os.chdir(self.folder)
        self.addCleanup(os.chdir, before)
        for path in (hostile, hostile.name):
            self.assertGreater(rollbook.table("people", path).num_rows, 0)
        self.assertEqual(sorted(os.listdir()), sorted([hostile.name, "tmp"]))


class Guide(Case):
    def test_what_the_guide_shows_runs(self):
        guide = (PROJECT / "src" / "guide" / "python.md").read_text()
        shown = [part.split("```")[0] for part in guide.split("```python\n")[1:]]
        self.assertEqual(len(shown), 2)
        run = subprocess.run(
            [sys.executable, "-c", "\n".join(shown)], cwd=PROJECT, capture_output=True, text=True
        )
        self.assertEqual((run.returncode, run.stderr), (0, ""))
        self.assertIn("'attended':", run.stdout)


class Failures(Case):
    def test_what_is_not_there_is_an_error_and_no_empty_table(self):
        for path in ("missing.json", [REPORTS[0], "missing"], "-"):
            with self.assertRaises(rollbook.RollbookError) as caught:
                rollbook.table("people", path)
            self.assertEqual(caught.exception.code, 2)
            self.assertIn("is not there", str(caught.exception))

    def test_what_cannot_be_read_is_a_warning_and_a_row_or_an_error(self):
        documents = {"good.json": REPORTS[0].read_bytes(), "bad.json": b'{"broken'}
        with self.assertWarnsRegex(rollbook.RollbookWarning, "bad.json: ends too early"):
            findings = rollbook.table("findings", documents)
        self.assertIn("bad.json", findings["source"].to_pylist())
        with self.assertRaises(rollbook.RollbookError) as caught:
            rollbook.table("findings", documents, exit_zero=False)
        self.assertEqual(caught.exception.code, 2)

    def test_a_source_that_fails_gives_no_answer(self):
        def documents():
            yield "a.json", REPORTS[0].read_bytes()
            raise KeyError("the lake is dry")

        with self.assertRaisesRegex(KeyError, "the lake is dry"):
            rollbook.table("people", documents())

    def test_a_run_that_fails_asks_for_no_more(self):
        line = json.dumps({"source": "a.json", "document": {"value": []}}).encode()
        with self.assertRaises(rollbook.RollbookError):
            rollbook.table("people", itertools.repeat(line), timezone="Nowhere/At_all")

    def test_documents_that_cannot_be_told_apart_are_refused(self):
        for documents in ([b'{\n"value": []}'], [pa.array(['{\n"value": []}'])]):
            with self.assertRaisesRegex(TypeError, "needs a name"):
                rollbook.table("people", documents)
        with self.assertRaisesRegex(rollbook.RollbookError, "hand over its path"):
            rollbook.table("people", {"a.zip": b"PK\x03\x04\xff"})
        with self.assertRaises(TypeError):
            rollbook.table("people", [REPORTS[0], b"{}"])

    def test_a_folder_that_is_there_stays_as_it_is(self):
        rollbook.convert(COURSE, self.folder / "out", format="csv")
        before = (self.folder / "out" / "run.json").read_bytes()
        with self.assertRaisesRegex(rollbook.RollbookError, "--force"):
            rollbook.convert(REPORTS[0], self.folder / "out", format="csv")
        self.assertEqual((self.folder / "out" / "run.json").read_bytes(), before)
        rollbook.convert(REPORTS[0], self.folder / "out", format="csv", force=True)

    def test_without_pyarrow_files_are_written_and_tables_say_what_is_missing(self):
        code = (
            "import sys; sys.modules['pyarrow'] = None\n"
            "import rollbook\n"
            f"rollbook.convert({str(COURSE)!r}, {str(self.folder / 'out')!r}, format='csv')\n"
            f"rollbook.table('people', {str(COURSE)!r})\n"
        )
        run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
        self.assertTrue((self.folder / "out" / "csv" / "people.csv").is_file())
        self.assertIn("ImportError: tables are those of pyarrow", run.stderr)

    def test_an_error_travels_between_processes(self):
        import pickle

        error = pickle.loads(pickle.dumps(rollbook.RollbookError("it is so", 2)))
        self.assertEqual((str(error), error.code), ("it is so", 2))


if __name__ == "__main__":
    unittest.main()

"""Makes attendance reports up: the same bytes for the same seed, on every machine.

Shapes are those of the service: compact JSON, times with up to seven digits after
the second, guests without an e-mail address, phones, people who rejoin or sit
there with two devices, now and then a total that its intervals do not add up to.
Meeting N is the same however many there are, so a smaller corpus begins a larger.

Usage:
    python3 corpus.py files  --meetings 20000  FOLDER
    python3 corpus.py ndjson --meetings 200000 FILE
    python3 corpus.py large  --records 200000  FILE
"""

import argparse
import json
import multiprocessing
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from random import Random

SEED = 7
TICKS = 10_000_000
DAY = 86_400

# A prime, so that equal steps through the people meet nobody twice.
PEOPLE = 19_997

# Meetings handed to a process at a time.
BLOCK = 500

FIRST_NAMES = (
    "Anna", "Zoë", "Łukasz", "Sofía", "Jean-Luc", "Jürgen", "Þóra", "Ngọc", "Seán", "Maria",
    "Ελένη", "Дмитро", "Светлана", "محمد", "فاطمة", "שרה", "प्रिया", "สมชาย", "太郎", "美咲", "伟", "지민",
)
LAST_NAMES = (
    "Schmidt", "O'Brien", "Żółty", "Núñez", "Ferré", "Müller-Lüdenscheidt", "Jónsdóttir", "Nguyễn",
    "Παπαδοπούλου", "Шевченко", "Иванова", "علي", "الزهراء", "כהן", "शर्मा", "ใจดี", "山田", "佐藤", "王", "김",
)
# What strangers type where a name is asked for.
ODD_NAMES = ('Chris "CJ" Jansen', "=1+1", "Meeting room 4\\West", "👩🏽‍💻 Kim", "+Anton", "<b>Eve</b>")

CLOCK = [f"{s // 3600:02}:{s // 60 % 60:02}:{s % 60:02}" for s in range(DAY)]
DATES = [f"2026-{month:02}-{day:02}" for month in range(1, 13) for day in range(1, 29)]
TENANTS = ("160eec3a-e45f-488b-b127-3dd106c48843", "7bf01f3c-9d04-4a55-8f0e-2f1b9a40c6de")


def below(random: Random, end: int) -> int:
    """A whole number from 0 to `end`, which is left out.

    Of `random`'s methods only `random` and `getrandbits` give the same in every
    version of Python.
    """
    return int(random.random() * end)


def guid(random: Random) -> str:
    digits = f"{random.getrandbits(128):032x}"
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def display_name(random: Random) -> str:
    if random.random() < 0.005:
        return ODD_NAMES[below(random, len(ODD_NAMES))]
    first = FIRST_NAMES[below(random, len(FIRST_NAMES))]
    return f"{first} {LAST_NAMES[below(random, len(LAST_NAMES))]}"


def identity(kind: str | None, of: str, name: str, tenant: str | None) -> str:
    kinds = {"@odata.type": f"#microsoft.graph.{kind}"} if kind else {}
    fields = kinds | {"id": of, "displayName": name, "tenantId": tenant}
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def person(seed: int, number: int) -> tuple[str, str]:
    """The e-mail address and the identity of a person, both as JSON."""
    random = Random(f"{seed}/person/{number}")
    name, of = display_name(random), guid(random)
    kind = random.random()
    if kind < 0.03:
        phone = f"+49 30 {random.getrandbits(20):07}"
        return '""', identity("communicationsPhoneIdentity", f"4:{phone}", phone, None)
    if kind < 0.05:
        acs = f"8:acs:{TENANTS[1]}_{of}"
        return "null", identity("azureCommunicationServicesUserIdentity", acs, name, None)
    if kind < 0.12:
        return '""', identity("communicationsGuestIdentity", of, f"{name} (Guest)", None)
    kind_of_user = "communicationsUserIdentity" if kind < 0.3 else None
    return f'"person.{number}@contoso.example"', identity(kind_of_user, of, name, TENANTS[kind > 0.9])


def fraction(random: Random) -> int:
    """The ticks after a whole second: mostly to seven digits, else to three, else none."""
    kind = random.random()
    if kind < 0.7:
        return below(random, TICKS)
    return below(random, 1000) * 10_000 if kind < 0.9 else 0


def time(date: str, ticks: int) -> str:
    """A moment of a day as the service writes it, without zeros at the end."""
    second, rest = divmod(ticks, TICKS)
    digits = f".{rest:07}".rstrip("0") if rest else ""
    return f'"{date}T{CLOCK[second]}{digits}Z"'


def stays(random: Random, start: int, length: int) -> list[tuple[int, int]]:
    """Joins and leaves in ticks: one stay, a rejoin or two, or a second device."""
    join = (start + 1 + below(random, length // 8)) * TICKS + fraction(random)
    leave = (start + length - 1 - below(random, length // 4)) * TICKS + fraction(random)
    kind = random.random()
    if kind < 0.86:
        return [(join, leave)]
    middle = (join + leave) // 2
    if kind < 0.9:
        # Overlapping: somebody opens the meeting on the phone as well.
        return [(join, leave), (middle, leave - (leave - middle) // 3)]
    back = middle + (10 + below(random, 100)) * TICKS + fraction(random)
    if kind < 0.98:
        return [(join, middle), (back, leave)]
    again = (back + leave) // 2
    return [(join, middle), (back, again), (again + 30 * TICKS, leave)]


def intervals(random: Random, date: str, start: int, length: int) -> tuple[str, int]:
    """The intervals as JSON, and the sum of their durations."""
    texts, total = [], 0
    for join, leave in stays(random, start, length):
        seconds = (leave - join) // TICKS
        total += seconds
        texts.append(
            f'{{"joinDateTime":{time(date, join)},"leaveDateTime":{time(date, leave)}'
            f',"durationInSeconds":{seconds}}}'
        )
    return ",".join(texts), total


def record(random: Random, who: tuple[str, str], role: str, date: str, start: int, length: int) -> str:
    email, whom = who
    text, total = intervals(random, date, start, length)
    if random.random() < 0.004:
        total += 1 + below(random, 90)
    return (
        f'{{"id":"{guid(random)}","emailAddress":{email},"totalAttendanceInSeconds":{total}'
        f',"role":"{role}","identity":{whom},"attendanceIntervals":[{text}]}}'
    )


def role(random: Random, position: int) -> str:
    if position == 0:
        return "Organizer"
    return "Presenter" if random.random() < 0.15 else "Attendee"


def report(random: Random, people: Iterator[tuple[str, str]], number: int) -> str:
    """A report with these people, in a year that the meetings' numbers go round in."""
    date = DATES[number % len(DATES)]
    start = (7 + below(random, 12)) * 3600 + 300 * below(random, 12) + below(random, 240)
    length = 900 * (1 + below(random, 10)) + below(random, 300)
    opened = start * TICKS + below(random, 1000) * 10_000
    closed = (start + length) * TICKS + below(random, 1000) * 10_000
    records = [
        record(random, who, role(random, position), date, start, length)
        for position, who in enumerate(people)
    ]
    return (
        '{"@odata.context":"https://graph.microsoft.com/v1.0/$metadata#users(\'organizer\')/onlineMeetings'
        f"('{number}')/attendanceReports(attendanceRecords())/$entity\""
        f',"id":"{guid(random)}","totalParticipantCount":{len(records)}'
        f',"meetingStartDateTime":{time(date, opened)},"meetingEndDateTime":{time(date, closed)}'
        f',"attendanceRecords":[{",".join(records)}]}}'
    )


class People:
    """Those who come to meetings again and again, made when first asked for."""

    def __init__(self, seed: int):
        self.seed = seed
        self.known: dict[int, tuple[str, str]] = {}

    def __getitem__(self, number: int) -> tuple[str, str]:
        if number not in self.known:
            self.known[number] = person(self.seed, number)
        return self.known[number]

    def some(self, random: Random, count: int) -> Iterator[tuple[str, str]]:
        """This many people, all different."""
        first, step = below(random, PEOPLE), 1 + below(random, PEOPLE - 1)
        return (self[(first + position * step) % PEOPLE] for position in range(count))


# A process keeps the people from one block to the next.
people_of_seed: dict[int, People] = {}


def meeting(seed: int, number: int) -> str:
    """The report of a meeting of 2 to 22 people, 12 on average."""
    people = people_of_seed.setdefault(seed, People(seed))
    random = Random(f"{seed}/meeting/{number}")
    return report(random, people.some(random, 2 + below(random, 21)), number)


def lines(seed: int, end: int, first: int) -> bytes:
    """A block of meetings, one a line."""
    numbers = range(first, min(first + BLOCK, end))
    return "".join(meeting(seed, number) + "\n" for number in numbers).encode()


def write_block(folder: Path, seed: int, end: int, first: int) -> None:
    for number in range(first, min(first + BLOCK, end)):
        name = f"meeting-{number:06}.json"
        folder.joinpath(name).write_bytes(meeting(seed, number).encode())


def write_files(folder: Path, meetings: int, seed: int = SEED) -> None:
    """A file for each meeting."""
    folder.mkdir(parents=True)
    with multiprocessing.Pool() as pool:
        pool.map(partial(write_block, folder, seed, meetings), range(0, meetings, BLOCK))


def write_ndjson(path: Path, meetings: int, seed: int = SEED) -> None:
    """One file with a meeting a line."""
    with multiprocessing.Pool() as pool, path.open("wb") as file:
        for block in pool.imap(partial(lines, seed, meetings), range(0, meetings, BLOCK)):
            file.write(block)


def write_large(path: Path, records: int, seed: int = SEED) -> None:
    """One meeting to which this many different people came."""
    everybody = (person(seed, number) for number in range(records))
    text = report(Random(f"{seed}/large"), everybody, 0)
    path.write_bytes(text.encode())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("shape", choices=("files", "ndjson", "large"))
    parser.add_argument("output", type=Path)
    parser.add_argument("--meetings", type=int, default=200)
    parser.add_argument("--records", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=SEED)
    typed = parser.parse_args()
    if typed.shape == "files":
        write_files(typed.output, typed.meetings, typed.seed)
    elif typed.shape == "ndjson":
        write_ndjson(typed.output, typed.meetings, typed.seed)
    else:
        write_large(typed.output, typed.records, typed.seed)


if __name__ == "__main__":
    main()

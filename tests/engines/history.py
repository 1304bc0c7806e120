"""A made-up history of four tenants, and what one machine makes of it.

With restarts, copies, older versions, guests without ids, and findings of each kind.
"""

import json
import random
from datetime import datetime, timedelta, timezone

import rollbook

ANSWERS = ["meetings", "people", "attendance", "sessions", "overall", "roles", "hours", "suggestions"]
EVIDENCE = ["reports", "report_roles", "records", "intervals", "findings"]


def time(moment):
    return moment.strftime("%Y-%m-%dT%H:%M:%S.%f") + "0Z"


def record(chance, tenant, person, begin, minutes):
    """A record of somebody; every ninth is a guest without an id."""
    stays, at = [], begin + timedelta(seconds=chance.randrange(300))
    for _ in range(chance.randrange(1, 4)):
        seconds = chance.randrange(60, minutes * 20)
        stays.append((at, at + timedelta(seconds=seconds), seconds))
        at += timedelta(seconds=seconds + chance.randrange(10, 120))
    guest = person % 9 == 8
    return {
        "id": f"{tenant}-{person}",
        "emailAddress": None if guest else f"p{person}@{tenant}.example",
        "totalAttendanceInSeconds": sum(seconds for *_, seconds in stays),
        "role": "Organizer" if person == 0 else "Attendee",
        "identity": {
            "id": None if guest else f"{tenant}-user-{person}",
            "displayName": "Guest" if guest else f"Person {person}",
            "tenantId": tenant,
        },
        "attendanceIntervals": [
            {"joinDateTime": time(join), "leaveDateTime": time(leave), "durationInSeconds": seconds}
            for join, leave, seconds in stays
        ],
    }


def report(chance, tenant, meeting, number, begin, people):
    records = [record(chance, tenant, person, begin, 50) for person in people]
    return {
        "id": f"{tenant}-{meeting}-{number}",
        "totalParticipantCount": len(records),
        "meetingStartDateTime": time(begin),
        "meetingEndDateTime": time(begin + timedelta(minutes=50)),
        "attendanceRecords": records,
    }


def history():
    """Envelopes of all reports by tenant, the same every time."""
    chance = random.Random(21)
    tenants = {}
    for tenant in ["contoso", "fabrikam", "northwind", "tailspin"]:
        lines = tenants[tenant] = []
        for meeting in range(12):
            begin = datetime(2026, 1 + meeting, 5, 8, tzinfo=timezone.utc)
            people = [0, *chance.sample(range(1, 40), 15)]
            made = [report(chance, tenant, meeting, 0, begin, people)]
            if meeting % 6 == 1:  # somebody lacks a record
                made[0]["totalParticipantCount"] += 1
            if meeting == 7:  # and the organizer has another name
                made[0]["attendanceRecords"][0]["identity"]["displayName"] = "Somebody Else"
            if meeting % 3 == 0:  # restarted
                later = begin + timedelta(minutes=52)
                made.append(report(chance, tenant, meeting, 1, later, people[:8]))
            if meeting % 4 == 0:  # an older version, which lacks somebody
                older = dict(made[0], attendanceRecords=made[0]["attendanceRecords"][:-1])
                made.append(dict(older, totalParticipantCount=len(people) - 1))
            if meeting % 5 == 0:  # a copy
                made.append(made[0])
            for number, one in enumerate(made):
                source = f"{tenant}/{meeting}-{number}.json"
                lines.append(json.dumps({"source": source, "series": "course", "document": one}))
    return tenants


def one_machine(tenants, folder):
    """Writes the tables of each tenant as one machine converts its reports."""
    for tenant, lines in tenants.items():
        text = "\n".join(lines).encode()
        tables = ",".join(ANSWERS + EVIDENCE)
        rollbook.convert(text, folder / tenant, lines=True, format="parquet", tables=tables)


def different(sql, one, other):
    """How many rows one query has and the other has not, both ways, of how many."""
    count = lambda query: sql(f"SELECT count(*) FROM ({query})").fetchall()[0][0]  # noqa: E731
    return count(one), *(count(f"({a}) EXCEPT ALL ({b})") for a, b in [(one, other), (other, one)])

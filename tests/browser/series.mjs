// Writes a series of forty meetings of three hundred people, two a week, and its roster: some
// miss many, some come late, some leave early, two guests are not on it.
// Usage: node series.mjs FOLDER

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const MINUTE = 60_000, DAY = 24 * 60 * MINUTE;
const MEETINGS = 40, PEOPLE = 300, LENGTH = 60;
const begun = Date.UTC(2026, 4, 5, 8);
const FIRST = ["Amélie", "Björn", "Chiyoko", "Dimitrios", "Eun-ji", "Farid", "Gwendolyn", "Håkon", "Ioana", "João"];
const LAST = ["Abernathy-Oppenheimer", "Brandstätter", "Castañeda", "Dvořák", "Eriksen", "Fournier", "Ghorbani", "Hakimi", "Ivanova", "Johansson",
  "Kowalczyk", "Lindqvist", "Müller-Lüdenscheidt", "Nakamura", "Øvergaard", "Papadopoulos", "Quispe", "Ribeiro", "Svensson", "Takahashi",
  "Ullmann", "Vasquez", "Wiśniewski", "Xu", "Yamamoto", "Zimmermann", "Ångström", "Özdemir", "de la Cruz", "van der Berg"];
const DEPARTMENTS = ["Sales", "Support", "Production and logistics", "Research", "Finance"];

const name = (who) => `${FIRST[who % FIRST.length]} ${LAST[Math.floor(who / FIRST.length) % LAST.length]}`;
const email = (who) => `person.${who}@contoso.example`;
const time = (at) => new Date(at).toISOString();
// The same numbers in each run.
const dice = (one, other) => (Math.imul(one * 31 + other, 2_654_435_761) >>> 8) % 100;

const record = (number, start, who) => {
  const luck = dice(number, who), often = who % 17 === 0 ? 45 : 4;
  if (luck < often) return [];
  const from = luck > 94 ? 7 + luck % 9 : 0, to = luck > 88 && luck <= 91 ? 35 : LENGTH;
  const join = start + from * MINUTE, leave = start + to * MINUTE, seconds = (to - from) * 60;
  return [{
    emailAddress: email(who),
    role: who === 0 ? "Organizer" : "Attendee",
    totalAttendanceInSeconds: luck === 50 ? seconds - 1 : seconds,
    identity: { id: `u${who}`, displayName: name(who) },
    attendanceIntervals: [{ joinDateTime: time(join), leaveDateTime: time(leave), durationInSeconds: seconds }],
  }];
};

const folder = process.argv[2], reports = join(folder, "Leadership programme");
mkdirSync(reports, { recursive: true });
for (let number = 0; number < MEETINGS; number += 1) {
  const start = begun + (Math.floor(number / 2) * 7 + (number % 2) * 2) * DAY;
  const records = Array.from({ length: PEOPLE + 2 }, (_, who) => record(number, start, who)).flat();
  writeFileSync(join(reports, `lesson-${String(number + 1).padStart(2, "0")}.json`), JSON.stringify({
    id: `lesson ${number}`,
    totalParticipantCount: records.length,
    meetingStartDateTime: time(start),
    meetingEndDateTime: time(start + LENGTH * MINUTE),
    attendanceRecords: records,
  }));
}
const rows = Array.from({ length: PEOPLE }, (_, who) => `"${name(who)}",${email(who)},${DEPARTMENTS[who % DEPARTMENTS.length]},${4000 + who % 7}`);
writeFileSync(join(folder, "roster.csv"), ["name,e-mail,department,cost centre", ...rows].join("\n"));

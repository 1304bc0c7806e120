// Writes ten thousand short reports, one a line: an hour each with an hour between them, some with a sum that differs.
// Usage: node many.mjs FILE

import { writeFileSync } from "node:fs";

const HOUR = 3_600_000;
const begun = Date.UTC(2026, 0, 5, 8);

const time = (at) => new Date(at).toISOString();

const report = (_, number) => {
  const start = begun + 2 * number * HOUR, length = 600 + (number * 37) % 2400;
  const person = (who) => ({
    emailAddress: `p${who}@contoso.example`,
    role: who === 0 ? "Organizer" : "Attendee",
    totalAttendanceInSeconds: number % 50 === 7 ? length - 1 : length,
    identity: { id: `u${who}`, displayName: `Person ${who}` },
    attendanceIntervals: [{ joinDateTime: time(start), leaveDateTime: time(start + length * 1000), durationInSeconds: length }],
  });
  const people = 1 + number % 5;
  return JSON.stringify({
    id: `r${number}`,
    totalParticipantCount: people,
    meetingStartDateTime: time(start),
    meetingEndDateTime: time(start + HOUR),
    attendanceRecords: Array.from({ length: people }, (_, who) => person(who)),
  });
};

writeFileSync(process.argv[2], Array.from({ length: 10_000 }, report).join("\n"));

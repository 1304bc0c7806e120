//! What the page of one meeting is made from.

use minijinja::value::Value;

use super::Locale;
use super::findings;
use super::people::People;
use super::record::{Record, list, text};
use super::timeline;
use crate::language::format;
use crate::views::Table;
use crate::views::meeting_view::MeetingView;
use crate::views::value::{Span, Stay};

/// Returns everything that the template of a meeting may use.
pub fn context(meeting: &MeetingView<'_>, locale: Locale<'_>) -> Record {
    let people = meeting.people();
    let chart = timeline::chart(meeting, &people, locale);
    let people = People::of(&people, locale);
    facts(meeting, locale)
        .with("roles", list(rows(Table::Roles, meeting)))
        .with("sessions", list(sessions(meeting, locale)))
        .with("people", Value::from_object(people))
        .with("findings", list(findings::groups(meeting, locale.language)))
        .with("chart", chart)
}

/// Returns the rows that a meeting has in a table.
fn rows(table: Table, meeting: &MeetingView<'_>) -> Vec<Record> {
    let mut rows = Vec::new();
    meeting.rows(table, |row| {
        rows.push(Record::of_row(table.columns(), row));
    });
    rows
}

/// Returns the reports that the meeting rests on.
fn sessions(meeting: &MeetingView<'_>, locale: Locale<'_>) -> Vec<Record> {
    let sessions = meeting.sessions().into_iter();
    let record = |session: crate::views::meeting_view::SessionView<'_>| {
        let at = |part: fn(Stay) -> crate::views::value::Instant| {
            session.window.map(|window| part(window).as_ticks())
        };
        let offset = session
            .window
            .map(|window| format::offset(locale.zone, window.join()));
        Record::default()
            .with("report", text(session.report))
            .with("source", text(session.source))
            .with("start", at(Stay::join))
            .with("end", at(Stay::leave))
            .with("offset", offset)
    };
    sessions.map(record).collect()
}

/// Returns the meeting's own row, and what its heading needs beside it.
fn facts(meeting: &MeetingView<'_>, locale: Locale<'_>) -> Record {
    let Locale { zone, language, .. } = locale;
    let meeting_row = rows(Table::Meetings, meeting).into_iter().next();
    let window = meeting.window();
    let start = window.map(Stay::join);
    let date = start.map(|start| language.long_date(zone.local(start).date()));
    let offset = window.map(|window| format::offsets(zone, window));
    Record::default()
        .with("m", meeting_row.unwrap_or_default())
        .with("date", date)
        .with("offset", offset)
        .with("day", start.map(|start| start.as_ticks()))
        .with("late_grace", meeting.late_grace().map(Span::whole_seconds))
        .with(
            "early_grace",
            meeting.early_grace().map(Span::whole_seconds),
        )
        .with("has_records", meeting.has_records())
}

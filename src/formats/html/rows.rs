//! Filters that make the markup of many rows at once, which are most of every page.

use std::sync::Arc;

use minijinja::value::{Object, Value};
use minijinja::{Environment, Error, ErrorKind};

use super::markup::{Markup, Theme};
use super::people::{People, Texts};
use super::record::Record;
use super::table_rows::TableRows;
use super::values::instant;

/// Adds the filters `people_rows`, `table_rows`, `meeting_rows` and `role_cells`.
pub fn add_filters(engine: &mut Environment<'static>, theme: &Arc<Theme>) {
    let texts = Texts::of(theme.language);
    let own = Arc::clone(theme);
    engine.add_filter("people_rows", move |people: &Value, day: Option<&Value>| {
        let people: &People = object(people)?;
        Ok::<_, Error>(people.markup(day.and_then(instant), &texts, &own))
    });
    engine.add_filter("table_rows", |rows: &Value| {
        Ok::<_, Error>(object::<TableRows>(rows)?.markup())
    });
    let own = Arc::clone(theme);
    engine.add_filter("meeting_rows", move |meetings: &Value, base: &str| {
        meeting_rows(meetings, base, &own)
    });
    let own = Arc::clone(theme);
    engine.add_filter("role_cells", move |role: &Value| role_cells(role, &own));
}

/// Returns the object that a value is; what templates give may be anything.
fn object<T: Object + 'static>(value: &Value) -> Result<&T, Error> {
    value.downcast_object_ref().ok_or_else(|| {
        let detail = format!("this filter takes no {}", value.kind());
        Error::new(ErrorKind::InvalidOperation, detail)
    })
}

/// Returns the rows of the table of meetings; `base` leads to the output folder.
fn meeting_rows(meetings: &Value, base: &str, theme: &Theme) -> Result<Value, Error> {
    let room = meetings.len().unwrap_or(0) * 512;
    let mut all = Markup::with_capacity(room, theme);
    for meeting in meetings.try_iter()? {
        meeting_row(object(&meeting)?, base, &mut all);
    }
    Ok(all.finish())
}

fn meeting_row(meeting: &Record, base: &str, out: &mut Markup<'_>) {
    let text = |key| meeting.text(key).unwrap_or_default();
    out.raw("<tr data-d=\"").escaped(text("day"));
    out.raw("\" data-f=\"").escaped(text("found"));
    out.raw("\"><th scope=\"row\">");
    let address = meeting.text("href");
    if let Some(address) = address {
        out.raw("<a href=\"").escaped(base).escaped(address);
        out.raw("\">");
    }
    out.raw("<bdi>").escaped(text("meeting")).raw("</bdi>");
    out.raw(if address.is_some() { "</a>" } else { "" });
    let start = meeting.integer("meeting_start");
    out.raw("</th><td data-v=\"").attribute(start).raw("\">");
    out.minute(start).raw("</td>");
    cells(meeting, &MEETING, out);
    for (key, begin) in FOUND {
        out.raw("<td>");
        match meeting.integer(key) {
            None | Some(0) => out.raw("0"),
            Some(_) => cell(meeting, key, out.raw(begin)).raw("</span>"),
        };
        out.raw("</td>");
    }
    out.raw("</tr>\n");
}

/// What a row of the table of meetings shows behind its start.
const MEETING: [&str; 6] = [
    "meeting_seconds",
    "participants",
    "mean_share",
    "peak_concurrency",
    "late",
    "left_early",
];

/// What was found in a meeting, by severity, and how a number above zero begins.
const FOUND: [(&str, &str); 3] = [
    ("errors", "<span class=\"error\">✕ "),
    ("warnings", "<span class=\"warning\">▲ "),
    ("notes", "<span class=\"note\">● "),
];

/// Returns the cells of a role behind its name, or of a meeting, which has the same.
fn role_cells(role: &Value, theme: &Theme) -> Result<Value, Error> {
    let role: &Record = object(role)?;
    let mut all = Markup::with_capacity(384, theme);
    cells(role, &BEFORE_QUARTILES, &mut all);
    cell(role, "first_quartile_seconds", all.raw("<td>")).raw(" – ");
    cell(role, "third_quartile_seconds", &mut all).raw("</td>");
    cells(role, &BEHIND_QUARTILES, &mut all);
    Ok(all.finish())
}

const BEFORE_QUARTILES: [&str; 5] = [
    "participants",
    "presence_seconds",
    "mean_share",
    "mean_presence_seconds",
    "median_presence_seconds",
];

const BEHIND_QUARTILES: [&str; 6] = [
    "minimum_presence_seconds",
    "maximum_presence_seconds",
    "deviation_seconds",
    "rejoins",
    "late",
    "left_early",
];

fn cells(record: &Record, keys: &[&str], out: &mut Markup<'_>) {
    for key in keys {
        cell(record, key, out.raw("<td>")).raw("</td>");
    }
}

fn cell<'m, 'd>(record: &Record, key: &str, out: &'m mut Markup<'d>) -> &'m mut Markup<'d> {
    match record.cell(key) {
        Some((kind, value)) => out.value(kind, value),
        None => out.missing(),
    }
}

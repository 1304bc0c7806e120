//! The sections of the first sheet, in order.

use rust_xlsxwriter::{ChartType, FormatAlign, XlsxError};

use super::Content;
use super::charts::{self, Numbers, Place};
use super::page::{Page, Value, count};
use crate::finding::{Code, Severity};
use crate::tables::Table;
use crate::tables::cell::Cell;
use crate::tables::definitions::DEFINITIONS;
use crate::write::xlsx::highlights;
use crate::write::xlsx::layout::Show;
use crate::write::xlsx::links;
use crate::write::xlsx::values::days;
use crate::write::xlsx::words::{counted, fill};
use crate::zone::Zone;

const LEFT: FormatAlign = FormatAlign::Left;
const RIGHT: FormatAlign = FormatAlign::Right;
/// The rows that a chart takes at least.
const CHART_ROWS: u32 = 9;

/// Title, large numbers and facts.
pub(super) fn opening(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let words = page.look.words;
    let title = match content.facts.meeting {
        Some(meeting) => fill(words.title_of_meeting, &[("meeting", meeting)]),
        None => words.title.to_owned(),
    };
    page.title([&title, &facts(content), words.made_by])?;
    let figures = figures(content);
    if figures.is_empty() {
        return Ok(());
    }
    page.figures(&figures)
}

/// Period, zone and documents in one line.
fn facts(content: &Content<'_>) -> String {
    let words = content.look.words;
    let zone = &content.look.zone;
    let mut facts = Vec::new();
    if let Some(stretch) = content.over_time.stretch() {
        let shown = |instant| zone.local(instant).strftime("%Y-%m-%d %H:%M").to_string();
        let (from, to) = (shown(stretch.join()), shown(stretch.leave()));
        facts.push(fill(words.from_to, &[("from", &from), ("to", &to)]));
    }
    facts.push(fill(words.in_zone, &[("zone", zone.name())]));
    if let Some((all, without)) = content.facts.documents {
        facts.push(counted(words.documents_read, all));
        if without > 0 {
            facts.push(counted(words.without_report, without));
        }
    }
    facts.join("  ·  ")
}

/// The large numbers that are known.
fn figures<'c>(content: &Content<'c>) -> Vec<(&'c str, f64, &'static str)> {
    const COUNT: &str = "#,##0";
    let words = content.look.words;
    let mut figures = Vec::new();
    let totals = content.over_time.totals();
    let known = totals.meetings > 0;
    if known {
        figures.push((words.meetings, totals.meetings as f64, COUNT));
    }
    if let Some(people) = content.people {
        figures.push((words.people, people.into(), COUNT));
    }
    if known {
        let hours = totals.presence_seconds as f64 / 3600.0;
        figures.push((words.participations, totals.participations as f64, COUNT));
        figures.push((words.hours, hours, "#,##0.0"));
    }
    let overall = content.facts.overall;
    if let Some(share) = overall.and_then(|overall| overall.all.sums.mean_share()) {
        figures.push((words.mean_share, share.as_f64(), "0.0%"));
    }
    if let Some(codes) = content.facts.codes {
        let counts = codes.by_severity().into_iter();
        let serious = counts.filter(|&(_, severity, _)| severity > Severity::Note);
        let sum: usize = serious.map(|(_, _, count)| count).sum();
        figures.push((words.errors_and_warnings, sum as f64, COUNT));
    }
    figures
}

/// Totals by role, with a chart.
pub(super) fn by_role(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let Some(overall) = content
        .facts
        .overall
        .filter(|overall| overall.all.meetings > 0)
    else {
        return Ok(());
    };
    let words = page.look.words;
    let height = CHART_ROWS.max(overall.roles.len() as u32 + 2);
    page.section(words.roles, height)?;
    let top = page.row;
    page.headings(&[
        (words.role, LEFT),
        (words.meetings, RIGHT),
        (words.participations, RIGHT),
        (words.presence, RIGHT),
        (words.mean_presence, RIGHT),
        (words.mean_share, RIGHT),
    ])?;
    let first = page.row;
    let sum = first + overall.roles.len() as u32;
    let mut outcome = Ok(());
    Table::Overall.closing_rows(overall, |row| {
        if outcome.is_ok() {
            let is_sum = page.row == sum;
            outcome = page.table_row(&role_cells(row), is_sum);
        }
    });
    outcome?;
    highlights::share_bars(page.worksheet, (first, sum), 5)?;
    let numbers = Numbers {
        title: words.chart_of_roles,
        rows: (first, sum),
        column: 2,
        shown: "",
    };
    let place = Place {
        column: 7,
        top,
        height,
    };
    charts::place(page, ChartType::Bar, &numbers, &place)?;
    page.row = page.row.max(top + height);
    Ok(())
}

/// The columns of the table of totals that the first sheet shows.
const OF_ROLE: [(&str, Show); 6] = [
    ("role", Show::Text),
    ("meetings", Show::Count),
    ("participations", Show::Count),
    ("presence_seconds", Show::Duration),
    ("mean_presence_seconds", Show::Duration),
    ("mean_share", Show::Share),
];

fn role_cells<'r>(row: &'r [Cell<'_>]) -> Vec<Option<Value<'r>>> {
    let columns = Table::Overall.columns();
    let value = |&(key, show): &(&str, Show)| {
        let at = columns.iter().position(|column| column.key == key)?;
        let number = match &row[at] {
            Cell::Text(text) => return Some(Value::Text(text)),
            Cell::Integer(number) => *number as f64,
            Cell::Decimal(number) => number.as_f64(),
            Cell::Missing | Cell::Time(_) => return None,
        };
        let number = match show {
            Show::Duration => days(number),
            _ => number,
        };
        Some(Value::Number(number, show))
    };
    OF_ROLE.iter().map(value).collect()
}

/// How often each finding was made, and where its first row is.
pub(super) fn findings(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let Some(codes) = content.facts.codes else {
        return Ok(());
    };
    let words = page.look.words;
    let codes = codes.by_severity();
    page.section(words.findings, codes.len() as u32 + 2)?;
    if codes.is_empty() {
        return page.sentence(words.no_findings);
    }
    page.headings(&[
        (words.code, LEFT),
        (words.severity, LEFT),
        (words.count, RIGHT),
        (words.meaning, LEFT),
    ])?;
    let first = page.row;
    for (code, severity, number) in codes {
        finding(page, content, code, severity, number)?;
    }
    highlights::severities(page.worksheet, (first, page.row), 1)
}

fn finding(
    page: &mut Page<'_>,
    content: &Content<'_>,
    code: Code,
    severity: Severity,
    number: usize,
) -> Result<(), XlsxError> {
    let words = page.look.words;
    let row = page.row;
    page.table_row(
        &[
            Some(Value::Text(code.name())),
            Some(Value::Text(words.of_severity(severity))),
            count(number as u64),
            Some(Value::Text(code.meaning())),
        ],
        false,
    )?;
    if let Some(&to) = content.first_findings.get(code.name()) {
        page.row = row;
        let url = links::to_row(Table::Findings, to, content.rows_a_sheet);
        page.link(0, url, code.name(), words.to_findings)?;
        page.row += 1;
    }
    Ok(())
}

/// All other sheets.
pub(super) fn sheets(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let words = page.look.words;
    page.section(words.sheets, content.entries.len() as u32 + 1)?;
    page.headings(&[
        (words.sheet, LEFT),
        (words.rows, RIGHT),
        (words.row_is, LEFT),
    ])?;
    for entry in content.entries {
        let row = page.row;
        page.table_row(
            &[
                None,
                count(entry.rows.into()),
                Some(Value::Text(entry.meaning)),
            ],
            false,
        )?;
        page.row = row;
        page.link(0, links::to_sheet(&entry.name), &entry.name, words.to_sheet)?;
        page.row += 1;
    }
    Ok(())
}

/// What each number means.
pub(super) fn definitions(page: &mut Page<'_>) -> Result<(), XlsxError> {
    let words = page.look.words;
    page.section(words.definitions, DEFINITIONS.len() as u32 + 1)?;
    for (term, definition) in DEFINITIONS {
        page.line(term, definition)?;
    }
    page.link(
        0,
        links::to_sheet(words.columns),
        words.columns,
        words.to_sheet,
    )?;
    page.worksheet.write_string(page.row, 1, words.of_columns)?;
    page.row += 1;
    Ok(())
}

/// What a reader needs to know of all sheets.
pub(super) fn reading(page: &mut Page<'_>) -> Result<(), XlsxError> {
    let words = page.look.words;
    page.section(words.reading, words.notes.len() as u32 + 2)?;
    let zone = [("zone", page.look.zone.name()), ("version", Zone::DATABASE)];
    page.sentence(&fill(words.times_are, &zone))?;
    words.notes.iter().try_for_each(|note| page.sentence(note))
}

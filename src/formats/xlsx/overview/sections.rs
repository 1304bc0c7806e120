//! The sections of the first sheet, in order.

use rust_xlsxwriter::{ChartType, FormatAlign, XlsxError};

use super::Content;
use super::charts::{self, Numbers, Place};
use super::page::{Page, Value, count};
use crate::finding::{Code, Severity};
use crate::formats::xlsx::formats::Show;
use crate::formats::xlsx::highlights;
use crate::formats::xlsx::links;
use crate::formats::xlsx::values::days;
use crate::language::Language;
use crate::language::words::fill;
use crate::views::Table;
use crate::views::cell::{Cell, Rows};
use crate::views::{ALL_ROLES, NO_ROLE};
use crate::zone::Zone;

const LEFT: FormatAlign = FormatAlign::Left;
const RIGHT: FormatAlign = FormatAlign::Right;
/// The rows that a chart takes at least.
const CHART_ROWS: u32 = 9;

/// Title, large numbers and facts.
pub(super) fn opening(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let (words, texts) = (page.look.words(), page.look.texts());
    let title = match content.facts.meeting {
        Some(meeting) => fill(words.title_of_meeting, &[("meeting", meeting.title())]),
        None => texts.attendance_summary.to_owned(),
    };
    let version = [("version", env!("CARGO_PKG_VERSION"))];
    page.title([&title, &facts(content), &fill(words.made_by, &version)])?;
    let figures = figures(content);
    if figures.is_empty() {
        return Ok(());
    }
    page.figures(&figures)
}

/// Period, zone and documents in one line.
fn facts(content: &Content<'_>) -> String {
    let (words, texts) = (content.look.words(), content.look.texts());
    let zone = &content.look.zone;
    let mut facts = Vec::new();
    if let Some(stretch) = content.over_time.stretch() {
        let shown = |instant| content.look.language.minute(zone.local(instant));
        let (from, to) = (shown(stretch.join()), shown(stretch.leave()));
        facts.push(fill(texts.from_to, &[("from", &from), ("to", &to)]));
    }
    facts.push(fill(words.in_zone, &[("zone", zone.name())]));
    if let Some(run) = content.facts.run {
        let counts = run.documents();
        let (all, without) = (counts.documents(), counts.documents() - counts.converted);
        facts.push(documents_read(content.look.language, all));
        if without > 0 {
            facts.push(
                content
                    .look
                    .language
                    .counted(texts.n_without_report, without),
            );
        }
    }
    facts.join("  ·  ")
}

/// How many documents were read, in words.
fn documents_read(language: Language, number: usize) -> String {
    let words = language.workbook();
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let form = match language.is_one(number) {
        true => words.document_read,
        false => words.documents_read,
    };
    fill(form, &[("n", &language.count(number))])
}

/// The large numbers that are known.
fn figures<'c>(content: &Content<'c>) -> Vec<(&'c str, f64, &'static str)> {
    const COUNT: &str = "#,##0";
    let (words, texts) = (content.look.words(), content.look.texts());
    let mut figures = Vec::new();
    let totals = content.over_time.totals();
    let known = totals.meetings > 0;
    if known {
        figures.push((texts.meetings, totals.meetings as f64, COUNT));
    }
    if let Some(run) = content.facts.run {
        figures.push((texts.people, run.people() as f64, COUNT));
    }
    if known {
        let hours = totals.presence_seconds as f64 / 3600.0;
        figures.push((texts.participations, totals.participations as f64, COUNT));
        figures.push((words.hours, hours, "#,##0.0"));
    }
    let mut mean_share = None;
    content.facts.by_role(|row| {
        mean_share = match cell(row, "mean_share") {
            Some(Cell::Decimal(share)) => Some(share.as_f64()),
            _ => None,
        };
    });
    if let Some(share) = mean_share {
        figures.push((texts.mean_share, share, "0.0%"));
    }
    if let Some(codes) = content.facts.codes() {
        let counts = codes.by_severity().into_iter();
        let serious = counts.filter(|&(_, severity, _)| severity > Severity::Note);
        let sum: usize = serious.map(|(_, _, count)| count).sum();
        figures.push((words.errors_and_warnings, sum as f64, COUNT));
    }
    figures
}

/// Totals by role, with a chart.
pub(super) fn by_role(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let mut rows = Rows::default();
    content.facts.by_role(|row| rows.push(row));
    // Everybody alone is the last row.
    if rows.len() < 2 {
        return Ok(());
    }
    let (words, texts) = (page.look.words(), page.look.texts());
    let height = CHART_ROWS.max(rows.len() as u32 + 1);
    page.section(texts.by_role, height)?;
    let top = page.row;
    page.headings(&[
        (texts.role, LEFT),
        (texts.meetings, RIGHT),
        (texts.participations, RIGHT),
        (texts.presence, RIGHT),
        (page.look.language.heading("Mean presence"), RIGHT),
        (texts.mean_share, RIGHT),
    ])?;
    let first = page.row;
    let sum = first + rows.len() as u32 - 1;
    let language = page.look.language;
    for row in rows.iter() {
        let is_sum = page.row == sum;
        page.table_row(&role_cells(&row, language), is_sum)?;
    }
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

/// The cell of the table of totals in this column.
fn cell<'r, 'c>(row: &'r [Cell<'c>], key: &str) -> Option<&'r Cell<'c>> {
    let columns = Table::Overall.columns();
    row.get(columns.iter().position(|column| column.key == key)?)
}

fn role_cells<'r>(row: &'r [Cell<'_>], language: Language) -> Vec<Option<Value<'r>>> {
    let columns = Table::Overall.columns();
    let value = |&(key, show): &(&str, Show)| {
        let at = columns.iter().position(|column| column.key == key)?;
        let number = match &row[at] {
            Cell::Text(role) => return Some(Value::Text(role_name(role, language))),
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

/// A role as the table of totals names it, in this language.
fn role_name(role: &str, language: Language) -> &str {
    match role {
        NO_ROLE => language.words().no_role,
        ALL_ROLES => language.words().all_roles,
        known => language.role(known),
    }
}

/// How often each finding was made, and where its first row is.
pub(super) fn findings(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let Some(codes) = content.facts.codes() else {
        return Ok(());
    };
    let (words, texts) = (page.look.words(), page.look.texts());
    let codes = codes.by_severity();
    page.section(texts.findings, codes.len() as u32 + 3)?;
    let sheet = page.look.language.heading(Table::Findings.title());
    let is_listed = content.entries.iter().any(|entry| entry.name == sheet);
    if is_listed && content.facts.run.is_some() {
        page.sentence(&fill(words.findings_are, &[("sheet", sheet)]))?;
    }
    if codes.is_empty() {
        return page.sentence(words.no_findings);
    }
    page.headings(&[
        (page.look.language.heading("Finding"), LEFT),
        (page.look.language.heading("Severity"), LEFT),
        (words.count, RIGHT),
        (words.meaning, LEFT),
    ])?;
    let first = page.row;
    for (code, severity, number) in codes {
        finding(page, content, code, severity, number)?;
    }
    highlights::severities(page.worksheet, (first, page.row), 1, page.look.language)
}

fn finding(
    page: &mut Page<'_>,
    content: &Content<'_>,
    code: Code,
    severity: Severity,
    number: usize,
) -> Result<(), XlsxError> {
    let words = page.look.words();
    let row = page.row;
    page.table_row(
        &[
            Some(Value::Text(code.name())),
            Some(Value::Text(page.look.language.severity(severity))),
            count(number as u64),
            Some(Value::Text(page.look.language.finding(code).meaning)),
        ],
        false,
    )?;
    if let Some(&to) = content.first_findings.get(code.name()) {
        page.row = row;
        let url = links::to_row(
            Table::Findings,
            to,
            content.rows_a_sheet,
            page.look.language,
        );
        page.link(0, url, code.name(), words.to_findings)?;
        page.row += 1;
    }
    Ok(())
}

/// All other sheets.
pub(super) fn sheets(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let words = page.look.words();
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
    let (words, texts) = (page.look.words(), page.look.texts());
    let definitions = [
        (texts.reported_total, texts.means_reported_total),
        (texts.interval_sum, texts.means_interval_sum),
        (texts.presence, texts.means_presence),
        (texts.sum_check, texts.means_sum_check),
        (texts.share, texts.means_share),
        (texts.late, texts.means_late),
        (texts.left_early, texts.means_left_early),
        (texts.rejoins, texts.means_rejoins),
        (texts.median_and_quartiles, texts.means_quartiles),
    ];
    page.section(texts.meanings, definitions.len() as u32 + 1)?;
    for (term, definition) in definitions {
        // What pages set apart as code.
        page.line(term, &definition.replace('`', ""))?;
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
    let words = page.look.words();
    let zone = [("zone", page.look.zone.name()), ("version", Zone::DATABASE)];
    let times = fill(words.times_are, &zone);
    let sentences = [
        &*times,
        words.lengths_are,
        words.empty_is,
        words.participations_are,
        words.links_lead,
        words.links_are_few,
    ];
    page.section(words.reading, sentences.len() as u32)?;
    sentences
        .into_iter()
        .try_for_each(|sentence| page.sentence(sentence))
}

//! The sections of the first sheet, in order.

use rust_xlsxwriter::{FormatAlign, XlsxError};

use super::page::{Figure, Page, Value, count};
use super::{Content, answers};
use crate::finding::Severity;
use crate::formats::sentence;
use crate::formats::xlsx::highlights;
use crate::formats::xlsx::links;
use crate::formats::xlsx::values::{cell_text, text_width};
use crate::language::Language;
use crate::language::words::fill;
use crate::views::Table;
use crate::views::cell::Cell;
use crate::views::front_view::FrontView;
use crate::views::to_look_at::ToLookAt;

const LEFT: FormatAlign = FormatAlign::Left;
const RIGHT: FormatAlign = FormatAlign::Right;
/// What a line has room for behind severity and count, in digits.
const LINE: usize = 112;

/// Title, large numbers and facts.
pub(super) fn opening(
    page: &mut Page<'_>,
    content: &Content<'_>,
    figures: &[Figure<'_>],
) -> Result<(), XlsxError> {
    let words = page.theme.words();
    let title = match content.facts.subject() {
        Some(subject) => fill(words.title_of_meeting, &[("meeting", subject)]),
        None => title(content),
    };
    page.title([&title, &facts(content), words.to_other_sheets])?;
    if figures.is_empty() {
        return Ok(());
    }
    page.figures(figures)
}

/// Returns what all of it is called.
fn title(content: &Content<'_>) -> String {
    match content.theme.naming.of(content.facts.run.as_ref()) {
        Some(title) => fill(
            content.theme.words().title_of_meeting,
            &[("meeting", title)],
        ),
        None => content.theme.texts().attendance_summary.to_owned(),
    }
}

/// Period, zone and documents in one line.
fn facts(content: &Content<'_>) -> String {
    let (words, texts) = (content.theme.words(), content.theme.texts());
    let zone = &content.theme.zone;
    let mut facts = Vec::new();
    facts.extend(period(content));
    facts.push(fill(words.in_zone, &[("zone", zone.name())]));
    if let Some(run) = content.facts.of_everybody() {
        let counts = run.documents();
        let (all, without) = (counts.documents(), counts.documents() - counts.converted);
        facts.push(documents_read(content.theme.language, all));
        if without > 0 {
            facts.push(
                content
                    .theme
                    .language
                    .counted(texts.n_without_report, without),
            );
        }
    }
    facts.join("  ·  ")
}

/// Returns from when to when a meeting was; of several the days on which the first and the last
/// began.
fn period(content: &Content<'_>) -> Option<String> {
    let (language, texts) = (content.theme.language, content.theme.texts());
    if content.facts.meeting.is_some() {
        let stretch = content.over_time.stretch()?;
        let shown = |instant| language.minute(&content.theme.zone, instant);
        let (from, to) = (shown(stretch.join()), shown(stretch.leave()));
        return Some(fill(texts.from_to, &[("from", &from), ("to", &to)]));
    }
    let (first, last) = content.over_time.days()?;
    let (from, to) = (language.plain_date(first), language.plain_date(last));
    Some(match from == to {
        true => from,
        false => fill(texts.days, &[("from", &from), ("to", &to)]),
    })
}

/// Returns how many documents were read, in words.
fn documents_read(language: Language, number: usize) -> String {
    let words = language.workbook();
    let number = i64::try_from(number).unwrap_or(i64::MAX);
    let form = match language.is_one(number) {
        true => words.document_read,
        false => words.documents_read,
    };
    fill(form, &[("n", &language.count(number))])
}

/// Returns the large numbers that are known; where somebody said who was expected, how many came.
pub(super) fn figures<'c>(content: &Content<'c>, front: Option<&FrontView<'_>>) -> Vec<Figure<'c>> {
    if let Some(front) = front.filter(|front| front.turnout.is_some()) {
        return answers::figures(content, front);
    }
    let (words, texts) = (content.theme.words(), content.theme.texts());
    let mut figures = Vec::new();
    let totals = content.over_time.totals();
    let known = totals.meetings > 0;
    if known {
        figures.push(Figure::count(texts.meetings, totals.meetings));
    }
    if let Some(run) = content.facts.run {
        figures.push(Figure::count(texts.people, run.people() as u64));
    }
    if known {
        let hours = totals.presence_seconds as f64 / 3600.0;
        figures.push(Figure::count(texts.participations, totals.participations));
        figures.push(Figure::number(words.hours, hours, "#,##0.0"));
    }
    let mut mean_share = None;
    content.facts.by_role(|row| {
        mean_share = match cell(row, "mean_share") {
            Some(Cell::Decimal(share)) => Some(share.as_f64()),
            _ => None,
        };
    });
    if let Some(share) = mean_share {
        figures.push(Figure::number(texts.mean_share, share, "0.0%"));
    }
    figures.extend(serious(content));
    figures
}

/// Returns how many errors and warnings there are, where it is known.
pub(super) fn serious<'c>(content: &Content<'c>) -> Option<Figure<'c>> {
    let counts = content.facts.codes()?.by_severity().into_iter();
    let serious = counts.filter(|&(_, severity, _)| severity > Severity::Note);
    let sum: usize = serious.map(|(_, _, count)| count).sum();
    let words = content.theme.words();
    Some(Figure::count(words.errors_and_warnings, sum as u64))
}

/// Writes what was found, in a sentence each with what it is about, the gravest first; it
/// leads to the first row.
pub(super) fn findings(page: &mut Page<'_>, content: &Content<'_>) -> Result<(), XlsxError> {
    let Some(found) = content.facts.found() else {
        return Ok(());
    };
    let (words, language) = (page.theme.words(), page.theme.language);
    page.section(words.look_at, found.len() as u32 + 3)?;
    let sheet = links::sheet_name(Table::Findings, 0, page.theme);
    let is_listed = content.entries.iter().any(|entry| entry.name == sheet);
    if is_listed && content.facts.run.is_some() {
        page.sentence(&fill(words.findings_are, &[("sheet", &sheet)]))?;
    }
    if found.is_empty() {
        return page.sentence(words.no_findings);
    }
    page.headings(&[
        (language.heading("Severity"), LEFT),
        (words.count, RIGHT),
        (page.theme.texts().what_was_found, LEFT),
    ])?;
    let first = page.row;
    for one in &found {
        finding(page, content, one)?;
    }
    highlights::severities(page.worksheet, (first, page.row), 0, language)
}

fn finding(
    page: &mut Page<'_>,
    content: &Content<'_>,
    found: &ToLookAt<'_>,
) -> Result<(), XlsxError> {
    let (language, code) = (page.theme.language, found.code.name());
    let is_named = content.told.names;
    let told = |most| {
        format!(
            "{}  [{code}]",
            sentence::of(found, most, is_named, language)
        )
    };
    // As many subjects as the line has room for, and one at least.
    let all = (1..=found.subjects.len()).rev().map(told);
    let mut fitting = all.filter(|told| text_width(told) <= LINE);
    let told = fitting.next().unwrap_or_else(|| told(1));
    let row = page.row;
    page.table_row(
        &[
            Some(Value::Text(language.severity(found.severity))),
            count(found.count as u64),
            Some(Value::Text(&told)),
        ],
        false,
    )?;
    if let Some(&to) = content.first_findings.get(code) {
        page.row = row;
        let url = links::to_row(Table::Findings, to, content.rows_a_sheet, page.theme);
        page.link(2, url, &cell_text(&told), page.theme.words().to_findings)?;
        page.row += 1;
    }
    Ok(())
}

/// Returns the cell of the table of totals in this column.
fn cell<'r, 'c>(row: &'r [Cell<'c>], key: &str) -> Option<&'r Cell<'c>> {
    row.get(Table::Overall.place(key))
}

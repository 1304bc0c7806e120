//! The answers that come first: attended of expected, who missed something, and how many
//! came to each meeting and of each department.

use rust_xlsxwriter::{ChartType, FormatAlign, XlsxError};

use super::charts::{self, Numbers, Place};
use super::page::{Figure, Page, Value, count};
use super::{Content, sections};
use crate::formats::name;
use crate::formats::xlsx::formats::{self, Show};
use crate::formats::xlsx::table_sheets::Entry;
use crate::formats::xlsx::values::{cell_text, days, serial};
use crate::formats::xlsx::{highlights, links};
use crate::language::words::fill;
use crate::views::NO_DEPARTMENT;
use crate::views::Table;
use crate::views::front_view::{FrontView, MeetingTurnout};

const LEFT: FormatAlign = FormatAlign::Left;
const RIGHT: FormatAlign = FormatAlign::Right;
/// How many people who missed something stand on the first sheet.
const MOST_PEOPLE: usize = 10;
/// How many people who came late stand below them.
const MOST_LATE: usize = 5;
/// The most meetings that have a row each; more are summed up by week, month or year.
const MOST_MEETINGS: usize = 30;
const LOWEST_CHART: u32 = 11;
const HIGHEST_CHART: u32 = 18;

/// Returns the large numbers, where somebody said who was expected.
pub(super) fn figures<'c>(content: &Content<'c>, front: &FrontView<'_>) -> Vec<Figure<'c>> {
    let (theme, texts) = (content.theme, content.theme.texts());
    let mut figures = Vec::new();
    if let Some((attended, due)) = front.turnout {
        let said = |number: u64| {
            theme
                .language
                .count(i64::try_from(number).unwrap_or(i64::MAX))
        };
        let values = [("n", &*said(attended)), ("m", &*said(due))];
        figures.push(Figure::text(
            texts.attended_of_expected,
            fill(texts.n_of_m, &values),
        ));
        if let Some(rate) = front.rate() {
            figures.push(Figure::number(texts.attendance, rate.as_f64(), "0.0%"));
        }
    }
    figures.push(Figure::count(texts.expected_people, front.people as u64));
    figures.push(Figure::count(texts.never_came, front.never_came as u64));
    figures.push(Figure::count(texts.not_certain, front.not_certain));
    let late = front.late.map(|late| Figure::count(texts.came_late, late));
    let early = front
        .left_early
        .map(|early| Figure::count(texts.left_early, early));
    figures.extend(late.into_iter().chain(early));
    figures.extend(sections::serious(content));
    figures
}

/// Writes who missed something, the meetings and the departments; returns whether the meetings
/// have a row each.
pub(super) fn write(
    page: &mut Page<'_>,
    content: &Content<'_>,
    front: Option<&FrontView<'_>>,
    turnouts: &[MeetingTurnout<'_>],
) -> Result<bool, XlsxError> {
    if let Some((found, listed)) = front.and_then(|front| front.few_found) {
        few_found(page, found, listed)?;
    }
    let of_people = front.filter(|_| content.told.names);
    if let Some(front) = of_people.filter(|front| front.turnout.is_some()) {
        missed(page, content, front)?;
    }
    if let Some(front) = of_people.filter(|front| front.late.is_some()) {
        came_late(page, content, front)?;
    }
    let has_bars = (2..=MOST_MEETINGS).contains(&turnouts.len());
    if has_bars {
        meetings(page, turnouts)?;
    }
    if let Some(front) = front {
        departments(page, front)?;
    }
    Ok(has_bars)
}

/// Says that few of the expected people were found, before what is told of them.
fn few_found(page: &mut Page<'_>, found: usize, listed: usize) -> Result<(), XlsxError> {
    let said = |number: usize| page.theme.language.count(number as i64);
    let values = [("n", &*said(found)), ("m", &*said(listed))];
    let sentence = fill(page.theme.texts().few_of_roster_found, &values);
    page.row += 1;
    page.sentence(&format!("▲ {sentence}"))
}

fn missed(
    page: &mut Page<'_>,
    content: &Content<'_>,
    front: &FrontView<'_>,
) -> Result<(), XlsxError> {
    let (language, texts, missed) = (page.theme.language, page.theme.texts(), &front.missed);
    page.section(texts.who_missed, missed.len().min(MOST_PEOPLE) as u32 + 2)?;
    if missed.is_empty() {
        return page.sentence(match front.not_certain {
            0 => texts.nobody_missed,
            _ => texts.nobody_missed_for_certain,
        });
    }
    page.headings(&[
        (texts.name, LEFT),
        (texts.department, LEFT),
        (language.heading("Absent"), RIGHT),
        (texts.not_certain, RIGHT),
        (language.heading("Partial"), RIGHT),
    ])?;
    for person in missed.iter().take(MOST_PEOPLE) {
        let told = Named::of(person.name, person.email, person.department, content);
        let row = [
            Some(Value::Text(&told.label)),
            told.department.map(Value::Text),
            count(person.absent as u64),
            count(person.unknown as u64),
            count(person.partial as u64),
        ];
        page.table_row(&row, false)?;
        told.link(page, content, person.place)?;
    }
    more_people(page, content, missed.len().saturating_sub(MOST_PEOPLE))
}

/// Writes who came late, and how much.
fn came_late(
    page: &mut Page<'_>,
    content: &Content<'_>,
    front: &FrontView<'_>,
) -> Result<(), XlsxError> {
    let (language, texts, late) = (page.theme.language, page.theme.texts(), &front.came_late);
    page.section(texts.who_was_late, late.len().min(MOST_LATE) as u32 + 2)?;
    if late.is_empty() {
        return page.sentence(texts.nobody_late);
    }
    page.headings(&[
        (texts.name, LEFT),
        (texts.department, LEFT),
        (language.heading("Meetings"), RIGHT),
        (texts.delay_in_all, RIGHT),
    ])?;
    for person in late.iter().take(MOST_LATE) {
        let told = Named::of(person.name, person.email, person.department, content);
        let delay = Value::Number(days(person.delay_seconds as f64), Show::Duration);
        let row = [
            Some(Value::Text(&told.label)),
            told.department.map(Value::Text),
            count(person.meetings),
            Some(delay),
        ];
        page.table_row(&row, false)?;
        told.link(page, content, person.place)?;
    }
    more_people(page, content, late.len().saturating_sub(MOST_LATE))
}

/// Somebody, as far as the other sheets tell of them.
struct Named<'p> {
    label: String,
    department: Option<&'p str>,
}

impl<'p> Named<'p> {
    fn of(
        name: Option<&str>,
        email: Option<&str>,
        department: Option<&'p str>,
        content: &Content<'_>,
    ) -> Self {
        let email = email.filter(|_| content.told.emails);
        Self {
            label: name::label(name, email, None, content.theme.language).into_owned(),
            department: department.filter(|_| content.told.departments),
        }
    }

    /// Makes the name in the row before a link to the person's row, where there is a sheet of
    /// people.
    fn link(
        &self,
        page: &mut Page<'_>,
        content: &Content<'_>,
        place: usize,
    ) -> Result<(), XlsxError> {
        let (Some(sheet), Ok(place)) = (people_sheet(content), u32::try_from(place)) else {
            return Ok(());
        };
        let url = links::to_row(Table::People, place, content.rows_a_sheet, page.theme);
        let tip = format!("{}: {}", page.theme.words().to_sheet, sheet.name);
        page.row -= 1;
        page.link(0, url, &cell_text(&self.label), &tip)?;
        page.row += 1;
        Ok(())
    }
}

/// Returns the sheet of people, where there is one.
fn people_sheet<'c>(content: &'c Content<'_>) -> Option<&'c Entry> {
    let title = content.theme.language.heading(Table::People.title());
    content.entries.iter().find(|entry| entry.name == title)
}

/// Says how many people more there are, and where they stand.
fn more_people(page: &mut Page<'_>, content: &Content<'_>, more: usize) -> Result<(), XlsxError> {
    if more > 0
        && let Some(sheet) = people_sheet(content)
    {
        let more = page.theme.language.count(more as i64);
        let values = [("n", &*more), ("sheet", &*sheet.name)];
        let words = page.theme.words();
        let text = fill(words.more_people, &values);
        page.link(0, links::to_sheet(&sheet.name), &text, words.to_sheet)?;
        page.row += 1;
    }
    Ok(())
}

fn meetings(page: &mut Page<'_>, meetings: &[MeetingTurnout<'_>]) -> Result<(), XlsxError> {
    let (theme, texts) = (page.theme, page.theme.texts());
    let is_expected = meetings.iter().any(|meeting| meeting.due.is_some());
    let table = meetings.len() as u32 + 1;
    let height = table.clamp(LOWEST_CHART, HIGHEST_CHART);
    page.section(texts.by_meeting, table.max(height))?;
    let top = page.row;
    let came = match is_expected {
        true => texts.attended,
        false => texts.participants,
    };
    let all = [
        (texts.meeting, LEFT),
        (texts.date, LEFT),
        (came, RIGHT),
        (theme.language.heading("Expected"), RIGHT),
        (texts.attendance, RIGHT),
    ];
    page.headings(if is_expected { &all } else { &all[..3] })?;
    let first = page.row;
    for meeting in meetings {
        page.table_row(&turnout(page, meeting), false)?;
    }
    if is_expected {
        highlights::share_bars(page.worksheet, (first, page.row - 1), 4)?;
    }
    let numbers = Numbers {
        title: page.theme.words().chart_of_meetings,
        rows: (first, page.row),
        names: 1,
        column: 2,
        shown: formats::day_and_month(page.theme.language),
    };
    let place = Place {
        column: 7,
        top,
        height,
    };
    charts::place(page, ChartType::Column, &numbers, &place)?;
    page.row = page.row.max(top + height);
    Ok(())
}

/// Returns a meeting's row: what nobody knows, and what is still to come, is empty.
fn turnout<'v>(page: &Page<'_>, meeting: &'v MeetingTurnout<'_>) -> [Option<Value<'v>>; 5] {
    let begin = meeting.begin.map(|begin| page.theme.zone.local(begin));
    let shown = formats::day(page.theme.language);
    let (expected, share) = (meeting.expected(), meeting.rate());
    [
        Some(Value::Text(meeting.title)),
        begin
            .and_then(serial)
            .map(|begin| Value::Date(begin, shown)),
        count(meeting.attended).filter(|_| meeting.is_known()),
        expected.and_then(count),
        share.map(|share| Value::Number(share.as_f64(), Show::Share)),
    ]
}

fn departments(page: &mut Page<'_>, front: &FrontView<'_>) -> Result<(), XlsxError> {
    if front.departments.len() < 2 {
        return Ok(());
    }
    let (language, texts) = (page.theme.language, page.theme.texts());
    page.section(texts.by_department, front.departments.len() as u32 + 1)?;
    page.headings(&[
        (texts.department, LEFT),
        (texts.attended, RIGHT),
        (language.heading("Expected"), RIGHT),
        (texts.attendance, RIGHT),
    ])?;
    let first = page.row;
    for one in &front.departments {
        let name = one.name.as_deref();
        let share = one.rate();
        let row = [
            Some(Value::Text(name.unwrap_or(language.heading(NO_DEPARTMENT)))),
            count(one.attended),
            count(one.due),
            share.map(|share| Value::Number(share.as_f64(), Show::Share)),
        ];
        page.table_row(&row, false)?;
    }
    highlights::share_bars(page.worksheet, (first, page.row - 1), 3)
}

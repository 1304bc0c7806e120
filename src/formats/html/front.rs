//! What the first screen of the index is made from: answers before anything else.

use minijinja::value::Value;

use super::Locale;
use super::hours;
use super::record::{Record, list, text};
use super::site::{REGISTER, Site, meeting_page, person_page};
use crate::finding::Severity;
use crate::formats::name;
use crate::formats::sentence;
use crate::language::Language;
use crate::views::Table;
use crate::views::front_view::{FrontView, LatePerson, MeetingTurnout, MissedPerson, Ranked};
use crate::views::run_view::RunView;
use crate::views::to_look_at::ToLookAt;
use crate::views::tone::Tone;
use crate::views::value::Decimal;

/// How many people who missed something stand on the first screen.
const MOST_PEOPLE: usize = 6;
/// How many where letters take a second line and people came late, who stand below.
const MOST_WITH_LETTERS: usize = 4;
/// How many people who came late stand below them.
const MOST_LATE: usize = 4;
/// How many people stand at either end, where nobody said who was expected.
const MOST_RANKED: usize = 4;
/// The most meetings that have a bar each.
const MOST_BARS: usize = 60;
/// How many kinds of findings stand on the first screen.
const MOST_KINDS: usize = 5;
/// The most bars that have room for a label each; of more some are labelled.
const MOST_LABELS: usize = 16;
/// The most letters that stand beside a name.
const MOST_LETTERS: usize = 16;

/// Adds what the first screen is made from: the hours where they are all that is asked for, else
/// who came and who did not.
pub fn add_to(
    record: Record,
    run: &RunView<'_>,
    front: Option<&FrontView<'_>>,
    site: &Site,
    locale: Locale<'_>,
) -> Record {
    if let Some(shown) = site.hours {
        let hours = hours::first_screen(&run.hours_grid(), shown, site, locale);
        return record.with("h", hours).with("f", ());
    }
    let front = match front {
        Some(known) => context(known, site, locale),
        None => context(&run.front(), site, locale),
    };
    record.with("h", ()).with("f", front)
}

fn context(front: &FrontView<'_>, site: &Site, locale: Locale<'_>) -> Record {
    let has_letters = front.meetings.len() <= MOST_LETTERS;
    let most_missed = match has_letters && !front.came_late.is_empty() {
        true => MOST_WITH_LETTERS,
        false => MOST_PEOPLE,
    };
    let shown = front.missed.iter().take(most_missed);
    let more = front.missed.len().saturating_sub(most_missed);
    // Nobody stands at both ends.
    let at_either_end = MOST_RANKED.min(front.ranking.len().div_ceil(2));
    let most = front.ranking.iter().take(at_either_end);
    let others = front.ranking.len() - at_either_end;
    let least = front.ranking.iter().rev().take(others.min(MOST_RANKED));
    let (attended, due) = match front.turnout {
        Some((attended, due)) => (Some(attended), Some(due)),
        None => (None, None),
    };
    let rate = front.rate();
    Record::default()
        .with("attended", attended)
        .with("due", due)
        .with("found", front.few_found.map(|(found, _)| found))
        .with("listed", front.few_found.map(|(_, listed)| listed))
        .with("rate", rate.map(Decimal::as_f64))
        .with("people", front.people)
        .with("never_came", front.never_came)
        .with("not_certain", front.not_certain)
        .with("is_judged", front.is_judged)
        .with("late", front.late)
        .with("left_early", front.left_early)
        .with("presence_seconds", front.presence_seconds)
        .with("missed", list(shown.map(|person| missed(person, locale))))
        .with("most", list(most.map(|person| ranked(person, locale))))
        .with("least", list(least.map(|person| ranked(person, locale))))
        .with("missed_all", front.missed.len())
        .with("more", more)
        .with(
            "came_late",
            list(
                front
                    .came_late
                    .iter()
                    .take(MOST_LATE)
                    .map(|person| came_late(person, locale)),
            ),
        )
        .with("more_late", front.came_late.len().saturating_sub(MOST_LATE))
        .with("all_late", front.came_late.len())
        .with("all_people", site.page_of(Table::People))
        .with("register", site.has(REGISTER).then_some(REGISTER))
        .with("reminders", site.page_of(Table::Missed))
        .with("bars", bars(&front.meetings, site, locale))
        .with("is_dense", front.meetings.len() > MOST_LABELS)
        .with("departments", departments(front, locale))
}

fn ranked(person: &Ranked<'_>, locale: Locale<'_>) -> Record {
    let label = name::label(person.name, person.email, None, locale.language);
    Record::default()
        .with("name", text(&label))
        .with("href", person.stem.map(person_page))
        .with("attended", person.attended)
        .with("due", person.due)
        .with("presence_seconds", person.presence_seconds)
}

fn came_late(person: &LatePerson<'_>, locale: Locale<'_>) -> Record {
    let label = name::label(person.name, person.email, None, locale.language);
    Record::default()
        .with("name", text(&label))
        .with("href", person.stem.map(person_page))
        .with("department", person.department.map(text))
        .with("meetings", person.meetings)
        .with("delay_seconds", person.delay_seconds)
}

fn missed(person: &MissedPerson<'_>, locale: Locale<'_>) -> Record {
    let few = Some(&person.statuses).filter(|all| all.len() <= MOST_LETTERS);
    let statuses = few.into_iter().flatten().map(|&status| {
        Record::default()
            .with("letter", locale.language.letter(status))
            .with("class", Tone::of_status(status).name())
            .with("word", locale.language.status(status))
    });
    let label = name::label(person.name, person.email, None, locale.language);
    Record::default()
        .with("name", text(&label))
        .with("href", person_page(person.stem))
        .with("statuses", list(statuses))
        .with("department", person.department.map(text))
        .with("absent", person.absent)
        .with("unknown", person.unknown)
        .with("partial", person.partial)
}

/// Returns what to look at, errors and warnings alone; none where pages lead to no meetings.
pub fn to_look_at(all: &[ToLookAt<'_>], locale: Locale<'_>) -> Vec<Record> {
    let serious = all.iter().filter(|one| one.severity > Severity::Note);
    serious
        .take(MOST_KINDS)
        .map(|found| kind(found, locale.language))
        .collect()
}

fn kind(found: &ToLookAt<'_>, language: Language) -> Record {
    let subjects = found.subjects.iter().map(|subject| {
        Record::default()
            .with("title", text(&sentence::subject(subject, true, language)))
            .with("href", subject.stem.map(meeting_page))
    });
    Record::default()
        .with("severity", found.severity.name())
        .with("symbol", found.severity.sign())
        .with("severity_word", language.severity(found.severity))
        .with("meaning", sentence::meaning(found, language))
        .with("code", found.code.name())
        .with("count", found.count)
        .with("subjects", list(subjects))
        .with("more", found.count.saturating_sub(found.subjects.len()))
}

/// Returns a bar for each meeting; none where there are too many, or one alone.
fn bars(meetings: &[MeetingTurnout<'_>], site: &Site, locale: Locale<'_>) -> Value {
    if meetings.len() > MOST_BARS || meetings.len() < 2 {
        return Value::from(());
    }
    let most = meetings.iter().map(|one| one.attended).max().unwrap_or(0);
    let step = meetings.len().div_ceil(MOST_LABELS / 2);
    let is_labelled = |at: usize| meetings.len() <= MOST_LABELS || at.is_multiple_of(step);
    list(meetings.iter().enumerate().map(|(at, meeting)| {
        let whole = meeting.due.unwrap_or(most).max(1);
        let height = meeting.attended.min(whole) * 100 / whole;
        // A department's folder has no pages of meetings.
        let stem = meeting.stem.filter(|_| site.department.is_none());
        let day = meeting.begin.map(|begin| {
            let date = locale.zone.local(begin).date();
            locale.language.day_and_month(date)
        });
        Record::default()
            .with("title", text(meeting.title))
            .with("href", stem.map(meeting_page))
            .with("day", day)
            .with("is_labelled", is_labelled(at))
            .with("is_held", meeting.is_held)
            .with("has_records", meeting.has_records)
            .with("attended", meeting.attended)
            .with("due", meeting.due)
            .with("height", height)
            .with("top", 100 - height)
    }))
}

fn departments(front: &FrontView<'_>, locale: Locale<'_>) -> Value {
    let departments = front.departments.iter();
    let rows = departments.map(|department| {
        let rate = department.rate().map_or(0.0, Decimal::as_f64);
        let name = department.name.as_deref();
        let nobody = locale.language.heading(crate::views::NO_DEPARTMENT);
        Record::default()
            .with("name", text(name.unwrap_or(nobody)))
            .with("attended", department.attended)
            .with("due", department.due)
            .with("rate", rate)
            .with("width", (rate * 100.0).round() as i64)
    });
    let rows: Vec<_> = rows.collect();
    match rows.len() {
        0 | 1 => Value::from(()),
        _ => list(rows),
    }
}

//! What the index of all meetings is made from: one page, or one that leads to a page a period.

use jiff::civil::Date;
use minijinja::value::Value;

use super::Locale;
use super::chart::chart;
use super::front;
use super::periods::{Meeting, Period, Totals};
use super::record::{Record, list, text};
use super::site::{INDEX, Site, meeting_page};
use super::values::trusted;
use crate::finding::{Code, CodeSet, Severity, SeverityCounts};
use crate::language::Language;
use crate::language::format::iso_date;
use crate::views::Table;
use crate::views::first_look::FirstLook;
use crate::views::meeting_view::MeetingView;
use crate::views::run_view::RunView;
use crate::zone::Zone;

/// The most meetings whose names the page holds for searching: some megabytes.
const MOST_TO_FIND: usize = 50_000;

/// Returns the meetings of a run, in order of time.
pub fn meetings(run: &RunView<'_>, zone: &Zone) -> Vec<Meeting> {
    let held = run.meetings().filter(|meeting| meeting.stem().is_some());
    held.map(|one| meeting(&one, zone)).collect()
}

fn meeting(meeting: &MeetingView<'_>, zone: &Zone) -> Meeting {
    let mut row = Record::default();
    meeting.rows(Table::Meetings, |cells| {
        row = Record::of_row(Table::Meetings.columns(), cells);
    });
    let start = meeting.begin();
    let day = start.map(|start| zone.local(start).date());
    let counts = meeting.codes();
    let (codes, severities) = (counts.codes(), counts.severities());
    let some = [
        ("error", severities.errors),
        ("warning", severities.warnings),
    ];
    let some = some.into_iter().filter(|(_, count)| *count > 0);
    let words = some
        .map(|(name, _)| name)
        .chain(codes.iter().map(Code::name));
    let found: Vec<_> = words.collect();
    Meeting {
        start,
        day,
        codes,
        trouble: meeting.needs_a_look(),
        row: row
            .with("href", meeting.stem().map(meeting_page))
            .with("day", day.map_or(String::new(), iso_date))
            .with("found", found.join(" ")),
    }
}

/// Returns what every index has, whether its meetings stand on it or not.
pub fn overview(
    run: &RunView<'_>,
    first_look: &FirstLook<'_>,
    site: &Site,
    locale: Locale<'_>,
) -> Record {
    let language = locale.language;
    let over_time = &first_look.over_time;
    let days = over_time.days();
    let (first, last) = days.unzip();
    let day = |day: Option<Date>| day.map(|day| language.plain_date(day));
    let title = locale.naming.of(Some(run));
    let record = site.navigation(Record::default(), INDEX, language);
    front::add_to(record, run, first_look.front.as_ref(), site, locale)
        .with("title", title.map(text))
        .with("from", day(first))
        .with("to", day(last))
        .with("chart", chart(over_time, language))
        .with("troubled", list(troubled(run, language)))
        .with("roles", list(overall(run)))
        .with("counts", counts(run))
        .with(
            "look_at",
            list(front::to_look_at(&first_look.to_look_at, locale)),
        )
}

/// Returns an index on which the meetings themselves stand.
pub fn whole(overview: Record, meetings: Vec<Meeting>, language: Language) -> Record {
    overview
        .with("periods", ())
        .with("finder", ())
        .with("base", "")
        .with("filter", filter(&meetings, language))
        .with("meetings", rows(meetings))
}

/// Returns an index that leads to the pages of periods.
pub fn leading(overview: Record, periods: &[Period], locale: Locale<'_>) -> Record {
    let links = periods.iter().map(|period| {
        let totals = Totals::of(&period.meetings).record(&period.title);
        totals.with("href", period.address())
    });
    overview
        .with("periods", list(links))
        .with("finder", finder(periods, locale))
        .with("meetings", ())
}

/// Returns the page of the period at this place, which takes its meetings away.
pub fn period(periods: &mut [Period], at: usize, language: Language) -> Record {
    let meetings = std::mem::take(&mut periods[at].meetings);
    let link = |period: Option<&Period>| {
        period.map_or(Value::from(()), |period| {
            let address = format!("{}.html", period.stem);
            Record::default()
                .with("href", address)
                .with("title", period.title.as_str())
                .into()
        })
    };
    let before = at.checked_sub(1).and_then(|before| periods.get(before));
    Record::default()
        .with("p", Totals::of(&meetings).record(&periods[at].title))
        .with("previous", link(before))
        .with("next", link(periods.get(at + 1)))
        .with("base", "../")
        .with("filter", filter(&meetings, language))
        .with("meetings", rows(meetings))
}

fn rows(meetings: Vec<Meeting>) -> Value {
    list(meetings.into_iter().map(|meeting| meeting.row))
}

/// Returns what the meetings can be filtered by: the codes found in them; none where there are
/// none.
fn filter(meetings: &[Meeting], language: Language) -> Value {
    let mut found = CodeSet::default();
    let codes = meetings.iter().flat_map(|meeting| meeting.codes.iter());
    codes.for_each(|code| found.insert(code));
    let codes: Vec<_> = found
        .iter()
        .map(|code| {
            Record::default()
                .with("code", code.name())
                .with("meaning", language.finding(code).meaning)
        })
        .collect();
    if codes.is_empty() {
        return Value::from(());
    }
    let trouble = meetings.iter().any(|meeting| meeting.trouble);
    Record::default()
        .with("trouble", trouble)
        .with("codes", list(codes))
        .into()
}

/// Name, page, time, day and trouble of every meeting, for the script; none where that is too much.
fn finder(periods: &[Period], locale: Locale<'_>) -> Value {
    let meetings = || periods.iter().flat_map(|period| &period.meetings);
    if meetings().count() > MOST_TO_FIND {
        return Value::from(());
    }
    let entry = |meeting: &Meeting| {
        let text = |key| meeting.row.text(key).unwrap_or_default().to_owned();
        let time = meeting
            .start
            .map(|start| locale.language.minute(locale.zone, start));
        (
            text("meeting"),
            text("href"),
            time,
            text("day"),
            u8::from(meeting.trouble),
        )
    };
    let entries: Vec<_> = meetings().map(entry).collect();
    let json = serde_json::to_string(&entries).unwrap_or_default();
    // Names are hostile: none may end the element it stands in.
    trusted(json.replace('<', "\\u003c"))
}

/// Returns the rows of what was found in files and across reports, each in words.
fn troubled(run: &RunView<'_>, language: Language) -> Vec<Record> {
    let in_words = |row: Record| {
        let severity = severity(row.text("severity"));
        let code: Option<Code> = row.text("code").and_then(|name| name.parse().ok());
        let explained = code.map(|code| language.finding(code));
        row.with("symbol", severity.sign())
            .with("severity_word", language.severity(severity))
            .with("meaning", explained.map(|explained| explained.meaning))
            .with(
                "what_to_do",
                explained.and_then(|explained| explained.advice),
            )
    };
    let mut rows = Vec::new();
    run.other_findings(|_, _, row| rows.push(Record::of_row(Table::Findings.columns(), row)));
    rows.into_iter().map(in_words).collect()
}

fn severity(name: Option<&str>) -> Severity {
    match name {
        Some("error") => Severity::Error,
        Some("warning") => Severity::Warning,
        _ => Severity::Note,
    }
}

/// Returns the rows of each role over all meetings, everybody last.
fn overall(run: &RunView<'_>) -> Vec<Record> {
    let mut rows = Vec::new();
    run.rows(Table::Overall, |row| {
        rows.push(Record::of_row(Table::Overall.columns(), row));
    });
    rows
}

fn counts(run: &RunView<'_>) -> Record {
    let counts = run.documents();
    let SeverityCounts {
        errors,
        warnings,
        notes,
    } = run.severities();
    let meetings = run.meeting_counts();
    Record::default()
        .with("documents", counts.documents())
        .with("converted", counts.converted)
        .with("nothing_to_convert", counts.nothing_to_convert)
        .with("rejected", counts.rejected)
        .with("unreadable", counts.unreadable)
        .with("meetings", meetings.held)
        .with("meetings_with_findings", meetings.to_look_at)
        .with("errors", errors)
        .with("warnings", warnings)
        .with("notes", notes)
}

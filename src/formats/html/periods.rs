//! Meetings by period: an index of ten thousand is a page per month, and one that leads to them.

use jiff::civil::Date;

use super::calendar::Unit;
use super::record::Record;
use crate::finding::CodeSet;
use crate::language::Language;
use crate::language::words::fill;
use crate::views::value::Instant;

/// The most meetings on one page: more take a second to open.
pub const MOST_ROWS: usize = 1000;

/// The folder of the pages of periods, relative to the index.
pub const FOLDER: &str = "periods";

/// A meeting on its way into the index.
pub struct Meeting {
    /// Its row, with what templates need beside it.
    pub row: Record,
    /// When it began.
    pub start: Option<Instant>,
    /// On which day, in the zone of the pages.
    pub day: Option<Date>,
    /// What was found in it.
    pub codes: CodeSet,
    /// Whether there is an error or a warning among that.
    pub trouble: bool,
}

/// What some meetings come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Meetings.
    pub meetings: i64,
    /// People, counted once a meeting.
    pub participations: i64,
    /// Their presence, in seconds; none where nobody's is known.
    pub presence: Option<i64>,
    /// Meetings with errors or warnings.
    pub to_look_at: i64,
}

impl Totals {
    /// Returns the totals of these meetings.
    pub fn of(meetings: &[Meeting]) -> Self {
        let mut totals = Self::default();
        meetings.iter().for_each(|meeting| totals.add(meeting));
        totals
    }

    /// Adds a meeting.
    pub fn add(&mut self, meeting: &Meeting) {
        self.meetings += 1;
        self.participations += meeting.row.integer("participants").unwrap_or(0);
        if let Some(presence) = meeting.row.integer("presence_seconds") {
            self.presence = Some(self.presence.unwrap_or(0).saturating_add(presence));
        }
        self.to_look_at += i64::from(meeting.trouble);
    }

    /// Returns the totals as templates see them.
    pub fn record(&self, title: &str) -> Record {
        Record::default()
            .with("title", title)
            .with("meetings", self.meetings)
            .with("participations", self.participations)
            .with("presence_seconds", self.presence)
            .with("to_look_at", self.to_look_at)
    }
}

/// Some meetings that follow each other in time.
pub struct Period {
    /// What people call it.
    pub title: String,
    /// Its name in files.
    pub stem: String,
    /// Its meetings, in order of time.
    pub meetings: Vec<Meeting>,
}

impl Period {
    /// Returns the address of its page, relative to the index.
    pub fn address(&self) -> String {
        format!("{FOLDER}/{}.html", self.stem)
    }
}

/// Puts meetings into periods of at most `most`: whole years if these are small enough,
/// else months, weeks or days, and parts of a day at last; those without a date are last.
pub fn periods(mut meetings: Vec<Meeting>, most: usize, language: Language) -> Vec<Period> {
    meetings.sort_by_key(|meeting| (meeting.start.is_none(), meeting.start));
    let small = |unit: &Unit| groups(&meetings, *unit).all(|group| group.len() <= most);
    let unit = Unit::ALL.into_iter().rev().find(small).unwrap_or(Unit::Day);
    let lengths: Vec<usize> = groups(&meetings, unit).map(<[Meeting]>::len).collect();
    let mut rest = meetings.into_iter();
    let mut periods = Vec::new();
    for length in lengths {
        let group: Vec<Meeting> = rest.by_ref().take(length).collect();
        split(group, unit, most, language, &mut periods);
    }
    periods
}

/// Meetings that begin in the same unit.
fn groups(meetings: &[Meeting], unit: Unit) -> impl Iterator<Item = &[Meeting]> {
    let first = move |meeting: &Meeting| meeting.day.map(|day| unit.start(day));
    meetings.chunk_by(move |one, other| first(one) == first(other))
}

/// Adds the meetings of one unit, in parts where they are too many.
fn split(
    group: Vec<Meeting>,
    unit: Unit,
    most: usize,
    language: Language,
    periods: &mut Vec<Period>,
) {
    let first = group
        .first()
        .and_then(|meeting| meeting.day)
        .map(|day| unit.start(day));
    let (title, stem) = match first {
        Some(first) => (unit.title(first, language), unit.stem(first)),
        None => (language.words().undated.to_owned(), "undated".to_owned()),
    };
    let whole = group.len() <= most;
    let mut rest = group.into_iter().peekable();
    for number in 1.. {
        if rest.peek().is_none() {
            return;
        }
        let part = language.count(number);
        periods.push(Period {
            title: match whole {
                true => title.clone(),
                false => fill(
                    language.words().part_of,
                    &[("period", &title), ("part", &part)],
                ),
            },
            stem: match whole {
                true => stem.clone(),
                false => format!("{stem}.{number}"),
            },
            meetings: rest.by_ref().take(most).collect(),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    /// Returns a meeting on each of these days.
    fn meetings(days: impl IntoIterator<Item = Option<Date>>) -> Vec<Meeting> {
        let meeting = |day: Option<Date>| Meeting {
            row: Record::default(),
            start: day.map(|day| Instant::from_ticks(i64::from(day.day_of_year()))),
            day,
            codes: CodeSet::default(),
            trouble: false,
        };
        days.into_iter().map(meeting).collect()
    }

    /// Title, file and number of meetings of each period.
    fn told(
        days: impl IntoIterator<Item = Option<Date>>,
        most: usize,
    ) -> Vec<(String, String, usize)> {
        let periods = periods(meetings(days), most, Language::English);
        let told = |period: Period| (period.title, period.stem, period.meetings.len());
        periods.into_iter().map(told).collect()
    }

    fn day(month: i8, day: i8) -> Option<Date> {
        Some(date(2026, month, day))
    }

    #[test]
    fn periods_are_as_long_as_their_meetings_allow() {
        let days = || [day(1, 5), day(2, 3), day(2, 28)];
        assert_eq!(told(days(), 3), [("2026".into(), "2026".into(), 3)]);
        assert_eq!(
            told(days(), 2),
            [
                ("January 2026".into(), "2026-01".into(), 1),
                ("February 2026".into(), "2026-02".into(), 2)
            ]
        );
        assert_eq!(told(days(), 1)[2].0, "Week from 23 February 2026");
    }

    #[test]
    fn one_day_of_too_many_meetings_has_parts() {
        let days = std::iter::repeat_n(day(3, 1), 5);
        assert_eq!(
            told(days, 2),
            [
                ("1 March 2026, part 1".into(), "2026-03-01.1".into(), 2),
                ("1 March 2026, part 2".into(), "2026-03-01.2".into(), 2),
                ("1 March 2026, part 3".into(), "2026-03-01.3".into(), 1)
            ]
        );
    }

    #[test]
    fn meetings_stand_in_order_of_time_and_those_without_a_date_last() {
        let told = told([None, day(2, 1), day(1, 1)], 1);
        let titles: Vec<_> = told.iter().map(|(title, ..)| title.as_str()).collect();
        assert_eq!(titles, ["January 2026", "February 2026", "Without a date"]);
    }
}

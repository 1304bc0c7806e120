//! The people of a meeting, each with a small timeline.

use super::columns::{left, right, width, wrap};
use super::facts::paint;
use super::paint::Paint;
use super::stripe::{self, Pieces};
use super::{Lines, Locale};
use crate::finding::Severity;
use crate::formats::name;
use crate::formats::time_range::shown;
use crate::language::format::{hour_and_minute, hour_and_minute_in};
use crate::untrusted::one_line_of_terminal;
use crate::views::meeting_view::{MeetingView, PersonInMeeting};
use crate::views::value::{Instant, Span, Status, Stay};
use crate::zone::Zone;

/// The most people, unless all are asked for.
const MOST: usize = 40;
/// The fewest columns of a timeline, and the most that tell more than fewer.
const TIMELINE: std::ops::RangeInclusive<usize> = 12..=60;
/// The widest names that are not cut.
const WIDEST_NAME: usize = 28;
/// The narrowest a name is cut to before a column is left out.
const NARROWEST_NAME: usize = 14;

/// Adds a row per person, by role and name, those who had to come and did not at the end.
pub fn table(meeting: &MeetingView<'_>, text: &mut Lines<'_>) {
    let locale = text.locale;
    let words = locale.language.words();
    text.heading(words.people_by_role);
    let sorted = meeting.people();
    if sorted.is_empty() {
        text.line(words.nobody_listed);
        return;
    }
    let rows = &sorted[..locale.shown(sorted.len(), MOST)];
    let people: Vec<Person<'_>> = rows
        .iter()
        .map(|person| Person::of(meeting, person, locale))
        .collect();
    let plan = Plan::of(meeting, &people, locale);
    plan.headings(text);
    for group in people.chunk_by(|one, other| one.group() == other.group()) {
        let role = match group[0].group() {
            (true, Some(name)) => locale.language.role(name),
            (true, None) => words.no_role,
            (false, _) => locale.language.status(Status::Absent),
        };
        text.painted(Paint::Strong, &one_line_of_terminal(role), 0);
        group.iter().for_each(|person| plan.row(person, text));
    }
    let more = sorted.len() - rows.len();
    if more > 0 {
        text.marked("… ", &locale.language.counted(words.more_people, more));
    }
    if plan.pieces.is_some() {
        let legend = format!(
            "{} {}  {} {}  {} {}",
            stripe::ALL,
            words.here_all,
            stripe::PART,
            words.here_partly,
            stripe::NONE,
            words.not_here
        );
        text.painted(Paint::Mute, &legend, 0);
    }
}

/// One row: what stands in its cells.
struct Person<'p> {
    person: &'p PersonInMeeting<'p>,
    name: String,
    worst: Option<Severity>,
    cells: [String; NUMBERS],
}

/// Presence, share, late, left early.
const NUMBERS: usize = 4;

impl<'p> Person<'p> {
    fn of(meeting: &MeetingView<'_>, person: &'p PersonInMeeting<'p>, locale: &Locale) -> Self {
        let name = name::label(person.name, person.email, person.id, locale.language);
        let severities = meeting.codes();
        let found = person.codes.iter();
        Self {
            person,
            name: one_line_of_terminal(&name).into_owned(),
            worst: found.filter_map(|code| severities.severity(code)).max(),
            cells: cells(person, locale),
        }
    }

    /// Returns whether the person was there, and in which role.
    fn group(&self) -> (bool, Option<&'p str>) {
        (self.person.was_there, self.person.role())
    }
}

fn cells(person: &PersonInMeeting<'_>, locale: &Locale) -> [String; NUMBERS] {
    let language = locale.language;
    let unknown = || "–".to_owned();
    // Nobody looks for those who were in time.
    let if_any = |span: Option<Span>| match span {
        None => unknown(),
        Some(span) if span > Span::ZERO => language.duration(span.whole_seconds()),
        Some(_) => String::new(),
    };
    let presence = person.presence_seconds();
    let share = person.share();
    [
        presence.map_or_else(unknown, |seconds| language.duration(seconds)),
        share.map_or_else(unknown, |share| language.percent(share.as_f64())),
        if_any(person.late()),
        if_any(person.left_early()),
    ]
}

/// How wide everything is.
struct Plan {
    name: usize,
    /// Heading and width of the numbers that are shown.
    numbers: Vec<(&'static str, usize)>,
    timeline: usize,
    pieces: Option<Pieces>,
    /// When the timeline begins and ends.
    ends: (String, String),
}

impl Plan {
    fn of(meeting: &MeetingView<'_>, people: &[Person<'_>], locale: &Locale) -> Self {
        let words = locale.language.words();
        let headings = [words.presence, words.share, words.late, words.left_early];
        let mut numbers: Vec<_> = headings
            .into_iter()
            .enumerate()
            .map(|(at, heading)| {
                let cells = people.iter().map(|person| width(&person.cells[at]));
                let longest = heading.split(' ').map(width);
                (heading, cells.chain(longest).max().unwrap_or(0))
            })
            .collect();
        let widest = people
            .iter()
            .map(|person| width(&person.name))
            .max()
            .unwrap_or(0);
        let wanted = widest.clamp(NARROWEST_NAME.min(widest), WIDEST_NAME);
        // The sign before the name and the gap behind it; each number with its gap.
        let room = |numbers: &[(&str, usize)]| {
            let taken: usize = numbers.iter().map(|(_, width)| width + 2).sum();
            locale.width.saturating_sub(taken + 2)
        };
        let least = *TIMELINE.start() + 2;
        while numbers.len() > 2 && room(&numbers) < NARROWEST_NAME + least {
            numbers.pop();
        }
        while numbers.len() > 1 && room(&numbers) < NARROWEST_NAME {
            numbers.pop();
        }
        let room = room(&numbers);
        let shape = stretch(meeting);
        // A name is cut before the timeline goes, and the timeline goes before a name is lost.
        let (name, timeline) = match shape {
            Some(_) if room >= wanted + least => (wanted, room - wanted - 2),
            Some(_) if room >= NARROWEST_NAME + least => (room - least, *TIMELINE.start()),
            _ => (wanted.min(room), 0),
        };
        let timeline = timeline.min(*TIMELINE.end());
        let pieces = shape.and_then(|(window, stretch)| Pieces::of(stretch, window, timeline));
        let ends = shape.map(|(_, stretch)| ends(stretch, timeline, &locale.zone));
        Self {
            name,
            numbers,
            timeline: pieces.as_ref().map_or(0, |_| timeline),
            pieces,
            ends: ends.unwrap_or_default(),
        }
    }

    fn headings(&self, text: &mut Lines<'_>) {
        let lines: Vec<_> = self
            .numbers
            .iter()
            .map(|(heading, width)| wrap(heading, *width))
            .collect();
        let height = lines.iter().map(Vec::len).max().unwrap_or(1);
        for line in 0..height {
            let last = line + 1 == height;
            let mut row = left("", self.name + 2);
            if self.pieces.is_some() {
                let (from, to) = &self.ends;
                let gap = self.timeline - width(from) - width(to);
                let ends = format!("{from}{}{to}", " ".repeat(gap));
                row += &format!("  {}", left(if last { &ends } else { "" }, self.timeline));
            }
            for (heading, (_, width)) in lines.iter().zip(&self.numbers) {
                let word = (line + heading.len())
                    .checked_sub(height)
                    .map_or("", |at| &heading[at]);
                row += &format!("  {}", right(word, *width));
            }
            text.line(&text.locale.paint(Paint::Mute, row.trim_end()));
        }
    }

    fn row(&self, person: &Person<'_>, text: &mut Lines<'_>) {
        let locale = text.locale;
        let sign = person.worst.map_or_else(
            || " ".to_owned(),
            |severity| locale.paint(paint(severity), severity.sign()),
        );
        let mut row = format!("{sign} {}", left(&person.name, self.name));
        if let Some(pieces) = &self.pieces {
            let stripe = pieces.stripe(person.person.stays);
            row += &format!("  {}", locale.paint(Paint::Bar, &stripe));
        }
        for (cell, (_, width)) in person.cells.iter().zip(&self.numbers) {
            row += &format!("  {}", right(cell, *width));
        }
        text.line(&row);
    }
}

/// Returns what stands over both ends of a timeline: the times, with their offsets where clocks
/// showed one twice and the timeline has room for that.
fn ends(stretch: Stay, timeline: usize, zone: &Zone) -> (String, String) {
    let said = |say: &dyn Fn(Instant) -> String| (say(stretch.join()), say(stretch.leave()));
    let marked = said(&|at| hour_and_minute_in(zone, at));
    match width(&marked.0) + width(&marked.1) < timeline {
        true => marked,
        false => said(&|at| hour_and_minute(zone.local(at))),
    }
}

/// Returns the meeting's window, and the stretch of time that a timeline shows.
fn stretch(meeting: &MeetingView<'_>) -> Option<(Stay, Stay)> {
    let window = meeting.window()?;
    Some((window, shown(window, meeting.seen())?))
}

//! Who was present when: a bar a stay, and above it how many people there were.
//!
//! Pictures are a few paths of whole numbers, one picture for some dozens of people,
//! however many stays they hold: a page of 3,000 people stays light.

use std::fmt::Write as _;

use minijinja::HtmlEscape;
use minijinja::value::Value;

use super::Locale;
use super::axis::{Axis, Tick, WIDTH};
use super::path::Path;
use super::record::{Record, list};
use super::values::{role_name, trusted};
use crate::formats::name;
use crate::language::Language;
use crate::untrusted::one_line;
use crate::views::NO_ROLE;
use crate::views::meeting_view::{MeetingView, PersonInMeeting};
use crate::views::value::Concurrency;
use crate::views::value::Stay;

/// The height of a row in pixels; the style sheet's `--row` is the same.
const ROW: i64 = 20;
/// The height of the curve in its own units.
const CURVE: i64 = 100;
/// Rows in one picture: few enough for a sheet of paper, which must not cut it in
/// two. A browser skips the pictures that are out of sight.
const BLOCK: usize = 40;

/// Returns the chart as templates see it; none where no time is known.
pub fn chart(
    meeting: &MeetingView<'_>,
    people: &[PersonInMeeting<'_>],
    locale: Locale<'_>,
) -> Value {
    let Some(window) = meeting.window() else {
        return Value::from(());
    };
    let seen = meeting.seen();
    let Some(axis) = Axis::around(window, seen) else {
        return Value::from(());
    };
    let rows = rows(people);
    let frame = Frame {
        axis,
        ticks: &axis.ticks(locale),
        window,
        language: locale.language,
    };
    let blocks = rows.chunks(BLOCK).map(|rows| block(rows, &frame));
    Record::default()
        .with("axis", trusted(axis.labels(frame.ticks)))
        .with("outside", axis.outside(window, CURVE))
        .with("window", axis.edges(window, CURVE))
        .with("grid", axis.grid(frame.ticks, CURVE))
        .with("curve", curve(meeting.concurrency(), axis))
        .with("clipped", seen.is_some_and(|seen| !axis.holds(seen)))
        .with("tall", rows.len() > 40)
        .with("blocks", list(blocks))
        .into()
}

/// What a row of the chart is: a role's heading or a person.
enum Row<'r> {
    Role(&'r str, usize),
    Person(&'r PersonInMeeting<'r>),
}

fn rows<'r>(people: &'r [PersonInMeeting<'r>]) -> Vec<Row<'r>> {
    let mut rows = Vec::with_capacity(people.len() + 8);
    let there = people.iter().take_while(|person| person.was_there).count();
    for group in people[..there].chunk_by(|one, other| one.role() == other.role()) {
        let role = group[0].role().unwrap_or(NO_ROLE);
        rows.push(Row::Role(role, group.len()));
        rows.extend(group.iter().map(Row::Person));
    }
    rows
}

/// What all pictures of one chart have in common.
struct Frame<'f> {
    axis: Axis,
    ticks: &'f [Tick],
    window: Stay,
    language: Language,
}

/// Returns one picture of up to [`BLOCK`] rows.
fn block(rows: &[Row<'_>], frame: &Frame<'_>) -> Record {
    let Frame { axis, window, .. } = *frame;
    let height = rows.len() as i64 * ROW;
    let (mut bars, mut doubles) = (Path::with_room_for(rows.len() * 2), Path::default());
    for (index, row) in (0..).zip(rows) {
        if let Row::Person(line) = row {
            let y = index * ROW + ROW / 2;
            let stays = line.stays.iter();
            stays.for_each(|&stay| push_bar(&mut bars, axis, stay, y));
            let doubled = line.doubled.iter();
            doubled.for_each(|&stay| push_bar(&mut doubles, axis, stay, y));
        }
    }
    Record::default()
        .with("names", trusted(names(rows, frame.language)))
        .with("height", height)
        .with("bars", bars)
        .with("doubles", doubles)
        .with("grid", axis.grid(frame.ticks, height))
        .with("outside", axis.outside(window, height))
        .with("window", axis.edges(window, height))
        .with("full", rows.len() == BLOCK)
}

/// Returns what stands beside the rows, as markup; names are hostile.
fn names(rows: &[Row<'_>], language: Language) -> String {
    let mut names = String::with_capacity(rows.len() * 48);
    for row in rows {
        let _ = match row {
            Row::Role(role, people) => {
                let role = one_line(role_name(role, language));
                let people = language.count(*people as i64);
                let role = HtmlEscape(&role);
                write!(
                    names,
                    r#"<li class="role"><bdi>{role}</bdi> ({people})</li>"#
                )
            }
            Row::Person(person) => {
                let name = name::label(person.name, person.email, person.id, language);
                let name = one_line(&name);
                write!(names, "<li><bdi>{}</bdi></li>", HtmlEscape(&name))
            }
        };
    }
    names
}

/// Adds a bar to a path; a moment is two units wide, so that it is seen.
fn push_bar(path: &mut Path, axis: Axis, stay: Stay, y: i64) {
    let (from, to) = (axis.x(stay.join()), axis.x(stay.leave()));
    let width = (to - from).max(2);
    path.from(from.min(WIDTH - width), y).to('h', width);
}

/// Returns the number of people present over time, as an area.
///
/// Changes in the same unit of the axis are drawn as one, up to their highest.
fn curve(concurrency: &Concurrency, axis: Axis) -> Path {
    let Some(peak) = concurrency.peak() else {
        return Path::default();
    };
    let most = (peak.present as i64).max(1);
    let y = |present: usize| CURVE - present as i64 * (CURVE - 4) / most;
    let mut path = Path::with_room_for(64);
    path.from(0, CURVE);
    let (mut drawn, mut highest, mut last, mut column) = (0, 0, 0, 0);
    let mut flush = |column: i64, highest: usize, last: usize| {
        if highest == drawn && last == drawn {
            return;
        }
        path.to('H', column);
        if highest != drawn {
            path.to('V', y(highest));
        }
        if last != highest {
            path.to('V', y(last));
        }
        drawn = last;
    };
    for step in concurrency.steps() {
        let x = axis.x(step.at);
        if x != column {
            flush(column, highest, last);
            (column, highest) = (x, last);
        }
        highest = highest.max(step.present);
        last = step.present;
    }
    flush(column, highest, last);
    path.to('H', WIDTH).to('V', CURVE).close();
    path
}

/// Returns the stretches between a person's stays, from each leave to the next join.
pub fn absences(united: &[Stay]) -> impl Iterator<Item = Stay> {
    united
        .windows(2)
        .filter_map(|pair| Stay::new(pair[0].leave(), pair[1].join()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::value::{Instant, Span};

    fn minutes(join: i64, leave: i64) -> Stay {
        let at = |minute| Instant::from_ticks(Span::minutes(minute).as_ticks());
        Stay::new(at(join), at(leave)).unwrap()
    }

    #[test]
    fn a_moment_is_wide_enough_to_be_seen_and_stays_on_the_axis() {
        let axis = Axis::over(minutes(0, 60)).unwrap();
        let mut path = Path::default();
        push_bar(&mut path, axis, minutes(0, 0), 10);
        push_bar(&mut path, axis, minutes(60, 60), 30);
        assert_eq!(path.as_str(), "M0 10h2M998 30h2");
    }

    #[test]
    fn the_curve_steps_where_people_come_and_go() {
        let mut concurrency = Concurrency::default();
        concurrency.add(&[minutes(0, 60)]);
        concurrency.add(&[minutes(15, 30)]);
        concurrency.sort();
        let axis = Axis::over(minutes(0, 60)).unwrap();
        assert_eq!(
            curve(&concurrency, axis).as_str(),
            "M0 100H0V52H250V4H500V52H1000V100H1000V100z"
        );
    }

    #[test]
    fn absences_lie_between_stays() {
        let found: Vec<_> = absences(&[minutes(0, 10), minutes(15, 20)]).collect();
        assert_eq!(found, [minutes(10, 15)]);
    }
}

//! The rules for intervals: times, durations, order, overlap, the meeting window.

use smallvec::SmallVec;

use super::values::{Reader, TimeRead};
use crate::decode::wire::{Interval, Object, Scalar};
use crate::finding::{Code, Subject};
use crate::model::interval::{AttendanceInterval, Stay};
use crate::model::report::SourceKind;
use crate::model::time::{Span, TICKS_PER_SECOND};

/// The report's start and end are cut to milliseconds, so a leave may stand up
/// to this long behind the end.
const WINDOW_TOLERANCE: Span = Span::ticks(TICKS_PER_SECOND / 1000);

/// Reads one interval; what is no object keeps its place and stays empty.
pub(super) fn read(
    reader: &mut Reader,
    subject: Subject,
    item: Object<Interval<'_>>,
    window: Option<Stay>,
) -> AttendanceInterval {
    let wire = match item {
        Object::Value(wire) => wire,
        Object::Other(json_type) => {
            reader.no_object(subject, json_type);
            Interval::default()
        }
        Object::Absent | Object::Null => {
            reader.null_object(subject);
            Interval::default()
        }
    };
    reader.odd_members(subject, wire.odd);
    let join = reader.time(&wire.join, subject, "joinDateTime");
    let leave = reader.time(&wire.leave, subject, "leaveDateTime");
    let reported_duration = reader.number(&wire.duration, subject, "durationInSeconds");
    let interval = AttendanceInterval {
        join: join.instant(),
        leave: leave.instant(),
        reported_duration,
    };
    let members = [("joinDateTime", &wire.join), ("leaveDateTime", &wire.leave)];
    let null = members.iter().find(|(_, time)| **time == Scalar::Null);
    let null = null.map(|(member, _)| *member);
    tell_missing_times(reader, subject, [join, leave], null);
    let printed = reader.source().gives_durations();
    if reported_duration.is_none() && wire.duration.is_missing() && printed {
        tell_missing_duration(reader, subject, &interval);
    }
    check(reader, subject, &interval, window);
    interval
}

/// Checks what is there of an interval against the rest of it, and against the meeting's window.
pub(super) fn check(
    reader: &mut Reader,
    subject: Subject,
    interval: &AttendanceInterval,
    window: Option<Stay>,
) {
    check_order(reader, subject, interval);
    check_duration(reader, subject, interval);
    check_window(reader, subject, interval, window);
}

fn check_order(reader: &mut Reader, subject: Subject, interval: &AttendanceInterval) {
    if let (Some(join), Some(leave)) = (interval.join, interval.leave)
        && leave < join
    {
        let said = format!("leaves at {leave}, before it joins at {join}");
        reader.add(Code::IntervalReversed, subject, said);
    }
}

/// Tells that join or leave is missing, at the member that is `null`, else at the interval:
/// a member that is not there has no place.
fn tell_missing_times(
    reader: &mut Reader,
    subject: Subject,
    join_and_leave: [TimeRead; 2],
    null: Option<&str>,
) {
    use TimeRead::Missing;
    let said = match join_and_leave {
        [Missing, Missing] => "join and leave are missing",
        [Missing, _] => "the join is missing",
        // What a list made meanwhile cannot know is told once.
        [_, Missing] if reader.source().is_snapshot() => return,
        [_, Missing] => "the leave is missing",
        _ => return,
    };
    let said = format!("{said}; counts for no presence");
    let pointer = null.map_or_else(
        || reader.pointer(subject),
        |member| reader.member_pointer(subject, member),
    );
    reader.add_at(Code::TimeMissing, subject, pointer, said);
}

fn tell_missing_duration(reader: &mut Reader, subject: Subject, interval: &AttendanceInterval) {
    if let Some(measured) = interval.measured_duration() {
        let said = format!("has no duration; {measured} s measured from its times");
        reader.add(Code::DurationMissing, subject, said);
    }
}

/// The service's rule, measured on its own examples: floor(leave − join) at ticks of 100 ns.
fn check_duration(reader: &mut Reader, subject: Subject, interval: &AttendanceInterval) {
    let (Some(reported), Some(measured)) =
        (interval.reported_duration, interval.measured_duration())
    else {
        return;
    };
    let reported = i64::from(reported);
    if (reported - measured).abs() > reader.source().tolerance(reported) {
        let said = format!(
            "says {reported} s, and leave − join is {measured} s ({:+} s)",
            measured - reported
        );
        reader.add(Code::DurationMismatch, subject, said);
    }
}

fn check_window(
    reader: &mut Reader,
    subject: Subject,
    interval: &AttendanceInterval,
    window: Option<Stay>,
) {
    let (Some(window), Some(stay)) = (window, interval.stay()) else {
        return;
    };
    let before = window.join() - stay.join();
    let after = stay.leave() - window.leave();
    let tolerance = match reader.source() {
        SourceKind::Service | SourceKind::LiveEvent => WINDOW_TOLERANCE,
        // Tables are printed in whole seconds.
        _ => Span::seconds(2),
    };
    let said = if before >= tolerance {
        format!(
            "joins at {}, before the meeting's start at {}",
            stay.join(),
            window.join()
        )
    } else if after >= tolerance {
        format!(
            "leaves at {}, after the meeting's end at {}",
            stay.leave(),
            window.leave()
        )
    } else {
        return;
    };
    reader.add(Code::OutsideWindow, subject, said);
}

/// Finds intervals of one record that overlap, by the later of each two.
pub(super) fn find_overlaps(reader: &mut Reader, record: usize, intervals: &[AttendanceInterval]) {
    if intervals.len() < 2 {
        return;
    }
    let mut stays: SmallVec<[(Stay, usize); 4]> = intervals
        .iter()
        .enumerate()
        .filter_map(|(position, interval)| Some((interval.stay()?, position)))
        .collect();
    stays.sort_unstable();
    let Some(&(mut longest, mut longest_at)) = stays.first() else {
        return;
    };
    for &(stay, position) in &stays[1..] {
        let shared = stay.inside(longest);
        if shared > Span::ZERO {
            let said = format!(
                "overlaps interval {longest_at} by {}.{} s; presence counts the time once",
                shared.whole_seconds(),
                shared.as_ticks() / (TICKS_PER_SECOND / 10) % 10
            );
            reader.add(
                Code::IntervalOverlap,
                Subject::Interval(record, position),
                said,
            );
        }
        if stay.leave() > longest.leave() {
            (longest, longest_at) = (stay, position);
        }
    }
}

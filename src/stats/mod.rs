//! The numbers of one report, and what the numbers of meetings are made of.
//!
//! Presence is computed at ticks of 100 ns and cut to whole seconds once for
//! each person; every statistic of presence is over those whole seconds, so
//! that a reader can redo it from the records table.

pub mod concurrency;
pub mod distribution;
pub mod known;
pub mod overall;
pub mod presence;
pub mod punctuality;
pub mod roles;

use std::collections::BTreeMap;

use crate::model::decimal::Decimal;
use concurrency::Concurrency;
use presence::Stays;
use roles::{MeetingGroups, Participant, RecordSums};

use crate::model::interval::{AttendanceInterval, Stay};
use crate::model::record::{AttendanceRecord, Intervals};
use crate::model::report::{AttendanceReport, SourceKind};
use crate::model::role::Role;
use crate::model::time::{Instant, Span};

/// Where the meeting window comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum WindowBasis {
    /// The report's start and end.
    Reported,
    /// The first join and the last leave, since the report gives none.
    Observed,
}

impl WindowBasis {
    /// Returns a word for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Reported => "reported",
            Self::Observed => "observed",
        }
    }
}

/// The numbers of one record, or of one person with several records.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Attendance {
    /// Presence: the union of the intervals; `None` where no interval has usable times.
    pub presence: Option<Span>,
    /// Presence inside the meeting window ÷ length of the window, 4 places.
    pub share: Option<Decimal>,
    /// The first join.
    pub first_join: Option<Instant>,
    /// The last leave.
    pub last_leave: Option<Instant>,
    /// Comings back after having left: gaps in the union.
    pub rejoins: usize,
}

impl Attendance {
    /// Presence in whole seconds.
    pub fn presence_seconds(&self) -> Option<i64> {
        self.presence.map(Span::whole_seconds)
    }
}

/// The numbers of one report: nothing in it depends on rules or on other reports.
#[derive(Clone, Debug)]
pub struct ReportStats<'a> {
    /// The meeting window, and where it comes from; `None` where nothing is known of it.
    pub window: Option<(Stay, WindowBasis)>,
    /// The numbers of each record, in the order of the report's records.
    pub records: Vec<Attendance>,
    /// Sums and spreads, per role and over everybody.
    pub groups: MeetingGroups<'a>,
    /// Comings and goings.
    pub concurrency: Concurrency,
    /// Mean concurrency over the window.
    pub mean_concurrency: Option<Decimal>,
}

impl<'a> ReportStats<'a> {
    /// Computes everything of one report.
    pub fn compute(report: &AttendanceReport<'a>) -> Self {
        let records = report.records();
        let reported = report
            .window()
            .map(|window| (window, WindowBasis::Reported));
        let observed = || Some((observed(report)?, WindowBasis::Observed));
        let window = reported.or_else(observed);
        let span = window.map(|(window, _)| window);
        let source = report.source;
        let measure = Measure {
            window: span,
            source,
        };
        let several = several_records(source, records);
        let mut attendances = Vec::with_capacity(records.len());
        let mut groups = MeetingGroups::new();
        let mut concurrency = Concurrency::with_capacity(records.len());
        let mut inside = None;
        for (index, record) in records.iter().enumerate() {
            groups.add_records(
                &record.role,
                RecordSums {
                    records: 1,
                    reported_total: record.reported_total.map(i64::from),
                    interval_sum: record.interval_sum(),
                },
            );
            // A long report has many of these, so they are made where they are needed.
            let stays = united_stays(record);
            let own = measure.attendance(record, &stays);
            attendances.push(own);
            if record.person != index {
                continue;
            }
            let (role, stays, attendance) = match several.get(&index) {
                None => (&record.role, &stays, own),
                Some(person) => {
                    let attendance = measure.attendance_of(&person.stays, person.known);
                    (&person.role, &person.stays, attendance)
                }
            };
            let participant = measure.participant(&attendance, stays);
            groups.add_participant(role, &participant);
            concurrency.add(stays);
            if let Some((here, _)) = participant.share {
                inside = Some(inside.unwrap_or(Span::ZERO) + here);
            }
        }
        groups.sort();
        concurrency.sort();
        Self {
            window,
            records: attendances,
            groups,
            // Where nobody's time is known, nobody knows how many were there.
            mean_concurrency: inside
                .zip(span)
                .and_then(|(inside, window)| concurrency::mean(inside, window.length())),
            concurrency,
        }
    }
}

/// Returns the window that the records of a report show.
fn observed(report: &AttendanceReport<'_>) -> Option<Stay> {
    let records = report.records();
    let span = span_of(records.iter());
    if !report.source.is_snapshot() {
        return span;
    }
    // Those who stayed to the end have no leave in it, and many came first.
    let joins = records.iter().flat_map(AttendanceRecord::intervals);
    let joins = joins.filter_map(|interval| interval.join);
    let (first, last) = (joins.clone().min(), joins.max());
    let (leave, join) = (span.map(Stay::leave), span.map(Stay::join));
    let (first, last) = join.or(first).min(first).zip(leave.max(last))?;
    Stay::new(first, last)
}

/// Returns the stays of a record, united.
pub fn united_stays(record: &AttendanceRecord<'_>) -> Stays {
    let mut stays: Stays = record
        .intervals()
        .iter()
        .filter_map(AttendanceInterval::stay)
        .collect();
    presence::unite(&mut stays);
    stays
}

/// From the first join to the last leave of some records; `None` where nobody was there.
fn span_of<'r>(records: impl Iterator<Item = &'r AttendanceRecord<'r>>) -> Option<Stay> {
    records
        .flat_map(AttendanceRecord::intervals)
        .filter_map(AttendanceInterval::stay)
        .reduce(|one, other| {
            Stay::new(one.join().min(other.join()), one.leave().max(other.leave())).unwrap_or(one)
        })
}

/// What a person's stays are measured against.
struct Measure {
    window: Option<Stay>,
    source: SourceKind,
}

impl Measure {
    fn attendance(&self, record: &AttendanceRecord<'_>, united: &[Stay]) -> Attendance {
        self.attendance_of(united, presence_is_known(self.source, record, united))
    }

    fn attendance_of(&self, united: &[Stay], known: bool) -> Attendance {
        let first_join = united.first().map(|stay| stay.join());
        let last_leave = united.last().map(|stay| stay.leave());
        let share = |window: Stay| {
            let inside = presence::presence_inside(united, window);
            Decimal::ratio(
                inside.as_ticks().into(),
                window.length().as_ticks().into(),
                4,
            )
        };
        Attendance {
            presence: known.then(|| presence::presence(united)),
            share: self.window.filter(|_| known).and_then(share),
            first_join,
            last_leave,
            rejoins: united.len().saturating_sub(1),
        }
    }

    fn participant(&self, attendance: &Attendance, united: &[Stay]) -> Participant {
        let share = |window: Stay| {
            (window.length() > Span::ZERO)
                .then(|| (presence::presence_inside(united, window), window.length()))
        };
        let known = attendance.presence;
        Participant {
            presence: known,
            share: self.window.filter(|_| known.is_some()).and_then(share),
            first_join: attendance.first_join,
            last_leave: attendance.last_leave,
            rejoins: known.map(|_| attendance.rejoins),
            late: None,
            left_early: None,
        }
    }
}

/// Intervals without usable times leave presence unknown; an empty list with a total of
/// 0 says that there was none.
fn presence_is_known(source: SourceKind, record: &AttendanceRecord<'_>, united: &[Stay]) -> bool {
    // The list was made before the end: how long this person stayed is not in it.
    if source.is_snapshot() && record.is_open() {
        return false;
    }
    let empty = |list: &Intervals| list.is_empty();
    !united.is_empty() || record.intervals.as_ref().is_some_and(empty)
}

/// What the records of one person amount to, where there are several.
struct Several<'a> {
    /// The highest of their roles.
    role: Role<'a>,
    /// Their stays, united.
    stays: Stays,
    /// Whether presence is known for one of them.
    known: bool,
}

/// Returns the persons with several records, by the index of the first.
fn several_records<'a>(
    source: SourceKind,
    records: &[AttendanceRecord<'a>],
) -> BTreeMap<usize, Several<'a>> {
    let mut several: BTreeMap<usize, Several<'a>> = BTreeMap::new();
    for (index, record) in records.iter().enumerate() {
        if record.person == index {
            continue;
        }
        let person = several.entry(record.person).or_insert_with(|| {
            let first = &records[record.person];
            let stays = united_stays(first);
            Several {
                role: first.role.clone(),
                known: presence_is_known(source, first, &stays),
                stays,
            }
        });
        let more = united_stays(record);
        person.known |= presence_is_known(source, record, &more);
        if record.role < person.role {
            person.role = record.role.clone();
        }
        person.stays.extend(more);
        presence::unite(&mut person.stays);
    }
    several
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_observed_window_is_from_the_first_join_to_the_last_leave_of_anybody() {
        let at =
            |minute: i64| Some(crate::model::time::Instant::from_ticks(0) + Span::minutes(minute));
        let record = |stays: &[(i64, i64)]| {
            let stays = stays.iter().map(|&(join, leave)| AttendanceInterval {
                join: at(join),
                leave: at(leave),
                reported_duration: None,
            });
            AttendanceRecord {
                intervals: Some(stays.collect()),
                ..AttendanceRecord::default()
            }
        };
        let records = [
            record(&[(10, 20), (30, 60)]),
            record(&[(5, 15)]),
            record(&[(8, 50)]),
        ];
        for records in [records.clone(), {
            let mut turned = records;
            turned.reverse();
            turned
        }] {
            let span = span_of(records.iter()).unwrap();
            assert_eq!((Some(span.join()), Some(span.leave())), (at(5), at(60)));
        }
        assert!(span_of([record(&[])].iter()).is_none());
    }

    fn report(source: SourceKind, records: Vec<AttendanceRecord<'_>>) -> AttendanceReport<'_> {
        AttendanceReport {
            pointer: String::new(),
            records_pointer: None,
            intervals_member: String::new(),
            id: None,
            source,
            title: None,
            rows: None,
            meeting_id: None,
            start: None,
            end: None,
            participant_count: None,
            records: Some(records),
        }
    }

    #[test]
    fn a_list_made_during_a_meeting_is_from_its_first_join_to_its_last_join_or_leave() {
        let at = |minute: i64| crate::model::time::Instant::from_ticks(0) + Span::minutes(minute);
        let record = |join: i64, leave: Option<i64>| AttendanceRecord {
            intervals: Some(
                std::iter::once(AttendanceInterval {
                    join: Some(at(join)),
                    leave: leave.map(at),
                    reported_duration: None,
                })
                .collect(),
            ),
            ..AttendanceRecord::default()
        };
        let window = |source, last: i64| {
            let records = vec![record(10, Some(20)), record(5, None), record(last, None)];
            let window = ReportStats::compute(&report(source, records)).window;
            window.map(|(window, _)| (window.join(), window.leave()))
        };
        let list = SourceKind::AttendanceList;
        assert_eq!(window(list, 30), Some((at(5), at(30))));
        assert_eq!(window(list, 15), Some((at(5), at(20))));
        // A report that was made after the end tells nothing of who has no leave.
        assert_eq!(window(SourceKind::Service, 30), Some((at(10), at(20))));
    }

    #[test]
    fn an_empty_list_of_intervals_is_no_time_and_a_missing_one_is_not_known() {
        let presence = |intervals: Option<Intervals>| {
            let record = AttendanceRecord {
                intervals,
                ..AttendanceRecord::default()
            };
            ReportStats::compute(&report(SourceKind::Service, vec![record])).records[0].presence
        };
        assert_eq!(presence(Some(Intervals::default())), Some(Span::ZERO));
        assert_eq!(presence(None), None);
    }

    #[test]
    fn whoever_has_one_record_with_times_has_a_known_presence() {
        let at = |minute: i64| crate::model::time::Instant::from_ticks(0) + Span::minutes(minute);
        let there = AttendanceInterval {
            join: Some(at(0)),
            leave: Some(at(20)),
            reported_duration: None,
        };
        let record = |interval: Option<AttendanceInterval>| AttendanceRecord {
            intervals: interval.map(|interval| std::iter::once(interval).collect()),
            ..AttendanceRecord::default()
        };
        // Both records are of the person of the first.
        let presence = |of: [Option<AttendanceInterval>; 2]| {
            let report = report(SourceKind::Service, of.map(record).to_vec());
            ReportStats::compute(&report).groups.all.presence_sum()
        };
        assert_eq!(presence([Some(there), None]), Some(1200));
        assert_eq!(presence([None, Some(there)]), Some(1200));
        assert_eq!(presence([None, None]), None);
    }
}

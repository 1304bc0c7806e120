//! Meetings: those that took place, should have, or are still to come, in order of time.

use jiff::civil::Date;
use smallvec::{SmallVec, smallvec};

use crate::model::interval::Stay;
use crate::model::natural_order::Natural;
use crate::model::reason::MissingData;
use crate::model::time::{Instant, Span};
use crate::series::RunOptions;
use crate::series::collect::collection::{Collection, Report};
use crate::series::collect::texts::TextId;
use crate::series::identity::person::PersonId;
use crate::series::input::planned::{Planned, PlannedMeeting};
use crate::series::meetings::disposition::{Disposition, MeetingId};
use crate::series::meetings::sessions::Groups;
use crate::stats::WindowBasis;
use crate::stats::presence::{self, Stays};
use crate::stats::punctuality::{Baseline, Candidates, Punctuality};
use crate::zone::Zone;

/// How a meeting stands to its reports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// There is a report of it.
    Held,
    /// There are reports of it, and none could be read: nobody knows whether it was held.
    Unread,
    /// It was planned, and there is no report of it.
    Unreported,
    /// It was planned for a time after the last report: nobody was due yet.
    Upcoming,
    /// The plan says that it was cancelled: nobody was due.
    Cancelled,
}

impl State {
    /// Returns a word for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Unread => "report not read",
            Self::Unreported => "no report",
            Self::Upcoming => "upcoming",
            Self::Cancelled => "cancelled",
        }
    }
}

/// What the window of a meeting is taken from.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WindowSource {
    /// The plan, at least on one side.
    Planned,
    /// The start and end of its reports.
    Reported,
    /// The first join and the last leave, since a report gives no window.
    Observed,
}

impl WindowSource {
    /// Returns a word for tables.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Planned => "planned",
            Self::Reported => "reported",
            Self::Observed => "observed",
        }
    }
}

/// One meeting: its sessions united, the plan applied.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// What people call it: the planned title, else that in its reports, else the label of
    /// its first report.
    pub title: TextId,
    /// The series it belongs to.
    pub series: TextId,
    /// When it took place: the planned time, else the reports' windows, united.
    pub windows: Stays,
    /// How long its reports went on outside that time.
    pub(in crate::series) outside: Span,
    /// What that time is taken from; `None` where nothing is known of it.
    pub window_source: Option<WindowSource>,
    /// Against what people are late; `None` where nobody is judged.
    pub start: Option<Baseline>,
    /// Against what people leave early; `None` where nobody is judged.
    pub end: Option<Baseline>,
    /// Its reports, in order.
    pub(in crate::series) reports: SmallVec<[u32; 1]>,
    /// Whether the user planned others of its series and not this one, or called it off:
    /// nobody had to come.
    pub is_unplanned: bool,
    /// Why somebody may have been there without a record.
    pub missing: Option<MissingData>,
    /// How it stands to its reports.
    pub state: State,
}

impl Meeting {
    /// Returns when it began; `None` where nothing tells.
    pub fn begin(&self) -> Option<Instant> {
        self.windows.first().map(|window| window.join())
    }

    /// Returns the local day on which it began; `None` where nothing tells.
    pub fn day(&self, zone: &Zone) -> Option<Date> {
        self.begin().map(|begin| zone.local(begin).date())
    }

    /// Returns when it ended; `None` where nothing tells.
    pub fn finish(&self) -> Option<Instant> {
        self.windows.last().map(|window| window.leave())
    }

    /// Returns whether its reports hold the records of everybody who was there.
    pub(in crate::series) fn is_known_of_all(&self) -> bool {
        self.missing.is_none()
    }

    /// Returns whether people had to come, and nobody can tell of everybody whether they did.
    pub(in crate::series) fn leaves_unknown(&self) -> bool {
        let was_due = !matches!(self.state, State::Upcoming | State::Cancelled);
        was_due && self.missing.is_some()
    }

    /// Returns whether there is a report of it, read or not.
    pub fn has_report(&self) -> bool {
        !self.reports.is_empty()
    }

    /// Returns how long it took, without the breaks between its sessions.
    pub fn length(&self) -> Span {
        presence::presence(&self.windows)
    }
}

/// The meetings behind the reports.
#[derive(Debug, Default)]
pub struct Meetings {
    /// In order of time.
    pub list: Vec<Meeting>,
    /// What became of each report, in the reports' order.
    pub dispositions: Vec<(u32, Disposition)>,
}

impl Meetings {
    /// Leaves out the meetings that are not kept; their reports are told of as `otherwise`.
    pub(in crate::series) fn keep(
        &mut self,
        is_kept: impl Fn(&Meeting) -> bool,
        otherwise: Disposition,
    ) {
        let mut next: MeetingId = 0;
        let number = |meeting: &Meeting| {
            let number = is_kept(meeting).then_some(next);
            next += MeetingId::from(number.is_some());
            number
        };
        let numbers: Vec<Option<MeetingId>> = self.list.iter().map(number).collect();
        let mut place = numbers.iter();
        self.list
            .retain(|_| place.next().is_some_and(Option::is_some));
        for (_, disposition) in &mut self.dispositions {
            let renumbered = |old: MeetingId| numbers[old as usize];
            *disposition = match *disposition {
                Disposition::Alone(old) => renumbered(old).map_or(otherwise, Disposition::Alone),
                Disposition::Merged(old, pause) => {
                    let merged = |new| Disposition::Merged(new, pause);
                    renumbered(old).map_or(otherwise, merged)
                }
                other => other,
            };
        }
    }
}

/// Finds the meetings behind the reports that count.
pub(in crate::series) fn find(
    collection: &mut Collection,
    reports: Vec<u32>,
    dropped: Vec<(u32, Disposition)>,
    of_identity: &[PersonId],
    options: &RunOptions,
) -> Meetings {
    let (planned, grouping) = (&options.planned, options.grouping);
    // What is to come is told by the reports, for the core has no clock.
    let last_end = reports.iter().filter_map(|&report| {
        let report = &collection.reports[report as usize];
        report.window.map(Stay::leave)
    });
    let last_end = last_end.max();
    let groups = Groups::of(
        collection,
        &reports,
        of_identity,
        planned,
        &options.zone,
        grouping,
    );
    let strays = groups.strays(collection, of_identity, grouping);
    let mut list: Vec<Meeting> = Vec::new();
    let mut dispositions = dropped;
    let mut met = vec![false; planned.meetings.len()];
    for (group, stray) in groups.list.into_iter().zip(strays) {
        if let Some(length) = stray {
            dispositions.extend(
                group
                    .reports
                    .iter()
                    .map(|&report| (report, Disposition::Stray(length))),
            );
            continue;
        }
        let plan = group.plan.map(|index| {
            met[index] = true;
            &planned.meetings[index]
        });
        if let Some(end) = plan.and_then(|plan| plan.end) {
            for &report in &group.reports {
                collection.close_open_stays(report, end);
            }
        }
        list.push(meeting(
            collection,
            group.reports,
            plan,
            &options.punctuality,
        ));
    }
    collection.end_finding_meetings();
    let is_met = |(plan, met): (&PlannedMeeting, &bool)| {
        *met || plan.cancelled || plan.start.is_none() || plan.start > last_end
    };
    let all_met = planned.meetings.iter().zip(&met).all(is_met);
    leave_unplanned_open(collection, planned, all_met, &mut list);
    let unmet = planned
        .meetings
        .iter()
        .zip(met)
        .filter(|(plan, met)| !met && plan.start.is_some())
        .filter(|(plan, _)| !plan.is_endless || plan.start <= last_end);
    let unmet: Vec<_> = unmet
        .map(|(plan, _)| without_report(collection, plan, last_end))
        .collect();
    list.extend(unmet);
    let texts = &collection.texts;
    list.sort_by_key(|one| {
        let names = [one.title, one.series].map(|name| Natural(texts.get(name)));
        let sources = one
            .reports
            .first()
            .map(|&at| Natural(texts.get(collection.reports[at as usize].source)));
        (
            one.begin().is_none(),
            one.begin(),
            one.windows.last().map(|last| last.leave()),
            names,
            sources,
        )
    });
    for (number, one) in (0..).zip(&list) {
        dispositions.extend(dispositions_of(collection, number, one));
    }
    let mut order = vec![0_u32; collection.reports.len()];
    for (at, report) in (0..).zip(collection.shown_reports()) {
        order[report as usize] = at;
    }
    dispositions.sort_by_key(|&(report, _)| order[report as usize]);
    Meetings { list, dispositions }
}

/// Marks what the user's plan does not hold, though it holds others of the same series: a
/// call on the meeting's link in the afternoon is none that people had to come to.
///
/// Where the plan has meetings without a report it may be out of step, as by its zone: then
/// only what lies on the same day as one that was met is set apart.
fn leave_unplanned_open(
    collection: &Collection,
    planned: &Planned,
    all_met: bool,
    list: &mut [Meeting],
) {
    const SAME_DAY: Span = Span::minutes(12 * 60);
    let planned_here = |meeting: &Meeting| meeting.window_source == Some(WindowSource::Planned);
    let series = |meeting: &Meeting| {
        let first = meeting.reports.first()?;
        Some(collection.reports[*first as usize].series)
    };
    if planned.meetings.iter().all(|plan| plan.start.is_none()) {
        return;
    }
    let own: Vec<_> = list
        .iter()
        .filter(|one| planned_here(one))
        .filter_map(|one| Some((series(one)?, one.begin()?)))
        .collect();
    let is_beside = |meeting: &Meeting| {
        let begin = meeting.begin();
        own.iter().any(|&(of, at)| {
            let away = begin.map(|begin| (begin - at).as_ticks().abs());
            Some(of) == series(meeting)
                && (all_met || away.is_some_and(|away| away < SAME_DAY.as_ticks()))
        })
    };
    for meeting in list.iter_mut() {
        let of_planned = is_beside(meeting);
        let texts = &collection.texts;
        let named = planned.naming(
            None,
            texts.get(collection.reports[meeting.reports[0] as usize].source),
        );
        meeting.is_unplanned |= of_planned && !planned_here(meeting) && named.is_none();
    }
}

fn dispositions_of(
    collection: &Collection,
    number: MeetingId,
    one: &Meeting,
) -> Vec<(u32, Disposition)> {
    let window = |report: u32| collection.reports[report as usize].window;
    match one.reports.as_slice() {
        [alone] => vec![(*alone, Disposition::Alone(number))],
        several => several
            .iter()
            .enumerate()
            .map(|(at, &report)| {
                let before = several[..at].iter().filter_map(|&report| window(report));
                let end = before.map(Stay::leave).max();
                let pause = end
                    .zip(window(report))
                    .map(|(end, window)| window.join() - end);
                (report, Disposition::Merged(number, pause))
            })
            .collect(),
    }
}

/// Returns a planned meeting of which there is no report.
fn without_report(
    collection: &mut Collection,
    plan: &PlannedMeeting,
    last_end: Option<Instant>,
) -> Meeting {
    let upcoming = plan.start > last_end && last_end.is_some();
    let title = plan.title.as_deref().unwrap_or("(planned)");
    let windows = plan
        .start
        .and_then(|start| Stay::new(start, plan.end.unwrap_or(start)));
    Meeting {
        title: collection.texts.keep(title),
        series: collection
            .texts
            .keep(plan.series.as_deref().unwrap_or_default()),
        window_source: windows.map(|_| WindowSource::Planned),
        windows: windows.into_iter().collect(),
        outside: Span::ZERO,
        start: None,
        end: None,
        reports: smallvec![],
        is_unplanned: false,
        missing: Some(MissingData::NoReport),
        state: match plan.cancelled {
            true => State::Cancelled,
            false if upcoming => State::Upcoming,
            false => State::Unreported,
        },
    }
}

fn meeting(
    collection: &mut Collection,
    reports: SmallVec<[u32; 1]>,
    plan: Option<&PlannedMeeting>,
    punctuality: &Punctuality,
) -> Meeting {
    let own = |&report: &u32| &collection.reports[report as usize];
    let first = own(&reports[0]);
    let titled = reports.iter().map(own).find_map(|report| report.title);
    let (label, series) = (titled.unwrap_or(first.label), first.series);
    let mut windows: Stays = reports
        .iter()
        .map(own)
        .filter_map(|report| report.window)
        .collect();
    presence::unite(&mut windows);
    let (planned_start, planned_end) = plan.map_or((None, None), |plan| (plan.start, plan.end));
    let observed = |report: &Report| report.basis == Some(WindowBasis::Observed);
    let window_source = match () {
        () if planned_start.is_some() || planned_end.is_some() => Some(WindowSource::Planned),
        () if windows.is_empty() => None,
        () if reports.iter().map(own).any(observed) => Some(WindowSource::Observed),
        () => Some(WindowSource::Reported),
    };
    let (joins, leaves) = candidates(collection, &reports);
    let start = punctuality.start(Candidates {
        planned: planned_start,
        ..joins
    });
    let end = punctuality.end(Candidates {
        planned: planned_end,
        ..leaves
    });
    let missing = reports.iter().map(own).filter_map(|report| report.missing);
    let missing = missing.min();
    let lost = |report: &Report| report.missing == Some(MissingData::FailedReport);
    let state = match reports.iter().map(own).all(lost) {
        true => State::Unread,
        false => State::Held,
    };
    let reported = presence::presence(&windows);
    let inside = |window: Stay| presence::presence_inside(&windows, window);
    let counted = cut(windows.clone(), planned_start, planned_end);
    let outside = counted
        .iter()
        .fold(reported, |outside, &window| outside - inside(window));
    let texts = &mut collection.texts;
    Meeting {
        title: texts
            .keep_some(plan.and_then(|plan| plan.title.as_deref()))
            .unwrap_or(label),
        series: texts
            .keep_some(plan.and_then(|plan| plan.series.as_deref()))
            .unwrap_or(series),
        windows: counted,
        outside,
        window_source,
        start,
        end,
        reports,
        // Some met all the same: nobody had to.
        is_unplanned: plan.is_some_and(|plan| plan.cancelled),
        missing,
        state,
    }
}

/// From what a baseline may be taken, for the start and for the end, by these reports.
fn candidates(collection: &Collection, reports: &[u32]) -> (Candidates, Candidates) {
    let (mut start, mut end) = (Candidates::default(), Candidates::default());
    for &number in reports {
        let report = &collection.reports[number as usize];
        // What ends before or as it starts tells neither.
        let told = match report.reported {
            (Some(start), Some(end)) if end <= start => (None, None),
            reported => reported,
        };
        start.report = earlier(start.report, told.0);
        end.report = end.report.max(told.1);
        let times = collection.times(number);
        if let Some((join, leave)) = times.span() {
            start.observed = earlier(start.observed, Some(join));
            end.observed = end.observed.max(Some(leave));
        }
        if let Some((join, leave)) = times.organizer {
            start.organizer = earlier(start.organizer, Some(join));
            end.organizer = end.organizer.max(Some(leave));
        }
    }
    (start, end)
}

fn earlier(one: Option<Instant>, other: Option<Instant>) -> Option<Instant> {
    [one, other].into_iter().flatten().min()
}

/// Returns the time that counts: the plan's, where it has both ends; else what lies on its side
/// of one.
fn cut(windows: Stays, start: Option<Instant>, end: Option<Instant>) -> Stays {
    if let Some(planned) = start
        .zip(end)
        .and_then(|(start, end)| Stay::new(start, end))
    {
        return smallvec![planned];
    }
    // Without any report that tells a time the plan tells at least when it was to begin.
    if let (true, Some(start)) = (windows.is_empty(), start) {
        return Stay::new(start, start).into_iter().collect();
    }
    let inside = |window: &Stay| {
        let join = start.map_or(window.join(), |start| start.max(window.join()));
        let leave = end.map_or(window.leave(), |end| end.min(window.leave()));
        Stay::new(join, leave)
    };
    windows.iter().filter_map(inside).collect()
}

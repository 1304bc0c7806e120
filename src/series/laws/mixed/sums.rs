//! Each sum is that of its parts, counted anew by its definition.

use super::*;
use crate::model::decimal::Decimal;
use crate::series::meetings::meeting::State;
use crate::series::register::entries::{Cell, Entry, Expected};
use crate::series::register::tally::Tally;
use crate::stats::distribution::Distribution;
use crate::stats::roles::Sums;

/// Adds what is known; `None` where nothing is.
fn sum<N: std::iter::Sum<N>>(values: impl Iterator<Item = Option<N>>) -> Option<N> {
    let known: Vec<N> = values.flatten().collect();
    (!known.is_empty()).then(|| known.into_iter().sum())
}

fn count(flags: impl Iterator<Item = Option<bool>>) -> Option<u64> {
    sum(flags.map(|flag| flag.map(u64::from)))
}

/// Returns whether a delay, where somebody is judged, is more than forgiven.
fn hit(delay: Option<Span>) -> Option<bool> {
    delay.map(|delay| delay > Span::ZERO)
}

fn presences(cells: &[Cell<'_>]) -> Vec<u32> {
    let presences = cells.iter().filter_map(|cell| cell.presence());
    let mut seconds: Vec<_> = presences
        .map(|presence| u32::try_from(presence.whole_seconds()).unwrap())
        .collect();
    seconds.sort_unstable();
    seconds
}

/// Holds the sums of a group against its cells.
fn holds(run: &Run, sums: &Sums, cells: &[Cell<'_>]) -> Result<(), TestCaseError> {
    let all = || cells.iter().map(|cell| (cell, run.attendance(cell)));
    prop_assert_eq!(sums.participants, cells.len() as u64);
    let records: u64 = cells.iter().map(|cell| u64::from(cell.records)).sum();
    prop_assert_eq!(sums.records, records);
    let totals = sum(cells.iter().map(|cell| cell.reported_total));
    prop_assert_eq!(sums.reported_total, totals);
    let intervals = sum(cells.iter().map(|cell| cell.interval_sum));
    prop_assert_eq!(sums.interval_sum, intervals);
    let rejoins = cells.iter().map(|cell| {
        let stays = cell.stays.len() as u64;
        cell.presence().map(|_| stays.max(1) - 1)
    });
    prop_assert_eq!(sums.rejoins, sum(rejoins));
    prop_assert_eq!(sums.late, count(all().map(|(_, one)| hit(one.late))));
    prop_assert_eq!(
        sums.left_early,
        count(all().map(|(_, one)| hit(one.left_early)))
    );
    let stays = || cells.iter().flat_map(|cell| cell.stays);
    prop_assert_eq!(sums.first_join, stays().map(|stay| stay.join()).min());
    prop_assert_eq!(sums.last_leave, stays().map(|stay| stay.leave()).max());
    let shares: Vec<_> = all().filter_map(|(_, one)| one.share).collect();
    let exact = shares
        .iter()
        .map(|(part, whole)| part.as_ticks() as f64 / whole.as_ticks() as f64);
    let mean = exact.sum::<f64>() / shares.len() as f64;
    match sums.mean_share() {
        None => prop_assert!(shares.is_empty()),
        Some(shown) => {
            prop_assert_eq!(shown.places(), 4);
            prop_assert!(
                (shown.as_f64() - mean).abs() < 0.000_051,
                "{} {}",
                shown,
                mean
            );
        }
    }
    Ok(())
}

/// Holds every sum of every meeting, and of all of them, against the people in them.
fn holds_for_roles(run: &Run) -> Result<(), TestCaseError> {
    let overall = run.overall();
    let mut by_role: std::collections::BTreeMap<Role<'_>, (u64, Vec<Cell<'_>>)> =
        Default::default();
    let (mut held, mut everybody) = (0, Vec::new());
    for meeting in run.meeting_ids() {
        let numbers = run.numbers(meeting);
        let groups = &numbers.groups;
        let cells: Vec<_> = run.cells_in(meeting).collect();
        holds(run, &groups.all.sums, &cells)?;
        let there = |at: Instant| {
            let is_there = |stay: &&Stay| stay.join() <= at && at < stay.leave();
            cells
                .iter()
                .flat_map(|cell| cell.stays)
                .filter(is_there)
                .count()
        };
        let joins = cells
            .iter()
            .flat_map(|cell| cell.stays)
            .map(|stay| stay.join());
        let most = joins.map(there).max().unwrap_or(0);
        prop_assert_eq!(
            numbers.concurrency.peak().map_or(0, |peak| peak.present),
            most
        );
        let roles: Vec<_> = groups.roles.iter().map(|(role, _)| role.clone()).collect();
        prop_assert!(roles.is_sorted_by(|one, other| one < other));
        for (role, group) in &groups.roles {
            let own: Vec<_> = cells
                .iter()
                .copied()
                .filter(|cell| run.role(cell) == role)
                .collect();
            prop_assert!(!own.is_empty());
            holds(run, &group.sums, &own)?;
            let seconds = presences(&own);
            prop_assert_eq!(group.presence(), Distribution::of_sorted(&seconds));
            let sum =
                (!seconds.is_empty()).then(|| seconds.iter().map(|&one| i64::from(one)).sum());
            prop_assert_eq!(group.presence_sum(), sum);
            let sums = by_role.entry(role.clone().into_owned()).or_default();
            sums.0 += 1;
            sums.1.extend(own);
        }
        held += u64::from(!cells.is_empty());
        everybody.extend(cells);
    }
    prop_assert_eq!(overall.all.meetings, held);
    holds(run, &overall.all.sums, &everybody)?;
    prop_assert_eq!(
        overall.all.presence(),
        Distribution::of_sorted(&presences(&everybody))
    );
    prop_assert_eq!(overall.roles.len(), by_role.len());
    for ((role, totals), (own, (meetings, cells))) in overall.roles.iter().zip(&by_role) {
        prop_assert_eq!((role, totals.meetings), (own, *meetings));
        holds(run, &totals.sums, cells)?;
        prop_assert_eq!(
            totals.presence(),
            Distribution::of_sorted(&presences(cells))
        );
    }
    Ok(())
}

/// Holds the totals of everybody against their entries in the register.
fn holds_for_people(run: &Run) -> Result<(), TestCaseError> {
    for person in run.people() {
        let tally = run.tally(person);
        let entries: Vec<Entry<'_>> = run.register(person).collect();
        let cells: Vec<_> = entries.iter().filter_map(|entry| entry.cell).collect();
        prop_assert_eq!(tally.meetings, cells.len() as u64);
        let presence = cells
            .iter()
            .map(|cell| cell.presence().map(Span::whole_seconds));
        prop_assert_eq!(tally.presence, sum(presence));
        let stays = || cells.iter().flat_map(|cell| cell.stays);
        prop_assert_eq!(tally.first_join, stays().map(|stay| stay.join()).min());
        prop_assert_eq!(tally.last_leave, stays().map(|stay| stay.leave()).max());
        for status in Status::ALL {
            let with = entries.iter().filter(|entry| run.status(entry) == status);
            prop_assert_eq!(tally.count(status), with.count() as u64);
        }
        let listed = !run.person(person).roster.is_empty();
        let is_due = |entry: &Entry<'_>| {
            let status = run.status(entry);
            let missing = run.meetings()[entry.meeting as usize].missing;
            let is_told = matches!(missing, None | Some(MissingData::FewerRecords));
            let settled = status != Status::Unknown || is_told || entry.cell.is_some();
            entry.expected == Expected::Required && status != Status::Excused && settled
        };
        if run.has_roster() {
            let due: Vec<_> = entries.iter().filter(|entry| is_due(entry)).collect();
            prop_assert_eq!(tally.due, due.len() as u64);
            let counts = |entry: &&Entry<'_>| match listed {
                true => is_due(entry),
                false => entry.expected == Expected::NotExpected,
            };
            let attended = entries.iter().filter(counts);
            let attended = attended.filter(|entry| run.status(entry).is_attended());
            prop_assert_eq!(tally.attended, attended.count() as u64);
            let length = due
                .iter()
                .map(|entry| run.meetings()[entry.meeting as usize].length());
            let length: i64 = length.map(Span::as_ticks).sum();
            let with_length = (length > 0).then_some(length.into());
            let shown = tally.exact_share().map(|(_, length)| length);
            let told = due.iter().all(|entry| {
                let hides = entry.cell.is_some_and(|cell| run.counted(&cell).is_none());
                run.status(entry) != Status::Unknown && !hides
            });
            prop_assert_eq!(shown, with_length.filter(|_| told));
            let unknown = entries
                .iter()
                .filter(|entry| run.status(entry) == Status::Unknown);
            let unknown = unknown.filter(|entry| entry.expected == Expected::Required);
            prop_assert_eq!(tally.not_known + tally.uncertain, unknown.count() as u64);
        } else {
            holds_without_a_roster(run, person, &tally)?;
        }
    }
    Ok(())
}

/// Holds what was due of a person against the meetings of the series that they were seen in.
fn holds_without_a_roster(run: &Run, person: u32, tally: &Tally) -> Result<(), TestCaseError> {
    let meetings = run.meetings();
    let cells: Vec<_> = run.cells(person).collect();
    let seen = |series| {
        let mut own = cells
            .iter()
            .map(|cell| meetings[cell.meeting as usize].series);
        own.any(|one| one == series)
    };
    let is_guest = run.person(person).is_unidentified();
    let (mut due, mut length, mut not_known) = (0, 0, 0);
    for (number, meeting) in (0..).zip(meetings) {
        let cell = cells.iter().copied().find(|cell| cell.meeting == number);
        let entry = Entry {
            person,
            meeting: number,
            expected: Expected::NotTold,
            cell,
        };
        let is_excused = run.status(&entry) == Status::Excused;
        let is_of_them = if is_guest {
            cell.is_some()
        } else {
            seen(meeting.series)
        };
        let was_to_be = !matches!(meeting.state, State::Upcoming | State::Cancelled);
        if meeting.is_unplanned || is_excused || !is_of_them || !was_to_be {
            continue;
        }
        match meeting.missing.is_none() || cell.is_some() {
            true => (due, length) = (due + 1, length + meeting.length().as_ticks()),
            false => not_known += 1,
        }
    }
    prop_assert_eq!((tally.due, tally.not_known), (due, not_known));
    let attended = run.register(person).filter(|entry| {
        let is_planned = !meetings[entry.meeting as usize].is_unplanned;
        is_planned && run.status(entry).is_attended()
    });
    prop_assert_eq!(tally.attended, attended.count() as u64);
    if let Some((_, whole)) = tally.exact_share() {
        prop_assert_eq!(whole, i128::from(length));
    }
    Ok(())
}

proptest! {
    #[test]
    fn sums_of_roles_are_those_of_their_people(series in series()) {
        holds_for_roles(&series.run())?;
    }

    #[test]
    fn totals_of_people_are_those_of_their_entries(series in series()) {
        holds_for_people(&series.run())?;
    }

    #[test]
    fn a_share_is_shown_with_four_places_and_rounded_half_up(series in series()) {
        let run = series.run();
        for cell in run.meeting_ids().flat_map(|meeting| run.cells_in(meeting)) {
            let attendance = run.attendance(&cell);
            let exact = attendance.share.map(|(part, whole)| {
                let (part, whole) = (i128::from(part.as_ticks()), i128::from(whole.as_ticks()));
                Decimal::new(i64::try_from((part * 20_000 + whole) / (2 * whole)).unwrap(), 4)
            });
            prop_assert_eq!(attendance.rounded_share(), exact);
        }
    }
}

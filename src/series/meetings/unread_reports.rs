//! Reports that could not be read, and the planned meetings that they are certainly of.
//!
//! Such a file tells no time, so that it is a meeting of its own, and a planned meeting of
//! that day without a report would be another: one meeting twice. Where the file's name holds
//! a day on which the plan has one meeting that nothing else is of, they are the same.

use std::collections::{BTreeMap, HashMap};

use jiff::civil::Date;

use crate::model::reason::MissingData;
use crate::origin::dates_in_name;
use crate::series::collect::collection::Collection;
use crate::series::input::aliases::fold;
use crate::series::input::planned::{Planned, PlannedMeeting};
use crate::zone::Zone;

/// Returns of which planned meetings unread reports are, for those that no plan has yet.
pub(super) fn plans_of(
    collection: &Collection,
    reports: &[u32],
    planned: &Planned,
    zone: &Zone,
    taken: &HashMap<u32, usize>,
) -> Vec<(u32, usize)> {
    let mut by_plan: BTreeMap<usize, Vec<u32>> = BTreeMap::new();
    for &index in reports {
        let report = &collection.reports[index as usize];
        let is_open = report.missing == Some(MissingData::FailedReport);
        if !is_open || taken.contains_key(&index) {
            continue;
        }
        let texts = &collection.texts;
        let day = only_day(texts.get(report.source));
        let plan = day.and_then(|day| only_plan(planned, zone, day, texts.get(report.series)));
        if let Some(plan) = plan {
            by_plan.entry(plan).or_default().push(index);
        }
    }
    by_plan.retain(|plan, _| taken.values().all(|other| other != plan));
    by_plan
        .into_iter()
        .filter_map(|(plan, reports)| match reports[..] {
            [report] => Some((report, plan)),
            // Nobody can tell which of several it is.
            _ => None,
        })
        .collect()
}

/// Returns the day that the name of a file holds, where it holds one.
fn only_day(source: &str) -> Option<Date> {
    let name = source.rsplit('/').next()?;
    let mut days: Vec<Date> = dates_in_name(name).collect();
    days.dedup();
    <[Date; 1]>::try_from(days).ok().map(|[day]| day)
}

/// Returns the only meeting that is planned on a day; of several the only one of the series.
fn only_plan(planned: &Planned, zone: &Zone, day: Date, series: &str) -> Option<usize> {
    let utc = Zone::utc();
    let is_open = |plan: &PlannedMeeting| {
        let named = plan.report_id.is_some() || plan.file.is_some();
        // Names are given by the local day and by that of UTC.
        let on_day = |zone: &Zone| plan.start.map(|start| zone.local(start).date()) == Some(day);
        !named && !plan.cancelled && (on_day(zone) || on_day(&utc))
    };
    let is_own = |plan: &PlannedMeeting| {
        let named = plan.series.as_deref();
        named.is_some_and(|named| fold(named) == fold(series))
    };
    let all = || (0..).zip(&planned.meetings);
    let on_day: Vec<_> = all().filter(|(_, plan)| is_open(plan)).collect();
    let own: Vec<_> = on_day.iter().filter(|(_, plan)| is_own(plan)).collect();
    match (&on_day[..], &own[..]) {
        (_, &[&(index, _)]) => Some(index),
        // A series that the plan knows by its name has its own days.
        (&[(index, _)], []) if !all().any(|(_, plan)| is_own(plan)) => Some(index),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::series::input::sheets::Sheet;

    fn plan(rows: &str) -> Planned {
        let text = format!("title,start,series,file,status\n{rows}");
        let sheet = Sheet::read("plan.csv", text.as_bytes()).unwrap();
        Planned::read(&sheet, &berlin()).unwrap().list
    }

    fn berlin() -> Zone {
        Zone::named("Europe/Berlin").unwrap()
    }

    fn found(rows: &str, source: &str, series: &str) -> Option<usize> {
        let day = only_day(source)?;
        only_plan(&plan(rows), &berlin(), day, series)
    }

    #[test]
    fn the_only_meeting_planned_on_the_day_in_the_name_is_found() {
        let rows = "A,2026-10-05 09:00,,,\nB,2026-10-06 09:00,,,\n";
        for name in [
            "2026-10-06.json",
            "x/B 20261006.json",
            "b_2026_10_06 (1).csv",
        ] {
            assert_eq!(found(rows, name, ""), Some(1), "{name}");
        }
        for name in ["B.json", "2026-10-07.json", "2026-10-05 to 2026-10-06.json"] {
            assert_eq!(found(rows, name, ""), None, "{name}");
        }
    }

    #[test]
    fn of_several_on_a_day_only_that_of_the_series_is_certain() {
        let rows = "A,2026-10-06 09:00,Excel,,\nB,2026-10-06 13:00,Word,,\n";
        assert_eq!(found(rows, "2026-10-06.json", "word"), Some(1));
        assert_eq!(found(rows, "2026-10-06.json", ""), None);
        let rows = "A,2026-10-06 09:00,Excel,,\nB,2026-10-07 13:00,Word,,\n";
        assert_eq!(found(rows, "2026-10-06.json", "word"), None);
        assert_eq!(found(rows, "2026-10-06.json", "reports"), Some(0));
    }

    #[test]
    fn what_was_called_off_or_names_its_file_is_not_taken() {
        let rows = "A,2026-10-06 09:00,,,cancelled\nB,2026-10-06 10:00,,b.json,\n";
        assert_eq!(found(rows, "2026-10-06.json", ""), None);
        for row in rows.lines() {
            assert_eq!(found(row, "2026-10-06.json", ""), None, "{row}");
        }
    }

    #[test]
    fn a_day_of_another_zone_makes_two_meetings_of_one_name() {
        // 00:30 in Berlin is the day before in UTC.
        let rows = "A,2026-10-06 09:00,,,\nB,2026-10-07 00:30,,,\n";
        assert_eq!(found(rows, "2026-10-06.json", ""), None);
        assert_eq!(found(rows, "2026-10-07.json", ""), Some(1));
    }
}

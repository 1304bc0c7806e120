//! A report that is cut in two sessions, one right behind the other, is still one meeting
//! with the same figures, whatever else is in the series.

use super::*;

/// Cuts a report in two at this moment; what tells no times stays in the first.
fn cut(report: ReportFacts, at: Instant) -> Vec<ReportFacts> {
    let Some(window) = report.window.filter(|_| report.missing.is_none()) else {
        return vec![report];
    };
    let part = |name: &str, window: Option<Stay>, is_first: bool| {
        let side = |stay: &Stay| match is_first {
            true => Stay::new(stay.join(), stay.leave().min(at)),
            false => Stay::new(stay.join().max(at), stay.leave()),
        };
        let records = report.records.iter().filter_map(|record| {
            let is_whole = !record.timed || record.broken || record.stays.is_empty();
            if is_whole {
                return is_first.then(|| record.clone());
            }
            let stays: Stays = record.stays.iter().filter_map(side).collect();
            let totals = [record.reported_total, record.interval_sum];
            let [reported_total, interval_sum] = totals.map(|total| total.filter(|_| is_first));
            (!stays.is_empty()).then(|| RecordFacts {
                stays,
                reported_total,
                interval_sum,
                ..record.clone()
            })
        });
        ReportFacts::made_up(name, window, records.collect())
    };
    let names = [format!("{} a", report.label), format!("{} b", report.label)];
    vec![
        part(&names[0], Stay::new(window.join(), at), true),
        part(&names[1], Stay::new(at, window.leave()), false),
    ]
}

/// Returns what meetings come to, and people whose times are known, without sums of what
/// reports say of themselves.
fn told(run: &Run) -> Vec<String> {
    let mut all = Vec::new();
    for person in run.people() {
        // Two reports prove more of a hidden time than one: what one did not is added.
        let mut cells = run.cells(person);
        if cells.any(|cell| run.counted(&cell).is_none()) {
            continue;
        }
        let tally = run.tally(person);
        let verdicts: Vec<_> = run
            .register(person)
            .map(|entry| run.verdict(&entry))
            .collect();
        all.push(format!(
            "{:?} {} {:?} {:?} {:?} {:?} {verdicts:?} {:?}",
            run.name(person),
            tally.meetings,
            (tally.due, tally.attended, tally.not_known),
            tally.presence,
            tally.share(),
            run.outcome(person),
            run.hours(person, Calendar::Months),
        ));
    }
    for one in run.meetings() {
        all.push(format!(
            "{:?} {:?} {:?}",
            one.begin(),
            one.length(),
            one.state
        ));
    }
    all.sort_unstable();
    all
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, ..ProptestConfig::default() })]

    #[test]
    fn a_report_cut_in_two_sessions_gives_the_same_figures(series in series(), which in 0_usize..6) {
        let mut series = Series { keep_separate: false, ..series };
        series.reports.iter_mut().for_each(|report| report.is_copied = false);
        let whole = series.facts();
        let at = which % whole.len();
        // At two fifths, where nobody is counted as there.
        let middle = whole[at].window.map(|window| window.join() + Span::seconds(LENGTH * 2 / 5));
        let mut facts = whole.clone();
        if let Some(middle) = middle {
            let parts = cut(facts.remove(at), middle);
            facts.extend(parts);
        }
        let (before, after) = (compute(&whole, series.options()), compute(&facts, series.options()));
        let label = whole[at].label.clone();
        let sessions = |run: &Run| -> Vec<_> {
            let parts = format!("{label} a; {label} b");
            let of = |one| Some(run.report_labels(one)?.replace(&parts, &label));
            let meetings = run.meetings().iter();
            meetings.map(|one| (of(one), one.window_source)).collect()
        };
        // Where other people are in the second part, it is a meeting of theirs, or another is
        // nearest to the plan; and a guest is somebody else in each report.
        let same_people = before.all_people() == after.all_people();
        if same_people && sessions(&before) == sessions(&after) {
            prop_assert_eq!(told(&before), told(&after));
        }
    }
}

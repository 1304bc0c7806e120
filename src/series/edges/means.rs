//! Means over meetings of different lengths.

use super::*;

/// Returns the mean share over all meetings, each of a length and with times there, in seconds.
fn mean(meetings: &[(i64, &[i64])]) -> String {
    let second = |day: i64, second: i64| at(day * DAY) + Span::seconds(second);
    let reports = (0..).zip(meetings).map(|(day, (length, times))| {
        let records = (0..).zip(*times).map(|(number, &time)| RecordFacts {
            stays: Stay::new(second(day, 0), second(day, time))
                .into_iter()
                .collect(),
            ..there(&format!("p{number}"), &[])
        });
        ReportFacts {
            window: Stay::new(second(day, 0), second(day, *length)),
            ..hour(day * DAY, records.collect())
        }
    });
    let run = run(&reports.collect::<Vec<_>>(), RunOptions::default());
    assert_eq!(run.meetings().len(), meetings.len());
    run.overall().all.sums.mean_share().unwrap().to_string()
}

#[test]
fn the_mean_share_is_that_of_each_participation_whatever_the_length_of_its_meeting() {
    // (1 + 1 + 1/2) / 3.
    assert_eq!(mean(&[(3600, &[3600, 3600]), (1800, &[900])]), "0.8333");
}

#[test]
fn a_mean_of_thirds_that_add_up_to_a_whole_is_rounded_half_up() {
    // (1/3 + 2/3 + 0.20015) / 3 = 0.40005.
    let meetings: [(i64, &[i64]); 3] = [(180, &[60]), (360, &[240]), (20_000, &[4003])];
    assert_eq!(mean(&meetings), "0.4001");
}

//! `occurrences`: one row a report: which meeting it is a session of, and why.

use super::column::columns;
use crate::series::Series;
use crate::series::fate::Fate;
use crate::series::measure::time;
use crate::series::occurrences::Occurrence;

/// A report with what became of it; or a planned meeting without one.
pub struct OccurrenceRow<'r> {
    series: &'r Series,
    report: Option<(&'r str, &'r str)>,
    occurrence: Option<&'r Occurrence>,
    decision: &'static str,
    reason: String,
}

/// The rows of a run: reports in order of time, then planned meetings without a report.
pub fn rows(series: &Series) -> impl Iterator<Item = OccurrenceRow<'_>> {
    let occurrences = series.occurrences();
    let reports = series.fates().map(move |(label, source, fate)| {
        let (decision, reason) = told(series, fate);
        let number = match fate {
            Fate::Alone(number) | Fate::Merged(number, _) => Some(number),
            Fate::Repeated(_) | Fate::Superseded(_) | Fate::Stray(_) => None,
        };
        OccurrenceRow {
            series,
            report: Some((label, source)),
            occurrence: number.map(|number| &occurrences[number as usize]),
            decision,
            reason,
        }
    });
    let unreported = occurrences.iter().filter(|one| !one.has_report());
    reports.chain(unreported.map(move |occurrence| OccurrenceRow {
        series,
        report: None,
        occurrence: Some(occurrence),
        decision: "no report",
        reason: "planned, and no report is of this meeting".into(),
    }))
}

fn told(series: &Series, fate: Fate) -> (&'static str, String) {
    match fate {
        Fate::Alone(number) => {
            let gap = series.occurrences()[number as usize].gap;
            let reason = gap.map_or("a meeting of its own", |gap| gap.words());
            ("counted", reason.into())
        }
        Fate::Merged(_, None) => ("merged", "the first session of this meeting".into()),
        Fate::Merged(_, Some(pause)) if pause.as_ticks() < 0 => (
            "merged",
            "a session at the same time as the one before".into(),
        ),
        Fate::Merged(_, Some(pause)) => (
            "merged",
            format!("goes on {} after the session before", time(pause)),
        ),
        Fate::Repeated(other) => (
            "counted once",
            format!("says the same as {}", series.report_label(other)),
        ),
        Fate::Superseded(other) => (
            "not counted",
            format!("an earlier version of {}", series.report_label(other)),
        ),
        Fate::Stray(length) => (
            "set aside",
            format!(
                "one person for {}, away from the meetings of the series",
                time(length)
            ),
        ),
    }
}

columns! { row: OccurrenceRow;
    meeting "Meeting" Text "the meeting it is part of; empty where it is part of none" => row.occurrence.map(|one| row.series.text(one.title));
    meeting_start "Meeting start" Time "when the meeting began, as planned or reported" => row.occurrence.and_then(Occurrence::begin);
    series "Series" Text "the series it belongs to" => row.occurrence.map(|one| row.series.series_name(one));
    decision "Decision" Text "counted, merged, counted once, not counted, set aside or no report" => row.decision;
    reason "Reason" Text "why" => row.reason.clone();
    report "Report" Text "the report, by its file's name" => row.report.map(|(label, _)| label);
    source "Source" Text "the file the report was read from, and the line where it holds several documents" => row.report.map(|(_, source)| source);
}

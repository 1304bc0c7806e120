//! Findings as plain text, the gravest first, with what to do.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::Lines;
use super::facts::paint;
use crate::finding::{Code, Severity};
use crate::formats::name;
use crate::language::Language;
use crate::untrusted::one_line_of_terminal;
use crate::views::Table;
use crate::views::cell::Cell;
use crate::views::meeting_view::MeetingView;
use crate::views::run_view::RunView;

/// The most findings of one kind, unless all are asked for.
const MOST: usize = 5;

/// In which language a finding is told, and the column that says where it is from.
struct Origin<'o> {
    language: Language,
    place: Option<&'o str>,
}

/// A finding in words.
pub struct Said {
    severity: Severity,
    code: Code,
    text: String,
}

impl Said {
    fn of(severity: Severity, code: Code, row: &[Cell<'_>], origin: &Origin<'_>) -> Self {
        let cell = |key: &str| match &row[Table::Findings.place(key)] {
            Cell::Text(text) if !text.is_empty() => Some(text.as_ref()),
            _ => None,
        };
        let name = cell("display_name").map(|name| {
            let name = name::shown(Some(name), origin.language);
            format!("{name}: ")
        });
        let place = cell("pointer").or(origin.place.and_then(cell));
        let place = place.map(|place| format!(" ({place})"));
        let said = cell("finding").unwrap_or_default();
        Self {
            severity,
            code,
            text: [name.as_deref(), Some(said), place.as_deref()]
                .into_iter()
                .flatten()
                .collect(),
        }
    }
}

/// Returns the findings of a meeting that were kept with their sentences.
pub fn of_meeting(meeting: &MeetingView<'_>, language: Language) -> Vec<Said> {
    let mut said = Vec::new();
    let origin = Origin {
        language,
        place: None,
    };
    meeting.findings(|severity, code, row| said.push(Said::of(severity, code, row, &origin)));
    said
}

/// Returns what was found in files themselves and across reports.
pub fn beside_meetings(run: &RunView<'_>, language: Language) -> Vec<Said> {
    let mut said = Vec::new();
    let origin = Origin {
        language,
        place: Some("source"),
    };
    run.other_findings(|severity, code, row| {
        said.push(Said::of(severity, code, row, &origin));
    });
    said
}

/// The findings by kind, each kind explained once.
pub fn groups(findings: Vec<Said>, text: &mut Lines<'_>) {
    let mut groups: BTreeMap<(Reverse<Severity>, Code), Vec<Said>> = BTreeMap::new();
    for finding in findings {
        let kind = (Reverse(finding.severity), finding.code);
        groups.entry(kind).or_default().push(finding);
    }
    for (number, ((Reverse(severity), code), findings)) in groups.into_iter().enumerate() {
        if number > 0 {
            text.blank();
        }
        explain(severity, code, text);
        list(&findings, text);
    }
}

fn explain(severity: Severity, code: Code, text: &mut Lines<'_>) {
    let locale = text.locale;
    let explained = locale.language.finding(code);
    let word = locale.language.severity(severity);
    let said = format!("{} {word}: {} [{code}]", severity.sign(), explained.meaning);
    text.painted(paint(severity), &said, 0);
    if let Some(advice) = explained.advice {
        let what_to_do = locale.language.words().what_to_do_colon;
        text.marked("  ", &format!("{what_to_do} {advice}"));
    }
}

fn list(findings: &[Said], text: &mut Lines<'_>) {
    let shown = text.locale.shown(findings.len(), MOST);
    for finding in &findings[..shown] {
        text.marked("  - ", &one_line_of_terminal(&finding.text));
    }
    let more = findings.len() - shown;
    if more > 0 {
        let words = text.locale.language.words();
        let more = text.locale.language.counted(words.more_findings, more);
        text.marked("  … ", &more);
    }
}

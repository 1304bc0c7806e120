//! Findings as plain text, the gravest first, with what to do.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use super::facts::paint;
use super::{Lines, inert};
use crate::finding::{Code, Finding, Severity};
use crate::formats::name;
use crate::language::Language;
use crate::summary::MeetingSummary;

/// The most findings of one kind, unless all are asked for.
const MOST: usize = 5;

/// The findings by kind, each kind explained once.
pub fn groups(meeting: Option<&MeetingSummary<'_>>, findings: &[Finding], text: &mut Lines<'_>) {
    let mut groups: BTreeMap<(Reverse<Severity>, Code), Vec<&Finding>> = BTreeMap::new();
    for finding in findings {
        let kind = (Reverse(finding.severity), finding.code);
        groups.entry(kind).or_default().push(finding);
    }
    for (number, ((Reverse(severity), code), findings)) in groups.into_iter().enumerate() {
        if number > 0 {
            text.blank();
        }
        explain(severity, code, text);
        list(meeting, &findings, text);
    }
}

fn explain(severity: Severity, code: Code, text: &mut Lines<'_>) {
    let look = text.look;
    let explained = look.language.finding(code);
    let word = look.language.severity(severity);
    let said = format!("{} {word}: {} [{code}]", severity.sign(), explained.meaning);
    text.painted(paint(severity), &said, 0);
    if let Some(advice) = explained.advice {
        let what_to_do = look.language.words().what_to_do_colon;
        text.marked("  ", &format!("{what_to_do} {advice}"));
    }
}

fn list(meeting: Option<&MeetingSummary<'_>>, findings: &[&Finding], text: &mut Lines<'_>) {
    let shown = text.look.shown(findings.len(), MOST);
    for finding in &findings[..shown] {
        let name = meeting.and_then(|meeting| name(meeting, finding, text.look.language));
        let name = name.map(|name| format!("{name}: ")).unwrap_or_default();
        let place = match finding.pointer.as_str() {
            "" => String::new(),
            pointer => format!(" ({pointer})"),
        };
        let said = format!("{name}{}{place}", finding.message);
        text.marked("  - ", &inert(&said));
    }
    let more = findings.len() - shown;
    if more > 0 {
        let words = text.look.language.words();
        let more = text.look.language.counted(words.more_findings, more);
        text.marked("  … ", &more);
    }
}

/// The name of the person it is about, where it is about one.
fn name<'m>(
    meeting: &'m MeetingSummary<'_>,
    finding: &Finding,
    language: Language,
) -> Option<&'m str> {
    let record = meeting.report.record_at(finding.subject.record()?)?;
    let name = record.identity.display_name.as_deref()?;
    Some(name::shown(Some(name), language))
}

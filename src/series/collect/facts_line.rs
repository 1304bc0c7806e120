//! Facts written down: a JSON object for each report, one a line, in any order.
//!
//! Lines of several runs and machines may be put together: a run made of them is the run
//! that one machine would have made of all the reports.

use serde::{Deserialize, Serialize};

use super::facts::{Facts, RecordFacts, ReportFacts};
use crate::finding::{Code, SeverityPolicy};
use crate::model::interval::Stay;
use crate::model::role::Role;
use crate::summary::{DocumentSummary, RunCounts};

/// The version of what a line holds.
pub const VERSION: u32 = 1;

/// What a report leaves behind, with what must be equal in all lines of a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FactsLine {
    /// The version of what the line holds.
    #[serde(rename = "rollbook_facts")]
    version: u32,
    /// The program that wrote it.
    program: String,
    /// The severities that are not the usual ones, such as `sum-mismatch=note`.
    severities: Vec<String>,
    /// By what engines may sort lines; nothing is computed from it.
    #[serde(flatten)]
    pub keys: Keys,
    /// The report, and what was found in its document.
    pub facts: Facts,
    /// What became of the document; on the first line of those of a document.
    #[serde(default)]
    pub counts: RunCounts,
}

/// By what engines sort, cut and join lines. All of it stands in the facts, too.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Keys {
    /// The organizer's tenant, else the only one of the people, where it is known.
    pub tenant: Option<String>,
    /// The day in UTC on which the report begins, such as `2026-10-05`.
    pub day: Option<String>,
    /// What the report was given together with.
    pub series: Option<String>,
}

impl Keys {
    fn of(reports: &[ReportFacts]) -> Self {
        let Some(report) = reports.first() else {
            return Self::default();
        };
        let begins = report.window.map(Stay::join).or(report.reported.0);
        Self {
            tenant: tenant(&report.records).map(str::to_owned),
            day: begins.map(|begins| begins.to_chrono().format("%F").to_string()),
            series: Some(report.series.clone()),
        }
    }
}

/// Returns the tenant to which a report belongs: guests bring their own.
fn tenant(records: &[RecordFacts]) -> Option<&str> {
    let host = records.iter().find(|one| one.role == Role::Organizer);
    let of_host = host.and_then(|host| host.tenant.as_deref());
    of_host.or_else(|| {
        let mut known = records.iter().filter_map(|one| one.tenant.as_deref());
        let first = known.next()?;
        known.all(|other| other == first).then_some(first)
    })
}

/// Why a line is none of facts, or of none that go together with this run.
#[derive(Debug, thiserror::Error)]
pub enum FactsError {
    /// It is no JSON, or holds something else.
    #[error("is no line of facts ({0}); write some with rollbook facts")]
    Unreadable(#[from] serde_json::Error),
    /// Another version wrote it.
    #[error(
        "has facts of version {found}, written by {program}; this program reads version {VERSION}: write them again"
    )]
    Version {
        /// The version of the line.
        found: u32,
        /// The program that wrote it.
        program: String,
    },
    /// Findings had other severities.
    #[error(
        "was written with the severities {found}, and this run has {own}; use the same --deny, --warn and --allow"
    )]
    Severities {
        /// Those of the line.
        found: String,
        /// Those of this run.
        own: String,
    },
}

/// What a line says before its facts, for lines that another version wrote.
#[derive(Deserialize)]
struct Head {
    #[serde(rename = "rollbook_facts")]
    version: u32,
    #[serde(default)]
    program: String,
}

impl FactsLine {
    /// Returns a line of these reports, without what belongs to their document.
    pub fn new(reports: Vec<ReportFacts>, policy: &SeverityPolicy) -> Self {
        Self {
            version: VERSION,
            program: concat!("rollbook ", env!("CARGO_PKG_VERSION")).into(),
            severities: changed(policy),
            keys: Keys::of(&reports),
            facts: Facts {
                reports,
                documents: Vec::new(),
            },
            counts: RunCounts::default(),
        }
    }

    /// Returns the lines of a document: one for each report, and one for a document without.
    pub fn of(document: &DocumentSummary<'_>, policy: &SeverityPolicy) -> Vec<Self> {
        let mut facts = Facts::default();
        facts.add_without_digests(document);
        let Facts { reports, documents } = facts;
        let mut lines: Vec<_> = reports
            .into_iter()
            .map(|one| Self::new(vec![one], policy))
            .collect();
        if lines.is_empty() {
            lines.push(Self::new(Vec::new(), policy));
        }
        lines[0].facts.documents = documents;
        lines[0].counts = RunCounts::of(std::slice::from_ref(document));
        lines
    }

    /// Returns the version of what the line holds.
    pub const fn version(&self) -> u32 {
        self.version
    }

    /// Returns the program that wrote it.
    pub fn program(&self) -> &str {
        &self.program
    }

    /// Adds the line to a text.
    ///
    /// # Errors
    /// Never, as all that it holds can be written as JSON.
    pub fn write(&self, text: &mut Vec<u8>) -> Result<(), serde_json::Error> {
        serde_json::to_writer(&mut *text, self)?;
        text.push(b'\n');
        Ok(())
    }

    /// Reads a line for a run of these severities.
    ///
    /// # Errors
    /// When it is no line of facts, or of another version, or of other severities.
    pub fn read(text: &str, policy: &SeverityPolicy) -> Result<Self, FactsError> {
        let read = serde_json::from_str::<Self>(text);
        let mut line = match read {
            Ok(line) if line.version == VERSION => line,
            other => return Err(refusal(text, other.err())),
        };
        let own = changed(policy);
        if line.severities != own {
            return Err(FactsError::Severities {
                found: in_words(&line.severities),
                own: in_words(&own),
            });
        }
        line.facts
            .reports
            .iter_mut()
            .for_each(ReportFacts::renew_digest);
        Ok(line)
    }
}

/// Returns why a line cannot be used: another version wrote it, or it is no line of facts.
#[cold]
fn refusal(text: &str, error: Option<serde_json::Error>) -> FactsError {
    match (serde_json::from_str::<Head>(text), error) {
        (Err(error), _) => error.into(),
        (Ok(head), Some(error)) if head.version == VERSION => error.into(),
        (Ok(head), _) => FactsError::Version {
            found: head.version,
            program: head.program,
        },
    }
}

/// Returns the severities that are not the usual ones, in the order of the codes.
fn changed(policy: &SeverityPolicy) -> Vec<String> {
    let all = Code::ALL.iter();
    let other = all.filter(|code| policy.severity(**code) != code.default_severity());
    other
        .map(|&code| format!("{code}={}", policy.severity(code)))
        .collect()
}

fn in_words(severities: &[String]) -> String {
    match severities.is_empty() {
        true => "as usual".into(),
        false => severities.join(", "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Severity;
    use crate::origin::Origin;
    use crate::summary::{Rules, summarise};

    /// A list of two reports, one of which lacks its records.
    const LIST: &[u8] = br#"{"value":[
        {"id":"a","meetingStartDateTime":"2026-10-05T08:00:00Z","meetingEndDateTime":"2026-10-05T09:00:00Z",
         "totalParticipantCount":1,"attendanceRecords":[{"id":"1","totalAttendanceInSeconds":60,
         "attendanceIntervals":[{"joinDateTime":"2026-10-05T08:00:00Z","leaveDateTime":"2026-10-05T08:01:00Z","durationInSeconds":60}]}]},
        {"id":"b","meetingStartDateTime":"2026-10-06T08:00:00Z","meetingEndDateTime":"2026-10-06T09:00:00Z","totalParticipantCount":2}]}"#;

    fn lines(policy: &SeverityPolicy) -> Vec<String> {
        let rules = Rules {
            severities: policy.clone(),
            ..Rules::default()
        };
        let documents = summarise(LIST, &Origin::named("list.json"), &rules);
        let lines = documents.iter().flat_map(|one| FactsLine::of(one, policy));
        let written = lines.map(|line| {
            let mut text = Vec::new();
            line.write(&mut text).unwrap();
            String::from_utf8(text).unwrap()
        });
        written.collect()
    }

    #[test]
    fn a_document_gives_a_line_for_each_report_and_is_counted_once() {
        let policy = SeverityPolicy::default();
        let read = lines(&policy);
        let read: Vec<_> = read
            .iter()
            .map(|text| FactsLine::read(text, &policy).unwrap())
            .collect();
        let reports: Vec<_> = read.iter().map(|line| line.facts.reports.len()).collect();
        assert_eq!(reports, [1, 1]);
        let counts: Vec<_> = read.iter().map(|line| line.counts.documents()).collect();
        assert_eq!(counts, [1, 0]);
        let documents = summarise(LIST, &Origin::named("list.json"), &Rules::default());
        let mut together = Facts::default();
        read.into_iter()
            .for_each(|line| together.append(line.facts));
        assert_eq!(together, Facts::of(&documents));
    }

    #[test]
    fn a_document_without_a_report_gives_a_line_and_is_counted() {
        let (policy, rules) = (SeverityPolicy::default(), Rules::default());
        let documents = summarise(b"{\"hello\": 1}", &Origin::named("a.json"), &rules);
        let lines = FactsLine::of(&documents[0], &policy);
        let [line] = &lines[..] else { panic!() };
        assert_eq!((line.facts.reports.len(), line.counts.documents()), (0, 1));
    }

    #[test]
    fn a_line_tells_by_what_engines_sort_it() {
        let person = |role: &str, tenant: &str| {
            format!(
                r#"{{"role":"{role}","identity":{{"id":"{role}{tenant}","tenantId":"{tenant}"}},"totalAttendanceInSeconds":0,"attendanceIntervals":[]}}"#
            )
        };
        let keys = |people: &[String]| {
            let report = format!(
                r#"{{"id":"a","meetingStartDateTime":"2026-10-05T23:00:00Z","meetingEndDateTime":"2026-10-06T00:30:00Z","attendanceRecords":[{}]}}"#,
                people.join(",")
            );
            let rules = Rules::default();
            let documents = summarise(report.as_bytes(), &Origin::named("course/1.json"), &rules);
            FactsLine::of(&documents[0], &rules.severities)[0]
                .keys
                .clone()
        };
        let told = keys(&[person("Attendee", "guest"), person("Organizer", "home")]);
        assert_eq!(told.tenant.as_deref(), Some("home"));
        assert_eq!(told.day.as_deref(), Some("2026-10-05"));
        assert_eq!(told.series.as_deref(), Some("course"));
        let alone = [person("Attendee", "home"), person("Presenter", "home")];
        assert_eq!(keys(&alone).tenant.as_deref(), Some("home"));
        // Two tenants, and nobody says whose meeting it was.
        let mixed = [person("Attendee", "home"), person("Presenter", "guest")];
        assert_eq!(keys(&mixed).tenant, None);
    }

    #[test]
    fn lines_of_other_severities_or_versions_are_refused_with_what_they_have() {
        let mut policy = SeverityPolicy::default();
        policy.set(Code::RecordsMissing, Severity::Note);
        let usual = SeverityPolicy::default();
        let line = &lines(&policy)[0];
        let refused = FactsLine::read(line, &usual).unwrap_err().to_string();
        assert!(
            refused.contains("records-missing=note") && refused.contains("as usual"),
            "{refused}"
        );
        let later = line.replace("\"rollbook_facts\":1", "\"rollbook_facts\":7");
        let refused = FactsLine::read(&later, &policy).unwrap_err().to_string();
        assert!(
            refused.contains("version 7, written by rollbook "),
            "{refused}"
        );
        let refused = FactsLine::read("{\"value\":[]}", &usual).unwrap_err();
        assert!(matches!(refused, FactsError::Unreadable(_)));
    }
}

//! Findings in compact form: of very many reports there are very many, with sentences.

use crate::finding::{Code, Finding, Location, Severity, Subject};
use crate::series::collect::facts::FindingFacts;
use crate::series::collect::texts::{TextId, Texts};

/// A finding of a report.
#[derive(Clone, Debug)]
pub(in crate::series) struct KeptFinding {
    code: Code,
    severity: Severity,
    subject: Subject,
    location: KeptLocation,
    message: TextId,
    display_name: Option<TextId>,
}

/// Where it stands.
#[derive(Clone, Debug)]
enum KeptLocation {
    Pointer(TextId),
    Other(Box<Location>),
}

impl KeptFinding {
    /// Keeps a finding.
    pub fn of(facts: FindingFacts, texts: &mut Texts) -> Self {
        let FindingFacts {
            finding,
            display_name,
        } = facts;
        Self {
            code: finding.code,
            severity: finding.severity,
            subject: finding.subject,
            location: match finding.location {
                Location::Pointer(pointer) => KeptLocation::Pointer(texts.keep(&pointer)),
                other => KeptLocation::Other(Box::new(other)),
            },
            message: texts.keep(&finding.message),
            display_name: texts.keep_some(display_name.as_deref()),
        }
    }

    /// Returns the finding.
    pub fn finding(&self, texts: &Texts) -> Finding {
        Finding {
            code: self.code,
            severity: self.severity,
            subject: self.subject,
            location: match &self.location {
                KeptLocation::Pointer(pointer) => Location::Pointer(texts.get(*pointer).to_owned()),
                KeptLocation::Other(other) => Location::clone(other),
            },
            message: texts.get(self.message).to_owned(),
        }
    }

    /// Returns the display name in the record that it is about, where it is about one.
    pub fn display_name<'t>(&self, texts: &'t Texts) -> Option<&'t str> {
        texts.get_some(self.display_name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Place;

    #[test]
    fn a_finding_comes_back_as_it_was() {
        let place = Place { line: 7, column: 1 };
        let locations = [
            Location::document(),
            Location::Pointer("/attendanceRecords/3".into()),
            Location::Row(place),
            Location::Text {
                below: "/value/0".into(),
                place,
            },
        ];
        let subjects = [
            Subject::Report,
            Subject::Record(usize::MAX),
            Subject::Interval(2, 1),
        ];
        let mut texts = Texts::default();
        for (at, location) in locations.into_iter().enumerate() {
            let code = Code::ALL[at * 5];
            let mut finding = Finding::new(code, subjects[at % 3], location, format!("says {at}"));
            finding.severity = Severity::Error;
            let display_name = (at > 1).then(|| "Zoë".to_owned());
            let facts = FindingFacts {
                finding,
                display_name,
            };
            let kept = KeptFinding::of(facts.clone(), &mut texts);
            assert_eq!(kept.finding(&texts), facts.finding);
            assert_eq!(kept.display_name(&texts), facts.display_name.as_deref());
        }
    }
}

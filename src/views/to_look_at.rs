//! What to look at: each kind of finding once, the gravest first, with what it is about.

use std::collections::BTreeMap;

use super::cell::Cell;
use super::meeting_view::MeetingView;
use super::run_view::RunView;
use crate::finding::{Code, CodeCounts, Severity};
use crate::views::Table;

/// How many subjects of a kind of finding are named.
const MOST_NAMED: usize = 3;

/// A kind of finding, and what it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ToLookAt<'r> {
    /// How grave it is.
    pub severity: Severity,
    /// Which finding.
    pub code: Code,
    /// How often it was found.
    pub count: usize,
    /// The first subjects, each once.
    pub subjects: Vec<Subject<'r>>,
}

/// What a finding is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Subject<'r> {
    /// The title of the meeting, else the report or the file.
    pub title: String,
    /// The name of the meeting's page; `None` where it has none.
    pub stem: Option<&'r str>,
    /// The person, where it is about one.
    pub person: Option<String>,
}

/// The subjects of each kind, as they come.
#[derive(Default)]
struct Subjects<'r>(BTreeMap<Code, Vec<Subject<'r>>>);

impl<'r> Subjects<'r> {
    fn add(&mut self, code: Code, subject: Subject<'r>) {
        let known = self.0.entry(code).or_default();
        if known.len() < MOST_NAMED && !known.contains(&subject) {
            known.push(subject);
        }
    }

    /// Returns whether one of these codes has room for a subject more.
    fn lack(&self, codes: &CodeCounts) -> bool {
        let has_room = |code| {
            self.0
                .get(&code)
                .is_none_or(|known| known.len() < MOST_NAMED)
        };
        codes.codes().iter().any(has_room)
    }

    fn add_meeting(&mut self, meeting: &MeetingView<'r>) {
        meeting.findings(|_, code, row| {
            let person = text(row, "display_name");
            self.add(
                code,
                Subject {
                    title: meeting.title().to_owned(),
                    stem: meeting.stem(),
                    person,
                },
            );
        });
    }

    /// Returns each kind that was counted, the gravest first.
    fn of(mut self, counts: &CodeCounts) -> Vec<ToLookAt<'r>> {
        let all = counts.by_severity().into_iter();
        all.map(|(code, severity, count)| ToLookAt {
            severity,
            code,
            count,
            subjects: self.0.remove(&code).unwrap_or_default(),
        })
        .collect()
    }
}

impl<'r> RunView<'r> {
    /// Returns what to look at, in meetings, in documents and across reports.
    pub fn to_look_at(&self) -> Vec<ToLookAt<'r>> {
        let mut subjects = Subjects::default();
        let run = self.run();
        for meeting in run.meeting_ids() {
            // Of very many meetings the first few name all subjects that are shown.
            if subjects.lack(&run.codes(meeting)) {
                subjects.add_meeting(&MeetingView::of(run, meeting));
            }
        }
        self.other_findings(|_, code, row| {
            let title = text(row, "report").or_else(|| text(row, "source"));
            let subject = Subject {
                title: title.unwrap_or_default(),
                stem: None,
                person: text(row, "display_name"),
            };
            subjects.add(code, subject);
        });
        subjects.of(&self.codes())
    }
}

impl<'r> MeetingView<'r> {
    /// Returns what to look at in the meeting.
    pub fn to_look_at(&self) -> Vec<ToLookAt<'r>> {
        let mut subjects = Subjects::default();
        subjects.add_meeting(self);
        subjects.of(&self.codes())
    }
}

/// Returns a text of a finding's row.
fn text(row: &[Cell<'_>], key: &str) -> Option<String> {
    match row.get(Table::Findings.place(key))? {
        Cell::Text(text) if !text.is_empty() => Some(text.clone().into_owned()),
        _ => None,
    }
}

//! Findings: what does not add up, is missing or was assumed.
//!
//! A finding is data: a stable code, a severity, a place, and a sentence with
//! the values in it. The list of codes below is the only one; guide, workbook
//! and pages print it.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

mod location;

pub use location::{Location, Place};

use crate::not_understood::NotUnderstood;

/// How much a finding matters.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Note,
    /// Something is missing or unusual; the numbers may need a look.
    Warning,
    /// Something contradicts itself or could not be read.
    Error,
}

impl Severity {
    /// Returns the word for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }

    /// Returns a sign beside the word, so that colour is never alone.
    pub const fn sign(self) -> &'static str {
        match self {
            Self::Note => "●",
            Self::Warning => "▲",
            Self::Error => "✕",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}

macro_rules! codes {
    ($($variant:ident $name:literal $severity:ident $meaning:literal $advice:literal;)*) => {
        /// What was found; the name of each is stable.
        #[derive(
            Clone,
            Copy,
            Debug,
            PartialEq,
            Eq,
            PartialOrd,
            Ord,
            Hash,
            serde::Serialize,
            serde::Deserialize,
        )]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $meaning] #[serde(rename = $name)] $variant,)*
        }

        impl Code {
            /// All codes, in the order of the guide.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the stable name, such as `sum-mismatch`.
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns the severity where the user says nothing else.
            pub const fn default_severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// Returns what the code means, a phrase.
            pub const fn meaning(self) -> &'static str {
                match self { $(Self::$variant => $meaning,)* }
            }

            /// Returns what to do about it, a sentence.
            pub const fn advice(self) -> &'static str {
                match self { $(Self::$variant => $advice,)* }
            }
        }
    };
}

codes! {
    Unreadable "unreadable" Error
        "the input could not be read"
        "Check that the file exists, is a regular file and may be read.";
    ArchiveDamaged "archive-damaged" Error
        "the packed input could not be unpacked"
        "Fetch or pack the reports again.";
    ArchiveTooLarge "archive-too-large" Error
        "the packed input expands beyond all measure"
        "Do not trust this file; if it is your own, unpack it first.";
    EmptyDocument "empty-document" Error
        "the input holds nothing"
        "Fetch the report again; the saving was cut short.";
    Syntax "syntax" Error
        "the input is neither valid JSON nor a valid table"
        "Fetch the report again, or mend the file at the place named.";
    NotAttendance "not-attendance" Error
        "the input is no attendance report"
        "Leave this file out, or download the report in Teams: Attendance, then Download.";
    ErrorEnvelope "error-envelope" Error
        "the input is an error answer of Microsoft Graph"
        "Fetch the report again; the fetch that saved this file failed.";
    ChangeNotification "change-notification" Note
        "the input is a change notification: it tells of a report and holds none"
        "Fetch the report that the notification names.";
    NoReports "no-reports" Warning
        "the input is an empty list"
        "Check that the meeting had ended when the list was fetched.";
    RecordsMissing "records-missing" Warning
        "the report does not hold its records; this does not mean that nobody came"
        "Fetch the single report with $expand=attendanceRecords.";
    PageMissing "page-missing" Error
        "the answer says that more pages follow, and they are not in this file"
        "Fetch the pages behind @odata.nextLink as well.";
    ListFull "list-full" Warning
        "the list has exactly as many reports as the service returns at most; older ones may be missing"
        "Compare with the number of sessions held, and fetch at least once every 50 sessions.";
    ListMixed "list-mixed" Warning
        "reports of one list have different organizers and share nobody; they are likely of several meetings"
        "Save the reports of each meeting in a folder of their own, or name them in a meetings list.";
    WindowMissing "window-missing" Note
        "the report has no usable start and end; the window is taken from the first join and the last leave"
        "Nothing; for exact shares fetch the report in its current shape.";
    WindowReversed "window-reversed" Error
        "the report ends before it starts"
        "Fetch the report again, and report it to the service if it stays.";
    CountMismatch "count-mismatch" Warning
        "the participant count differs from the number of records"
        "Someone may have been left out, by opting out or by a cut answer; fetch the report again.";
    SumMismatch "sum-mismatch" Error
        "the interval sum differs from the reported total"
        "Look at this person's intervals; the file may have been edited or cut.";
    TotalMissing "total-missing" Warning
        "the record has no reported total, so its sum cannot be checked"
        "Use the interval sum, or fetch the report again.";
    IntervalsMissing "intervals-missing" Warning
        "the record has no intervals, so its sum cannot be checked and presence is unknown"
        "The tenant may hide times; ask its administrator.";
    DuplicateRecord "duplicate-record" Warning
        "the same person has an earlier record in this report; presence counts once"
        "Nothing for presence; totals and sums of both records are added.";
    RoleUnknown "role-unknown" Note
        "the role is none that this version knows; it is kept as written"
        "Nothing.";
    RoleMissing "role-missing" Note
        "the record has no role"
        "Nothing; the record counts under \"(no role)\".";
    IdentityEmpty "identity-empty" Warning
        "the record says nothing about who it is: no id, no name, no e-mail"
        "Ask the organizer who it was; the record still counts.";
    IdentityPlaceholder "identity-placeholder" Note
        "the id or e-mail is a word that stands for nothing, such as zeros or `unknown`; it is treated as missing"
        "Nothing; the person is told apart by the record alone.";
    IdentityShared "identity-shared" Warning
        "two records of one id or e-mail have different names"
        "Ask who they are: a shared account, or somebody who changed their name.";
    DurationMismatch "duration-mismatch" Warning
        "the duration differs from leave minus join"
        "The times may have been cut to seconds by a program in between; prefer the service's own answer.";
    DurationMissing "duration-missing" Note
        "the interval has no duration; it is measured from its times"
        "Nothing.";
    IntervalReversed "interval-reversed" Error
        "the interval leaves before it joins; it counts for no presence"
        "Fetch the report again, and report it to the service if it stays.";
    TimeMissing "time-missing" Warning
        "a join or leave is missing, as the service does where it lacks data; the interval counts for no presence"
        "Ask the person, if it matters: the service does not know.";
    IntervalOverlap "interval-overlap" Note
        "two intervals of one person overlap, as with two devices; presence counts the time once"
        "Nothing; the interval sum counts it twice, as the service does.";
    OutsideWindow "outside-window" Warning
        "the interval reaches outside the meeting's start and end by 1 ms or more"
        "Check that the records belong to this report; shares count only the time inside.";
    TimeUnreadable "time-unreadable" Error
        "a time is no date-time; it is treated as missing"
        "Save times as 2026-11-23T09:00:00Z.";
    TimeUnset "time-unset" Warning
        "a time is 0001-01-01 or 9999-12-31, by which programs say \"not set\"; it is treated as missing"
        "Nothing, if the service lacks the data; else fetch the report again.";
    ZoneMissing "zone-missing" Note
        "times without a zone were read as UTC"
        "Nothing, if the file comes from Graph; else check in which zone it was saved.";
    ZoneUnknown "zone-unknown" Error
        "the file holds local times and does not say of which zone"
        "Say where it was downloaded, such as --input-timezone Europe/Berlin.";
    ZoneAssumed "zone-assumed" Note
        "local times without a zone were read in the zone of --timezone"
        "Nothing, if the file was downloaded there; else say --input-timezone.";
    DateAmbiguous "date-ambiguous" Error
        "the order of day and month does not show in the file"
        "Say --date-order dmy, mdy or ymd.";
    ClockChange "clock-change" Warning
        "a local time came twice or never, on a night when clocks were changed; the first one is taken"
        "Compare with somebody who was there, if an hour matters.";
    StayOpen "stay-open" Warning
        "the list was saved while the meeting went on: last leaves are missing, and presence is unknown"
        "Say when the meeting ended with --end HH:MM, or download the report after the meeting.";
    EncodingAssumed "encoding-assumed" Note
        "the file, or a part of it, is in another encoding than UTF-8; it was read in that one"
        "Look at the names; save the file as UTF-8 if they are wrong.";
    TextGarbled "text-garbled" Note
        "names hold signs that letters turn into when a file is saved in the wrong encoding"
        "Download the file again and do not save it from another program; in Excel, choose CSV UTF-8.";
    Wrapped "wrapped" Note
        "the report stood inside the answer of another program, and was read from there"
        "Nothing.";
    WrongType "wrong-type" Error
        "a value has another JSON type than the report's schema says; it is treated as missing"
        "Fetch the report again, or mend the program that saved it.";
    DepthLost "depth-lost" Error
        "PowerShell saved the file with too small a depth, and what lies deeper is lost"
        "Save it again with: … | ConvertTo-Json -Depth 10 | Out-File -Encoding utf8 report.json";
    NumberOutOfRange "number-out-of-range" Error
        "a number is negative or beyond 2147483647; it is treated as missing"
        "Fetch the report again, or mend the program that saved it.";
    NumberAsText "number-as-text" Note
        "numbers written as text were read as numbers"
        "Nothing.";
    HalfCharacter "half-character" Warning
        "a text held half of a character, cut by a program; it was replaced by U+FFFD"
        "Nothing for the numbers; the name is shown with a replacement mark.";
    KeyDuplicated "key-duplicated" Warning
        "a member stands twice in one object; the last one counts"
        "Mend the program that saved the file.";
    ReportRepeated "report-repeated" Note
        "the report says the same as another one; it counts once"
        "Nothing; leave the copy out if you do not want to be told.";
    ReportSuperseded "report-superseded" Note
        "the report is an older or shorter version of another one, which counts in its place"
        "Nothing, if the newer one is whole; else remove the one that is wrong.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl FromStr for Code {
    type Err = NotUnderstood;

    /// Reads a code's name; the error names the closest known codes.
    fn from_str(name: &str) -> Result<Self, NotUnderstood> {
        Self::ALL
            .iter()
            .copied()
            .find(|code| code.name() == name)
            .ok_or_else(|| {
                let names: Vec<_> = Self::ALL.iter().map(|code| code.name()).collect();
                format!(
                    "there is no such finding code; known are {}",
                    names.join(", ")
                )
                .into()
            })
    }
}

/// A set of codes in one word.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize,
)]
#[serde(into = "Vec<Code>", from = "Vec<Code>")]
pub struct CodeSet(u64);

impl From<CodeSet> for Vec<Code> {
    fn from(codes: CodeSet) -> Self {
        codes.iter().collect()
    }
}

impl From<Vec<Code>> for CodeSet {
    fn from(codes: Vec<Code>) -> Self {
        codes.into_iter().collect()
    }
}

impl FromIterator<Code> for CodeSet {
    fn from_iter<I: IntoIterator<Item = Code>>(codes: I) -> Self {
        let mut set = Self::default();
        codes.into_iter().for_each(|code| set.insert(code));
        set
    }
}

impl CodeSet {
    /// Adds a code.
    pub fn insert(&mut self, code: Code) {
        self.0 |= 1 << code as u32;
    }

    /// Adds the codes of another set.
    pub const fn unite(&mut self, other: Self) {
        self.0 |= other.0;
    }

    /// Returns whether there is no code in it.
    pub const fn is_empty(self) -> bool {
        self.0 == 0
    }

    /// Returns the codes in it, in the order of [`Code::ALL`].
    pub fn iter(self) -> impl Iterator<Item = Code> {
        Code::ALL
            .iter()
            .copied()
            .filter(move |&code| self.0 & (1 << code as u32) != 0)
    }
}

/// Which part of a report a finding is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub enum Subject {
    /// The document or the report as a whole.
    Report,
    /// The record at this position.
    Record(usize),
    /// An interval: position of the record, position in it.
    Interval(usize, usize),
}

impl Subject {
    /// Returns the position of the record, where it is about one.
    pub const fn record(self) -> Option<usize> {
        match self {
            Self::Report => None,
            Self::Record(record) | Self::Interval(record, _) => Some(record),
        }
    }
}

/// One thing found, with its place in the document.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Finding {
    /// What was found.
    pub code: Code,
    /// How much it matters, after the user's own settings.
    pub severity: Severity,
    /// Which part of the report it is about.
    pub subject: Subject,
    /// Where it stands in the document.
    pub location: Location,
    /// A sentence with the values in it; holds no names of people.
    pub message: String,
}

impl Finding {
    /// Returns a finding of the code's default severity.
    pub fn new(code: Code, subject: Subject, location: Location, message: String) -> Self {
        Self {
            code,
            severity: code.default_severity(),
            subject,
            location,
            message,
        }
    }

    /// Returns a finding about a whole document.
    pub fn of_document(code: Code, message: impl Into<String>) -> Self {
        Self::new(code, Subject::Report, Location::document(), message.into())
    }
}

/// Which severity each code has in this run.
#[derive(Clone, Debug, Default)]
pub struct SeverityPolicy {
    changed: Vec<(Code, Severity)>,
}

impl SeverityPolicy {
    /// Gives `code` another severity than its default; the last word counts.
    pub fn set(&mut self, code: Code, severity: Severity) {
        self.changed.push((code, severity));
    }

    /// Returns the severity of `code` in this run.
    pub fn severity(&self, code: Code) -> Severity {
        let changed = self
            .changed
            .iter()
            .rev()
            .find(|(changed, _)| *changed == code);
        changed.map_or_else(|| code.default_severity(), |&(_, severity)| severity)
    }

    /// Sets each finding's severity by this policy.
    pub fn apply(&self, findings: &mut [Finding]) {
        for finding in findings {
            finding.severity = self.severity(finding.code);
        }
    }
}

/// How many findings there are of each severity.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct SeverityCounts {
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity note.
    pub notes: usize,
}

impl SeverityCounts {
    /// Counts the findings given.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut counts = Self::default();
        for finding in findings {
            *counts.of_severity(finding.severity) += 1;
        }
        counts
    }

    const fn of_severity(&mut self, severity: Severity) -> &mut usize {
        match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        }
    }
}

impl std::ops::AddAssign for SeverityCounts {
    fn add_assign(&mut self, other: Self) {
        self.errors += other.errors;
        self.warnings += other.warnings;
        self.notes += other.notes;
    }
}

/// How often each code was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[serde(into = "WrittenCounts", from = "WrittenCounts")]
pub struct CodeCounts {
    /// By code. A report has few or none, and a run has very many reports.
    counts: Vec<(Code, Severity, usize)>,
}

/// Counts as facts hold them.
#[derive(serde::Serialize, serde::Deserialize)]
struct WrittenCounts {
    counts: BTreeMap<Code, (Severity, usize)>,
}

impl From<CodeCounts> for WrittenCounts {
    fn from(counts: CodeCounts) -> Self {
        let counts = counts.counts.into_iter();
        let counts = counts.map(|(code, severity, count)| (code, (severity, count)));
        Self {
            counts: counts.collect(),
        }
    }
}

impl From<WrittenCounts> for CodeCounts {
    fn from(written: WrittenCounts) -> Self {
        let counts = written.counts.into_iter();
        let counts = counts.map(|(code, (severity, count))| (code, severity, count));
        Self {
            counts: counts.collect(),
        }
    }
}

impl CodeCounts {
    /// Counts these findings.
    pub fn of<'f>(findings: impl IntoIterator<Item = &'f Finding>) -> Self {
        let mut counts = Self::default();
        findings.into_iter().for_each(|finding| counts.add(finding));
        counts
    }

    /// Returns how many findings there are of each severity.
    pub fn severities(&self) -> SeverityCounts {
        let mut counts = SeverityCounts::default();
        for &(_, severity, count) in &self.counts {
            *counts.of_severity(severity) += count;
        }
        counts
    }

    /// Returns the severity of a code that was found.
    pub fn severity(&self, code: Code) -> Option<Severity> {
        self.find(code).ok().map(|at| self.counts[at].1)
    }

    /// Returns how often a code was found.
    pub fn count(&self, code: Code) -> usize {
        self.find(code).map_or(0, |at| self.counts[at].2)
    }

    /// Returns the codes that were found.
    pub fn codes(&self) -> CodeSet {
        self.counts.iter().map(|&(code, _, _)| code).collect()
    }

    /// Returns where a code stands, else where it would.
    fn find(&self, code: Code) -> Result<usize, usize> {
        self.counts
            .binary_search_by_key(&code, |&(code, _, _)| code)
    }

    fn add_count(&mut self, code: Code, severity: Severity, count: usize) {
        match self.find(code) {
            Ok(at) => self.counts[at].2 += count,
            Err(at) => {
                self.counts.reserve_exact(1);
                self.counts.insert(at, (code, severity, count));
            }
        }
    }

    /// Counts one finding.
    pub fn add(&mut self, finding: &Finding) {
        self.add_count(finding.code, finding.severity, 1);
    }

    /// Adds other counts.
    pub fn merge(&mut self, other: &Self) {
        for &(code, severity, count) in &other.counts {
            self.add_count(code, severity, count);
        }
    }

    /// Code, severity and count of all that were found, the most serious first.
    pub fn by_severity(&self) -> Vec<(Code, Severity, usize)> {
        let mut counts = self.counts.clone();
        counts.sort_by_key(|&(code, severity, _)| (std::cmp::Reverse(severity), code));
        counts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_reads_back_from_its_name_and_fits_the_set() {
        assert!(Code::ALL.len() <= 64);
        let mut set = CodeSet::default();
        for &code in Code::ALL {
            assert_eq!(code.name().parse(), Ok(code));
            set.insert(code);
        }
        assert!(set.iter().eq(Code::ALL.iter().copied()));
    }

    #[test]
    fn the_last_word_on_a_severity_counts() {
        let mut policy = SeverityPolicy::default();
        policy.set(Code::CountMismatch, Severity::Error);
        policy.set(Code::CountMismatch, Severity::Note);
        assert_eq!(policy.severity(Code::CountMismatch), Severity::Note);
        assert_eq!(policy.severity(Code::SumMismatch), Severity::Error);
    }
}

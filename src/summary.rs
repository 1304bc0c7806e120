//! A document's bytes to everything that the tables need: decode, validate, compute.

use std::cmp::Reverse;
use std::io::Read;

use crate::decode::long::LongReport;
use crate::decode::split_reports::{ReportJoin, SplitDocument};
use crate::decode::teams::clock::LocalTimes;
use crate::decode::teams::json_times;
use crate::decode::unfolded;
use crate::decode::wrapped::{self, Inner};
use crate::decode::{self, Decoded, PlacedReport, Shape, decode_lines, encoding};
use crate::executor::Executor;
use crate::finding::{
    Code, CodeCounts, CodeSet, Finding, Location, Place, Severity, SeverityCounts, SeverityPolicy,
    Subject,
};
use crate::model::report::AttendanceReport;
use crate::model::text_arena::TextArena;
use crate::origin::Origin;
use crate::stats::ReportStats;
use crate::validate::{Validated, lists, validate, validate_long};

/// How documents are judged.
#[derive(Clone, Debug, Default)]
pub struct Rules {
    /// The severity of each finding code.
    pub severities: SeverityPolicy,
    /// Reports and records that were saved apart; none before they were looked for.
    pub reunion: Option<ReportJoin>,
    /// How the local times of CSV files are to be read.
    pub local_times: LocalTimes,
}

/// One report: what it says, what was found in it, and its numbers.
#[derive(Debug)]
pub struct ReportSummary<'a> {
    /// What people call it: from the file's name and the number in a list.
    pub label: String,
    /// Where its report stands.
    pub source: String,
    /// The name, without extension, of files made of it: safe, and unique in a run.
    pub stem: String,
    /// The report.
    pub report: AttendanceReport<'a>,
    /// What does not add up in it.
    pub findings: Vec<Finding>,
    /// The codes found for each record, in the order of the report's records.
    pub record_codes: Vec<CodeSet>,
    /// Its numbers.
    pub stats: ReportStats<'a>,
}

/// What became of one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// It held reports; they are in the tables.
    Converted,
    /// It is well-formed and holds no report.
    NothingToConvert,
    /// It could be read and is not what was expected.
    Rejected,
    /// It could not be read.
    Unreadable,
}

impl Outcome {
    /// Returns a word for tables and messages.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Converted => "converted",
            Self::NothingToConvert => "nothing to convert",
            Self::Rejected => "rejected",
            Self::Unreadable => "unreadable",
        }
    }

    /// Returns what it means when a document gives `code` instead of reports.
    const fn of_document_code(code: Code) -> Self {
        match code {
            Code::Unreadable => Self::Unreadable,
            Code::ChangeNotification | Code::NoReports => Self::NothingToConvert,
            _ => Self::Rejected,
        }
    }
}

/// One document: its meetings, or why there are none.
#[derive(Debug)]
pub struct DocumentSummary<'a> {
    /// Where it comes from.
    pub origin: Origin,
    /// What became of it.
    pub outcome: Outcome,
    /// What it is, in a word; `other` where it holds no report.
    pub shape: &'static str,
    /// What is to be said of the document itself.
    pub findings: Vec<Finding>,
    /// Its reports, in the document's order.
    pub reports: Vec<ReportSummary<'a>>,
    /// What it holds only in part, the rest of which may stand in another document.
    pub split: Option<SplitDocument>,
}

impl ReportSummary<'_> {
    /// Returns the display name of the person whom a finding is about, where it is about one.
    pub fn subject_name(&self, finding: &Finding) -> Option<&str> {
        let record = self.report.record_at(finding.subject.record()?)?;
        record.identity.display_name.as_deref()
    }
}

impl DocumentSummary<'_> {
    /// Returns a document that gives no report, for the reason in `finding`.
    pub fn without_reports(origin: Origin, finding: Finding, rules: &Rules) -> Self {
        let outcome = Outcome::of_document_code(finding.code);
        let mut findings = vec![finding];
        rules.severities.apply(&mut findings);
        Self {
            origin,
            outcome,
            shape: "other",
            findings,
            reports: Vec::new(),
            split: None,
        }
    }

    /// Returns whether it gave no report for a reason of severity error.
    pub fn failed(&self) -> bool {
        let serious = |finding: &Finding| finding.severity == Severity::Error;
        self.outcome != Outcome::Converted && self.findings.iter().any(serious)
    }

    /// Returns all findings: the document's own, then each meeting's.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> {
        self.findings
            .iter()
            .chain(self.reports.iter().flat_map(|report| &report.findings))
    }
}

/// A document that gave no report, and why, free of the document itself.
#[derive(Debug)]
pub struct Trouble {
    /// Where it comes from, as typed.
    pub origin: String,
    /// Why there is no report.
    pub finding: Finding,
}

impl Trouble {
    /// Returns the troubles among some documents.
    pub fn among(documents: &[DocumentSummary<'_>]) -> Vec<Self> {
        let without = documents
            .iter()
            .filter(|document| document.outcome != Outcome::Converted);
        without
            .flat_map(|document| {
                let origin = document.origin.to_string();
                document.findings.iter().map(move |finding| Self {
                    origin: origin.clone(),
                    finding: finding.clone(),
                })
            })
            .collect()
    }
}

/// Summarises every document that `bytes` hold.
///
/// Never fails as a whole: what cannot be read becomes a document without
/// meetings whose finding says why.
pub fn summarise<'a>(bytes: &'a [u8], origin: &Origin, rules: &Rules) -> Vec<DocumentSummary<'a>> {
    // Nearly everything is JSON, which need not be looked at twice.
    if !begins_as_json(bytes)
        && let Some(content) = decode::table(bytes, &origin.name, &rules.local_times)
    {
        let line = None;
        return documents(vec![Decoded { line, content }], origin, rules);
    }
    match encoding::text(bytes) {
        Ok(text) => documents(decode::decode(text), origin, rules),
        Err(finding) => {
            let origin = origin.clone();
            vec![DocumentSummary::without_reports(origin, finding, rules)]
        }
    }
}

/// Returns whether the first sign is a bracket.
fn begins_as_json(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
}

/// What is to be read in the place of a document that gave no report as it stands.
#[derive(Debug)]
pub enum Instead {
    /// The same text without what is no JSON in it; everything keeps its place.
    Repaired(Vec<u8>),
    /// The same text with the texts opened in which parts of reports stand as JSON.
    Unfolded(Vec<u8>),
    /// The same text, which was no Unicode, from the encoding of Western Windows.
    Western(Vec<u8>),
    /// The same text, of which one part was in UTF-8 and another in UTF-16.
    TwoEncodings(Vec<u8>),
    /// The same with its local times read, or as it is where they cannot be; and what is to
    /// be said of them.
    Local(Vec<u8>, Vec<Finding>),
    /// What stands inside it.
    Inside(Vec<Inner>),
    /// Nothing: this is what it is.
    Named(&'static str),
}

impl Instead {
    /// Looks into the bytes of documents of which none, or not all, gave a report.
    pub fn of(bytes: &[u8], documents: &[DocumentSummary<'_>], rules: &Rules) -> Option<Self> {
        let strange = |document: &DocumentSummary<'_>| {
            let mut codes = document.findings.iter().map(|finding| finding.code);
            document.reports.is_empty()
                && codes.any(|code| matches!(code, Code::NotAttendance | Code::Syntax))
        };
        if !documents.iter().any(strange) {
            return Self::opened(bytes, documents).or_else(|| Self::local(bytes, documents, rules));
        }
        if let Some(text) = encoding::utf8_then_utf16(bytes) {
            return Some(Self::TwoEncodings(text));
        }
        let Ok(text) = encoding::text(bytes) else {
            if let Some(text) = encoding::western_json(bytes) {
                return Some(Self::Western(text.into_bytes()));
            }
            let text = encoding::windows_1252(bytes)?;
            return wrapped::name(&text).map(Self::Named);
        };
        let none = documents.iter().all(|document| document.reports.is_empty());
        let inside = if none {
            wrapped::inside(text)
        } else {
            Vec::new()
        };
        if !inside.is_empty() {
            return Some(Self::Inside(inside));
        }
        if let Some(repaired) = wrapped::repaired(text) {
            let inside = if none {
                wrapped::inside(&repaired)
            } else {
                Vec::new()
            };
            if none && inside.first().is_some_and(|first| !first.way.is_empty()) {
                return Some(Self::Inside(inside));
            }
            let after = Gain::of_decoded(&decode::decode(&repaired));
            if after > Gain::of(documents) {
                return Some(Self::Repaired(repaired.into_bytes()));
            }
        }
        wrapped::name(text).filter(|_| none).map(Self::Named)
    }

    /// Reads local times; only looked for where a time of a document was none of Graph's.
    fn local(bytes: &[u8], documents: &[DocumentSummary<'_>], rules: &Rules) -> Option<Self> {
        let [document] = documents else { return None };
        let mut findings = document.all_findings();
        let odd = findings.any(|finding| finding.code == Code::TimeUnreadable);
        let text = odd.then(|| encoding::text(bytes).ok()).flatten()?;
        let name = &document.origin.name;
        Some(match json_times::settled(text, name, &rules.local_times)? {
            Ok(settled) => Self::Local(settled.text.into_bytes(), settled.findings),
            Err(finding) => Self::Local(bytes.to_vec(), vec![finding]),
        })
    }

    /// Opens the texts in which programs for tables keep a report's lists; only looked for
    /// where a member was not of the type that it should be.
    pub fn opened(bytes: &[u8], documents: &[DocumentSummary<'_>]) -> Option<Self> {
        let mut findings = documents.iter().flat_map(DocumentSummary::all_findings);
        let odd = findings.any(|finding| finding.code == Code::WrongType);
        let text = odd.then(|| encoding::text(bytes).ok()).flatten()?;
        Some(Self::Unfolded(unfolded::unfolded(text)?.into_bytes()))
    }

    /// Summarises it.
    pub fn summarise<'a>(&'a self, origin: &Origin, rules: &Rules) -> Vec<DocumentSummary<'a>> {
        let told = |bytes: &'a [u8], code: Code, said: &str| {
            let mut documents = match origin.line {
                Some(_) => summarise_lines(bytes, origin, rules),
                None => summarise(bytes, origin, rules),
            };
            if let Some(first) = documents.first_mut() {
                first.tell(code, String::new(), said.into(), rules);
            }
            documents
        };
        match self {
            Self::Repaired(bytes) => {
                let said = "read without what is no JSON in it: comments, last commas, or lines of other text";
                told(bytes, Code::Wrapped, said)
            }
            Self::Unfolded(bytes) => {
                let said = "read with the texts opened in which parts of reports stood as JSON";
                told(bytes, Code::Wrapped, said)
            }
            Self::Western(bytes) => {
                let said = "is no Unicode text; read as Windows-1252";
                told(bytes, Code::EncodingAssumed, said)
            }
            Self::TwoEncodings(bytes) => {
                told(bytes, Code::EncodingAssumed, encoding::TWO_ENCODINGS)
            }
            Self::Local(bytes, findings) => {
                let mut documents = summarise(bytes, origin, rules);
                if let Some(first) = documents.first_mut() {
                    first.findings.extend(findings.iter().cloned());
                    rules.severities.apply(&mut first.findings);
                }
                documents
            }
            Self::Inside(inside) => {
                let several = inside.len() > 1;
                let one = |(index, inner): (usize, &'a Inner)| {
                    let origin = match several {
                        true => origin.member(inner.way.trim_matches('/'), index),
                        false => origin.clone(),
                    };
                    let mut documents = summarise(inner.text.as_bytes(), &origin, rules);
                    for document in &mut documents {
                        document.stands_below(&inner.way);
                        let place = match inner.way.as_str() {
                            "" => "a text",
                            way => way,
                        };
                        let said =
                            format!("read from {place}, inside the answer of another program");
                        document.tell(Code::Wrapped, inner.way.clone(), said, rules);
                        document.is_titled(inner.title.as_deref());
                    }
                    documents
                };
                inside.iter().enumerate().flat_map(one).collect()
            }
            Self::Named(name) => {
                let said = format!("is no attendance report: it is {name}");
                let finding = Finding::of_document(Code::NotAttendance, said);
                vec![DocumentSummary::without_reports(
                    origin.clone(),
                    finding,
                    rules,
                )]
            }
        }
    }
}

/// What was read of a text: the more reports the better, and then the fewer broken documents.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Gain {
    reports: usize,
    broken: Reverse<usize>,
}

impl Gain {
    fn of(documents: &[DocumentSummary<'_>]) -> Self {
        let broken = documents
            .iter()
            .filter(|document| document.reports.is_empty());
        Self {
            reports: documents
                .iter()
                .map(|document| document.reports.len())
                .sum(),
            broken: Reverse(broken.count()),
        }
    }

    fn of_decoded(decoded: &[Decoded<'_>]) -> Self {
        let read = decoded.iter().filter_map(|one| one.content.as_ref().ok());
        let broken = decoded.iter().filter(|one| one.content.is_err());
        Self {
            reports: read.map(|reports| reports.reports.len()).sum(),
            broken: Reverse(broken.count()),
        }
    }
}

impl DocumentSummary<'_> {
    /// Gives its reports the title that stood around them, where they have none.
    fn is_titled(&mut self, title: Option<&str>) {
        for summary in &mut self.reports {
            let own = &mut summary.report.title;
            *own = own
                .take()
                .or_else(|| title.map(|title| title.to_owned().into()));
        }
    }

    /// Notes how it was read.
    pub fn tell(&mut self, code: Code, pointer: String, said: String, rules: &Rules) {
        if self.reports.is_empty() {
            return;
        }
        let finding = Finding::new(code, Subject::Report, Location::Pointer(pointer), said);
        self.findings.push(finding);
        rules.severities.apply(&mut self.findings);
    }

    /// Leads all places to below this pointer of the file.
    fn stands_below(&mut self, way: &str) {
        let lead = |pointer: &mut String| pointer.insert_str(0, way);
        let lead_finding = |finding: &mut Finding| {
            let own = std::mem::replace(&mut finding.location, Location::document());
            finding.location = own.below(way);
        };
        self.findings.iter_mut().for_each(lead_finding);
        for summary in &mut self.reports {
            lead(&mut summary.report.pointer);
            summary.report.records_pointer.iter_mut().for_each(lead);
            summary.findings.iter_mut().for_each(lead_finding);
        }
    }
}

/// Summarises lines that hold one document each; the origin names the first line.
///
/// A line that is not UTF-8 fails for itself, wherever a block of lines was cut.
pub fn summarise_lines<'a>(
    bytes: &'a [u8],
    origin: &Origin,
    rules: &Rules,
) -> Vec<DocumentSummary<'a>> {
    let first = origin.line.unwrap_or(1);
    let begin = Place {
        line: first,
        column: 1,
    };
    let finding = match encoding::text_at(bytes, begin) {
        // What holds no line at all is an empty document like any other.
        Ok(text) if is_blank(text) => return documents(decode::decode(text), origin, rules),
        Ok(text) => return documents(decode_lines(text, first), origin, rules),
        Err(finding) => finding,
    };
    if !bytes.contains(&b'\n') {
        let origin = origin.at_line(Some(first));
        return vec![DocumentSummary::without_reports(origin, finding, rules)];
    }
    let lines = (first..).zip(bytes.split(|&byte| byte == b'\n'));
    lines
        .filter(|(_, line)| !line.trim_ascii().is_empty())
        .flat_map(|(number, line)| summarise_lines(line, &origin.at_line(Some(number)), rules))
        .collect()
}

/// Summarises a long report while it is read, its parts by `executor`, and keeps what its
/// records say in `texts`; `None` where it holds anything that does not fit, and is to be
/// read once more for [`summarise`].
///
/// The result is the same as of [`summarise`].
pub fn summarise_long<'a>(
    long: LongReport<impl Read + Send>,
    texts: &'a TextArena,
    origin: &Origin,
    rules: &Rules,
    executor: &impl Executor,
) -> Option<DocumentSummary<'a>> {
    let validated = validate_long(long, texts, executor)?;
    Some(DocumentSummary {
        origin: origin.clone(),
        outcome: Outcome::Converted,
        shape: Shape::Report.name(),
        findings: Vec::new(),
        reports: vec![summary(validated, None, origin, rules)],
        split: None,
    })
}

fn is_blank(text: &str) -> bool {
    text.trim_ascii().is_empty()
}

fn documents<'a>(
    decoded: Vec<Decoded<'a>>,
    origin: &Origin,
    rules: &Rules,
) -> Vec<DocumentSummary<'a>> {
    decoded
        .into_iter()
        .map(|decoded| document(decoded, origin, rules))
        .collect()
}

/// Summarises one decoded document.
pub fn document<'a>(decoded: Decoded<'a>, origin: &Origin, rules: &Rules) -> DocumentSummary<'a> {
    let origin = origin.at_line(decoded.line.or(origin.line));
    match decoded.content {
        Err(finding) => DocumentSummary::without_reports(origin, finding, rules),
        Ok(mut reports) => {
            let split = SplitDocument::of(&reports, &origin.name);
            let outcome = if reports.reports.is_empty() {
                Outcome::Rejected
            } else {
                Outcome::Converted
            };
            if let Some(reunion) = &rules.reunion {
                reunion.apply(&mut reports, &origin.name);
            }
            let mut findings = reports.findings;
            let summaries: Vec<_> = reports
                .reports
                .into_iter()
                .map(|placed| report(placed, &origin, rules))
                .collect();
            let of_list: Vec<_> = summaries.iter().map(|summary| &summary.report).collect();
            findings.extend(lists::tell_strangers(&of_list));
            rules.severities.apply(&mut findings);
            DocumentSummary {
                origin,
                outcome,
                shape: reports.shape.name(),
                findings,
                reports: summaries,
                split,
            }
        }
    }
}

fn report<'a>(placed: PlacedReport<'a>, origin: &Origin, rules: &Rules) -> ReportSummary<'a> {
    let number = placed.number;
    summary(validate(placed), number, origin, rules)
}

fn summary<'a>(
    validated: Validated<'a>,
    number: Option<usize>,
    origin: &Origin,
    rules: &Rules,
) -> ReportSummary<'a> {
    let (label, stem) = (origin.meeting(number), origin.meeting_stem(number));
    let Validated {
        report,
        mut findings,
    } = validated;
    rules.severities.apply(&mut findings);
    let stats = ReportStats::compute(&report);
    let record_codes = codes_of_records(&report, &findings);
    ReportSummary {
        label,
        source: origin.source(),
        stem,
        report,
        findings,
        record_codes,
        stats,
    }
}

/// Returns the codes found for each record.
fn codes_of_records(report: &AttendanceReport<'_>, findings: &[Finding]) -> Vec<CodeSet> {
    let records = report.records();
    let mut codes = vec![CodeSet::default(); records.len()];
    for finding in findings {
        let Some(position) = finding.subject.record() else {
            continue;
        };
        if let Ok(index) = records.binary_search_by_key(&position, |record| record.position) {
            codes[index].insert(finding.code);
        }
    }
    codes
}

/// What a run amounts to.
#[derive(Clone, Debug, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct RunCounts {
    /// Documents by outcome.
    pub converted: usize,
    /// Documents that hold no report.
    pub nothing_to_convert: usize,
    /// Documents that are not what was expected.
    pub rejected: usize,
    /// Inputs that could not be read.
    pub unreadable: usize,
    /// Reports in the converted documents.
    pub reports: usize,
    /// Records in them.
    pub records: usize,
    /// All findings by severity.
    pub findings: SeverityCounts,
    /// Documents that gave no report for a reason of severity error.
    pub failed: usize,
    /// All findings by code.
    pub codes: CodeCounts,
}

impl RunCounts {
    /// Returns the counts of some documents.
    pub fn of(documents: &[DocumentSummary<'_>]) -> Self {
        let mut counts = Self::default();
        documents.iter().for_each(|document| counts.add(document));
        counts
    }

    /// Adds a document.
    pub fn add(&mut self, document: &DocumentSummary<'_>) {
        *match document.outcome {
            Outcome::Converted => &mut self.converted,
            Outcome::NothingToConvert => &mut self.nothing_to_convert,
            Outcome::Rejected => &mut self.rejected,
            Outcome::Unreadable => &mut self.unreadable,
        } += 1;
        self.reports += document.reports.len();
        self.records += document
            .reports
            .iter()
            .map(|meeting| meeting.report.records().len())
            .sum::<usize>();
        self.findings += SeverityCounts::of(document.all_findings());
        self.failed += usize::from(document.failed());
        document
            .all_findings()
            .for_each(|finding| self.codes.add(finding));
    }

    /// Adds a finding across reports.
    pub fn add_finding(&mut self, finding: &Finding) {
        self.codes.add(finding);
        self.findings += SeverityCounts::of([finding]);
    }

    /// Adds the counts of other documents.
    pub fn merge(&mut self, other: &Self) {
        self.converted += other.converted;
        self.nothing_to_convert += other.nothing_to_convert;
        self.rejected += other.rejected;
        self.unreadable += other.unreadable;
        self.reports += other.reports;
        self.records += other.records;
        self.findings += other.findings;
        self.failed += other.failed;
        self.codes.merge(&other.codes);
    }

    /// Returns all documents, whatever became of them.
    pub fn documents(&self) -> usize {
        self.converted + self.nothing_to_convert + self.rejected + self.unreadable
    }
}

#[cfg(test)]
mod suppression_laws;

#[cfg(test)]
mod tests {
    use super::*;
    use crate::executor::Sequential;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// Returns a record with much of what can be odd about one.
    fn any_record(total_name: &'static str) -> impl Strategy<Value = Value> {
        let totals = prop_oneof![
            Just(json!(600)),
            Just(json!("600")),
            Just(json!(-1)),
            Just(json!(null))
        ];
        let times = prop_oneof![
            Just("2026-11-23T09:00:00Z"),
            Just("2026-11-23T07:00:00"),
            Just("soon")
        ];
        let people = prop_oneof![
            Just("a"),
            Just("b"),
            Just("c"),
            Just("Zo\\u00eb \"}]},{\"id\"")
        ];
        let record = (totals, times, people).prop_map(move |(total, join, person)| {
            let cut = json!({"joinDateTime": null});
            let interval = json!({"joinDateTime": join, "leaveDateTime": "2026-11-23T09:10:00Z", "durationInSeconds": 600});
            json!({"@first": 1, "id": person, "role": person, total_name: total, "identity": {"id": person, "displayName": 5}, "externalRegistrationInformation": {"registrationId": 5}, "attendanceIntervals": [interval, interval, cut]})
        });
        prop_oneof![9 => record, 1 => Just(json!({"@first": 1}))]
    }

    /// Returns some records, all of which spell their members alike.
    fn any_records() -> impl Strategy<Value = Vec<Value>> {
        let records = |total_name| prop::collection::vec(any_record(total_name), 2..20);
        prop_oneof![
            records("totalAttendanceInSeconds"),
            records("TotalAttendanceInSeconds")
        ]
    }

    /// Returns the document's line and the place of its syntax error, for each that has one.
    fn syntax_errors(documents: &[DocumentSummary<'_>]) -> Vec<(Option<usize>, Place, String)> {
        let of = |document: &DocumentSummary<'_>| {
            let finding = document.findings.first()?;
            Some((
                document.origin.line,
                finding.location.place()?,
                finding.message.clone(),
            ))
        };
        documents.iter().filter_map(of).collect()
    }

    fn assert_place(found: &[(Option<usize>, Place, String)], expected: &[(usize, usize)]) {
        let places: Vec<_> = found
            .iter()
            .map(|(_, place, _)| (place.line, place.column))
            .collect();
        assert_eq!(places, expected);
        for (_, place, message) in found {
            let told = format!("line {}, column {}", place.line, place.column);
            assert!(message.contains(&told), "{message}");
        }
    }

    #[test]
    fn a_syntax_error_stands_at_the_files_line() {
        let (origin, rules) = (Origin::named("x"), Rules::default());
        let by_line = b"{\"id\":1}\n\n{\"id\":1,}\n{\"id\":\"\xff\"}\n{\"id\":\"r\",\"attendanceRecords\":[]}\n";
        // The block is the middle of a file, and begins on its line 11.
        let block = summarise_lines(by_line, &origin.at_line(Some(11)), &rules);
        assert_place(&syntax_errors(&block), &[(13, 9), (14, 8)]);
        let lines: Vec<_> = block.iter().map(|document| document.origin.line).collect();
        assert_eq!(lines, [11, 13, 14, 15].map(Some));
        let whole = summarise(b"{\"id\":1}\n\n{\"id\":1,}\n", &origin, &rules);
        assert_place(&syntax_errors(&whole), &[(3, 9)]);
        let apart = b"{\"id\":\n1} {\"id\":}\n";
        assert_place(
            &syntax_errors(&summarise(apart, &origin, &rules)),
            &[(2, 10)],
        );
        let apart = b"{\"id\":\n1}\n {\n\"id\":}\n";
        assert_place(
            &syntax_errors(&summarise(apart, &origin, &rules)),
            &[(4, 6)],
        );
    }

    /// Writes every member's name as PowerShell's own objects do.
    fn pascal_case(value: Value) -> Value {
        match value {
            Value::Array(items) => items.into_iter().map(pascal_case).collect(),
            Value::Object(members) => {
                let member = |(name, value): (String, Value)| {
                    let (first, rest) = name.split_at(1);
                    (first.to_uppercase() + rest, pascal_case(value))
                };
                Value::Object(members.into_iter().map(member).collect())
            }
            other => other,
        }
    }

    proptest! {
        #[test]
        fn every_pointer_resolves_in_the_file_as_it_was_saved(
            records in any_records(), shape in 0..5, pascal: bool, full: bool,
        ) {
            let report = json!({
                "id": 7,
                "totalParticipantCount": "7",
                "meetingStartDateTime": "2026-11-23T08:00:00",
                "meetingEndDateTime": "later",
                "attendanceRecords@odata.nextLink": "https://x",
                "attendanceRecords": if full { json!(records) } else { json!([]) },
            });
            let file = match shape {
                0 => report,
                1 => json!([report, 1, report]),
                2 => json!({"@odata.nextLink": "https://x", "value": [report, {}]}),
                3 => json!({"value": records}),
                _ => json!({"responses": [{"id": "1", "status": 200, "body": {"value": [report]}}, {"id": "2", "status": 404}]}),
            };
            let file = if pascal { pascal_case(file) } else { file };
            let text = file.to_string();
            for document in summarise(text.as_bytes(), &Origin::named("x.json"), &Rules::default()) {
                for finding in document.all_findings() {
                    prop_assert!(file.pointer(finding.location.pointer()).is_some(), "{finding:?} in {text}");
                }
                for meeting in &document.reports {
                    let report = &meeting.report;
                    prop_assert!(file.pointer(&report.pointer).is_some());
                    for record in report.records() {
                        let pointer = report.record_pointer(record.position);
                        prop_assert!(file.pointer(&pointer).is_some(), "{pointer} in {text}");
                    }
                }
            }
        }

        #[test]
        fn a_long_report_is_the_same_cut_and_whole(records in any_records(), length in 1..2000_usize, pretty: bool) {
            let report = json!({
                "id": "r",
                "totalParticipantCount": 7,
                "meetingStartDateTime": "2026-11-23T08:00:00Z",
                "meetingEndDateTime": "2026-11-23T09:05:00Z",
                "attendanceRecords": records,
            });
            let text = if pretty { format!("{report:#}\n") } else { report.to_string() };
            let (origin, rules) = (Origin::named("long.json"), Rules::default());
            let long = LongReport::begin_by(text.as_bytes(), text.as_bytes(), length).expect("all records begin alike");
            let texts = TextArena::default();
            let cut = summarise_long(long, &texts, &origin, &rules, &Sequential).expect("each stretch decodes");
            let whole = summarise(text.as_bytes(), &origin, &rules).remove(0);
            prop_assert_eq!(format!("{cut:?}"), format!("{whole:?}"));
        }
    }
}

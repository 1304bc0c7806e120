//! Which of the known shapes a document has, and the reports in it.

use super::wire::{
    Anything, BatchAnswer, Document, Elements, ErrorBody, Given, List, Object, ObjectKind,
    OddMembers, Records, Report, Scalar,
};
use crate::finding::{Code, Finding, Location, Subject};
use crate::model::report::{Rows, SourceKind};

/// A report with its place in the document.
#[derive(Debug)]
pub struct PlacedReport<'a> {
    /// Its JSON pointer; empty for the whole document.
    pub pointer: String,
    /// The pointer below which its records stand; `None` where the document is its only record.
    pub records_pointer: Option<String>,
    /// Its number in a list, from 1; `None` where the document is the report.
    pub number: Option<usize>,
    /// What it says.
    pub report: Report<'a>,
    /// What is to be known of it where it stood in a table, not in JSON.
    pub sheet: Option<Box<Sheet>>,
}

/// What a report that stood in a table of rows has beside its values.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Which kind of table.
    pub kind: SourceKind,
    /// The meeting's title.
    pub title: Option<String>,
    /// Where its records and intervals stand.
    pub rows: Rows,
}

/// The reports of one document.
#[derive(Debug, Default)]
pub struct Reports<'a> {
    /// What the document is.
    pub shape: Shape,
    /// The reports, in the document's order.
    pub reports: Vec<PlacedReport<'a>>,
    /// What is to be said of the list around them.
    pub findings: Vec<Finding>,
}

/// What a document that holds reports is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum Shape {
    /// One report.
    #[default]
    Report,
    /// One record for itself.
    Record,
    /// A list of reports.
    Reports,
    /// A list of records without their report.
    Records,
    /// The answer to a `$batch` request.
    Batch,
    /// The attendee report of a live event, in CSV.
    AttendeeReport,
    /// A CSV file that the Teams client wrote.
    Teams(SourceKind),
}

impl Shape {
    /// Returns a word for the manifest.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Report => "report",
            Self::Record => "record",
            Self::Reports => "list of reports",
            Self::Records => "list of records",
            Self::Batch => "batch answer",
            Self::AttendeeReport => "attendee report",
            Self::Teams(kind) => kind.name(),
        }
    }
}

/// The lengths at which the service cuts its list of reports, before and since about 2023.
const FULL_LISTS: [usize; 2] = [10, 50];

/// Finds the reports in a document by its structure.
///
/// # Errors
/// A finding that says what the document is instead.
pub fn reports(document: Document<'_>) -> Result<Reports<'_>, Finding> {
    match document {
        Document::Object(object) if object.kind() == ObjectKind::Batch => {
            let pointer = format!("/{}", OddMembers::spelling(&object.odd, "responses"));
            let more = next_page(&object.next_link, &object.odd);
            with_next_page(batch(object.responses, &pointer), more)
        }
        Document::Object(object) => of_object(object),
        Document::Array(elements) => list(elements, "", &Scalar::Absent),
        Document::Other(Some(json_type)) => Err(stranger(&format!("{json_type}"))),
        Document::Other(None) => Err(stranger("null")),
    }
}

/// Returns the reports in an object that is no batch.
fn of_object<'a, Batch: Given>(
    object: Anything<'a, Elements<'a>, Batch>,
) -> Result<Reports<'a>, Finding> {
    match object.kind() {
        ObjectKind::Report => Ok(one_report(object.into_report())),
        ObjectKind::Record => Ok(one_record(object)),
        ObjectKind::List => list_object(object),
        ObjectKind::Error => Err(error_answer(&object.error)),
        ObjectKind::Notification => Err(notification()),
        ObjectKind::Batch => Err(stranger("a batch in a batch")),
        ObjectKind::Stranger => Err(stranger("JSON that holds nothing of an attendance report")),
    }
}

pub(super) fn one_report(report: Report<'_>) -> Reports<'_> {
    let placed = PlacedReport {
        pointer: String::new(),
        records_pointer: Some(records_pointer("", &report)),
        number: None,
        report,
        sheet: None,
    };
    Reports {
        reports: vec![placed],
        ..Reports::default()
    }
}

/// Returns where the records of the report at `pointer` stand, as its document spells it.
fn records_pointer(pointer: &str, report: &Report<'_>) -> String {
    let member = OddMembers::spelling(&report.odd, "attendanceRecords");
    [pointer, "/", member].concat()
}

/// Returns a single record, saved for itself: a report that holds nothing else.
fn one_record<'a, Lists: Given, Batch: Given>(
    mut object: Anything<'a, Lists, Batch>,
) -> Reports<'a> {
    let context = std::mem::take(&mut object.context);
    let report = Report {
        context,
        records: Records::Irregular(List::Items(vec![Object::Value(object.into_record())])),
        ..Report::default()
    };
    let mut reports = one_report(report);
    reports.shape = Shape::Record;
    reports.reports[0].records_pointer = None;
    reports
}

fn list_object<'a, Batch: Given>(
    mut object: Anything<'a, Elements<'a>, Batch>,
) -> Result<Reports<'a>, Finding> {
    let (elements, member) = if object.value.present {
        (std::mem::take(&mut object.value), "value")
    } else {
        (std::mem::take(&mut object.other_list), "records")
    };
    let pointer = |member| format!("/{}", OddMembers::spelling(&object.odd, member));
    let more = next_page(&object.next_link, &object.odd);
    with_next_page(list(elements, &pointer(member), &object.context), more)
}

/// Says that a list or batch answer names a next page, where it does.
fn next_page(link: &Scalar<'_>, odd: &Option<Box<OddMembers>>) -> Option<Finding> {
    matches!(link, Scalar::Text(link) if !link.is_empty()).then(|| {
        let member = OddMembers::spelling(odd, "@odata.nextLink");
        Finding::new(
            Code::PageMissing,
            Subject::Report,
            Location::Pointer(format!("/{member}")),
            "names a next page: this list is not complete".into(),
        )
    })
}

fn with_next_page(
    found: Result<Reports<'_>, Finding>,
    more: Option<Finding>,
) -> Result<Reports<'_>, Finding> {
    match (found, more) {
        (Ok(mut reports), more) => {
            reports.findings.extend(more);
            Ok(reports)
        }
        // An empty page in front of others is no empty list.
        (Err(finding), Some(more)) if finding.code == Code::NoReports => Err(more),
        (Err(finding), _) => Err(finding),
    }
}

/// Returns the reports of a list, or the records of one as a single report.
fn list<'a>(
    elements: Elements<'a>,
    pointer: &str,
    context: &Scalar<'a>,
) -> Result<Reports<'a>, Finding> {
    if let Some(json_type) = elements.other {
        return Err(stranger(&format!("an object whose list is {json_type}")));
    }
    if elements.len == 0 {
        return Err(no_reports(pointer));
    }
    if elements.notifications == elements.len {
        return Err(notification());
    }
    if elements.reports.is_empty() && elements.record_count == 0 {
        return Err(stranger("a list of other things"));
    }
    Ok(sorted_list(elements, pointer, context))
}

fn sorted_list<'a>(elements: Elements<'a>, pointer: &str, context: &Scalar<'a>) -> Reports<'a> {
    let mut findings = Vec::new();
    let elements_are_records = elements.reports.is_empty();
    if elements.record_count == 0 && FULL_LISTS.contains(&elements.len) {
        findings.push(Finding::new(
            Code::ListFull,
            Subject::Report,
            Location::Pointer(pointer.into()),
            format!(
                "holds exactly {} reports, as many as the service returns at most",
                elements.len
            ),
        ));
    }
    for index in &elements.strangers {
        findings.push(Finding::new(
            Code::WrongType,
            Subject::Report,
            Location::Pointer(format!("{pointer}/{index}")),
            "is neither a report nor a record and was left out".into(),
        ));
    }
    let mut reports: Vec<_> = elements
        .reports
        .into_iter()
        .map(|(index, report)| {
            let pointer = format!("{pointer}/{index}");
            PlacedReport {
                records_pointer: Some(records_pointer(&pointer, &report)),
                pointer,
                number: Some(index + 1),
                report,
                sheet: None,
            }
        })
        .collect();
    if elements.record_count > 0 {
        let report = Report {
            context: context.clone(),
            records: Records::Irregular(List::Items(elements.records)),
            ..Report::default()
        };
        reports.push(PlacedReport {
            pointer: String::new(),
            records_pointer: Some(pointer.into()),
            number: None,
            report,
            sheet: None,
        });
    }
    let shape = if elements_are_records {
        Shape::Records
    } else {
        Shape::Reports
    };
    Reports {
        shape,
        reports,
        findings,
    }
}

/// Returns a `$batch` answer: each answer in it succeeds or fails for itself.
fn batch<'a>(answers: List<BatchAnswer<'a>>, pointer: &str) -> Result<Reports<'a>, Finding> {
    let List::Items(answers) = answers else {
        return Err(stranger("a $batch answer without a list of responses"));
    };
    if answers.is_empty() {
        return Err(no_reports(pointer));
    }
    let mut all = Reports {
        shape: Shape::Batch,
        ..Reports::default()
    };
    for (index, answer) in answers.into_iter().enumerate() {
        let place = format!("{pointer}/{index}");
        let body = match &answer {
            Object::Value(answer) => OddMembers::spelling(&answer.odd, "body"),
            Object::Absent | Object::Null | Object::Other(_) => "body",
        };
        let body = format!("{place}/{body}");
        match read_answer(answer) {
            Ok(reports) => all.append(reports, &body),
            Err(finding) => all.findings.push(Finding {
                location: Location::Pointer(place),
                ..finding
            }),
        }
    }
    all.number();
    Ok(all)
}

fn read_answer(answer: Object<BatchAnswer<'_>>) -> Result<Reports<'_>, Finding> {
    let Object::Value(answer) = answer else {
        return Err(stranger(
            "a $batch answer with something else in place of a response",
        ));
    };
    match (answer.status, answer.body) {
        (_, Object::Value(body)) if body.kind() == ObjectKind::Error => {
            Err(error_answer(&body.error))
        }
        (Scalar::Integer(status), _) if !(200..300).contains(&status) => Err(Finding::of_document(
            Code::ErrorEnvelope,
            format!("is the answer to a request that failed with status {status}"),
        )),
        (_, Object::Value(body)) => of_object(body),
        (_, Object::Absent | Object::Null) => Err(stranger("an answer without a body")),
        (_, Object::Other(json_type)) => {
            Err(stranger(&format!("an answer whose body is {json_type}")))
        }
    }
}

impl<'a> Reports<'a> {
    /// Adds the reports that stand below `pointer`.
    fn append(&mut self, others: Reports<'a>, pointer: &str) {
        self.reports
            .extend(others.reports.into_iter().map(|report| {
                PlacedReport {
                    pointer: format!("{pointer}{}", report.pointer),
                    // A record for itself: its own place, as the only one of a list would be.
                    records_pointer: report
                        .records_pointer
                        .map(|below| format!("{pointer}{below}")),
                    ..report
                }
            }));
        self.findings
            .extend(others.findings.into_iter().map(|finding| Finding {
                location: finding.location.below(pointer),
                ..finding
            }));
    }

    /// Numbers the reports anew, from 1.
    fn number(&mut self) {
        self.reports
            .iter_mut()
            .enumerate()
            .for_each(|(index, report)| report.number = Some(index + 1));
    }
}

fn no_reports(pointer: &str) -> Finding {
    let said = "is an empty list: no attendance report in it".into();
    Finding::new(
        Code::NoReports,
        Subject::Report,
        Location::Pointer(pointer.into()),
        said,
    )
}

fn notification() -> Finding {
    Finding::of_document(
        Code::ChangeNotification,
        "is a change notification: it tells of a report and holds none; nothing to convert",
    )
}

fn stranger(what: &str) -> Finding {
    Finding::of_document(
        Code::NotAttendance,
        format!("is no attendance report: it is {what}"),
    )
}

/// Names the error that was saved in place of a report, with the id that Microsoft's support asks for.
fn error_answer(error: &Object<ErrorBody<'_>>) -> Finding {
    let text = |scalar: &Scalar<'_>| match scalar {
        Scalar::Text(text) => Some(text.to_string()),
        _ => None,
    };
    let Object::Value(ErrorBody {
        code,
        message,
        inner,
        ..
    }) = error
    else {
        return stranger("an error answer");
    };
    let mut said = String::from("is an error answer of Microsoft Graph");
    if let Some(code) = text(code) {
        said.push_str(&format!(": {code}"));
    }
    if let Some(message) = text(message) {
        said.push_str(&format!(": {message}"));
    }
    if let Object::Value(inner) = inner
        && let Some(request_id) = text(&inner.request_id)
    {
        said.push_str(&format!(" (request-id {request_id})"));
    }
    Finding::of_document(Code::ErrorEnvelope, said)
}

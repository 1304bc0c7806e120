//! Evidence on its way to writers: some documents, and of each a range of its records.
//!
//! A long report is laid out in several batches; what is not about a record goes with
//! the first one of its report.

use std::ops::Range;

use super::cell::Cell;
use super::row::TakeRows;
use super::view::View;
use crate::summary::{DocumentSummary, ReportSummary};

/// Some documents, or a range of their records.
#[derive(Clone, Debug)]
pub struct EvidenceBatch<'d> {
    documents: &'d [DocumentSummary<'d>],
    records: Range<usize>,
}

impl<'d> EvidenceBatch<'d> {
    /// Returns these documents whole.
    pub const fn whole(documents: &'d [DocumentSummary<'d>]) -> Self {
        Self::of(documents, super::ALL)
    }

    /// Of each of these documents the records in this range, counted through its reports.
    ///
    /// The rows of ranges that follow each other, the last one open-ended, are those of
    /// the documents whole.
    pub const fn of(documents: &'d [DocumentSummary<'d>], records: Range<usize>) -> Self {
        Self { documents, records }
    }

    /// Hands each row that the batch adds to a table to `row`, in order.
    pub fn rows(&self, view: &View, mut row: impl FnMut(&[Cell<'_>])) {
        self.take_rows(view, &mut row);
    }

    /// The same for what may take cells one by one.
    pub fn take_rows(&self, view: &View, take: &mut impl TakeRows) {
        for document in self.documents {
            view.take_rows_in(document, &self.records, take);
        }
    }

    /// Returns the documents of the batch, in order.
    pub fn documents(&self) -> impl Iterator<Item = DocumentEvidence<'d>> + '_ {
        self.documents.iter().map(|document| DocumentEvidence {
            document,
            records: self.records.clone(),
        })
    }
}

/// One document of a batch.
#[derive(Clone, Debug)]
pub struct DocumentEvidence<'d> {
    document: &'d DocumentSummary<'d>,
    records: Range<usize>,
}

impl<'d> DocumentEvidence<'d> {
    /// Hands the rows of what was found in the document itself to `row`, where it begins.
    pub fn findings(&self, view: &View, row: impl FnMut(&[Cell<'_>])) {
        if self.records.start == 0 {
            view.document_findings(self.document, row);
        }
    }

    /// Returns the reports of which something is in the batch.
    pub fn reports(&self) -> impl Iterator<Item = ReportEvidence<'d>> + '_ {
        let mut before = 0;
        let reports = self.document.reports.iter().map(move |report| {
            let some = ReportEvidence {
                report,
                begins: self.records.contains(&before),
                range: self.records.start.saturating_sub(before)
                    ..self.records.end.saturating_sub(before),
            };
            before += report.report.records().len();
            some
        });
        reports.filter(|some| some.begins || some.record_count() > 0)
    }
}

/// Some records of a report, and what is about the report itself where it begins.
#[derive(Clone, Debug)]
pub struct ReportEvidence<'d> {
    report: &'d ReportSummary<'d>,
    begins: bool,
    range: Range<usize>,
}

impl ReportEvidence<'_> {
    /// Returns whether what is about the report itself is in the batch.
    pub const fn begins(&self) -> bool {
        self.begins
    }

    /// Hands each row that this adds to a table to `row`, in order.
    pub fn rows(&self, view: &View, row: impl FnMut(&[Cell<'_>])) {
        view.report_rows_in(self.report, self.begins, &self.range, row);
    }

    /// Returns how many records the whole report has.
    pub fn all_records(&self) -> usize {
        self.report.report.records().len()
    }

    /// Returns how many of its records are in the batch.
    pub fn record_count(&self) -> usize {
        let end = self.range.end.min(self.all_records());
        end.saturating_sub(self.range.start)
    }

    /// Returns for each record in the batch how many intervals it has.
    pub fn intervals(&self) -> impl Iterator<Item = usize> {
        let records = self.report.report.records().iter();
        let some = records.skip(self.range.start).take(self.range.len());
        some.map(|record| record.intervals().len())
    }

    /// Returns how many roles the whole report has.
    pub fn roles(&self) -> usize {
        self.report.stats.groups.roles.len()
    }

    /// Returns for each finding of the whole report which of its records it is about.
    pub fn finding_records(&self) -> impl Iterator<Item = Option<usize>> {
        let records = self.report.report.records();
        self.report.findings.iter().map(move |finding| {
            let position = finding.subject.record()?;
            let found = records.binary_search_by_key(&position, |record| record.position);
            found.ok()
        })
    }
}

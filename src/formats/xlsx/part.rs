//! Rows of some documents on their way into a workbook, and which of them belong together.

use std::ops::Range;

use super::links::{NOWHERE, Targets, leads_to};
use crate::model::record::AttendanceRecord;
use crate::summary::{DocumentSummary, ReportSummary};
use crate::views::cell::Rows;
use crate::views::view::View;
use crate::views::{ALL, Table};

/// Rows of one table, and for each of them the rows it leads to.
#[derive(Clone, Debug, Default)]
pub(super) struct LinkedRows {
    /// The rows.
    pub rows: Rows,
    /// Where each row leads; rows of other tables are counted from the part's first.
    /// Fewer than rows where the others lead nowhere.
    pub targets: Vec<Targets>,
}

impl LinkedRows {
    /// Adds rows behind these.
    pub fn append(&mut self, other: &Self) {
        self.targets.resize(self.rows.len(), NOWHERE);
        self.rows.append(&other.rows);
        self.targets.extend(&other.targets);
    }

    /// Where a row leads.
    pub fn target(&self, row: usize) -> Targets {
        self.targets.get(row).copied().unwrap_or(NOWHERE)
    }

    /// Removes this many rows from the beginning.
    pub fn remove_first(&mut self, rows: usize) {
        self.rows.remove_first(rows);
        self.targets.drain(..rows.min(self.targets.len()));
    }
}

/// What one or more documents add to a workbook.
#[derive(Clone, Debug, Default)]
pub struct WorkbookPart {
    /// In the order of the workbook's tables; empty where nothing was gathered.
    pub(super) tables: Vec<LinkedRows>,
}

impl WorkbookPart {
    /// Adds a document's rows of these tables, which must be those of the workbook.
    pub fn gather(&mut self, views: &[View], document: &DocumentSummary<'_>) {
        self.gather_in(views, document, &ALL);
    }

    /// The same for a stretch of the document's records; see [`View::rows_in`].
    ///
    /// Parts of the stretches that follow each other must be added so to the workbook.
    pub fn gather_in(
        &mut self,
        views: &[View],
        document: &DocumentSummary<'_>,
        stretch: &Range<usize>,
    ) {
        self.tables.resize_with(views.len(), LinkedRows::default);
        if stretch.start == 0
            && let Some(at) = position(views, Table::Findings)
        {
            let findings = &mut self.tables[at];
            views[at].document_findings(document, |row| findings.rows.push(row));
            // What is wrong with a whole document is in no row of another table.
            findings.targets.resize(findings.rows.len(), NOWHERE);
        }
        let mut before = 0;
        for report in &document.reports {
            let some = SomeRecords {
                report,
                begins: stretch.contains(&before),
                range: stretch.start.saturating_sub(before)..stretch.end.saturating_sub(before),
            };
            if some.begins || !some.records().is_empty() {
                self.gather_some(views, &some);
            }
            before += report.report.records().len();
        }
    }

    fn gather_some(&mut self, views: &[View], some: &SomeRecords<'_>) {
        self.tables.resize_with(views.len(), LinkedRows::default);
        let starts = Starts::of(views, &self.tables, some.begins);
        for (view, linked) in views.iter().zip(&mut self.tables) {
            if view.table().is_answer() {
                continue;
            }
            view.report_rows_in(some.report, some.begins, &some.range, |row| {
                linked.rows.push(row);
            });
            if !leads_to(view.table()).is_empty() {
                starts.push_targets(view.table(), some, &mut linked.targets);
                debug_assert_eq!(linked.rows.len(), linked.targets.len());
            }
        }
    }

    /// About how much memory it takes, in bytes.
    pub fn weight(&self) -> usize {
        let weight =
            |linked: &LinkedRows| linked.rows.weight() + size_of_val(linked.targets.as_slice());
        self.tables.iter().map(weight).sum()
    }
}

fn position(views: &[View], table: Table) -> Option<usize> {
    views.iter().position(|view| view.table() == table)
}

/// Some records of a report, with what is about the report itself where it `begins`.
struct SomeRecords<'m> {
    report: &'m ReportSummary<'m>,
    begins: bool,
    range: Range<usize>,
}

impl<'m> SomeRecords<'m> {
    fn records(&self) -> &'m [AttendanceRecord<'m>] {
        let records = self.report.report.records();
        let end = self.range.end.min(records.len());
        &records[self.range.start.min(end)..end]
    }
}

/// Where the rows of a report begin in each table that rows lead to: in those of records
/// and intervals the first of those that are added, counted from the part's first row.
struct Starts {
    reports: Option<i32>,
    roles: Option<i32>,
    records: Option<i32>,
    intervals: Option<i32>,
    findings: Option<i32>,
}

impl Starts {
    fn of(views: &[View], gathered: &[LinkedRows], begins: bool) -> Self {
        let start =
            |table| position(views, table).map(|position| gathered[position].rows.len() as i32);
        // The row of a report that began in an earlier part is the last before this one.
        let began = i32::from(!begins);
        Self {
            reports: start(Table::Reports).map(|next| next - began),
            roles: start(Table::ReportRoles),
            records: start(Table::Records),
            intervals: start(Table::Intervals),
            findings: start(Table::Findings),
        }
    }

    /// Adds the targets of each row that was added to this table, in the order of [`leads_to`].
    fn push_targets(&self, table: Table, some: &SomeRecords<'_>, targets: &mut Vec<Targets>) {
        match table {
            Table::Records => targets.extend(intervals_before(some).map(|(before, intervals)| {
                let first = self.intervals.filter(|_| intervals > 0);
                Targets::of([self.reports, first.map(|start| start + before)])
            })),
            Table::Intervals => targets.extend((0..).zip(intervals_before(some)).flat_map(
                |(record, (_, intervals))| {
                    let record = self.records.map(|start| start + record);
                    (0..intervals).map(move |_| Targets::of([self.reports, record]))
                },
            )),
            _ if some.begins => self.push_targets_of_report(table, some.report, targets),
            _ => {}
        }
    }

    fn push_targets_of_report(
        &self,
        table: Table,
        report: &ReportSummary<'_>,
        targets: &mut Vec<Targets>,
    ) {
        let records = report.report.records();
        match table {
            Table::Reports => targets.push(Targets::of([
                self.records.filter(|_| !records.is_empty()),
                self.roles.filter(|_| !report.stats.groups.roles.is_empty()),
                self.findings.filter(|_| !report.findings.is_empty()),
            ])),
            Table::ReportRoles => {
                let roles = report.stats.groups.roles.len();
                targets.extend((0..roles).map(|_| Targets::of([self.reports])));
            }
            Table::Findings => targets.extend(report.findings.iter().map(|finding| {
                let position = finding.subject.record();
                let index = position.and_then(|position| {
                    let found = records.binary_search_by_key(&position, |record| record.position);
                    found.ok()
                });
                let record = self.records.zip(index);
                let record = record.map(|(start, index)| start + index as i32);
                Targets::of([self.reports, record])
            })),
            _ => {}
        }
    }
}

/// For each record how many intervals those before it have, and how many it has itself.
fn intervals_before(some: &SomeRecords<'_>) -> impl Iterator<Item = (i32, usize)> {
    some.records().iter().scan(0, |sum, record| {
        let before = *sum;
        *sum += record.intervals().len() as i32;
        Some((before, record.intervals().len()))
    })
}

//! Rows of some documents on their way into a workbook, and which of them belong together.

use super::links::{NOWHERE, Targets, leads_to};
use crate::views::Table;
use crate::views::cell::Rows;
use crate::views::evidence::{EvidenceBatch, ReportEvidence};
use crate::views::view::View;

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

    /// Returns where a row leads.
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
    /// Adds the rows of a batch to these tables, which must be those of the workbook.
    ///
    /// Batches that follow each other must be added so to the workbook.
    pub fn gather(&mut self, views: &[View], batch: &EvidenceBatch<'_>) {
        self.tables.resize_with(views.len(), LinkedRows::default);
        for document in batch.documents() {
            if let Some(at) = position(views, Table::Findings) {
                let findings = &mut self.tables[at];
                document.findings(&views[at], |row| findings.rows.push(row));
                // What is wrong with a whole document is in no row of another table.
                findings.targets.resize(findings.rows.len(), NOWHERE);
            }
            for some in document.reports() {
                self.gather_some(views, &some);
            }
        }
    }

    fn gather_some(&mut self, views: &[View], some: &ReportEvidence<'_>) {
        self.tables.resize_with(views.len(), LinkedRows::default);
        let starts = Starts::of(views, &self.tables, some.begins());
        for (view, linked) in views.iter().zip(&mut self.tables) {
            if view.table().is_answer() {
                continue;
            }
            some.rows(view, |row| linked.rows.push(row));
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
    fn push_targets(&self, table: Table, some: &ReportEvidence<'_>, targets: &mut Vec<Targets>) {
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
            _ if some.begins() => self.push_targets_of_report(table, some, targets),
            _ => {}
        }
    }

    fn push_targets_of_report(
        &self,
        table: Table,
        report: &ReportEvidence<'_>,
        targets: &mut Vec<Targets>,
    ) {
        match table {
            Table::Reports => targets.push(Targets::of([
                self.records.filter(|_| report.all_records() > 0),
                self.roles.filter(|_| report.roles() > 0),
                self.findings
                    .filter(|_| report.finding_records().next().is_some()),
            ])),
            Table::ReportRoles => {
                let roles = 0..report.roles();
                targets.extend(roles.map(|_| Targets::of([self.reports])));
            }
            Table::Findings => targets.extend(report.finding_records().map(|record| {
                let record = self.records.zip(record);
                let record = record.map(|(start, index)| start + index as i32);
                Targets::of([self.reports, record])
            })),
            _ => {}
        }
    }
}

/// For each record how many intervals those before it have, and how many it has itself.
fn intervals_before(some: &ReportEvidence<'_>) -> impl Iterator<Item = (i32, usize)> {
    some.intervals().scan(0, |sum, intervals| {
        let before = *sum;
        *sum += intervals as i32;
        Some((before, intervals))
    })
}

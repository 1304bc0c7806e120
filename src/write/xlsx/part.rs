//! Rows of some documents on their way into a workbook, and which of them belong together.

use super::links::{NOWHERE, Targets, leads_to};
use crate::stats::over_time::OverTime;
use crate::summary::{DocumentSummary, MeetingSummary};
use crate::tables::Table;
use crate::tables::cell::{Cell, Rows};
use crate::tables::view::View;
use crate::zone::Zone;

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

    /// The rows with their targets, in order.
    pub fn iter(&self) -> impl Iterator<Item = (Vec<Cell<'_>>, Targets)> {
        let targets = self.targets.iter().copied();
        self.rows
            .iter()
            .zip(targets.chain(std::iter::repeat(NOWHERE)))
    }
}

/// What one or more documents add to a workbook.
#[derive(Clone, Debug, Default)]
pub struct WorkbookPart {
    /// In the order of the workbook's tables; empty where nothing was gathered.
    pub(super) tables: Vec<LinkedRows>,
    pub(super) over_time: OverTime,
}

impl WorkbookPart {
    /// Adds a document's rows of these tables, which must be those of the workbook.
    pub fn gather(&mut self, views: &[View], zone: &Zone, document: &DocumentSummary<'_>) {
        self.tables.resize_with(views.len(), LinkedRows::default);
        if let Some(at) = position(views, Table::Findings) {
            let findings = &mut self.tables[at];
            views[at].document_findings(document, |row| findings.rows.push(row));
            // What is wrong with a whole document is in no row of another table.
            findings.targets.resize(findings.rows.len(), NOWHERE);
        }
        for meeting in &document.meetings {
            self.gather_meeting(views, zone, meeting);
        }
    }

    /// Adds a meeting's rows of these tables, which must be those of the workbook.
    pub fn gather_meeting(&mut self, views: &[View], zone: &Zone, meeting: &MeetingSummary<'_>) {
        self.tables.resize_with(views.len(), LinkedRows::default);
        let starts = Starts::of(views, &self.tables);
        for (view, linked) in views.iter().zip(&mut self.tables) {
            view.meeting_rows(meeting, |row| linked.rows.push(row));
            if !leads_to(view.table()).is_empty() {
                starts.push_targets(view.table(), meeting, &mut linked.targets);
                debug_assert_eq!(linked.rows.len(), linked.targets.len());
            }
        }
        self.over_time.add(&meeting.stats, zone);
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

/// Where the rows of a meeting begin in each table that rows lead to.
struct Starts {
    meetings: Option<u32>,
    roles: Option<u32>,
    records: Option<u32>,
    intervals: Option<u32>,
    findings: Option<u32>,
}

impl Starts {
    fn of(views: &[View], gathered: &[LinkedRows]) -> Self {
        let start =
            |table| position(views, table).map(|position| gathered[position].rows.len() as u32);
        Self {
            meetings: start(Table::Meetings),
            roles: start(Table::Roles),
            records: start(Table::Records),
            intervals: start(Table::Intervals),
            findings: start(Table::Findings),
        }
    }

    /// Adds the targets of each row of the meeting in this table, in the order of [`leads_to`].
    fn push_targets(&self, table: Table, meeting: &MeetingSummary<'_>, targets: &mut Vec<Targets>) {
        let records = meeting.report.records();
        let intervals_before = records.iter().scan(0, |sum, record| {
            let before = *sum;
            *sum += record.intervals().len() as u32;
            Some((before, record.intervals().len()))
        });
        match table {
            Table::Meetings => targets.push(Targets::of([
                self.records.filter(|_| !records.is_empty()),
                self.roles
                    .filter(|_| !meeting.stats.groups.roles.is_empty()),
                self.findings.filter(|_| !meeting.findings.is_empty()),
            ])),
            Table::Roles => {
                let roles = meeting.stats.groups.roles.len();
                targets.extend((0..roles).map(|_| Targets::of([self.meetings])));
            }
            Table::Concurrency => {
                let steps = meeting.stats.concurrency.steps();
                targets.extend(steps.map(|_| Targets::of([self.meetings])));
            }
            Table::Records => targets.extend(intervals_before.map(|(before, intervals)| {
                let first = self.intervals.filter(|_| intervals > 0);
                Targets::of([self.meetings, first.map(|start| start + before)])
            })),
            Table::Intervals => targets.extend((0..).zip(intervals_before).flat_map(
                |(record, (_, intervals))| {
                    let record = self.records.map(|start| start + record);
                    (0..intervals).map(move |_| Targets::of([self.meetings, record]))
                },
            )),
            Table::Findings => targets.extend(meeting.findings.iter().map(|finding| {
                let position = finding.subject.record();
                let index = position.and_then(|position| {
                    let found = records.binary_search_by_key(&position, |record| record.position);
                    found.ok()
                });
                let record = self.records.zip(index);
                let record = record.map(|(start, index)| start + index as u32);
                Targets::of([self.meetings, record])
            })),
            _ => {}
        }
    }
}

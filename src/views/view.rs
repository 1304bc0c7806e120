//! Views: which columns of a table are written, in which order.
//!
//! Every format takes its columns and its rows from here, so that a choice of columns
//! holds everywhere, and what is not chosen is not even computed.

use std::borrow::Cow;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;

use super::cell::Cell;
use super::column::Column;
use super::row::{TakeRows, hand_out};
use super::{
    Table, attendance, audience, concurrency, departments, findings, hours, intervals, meetings,
    missed, overall, passed, people, person_view, readers, records, registrations, report_roles,
    reports, roles, roster, sessions, suggestions,
};
use crate::not_understood::NotUnderstood;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::meetings::disposition::MeetingId;
use crate::series::register::hours::Calendar;
use crate::series::register::numbers::MeetingNumbers;
use crate::summary::{DocumentSummary, ReportSummary};

/// Of more people no name on a page of a table leads to the person's page.
const MOST_LINKED: usize = 20_000;

/// A table with all of its columns, or with some in an order of the user's own.
#[derive(Clone, Debug)]
pub struct View {
    table: Table,
    columns: Cow<'static, [Column]>,
    /// Where each of the columns stands in the table; `None` where it is whole.
    picked: Option<Vec<usize>>,
    /// Whether these are the columns that readers need, which nobody chose.
    is_for_readers: bool,
}

impl From<Table> for View {
    fn from(table: Table) -> Self {
        Self::whole(table)
    }
}

impl View {
    /// Returns all columns of the table, in its own order.
    pub const fn whole(table: Table) -> Self {
        Self {
            table,
            columns: Cow::Borrowed(table.columns()),
            picked: None,
            is_for_readers: false,
        }
    }

    /// Returns the columns of the table that readers need, under the headings they understand;
    /// those that only a roster fills where there is one.
    pub fn for_readers(table: Table, has_roster: bool) -> Self {
        let whole = table.columns();
        let columns = readers::columns(table).iter();
        let columns = columns.filter(|(key, _)| has_roster || !readers::needs_roster(key));
        let (picked, columns) = columns
            .filter_map(|&(key, heading)| {
                let at = position(whole, key)?;
                let label = heading.unwrap_or(whole[at].label);
                Some((at, Column { label, ..whole[at] }))
            })
            .unzip();
        Self {
            table,
            columns: Cow::Owned(columns),
            picked: Some(picked),
            is_for_readers: true,
        }
    }

    /// Returns these columns of the table, in this order.
    ///
    /// # Errors
    /// When there is no such column, or it is named twice; the text names the columns there are.
    pub fn of(table: Table, keys: &[&str]) -> Result<Self, NotUnderstood> {
        let name = table.name();
        let mut picked = Vec::with_capacity(keys.len());
        for &key in keys {
            let at = position(table.columns(), key).ok_or_else(|| {
                if let Some(said) = renamed(table, key) {
                    return said;
                }
                let known: Vec<_> = table.columns().iter().map(|column| column.key).collect();
                let known = known.join(", ");
                format!("the table `{name}` has no column `{key}`; known are {known}")
            })?;
            if picked.contains(&at) {
                return Err(format!("the column `{key}` of `{name}` is named twice").into());
            }
            picked.push(at);
        }
        Ok(Self {
            table,
            columns: picked.iter().map(|&at| table.columns()[at]).collect(),
            picked: Some(picked),
            is_for_readers: false,
        })
    }

    /// Returns the table.
    pub const fn table(&self) -> Table {
        self.table
    }

    /// Returns the columns, in the order in which they are written.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// Returns whether all columns are written in the table's own order, since none were
    /// chosen.
    pub const fn is_whole(&self) -> bool {
        self.picked.is_none()
    }

    /// Returns whether the columns are those that readers need, since nobody chose others.
    pub const fn is_for_readers(&self) -> bool {
        self.is_for_readers
    }

    /// Returns where the column of this name is among those that are written.
    pub fn position(&self, key: &str) -> Option<usize> {
        position(&self.columns, key)
    }

    /// Hands each row of a stretch of the document's records, counted through its meetings,
    /// to `row`, in order, so that a long one need not be laid out at once.
    ///
    /// What is not about a record goes with the first one of its meeting. The rows of
    /// stretches that follow each other, the last one open-ended, are those of the document.
    pub fn rows_in(
        &self,
        document: &DocumentSummary<'_>,
        stretch: &Range<usize>,
        mut row: impl FnMut(&[Cell<'_>]),
    ) {
        self.take_rows_in(document, stretch, &mut row);
    }

    /// The same for what may take cells one by one.
    pub fn take_rows_in(
        &self,
        document: &DocumentSummary<'_>,
        stretch: &Range<usize>,
        take: &mut impl TakeRows,
    ) {
        if self.table == Table::Findings && stretch.start == 0 {
            self.take_document_findings(document, take);
        }
        let mut before = 0;
        for report in &document.reports {
            let begins = stretch.contains(&before);
            let range = stretch.start.saturating_sub(before)..stretch.end.saturating_sub(before);
            self.take_report_rows(report, begins, &range, take);
            before += report.report.records().len();
        }
    }

    /// Hands the rows of one report to `row`: those about the records in `range`, and those
    /// about the report itself where it `begins`.
    pub fn report_rows_in(
        &self,
        report: &ReportSummary<'_>,
        begins: bool,
        range: &Range<usize>,
        mut row: impl FnMut(&[Cell<'_>]),
    ) {
        self.take_report_rows(report, begins, range, &mut row);
    }

    fn take_report_rows(
        &self,
        report: &ReportSummary<'_>,
        begins: bool,
        range: &Range<usize>,
        take: &mut impl TakeRows,
    ) {
        let picked = self.picked.as_deref();
        match self.table {
            Table::Records => hand_out(records::rows(report, range), picked, take),
            Table::Intervals => hand_out(intervals::rows(report, range), picked, take),
            _ if !begins => {}
            Table::Reports => hand_out(reports::rows(report), picked, take),
            Table::ReportRoles => hand_out(report_roles::rows(report), picked, take),
            Table::Findings => hand_out(findings::rows(report), picked, take),
            // Answers are known only when the last report is read.
            _ => {}
        }
    }

    /// Hands each row about the document itself to `row`, which only the findings have.
    pub fn document_findings(
        &self,
        document: &DocumentSummary<'_>,
        mut row: impl FnMut(&[Cell<'_>]),
    ) {
        self.take_document_findings(document, &mut row);
    }

    fn take_document_findings(&self, document: &DocumentSummary<'_>, take: &mut impl TakeRows) {
        if self.table == Table::Findings {
            let rows = findings::own_rows(document);
            hand_out(rows, self.picked.as_deref(), take);
        }
    }

    /// Hands each row of this table that is known only when all reports are read to `row`,
    /// in order: all rows of answers, and of findings those across reports.
    pub fn answers(&self, run: &Run, mut row: impl FnMut(&[Cell<'_>])) {
        for stretch in self.stretches(run, usize::MAX) {
            self.answers_in(run, &stretch, &mut row);
        }
    }

    /// Returns the stretches of the table's answers, in order: each can be made by itself, and
    /// has about so many `rows`. Some tables have one alone.
    pub fn stretches(&self, run: &Run, rows: usize) -> Vec<Stretch> {
        match self.table {
            Table::Meetings | Table::Roles | Table::Concurrency => {
                let ids = run.meeting_ids();
                let first = ids.start as usize;
                let sizes = ids.map(|id| 1 + run.cells_in(id).len());
                cut(sizes, rows, |places| {
                    Stretch::Meetings(first + places.start..first + places.end)
                })
            }
            Table::People | Table::Attendance | Table::Hours | Table::Weeks => {
                let sizes = run.people().map(|person| 1 + run.entries_at_most(person));
                cut(sizes, rows, Stretch::People)
            }
            _ => vec![Stretch::Whole],
        }
    }

    /// Hands each row of a stretch of the table's answers to `row`, in order.
    pub fn answers_in(&self, run: &Run, stretch: &Stretch, mut row: impl FnMut(&[Cell<'_>])) {
        let take = &mut row;
        match stretch {
            Stretch::Whole => self.whole_answers(run, take),
            Stretch::Meetings(numbers) => {
                for meeting in numbers.clone() {
                    self.answers_about(run, meeting as MeetingId, &mut *take);
                }
            }
            Stretch::People(places) => {
                let people = run.people().skip(places.start).take(places.len());
                people.for_each(|person| self.answers_of_person(run, person, take));
            }
        }
    }

    /// Hands each row that a table made in stretches of people has of a person to `take`.
    fn answers_of_person(&self, run: &Run, person: PersonId, take: &mut impl FnMut(&[Cell<'_>])) {
        let picked = self.picked.as_deref();
        let hours = |calendar| hours::rows_of(run, person, calendar);
        match self.table {
            Table::People => hand_out(std::iter::once(people::row(run, person)), picked, take),
            Table::Attendance => hand_out(attendance::rows_of_person(run, person), picked, take),
            Table::Hours => hand_out(hours(Calendar::Months), picked, take),
            Table::Weeks => hand_out(hours(Calendar::Weeks), picked, take),
            _ => {}
        }
    }

    /// Hands each row of a table that is made as a whole to `take`.
    fn whole_answers(&self, run: &Run, take: &mut impl FnMut(&[Cell<'_>])) {
        let picked = self.picked.as_deref();
        match self.table {
            Table::Roster => hand_out(roster::rows(run), picked, take),
            Table::Missed => hand_out(missed::rows(run), picked, take),
            Table::Departments => hand_out(departments::rows(run), picked, take),
            Table::Passed => hand_out(passed::rows(run), picked, take),
            Table::Registrations => hand_out(registrations::rows(run), picked, take),
            Table::Audience => hand_out(audience::rows(run), picked, take),
            Table::Sessions => hand_out(sessions::rows(run), picked, take),
            Table::Suggestions => hand_out(suggestions::rows(run), picked, take),
            Table::Overall => hand_out(overall::rows(run.overall()), picked, take),
            Table::Findings => hand_out(findings::rows_across(run), picked, take),
            // The others are made in stretches, or are evidence.
            _ => {}
        }
    }

    /// Returns for each row of answers the row that it leads to in another of these tables:
    /// that of its meeting, and for a meeting that of its first role. Rows behind the last
    /// one lead nowhere.
    pub fn rows_led_to<'r>(
        &self,
        run: &'r Run,
        views: &[Self],
    ) -> Box<dyn Iterator<Item = Option<u32>> + 'r> {
        let has = |table| views.iter().any(|view| view.table == table);
        if self.table == Table::Meetings && has(Table::Roles) {
            let mut firsts = vec![None; run.meetings().len()];
            let roles = Self::whole(Table::Roles).meetings_of_rows(run);
            for (row, meeting) in (0..).zip(roles.into_iter().flatten()) {
                firsts[meeting as usize].get_or_insert(row);
            }
            return Box::new(firsts.into_iter());
        }
        match self.meetings_of_rows(run).filter(|_| has(Table::Meetings)) {
            Some(meetings) => Box::new(meetings.map(Some)),
            None => Box::new(std::iter::empty()),
        }
    }

    /// Returns for each row of answers the name of the page of its person, `None` where that has
    /// none; nothing where rows do not begin with a person's name, and of very many people.
    pub fn pages_of_rows<'r>(
        &self,
        run: &'r Run,
    ) -> Box<dyn Iterator<Item = Option<&'r str>> + 'r> {
        let is_named = self.position("display_name") == Some(0);
        if !is_named || run.all_people() > MOST_LINKED {
            return Box::new(std::iter::empty());
        }
        let hours = move |calendar| {
            let people = run.people();
            let rows = move |person| run.hours(person, calendar).len();
            people.flat_map(move |person| std::iter::repeat_n(person, rows(person)))
        };
        let people: Box<dyn Iterator<Item = PersonId> + 'r> = match self.table {
            Table::People => Box::new(run.people()),
            Table::Attendance => {
                let rows = |person| run.register(person).count();
                let people = run.people();
                Box::new(people.flat_map(move |person| std::iter::repeat_n(person, rows(person))))
            }
            Table::Roster => Box::new(roster::people(run)),
            Table::Missed => Box::new(run.all_missed().into_iter().map(|(person, _)| person)),
            Table::Hours => Box::new(hours(Calendar::Months)),
            Table::Weeks => Box::new(hours(Calendar::Weeks)),
            Table::Passed => Box::new(run.passed().map(|(person, _)| person)),
            _ => Box::new(std::iter::empty()),
        };
        Box::new(people.map(move |person| person_view::page_of(run, person)))
    }

    /// Returns for each row of answers the row of its meeting in the table of meetings;
    /// `None` where rows are about no single meeting.
    fn meetings_of_rows<'r>(&self, run: &'r Run) -> Option<Box<dyn Iterator<Item = u32> + 'r>> {
        match self.table {
            Table::Attendance => {
                let people = run.people();
                let entries = people.flat_map(|person| run.register(person));
                Some(Box::new(entries.map(|entry| entry.meeting)))
            }
            Table::Roles => Some(Box::new(run.meeting_ids().flat_map(|id| {
                let roles = run.groups(id).roles.len();
                std::iter::repeat_n(id, roles)
            }))),
            Table::Concurrency => Some(Box::new(run.meeting_ids().flat_map(|id| {
                let steps = run.concurrency(id).steps().count();
                std::iter::repeat_n(id, steps)
            }))),
            _ => None,
        }
    }

    /// Hands each row that this table has about one meeting to `row`, in order; none of
    /// tables that are not about single meetings.
    pub fn answers_about(&self, run: &Run, meeting: MeetingId, row: impl FnMut(&[Cell<'_>])) {
        self.answers_of_meeting(run, meeting, None, row);
    }

    /// The same, with the meeting's numbers from somebody who may know them already.
    pub(super) fn answers_of_meeting(
        &self,
        run: &Run,
        meeting: MeetingId,
        numbers: Option<&MeetingNumbers>,
        mut row: impl FnMut(&[Cell<'_>]),
    ) {
        let take = &mut row;
        let picked = self.picked.as_deref();
        match self.table {
            Table::Meetings => {
                let row = match numbers {
                    Some(numbers) => meetings::row(run, meeting, numbers),
                    None => meetings::row(run, meeting, &run.numbers(meeting)),
                };
                hand_out(std::iter::once(row), picked, take);
            }
            Table::Attendance => hand_out(attendance::rows_of(run, meeting), picked, take),
            Table::Roles => {
                let groups = numbers.map(|known| known.groups.clone());
                let groups = groups.unwrap_or_else(|| run.groups(meeting));
                hand_out(roles::rows_of(run, meeting, groups), picked, take);
            }
            Table::Concurrency => hand_out(concurrency::rows_of(run, meeting), picked, take),
            Table::Sessions => hand_out(sessions::rows_of(run, meeting), picked, take),
            _ => {}
        }
    }
}

/// A part of the answers of a table, which can be made by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Stretch {
    /// All of them.
    Whole,
    /// Those about these people, by their places in the order of the run.
    People(Range<usize>),
    /// Those about these meetings, by their numbers.
    Meetings(Range<usize>),
}

/// Cuts what has these sizes into stretches of about so much each.
fn cut(
    sizes: impl Iterator<Item = usize>,
    most: usize,
    stretch: impl Fn(Range<usize>) -> Stretch,
) -> Vec<Stretch> {
    let mut stretches = Vec::new();
    let (mut begin, mut end, mut sum) = (0, 0, 0);
    for size in sizes {
        (end, sum) = (end + 1, sum + size);
        if sum >= most {
            stretches.push(stretch(begin..end));
            (begin, sum) = (end, 0);
        }
    }
    stretches.extend((begin < end).then(|| stretch(begin..end)));
    stretches
}

/// Returns what became of a column that was called so in former versions.
fn renamed(table: Table, key: &str) -> Option<String> {
    let (name, now) = match (table, key) {
        (Table::Records | Table::Intervals | Table::Findings, "meeting") => {
            (table.name(), "`report` there; the meeting is in `sessions`")
        }
        (Table::Records, "share") => (
            "records",
            "`share_of_report` there, and `share` in `attendance`",
        ),
        (Table::Records, "late_seconds" | "left_early_seconds") => {
            ("records", "in `attendance`: lateness is about meetings")
        }
        (Table::Meetings, "window_start") => ("meetings", "`meeting_start`"),
        (Table::Meetings, "window_end") => ("meetings", "`meeting_end`"),
        (Table::Meetings, "window_seconds") => ("meetings", "`meeting_seconds`"),
        (Table::Meetings, "window_basis") => ("meetings", "`window_source`"),
        (Table::Meetings, "participant_count" | "report_id" | "pointer" | "source") => {
            ("meetings", "in `reports`: a meeting may have several")
        }
        _ => return None,
    };
    Some(format!("the column `{key}` of `{name}` is now {now}"))
}

fn position(columns: &[Column], key: &str) -> Option<usize> {
    columns.iter().position(|column| column.key == key)
}

/// As `--columns` takes it, and `run.json` keeps it.
impl fmt::Display for View {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<_> = self.columns.iter().map(|column| column.key).collect();
        write!(formatter, "{}={}", self.table.name(), keys.join(","))
    }
}

impl FromStr for View {
    type Err = NotUnderstood;

    fn from_str(text: &str) -> Result<Self, NotUnderstood> {
        let (table, columns) = text
            .split_once('=')
            .ok_or("a choice of columns looks like records=display_name,role,presence_seconds")?;
        let columns: Vec<_> = columns.split(',').map(str::trim).collect();
        Self::of(table.parse()?, &columns)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decode::escapes::without_lone_surrogates;
    use crate::origin::Origin;
    use crate::series::RunOptions;
    use crate::series::collect::collection::Collection;
    use crate::series::collect::facts::Facts;
    use crate::summary::{Rules, summarise};
    use crate::views::ALL;

    const SAMPLE: &[u8] = include_bytes!("../../samples/every-finding.json");

    fn texts(row: &[Cell<'_>]) -> Vec<String> {
        row.iter().map(|cell| format!("{cell:?}")).collect()
    }

    /// Returns the answers of a sample; its documents are handed to `take`.
    fn run(mut take: impl FnMut(&DocumentSummary<'_>)) -> Run {
        let mut facts = Facts::default();
        let (sample, _) = without_lone_surrogates(SAMPLE);
        for document in summarise(&sample, &Origin::named("a.json"), &Rules::default()) {
            take(&document);
            facts.add(&document);
        }
        let mut collection = Collection::default();
        collection.add(facts);
        Run::compute(collection, RunOptions::default())
    }

    /// Returns the rows of a sample as text, cell by cell.
    fn rows(view: &View) -> Vec<Vec<String>> {
        let mut rows = Vec::new();
        let mut push = |row: &[Cell<'_>]| rows.push(texts(row));
        let run = run(|document| view.rows_in(document, &ALL, &mut push));
        view.answers(&run, push);
        rows
    }

    #[test]
    fn stretches_of_any_size_make_up_the_answers_of_a_table() {
        let run = run(|_| {});
        let mut cut = 0;
        for view in Table::ALL.map(View::whole) {
            let mut whole = Vec::new();
            view.answers(&run, |row| whole.push(texts(row)));
            for size in [1, 5, 20] {
                let stretches = view.stretches(&run, size);
                cut += stretches.len() - 1;
                let mut rows = Vec::new();
                for stretch in &stretches {
                    view.answers_in(&run, stretch, |row| rows.push(texts(row)));
                }
                assert_eq!(rows, whole, "{view} by {size}");
            }
        }
        assert!(cut > 20, "{cut}");
    }

    #[test]
    fn chosen_columns_hold_what_they_hold_in_the_whole_table() {
        for table in Table::ALL {
            let whole = rows(&View::whole(table));
            for step in 1..=3 {
                let places = (0..table.columns().len()).rev().step_by(step);
                let keys: Vec<_> = places.clone().map(|at| table.columns()[at].key).collect();
                let view = View::of(table, &keys).unwrap();
                assert!(view.columns().iter().map(|column| column.key).eq(keys));
                let expected = whole.iter().map(|row| {
                    let cells = places.clone().map(|at| row[at].clone());
                    cells.collect::<Vec<_>>()
                });
                assert!(rows(&view).into_iter().eq(expected), "{view}");
            }
        }
    }

    #[test]
    fn a_choice_reads_back_as_it_is_kept() {
        let text = "records=role,display_name,presence_seconds";
        let view: View = text.parse().unwrap();
        assert_eq!((view.table(), view.is_whole()), (Table::Records, false));
        assert_eq!(view.position("display_name"), Some(1));
        assert_eq!(view.position("email"), None);
        assert_eq!(view.to_string(), text);
        let with_blanks: View = "records=role, display_name ,presence_seconds"
            .parse()
            .unwrap();
        assert_eq!(with_blanks.to_string(), text);
    }

    #[test]
    fn what_does_not_exist_or_comes_twice_is_refused_with_what_there_is() {
        let refused = |text: &str| text.parse::<View>().unwrap_err().to_string();
        assert!(refused("records").contains("looks like records="));
        assert!(refused("people2=email").contains("known are meetings, people,"));
        let unknown = refused("passed=mail");
        assert!(unknown.contains("no column `mail`") && unknown.contains("display_name, email"));
        assert!(refused("passed=email,due,email").contains("`email` of `passed` is named twice"));
        assert!(refused("passed=").contains("no column ``"));
    }
}

//! The words of the workbook that are no table's headings, in one place.

use crate::finding::Severity;
use crate::stats::over_time::Unit;
use crate::tables::Table;

/// The words of the workbook; `{…}` stands for a value.
#[derive(Debug)]
pub(super) struct Words {
    /// The first sheet's name.
    pub overview: &'static str,
    /// The last sheet's name.
    pub columns: &'static str,
    /// What the workbook is.
    pub title: &'static str,
    /// What the workbook of one meeting is; with `{meeting}`.
    pub title_of_meeting: &'static str,
    /// What made it of what.
    pub made_by: &'static str,
    /// On paper, with Excel's signs for the numbers.
    pub page_of: &'static str,

    /// Captions of the large numbers.
    pub meetings: &'static str,
    pub people: &'static str,
    pub participations: &'static str,
    pub hours: &'static str,
    pub mean_share: &'static str,
    pub errors_and_warnings: &'static str,

    /// The facts below the title.
    pub from_to: &'static str,
    pub in_zone: &'static str,
    /// For one, and for other numbers.
    pub documents_read: [&'static str; 2],
    pub without_report: [&'static str; 2],

    /// Titles of the sections.
    pub roles: &'static str,
    pub over_time: &'static str,
    pub course: &'static str,
    pub findings: &'static str,
    pub sheets: &'static str,
    pub definitions: &'static str,
    pub reading: &'static str,

    /// Headings of the tables by role and over time.
    pub role: &'static str,
    pub presence: &'static str,
    pub mean_presence: &'static str,
    pub day: &'static str,
    pub week: &'static str,
    pub month: &'static str,
    pub year: &'static str,
    pub no_date: &'static str,
    pub all: &'static str,
    pub time: &'static str,
    pub people_present: &'static str,

    /// Titles of the charts, and what they show for who cannot see them.
    pub chart_of_roles: &'static str,
    pub chart_over_time: &'static str,
    pub chart_of_course: &'static str,
    pub chart_described: &'static str,

    /// The table of findings.
    pub code: &'static str,
    pub severity: &'static str,
    pub error: &'static str,
    pub warning: &'static str,
    pub note: &'static str,
    pub count: &'static str,
    pub meaning: &'static str,
    pub no_findings: &'static str,

    /// The table of sheets.
    pub sheet: &'static str,
    pub rows: &'static str,
    pub row_is: &'static str,
    pub of_columns: &'static str,

    /// What a reader needs to know.
    pub notes: &'static [&'static str],
    /// In front of the zone's name.
    pub times_are: &'static str,

    /// Headings of the sheet of columns.
    pub column: &'static str,
    pub shown_as: &'static str,
    pub in_csv: &'static str,

    /// What pointing at a link says.
    pub to_overview: &'static str,
    pub to_meeting: &'static str,
    pub to_records: &'static str,
    pub to_roles: &'static str,
    pub to_intervals: &'static str,
    pub to_findings: &'static str,
    pub to_sheet: &'static str,
}

/// English.
pub(super) const ENGLISH: Words = Words {
    overview: "Overview",
    columns: "Columns",
    title: "Attendance summary",
    title_of_meeting: "Attendance: {meeting}",
    made_by: concat!(
        "Made by Rollbook ",
        env!("CARGO_PKG_VERSION"),
        " from Microsoft Teams attendance reports. Blue underlined words are links; the first heading of each sheet \
         leads back here."
    ),
    page_of: "Page &P of &N",

    meetings: "Meetings",
    people: "People",
    participations: "Participations",
    hours: "Hours of presence",
    mean_share: "Mean share",
    errors_and_warnings: "Errors, warnings",

    from_to: "{from} to {to}",
    in_zone: "time zone {zone}",
    documents_read: ["{n} document read", "{n} documents read"],
    without_report: ["{n} of them without a report"; 2],

    roles: "By role",
    over_time: "Over time",
    course: "Course of the meeting",
    findings: "Findings: what to look at",
    sheets: "Sheets",
    definitions: "How each number is defined",
    reading: "How to read the sheets",

    role: "Role",
    presence: "Presence",
    mean_presence: "Mean presence",
    day: "Day",
    week: "Week from",
    month: "Month",
    year: "Year",
    no_date: "(no date)",
    all: "All",
    time: "From",
    people_present: "People present",

    chart_of_roles: "Participations by role",
    chart_over_time: "Participations over time",
    chart_of_course: "People present at a time, at most",
    chart_described: "{title}. The table beside it has the same numbers.",

    code: "Finding",
    severity: "Severity",
    error: "error",
    warning: "warning",
    note: "note",
    count: "Count",
    meaning: "What it means",
    no_findings: "Nothing was found that does not add up.",

    sheet: "Sheet",
    rows: "Rows",
    row_is: "What a row is",
    of_columns: "what each column of each sheet means",

    notes: &[
        "Lengths of time are shown as hours:minutes:seconds and can be added up; a column ending in (s) has the same \
         value in plain seconds.",
        "An empty cell means that a value is not known; it is not zero.",
        "Participations count a person once a meeting; People counts everybody once.",
        "Links lead to where a row was written. Filters do not matter; once a sheet is sorted they lead to what stands \
         there now.",
        "On sheets of more than 8,000 rows only the first row of each meeting has links.",
    ],
    times_are: "Dates and times are those of the time zone {zone} (rules of {version}), cut to whole seconds.",

    column: "Column",
    shown_as: "Shown as",
    in_csv: "In CSV and JSON",

    to_overview: "Back to the overview",
    to_meeting: "To the meeting",
    to_records: "To the records",
    to_roles: "To the roles of the meeting",
    to_intervals: "To the first join and leave",
    to_findings: "To the findings of the meeting",
    to_sheet: "To the sheet",
};

impl Words {
    /// The heading of periods of this length.
    pub const fn unit(&self, unit: Unit) -> &'static str {
        match unit {
            Unit::Day => self.day,
            Unit::Week => self.week,
            Unit::Month => self.month,
            Unit::Year => self.year,
        }
    }

    /// The word for a severity.
    pub const fn of_severity(&self, severity: Severity) -> &'static str {
        match severity {
            Severity::Error => self.error,
            Severity::Warning => self.warning,
            Severity::Note => self.note,
        }
    }

    /// What pointing at a link to this table says.
    pub const fn to_table(&self, table: Table) -> &'static str {
        match table {
            Table::Meetings => self.to_meeting,
            Table::Records => self.to_records,
            Table::Roles => self.to_roles,
            Table::Intervals => self.to_intervals,
            Table::Findings => self.to_findings,
            _ => self.to_sheet,
        }
    }
}

/// A text with its number.
pub(super) fn counted([one, other]: [&str; 2], number: usize) -> String {
    let form = if number == 1 { one } else { other };
    fill(form, &[("n", &number.to_string())])
}

/// `text` with each `{name}` replaced by its value.
pub(super) fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut filled = text.to_owned();
    for (name, value) in values {
        filled = filled.replace(&format!("{{{name}}}"), value);
    }
    filled
}

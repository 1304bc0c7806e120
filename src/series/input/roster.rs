//! The roster: who was expected, where they belong, and from when to when.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::series::input::aliases::fold;
use crate::series::input::sheets::{Column, FileProblem, Sheet, SheetRow, problem};

/// One expected person.
#[derive(Clone, Debug, Default)]
pub struct RosterEntry {
    /// Where it stands in the file.
    pub row: usize,
    /// The name.
    pub name: Option<String>,
    /// The e-mail address, trimmed and in lower case.
    pub email: Option<String>,
    /// The identity id.
    pub id: Option<String>,
    /// The department.
    pub department: Option<String>,
    /// The cost centre.
    pub cost_centre: Option<String>,
    /// The first day on which the person was expected.
    pub from: Option<Date>,
    /// The last day on which the person was expected.
    pub to: Option<Date>,
    /// Whether the person had to come; else they could.
    pub required: bool,
    /// The series in which the person was expected; all of them where none is named.
    pub series: Option<String>,
}

impl RosterEntry {
    /// Whether the person was on the roster for a meeting of this series on this day.
    pub fn covers(&self, series: &str, day: Option<Date>) -> bool {
        let named = |own: &String| fold(own) == fold(series);
        let after = |from: Date| day.is_none_or(|day| day >= from);
        let before = |to: Date| day.is_none_or(|day| day <= to);
        self.series.as_ref().is_none_or(named)
            && self.from.is_none_or(after)
            && self.to.is_none_or(before)
    }
}

/// Everybody who was expected, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Roster {
    /// One a person (and series).
    pub entries: Vec<RosterEntry>,
}

struct Columns {
    name: Column,
    email: Column,
    id: Column,
    department: Column,
    cost_centre: Column,
    from: Column,
    to: Column,
    required: Column,
    series: Column,
}

impl Roster {
    /// Reads a sheet with a row a person.
    ///
    /// # Errors
    /// When nobody can be told apart, a date or word cannot be read, a person
    /// ends before they begin, or stands twice.
    pub fn read(sheet: &Sheet) -> Result<Self, FileProblem> {
        let columns = Columns {
            name: sheet.column(&["name", "display name", "full name"])?,
            email: sheet.column(&["email", "mail", "email address"])?,
            id: sheet.column(&["id", "identity id", "object id", "user id"])?,
            department: sheet.column(&["department", "team"])?,
            cost_centre: sheet.column(&["cost centre", "cost center"])?,
            from: sheet.column(&["from", "start", "first day"])?,
            to: sheet.column(&["to", "until", "end", "last day"])?,
            required: sheet.column(&["required"])?,
            series: sheet.column(&["series", "course"])?,
        };
        let known_by = [columns.email, columns.id, columns.name];
        sheet.require(&known_by, "`e-mail`, `id` or `name`")?;
        let entries = sheet.rows.iter().map(|row| entry(sheet, row, &columns));
        let entries: Vec<_> = entries.collect::<Result<_, _>>()?;
        if entries.is_empty() {
            return Err(problem(
                &sheet.file,
                "names nobody below its headings".into(),
            ));
        }
        refuse_duplicates(sheet, &columns, &entries)?;
        Ok(Self { entries })
    }
}

fn entry(sheet: &Sheet, row: &SheetRow, columns: &Columns) -> Result<RosterEntry, FileProblem> {
    let entry = RosterEntry {
        row: row.number,
        name: row.text(columns.name),
        email: row.text(columns.email).map(|email| fold(&email)),
        id: row.text(columns.id),
        department: row.text(columns.department),
        cost_centre: row.text(columns.cost_centre),
        from: sheet.date(row, columns.from)?,
        to: sheet.date(row, columns.to)?,
        required: required(sheet, row, columns.required)?,
        series: row.text(columns.series),
    };
    if entry.name.is_none() && entry.email.is_none() && entry.id.is_none() {
        return Err(sheet.problem_at(row, None, "names no e-mail, id or name".into()));
    }
    if let (Some(from), Some(to)) = (entry.from, entry.to)
        && to < from
    {
        let said = format!("ends on {to}, before it begins on {from}");
        return Err(sheet.problem_at(row, columns.to, said));
    }
    Ok(entry)
}

fn required(sheet: &Sheet, row: &SheetRow, column: Column) -> Result<bool, FileProblem> {
    let Some(word) = row.text(column) else {
        return Ok(true);
    };
    match fold(&word).as_str() {
        "required" | "yes" | "true" | "1" => Ok(true),
        "optional" | "no" | "false" | "0" => Ok(false),
        _ => {
            let said = format!("`{}` is neither required nor optional", word.escape_debug());
            Err(sheet.problem_at(row, column, said))
        }
    }
}

/// Refuses a person who stands twice for the same series.
fn refuse_duplicates(
    sheet: &Sheet,
    columns: &Columns,
    entries: &[RosterEntry],
) -> Result<(), FileProblem> {
    let mut seen: HashMap<(usize, String), Vec<&RosterEntry>> = HashMap::new();
    for (entry, row) in entries.iter().zip(&sheet.rows) {
        let only_name = entry.email.is_none() && entry.id.is_none();
        let keys = [
            (0, columns.email, entry.email.clone()),
            (1, columns.id, entry.id.clone()),
            (
                2,
                columns.name,
                entry.name.as_deref().filter(|_| only_name).map(fold),
            ),
        ];
        for (kind, column, key) in keys {
            let Some(key) = key else { continue };
            let others = seen.entry((kind, key)).or_default();
            if let Some(other) = others.iter().find(|other| meet(other, entry)) {
                let said = format!("the same person stands in row {} already", other.row);
                return Err(sheet.problem_at(row, column, said));
            }
            others.push(entry);
        }
    }
    Ok(())
}

/// Whether two entries of one person are about the same meetings.
fn meet(one: &RosterEntry, other: &RosterEntry) -> bool {
    match (&one.series, &other.series) {
        (Some(one), Some(other)) => fold(one) == fold(other),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Roster, FileProblem> {
        Roster::read(&Sheet::read("roster.csv", text.as_bytes()).unwrap())
    }

    #[test]
    fn a_person_who_stands_twice_is_refused_with_both_rows() {
        let problem = read("name,email\nAnn,a@x.example\nBob,b@x.example\nA.,A@x.example \n");
        let said = problem.unwrap_err().to_string();
        assert_eq!(
            said,
            "`roster.csv`, row 4, column `email`: the same person stands in row 2 already"
        );
    }

    #[test]
    fn a_roster_of_nobody_is_refused() {
        let said = read("name,email\n").unwrap_err().to_string();
        assert!(said.contains("names nobody"), "{said}");
    }

    #[test]
    fn a_person_may_be_expected_in_two_series() {
        let both = "email,series\na@x.example,Excel\na@x.example,Word\n";
        assert_eq!(read(both).unwrap().entries.len(), 2);
        let twice = "email,series\na@x.example,Excel\na@x.example,excel\n";
        assert!(read(twice).is_err());
    }

    #[test]
    fn dates_that_do_not_parse_or_run_backwards_are_refused() {
        let bad = read("email,from\na@x.example,soon\n").unwrap_err();
        assert_eq!((bad.row, bad.column.as_deref()), (Some(2), Some("from")));
        let backwards = read("email,from,to\na@x.example,2026-10-02,2026-10-01\n").unwrap_err();
        assert_eq!(backwards.column.as_deref(), Some("to"));
    }

    #[test]
    fn an_entry_covers_its_days_both_ends_included() {
        let roster = read("email,from,to\na@x.example,2026-10-01,31.10.2026\n").unwrap();
        let covers =
            |month, day| roster.entries[0].covers("any", Some(jiff::civil::date(2026, month, day)));
        assert_eq!(
            [covers(9, 30), covers(10, 1), covers(10, 31), covers(11, 1)],
            [false, true, true, false]
        );
    }
}

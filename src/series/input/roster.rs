//! The roster: who was expected, where they belong, and from when to when.

use std::collections::HashMap;

use jiff::civil::Date;

use crate::series::input::aliases::fold;
use crate::series::input::faults::{Collected, Faults};
use crate::series::input::headings::Field;
use crate::series::input::sheets::{Sheet, SheetRow};
use crate::series::input::table::{ListKind, Listed, Table};

/// One expected person.
#[derive(Clone, Debug, Default)]
pub struct RosterEntry {
    /// Where it stands in the file.
    pub row: usize,
    /// The name.
    pub name: Option<String>,
    /// The e-mail address, trimmed and in lower case.
    pub email: Option<String>,
    /// Further addresses of the same person, by which records are matched too.
    pub other_emails: Vec<String>,
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
    /// Returns whether the person was on the roster for a meeting of this series on this day.
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
    /// One per person (and series).
    pub entries: Vec<RosterEntry>,
}

/// What a roster may hold.
const ROSTER: ListKind = ListKind {
    nouns: ["person", "people"],
    fields: &[
        Field::Name,
        Field::GivenName,
        Field::FamilyName,
        Field::Email,
        Field::Login,
        Field::Id,
        Field::Department,
        Field::CostCentre,
        Field::From,
        Field::To,
        Field::Required,
        Field::Series,
    ],
    known_by: &[
        Field::Email,
        Field::Login,
        Field::Id,
        Field::Name,
        Field::FamilyName,
    ],
    needs: "`e-mail`, `id` or `name`",
    decisive: &[
        Field::Email,
        Field::From,
        Field::To,
        Field::Required,
        Field::Series,
    ],
};

impl Roster {
    /// Reads a sheet with a row per person.
    ///
    /// # Errors
    /// When nobody can be told apart, an address, date or word cannot be read, a person
    /// ends before they begin, or stands twice: all faults at once.
    pub fn read(sheet: &Sheet) -> Result<Listed<Self>, Faults> {
        let table = Table::of(sheet, &ROSTER)?;
        let mut faults = Collected::default();
        table.refuse_unsaved(&mut faults);
        let mut entries = Vec::new();
        let mut unexpected = 0;
        for row in &table.rows {
            match entry(&table, row, &mut faults) {
                Read::Person(entry) => entries.push(*entry),
                Read::Unexpected => unexpected += 1,
                Read::Fault => {}
            }
        }
        refuse_duplicates(&table, &entries, &mut faults);
        let mut entries = faults.instead_of(entries)?;
        if entries.is_empty() {
            return Err(table
                .problem("names nobody below its headings".into())
                .into());
        }
        entries.iter_mut().for_each(|entry| {
            entry
                .other_emails
                .retain(|other| entry.email.as_ref() != Some(other))
        });
        let mut notes = Vec::new();
        if unexpected > 0 {
            notes.push(format!("left out {unexpected} who were unexpected"));
        }
        Ok(Listed {
            understood: table.understood(entries.len(), notes),
            list: Self { entries },
        })
    }
}

/// What a row came to.
enum Read {
    Person(Box<RosterEntry>),
    /// Somebody whom an earlier run found unexpected: its roster is no list of them.
    Unexpected,
    Fault,
}

fn entry(table: &Table<'_>, row: &SheetRow, faults: &mut Collected) -> Read {
    let required = match table
        .text(row, Field::Required)
        .map(|word| (required(&word), word))
    {
        None => true,
        Some((Some(Expected::Required), _)) => true,
        Some((Some(Expected::Optional), _)) => false,
        Some((Some(Expected::Unexpected), _)) => return Read::Unexpected,
        Some((None, word)) => {
            let said = format!(
                "`{}` is neither required nor optional; write one of the two",
                word.escape_debug()
            );
            faults.add(table.problem_at(row, Field::Required, said));
            return Read::Fault;
        }
    };
    let addresses = faults.note(table.addresses(row));
    let from = faults.note(table.date(row, Field::From));
    let to = faults.note(table.date(row, Field::To));
    let (Some(addresses), Some(from), Some(to)) = (addresses, from, to) else {
        return Read::Fault;
    };
    let before_address = || {
        let cell = table.text(row, Field::Email)?;
        let (name, _) = cell.split_once('<')?;
        let name = name.trim().trim_matches('"').trim();
        (!name.is_empty() && !name.contains('@')).then(|| name.to_owned())
    };
    let entry = RosterEntry {
        row: row.number,
        name: table.name(row).or_else(before_address),
        email: addresses.first().cloned(),
        other_emails: addresses,
        id: table.text(row, Field::Id),
        department: table.text(row, Field::Department),
        cost_centre: table.text(row, Field::CostCentre),
        from,
        to,
        required,
        series: table.text(row, Field::Series),
    };
    if entry.name.is_none() && entry.email.is_none() && entry.id.is_none() {
        faults.add(table.problem_in(row, "names no e-mail, id or name".into()));
        return Read::Fault;
    }
    if let (Some(from), Some(to)) = (entry.from, entry.to)
        && to < from
    {
        let said = format!("ends on {to}, before it begins on {from}");
        faults.add(table.problem_at(row, Field::To, said));
        return Read::Fault;
    }
    Read::Person(Box::new(entry))
}

/// Whether somebody had to come, could, or was not expected.
#[derive(Clone, Copy)]
enum Expected {
    Required,
    Optional,
    Unexpected,
}

/// Reads a word of any language.
fn required(word: &str) -> Option<Expected> {
    const YES: [&str; 25] = [
        "required",
        "mandatory",
        "yes",
        "y",
        "true",
        "1",
        "x",
        "pflicht",
        "verpflichtend",
        "erforderlich",
        "ja",
        "j",
        "wahr",
        "obligatoire",
        "oui",
        "vrai",
        "obligatorio",
        "obligatoria",
        "sí",
        "verdadero",
        "obrigatório",
        "obrigatória",
        "sim",
        "必須",
        "はい",
    ];
    const NO: [&str; 23] = [
        "optional",
        "voluntary",
        "no",
        "n",
        "false",
        "0",
        "freiwillig",
        "nein",
        "falsch",
        "facultatif",
        "facultative",
        "non",
        "faux",
        "opcional",
        "voluntario",
        "falso",
        "facultativo",
        "não",
        "nao",
        "任意",
        "いいえ",
        "wahlfrei",
        "kann",
    ];
    let word = fold(word);
    let is_in = |words: &[&str]| words.contains(&word.as_str());
    if is_in(&YES) || word == "✓" || word == "✔" {
        Some(Expected::Required)
    } else if is_in(&NO) {
        Some(Expected::Optional)
    } else if word == "unexpected" {
        Some(Expected::Unexpected)
    } else {
        None
    }
}

/// Refuses a person who stands twice for the same series and days.
fn refuse_duplicates(table: &Table<'_>, entries: &[RosterEntry], faults: &mut Collected) {
    let mut seen: HashMap<(usize, String), Vec<&RosterEntry>> = HashMap::new();
    for entry in entries {
        let only_name = entry.email.is_none() && entry.id.is_none();
        let name = entry.name.as_deref().filter(|_| only_name).map(fold);
        let addresses = entry
            .other_emails
            .iter()
            .map(|email| (0, Field::Email, email.clone()));
        let keys = addresses
            .chain(entry.id.clone().map(|id| (1, Field::Id, id)))
            .chain(name.map(|name| (2, Field::Name, name)));
        let mut told = false;
        for (kind, field, key) in keys {
            let others = seen.entry((kind, key)).or_default();
            let other = others
                .iter()
                .find(|other| other.row != entry.row && meet(other, entry));
            if let Some(other) = other.filter(|_| !told) {
                told = true;
                let said = format!(
                    "the same person stands in row {} already; keep one row, or give each its own series or days",
                    other.row
                );
                let row = table.rows.iter().find(|row| row.number == entry.row);
                faults.extend(row.map(|row| table.problem_at(row, field, said)));
            }
            others.push(entry);
        }
    }
}

/// Returns whether two entries of one person are about the same meetings.
fn meet(one: &RosterEntry, other: &RosterEntry) -> bool {
    let same_series = match (&one.series, &other.series) {
        (Some(one), Some(other)) => fold(one) == fold(other),
        _ => true,
    };
    let over_before = |one: &RosterEntry, other: &RosterEntry| {
        one.to.zip(other.from).is_some_and(|(to, from)| to < from)
    };
    same_series && !over_before(one, other) && !over_before(other, one)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Roster, Faults> {
        let sheet = Sheet::read("roster.csv", text.as_bytes()).unwrap();
        Roster::read(&sheet).map(|listed| listed.list)
    }

    #[test]
    fn all_faults_of_a_roster_are_told_at_once() {
        let faults =
            read("name,email,from\nAnn,ann,2026-10-01\nBob,b@x.example,soon\n-,,\n").unwrap_err();
        let rows: Vec<_> = faults.all().iter().map(|fault| fault.row).collect();
        assert_eq!(rows, [Some(2), Some(3), Some(4)], "{faults}");
    }

    #[test]
    fn a_name_may_stand_before_the_address() {
        let roster = read("E-Mail\n\"Lee, Ann <Ann@x.example>\"\n").unwrap();
        let entry = &roster.entries[0];
        assert_eq!(
            (entry.name.as_deref(), entry.email.as_deref()),
            (Some("Lee, Ann"), Some("ann@x.example"))
        );
    }

    #[test]
    fn mail_and_sign_in_name_both_name_the_person() {
        let roster = read("UPN,Mail\nu0@corp.example,ann@x.example\n").unwrap();
        assert_eq!(roster.entries[0].email.as_deref(), Some("ann@x.example"));
        assert_eq!(roster.entries[0].other_emails, ["u0@corp.example"]);
    }

    #[test]
    fn who_left_and_came_back_may_stand_twice() {
        let text = "email,from,to\na@x.example,2026-05-01,2026-06-02\na@x.example,2026-06-10,\n";
        assert_eq!(read(text).unwrap().entries.len(), 2);
    }

    #[test]
    fn an_earlier_roster_table_reads_back_without_the_unexpected() {
        let text = "Name,E-mail,Expected\nAnn,a@x.example,required\nBob,b@x.example,optional\nCem,c@x.example,unexpected\n";
        let required: Vec<_> = read(text)
            .unwrap()
            .entries
            .iter()
            .map(|entry| entry.required)
            .collect();
        assert_eq!(required, [true, false]);
    }

    #[test]
    fn a_person_who_stands_twice_is_refused_with_both_rows() {
        let problem = read("name,email\nAnn,a@x.example\nBob,b@x.example\nA.,A@x.example \n");
        let said = problem.unwrap_err().to_string();
        assert_eq!(
            said,
            "`roster.csv`, row 4, column `email`: the same person stands in row 2 already; keep one row, or give each its own series or days"
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
        let faults = read("email,from\na@x.example,soon\n").unwrap_err();
        let bad = faults.first();
        assert_eq!((bad.row, bad.column.as_deref()), (Some(2), Some("from")));
        let backwards = read("email,from,to\na@x.example,2026-10-02,2026-10-01\n").unwrap_err();
        assert_eq!(backwards.first().column.as_deref(), Some("to"));
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

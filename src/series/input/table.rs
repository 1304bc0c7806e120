//! A list with its columns understood: which sheet, which heading row, which column is what.

use std::collections::HashSet;
use std::fmt;

use jiff::civil::Date;

use crate::model::identity::{is_placeholder, is_placeholder_id};
use crate::series::input::addresses::{addresses, home_address};
use crate::series::input::dates::read_day;
use crate::series::input::faults::{Collected, FileProblem, problem};
use crate::series::input::headings::{Field, plain};
use crate::series::input::sheets::{Column, Sheet, SheetRow, Tab, Value};

/// What a kind of list may and must hold.
pub struct ListKind {
    /// What one row is, and several.
    pub nouns: [&'static str; 2],
    /// The columns it may have, those that take a heading from others first.
    pub fields: &'static [Field],
    /// The columns of which it must have one.
    pub known_by: &'static [Field],
    /// These in words.
    pub needs: &'static str,
    /// Columns that decide who is absent: one that is nearly named so is never ignored.
    pub decisive: &'static [Field],
}

/// A list and what was understood of its file.
#[derive(Clone, Debug)]
pub struct Listed<T> {
    /// The list.
    pub list: T,
    /// What was understood.
    pub understood: Understood,
}

/// What was understood of a list, in a line for people.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Understood {
    /// The file, without folders.
    pub file: String,
    /// How much it holds, such as `22 people`.
    pub holds: String,
    /// The columns used, each with its heading.
    pub used: Vec<(Field, String)>,
    /// The headings of columns that were not used.
    pub ignored: Vec<String>,
    /// Of headings not used the word that they look like.
    pub likely: Vec<(String, Field)>,
    /// What is remarkable about how it was read.
    pub notes: Vec<String>,
}

impl Understood {
    /// Returns whether the list has this column.
    pub fn has(&self, field: Field) -> bool {
        self.used.iter().any(|(used, _)| *used == field)
    }
}

/// How many ignored headings are named: an export from a directory has dozens.
const HEADINGS_NAMED: usize = 8;

impl fmt::Display for Understood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.file, self.holds)?;
        let used = self.used.iter().map(|(field, heading)| {
            if plain(heading) == plain(field.word()) {
                field.word().to_owned()
            } else {
                format!("{} ({heading})", field.word())
            }
        });
        let used: Vec<_> = used.collect();
        if !used.is_empty() {
            write!(f, "; used {}", used.join(", "))?;
        }
        if !self.ignored.is_empty() {
            let named = self.ignored.iter().take(HEADINGS_NAMED);
            let named = named.map(|heading| {
                let likely = self.likely.iter().find(|(like, _)| like == heading);
                likely.map_or_else(
                    || heading.clone(),
                    |(_, field)| format!("{heading} (did you mean {}?)", field.word()),
                )
            });
            let named: Vec<_> = named.collect();
            write!(f, "; ignored {}", named.join(", "))?;
            let more = self.ignored.len().saturating_sub(HEADINGS_NAMED);
            if more > 0 {
                write!(f, " and {more} more")?;
            }
        }
        self.notes.iter().try_for_each(|note| write!(f, "; {note}"))
    }
}

/// The rows of a list below its headings.
pub struct Table<'s> {
    sheet: &'s Sheet,
    tab: &'s Tab,
    headings: Vec<String>,
    heading_row: usize,
    columns: Vec<(Field, usize)>,
    /// The rows that hold something, in order, without totals at the end.
    pub rows: Vec<&'s SheetRow>,
    understood: Understood,
    nouns: [&'static str; 2],
}

/// Within so many rows the headings must stand.
const ROWS_ABOVE: usize = 30;
/// So many filled rows may stand above the headings of a sheet that begins with a list: a
/// title, and a remark or two.
const LINES_OF_A_TITLE: usize = 4;

impl<'s> Table<'s> {
    /// Finds the list in a file: the first sheet with the headings it needs, in the row that
    /// has most of them. A sheet that begins with them goes before one that has them below
    /// other things, as the overview of a workbook that this program wrote.
    ///
    /// # Errors
    /// When no sheet has them, a heading stands twice, or one that decides who is absent is
    /// nearly but not quite a known one.
    pub fn of(sheet: &'s Sheet, kind: &ListKind) -> Result<Self, FileProblem> {
        let found = sheet
            .tabs
            .iter()
            .filter_map(|tab| Some((tab, heading_line(tab, kind)?)));
        // Of several the first.
        let Some((tab, at)) = found.min_by_key(|(_, at)| *at > LINES_OF_A_TITLE) else {
            return Err(without_headings(sheet, kind));
        };
        let line = &tab.lines[at];
        let mut table = Self {
            sheet,
            tab,
            headings: (0..line.values.len())
                .map(|at| line.text(Some(at)).unwrap_or_default())
                .collect(),
            heading_row: line.number,
            columns: Vec::new(),
            rows: tab.lines[at + 1..].iter().collect(),
            understood: Understood {
                file: sheet.file_name().to_owned(),
                notes: sheet.notes.clone(),
                ..Understood::default()
            },
            nouns: kind.nouns,
        };
        table.leave_totals_out();
        table.understand(kind)?;
        table.name_other_sheets();
        Ok(table)
    }

    fn understand(&mut self, kind: &ListKind) -> Result<(), FileProblem> {
        self.columns = columns(&self.headings, kind.fields);
        let is_named = |row: &&SheetRow| self.text(row, Field::Name).is_some();
        if self.rows.iter().all(is_named) && self.column(Field::Name).is_some() {
            // The parts stand in for a name that is missing, and none is.
            let is_part = |field| matches!(field, Field::GivenName | Field::FamilyName);
            self.columns.retain(|&(field, _)| !is_part(field));
        }
        for &(field, used) in &self.columns {
            let same = |at: &usize| {
                *at != used && plain(&self.headings[*at]) == plain(&self.headings[used])
            };
            if let Some(second) = (0..self.headings.len()).find(same) {
                let said = format!("stands twice; keep one column for {}", field.word());
                return Err(self.problem_with_heading(second, said));
            }
        }
        let mut used = self.columns.clone();
        used.sort_by_key(|&(_, at)| at);
        self.understood.used = used
            .iter()
            .map(|&(field, at)| (field, self.headings[at].clone()))
            .collect();
        for (at, heading) in self.headings.iter().enumerate() {
            let is_used = self.columns.iter().any(|&(_, used)| used == at);
            if heading.is_empty() || is_used {
                continue;
            }
            self.understood.ignored.push(heading.clone());
            let missing = kind
                .fields
                .iter()
                .filter(|field| self.column(**field).is_none());
            if let Some(&field) = missing
                .clone()
                .find(|field| field.likely(heading).is_some() && field.rank(heading).is_none())
            {
                if kind.decisive.contains(&field) {
                    let said = format!(
                        "looks like `{}`, which decides who is absent; name it so, or otherwise if it is something else",
                        field.word()
                    );
                    return Err(self.problem_with_heading(at, said));
                }
                self.understood.likely.push((heading.clone(), field));
            }
        }
        self.refuse_unknown_addresses(kind)
    }

    /// Refuses a list that knows people by their names alone, while a column whose heading is
    /// not known holds an address of their own for each.
    ///
    /// Addresses that stand in several rows are a manager's or an office's.
    fn refuse_unknown_addresses(&self, kind: &ListKind) -> Result<(), FileProblem> {
        let is_known = |field: &Field| self.column(*field).is_some();
        let is_name = |field: &&Field| matches!(field, Field::Name | Field::FamilyName);
        let mut keys = kind.known_by.iter().filter(|field| !is_name(field));
        if !kind.fields.contains(&Field::Email) || keys.any(is_known) {
            return Ok(());
        }
        let is_used = |at: &usize| self.columns.iter().any(|(_, used)| used == at);
        let mut unused = (0..self.headings.len()).filter(|at| !is_used(at));
        let Some(at) = unused.find(|&at| self.holds_own_addresses(at)) else {
            return Ok(());
        };
        let said = "holds an e-mail address of its own for each, and its heading is not known; name it `e-mail` if these are the people's own addresses, or else take the column out";
        Err(self.problem_with_heading(at, said.into()))
    }

    /// Returns whether each row that has something in a column has one address there that no
    /// other row has.
    fn holds_own_addresses(&self, at: usize) -> bool {
        let mut seen = HashSet::new();
        let texts = self.rows.iter().filter_map(|row| row.text(Some(at)));
        let mut texts = texts.filter(|text| !is_placeholder(text));
        let are_own = texts.all(|text| match &*addresses(&text) {
            [own] => seen.insert(own.clone()),
            _ => false,
        });
        are_own && !seen.is_empty()
    }

    /// Leaves out what stands below a list: the sum of its rows is no person.
    fn leave_totals_out(&mut self) {
        while let Some(last) = self.rows.last().filter(|row| is_total(row)) {
            let first = (0..last.values.len()).find_map(|at| last.text(Some(at)));
            let note = format!(
                "left out row {} ({})",
                last.number,
                first.unwrap_or_default()
            );
            self.understood.notes.push(note);
            self.rows.pop();
        }
    }

    fn name_other_sheets(&mut self) {
        let others = self
            .sheet
            .tabs
            .iter()
            .filter(|tab| tab.name != self.tab.name);
        let others: Vec<_> = others.filter_map(|tab| tab.name.as_deref()).collect();
        if let (Some(own), false) = (&self.tab.name, others.is_empty()) {
            let note = format!("read sheet {own}, not {}", others.join(", "));
            self.understood.notes.push(note);
        }
    }

    /// Returns where a column stands; `None` where the list has none.
    pub fn column(&self, field: Field) -> Column {
        let found = self.columns.iter().find(|(own, _)| *own == field);
        found.map(|&(_, at)| at)
    }

    /// Returns what stands in a row and column.
    pub fn value<'r>(&self, row: &'r SheetRow, field: Field) -> &'r Value {
        row.value(self.column(field))
    }

    /// Returns the text in a row and column; `None` where there is none, or a word that
    /// stands for nothing, such as `n/a`.
    pub fn text(&self, row: &SheetRow, field: Field) -> Option<String> {
        let is_nothing = match field {
            Field::Id | Field::RegistrationId => is_placeholder_id,
            _ => is_placeholder,
        };
        row.text(self.column(field))
            .filter(|text| !is_nothing(text))
    }

    /// Returns the name: as it stands, else given and family name together.
    pub fn name(&self, row: &SheetRow) -> Option<String> {
        self.text(row, Field::Name).or_else(|| {
            let parts = [Field::GivenName, Field::FamilyName].map(|field| self.text(row, field));
            let parts: Vec<_> = parts.into_iter().flatten().collect();
            (!parts.is_empty()).then(|| parts.join(" "))
        })
    }

    /// Returns all addresses of a row: those of the e-mail column, then the one in the name to
    /// sign in with; behind each account of a guest, the address at home before it.
    ///
    /// # Errors
    /// When the e-mail column holds something without an address in it.
    pub fn addresses(&self, row: &SheetRow) -> Result<Vec<String>, FileProblem> {
        let mut found = Vec::new();
        if let Some(text) = self.text(row, Field::Email) {
            found = addresses(&text);
            if found.is_empty() {
                let said = format!(
                    "`{}` is no e-mail address; write it as name@company.example, or leave the cell empty",
                    text.escape_debug()
                );
                return Err(self.problem_at(row, Field::Email, said));
            }
        }
        let login = self.text(row, Field::Login).unwrap_or_default();
        found.extend(addresses(&login));
        let mut all: Vec<String> = Vec::new();
        for address in found {
            for address in home_address(&address).into_iter().chain([address]) {
                if !all.contains(&address) {
                    all.push(address);
                }
            }
        }
        Ok(all)
    }

    /// Returns a date: `2026-10-31`, `31.10.2026`, one with the month's name, or a
    /// spreadsheet's own.
    ///
    /// # Errors
    /// When there is something else.
    pub fn date(&self, row: &SheetRow, field: Field) -> Result<Option<Date>, FileProblem> {
        if let Value::Moment(moment) = self.value(row, field) {
            return Ok(Some(moment.date()));
        }
        let Some(text) = self.text(row, field) else {
            return Ok(None);
        };
        match read_day(&text, self.sheet.date_order) {
            Some(day) => Ok(Some(day)),
            None => Err(self.problem_at(row, field, no_date(&text, "no date", "2026-10-31"))),
        }
    }

    /// Returns a problem with the list as a whole.
    pub fn problem(&self, said: String) -> FileProblem {
        FileProblem {
            sheet: self.tab.name.clone(),
            ..problem(&self.sheet.file, said)
        }
    }

    fn problem_with_heading(&self, at: usize, said: String) -> FileProblem {
        FileProblem {
            row: Some(self.heading_row),
            column: Some(self.headings[at].clone()),
            ..self.problem(said)
        }
    }

    /// Returns a problem with a row as a whole.
    pub fn problem_in(&self, row: &SheetRow, said: String) -> FileProblem {
        FileProblem {
            row: Some(row.number),
            ..self.problem(said)
        }
    }

    /// Returns a problem with the value in this row and column.
    pub fn problem_at(&self, row: &SheetRow, field: Field, said: String) -> FileProblem {
        FileProblem {
            column: self.column(field).map(|at| self.headings[at].clone()),
            ..self.problem_in(row, said)
        }
    }

    /// Adds each cell of a used column whose formula has no value.
    pub fn refuse_unsaved(&self, faults: &mut Collected) {
        for row in &self.rows {
            for &(field, at) in &self.columns {
                if *row.value(Some(at)) == Value::Unsaved {
                    let said = "holds a formula whose value was not saved; open the workbook in Excel and save it";
                    faults.add(self.problem_at(row, field, said.into()));
                }
            }
        }
    }

    /// Returns what was understood, of a list that came to so many.
    pub fn understood(&self, count: usize, notes: Vec<String>) -> Understood {
        let [one, several] = self.nouns;
        let noun = if count == 1 { one } else { several };
        let mut understood = self.understood.clone();
        understood.holds = format!("{count} {noun}");
        understood.notes.extend(notes);
        understood
    }

    /// Returns how dates are read that leave doubt.
    pub fn date_order(&self) -> Option<crate::series::input::dates::DateOrder> {
        self.sheet.date_order
    }
}

/// Says that a text is no date, or no date and time, and how to write one.
pub fn no_date(text: &str, what: &str, example: &str) -> String {
    let numbers = text
        .chars()
        .filter(|sign| matches!(sign, '/' | '-'))
        .count()
        >= 2;
    let or = if numbers && text.starts_with(|sign: char| sign.is_ascii_digit()) {
        ", or say with --date-order which of day and month comes first"
    } else {
        ""
    };
    format!(
        "`{}` is {what}; write it as {example}{or}",
        text.escape_debug()
    )
}

/// Returns the columns that headings name, each once: of several words for one, the first.
fn columns(headings: &[String], fields: &[Field]) -> Vec<(Field, usize)> {
    let mut columns: Vec<(Field, usize)> = Vec::new();
    for &field in fields {
        let ranked = headings.iter().enumerate().filter_map(|(at, heading)| {
            let free = columns.iter().all(|&(_, used)| used != at);
            Some((field.rank(heading).filter(|_| free)?, at))
        });
        columns.extend(ranked.min().map(|(_, at)| (field, at)));
    }
    columns
}

/// Returns the row of a sheet that has most of the headings, one that is needed among them.
fn heading_line(tab: &Tab, kind: &ListKind) -> Option<usize> {
    let lines = tab.lines.iter().take(ROWS_ABOVE).enumerate();
    let known = lines.filter_map(|(at, line)| {
        let headings: Vec<_> = (0..line.values.len())
            .map(|at| line.text(Some(at)).unwrap_or_default())
            .collect();
        let columns = columns(&headings, kind.fields);
        let is_enough = columns
            .iter()
            .any(|(field, _)| kind.known_by.contains(field));
        is_enough.then_some((columns.len(), std::cmp::Reverse(at)))
    });
    known.max().map(|(_, std::cmp::Reverse(at))| at)
}

fn without_headings(sheet: &Sheet, kind: &ListKind) -> FileProblem {
    let Some((tab, first)) = sheet
        .tabs
        .iter()
        .find_map(|tab| Some((tab, tab.lines.first()?)))
    else {
        return problem(
            &sheet.file,
            "holds no heading row; its first row names the columns, such as name and e-mail".into(),
        );
    };
    let headings = (0..first.values.len()).filter_map(|at| first.text(Some(at)));
    let headings: Vec<_> = headings.collect();
    let likely = headings.iter().find_map(|heading| {
        let field = kind
            .known_by
            .iter()
            .find(|field| field.likely(heading).is_some())?;
        Some(format!(
            "; `{heading}` looks like `{}`: name it so",
            field.word()
        ))
    });
    FileProblem {
        row: Some(first.number),
        sheet: tab.name.clone(),
        ..problem(
            &sheet.file,
            format!(
                "needs a column {}; the first row that is not blank has {}{}",
                kind.needs,
                headings.join(", "),
                likely.unwrap_or_default()
            ),
        )
    }
}

/// Returns whether a row is the sum of those above, and nobody.
fn is_total(row: &SheetRow) -> bool {
    const WORDS: [&str; 16] = [
        "total",
        "totals",
        "grandtotal",
        "sum",
        "count",
        "summe",
        "gesamt",
        "gesamtsumme",
        "anzahl",
        "insgesamt",
        "somme",
        "nombre",
        "suma",
        "soma",
        "合計",
        "計",
    ];
    let texts: Vec<_> = (0..row.values.len())
        .filter_map(|at| row.text(Some(at)))
        .collect();
    let first = texts.first().map(String::as_str).unwrap_or_default();
    let word = plain(first.trim_end_matches(|sign: char| !sign.is_alphabetic()));
    let is_known = WORDS.iter().any(|known| plain(known) == word);
    let rest = texts
        .iter()
        .skip(1)
        .all(|text| text.chars().all(|sign| !sign.is_alphabetic()));
    is_known && rest
}

#[cfg(test)]
mod tests {
    use super::*;

    const PEOPLE: ListKind = ListKind {
        nouns: ["person", "people"],
        fields: &[
            Field::Name,
            Field::GivenName,
            Field::FamilyName,
            Field::Email,
            Field::Login,
            Field::Department,
            Field::From,
        ],
        known_by: &[Field::Email, Field::Login, Field::Name],
        needs: "`e-mail` or `name`",
        decisive: &[Field::From],
    };

    fn sheet(text: &str) -> Sheet {
        Sheet::read("folder/list.csv", text.as_bytes()).unwrap()
    }

    fn workbook(fill: impl FnOnce(&mut rust_xlsxwriter::Workbook)) -> Sheet {
        let mut workbook = rust_xlsxwriter::Workbook::new();
        fill(&mut workbook);
        Sheet::read("list.xlsx", &workbook.save_to_buffer().unwrap()).unwrap()
    }

    #[test]
    fn what_was_understood_is_said_in_a_line() {
        let sheet =
            sheet("Name;E-Mail;Abteilung;Personalnummer;Eintritte\nAnn;a@x.example;Sales;7;\n");
        let kind = ListKind {
            decisive: &[],
            ..PEOPLE
        };
        let table = Table::of(&sheet, &kind).unwrap();
        assert_eq!(
            table.understood(1, Vec::new()).to_string(),
            "list.csv: 1 person; used name, e-mail, department (Abteilung); ignored Personalnummer, Eintritte (did you mean from?)"
        );
    }

    #[test]
    fn the_parts_of_a_name_are_used_only_where_a_name_is_missing() {
        let understood = |text: &str| {
            let sheet = sheet(text);
            Table::of(&sheet, &PEOPLE)
                .unwrap()
                .understood(1, Vec::new())
                .to_string()
        };
        assert_eq!(
            understood("Name,First name,Last name\nAnn Lee,Ann,Lee\nTotal,,\n"),
            "list.csv: 1 person; used name; ignored First name, Last name; left out row 3 (Total)"
        );
        assert_eq!(
            understood("Name,First name,Last name\nAnn Lee,Ann,Lee\n,Bo,Ray\n"),
            "list.csv: 1 person; used name, given name (First name), family name (Last name)"
        );
    }

    #[test]
    fn a_heading_that_nearly_decides_who_is_absent_is_refused() {
        let sheet = sheet("Name,Eintrit\nAnn,2026-10-31\n");
        let fault = Table::of(&sheet, &PEOPLE).err().unwrap();
        assert_eq!(
            (fault.row, fault.column.as_deref()),
            (Some(1), Some("Eintrit"))
        );
    }

    #[test]
    fn an_unknown_column_of_addresses_is_refused_where_a_list_knows_people_by_name_alone() {
        let refused = |text: &str| {
            let sheet = sheet(text);
            let fault = Table::of(&sheet, &PEOPLE).err()?;
            Some((fault.row?, fault.column?))
        };
        assert_eq!(
            refused("Name,Dienstadresse\nAnn,a@x.example\nBo,\nCy,c@x.example\n"),
            Some((1, "Dienstadresse".into()))
        );
        // A manager's address stands in several rows, and a remark is no address.
        for harmless in [
            "Name,Chefin\nAnn,m@x.example\nBo,m@x.example\n",
            "Name,Remark\nAnn,asks a@x.example\nBo,came by train\n",
            "Name,E-Mail,Chefin\nAnn,a@x.example,m@x.example\n",
            "Name,Remark\nAnn,\n",
        ] {
            assert_eq!(refused(harmless), None, "{harmless}");
        }
    }

    #[test]
    fn headings_may_stand_below_a_title_and_a_total_is_no_person() {
        let sheet =
            sheet("Course 2026,\nas of 1.4.2026,\n\nName,E-Mail\nAnn,a@x.example\nTotal: 1,\n");
        let table = Table::of(&sheet, &PEOPLE).unwrap();
        assert_eq!(
            table.rows.iter().map(|row| row.number).collect::<Vec<_>>(),
            [5]
        );
        assert!(
            table
                .understood(1, Vec::new())
                .to_string()
                .ends_with("left out row 6 (Total: 1)")
        );
    }

    #[test]
    fn a_sheet_that_begins_with_the_headings_goes_before_one_with_other_things_above_them() {
        let read = |lines_above: u32| {
            let book = workbook(|book| {
                let overview = book.add_worksheet().set_name("Overview").unwrap();
                for line in 0..lines_above {
                    overview.write(line, 0, "Figures").unwrap();
                }
                overview.write(lines_above, 0, "Name").unwrap();
                let people = book.add_worksheet().set_name("People").unwrap();
                people.write(0, 0, "Name").unwrap();
            });
            Table::of(&book, &PEOPLE).unwrap().tab.name.clone().unwrap()
        };
        assert_eq!([0, 4, 5].map(read), ["Overview", "Overview", "People"]);
        // Where no other sheet has them, they may stand further down.
        let alone = sheet("a\nb\nc\nd\ne\nf\nName\nAnn\n");
        assert_eq!(Table::of(&alone, &PEOPLE).unwrap().heading_row, 7);
    }

    #[test]
    fn of_two_words_for_one_column_the_first_is_used_and_the_same_word_twice_is_refused() {
        let both = sheet("Team,Department,Name\nA,B,Ann\n");
        let table = Table::of(&both, &PEOPLE).unwrap();
        assert_eq!(
            table.text(table.rows[0], Field::Department).as_deref(),
            Some("B")
        );
        assert!(Table::of(&sheet("Name,Team,team\nA,B,C\n"), &PEOPLE).is_err());
    }

    #[test]
    fn a_problem_names_file_row_and_column() {
        let sheet = sheet("name,from\n\nAnn,10/11/2026\n");
        let table = Table::of(&sheet, &PEOPLE).unwrap();
        let said = table
            .date(table.rows[0], Field::From)
            .unwrap_err()
            .to_string();
        assert_eq!(
            said,
            "`folder/list.csv`, row 3, column `from`: `10/11/2026` is no date; write it as 2026-10-31, or say with --date-order which of day and month comes first"
        );
    }

    #[test]
    fn the_sheet_that_holds_the_list_is_found() {
        let sheet = workbook(|workbook| {
            workbook
                .add_worksheet()
                .set_name("Read me")
                .unwrap()
                .write(0, 0, "Fill in")
                .unwrap();
            let list = workbook.add_worksheet();
            list.set_name("People")
                .unwrap()
                .write(0, 0, "Name")
                .unwrap();
            list.write(1, 0, "Ann").unwrap();
        });
        let table = Table::of(&sheet, &PEOPLE).unwrap();
        assert_eq!(table.rows.len(), 1);
        assert_eq!(
            table.understood(1, Vec::new()).notes,
            ["read sheet People, not Read me"]
        );
    }

    #[test]
    fn what_a_merged_cell_says_holds_for_all_of_its_rows() {
        let sheet = workbook(|workbook| {
            let list = workbook.add_worksheet();
            for (row, text) in ["Name", "Ann", "Bob", "Cem"].iter().enumerate() {
                list.write(row as u32, 0, *text).unwrap();
            }
            list.write(0, 1, "Department").unwrap();
            let plain = rust_xlsxwriter::Format::new();
            list.merge_range(1, 1, 2, 1, "Sales", &plain).unwrap();
        });
        let table = Table::of(&sheet, &PEOPLE).unwrap();
        let departments: Vec<_> = table
            .rows
            .iter()
            .map(|row| table.text(row, Field::Department))
            .collect();
        assert_eq!(
            departments,
            [Some("Sales".into()), Some("Sales".into()), None]
        );
    }

    #[test]
    fn a_workbook_keeps_its_dates() {
        let sheet = workbook(|workbook| {
            let list = workbook.add_worksheet();
            let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2026, 10, 31).unwrap();
            let format = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
            list.write(0, 0, "Name")
                .unwrap()
                .write(0, 1, "From")
                .unwrap();
            list.write(2, 0, "Ann")
                .unwrap()
                .write_datetime_with_format(2, 1, &date, &format)
                .unwrap();
        });
        let table = Table::of(&sheet, &PEOPLE).unwrap();
        assert_eq!(table.rows[0].number, 3);
        assert_eq!(
            table.date(table.rows[0], Field::From),
            Ok(Some(jiff::civil::date(2026, 10, 31)))
        );
    }

    #[test]
    fn a_missing_column_is_told_with_the_headings_there_are_and_the_likeliest() {
        let sheet = sheet("who,E-Mial\nAnn,now\n");
        let said = Table::of(&sheet, &PEOPLE).err().unwrap().to_string();
        assert!(
            said.contains("who, E-Mial; `E-Mial` looks like `e-mail`"),
            "{said}"
        );
    }

    #[test]
    fn names_may_stand_in_two_columns_and_addresses_anywhere() {
        let sheet =
            sheet("Nachname;Vorname;Mail;UPN\nLee;Ann;;ann_home.example#EXT#@host.example\n");
        let table = Table::of(&sheet, &PEOPLE).unwrap();
        let row = table.rows[0];
        assert_eq!(table.name(row).as_deref(), Some("Ann Lee"));
        assert_eq!(
            table.addresses(row).unwrap(),
            ["ann@home.example", "ann_home.example#ext#@host.example"]
        );
    }
}

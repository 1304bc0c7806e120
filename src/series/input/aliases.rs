//! Aliases: the user's word that several identities are one person.

use std::collections::HashMap;

use crate::series::collect::texts::Texts;
use crate::series::input::addresses::clean;
use crate::series::input::faults::{Collected, Faults};
use crate::series::input::headings::Field;
use crate::series::input::sheets::{Sheet, SheetRow};
use crate::series::input::table::{ListKind, Listed, Table};

/// One identity that is said to belong to a person.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Claim {
    /// An identity id, in a tenant where one is given.
    Account(Option<String>, String),
    /// An e-mail address, trimmed and in lower case.
    Email(String),
    /// The display name of records that have neither id nor e-mail, folded.
    Name(String),
}

/// A person and what belongs to them.
#[derive(Clone, Debug)]
pub struct Alias {
    /// What the person is called.
    pub person: String,
    /// The first row that names the person.
    pub row: usize,
    /// The identities.
    pub claims: Vec<Claim>,
}

/// All aliases, in the order of the file.
#[derive(Clone, Debug, Default)]
pub struct Aliases {
    /// One a person.
    pub people: Vec<Alias>,
}

impl Aliases {
    /// Reads a sheet with a row an identity: `person`, and `e-mail`, `id` (and `tenant`) or `name`.
    ///
    /// # Errors
    /// When a row names no person or no identity, or two people claim one identity: all
    /// faults at once.
    pub fn read(sheet: &Sheet) -> Result<Listed<Self>, Faults> {
        let table = Table::of(sheet, &ALIASES)?;
        if table.column(Field::Person).is_none() {
            return Err(table.problem("needs a column `person`".into()).into());
        }
        let mut reading = Reading {
            table: &table,
            aliases: Self::default(),
            by_label: HashMap::new(),
            owners: HashMap::new(),
            faults: Collected::default(),
        };
        table.refuse_unsaved(&mut reading.faults);
        for row in &table.rows {
            reading.row(row);
        }
        let aliases = reading.faults.instead_of(reading.aliases)?;
        Ok(Listed {
            understood: table.understood(aliases.people.len(), Vec::new()),
            list: aliases,
        })
    }
}

/// What a list of aliases may hold.
const ALIASES: ListKind = ListKind {
    nouns: ["person", "people"],
    fields: &[
        Field::Person,
        Field::Email,
        Field::Login,
        Field::Id,
        Field::Tenant,
        Field::Name,
    ],
    known_by: &[Field::Email, Field::Login, Field::Id, Field::Name],
    needs: "`person`, and one of `e-mail`, `id` or `name`",
    decisive: &[Field::Email],
};

/// Aliases on their way in.
struct Reading<'t> {
    table: &'t Table<'t>,
    aliases: Aliases,
    by_label: HashMap<String, usize>,
    /// Of each identity the person it belongs to, and the row that says so.
    owners: HashMap<Claim, (usize, usize)>,
    faults: Collected,
}

impl Reading<'_> {
    fn row(&mut self, row: &SheetRow) {
        let table = self.table;
        let Some(label) = table.text(row, Field::Person) else {
            let fault = table.problem_at(row, Field::Person, "names no person".into());
            return self.faults.add(fault);
        };
        let Some(addresses) = self.faults.note(table.addresses(row)) else {
            return;
        };
        let tenant = table.text(row, Field::Tenant);
        let account = table
            .text(row, Field::Id)
            .map(|id| Claim::Account(tenant, id));
        let called = table
            .text(row, Field::Name)
            .map(|name| Claim::Name(fold(&name)));
        let addresses = addresses
            .into_iter()
            .map(|email| (Field::Email, Claim::Email(email)));
        let mut claims: Vec<_> = account
            .map(|claim| (Field::Id, claim))
            .into_iter()
            .collect();
        claims.extend(addresses);
        claims.extend(called.map(|claim| (Field::Name, claim)));
        if claims.is_empty() {
            let fault = table.problem_in(row, "names no e-mail, id or name".into());
            return self.faults.add(fault);
        }
        let alias = self.alias(&label, row);
        for (field, claim) in claims {
            self.claim(alias, claim, row, field);
        }
    }

    /// Returns the person of this label, begun where it is new.
    fn alias(&mut self, label: &str, row: &SheetRow) -> usize {
        let next = self.aliases.people.len();
        let at = *self.by_label.entry(fold(label)).or_insert(next);
        if at == next {
            self.aliases.people.push(Alias {
                person: label.to_owned(),
                row: row.number,
                claims: Vec::new(),
            });
        }
        at
    }

    fn claim(&mut self, alias: usize, claim: Claim, row: &SheetRow, field: Field) {
        let owner = self
            .owners
            .entry(claim.clone())
            .or_insert((alias, row.number));
        let (owner, first) = *owner;
        if owner != alias {
            let name = |alias: usize| self.aliases.people[alias].person.escape_debug();
            let said = format!(
                "this identity belongs to `{}` by row {first}; it cannot belong to `{}` too",
                name(owner),
                name(alias)
            );
            return self.faults.add(self.table.problem_at(row, field, said));
        }
        self.aliases.people[alias].claims.push(claim);
    }
}

/// Returns a text as names and labels are compared: in one form of its letters, without
/// regard to case, invisible signs and outer blanks.
pub fn fold(text: &str) -> String {
    if text.is_ascii() {
        return text.trim().to_ascii_lowercase();
    }
    clean(text).to_lowercase()
}

/// Returns a name as likely matches are found: its words in alphabetical order, in lower
/// case, without commas and without what is put behind names: remarks in brackets, such
/// as `(Guest)` in any language, and the company behind a line, such as `| Contoso`.
pub fn name_key(name: &str) -> String {
    let own = name
        .split(['|', '｜'])
        .next()
        .filter(|own| !own.trim().is_empty());
    let mut depth = 0_usize;
    let outside: String = own
        .unwrap_or(name)
        .chars()
        .filter_map(|sign| match sign {
            '(' | '[' | '（' | '【' => {
                depth += 1;
                Some(' ')
            }
            ')' | ']' | '）' | '】' => {
                depth = depth.saturating_sub(1);
                Some(' ')
            }
            ',' | ';' => Some(' '),
            sign => (depth == 0).then_some(sign),
        })
        .collect();
    let lower = fold(&outside);
    let mut words: Vec<_> = lower.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}

/// Returns the display of a claim, for messages about it.
pub(in crate::series) fn claimed(claim: &Claim) -> String {
    match claim {
        Claim::Account(_, id) => format!("id {id}"),
        Claim::Email(email) => email.clone(),
        Claim::Name(name) => format!("name {name}"),
    }
}

/// Returns the likeness of names of a collection, by their texts.
pub(in crate::series) fn key_of(
    texts: &Texts,
    name: crate::series::collect::texts::TextId,
) -> String {
    name_key(texts.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Aliases, Faults> {
        let sheet = Sheet::read("aliases.csv", text.as_bytes()).unwrap();
        Aliases::read(&sheet).map(|listed| listed.list)
    }

    #[test]
    fn rows_of_one_person_are_put_together() {
        let aliases = read("person,e-mail,id\nAnn,ANN@x.example,\nann,,7\n").unwrap();
        let claims = [
            Claim::Email("ann@x.example".into()),
            Claim::Account(None, "7".into()),
        ];
        assert_eq!(aliases.people.len(), 1);
        assert_eq!(aliases.people[0].claims, claims);
    }

    #[test]
    fn two_people_cannot_claim_one_identity() {
        let faults = read("person,e-mail\nAnn,a@x.example\nBob,A@x.example\n").unwrap_err();
        let problem = faults.first();
        assert_eq!(
            (problem.row, problem.column.as_deref()),
            (Some(3), Some("e-mail"))
        );
        assert!(problem.problem.contains("row 2"), "{problem}");
    }

    #[test]
    fn a_row_without_identity_is_refused() {
        assert_eq!(
            read("person,e-mail\nAnn,\n").unwrap_err().first().row,
            Some(2)
        );
    }

    #[test]
    fn names_are_alike_whatever_the_order_of_their_words() {
        assert_eq!(name_key("Müller, Anna (Guest)"), name_key("anna MÜLLER"));
        assert_eq!(
            name_key("Anna Mu\u{308}ller | Contoso"),
            name_key("Anna Müller (Gast) (Unverified)")
        );
        assert_ne!(name_key("Anna Müller"), name_key("Anna Miller"));
    }
}

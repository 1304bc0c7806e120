//! Aliases: the user's word that several identities are one person.

use std::collections::HashMap;

use crate::series::collect::texts::Texts;
use crate::series::input::sheets::{Column, FileProblem, Sheet, SheetRow};

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
    /// When a row names no person or no identity, or two people claim one identity.
    pub fn read(sheet: &Sheet) -> Result<Self, FileProblem> {
        let person = sheet.column(&["person"])?;
        let email = sheet.column(&["email", "mail", "email address"])?;
        let id = sheet.column(&["id", "identity id", "object id", "user id"])?;
        let tenant = sheet.column(&["tenant", "tenant id"])?;
        let name = sheet.column(&["name", "display name"])?;
        sheet.require(&[person], "`person`")?;
        sheet.require(&[email, id, name], "`e-mail`, `id` or `name`")?;
        let mut reading = Reading::new(sheet);
        for row in &sheet.rows {
            let label = row
                .text(person)
                .ok_or_else(|| sheet.problem_at(row, person, "names no person".into()))?;
            let tenant = row.text(tenant);
            let account = row.text(id).map(|id| Claim::Account(tenant, id));
            let address = row.text(email).map(|email| Claim::Email(fold(&email)));
            let called = row.text(name).map(|name| Claim::Name(fold(&name)));
            if account.is_none() && address.is_none() && called.is_none() {
                return Err(sheet.problem_at(row, None, "names no e-mail, id or name".into()));
            }
            let alias = reading.alias(&label, row);
            for (column, claim) in [(id, account), (email, address), (name, called)] {
                if let Some(claim) = claim {
                    reading.claim(alias, claim, row, column)?;
                }
            }
        }
        Ok(reading.aliases)
    }
}

/// Aliases on their way in.
struct Reading<'s> {
    sheet: &'s Sheet,
    aliases: Aliases,
    by_label: HashMap<String, usize>,
    /// Of each identity the person it belongs to, and the row that says so.
    owners: HashMap<Claim, (usize, usize)>,
}

impl<'s> Reading<'s> {
    fn new(sheet: &'s Sheet) -> Self {
        Self {
            sheet,
            aliases: Aliases::default(),
            by_label: HashMap::new(),
            owners: HashMap::new(),
        }
    }

    /// The person of this label, begun where it is new.
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

    fn claim(
        &mut self,
        alias: usize,
        claim: Claim,
        row: &SheetRow,
        column: Column,
    ) -> Result<(), FileProblem> {
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
            return Err(self.sheet.problem_at(row, column, said));
        }
        self.aliases.people[alias].claims.push(claim);
        Ok(())
    }
}

/// A text as names and labels are compared: without regard to case and outer blanks.
pub fn fold(text: &str) -> String {
    text.trim().to_lowercase()
}

/// A name as likely matches are found: its words in alphabetical order, in lower
/// case, without commas and without what is in brackets, such as `(Guest)`.
pub fn name_key(name: &str) -> String {
    let mut depth = 0_usize;
    let outside: String = name
        .chars()
        .filter_map(|sign| match sign {
            '(' | '[' => {
                depth += 1;
                Some(' ')
            }
            ')' | ']' => {
                depth = depth.saturating_sub(1);
                Some(' ')
            }
            ',' | ';' => Some(' '),
            sign => (depth == 0).then_some(sign),
        })
        .collect();
    let lower = outside.to_lowercase();
    let mut words: Vec<_> = lower.split_whitespace().collect();
    words.sort_unstable();
    words.join(" ")
}

/// The display of a claim, for messages about it.
pub(in crate::series) fn claimed(claim: &Claim) -> String {
    match claim {
        Claim::Account(_, id) => format!("id {id}"),
        Claim::Email(email) => email.clone(),
        Claim::Name(name) => format!("name {name}"),
    }
}

/// The likeness of names of a collection, by their texts.
pub(in crate::series) fn key_of(
    texts: &Texts,
    name: crate::series::collect::texts::TextId,
) -> String {
    name_key(texts.get(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Aliases, FileProblem> {
        Aliases::read(&Sheet::read("aliases.csv", text.as_bytes()).unwrap())
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
        let problem = read("person,e-mail\nAnn,a@x.example\nBob,A@x.example\n").unwrap_err();
        assert_eq!(
            (problem.row, problem.column.as_deref()),
            (Some(3), Some("e-mail"))
        );
        assert!(problem.problem.contains("row 2"), "{problem}");
    }

    #[test]
    fn a_row_without_identity_is_refused() {
        assert_eq!(read("person,e-mail\nAnn,\n").unwrap_err().row, Some(2));
    }

    #[test]
    fn names_are_alike_whatever_the_order_of_their_words() {
        assert_eq!(name_key("Müller, Anna (Guest)"), name_key("anna MÜLLER"));
        assert_ne!(name_key("Anna Müller"), name_key("Anna Miller"));
    }
}

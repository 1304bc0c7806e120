//! Registrations as their lists have them: who still holds one.

use std::collections::{BTreeMap, HashMap};

use crate::series::input::aliases::fold;
use crate::series::input::faults::{Collected, Faults, FileProblem};
use crate::series::input::headings::{Field, plain};
use crate::series::input::registrations::Registration;
use crate::series::input::sheets::{Sheet, SheetRow};
use crate::series::input::table::{ListKind, Listed, Table};

/// What a list of registrations may hold.
const REGISTRATIONS: ListKind = ListKind {
    nouns: ["registration", "registrations"],
    fields: &[
        Field::Name,
        Field::GivenName,
        Field::FamilyName,
        Field::Email,
        Field::Login,
        Field::RegistrationId,
        Field::Status,
    ],
    known_by: &[Field::RegistrationId, Field::Email, Field::Login],
    needs: "`registration id` or `e-mail`",
    decisive: &[Field::Email, Field::Status],
};

/// What became of a registration.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Standing {
    Registered,
    Cancelled,
    Waitlisted,
    Rejected,
    Pending,
    /// Somebody whom an earlier run found without a registration.
    Without,
}

/// The words of each standing, letters and digits alone.
#[rustfmt::skip]
const WORDS: [(Standing, &[&str]); 6] = [
    (Standing::Registered, &[
        "registered", "approved", "accepted", "confirmed", "active", "attended", "no-show", "unknownfuturevalue", "registriert", "angemeldet", "bestätigt",
        "genehmigt", "zugelassen", "teilgenommen", "inscrit", "inscrite", "enregistré", "confirmé", "approuvé", "accepté", "registrado",
        "registrada", "inscrito", "inscrita", "confirmado", "confirmada", "aprobado", "aprobada", "aprovado", "aprovada", "aceptado",
        "登録済み", "登録済", "登録", "承認済み", "承認",
    ]),
    (Standing::Without, &["walk-in", "host"]),
    (Standing::Cancelled, &[
        "cancelled", "canceled", "withdrawn", "deregistered", "unregistered", "storniert", "abgemeldet", "abgesagt", "zurückgezogen", "annulé",
        "annulée", "désinscrit", "désinscrite", "cancelado", "cancelada", "anulado", "anulada", "キャンセル", "キャンセル済み", "取消",
    ]),
    (Standing::Waitlisted, &[
        "waitlisted", "waitlist", "onwaitlist", "waitinglist", "onwaitinglist", "warteliste", "aufwarteliste", "aufderwarteliste", "listed'attente",
        "surlisted'attente", "enattente", "listadeespera", "enlistadeespera", "emlistadeespera", "キャンセル待ち", "順番待ち",
    ]),
    (Standing::Rejected, &[
        "rejected", "rejectedbyorganizer", "declined", "denied", "abgelehnt", "refusé", "refusée", "rejeté", "rejetée", "rechazado", "rechazada",
        "rejeitado", "rejeitada", "recusado", "recusada", "拒否", "却下",
    ]),
    (Standing::Pending, &[
        "pending", "pendingapproval", "awaitingapproval", "ausstehend", "offen", "genehmigungausstehend", "inbearbeitung",
        "enattented'approbation", "approbationenattente", "pendiente", "pendientedeaprobación", "pendente", "aprovaçãopendente", "保留", "保留中", "承認待ち",
    ]),
];

impl Standing {
    fn of(word: &str) -> Option<Self> {
        let word = plain(word);
        let known = |(_, words): &&(Self, &[&str])| words.iter().any(|known| plain(known) == word);
        WORDS.iter().find(known).map(|(standing, _)| *standing)
    }

    /// Returns the standing as notes name it.
    const fn word(self) -> &'static str {
        match self {
            Self::Registered => "registered",
            Self::Cancelled => "cancelled",
            Self::Waitlisted => "on a waiting list",
            Self::Rejected => "rejected",
            Self::Pending => "pending",
            Self::Without => "without a registration",
        }
    }
}

/// Reads the registrations that hold.
pub(super) fn read(sheet: &Sheet) -> Result<Listed<Vec<Registration>>, Faults> {
    let table = Table::of(sheet, &REGISTRATIONS)?;
    let mut faults = Collected::default();
    table.refuse_unsaved(&mut faults);
    let mut rows: Vec<(Registration, Standing)> = Vec::new();
    let mut known: HashMap<String, usize> = HashMap::new();
    let mut again = 0;
    for row in &table.rows {
        let Some(read) = faults.note(registration(&table, row)) else {
            continue;
        };
        let key = read
            .0
            .id
            .as_deref()
            .map(fold)
            .or(read.0.email.clone())
            .unwrap_or_default();
        let by_email = read
            .0
            .email
            .as_ref()
            .and_then(|email| known.get(email))
            .copied();
        // Who registers again by the same address has a new id, and is one person.
        let earlier = known.get(&key).copied().or(by_email);
        let at = earlier.unwrap_or(rows.len());
        known.insert(key, at);
        known.extend(read.0.email.clone().map(|email| (email, at)));
        match earlier {
            Some(at) => {
                again += 1;
                rows[at] = read;
            }
            None => rows.push(read),
        }
    }
    let rows = faults.instead_of(rows)?;
    let mut others: BTreeMap<Standing, usize> = BTreeMap::new();
    let (expected, without): (Vec<_>, Vec<_>) = rows
        .into_iter()
        .partition(|(_, standing)| *standing == Standing::Registered);
    for (_, standing) in without {
        *others.entry(standing).or_default() += 1;
    }
    let list: Vec<_> = expected
        .into_iter()
        .map(|(registration, _)| registration)
        .collect();
    let mut notes: Vec<_> = others
        .iter()
        .map(|(standing, count)| format!("left out {count} {}", standing.word()))
        .collect();
    if again > 0 {
        notes.push(format!(
            "{again} registered again, of whom the last row counts"
        ));
    }
    Ok(Listed {
        understood: table.understood(list.len(), notes),
        list,
    })
}

fn registration(
    table: &Table<'_>,
    row: &SheetRow,
) -> Result<(Registration, Standing), FileProblem> {
    let addresses = table.addresses(row)?;
    let standing = match table.text(row, Field::Status) {
        None => Standing::Registered,
        Some(word) => Standing::of(&word).ok_or_else(|| {
            let said = format!(
                "`{}` is no status of a registration; known are registered, cancelled, waitlisted, rejected and pending",
                word.escape_debug()
            );
            table.problem_at(row, Field::Status, said)
        })?,
    };
    let id = table.text(row, Field::RegistrationId);
    let is_list = table
        .text(row, Field::Email)
        .is_some_and(|text| crate::series::input::addresses::addresses(&text).len() > 1);
    if is_list && id.is_none() {
        let said = format!(
            "holds {} addresses; a registration has one",
            addresses.len()
        );
        return Err(table.problem_at(row, Field::Email, said));
    }
    let email = addresses.into_iter().next();
    if id.is_none() && email.is_none() {
        return Err(table.problem_in(row, "has neither registration id nor e-mail".into()));
    }
    let registration = Registration {
        row: row.number,
        id,
        name: table.name(row),
        email,
    };
    Ok((registration, standing))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read_text(text: &str) -> Result<Listed<Vec<Registration>>, Faults> {
        read(&Sheet::read("registrations.csv", text.as_bytes()).unwrap())
    }

    #[test]
    fn only_who_is_expected_holds_a_registration() {
        let text = "Name,Email,Status\nA,a@x.example,Registered\nB,b@x.example,Canceled\nC,c@x.example,Warteliste\nD,d@x.example,PendingApproval\nE,e@x.example,rejectedByOrganizer\nF,f@x.example,\n";
        let read = read_text(text).unwrap();
        let names: Vec<_> = read
            .list
            .iter()
            .map(|one| one.name.as_deref().unwrap())
            .collect();
        assert_eq!(names, ["A", "F"]);
        assert_eq!(
            read.understood.to_string(),
            "registrations.csv: 2 registrations; used name, e-mail, status; left out 1 cancelled; left out 1 on a waiting list; left out 1 rejected; left out 1 pending"
        );
    }

    #[test]
    fn of_several_registrations_of_one_person_the_last_counts() {
        let text = "id,email,status\n1,a@x.example,Canceled\n2,A@x.example,Registered\n";
        let list = read_text(text).unwrap().list;
        assert_eq!(
            list.iter().map(|one| one.id.as_deref()).collect::<Vec<_>>(),
            [Some("2")]
        );
        let text = "email,status\na@x.example,Registered\na@x.example,Canceled\n";
        assert!(read_text(text).unwrap().list.is_empty());
    }

    #[test]
    fn registrations_that_are_known_by_their_ids_need_no_addresses() {
        let text = "Registration ID,Contact\n1,a@x.example\n2,b@x.example\n";
        let read = read_text(text).unwrap();
        assert_eq!(
            read.understood.to_string(),
            "registrations.csv: 2 registrations; used registration id; ignored Contact"
        );
    }

    #[test]
    fn a_status_that_nobody_knows_is_refused() {
        let faults =
            read_text("email,status\na@x.example,perhaps\nb@x.example,later\n").unwrap_err();
        assert_eq!(faults.all().len(), 2);
    }
}

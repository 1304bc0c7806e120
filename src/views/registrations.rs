//! `registrations`: one row per registration, then one per person who came without.

use super::column::columns;
use crate::series::Run;
use crate::series::input::registrations::{Registered, Registration};
use crate::series::register::tally::Tally;

/// A registration with what became of it.
pub struct RegistrationRow<'r> {
    series: &'r Run,
    registered: Registered<'r>,
    tally: Option<Tally>,
}

/// Returns the rows of a run; none without a registrations file.
pub fn rows(series: &Run) -> impl Iterator<Item = RegistrationRow<'_>> {
    let turnout = series.turnout().into_iter();
    turnout.map(move |registered| RegistrationRow {
        series,
        registered,
        tally: registered.person.map(|person| series.tally(person)),
    })
}

impl<'r> RegistrationRow<'r> {
    fn registration(&self) -> Option<&'r Registration> {
        self.registered.registration
    }

    fn name(&self) -> Option<&'r str> {
        let given = self.registration().and_then(|one| one.name.as_deref());
        given.or_else(|| self.series.name(self.registered.person?))
    }

    fn email(&self) -> Option<&'r str> {
        let given = self.registration().and_then(|one| one.email.as_deref());
        given.or_else(|| self.series.email(self.registered.person?))
    }
}

columns! { row: RegistrationRow;
    display_name "Name" Text [subject, words(Words::Names)] "the name given with the registration, else the display name" => row.name();
    email "E-mail" Text "the e-mail address given with the registration, else the one seen" => row.email();
    turnout "Turnout" Text [words(Words::Turnouts)] "attended, no-show, unknown (not seen, and an unidentified guest or a gap in the report may be why), walk-in (seen without a registration) or host (the same, as organizer or presenter)" => row.registered.turnout.name();
    matched_by "Matched by" Text "what the record and the registration share: registration id or e-mail" => row.registered.matched_by;
    meetings "Meetings" Count "meetings with a record of the person" => row.tally.map(|tally| tally.meetings);
    presence_seconds "Presence" Seconds "sum over the meetings of the union of the intervals" => row.tally.and_then(|tally| tally.presence);
    first_join "First join" Time "the first join" => row.tally.and_then(|tally| tally.first_join);
    last_leave "Last leave" Time "the last leave" => row.tally.and_then(|tally| tally.last_leave);
    seen_as "Seen as" Text "the person's name across meetings" => row.registered.person.and_then(|person| row.series.name(person));
    registration_id "Registration id" Text [origin] "the registration's id" => row.registration().and_then(|one| one.id.as_deref());
    registrations_row "Row" Count "where it stands in the registrations file" => row.registration().map(|one| one.row);
}

//! `passed`: one row per person who fulfils the rule, for certificates and learning systems.

use super::column::columns;
use crate::model::decimal::Decimal;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::register::tally::Tally;

/// A person who passed.
pub struct PassedRow<'r> {
    series: &'r Run,
    person: PersonId,
    tally: Tally,
}

/// Returns the rows of a run; none without a rule.
pub fn rows(series: &Run) -> impl Iterator<Item = PassedRow<'_>> {
    series.passed().map(move |(person, tally)| PassedRow {
        series,
        person,
        tally,
    })
}

impl PassedRow<'_> {
    fn hours(&self) -> Option<Decimal> {
        Decimal::ratio(self.tally.presence?.into(), 3600, 2)
    }
}

columns! { row: PassedRow;
    display_name "Name" Text [subject, words(Words::Names)] "the person's name" => row.series.name(row.person);
    email "E-mail" Text "the person's e-mail address" => row.series.email(row.person);
    department "Department" Text "the person's department, by the roster" => row.series.department(row.person);
    attended "Attended" Count "due meetings attended" => row.tally.attended;
    due "Due" Count "due meetings" => row.tally.due;
    share "Share of due" Share "presence inside the meetings that were due ÷ their length" => row.tally.share();
    hours "Hours" Number "presence over all meetings in hours" => row.hours();
    last_leave "Last leave" Time "when the person last left a meeting" => row.tally.last_leave;
    identity_id "Identity id" Text [origin] "the id of the person's first identity that has one" => row.series.account_id(row.person);
}

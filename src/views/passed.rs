//! `passed`: one row per person who fulfils the rule, for certificates and learning systems.

use super::column::columns;
use super::run_view::RunView;
use crate::model::decimal::Decimal;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::register::passed::PassRule;
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

/// One thing that the rule asks for.
#[derive(Clone, Debug, PartialEq)]
pub struct Requirement {
    /// What it is about: a heading.
    pub heading: &'static str,
    /// How it must compare.
    pub sign: &'static str,
    /// With what: a fraction of 1 where `is_share`.
    pub bound: f64,
    /// Whether it is a share.
    pub is_share: bool,
}

impl RunView<'_> {
    /// Returns what somebody must have done to pass; nothing without a rule.
    pub fn requirements(&self) -> Vec<Requirement> {
        let rule = self.run().pass_rule();
        let asked = rule.into_iter().flat_map(PassRule::asked);
        asked
            .map(|one| Requirement {
                heading: match one.field {
                    "attended" => "Attended",
                    "attendance" => "Attendance",
                    "share" => "Share of expected time",
                    "hours" => "Hours",
                    "absent" => "Absent",
                    _ => "Unknown",
                },
                sign: one.sign,
                bound: one.bound as f64 / 1_000_000.0,
                is_share: one.is_fraction,
            })
            .collect()
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

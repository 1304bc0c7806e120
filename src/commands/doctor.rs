//! `rollbook doctor`: what fetching needs, checked one by one.

mod patient;
mod places;

use rollbook::graph::auth::{AuthError, Credential};
use rollbook::graph::block_on;
use rollbook::graph::checks::{self, Check, Verdict};
use rollbook::graph::http::client::Graph;
use rollbook::graph::reports::endpoints::Owner;

use super::online::{OnlineFailure, connect_as, credential, network};
use super::{Exit, Failure};
use crate::plan::online::{Before, DoctorPlan, ReportAs};
use crate::terminal::account::{all_checked, checked};
use patient::Patient;

/// How many organizers, meetings and events are asked about; the others are as they.
const MOST_ASKED: usize = 5;

/// Runs the command.
pub fn run(plan: &DoctorPlan) -> Result<Exit, Failure> {
    let findings = examine(plan)?;
    if plan.report == ReportAs::Json {
        all_checked(&findings.told).map_err(Failure::Stdout)?;
    }
    Ok(if findings.are_good() {
        Exit::Success
    } else {
        Exit::Failure
    })
}

/// What was found so far.
struct Findings {
    report: ReportAs,
    told: Vec<Check>,
}

impl Findings {
    /// Adds a check, and tells it at once where people read it.
    fn add(&mut self, check: Check) {
        if self.report == ReportAs::Text {
            checked(&check);
        }
        self.told.push(check);
    }

    fn are_good(&self) -> bool {
        self.told.iter().all(|check| !is_bad(check))
    }
}

fn is_bad(check: &Check) -> bool {
    matches!(check.verdict, Verdict::Bad(..))
}

fn examine(plan: &DoctorPlan) -> Result<Findings, OnlineFailure> {
    let patient = Patient::of(plan)?;
    let connection = &plan.connection;
    let network = network(&connection.place)?;
    let (credential, without) = match credential(connection, &network) {
        Ok(credential) => (credential, None),
        Err(OnlineFailure::SignIn(error)) => (Credential::Nobody, Some(error)),
        Err(failure) => return Err(failure),
    };
    let graph = connect_as(credential, connection, network).map_err(OnlineFailure::from)?;
    let mut findings = Findings {
        report: plan.report,
        told: Vec::new(),
    };
    block_on(visit(&graph, &patient, without, &mut findings)).map_err(OnlineFailure::Network)?;
    if let Before::Fetch(fetch) = &plan.before {
        places::places(fetch)
            .into_iter()
            .for_each(|check| findings.add(check));
    }
    Ok(findings)
}

/// Checks one thing after the other, as long as the next can be checked.
async fn visit(
    graph: &Graph,
    patient: &Patient,
    without: Option<AuthError>,
    findings: &mut Findings,
) {
    let connection = checks::connection(graph).await;
    connection.into_iter().for_each(|check| findings.add(check));
    if !findings.are_good() {
        return;
    }
    let sign_in = match without {
        Some(error) => vec![signed_out(&error)],
        None => checks::token(graph, &patient.needs).await,
    };
    let signed_in = !sign_in.first().is_some_and(is_bad);
    sign_in.into_iter().for_each(|check| findings.add(check));
    if signed_in {
        rights(graph, patient, findings).await;
    }
}

/// Checks what only the service knows: whether it gives what the command asks for.
async fn rights(graph: &Graph, patient: &Patient, findings: &mut Findings) {
    let mut owners: Vec<Owner> = patient.owners.iter().take(MOST_ASKED).cloned().collect();
    for organizers in patient.organizers.iter().take(MOST_ASKED) {
        let mut owner = Patient::as_named(organizers);
        if owner.is_none() {
            let (check, first) = checks::organizers(graph, organizers).await;
            findings.add(check);
            owner = first;
        }
        let Some(owner) = owner else { continue };
        if patient.calendars {
            findings.add(checks::calendar(graph, &owner, patient.days).await);
        }
        if !owners.contains(&owner) {
            owners.push(owner);
        }
    }
    for owner in &owners {
        findings.add(checks::organizer(graph, owner).await);
    }
    for (owner, id) in patient.meetings.iter().take(MOST_ASKED) {
        findings.add(checks::meeting(graph, owner, id).await);
    }
    for (kind, id) in patient.events.iter().take(MOST_ASKED) {
        findings.add(checks::event(graph, *kind, id).await);
    }
}

fn signed_out(error: &AuthError) -> Check {
    Check {
        what: "sign-in",
        verdict: checks::without_token(error),
    }
}

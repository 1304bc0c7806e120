//! `rollbook doctor`: what fetching needs, checked one by one.

use rollbook::graph::auth::{AuthError, Credential};
use rollbook::graph::block_on;
use rollbook::graph::checks::{self, Check, Verdict};
use rollbook::graph::client::Graph;
use rollbook::graph::endpoints::Owner;

use super::online::{OnlineFailure, connect_as, credential, network};
use super::{Exit, Failure};
use crate::cli::account::Doctor;
use crate::terminal::account::checked;

/// Runs the command.
pub fn run(options: &Doctor) -> Result<Exit, Failure> {
    Ok(examine(options)?)
}

fn examine(options: &Doctor) -> Result<Exit, OnlineFailure> {
    let network = network(&options.connection.place)?;
    let (credential, without) = match credential(&options.connection, &network) {
        Ok(credential) => (credential, None),
        Err(OnlineFailure::SignIn(error)) => (Credential::Nobody, Some(error)),
        Err(failure) => return Err(failure),
    };
    let graph =
        connect_as(credential, &options.connection, network).map_err(OnlineFailure::from)?;
    let healthy = block_on(visit(&graph, options, without)).map_err(OnlineFailure::Network)?;
    Ok(if healthy {
        Exit::Success
    } else {
        Exit::Failure
    })
}

/// Checks one thing after the other, as long as the next can be checked; tells whether all is well.
async fn visit(graph: &Graph, options: &Doctor, without: Option<AuthError>) -> bool {
    let owner = options.owner();
    let mut healthy = tell(&checks::connection(graph).await);
    if !healthy {
        return false;
    }
    let sign_in = match without {
        Some(error) => vec![signed_out(&error)],
        None => checks::token(graph, &owner).await,
    };
    healthy &= tell(&sign_in);
    let signed_in = !matches!(
        sign_in.first(),
        Some(Check {
            verdict: Verdict::Bad(..),
            ..
        })
    );
    if signed_in {
        healthy &= tell(&[checks::organizer(graph, &owner).await]);
        healthy &= tell(&meeting(graph, &owner, options.meeting.as_deref()).await);
    }
    healthy
}

async fn meeting(graph: &Graph, owner: &Owner, id: Option<&str>) -> Vec<Check> {
    match id {
        Some(id) => vec![checks::meeting(graph, owner, id).await],
        None => Vec::new(),
    }
}

fn signed_out(error: &AuthError) -> Check {
    Check {
        what: "sign-in",
        verdict: checks::without_token(error),
    }
}

fn tell(checks: &[Check]) -> bool {
    checks.iter().for_each(checked);
    let bad = |check: &Check| matches!(check.verdict, Verdict::Bad(..));
    !checks.iter().any(bad)
}

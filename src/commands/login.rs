//! `rollbook login` and `logout`: a person's sign-in, kept for later runs.

use rollbook::graph::auth::AuthError;
use rollbook::graph::auth::browser;
use rollbook::graph::auth::sign_in::{Grant, SignIn, USER_SCOPES};
use rollbook::graph::auth::token_cache::{self, CachedSignIn};
use rollbook::graph::block_on;
use rollbook::graph::http::address::Url;

use super::online::{OnlineFailure, application, network};
use super::{Exit, Failure};
use crate::plan::online::LoginPlan;
use crate::terminal::account::{browse_to, enter_code, forgotten, signed_in};

/// Runs `login`.
pub fn run(plan: &LoginPlan) -> Result<Exit, Failure> {
    Ok(login(plan)?)
}

fn login(plan: &LoginPlan) -> Result<Exit, OnlineFailure> {
    let folder = token_cache::folder().ok_or(AuthError::NoFolder)?;
    let sign_in = SignIn::new(application(&plan.place)?, &network(&plan.place)?)?;
    let scopes = scopes(plan);
    let grant = block_on(person(plan, &sign_in, &scopes)).map_err(OnlineFailure::Network)??;
    let kept = CachedSignIn::new(&sign_in, &scopes, &grant);
    let file = token_cache::write(&folder, &kept)?;
    signed_in(&kept.tenant, &file);
    Ok(Exit::Success)
}

async fn person(plan: &LoginPlan, sign_in: &SignIn, scopes: &[String]) -> Result<Grant, AuthError> {
    if plan.device_code {
        sign_in.with_device_code(scopes, enter_code).await
    } else {
        let open = |address: &Url| {
            browse_to(address.as_str());
            // Without a browser the person opens the address elsewhere.
            let _ = open::that_detached(address.as_str());
        };
        browser::sign_in(sign_in, scopes, open).await
    }
}

/// Returns the permissions to ask for: what fetching needs, and the user's own.
fn scopes(plan: &LoginPlan) -> Vec<String> {
    let needed = USER_SCOPES.map(str::to_owned);
    needed
        .into_iter()
        .chain(plan.scopes.iter().cloned())
        .collect()
}

/// Runs `logout`.
pub fn forget() -> Result<Exit, Failure> {
    let folder = token_cache::folder()
        .ok_or(AuthError::NoFolder)
        .map_err(OnlineFailure::from)?;
    let was_there = token_cache::forget(&folder).map_err(OnlineFailure::from)?;
    forgotten(was_there);
    Ok(Exit::Success)
}

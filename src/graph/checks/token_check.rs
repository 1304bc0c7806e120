//! What a token says of itself, judged before the service judges it.

use jiff::Timestamp;

use crate::graph::auth::AuthError;
use crate::graph::auth::claims::Claims;
use crate::graph::auth::permissions::Permission;
use crate::graph::checks::{Check, Verdict};
use crate::graph::http::address::GraphUrl;
use crate::graph::http::client::Graph;

/// The tenant that stands for personal accounts.
const PERSONAL: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// What a command needs of a token.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// The permissions.
    pub permissions: Vec<Permission>,
    /// Whether it asks for what belongs to whoever signed in.
    pub me: bool,
}

/// Returns whether there is a token, and what it says of itself.
pub async fn token(graph: &Graph, needs: &Needs) -> Vec<Check> {
    let check = |verdict| {
        vec![Check {
            what: "sign-in",
            verdict,
        }]
    };
    let token = match graph.sign_in().await {
        Ok(token) => token,
        Err(error) => return check(without_token(&error)),
    };
    match Claims::of(&token) {
        Some(claims) => said(&claims, graph.base(), needs, Timestamp::now()),
        None => check(Verdict::Unknown(
            "there is a token, and it does not say for whom".into(),
        )),
    }
}

/// Returns why there is no token, judged.
pub fn without_token(error: &AuthError) -> Verdict {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    let told = format!("{error}{}", cause.unwrap_or_default());
    Verdict::Bad(told, error.hint().into())
}

/// Returns what a token says of itself, judged.
fn said(claims: &Claims, base: &GraphUrl, needs: &Needs, now: Timestamp) -> Vec<Check> {
    let check = |what, verdict| Check { what, verdict };
    let kind = if claims.is_of_application() {
        "an application"
    } else {
        "a person"
    };
    let tenant = claims.tid.as_deref().unwrap_or("an unknown tenant");
    let bad = |told: &str, hint: &str| Verdict::Bad(told.to_owned(), hint.to_owned());
    let early = claims.begins().filter(|begin| *begin > now);
    let other = claims.aud.as_deref().filter(|aud| !base.is_audience(aud));
    let expired = claims.expires().is_some_and(|end| end <= now);
    let signed_in = if expired {
        bad(
            "the token has expired",
            crate::graph::ErrorMeaning::SignInAgain.hint(),
        )
    } else if let Some(begin) = early {
        bad(
            &format!("the token is not good before {begin}"),
            "set the clock of this computer, or that of the one that made the token",
        )
    } else if let Some(audience) = other {
        bad(
            &format!(
                "the token was made for {audience}, and not for {}",
                base.host()
            ),
            "ask for a token with the scope of Microsoft Graph in this cloud, such as https://graph.microsoft.com/.default",
        )
    } else if claims.is_of_application() && needs.me {
        bad(
            "the token stands for an application, which has no meetings of its own",
            "name the organizer's object id with --user or --organizer",
        )
    } else {
        let until = claims.expires().map(|end| format!(", good until {end}"));
        Verdict::Good(format!(
            "the token stands for {kind}{}",
            until.unwrap_or_default()
        ))
    };
    let tenant = if tenant == PERSONAL {
        bad(
            "a personal account, which has no attendance reports",
            "sign in with an account of an organisation",
        )
    } else {
        Verdict::Good(tenant.to_owned())
    };
    vec![
        check("sign-in", signed_in),
        check("tenant", tenant),
        check("permissions", permissions(claims, &needs.permissions)),
    ]
}

fn permissions(claims: &Claims, needed: &[Permission]) -> Verdict {
    let missing: Vec<_> = needed
        .iter()
        .filter(|permission| !permission.is_in(claims))
        .map(|permission| permission.name())
        .collect();
    if missing.is_empty() {
        return Verdict::Good(claims.permissions().join(", "));
    }
    let hint = if claims.is_of_application() {
        "in the app registration, API permissions: add the application permission of Microsoft Graph, grant admin consent, and sign in again"
    } else {
        "in the app registration, API permissions: add the delegated permission of Microsoft Graph, grant admin consent, then run `rollbook login` again"
    };
    Verdict::Bad(
        format!("the token lacks {}", missing.join(" and ")),
        hint.into(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::graph::http::address::PUBLIC_CLOUD;
    use crate::graph::reports::endpoints::Owner;

    #[test]
    fn a_token_is_judged_by_what_it_says() {
        let verdicts = |claims: &Claims, owner| {
            let needs = Needs {
                permissions: vec![Permission::Attendance, Permission::Meetings],
                me: owner == Owner::Me,
            };
            let base = GraphUrl::parse(PUBLIC_CLOUD).unwrap();
            let checks = said(claims, &base, &needs, Timestamp::UNIX_EPOCH);
            checks
                .into_iter()
                .map(|check| matches!(check.verdict, Verdict::Good(_)))
                .collect::<Vec<_>>()
        };
        let both = "OnlineMeetingArtifact.Read.All OnlineMeetings.Read";
        let person = Claims {
            exp: Some(60),
            scp: Some(both.into()),
            ..Claims::default()
        };
        assert_eq!(verdicts(&person, Owner::Me), [true, true, true]);
        let program = Claims {
            roles: vec!["OnlineMeetings.Read.All".into()],
            ..Claims::default()
        };
        assert_eq!(verdicts(&program, Owner::Me), [false, true, false]);
        for wrong in [
            Claims {
                nbf: Some(9),
                ..person.clone()
            },
            Claims {
                aud: Some("https://management.azure.com".into()),
                ..person.clone()
            },
        ] {
            assert_eq!(verdicts(&wrong, Owner::Me), [false, true, true]);
        }
        let expired = Claims {
            exp: Some(0),
            tid: Some(PERSONAL.into()),
            ..person
        };
        assert_eq!(verdicts(&expired, Owner::Me), [false, false, true]);
    }
}

//! What fetching needs, checked one by one with one request each.

use std::time::SystemTime;

use jiff::Timestamp;
use serde::de::IgnoredAny;

use super::answer::Content;
use super::auth::AuthError;
use super::claims::Claims;
use super::client::Graph;
use super::endpoints::{Meeting, Owner};
use super::error::GraphError;
use super::pace::moment_of_date;
use super::paging::list;
use super::query::{Query, quoted};

/// How far a clock may be off before tokens are refused, in seconds.
const CLOCK: i64 = 300;

/// The tenant that stands for personal accounts.
const PERSONAL: &str = "9188040d-6c67-4c5b-b112-36a304b66dad";

/// What came of a check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// All is well.
    Good(String),
    /// Something is wrong, and what mends it.
    Bad(String, String),
    /// It cannot be told.
    Unknown(String),
}

/// One check.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Check {
    /// What was checked.
    pub what: &'static str,
    /// What came of it.
    pub verdict: Verdict,
}

/// Whether the service can be reached, and whether the clocks agree.
pub async fn connection(graph: &Graph) -> Vec<Check> {
    let proxy = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        .into_iter()
        .find(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()));
    let through = proxy
        .map(|name| format!(", the proxy of {name}"))
        .unwrap_or_default();
    let host = graph.base().host();
    match graph.reach().await {
        Err(error) => {
            let told = format!("{}{through}", chain(&error));
            vec![Check {
                what: "connection",
                verdict: Verdict::Bad(told, error.hint().into()),
            }]
        }
        Ok(date) => {
            let told = format!("{host} answers{through}");
            let reached = Check {
                what: "connection",
                verdict: Verdict::Good(told),
            };
            vec![
                reached,
                Check {
                    what: "clock",
                    verdict: clock(date.as_deref(), SystemTime::now()),
                },
            ]
        }
    }
}

fn clock(date: Option<&str>, now: SystemTime) -> Verdict {
    let theirs = date.and_then(moment_of_date);
    let Some((theirs, ours)) = theirs.zip(Timestamp::try_from(now).ok()) else {
        return Verdict::Unknown("the service does not tell the time".into());
    };
    let off = ours.duration_since(theirs).as_secs();
    if off.abs() <= CLOCK {
        return Verdict::Good("agrees with the service's".into());
    }
    let way = if off > 0 { "ahead of" } else { "behind" };
    let told = format!("this computer is {} s {way} the service", off.abs());
    let hint = "set the clock, or switch on its synchronisation: tokens are refused otherwise";
    Verdict::Bad(told, hint.into())
}

/// Whether there is a token, and what it says of itself.
pub async fn token(graph: &Graph, owner: &Owner) -> Vec<Check> {
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
        Some(claims) => said(&claims, owner, Timestamp::now()),
        None => check(Verdict::Unknown(
            "there is a token, and it does not say for whom".into(),
        )),
    }
}

/// Why there is no token, judged.
pub fn without_token(error: &AuthError) -> Verdict {
    let cause = std::error::Error::source(error).map(|cause| format!(": {cause}"));
    let told = format!("{error}{}", cause.unwrap_or_default());
    Verdict::Bad(told, error.hint().into())
}

/// What a token says of itself, judged.
fn said(claims: &Claims, owner: &Owner, now: Timestamp) -> Vec<Check> {
    let check = |what, verdict| Check { what, verdict };
    let kind = if claims.is_of_application() {
        "an application"
    } else {
        "a person"
    };
    let tenant = claims.tid.as_deref().unwrap_or("an unknown tenant");
    let bad = |told: &str, hint: &str| Verdict::Bad(told.to_owned(), hint.to_owned());
    let signed_in = match claims.expires() {
        Some(end) if end <= now => bad("the token has expired", super::Meaning::SignInAgain.hint()),
        _ if claims.is_of_application() && *owner == Owner::Me => bad(
            "the token stands for an application, which has no meetings of its own",
            "name the organizer's object id with --user",
        ),
        end => {
            let until = end
                .map(|end| format!(", good until {end}"))
                .unwrap_or_default();
            Verdict::Good(format!("the token stands for {kind}{until}"))
        }
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
        check("permissions", permissions(claims)),
    ]
}

fn permissions(claims: &Claims) -> Verdict {
    let needed = ["OnlineMeetingArtifact.Read.All", "OnlineMeetings.Read.All"];
    let missing: Vec<_> = needed
        .into_iter()
        .filter(|name| !claims.allows(name))
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

/// Whether the organizer's meetings may be read: the user is there, and the access policy lets us.
pub async fn organizer(graph: &Graph, owner: &Owner) -> Check {
    // No invitation has this number: the answer is an empty list, or a refusal.
    let filter = format!("joinMeetingIdSettings/joinMeetingId eq {}", quoted("0"));
    let segments = [owner.segments(), vec!["onlineMeetings"]].concat();
    let asked = match graph.address(&segments, &Query::none().with("$filter", &filter)) {
        Ok(url) => list::<IgnoredAny>(graph, url, Content::Small)
            .await
            .map(|_| format!("the meetings of {owner} may be read")),
        Err(error) => Err(error),
    };
    Check {
        what: "organizer and access policy",
        verdict: verdict(asked),
    }
}

/// Whether a meeting's reports may be read.
pub async fn meeting(graph: &Graph, owner: &Owner, id: &str) -> Check {
    let meeting = Meeting::Online {
        owner: owner.clone(),
        id: id.to_owned(),
    };
    let asked = match graph.address(&meeting.segments(&["attendanceReports"]), &Query::none()) {
        Ok(url) => list::<IgnoredAny>(graph, url, Content::Small)
            .await
            .map(|reports| format!("{} reports", reports.len())),
        Err(error) => Err(error),
    };
    Check {
        what: "meeting",
        verdict: verdict(asked),
    }
}

fn verdict(asked: Result<String, GraphError>) -> Verdict {
    match asked {
        Ok(told) => Verdict::Good(told),
        Err(error) => Verdict::Bad(chain(&error), error.hint().into()),
    }
}

/// An error with its causes, in one line.
fn chain(error: &GraphError) -> String {
    super::outcome::Reason::from(error).message
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    #[test]
    fn a_clock_that_is_off_is_told_with_by_how_much() {
        // 1994-11-06T08:49:37Z
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(784_111_777);
        let date = |time: &str| format!("Sun, 06 Nov 1994 {time} GMT");
        assert!(matches!(
            clock(Some(&date("08:50:00")), now),
            Verdict::Good(_)
        ));
        let Verdict::Bad(told, _) = clock(Some(&date("08:39:37")), now) else {
            panic!()
        };
        assert_eq!(told, "this computer is 600 s ahead of the service");
        assert!(matches!(clock(None, now), Verdict::Unknown(_)));
    }

    #[test]
    fn a_token_is_judged_by_what_it_says() {
        let verdicts = |claims: &Claims, owner| {
            let checks = said(claims, &owner, Timestamp::UNIX_EPOCH);
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
        let expired = Claims {
            exp: Some(0),
            tid: Some(PERSONAL.into()),
            ..person
        };
        assert_eq!(verdicts(&expired, Owner::Me), [false, false, true]);
    }
}

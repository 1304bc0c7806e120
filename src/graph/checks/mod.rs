//! What fetching needs, checked one by one with one request each.

pub(in crate::graph) mod token_check;

use std::time::SystemTime;

use jiff::Timestamp;
use serde::de::IgnoredAny;

use reqwest::Url;

pub use crate::graph::checks::token_check::{Needs, token, without_token};
use crate::graph::http::answer::Content;
use crate::graph::http::client::Graph;
use crate::graph::http::error::GraphError;
use crate::graph::http::paging::list;
use crate::graph::http::query::{Query, quoted};
use crate::graph::http::retry::moment_of_date;
use crate::graph::reports::directory::{self, Organizers};
use crate::graph::reports::endpoints::{DayRange, EventKind, Meeting, Owner};

/// How far a clock may be off before tokens are refused, in seconds.
const CLOCK: i64 = 300;

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

/// Returns whether the service can be reached, and whether the clocks agree.
pub async fn connection(graph: &Graph) -> Vec<Check> {
    let through = proxy(graph.base().host());
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

/// Returns which proxy is in between, in words.
fn proxy(host: &str) -> String {
    let set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.is_empty());
    let proxies = ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    let Some(name) = proxies.into_iter().find(|name| set(name)) else {
        return String::new();
    };
    let excepted = ["NO_PROXY", "no_proxy"].into_iter().find(|name| {
        let hosts = std::env::var(name).unwrap_or_default();
        is_excepted(host, &hosts)
    });
    match excepted {
        Some(exception) => format!(", without the proxy of {name}: {exception} names the host"),
        None => format!(", the proxy of {name}"),
    }
}

/// Returns whether a list of hosts that need no proxy names this one, or a domain that it is
/// in.
fn is_excepted(host: &str, hosts: &str) -> bool {
    let mut hosts = hosts
        .split(',')
        .map(str::trim)
        .filter(|name| !name.is_empty());
    hosts.any(|name| {
        let name = name.trim_start_matches("*.").trim_start_matches('.');
        let below = host
            .strip_suffix(name)
            .is_some_and(|front| front.ends_with('.'));
        name == "*" || name.eq_ignore_ascii_case(host) || below
    })
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

/// Returns whether the organizer's meetings may be read: the user is there, and the access
/// policy lets us.
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

/// Returns whether a meeting's reports may be read.
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

/// Returns whether a user's calendar may be read.
pub async fn calendar(graph: &Graph, owner: &Owner, days: DayRange) -> Check {
    let first = crate::graph::reports::calendar::address(graph.base(), owner, days, "1");
    Check {
        what: "calendar",
        verdict: verdict(
            first_page(graph, first)
                .await
                .map(|()| format!("that of {owner} may be read")),
        ),
    }
}

/// Returns whether the sessions of a webinar or town hall may be read.
pub async fn event(graph: &Graph, kind: EventKind, id: &str) -> Check {
    let segments = ["solutions", "virtualEvents", kind.segment(), id, "sessions"];
    let first = graph.address(&segments, &Query::none());
    Check {
        what: "event",
        verdict: verdict(
            first_page(graph, first)
                .await
                .map(|()| format!("the sessions of {id} may be read")),
        ),
    }
}

/// Returns whether organizers can be found; returns the first of them.
pub async fn organizers(graph: &Graph, named: &Organizers) -> (Check, Option<Owner>) {
    let found = directory::first(graph, named).await;
    let owner = found.as_ref().ok().cloned().flatten();
    let verdict = match found {
        Ok(Some(_)) => Verdict::Good(format!("{named} can be found")),
        Ok(None) => Verdict::Bad(
            format!("{named}: there is no user in it"),
            "check the group's id, and that users are in it".into(),
        ),
        Err(error) => {
            let hint = named.permission_for(&error).unwrap_or(error.hint());
            Verdict::Bad(chain(&error), hint.into())
        }
    };
    let what = "organizers";
    (Check { what, verdict }, owner)
}

async fn first_page(graph: &Graph, url: Result<Url, GraphError>) -> Result<(), GraphError> {
    graph.get_json(&url?, Content::Small).await.map(|_| ())
}

fn verdict(asked: Result<String, GraphError>) -> Verdict {
    match asked {
        Ok(told) => Verdict::Good(told),
        Err(error) => Verdict::Bad(chain(&error), error.hint().into()),
    }
}

/// Returns an error with its causes, in one line.
fn chain(error: &GraphError) -> String {
    crate::graph::reports::outcome::Reason::from(error).message
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
    fn hosts_that_need_no_proxy_are_named_whole_or_by_their_domain() {
        let host = "graph.microsoft.com";
        for hosts in [
            "*",
            "graph.microsoft.com",
            "x, .microsoft.com",
            "microsoft.com",
            "*.com",
        ] {
            assert!(is_excepted(host, hosts), "{hosts}");
        }
        for hosts in ["", "soft.com", "x.graph.microsoft.com", ","] {
            assert!(!is_excepted(host, hosts), "{hosts}");
        }
    }
}

//! Whose calendars are looked into: users by any of their names, the members of a
//! group, or everybody in the tenant.

use std::cell::RefCell;
use std::fmt;

use futures_util::{StreamExt, stream};
use jiff::Timestamp;
use reqwest::Url;
use serde::Deserialize;

use crate::graph::archive::Archive;
use crate::graph::archive::memory::TENANT;
use crate::graph::http::address::GraphUrl;
use crate::graph::http::answer::Content;
use crate::graph::http::client::{self, Graph, unexpected};
use crate::graph::http::error::{Cause, GraphError};
use crate::graph::http::paging::list;
use crate::graph::http::query::{Query, quoted};
use crate::graph::reports::endpoints::Owner;
use crate::graph::reports::outcome::{MeetingOutcome, Reason, Status};

/// How many users are looked up at a time: as many as travel together, twice.
const AHEAD: usize = 40;

/// The most that the service gives in one page.
const PAGE: &str = "999";

/// Organizers, as they were named.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Organizers {
    /// Whoever signed in.
    Me,
    /// A user, by object id, principal name or e-mail address.
    Named(String),
    /// The users in a group and in the groups in it, by its object id.
    Group(String),
    /// All users of the tenant but guests.
    All,
}

/// Finds the users that were named, in the order in which they were; those that cannot
/// be found are outcomes of their own.
pub(in crate::graph) async fn find(
    graph: &Graph,
    archive: &RefCell<&mut Archive>,
    named: &[Organizers],
) -> (Vec<Owner>, Vec<MeetingOutcome>) {
    let users = async |organizers| (organizers, remembered(graph, archive, organizers).await);
    let mut found = stream::iter(named).map(users).buffered(AHEAD);
    let (mut owners, mut missing) = (Vec::new(), Vec::new());
    while let Some((organizers, found)) = found.next().await {
        match found {
            Ok(found) if found.is_empty() => missing.push(organizers.without(nobody())),
            Ok(found) => owners.extend(found),
            Err(error) => missing.push(organizers.failed(&error)),
        }
    }
    (owners, missing)
}

/// Finds the users behind one name; a user who was found before is not looked up again.
async fn remembered(
    graph: &Graph,
    archive: &RefCell<&mut Archive>,
    organizers: &Organizers,
) -> Result<Vec<Owner>, GraphError> {
    let Organizers::Named(name) = organizers else {
        return users(graph, organizers).await;
    };
    let now = Timestamp::now();
    let known = archive
        .borrow()
        .memory
        .id(TENANT, name, now)
        .map(str::to_owned);
    if let Some(id) = known {
        return Ok(vec![Owner::User(id)]);
    }
    let found = users(graph, organizers).await?;
    if let [Owner::User(id)] = found.as_slice()
        && id != name
    {
        archive.borrow_mut().memory.note(TENANT, name, id, now);
    }
    Ok(found)
}

async fn users(graph: &Graph, organizers: &Organizers) -> Result<Vec<Owner>, GraphError> {
    match organizers {
        Organizers::Me => Ok(vec![Owner::Me]),
        // An object id holds no such sign, and is what all else asks by.
        Organizers::Named(name) if !name.contains('@') => Ok(vec![Owner::User(name.clone())]),
        Organizers::Named(name) => Ok(vec![Owner::User(id_of(graph, name).await?)]),
        Organizers::Group(_) | Organizers::All => {
            let url = address(graph.base(), organizers)?;
            let members = list::<Member>(graph, url, Content::Large).await?;
            Ok(owners(members.into_iter().map(|(member, _)| member)))
        }
    }
}

/// Returns where the users of a group or of the tenant are listed.
pub(in crate::graph) fn address(
    base: &GraphUrl,
    organizers: &Organizers,
) -> Result<Url, GraphError> {
    let query = Query::none().with("$top", PAGE);
    match organizers {
        Organizers::Group(id) => {
            let query = query.with("$select", "id");
            client::address(base, &["groups", id, "transitiveMembers"], &query)
        }
        Organizers::Named(name) => {
            client::address(base, &["users", name], &Query::none().with("$select", "id"))
        }
        Organizers::Me | Organizers::All => {
            client::address(base, &["users"], &query.with("$select", "id,userType"))
        }
    }
}

/// Returns the first of the users that were named, from one page alone.
pub(in crate::graph) async fn first(
    graph: &Graph,
    organizers: &Organizers,
) -> Result<Option<Owner>, GraphError> {
    #[derive(Deserialize)]
    struct Page {
        value: Vec<Member>,
    }
    match organizers {
        Organizers::Me | Organizers::Named(_) => {
            Ok(users(graph, organizers).await?.into_iter().next())
        }
        Organizers::Group(_) | Organizers::All => {
            let url = address(graph.base(), organizers)?;
            let page: Page = graph.get_json(&url, Content::Large).await?.parse()?;
            Ok(owners(page.value.into_iter()).into_iter().next())
        }
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Member {
    id: String,
    user_type: Option<String>,
    #[serde(rename = "@odata.type")]
    kind: Option<String>,
}

/// Returns the users among the members of something: no devices, applications, groups or
/// guests, none of whom has a calendar here.
fn owners(members: impl Iterator<Item = Member>) -> Vec<Owner> {
    let is_user = |member: &Member| {
        let kind = member.kind.as_deref();
        kind.is_none_or(|kind| kind == "#microsoft.graph.user")
            && member.user_type.as_deref() != Some("Guest")
    };
    let users = members.filter(is_user);
    users.map(|member| Owner::User(member.id)).collect()
}

/// Returns the object id of a user who is named by principal name or, where that is none, by
/// e-mail address: the two differ in many tenants.
async fn id_of(graph: &Graph, name: &str) -> Result<String, GraphError> {
    let select = Query::none().with("$select", "id");
    let by_name = address(graph.base(), &Organizers::Named(name.to_owned()))?;
    match graph.get_json(&by_name, Content::Small).await {
        Ok(answer) => return Ok(answer.parse::<Member>()?.id),
        Err(error) if Status::of(&error) == Status::Gone => {}
        Err(error) => return Err(error),
    }
    let address = quoted(&format!("smtp:{name}"));
    let filter = format!(
        "mail eq {} or proxyAddresses/any(a:a eq {address})",
        quoted(name)
    );
    let by_address = graph.address(&["users"], &select.with("$filter", &filter))?;
    let found = list::<Member>(graph, by_address.clone(), Content::Small).await?;
    match found.as_slice() {
        [(user, _)] => Ok(user.id.clone()),
        _ => Err(unexpected(&by_address, Cause::NoUser(found.len()))),
    }
}

impl Organizers {
    fn failed(&self, error: &GraphError) -> MeetingOutcome {
        let mut reason = Reason::from(error);
        if let Some(hint) = self.permission_for(error) {
            hint.clone_into(&mut reason.hint);
        }
        MeetingOutcome {
            status: Status::of(error),
            ..self.without(reason)
        }
    }

    /// Returns how to be let to find them, where that is what is missing.
    pub(in crate::graph) fn permission_for(&self, error: &GraphError) -> Option<&'static str> {
        (Status::of(error) == Status::Forbidden).then_some(match self {
            Self::Group(_) => {
                "grant GroupMember.Read.All to read the members of groups, with admin consent, then sign in again"
            }
            Self::Me | Self::Named(_) | Self::All => {
                "grant User.Read.All to find users by name and to list all, with admin consent, then sign in again; object ids need no permission"
            }
        })
    }

    fn without(&self, reason: Reason) -> MeetingOutcome {
        MeetingOutcome::without_reports(self.to_string(), None, Status::Failed, reason)
    }
}

impl fmt::Display for Organizers {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Me => f.write_str("organizer me"),
            Self::Named(name) => write!(f, "organizer {name}"),
            Self::Group(id) => write!(f, "organizers in group {id}"),
            Self::All => f.write_str("organizers of the tenant"),
        }
    }
}

fn nobody() -> Reason {
    Reason::new(
        "nobody",
        "there is no user in it",
        "check the group's id, and that users are in it",
    )
}

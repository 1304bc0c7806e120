//! Whose calendars are looked into: users by any of their names, the members of a
//! group, or everybody in the tenant.

use futures_util::{StreamExt, stream};
use serde::Deserialize;

use super::answer::Content;
use super::client::{Graph, unexpected};
use super::endpoints::Owner;
use super::error::{Cause, GraphError};
use super::outcome::{MeetingOutcome, Reason, Status};
use super::paging::list;
use super::query::{Query, quoted};

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
pub(super) async fn find(graph: &Graph, named: &[Organizers]) -> (Vec<Owner>, Vec<MeetingOutcome>) {
    let users = async |organizers| (organizers, users(graph, organizers).await);
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

async fn users(graph: &Graph, organizers: &Organizers) -> Result<Vec<Owner>, GraphError> {
    match organizers {
        Organizers::Me => Ok(vec![Owner::Me]),
        // An object id holds no such sign, and is what all else asks by.
        Organizers::Named(name) if !name.contains('@') => Ok(vec![Owner::User(name.clone())]),
        Organizers::Named(name) => Ok(vec![Owner::User(id_of(graph, name).await?)]),
        Organizers::Group(id) => {
            let query = Query::none().with("$select", "id").with("$top", PAGE);
            let segments = ["groups", id, "transitiveMembers"];
            let members = list::<Member>(graph, graph.address(&segments, &query)?, Content::Large);
            Ok(owners(members.await?))
        }
        Organizers::All => {
            let query = Query::none().with("$select", "id,userType");
            let query = query.with("$top", PAGE);
            let users = list::<Member>(graph, graph.address(&["users"], &query)?, Content::Large);
            Ok(owners(users.await?))
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

/// The users among the members of something: no devices, applications, groups or guests,
/// none of whom has a calendar here.
fn owners<R>(members: Vec<(Member, R)>) -> Vec<Owner> {
    let is_user = |member: &Member| {
        let kind = member.kind.as_deref();
        kind.is_none_or(|kind| kind == "#microsoft.graph.user")
            && member.user_type.as_deref() != Some("Guest")
    };
    let members = members.into_iter().map(|(member, _)| member);
    let users = members.filter(is_user);
    users.map(|member| Owner::User(member.id)).collect()
}

/// The object id of a user who is named by principal name or, where that is none, by
/// e-mail address: the two differ in many tenants.
async fn id_of(graph: &Graph, name: &str) -> Result<String, GraphError> {
    let select = Query::none().with("$select", "id");
    let by_name = graph.address(&["users", name], &select)?;
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
        if Status::of(error) == Status::Forbidden {
            self.permission().clone_into(&mut reason.hint);
        }
        MeetingOutcome {
            status: Status::of(error),
            ..self.without(reason)
        }
    }

    /// How to be let to find them.
    fn permission(&self) -> &'static str {
        match self {
            Self::Group(_) => {
                "grant GroupMember.Read.All to read the members of groups, with admin consent, then sign in again"
            }
            Self::Me | Self::Named(_) | Self::All => {
                "grant User.Read.All to find users by name and to list all, with admin consent, then sign in again; object ids need no permission"
            }
        }
    }

    fn without(&self, reason: Reason) -> MeetingOutcome {
        let asked = match self {
            Self::Me => "organizer me".to_owned(),
            Self::Named(name) => format!("organizer {name}"),
            Self::Group(id) => format!("organizers in group {id}"),
            Self::All => "organizers of the tenant".to_owned(),
        };
        MeetingOutcome::without_reports(asked, None, Status::Failed, reason)
    }
}

fn nobody() -> Reason {
    Reason::new(
        "nobody",
        "there is no user in it",
        "check the group's id, and that users are in it",
    )
}

//! What a run is going to ask for first, without asking.

use crate::graph::http::address::{GraphUrl, shown};
use crate::graph::http::error::GraphError;
use crate::graph::reports::directory::{self, Organizers};
use crate::graph::reports::endpoints::{Owner, Wanted, first_address};
use crate::graph::reports::{Source, Task};

/// A request that a run begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Planned {
    /// What it is for.
    pub what: String,
    /// Its address.
    pub address: String,
}

/// Returns the requests with which a run begins; those that follow depend on the answers.
///
/// # Errors
/// When an id cannot stand in an address.
pub fn plan(base: &GraphUrl, task: &Task) -> Result<Vec<Planned>, GraphError> {
    let mut planned = Vec::new();
    let held = task.source == Source::CallRecords;
    let mut wanted = task.wanted.clone();
    for organizers in &task.organizers {
        let owner = match organizers {
            Organizers::Me => Owner::Me,
            Organizers::Named(name) if !name.contains('@') => Owner::User(name.clone()),
            // Call records name everybody.
            Organizers::All if held => continue,
            Organizers::Named(_) | Organizers::Group(_) | Organizers::All => {
                planned.push(Planned {
                    what: organizers.to_string(),
                    address: shown(&directory::address(base, organizers)?),
                });
                continue;
            }
        };
        if !held {
            wanted.push(Wanted::Calendar(owner, task.days));
        }
    }
    if held && !task.organizers.is_empty() {
        wanted.push(Wanted::Held(None, task.days));
    }
    for wanted in &wanted {
        planned.push(Planned {
            what: wanted.to_string(),
            address: shown(&first_address(base, wanted)?),
        });
    }
    Ok(planned)
}

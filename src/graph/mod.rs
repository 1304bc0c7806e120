//! Microsoft Graph: the only place that knows of the network.
//!
//! Reports vanish from the service after a year, its list shows only the newest
//! 50, and a fetch that fails half-way must never look complete: so each request
//! either gives a whole answer or an error that says what to do.

pub mod address;
mod answer;
pub mod archive;
mod artifact_error;
pub mod artifacts;
pub mod auth;
pub mod auth_error;
pub mod authority;
mod batch;
pub mod browser;
mod calendar;
mod call_records;
pub mod certificate;
mod channel;
pub mod checks;
pub mod claims;
pub mod client;
mod content;
mod courier;
pub mod directory;
pub mod download;
pub mod endpoints;
pub mod error;
mod events;
mod exclusive;
mod ids;
mod index;
pub mod inspection;
mod join_link;
pub mod kept;
mod look;
pub mod machine;
mod meaning;
mod memory;
mod names;
pub mod network;
pub mod outcome;
mod pace;
mod paging;
mod pauses;
pub mod permissions;
pub mod plan;
mod pull;
pub mod query;
mod reasons;
mod recall;
mod refusal;
pub mod registrations;
pub mod repair;
mod report;
pub mod reports;
pub mod sign_in;
mod splice;
pub mod spool;
mod status;
mod stored;
pub mod token;
mod token_check;
pub mod troubles;
mod visit;
mod wanted;
mod warnings;
mod whole;

use std::io;
use std::time::Duration;

pub use meaning::Meaning;

/// How many threads write files: they mostly wait for the disk.
const WRITERS: usize = 16;

/// Does something with the network, on this thread.
///
/// # Errors
/// When the system does not let it wait for the network.
pub fn block_on<F: Future>(work: F) -> io::Result<F::Output> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(WRITERS)
        .build()?;
    Ok(runtime.block_on(work))
}

/// Does something with the network for no longer than this; `None` where that is not enough.
///
/// # Errors
/// As [`block_on`].
pub fn block_on_within<F: Future>(limit: Duration, work: F) -> io::Result<Option<F::Output>> {
    block_on(async { tokio::time::timeout(limit, work).await.ok() })
}

//! Microsoft Graph: the only place that knows of the network.
//!
//! Reports vanish from the service after a year, its list shows only the newest
//! 50, and a fetch that fails half-way must never look complete: so each request
//! either gives a whole answer or an error that says what to do.

pub mod archive;
pub mod auth;
pub mod checks;
pub mod http;
pub mod live_event;
pub mod reports;

use std::io;
use std::time::Duration;

pub use http::error_meaning::ErrorMeaning;

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

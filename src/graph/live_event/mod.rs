//! Live-event files: the service answers with a short-lived link to a file on another host.

pub mod artifacts;
pub mod download;
pub(in crate::graph) mod error;
pub(in crate::graph) mod transfer;

//! Requests to the service: addresses, answers, errors, and patience.

pub mod address;
pub(in crate::graph) mod answer;
pub(in crate::graph) mod batch;
pub mod client;
pub(in crate::graph) mod dispatcher;
pub mod error;
pub(in crate::graph) mod error_meaning;
pub(in crate::graph) mod ids;
pub mod network;
pub(in crate::graph) mod paging;
pub mod query;
pub(in crate::graph) mod refusal;
pub(in crate::graph) mod retry;
pub(in crate::graph) mod throttle;

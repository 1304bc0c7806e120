//! Where bytes go: folders whose files appear whole, digests, and the record of a run.
//!
//! Knows no format: what is written here is bytes and names.

mod anonymous_file;
pub mod buffer_pool;
pub mod digest;
pub mod earlier;
pub mod folder;
pub mod leftovers;
pub mod manifest;
pub mod others;
pub mod partition;
pub mod spool;
pub mod together;

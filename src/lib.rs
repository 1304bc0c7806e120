//! Rollbook turns Microsoft Teams attendance reports into summaries people can rely on.

pub mod decode;
pub mod finding;
pub mod graph;
pub mod model;
pub mod origin;
pub mod output;
pub mod pipeline;
pub mod source;
pub mod stats;
pub mod summary;
pub mod tables;
pub mod validate;
pub mod write;
pub mod zone;

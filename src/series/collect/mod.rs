//! What reports leave behind, in compact form.

pub mod collection;
pub mod facts;
pub mod facts_line;
mod findings;
mod once;
pub(in crate::series) mod only_who;
mod recognized;
pub(in crate::series) mod records;
pub mod texts;

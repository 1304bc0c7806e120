//! What reports leave behind, in compact form.

pub mod collection;
pub mod facts;
pub mod facts_line;
pub mod texts;

//! The attendance report as Rollbook understands it: typed, borrowed, with its invariants kept.

pub mod decimal;
pub mod identity;
pub mod interval;
pub mod measure;
pub mod natural_order;
pub mod reason;
pub mod record;
pub mod report;
pub mod role;
pub mod status;
pub mod text_arena;
pub mod time;

use std::borrow::Cow;

/// Text that borrows from the document wherever it holds no escapes.
pub type Text<'a> = Cow<'a, str>;

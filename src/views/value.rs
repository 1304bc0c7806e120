//! The values that views are made of, for writers, which name no other room.

pub use crate::model::decimal::Decimal;
pub use crate::model::interval::Stay;
pub use crate::model::natural_order::Natural;
pub use crate::model::reason::{BaselineSource, Reason};
pub use crate::model::status::Status;
pub use crate::model::time::{Instant, Span, TICKS_PER_SECOND};
pub use crate::stats::concurrency::{Concurrency, Step};
pub use crate::stats::presence::{Stays, presence_inside};
pub use crate::stats::punctuality::Baseline;

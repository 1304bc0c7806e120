//! Which reports are one meeting.

pub mod disposition;
pub mod meeting;
pub mod plan_offset;
pub mod sessions;

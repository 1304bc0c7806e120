//! Which reports are one meeting.

pub mod day_range;
pub mod disposition;
pub mod meeting;
pub mod plan_offset;
pub mod sessions;
mod unread_reports;

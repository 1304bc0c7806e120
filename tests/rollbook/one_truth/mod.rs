//! One truth: whatever has the same name has the same value, in every format and message.
//!
//! Folders of reports are made up with everything that once made outputs disagree: plans,
//! restarts, copies, older versions, stray clicks, two devices, hidden times.

mod formats;
mod made_up;
mod totals;

//! Who was in which meeting, and what that comes to.

pub mod entries;
pub mod hours;
pub mod missed;
pub mod numbers;
pub mod outcome;
pub mod passed;
pub mod settled;
pub mod status_rules;
pub mod tally;

//! What the user says: lists and rules, read from their files.

pub mod aliases;
pub mod planned;
pub mod registrations;
pub mod roster;
pub mod rules_file;
pub mod sheets;

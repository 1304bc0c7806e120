//! What the user says: lists and rules, read from their files.

pub mod addresses;
pub mod aliases;
pub mod calendar;
pub mod dates;
pub mod exclusions;
pub mod faults;
pub mod headings;
mod json_list;
pub mod name_pattern;
pub mod planned;
mod registration_list;
pub mod registrations;
pub mod roster;
pub mod rules_file;
pub mod sheets;
pub mod table;
mod workbook;

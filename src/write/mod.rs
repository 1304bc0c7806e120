//! Tables to bytes: a writer only lays out what the tables settled.

pub mod csv;
pub mod html;
pub mod json;
pub mod xlsx;

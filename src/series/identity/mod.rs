//! Who is who: identities, the people behind them, and who only may be.

mod identity_matching;
pub mod match_rate;
pub mod people;
pub mod person;
pub mod shared_names;
pub mod suggestions;

//! The README says what the program does.

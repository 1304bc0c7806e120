//! The program from outside: what users type, what they get.

mod checking;
mod converting;
mod course;
mod findings;
mod going_wrong;
mod readme;
mod support;

//! The program from outside: what users type, what they get.

mod archives;
mod assertions;
mod batching;
mod checking;
mod columns;
mod converting;
mod course;
mod doctor;
mod downloading;
mod events;
mod fake_graph;
mod fetching;
mod findings;
mod going_wrong;
mod json_rules;
mod laws;
mod long;
mod network;
mod organizers;
mod readme;
mod settling;
mod shapes;
mod showing;
mod signing_in;
mod support;
mod verifying;

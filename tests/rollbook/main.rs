//! The program from outside: what users type, what they get.

mod architecture;
mod archives;
mod assertions;
mod batching;
mod by_line;
mod certificates;
mod checking;
mod choosing;
mod columns;
mod configuring;
mod converting;
mod course;
mod doctor;
mod downloading;
mod events;
mod facts_apart;
#[cfg(feature = "arrow")]
mod facts_in_columns;
mod fake_graph;
mod fetching;
mod findings;
mod folding;
mod folding_by_portion;
mod going_wrong;
mod golden;
mod guide;
mod hostile_inputs;
#[cfg(feature = "arrow")]
mod in_columns;
mod json_rules;
mod large_reports;
mod laws;
mod lists;
mod logging;
mod long;
mod network;
mod numbers;
mod one_truth;
mod organizers;
mod package;
mod readers;
mod run_schema;
mod scheduling;
mod second_night;
mod settling;
mod shapes;
mod showing;
mod signing_in;
mod support;
mod teams_csv;
mod used_folder;
mod verifying;
#[cfg(not(feature = "arrow"))]
mod without_columns;
mod workbooks;

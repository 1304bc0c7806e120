//! `rollbook fetch registrations`: a list that `rollbook convert --registrations` reads.

use rollbook::formats::csv::{BYTE_ORDER_MARK, kept_rows};
use rollbook::formats::table_format::TextOptions;
use rollbook::graph::block_on;
use rollbook::graph::reports::registrations::{Registration, registrations};
use rollbook::storage::folder::{Durability, OutputFolder, StorageError};
use rollbook::views::cell::{Cell, Rows};

use crate::commands::online::{OnlineFailure, connect};
use crate::commands::{Exit, Failure};
use crate::plan::fetch::RegistrationsPlan;
use crate::terminal::fetching::registered;

/// The headings, of which `convert` knows the first three.
const HEADINGS: [&str; 5] = ["registration id", "name", "e-mail", "status", "registered"];

/// Runs the command.
pub fn run(plan: &RegistrationsPlan) -> Result<Exit, Failure> {
    let graph = connect(&plan.connection)?;
    let (kind, event) = &plan.event;
    let found = block_on(registrations(&graph, *kind, event)).map_err(OnlineFailure::Network)?;
    let found = found.map_err(OnlineFailure::from)?;
    let (expected, others): (Vec<_>, Vec<_>) =
        found.into_iter().partition(Registration::is_expected);
    write(plan, &expected)?;
    if !plan.quiet {
        registered(expected.len(), others.len(), &plan.output);
    }
    Ok(Exit::Success)
}

/// Writes the list in one go: it is there whole or not at all.
fn write(plan: &RegistrationsPlan, expected: &[Registration]) -> Result<(), StorageError> {
    let (folder, name) = OutputFolder::of_file(&plan.output, plan.existing)?;
    folder.write(&name, &content(expected), Durability::Synced)?;
    Ok(())
}

fn content(expected: &[Registration]) -> Vec<u8> {
    let mut rows = Rows::default();
    rows.push(&HEADINGS.map(Cell::from));
    let given = |text: &Option<String>| text.clone().unwrap_or_default();
    for registration in expected {
        let cells = [
            registration.id.clone(),
            registration.name(),
            given(&registration.email),
            given(&registration.status),
            given(&registration.registration_date_time),
        ];
        rows.push(&cells.each_ref().map(|text| Cell::from(text.as_str())));
    }
    [BYTE_ORDER_MARK, &kept_rows(&rows, &TextOptions::default())].concat()
}

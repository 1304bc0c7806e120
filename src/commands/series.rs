//! What spans meetings: the user's own files in, before any work, and what they ask for.

use std::fs;
use std::path::Path;

use rollbook::model::time::Span;
use rollbook::series::SeriesOptions;
use rollbook::series::aliases::Aliases;
use rollbook::series::planned::Planned;
use rollbook::series::registrations::Registrations;
use rollbook::series::roster::Roster;
use rollbook::series::rules_file::{RulesFile, refuse_contradiction, share_need};
use rollbook::series::status::Need;
use rollbook::source::sheets::{FileProblem, Sheet, problem};
use rollbook::tables::Table;
use rollbook::zone::Zone;

use super::Failure;
use crate::cli::{BaselineArg, Convert, SeriesArgs};

/// Reads the user's files and checks them, so that nothing is done in vain.
pub fn options(options: &Convert) -> Result<SeriesOptions, Failure> {
    let typed = &options.series;
    let zone = &options.rules.timezone;
    Ok(SeriesOptions {
        zone: zone.clone(),
        rules: rules(typed, options.rules.baseline)?,
        grouping: typed.grouping(),
        aliases: read(typed.aliases.as_deref(), Aliases::read)?.unwrap_or_default(),
        roster: read(typed.roster.as_deref(), Roster::read)?,
        planned: planned(typed, zone)?,
        registrations: read(typed.registrations.as_deref(), Registrations::read)?,
        passed: typed.passed.clone(),
        order: typed.sort.into(),
    })
}

fn read<T>(
    path: Option<&Path>,
    read: impl FnOnce(&Sheet) -> Result<T, FileProblem>,
) -> Result<Option<T>, Failure> {
    let Some(path) = path else { return Ok(None) };
    let sheet = Sheet::read(path)?;
    Ok(Some(read(&sheet)?))
}

fn planned(typed: &SeriesArgs, zone: &Zone) -> Result<Planned, Failure> {
    let planned = read(typed.meetings.as_deref(), |sheet| {
        Planned::read(sheet, zone)
    })?;
    Ok(planned.unwrap_or_default())
}

/// The rules of the file; what is typed comes before it.
fn rules(typed: &SeriesArgs, baseline: BaselineArg) -> Result<RulesFile, Failure> {
    let mut rules = match &typed.rules {
        None => RulesFile::default(),
        Some(path) => {
            let file = path.to_string_lossy();
            let text = fs::read_to_string(path)
                .map_err(|error| problem(&file, format!("could not be read: {error}")))?;
            RulesFile::read(&file, &text)?
        }
    };
    if let Some(percent) = typed.present_share {
        rules.status.present = share_need(percent / 100.0).ok_or(Failure::Usage(
            "--present-share must be above 0 and at most 100",
        ))?;
    }
    if let Some(minutes) = typed.present_minutes {
        rules.status.present = Need::Time(Span::minutes(minutes.into()));
    }
    rules.status.clip &= !typed.count_outside_window;
    rules.status.only_scheduled = baseline == BaselineArg::Auto;
    refuse_contradiction(&rules.status).map_err(Failure::Contradiction)?;
    Ok(rules)
}

/// The tables across meetings that are written unless the user names others.
///
/// `people` is always among them: who came how often is the first thing asked of
/// more than one meeting. The others answer what only somebody asks who says so.
pub fn tables(typed: &SeriesArgs) -> Vec<Table> {
    let mut tables = vec![Table::People];
    if typed.is_asked() {
        tables.extend([
            Table::Register,
            Table::Hours,
            Table::Weeks,
            Table::Occurrences,
            Table::Suggestions,
        ]);
    }
    if typed.roster.is_some() {
        tables.extend([Table::Roster, Table::Departments]);
    }
    if typed.passed.is_some() {
        tables.push(Table::Passed);
    }
    if typed.registrations.is_some() {
        tables.extend([Table::Registrations, Table::Audience]);
    }
    tables
}

//! Tables in folders of their own, and kept apart as engines cut them:
//! `records/tenant=contoso/month=2026-01`.
//!
//! Everything is read before the first file has its name. A file is named after what it
//! holds, so that later runs add files to the folder, and none takes another's place.

use std::io;
use std::path::Path;

use rollbook::executor::Sequential;
use rollbook::formats::table_format::Place;
use rollbook::series::collect::facts_line::{FactsLine, Keys};
use rollbook::storage::folder::{OutputFile, OutputFolder, StorageError};
use rollbook::storage::partition::folder_name;
use rollbook::storage::spool::Spool;
use rollbook::storage::together::Together;
use rollbook::summary::RunCounts;

use super::form::Form;
use super::read;
use crate::commands::Failure;
use crate::plan::{FactsPlan, FactsTable, PartitionKey};
use crate::terminal;

/// How many digits of its SHA-256 name a file.
const DIGITS: usize = 16;

/// Writes the plan's tables into the folder, kept apart by the plan's keys.
pub fn to_folder(plan: &FactsPlan, path: &Path) -> Result<RunCounts, Failure> {
    let tables = match plan.tables.as_slice() {
        [] => &[FactsTable::Facts],
        tables => tables,
    };
    let forms = tables
        .iter()
        .map(|&table| Form::of(table, plan.format, &plan.partition))
        .collect::<Result<Vec<_>, _>>()?;
    let folder = OutputFolder::open(path, plan.existing)?;
    let written = write(plan, tables, &forms, &folder);
    if written.is_err() {
        folder.remove_empty(&[]);
    }
    let (counts, files) = written?;
    terminal::files_written(path, files);
    Ok(counts)
}

fn write(
    plan: &FactsPlan,
    tables: &[FactsTable],
    forms: &[Form],
    folder: &OutputFolder,
) -> Result<(RunCounts, usize), Failure> {
    let failed = |source| StorageError::Write {
        path: folder.path().to_owned(),
        source,
    };
    // By the table's place among them, and the folders.
    let mut spool = Spool::begin(folder).map_err(failed)?;
    let place = |line: &FactsLine| folders(&plan.partition, &line.keys);
    let counts = read(plan, forms, place, |table, place, rows| {
        let key = (table, place.to_owned());
        Ok(spool.append(&key, rows).map_err(failed)?)
    })?;
    let mut together = Together::new(folder);
    let keys = spool.keys();
    for key in &keys {
        let own = (!plan.tables.is_empty()).then(|| tables[key.0].name());
        let kept_apart = Some(&*key.1).filter(|place| !place.is_empty());
        let below: Vec<_> = own.into_iter().chain(kept_apart).collect();
        let below = below.join("/");
        let file = gather(&mut spool, key, &forms[key.0], folder)?;
        let digest = file.sha256().expect("folders of facts keep digests");
        let digest = &digest[..DIGITS];
        let extension = forms[key.0].extension();
        let name = format!("{below}/{}-{digest}.{extension}", tables[key.0].name());
        folder.refuse_existing(&[&name])?;
        together.make(&below)?;
        together.give(file.renamed(folder, &name))?;
    }
    together.keep();
    Ok((counts, keys.len()))
}

/// Returns the complete file of a table and its folders, without its name.
fn gather(
    spool: &mut Spool<(usize, String)>,
    key: &(usize, String),
    form: &Form,
    folder: &OutputFolder,
) -> Result<OutputFile, StorageError> {
    let mut file = folder.create(form.extension())?;
    let path = file.path().to_owned();
    let mut write = || -> io::Result<()> {
        let mut rows = form.file(Place::File);
        file.append(&rows.opening(), &Sequential)?;
        spool.take(key, |piece| file.append(&rows.append(piece), &Sequential))?;
        file.append(&rows.closing(), &Sequential)
    };
    write().map_err(|source| StorageError::Write { path, source })?;
    Ok(file)
}

/// Returns the folders of a report, with `/` between them.
fn folders(partition: &[PartitionKey], keys: &Keys) -> String {
    let folder = |key: &PartitionKey| folder_name(key.name(), value(*key, keys));
    let folders: Vec<_> = partition.iter().map(folder).collect();
    folders.join("/")
}

fn value(key: PartitionKey, keys: &Keys) -> Option<&str> {
    match key {
        PartitionKey::Tenant => keys.tenant.as_deref(),
        PartitionKey::Series => keys.series.as_deref(),
        PartitionKey::Day => keys.day.as_deref(),
        PartitionKey::Month => keys
            .day
            .as_deref()?
            .rsplit_once('-')
            .map(|(month, _)| month),
    }
}

//! Facts kept apart in folders, as engines cut them: `tenant=contoso/month=2026-01`.
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
use crate::plan::{FactsPlan, PartitionKey};
use crate::terminal;

/// How many digits of its SHA-256 name a file.
const DIGITS: usize = 16;

/// Writes the lines of every document into the folder, kept apart by the plan's keys.
pub fn to_folder(plan: &FactsPlan, form: &Form, path: &Path) -> Result<RunCounts, Failure> {
    let folder = OutputFolder::open(path, plan.existing)?;
    let written = write(plan, form, &folder);
    if written.is_err() {
        folder.remove_empty(&[]);
    }
    let (counts, files) = written?;
    terminal::files_written(path, files);
    Ok(counts)
}

fn write(
    plan: &FactsPlan,
    form: &Form,
    folder: &OutputFolder,
) -> Result<(RunCounts, usize), Failure> {
    let failed = |source| StorageError::Write {
        path: folder.path().to_owned(),
        source,
    };
    let mut spool = Spool::begin(folder).map_err(failed)?;
    let place = |line: &FactsLine| folders(&plan.partition, &line.keys);
    let counts = read(plan, form, place, |place, rows| {
        Ok(spool.append(place, rows).map_err(failed)?)
    })?;
    let mut together = Together::new(folder);
    let places = spool.keys();
    for place in &places {
        let (name, file) = gather(&mut spool, place, form, folder)?;
        folder.refuse_existing(&[&name])?;
        together.make(place)?;
        together.give(file)?;
    }
    together.keep();
    Ok((counts, places.len()))
}

/// Returns the complete file of a place, on its way to its name, and that name.
fn gather(
    spool: &mut Spool,
    place: &str,
    form: &Form,
    folder: &OutputFolder,
) -> Result<(String, OutputFile), StorageError> {
    let mut file = folder.create(form.extension())?;
    let path = file.path().to_owned();
    let mut write = || -> io::Result<()> {
        let mut rows = form.file(Place::File);
        file.append(&rows.opening(), &Sequential)?;
        spool.take(place, |piece| file.append(&rows.append(piece), &Sequential))?;
        file.append(&rows.closing(), &Sequential)
    };
    write().map_err(|source| StorageError::Write { path, source })?;
    let digest = file.sha256();
    let name = format!("{place}/facts-{}.{}", &digest[..DIGITS], form.extension());
    let file = file.renamed(folder, &name);
    Ok((name, file))
}

/// Returns the folders of a line, with `/` between them.
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

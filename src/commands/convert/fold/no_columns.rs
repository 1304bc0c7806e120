//! Facts in columns, in a program that was built without them.

use std::io::BufRead;
use std::path::Path;

use rollbook::formats::table_format::{ARROW, PARQUET};
use rollbook::series::input::faults::FileProblem;
use rollbook::storage::digest::{Digests, RunningDigest};

use super::{ColumnKind, problem};
use crate::commands::Failure;

/// Refuses facts in columns.
pub fn read(
    path: &Path,
    kind: ColumnKind,
    _digests: Digests,
    _reader: impl BufRead,
    _take: &mut dyn FnMut(usize, &str) -> Result<(), FileProblem>,
) -> Result<RunningDigest, FileProblem> {
    let name = match kind {
        ColumnKind::ArrowFile | ColumnKind::ArrowStream => ARROW.name,
        ColumnKind::Parquet => PARQUET.name,
    };
    let said = format!("is a file of {name}, and {}", Failure::NotBuilt(name));
    Err(problem(path, None, said))
}

//! What `archive` prints, and `verify` about an archive.

use std::fmt::Write as _;

use rollbook::graph::archive::inspection::Inspection;
use rollbook::graph::archive::repair::Repair;
use rollbook::storage::manifest::Difference;
use rollbook::untrusted::escaped;

use super::{counted, to_stdout};

/// Tells what was found in an archive.
pub fn inspected(found: &Inspection) {
    let mut said = lines(&found.differences);
    let reports = counted(found.reports, "report");
    let earlier = counted(found.earlier, "earlier version");
    let _ = match found.differences.len() {
        0 => writeln!(said, "Verified {reports} and {earlier}: all as they were"),
        count => writeln!(
            said,
            "{} in an archive of {reports} and {earlier}",
            counted(count, "difference")
        ),
    };
    to_stdout(&said);
}

/// Tells what was done to an archive.
pub fn repaired(done: &Repair) {
    let mut said = lines(&done.left);
    let _ = writeln!(
        said,
        "{} as the index says; taken up: {} and {}",
        counted(done.well, "report"),
        counted(done.taken_up, "report"),
        counted(done.earlier, "earlier version"),
    );
    to_stdout(&said);
}

fn lines(differences: &[Difference]) -> String {
    let line = |Difference { name, what }: &Difference| escaped(&format!("{name}: {what}")) + "\n";
    differences.iter().map(line).collect()
}

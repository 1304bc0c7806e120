//! Certificates: a page for each person who passed, in a folder of its own.

use super::OutputError;
use crate::executor::Executor;
use crate::formats::html::Pages;
use crate::formats::html::site::{CERTIFICATES, certificate_page};
use crate::storage::folder::{Durability, OutputFolder};
use crate::storage::manifest::OutputEntry;
use crate::views::run_view::RunView;

/// How many certificates are made before the list of them grows.
const AT_A_TIME: usize = 256;

/// Writes a certificate for each person in view who passed.
///
/// # Errors
/// When the template fails or a page cannot be written.
pub fn write(
    folder: &OutputFolder,
    pages: &Pages,
    run: &RunView<'_>,
    executor: &impl Executor,
) -> Result<Vec<OutputEntry>, OutputError> {
    let (passed, certified) = (run.passed(), run.certified());
    let mut written = Vec::new();
    if passed.is_empty() {
        return Ok(written);
    }
    folder.make(CERTIFICATES)?;
    for some in passed.chunks(AT_A_TIME) {
        let files = executor.map(some.to_vec(), |(person, tally)| {
            let person = run.certificate(person, &tally);
            let page = pages.certificate(&person, &certified)?;
            let name = certificate_page(person.stem);
            let entry = folder.write(&name, page.as_bytes(), Durability::Buffered)?;
            Ok::<_, OutputError>(entry)
        });
        for file in files {
            written.push(file?);
        }
    }
    Ok(written)
}

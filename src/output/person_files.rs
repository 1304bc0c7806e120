//! The pages of people: a proof of attendance for each, in a folder beside the index.

use super::OutputError;
use crate::executor::Executor;
use crate::formats::html::Pages;
use crate::formats::html::site::{PEOPLE, Site, person_page};
use crate::storage::folder::{Durability, OutputFolder};
use crate::storage::manifest::OutputEntry;
use crate::views::run_view::RunView;

/// How many pages are made before the list of them grows.
const AT_A_TIME: usize = 256;

/// Writes a page for each person in view, below this part of the folder: empty, or ending in `/`.
///
/// # Errors
/// When a template fails or a page cannot be written.
pub fn write(
    (folder, below): (&OutputFolder, &str),
    (pages, site): (&Pages, &Site),
    run: &RunView<'_>,
    executor: &impl Executor,
) -> Result<Vec<OutputEntry>, OutputError> {
    let people = run.person_pages();
    let mut written = Vec::new();
    if people.is_empty() {
        return Ok(written);
    }
    folder.make(&format!("{below}{PEOPLE}"))?;
    for some in people.chunks(AT_A_TIME) {
        let files = executor.map(some.to_vec(), |person| {
            let person = run.person(person);
            let page = pages.person(&person, site)?;
            let name = format!("{below}{}", person_page(person.stem));
            let entry = folder.write(&name, page.as_bytes(), Durability::Buffered)?;
            Ok::<_, OutputError>(entry)
        });
        for file in files {
            written.push(file?);
        }
    }
    Ok(written)
}

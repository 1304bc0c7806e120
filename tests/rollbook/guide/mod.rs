//! What README and guide say is what the program does.

mod held;
mod links;
mod made;
mod parts;
mod printed;
mod prose;
mod shown;

use crate::support::project_text;
use rollbook::guide::CHAPTERS;

/// The README with line breaks as in the repository.
fn readme() -> String {
    page("README.md")
}

/// A page of the project with line breaks as in the repository.
fn page(path: &str) -> String {
    project_text(path).replace("\r\n", "\n")
}

/// The README and all chapters, each by its path.
fn pages() -> Vec<(String, String)> {
    let chapters = CHAPTERS.iter().map(|chapter| file_of(chapter.name));
    let paths = std::iter::once("README.md".to_owned()).chain(chapters);
    paths.map(|path| (path.clone(), page(&path))).collect()
}

/// The file of a chapter.
fn file_of(chapter: &str) -> String {
    format!("src/guide/{chapter}.md")
}

//! Pages of tables across meetings: rows come in parts, and a page has only so many.

use super::OutputError;
use crate::formats::html::Pages;
use crate::formats::html::site::{INDEX, REGISTER, Site, TABLES, table_page};
use crate::formats::html::table::{ROWS, TableFacts, TablePage};
use crate::storage::folder::{Durability, OutputFolder};
use crate::storage::manifest::OutputEntry;
use crate::views::cell::Rows;
use crate::views::run_view::RunView;
use crate::views::view::View;

/// The pages across meetings of one site, in the making.
pub struct TablePages<'p> {
    folder: &'p OutputFolder,
    /// The part of the folder: empty, or ending in `/`.
    below: &'p str,
    pages: &'p Pages,
    site: &'p Site,
    written: Vec<OutputEntry>,
}

impl<'p> TablePages<'p> {
    /// Makes the folder of the tables.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn create(
        folder: &'p OutputFolder,
        below: &'p str,
        pages: &'p Pages,
        site: &'p Site,
    ) -> Result<Self, OutputError> {
        folder.make(&format!("{below}{TABLES}"))?;
        Ok(Self {
            folder,
            below,
            pages,
            site,
            written: Vec::new(),
        })
    }

    /// Begins the pages of a table.
    pub fn begin<'r>(&self, view: &View, facts: TableFacts<'r>) -> TableInParts<'r> {
        TableInParts {
            facts,
            view: view.clone(),
            part: 1,
            rows: Rows::default(),
            people: Vec::new(),
        }
    }

    /// Adds rows to a table, and the name of the page of each row's person; a full page is written as soon as another row follows.
    ///
    /// # Errors
    /// When a page cannot be written.
    pub fn append(
        &mut self,
        table: &mut TableInParts<'_>,
        rows: &Rows,
        people: &[Option<&str>],
    ) -> Result<(), OutputError> {
        for (at, row) in rows.iter().enumerate() {
            if table.rows.len() == ROWS {
                self.write_part(table, true)?;
                table.part += 1;
                table.rows = Rows::default();
                table.people.clear();
            }
            table.rows.push(&row);
            let person = people.get(at).copied().flatten();
            table.people.push(person.map(str::to_owned));
        }
        Ok(())
    }

    /// Writes the last page of a table, which is the only one of most.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn end(&mut self, table: &TableInParts<'_>) -> Result<(), OutputError> {
        self.write_part(table, false)
    }

    fn write_part(&mut self, table: &TableInParts<'_>, goes_on: bool) -> Result<(), OutputError> {
        let page = self.pages.table(
            &TablePage {
                view: &table.view,
                rows: &table.rows,
                people: &table.people,
                part: table.part,
                goes_on,
                facts: (table.part == 1).then_some(&table.facts),
            },
            self.site,
        )?;
        self.write(&table_page(table.view.table(), table.part), &page)
    }

    /// Writes the page of the register.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn register(&mut self, run: &RunView<'_>) -> Result<(), OutputError> {
        let page = self.pages.register(run, self.site)?;
        self.write(REGISTER, &page)
    }

    /// Writes the index of the department whose people are in view.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn department(&mut self, run: &RunView<'_>) -> Result<(), OutputError> {
        let page = self.pages.department(run, self.site)?;
        self.write(INDEX, &page)
    }

    fn write(&mut self, name: &str, page: &str) -> Result<(), OutputError> {
        let name = format!("{}{name}", self.below);
        let entry = self
            .folder
            .write(&name, page.as_bytes(), Durability::Synced)?;
        self.written.push(entry);
        Ok(())
    }

    /// Returns what was written.
    pub fn finish(self) -> Vec<OutputEntry> {
        self.written
    }
}

/// A table on its way to pages.
#[derive(Debug)]
pub struct TableInParts<'r> {
    facts: TableFacts<'r>,
    view: View,
    part: usize,
    rows: Rows,
    people: Vec<Option<String>>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::language::Language;
    use crate::storage::folder::Existing;
    use crate::views::Table;
    use crate::views::cell::Cell;
    use crate::zone::Zone;
    use std::collections::BTreeMap;

    #[test]
    fn a_table_too_long_for_a_page_goes_on_on_another_and_loses_no_row() {
        let place = tempfile::tempdir().unwrap();
        let folder = OutputFolder::open(place.path(), Existing::Keep).unwrap();
        let pages = Pages::new(Zone::utc(), Language::English, &BTreeMap::new()).unwrap();
        let site = Site::of(&[View::whole(Table::Suggestions)]);
        let mut written = TablePages::create(&folder, "", &pages, &site).unwrap();
        let mut table = written.begin(&View::whole(Table::Suggestions), TableFacts::default());
        let all = 2 * ROWS + 1;
        for number in 0..all {
            let mut rows = Rows::default();
            let basis = Cell::from(format!("basis {number} end"));
            rows.push(&[basis, Cell::Missing, Cell::Missing, Cell::Missing]);
            written.append(&mut table, &rows, &[]).unwrap();
        }
        written.end(&table).unwrap();
        let names: Vec<_> = written.finish().into_iter().map(|page| page.name).collect();
        let parts = [1, 2, 3].map(|part| table_page(Table::Suggestions, part));
        assert_eq!(names, parts);
        let text = |name: &String| std::fs::read_to_string(place.path().join(name)).unwrap();
        let texts: Vec<_> = parts.iter().map(text).collect();
        let rows = texts
            .iter()
            .map(|text| text.matches("<tr><th scope=\"row\">").count());
        assert_eq!(rows.collect::<Vec<_>>(), [ROWS, ROWS, 1]);
        assert!(texts[1].contains(&format!("basis {ROWS} end")));
        let leads = |from: usize, to: &str| texts[from].contains(&format!("href=\"{to}\" rel="));
        assert!(leads(0, "suggestions-2.html") && !leads(0, "suggestions.html"));
        assert!(leads(1, "suggestions.html") && leads(1, "suggestions-3.html"));
        assert!(leads(2, "suggestions-2.html") && !leads(2, "suggestions-4.html"));
    }
}

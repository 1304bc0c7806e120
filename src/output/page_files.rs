//! The pages of meetings and people and the index, and the workbooks of single meetings.

use super::{About, OutputError, OutputPlan, meeting_files, pages, person_files};
use crate::executor::Executor;
use crate::formats::html::IndexPages;
use crate::formats::html::site::Site;
use crate::storage::folder::OutputFolder;
use crate::storage::manifest::OutputEntry;
use crate::views::first_look::FirstLook;
use crate::views::run_view::RunView;

/// How many meetings' files are written before the list of them grows.
const MEETINGS_AT_A_TIME: usize = 256;

/// What they are made from, and where they go.
pub(super) struct PageFiles<'p, S> {
    /// The folder.
    pub folder: &'p OutputFolder,
    /// What is to be written.
    pub output_plan: &'p OutputPlan,
    /// What makes several at a time.
    pub executor: S,
    /// The answers.
    pub run: RunView<'p>,
    /// The pages, and how they lead to each other.
    pub site: &'p Site,
    /// What the index shows above its rows, where there is an index.
    pub first_look: Option<&'p FirstLook<'p>>,
}

impl<S: Executor> PageFiles<'_, S> {
    /// Writes all of them.
    ///
    /// # Errors
    /// When a template fails, a workbook cannot be made or a file cannot be written.
    pub fn write(&self) -> Result<Vec<OutputEntry>, OutputError> {
        if self.output_plan.about != About::Everybody {
            return self.people();
        }
        let (index, others) = self.executor.join(|| self.index(), || self.others());
        let mut written = others?;
        // It comes after the pages that it leads to.
        if let Some(index) = index? {
            written.extend(pages::write_index(self.folder, &index)?);
        }
        Ok(written)
    }

    /// Makes the index and the pages of periods, where pages are written.
    fn index(&self) -> Result<Option<IndexPages>, OutputError> {
        let told = self.output_plan.pages.as_ref().zip(self.first_look);
        let index = told.map(|(pages, first)| pages.index(&self.run, first, self.site));
        Ok(index.transpose()?)
    }

    fn others(&self) -> Result<Vec<OutputEntry>, OutputError> {
        let mut written = self.meetings()?;
        written.extend(self.people()?);
        Ok(written)
    }

    /// Writes of each meeting its page and its workbook, several at a time.
    fn meetings(&self) -> Result<Vec<OutputEntry>, OutputError> {
        let mut written = Vec::new();
        let all: Vec<_> = (0..self.run.len()).collect();
        for some in all.chunks(MEETINGS_AT_A_TIME) {
            let files = self.executor.map(some.to_vec(), |at| {
                meeting_files::write(self.folder, self.output_plan, &self.run.meeting(at))
            });
            for files in files {
                written.extend(files?);
            }
        }
        Ok(written)
    }

    /// Writes the pages of people, where pages are written.
    fn people(&self) -> Result<Vec<OutputEntry>, OutputError> {
        match &self.output_plan.pages {
            None => Ok(Vec::new()),
            Some(pages) => {
                let place = (self.folder, "");
                person_files::write(place, (pages, self.site), &self.run, &self.executor)
            }
        }
    }
}

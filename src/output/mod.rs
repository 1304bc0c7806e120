//! Files out: what each format makes of a piece, and where it goes.
//!
//! [`Layouts`] is shared by all threads and only lays out; [`Outputs`] belongs
//! to one and puts the pieces behind each other, in order.

pub mod departments;
pub mod folder;
pub mod leftovers;
pub mod pages;
pub mod series;
pub mod spares;
pub mod table_files;
pub mod table_pages;
mod unnamed;
pub mod workbook;

use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

use crate::language::Language;
use crate::manifest::{self, InputEntry, Manifest, OutputEntry};
use crate::series::Series;
use crate::spread::Spread;
use crate::stats::overall::{Overall, SeveralMeetings};
use crate::summary::{DocumentSummary, RunCounts};
use crate::tables::ALL;
use crate::tables::view::View;
use crate::write::html::Pages;
use crate::write::html::site::{self, Site};
use crate::write::xlsx::{Facts, Locale, WorkbookPart};
use crate::zone::Zone;
use folder::{Durability, OutputError, OutputFolder};
use pages::{PageFiles, PagePart};
use spares::{Spares, Texts};
use table_files::{TableFiles, TextLayout};
use workbook::WorkbookFile;

/// The folder of what is made of single meetings.
const MEETINGS: &str = "meetings";

/// What is to be written, in which formats.
#[derive(Default)]
pub struct Layouts {
    /// The tables, in the order in which they are shown, and their columns.
    pub views: Vec<View>,
    /// The zone of what people look at.
    pub zone: Zone,
    /// The language of what people look at.
    pub language: Language,
    /// The formats that write one text file a table.
    pub texts: Vec<TextLayout>,
    /// Whether a workbook over all meetings is written.
    pub workbook: bool,
    /// Whether a workbook a meeting is written.
    pub meeting_workbooks: bool,
    /// The columns of the list of who passed, where it is written beside the formats.
    pub passed_list: Option<View>,
    /// Whether the tables of people are written once more for each department.
    pub by_department: bool,
    /// The pages, where they are written.
    pub pages: Option<Pages>,
    /// Buffers of parts that were written; empty at first.
    pub spares: Spares,
}

/// What the formats made of one piece, on its way to the files.
#[derive(Debug, Default)]
pub struct Rendered {
    texts: Texts,
    workbook: WorkbookPart,
    /// The file's name in the output folder, and the workbook.
    meeting_workbooks: Vec<(String, Vec<u8>)>,
    pages: PagePart,
    /// The files of single meetings that are written.
    written: Vec<OutputEntry>,
}

impl Layouts {
    /// Zone and language of what people look at.
    fn locale(&self) -> Locale {
        Locale {
            zone: self.zone.clone(),
            language: self.language,
        }
    }

    /// Whether a table needs all meetings.
    pub fn needs_series(&self) -> bool {
        let across = |view: &View| view.table().is_across_meetings();
        self.passed_list.is_some() || self.views.iter().any(across)
    }

    /// The tables of which somebody chose columns, each once.
    pub fn chosen_columns(&self) -> impl Iterator<Item = &View> {
        let list = self.passed_list.iter();
        let list = list.filter(|list| self.views.iter().all(|view| view.table() != list.table()));
        let all = self.views.iter().chain(list);
        all.filter(|view| !view.is_whole())
    }

    /// Lays out the documents of one file behind those that `rendered` holds.
    ///
    /// # Errors
    /// When a template fails or a workbook cannot be put together.
    pub fn render(
        &self,
        documents: &[DocumentSummary<'_>],
        rendered: &mut Rendered,
    ) -> Result<(), OutputError> {
        self.render_stretch(documents, &ALL, rendered)
    }

    /// Lays out a stretch of each document's records; with the first one go the pages and
    /// the workbooks of single meetings.
    ///
    /// # Errors
    /// As [`Self::render`].
    pub fn render_stretch(
        &self,
        documents: &[DocumentSummary<'_>],
        stretch: &Range<usize>,
        rendered: &mut Rendered,
    ) -> Result<(), OutputError> {
        if rendered.texts.len() < self.texts.len() {
            rendered.texts = self.spares.take();
            rendered.texts.resize_with(self.texts.len(), Vec::new);
        }
        for (layout, texts) in self.texts.iter().zip(&mut rendered.texts) {
            layout.render(&self.views, documents, stretch, texts);
        }
        if self.workbook {
            for document in documents {
                let part = &mut rendered.workbook;
                part.gather_in(&self.views, &self.zone, document, stretch);
            }
        }
        if stretch.start > 0 {
            return Ok(());
        }
        if let Some(pages) = &self.pages {
            rendered.pages.render(pages, documents)?;
        }
        if self.meeting_workbooks {
            self.render_meeting_workbooks(documents, rendered)?;
        }
        Ok(())
    }

    /// Takes what was written, for its buffers to be filled again.
    pub fn take_back(&self, written: Rendered) {
        self.spares.put(written.texts);
    }

    fn render_meeting_workbooks(
        &self,
        documents: &[DocumentSummary<'_>],
        rendered: &mut Rendered,
    ) -> Result<(), OutputError> {
        for meeting in documents.iter().flat_map(|document| &document.meetings) {
            let name = format!("{MEETINGS}/{}.xlsx", meeting.stem);
            match workbook::of_one_meeting(&self.views, &self.locale(), meeting) {
                Ok(bytes) => rendered.meeting_workbooks.push((name, bytes)),
                Err(error) => return Err(workbook::workbook_error(Path::new(&name), error)),
            }
        }
        Ok(())
    }
}

impl Rendered {
    /// About how much memory it takes, in bytes.
    pub fn weight(&self) -> usize {
        let texts: usize = self.texts.iter().flatten().map(Vec::len).sum();
        let workbooks: usize = self
            .meeting_workbooks
            .iter()
            .map(|(_, bytes)| bytes.len())
            .sum();
        texts + self.workbook.weight() + workbooks + self.pages.weight()
    }

    /// Writes what is made of single meetings, each into its own file.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn write_single_meetings(&mut self, folder: &OutputFolder) -> Result<(), OutputError> {
        for (name, bytes) in self.meeting_workbooks.drain(..) {
            self.written
                .push(folder.write(&name, &bytes, Durability::Buffered)?);
        }
        self.written.extend(self.pages.write(folder)?);
        Ok(())
    }

    /// The rows of the first table in the first text format.
    pub fn first_table(&self) -> &[u8] {
        self.texts
            .first()
            .and_then(|tables| tables.first())
            .map_or(&[], Vec::as_slice)
    }
}

/// What is known when all pieces have been added.
#[derive(Debug, Default)]
pub struct Totals {
    /// Totals over all meetings.
    pub overall: Overall,
    /// What became of the documents.
    pub counts: RunCounts,
    /// Every input, and by which rules it was read.
    pub manifest: Manifest,
    /// Where each input stands in the manifest.
    inputs: HashMap<String, usize>,
    /// People and meetings across the run, where a table needs them.
    pub series: Option<Series>,
}

impl Totals {
    /// Adds the numbers of one piece.
    pub fn add(&mut self, counts: &RunCounts, meetings: SeveralMeetings, inputs: Vec<InputEntry>) {
        self.counts.merge(counts);
        self.overall.add(meetings);
        inputs.into_iter().for_each(|input| self.add_input(input));
    }
}

impl Totals {
    /// Totals of nothing yet, by the rules that `manifest` tells.
    pub fn new(manifest: Manifest) -> Self {
        Self {
            manifest,
            ..Self::default()
        }
    }

    /// Adds an input, or a further part of one.
    fn add_input(&mut self, entry: InputEntry) {
        match self.inputs.get(&entry.name) {
            Some(&known) => self.manifest.inputs[known].merge(entry),
            None => {
                self.inputs
                    .insert(entry.name.clone(), self.manifest.inputs.len());
                self.manifest.inputs.push(entry);
            }
        }
    }
}

/// The files of a run, in the making.
pub struct Outputs<'l, S> {
    folder: &'l OutputFolder,
    layouts: &'l Layouts,
    spread: S,
    texts: Vec<TableFiles>,
    workbook: Option<WorkbookFile<S>>,
    pages: PageFiles,
    written: Vec<OutputEntry>,
}

impl<'l, S: Spread + Copy> Outputs<'l, S> {
    /// Begins all files; refuses before any work when one of them may not be written.
    /// What can be made in several parts at a time is spread so.
    ///
    /// # Errors
    /// When a file is there already and may not be replaced, or cannot be made.
    pub fn create(
        folder: &'l OutputFolder,
        layouts: &'l Layouts,
        spread: S,
    ) -> Result<Self, OutputError> {
        let singles = layouts.pages.is_some() || layouts.meeting_workbooks;
        let mut names: Vec<_> = layouts.texts.iter().map(|layout| layout.name()).collect();
        names.extend(layouts.workbook.then_some(workbook::NAME));
        names.extend(singles.then_some(MEETINGS));
        names.extend(layouts.passed_list.as_ref().map(|_| series::PASSED));
        if layouts.pages.is_some() {
            names.extend([site::INDEX, site::REGISTER, site::TABLES]);
        }
        names.extend(layouts.by_department.then_some(departments::DEPARTMENTS));
        names.push(manifest::NAME);
        folder.refuse_existing(&names)?;
        if singles {
            folder.make(MEETINGS)?;
        }
        let text = |&layout| TableFiles::create(folder, "", &layouts.views, layout);
        let texts = layouts.texts.iter().map(text).collect::<Result<_, _>>()?;
        let workbook = layouts.workbook.then(|| {
            let locale = layouts.locale();
            WorkbookFile::create(folder, workbook::NAME, &layouts.views, &locale, spread)
        });
        let workbook = workbook.transpose()?;
        Ok(Self {
            folder,
            layouts,
            spread,
            texts,
            workbook,
            pages: PageFiles::default(),
            written: Vec::new(),
        })
    }

    /// Adds what was made of one piece.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn append(&mut self, mut rendered: Rendered) -> Result<(), OutputError> {
        rendered.write_single_meetings(self.folder)?;
        for (files, rows) in self.texts.iter_mut().zip(&rendered.texts) {
            files.append(rows, &self.spread)?;
        }
        if let Some(workbook) = &mut self.workbook {
            workbook.append(std::mem::take(&mut rendered.workbook))?;
        }
        self.written.append(&mut rendered.written);
        self.pages.append(std::mem::take(&mut rendered.pages));
        self.layouts.take_back(rendered);
        Ok(())
    }

    /// Completes all files and gives them their names; the manifest comes last.
    ///
    /// # Errors
    /// When a file cannot be completed.
    pub fn finish(mut self, totals: &mut Totals) -> Result<(), OutputError> {
        let mut site = Site::default();
        if let Some(series) = &totals.series {
            site = departments::site(self.layouts, series);
            self.append_series(series, &site)?;
        }
        let mut written = Vec::new();
        if let Some(workbook) = self.workbook {
            let counts = &totals.counts;
            written.push(workbook.finish(Facts {
                meeting: None,
                overall: Some(&totals.overall),
                codes: Some(&counts.codes),
                documents: Some((counts.documents(), counts.documents() - counts.converted)),
            })?);
        }
        if let Some(pages) = &self.layouts.pages {
            written.extend(self.pages.finish(self.folder, pages, &site, totals)?);
        }
        for files in self.texts {
            written.extend(files.finish(&totals.overall)?);
        }
        written.extend(self.written);
        if let Some(series) = &mut totals.series
            && self.layouts.by_department
        {
            written.extend(departments::write_departments(
                self.folder,
                self.layouts,
                series,
            )?);
        }
        totals.manifest.outputs = written;
        totals.manifest.documents = (&totals.counts).into();
        self.folder.write(
            manifest::NAME,
            totals.manifest.to_json().as_bytes(),
            Durability::Synced,
        )?;
        Ok(())
    }

    /// Leaves nothing behind: for a run that found no report.
    pub fn discard(self) {
        let Self {
            folder,
            texts,
            workbook,
            ..
        } = self;
        drop((texts, workbook));
        folder.remove_empty(&["csv", "json", MEETINGS]);
    }
}

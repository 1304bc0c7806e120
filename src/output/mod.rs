//! Files out: what each format makes of a piece, and where it goes.
//!
//! [`OutputPlan`] is shared by all threads and only lays out; [`Outputs`] belongs
//! to one and puts the pieces behind each other, in order.

pub mod answers;
mod certificate_files;
pub mod departments;
pub mod earlier_files;
mod meeting_files;
mod page_files;
pub mod pages;
mod person_files;
pub mod table_files;
pub mod table_pages;
pub mod workbook;

use std::collections::HashMap;
use std::sync::Arc;

use crate::executor::Executor;
use crate::formats::html::Pages;
use crate::formats::html::TemplateError;
use crate::formats::html::site::{self, Site};
use crate::formats::table_format::TableFormat;
use crate::formats::xlsx::WorkbookError;
use crate::formats::xlsx::{Facts, Locale, WorkbookPart};
use crate::language::Language;
use crate::series::Run;
use crate::storage::buffer_pool::{BufferPool, Texts};
use crate::storage::earlier::{self, Stale};
use crate::storage::folder::{Durability, Existing, OutputFolder, StorageError};
use crate::storage::manifest::{self, DocumentCounts, InputEntry, Manifest, OutputEntry};
use crate::summary::RunCounts;
use crate::views::Table;
use crate::views::evidence::EvidenceBatch;
use crate::views::first_look::FirstLook;
use crate::views::run_view::{Naming, RunView};
use crate::views::view::View;
use crate::zone::Zone;
use earlier_files::EarlierFiles;
use page_files::PageFiles;
use std::path::PathBuf;
use table_files::TableFiles;
use workbook::WorkbookFile;

/// The folder of what is made of single meetings.
const MEETINGS: &str = "meetings";

/// Something that could not be made or written.
#[derive(Debug, thiserror::Error)]
pub enum OutputError {
    /// A file or folder could not be written.
    #[error(transparent)]
    Storage(#[from] StorageError),
    /// A workbook could not be made.
    #[error("could not write `{path}`")]
    Workbook {
        /// The file.
        path: PathBuf,
        /// Why.
        source: Box<WorkbookError>,
    },
    /// Somebody else's data is where only that of some people should be.
    #[error(
        "`{path}` holds what is not of this run: {others}; what is about some people alone must not \
         stand among it"
    )]
    AmongOthers {
        /// The folder.
        path: PathBuf,
        /// What is there, by place.
        others: String,
    },
    /// A page template is wrong.
    #[error(transparent)]
    Template(#[from] TemplateError),
}

/// What is to be written, in which formats.
#[derive(Default)]
pub struct OutputPlan {
    /// The tables, in the order in which they are shown, and their columns.
    pub views: Vec<View>,
    /// The tables as their pages show them, in the same order.
    pub page_views: Vec<View>,
    /// The sheets of the workbook over all meetings, in order.
    pub sheets: Vec<View>,
    /// The sheets of the workbooks of single meetings, in order.
    pub meeting_sheets: Vec<View>,
    /// The zone of what people look at.
    pub zone: Zone,
    /// The language of what people look at.
    pub language: Language,
    /// What it is called.
    pub naming: Naming,
    /// The formats that write one file per table.
    pub texts: Vec<Arc<dyn TableFormat>>,
    /// Whether a workbook over all meetings is written.
    pub workbook: bool,
    /// Whether a workbook is written for each meeting.
    pub meeting_workbooks: bool,
    /// The columns of the list of who passed, where it is written beside the formats, and
    /// how: as every CSV of the run.
    pub passed_list: Option<(View, Arc<dyn TableFormat>)>,
    /// Whom all of it is about.
    pub about: About,
    /// What becomes of files that earlier runs left in the folder.
    pub earlier_files: EarlierFiles,
    /// Whether the tables of people are written once more for each department.
    pub by_department: bool,
    /// The pages, where they are written.
    pub pages: Option<Pages>,
    /// The template of certificates, where they are written.
    pub certificates: Option<Pages>,
    /// Buffers of parts that were written; empty at first.
    pub buffers: BufferPool,
}

/// Whom all that is written is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum About {
    /// Everybody.
    #[default]
    Everybody,
    /// The people of one department.
    Department,
    /// Some people who were named: a proof for each, and nothing else but tables.
    People,
}

/// What the formats made of one piece, on its way to the files.
#[derive(Debug, Default)]
pub struct RenderedBatch {
    texts: Texts,
    workbook: WorkbookPart,
}

/// What a run keeps of the reports beside what is written while they are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// All facts, for answers.
    Facts,
    /// What tells copies and versions, for findings across reports.
    Versions,
    /// Nothing.
    Nothing,
}

impl OutputPlan {
    /// Zone and language of what people look at.
    fn locale(&self) -> Locale {
        Locale {
            zone: self.zone.clone(),
            language: self.language,
            naming: self.naming.clone(),
        }
    }

    /// Returns whether tables, pages or lists about people or meetings are written. A workbook that
    /// has only tables of single reports is none of them, though its first sheet counts people.
    pub fn has_answers(&self) -> bool {
        let answers = |view: &View| view.table().is_answer();
        let pictures =
            self.certificates.is_some() || self.meeting_workbooks || self.pages.is_some();
        pictures || self.passed_list.is_some() || self.views.iter().any(answers)
    }

    /// Returns what has to be kept of the reports.
    pub fn keep(&self) -> Keep {
        let findings = |view: &View| view.table() == Table::Findings;
        if self.has_answers() || self.workbook {
            Keep::Facts
        } else if self.views.iter().any(findings) {
            Keep::Versions
        } else {
            Keep::Nothing
        }
    }

    /// Returns the tables of which somebody chose columns, each once.
    pub fn chosen_columns(&self) -> impl Iterator<Item = &View> {
        let list = self.passed_list.iter().map(|(view, _)| view);
        let list = list.filter(|list| self.views.iter().all(|view| view.table() != list.table()));
        let all = self.views.iter().chain(list);
        all.filter(|view| !view.is_whole())
    }

    /// Lays out a batch of evidence behind what `rendered` holds.
    pub fn evidence(&self, batch: &EvidenceBatch<'_>, rendered: &mut RenderedBatch) {
        if rendered.texts.len() < self.texts.len() {
            rendered.texts = self.buffers.take();
            rendered.texts.resize_with(self.texts.len(), Vec::new);
        }
        for (format, texts) in self.texts.iter().zip(&mut rendered.texts) {
            texts.resize_with(self.views.len(), Vec::new);
            for (view, bytes) in self.views.iter().zip(texts) {
                format.evidence(view, batch, bytes);
            }
        }
        if self.workbook {
            rendered.workbook.gather(&self.sheets, batch);
        }
    }

    /// Takes what was written, for its buffers to be filled again.
    pub fn take_back(&self, written: RenderedBatch) {
        self.buffers.put(written.texts);
    }
}

impl RenderedBatch {
    /// About how much memory it takes, in bytes.
    pub fn weight(&self) -> usize {
        let texts: usize = self.texts.iter().flatten().map(Vec::len).sum();
        texts + self.workbook.weight()
    }

    /// Returns the rows of the first table in the first text format.
    pub fn first_table(&self) -> &[u8] {
        self.texts
            .first()
            .and_then(|tables| tables.first())
            .map_or(&[], Vec::as_slice)
    }
}

/// Returns what the manifest tells of the documents.
pub fn document_counts(counts: &RunCounts) -> DocumentCounts {
    DocumentCounts {
        all: counts.documents(),
        converted: counts.converted,
        nothing_to_convert: counts.nothing_to_convert,
        rejected: counts.rejected,
        unreadable: counts.unreadable,
        reports: counts.reports,
        records: counts.records,
    }
}

/// What is known when all pieces have been added.
#[derive(Debug, Default)]
pub struct Totals {
    /// What became of the documents.
    pub counts: RunCounts,
    /// Every input, and by which rules it was read.
    pub manifest: Manifest,
    /// Where each input stands in the manifest.
    inputs: HashMap<String, usize>,
    /// The answers, where something asks for them.
    pub run: Option<Run>,
    /// The department that the run is about alone, as the roster writes it.
    pub department: Option<String>,
    /// What became of the files of earlier runs in the same folder.
    pub stale: Stale,
}

impl Totals {
    /// Adds the numbers of one piece.
    pub fn add(&mut self, counts: &RunCounts, inputs: Vec<InputEntry>) {
        self.counts.merge(counts);
        inputs.into_iter().for_each(|input| self.add_input(input));
    }
}

impl Totals {
    /// Returns the answers for writers, where something asks for them.
    pub fn view(&self) -> Option<RunView<'_>> {
        let run = self.run.as_ref();
        run.map(|run| RunView::new(run, &self.counts))
    }

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
    output_plan: &'l OutputPlan,
    executor: S,
    texts: Vec<TableFiles>,
    workbook: Option<WorkbookFile<S>>,
    written: Vec<OutputEntry>,
    /// What earlier runs wrote, where their files may be replaced.
    earlier: Vec<OutputEntry>,
}

impl<'l, S: Executor + Copy> Outputs<'l, S> {
    /// Begins all files; refuses before any work when one of them may not be written.
    /// What can be made in several parts at a time is executor so.
    ///
    /// # Errors
    /// When a file is there already and may not be replaced, or cannot be made.
    pub fn create(
        folder: &'l OutputFolder,
        output_plan: &'l OutputPlan,
        executor: S,
    ) -> Result<Self, OutputError> {
        let has_meetings = output_plan.about == About::Everybody;
        let singles =
            has_meetings && (output_plan.pages.is_some() || output_plan.meeting_workbooks);
        let mut names: Vec<_> = output_plan
            .texts
            .iter()
            .map(|one| one.extension())
            .collect();
        names.extend(output_plan.workbook.then_some(workbook::NAME));
        names.extend(singles.then_some(MEETINGS));
        names.extend(
            output_plan
                .certificates
                .as_ref()
                .map(|_| site::CERTIFICATES),
        );
        names.extend(output_plan.passed_list.as_ref().map(|_| answers::PASSED));
        if output_plan.pages.is_some() && output_plan.about == About::People {
            names.push(site::PEOPLE);
        } else if output_plan.pages.is_some() {
            names.extend([site::INDEX, site::REGISTER, site::TABLES]);
        }
        names.extend(
            output_plan
                .by_department
                .then_some(departments::DEPARTMENTS),
        );
        names.push(manifest::NAME);
        folder.refuse_existing(&names)?;
        let earlier = match folder.existing() {
            Existing::Keep => Vec::new(),
            Existing::Replace => earlier::outputs(folder.path()),
        };
        earlier_files::refuse_others(folder, output_plan, &earlier)?;
        if singles {
            folder.make(MEETINGS)?;
        }
        let text = |format| TableFiles::create(folder, "", &output_plan.views, format);
        let texts = output_plan
            .texts
            .iter()
            .map(text)
            .collect::<Result<_, _>>()?;
        let workbook = output_plan.workbook.then(|| {
            let locale = output_plan.locale();
            WorkbookFile::create(
                folder,
                workbook::NAME,
                &output_plan.sheets,
                &locale,
                executor,
            )
        });
        let workbook = workbook.transpose()?;
        Ok(Self {
            folder,
            output_plan,
            executor,
            texts,
            workbook,
            written: Vec::new(),
            earlier,
        })
    }

    /// Adds what was made of one piece.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn append(&mut self, mut rendered: RenderedBatch) -> Result<(), OutputError> {
        for (files, rows) in self.texts.iter_mut().zip(&rendered.texts) {
            files.append(rows, &self.executor)?;
        }
        if let Some(workbook) = &mut self.workbook {
            workbook.append(std::mem::take(&mut rendered.workbook))?;
        }
        self.output_plan.take_back(rendered);
        Ok(())
    }

    /// Completes all files and gives them their names; the manifest comes last.
    ///
    /// # Errors
    /// When a file cannot be completed.
    pub fn finish(mut self, totals: &mut Totals) -> Result<(), OutputError> {
        let mut written = Vec::new();
        let run = totals.run.as_ref();
        let department = totals.department.as_deref();
        if let Some(run) = run {
            let site = departments::site(self.output_plan, run, department);
            self.append_answers(run, &totals.counts, &site)?;
            let view = RunView::new(run, &totals.counts);
            if let Some(pages) = &self.output_plan.certificates {
                let certificates =
                    certificate_files::write(self.folder, pages, &view, &self.executor)?;
                written.extend(certificates);
            }
            let first_look = self.first_look(&view, &site);
            let page_files = PageFiles {
                folder: self.folder,
                output_plan: self.output_plan,
                executor: self.executor,
                run: view,
                site: &site,
                first_look: first_look.as_ref(),
            };
            let facts = Facts {
                run: Some(view),
                first_look: first_look.as_ref(),
                department,
                ..Facts::default()
            };
            let workbook = self.workbook.take();
            // One thread finishes the workbook while the others make pages.
            let finish = || workbook.map(|workbook| workbook.finish(facts)).transpose();
            let (pages, workbook) = self.executor.join(|| page_files.write(), finish);
            written.extend(pages?);
            written.extend(workbook?);
        } else if let Some(workbook) = self.workbook.take() {
            written.push(workbook.finish(Facts {
                department,
                ..Facts::default()
            })?);
        }
        for files in self.texts {
            written.extend(files.finish()?);
        }
        written.extend(self.written);
        if let Some(run) = &mut totals.run
            && self.output_plan.by_department
        {
            let counts = &totals.counts;
            written.extend(departments::write_departments(
                self.folder,
                self.output_plan,
                run,
                counts,
            )?);
        }
        let (folder, output_plan) = (self.folder, self.output_plan);
        let is_to_go = |name: &str| output_plan.removes(name);
        totals.stale = earlier::remove(folder.path(), self.earlier, &written, is_to_go);
        let manifest = &mut totals.manifest;
        manifest.outputs = written;
        manifest.documents = document_counts(&totals.counts);
        manifest.earlier.clone_from(&totals.stale.left);
        let json = manifest.to_json();
        folder.write(manifest::NAME, json.as_bytes(), Durability::Synced)?;
        earlier_files::refuse_remains(folder, output_plan, &manifest.outputs)
    }

    /// Computes what the index and the first sheet show above their rows; `None` where neither is
    /// written.
    fn first_look<'r>(&self, run: &RunView<'r>, site: &Site) -> Option<FirstLook<'r>> {
        let plan = self.output_plan;
        let is_shown = plan.about == About::Everybody && (plan.workbook || plan.pages.is_some());
        let has_front = site.hours.is_none() && (plan.pages.is_some() || run.judges_people());
        let look = || run.first_look(&plan.zone, has_front, &self.executor);
        is_shown.then(look)
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

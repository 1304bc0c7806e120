//! What becomes of files that earlier runs left in the folder and this one does not write.

use std::collections::BTreeSet;

use super::answers::PASSED;
use super::departments::DEPARTMENTS;
use super::{About, MEETINGS, OutputError, OutputPlan, workbook};
use crate::formats::html::site::{CERTIFICATES, INDEX, PEOPLE, PERIODS, REGISTER, TABLES};
use crate::storage::earlier;
use crate::storage::folder::{Existing, OutputFolder};
use crate::storage::manifest::OutputEntry;
use crate::storage::others::{self, Within};

/// What is done with files of earlier runs that this one does not write.
///
/// What nobody wrote, or somebody changed since, is never removed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum EarlierFiles {
    /// Those of the kinds that this run writes go; the others stay, and are told.
    #[default]
    GoByKind,
    /// All go, since they tell of people who are left out now.
    Go,
    /// All go, and nothing else may be there: the folder is handed to somebody who may not
    /// see what is told of others.
    MustGo,
}

impl OutputPlan {
    /// Returns whether a file of an earlier run goes where this run does not write it.
    pub(super) fn removes(&self, name: &str) -> bool {
        match self.earlier_files {
            EarlierFiles::GoByKind => self.writes_its_kind(name),
            EarlierFiles::Go | EarlierFiles::MustGo => true,
        }
    }

    /// Returns whether the run writes such files, wherever there is something to be written.
    fn writes_its_kind(&self, name: &str) -> bool {
        let pages = self.pages.is_some();
        match name.split_once('/') {
            None if name == workbook::NAME => self.workbook,
            None if name == PASSED => self.passed_list.is_some(),
            None => pages && [INDEX, REGISTER].contains(&name),
            Some((MEETINGS, _)) if name.ends_with(".xlsx") => self.meeting_workbooks,
            Some((MEETINGS | TABLES | PERIODS | PEOPLE, _)) => pages,
            Some((CERTIFICATES, _)) => self.certificates.is_some(),
            Some((DEPARTMENTS, _)) => self.by_department,
            Some((folder, _)) => self.texts.iter().any(|text| text.extension() == folder),
        }
    }

    /// Returns the files that the run writes whatever it finds out.
    fn names_for_certain(&self) -> Vec<String> {
        let mut names = Vec::new();
        names.extend(self.workbook.then(|| workbook::NAME.to_owned()));
        names.extend(self.passed_list.as_ref().map(|_| PASSED.to_owned()));
        if self.pages.is_some() && self.about != About::People {
            names.push(INDEX.to_owned());
        }
        for text in &self.texts {
            let extension = text.extension();
            let tables = self.views.iter().map(|view| view.table().name());
            names.extend(tables.map(|table| format!("{extension}/{table}.{extension}")));
        }
        names
    }
}

/// Refuses a folder in which there is what the run may not stand among and does not remove.
///
/// # Errors
/// When there is.
pub(super) fn refuse_others(
    folder: &OutputFolder,
    output_plan: &OutputPlan,
    earlier: &[OutputEntry],
) -> Result<(), OutputError> {
    if output_plan.earlier_files != EarlierFiles::MustGo {
        return Ok(());
    }
    let certain = match folder.existing() {
        Existing::Keep => Vec::new(),
        Existing::Replace => output_plan.names_for_certain(),
    };
    let mut known = earlier::unchanged(folder.path(), earlier);
    known.extend(certain.iter().map(String::as_str));
    nothing_but(folder, &known)
}

/// Refuses a folder that is handed to somebody and holds more than what was written.
///
/// # Errors
/// When there is more: what could not be removed, or came meanwhile.
pub(super) fn refuse_remains(
    folder: &OutputFolder,
    output_plan: &OutputPlan,
    written: &[OutputEntry],
) -> Result<(), OutputError> {
    if output_plan.earlier_files != EarlierFiles::MustGo {
        return Ok(());
    }
    let written = written.iter().map(|entry| entry.name.as_str());
    nothing_but(folder, &written.collect())
}

fn nothing_but(folder: &OutputFolder, known: &BTreeSet<&str>) -> Result<(), OutputError> {
    let others = others::find(folder.path(), known, Within::All);
    match others.is_empty() {
        true => Ok(()),
        false => Err(OutputError::AmongOthers {
            path: folder.path().to_owned(),
            others: others.to_string(),
        }),
    }
}

//! Departments: the tables of people once more for each, in a folder that can be handed on alone.

use super::OutputError;
use std::collections::HashSet;

use super::answers::{SeriesFiles, table_pages};
use super::table_files::TableFiles;
use super::workbook::{self, WorkbookFile};
use super::{About, OutputPlan, person_files};
use crate::executor::Sequential;
use crate::formats::html::site::{INDEX, PageLink, Site};
use crate::formats::xlsx::Facts;
use crate::origin::file_stem;
use crate::series::Run;
use crate::storage::folder::OutputFolder;
use crate::storage::manifest::OutputEntry;
use crate::summary::RunCounts;
use crate::views::run_view::RunView;
use crate::views::view::View;
use crate::views::{NO_DEPARTMENT, Table};

/// The folder of what is made for single departments.
pub const DEPARTMENTS: &str = "departments";

/// The tables that tell of people, and hence of those of one department.
pub const OF_PEOPLE: [Table; 7] = [
    Table::People,
    Table::Attendance,
    Table::Roster,
    Table::Missed,
    Table::Hours,
    Table::Weeks,
    Table::Passed,
];

/// A department, and the safe name of its folder.
type DepartmentFolder = (Option<String>, String);

fn department_folders(series: &Run) -> Vec<DepartmentFolder> {
    let mut stems = HashSet::new();
    let with_stem = |department: Option<String>| {
        let stem = unique_stem(called(&department), &mut stems);
        (department, stem)
    };
    series.departments().into_iter().map(with_stem).collect()
}

/// Returns what a department, or that of people without one, is called.
fn called(department: &Option<String>) -> &str {
    department.as_deref().unwrap_or(NO_DEPARTMENT)
}

/// Returns the pages across meetings that the index leads to, those of departments among them.
pub fn site(output_plan: &OutputPlan, series: &Run, department: Option<&str>) -> Site {
    if output_plan.about == About::People {
        return Site::alone();
    }
    let departments = match output_plan.by_department {
        true => department_folders(series),
        false => Vec::new(),
    };
    let link = |(department, stem): DepartmentFolder| PageLink {
        address: format!("{DEPARTMENTS}/{stem}/{INDEX}"),
        title: called(&department).to_owned(),
        meaning: "the people of this department alone",
    };
    Site {
        departments: departments.into_iter().map(link).collect(),
        department: department.map(str::to_owned),
        ..Site::of(&output_plan.views)
    }
}

/// Writes the tables of people once more for each department, in a folder of its own.
///
/// # Errors
/// When something cannot be written.
pub fn write_departments(
    folder: &OutputFolder,
    output_plan: &OutputPlan,
    run: &mut Run,
    counts: &RunCounts,
) -> Result<Vec<OutputEntry>, OutputError> {
    let of_people = |view: &&View| OF_PEOPLE.contains(&view.table());
    let views: Vec<_> = output_plan
        .views
        .iter()
        .filter(of_people)
        .cloned()
        .collect();
    let page_views: Vec<_> = output_plan
        .page_views
        .iter()
        .filter(of_people)
        .cloned()
        .collect();
    let sheets: Vec<_> = output_plan
        .sheets
        .iter()
        .filter(of_people)
        .cloned()
        .collect();
    let mut written = Vec::new();
    for (department, stem) in department_folders(run) {
        let site = Site {
            department: Some(called(&department).to_owned()),
            ..Site::of(&views)
        };
        let part = DepartmentPart {
            folder,
            below: format!("{DEPARTMENTS}/{stem}/"),
            views: &views,
            page_views: &page_views,
            sheets: &sheets,
            department: called(&department),
            site,
            counts,
        };
        let everybody = run.show_department(department.as_deref());
        written.extend(part.write(output_plan, run)?);
        run.show(everybody);
    }
    Ok(written)
}

/// Returns a safe name of a folder that no other department has, also where case does not
/// count.
fn unique_stem(department: &str, stems: &mut HashSet<String>) -> String {
    let stem = file_stem(department);
    let numbered = (2..).map(|number| format!("{stem}_{number}"));
    std::iter::once(stem.clone())
        .chain(numbered)
        .find(|stem| stems.insert(stem.to_lowercase()))
        .unwrap_or(stem)
}

/// The files of one department, whose people are in view.
struct DepartmentPart<'d> {
    folder: &'d OutputFolder,
    below: String,
    views: &'d [View],
    page_views: &'d [View],
    sheets: &'d [View],
    department: &'d str,
    site: Site,
    counts: &'d RunCounts,
}

impl DepartmentPart<'_> {
    fn write(&self, output_plan: &OutputPlan, run: &Run) -> Result<Vec<OutputEntry>, OutputError> {
        let (folder, below, views) = (self.folder, self.below.as_str(), self.views);
        folder.make(below)?;
        let text = |format| TableFiles::create(folder, below, views, format);
        let mut texts: Vec<_> = output_plan
            .texts
            .iter()
            .map(text)
            .collect::<Result<_, _>>()?;
        let name = format!("{below}{}", workbook::NAME);
        let workbook = output_plan.workbook.then(|| {
            WorkbookFile::create(
                folder,
                &name,
                self.sheets,
                &output_plan.locale(),
                Sequential,
            )
        });
        let mut workbook = workbook.transpose()?;
        let mut pages = table_pages(folder, below, output_plan, &self.site)?;
        if let Some(pages) = &mut pages {
            pages.department(&RunView::new(run, self.counts))?;
        }
        let files = SeriesFiles {
            folder,
            below,
            views,
            page_views: self.page_views,
            sheets: self.sheets,
            texts: &mut texts,
            workbook: &mut workbook,
            counts: self.counts,
            pages,
            about: About::Department,
            executor: Sequential,
        };
        let mut written = files.append(run, &output_plan.texts)?;
        if let Some(pages) = &output_plan.pages {
            let view = RunView::new(run, self.counts);
            let place = (folder, below);
            written.extend(person_files::write(
                place,
                (pages, &self.site),
                &view,
                &Sequential,
            )?);
        }
        if let Some(workbook) = workbook {
            written.push(workbook.finish(Facts {
                run: Some(RunView::new(run, self.counts)),
                department: Some(self.department),
                ..Facts::default()
            })?);
        }
        for files in texts {
            written.extend(files.finish()?);
        }
        Ok(written)
    }
}

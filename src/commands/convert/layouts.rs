//! From what was typed to what is written in which formats.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use rollbook::formats::csv::TextCells;
use rollbook::formats::html::Pages;
use rollbook::output::Layouts;
use rollbook::output::OutputError;
use rollbook::output::table_files::TextLayout;
use rollbook::views::Table;
use rollbook::views::view::View;

use crate::cli::{Convert, FormatChoice};
use crate::commands::{Failure, series};
use crate::terminal::NamedIn;

/// The tables that are written unless the user names others.
const DEFAULT_TABLES: [Table; 8] = [
    Table::Meetings,
    Table::Sessions,
    Table::Overall,
    Table::Roles,
    Table::Reports,
    Table::Records,
    Table::Intervals,
    Table::Findings,
];

/// What is written into a folder.
pub fn of_folder(options: &Convert) -> Result<Layouts, Failure> {
    let formats = match options.format.as_slice() {
        [] => &[FormatChoice::Xlsx, FormatChoice::Html],
        chosen => chosen,
    };
    let wanted = |format| formats.contains(&format);
    let texts = [FormatChoice::Csv, FormatChoice::Json]
        .into_iter()
        .filter(|&format| wanted(format));
    let tables = tables(
        &options.tables,
        &[&DEFAULT_TABLES[..], &series::tables(&options.series)].concat(),
    );
    let pages = wanted(FormatChoice::Html)
        .then(|| pages(options))
        .transpose()?;
    let chosen = Chosen::new(options)?;
    let passed_list = options.series.passed.is_some().then_some(Table::Passed);
    chosen.refuse_unwritten(tables.iter().chain(&passed_list))?;
    Ok(Layouts {
        views: chosen.views(&tables),
        zone: options.rules.zone(),
        language: options.rules.language,
        texts: texts
            .filter_map(|format| text_layout(options, format, !options.no_bom))
            .collect(),
        workbook: wanted(FormatChoice::Xlsx),
        meeting_workbooks: options.per_meeting,
        passed_list: passed_list.map(|table| chosen.view(table)).zip(text_layout(
            options,
            FormatChoice::Csv,
            !options.no_bom,
        )),
        by_department: options.series.split_by.is_some(),
        pages,
        ..Layouts::default()
    })
}

/// Returns where documents without reports are named: pages have no findings table.
pub fn names_troubles_in(layouts: &Layouts) -> NamedIn {
    if layouts.workbook || !layouts.texts.is_empty() {
        NamedIn::tables(&layouts.views)
    } else {
        NamedIn::Check
    }
}

fn pages(options: &Convert) -> Result<Pages, Failure> {
    let overrides = options
        .templates
        .as_deref()
        .map_or(Ok(BTreeMap::new()), templates)?;
    Pages::new(options.rules.zone(), options.rules.language, &overrides)
        .map_err(|error| OutputError::from(error).into())
}

/// The user's own templates: every file in the folder, by name.
fn templates(folder: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let failed = |source| Failure::Templates {
        path: folder.to_owned(),
        source,
    };
    let mut texts = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let text = fs::read_to_string(entry.path()).map_err(failed)?;
        texts.insert(entry.file_name().to_string_lossy().into_owned(), text);
    }
    Ok(texts)
}

/// What is written to standard output.
pub fn of_stream(options: &Convert) -> Result<Layouts, Failure> {
    let format = match options.format.as_slice() {
        [] => FormatChoice::Csv,
        [one] => *one,
        _ => {
            return Err(Failure::Usage(
                "--output - writes one format; name csv or json with --format".into(),
            ));
        }
    };
    let tables = tables(&options.tables, &[Table::Records]);
    if tables.len() != 1 {
        return Err(Failure::Usage(
            "--output - writes one table; name it with --tables".into(),
        ));
    }
    let text = text_layout(options, format, false).ok_or(Failure::Usage(
        "--output - writes csv or json; for xlsx and html name a folder".into(),
    ))?;
    let chosen = Chosen::new(options)?;
    chosen.refuse_unwritten(&tables)?;
    Ok(Layouts {
        views: chosen.views(&tables),
        texts: vec![text],
        ..Layouts::default()
    })
}

fn text_layout(
    options: &Convert,
    format: FormatChoice,
    byte_order_mark: bool,
) -> Option<TextLayout> {
    let text = if options.raw {
        TextCells::Raw
    } else {
        TextCells::Inert
    };
    match format {
        FormatChoice::Csv => Some(TextLayout::Csv {
            text,
            byte_order_mark,
        }),
        FormatChoice::Json => Some(TextLayout::Json),
        FormatChoice::Xlsx | FormatChoice::Html => None,
    }
}

/// The tables chosen, each once, in the order in which they are shown.
fn tables(chosen: &[Table], default: &[Table]) -> Vec<Table> {
    let chosen = if chosen.is_empty() { default } else { chosen };
    Table::ALL
        .into_iter()
        .filter(|table| chosen.contains(table))
        .collect()
}

/// The columns that the user chose, no table twice.
struct Chosen<'c>(&'c [View]);

impl<'c> Chosen<'c> {
    fn new(options: &'c Convert) -> Result<Self, Failure> {
        let chosen = options.columns.as_slice();
        for (at, view) in chosen.iter().enumerate() {
            let table = view.table();
            if chosen[..at].iter().any(|before| before.table() == table) {
                let name = table.name();
                let said = format!(
                    "--columns names the table `{name}` twice; name it once, with all its columns"
                );
                return Err(Failure::Usage(said.into()));
            }
        }
        Ok(Self(chosen))
    }

    /// Refuses columns of a table that is not written, since they were chosen in vain.
    fn refuse_unwritten<'t>(
        &self,
        written: impl IntoIterator<Item = &'t Table>,
    ) -> Result<(), Failure> {
        let written: Vec<_> = written.into_iter().copied().collect();
        let mut tables = self.0.iter().map(View::table);
        let Some(unwritten) = tables.find(|table| !written.contains(table)) else {
            return Ok(());
        };
        let written: Vec<_> = written.iter().map(|table| table.name()).collect();
        Err(Failure::Usage(
            format!(
                "--columns chooses columns of the table `{}`, which is not written; written are {} (--tables names others)",
                unwritten.name(),
                written.join(", ")
            )
            .into(),
        ))
    }

    /// The table as it is written.
    fn view(&self, table: Table) -> View {
        let chosen = self.0.iter().find(|view| view.table() == table);
        chosen.cloned().unwrap_or(View::whole(table))
    }

    fn views(&self, tables: &[Table]) -> Vec<View> {
        tables.iter().map(|&table| self.view(table)).collect()
    }
}

//! From what was typed to what is written in which formats.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use rollbook::formats::html::{CERTIFICATE, Pages};
use rollbook::formats::table_format::{ALL, CSV, Format, TextOptions, Writes};
use rollbook::output::earlier_files::EarlierFiles;
use rollbook::output::workbook::OF_ONE_MEETING;
use rollbook::output::{About, OutputError, OutputPlan};
use rollbook::views::Table;
use rollbook::views::run_view::Naming;
use rollbook::views::view::View;

use super::{choice, portioned};
use crate::commands::{Failure, series};
use crate::plan::convert::ConvertPlan;
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

/// The sheets that readers need, in order, as far as their tables are written.
const DEFAULT_SHEETS: [Table; 7] = [
    Table::People,
    Table::Meetings,
    Table::Departments,
    Table::Passed,
    Table::Registrations,
    Table::Audience,
    Table::Findings,
];

/// Returns what is written into a folder.
pub fn of_folder(plan: &ConvertPlan) -> Result<OutputPlan, Failure> {
    refuse_unbuilt(&plan.formats)?;
    portioned::refuse_others(plan)?;
    let formats = match (&plan.portions, &plan.formats[..]) {
        (Some(_), []) => vec![&CSV],
        (_, formats) => chosen_formats(formats),
    };
    let makes = |what: fn(&Writes) -> bool| formats.iter().any(|format| what(&format.writes));
    refuse_ambiguous_numbers(&plan.text)?;
    let text = &plan.text;
    let default = [&DEFAULT_TABLES[..], &series::tables(plan)].concat();
    let tables = in_facts(plan, tables(&plan.tables, &default))?;
    let tables = portioned::tables(plan, tables)?;
    let tables = choice::of_people(&plan.choice, &plan.tables, tables)?;
    let about = about(plan);
    let sheets = match about {
        // A sheet for each of them takes the place of rows.
        About::People => Vec::new(),
        About::Everybody | About::Department => sheets(plan, &tables, &DEFAULT_SHEETS),
    };
    let of_meetings: Vec<_> = sheets_of_meetings(plan, &tables);
    let pages = makes(|writes| matches!(writes, Writes::Pages))
        .then(|| pages(plan))
        .transpose()?;
    let certificates = (plan.choice.certificates.is_some())
        .then(|| self::pages(plan))
        .transpose()?;
    let chosen = Chosen::new(plan)?;
    let is_whole = plan.portions.is_none();
    let passed_list = plan.pass_rule().filter(|_| is_whole);
    let passed_list = passed_list.map(|_| Table::Passed);
    chosen.refuse_unwritten(tables.iter().chain(&passed_list))?;
    Ok(OutputPlan {
        views: chosen.views(&tables),
        page_views: chosen.sheets(&tables, plan),
        sheets: chosen.sheets(&sheets, plan),
        meeting_sheets: chosen.sheets(&of_meetings, plan),
        zone: plan.judging.zone.clone(),
        language: plan.judging.language,
        naming: naming(plan),
        texts: formats
            .iter()
            .filter_map(|format| format.tables(text.clone()))
            .collect(),
        workbook: makes(|writes| matches!(writes, Writes::Workbook)),
        meeting_workbooks: plan.per_meeting,
        passed_list: passed_list
            .map(|table| chosen.view(table))
            .zip(CSV.tables(text.clone())),
        about,
        earlier_files: earlier_files(plan, about),
        by_department: plan.series.by_department,
        pages,
        certificates,
        ..OutputPlan::default()
    })
}

/// Whom all that is written is about.
fn about(plan: &ConvertPlan) -> About {
    match plan.choice.of_people() {
        None => About::Everybody,
        Some(_) if plan.choice.person.is_empty() => About::Department,
        Some(_) => About::People,
    }
}

/// Returns what becomes of files that earlier runs left in the folder.
fn earlier_files(plan: &ConvertPlan, about: About) -> EarlierFiles {
    match about {
        About::People | About::Department => EarlierFiles::MustGo,
        About::Everybody if !plan.series.exclude.is_empty() => EarlierFiles::Go,
        About::Everybody => EarlierFiles::GoByKind,
    }
}

/// Returns where documents without reports are named: pages have no findings table.
pub fn names_troubles_in(output_plan: &OutputPlan) -> NamedIn {
    if output_plan.workbook || !output_plan.texts.is_empty() {
        NamedIn::tables(&output_plan.views)
    } else {
        NamedIn::Check
    }
}

fn pages(plan: &ConvertPlan) -> Result<Pages, Failure> {
    let mut overrides = plan
        .templates
        .as_deref()
        .map_or(Ok(BTreeMap::new()), templates)?;
    let certificate = plan.choice.certificate_template.as_deref();
    if let Some(path) = certificate {
        let text = fs::read_to_string(path).map_err(|source| Failure::Templates {
            path: path.to_owned(),
            source,
        })?;
        overrides.insert(CERTIFICATE.to_owned(), text);
    }
    let pages = Pages::new(plan.judging.zone.clone(), plan.judging.language, &overrides);
    let pages = pages.map_err(|error| {
        let file = certificate.map_or(CERTIFICATE.into(), Path::to_string_lossy);
        OutputError::from(error.of_file(CERTIFICATE, &file))
    })?;
    Ok(pages.called(naming(plan)))
}

/// Returns what all of it is called, as far as it is not in the data.
fn naming(plan: &ConvertPlan) -> Naming {
    Naming {
        typed: plan.title.clone(),
        folder: folder_name(&plan.inputs.paths),
    }
}

/// Returns the name of what is read, where that is one thing: a folder, an archive, or a
/// pattern of files in a folder.
fn folder_name(inputs: &[PathBuf]) -> Option<String> {
    let [input] = inputs else { return None };
    let is_there = input.exists();
    let folder = match (input.is_dir(), is_there) {
        (true, _) => fs::canonicalize(input).ok()?,
        (false, true) => input.with_extension(""),
        (false, false) => fs::canonicalize(input.parent()?).ok()?,
    };
    Some(folder.file_name()?.to_string_lossy().into_owned())
}

/// Returns the user's own templates: every file in the folder, by name.
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

/// Returns what is written to standard output.
pub fn of_stream(plan: &ConvertPlan) -> Result<OutputPlan, Failure> {
    refuse_unbuilt(&plan.formats)?;
    let format = match plan.formats.as_slice() {
        [] => &CSV,
        [one] => one,
        _ => {
            return Err(Failure::Usage(
                format!(
                    "--output - writes one format; name one of {} with --format",
                    of_tables()
                )
                .into(),
            ));
        }
    };
    portioned::refuse_others(plan)?;
    let tables = in_facts(plan, tables(&plan.tables, &[Table::Records]))?;
    let tables = portioned::tables(plan, tables)?;
    let tables = choice::of_people(&plan.choice, &tables.clone(), tables)?;
    if tables.len() != 1 {
        return Err(Failure::Usage(
            "--output - writes one table; name it with --tables".into(),
        ));
    }
    refuse_ambiguous_numbers(&plan.text)?;
    let text = TextOptions {
        byte_order_mark: false,
        ..plan.text.clone()
    };
    let text = format.tables(text).ok_or_else(|| {
        let (name, of_tables) = (format.name, of_tables());
        Failure::Usage(format!("--output - writes {of_tables}; for {name} name a folder").into())
    })?;
    let chosen = Chosen::new(plan)?;
    chosen.refuse_unwritten(&tables)?;
    Ok(OutputPlan {
        views: chosen.views(&tables),
        texts: vec![text],
        ..OutputPlan::default()
    })
}

/// Refuses to write numbers that would look like two cells.
fn refuse_ambiguous_numbers(text: &TextOptions) -> Result<(), Failure> {
    match text.dialect.is_ambiguous() {
        true => Err(Failure::Usage(
            "--decimal comma needs another --delimiter, such as semicolon".into(),
        )),
        false => Ok(()),
    }
}

/// Refuses a format that this program was built without.
fn refuse_unbuilt(chosen: &[&'static Format]) -> Result<(), Failure> {
    let missing = |format: &&&Format| matches!(format.writes, Writes::Nothing);
    match chosen.iter().find(missing) {
        None => Ok(()),
        Some(format) => Err(Failure::NotBuilt(format.name)),
    }
}

/// Returns the formats chosen, each once, in the order of the list.
fn chosen_formats(chosen: &[&'static Format]) -> Vec<&'static Format> {
    let is_wanted = |format: &&'static Format| match chosen {
        [] => format.is_default,
        chosen => chosen.contains(format),
    };
    ALL.into_iter().filter(is_wanted).collect()
}

/// Returns the names of the formats that write tables.
fn of_tables() -> String {
    let of_tables = |format: &&&Format| matches!(format.writes, Writes::Tables(_));
    let names: Vec<_> = ALL.iter().filter(of_tables).map(|one| one.name).collect();
    names.join(", ")
}

/// Returns the tables chosen, each once, in the order in which they are shown.
fn tables(chosen: &[Table], default: &[Table]) -> Vec<Table> {
    let chosen = if chosen.is_empty() { default } else { chosen };
    Table::ALL
        .into_iter()
        .filter(|table| chosen.contains(table))
        .collect()
}

/// Leaves out what facts do not hold, and refuses it where it was named. Of findings they tell
/// those about several reports, which are written where they were named.
fn in_facts(plan: &ConvertPlan, tables: Vec<Table>) -> Result<Vec<Table>, Failure> {
    if !plan.of_facts {
        return Ok(tables);
    }
    let is_named = |table: &Table| plan.tables.contains(table);
    let (answers, evidence): (Vec<_>, Vec<_>) = tables
        .into_iter()
        .partition(|table| table.is_answer() || *table == Table::Findings && is_named(table));
    let named = evidence.iter().find(|table| is_named(table));
    match named {
        None => Ok(answers),
        Some(table) => Err(Failure::Usage(
            format!(
                "facts do not hold the table `{}`, which is of single reports; convert writes it",
                table.name()
            )
            .into(),
        )),
    }
}

/// Returns the tables that have a sheet: those named, those whose columns were chosen, and else
/// the ones that readers need; all of them where somebody asks for detail.
fn sheets(plan: &ConvertPlan, tables: &[Table], needed: &[Table]) -> Vec<Table> {
    if plan.detail || !plan.tables.is_empty() {
        return tables.to_vec();
    }
    let is_chosen = |table: &Table| plan.columns.iter().any(|view| view.table() == *table);
    let (last, needed): (Vec<Table>, Vec<Table>) = needed
        .iter()
        .filter(|table| tables.contains(table))
        .partition(|table| **table == Table::Findings);
    let others = tables.iter().copied();
    let others =
        others.filter(|table| is_chosen(table) && !needed.contains(table) && !last.contains(table));
    let others: Vec<_> = others.collect();
    [needed, others, last].concat()
}

/// Returns the same for the workbook of a single meeting, of which readers need who was there.
fn sheets_of_meetings(plan: &ConvertPlan, tables: &[Table]) -> Vec<Table> {
    let needed = [Table::Attendance, Table::Meetings];
    let known = match plan.detail || !plan.tables.is_empty() {
        true => tables.to_vec(),
        false => [&needed[..], tables].concat(),
    };
    let mut sheets = sheets(plan, &known, &needed);
    sheets.retain(|table| OF_ONE_MEETING.contains(table));
    sheets
}

/// The columns that the user chose, no table twice.
struct Chosen<'c>(&'c [View]);

impl<'c> Chosen<'c> {
    fn new(plan: &'c ConvertPlan) -> Result<Self, Failure> {
        let chosen = plan.columns.as_slice();
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

    /// Returns the table as it is written.
    fn view(&self, table: Table) -> View {
        let chosen = self.0.iter().find(|view| view.table() == table);
        chosen.cloned().unwrap_or(View::whole(table))
    }

    /// Returns the tables as sheets have them: with the columns that readers need, unless
    /// somebody chose others or asks for detail.
    fn sheets(&self, tables: &[Table], plan: &ConvertPlan) -> Vec<View> {
        let has_roster = plan.series.roster.is_some();
        let view = |&table: &Table| match self.view(table) {
            view if plan.detail || !view.is_whole() => view,
            _ => View::for_readers(table, has_roster),
        };
        tables.iter().map(view).collect()
    }

    fn views(&self, tables: &[Table]) -> Vec<View> {
        tables.iter().map(|&table| self.view(table)).collect()
    }
}

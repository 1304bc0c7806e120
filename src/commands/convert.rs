//! `rollbook convert`: reports in, workbook, pages and tables out.

mod layouts;
mod part;

use std::io;

use rollbook::output::series::to_stream;
use rollbook::output::table_files::TableStream;
use rollbook::output::{Layouts, Outputs, Rendered, Totals};
use rollbook::pipeline::{Threads, in_order};
use rollbook::series::Series;
use rollbook::series::collection::Collection;
use rollbook::source::files::{self, Found};
use rollbook::source::{Piece, pieces};
use rollbook::storage::folder::{Existing, OutputFolder};
use rollbook::storage::manifest::{InputEntry, Manifest};
use rollbook::summary::Rules;
use rollbook::views::register_wide::WideRegister;
use rollbook::views::view::View;
use rollbook::zone::Zone;

use super::series::{self, Asked};
use super::{Exit, Failure, Reader, reunited};
use crate::cli::Convert;
use crate::terminal::{self, NamedIn, Progress, Report};
use crate::timings::{Stage, Timings};
use part::{Parts, Work, weight};

/// Runs the command.
pub fn run(options: &Convert) -> Result<Exit, Failure> {
    if options.output.as_os_str() == "-" {
        to_stdout(options)
    } else {
        to_folder(options)
    }
}

fn to_folder(options: &Convert) -> Result<Exit, Failure> {
    let timings = Timings::new(options.timings, options.inputs.jobs());
    let layouts = layouts::of_folder(options)?;
    let asked = series::asked(options)?;
    let existing = if options.force {
        Existing::Replace
    } else {
        Existing::Keep
    };
    let folder = OutputFolder::open(&options.output, existing)?;
    let threads = Threads::new(options.inputs.jobs());
    let mut outputs = Outputs::create(&folder, &layouts, &threads)?;
    let found = timings.time(Stage::Find, || {
        files::find(&options.inputs.inputs, Some(&options.output))
    });
    let mut report = Report::new(options.quiet);
    report.leftovers(folder.leftovers());
    let run = Run {
        options,
        layouts: &layouts,
        folder: Some(&folder),
        threads: &threads,
        timings: &timings,
    };
    let mut totals = run.convert(found, asked, &mut report, |rendered| {
        Ok(outputs.append(rendered)?)
    })?;
    if totals.counts.meetings == 0 {
        outputs.discard();
        report.more_troubles(NamedIn::Check);
        report.nothing_found(&totals.counts);
    } else {
        if layouts.pages.is_some() && layouts.chosen_columns().next().is_some() {
            report.pages_in_full();
        }
        if let Some(series) = &totals.series {
            report.put_together(series, WideRegister::is_wanted(&layouts.views));
        }
        timings.time(Stage::Finish, || outputs.finish(&mut totals))?;
        report.more_troubles(layouts::names_troubles_in(&layouts));
        report.converted(&totals, &options.output);
    }
    terminal::timings(timings.told());
    Ok(Exit::of(&totals.counts, options.severities.strict))
}

fn to_stdout(options: &Convert) -> Result<Exit, Failure> {
    let timings = Timings::new(options.timings, options.inputs.jobs());
    let layouts = layouts::of_stream(options)?;
    let asked = series::asked(options)?;
    let stdout = io::BufWriter::with_capacity(128 * 1024, io::stdout().lock());
    let mut stream =
        TableStream::open(&layouts.views[0], layouts.texts[0], stdout).map_err(Failure::Stdout)?;
    let found = timings.time(Stage::Find, || files::find(&options.inputs.inputs, None));
    let mut report = Report::new(options.quiet);
    let run = Run {
        options,
        layouts: &layouts,
        folder: None,
        threads: &Threads::new(options.inputs.jobs()),
        timings: &timings,
    };
    let totals = run.convert(found, asked, &mut report, |rendered| {
        let written = stream.append(rendered.first_table());
        layouts.take_back(rendered);
        written.map_err(Failure::Stdout)
    })?;
    if let Some(series) = &totals.series {
        to_stream(&mut stream, layouts.texts[0], &layouts.views[0], series)
            .map_err(Failure::Stdout)?;
    }
    stream.finish(&totals.overall).map_err(Failure::Stdout)?;
    report.more_troubles(NamedIn::tables(&layouts.views));
    if totals.counts.meetings == 0 {
        report.nothing_found(&totals.counts);
    }
    terminal::timings(timings.told());
    Ok(Exit::of(&totals.counts, options.severities.strict))
}

/// What a run is to do.
struct Run<'r> {
    options: &'r Convert,
    layouts: &'r Layouts,
    /// Where single meetings are written; none for a run to standard output.
    folder: Option<&'r OutputFolder>,
    threads: &'r Threads,
    timings: &'r Timings,
}

impl Run<'_> {
    /// Converts everything found, hands what was laid out to `write` in order, and adds up.
    fn convert(
        &self,
        found: Found,
        asked: Asked,
        report: &mut Report,
        mut write: impl FnMut(Rendered) -> Result<(), Failure>,
    ) -> Result<Totals, Failure> {
        let timings = self.timings;
        let rules = Rules {
            punctuality: self.options.rules.punctuality(),
            severities: self.options.severities.policy(),
            reunion: None,
        };
        let jobs = self.options.inputs.jobs();
        report.found(&found);
        let mut progress = Progress::new(found.entries.len(), self.options.quiet);
        let mut totals = Totals::new(manifest(self.options, self.layouts, asked.files));
        let mut collection = Collection::default();
        let work = Work {
            layouts: self.layouts,
            folder: self.folder,
            threads: self.threads,
            timings,
        };
        let mut pass = |rules: &Rules, pieces: &mut (dyn Iterator<Item = Piece> + Send)| {
            let mut later = Vec::new();
            let reader = Reader {
                rules,
                digests: self.folder.is_some(),
                threads: self.threads,
                timings,
            };
            let work = |piece, turn: &mut Parts<'_>| work.on(piece, &reader, turn);
            in_order(jobs, pieces, work, weight, |part| {
                let part = part?;
                progress.pause(|| report.troubles(&part.troubles));
                progress.advance(part.inputs.len());
                timings.time(Stage::Write, || write(part.rendered))?;
                totals.add(&part.counts, part.meetings, part.inputs);
                part.sketches
                    .iter()
                    .for_each(|sketch| collection.add(sketch));
                later.extend(part.later);
                Ok::<(), Failure>(())
            })?;
            Ok::<_, Failure>(later)
        };
        let mut pieces = pieces(found.entries, jobs, self.folder.is_some());
        let mut pieces = std::iter::from_fn(|| timings.time(Stage::Read, || pieces.next()));
        let later = pass(&rules, &mut pieces)?;
        let rules = reunited(&rules, &later);
        pass(&rules, &mut later.into_iter().map(|later| later.piece))?;
        if self.layouts.needs_series() && totals.counts.meetings > 0 {
            totals.series = Some(Series::compute(collection, asked.options));
        }
        Ok(totals)
    }
}

/// The manifest's beginning: the program, the rules in force, and the files that tell them.
fn manifest(options: &Convert, layouts: &Layouts, own_files: Vec<InputEntry>) -> Manifest {
    let tables: Vec<_> = layouts
        .views
        .iter()
        .map(|view| view.table().name())
        .collect();
    let columns: Vec<_> = layouts.chosen_columns().map(View::to_string).collect();
    let columns = (!columns.is_empty()).then(|| ("columns", columns.join(";")));
    Manifest {
        program: concat!("rollbook ", env!("CARGO_PKG_VERSION")).into(),
        time_zone_database: Zone::DATABASE.into(),
        options: options
            .in_force()
            .into_iter()
            .chain([("tables", tables.join(","))])
            .chain(columns)
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        inputs: own_files,
        ..Manifest::default()
    }
}

//! `rollbook convert`: reports in, workbook, pages and tables out.

mod choice;
mod fold;
mod output_plan;
mod part;
mod portioned;

use std::io;
use std::path::Path;

use rollbook::formats::html::site;
use rollbook::output::answers::to_stream;
use rollbook::output::table_files::TableStream;
use rollbook::output::workbook;
use rollbook::output::{Keep, OutputPlan, Outputs, RenderedBatch, Totals};
use rollbook::pipeline::Threads;
use rollbook::read::{Reader, read_all};
use rollbook::series::collect::collection::Collection;
use rollbook::series::{LikelyMatches, Run};
use rollbook::source::files::{self, Found};
use rollbook::source::pieces;
use rollbook::storage::digest::Digests;
use rollbook::storage::folder::{Existing, OutputFolder};
use rollbook::storage::manifest::{InputEntry, InputKind, Manifest};
use rollbook::summary::Rules;
use rollbook::views::view::View;
use rollbook::zone::Zone;

use super::series::{self, Asked};
use super::{Exit, Failure};
use crate::plan::convert::{ConvertPlan, Destination};
use crate::terminal::{self, NamedIn, Progress, Report, window};
use crate::timings::{Stage, Timings};
use part::{Part, Parts, Work, weight};

/// Runs the command.
pub fn run(plan: &ConvertPlan) -> Result<Exit, Failure> {
    terminal::configured(plan.config.as_ref(), plan.quiet);
    if plan.open && matches!(plan.output, Destination::Stdout) {
        return Err(Failure::Usage(
            "--open shows files, and --output - writes none; name a folder".into(),
        ));
    }
    if let Some(portions) = &plan.portions {
        return fold::by_portion::run(plan, portions);
    }
    match &plan.output {
        Destination::Stdout => to_stdout(plan),
        Destination::Folder(path, existing) => to_folder(plan, path, *existing),
    }
}

fn to_folder(plan: &ConvertPlan, path: &Path, existing: Existing) -> Result<Exit, Failure> {
    let timings = Timings::new(plan.timings, plan.inputs.jobs);
    let output_plan = output_plan::of_folder(plan)?;
    let asked = series::asked(plan)?;
    refuse_days_in_vain(&output_plan, &asked)?;
    let folder = OutputFolder::open(path, existing)?.with_digests(plan.digests);
    let threads = Threads::new(plan.inputs.jobs);
    let mut outputs = Outputs::create(&folder, &output_plan, &threads)?;
    let found = timings.time(Stage::Find, || reports(plan, Some(path)));
    let mut report = Report::new(plan.quiet);
    report.of_system(&plan.judging);
    report.leftovers(folder.leftovers());
    report.understood(&asked.understood);
    let run = Conversion {
        plan,
        output_plan: &output_plan,
        digests: Some(plan.digests),
        threads: &threads,
        timings: &timings,
    };
    let converted = run.convert(found, asked, &mut report, |rendered| {
        Ok(outputs.append(rendered)?)
    });
    let mut totals = match converted {
        Ok(totals) => totals,
        Err(failure) => {
            outputs.discard();
            return Err(failure);
        }
    };
    if let Err(failure) = series::refuse_others(totals.run.as_ref(), &plan.series) {
        outputs.discard();
        return Err(failure);
    }
    if let Err(failure) = choice::apply(&plan.choice, &mut totals) {
        outputs.discard();
        return Err(failure);
    }
    report.chosen(&totals);
    if totals.counts.reports == 0 {
        outputs.discard();
        report.more_troubles(NamedIn::Check);
        report.nothing_found(&totals.counts, plan);
    } else {
        if output_plan.pages.is_some() && output_plan.chosen_columns().next().is_some() {
            report.pages_in_full();
        }
        if let Some(run) = totals.view() {
            report.merged(&run, &output_plan);
        }
        timings.time(Stage::Finish, || outputs.finish(&mut totals))?;
        report.more_troubles(output_plan::names_troubles_in(&output_plan));
        report.converted(&totals, path);
        // Who dropped files on the program wants to see what came of them.
        if plan.open || window::is_own() {
            terminal::show(&path.join(shown_first(&output_plan)));
        }
    }
    terminal::timings(timings.told());
    let exit = Exit::of(&totals.counts, &plan.reading);
    let_go(totals);
    Ok(exit)
}

fn to_stdout(plan: &ConvertPlan) -> Result<Exit, Failure> {
    let timings = Timings::new(plan.timings, plan.inputs.jobs);
    let output_plan = output_plan::of_stream(plan)?;
    let asked = series::asked(plan)?;
    refuse_days_in_vain(&output_plan, &asked)?;
    let stdout = io::BufWriter::with_capacity(128 * 1024, io::stdout().lock());
    let mut stream = TableStream::new(&output_plan.views[0], output_plan.texts[0].clone(), stdout);
    let found = timings.time(Stage::Find, || reports(plan, None));
    let mut report = Report::new(plan.quiet);
    let threads = Threads::new(plan.inputs.jobs);
    let run = Conversion {
        plan,
        output_plan: &output_plan,
        digests: None,
        threads: &threads,
        timings: &timings,
    };
    let mut totals = run.convert(found, asked, &mut report, |rendered| {
        let written = stream.append(rendered.first_table());
        output_plan.take_back(rendered);
        written.map_err(Failure::Stdout)
    })?;
    series::refuse_others(totals.run.as_ref(), &plan.series)?;
    choice::apply(&plan.choice, &mut totals)?;
    if let Some(run) = &totals.run {
        to_stream(&mut stream, &output_plan.views[0], run, &threads).map_err(Failure::Stdout)?;
    }
    stream.finish().map_err(Failure::Stdout)?;
    report.more_troubles(NamedIn::tables(&output_plan.views));
    if totals.counts.reports == 0 {
        report.nothing_found(&totals.counts, plan);
    }
    terminal::timings(timings.told());
    let exit = Exit::of(&totals.counts, &plan.reading);
    let_go(totals);
    Ok(exit)
}

/// Leaves the answers to the system: the program ends, and taking them apart piece by piece would
/// take a fiftieth of its time.
fn let_go(totals: Totals) {
    std::mem::forget(totals);
}

/// Finds the files of reports; none where facts take their place.
fn reports(plan: &ConvertPlan, output: Option<&Path>) -> Found {
    let inputs = &plan.inputs;
    match plan.of_facts {
        true => Found::default(),
        false => files::find(&inputs.paths, output, &plan.series.lists())
            .named_below(inputs.named_below.as_deref()),
    }
}

/// Returns the file to look at first; empty for the folder.
fn shown_first(output_plan: &OutputPlan) -> &'static str {
    match (&output_plan.pages, output_plan.workbook) {
        (Some(_), _) => site::INDEX,
        (None, true) => workbook::NAME,
        (None, false) => "",
    }
}

/// Refuses days where nothing that is written is about meetings: evidence is of all reports.
fn refuse_days_in_vain(output_plan: &OutputPlan, asked: &Asked) -> Result<(), Failure> {
    let is_all = asked.options.days.is_all() && asked.options.series.is_empty();
    if is_all || output_plan.keep() == Keep::Facts {
        return Ok(());
    }
    Err(Failure::Usage(
        "--month, --from, --to and --series choose meetings, and the tables named are of single reports, \
         which are written whole; name one about meetings, such as attendance, with --tables"
            .into(),
    ))
}

/// What a run is to do.
struct Conversion<'r> {
    plan: &'r ConvertPlan,
    output_plan: &'r OutputPlan,
    /// Which digest of each input the manifest holds; `None` where none is written.
    digests: Option<Digests>,
    threads: &'r Threads,
    timings: &'r Timings,
}

impl Conversion<'_> {
    /// Converts everything found, hands what was laid out to `write` in order, and adds up.
    fn convert(
        &self,
        found: Found,
        mut asked: Asked,
        report: &mut Report,
        mut write: impl FnMut(RenderedBatch) -> Result<(), Failure>,
    ) -> Result<Totals, Failure> {
        let timings = self.timings;
        let rules = &self.plan.reading.rules;
        let jobs = self.plan.inputs.jobs;
        let own_files = std::mem::take(&mut asked.files);
        let mut totals = Totals::new(manifest(self.plan, self.output_plan, own_files));
        let mut collection = Collection::default();
        if self.plan.of_facts {
            self.read_facts(&mut asked, &mut totals, &mut collection)?;
            report.findings_of_facts(&self.output_plan.views);
            self.answer(asked, collection, report, &mut totals);
            return Ok(totals);
        }
        report.found(&found);
        let mut progress = Progress::new(found.entries.len(), self.plan.quiet);
        let work = Work {
            output_plan: self.output_plan,
            threads: self.threads,
            timings,
        };
        let mut pieces = pieces(found.entries, jobs, self.digests, self.plan.inputs.cut);
        let mut pieces = std::iter::from_fn(|| timings.time(Stage::Read, || pieces.next()));
        let work = |piece, rules: &Rules, sink: &mut Parts<'_>| {
            let reader = Reader {
                rules,
                digests: self.digests,
                executor: self.threads,
                watch: timings,
            };
            work.on(piece, &reader, sink);
        };
        read_all(&mut pieces, jobs, rules, work, weight, |part: Part| {
            progress.pause(|| report.troubles(&part.troubles));
            progress.advance(part.inputs.len());
            timings.time(Stage::Write, || write(part.rendered))?;
            totals.add(&part.counts, part.inputs);
            let mut facts = part.facts;
            asked.exclusions.apply(&mut facts);
            collection.add(facts);
            Ok::<_, Failure>(part.later)
        })?;
        self.answer(asked, collection, report, &mut totals);
        Ok(totals)
    }

    /// Makes the answers of everything that was collected.
    fn answer(
        &self,
        asked: Asked,
        collection: Collection,
        report: &mut Report,
        totals: &mut Totals,
    ) {
        report.left_out_by(&asked.exclusions);
        if self.output_plan.keep() == Keep::Nothing || totals.counts.reports == 0 {
            return;
        }
        let likely_matches = match self.output_plan.has_answers() {
            true => LikelyMatches::Beside,
            false => LikelyMatches::OnceAsked,
        };
        let compute = || Run::compute_by(collection, asked.options, likely_matches, self.threads);
        let run = self.timings.time(Stage::Answer, compute);
        for across in run.findings_across() {
            totals.counts.add_finding(&across.finding);
        }
        totals.run = Some(run);
    }
}

/// Returns the manifest's beginning: the program, the rules in force, and the files that tell
/// them.
fn manifest(plan: &ConvertPlan, output_plan: &OutputPlan, own_files: Vec<InputEntry>) -> Manifest {
    let tables: Vec<_> = output_plan
        .views
        .iter()
        .map(|view| view.table().name())
        .collect();
    let columns: Vec<_> = output_plan.chosen_columns().map(View::to_string).collect();
    let configuration = plan
        .config
        .iter()
        .map(|config| InputEntry::own(InputKind::Configuration, &config.name, &config.bytes));
    let taken = plan
        .config
        .iter()
        .map(|config| ("configuration", config.taken.join(",")));
    let columns = (!columns.is_empty()).then(|| ("columns", columns.join(";")));
    Manifest {
        program: concat!("rollbook ", env!("CARGO_PKG_VERSION")).into(),
        time_zone_database: Zone::DATABASE.into(),
        options: (plan.in_force.iter().cloned())
            .chain([("tables", tables.join(","))])
            .chain(columns)
            .chain(taken)
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
        inputs: configuration.chain(own_files).collect(),
        ..Manifest::default()
    }
}

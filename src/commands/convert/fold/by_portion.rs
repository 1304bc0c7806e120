//! `fold --by`: tables made with the records of some people or meetings in memory at a time.

use std::io;
use std::path::Path;

use rollbook::output::answers::to_stream;
use rollbook::output::table_files::TableStream;
use rollbook::output::{OutputPlan, Outputs, Totals};
use rollbook::pipeline::Threads;
use rollbook::series::Run;
use rollbook::series::outline::{Outline, Portion, Shares, Subject};
use rollbook::series::register::settled::{Settled, Whose};
use rollbook::stats::overall::Overall;
use rollbook::storage::folder::{Existing, OutputFolder};
use rollbook::views::portioned::MadeOf;
use rollbook::views::run_view::{RosterCounts, RunView};
use rollbook::views::view::View;

use super::super::{Conversion, choice, manifest, output_plan};
use super::read_again::KnownFile;
use crate::commands::series::{self, Asked};
use crate::commands::{Exit, Failure};
use crate::plan::convert::{ConvertPlan, Destination, PortionPlan};
use crate::terminal::{self, Report};
use crate::timings::{Stage, Timings};

/// Runs the command.
pub fn run(plan: &ConvertPlan, portions: &PortionPlan) -> Result<Exit, Failure> {
    let timings = Timings::new(plan.timings, plan.inputs.jobs);
    let threads = Threads::new(plan.inputs.jobs);
    let fold = Fold {
        plan,
        portions,
        threads: &threads,
        timings: &timings,
    };
    let exit = match &plan.output {
        Destination::Stdout => fold.to_stdout(),
        Destination::Folder(path, existing) => fold.to_folder(path, *existing),
    }?;
    terminal::timings(timings.told());
    Ok(exit)
}

/// What is folded, and by what means.
struct Fold<'f> {
    plan: &'f ConvertPlan,
    portions: &'f PortionPlan,
    threads: &'f Threads,
    timings: &'f Timings,
}

/// Takes the rows that a table has in a run.
type Append<'a> = &'a mut dyn FnMut(&View, &Run) -> Result<(), Failure>;

impl Fold<'_> {
    fn to_folder(&self, path: &Path, existing: Existing) -> Result<Exit, Failure> {
        let plan = self.plan;
        let output_plan = output_plan::of_folder(plan)?;
        let asked = series::asked(plan)?;
        let folder = OutputFolder::open(path, existing)?.with_digests(plan.digests);
        let mut outputs = Outputs::create(&folder, &output_plan, self.threads)?;
        let mut report = Report::new(plan.quiet);
        report.of_system(&plan.judging);
        report.leftovers(folder.leftovers());
        report.understood(&asked.understood);
        let mut append = |view: &View, run: &Run| Ok(outputs.append_rows(view, run)?);
        let made = self.make(&output_plan, asked, &mut report, &mut append);
        let (mut totals, outline) = match made {
            Ok(made) => made,
            Err(failure) => {
                outputs.discard();
                return Err(failure);
            }
        };
        report.chosen(&totals);
        if outline.is_none() {
            outputs.discard();
            report.nothing_found(&totals.counts, plan);
        } else {
            let finish = || outputs.finish(&mut totals);
            self.timings.time(Stage::Finish, finish)?;
            totals.run = outline.map(Outline::into_run);
            report.converted(&totals, path);
            if plan.open {
                terminal::show(path);
            }
        }
        Ok(Exit::of(&totals.counts, &plan.reading))
    }

    fn to_stdout(&self) -> Result<Exit, Failure> {
        let plan = self.plan;
        let output_plan = output_plan::of_stream(plan)?;
        let asked = series::asked(plan)?;
        let stdout = io::BufWriter::with_capacity(128 * 1024, io::stdout().lock());
        let format = output_plan.texts[0].clone();
        let mut stream = TableStream::new(&output_plan.views[0], format, stdout);
        let mut report = Report::new(plan.quiet);
        let mut append = |view: &View, run: &Run| {
            to_stream(&mut stream, view, run, &self.threads).map_err(Failure::Stdout)
        };
        let (totals, outline) = self.make(&output_plan, asked, &mut report, &mut append)?;
        stream.finish().map_err(Failure::Stdout)?;
        if outline.is_none() {
            report.nothing_found(&totals.counts, plan);
        }
        Ok(Exit::of(&totals.counts, &plan.reading))
    }

    /// Reads all facts, and makes all tables; gives no outline where there was no report.
    fn make(
        &self,
        output_plan: &OutputPlan,
        mut asked: Asked,
        report: &mut Report,
        append: Append<'_>,
    ) -> Result<(Totals, Option<Outline>), Failure> {
        let own_files = std::mem::take(&mut asked.files);
        let mut totals = Totals::new(manifest(self.plan, output_plan, own_files));
        let mut collection = Outline::collection(&asked.options);
        let reading = Conversion {
            plan: self.plan,
            output_plan,
            digests: None,
            threads: self.threads,
            timings: self.timings,
        };
        let files = reading.read_first(&mut asked, &mut totals, &mut collection)?;
        report.left_out_by(&asked.exclusions);
        if totals.counts.reports == 0 {
            return Ok((totals, None));
        }
        let options = std::mem::take(&mut asked.options);
        let settle = || Outline::of(collection, options);
        let mut outline = self.timings.time(Stage::Answer, settle);
        self.note(outline.run(), &mut totals)?;
        let mut portions = Portions {
            reading: &reading,
            files: &files,
            asked: &asked,
            most: self.portions.records,
            totals: &totals,
            overall: Overall::default(),
            settled: Settled::default(),
            roster: None,
        };
        for by in &self.portions.by {
            portions.make(by.subject(), &mut outline, append)?;
        }
        let Portions {
            overall,
            settled,
            roster,
            ..
        } = portions;
        let run = outline.end(overall, settled);
        let views = output_plan.views.iter();
        let is_portion = |view: &View| matches!(view.table().made_of(), MadeOf::Portions(_));
        for view in views.filter(|view| !is_portion(view)) {
            append(view, run)?;
        }
        report.findings_of_facts(&output_plan.views);
        report.merged_in_portions(&RunView::new(run, &totals.counts), roster);
        Ok((totals, Some(outline)))
    }

    /// Refuses lists of others, and notes what is known of all reports together.
    fn note(&self, run: &Run, totals: &mut Totals) -> Result<(), Failure> {
        series::refuse_others(Some(run), &self.plan.series)?;
        for across in run.findings_across() {
            totals.counts.add_finding(&across.finding);
        }
        if let Some(left_out) = choice::other_series(run)? {
            let options = &mut totals.manifest.options;
            options.insert("left out".into(), left_out);
        }
        Ok(())
    }
}

/// Portions on their way into tables.
struct Portions<'p> {
    reading: &'p Conversion<'p>,
    files: &'p [KnownFile],
    asked: &'p Asked,
    /// About how many records a portion has.
    most: usize,
    totals: &'p Totals,
    /// What the meetings of portions add up to.
    overall: Overall,
    /// What the people of portions come to, where a table needs it.
    settled: Settled,
    /// What the people of portions add up to; `None` without a roster.
    roster: Option<RosterCounts>,
}

impl Portions<'_> {
    /// Makes the tables of people or of meetings, where some are written.
    fn make(
        &mut self,
        subject: Subject,
        outline: &mut Outline,
        append: Append<'_>,
    ) -> Result<(), Failure> {
        let views = &self.reading.output_plan.views;
        let tables = || views.iter().map(View::table);
        if !tables().any(|table| table.made_of().subject() == Some(subject)) {
            return Ok(());
        }
        let adds_up = tables().any(|table| table.made_of() == MadeOf::SumsOfMeetings);
        let keeps = tables().filter_map(|table| table.made_of().totals());
        let keeps = keeps.max_by_key(|&whose| whose == Whose::Everybody);
        if subject == Subject::People && outline.asks_for_shares() {
            let mut shares = Shares::default();
            for portion in outline.portions(subject, self.most) {
                shares.add(self.fill(outline, portion)?);
            }
            outline.sort_by(&shares);
        }
        for portion in outline.portions(subject, self.most) {
            let run = self.fill(outline, portion)?;
            let own = |view: &&View| view.table().made_of() == MadeOf::Portions(subject);
            let lay_out = || {
                views
                    .iter()
                    .filter(own)
                    .try_for_each(|view| append(view, run))
            };
            self.reading.timings.time(Stage::Finish, lay_out)?;
            match subject {
                Subject::Meetings if adds_up => {
                    run.add_to_overall(&mut self.overall, &self.reading.threads);
                }
                Subject::Meetings => {}
                Subject::People => {
                    self.count(run);
                    if let Some(whose) = keeps {
                        self.settled.keep(run, whose);
                    }
                }
            }
        }
        Ok(())
    }

    /// Reads the records of a portion, and returns the run that knows them.
    fn fill<'o>(&self, outline: &'o mut Outline, portion: Portion) -> Result<&'o Run, Failure> {
        let mut filling = outline.begin(portion);
        let exclusions = &self.asked.exclusions;
        (self.reading).read_again(self.files, exclusions, &mut filling)?;
        Ok(self.reading.timings.time(Stage::Answer, || filling.run()))
    }

    /// Adds what became of the people on the roster.
    fn count(&mut self, run: &Run) {
        if let Some(counts) = RunView::new(run, &self.totals.counts).roster() {
            self.roster.get_or_insert_default().add(&counts);
        }
    }
}

//! `rollbook show`: reports in, their meetings as plain text out, nothing written.

use std::io::{self, BufWriter, Write};

use rollbook::answers::Answers;
use rollbook::formats::plain::{self, Extent, Locale};
use rollbook::series::RunOptions;

use super::{Exit, Failure};
use crate::plan::ShowPlan;
use crate::terminal::{self, NamedIn, Report};

/// Runs the command.
pub fn run(plan: &ShowPlan) -> Result<Exit, Failure> {
    let mut report = Report::new(false);
    let (inputs, rules) = (&plan.inputs, &plan.reading.rules);
    let answers = Answers::of(&inputs.paths, inputs.jobs, rules, run_options(plan))?;
    report.troubles(&answers.troubles);
    report.more_troubles(NamedIn::Check);
    let text = plain::run(&answers.view(), &locale(plan));
    let mut stdout = BufWriter::with_capacity(128 * 1024, io::stdout().lock());
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Failure::Stdout)?;
    Ok(Exit::of(&answers.counts, &plan.reading))
}

fn run_options(plan: &ShowPlan) -> RunOptions {
    let mut run = RunOptions {
        zone: plan.judging.zone.clone(),
        punctuality: plan.judging.punctuality.clone(),
        severities: plan.reading.severities(),
        ..RunOptions::default()
    };
    let grace = Some(plan.judging.grace);
    (run.rules.status.late, run.rules.status.left_early) = (grace, grace);
    run
}

fn locale(plan: &ShowPlan) -> Locale {
    let width = plan.width.map(usize::from);
    Locale {
        width: width.unwrap_or_else(terminal::width),
        colours: terminal::colours(),
        extent: match plan.all {
            true => Extent::All,
            false => Extent::Beginning,
        },
        zone: plan.judging.zone.clone(),
        language: plan.judging.language,
        grace: plan.judging.grace,
    }
}

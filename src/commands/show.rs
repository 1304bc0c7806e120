//! `rollbook show`: reports in, their meetings as plain text out, nothing written.

use std::io::{self, BufWriter, Write};

use rollbook::answers::Answers;
use rollbook::formats::plain::{self, Extent, Look};
use rollbook::series::RunOptions;
use rollbook::summary::Rules;

use super::{Exit, Failure};
use crate::cli::Show;
use crate::terminal::{self, NamedIn, Report};

/// Runs the command.
pub fn run(options: &Show) -> Result<Exit, Failure> {
    let rules = Rules {
        severities: options.severities.policy(),
        local_times: (options.local_times).local_times(options.rules.timezone.as_ref()),
        ..Rules::default()
    };
    let mut report = Report::new(false);
    let (inputs, jobs) = (&options.inputs.inputs, options.inputs.jobs());
    let answers = Answers::of(inputs, jobs, &rules, run_options(options))?;
    report.troubles(&answers.troubles);
    report.more_troubles(NamedIn::Check);
    let text = plain::run(&answers.view(), &look(options));
    let mut stdout = BufWriter::with_capacity(128 * 1024, io::stdout().lock());
    stdout
        .write_all(text.as_bytes())
        .and_then(|()| stdout.flush())
        .map_err(Failure::Stdout)?;
    Ok(Exit::of(&answers.counts, options.severities.strict))
}

fn run_options(options: &Show) -> RunOptions {
    let mut run = RunOptions {
        zone: options.rules.zone(),
        punctuality: options.rules.punctuality(),
        severities: options.severities.policy(),
        ..RunOptions::default()
    };
    let grace = Some(options.rules.grace());
    (run.rules.status.late, run.rules.status.left_early) = (grace, grace);
    run
}

fn look(options: &Show) -> Look {
    let width = options.width.map(usize::from);
    Look {
        width: width.unwrap_or_else(terminal::width),
        colours: terminal::colours(),
        extent: match options.all {
            true => Extent::All,
            false => Extent::Beginning,
        },
        zone: options.rules.zone(),
        language: options.rules.language,
        grace: options.rules.grace(),
    }
}

//! `rollbook show`: reports in, plain text out, nothing written.

use std::io::{self, BufWriter, Write};

use rollbook::formats::plain::{self, Extent, Look};
use rollbook::summary::{DocumentSummary, Rules, Trouble};

use super::each::each;
use super::{Exit, Failure};
use crate::cli::Show;
use crate::terminal::{self, NamedIn, Report};
use crate::timings::Timings;

/// Runs the command.
pub fn run(options: &Show) -> Result<Exit, Failure> {
    let rules = Rules {
        punctuality: options.rules.punctuality(),
        severities: options.severities.policy(),
        reunion: None,
    };
    let look = look(options);
    let mut report = Report::new(false);
    let mut stdout = BufWriter::with_capacity(128 * 1024, io::stdout().lock());
    let mut first = true;
    let shown = |documents: &[DocumentSummary<'_>]| {
        let texts = documents
            .iter()
            .map(|document| plain::document(document, &look));
        let texts: Vec<String> = texts.filter(|text| !text.is_empty()).collect();
        (texts, Trouble::among(documents))
    };
    let counts = each(
        &rules,
        &options.inputs,
        &Timings::new(false, 1),
        shown,
        |(texts, troubles)| {
            report.troubles(&troubles);
            for text in texts {
                if !std::mem::take(&mut first) {
                    stdout.write_all(plain::between(&look).as_bytes())?;
                }
                stdout.write_all(text.as_bytes())?;
            }
            // What was read so far is shown before the next file is.
            stdout.flush()
        },
    )?;
    report.more_troubles(NamedIn::Check);
    Ok(Exit::of(&counts, options.severities.strict))
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
        zone: options.rules.timezone.clone(),
        language: options.rules.language,
        grace: options.rules.punctuality().grace,
    }
}

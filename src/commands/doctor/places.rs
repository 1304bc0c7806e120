//! Whether what a command writes may be written where it is to be.

use std::path::Path;

use rollbook::graph::archive::Archive;
use rollbook::graph::checks::{Check, Verdict};

use crate::cli::account::NO_ARCHIVE;
use crate::cli::fetch::Fetch;
use crate::terminal::counted;

/// Checks the places that a command names.
pub fn places(fetch: &Fetch) -> Vec<Check> {
    match fetch {
        Fetch::Reports(options) => {
            let named = options.archive != Path::new(NO_ARCHIVE);
            let archive = named.then(|| archive(&options.archive));
            let output = options.output.as_deref().map(folder);
            archive.into_iter().chain(output).collect()
        }
        Fetch::Registrations(options) => vec![file(&options.output, options.force)],
        Fetch::AttendeeReport(options)
        | Fetch::Recording(options)
        | Fetch::AlternativeRecording(options) => {
            let output = options.output.as_deref();
            output
                .map(|path| file(path, options.force))
                .into_iter()
                .collect()
        }
    }
}

fn archive(path: &Path) -> Check {
    let place = path.display();
    let verdict = match Archive::look(path) {
        Err(error) => Verdict::Bad(
            rollbook::graph::reports::outcome::with_causes(&error),
            error.hint().to_owned(),
        ),
        Ok(look) if look.unread > 0 => Verdict::Bad(
            format!(
                "{} of the index in `{place}` cannot be read",
                counted(look.unread, "line")
            ),
            format!("run: rollbook archive repair {place}"),
        ),
        Ok(look) if look.is_new => {
            Verdict::Good(format!("`{place}` is not there yet and can be made"))
        }
        Ok(look) => Verdict::Good(format!(
            "`{place}` may be written to, and knows {}",
            counted(look.reports, "report")
        )),
    };
    Check {
        what: "archive",
        verdict,
    }
}

/// The folder of --output, which is made where it is not there.
fn folder(path: &Path) -> Check {
    let place = path.display();
    let verdict = match Archive::may_write(path) {
        Ok(()) => Verdict::Good(format!("`{place}` may be written to")),
        Err(error) => Verdict::Bad(
            format!("`{place}` cannot be written to: {error}"),
            "name a folder that you may write to with --output".into(),
        ),
    };
    Check {
        what: "output",
        verdict,
    }
}

fn file(path: &Path, replace: bool) -> Check {
    if path.exists() && !replace {
        let told = format!("`{}` is there already", path.display());
        let hint = "name another file with --output, or replace it with --force";
        return Check {
            what: "output",
            verdict: Verdict::Bad(told, hint.into()),
        };
    }
    let parent = path
        .parent()
        .filter(|parent| !parent.as_os_str().is_empty());
    folder(parent.unwrap_or(Path::new(".")))
}

//! Whether what a command writes may be written where it is to be.

use std::path::Path;

use rollbook::graph::archive::Archive;
use rollbook::graph::checks::{Check, Verdict};
use rollbook::storage::folder::Existing;

use crate::plan::fetch::FetchPlan;
use crate::terminal::counted;

/// Checks the places that a command names.
pub fn places(fetch: &FetchPlan) -> Vec<Check> {
    match fetch {
        FetchPlan::Reports(plan) => {
            let archive = plan.archive.as_deref().map(archive);
            archive
                .into_iter()
                .chain(plan.output().map(folder))
                .collect()
        }
        FetchPlan::Registrations(plan) => vec![file(&plan.output, plan.existing)],
        FetchPlan::File(plan) => {
            let output = plan.output.as_deref();
            output
                .map(|path| file(path, plan.existing))
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

/// Returns the folder of --output, which is made where it is not there.
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

fn file(path: &Path, existing: Existing) -> Check {
    if path.exists() && existing == Existing::Keep {
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

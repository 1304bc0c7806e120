//! `rollbook template`: a blank list, or one filled from reports, for people to correct.

use std::collections::HashMap;
use std::path::Path;

use rollbook::answers::Answers;
use rollbook::formats::blank_list::{BlankColumn, BlankList};
use rollbook::series::identity::person::PersonId;
use rollbook::series::{Run, RunOptions};
use rollbook::storage::folder::{Durability, Existing, OutputFolder};
use rollbook::summary::Rules;
use rollbook::zone::Zone;

use super::{Exit, Failure};
use crate::plan::{TemplateKind, TemplatePlan};
use crate::terminal;

/// Runs the command.
pub fn run(plan: &TemplatePlan) -> Result<Exit, Failure> {
    let path = plan.output.as_path();
    let ends_with = |end: &str| {
        path.extension()
            .is_some_and(|own| own.eq_ignore_ascii_case(end))
    };
    let content = match blank(plan.kind) {
        None if ends_with("toml") => RULES.as_bytes().to_vec(),
        None => {
            return Err(Failure::Usage(
                "rules are written as TOML: name a file that ends with .toml".into(),
            ));
        }
        Some(mut list) => {
            if !plan.from.paths.is_empty() {
                list.rows = rows(plan)?;
            }
            if ends_with("csv") {
                list.csv()
            } else if ends_with("xlsx") {
                list.xlsx()
                    .map_err(|error| Failure::Template(error.to_string()))?
            } else {
                return Err(Failure::Usage(
                    "lists are written as .xlsx or .csv: name a file that ends so".into(),
                ));
            }
        }
    };
    write(path, &content, plan.existing)?;
    terminal::file_written(path);
    Ok(Exit::Success)
}

/// Writes a file in one go: it is there whole or not at all.
pub(super) fn write(path: &Path, content: &[u8], existing: Existing) -> Result<(), Failure> {
    let (folder, name) = OutputFolder::of_file(path, existing)?;
    folder.write(&name, content, Durability::Synced)?;
    Ok(())
}

/// Returns what is known already: people or meetings of the reports.
fn rows(plan: &TemplatePlan) -> Result<Vec<Vec<String>>, Failure> {
    let inputs = &plan.from;
    let run_options = RunOptions {
        zone: plan.zone.clone(),
        ..RunOptions::default()
    };
    let answers = Answers::of(&inputs.paths, inputs.jobs, &Rules::default(), run_options)?;
    let run = answers.run;
    let is_known = |person| !run.person(person).is_unidentified();
    Ok(match plan.kind {
        TemplateKind::Meetings => meetings(&run, &plan.zone),
        TemplateKind::Roster => people(&run, is_known, |[name, email, id]| vec![name, email, id]),
        TemplateKind::Aliases => aliases(&run),
        TemplateKind::Registrations => people(&run, is_known, |[name, email, _]| vec![name, email]),
        TemplateKind::Rules => Vec::new(),
    }
    .into_iter()
    .map(|mut row| {
        let width = blank(plan.kind).map_or(0, |list| list.columns.len());
        row.resize(width, String::new());
        row
    })
    .collect())
}

fn people(
    run: &Run,
    wanted: impl Fn(PersonId) -> bool,
    row: impl Fn([String; 3]) -> Vec<String>,
) -> Vec<Vec<String>> {
    let own = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let people = run.people().filter(|&person| wanted(person));
    let parts = people.map(|person| {
        [
            own(run.name(person)),
            own(run.email(person)),
            own(run.account_id(person)),
        ]
    });
    parts.map(row).collect()
}

/// Returns everybody under a label of their own: two of one name are not one person unless
/// somebody says so.
fn aliases(run: &Run) -> Vec<Vec<String>> {
    let mut labels: HashMap<String, usize> = HashMap::new();
    let rows = people(
        run,
        |_| true,
        |[name, email, id]| {
            let only_name = email.is_empty() && id.is_empty();
            let own = if only_name {
                name.clone()
            } else {
                String::new()
            };
            vec![name, email, id, own]
        },
    );
    let labelled = rows.into_iter().map(|mut row| {
        let count = labels.entry(row[0].to_lowercase()).or_default();
        *count += 1;
        if *count > 1 {
            row[0] = format!("{} ({count})", row[0]);
        }
        row
    });
    // One name without more would claim every record of that name.
    labelled
        .filter(|row| row[3].is_empty() || !row[0].ends_with(')'))
        .collect()
}

fn meetings(run: &Run, zone: &Zone) -> Vec<Vec<String>> {
    let row = |meeting: &rollbook::series::meetings::meeting::Meeting| {
        let local = |instant| zone.local(instant).strftime("%Y-%m-%d %H:%M").to_string();
        vec![
            run.text(meeting.title).to_owned(),
            meeting.begin().map(local).unwrap_or_default(),
            meeting.finish().map(local).unwrap_or_default(),
            run.series_name(meeting).unwrap_or_default().to_owned(),
        ]
    };
    run.meetings().iter().map(row).collect()
}

const fn column(heading: &'static str, remark: &'static str) -> BlankColumn {
    BlankColumn {
        heading,
        remark,
        choices: &[],
    }
}

const fn choice(
    heading: &'static str,
    remark: &'static str,
    choices: &'static [&'static str],
) -> BlankColumn {
    BlankColumn {
        heading,
        remark,
        choices,
    }
}

const ROSTER: &[BlankColumn] = &[
    column(
        "name",
        "The name, such as Ann Lee. Alone it tells nobody apart: give an e-mail or id, too.",
    ),
    column(
        "e-mail",
        "The address that Teams knows, such as ann.lee@company.example.",
    ),
    column(
        "id",
        "The object id in Entra, where the address may change.",
    ),
    column(
        "department",
        "The department; --split-by department writes tables for each.",
    ),
    column("cost centre", "The cost centre."),
    column(
        "from",
        "The first day on which the person is expected, such as 2026-10-01; empty: from the beginning.",
    ),
    column("to", "The last day, such as 2026-12-31; empty: to the end."),
    choice(
        "required",
        "Whether the person has to come; empty: required.",
        &["required", "optional"],
    ),
    column(
        "series",
        "The series (folder of reports, or series in the meetings list); empty: all.",
    ),
];

const MEETINGS: &[BlankColumn] = &[
    column("title", "What the meeting is called."),
    column(
        "start",
        "Date and time of day, such as 2026-10-31 09:00, in the zone of --timezone.",
    ),
    column("end", "Date and time of day, such as 2026-10-31 10:00."),
    column("series", "The series that it belongs to."),
    choice(
        "status",
        "Nobody is due where it was cancelled; empty: planned.",
        &["planned", "held", "cancelled"],
    ),
    column(
        "report id",
        "The id of its report, where time does not tell; empty otherwise.",
    ),
    column(
        "file",
        "The file of its report, where time does not tell; empty otherwise.",
    ),
];

const ALIASES: &[BlankColumn] = &[
    column(
        "person",
        "What the person is called: all rows of one name are one person.",
    ),
    column("e-mail", "An address of theirs."),
    column("id", "An identity id of theirs."),
    column("name", "A display name, of records without address and id."),
];

const REGISTRATIONS: &[BlankColumn] = &[
    column("name", "The name given."),
    column("e-mail", "The address given."),
    column(
        "registration id",
        "The id of the registration, where there is one.",
    ),
    choice(
        "status",
        "Only who is registered can be a no-show; empty: registered.",
        &[
            "registered",
            "cancelled",
            "waitlisted",
            "rejected",
            "pending",
        ],
    ),
];

/// Returns the blank list of a kind; `None` for rules, which are no table.
fn blank(kind: TemplateKind) -> Option<BlankList> {
    let (name, columns) = match kind {
        TemplateKind::Roster => ("Roster", ROSTER),
        TemplateKind::Meetings => ("Meetings", MEETINGS),
        TemplateKind::Aliases => ("Aliases", ALIASES),
        TemplateKind::Registrations => ("Registrations", REGISTRATIONS),
        TemplateKind::Rules => return None,
    };
    Some(BlankList {
        name,
        columns,
        rows: Vec::new(),
    })
}

/// Rules with their usual values.
const RULES: &str = r#"# Who counts as present, partial, late or as having left early.
# A line that begins with # says nothing: take the sign away to use it.

# Whether time outside the meeting's window counts, too.
# count_outside_window = true

# Enough to be present: a share of the meeting (0.75 is 75 %), or minutes.
[present]
share = 0.75
# minutes = 45

# Enough to be partial, below which a person counts as absent.
# [partial]
# minutes = 10

# Later than this is late; `never = true` judges nobody.
# [late]
# minutes = 5

# [left_early]
# minutes = 5

# Who was excused, from the first to the last day.
# [[excused]]
# person = "ann.lee@company.example"
# from = "2026-10-05"
# to = "2026-10-09"
# reason = "sick"
"#;

#[cfg(test)]
mod tests {
    use super::*;
    use rollbook::series::input::aliases::Aliases;
    use rollbook::series::input::planned::Planned;
    use rollbook::series::input::registrations::Registrations;
    use rollbook::series::input::roster::Roster;
    use rollbook::series::input::rules_file::RulesFile;
    use rollbook::series::input::sheets::Sheet;

    /// Returns both forms of a list that has one row.
    fn filled(kind: TemplateKind, row: &[&str]) -> [Sheet; 2] {
        let mut list = blank(kind).unwrap();
        let mut cells: Vec<String> = row.iter().map(|text| (*text).to_owned()).collect();
        cells.resize(list.columns.len(), String::new());
        list.rows.push(cells);
        [list.csv(), list.xlsx().unwrap()].map(|bytes| Sheet::read("list", &bytes).unwrap())
    }

    #[test]
    fn every_blank_list_reads_back_with_all_of_its_columns() {
        for sheet in filled(TemplateKind::Roster, &["Ann", "ann@x.example"]) {
            let read = Roster::read(&sheet).unwrap();
            assert!(read.understood.ignored.is_empty(), "{}", read.understood);
            assert_eq!(read.list.entries.len(), 1);
        }
        for sheet in filled(TemplateKind::Meetings, &["One", "2026-10-31 09:00"]) {
            let read = Planned::read(&sheet, &Zone::utc()).unwrap();
            assert!(read.understood.ignored.is_empty(), "{}", read.understood);
        }
        for sheet in filled(TemplateKind::Aliases, &["Ann", "ann@x.example"]) {
            assert!(Aliases::read(&sheet).unwrap().understood.ignored.is_empty());
        }
        for sheet in filled(TemplateKind::Registrations, &["Ann", "ann@x.example"]) {
            assert!(
                Registrations::read(&sheet)
                    .unwrap()
                    .understood
                    .ignored
                    .is_empty()
            );
        }
    }

    #[test]
    fn the_rules_of_the_template_are_the_usual_ones() {
        let usual = rollbook::series::register::status_rules::StatusRules::default();
        assert_eq!(
            RulesFile::read("rules.toml", RULES, usual.clone())
                .unwrap()
                .status,
            usual
        );
    }
}

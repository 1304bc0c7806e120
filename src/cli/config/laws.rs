//! What is typed and what a file says mean the same, for every option there is.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use clap::{Arg, ArgAction, Command};

use super::entries::{arguments, name};
use super::{IN_TABLES, Lead, NAME, Refused, TOP, command_at};
use crate::cli::help;
use crate::cli::understood::plan_of;
use crate::plan::Plan;
use crate::plan::fetch::FetchPlan;

/// Values of which each option takes one that has no words of its own.
const VALUES: [&str; 16] = [
    "some-text",
    "3",
    "1",
    "7d",
    "09:30",
    "2026-10-01",
    "2026-10",
    "Europe/Berlin",
    "de",
    "sum-mismatch",
    "hours",
    "people=display_name",
    "attended>=1",
    "$select=id",
    "123456789",
    "https://graph.microsoft.us/v1.0",
];

/// The options of a command line, by name; `None` for one without value.
type Options = BTreeMap<String, Option<String>>;

fn whole() -> Command {
    let mut whole = help::command();
    whole.build();
    whole
}

fn typed(lead: Lead, options: &Options) -> Vec<String> {
    let option = |(name, value): (&String, &Option<String>)| match value {
        Some(value) => format!("--{name}={value}"),
        None => format!("--{name}"),
    };
    let words = ["rollbook"].iter().chain(lead).map(ToString::to_string);
    words.chain(options.iter().map(option)).collect()
}

fn as_table(options: &Options, whole: &Command, lead: Lead) -> String {
    let line = |(key, value): (&String, &Option<String>)| {
        let arg = arguments(command_at(whole, lead)).find(|arg| name(arg) == key);
        let several = matches!(arg.map(Arg::get_action), Some(ArgAction::Append));
        match value {
            None => format!("{key} = true\n"),
            Some(value) if several => format!("{key} = [\"{value}\"]\n"),
            Some(value) => format!("{key} = \"{value}\"\n"),
        }
    };
    options.iter().map(line).collect()
}

/// Returns the plan of a command line, without what tells where it came from; `None` where
/// it is not understood.
fn meaning(words: &[String]) -> Option<String> {
    help::command().try_get_matches_from(words).ok()?;
    Some(planned(words))
}

fn planned(words: &[String]) -> String {
    let plan = plan_of(words.iter().map(Into::into).collect());
    let mut plan = plan.unwrap_or_else(|refused| panic!("{words:?}: {refused:?}"));
    match &mut plan {
        Plan::Convert(plan) => plan.config = None,
        Plan::Fetch(FetchPlan::Reports(plan)) => plan.config = None,
        _ => {}
    }
    let here = std::env::current_dir().unwrap();
    format!("{plan:#?}").replace(&format!("{}/", here.display()), "")
}

/// Calls `look` with each option of a command beside those that are always there, with a
/// value that matters, and what it means when it is typed.
fn each_option(
    lead: Lead,
    always: &[(&str, &str)],
    mut look: impl FnMut(&str, &Options, &str),
) -> usize {
    let whole = whole();
    let given = |more: &[(&str, &str)]| -> Options {
        let all = always.iter().chain(more);
        all.map(|(name, value)| ((*name).to_owned(), Some((*value).to_owned())))
            .collect()
    };
    let positional = |lead: Lead| match lead == TOP {
        true => vec!["reports".to_owned()],
        false => Vec::new(),
    };
    let options = arguments(command_at(&whole, lead)).filter(|arg| !arg.is_positional());
    let mut seen = 0;
    for arg in options {
        let values: Vec<_> = match arg.get_action() {
            ArgAction::SetTrue => vec![None],
            _ => {
                let choices = arg.get_possible_values();
                let choices = choices.iter().map(|choice| choice.get_name().to_owned());
                let values = VALUES.map(str::to_owned);
                choices.chain(values).map(Some).collect()
            }
        };
        // Some options want another beside them.
        let around = [
            given(&[]),
            given(&[("roster", "roster.csv")]),
            given(&[("certificates", "attended>=1")]),
        ];
        let found = around.iter().find_map(|around| {
            values.iter().find_map(|value| {
                let mut options = around.clone();
                let without = typed(lead, &options).into_iter().chain(positional(lead));
                options.insert(name(arg).to_owned(), value.clone());
                let with = typed(lead, &options).into_iter().chain(positional(lead));
                let means = meaning(&with.collect::<Vec<_>>())?;
                let matters = meaning(&without.collect::<Vec<_>>()) != Some(means.clone());
                matters.then_some((options, means))
            })
        });
        let (options, means) = found.unwrap_or_else(|| panic!("no value for --{}", name(arg)));
        look(name(arg), &options, &means);
        seen += 1;
    }
    seen
}

#[test]
fn each_option_of_convert_means_in_a_file_what_it_means_typed() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join(NAME);
    let whole = whole();
    let seen = each_option(TOP, &[], |name, options, means| {
        let here = std::env::current_dir().unwrap();
        let mut text = format!("inputs = [\"{}/reports\"]\n", here.display());
        text += &as_table(options, &whole, TOP);
        // Paths in a file go on from it.
        for path in ["roster.csv", "some-text"] {
            text = text.replace(
                &format!("\"{path}\""),
                &format!("\"{}\"", in_place(path, name, &whole)),
            );
        }
        fs::write(&file, text).unwrap();
        let config = format!("--config={}", file.display());
        assert_eq!(
            planned(&["rollbook".into(), "convert".into(), config]),
            means,
            "{name}"
        );
    });
    assert!(seen > 45, "{seen}");
}

/// Returns a value as it stands in a file elsewhere: paths are whole.
fn in_place(value: &str, option: &str, whole: &Command) -> String {
    let here = std::env::current_dir().unwrap();
    let arg = arguments(command_at(whole, TOP)).find(|arg| name(arg) == option);
    let is_path = arg.is_some_and(super::words::is_path) || value == "roster.csv";
    match is_path {
        true => here.join(value).to_string_lossy().into_owned(),
        false => value.to_owned(),
    }
}

#[test]
fn what_init_writes_means_what_was_typed_for_it() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join(NAME);
    let config = format!("--config={}", file.display());
    let seen = each_option(TOP, &[], |name, options, _| {
        let mut options = options.clone();
        // A run that is to be repeated replaces what the one before wrote.
        options.insert("force".into(), None);
        let typed = typed(TOP, &options);
        let means = planned(&[&typed[..], &["reports".into()]].concat());
        let init = [
            "rollbook".into(),
            "init".into(),
            "reports".into(),
            config.clone(),
        ];
        let words: Vec<String> = init.into_iter().chain(typed.into_iter().skip(2)).collect();
        let Ok(Plan::Init(plan)) = plan_of(words.iter().map(Into::into).collect()) else {
            panic!("{words:?}");
        };
        fs::write(&file, &plan.content).unwrap();
        let read = planned(&["rollbook".into(), "convert".into(), config.clone()]);
        assert_eq!(read, means, "{name}: {}", plan.content);
    });
    assert!(seen > 45, "{seen}");
}

#[test]
fn each_option_of_fetching_means_in_a_table_or_profile_what_it_means_typed() {
    let place = tempfile::tempdir().unwrap();
    let whole = whole();
    let always = [("archive", "/a"), ("organizer", "o"), ("output", "/o")];
    let seen = each_option(IN_TABLES, &always, |name, options, means| {
        let table = as_table(options, &whole, IN_TABLES);
        let table = table.replace(
            "\"some-text\"",
            &format!("\"{}\"", in_fetch("some-text", name, &whole)),
        );
        for (title, words) in [("fetch", None), ("profile.night", Some("--profile=night"))] {
            let file = place.path().join(NAME);
            fs::write(&file, format!("[{title}]\n{table}")).unwrap();
            let config = format!("--config={}", file.display());
            let words = ["rollbook", "fetch", "reports", &config]
                .into_iter()
                .chain(words);
            let words: Vec<_> = words.map(str::to_owned).collect();
            assert_eq!(planned(&words), means, "{name}");
        }
    });
    assert!(seen > 30, "{seen}");
}

fn in_fetch(value: &str, option: &str, whole: &Command) -> String {
    let arg = arguments(command_at(whole, IN_TABLES)).find(|arg| name(arg) == option);
    match arg.is_some_and(super::words::is_path) {
        true => std::env::current_dir()
            .unwrap()
            .join(value)
            .to_string_lossy()
            .into_owned(),
        false => value.to_owned(),
    }
}

/// Returns why a file with this text is refused.
fn refused(text: &str, words: &[&str]) -> String {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join(NAME);
    fs::write(&file, text).unwrap();
    let config = format!("--config={}", file.display());
    let words = ["rollbook"]
        .iter()
        .chain(words)
        .copied()
        .chain([config.as_str()]);
    match plan_of(words.map(Into::into).collect()) {
        Err(Refused::File(problem)) => {
            let file = file.to_string_lossy().into_owned();
            assert_eq!(problem.file, file);
            problem.to_string().replace(&file, NAME)
        }
        Err(Refused::Usage(said)) => said,
        Ok(plan) => panic!("{plan:#?}"),
    }
}

#[test]
fn a_word_that_is_no_option_is_refused_with_its_line_and_the_nearest() {
    let told = refused("inputs = [\"a\"]\n\ntimezon = \"UTC\"\n", &["convert"]);
    assert_eq!(
        told,
        "`rollbook.toml`, row 3: `timezon` is no option of `rollbook convert`; the nearest is `timezone`"
    );
    let told = refused("[fetch]\narchives = \"a\"\n", &["convert", "a"]);
    assert!(
        told.contains("row 2") && told.ends_with("the nearest is `archive`"),
        "{told}"
    );
    let told = refused("[fetsch]\n", &["convert", "a"]);
    assert!(told.contains("row 1") && told.contains("[fetch]"), "{told}");
    for (text, expected) in [
        ("title = \"a\"\ntitle = \"b\"\n", "row 2"),
        (
            "split-by = \"department\"\nsplit_by = \"department\"\n",
            "row 2: `split-by` stands there twice",
        ),
        ("title = \n", "row 1"),
        ("config = \"x\"\n", "is only typed"),
    ] {
        let told = refused(text, &["convert", "a"]);
        assert!(told.contains(expected), "{told}");
    }
}

#[test]
fn a_value_that_an_option_does_not_take_is_refused_with_its_line() {
    for (line, expected) in [
        ("timezone = \"Mars/Olympus\"", "there is no such zone"),
        ("grace = -1", "invalid value '-1'"),
        ("strict = \"yes\"", "`strict` is true or false"),
        ("title = true", "`title` has a value"),
        ("roster = [\"a\", \"b\"]", "`roster` has one value"),
        (
            "tables = [[\"a\"]]",
            "`tables` is a list of something else than texts",
        ),
    ] {
        let told = refused(&format!("\n{line}\n"), &["convert", "a"]);
        assert!(told.contains("row 2") && told.contains(expected), "{told}");
    }
}

#[test]
fn a_secret_is_refused_with_the_way_to_give_it() {
    for key in ["client-secret", "password", "access_token", "secret"] {
        let told = refused(
            &format!("[fetch]\n{key} = \"s3cr3t\"\n"),
            &["fetch", "reports"],
        );
        assert!(
            told.contains("row 2") && told.contains("AZURE_CLIENT_SECRET"),
            "{told}"
        );
        assert!(!told.contains("s3cr3t"), "{told}");
    }
}

#[test]
fn what_is_typed_leaves_a_file_nothing_to_say_of_it() {
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join(NAME);
    let text =
        "inputs = [\"a\"]\nmonth = \"2026-10\"\ntables = [\"people\"]\nexclude = [\"bots\"]\n";
    fs::write(&file, text).unwrap();
    let config = format!("--config={}", file.display());
    let with = |words: &[&str]| {
        let words = ["rollbook", "convert", &config]
            .into_iter()
            .chain(words.iter().copied());
        planned(&words.map(str::to_owned).collect::<Vec<_>>())
    };
    let typed = |words: &[&str]| {
        let words = ["rollbook", "convert"].iter().chain(words);
        planned(&words.map(|word| (*word).to_owned()).collect::<Vec<_>>())
    };
    // `--from` and `--month` exclude each other.
    assert_eq!(
        with(&["b", "--from=2026-11-01", "--tables=hours", "--exclude=x"]),
        typed(&["b", "--from=2026-11-01", "--tables=hours", "--exclude=x"])
    );
    let taken = typed(&["b", "--month=2026-10", "--tables=people", "--exclude=bots"]);
    assert_eq!(with(&["b"]), taken);
}

#[test]
fn a_profile_comes_before_the_table_of_all_and_must_be_there() {
    let text =
        "[fetch]\narchive = \"/a\"\ndays = 3\norganizer = [\"o\"]\n[profile.night]\ndays = 7\n";
    let place = tempfile::tempdir().unwrap();
    let file = place.path().join(NAME);
    fs::write(&file, text).unwrap();
    let config = format!("--config={}", file.display());
    let words = ["rollbook", "fetch", "reports", &config, "--profile=night"].map(str::to_owned);
    let expected = [
        "rollbook",
        "fetch",
        "reports",
        "--archive=/a",
        "--days=7",
        "--organizer=o",
    ];
    assert_eq!(planned(&words), planned(&expected.map(str::to_owned)));
    let told = refused(text, &["fetch", "reports", "--profile=day"]);
    assert!(told.contains("no profile `day`; there are night"), "{told}");
}

#[test]
fn a_file_that_came_with_the_reports_writes_nowhere_else() {
    let place = tempfile::tempdir().unwrap();
    let write = |output: &str| {
        let text = format!("output = \"{output}\"\n");
        fs::write(place.path().join(NAME), text).unwrap();
        let words = [
            "rollbook".into(),
            "convert".into(),
            place.path().as_os_str().to_owned(),
        ];
        plan_of(words.into())
    };
    for away in ["../elsewhere", "/elsewhere", "a/../../b"] {
        let Err(Refused::File(problem)) = write(away) else {
            panic!("{away}");
        };
        assert!(
            problem.problem.contains("leads out of the folder"),
            "{problem}"
        );
    }
    let Ok(Plan::Convert(plan)) = write("summary") else {
        panic!("it stays in the folder");
    };
    assert!(
        format!("{:?}", plan.output).contains(&place.path().join("summary").display().to_string())
    );
}

#[test]
fn two_files_that_could_be_meant_are_refused() {
    let places = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let folder = |at: usize| places[at].path();
    for at in [0, 1] {
        fs::write(folder(at).join(NAME), "").unwrap();
    }
    let words = |more: &[&Path]| {
        let words = ["rollbook", "convert"].map(Into::into).into_iter();
        plan_of(
            words
                .chain(more.iter().map(|path| path.as_os_str().to_owned()))
                .collect(),
        )
    };
    assert!(words(&[folder(0)]).is_ok());
    let Err(Refused::Usage(said)) = words(&[folder(0), folder(1)]) else {
        panic!("two could be meant");
    };
    assert!(said.contains("--config"), "{said}");
}

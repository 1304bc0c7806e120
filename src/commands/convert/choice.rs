//! Answers about some people or series alone: what was typed, held against what there is.

use rollbook::output::Totals;
use rollbook::output::departments::OF_PEOPLE;
use rollbook::series::Run;
use rollbook::series::choice::NoMatch;
use rollbook::views::Table;

use crate::commands::Failure;
use crate::plan::convert::ChoicePlan;

/// Brings into view whom and what answers are about, and notes in the manifest what was
/// left out.
pub fn apply(choice: &ChoicePlan, totals: &mut Totals) -> Result<(), Failure> {
    let Some(run) = &mut totals.run else {
        return Ok(());
    };
    let refused = |option, what| move |no: NoMatch| no_match(option, what, &no);
    let mut left_out = Vec::new();
    left_out.extend(other_series(run)?);
    let mut others = 0;
    if let Some(typed) = &choice.department {
        let chosen = run.choose_department(typed);
        let (name, out) = chosen.map_err(refused("--department", "department"))?;
        totals.department = Some(name);
        others += out;
    }
    if !choice.person.is_empty() {
        let chosen = run.choose_people(&choice.person);
        others += chosen.map_err(refused("--person", "person"))?;
    }
    if choice.of_people().is_some() {
        left_out.push(counted(others, ["other person", "other people"]));
    }
    if !left_out.is_empty() {
        let options = &mut totals.manifest.options;
        options.insert("left out".into(), left_out.join(", "));
    }
    Ok(())
}

/// Refuses series that are not there, and says how many meetings of others were left out.
pub fn other_series(run: &Run) -> Result<Option<String>, Failure> {
    let refused = |no: NoMatch| no_match("--series", "series", &no);
    run.refuse_unknown_series().map_err(refused)?;
    let meetings = run.meetings_of_other_series();
    let said = || counted(meetings, ["meeting", "meetings"]) + " of other series";
    Ok((meetings > 0).then(said))
}

/// Returns those of the tables that are about people, where some people were chosen; refuses
/// others that somebody named, which are about everybody.
pub fn of_people(
    choice: &ChoicePlan,
    named: &[Table],
    tables: Vec<Table>,
) -> Result<Vec<Table>, Failure> {
    let Some(option) = choice.of_people() else {
        return Ok(tables);
    };
    let of_people: Vec<_> = OF_PEOPLE.iter().map(|table| table.name()).collect();
    let is_other = |table: &&Table| !OF_PEOPLE.contains(table);
    if let Some(other) = named.iter().find(is_other) {
        let said = format!(
            "the table `{}` is about everybody; with {option} these are written: {}",
            other.name(),
            of_people.join(", ")
        );
        return Err(Failure::Usage(said.into()));
    }
    let is_wanted = |table: &Table| match choice.person.is_empty() || named.contains(table) {
        true => OF_PEOPLE.contains(table),
        false => OF_ONE.contains(table),
    };
    Ok(tables.into_iter().filter(is_wanted).collect())
}

/// The tables that are written of single people unless the user names others.
const OF_ONE: [Table; 5] = [
    Table::People,
    Table::Attendance,
    Table::Roster,
    Table::Hours,
    Table::Passed,
];

/// How many names there are room for in a message.
const MOST_NAMED: usize = 10;

/// Says that there is no such thing, and what there is.
fn no_match(option: &str, what: &str, no: &NoMatch) -> Failure {
    let named: Vec<_> = no.known.iter().take(MOST_NAMED).cloned().collect();
    let more = match no.known.len().saturating_sub(MOST_NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let there_is = match (named.is_empty(), option) {
        (true, "--person") => "nobody is called alike".into(),
        (true, _) => "there is none".into(),
        (false, "--person") => format!("alike are {}{more}", named.join(", ")),
        (false, _) => format!("there are {}{more}", named.join(", ")),
    };
    let typed = &no.typed;
    Failure::Usage(format!("{option}: no {what} is `{typed}`; {there_is}").into())
}

fn counted(count: usize, [one, many]: [&str; 2]) -> String {
    match count {
        1 => format!("1 {one}"),
        count => format!("{count} {many}"),
    }
}

//! What `fold --by` writes, and what it refuses since it needs all records at once.

use rollbook::formats::table_format::Writes;
use rollbook::series::outline::Subject;
use rollbook::views::Table;
use rollbook::views::portioned::MadeOf;

use crate::commands::Failure;
use crate::plan::convert::{ConvertPlan, PortionPlan};

/// Leaves out tables that are not made with these portions, and refuses those that were named.
pub fn tables(plan: &ConvertPlan, tables: Vec<Table>) -> Result<Vec<Table>, Failure> {
    let Some(portions) = &plan.portions else {
        return Ok(tables);
    };
    let (made, others): (Vec<_>, Vec<_>) = tables
        .into_iter()
        .partition(|&table| is_made(table, portions));
    let named = others.iter().find(|table| plan.tables.contains(table));
    match named {
        None => Ok(made),
        Some(&table) => Err(Failure::Usage(refusal(table).into())),
    }
}

fn is_made(table: Table, portions: &PortionPlan) -> bool {
    let has = |subject| portions.by.iter().any(|by| by.subject() == subject);
    match table.made_of().subject() {
        Some(subject) => has(subject),
        None => table.made_of() == MadeOf::Outline,
    }
}

/// Says with what a table is made.
fn refusal(table: Table) -> String {
    let name = table.name();
    match table.made_of().subject() {
        Some(Subject::People) => format!("the table `{name}` is made with --by person"),
        Some(Subject::Meetings) => format!("the table `{name}` is made with --by series"),
        None => format!(
            "the table `{name}` needs all records at once; fold it without --by ({})",
            made_with("person", Subject::People) + "; " + &made_with("series", Subject::Meetings)
        ),
    }
}

/// Says which tables are made in portions of something.
fn made_with(word: &str, subject: Subject) -> String {
    let is_own = |table: &Table| table.made_of().subject() == Some(subject);
    let tables = Table::ALL.into_iter().filter(is_own);
    let names: Vec<_> = tables.map(Table::name).collect();
    format!("--by {word} makes {}", names.join(", "))
}

/// Refuses formats and options that need all records at once.
pub fn refuse_others(plan: &ConvertPlan) -> Result<(), Failure> {
    if plan.portions.is_none() {
        return Ok(());
    }
    let mut formats = plan.formats.iter();
    let is_other = |writes: &Writes| matches!(writes, Writes::Workbook | Writes::Pages);
    if let Some(format) = formats.find(|format| is_other(&format.writes)) {
        let said = format!(
            "--by makes tables, and {} needs all records at once; name a format of tables, such as csv, or leave out --by",
            format.name
        );
        return Err(Failure::Usage(said.into()));
    }
    let in_vain = [
        ("--per-meeting", plan.per_meeting),
        ("--certificates", plan.choice.certificates.is_some()),
        ("--split-by", plan.series.by_department),
        ("--person", !plan.choice.person.is_empty()),
        ("--department", plan.choice.department.is_some()),
        ("--registrations", plan.series.registrations.is_some()),
    ];
    match in_vain.iter().find(|(_, is_asked)| *is_asked) {
        None => Ok(()),
        Some((option, _)) => Err(Failure::Usage(
            format!("{option} needs all records at once; leave it out, or leave out --by").into(),
        )),
    }
}

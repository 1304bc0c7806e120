//! What may be typed for `facts` and `fold`.

use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

use clap::Args;

use rollbook::storage::folder::Existing;

use super::local_times::LocalTimeArgs;
use super::{Convert, Inputs, Severities};
use crate::plan::convert::{ConvertPlan, PortionBy, PortionPlan};
use crate::plan::{FactsFormat, FactsPlan, FactsTable, PartitionKey};

pub const FACTS_EXAMPLES: &str = "\
Examples:
  rollbook facts reports --output one.facts
  zcat part-7.ndjson.gz | rollbook facts - > part-7.facts
  rollbook facts reports --output part-7.parquet
  rollbook facts reports --output lake --partition tenant,month --format parquet
  rollbook facts reports --output lake --tables facts,records,findings
  rollbook fold *.facts --roster roster.csv --output attendance-summary

Exit codes: 0 all read; 1 findings of severity error (with --strict: or warning);
2 something could not be read or written, or the command was wrong.";

pub const FOLD_NOTE: &str = "\
Every option of convert means the same here. Tables of what reports hold one by one
(records, intervals, reports, report_roles) are not in facts: convert writes them.
--tables findings writes those about several reports; facts --tables findings the others.
With --by, facts are read several times, and rows are the same.";

/// `rollbook facts`.
#[derive(Debug, Args)]
pub struct Facts {
    /// What is read
    #[command(flatten)]
    pub inputs: Inputs,

    /// File to write, or the folder of --partition and --tables; - for standard output
    #[arg(long, short, value_name = "FILE", default_value = "-")]
    pub output: PathBuf,

    /// Write lines, or rows with what engines sort by and the line in the column `facts` [default: by the name of the file, else ndjson]
    #[arg(long, short, value_name = "FORMAT")]
    pub format: Option<FactsFormat>,

    /// Write a folder of files kept apart by these keys, such as tenant=contoso/month=2026-10
    #[arg(long, value_name = "KEY,…", value_delimiter = ',')]
    pub partition: Vec<PartitionKey>,

    /// Write these tables of what single reports hold, each into a folder of its own [default: facts, without one]
    #[arg(long, short, value_name = "TABLE,…", value_delimiter = ',')]
    pub tables: Vec<FactsTable>,

    /// Replace files that are there already
    #[arg(long)]
    pub force: bool,

    /// How the local times of CSV files are read
    #[command(flatten)]
    pub local_times: LocalTimeArgs,

    /// How findings are judged
    #[command(flatten)]
    pub severities: Severities,
}

impl Facts {
    /// Returns what it asks for.
    pub fn plan(self) -> FactsPlan {
        FactsPlan {
            reading: self.severities.reading(&self.local_times, None),
            inputs: self.inputs.plan(),
            format: self.format.unwrap_or_else(|| by_name(&self.output)),
            partition: self.partition,
            tables: self.tables,
            output: (self.output.as_os_str() != "-").then_some(self.output),
            existing: match self.force {
                true => Existing::Replace,
                false => Existing::Keep,
            },
        }
    }
}

/// `rollbook fold`.
#[derive(Debug, Args)]
pub struct Fold {
    /// What convert takes
    #[command(flatten)]
    pub convert: Convert,

    /// Make tables of meetings, of people, or both, with some of their records in memory at a time: for facts that are larger than memory, which are read once more for each portion
    #[arg(
        long,
        value_name = "KEY,…",
        value_delimiter = ',',
        help_heading = "Memory"
    )]
    pub by: Vec<PortionBy>,

    /// Keep about so many records in memory at a time with --by
    #[arg(
        long,
        value_name = "RECORDS",
        default_value = "4000000",
        requires = "by",
        help_heading = "Memory"
    )]
    pub at_once: NonZeroUsize,
}

impl Fold {
    /// Returns what it asks for.
    pub fn plan(self) -> ConvertPlan {
        let mut plan = self.convert.plan();
        plan.of_facts = true;
        if !self.by.is_empty() {
            let names: Vec<_> = self.by.iter().map(|by| by.name()).collect();
            plan.in_force.push(("by", names.join(",")));
            plan.portions = Some(PortionPlan {
                by: self.by,
                records: self.at_once.get(),
            });
        }
        plan
    }
}

/// Returns the form that the name of a file asks for.
fn by_name(file: &Path) -> FactsFormat {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("arrow") => FactsFormat::Arrow,
        Some("parquet") => FactsFormat::Parquet,
        _ => FactsFormat::Ndjson,
    }
}

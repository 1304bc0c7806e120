//! What may be typed about whom and what answers are about.

use std::path::PathBuf;

use clap::Args;

use rollbook::series::input::name_pattern::NamePattern;
use rollbook::series::register::passed::PassRule;

use crate::plan::convert::ChoicePlan;

/// What answers are about.
#[derive(Debug, Default, Args)]
#[command(next_help_heading = "What it is about")]
pub struct Choose {
    /// Answer about the meetings of this series only, by its name with * for anything; may be repeated
    #[arg(long, value_name = "PATTERN", value_parser = pattern)]
    pub series: Vec<NamePattern>,

    /// Answer about the people of this department of the roster only, and write nothing of others
    #[arg(
        long,
        value_name = "NAME",
        requires = "roster",
        conflicts_with_all = ["split_by", "per_meeting"]
    )]
    pub department: Option<String>,

    /// Write the proof of these people, by name or address with * for anything, and nothing of others; may be repeated
    #[arg(
        long,
        value_name = "PATTERN",
        value_parser = pattern,
        conflicts_with_all = ["split_by", "per_meeting"]
    )]
    pub person: Vec<NamePattern>,

    /// List who fulfils this rule, as --passed does, and write a certificate for each of them
    #[arg(long, value_name = "RULE", conflicts_with = "passed")]
    pub certificates: Option<PassRule>,

    /// Make certificates of this page of your own (HTML with placeholders such as {{ name }})
    #[arg(long, value_name = "FILE", requires = "certificates")]
    pub certificate_template: Option<PathBuf>,
}

impl Choose {
    pub fn plan(&self) -> ChoicePlan {
        ChoicePlan {
            series: self.series.clone(),
            department: self.department.clone(),
            person: self.person.clone(),
            certificates: self.certificates.clone(),
            certificate_template: self.certificate_template.clone(),
        }
    }

    /// Returns the choices as they are in force, by name.
    pub fn in_force(&self) -> [(&'static str, Option<String>); 3] {
        let typed = |patterns: &[NamePattern]| {
            let typed: Vec<_> = patterns.iter().map(NamePattern::typed).collect();
            (!typed.is_empty()).then(|| typed.join(","))
        };
        [
            ("series", typed(&self.series)),
            ("department", self.department.clone()),
            ("person", typed(&self.person)),
        ]
    }
}

fn pattern(text: &str) -> Result<NamePattern, String> {
    NamePattern::read(text)
}

//! The words by which the choices of a plan are typed.

use clap::ValueEnum;
use clap::builder::PossibleValue;

use rollbook::formats::table_format::{self, Format};
use rollbook::storage::digest::Digests;
use rollbook::views::Table;

use crate::plan::convert::PortionBy;
use crate::plan::fetch::LogFormat;
use crate::plan::online::{ReportAs, SignInWay};
use crate::plan::{CheckFormat, FactsFormat, FactsTable, PartitionKey, TemplateKind};

/// Gives each choice its word, and the help for it.
macro_rules! typed {
    ($choices:ty: $($choice:ident $word:literal $help:literal,)*) => {
        impl ValueEnum for $choices {
            fn value_variants<'a>() -> &'a [Self] {
                &[$(Self::$choice),*]
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                let (word, help) = match self {
                    $(Self::$choice => ($word, $help),)*
                };
                Some(PossibleValue::new(word).help(help))
            }
        }
    };
}

typed! { CheckFormat:
    Text "text" "One line per finding",
    Json "json" "The findings table, as in `convert --format json`",
}

typed! { FactsFormat:
    Ndjson "ndjson" "Lines of JSON",
    Arrow "arrow" "Rows of Apache Arrow; to standard output its stream",
    Parquet "parquet" "Rows of Apache Parquet",
}

/// Which digest of its files a run keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DigestChoice {
    Sha256,
    None,
}

typed! { DigestChoice:
    Sha256 "sha256" "SHA-256, by which `rollbook verify` finds files that were changed",
    None "none" "No digest, only the size of each file",
}

impl From<DigestChoice> for Digests {
    fn from(choice: DigestChoice) -> Self {
        match choice {
            DigestChoice::Sha256 => Self::Sha256,
            DigestChoice::None => Self::None,
        }
    }
}

typed! { PartitionKey:
    Tenant "tenant" "The organizer's tenant",
    Series "series" "What the report was given together with",
    Month "month" "The month in UTC in which the report begins, such as 2026-10",
    Day "day" "The day in UTC on which it begins",
}

typed! { PortionBy:
    Series "series" "Tables of meetings: meetings, roles, concurrency, audience and overall",
    Person "person" "Tables of people: people, attendance, hours, weeks, passed, roster, missed and departments",
}

typed! { TemplateKind:
    Roster "roster" "Who is expected",
    Meetings "meetings" "What is planned",
    Aliases "aliases" "Which identities are one person",
    Registrations "registrations" "Who registered",
    Rules "rules" "Who counts as present (TOML)",
}

typed! { ReportAs:
    Text "text" "A line for each check",
    Json "json" "One JSON object with all checks",
}

typed! { LogFormat:
    Text "text" "Lines that people read",
    Json "json" "A JSON object on a line of its own",
}

typed! { SignInWay:
    Auto "auto" "The first that is there: a token, a certificate, a secret, a workload identity, `rollbook login`",
    Token "token" "The token in GRAPH_TOKEN or the file of --token-file",
    Certificate "certificate" "The certificate in the file of --certificate or AZURE_CLIENT_CERTIFICATE_PATH",
    Secret "secret" "The client secret in AZURE_CLIENT_SECRET",
    Login "login" "What `rollbook login` kept",
    ManagedIdentity "managed-identity" "The identity of this machine in Azure",
    WorkloadIdentity "workload-identity" "The identity of this workload (AZURE_FEDERATED_TOKEN_FILE)",
    AzureCli "azure-cli" "Whoever signed in with `az login`",
}

impl ValueEnum for FactsTable {
    fn value_variants<'a>() -> &'a [Self] {
        &[
            Self::Facts,
            Self::Evidence(Table::Reports),
            Self::Evidence(Table::ReportRoles),
            Self::Evidence(Table::Records),
            Self::Evidence(Table::Intervals),
            Self::Evidence(Table::Findings),
        ]
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.name()))
    }
}

/// A format that `convert` writes: one of [`table_format::ALL`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FormatChoice(pub &'static Format);

const FORMATS: [FormatChoice; table_format::ALL.len()] = {
    let mut choices = [FormatChoice(&table_format::XLSX); table_format::ALL.len()];
    let mut at = 0;
    while at < choices.len() {
        choices[at] = FormatChoice(table_format::ALL[at]);
        at += 1;
    }
    choices
};

impl ValueEnum for FormatChoice {
    fn value_variants<'a>() -> &'a [Self] {
        &FORMATS
    }

    fn to_possible_value(&self) -> Option<PossibleValue> {
        Some(PossibleValue::new(self.0.name).help(self.0.meaning))
    }
}

/// Returns the word by which a choice is typed.
pub fn word(choice: &impl ValueEnum) -> Option<String> {
    Some(choice.to_possible_value()?.get_name().to_owned())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// Returns the tables that are made so, by their definition.
    fn made(by: PortionBy) -> BTreeSet<&'static str> {
        let is_own = |table: &Table| table.made_of().subject() == Some(by.subject());
        let tables = Table::ALL.into_iter().filter(is_own);
        tables.map(Table::name).collect()
    }

    #[test]
    fn help_and_guide_name_the_tables_that_are_made_in_portions() {
        let guide = include_str!("../guide/scale.md").replace('\n', " ");
        for &by in PortionBy::value_variants() {
            let help = by
                .to_possible_value()
                .and_then(|value| value.get_help().cloned());
            let help = help.map(|help| help.to_string().replace(" and ", ", "));
            let in_help = help.as_deref().and_then(|help| help.split_once(": "));
            let in_help: BTreeSet<_> = in_help.unwrap().1.split(", ").collect();
            assert_eq!(in_help, made(by));

            let begin = format!("`--by {}`: ", by.name());
            let (_, list) = guide.split_once(&begin).expect("the guide has a list");
            let (list, _) = list.split_once('.').expect("the list is a sentence");
            let quoted = list.split('`').skip(1).step_by(2);
            assert_eq!(quoted.collect::<BTreeSet<_>>(), made(by));
        }
    }
}

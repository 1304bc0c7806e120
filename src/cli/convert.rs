//! The plan of a conversion, and what its manifest tells of it.

use jiff::civil::Time;

use rollbook::finding::Code;
use rollbook::formats::csv::TextCells;
use rollbook::formats::table_format::TextOptions;
use rollbook::storage::folder::Existing;

use super::Convert;
use super::choices::{DigestChoice, word};
use super::system;
use crate::plan::convert::{ConvertPlan, Destination};

impl Convert {
    pub fn plan(self) -> ConvertPlan {
        let existing = match self.force {
            true => Existing::Replace,
            false => Existing::Keep,
        };
        ConvertPlan {
            in_force: self.in_force(),
            reading: (self.severities).reading(&self.local_times, self.rules.timezone.as_ref()),
            judging: self.rules.plan(self.local_times.of_system),
            series: self.series.plan(),
            choice: self.choose.plan(),
            inputs: self.inputs.plan(),
            of_facts: false,
            portions: None,
            output: match self.output.as_os_str() == "-" {
                true => Destination::Stdout,
                false => Destination::Folder(self.output, existing),
            },
            formats: self.format.into_iter().map(|choice| choice.0).collect(),
            tables: self.tables,
            columns: self.columns,
            title: self.title,
            detail: self.detail,
            per_meeting: self.per_meeting,
            templates: self.templates,
            text: TextOptions {
                text: match self.raw {
                    true => TextCells::Raw,
                    false => TextCells::Inert,
                },
                byte_order_mark: !self.no_bom,
                dialect: self.dialect.plan(self.rules.zone()),
            },
            digests: self.digest.into(),
            open: self.open,
            config: None,
            quiet: self.quiet,
            timings: self.timings,
        }
    }

    /// Takes local times for those of this computer's zone, where no zone was named: who
    /// drops files on the program cannot type one, and downloaded them here as a rule.
    pub fn take_own_zone(&mut self) {
        if self.rules.timezone.is_none() && self.local_times.input_timezone.is_none() {
            self.local_times.input_timezone = system::named_zone();
            self.local_times.of_system = self.local_times.input_timezone.is_some();
        }
    }

    /// Returns the options that shape the outputs, by name, as they are in force; no paths.
    fn in_force(&self) -> Vec<(&'static str, String)> {
        let time = |time: Option<Time>| time.map(|time| time.strftime("%H:%M").to_string());
        let days = self.series.days();
        let codes = |codes: &[Code]| {
            let names: Vec<_> = codes.iter().map(|code| code.name()).collect();
            (!names.is_empty()).then(|| names.join(","))
        };
        let of_system = [
            ("timezone", self.rules.timezone.is_none()),
            ("language", self.rules.language.is_none()),
            ("input-timezone", self.local_times.of_system),
        ];
        let of_system = of_system.iter().filter(|(_, is_so)| *is_so);
        let of_system: Vec<_> = of_system.map(|(name, _)| *name).collect();
        let given = [
            (
                "of the system",
                (!of_system.is_empty()).then(|| of_system.join(",")),
            ),
            ("timezone", Some(self.rules.zone().name().to_owned())),
            ("language", Some(self.rules.language().tag().to_owned())),
            ("baseline", word(&self.rules.baseline)),
            ("grace", Some(self.rules.grace.to_string())),
            ("scheduled-start", time(self.rules.scheduled_start)),
            ("scheduled-end", time(self.rules.scheduled_end)),
            (
                "input-timezone",
                (self.local_times.input_timezone.as_ref()).map(|zone| zone.name().to_owned()),
            ),
            (
                "date-order",
                self.local_times.date_order.as_ref().and_then(word),
            ),
            ("date", self.local_times.date.map(|date| date.to_string())),
            ("end", time(self.local_times.end)),
            ("deny", codes(&self.severities.deny)),
            ("warn", codes(&self.severities.warn)),
            ("allow", codes(&self.severities.allow)),
            ("strict", self.severities.strict.then(|| "true".into())),
            (
                "exclude",
                (!self.series.exclude.is_empty()).then(|| match self.choose.person.is_empty() {
                    true => self.series.exclusions_in_force(),
                    // Patterns name others.
                    false => self.series.exclude.len().to_string(),
                }),
            ),
            ("from", days.from.map(|day| day.to_string())),
            ("to", days.to.map(|day| day.to_string())),
            (
                "digest",
                (self.digest == DigestChoice::None).then(|| "none".into()),
            ),
            ("raw", self.raw.then(|| "true".into())),
            ("title", self.title.clone()),
            ("detail", self.detail.then(|| "true".into())),
            (
                "own templates",
                self.templates.is_some().then(|| "true".into()),
            ),
            (
                "own certificate",
                (self.choose.certificate_template.is_some()).then(|| "true".into()),
            ),
        ];
        given
            .into_iter()
            .chain(self.choose.in_force())
            .chain(self.dialect.in_force())
            .filter_map(|(name, value)| Some((name, value?)))
            .collect()
    }
}

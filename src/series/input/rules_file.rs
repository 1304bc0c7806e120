//! The rules as the user writes them, in TOML.

use jiff::civil::Date;
use serde::Deserialize;
use toml::Spanned;

use crate::model::measure::{Need, WHOLE};
use crate::model::time::Span;
use crate::series::input::aliases::fold;
use crate::series::input::dates::read_date;
use crate::series::input::faults::{FileProblem, problem};
use crate::series::register::status_rules::StatusRules;

/// Somebody who is excused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excuse {
    /// The e-mail address or identity id, folded.
    pub person: String,
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Why.
    pub reason: Option<String>,
}

/// What a rules file says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RulesFile {
    /// Who has which status.
    pub status: StatusRules,
    /// Who is excused.
    pub excuses: Vec<Excuse>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Written {
    present: Option<Spanned<Amount>>,
    partial: Option<Spanned<Amount>>,
    late: Option<Spanned<Limit>>,
    left_early: Option<Spanned<Limit>>,
    count_outside_window: bool,
    excused: Vec<Spanned<WrittenExcuse>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Amount {
    share: Option<f64>,
    minutes: Option<f64>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Limit {
    minutes: Option<f64>,
    never: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenExcuse {
    person: String,
    from: String,
    to: Option<String>,
    reason: Option<String>,
}

impl RulesFile {
    /// Reads a file's text; what it does not say is as in `usual`.
    ///
    /// # Errors
    /// When it is no TOML, holds an unknown word, or its rules contradict each other.
    pub fn read(file: &str, text: &str, usual: StatusRules) -> Result<Self, FileProblem> {
        let row = |at: usize| text[..at.min(text.len())].matches('\n').count() + 1;
        let written: Written = toml::from_str(text).map_err(|error| FileProblem {
            row: error.span().map(|span| row(span.start)),
            ..problem(file, error.message().to_owned())
        })?;
        written.rules(usual).map_err(|(at, said)| FileProblem {
            row: at.map(row),
            ..problem(file, said)
        })
    }
}

impl Written {
    fn rules(self, usual: StatusRules) -> Result<RulesFile, Misplaced> {
        let need = |written: &Option<_>, name| at(written, |amount: &Amount| amount.need(name));
        let limit = |written: &Option<_>, name, usual| {
            let limit = at(written, |limit: &Limit| limit.limit(name, usual).map(Some))?;
            Ok::<_, Misplaced>(limit.unwrap_or(usual))
        };
        let status = StatusRules {
            present: need(&self.present, "present")?.unwrap_or(usual.present),
            partial: need(&self.partial, "partial")?,
            late: limit(&self.late, "late", usual.late)?,
            left_early: limit(&self.left_early, "left_early", usual.left_early)?,
            clip: !self.count_outside_window,
        };
        at(&self.partial, |_| {
            refuse_contradiction(&status).map(|()| None::<()>)
        })?;
        let excuses = self.excused.into_iter().map(|written| {
            let at = written.span().start;
            let excuse = written.into_inner().excuse();
            excuse.map_err(|said| (Some(at), said))
        });
        Ok(RulesFile {
            status,
            excuses: excuses.collect::<Result<_, _>>()?,
        })
    }
}

/// What is wrong, and where it begins in the text.
type Misplaced = (Option<usize>, String);

/// Reads what is written; what is wrong with it is told with its place.
fn at<W, T>(
    written: &Option<Spanned<W>>,
    read: impl FnOnce(&W) -> Result<Option<T>, String>,
) -> Result<Option<T>, Misplaced> {
    written.as_ref().map_or(Ok(None), |written| {
        read(written.get_ref()).map_err(|said| (Some(written.span().start), said))
    })
}

/// Refuses a least that is more than enough.
///
/// # Errors
/// When nobody could be partial, said in words.
pub fn refuse_contradiction(rules: &StatusRules) -> Result<(), String> {
    let contradicts = match (rules.partial, rules.present) {
        (Some(Need::Share(least)), Need::Share(enough)) => least > enough,
        (Some(Need::Time(least)), Need::Time(enough)) => least > enough,
        _ => false,
    };
    if contradicts {
        return Err(
            "`partial` asks for more than `present`, so that nobody could be partial".into(),
        );
    }
    Ok(())
}

impl Amount {
    fn need(&self, name: &str) -> Result<Option<Need>, String> {
        match (self.share, self.minutes) {
            (Some(_), Some(_)) => Err(format!("`{name}` has both `share` and `minutes`; name one")),
            (Some(share), None) => share_need(share).map(Some).ok_or_else(|| {
                format!(
                    "`{name}.share` is {share}; it must be above 0 and at most 1, as 0.75 for 75 %"
                )
            }),
            (None, Some(minutes)) => span(minutes)
                .map(|span| Some(Need::Time(span)))
                .ok_or_else(|| format!("`{name}.minutes` is {minutes}; it must be 0 or more")),
            (None, None) => Ok(None),
        }
    }
}

/// Returns a share above 0 and at most 1.
pub fn share_need(share: f64) -> Option<Need> {
    let millionths = (share * f64::from(WHOLE)).round();
    (millionths >= 1.0 && millionths <= f64::from(WHOLE)).then_some(Need::Share(millionths as u32))
}

fn span(minutes: f64) -> Option<Span> {
    let seconds = (minutes * 60.0).round();
    (0.0..1e9)
        .contains(&seconds)
        .then(|| Span::seconds(seconds as i64))
}

impl Limit {
    fn limit(&self, name: &str, usual: Option<Span>) -> Result<Option<Span>, String> {
        match (self.minutes, self.never) {
            (Some(_), true) => Err(format!("`{name}` has both `minutes` and `never`; name one")),
            (None, true) => Ok(None),
            (Some(minutes), false) => span(minutes)
                .map(Some)
                .ok_or_else(|| format!("`{name}.minutes` is {minutes}; it must be 0 or more")),
            (None, false) => Ok(usual),
        }
    }
}

impl WrittenExcuse {
    fn excuse(self) -> Result<Excuse, String> {
        let day = |text: &str| {
            read_date(text, None).ok_or_else(|| {
                format!("`{text}` in `excused` is no date; write it as \"2026-10-31\"")
            })
        };
        let from = day(&self.from)?;
        let to = self.to.as_deref().map_or(Ok(from), day)?;
        if to < from {
            return Err(format!(
                "an excuse ends on {to}, before it begins on {from}"
            ));
        }
        Ok(Excuse {
            person: fold(&self.person),
            from,
            to,
            reason: self.reason,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<RulesFile, FileProblem> {
        RulesFile::read("rules.toml", text, StatusRules::default())
    }

    #[test]
    fn an_empty_file_is_the_default() {
        assert_eq!(read(""), Ok(RulesFile::default()));
    }

    #[test]
    fn a_share_is_more_than_none_and_at_most_all() {
        assert_eq!(share_need(1.0), Some(Need::Share(WHOLE)));
        assert_eq!(share_need(0.000_001), Some(Need::Share(1)));
        assert_eq!((share_need(0.0), share_need(1.000_001)), (None, None));
    }

    #[test]
    fn everything_can_be_set() {
        let rules = read(
            "count_outside_window = true\n[present]\nminutes = 45\n[partial]\nminutes = 5\n[late]\nnever = true\n[left_early]\nminutes = 10\n[[excused]]\nperson = \"A@x.example\"\nfrom = \"2026-10-05\"\nreason = \"sick\"\n",
        )
        .unwrap();
        let expected = StatusRules {
            present: Need::Time(Span::minutes(45)),
            partial: Some(Need::Time(Span::minutes(5))),
            late: None,
            left_early: Some(Span::minutes(10)),
            clip: false,
        };
        assert_eq!(rules.status, expected);
        assert_eq!(rules.excuses[0].person, "a@x.example");
        assert_eq!(rules.excuses[0].to, rules.excuses[0].from);
    }

    #[test]
    fn rules_that_contradict_are_refused() {
        for text in [
            "[present]\nshare = 0.5\nminutes = 30\n",
            "[present]\nshare = 0.5\n[partial]\nshare = 0.6\n",
            "[present]\nshare = 75\n",
            "[late]\nminutes = 5\nnever = true\n",
            "[late]\nminutes = -1\n",
            "[[excused]]\nperson = \"a\"\nfrom = \"2026-10-05\"\nto = \"2026-10-04\"\n",
        ] {
            let problem = read(text).unwrap_err();
            assert!(problem.row.is_some(), "{problem}");
        }
    }

    #[test]
    fn a_contradiction_is_told_with_the_row_where_it_begins() {
        let text = "[present]\nshare = 0.5\n\n[partial]\nshare = 0.6\n";
        assert_eq!(read(text).unwrap_err().row, Some(4));
    }

    #[test]
    fn a_word_that_is_no_rule_is_refused_with_its_row() {
        let problem = read("[present]\nshare = 0.5\n[prezent]\n").unwrap_err();
        assert_eq!(problem.row, Some(3), "{problem}");
    }
}

//! Who passed: a rule over a person's totals, decided exactly.

use std::str::FromStr;

use crate::model::status::Status;
use crate::not_understood::NotUnderstood;
use crate::series::Run;
use crate::series::identity::person::PersonId;
use crate::series::register::outcome::Block;
use crate::series::register::tally::Tally;

/// A rule: conditions that must all hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PassRule {
    conditions: Vec<Condition>,
}

/// A number of the totals against a bound.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Condition {
    field: Field,
    comparison: Comparison,
    /// In millionths.
    bound: i128,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Field {
    Attended,
    Attendance,
    Share,
    Hours,
    Absent,
    Unknown,
}

const FIELDS: [(&str, Field); 6] = [
    ("attended", Field::Attended),
    ("attendance", Field::Attendance),
    ("share", Field::Share),
    ("hours", Field::Hours),
    ("absent", Field::Absent),
    ("unknown", Field::Unknown),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Comparison {
    AtLeast,
    AtMost,
    More,
    Less,
    Equal,
}

// Longer signs first, since `>` begins `>=`.
const COMPARISONS: [(&str, Comparison); 5] = [
    (">=", Comparison::AtLeast),
    ("<=", Comparison::AtMost),
    (">", Comparison::More),
    ("<", Comparison::Less),
    ("=", Comparison::Equal),
];

const MILLION: i128 = 1_000_000;

impl FromStr for PassRule {
    type Err = NotUnderstood;

    /// Reads `attended>=6`, `attendance>=75%`, `share>=80%`, `hours>=10`, `absent<=1`,
    /// `unknown=0`, or several with `and` between.
    fn from_str(text: &str) -> Result<Self, NotUnderstood> {
        let text = text.to_ascii_lowercase();
        let parts: Vec<_> = text
            .split(" and ")
            .flat_map(|part| part.split(','))
            .map(str::trim)
            .collect();
        let conditions = parts.iter().map(|part| Condition::read(part));
        let conditions: Vec<_> = conditions.collect::<Result<_, _>>()?;
        refuse_contradictions(&parts, &conditions)?;
        Ok(Self { conditions })
    }
}

/// Refuses conditions that nobody can fulfil together: on a line, if any two miss each other.
fn refuse_contradictions(parts: &[&str], conditions: &[Condition]) -> Result<(), String> {
    for (at, one) in conditions.iter().enumerate() {
        let meets = |other: &Condition| one.field != other.field || one.meets(*other);
        if let Some(other) = conditions[..=at].iter().position(|other| !meets(other)) {
            let said = match other == at {
                true => format!("nobody can fulfil `{}`", parts[at]),
                false => format!(
                    "nobody can fulfil both `{}` and `{}`",
                    parts[other], parts[at]
                ),
            };
            return Err(said);
        }
    }
    Ok(())
}

impl Condition {
    fn read(text: &str) -> Result<Self, String> {
        let (at, (sign, comparison)) = COMPARISONS
            .iter()
            .filter_map(|comparison| Some((text.find(comparison.0)?, comparison)))
            .min_by_key(|&(at, comparison)| (at, std::cmp::Reverse(comparison.0.len())))
            .ok_or_else(|| format!("`{text}` is no condition such as attended>=6 or share>=80%"))?;
        let name = text[..at].trim();
        let known = FIELDS.iter().find(|(known, _)| *known == name);
        let (_, field) = known.ok_or_else(|| {
            let known = FIELDS.map(|(name, _)| name).join(", ");
            format!("there is no `{name}` to pass by; known are {known}")
        })?;
        let bound = text[at + sign.len()..].trim();
        let number = read_number(bound)
            .ok_or_else(|| format!("`{bound}` is no number (conditions are joined by `and`)"))?;
        match field.is_fraction() {
            true if number > MILLION => Err(format!(
                "`{name}` is at most 100%; write 80% or 0.8 where you mean 80 percent"
            )),
            false if bound.ends_with('%') => Err(format!(
                "`{name}` is no percentage; `attendance` and `share` are"
            )),
            true | false => Ok(Self {
                field: *field,
                comparison: *comparison,
                bound: number,
            }),
        }
    }

    /// Returns whether some value, which is never negative, fulfils this and the other.
    fn meets(self, other: Self) -> bool {
        let near = |bound: i128| [bound - 1, bound, bound + 1];
        let values = [near(self.bound), near(other.bound)].concat();
        values.into_iter().any(|value| {
            value >= 0 && self.admits(value, self.bound) && other.admits(value, other.bound)
        })
    }

    fn admits(self, value: i128, bound: i128) -> bool {
        match self.comparison {
            Comparison::AtLeast => value >= bound,
            Comparison::AtMost => value <= bound,
            Comparison::More => value > bound,
            Comparison::Less => value < bound,
            Comparison::Equal => value == bound,
        }
    }

    fn holds(self, tally: &Tally) -> bool {
        let at_least = matches!(self.comparison, Comparison::AtLeast | Comparison::More);
        let value = match self.field {
            // What is not known can only add to a share.
            Field::Share if at_least => tally.least_share().map(in_millionths),
            Field::Attendance if at_least => attendance(tally, tally.due + tally.not_known),
            field => field.millionths(tally),
        };
        let Some(value) = value else {
            return false;
        };
        // Value and bound as fractions over the same denominator.
        self.admits(value.0, self.bound * value.1)
    }
}

impl Field {
    /// Returns whether it is a part of a whole.
    const fn is_fraction(self) -> bool {
        match self {
            Self::Attendance | Self::Share => true,
            Self::Attended | Self::Hours | Self::Absent | Self::Unknown => false,
        }
    }

    /// Returns the exact value: millionths, and by what they are to be divided.
    fn millionths(self, tally: &Tally) -> Option<(i128, i128)> {
        let whole = |count: u64| Some((i128::from(count) * MILLION, 1));
        match self {
            Self::Attended => whole(tally.attended),
            Self::Absent => whole(tally.count(Status::Absent)),
            Self::Unknown => whole(tally.count(Status::Unknown)),
            Self::Hours => Some((i128::from(tally.presence.unwrap_or(0)) * MILLION, 3600)),
            Self::Attendance => {
                let is_certain = tally.not_known + tally.uncertain == 0;
                attendance(tally, tally.due).filter(|_| is_certain)
            }
            Self::Share => tally.known_share().map(in_millionths),
        }
    }
}

/// Attended ÷ so many meetings; `None` of none.
fn attendance(tally: &Tally, meetings: u64) -> Option<(i128, i128)> {
    (meetings > 0).then(|| (i128::from(tally.attended) * MILLION, meetings.into()))
}

fn in_millionths((counted, length): (i128, i128)) -> (i128, i128) {
    (counted * MILLION, length)
}

/// Returns a number with up to six decimal places, or a percentage of up to four, in
/// millionths.
fn read_number(text: &str) -> Option<i128> {
    let (digits, scale) = match text.strip_suffix('%') {
        Some(percent) => (percent.trim(), MILLION / 100),
        None => (text, MILLION),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(whole) || !is_number(fraction) || fraction.len() > 6 || whole.len() > 9 {
        return None;
    }
    let unit = 10_i128.pow(fraction.len() as u32);
    let scaled = (whole.parse::<i128>().ok()? * unit + fraction.parse::<i128>().ok()?) * scale;
    (scaled % unit == 0).then(|| scaled / unit)
}

/// What a rule asks for, for who is told of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Of what, by its name in rules.
    pub field: &'static str,
    /// How it must compare, as mathematicians write it.
    pub sign: &'static str,
    /// With what, in millionths.
    pub bound: i128,
    /// Whether that is a part of a whole.
    pub is_fraction: bool,
}

impl PassRule {
    /// Returns what the rule asks for, in the order in which it was typed.
    pub fn asked(&self) -> impl Iterator<Item = Asked> {
        self.conditions.iter().map(|one| {
            let known = FIELDS.iter().find(|(_, field)| *field == one.field);
            Asked {
                field: known.map_or("", |(name, _)| name),
                sign: match one.comparison {
                    Comparison::AtLeast => "≥",
                    Comparison::AtMost => "≤",
                    Comparison::More => ">",
                    Comparison::Less => "<",
                    Comparison::Equal => "=",
                },
                bound: one.bound,
                is_fraction: one.field.is_fraction(),
            }
        })
    }
}

impl Run {
    /// Returns the rule by which somebody passes.
    pub fn pass_rule(&self) -> Option<&PassRule> {
        self.options.passed.as_ref()
    }

    /// Returns the people who fulfil the rule; nobody without one, and never who is
    /// unidentified.
    pub fn passed(&self) -> impl Iterator<Item = (PersonId, Tally)> {
        let rule = self.options.passed.as_ref();
        self.people()
            .filter(|&person| !self.person(person).is_unidentified())
            // A trainer or a visitor passes no course.
            .filter(|&person| self.block(person) == Some(Block::Expected))
            .map(|person| (person, self.tally(person)))
            .filter(move |(_, tally)| {
                rule.is_some_and(|rule| rule.conditions.iter().all(|one| one.holds(tally)))
            })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(rule: &str, attended: u64, due: u64) -> bool {
        let mut tally = Tally::default();
        (tally.attended, tally.due, tally.presence) = (attended, due, Some(7199));
        rule.parse::<PassRule>()
            .unwrap()
            .conditions
            .iter()
            .all(|one| one.holds(&tally))
    }

    #[test]
    fn bounds_are_exact() {
        assert!(passes("attended>=3", 3, 4) && !passes("attended>3", 3, 4));
        assert!(passes("attendance >= 75%", 3, 4) && !passes("attendance>=75.0001%", 3, 4));
        assert!(!passes("hours>=2", 0, 0) && passes("hours>=1.999", 0, 0));
        // 7199 s are 1.99972… h: six digits are read, and nine before the point.
        assert!(passes("hours>=1.999722", 0, 0) && !passes("hours>=1.999723", 0, 0));
        assert!(passes("attended<=999999999", 3, 4));
    }

    #[test]
    fn rules_that_contradict_are_refused() {
        for text in [
            "attended>=6 and attended<6",
            "hours>2 and absent<=1 and hours=1.5",
            "absent<0",
        ] {
            let said = text.parse::<PassRule>().unwrap_err().to_string();
            assert!(said.starts_with("nobody can fulfil"), "{said}");
        }
        let said = |text: &str| text.parse::<PassRule>().unwrap_err().to_string();
        assert!(said("absent<0").contains("nobody can fulfil `absent<0`"));
        let both = "nobody can fulfil both `hours>2` and `hours=1.5`";
        assert!(said("hours>2 and hours=1.5").contains(both));
        for text in [
            "attended>=6 and attended<=6",
            "attended>2 AND attended<4",
            "share<=0%",
        ] {
            assert!(text.parse::<PassRule>().is_ok(), "{text}");
        }
    }

    #[test]
    fn all_conditions_must_hold() {
        assert!(passes("attended>=3 and absent<=1", 3, 4));
        assert!(!passes("attended>=3, attendance>=80%", 3, 4));
    }

    #[test]
    fn nothing_due_is_no_attendance() {
        assert!(!passes("attendance>=0%", 0, 0));
    }

    #[test]
    fn what_is_no_rule_is_refused_with_what_is() {
        for text in [
            "",
            "attended",
            "attended>=many",
            "presents>=3",
            "attended>=-1",
            "share>=0.00000001",
            "share>=80",
            "attended>=75%",
            "attended>=6 or share>=80%",
            "attended>=+3",
            "attended>=1.-5",
            "attended>=1.",
            "hours>=1.0000001",
            "attended>=1234567890",
        ] {
            assert!(text.parse::<PassRule>().is_err(), "{text}");
        }
        let said = "presents>=3".parse::<PassRule>().unwrap_err().to_string();
        assert!(said.contains("attended, attendance, share"), "{said}");
    }
}

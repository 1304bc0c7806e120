//! The rule by which statuses were given, in the reader's words.

use crate::language::Language;
use crate::language::words::fill;
use crate::views::rule_view::{Bound, RuleView};

/// Returns the rule in sentences.
pub fn sentences(rule: &RuleView, language: Language) -> Vec<String> {
    let texts = language.words();
    let bound = |text: &str, bound: &Bound| {
        let need = match bound {
            Bound::Share(share) => {
                fill(texts.of_the_meeting, &[("share", &language.measure(share))])
            }
            Bound::Time(time) => language.measure(time),
        };
        fill(text, &[("need", &need)])
    };
    let grace = |text: &str, time: &String| fill(text, &[("time", &language.measure(time))]);
    let mut sentences = vec![bound(texts.rule_attended, &rule.present)];
    sentences.extend(
        rule.partial
            .iter()
            .map(|least| bound(texts.rule_absent, least)),
    );
    sentences.extend(rule.late.iter().map(|time| grace(texts.rule_late, time)));
    sentences.extend(
        rule.left_early
            .iter()
            .map(|time| grace(texts.rule_left_early, time)),
    );
    let counts = match rule.is_clipped {
        true => texts.rule_inside,
        false => texts.rule_outside,
    };
    sentences.push(counts.to_owned());
    sentences
}

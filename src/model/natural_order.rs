//! The order of labels: numbers within them by their value, so that `#9` stands before `#10`.

use std::cmp::Ordering;

/// A label in the order in which people look for it.
///
/// Two are equal only where they are the same text, so that the order decides every tie.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Natural<T>(pub T);

impl<T: AsRef<str> + Eq> Ord for Natural<T> {
    fn cmp(&self, other: &Self) -> Ordering {
        natural_order(self.0.as_ref(), other.0.as_ref())
    }
}

impl<T: AsRef<str> + Eq> PartialOrd for Natural<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Compares two labels sign by sign, and each run of digits as one number.
///
/// A number stands where its digits would stand among other signs. Labels that differ in
/// leading zeros alone are told apart by them.
pub fn natural_order(one: &str, other: &str) -> Ordering {
    // Most labels differ in a sign that is no digit: then the bytes decide.
    let (left, right) = (one.as_bytes(), other.as_bytes());
    let pairs = left.iter().zip(right);
    let same = pairs.take_while(|(one, other)| one == other).count();
    let is_digit = |bytes: &[u8]| bytes.get(same).is_some_and(u8::is_ascii_digit);
    if !is_digit(left) && !is_digit(right) {
        return one.cmp(other);
    }
    // What is the same before that may end in a number that goes on here.
    let before = &left[..same];
    let digits = before.iter().rev().take_while(|sign| sign.is_ascii_digit());
    let begin = same - digits.count();
    by_parts(&one[begin..], &other[begin..])
}

fn by_parts(one: &str, other: &str) -> Ordering {
    let (mut left, mut right) = (one, other);
    loop {
        let (first, second) = match (take_part(&mut left), take_part(&mut right)) {
            (Some(first), Some(second)) => (first, second),
            (None, None) => return one.cmp(other),
            (first, second) => return first.is_some().cmp(&second.is_some()),
        };
        match first.cmp(&second) {
            Ordering::Equal => {}
            decided => return decided,
        }
    }
}

/// A sign, or a run of digits as one.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Part<'t> {
    /// The sign; `0` for every number.
    sign: char,
    /// How many digits a number has behind leading zeros: the longer one is larger.
    length: usize,
    digits: &'t str,
}

fn take_part<'t>(text: &mut &'t str) -> Option<Part<'t>> {
    let sign = text.chars().next()?;
    let end = match sign.is_ascii_digit() {
        true => text
            .find(|sign: char| !sign.is_ascii_digit())
            .unwrap_or(text.len()),
        false => sign.len_utf8(),
    };
    let (part, rest) = text.split_at(end);
    *text = rest;
    Some(match sign.is_ascii_digit() {
        true => {
            let digits = part.trim_start_matches('0');
            Part {
                sign: '0',
                length: digits.len(),
                digits,
            }
        }
        false => Part {
            sign,
            length: 0,
            digits: "",
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn numbers_within_labels_stand_by_their_value() {
        let mut labels = vec![
            "list #10", "list #9", "list", "all:100", "all:20", "week 2", "week 02", "week 1 b",
            "week 1", "week 10",
        ];
        labels.sort_by(|one, other| natural_order(one, other));
        assert_eq!(
            labels,
            [
                "all:20", "all:100", "list", "list #9", "list #10", "week 1", "week 1 b",
                "week 02", "week 2", "week 10"
            ]
        );
    }

    #[test]
    fn numbers_too_long_for_any_integer_are_compared_all_the_same() {
        let (shorter, longer) = (
            format!("r{}", "9".repeat(40)),
            format!("r1{}", "0".repeat(40)),
        );
        assert_eq!(natural_order(&shorter, &longer), Ordering::Less);
    }

    fn label() -> impl Strategy<Value = String> {
        prop_oneof!["[a#é 0-2]{0,6}", ".{0,4}"]
    }

    proptest! {
        #[test]
        fn the_order_is_total_and_equal_are_only_the_same(a in label(), b in label(), c in label()) {
            prop_assert_eq!(natural_order(&a, &b), natural_order(&b, &a).reverse());
            prop_assert_eq!(natural_order(&a, &b) == Ordering::Equal, a == b);
            prop_assert_eq!(natural_order(&a, &b), by_parts(&a, &b));
            let mut three = [&*a, &*b, &*c];
            three.sort_by(|one, other| natural_order(one, other));
            let [a, b, c] = three;
            prop_assert_ne!(natural_order(a, b), Ordering::Greater);
            prop_assert_ne!(natural_order(b, c), Ordering::Greater);
            prop_assert_ne!(natural_order(a, c), Ordering::Greater);
        }

        #[test]
        fn a_larger_number_between_the_same_words_stands_behind(
            before in "[a-z# ]{0,3}", after in "[a-z ]{0,3}", one: u32, other: u32,
        ) {
            let label = |number: u32| format!("{before}{number}{after}");
            prop_assert_eq!(natural_order(&label(one), &label(other)), one.cmp(&other));
        }
    }
}

//! Values as Excel takes them: texts within its limits, times as its serial numbers.

use std::borrow::Cow;

use jiff::civil::{self, date};

use crate::untrusted::{is_break, is_control, is_noncharacter};

/// The most UTF-16 units that a cell holds.
const LONGEST: usize = 32_767;
/// What a text ends with that did not fit.
const CUT: &str = "… [cut]";
const SECONDS_PER_DAY: f64 = 86_400.0;

/// `text` as a cell or attribute holds it: control characters and line breaks become
/// blanks, signs that XML may not hold become `\u{fffd}`, and what Excel has no room for
/// is cut where everybody sees it.
pub(super) fn cell_text(text: &str) -> Cow<'_, str> {
    // Looking at all bytes without a way out is what the compiler makes fast.
    let maybe = text
        .bytes()
        .fold(false, |found, byte| found | may_be_no_sign(byte));
    let blanked = if maybe && text.chars().any(|one| as_sign(one) != one) {
        Cow::Owned(text.chars().map(as_sign).collect())
    } else {
        Cow::Borrowed(text)
    };
    // A text has at least as many bytes as UTF-16 units.
    if blanked.len() <= LONGEST || blanked.encode_utf16().count() <= LONGEST {
        return blanked;
    }
    Cow::Owned(format!(
        "{}{CUT}",
        start_of(&blanked, LONGEST - CUT.encode_utf16().count())
    ))
}

/// Returns whether a byte may begin a character that is none to be seen: a control, or the
/// first byte of U+0080 to U+00BF, of U+2000 to U+2FFF and of all from U+F000.
const fn may_be_no_sign(byte: u8) -> bool {
    byte < b' ' || matches!(byte, 0x7f | 0xc2 | 0xe2 | 0xef..)
}

/// Returns the same character, or what stands for it if it is none to be seen.
fn as_sign(character: char) -> char {
    match character {
        _ if is_break(character) || is_control(character) => ' ',
        _ if is_noncharacter(character) => '\u{fffd}',
        _ => character,
    }
}

/// Returns the longest start of `text` with at most `units` UTF-16 units.
fn start_of(text: &str, units: usize) -> &str {
    let mut left = units;
    for (at, character) in text.char_indices() {
        match left.checked_sub(character.len_utf16()) {
            Some(rest) => left = rest,
            None => return &text[..at],
        }
    }
    text
}

/// Returns a length of time as Excel counts it, in days.
pub(super) fn days(seconds: f64) -> f64 {
    seconds / SECONDS_PER_DAY
}

/// Returns a date and time as Excel counts it, in days; `None` where Excel has no such date or,
/// before March 1900, means another one by the same number.
pub(super) fn serial(at: civil::DateTime) -> Option<f64> {
    const FIRST: civil::DateTime = date(1900, 3, 1).at(0, 0, 0, 0);
    const DAY_ZERO: civil::DateTime = date(1899, 12, 30).at(0, 0, 0, 0);
    (at >= FIRST).then(|| days(at.duration_since(DAY_ZERO).as_secs() as f64))
}

/// About how wide a text is shown, in digits; East Asian signs and emoji count 2.
pub(super) fn text_width(text: &str) -> usize {
    text.chars()
        .map(|character| if character >= '\u{1100}' { 2 } else { 1 })
        .sum()
}

/// Returns how wide a whole number with separators is shown.
pub(super) fn number_width(number: i64) -> usize {
    let digits = digits(number.unsigned_abs());
    digits + (digits - 1) / 3 + usize::from(number < 0)
}

/// Returns how wide a length of time is shown as `h:mm:ss`.
pub(super) fn duration_width(seconds: i64) -> usize {
    digits(seconds.unsigned_abs() / 3600) + ":00:00".len()
}

fn digits(number: u64) -> usize {
    number.checked_ilog10().unwrap_or(0) as usize + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_that_fits_stays_as_it_is() {
        let longest = "é".repeat(LONGEST);
        assert!(matches!(cell_text(&longest), Cow::Borrowed(text) if text == longest));
    }

    #[test]
    fn long_text_is_cut_where_everybody_sees_it_and_never_inside_a_sign() {
        let cut = cell_text(&"😀".repeat(20_000)).into_owned();
        assert_eq!(cut.encode_utf16().count(), LONGEST);
        assert!(cut.ends_with("😀… [cut]"));
    }

    #[test]
    fn line_breaks_and_control_characters_become_blanks() {
        assert_eq!(cell_text("a\r\nb\tc\u{85}d\u{2028}e"), "a  b c d e");
        for sign in ('\0'..=char::MAX).filter(|&sign| as_sign(sign) == ' ') {
            assert_eq!(cell_text(sign.encode_utf8(&mut [0; 4])), " ", "{sign:?}");
        }
    }

    #[test]
    fn signs_that_xml_may_not_hold_are_seen() {
        for sign in ('\0'..=char::MAX).filter(|&sign| is_noncharacter(sign)) {
            let shown = cell_text(sign.encode_utf8(&mut [0; 4])).into_owned();
            assert_eq!(shown, "\u{fffd}", "{sign:?}");
        }
    }

    #[test]
    fn the_serial_number_of_a_date_is_what_excel_shows() {
        assert_eq!(serial(date(2026, 11, 2).at(12, 0, 0, 0)), Some(46_328.5));
        assert_eq!(serial(date(1900, 3, 1).at(0, 0, 0, 0)), Some(61.0));
        assert_eq!(serial(date(1900, 2, 28).at(0, 0, 0, 0)), None);
        assert_eq!(serial(date(1, 1, 1).at(0, 0, 0, 0)), None);
    }

    #[test]
    fn widths_count_what_is_shown() {
        assert_eq!(number_width(-1_234_567), "-1,234,567".len());
        assert_eq!((number_width(0), number_width(999)), (1, 3));
        assert_eq!(duration_width(360_000), "100:00:00".len());
        assert_eq!(text_width("Zoë 王"), 6);
    }
}

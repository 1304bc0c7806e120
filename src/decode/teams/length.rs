//! Durations as Teams prints them: `1h 54m`, `59 Min. 0 Sek.`, `30 分 0 秒`, `01:02:10`.

use super::words::UNITS;

/// Returns the seconds of a printed duration; `None` where the text is none.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let text = text
        .replace(['\u{a0}', '\u{202f}', '.', ','], " ")
        .to_lowercase();
    let text = text.trim();
    if let Some(seconds) = clock(text) {
        return Some(seconds);
    }
    let mut rest = text;
    let (mut total, mut parts) = (0_i64, 0);
    while !rest.is_empty() {
        let digits = rest.len()
            - rest
                .trim_start_matches(|sign: char| sign.is_ascii_digit())
                .len();
        let number: i64 = rest[..digits].parse().ok()?;
        let behind = rest[digits..].trim_start();
        let end = behind
            .find(|sign: char| sign.is_ascii_digit())
            .unwrap_or(behind.len());
        total = number
            .checked_mul(unit(behind[..end].trim())?)?
            .checked_add(total)?;
        rest = &behind[end..];
        parts += 1;
    }
    (1..=3).contains(&parts).then_some(total)
}

/// `1:02:10`, hours first.
fn clock(text: &str) -> Option<i64> {
    let parts: Option<Vec<i64>> = text
        .split(':')
        .map(|part| {
            let plain = !part.is_empty() && part.len() <= 3;
            let digits = part.bytes().all(|byte| byte.is_ascii_digit());
            part.parse().ok().filter(|_| plain && digits)
        })
        .collect();
    match parts?.as_slice() {
        [hours, minutes, seconds] if *minutes < 60 && *seconds < 60 => {
            Some(hours * 3600 + minutes * 60 + seconds)
        }
        _ => None,
    }
}

fn unit(word: &str) -> Option<i64> {
    let fits = UNITS.iter().filter(|(unit, _)| word.starts_with(unit));
    let longest = fits.max_by_key(|(unit, _)| unit.len());
    longest.map(|&(_, seconds)| seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_of_all_forms_are_read() {
        for (text, expected) in [
            ("1h 54m", 6840),
            ("6m 15s", 375),
            ("22s", 22),
            ("2\u{a0}h 44\u{a0}m", 9840),
            ("59 Min. 0 Sek.", 3540),
            ("15 Min.", 900),
            ("1 Std. 2 Min.", 3720),
            ("30 分 0 秒", 1800),
            ("1 時間 2 分 3 秒", 3723),
            ("18 min 20 s", 1100),
            ("1 godz. 5 min", 3900),
            ("01:02:10", 3730),
        ] {
            assert_eq!(seconds(text), Some(expected), "{text}");
        }
    }

    #[test]
    fn what_is_no_duration_is_none() {
        for text in [
            "",
            "7",
            "soon",
            "4/5/2022",
            "09:00",
            "Anna",
            "1h 2m 3s 4s",
            "9223372036854775807h",
            "h",
        ] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }
}

//! Date-times that Java programs write as objects or arrays of their parts.
//!
//! Gson writes the fields of `OffsetDateTime`, `LocalDateTime` and `Instant`; Jackson writes
//! an array of numbers. Graph's own `dateTimeTimeZone` is read here too.

use serde_json::{Map, Value};

/// Returns whether an object's member may be a part of a date-time.
pub(super) fn is_part(name: &str) -> bool {
    matches!(
        name,
        "dateTime"
            | "timeZone"
            | "date"
            | "time"
            | "offset"
            | "seconds"
            | "epochSecond"
            | "nanos"
            | "nano"
    )
}

/// Returns the text of a date-time whose parts are these members; `None` where they are none.
pub(super) fn of_object(parts: &Map<String, Value>) -> Option<String> {
    let number = |name: &str| parts.get(name).and_then(Value::as_i64);
    if let Some(seconds) = number("seconds").or(number("epochSecond")) {
        let nanos = number("nanos").or(number("nano")).unwrap_or(0);
        return Some(format!("{seconds}.{nanos:09}"));
    }
    match parts.get("dateTime") {
        Some(Value::Object(inner)) => Some(of_object(inner)? + &offset(parts)?),
        // Any other zone is a name that only its own program knows.
        Some(Value::String(text)) => {
            let zone = parts.get("timeZone").and_then(Value::as_str);
            (zone == Some("UTC")).then(|| format!("{}Z", text.trim_end_matches('Z')))
        }
        _ => {
            let part = |name: &str| parts.get(name).and_then(Value::as_object);
            let (date, time) = (part("date")?, part("time")?);
            let number = |part: &Map<String, Value>, name: &str| part.get(name)?.as_i64();
            let month = number(date, "month").or(number(date, "monthValue"))?;
            let day = number(date, "day").or(number(date, "dayOfMonth"))?;
            let clock = ["hour", "minute", "second", "nano"].map(|name| number(time, name));
            let [hour, minute, second, nano] = clock.map(|part| part.unwrap_or(0));
            written(&[
                number(date, "year")?,
                month,
                day,
                hour,
                minute,
                second,
                nano,
            ])
        }
    }
}

/// Returns the text of a date-time of which these are year, month, day, hour and minute, and
/// maybe second and nanosecond.
pub(super) fn written(parts: &[i64]) -> Option<String> {
    let part = |at: usize| parts.get(at).copied().unwrap_or(0);
    let most = [9999, 12, 31, 23, 59, 59, 999_999_999];
    let fits = parts
        .iter()
        .zip(most)
        .all(|(part, most)| (0..=most).contains(part));
    (fits && (5..=7).contains(&parts.len())).then(|| {
        format!(
            "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:09}",
            part(0),
            part(1),
            part(2),
            part(3),
            part(4),
            part(5),
            part(6)
        )
    })
}

/// Returns the offset beside a date-time, such as `+02:00`; nothing where none is there.
fn offset(parts: &Map<String, Value>) -> Option<String> {
    let Some(offset) = parts.get("offset") else {
        return Some(String::new());
    };
    let seconds = offset.get("totalSeconds")?.as_i64()?;
    let (sign, minutes) = (if seconds < 0 { '-' } else { '+' }, seconds.abs() / 60);
    (seconds % 60 == 0 && minutes < 24 * 60)
        .then(|| format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60))
}

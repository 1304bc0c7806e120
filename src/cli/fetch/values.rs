//! Values of the options of `rollbook fetch`.

use jiff::SignedDuration;

/// Returns an OData parameter such as `$select=id`.
pub(super) fn parse_odata(text: &str) -> Result<(String, String), String> {
    let told = || "an OData parameter looks like '$select=id,role'".to_owned();
    let (name, value) = text.split_once('=').ok_or_else(told)?;
    let named = name.strip_prefix('$').unwrap_or(name);
    let known = !named.is_empty() && named.chars().all(|sign| sign.is_ascii_alphanumeric());
    known
        .then(|| (name.to_owned(), value.to_owned()))
        .ok_or_else(told)
}

/// Returns a time such as `3d` or `12h`.
pub(super) fn parse_time(text: &str) -> Result<SignedDuration, String> {
    let split = text.len() - text.chars().next_back().map_or(0, char::len_utf8);
    let (number, unit) = text.split_at(split);
    let hours = number.parse::<u16>().ok().and_then(|number| match unit {
        "d" => Some(24 * i64::from(number)),
        "h" => Some(i64::from(number)),
        _ => None,
    });
    let hours = hours.ok_or_else(|| "a time looks like 3d or 12h".to_owned())?;
    Ok(SignedDuration::from_hours(hours))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_odata_parameter_has_a_name_and_a_value() {
        let parsed = parse_odata("$filter=a eq 'b=c'");
        assert_eq!(parsed, Ok(("$filter".into(), "a eq 'b=c'".into())));
        for wrong in ["$select", "=x", "$=x", "a&b=c"] {
            assert!(parse_odata(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn a_time_is_in_days_or_hours() {
        assert_eq!(parse_time("3d"), Ok(SignedDuration::from_hours(72)));
        assert_eq!(parse_time("0h"), Ok(SignedDuration::ZERO));
        for wrong in ["", "3", "d", "-1d", "3 d", "1w", "9999999d", "3é"] {
            assert!(parse_time(wrong).is_err(), "{wrong}");
        }
    }
}

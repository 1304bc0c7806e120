//! How folders are called that hold the rows of one value, as Hive, Spark, DuckDB and others
//! read them: `tenant=contoso/month=2026-01`.

use std::fmt::Write as _;

/// Stands for a value that is not known.
pub const NOT_KNOWN: &str = "__HIVE_DEFAULT_PARTITION__";

/// What a name may not hold somewhere: Hive's own list, and what Windows refuses.
const ESCAPED: &str = "\"#%'*/:=?\\{[]^ <>|";

/// The longest name that every file system takes, in bytes.
const LONGEST: usize = 255;

/// Returns the name of the folder for a value of a key.
///
/// A value that is too long for a name counts as not known: cut, it would be another one.
pub fn folder_name(key: &str, value: Option<&str>) -> String {
    let known = value.filter(|value| !value.is_empty()).map(escaped);
    let name = format!("{key}={}", known.as_deref().unwrap_or(NOT_KNOWN));
    if name.len() > LONGEST {
        return format!("{key}={NOT_KNOWN}");
    }
    name
}

/// Returns a value as a part of a name, each sign that may not stand there as `%2F`.
fn escaped(value: &str) -> String {
    let mut name = String::with_capacity(value.len());
    for (at, sign) in value.char_indices() {
        // Windows drops a point at the end.
        let is_last_point = sign == '.' && at + 1 == value.len();
        if sign.is_ascii_control() || ESCAPED.contains(sign) || is_last_point {
            let _ = write!(name, "%{:02X}", u32::from(sign));
        } else {
            name.push(sign);
        }
    }
    name
}

/// Returns whether a folder is called as one of a value.
pub fn is_folder_name(name: &str) -> bool {
    !name.starts_with(['.', '_', '=']) && name.contains('=')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_that_hive_and_spark_give() {
        for (value, expected) in [
            (Some("contoso"), "t=contoso"),
            (Some("Zoë & Söhne"), "t=Zoë%20&%20Söhne"),
            (Some("../a=b%2F:c"), "t=..%2Fa%3Db%252F%3Ac"),
            (Some("line\nend."), "t=line%0Aend%2E"),
            (Some(""), "t=__HIVE_DEFAULT_PARTITION__"),
            (None, "t=__HIVE_DEFAULT_PARTITION__"),
        ] {
            assert_eq!(folder_name("t", value), expected);
            assert!(is_folder_name(expected));
        }
        for other in ["tenant", "_delta_log", ".a=b", "=b", "_t=1"] {
            assert!(!is_folder_name(other), "{other}");
        }
    }

    #[test]
    fn a_value_that_is_too_long_for_a_name_is_not_known() {
        let long = "/".repeat(84);
        assert_eq!(folder_name("t", Some(&long)).len(), 2 + 3 * 84);
        let longer = "/".repeat(85);
        assert_eq!(folder_name("t", Some(&longer)), format!("t={NOT_KNOWN}"));
    }
}

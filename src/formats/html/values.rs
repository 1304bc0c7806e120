//! Values of templates: what they are here, and what readers call them.

use minijinja::value::{Value, ValueKind};

use crate::language::Language;
use crate::views::NO_ROLE;
use crate::views::value::Instant;

/// Returns a role by its name in the tables, in the reader's language.
pub fn role_name(name: &str, language: Language) -> &str {
    match name {
        NO_ROLE => language.words().no_role,
        name => language.role(name),
    }
}

/// Returns the number that a value is, whole or not.
pub fn number(value: &Value) -> Option<f64> {
    (value.kind() == ValueKind::Number)
        .then(|| f64::try_from(value.clone()).ok())
        .flatten()
}

/// Returns the point in time that a value tells in ticks.
pub fn instant(value: &Value) -> Option<Instant> {
    value.as_i64().map(Instant::from_ticks)
}

/// Returns a text that is the program's own or the user's template: written as it is.
pub fn trusted(text: String) -> Value {
    Value::from_safe_string(text)
}

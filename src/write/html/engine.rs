//! The template engine, set up: everything is escaped, what is missing shows as a
//! dash, a name that does not exist is an error, and values get their clothes by filters.

use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::{Value, ValueKind};
use minijinja::{
    Environment, Error, ErrorKind, Output, State, UndefinedBehavior, escape_formatter,
};

use super::format;
use crate::model::time::Instant;
use crate::zone::Zone;

/// What stands for a missing value: a dash to the eye, words to the ear.
const MISSING: &str = "<span class=\"na\"><span>not known</span></span>";

/// An engine without templates.
pub fn engine(zone: Zone) -> Result<Environment<'static>, Error> {
    let mut engine = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()?;
    engine.set_syntax(syntax);
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    engine.set_formatter(write_value);
    engine.add_global("zone", zone.name().to_owned());
    engine.add_filter("duration", |value: &Value| {
        dressed(value, |value| duration(value, format::duration))
    });
    engine.add_filter("signed", |value: &Value| {
        dressed(value, |value| duration(value, format::signed_duration))
    });
    engine.add_filter("percent", |value: &Value| {
        dressed(value, |value| Some(format::percent(number(value)?)))
    });
    engine.add_filter("meter", |value: &Value| {
        dressed(value, |value| {
            Some(format!("{:.0}%", number(value)?.min(1.0) * 100.0))
        })
    });
    engine.add_filter("count", |value: &Value| {
        dressed(value, |value| value.as_i64().map(format::count))
    });
    engine.add_filter("decimal", |value: &Value| {
        dressed(value, |value| Some(format!("{:.2}", number(value)?)))
    });
    // The markup of a missing value has no place in an attribute.
    engine.add_filter("attribute", |value: &Value| match value.is_none() {
        true => Value::from(""),
        false => value.clone(),
    });
    add_time_filters(&mut engine, zone);
    Ok(engine)
}

fn add_time_filters(engine: &mut Environment<'static>, zone: Zone) {
    let zone = Arc::new(zone);
    let zone_of = |zone: &Arc<Zone>| Arc::clone(zone);
    let local = zone_of(&zone);
    engine.add_filter("clock", move |value: &Value, day: Option<&Value>| {
        let usual = day.and_then(instant).map(|day| local.local(day).date());
        dressed(value, |value| {
            Some(format::clock(local.local(instant(value)?), usual))
        })
    });
    let local = zone_of(&zone);
    engine.add_filter("minute", move |value: &Value| {
        dressed(value, |value| {
            let time = local.local(instant(value)?);
            Some(format!(
                "{} {}",
                format::iso_date(time.date()),
                format::hour_and_minute(time)
            ))
        })
    });
    engine.add_filter("day", move |value: &Value| {
        dressed(value, |value| {
            Some(format::plain_date(zone.local(instant(value)?).date()))
        })
    });
}

/// Writes a value into a page: escaped, and missing as [`MISSING`].
fn write_value(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
) -> Result<(), Error> {
    if value.is_none() {
        return Ok(out.write_str(MISSING)?);
    }
    escape_formatter(out, state, value)
}

/// Dresses a value; missing stays missing.
fn dressed(value: &Value, dress: impl FnOnce(&Value) -> Option<String>) -> Result<Value, Error> {
    if value.is_none() {
        return Ok(Value::from(()));
    }
    let wrong = || {
        let detail = format!("this filter takes no {}", value.kind());
        Error::new(ErrorKind::InvalidOperation, detail)
    };
    dress(value).map(Value::from).ok_or_else(wrong)
}

/// A length of time: whole seconds, or a mean of them.
fn duration(value: &Value, whole: impl FnOnce(i64) -> String) -> Option<String> {
    value
        .as_i64()
        .map(whole)
        .or_else(|| number(value).map(format::mean_duration))
}

fn number(value: &Value) -> Option<f64> {
    (value.kind() == ValueKind::Number)
        .then(|| f64::try_from(value.clone()).ok())
        .flatten()
}

fn instant(value: &Value) -> Option<Instant> {
    value.as_i64().map(Instant::from_ticks)
}

/// A text that is the program's own or the user's template: written as it is.
pub fn trusted(text: String) -> Value {
    Value::from_safe_string(text)
}

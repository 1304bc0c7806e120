//! The template engine, set up: everything is escaped, what is missing shows as a
//! dash, a name that does not exist is an error, and values get their clothes by filters.

use std::sync::Arc;

use minijinja::syntax::SyntaxConfig;
use minijinja::value::Value;
use minijinja::{
    Environment, Error, ErrorKind, Output, State, UndefinedBehavior, escape_formatter,
};

use super::markup::Theme;
use super::rows;
use super::values::{instant, number, role_name, trusted};
use crate::formats::name;
use crate::language::Language;
use crate::zone::Zone;

/// Returns an engine without templates.
pub fn engine(zone: Zone, language: Language) -> Result<Environment<'static>, Error> {
    let mut engine = Environment::new();
    let syntax = SyntaxConfig::builder()
        .trim_blocks(true)
        .lstrip_blocks(true)
        .build()?;
    engine.set_syntax(syntax);
    engine.set_undefined_behavior(UndefinedBehavior::Strict);
    let theme = Arc::new(Theme::new(zone.clone(), language));
    let missing = theme.missing.clone();
    engine.set_formatter(move |out, state, value| write_value(out, state, value, &missing));
    rows::add_filters(&mut engine, &theme);
    engine.add_global("language", language.tag());
    // Sentences with values in them stay English, and say so to a screen reader.
    let english = if language == Language::English {
        ""
    } else {
        " lang=\"en\""
    };
    engine.add_global("english", trusted(english.into()));
    engine.add_global("zone", zone.name().to_owned());
    engine.add_filter("duration", move |value: &Value| {
        dressed(value, |value| {
            duration(value, language, |seconds| language.duration(seconds))
        })
    });
    engine.add_filter("signed", move |value: &Value| {
        dressed(value, |value| {
            duration(value, language, |seconds| language.signed_duration(seconds))
        })
    });
    engine.add_filter("percent", move |value: &Value| {
        dressed(value, |value| Some(language.percent(number(value)?)))
    });
    engine.add_filter("rate", move |value: &Value| {
        dressed(value, |value| Some(language.rate(number(value)?)))
    });
    engine.add_filter("meter", |value: &Value| {
        dressed(value, |value| {
            Some(format!("{:.0}%", number(value)?.min(1.0) * 100.0))
        })
    });
    engine.add_filter("count", move |value: &Value| {
        dressed(value, |value| {
            value.as_i64().map(|count| language.count(count))
        })
    });
    engine.add_filter("tenths", move |value: &Value| {
        dressed(value, |value| Some(language.tenths(number(value)?)))
    });
    engine.add_filter("decimal", move |value: &Value| {
        dressed(value, |value| Some(language.decimal(number(value)?)))
    });
    engine.add_filter("role", move |value: &Value| match value.as_str() {
        Some(name) => Value::from(role_name(name, language)),
        None => value.clone(),
    });
    engine.add_filter("called", move |value: &Value| {
        Value::from(name::shown(value.as_str(), language))
    });
    // The markup of a missing value has no place in an attribute.
    engine.add_filter("attribute", |value: &Value| match value.is_none() {
        true => Value::from(""),
        false => value.clone(),
    });
    add_time_filters(&mut engine, zone, language);
    Ok(engine)
}

fn add_time_filters(engine: &mut Environment<'static>, zone: Zone, language: Language) {
    let zone = Arc::new(zone);
    let zone_of = |zone: &Arc<Zone>| Arc::clone(zone);
    let local = zone_of(&zone);
    engine.add_filter("clock", move |value: &Value, day: Option<&Value>| {
        let usual = day.and_then(instant).map(|day| local.local(day).date());
        dressed(value, |value| {
            Some(language.clock(&local, instant(value)?, usual))
        })
    });
    let local = zone_of(&zone);
    engine.add_filter("minute", move |value: &Value| {
        dressed(value, |value| {
            Some(language.minute(&local, instant(value)?))
        })
    });
    engine.add_filter("day", move |value: &Value| {
        dressed(value, |value| {
            Some(language.plain_date(zone.local(instant(value)?).date()))
        })
    });
}

/// Writes a value into a page, escaped; `missing` where there is none.
fn write_value(
    out: &mut Output<'_>,
    state: &mut State<'_, '_>,
    value: &Value,
    missing: &str,
) -> Result<(), Error> {
    if value.is_none() {
        return Ok(out.write_str(missing)?);
    }
    escape_formatter(out, state, value)
}

/// Dresses a value; missing stays missing.
fn dressed(value: &Value, theme: impl FnOnce(&Value) -> Option<String>) -> Result<Value, Error> {
    if value.is_none() {
        return Ok(Value::from(()));
    }
    let wrong = || {
        let detail = format!("this filter takes no {}", value.kind());
        Error::new(ErrorKind::InvalidOperation, detail)
    };
    theme(value).map(Value::from).ok_or_else(wrong)
}

/// Returns a length of time: whole seconds, or a mean of them.
fn duration(
    value: &Value,
    language: Language,
    whole: impl FnOnce(i64) -> String,
) -> Option<String> {
    value
        .as_i64()
        .map(whole)
        .or_else(|| number(value).map(|seconds| language.mean_duration(seconds)))
}

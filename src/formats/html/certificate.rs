//! What a certificate is made from, and which of it a template of the user's own may use.

use minijinja::{Environment, Value};

use super::record::{Record, text};
use super::{Locale, TemplateError};
use crate::formats::name;
use crate::views::certificate_view::{CertificateView, Certified};
use crate::views::run_view::Naming;
use crate::views::value::{Decimal, Instant};

/// The name of the template.
pub const TEMPLATE: &str = "certificate.html";

/// What stands in a certificate that is no value of it.
const GLOBALS: [&str; 6] = ["zone", "language", "english", "range", "dict", "namespace"];

/// Returns everything that the template may use.
pub fn context(person: &CertificateView<'_>, of: &Certified<'_>, locale: Locale<'_>) -> Record {
    let day =
        |at: Option<Instant>| at.map(|at| locale.language.plain_date(locale.zone.local(at).date()));
    let label = name::label(person.name, person.email, None, locale.language);
    let rate = person.rate();
    let Naming { typed, folder } = locale.naming;
    let title = typed.as_deref().or(of.subject).or(folder.as_deref());
    Record::default()
        .with("name", text(&label))
        .with("email", person.email.map(text))
        .with("identity_id", person.identity_id.map(text))
        .with("department", person.department.map(text))
        .with("title", title.map(text))
        .with("from", day(of.first))
        .with("to", day(of.last))
        .with("meetings", of.meetings)
        .with("attended", person.attended)
        .with("due", person.due)
        .with("rate", rate.map(Decimal::as_f64))
        .with("share", person.share.map(Decimal::as_f64))
        .with("presence_seconds", person.presence_seconds)
}

/// Returns the placeholders that a template may use, in order.
fn placeholders() -> Vec<&'static str> {
    nobody().names()
}

/// Returns the certificate of nobody, of which all is known that may be missing.
fn nobody() -> Record {
    let nobody = CertificateView {
        name: None,
        email: None,
        identity_id: None,
        stem: "",
        department: None,
        attended: 0,
        due: None,
        share: None,
        presence_seconds: None,
    };
    let nothing = Certified {
        subject: None,
        first: None,
        last: None,
        meetings: 0,
    };
    let locale = Locale {
        zone: &crate::zone::Zone::utc(),
        language: crate::language::Language::English,
        naming: &Naming::default(),
    };
    context(&nobody, &nothing, locale)
}

/// Checks a template of the user's own before any work: whether it compiles, names only what
/// there is, also where that is not always shown, and can be filled in.
///
/// # Errors
/// What is wrong, with its line.
pub fn check(engine: &Environment<'_>, own: &str) -> Result<(), TemplateError> {
    let template = engine.get_template(TEMPLATE)?;
    let known = placeholders();
    let mut names: Vec<_> = template.undeclared_variables(false).into_iter().collect();
    names.retain(|name| !GLOBALS.contains(&&**name) && !known.contains(&&**name));
    let names = names.into_iter().map(|name| (line_of(own, &name), name));
    if let Some((line, placeholder)) = names.min() {
        return Err(TemplateError::Placeholder {
            name: TEMPLATE.to_owned(),
            line,
            placeholder,
            known: known.join(", "),
        });
    }
    template.render(Value::from(nobody()))?;
    Ok(())
}

/// Returns the line, from 1, on which a name stands in a template as a word of its own.
fn line_of(template: &str, name: &str) -> usize {
    let is_part =
        |sign: Option<char>| sign.is_some_and(|sign| sign.is_alphanumeric() || sign == '_');
    let stands_in = |line: &str| {
        line.match_indices(name).any(|(at, _)| {
            let before = line[..at].chars().next_back();
            let behind = line[at + name.len()..].chars().next();
            let is_inside = line[..at].contains("{{") || line[..at].contains("{%");
            is_inside && !is_part(before) && !is_part(behind)
        })
    };
    template.lines().position(stands_in).map_or(0, |at| at + 1)
}

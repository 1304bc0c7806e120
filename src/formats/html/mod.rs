//! Pages for people: an index over all meetings and a page per meeting.
//!
//! Each page is one file that needs nothing else: style and script are inlined,
//! and its content security policy lets nothing but them take effect. Names of
//! people come from strangers; the engine escapes all that is not a template.

mod axis;
mod calendar;
mod certificate;
mod chart;
mod department;
mod engine;
mod findings;
mod front;
mod hours;
mod index;
mod markup;
mod meeting;
mod path;
mod people;
mod periods;
mod person;
mod policy;
mod record;
mod register;
mod rows;
mod sentence;
pub mod site;
pub mod table;
mod table_rows;
mod timeline;
mod translate;
mod values;

use std::collections::BTreeMap;
use std::error::Error as _;

use minijinja::{Environment, Value};
use thiserror::Error;

use crate::language::Language;
use crate::views::certificate_view::{CertificateView, Certified};
use crate::views::first_look::FirstLook;
use crate::views::meeting_view::MeetingView;
use crate::views::person_view::PersonView;
use crate::views::run_view::{Naming, RunView};
use crate::zone::Zone;
pub use certificate::TEMPLATE as CERTIFICATE;
pub use periods::FOLDER as PERIODS;
use periods::{MOST_ROWS, Period};
use record::Record;
use site::{INDEX, Site};
use table::TablePage;

const STYLE: &str = "style.css";
const SCRIPT: &str = "script.js";

/// What is wrong with a template.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TemplateError {
    /// A file that overrides nothing.
    #[error("there is no template `{name}` to override; known are {known}")]
    Unknown {
        /// The file's name.
        name: String,
        /// The names that there are.
        known: String,
    },
    /// A template that cannot be read or filled in.
    #[error("template `{name}` is broken in line {line}")]
    Broken {
        /// The file's name.
        name: String,
        /// The line, from 1; 0 where the engine does not know it.
        line: usize,
        /// The reason, by the engine.
        source: minijinja::Error,
    },
    /// A text that no language has, or with values that it has no place for.
    #[error("template `{name}` is wrong in line {line}: {what}")]
    Text {
        /// The file's name.
        name: String,
        /// The line, from 1.
        line: usize,
        /// What is wrong.
        what: String,
    },
    /// A placeholder that a certificate has no value for.
    #[error(
        "template `{name}` is wrong in line {line}: there is no placeholder `{placeholder}`; known are {known}"
    )]
    Placeholder {
        /// The file's name.
        name: String,
        /// The line, from 1.
        line: usize,
        /// What stands there.
        placeholder: String,
        /// The placeholders that there are.
        known: String,
    },
    /// A style or script that would end its own element.
    #[error("template `{name}` holds `{tag}` in line {line}, which would end it inside the page")]
    EndsItself {
        /// The file's name.
        name: &'static str,
        /// What it holds.
        tag: &'static str,
        /// The line, from 1.
        line: usize,
    },
}

impl TemplateError {
    /// Says what is wrong with the built-in template's substitute by the name of its file.
    pub fn of_file(mut self, template: &str, file: &str) -> Self {
        if let Self::Broken { name, .. } | Self::Text { name, .. } | Self::Placeholder { name, .. } =
            &mut self
            && name == template
        {
            file.clone_into(name);
        }
        self
    }
}

impl From<minijinja::Error> for TemplateError {
    fn from(source: minijinja::Error) -> Self {
        let fault = innermost(&source);
        Self::Broken {
            name: fault.name().unwrap_or("page").to_owned(),
            line: fault.line().unwrap_or(0),
            source,
        }
    }
}

/// Returns the fault itself: the engine wraps it once for each template that includes it.
fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    let inner = error.source().and_then(|inner| inner.downcast_ref());
    inner.map_or(error, innermost)
}

/// The compiled templates; shared by threads.
#[derive(Debug)]
pub struct Pages {
    engine: Environment<'static>,
    zone: Zone,
    language: Language,
    naming: Naming,
}

/// For whom a page is made.
#[derive(Clone, Copy)]
struct Locale<'p> {
    zone: &'p Zone,
    language: Language,
    naming: &'p Naming,
}

/// The index, and the pages of its periods where one page would be too long.
#[derive(Debug)]
pub struct IndexPages {
    /// The page to begin with.
    pub index: String,
    /// Address relative to the index, and page.
    pub periods: Vec<(String, String)>,
}

impl Pages {
    /// The built-in templates: name and text.
    pub const TEMPLATES: &'static [(&'static str, &'static str)] = &[
        (
            "layout.html",
            include_str!("../../../templates/layout.html"),
        ),
        ("index.html", include_str!("../../../templates/index.html")),
        (
            "period.html",
            include_str!("../../../templates/period.html"),
        ),
        (
            "meetings.html",
            include_str!("../../../templates/meetings.html"),
        ),
        (
            "meeting.html",
            include_str!("../../../templates/meeting.html"),
        ),
        (
            "register.html",
            include_str!("../../../templates/register.html"),
        ),
        ("front.html", include_str!("../../../templates/front.html")),
        ("hours.html", include_str!("../../../templates/hours.html")),
        (
            "hours_tables.html",
            include_str!("../../../templates/hours_tables.html"),
        ),
        (
            "person.html",
            include_str!("../../../templates/person.html"),
        ),
        (
            certificate::TEMPLATE,
            include_str!("../../../templates/certificate.html"),
        ),
        ("table.html", include_str!("../../../templates/table.html")),
        (
            "department.html",
            include_str!("../../../templates/department.html"),
        ),
        (
            "navigation.html",
            include_str!("../../../templates/navigation.html"),
        ),
        (
            "contents.html",
            include_str!("../../../templates/contents.html"),
        ),
        (
            "findings.html",
            include_str!("../../../templates/findings.html"),
        ),
        (
            "timeline.html",
            include_str!("../../../templates/timeline.html"),
        ),
        (
            "people.html",
            include_str!("../../../templates/people.html"),
        ),
        (
            "definitions.html",
            include_str!("../../../templates/definitions.html"),
        ),
        (STYLE, include_str!("../../../templates/style.css")),
        (SCRIPT, include_str!("../../../templates/script.js")),
    ];

    /// Compiles the templates; times are shown in `zone`, words and numbers in `language`.
    ///
    /// `overrides` gives other texts for templates, by name. Names that are not
    /// in [`Self::TEMPLATES`] are refused, so that a typing error is noticed.
    pub fn new(
        zone: Zone,
        language: Language,
        overrides: &BTreeMap<String, String>,
    ) -> Result<Self, TemplateError> {
        refuse_unknown(overrides)?;
        let text = |name: &'static str, built_in: &'static str| {
            overrides.get(name).map_or(built_in, String::as_str)
        };
        let mut engine = engine::engine(zone.clone(), language)?;
        let (mut style, mut script) = (String::new(), String::new());
        for &(name, built_in) in Self::TEMPLATES {
            match name {
                STYLE => style = inlined(STYLE, "</style", text(name, built_in))?,
                SCRIPT => script = inlined(SCRIPT, "</script", text(name, built_in))?,
                _ => {
                    let template = translated(name, text(name, built_in), language)?;
                    engine.add_template_owned(name, template)?;
                }
            }
        }
        if let Some(own) = overrides.get(certificate::TEMPLATE) {
            certificate::check(&engine, own)?;
        }
        engine.add_global("policy", values::trusted(policy::policy(&style, &script)));
        engine.add_global("style", values::trusted(style));
        engine.add_global("script", values::trusted(script));
        Ok(Self {
            engine,
            zone,
            language,
            naming: Naming::default(),
        })
    }

    /// Calls the whole so.
    pub fn called(self, naming: Naming) -> Self {
        Self { naming, ..self }
    }

    /// Returns the register, beside the index of its site.
    pub fn register(&self, run: &RunView<'_>, site: &Site) -> Result<String, TemplateError> {
        self.render("register.html", register::context(run, site, self.language))
    }

    /// Returns a page of a table across meetings, in a folder beside the index of its site.
    pub fn table(&self, page: &TablePage<'_>, site: &Site) -> Result<String, TemplateError> {
        self.render("table.html", table::context(page, site, self.locale()))
    }

    /// Returns the index of the department whose people are in view.
    pub fn department(&self, run: &RunView<'_>, site: &Site) -> Result<String, TemplateError> {
        self.render(
            "department.html",
            department::context(run, site, self.locale()),
        )
    }

    /// Returns the page of a meeting; its link to the index is `../index.html`.
    pub fn meeting(&self, meeting: &MeetingView<'_>) -> Result<String, TemplateError> {
        self.render("meeting.html", meeting::context(meeting, self.locale()))
    }

    /// Returns the page of a person; its link to the index of its site is `../index.html`.
    ///
    /// # Errors
    /// When the template fails.
    pub fn person(&self, person: &PersonView<'_>, site: &Site) -> Result<String, TemplateError> {
        let context = person::context(person, site, self.locale());
        let record = Record::default().with("p", context);
        self.render("person.html", record)
    }

    /// Returns the certificate of a person who passed.
    ///
    /// # Errors
    /// When the template fails.
    pub fn certificate(
        &self,
        person: &CertificateView<'_>,
        of: &Certified<'_>,
    ) -> Result<String, TemplateError> {
        let context = certificate::context(person, of, self.locale());
        self.render(certificate::TEMPLATE, context)
    }

    /// Returns the index of all meetings; with pages of periods where there are very many.
    ///
    /// # Errors
    /// When a template fails.
    pub fn index(
        &self,
        run: &RunView<'_>,
        first_look: &FirstLook<'_>,
        site: &Site,
    ) -> Result<IndexPages, TemplateError> {
        self.index_of(run, first_look, site, MOST_ROWS)
    }

    fn index_of(
        &self,
        run: &RunView<'_>,
        first_look: &FirstLook<'_>,
        site: &Site,
        most: usize,
    ) -> Result<IndexPages, TemplateError> {
        let meetings = index::meetings(run, &self.zone);
        let overview = index::overview(run, first_look, site, self.locale());
        if meetings.len() <= most {
            let context = index::whole(overview, meetings, self.language);
            return Ok(IndexPages {
                index: self.render(INDEX, context)?,
                periods: Vec::new(),
            });
        }
        let mut periods = periods::periods(meetings, most, self.language);
        let context = index::leading(overview, &periods, self.locale());
        Ok(IndexPages {
            index: self.render(INDEX, context)?,
            periods: (0..periods.len())
                .map(|at| self.period(&mut periods, at))
                .collect::<Result<_, _>>()?,
        })
    }

    fn period(&self, periods: &mut [Period], at: usize) -> Result<(String, String), TemplateError> {
        let address = periods[at].address();
        let page = self.render("period.html", index::period(periods, at, self.language))?;
        Ok((address, page))
    }

    fn locale(&self) -> Locale<'_> {
        Locale {
            zone: &self.zone,
            language: self.language,
            naming: &self.naming,
        }
    }

    fn render(&self, name: &str, context: Record) -> Result<String, TemplateError> {
        Ok(self
            .engine
            .get_template(name)?
            .render(Value::from(context))?)
    }
}

/// Returns the template in this language.
fn translated(name: &'static str, text: &str, language: Language) -> Result<String, TemplateError> {
    translate::translate(text, language).map_err(|fault| TemplateError::Text {
        name: name.to_owned(),
        line: fault.line,
        what: fault.what,
    })
}

fn refuse_unknown(overrides: &BTreeMap<String, String>) -> Result<(), TemplateError> {
    let known: Vec<_> = Pages::TEMPLATES.iter().map(|(name, _)| *name).collect();
    let unknown = overrides
        .keys()
        .find(|name| !known.contains(&name.as_str()));
    unknown.map_or(Ok(()), |name| {
        Err(TemplateError::Unknown {
            name: name.clone(),
            known: known.join(", "),
        })
    })
}

/// Returns the text of a style or script as it is inlined; refused where it would end its
/// element.
fn inlined(name: &'static str, tag: &'static str, text: &str) -> Result<String, TemplateError> {
    let text = policy::inlined(text);
    match text.to_ascii_lowercase().find(tag) {
        Some(at) => Err(TemplateError::EndsItself {
            name,
            tag,
            line: text[..at].matches('\n').count() + 1,
        }),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests;

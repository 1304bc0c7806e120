//! Pages for people: an index over all meetings and a page a meeting.
//!
//! Each page is one file that needs nothing else: style and script are inlined,
//! and its content security policy lets nothing but them take effect. Names of
//! people come from strangers; the engine escapes all that is not a template.

mod axis;
mod department;
mod engine;
mod findings;
mod format;
mod index;
mod meeting;
mod policy;
mod record;
mod register;
pub mod site;
pub mod table;
mod timeline;

use std::collections::BTreeMap;
use std::error::Error as _;

use minijinja::{Environment, Value};
use thiserror::Error;

use crate::model::time::Span;
use crate::series::Series;
use crate::stats::overall::Overall;
use crate::summary::{MeetingSummary, RunCounts};
use crate::tables::cell::Rows;
use crate::zone::Zone;
use record::Record;
use site::Site;
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

/// The fault itself: the engine wraps it once for each template that includes it.
fn innermost(error: &minijinja::Error) -> &minijinja::Error {
    let inner = error.source().and_then(|inner| inner.downcast_ref());
    inner.map_or(error, innermost)
}

/// The compiled templates; shared by threads.
#[derive(Debug)]
pub struct Pages {
    engine: Environment<'static>,
    zone: Zone,
}

/// What the index is made from.
#[derive(Clone, Copy, Debug)]
pub struct Index<'a> {
    /// The rows of the table of meetings, in order.
    pub meetings: &'a Rows,
    /// The address of each meeting's page, relative to the index.
    pub page_names: &'a [String],
    /// The rows of the table of findings that belong to documents instead of meetings:
    /// why a file gave no report, and what is to be said of a file that did.
    pub troubled: &'a Rows,
    /// Totals over all meetings.
    pub overall: &'a Overall,
    /// What the run amounts to.
    pub counts: &'a RunCounts,
    /// The pages beside it.
    pub site: &'a Site,
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
            "meeting.html",
            include_str!("../../../templates/meeting.html"),
        ),
        (
            "register.html",
            include_str!("../../../templates/register.html"),
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

    /// Compiles the templates; times are shown in `zone`.
    ///
    /// `overrides` gives other texts for templates, by name. Names that are not
    /// in [`Self::TEMPLATES`] are refused, so that a typing error is noticed.
    pub fn new(zone: Zone, overrides: &BTreeMap<String, String>) -> Result<Self, TemplateError> {
        refuse_unknown(overrides)?;
        let text = |name: &'static str, built_in: &'static str| {
            overrides.get(name).map_or(built_in, String::as_str)
        };
        let mut engine = engine::engine(zone.clone())?;
        let (mut style, mut script) = (String::new(), String::new());
        for &(name, built_in) in Self::TEMPLATES {
            match name {
                STYLE => style = inlined(STYLE, "</style", text(name, built_in))?,
                SCRIPT => script = inlined(SCRIPT, "</script", text(name, built_in))?,
                _ => engine.add_template_owned(name, text(name, built_in).to_owned())?,
            }
        }
        engine.add_global("policy", engine::trusted(policy::policy(&style, &script)));
        engine.add_global("style", engine::trusted(style));
        engine.add_global("script", engine::trusted(script));
        engine.add_global("grace", Value::from(()));
        Ok(Self { engine, zone })
    }

    /// The same pages, which also say how much lateness is forgiven.
    pub fn with_grace(mut self, grace: Span) -> Self {
        self.engine.add_global("grace", grace.whole_seconds());
        self
    }

    /// The register, beside the index of its site.
    pub fn register(&self, series: &Series, site: &Site) -> Result<String, TemplateError> {
        self.render("register.html", register::context(series, site))
    }

    /// A page of a table across meetings, in a folder beside the index of its site.
    pub fn table(&self, page: &TablePage<'_>, site: &Site) -> Result<String, TemplateError> {
        self.render("table.html", table::context(page, site, &self.zone))
    }

    /// The index of the department whose people are in view.
    pub fn department(&self, series: &Series, site: &Site) -> Result<String, TemplateError> {
        self.render("department.html", department::context(series, site))
    }

    /// The page of a meeting; its link to the index is `../index.html`.
    pub fn meeting(&self, meeting: &MeetingSummary<'_>) -> Result<String, TemplateError> {
        self.render("meeting.html", meeting::context(meeting, &self.zone))
    }

    /// The index of all meetings.
    pub fn index(&self, index: &Index<'_>) -> Result<String, TemplateError> {
        self.render("index.html", index::context(index, &self.zone))
    }

    fn render(&self, name: &str, context: Record) -> Result<String, TemplateError> {
        Ok(self
            .engine
            .get_template(name)?
            .render(Value::from(context))?)
    }
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

/// The text of a style or script as it is inlined; refused where it would end its element.
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

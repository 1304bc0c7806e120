//! A meeting as plain text: for a terminal, a mail or a ticket.
//!
//! Lines are never wider than asked for. Names are written by strangers: control and
//! direction characters in them do nothing, and are seen.

pub mod columns;
mod facts;
mod findings;
mod grid;
pub mod paint;
mod people;
mod roles;
mod stripe;

#[cfg(test)]
mod tests;

use crate::language::Language;
use crate::untrusted::one_line_of_terminal;
use crate::views::meeting_view::MeetingView;
use crate::views::run_view::RunView;
use crate::views::value::Span;
use crate::zone::Zone;
use columns::wrap;
use paint::{Colours, Paint};

/// How much of a long list is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Extent {
    /// The beginning, and how much more there is.
    #[default]
    Beginning,
    /// Everything.
    All,
}

/// For whom and for which terminal the text is.
#[derive(Clone, Debug)]
pub struct Locale {
    /// Columns; less than [`Locale::NARROWEST`] is not possible.
    pub width: usize,
    /// Whether there are colours.
    pub colours: Colours,
    /// How much of long lists is shown.
    pub extent: Extent,
    /// The zone of times.
    pub zone: Zone,
    /// The language of words and numbers.
    pub language: Language,
    /// How much lateness is forgiven; told beside the baseline.
    pub grace: Span,
}

impl Locale {
    /// The fewest columns.
    pub const NARROWEST: usize = 40;

    /// Returns how many items of a list of this many are shown.
    fn shown(&self, all: usize, most: usize) -> usize {
        match self.extent {
            Extent::Beginning => all.min(most),
            Extent::All => all,
        }
    }

    fn paint(&self, paint: Paint, text: &str) -> String {
        self.colours.paint(paint, text)
    }
}

/// Returns the meetings of a run in order of time, and what was found in files and across
/// reports.
pub fn run(run: &RunView<'_>, locale: &Locale) -> String {
    let locale = Locale {
        width: locale.width.max(Locale::NARROWEST),
        ..locale.clone()
    };
    let mut text = Lines::new(&locale);
    let held = run.meetings().filter(|meeting| meeting.stem().is_some());
    for (number, meeting) in held.enumerate() {
        if number > 0 {
            text.rule();
        }
        self::meeting(&meeting, &mut text);
    }
    let others = findings::beside_meetings(run, locale.language);
    if !run.is_empty() && !others.is_empty() {
        text.heading(locale.language.words().about_file);
        findings::groups(others, &mut text);
    }
    text.finish()
}

fn meeting(meeting: &MeetingView<'_>, text: &mut Lines<'_>) {
    facts::title(meeting, text);
    facts::facts(meeting, text);
    if meeting.has_records() {
        roles::table(meeting, text);
        people::table(meeting, text);
    }
    let findings = findings::of_meeting(meeting, text.locale.language);
    if !findings.is_empty() {
        text.heading(text.locale.language.words().findings);
        findings::groups(findings, text);
    }
}

/// Lines in the making.
struct Lines<'l> {
    locale: &'l Locale,
    text: String,
}

impl<'l> Lines<'l> {
    fn new(locale: &'l Locale) -> Self {
        Self {
            locale,
            text: String::new(),
        }
    }

    /// Adds a line as it is; it may be painted.
    fn line(&mut self, line: &str) {
        self.text.push_str(line.trim_end());
        self.text.push('\n');
    }

    fn blank(&mut self) {
        self.text.push('\n');
    }

    /// A line between two meetings.
    fn rule(&mut self) {
        self.blank();
        self.line(
            &self
                .locale
                .paint(Paint::Mute, &"─".repeat(self.locale.width)),
        );
        self.blank();
    }

    fn heading(&mut self, heading: &str) {
        self.blank();
        self.painted(Paint::Strong, heading, 0);
    }

    fn mute(&mut self, text: &str) {
        self.painted(Paint::Mute, &one_line_of_terminal(text), 0);
    }

    /// Adds a text in lines that all begin behind this many blanks.
    fn painted(&mut self, paint: Paint, text: &str, indent: usize) {
        for line in wrap(text, self.locale.width - indent) {
            let line = self.locale.paint(paint, &line);
            self.line(&format!("{}{line}", " ".repeat(indent)));
        }
    }

    /// Adds a text whose first line begins with `mark`, and the others behind it.
    fn marked(&mut self, mark: &str, text: &str) {
        let indent = columns::width(mark);
        for (number, line) in wrap(text, self.locale.width - indent)
            .into_iter()
            .enumerate()
        {
            let before = match number {
                0 => mark.to_owned(),
                _ => " ".repeat(indent),
            };
            self.line(&(before + &line));
        }
    }

    fn finish(self) -> String {
        self.text
    }
}

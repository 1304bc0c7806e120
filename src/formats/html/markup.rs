//! Markup by the thousand: rows of tables, of which a run has some hundred thousand.
//!
//! The engine takes thousands of instructions a cell, this some dozens. What comes out
//! is what a template would make of the same values: all text is escaped, and what is
//! missing shows as a dash.

use std::fmt::Write as _;

use jiff::civil::Date;
use minijinja::HtmlEscape;
use minijinja::value::Value;

use super::values::{number, trusted};
use crate::language::Language;
use crate::untrusted::one_line;
use crate::views::cell::Cell;
use crate::views::column::Kind;
use crate::views::value::Instant;
use crate::zone::Zone;

/// How values look on the pages of one run.
#[derive(Clone, Debug)]
pub struct Theme {
    /// The zone of all times.
    pub zone: Zone,
    /// The language of words and numbers.
    pub language: Language,
    /// What stands for a missing value: a dash to the eye, words to the ear.
    pub missing: String,
}

impl Theme {
    /// Returns how values look in this zone and language.
    pub fn new(zone: Zone, language: Language) -> Self {
        let words = language.words().not_known;
        Self {
            zone,
            language,
            missing: format!("<span class=\"na\"><span>{words}</span></span>"),
        }
    }

    /// Adds a whole number in the form of its column.
    pub fn push_whole(&self, text: &mut String, kind: Kind, number: i64) {
        let language = self.language;
        match kind {
            Kind::Seconds | Kind::MeanSeconds => language.push_duration(text, number),
            Kind::SignedSeconds => language.push_signed_duration(text, number),
            Kind::Text | Kind::Count | Kind::Time | Kind::Share | Kind::Number => {
                language.push_count(text, number);
            }
        }
    }

    /// Adds a number with decimal places in the form of its column.
    pub fn push_fraction(&self, text: &mut String, kind: Kind, number: f64) {
        let language = self.language;
        match kind {
            Kind::Seconds | Kind::SignedSeconds | Kind::MeanSeconds => {
                language.push_mean_duration(text, number);
            }
            Kind::Share => language.push_percent(text, number),
            Kind::Text | Kind::Count | Kind::Time | Kind::Number => {
                text.push_str(&language.decimal(number));
            }
        }
    }

    /// Adds a time of day, with its date unless that is the `usual` one.
    pub fn push_clock(&self, text: &mut String, instant: Instant, usual: Option<Date>) {
        self.language.push_clock(text, &self.zone, instant, usual);
    }
}

/// Markup in the making.
pub struct Markup<'d> {
    text: String,
    theme: &'d Theme,
}

impl<'d> Markup<'d> {
    /// Returns nothing yet, with room for so many bytes.
    pub fn with_capacity(bytes: usize, theme: &'d Theme) -> Self {
        Self {
            text: String::with_capacity(bytes),
            theme,
        }
    }

    /// Returns the markup, for a template.
    pub fn finish(self) -> Value {
        trusted(self.text)
    }

    /// Adds markup that is the program's own.
    pub fn raw(&mut self, markup: &str) -> &mut Self {
        self.text.push_str(markup);
        self
    }

    /// Adds a text, escaped.
    pub fn escaped(&mut self, text: &str) -> &mut Self {
        write!(self.text, "{}", HtmlEscape(text)).expect("a string takes all that is written");
        self
    }

    /// Adds text that strangers wrote.
    pub fn strangers(&mut self, text: &str) -> &mut Self {
        self.escaped(&one_line(text))
    }

    /// Adds a number as it is, for an attribute; nothing where there is none.
    pub fn attribute(&mut self, number: Option<i64>) -> &mut Self {
        if let Some(number) = number {
            self.text.push_str(itoa::Buffer::new().format(number));
        }
        self
    }

    /// Adds what stands for a missing value.
    pub fn missing(&mut self) -> &mut Self {
        self.text.push_str(&self.theme.missing);
        self
    }

    /// Adds a cell in the form of its column; a time without its date on the `usual` day.
    pub fn cell(&mut self, kind: Kind, cell: &Cell<'_>, usual: Option<Date>) -> &mut Self {
        match cell {
            Cell::Missing => self.missing(),
            Cell::Text(text) => self.strangers(text),
            Cell::Reason(reason) => self.strangers(&self.theme.language.reason(reason)),
            Cell::Integer(number) => self.whole(kind, *number),
            Cell::Decimal(number) => self.fraction(kind, number.as_f64()),
            Cell::Time(instant) => self.clock(*instant, usual),
        }
    }

    /// Adds a number as templates see it, in the form of its column.
    pub fn value(&mut self, kind: Kind, value: &Value) -> &mut Self {
        let whole = match kind {
            // These are fractions also where they come out even.
            Kind::Share | Kind::Number | Kind::MeanSeconds => None,
            Kind::Text | Kind::Count | Kind::Time | Kind::Seconds | Kind::SignedSeconds => {
                value.as_i64()
            }
        };
        match (whole, number(value)) {
            (Some(whole), _) => self.whole(kind, whole),
            (None, Some(fraction)) => self.fraction(kind, fraction),
            (None, None) => self.missing(),
        }
    }

    /// Adds the minute of a time in ticks, with its date.
    pub fn minute(&mut self, ticks: Option<i64>) -> &mut Self {
        let Some(ticks) = ticks else {
            return self.missing();
        };
        let Theme { zone, language, .. } = self.theme;
        let minute = language.minute(zone, Instant::from_ticks(ticks));
        self.escaped(&minute)
    }

    fn whole(&mut self, kind: Kind, number: i64) -> &mut Self {
        self.theme.push_whole(&mut self.text, kind, number);
        self
    }

    fn fraction(&mut self, kind: Kind, number: f64) -> &mut Self {
        self.theme.push_fraction(&mut self.text, kind, number);
        self
    }

    fn clock(&mut self, instant: Instant, usual: Option<Date>) -> &mut Self {
        let from = self.text.len();
        self.theme.push_clock(&mut self.text, instant, usual);
        // Dates of some languages have signs that are escaped.
        if self.text[from..].contains('/') {
            let clock = self.text.split_off(from);
            self.escaped(&clock);
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::value::Decimal;

    fn shown(kind: Kind, cell: &Cell<'_>, language: Language) -> String {
        let theme = Theme::new(Zone::named("Europe/Berlin").unwrap(), language);
        let mut markup = Markup::with_capacity(0, &theme);
        markup.cell(kind, cell, None);
        markup.text
    }

    #[test]
    fn values_are_shown_by_the_kind_of_their_column() {
        let english = |kind, cell| shown(kind, &cell, Language::English);
        assert_eq!(english(Kind::Seconds, Cell::from(27_360_i64)), "7:36:00");
        assert_eq!(english(Kind::Count, Cell::from(27_360_i64)), "27,360");
        let share = || Cell::from(Decimal::new(9500, 4));
        assert_eq!(english(Kind::Share, share()), "95.00%");
        let portuguese = shown(Kind::Share, &share(), Language::Portuguese);
        assert_eq!(portuguese, "95,00%");
        let hours = Cell::from(Decimal::hundredths(760));
        assert_eq!(english(Kind::Number, hours), "7.60");
        let epoch = Cell::from(Instant::from_ticks(0));
        assert_eq!(english(Kind::Time, epoch), "1970-01-01 01:00:00");
        assert_eq!(english(Kind::Text, Cell::from("<b>\n")), "&lt;b&gt; ");
    }

    #[test]
    fn values_of_templates_look_like_the_cells_they_came_from() {
        let cells = [
            (Kind::Seconds, Cell::from(90_i64)),
            (Kind::SignedSeconds, Cell::from(90_i64)),
            (Kind::MeanSeconds, Cell::from(Decimal::hundredths(9050))),
            (Kind::MeanSeconds, Cell::from(Decimal::hundredths(9000))),
            (Kind::Count, Cell::from(1234_i64)),
            (Kind::Share, Cell::from(Decimal::new(10_000, 4))),
            (Kind::Share, Cell::Missing),
            (Kind::Number, Cell::from(Decimal::hundredths(200))),
        ];
        for (kind, cell) in cells {
            let theme = Theme::new(Zone::utc(), Language::German);
            let mut markup = Markup::with_capacity(0, &theme);
            markup.value(kind, &super::super::record::value(&cell));
            assert_eq!(markup.text, shown(kind, &cell, Language::German));
        }
    }
}

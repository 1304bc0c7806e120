//! Colours, where there are any.

/// Whether text is coloured.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Colours {
    /// Plain text, as for a file.
    #[default]
    Off,
    /// With the escape sequences of terminals.
    On,
}

/// How a text stands out; the text itself says the same without it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Paint {
    /// A heading.
    Strong,
    /// Beside the point.
    Mute,
    /// A time of presence.
    Bar,
    /// Something is wrong.
    Error,
    /// Something needs a look.
    Warning,
    /// All is well.
    Fine,
}

impl Colours {
    /// Returns the text as it is painted; it holds no control characters of its own.
    pub fn paint(self, paint: Paint, text: &str) -> String {
        let code = match paint {
            Paint::Strong => "1",
            Paint::Mute => "2",
            Paint::Bar => "36",
            Paint::Error => "31",
            Paint::Warning => "33",
            Paint::Fine => "32",
        };
        match self {
            Self::Off => text.to_owned(),
            Self::On => format!("\u{1b}[{code}m{text}\u{1b}[0m"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_go_off_again_behind_the_text() {
        assert_eq!(Colours::On.paint(Paint::Error, "✕"), "\u{1b}[31m✕\u{1b}[0m");
        assert_eq!(Colours::Off.paint(Paint::Error, "✕"), "✕");
    }
}

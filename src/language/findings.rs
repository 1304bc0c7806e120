//! What each finding means and what to do about it, in the reader's language.
//!
//! The sentence with the values in it stays English: it is the one that stands in the
//! tables, that one can search for and send on, and it holds JSON names and values.
//! Pages mark it as English, so that it is read aloud as such.

mod de;
mod es;
mod fr;
mod ja;
mod pt;

use super::Language;
use crate::finding::Code;

/// A finding in words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Explained {
    /// What the code means, a phrase.
    pub meaning: &'static str,
    /// What to do about it, a sentence; `None` where there is nothing to do.
    pub advice: Option<&'static str>,
}

/// Returns a meaning with advice.
const fn act(meaning: &'static str, advice: &'static str) -> Explained {
    Explained {
        meaning,
        advice: Some(advice),
    }
}

/// Returns a meaning that asks for nothing.
const fn rest(meaning: &'static str) -> Explained {
    Explained {
        meaning,
        advice: None,
    }
}

impl Language {
    /// Returns what a finding means, and what to do about it.
    pub fn finding(self, code: Code) -> Explained {
        match self {
            Self::English => Explained {
                meaning: code.meaning(),
                advice: Some(code.advice()).filter(|advice| *advice != "Nothing."),
            },
            Self::German => de::explained(code),
            Self::French => fr::explained(code),
            Self::Spanish => es::explained(code),
            Self::Portuguese => pt::explained(code),
            Self::Japanese => ja::explained(code),
        }
    }
}

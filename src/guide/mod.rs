//! The guide: one chapter per question, each a Markdown file beside this one.
//!
//! GitHub shows the files, this documentation includes them, and `rollbook help` prints
//! them. A new chapter is a file and a name in the list below.

pub mod blocks;
pub mod explain;
pub mod print;

/// A chapter of the guide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Chapter {
    /// Its name, by which it is asked for.
    pub name: &'static str,
    /// Its text, as Markdown.
    pub text: &'static str,
}

impl Chapter {
    /// Returns the chapter of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        CHAPTERS.iter().find(|chapter| chapter.name == name)
    }

    /// Returns the question it answers.
    pub fn title(&self) -> &'static str {
        let first = self.text.lines().next().unwrap_or_default();
        first.trim_start_matches("# ")
    }
}

macro_rules! chapters {
    ($($name:ident)*) => {
        /// Names the chapters for links from one to another, which come before the names
        /// that the files give them for readers of the files.
        macro_rules! links {
            () => {
                concat!($("[", stringify!($name), "]: crate::guide::", stringify!($name), "\n"),*)
            };
        }

        $(
            #[doc = links!()]
            #[doc = ""]
            #[doc = include_str!(concat!(stringify!($name), ".md"))]
            pub mod $name {}
        )*

        /// All chapters, in the order in which one may want to read them.
        pub const CHAPTERS: &[Chapter] = &[$(Chapter {
            name: stringify!($name),
            text: include_str!(concat!(stringify!($name), ".md")),
        }),*];
    };
}

chapters! {
    inputs
    lists
    people
    numbers
    outputs
    configuration
    tables
    findings
    privacy
    fetching
    scale
    library
    python
    made
    speed
}

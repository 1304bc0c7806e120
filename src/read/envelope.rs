//! Lines that say of a document where it is from: what an engine puts around it, so that
//! labels and series are the same however the lines were cut.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::origin::Origin;

/// A document with its origin: `{"source": "2026/a.json", "document": {…}}`.
#[derive(Debug, Deserialize)]
pub struct Envelope<'l> {
    /// The file it is from.
    #[serde(borrow)]
    source: Cow<'l, str>,
    /// The line there, where the file holds several.
    line: Option<usize>,
    /// What it was given together with; without it, as its file tells.
    #[serde(borrow)]
    series: Option<Cow<'l, str>>,
    /// A JSON document as it is, or the text of any file.
    #[serde(borrow)]
    document: &'l RawValue,
}

impl<'l> Envelope<'l> {
    /// Reads a line; `None` where it is no envelope.
    pub fn read(line: &'l [u8]) -> Option<Self> {
        serde_json::from_slice(line).ok()
    }

    /// Returns where the document is from.
    pub fn origin(&self) -> Origin {
        Origin {
            series: self.series.as_deref().map(Arc::from),
            ..Origin::named(&self.source).at_line(self.line)
        }
    }

    /// Returns the bytes of the document.
    pub fn document(&self) -> Cow<'l, [u8]> {
        let json = self.document.get();
        match serde_json::from_str::<String>(json) {
            Ok(text) => Cow::Owned(text.into_bytes()),
            Err(_) => Cow::Borrowed(json.as_bytes()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_stands_in_its_envelope_as_it_is_or_as_a_text() {
        let read = |line: &'static str| {
            let envelope = Envelope::read(line.as_bytes())?;
            let origin = envelope.origin();
            let document = String::from_utf8(envelope.document().into_owned()).unwrap();
            Some((
                origin.source(),
                origin.series.as_deref().map(str::to_owned),
                document,
            ))
        };
        assert_eq!(
            read(r#"{"source":"a/b.json","line":3,"series":"x","tenant":7,"document":{"id":1}}"#),
            Some(("a/b.json:3".into(), Some("x".into()), r#"{"id":1}"#.into()))
        );
        assert_eq!(
            read(r#"{"source":"a.csv","document":"Name\tJoin\n"}"#),
            Some(("a.csv".into(), None, "Name\tJoin\n".into()))
        );
        assert_eq!(read(r#"{"id":"1","attendanceRecords":[]}"#), None);
    }
}

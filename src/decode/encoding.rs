//! Bytes to text. This is the room for encodings other than UTF-8.

use crate::finding::{Code, Finding, Place};

/// Takes the text out of a document's bytes: UTF-8, with or without a byte order mark.
///
/// # Errors
/// A finding `syntax` that names the line and column of the first bad byte:
/// invalid UTF-8 is refused, never replaced.
pub fn text(bytes: &[u8]) -> Result<&str, Finding> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    simdutf8::basic::from_utf8(bytes).map_err(|_| not_utf8(bytes))
}

#[cold]
fn not_utf8(bytes: &[u8]) -> Finding {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Finding::of_document(
            Code::Syntax,
            "is text in UTF-16, which this version does not read; save it as UTF-8",
        );
    }
    let valid = bytes
        .utf8_chunks()
        .next()
        .map_or(0, |chunk| chunk.valid().len());
    let before = &bytes[..valid];
    let line_start = memchr::memrchr(b'\n', before).map_or(0, |at| at + 1);
    let place = Place {
        line: memchr::memchr_iter(b'\n', before).count() + 1,
        column: valid - line_start + 1,
    };
    let mut finding = Finding::of_document(
        Code::Syntax,
        format!(
            "is not UTF-8: byte 0x{:02x} at line {}, column {}",
            bytes[valid], place.line, place.column
        ),
    );
    finding.place = Some(place);
    finding
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_order_mark_is_no_part_of_the_text() {
        assert_eq!(text(b"\xef\xbb\xbf{}"), Ok("{}"));
    }

    #[test]
    fn bad_utf8_is_refused_with_its_place() {
        let finding = text(b"{\n \"a\xff\"}").unwrap_err();
        assert_eq!(finding.place, Some(Place { line: 2, column: 4 }));
    }
}

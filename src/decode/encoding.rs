//! Bytes to text: UTF-8 and UTF-16, with or without byte order mark.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::finding::{Code, Finding, Location, Place};

/// Returns a document's bytes as UTF-8; what is UTF-8 already is not copied.
///
/// UTF-16 is what `>` in Windows PowerShell writes. Without a byte order mark it
/// is told by its zeros: JSON begins with an ASCII character.
///
/// # Errors
/// A finding `syntax` where UTF-16 is broken; broken UTF-8 is found by [`text`].
pub fn utf8(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Finding> {
    let (encoding, bytes): (&'static Encoding, &[u8]) = match bytes {
        [0xff, 0xfe, rest @ ..] => (UTF_16LE, rest),
        [0xfe, 0xff, rest @ ..] => (UTF_16BE, rest),
        [0, ascii, ..] if *ascii != 0 => (UTF_16BE, bytes),
        [ascii, 0, ..] if *ascii != 0 => (UTF_16LE, bytes),
        _ => return Ok(Cow::Borrowed(bytes)),
    };
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Cow::Owned(text.into_owned().into_bytes())),
        None => Err(Finding::of_document(
            Code::Syntax,
            format!(
                "is not valid {}: it was cut, or holds half of a character",
                encoding.name()
            ),
        )),
    }
}

/// Takes the text out of a document's bytes: UTF-8, with or without a byte order mark.
///
/// # Errors
/// A finding `syntax` that names the line and column of the first bad byte:
/// invalid UTF-8 is refused, never replaced.
pub fn text(bytes: &[u8]) -> Result<&str, Finding> {
    text_at(bytes, Place::BEGINNING)
}

/// Returns the text of a table that some program saved in the encoding of Western Windows;
/// `None` where the bytes are JSON, which is never written so.
pub fn windows_1252(bytes: &[u8]) -> Option<String> {
    let is_table = !bytes.trim_ascii_start().starts_with(b"{")
        && !bytes.trim_ascii_start().starts_with(b"[")
        && !bytes.contains(&0);
    let text = || WINDOWS_1252.decode_without_bom_handling(bytes).0;
    is_table.then(|| text().into_owned())
}

/// Returns the text of JSON that some program saved in the encoding of Western Windows.
///
/// `None` where the bytes may as well be broken: every sign beyond ASCII has to be a letter
/// of that encoding and none a part of UTF-8; 0xff stands in broken bytes more often than for
/// its letter.
pub fn western_json(bytes: &[u8]) -> Option<String> {
    let begins = matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['));
    let utf8 = || bytes.utf8_chunks().any(|chunk| !chunk.valid().is_ascii());
    if !begins || bytes.contains(&0) || bytes.contains(&0xff) || utf8() {
        return None;
    }
    let text = WINDOWS_1252.decode_without_bom_handling(bytes).0;
    let letters = text
        .chars()
        .all(|sign| sign.is_ascii() || sign.is_alphabetic());
    letters.then(|| text.into_owned())
}

/// Takes the text out of bytes that begin at this place of their file.
///
/// # Errors
/// As [`text`]; the place is the one in the file.
pub fn text_at(bytes: &[u8], begin: Place) -> Result<&str, Finding> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    simdutf8::basic::from_utf8(bytes).map_err(|_| not_utf8(bytes, begin))
}

#[cold]
fn not_utf8(bytes: &[u8], begin: Place) -> Finding {
    let valid = bytes
        .utf8_chunks()
        .next()
        .map_or(0, |chunk| chunk.valid().len());
    let place = begin.then(Place::at(bytes, valid));
    let mut finding = Finding::of_document(
        Code::Syntax,
        format!(
            "is not UTF-8: byte 0x{:02x} at line {}, column {}",
            bytes[valid], place.line, place.column
        ),
    );
    finding.location = Location::Text {
        below: String::new(),
        place,
    };
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
    fn utf_16_of_both_orders_is_read_with_and_without_mark() {
        let text = "{\"name\":\"Zoë 🙂\"}";
        for to_bytes in [u16::to_le_bytes, u16::to_be_bytes] {
            let bytes: Vec<u8> = text.encode_utf16().flat_map(to_bytes).collect();
            let marked = [&to_bytes(0xfeff)[..], &bytes].concat();
            assert_eq!(utf8(&bytes).unwrap(), text.as_bytes());
            assert_eq!(utf8(&marked).unwrap(), text.as_bytes());
            assert_eq!(
                utf8(&marked[..marked.len() - 1]).unwrap_err().code,
                Code::Syntax
            );
        }
        assert!(matches!(utf8(text.as_bytes()), Ok(Cow::Borrowed(_))));
    }

    #[test]
    fn western_windows_is_told_from_broken_bytes() {
        assert_eq!(
            western_json(b"{\"n\":\"Brand\xe3o\"}").as_deref(),
            Some("{\"n\":\"Brandão\"}")
        );
        for broken in [
            &b"{\"n\":\"a\xff\"}"[..],
            b"{\"\xc3\xa3\xe3\"}",
            b"{\"\x80\"}",
            b"Brand\xe3o",
            b"{\0\xe3}",
        ] {
            assert_eq!(western_json(broken), None, "{broken:?}");
        }
    }

    #[test]
    fn bad_utf8_is_refused_with_its_place() {
        let finding = text(b"{\n \"a\xff\"}").unwrap_err();
        assert_eq!(finding.location.place(), Some(Place { line: 2, column: 4 }));
    }
}

//! Bytes to text: UTF-8 and UTF-16, with or without byte order mark.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_16BE, UTF_16LE, WINDOWS_1252};

use crate::finding::{Code, Finding, Location, Place};

/// What is said of a file whose parts are in two encodings.
pub const TWO_ENCODINGS: &str =
    "is in UTF-8 in one part and in UTF-16 in another; each part was read as what it is";

/// Returns a document's bytes as UTF-8; what is UTF-8 already is not copied.
///
/// UTF-16 is what `>` in Windows PowerShell writes. Without a byte order mark it
/// is told by its zeros: JSON begins with an ASCII character. What another program appended
/// in UTF-8 stays as it is.
///
/// # Errors
/// A finding `syntax` where UTF-16 is broken; broken UTF-8 is found by [`text`].
pub fn utf8(bytes: &[u8]) -> Result<Cow<'_, [u8]>, Finding> {
    let Some((encoding, bytes)) = utf16(bytes) else {
        return Ok(Cow::Borrowed(bytes));
    };
    let (bytes, appended) = bytes.split_at(end_of_utf16(bytes, encoding));
    match encoding.decode_without_bom_handling_and_without_replacement(bytes) {
        Some(text) => Ok(Cow::Owned([text.as_bytes(), unmarked(appended)].concat())),
        None => Err(Finding::of_document(
            Code::Syntax,
            format!(
                "is no whole text in {}: it was cut, or holds half of a character",
                encoding.name()
            ),
        )),
    }
}

/// Returns whether a file begins as UTF-16 and goes on as UTF-8.
pub fn goes_on_as_utf8(bytes: &[u8]) -> bool {
    utf16(bytes).is_some_and(|(encoding, bytes)| end_of_utf16(bytes, encoding) < bytes.len())
}

/// Returns which UTF-16 a file begins as, and what stands behind its mark; `None` where it
/// begins as something else.
fn utf16(bytes: &[u8]) -> Option<(&'static Encoding, &[u8])> {
    match bytes {
        [0xff, 0xfe, rest @ ..] => Some((UTF_16LE, rest)),
        [0xfe, 0xff, rest @ ..] => Some((UTF_16BE, rest)),
        [0, ascii, ..] if *ascii != 0 => Some((UTF_16BE, bytes)),
        [ascii, 0, ..] if *ascii != 0 => Some((UTF_16LE, bytes)),
        _ => None,
    }
}

/// Returns where UTF-16 ends: at the end of the bytes, or where JSON in UTF-8 was appended.
fn end_of_utf16(bytes: &[u8], encoding: &'static Encoding) -> usize {
    // JSON in UTF-16 ends with a bracket or a line, and so with a zero beside it.
    let behind_zero = if encoding == UTF_16LE { 1 } else { 2 };
    let end = memchr::memrchr(0, bytes).map_or(bytes.len(), |zero| zero + behind_zero);
    let appended = unmarked(bytes.get(end..).unwrap_or_default());
    let begins = matches!(appended.trim_ascii_start().first(), Some(b'{' | b'['));
    let has_members = memchr::memmem::find(appended, b"\":").is_some();
    match begins && has_members && simdutf8::basic::from_utf8(appended).is_ok() {
        true => end,
        false => bytes.len(),
    }
}

/// Returns the text of a file that begins as UTF-8 and goes on as UTF-16, as `>>` of Windows
/// PowerShell leaves one behind; `None` where it is none.
pub fn utf8_then_utf16(bytes: &[u8]) -> Option<Vec<u8>> {
    let zero = memchr::memchr(0, bytes)?;
    // Of little-endian text an ASCII sign stands before its zero, else behind it.
    let is_even = |begin: &usize| (bytes.len() - begin).is_multiple_of(2);
    let (begin, encoding, mark) = match zero.checked_sub(1).filter(is_even) {
        Some(begin) => (begin, UTF_16LE, b"\xff\xfe"),
        None => (zero, UTF_16BE, b"\xfe\xff"),
    };
    let (head, tail) = bytes.split_at(begin);
    let head = head.strip_suffix(mark).unwrap_or(head);
    let tail = encoding.decode_without_bom_handling_and_without_replacement(tail)?;
    // A zero in the middle of other text is no sign of UTF-16.
    let is_json = tail.trim_start().starts_with(['{', '[']) && !tail.contains('\0');
    let is_text = is_json && simdutf8::basic::from_utf8(head).is_ok();
    (is_text && !head.is_empty()).then(|| [head, tail.as_bytes()].concat())
}

fn unmarked(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes)
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
    let bytes = unmarked(bytes);
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
            "is no text in UTF-8 at line {1}, column {2} (byte 0x{0:02x})",
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
    fn what_was_appended_in_another_encoding_is_read_as_what_it_is() {
        let (first, second) = ("{\"name\":\"Zoë\"}\r\n", "{\"name\":\"Łukasz 🙂\"}\r\n");
        let both = [first, second].concat();
        for (to_bytes, mark) in [
            (u16::to_le_bytes as fn(u16) -> [u8; 2], b"\xff\xfe"),
            (u16::to_be_bytes, b"\xfe\xff"),
        ] {
            let utf16 = |text: &str| text.encode_utf16().flat_map(to_bytes).collect::<Vec<u8>>();
            for mark in [&b""[..], mark] {
                let appended = [first.as_bytes(), mark, &utf16(second)].concat();
                let read = utf8_then_utf16(&appended).unwrap();
                assert_eq!(String::from_utf8(read).unwrap(), both);
                let appended = [mark, &utf16(first), second.as_bytes()].concat();
                assert!(goes_on_as_utf8(&appended));
                assert_eq!(utf8(&appended).unwrap(), both.as_bytes());
                let whole = [mark, &utf16(&both)].concat();
                assert!(!goes_on_as_utf8(&whole));
                assert_eq!(utf8_then_utf16(&whole), None);
            }
        }
        assert_eq!(utf8_then_utf16(both.as_bytes()), None);
        for broken in [&b"{\"a\0\0b\":1}"[..], b"{\"a\0b\":1}", b"{}\0"] {
            assert_eq!(utf8_then_utf16(broken), None, "{broken:?}");
        }
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

//! A place in a JSON text, and the few steps that plain reports are read by.
//!
//! A step that fails says nothing: the text is then left to serde_json, which
//! knows every rule and words every error.

use serde::Deserialize;

use crate::model::Text;

/// Numbers of more digits are not short: 18 always fit into 64 bits.
const DIGITS: usize = 18;

/// What comes next is not plain; no word about why.
#[derive(Debug)]
pub(super) struct NotPlain;

/// What was read, if it is plain.
pub(super) type Plain<T> = Result<T, NotPlain>;

/// A place in a text.
#[derive(Debug)]
pub(super) struct Cursor<'a> {
    text: &'a str,
    at: usize,
}

/// A text value, as it stands in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Quoted<'a> {
    /// What stands between the quotes stands for itself.
    Plain(&'a str),
    /// With escapes; quotes included.
    Escaped(&'a str),
}

impl<'a> Cursor<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text, at: 0 }
    }

    pub(super) const fn at(&self) -> usize {
        self.at
    }

    /// Goes back to a place where it was.
    pub(super) const fn back_to(&mut self, at: usize) {
        self.at = at;
    }

    /// Returns what was passed over since `from`.
    pub(super) fn since(&self, from: usize) -> &'a str {
        &self.text[from..self.at]
    }

    /// Passes over blanks; the byte behind them.
    #[inline]
    pub(super) fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.text.as_bytes().get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(byte);
            }
            self.at += 1;
        }
    }

    /// Passes over blanks and this byte, if it comes next.
    #[inline]
    pub(super) fn take(&mut self, byte: u8) -> bool {
        let here = self.text.as_bytes().get(self.at) == Some(&byte) || self.peek() == Some(byte);
        self.at += usize::from(here);
        here
    }

    /// Passes over what is known, if it is what comes next to the byte.
    #[inline]
    pub(super) fn take_known(&mut self, known: &Known<'a>) -> bool {
        let ahead = &self.text.as_bytes()[self.at..];
        let here = match ahead.first_chunk() {
            Some(ahead) if known.is_short() => known.begins(ahead),
            _ => ahead.starts_with(known.text.as_bytes()),
        };
        self.at += if here { known.text.len() } else { 0 };
        here
    }

    /// Passes over this text, if it is what comes next to the byte.
    #[inline]
    pub(super) fn take_text(&mut self, text: &str) -> bool {
        let here = self.text.as_bytes()[self.at..].starts_with(text.as_bytes());
        self.at += if here { text.len() } else { 0 };
        here
    }

    /// Passes over this byte and the blanks in front of it, which must come next.
    #[inline]
    pub(super) fn expect(&mut self, byte: u8) -> Plain<()> {
        if self.take(byte) {
            Ok(())
        } else {
            Err(NotPlain)
        }
    }

    /// Passes over a text value.
    #[inline]
    pub(super) fn quoted(&mut self) -> Plain<Quoted<'a>> {
        self.expect(b'"')?;
        let begin = self.at;
        self.at = special(self.text, begin).ok_or(NotPlain)?;
        if self.text.as_bytes()[self.at] != b'"' {
            return self.escaped(begin - 1);
        }
        self.at += 1;
        Ok(Quoted::Plain(&self.text[begin..self.at - 1]))
    }

    /// Reads the same from the first byte on that does not stand for itself.
    fn escaped(&mut self, begin: usize) -> Plain<Quoted<'a>> {
        loop {
            match self.text.as_bytes()[self.at] {
                b'"' => break,
                b'\\' => self.at = special(self.text, self.at + 2).ok_or(NotPlain)?,
                _ => return Err(NotPlain),
            }
        }
        self.at += 1;
        Ok(Quoted::Escaped(&self.text[begin..self.at]))
    }

    /// Passes over a whole number that is short and not negative; it must come next.
    #[inline]
    pub(super) fn short_number(&mut self) -> Plain<i64> {
        let bytes = &self.text.as_bytes()[self.at..];
        let mut value = 0;
        let mut length = 0;
        while let Some(digit) = bytes.get(length).filter(|byte| byte.is_ascii_digit()) {
            if length == DIGITS {
                return Err(NotPlain);
            }
            value = value * 10 + i64::from(digit - b'0');
            length += 1;
        }
        let goes_on = matches!(bytes.get(length), Some(b'.' | b'e' | b'E'));
        let leading_zero = length > 1 && bytes[0] == b'0';
        if length == 0 || goes_on || leading_zero {
            return Err(NotPlain);
        }
        self.at += length;
        Ok(value)
    }

    /// Reads the value that comes next, whatever it is, by serde_json.
    pub(super) fn any<T: Deserialize<'a>>(&mut self) -> Plain<T> {
        let mut values = serde_json::Deserializer::from_str(&self.text[self.at..]).into_iter();
        let value = values.next().ok_or(NotPlain)?.map_err(|_| NotPlain)?;
        self.at += values.byte_offset();
        Ok(value)
    }
}

/// How many bytes of a known text are compared at once.
const KNOWN: usize = 32;

/// A text that is likely to come again, in a form that is compared in a few steps.
#[derive(Clone, Copy, Debug)]
pub(super) struct Known<'a> {
    text: &'a str,
    /// Its bytes in words of eight, and which bits of them count.
    words: [u64; KNOWN / 8],
    masks: [u64; KNOWN / 8],
}

impl<'a> Known<'a> {
    pub(super) const NOTHING: Self = Self {
        text: "",
        words: [0; KNOWN / 8],
        masks: [0; KNOWN / 8],
    };

    pub(super) fn new(text: &'a str) -> Self {
        let (mut bytes, mut mask) = ([0; KNOWN], [0; KNOWN]);
        for (at, byte) in text.bytes().enumerate().take(KNOWN) {
            (bytes[at], mask[at]) = (byte, u8::MAX);
        }
        Self {
            text,
            words: words(&bytes),
            masks: words(&mask),
        }
    }

    pub(super) const fn is_nothing(&self) -> bool {
        self.text.is_empty()
    }

    const fn is_short(&self) -> bool {
        self.text.len() <= KNOWN
    }

    /// Returns whether these bytes begin with it, if it is short.
    #[inline]
    fn begins(&self, ahead: &[u8; KNOWN]) -> bool {
        let known = self.words.iter().zip(&self.masks);
        let different = words(ahead)
            .iter()
            .zip(known)
            .fold(0, |any, (ahead, (word, mask))| any | (ahead ^ word) & mask);
        different == 0
    }
}

#[inline]
fn words(bytes: &[u8; KNOWN]) -> [u64; KNOWN / 8] {
    let (eights, _) = bytes.as_chunks();
    std::array::from_fn(|at| u64::from_le_bytes(eights[at]))
}

impl<'a> Quoted<'a> {
    /// Returns the text that is meant.
    #[inline]
    pub(super) fn text(self) -> Plain<Text<'a>> {
        match self {
            Self::Plain(text) => Ok(Text::Borrowed(text)),
            Self::Escaped(token) => serde_json::from_str(token)
                .map(Text::Owned)
                .map_err(|_| NotPlain),
        }
    }
}

/// Returns where the next byte stands that ends a text or does not stand for itself.
#[inline]
fn special(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes().get(from..)?;
    let (eights, _) = bytes.as_chunks();
    for (number, eight) in eights.iter().enumerate() {
        let found = special_of_eight(u64::from_le_bytes(*eight));
        if found != 0 {
            return Some(from + number * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let at = eights.len() * 8;
    let rest = bytes[at..].iter().position(is_special)?;
    Some(from + at + rest)
}

/// Returns whether a byte ends a text or does not stand for itself.
#[inline]
const fn is_special(byte: &u8) -> bool {
    (*byte == b'"') | (*byte == b'\\') | (*byte < b' ')
}

/// Sets the highest bit of the first byte, counted from the lowest, that is a quote, a
/// backslash or a control character (and of some others behind it).
const fn special_of_eight(bytes: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const HIGHEST: u64 = ONES << 7;
    // A byte less than n borrows from its highest bit, unless that was set before.
    let quote = (bytes ^ (ONES * b'"' as u64)).wrapping_sub(ONES);
    let backslash = (bytes ^ (ONES * b'\\' as u64)).wrapping_sub(ONES);
    let control = bytes.wrapping_sub(ONES * b' ' as u64);
    (quote | backslash | control) & !bytes & HIGHEST
}

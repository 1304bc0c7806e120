//! The digits of small numbers, without a division a digit.
//!
//! Tables consist of such numbers and of times made of them. The digits come in registers,
//! to be put where they belong: a buffer between would have to be read right after it was
//! written in other pieces, for which processors wait.

/// Eight decimal digits, the first one in the lowest byte.
#[derive(Clone, Copy, Debug)]
pub struct Digits(u64);

impl Digits {
    /// The numbers that have no more than eight digits are below this.
    pub const LIMIT: u32 = 100_000_000;

    /// Returns the digits of a number below [`Self::LIMIT`]; each step halves all numbers at
    /// once, those of four digits, of two, and so on.
    pub const fn of(number: u32) -> Self {
        let number = number as u64;
        let fours = (number / 10_000) | ((number % 10_000) << 32);
        // To multiply and shift is to divide, exactly for numbers as small as these.
        let hundreds = ((fours * 10_486) >> 20) & 0x0000_007f_0000_007f;
        let twos = hundreds | ((fours - hundreds * 100) << 16);
        let tens = ((twos * 103) >> 10) & 0x000f_000f_000f_000f;
        Self(tens | ((twos - tens * 10) << 8))
    }

    /// Returns how many zeros stand in front, eight in zero itself.
    pub const fn zeros_in_front(self) -> usize {
        self.0.trailing_zeros() as usize / 8
    }

    /// Returns how many zeros stand at the end, eight in zero itself.
    pub const fn zeros_at_end(self) -> usize {
        self.0.leading_zeros() as usize / 8
    }

    /// Returns the text of the digits.
    pub const fn text(self) -> [u8; 8] {
        self.text_from(0)
    }

    /// Returns the text of the digits from this one of the eight on, zeros behind it.
    pub const fn text_from(self, first: usize) -> [u8; 8] {
        ((self.0 >> (8 * first)) | u64::from_le_bytes([b'0'; 8])).to_le_bytes()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_are_those_of_the_number() {
        let every_few = (0..Digits::LIMIT).step_by(97);
        for number in every_few.chain([Digits::LIMIT - 1]) {
            let text = format!("{number:08}");
            assert_eq!(Digits::of(number).text(), text.as_bytes());
        }
    }

    #[test]
    fn zeros_are_counted_at_both_ends() {
        let zeros = |number| {
            let digits = Digits::of(number);
            (digits.zeros_in_front(), digits.zeros_at_end())
        };
        assert_eq!(zeros(10_200), (3, 2));
        assert_eq!(zeros(12_345_678), (0, 0));
        assert_eq!(zeros(0), (8, 8));
        assert_eq!(&Digits::of(10_200).text_from(3), b"10200000");
    }
}

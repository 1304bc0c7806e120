//! A person's time in a line of signs, one sign a piece of the meeting.

use crate::views::value::Span;
use crate::views::value::Stay;
use crate::views::value::presence_inside;

/// There all of the time of a sign.
pub const ALL: char = '█';
/// There for part of it.
pub const PART: char = '▒';
/// Not there.
pub const NONE: char = '·';

/// The pieces into which a stretch of time falls.
pub struct Pieces {
    pieces: Vec<Stay>,
    window: Stay,
}

impl Pieces {
    /// Returns the stretch in this many equal pieces; none where it has no length.
    pub fn of(stretch: Stay, window: Stay, count: usize) -> Option<Self> {
        let ticks = i128::from(stretch.length().as_ticks());
        let parts = i128::try_from(count).ok().filter(|count| *count > 0)?;
        let at = |part: i128| stretch.join() + Span::ticks((ticks * part / parts) as i64);
        let pieces = (0..parts).map(|part| Stay::new(at(part), at(part + 1)));
        let pieces: Vec<Stay> = pieces.collect::<Option<_>>()?;
        let empty = pieces.iter().any(|piece| piece.length() <= Span::ZERO);
        (!empty).then_some(Self { pieces, window })
    }

    /// Returns a sign a piece; blank where nobody is there outside the meeting's window.
    pub fn stripe(&self, united: &[Stay]) -> String {
        self.pieces
            .iter()
            .map(|piece| self.sign(*piece, united))
            .collect()
    }

    fn sign(&self, piece: Stay, united: &[Stay]) -> char {
        let inside = presence_inside(united, piece);
        // A moment takes no time and was there nevertheless.
        let touched = || {
            united
                .iter()
                .any(|stay| stay.join() >= piece.join() && stay.join() < piece.leave())
        };
        if inside >= piece.length() {
            ALL
        } else if inside > Span::ZERO || touched() {
            PART
        } else if self.window.inside(piece) > Span::ZERO {
            NONE
        } else {
            ' '
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::views::value::Instant;

    fn minutes(join: i64, leave: i64) -> Stay {
        let at = |minute| Instant::from_ticks(Span::minutes(minute).as_ticks());
        Stay::new(at(join), at(leave)).unwrap()
    }

    #[test]
    fn a_sign_tells_whether_somebody_was_there_all_of_its_time_some_or_none() {
        let pieces = Pieces::of(minutes(0, 60), minutes(0, 60), 6).unwrap();
        assert_eq!(pieces.stripe(&[minutes(10, 35)]), "·██▒··");
        assert_eq!(pieces.stripe(&[minutes(5, 5), minutes(50, 60)]), "▒····█");
        assert_eq!(pieces.stripe(&[]), "······");
    }

    #[test]
    fn outside_the_window_nobody_is_missed() {
        let pieces = Pieces::of(minutes(-10, 30), minutes(0, 20), 4).unwrap();
        assert_eq!(pieces.stripe(&[minutes(-10, 5)]), "█▒· ");
    }

    #[test]
    fn a_stretch_without_length_has_no_pieces() {
        assert!(Pieces::of(minutes(5, 5), minutes(5, 5), 3).is_none());
        assert!(Pieces::of(minutes(0, 5), minutes(0, 5), 0).is_none());
    }
}

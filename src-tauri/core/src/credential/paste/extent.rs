//! How many of the characters that could belong to a credential do: the four rules that the
//! head of [`super`] explains.

use super::runs::{Link, Piece, Tail};

/// How far a credential reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// Its characters.
    pub(super) length: usize,
    /// Whether text was glued to its end.
    pub(super) glued: bool,
}

/// How far the credential that begins `pieces` reaches, when whole ones have `usual` characters.
pub(super) fn extent(pieces: &[Piece<'_>], usual: usize) -> Extent {
    let mut length = 0;
    for (index, piece) in pieces.iter().enumerate() {
        length += piece.chars.len();
        let so_far = &pieces[..=index];
        if length == usual && believable(so_far) {
            return Extent { length, glued: false };
        }
        if length > usual {
            if runs_on(so_far, usual) {
                return Extent { length: usual, glued: true };
            }
            break;
        }
    }
    Extent { length: by_geometry(pieces), glued: false }
}

/// Rule 1: whether pieces that have the usual length together can be one wrapped credential.
fn believable(pieces: &[Piece<'_>]) -> bool {
    let [_, middle @ .., last] = pieces else { return true };
    let filled = middle.windows(2).all(|pair| pair[0].chars.len() == pair[1].chars.len())
        && middle.iter().all(|piece| last.chars.len() <= piece.chars.len());
    let aligned = middle.windows(2).all(|pair| pair[0].end_column == pair[1].end_column)
        && middle.iter().all(|piece| last.end_column <= piece.end_column);
    // A text that was broken after hyphens, say, is ragged; then its ending must speak for it.
    filled || (only_wrapped(pieces) && (aligned || ends_like_a_credential(pieces, usize::MAX)))
}

/// Rule 2: whether the text after the usual length was glued to the credential.
fn runs_on(pieces: &[Piece<'_>], usual: usize) -> bool {
    let prose_follows = pieces.len() == 1 && pieces[0].tail == Tail::Prose;
    prose_follows || (only_wrapped(pieces) && ends_like_a_credential(pieces, usual))
}

/// Rules 3 and 4: the characters of the lines that a terminal would have made of one word.
fn by_geometry(pieces: &[Piece<'_>]) -> usize {
    let [first, rest @ ..] = pieces else { return 0 };
    let mut length = first.chars.len();
    // The line before is the one that must be full; the first is, as far as anybody can tell.
    let mut room = (first.end_column, first.chars.len());
    let mut full = true;
    for piece in rest {
        let size = piece.chars.len();
        let fits = piece.end_column <= room.0 || size <= room.1;
        if piece.link != Link::Wrap || piece.tail == Tail::Prose || !full || !fits {
            break;
        }
        length += size;
        full = piece.end_column == room.0 || size == room.1;
        room = (piece.end_column, size);
    }
    length
}

fn only_wrapped(pieces: &[Piece<'_>]) -> bool {
    pieces.iter().all(|piece| piece.link == Link::Wrap)
}

/// Whether the characters, up to `limit` of them, end as Anthropic's credentials do: the last
/// bits of their base64 are zero. (Secret scanners look for the same ending.)
fn ends_like_a_credential(pieces: &[Piece<'_>], limit: usize) -> bool {
    let mut ending = [' '; 2];
    for c in pieces.iter().flat_map(|piece| piece.chars).take(limit) {
        ending = [ending[1], *c];
    }
    ending == ['A', 'A']
}

//! How many of the characters that could belong to a credential do: the rules that the head of
//! [`super`] explains.

use super::runs::{Link, Piece, Tail};

/// The most characters that are taken for a word which was glued to a credential; with more it
/// is rather a credential of another length.
const GLUED: usize = 20;

/// How far a credential reaches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Extent {
    /// Its characters.
    pub(super) length: usize,
    /// How certain its end is.
    pub(super) end: End,
}

/// How certain the end of a credential is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// As certain as its characters allow.
    Plain,
    /// Text was glued to it, and cut off.
    Glued,
    /// Its last characters may be words that followed one which was cut short.
    Joined,
}

/// Whether pieces belong to one credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fit {
    Surely,
    Perhaps,
    No,
}

/// How far the credential that begins `pieces` reaches, when whole ones have `usual` characters;
/// `always` says that there are none with other lengths.
pub(super) fn extent(pieces: &[Piece<'_>], usual: usize, always: bool) -> Extent {
    let mut length = 0;
    for (index, piece) in pieces.iter().enumerate() {
        length += piece.chars.len();
        let so_far = &pieces[..=index];
        if length == usual {
            match fit(so_far) {
                Fit::Surely => return Extent { length, end: End::Plain },
                Fit::Perhaps => return Extent { length, end: End::Joined },
                Fit::No => {}
            }
        }
        if length > usual {
            if runs_on(so_far, usual) {
                return Extent { length: usual, end: End::Glued };
            }
            break;
        }
    }
    let length = by_geometry(pieces);
    if always && (usual + 1..=usual + GLUED).contains(&length) {
        return Extent { length: usual, end: End::Glued };
    }
    Extent { length, end: End::Plain }
}

/// Rule 1: whether pieces that have the usual length together are one wrapped credential. Words
/// that follow one which was cut short can bring it to that length by chance.
fn fit(pieces: &[Piece<'_>]) -> Fit {
    let [_, joined @ ..] = pieces else { return Fit::Surely };
    let wrapped = joined.iter().all(|piece| piece.link == Link::Wrap);
    let regular = is_regular(joined, wrapped);
    if ends_like_a_credential(pieces, usize::MAX) {
        // A text that was broken after hyphens, say, is ragged; its ending speaks for it.
        return if wrapped || regular { Fit::Surely } else { Fit::Perhaps };
    }
    let a_sentence = joined.iter().any(|piece| match piece.link {
        Link::Wrap => piece.tail == Tail::Prose,
        Link::Blank | Link::Space => is_word(piece.chars),
    });
    if a_sentence || !(wrapped || regular) {
        return Fit::No;
    }
    let certain = joined.iter().all(|piece| match piece.link {
        Link::Wrap => !resembles_words(piece.chars),
        Link::Blank | Link::Space => is_jumble(piece.chars),
    });
    if regular && certain { Fit::Surely } else { Fit::Perhaps }
}

/// Whether the pieces after the first fill their lines, as far as the last.
fn is_regular(joined: &[Piece<'_>], wrapped: bool) -> bool {
    let [middle @ .., last] = joined else { return true };
    let filled = middle.windows(2).all(|pair| pair[0].chars.len() == pair[1].chars.len())
        && middle.iter().all(|piece| last.chars.len() <= piece.chars.len());
    let aligned = middle.windows(2).all(|pair| pair[0].end_column == pair[1].end_column)
        && middle.iter().all(|piece| last.end_column <= piece.end_column);
    filled || (wrapped && aligned)
}

/// Rule 2: whether the text after the usual length was glued to the credential.
fn runs_on(pieces: &[Piece<'_>], usual: usize) -> bool {
    let prose_follows = pieces.len() == 1 && pieces[0].tail == Tail::Prose;
    let wrapped = pieces.iter().all(|piece| piece.link == Link::Wrap);
    prose_follows || (wrapped && ends_like_a_credential(pieces, usual))
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
        let prose = piece.tail == Tail::Prose || resembles_words(piece.chars);
        if piece.link != Link::Wrap || prose || !full || !fits {
            break;
        }
        length += size;
        full = piece.end_column == room.0 || size == room.1;
        room = (piece.end_column, size);
    }
    length
}

/// A word of a language, such as `Done`.
fn is_word(chars: &[char]) -> bool {
    matches!(chars, [first, rest @ ..] if rest.len() > 1
        && first.is_ascii_alphabetic()
        && rest.iter().all(char::is_ascii_lowercase))
}

/// Whether characters could be words, names or numbers, such as `ok`, `EOF`, `user-1` or `2`:
/// the alphabet of a token is used in full by the token alone.
fn resembles_words(chars: &[char]) -> bool {
    chars.split(|c| matches!(c, '-' | '_')).all(|part| {
        let letters = part.iter().take_while(|c| c.is_ascii_alphabetic()).count();
        let (letters, digits) = part.split_at(letters);
        let capitals = letters.iter().filter(|c| c.is_ascii_uppercase()).count();
        let one_case = capitals == 0
            || capitals == letters.len()
            || (capitals == 1 && letters[0].is_ascii_uppercase());
        one_case && digits.iter().all(char::is_ascii_digit)
    })
}

/// What only a token looks like: many letters of both cases with digits among them.
fn is_jumble(chars: &[char]) -> bool {
    let has = |kind: fn(&char) -> bool| chars.iter().any(kind);
    chars.len() >= 16
        && has(char::is_ascii_lowercase)
        && has(char::is_ascii_uppercase)
        && has(char::is_ascii_digit)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_told_from_parts_of_a_token() {
        for (text, word, resembles) in [
            ("Done", true, true),
            ("export", true, true),
            ("ok", false, true),
            ("EOF", false, true),
            ("setup-token", false, true),
            ("ANTHROPIC_API_KEY", false, true),
            ("web01", false, true),
            ("2", false, true),
            ("---", false, true),
            ("xKd", false, false),
            ("3aB", false, false),
            ("97fkWNFqrv17", false, false),
        ] {
            let chars: Vec<char> = text.chars().collect();
            assert_eq!((is_word(&chars), resembles_words(&chars)), (word, resembles), "{text}");
        }
    }
}

//! Whether marks can begin or end something, by what stands beside them: the rules of `CommonMark`, less the scripts that
//! these rules do not fit, more the faces, names and formulas that people type in a chat.

/// Whether the marks at `at..end` can open, and whether they can close.
pub(super) fn flanks(line: &str, at: usize, end: usize) -> (bool, bool) {
    let mark = line.as_bytes()[at];
    let is_known = match mark {
        b'*' | b'_' => end - at <= 3,
        _ => end - at == 2,
    };
    // The ends of a line are blanks.
    let (mut left, mut right) = (line[..at].chars(), line[end..].chars());
    let before = left.next_back().unwrap_or(' ');
    let after = right.next().unwrap_or(' ');
    let is_sum = mark == b'*' && before.is_ascii_digit() && after.is_ascii_digit();
    // `^_^`, `-_-`, `"*"`.
    let is_face = before == after && before.is_ascii_punctuation();
    if !is_known || is_sum || is_face {
        return (false, false);
    }

    let mut opens = !after.is_whitespace()
        && (before.is_whitespace()
            || !after.is_ascii_punctuation()
            || begins(before) && begins(after));
    let mut closes = !before.is_whitespace()
        && (after.is_whitespace()
            || !before.is_ascii_punctuation()
            || ends(after) && !matches!(before, '(' | '[' | '{'));
    if matches!(mark, b'_' | b'|') {
        opens &= !before.is_alphanumeric() && !joins(before, left.next_back());
        closes &= !after.is_alphanumeric() && !joins(after, right.next());
    } else if end - at == 1 {
        // `*.rs and src/*.rs`
        closes &= !(after == '.' && right.next().is_some_and(char::is_alphanumeric));
    }
    (opens, closes)
}

/// Punctuation that stands before a word, marks among it.
fn begins(c: char) -> bool {
    "*_~|`([{\"'@".contains(c)
}

/// Punctuation that stands after a word, marks among it.
fn ends(c: char) -> bool {
    "*_~|`)]}\"'.,;:!?".contains(c)
}

/// Whether punctuation goes on with a name rather than ending it: `__init__.py`, `a/_b_/c`, `std::__priv__`.
fn joins(c: char, beyond: Option<char>) -> bool {
    "./\\-:@#=&".contains(c)
        && beyond.is_some_and(|beyond| beyond.is_alphanumeric() || c == ':' && beyond == ':')
}

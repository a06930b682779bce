//! Texts as sequences of words, compared by letters: without case, accents and the other ways in which one letter is written
//! in two.

use std::ops::Range;

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// How a script parts its words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Script {
    /// By blanks. A word is one.
    Spaced,
    /// Not at all, as Chinese, Japanese and Thai. A word is a whole run of letters.
    Unspaced,
    /// A sign that stands for itself, as an emoji. Each is a word.
    Sign,
}

/// A word of a text.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub script: Script,
    /// Its folded letters. Never empty.
    pub letters: Vec<char>,
    /// Where each of them stands in the text, in bytes; several may come from one character.
    places: Vec<Range<usize>>,
}

impl Word {
    /// Where the letters of `range` stand in the text.
    pub fn place(&self, range: Range<usize>) -> Range<usize> {
        self.places[range.start].start..self.places[range.end - 1].end
    }

    /// The letter at which `part` begins for the first time from letter `from` on.
    pub fn find(&self, part: &[char], from: usize) -> Option<usize> {
        let mut windows = self.letters.get(from..)?.windows(part.len());
        windows
            .position(|window| window == part)
            .map(|at| from + at)
    }
}

/// The words of a text, in order. After `max` letters it ends.
pub(super) fn words(text: &str, max: usize) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut left = max;
    // What the next letter continues, if it is of the same script.
    let mut open: Option<Script> = None;
    for (at, c) in text.char_indices() {
        let place = at..at + c.len_utf8();
        for letter in fold(c) {
            if is_nothing(letter) {
                continue;
            }
            let Some(script) = script(letter, open) else {
                open = None;
                continue;
            };
            if left == 0 {
                return words;
            }
            left -= 1;
            match words.last_mut() {
                Some(word) if open == Some(script) => {
                    word.letters.push(letter);
                    word.places.push(place.clone());
                }
                _ => words.push(Word {
                    script,
                    letters: vec![letter],
                    places: vec![place.clone()],
                }),
            }
            open = (script != Script::Sign).then_some(script);
        }
    }
    words
}

/// The letters that a character is compared by.
fn fold(c: char) -> impl Iterator<Item = char> {
    // What people write for one another, and no decomposition of Unicode knows.
    let (as_written, instead) = match c {
        'ß' | 'ẞ' => (None, "ss"),
        'æ' | 'Æ' => (None, "ae"),
        'œ' | 'Œ' => (None, "oe"),
        'ø' | 'Ø' => (None, "o"),
        'ł' | 'Ł' => (None, "l"),
        'đ' | 'Đ' => (None, "d"),
        'ı' => (None, "i"),
        'ς' => (None, "σ"),
        c => (Some(c), ""),
    };
    // A kana with its mark is another letter; an `é` is an `e` to most who look for it.
    let is_kana = matches!(c, '\u{3040}'..='\u{30FF}');
    let (composed, decomposed) = match is_kana {
        true => (as_written, None),
        false => (None, as_written),
    };
    let composed = composed.into_iter();
    let decomposed = decomposed.into_iter().nfkd().flat_map(char::to_lowercase);
    composed.chain(decomposed).chain(instead.chars())
}

/// Marks that many leave out, and characters that print nothing.
fn is_nothing(c: char) -> bool {
    matches!(c,
        // Accents, the points of Hebrew and Arabic, the stretching of Arabic.
        '\u{0300}'..='\u{036F}' | '\u{0591}'..='\u{05C7}' | '\u{064B}'..='\u{065F}' | '\u{0640}'
        // Soft hyphens, joiners, directions, variants.
        | '\u{00AD}' | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}')
}

/// None: it stands between words. A mark is of the script of the letter that it follows.
fn script(c: char, open: Option<Script>) -> Option<Script> {
    match c {
        // Thai to Khmer with Burmese between, kana and bopomofo, ideographs.
        '\u{0E00}'..='\u{0EFF}'
        | '\u{1000}'..='\u{109F}'
        | '\u{1780}'..='\u{17FF}'
        | '\u{3005}'..='\u{3007}'
        | '\u{3040}'..='\u{312F}'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{4E00}'..='\u{9FFF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{3FFFF}' => Some(Script::Unspaced),
        c if is_combining_mark(c) => open,
        c if c.is_alphanumeric() => Some(Script::Spaced),
        // Punctuation of East Asia.
        '\u{2E00}'..='\u{2E7F}' | '\u{3000}'..='\u{303F}' => None,
        // Arrows, signs and all emoji.
        '\u{2190}'.. => Some(Script::Sign),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: &[&str]) {
        let found: Vec<String> = words(text, usize::MAX)
            .iter()
            .map(|word| word.letters.iter().collect())
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn words_are_compared_by_their_letters() {
        check("Grüße aus Łódź, Ærø!", &["grusse", "aus", "lodz", "aero"]);
        check(
            "TÜRKÇE Ἀθῆναι ёлка ΟΔΟΣ",
            &["turkce", "αθηναι", "елка", "οδοσ"],
        );
        check("ＡＢＣ １２", &["abc", "12"]);
        check("don\u{00AD}key key\u{200B}board", &["donkey", "keyboard"]);
        check("हिन्दी किताब", &["हिन्दी", "किताब"]);
        check("سَلَام", &["سلام"]);
    }

    #[test]
    fn scripts_without_blanks_and_signs_are_words_of_their_own() {
        check("我喜欢iPhone手机。", &["我喜欢", "iphone", "手机"]);
        check("nice🎉🎉 ok", &["nice", "🎉", "🎉", "ok"]);
        check("「東京」です", &["東京", "です"]);
    }

    #[test]
    fn letters_know_where_they_come_from() {
        let text = "a Straße";
        let words = words(text, usize::MAX);
        let at = words[1].find(&['s', 's'], 0).expect("is there");
        assert_eq!(&text[words[1].place(at..at + 2)], "ß");
        assert_eq!(&text[words[1].place(0..words[1].letters.len())], "Straße");
    }

    #[test]
    fn long_texts_end() {
        assert_eq!(words("abc def", 5)[1].letters, ['d', 'e']);
        // One character that is eighteen letters and blanks.
        assert!(words(&"\u{FDFA}".repeat(1_000), 100).len() <= 100);
    }
}

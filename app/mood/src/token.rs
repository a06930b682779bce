//! Cuts a text into words, emoji, emoticons and the punctuation that matters to mood.

use std::ops::Range;

use crate::lexicon::Lexicon;

/// Characters looked at; what stands behind them changes no mood and must not cost time.
pub const MAX_CHARS: usize = 2_000;

/// What kind of thing a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Word,
    /// A word without letters: a number, a time.
    Number,
    Emoji,
    Emoticon,
    /// Ends a clause: `. , ; : ! ? …`, a bracket, a new line.
    Break,
}

/// The signs that end a clause.
const BREAKS: [char; 15] = [
    '.', ',', ';', ':', '!', '?', '…', '(', ')', '¡', '¿', '。', '！', '？', '\n',
];

/// One piece of the text.
#[derive(Clone, Debug, PartialEq)]
pub struct Token {
    pub kind: Kind,
    /// Lower-case, spelled out, without stretching; an emoji without skin tone and variation.
    pub text: String,
    /// Bytes of the text it stands on.
    pub range: Range<u32>,
    /// Written in capitals, at least two letters.
    pub capitals: bool,
    /// A letter was repeated beyond spelling ("sooo").
    pub stretched: bool,
    /// Written otherwise than `text`, by a slip of the keyboard.
    pub mended: bool,
}

/// The pieces of a text in order. Web addresses and names after an @ are left out.
pub fn tokens(lexicon: &Lexicon, text: &str) -> Vec<Token> {
    let end = text
        .char_indices()
        .nth(MAX_CHARS)
        .map_or(text.len(), |(i, _)| i);
    let mut cutter = Cutter {
        lexicon,
        text: &text[..end],
        at: 0,
        out: Vec::new(),
    };
    while let Some(c) = cutter.peek() {
        cutter.next(c);
    }
    cutter.out
}

/// Whether the character is an emoji or the start of one.
pub fn is_emoji(c: char) -> bool {
    matches!(u32::from(c),
        0x1F300..=0x1FAFF | 0x1F000..=0x1F2FF | 0x2600..=0x27BF | 0x2B00..=0x2BFF
        | 0x2190..=0x21FF | 0x231A..=0x23FF | 0x203C | 0x2049)
}

struct Cutter<'a> {
    lexicon: &'a Lexicon,
    text: &'a str,
    at: usize,
    out: Vec<Token>,
}

impl Cutter<'_> {
    fn peek(&self) -> Option<char> {
        self.text[self.at..].chars().next()
    }

    fn next(&mut self, c: char) {
        let after_word = self.text[..self.at]
            .chars()
            .next_back()
            .is_some_and(char::is_alphanumeric);
        if !after_word && self.skip_address() {
            return;
        }
        // "thanks:)" ends in an emoticon, "10:30" and "maxD" do not.
        let emoticon = if !after_word || matches!(c, ':' | ';') {
            self.emoticon()
        } else {
            None
        };
        if let Some(len) = emoticon {
            let text = self.text[self.at..self.at + len].to_owned();
            self.push(Kind::Emoticon, text, len);
        } else if is_emoji(c) {
            self.emoji();
        } else if c.is_alphanumeric() {
            self.word();
        } else if BREAKS.contains(&c) {
            self.push(Kind::Break, c.to_string(), c.len_utf8());
        } else {
            self.at += c.len_utf8();
        }
    }

    fn push(&mut self, kind: Kind, text: String, len: usize) {
        let range = self.at as u32..(self.at + len) as u32;
        self.at += len;
        self.out.push(Token {
            kind,
            text,
            range,
            capitals: false,
            stretched: false,
            mended: false,
        });
    }

    /// Steps over `https://…`, `www.…` and `@name`.
    fn skip_address(&mut self) -> bool {
        let rest = &self.text[self.at..];
        let address = ["http://", "https://", "www."].iter().any(|start| {
            rest.get(..start.len())
                .is_some_and(|head| head.eq_ignore_ascii_case(start))
        });
        let name = rest
            .strip_prefix('@')
            .is_some_and(|r| r.starts_with(char::is_alphanumeric));
        if address || name {
            self.at += rest.find(char::is_whitespace).unwrap_or(rest.len());
        }
        address || name
    }

    /// Length of the emoticon that starts here and is not the beginning of a word.
    fn emoticon(&self) -> Option<usize> {
        let rest = &self.text[self.at..];
        let mut longest = None;
        for (i, c) in rest.char_indices().take(6) {
            if c.is_whitespace() {
                break;
            }
            let end = i + c.len_utf8();
            if end < 2
                || rest[..end].chars().all(char::is_alphabetic)
                    && !matches!(&rest[..end], "XD" | "xD" | "QQ")
            {
                continue;
            }
            let ends_chunk = !rest[end..].starts_with(char::is_alphanumeric);
            if ends_chunk
                && self.lexicon.sign(&[&rest[..end]]).is_some()
                && !rest[..end].chars().any(is_emoji)
            {
                longest = Some(end);
            }
        }
        longest
    }

    /// One emoji with its variation, skin tone and joined parts.
    fn emoji(&mut self) {
        let rest = &self.text[self.at..];
        let mut name = String::new();
        let mut len = 0;
        let mut joined = true;
        for c in rest.chars() {
            match c {
                '\u{200d}' => {
                    joined = true;
                    name.push(c);
                }
                '\u{fe0e}' | '\u{fe0f}' | '\u{20e3}' => {}
                '\u{1f3fb}'..='\u{1f3ff}' if !name.is_empty() => {}
                c if joined && is_emoji(c) => {
                    joined = false;
                    name.push(c);
                }
                _ => break,
            }
            len += c.len_utf8();
        }
        while name.ends_with('\u{200d}') {
            name.pop();
        }
        if self.lexicon.sign(&[&name]).is_none() {
            // An unknown combination says what its first part says.
            name.truncate(name.chars().next().map_or(0, char::len_utf8));
        }
        self.push(Kind::Emoji, name, len.max(1));
    }

    fn word(&mut self) {
        let rest = &self.text[self.at..];
        let mut len = 0;
        let mut chars = rest.char_indices().peekable();
        while let Some((i, c)) = chars.next() {
            let follows = chars.peek().is_some_and(|(_, n)| n.is_alphanumeric());
            let inside = matches!(c, '\'' | '’' | '-' | '*' | '$') && i > 0 && follows;
            if !(inside || c.is_alphanumeric() && !is_emoji(c) || is_mark(c)) {
                break;
            }
            len = i + c.len_utf8();
            if is_ideograph(c) {
                break;
            }
        }
        let written = &rest[..len.max(1)];
        let len = written.len();
        let letters = written.chars().filter(|c| c.is_alphabetic()).count();
        if letters == 0 {
            self.push(Kind::Number, written.to_owned(), len);
            return;
        }
        let capitals = letters > 1
            && !written.chars().any(char::is_lowercase)
            && written.chars().any(char::is_uppercase);
        let lower: String = written
            .chars()
            .map(|c| if c == '’' { '\'' } else { c })
            .flat_map(char::to_lowercase)
            .collect();
        let (plain, stretched) = normal(self.lexicon, &lower);
        self.push(Kind::Word, plain, len);
        if let Some(token) = self.out.last_mut() {
            token.capitals = capitals;
            token.stretched = stretched;
        }
    }
}

/// Combining marks belong to the letter before them.
fn is_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0300..=0x036F | 0x0900..=0x0903 | 0x093A..=0x094F | 0x0610..=0x061A | 0x064B..=0x065F)
}

/// Scripts without blanks between words: each sign counts as a word.
fn is_ideograph(c: char) -> bool {
    matches!(u32::from(c), 0x2E80..=0x9FFF | 0xAC00..=0xD7AF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF)
}

/// The plain spelling, and whether letters were repeated beyond it.
fn normal(lexicon: &Lexicon, lower: &str) -> (String, bool) {
    let spelled = |w: &str| lexicon.spelled_out(w).map(str::to_owned);
    if let Some(plain) = spelled(lower) {
        return (plain, false);
    }
    let (twice, stretched) = squeeze(lower, 2);
    if !stretched {
        return (lower.to_owned(), false);
    }
    // "goooood" is "good", "sooo" is "so": the longest spelling that is a word.
    let once = squeeze(lower, 1).0;
    for candidate in [&twice, &once] {
        if let Some(plain) = spelled(candidate) {
            return (plain, true);
        }
        if lexicon.is_listed(candidate) {
            return (candidate.clone(), true);
        }
    }
    (once, true)
}

/// Shortens runs of three or more equal letters to `keep`; says whether there were any.
fn squeeze(word: &str, keep: usize) -> (String, bool) {
    let chars: Vec<char> = word.chars().collect();
    let mut out = String::with_capacity(word.len());
    let mut squeezed = false;
    let mut i = 0;
    while i < chars.len() {
        let run = chars[i..].iter().take_while(|c| **c == chars[i]).count();
        let long = run > 2 && chars[i].is_alphabetic();
        squeezed |= long;
        out.extend(std::iter::repeat_n(chars[i], if long { keep } else { run }));
        i += run;
    }
    (out, squeezed)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &str) -> Vec<Token> {
        super::tokens(Lexicon::bundled(), text)
    }

    fn check(text: &str, expected: &[&str]) {
        let got: Vec<String> = tokens(text).into_iter().map(|t| t.text).collect();
        assert_eq!(got, expected, "{text}");
    }

    #[test]
    fn words_are_lower_case_and_spelled_out() {
        check("Hello World", &["hello", "world"]);
        check("u r gr8", &["you", "are", "great"]);
        check("I’m fine", &["i'm", "fine"]);
        check("dont", &["don't"]);
        check("well-known 'quoted'", &["well-known", "quoted"]);
        check("f*ck this", &["fuck", "this"]);
        check("at 10:30", &["at", "10", ":", "30"]);
    }

    #[test]
    fn stretched_words_find_their_spelling() {
        check("soooo goooood", &["so", "good"]);
        check("yaaaay", &["yay"]);
        check("nooooo", &["no"]);
        let token = &tokens("sooo")[0];
        assert!(token.stretched);
        assert!(!tokens("good")[0].stretched);
    }

    #[test]
    fn punctuation_parts_clauses() {
        check("no, thanks!!", &["no", ",", "thanks", "!", "!"]);
        check("a\nb", &["a", "\n", "b"]);
        check("#winning / 50%", &["winning", "50"]);
    }

    #[test]
    fn emoji_lose_skin_and_variation() {
        check("ok👍🏽", &["okay", "👍"]);
        check("❤️", &["❤"]);
        check("❤️‍🔥", &["❤‍🔥"]);
        check("👩‍🚀👩", &["👩", "👩"]);
        check("😂😂", &["😂", "😂"]);
        check("🇩🇪", &["🇩", "🇪"]);
    }

    #[test]
    fn emoticons_stand_alone() {
        check("hi :)", &["hi", ":)"]);
        check("hi:)", &["hi", ":)"]);
        check("so sad :'(", &["so", "sad", ":'("]);
        check("<3 you", &["<3", "you"]);
        check("xD", &["xD"]);
        check("time: 8)", &["time", ":", "8)"]);
    }

    #[test]
    fn addresses_and_names_are_left_out() {
        check("see https://hate.example/love now", &["see", "now"]);
        check("@sunny hello", &["hello"]);
        check("me@example.org", &["me", "example", ".", "org"]);
    }

    #[test]
    fn signs_without_blanks_count_each() {
        check("你好", &["你", "好"]);
    }

    #[test]
    fn capitals_are_seen() {
        assert!(tokens("WOW")[0].capitals);
        assert!(!tokens("I")[0].capitals);
        assert!(!tokens("Wow")[0].capitals);
    }

    #[test]
    fn ranges_point_into_the_text() {
        let text = "I 💛 naïve cafés, sooo much";
        for token in tokens(text) {
            assert!(
                text.get(token.range.start as usize..token.range.end as usize)
                    .is_some()
            );
        }
    }

    #[test]
    fn long_texts_are_cut() {
        let text = "happy ".repeat(10_000);
        assert!(tokens(&text).len() <= MAX_CHARS);
    }
}

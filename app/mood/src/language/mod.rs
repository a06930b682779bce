//! Which language a text is in: by its script first, then by letters and short words that only some languages have.
//!
//! It is there to choose what reads a text, and so rather says that it does not know than to err: an undecided text is left
//! to the English model, which says neutral where it knows too few of the words.

mod words;

use crate::token::MAX_CHARS;
use words::{CYRILLIC, DEVANAGARI, LATIN, LETTERS, Words};

/// The languages that are told apart, and `Other` for those about which only that is known.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Language {
    English,
    Chinese,
    German,
    Hindi,
    Portuguese,
    Romanian,
    Russian,
    Spanish,
    Ukrainian,
    /// None of these.
    Other,
}

impl Language {
    /// All of them, `Other` last.
    pub const ALL: [Language; 10] = [
        Language::English,
        Language::Chinese,
        Language::German,
        Language::Hindi,
        Language::Portuguese,
        Language::Romanian,
        Language::Russian,
        Language::Spanish,
        Language::Ukrainian,
        Language::Other,
    ];

    /// Position in [`Language::ALL`].
    pub fn index(self) -> usize {
        self as usize
    }

    /// A bit of its own.
    fn bit(self) -> u16 {
        1 << self.index()
    }

    /// Its two letters of ISO 639-1; empty for `Other`.
    pub fn code(self) -> &'static str {
        match self {
            Language::English => "en",
            Language::Chinese => "zh",
            Language::German => "de",
            Language::Hindi => "hi",
            Language::Portuguese => "pt",
            Language::Romanian => "ro",
            Language::Russian => "ru",
            Language::Spanish => "es",
            Language::Ukrainian => "uk",
            Language::Other => "",
        }
    }

    /// Its English name; empty for `Other`.
    pub fn name(self) -> &'static str {
        match self {
            Language::English => "English",
            Language::Chinese => "Chinese",
            Language::German => "German",
            Language::Hindi => "Hindi",
            Language::Portuguese => "Portuguese",
            Language::Romanian => "Romanian",
            Language::Russian => "Russian",
            Language::Spanish => "Spanish",
            Language::Ukrainian => "Ukrainian",
            Language::Other => "",
        }
    }

    /// The language with these two letters.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL
            .into_iter()
            .find(|language| language.code() == code && !code.is_empty())
    }
}

/// What speaks for a language.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Guess {
    pub language: Language,
    /// Enough speaks for it, and little for others. A guess that is not sure holds only for a text that cannot be English.
    pub is_sure: bool,
}

/// Guesses the language of a text. None: nothing speaks for any, and the letters are Latin or there are none.
pub fn guess(text: &str) -> Option<Guess> {
    let end = text.char_indices().nth(MAX_CHARS);
    let text = &text[..end.map_or(text.len(), |(i, _)| i)];
    let scripts = Scripts::of(text);
    let sure = |language| {
        Some(Guess {
            language,
            is_sure: true,
        })
    };
    match scripts.main()? {
        Script::Latin => spoken(text, &LATIN),
        Script::Cyrillic => match spoken(text, &CYRILLIC) {
            Some(guess) => sure(guess.language),
            // The larger of the two.
            None => sure(Language::Russian),
        },
        Script::Devanagari => match spoken(text, &DEVANAGARI) {
            Some(guess) => sure(guess.language),
            None => sure(Language::Hindi),
        },
        Script::Han if scripts.kana == 0 => sure(Language::Chinese),
        Script::Han | Script::Other => sure(Language::Other),
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Script {
    Latin,
    Cyrillic,
    Devanagari,
    Han,
    Other,
}

/// How many letters are of each script.
#[derive(Clone, Copy, Debug, Default)]
struct Scripts {
    latin: usize,
    cyrillic: usize,
    devanagari: usize,
    han: usize,
    kana: usize,
    other: usize,
}

impl Scripts {
    fn of(text: &str) -> Self {
        let mut out = Self::default();
        for c in text.chars().filter(|c| c.is_alphabetic()) {
            match u32::from(c) {
                0..=0x024F | 0x1E00..=0x1EFF => out.latin += 1,
                0x0400..=0x052F => out.cyrillic += 1,
                0x0900..=0x097F => out.devanagari += 1,
                // Each is about half a word.
                0x3400..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF => out.han += 3,
                0x3040..=0x30FF => {
                    out.kana += 1;
                    out.other += 3;
                }
                _ => out.other += 1,
            }
        }
        out
    }

    /// The script of most letters. Where there are kana, the other signs belong to them.
    fn main(self) -> Option<Script> {
        let counts = [
            (self.latin, Script::Latin),
            (self.cyrillic, Script::Cyrillic),
            (self.devanagari, Script::Devanagari),
            (self.han, Script::Han),
            (self.other, Script::Other),
        ];
        let most = counts.into_iter().max_by_key(|(letters, _)| *letters);
        most.filter(|(letters, _)| *letters > 0)
            .map(|(_, script)| script)
    }
}

/// The language for which most words and letters speak. A word that several have speaks for each of them, but less.
fn spoken(text: &str, words: &Words) -> Option<Guess> {
    let mut scores = [0.0_f32; Language::ALL.len()];
    let lower = text.to_lowercase();
    for word in lower.split(|c: char| !(c.is_alphanumeric() || is_joined(c))) {
        add(&mut scores, words.having(word), 1.0);
    }
    for c in lower.chars().filter(|c| !c.is_ascii()) {
        let having = LETTERS.iter().filter(|(_, letters)| letters.contains(c));
        let having = having.fold(0, |all, (language, _)| all | language.bit());
        add(&mut scores, having & words.languages, LETTER);
    }
    let of = |language: Language| scores[language.index()];
    let more = |best: Language, next: Language| if of(next) > of(best) { next } else { best };
    let best = Language::ALL.into_iter().fold(Language::English, more);
    let others = Language::ALL.into_iter().filter(|other| *other != best);
    let second = others.map(of).fold(0.0, f32::max);
    let is_sure =
        of(best) >= ENOUGH && of(best) >= LEAD * second || of(best) >= ALONE * (1.0 + 4.0 * second);
    (of(best) > second).then_some(Guess {
        language: best,
        is_sure,
    })
}

/// Parts the amount among the languages of these bits.
fn add(scores: &mut [f32; Language::ALL.len()], languages: u16, amount: f32) {
    let part = amount / languages.count_ones().max(1) as f32;
    for (place, score) in scores.iter_mut().enumerate() {
        if languages >> place & 1 == 1 {
            *score += part;
        }
    }
}

/// What a letter that few languages have speaks for them.
const LETTER: f32 = 0.75;
/// From which a guess may be sure.
const ENOUGH: f32 = 1.5;
/// How far ahead of the next it has to be for that.
const LEAD: f32 = 1.5;
/// Enough where hardly anything speaks for others.
const ALONE: f32 = 1.0;

/// Vowel signs of Devanagari are no letters to Unicode, but parts of words.
fn is_joined(c: char) -> bool {
    matches!(u32::from(c), 0x0900..=0x0903 | 0x093A..=0x094F) || c == '\''
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str, expected: Language) {
        let found = guess(text);
        assert_eq!(
            found.map(|guess| guess.language),
            Some(expected),
            "{text}: {found:?}"
        );
    }

    #[test]
    fn scripts_tell_most() {
        check("我今天很开心", Language::Chinese);
        check("今日はとても楽しいです", Language::Other);
        check("मुझे बहुत डर लग रहा है", Language::Hindi);
        check("मला खूप आनंद झाला आहे", Language::Other);
        check("אני שמח", Language::Other);
        check("오늘 정말 행복해요", Language::Other);
    }

    #[test]
    fn letters_part_the_cyrillic_ones() {
        check("Я так рада тебя видеть!", Language::Russian);
        check("Мені дуже сумно сьогодні", Language::Ukrainian);
        check("привет", Language::Russian);
        check("Много се радвам да те видя, ще дойда утре", Language::Other);
    }

    #[test]
    fn short_words_part_the_latin_ones() {
        check("Ich freue mich sehr über deinen Besuch", Language::German);
        check("Estoy muy enojado contigo", Language::Spanish);
        check("Eu não aguento mais isso", Language::Portuguese);
        check("Sunt foarte fericit că ai venit", Language::Romanian);
        check("I am so happy that you came", Language::English);
        check("Olen todella iloinen että tulit", Language::Other);
        check("Je suis très content de te voir", Language::Other);
        check("Sono molto felice di vederti", Language::Other);
    }

    #[test]
    fn nothing_is_no_language() {
        for text in ["", "...", "42", "😀😀", "hmm"] {
            assert_eq!(guess(text), None, "{text}");
        }
    }

    #[test]
    fn every_language_keeps_its_place_and_its_letters() {
        for (i, language) in Language::ALL.into_iter().enumerate() {
            assert_eq!(language.index(), i);
            if language != Language::Other {
                assert_eq!(Language::from_code(language.code()), Some(language));
            }
        }
        assert_eq!(Language::from_code(""), None);
    }
}

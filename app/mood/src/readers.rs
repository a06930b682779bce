//! Reads each text with what knows its language.

use std::sync::Arc;
#[cfg(not(target_family = "wasm"))]
use std::sync::LazyLock;

use crate::language::{Language, guess};
use crate::linear::LanguageModel;
use crate::model::Model;
use crate::reading::{Reading, Share};

/// The English model, and those of other languages as far as they are there.
#[derive(Clone, Debug)]
pub struct Readers {
    english: Arc<Model>,
    others: Vec<Arc<LanguageModel>>,
}

/// Fewer words that nobody knows are rather a name or a joke than another language.
const FEW: usize = 3;

/// Who is to read a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// A model that is there.
    Read(Language),
    /// It is in this language, whose model is not there.
    Unread(Language),
}

impl From<Arc<Model>> for Readers {
    fn from(english: Arc<Model>) -> Self {
        Self {
            english,
            others: Vec::new(),
        }
    }
}

impl Readers {
    /// All that are in the repository, made once.
    ///
    /// # Panics
    /// Never: the tests read these bytes.
    #[cfg(not(target_family = "wasm"))]
    pub fn bundled() -> &'static Arc<Self> {
        static BUNDLED: LazyLock<Arc<Readers>> = LazyLock::new(|| {
            let mut readers = Readers::from(Arc::clone(Model::bundled()));
            for (_, bytes) in crate::LANGUAGE_FILES {
                let model = LanguageModel::from_bytes(bytes);
                readers.add(model.expect("training writes whole models"));
            }
            Arc::new(readers)
        });
        &BUNDLED
    }

    /// From now on also that language is read.
    pub fn add(&mut self, model: LanguageModel) {
        self.others
            .retain(|known| known.language() != model.language());
        self.others.push(Arc::new(model));
    }

    /// The English model, whose lists of emoji all share.
    pub fn english(&self) -> &Arc<Model> {
        &self.english
    }

    /// The language of a text, and whether it can be read. A text that says nothing of its language is English where enough of its
    /// words are.
    pub fn tongue(&self, text: &str) -> Tongue {
        let guess = guess(text);
        let language = match guess {
            Some(guess) if guess.is_sure => guess.language,
            _ if !self.english.is_foreign(text) => Language::English,
            Some(guess) => guess.language,
            None => Language::Other,
        };
        self.tongue_of(language)
    }

    /// Whether texts of a language can be read.
    pub fn tongue_of(&self, language: Language) -> Tongue {
        if language == Language::English || self.model(language).is_some() {
            Tongue::Read(language)
        } else {
            Tongue::Unread(language)
        }
    }

    /// The language of a text that cannot be read. None: it can, or is too little to say that it is in another.
    pub fn unread(&self, text: &str) -> Option<Language> {
        let Tongue::Unread(language) = self.tongue(text) else {
            return None;
        };
        let words = text.split_whitespace().count();
        let is_clear = language != Language::Other || words >= FEW || guess(text).is_some();
        is_clear.then_some(language)
    }

    /// Reads the mood of a text. One in a language that is not there is neutral, but for its emoji.
    pub fn read(&self, text: &str) -> Reading {
        self.read_in(self.tongue(text), text)
    }

    /// Reads a text whose language is known.
    pub fn read_in(&self, tongue: Tongue, text: &str) -> Reading {
        match tongue {
            Tongue::Read(language) => match self.model(language) {
                Some(model) => model.read(self.english.lexicon(), text),
                None => self.english.read(text),
            },
            Tongue::Unread(_) => self.english.read_signs(text),
        }
    }

    /// What each word adds to the reading of a text.
    pub fn explain(&self, text: &str) -> Vec<Share> {
        match self.tongue(text) {
            Tongue::Read(language) => match self.model(language) {
                Some(model) => model.explain(self.english.lexicon(), text),
                None => self.english.explain(text),
            },
            Tongue::Unread(_) => self.english.explain_signs(text),
        }
    }

    /// What reads the language, if it is not English and there.
    pub fn model(&self, language: Language) -> Option<&LanguageModel> {
        let of = |model: &&Arc<LanguageModel>| model.language() == language;
        self.others.iter().find(of).map(|model| &**model)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::Mood;

    fn check(text: &str, language: Language, expected: Mood) {
        let readers = Readers::bundled();
        assert_eq!(readers.tongue(text), Tongue::Read(language), "{text}");
        let reading = readers.read(text);
        assert_eq!(reading.mood(), expected, "{text}: {:?}", reading.moods());
    }

    #[test]
    fn each_text_is_read_in_its_language() {
        check(
            "I got the job, I am so happy",
            Language::English,
            Mood::Happy,
        );
        check("Я так рада тебя видеть!", Language::Russian, Mood::Happy);
        check(
            "мне очень страшно и тревожно",
            Language::Russian,
            Mood::Tense,
        );
        check("Мені дуже сумно, я плачу", Language::Ukrainian, Mood::Sad);
        check(
            "¡Qué feliz estoy, me encanta!",
            Language::Spanish,
            Mood::Happy,
        );
        check(
            "Tengo mucho miedo de la noche",
            Language::Spanish,
            Mood::Tense,
        );
        check("मुझे बहुत डर लग रहा है", Language::Hindi, Mood::Tense);
        check("Sunt foarte fericit azi", Language::Romanian, Mood::Happy);
        check("我今天真的很开心", Language::Chinese, Mood::Happy);
    }

    #[test]
    fn everyday_talk_is_neutral_in_every_language() {
        check("Встреча завтра в десять", Language::Russian, Mood::Neutral);
        check(
            "La reunión es mañana a las diez",
            Language::Spanish,
            Mood::Neutral,
        );
        check("बैठक कल दस बजे है", Language::Hindi, Mood::Neutral);
    }

    #[test]
    fn a_language_that_is_not_there_is_neutral_and_named() {
        let readers = Readers::from(Arc::clone(Model::bundled()));
        for (text, language) in [
            ("Я так рада тебя видеть!", Language::Russian),
            ("Ich bin so unglaublich wütend auf dich", Language::German),
            ("Olen todella vihainen sinulle", Language::Other),
            ("今日は本当に悲しいです", Language::Other),
        ] {
            assert_eq!(readers.tongue(text), Tongue::Unread(language), "{text}");
            let reading = readers.read(text);
            assert_eq!(reading.mood(), Mood::Neutral, "{text}");
            assert!(reading.confidence < 0.5, "{text}");
        }
        assert_eq!(readers.read("Ich bin wütend 😡😡").mood(), Mood::Tense);
    }

    #[test]
    fn words_are_named_in_every_language() {
        for (text, word) in [
            ("мне сегодня очень страшно", "страшно"),
            ("hoy estoy muy triste amigo", "triste"),
        ] {
            let shares = Readers::bundled().explain(text);
            let strongest = shares.iter().max_by(|a, b| a.pull.total_cmp(&b.pull));
            let found = strongest.map(|s| &text[s.range.start as usize..s.range.end as usize]);
            assert_eq!(found, Some(word), "{shares:?}");
        }
    }

    #[test]
    fn a_broken_file_is_no_model() {
        for (_, whole) in crate::LANGUAGE_FILES {
            for length in (0..whole.len()).step_by(991) {
                assert!(LanguageModel::from_bytes(&whole[..length]).is_err());
            }
            assert!(LanguageModel::from_bytes(&[whole, &[0][..]].concat()).is_err());
        }
        assert!(LanguageModel::from_bytes(Model::BYTES).is_err());
    }
}

//! Follows one room: reads its messages and the viewer's draft. Knows no signals.

use std::{collections::VecDeque, sync::Arc};

use domain::{RoomId, Timestamp, message::Message};
use mood::{
    Corrections, DraftMood, Emotion, Language, LanguageModel, Model, ModelError, Mood, Readers,
    Reading, RoomMood, RoomSettings, palette::Tint, weight_after,
};

use super::{
    engine::{Engine, Read},
    shown::{MoodCause, MoodWord, ShownMood, Telling, words},
};

/// Messages that are read when a room opens, and whose words are named.
pub(super) const MESSAGES: usize = 12;

/// A text says something of a mood from this probability on, and less the more was said since.
const SAYS_SOMETHING: f32 = 0.3;

/// The engine with the model in these bytes.
pub(super) fn engine(model: &[u8]) -> Result<Arc<dyn Engine>, ModelError> {
    let model = Model::from_bytes(model)?;
    Ok(Arc::new(Ready(Arc::new(Readers::from(Arc::new(model))))))
}

struct Ready(Arc<Readers>);

impl Engine for Ready {
    fn reader(
        &self,
        room: RoomId,
        settings: RoomSettings,
        corrections: &Corrections,
        last: &[Arc<Message>],
        now: Timestamp,
    ) -> Box<dyn Read> {
        let readers = Arc::clone(&self.0);
        let mut reader = Reader::new(room, readers, settings, corrections.clone());
        reader.hear_all(last, now);
        Box::new(reader)
    }

    fn unread(&self, text: &str) -> Option<Language> {
        self.0.unread(text)
    }

    fn with(&self, language: &[u8]) -> Result<Arc<dyn Engine>, ModelError> {
        let mut readers = Readers::clone(&self.0);
        readers.add(LanguageModel::from_bytes(language)?);
        Ok(Arc::new(Ready(Arc::new(readers))))
    }
}

/// A text's mood is clear from this probability on, as that of a draft is.
const CLEAR: f32 = 0.72;

/// One room's mood.
#[derive(Debug)]
struct Reader {
    room: RoomId,
    readers: Arc<Readers>,
    corrections: Corrections,
    mood: RoomMood,
    draft: DraftMood,
    draft_text: String,
    /// The last messages, oldest first.
    said: VecDeque<Arc<str>>,
    /// The greatest number read: a message told twice counts once.
    read_to: u64,
    cause: MoodCause,
}

impl Reader {
    fn new(
        room: RoomId,
        readers: Arc<Readers>,
        settings: RoomSettings,
        corrections: Corrections,
    ) -> Self {
        Self {
            room,
            readers: Arc::clone(&readers),
            corrections,
            mood: RoomMood::new(settings),
            draft: DraftMood::new(readers),
            draft_text: String::new(),
            said: VecDeque::new(),
            read_to: 0,
            cause: MoodCause::Received,
        }
    }

    fn hear_all(&mut self, last: &[Arc<Message>], now: Timestamp) {
        let read: Vec<(u128, u64, Reading)> = last
            .iter()
            .map(|message| {
                let reading = self.read(&message.body);
                self.remember(message);
                (sender(message), ms(message.sent_at.min(now)), reading)
            })
            .collect();
        let heard = read.iter().map(|(who, at, reading)| (*who, *at, reading));
        self.mood.hear_all(heard, ms(now));
    }

    fn read(&self, text: &str) -> Reading {
        self.corrections.apply(text, self.readers.read(text))
    }

    fn take_draft(&mut self, now: Timestamp) -> bool {
        let reading = (!self.draft.is_empty()).then(|| self.draft.reading());
        let changed = self.mood.draft(reading, ms(now));
        if changed {
            self.cause = MoodCause::Typing;
        }
        changed
    }

    fn remember(&mut self, message: &Message) {
        self.read_to = self.read_to.max(message.seq);
        self.said.push_back(message.body.as_str().into());
        if self.said.len() > MESSAGES {
            self.said.pop_front();
        }
    }
}

impl Read for Reader {
    fn room(&self) -> RoomId {
        self.room
    }

    fn set(&mut self, settings: RoomSettings) {
        self.mood.set(settings);
    }

    fn heard(&mut self, message: &Message, now: Timestamp) -> bool {
        if message.seq <= self.read_to {
            return false;
        }
        let reading = self.read(&message.body);
        // The server's clock may run ahead of this device's.
        let changed = self.mood.hear(sender(message), ms(now), &reading);
        self.remember(message);
        self.cause = MoodCause::Received;
        changed
    }

    fn typed(&mut self, text: &str, now: Timestamp) -> bool {
        text.clone_into(&mut self.draft_text);
        let is_news = self.draft.feed(text, ms(now));
        is_news && self.take_draft(now)
    }

    fn tick(&mut self, now: Timestamp) -> bool {
        let is_news = self.draft.tick(ms(now));
        let by_draft = is_news && self.take_draft(now);
        self.mood.tick(ms(now)) || by_draft
    }

    fn shown(&self) -> ShownMood {
        ShownMood::of(&self.mood.shown(), self.cause)
    }

    fn texts(&self) -> Vec<Arc<str>> {
        let draft = (!self.draft.is_empty()).then(|| self.draft_text.as_str().into());
        self.said.iter().cloned().chain(draft).collect()
    }

    fn anger(&self, text: &str) -> f32 {
        self.read(text).probs[Emotion::Anger.index()]
    }

    fn tint(&self, text: &str) -> Option<Tint> {
        let reading = self.read(text);
        let mood = reading.mood();
        let is_clear = reading.moods()[mood.index()] >= CLEAR;
        (is_clear && mood != Mood::Neutral).then(|| Tint::of(mood, reading.emotion()))
    }

    fn words(&self, texts: &[Arc<str>]) -> Vec<MoodWord> {
        let newest_first = texts.iter().rev();
        // The words of a corrected text did not make it what it is.
        let explained = newest_first.map(|text| match self.corrections.of(text) {
            None => (&**text, self.readers.explain(text)),
            Some(_) => (&**text, Vec::new()),
        });
        words(explained)
    }

    fn telling(&self, texts: &[Arc<str>], about: Option<&str>) -> Option<Telling> {
        let newest_first = texts.iter().rev().enumerate();
        let says = newest_first.map(|(age, text)| {
            let reading = self.read(text);
            let says = weight_after(age) * (1.0 - reading.moods()[Mood::Neutral.index()]);
            (text, reading, says)
        });
        let (text, reading, says) = match about {
            Some(about) => says.into_iter().find(|(text, ..)| &***text == about)?,
            None => says.into_iter().max_by(|a, b| a.2.total_cmp(&b.2))?,
        };
        (about.is_some() || says >= SAYS_SOMETHING).then(|| {
            let mood = self.corrections.of(text);
            Telling::of(text, &reading, mood.is_some(), &self.readers.explain(text))
        })
    }
}

fn sender(message: &Message) -> u128 {
    message.author.0.as_u128()
}

fn ms(at: Timestamp) -> u64 {
    u64::try_from(at.0).unwrap_or(0)
}

//! Follows one room: reads its messages and the viewer's draft, and measures what that costs. Knows no signals.

use std::{collections::VecDeque, sync::Arc};

use domain::{RoomId, Timestamp, message::Message};
use mood::{DraftMood, Model, Reading, RoomMood, RoomSettings};

use super::{
    engine::{Engine, Read},
    shown::{MoodCause, MoodWord, ShownMood, words},
};
use crate::browser::clock;

/// Messages that are read when a room opens, and whose words are named.
pub(super) const MESSAGES: usize = 12;

/// The engine with the lexicon in these bytes, if they are one.
pub(super) fn engine(lexicon: &[u8]) -> Option<Arc<dyn Engine>> {
    let model = Model::from_bytes(lexicon).ok()?;
    Some(Arc::new(Ready(Arc::new(model))))
}

struct Ready(Arc<Model>);

impl Engine for Ready {
    fn reader(
        &self,
        room: RoomId,
        settings: RoomSettings,
        last: &[Arc<Message>],
        now: Timestamp,
    ) -> Box<dyn Read> {
        Box::new(Reader::new(room, Arc::clone(&self.0), settings, last, now))
    }
}

/// One room's mood.
#[derive(Debug)]
struct Reader {
    room: RoomId,
    model: Arc<Model>,
    mood: RoomMood,
    draft: DraftMood,
    draft_text: String,
    /// The last messages with their readings, oldest first.
    said: VecDeque<(Arc<str>, Reading)>,
    /// The greatest number read: a message told twice counts once.
    read_to: u64,
    cause: MoodCause,
    /// The dearest reading so far, in milliseconds.
    worst_ms: f64,
}

impl Reader {
    fn new(
        room: RoomId,
        model: Arc<Model>,
        settings: RoomSettings,
        last: &[Arc<Message>],
        now: Timestamp,
    ) -> Self {
        let mut reader = Self {
            room,
            model: Arc::clone(&model),
            mood: RoomMood::new(settings),
            draft: DraftMood::new(Arc::clone(&model)),
            draft_text: String::new(),
            said: VecDeque::new(),
            read_to: 0,
            cause: MoodCause::Received,
            worst_ms: 0.0,
        };
        let read: Vec<(u128, u64, Reading)> = last
            .iter()
            .map(|message| {
                let reading = reader.measured(|| model.read(&message.body));
                reader.remember(message, reading.clone());
                (sender(message), ms(message.sent_at.min(now)), reading)
            })
            .collect();
        let heard = read.iter().map(|(who, at, reading)| (*who, *at, reading));
        reader.mood.hear_all(heard, ms(now));
        reader
    }

    fn take_draft(&mut self, now: Timestamp) -> bool {
        let reading = (!self.draft.is_empty()).then(|| self.draft.reading());
        let changed = self.mood.draft(reading, ms(now));
        if changed {
            self.cause = MoodCause::Typing;
        }
        changed
    }

    fn remember(&mut self, message: &Message, reading: Reading) {
        self.read_to = self.read_to.max(message.seq);
        self.said.push_back((message.body.as_str().into(), reading));
        if self.said.len() > MESSAGES {
            self.said.pop_front();
        }
    }

    fn measured<T>(&mut self, read: impl FnOnce() -> T) -> T {
        let started = clock::stopwatch_ms();
        let answer = read();
        self.note_cost(started);
        answer
    }

    fn note_cost(&mut self, started_ms: f64) {
        self.worst_ms = self.worst_ms.max(clock::stopwatch_ms() - started_ms);
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
        let model = Arc::clone(&self.model);
        let reading = self.measured(|| model.read(&message.body));
        // The server's clock may run ahead of this device's.
        let changed = self.mood.hear(sender(message), ms(now), &reading);
        self.remember(message, reading);
        self.cause = MoodCause::Received;
        changed
    }

    fn typed(&mut self, text: &str, now: Timestamp) -> bool {
        text.clone_into(&mut self.draft_text);
        let started = clock::stopwatch_ms();
        let is_news = self.draft.feed(text, ms(now));
        self.note_cost(started);
        is_news && self.take_draft(now)
    }

    fn tick(&mut self, now: Timestamp) -> bool {
        let started = clock::stopwatch_ms();
        let is_news = self.draft.tick(ms(now));
        self.note_cost(started);
        let by_draft = is_news && self.take_draft(now);
        self.mood.tick(ms(now)) || by_draft
    }

    fn shown(&self) -> ShownMood {
        ShownMood::of(&self.mood.shown(), self.cause)
    }

    fn words(&self) -> Vec<MoodWord> {
        let said = self.said.iter().map(|(text, reading)| (&**text, reading));
        let draft =
            (!self.draft.is_empty()).then(|| (self.draft_text.as_str(), self.draft.reading()));
        words(said.chain(draft))
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a time, and a short one"
    )]
    fn worst_us(&self) -> u32 {
        (self.worst_ms * 1_000.0) as u32
    }
}

fn sender(message: &Message) -> u128 {
    message.author.0.as_u128()
}

fn ms(at: Timestamp) -> u64 {
    u64::try_from(at.0).unwrap_or(0)
}

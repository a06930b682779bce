//! The mood of the open room, as this device reads it. Nothing in here is ever sent.
//!
//! The engine is the crate `mood`; here it is fed with what is said and typed, and its answer becomes signals. While the
//! level is off nothing is read at all.

mod cool_down;
mod corrections;
mod diary;
mod engine;
mod hues;
mod languages;
mod level;
mod reader;
mod shown;
mod suggestion;

use std::sync::Arc;

use domain::{RoomId, UserId, message::Message, place::Place};
use leptos::prelude::*;
use mood::{Corrections, RoomSettings, Soothe};
pub use mood::{Emotion, Language, Mood, palette::Tint};

use self::{
    cool_down::Asked,
    engine::{Engine, Read},
    level::Choices,
};
pub use self::{
    diary::{Column, Diary, DiarySpan},
    hues::{Hues, HuesError},
    level::MoodLevel,
    shown::{MoodCause, MoodWord, ShownMood, Telling},
};
use super::{TimelineStore, tab_news::TabNews};
use crate::browser::{self, Missing, backoff::until_some, clock, http, signs};

/// How often time is looked at while a room is open.
const TICK_MS: u32 = 300;

#[derive(Default)]
struct Core {
    account: Option<UserId>,
    /// The room on screen.
    open: Option<TimelineStore>,
    /// What reads; absent until it is there.
    engine: Option<Arc<dyn Engine>>,
    is_engine_asked_for: bool,
    /// The languages whose models were asked for.
    languages: Vec<Language>,
    asked: Asked,
    /// Absent while the level is off, and until the engine is there.
    reader: Option<Box<dyn Read>>,
    is_ticking: bool,
}

/// The mood of the open room.
#[derive(Clone, Copy)]
pub struct MoodStore {
    core: StoredValue<Core>,
    choices: RwSignal<Choices>,
    corrections: RwSignal<Corrections>,
    diary: RwSignal<Diary>,
    /// The level of those who have not chosen; off until the place is known.
    place_level: RwSignal<MoodLevel>,
    /// The device's choices are known.
    is_loaded: RwSignal<bool>,
    room: RwSignal<Option<RoomId>>,
    shown: RwSignal<ShownMood>,
    /// What it was read from. Which words made it so is found out where somebody asks: that takes many readings.
    texts: RwSignal<Vec<Arc<str>>>,
}

impl MoodStore {
    pub(super) fn new() -> Self {
        Self {
            core: StoredValue::new(Core::default()),
            choices: RwSignal::new(Choices::default()),
            corrections: RwSignal::new(Corrections::default()),
            diary: RwSignal::new(Diary::default()),
            place_level: RwSignal::new(MoodLevel::Off),
            is_loaded: RwSignal::new(false),
            room: RwSignal::new(None),
            shown: RwSignal::new(ShownMood::default()),
            texts: RwSignal::new(Vec::new()),
        }
    }

    /// What is shown now, in the open room. Neutral on the server, at the first render, and while the level is off.
    #[must_use]
    pub fn shown(self) -> Signal<ShownMood> {
        self.shown.into()
    }

    /// The words behind it, strongest first, at most twelve.
    #[must_use]
    pub fn words(self) -> Signal<Vec<MoodWord>> {
        Signal::derive(move || {
            self.texts.with(|texts| {
                self.core
                    .try_with_value(|core| Some(core.reader.as_ref()?.words(texts)))
                    .flatten()
                    .unwrap_or_default()
            })
        })
    }

    /// The languages of its texts that nothing reads, each once, the newest first. What is on its way is not among them.
    #[must_use]
    pub fn unread(self) -> Signal<Vec<Language>> {
        Signal::derive(move || {
            self.texts.with(|texts| {
                let engine = self.core.try_with_value(|core| core.engine.clone());
                let Some(engine) = engine.flatten() else {
                    return Vec::new();
                };
                let mut unread = Vec::new();
                for language in texts.iter().rev().filter_map(|text| engine.unread(text)) {
                    if !unread.contains(&language) && languages::address(language).is_none() {
                        unread.push(language);
                    }
                }
                unread
            })
        })
    }

    /// The text that says most of the mood, or the one that is asked about.
    #[must_use]
    pub fn telling(self, about: RwSignal<Option<Arc<str>>>) -> Signal<Option<Telling>> {
        Signal::derive(move || {
            let about = about.get();
            self.texts.with(|texts| {
                self.core
                    .try_with_value(|core| core.reader.as_ref()?.telling(texts, about.as_deref()))
                    .flatten()
            })
        })
    }

    /// The person says what a text is; `None` takes back what they said of texts like it. Holds on this device.
    pub fn correct(self, text: &str, mood: Option<Mood>) {
        self.change_corrections(|corrections| match mood {
            Some(mood) => corrections.add(text, mood),
            None => corrections.remove(text),
        });
    }

    /// How many texts the person has corrected.
    #[must_use]
    pub fn corrected(self) -> Signal<usize> {
        Signal::derive(move || self.corrections.with(|corrections| corrections.all().len()))
    }

    /// Forgets all corrections.
    pub fn forget_corrections(self) {
        self.change_corrections(|corrections| *corrections = Corrections::default());
    }

    /// The account leaves this device.
    pub(super) fn clear(self, account: UserId) {
        self.corrections.set(Corrections::default());
        corrections::clear(account);
        Asked::clear(account);
        self.diary.set(Diary::default());
        Diary::clear(account);
    }

    /// The level for all rooms of this device; before the device's own choice is known: off.
    #[must_use]
    pub fn level(self) -> Signal<MoodLevel> {
        Signal::derive(move || {
            self.choices
                .with(|choices| choices.level_in(None, self.place_level.get()))
        })
    }

    /// Chooses the level for all rooms of this device.
    pub fn set_level(self, level: MoodLevel) {
        self.choose(|choices| choices.level = Some(level));
    }

    /// The level of the open room: its own where it has one, else the one for all.
    #[must_use]
    pub fn room_level(self) -> Signal<MoodLevel> {
        Signal::derive(move || {
            let (room, place) = (self.room.get(), self.place_level.get());
            self.choices.with(|choices| choices.level_in(room, place))
        })
    }

    /// Chooses a level for one room; `None` follows the one for all again.
    pub fn set_room_level(self, room: RoomId, level: Option<MoodLevel>) {
        self.choose(|choices| match level {
            Some(level) => {
                choices.rooms.insert(room, level);
            }
            None => {
                choices.rooms.remove(&room);
            }
        });
    }

    /// The open room's colours stand still.
    #[must_use]
    pub fn is_frozen(self) -> Signal<bool> {
        Signal::derive(move || {
            let room = self.room.get();
            self.choices
                .with(|choices| room.is_some_and(|room| choices.frozen.contains(&room)))
        })
    }

    /// Freezes or frees the open room's colours; one click on the chip.
    pub fn set_frozen(self, frozen: bool) {
        if let Some(room) = self.room.get_untracked() {
            self.choose(|choices| {
                choices.frozen.retain(|known| *known != room);
                if frozen {
                    choices.frozen.push(room);
                }
            });
        }
    }

    /// The person has not chosen a level on this device yet: show the first-run card.
    #[must_use]
    pub fn is_first_run(self) -> Signal<bool> {
        Signal::derive(move || {
            self.is_loaded.get() && self.choices.with(|choices| choices.level.is_none())
        })
    }

    /// Whether heavy moods keep their colour in all rooms of this device; else they ease towards calm.
    #[must_use]
    pub fn is_mirror(self) -> Signal<bool> {
        Signal::derive(move || self.choices.with(|choices| choices.mirror))
    }

    /// Chooses that.
    pub fn set_mirror(self, mirror: bool) {
        self.choose(|choices| choices.mirror = mirror);
    }

    /// Whether moods are told by lightness and patterns instead of colours.
    #[must_use]
    pub fn is_monochrome(self) -> Signal<bool> {
        Signal::derive(move || self.choices.with(|choices| choices.monochrome))
    }

    /// Chooses that.
    pub fn set_monochrome(self, monochrome: bool) {
        self.choose(|choices| choices.monochrome = monochrome);
    }

    /// The hues of the lights, in all rooms of this device.
    #[must_use]
    pub fn hues(self) -> Signal<Hues> {
        Signal::derive(move || self.choices.with(|choices| choices.hues.clone()))
    }

    /// Chooses them.
    pub fn set_hues(self, hues: Hues) {
        self.choose(|choices| choices.hues = hues);
    }

    /// Whether to ask before a text is sent to the open room, because it reads as angry. True counts as asked.
    pub fn asks_before(self, room: RoomId, text: &str) -> bool {
        let asks = self.core.try_update_value(|core| {
            let reader = core.reader.as_ref().filter(|reader| reader.room() == room);
            let anger = reader?.read(text).probs[Emotion::Anger.index()];
            let is_angry = self
                .choices
                .with_untracked(|choices| choices.cool_down.asks(anger));
            let asks = is_angry && core.asked.may(room, clock::now());
            if let Some(account) = core.account.filter(|_| asks) {
                core.asked.save(account);
            }
            Some(asks)
        });
        asks.flatten() == Some(true)
    }

    /// They were asked: they took the advice to write otherwise or to wait, or they sent it as it was.
    pub fn cooled_down(self, heeded: bool) {
        self.choose(|choices| {
            if heeded {
                choices.cool_down.heeded();
            } else {
                choices.cool_down.dismissed();
            }
        });
    }

    /// Whether to ask at all.
    #[must_use]
    pub fn is_cool_down_on(self) -> Signal<bool> {
        Signal::derive(move || self.choices.with(|choices| !choices.cool_down.is_off))
    }

    /// Chooses that.
    pub fn set_cool_down(self, is_on: bool) {
        self.choose(|choices| choices.cool_down.is_off = !is_on);
    }

    /// How many of one's own texts read as which mood, day by day.
    #[must_use]
    pub fn diary(self) -> Signal<Diary> {
        self.diary.into()
    }

    /// Whether they are counted.
    #[must_use]
    pub fn is_diary_on(self) -> Signal<bool> {
        Signal::derive(move || self.choices.with(|choices| choices.diary))
    }

    /// Chooses that. What was counted stays.
    pub fn set_diary(self, is_on: bool) {
        self.choose(|choices| choices.diary = is_on);
    }

    /// Forgets what was counted.
    pub fn erase_diary(self) {
        self.change_diary(|diary| *diary = Diary::default());
    }

    /// The person sends a text to the open room, from this tab.
    pub(super) fn said(self, room: RoomId, text: &str) {
        if !self.choices.with_untracked(|choices| choices.diary) {
            return;
        }
        let mood = self.core.try_with_value(|core| {
            let reader = core.reader.as_ref().filter(|reader| reader.room() == room);
            Some(reader?.read(text).mood())
        });
        if let Some(mood) = mood.flatten() {
            self.change_diary(|diary| diary.add(clock::local_day(clock::now()), mood));
        }
    }

    fn change_diary(self, change: impl FnOnce(&mut Diary)) {
        let Some(account) = self.core.try_with_value(|core| core.account).flatten() else {
            return;
        };
        // Other tabs count too.
        let mut diary = Diary::load(account);
        change(&mut diary);
        diary.save(account);
        self.diary.set(diary);
        TabNews::Mood.post();
    }

    /// Takes up the choices made on this device, after hydration.
    pub(super) fn load(self, place: &Place, account: UserId) {
        self.core.update_value(|core| {
            core.account = Some(account);
            core.asked = Asked::load(account);
        });
        let level = if place.purpose.mood_on_by_default() {
            MoodLevel::Full
        } else {
            MoodLevel::Off
        };
        self.choices.set(Choices::load(account));
        self.corrections.set(corrections::load(account));
        self.diary.set(Diary::load(account));
        self.place_level.set(level);
        self.is_loaded.set(true);
        self.follow();
        self.fetch_engine();
    }

    /// Another tab of this account chose.
    pub(super) fn changed_elsewhere(self) {
        if let Some(account) = self.core.try_with_value(|core| core.account).flatten() {
            let _ = self.choices.try_set(Choices::load(account));
            let _ = self.diary.try_set(Diary::load(account));
            let corrections = corrections::load(account);
            if self
                .corrections
                .try_with_untracked(|known| *known != corrections)
                == Some(true)
            {
                self.corrections.set(corrections);
                self.core.try_update_value(|core| core.reader = None);
            }
            self.follow();
        }
    }

    /// A room is on screen.
    pub(super) fn open(self, timeline: TimelineStore) {
        self.core.update_value(|core| {
            core.open = Some(timeline);
            core.reader = None;
        });
        browser::spawn(async move {
            // After hydration.
            clock::sleep(0).await;
            let _ = self.room.try_set(Some(timeline.room()));
            self.follow();
        });
    }

    /// A room is not on screen any more.
    pub(super) fn close(self, room: RoomId) {
        let was_open = self.core.try_update_value(|core| {
            let was_open = core.open.is_some_and(|open| open.room() == room);
            if was_open {
                core.open = None;
                core.reader = None;
            }
            was_open
        });
        if was_open == Some(true) {
            let _ = self.room.try_set(None);
            self.show(ShownMood::default(), Vec::new());
        }
    }

    /// A message came or was sent.
    pub(super) fn heard(self, message: &Message) {
        if self.room.get_untracked() == Some(message.room) {
            self.meet(&message.body);
        }
        self.step(|reader| reader.room() == message.room && reader.heard(message, clock::now()));
    }

    /// A message of a room says something else now, or is gone.
    pub(super) fn retold(self, room: RoomId) {
        if self.room.get_untracked() == Some(room) {
            self.core.try_update_value(|core| core.reader = None);
            self.follow();
        }
    }

    /// The text in a room's composer changed.
    pub(crate) fn typed(self, room: RoomId, text: &str) {
        // A word is finished, or it is in a script that few letters tell.
        if !text.ends_with(|last: char| last.is_ascii_alphanumeric()) {
            self.meet(text);
        }
        self.step(|reader| reader.room() == room && reader.typed(text, clock::now()));
    }

    /// The page is visible again.
    pub(super) fn shown_again(self) {
        self.tick();
    }

    /// Gets what reads, once. Also where the light is off: nobody else is to know where it is on.
    fn fetch_engine(self) {
        let was_asked = self
            .core
            .try_update_value(|core| std::mem::replace(&mut core.is_engine_asked_for, true));
        if was_asked != Some(false) {
            return;
        }
        browser::spawn(async move {
            until_some(async || {
                let Some(path) = signs::told("model") else {
                    return Some(());
                };
                let model = http::get(&path).await?;
                match engine::start(model).await {
                    Ok(Ok(engine)) => {
                        self.core
                            .try_update_value(|core| core.engine = Some(engine));
                        self.follow();
                        Some(())
                    }
                    Ok(Err(error)) => {
                        // Asked for again it would be the same.
                        leptos::logging::error!("no mood is read: {error}");
                        Some(())
                    }
                    Err(Missing) => None,
                }
            })
            .await;
        });
    }

    /// Gets what reads the language of a text, where that is not there yet. Also where the light is off, as the engine.
    fn meet(self, text: &str) {
        let new = self.core.try_update_value(|core| {
            let language = core.engine.as_ref()?.unread(text)?;
            let is_new = !core.languages.contains(&language);
            is_new.then(|| {
                core.languages.push(language);
                language
            })
        });
        let Some(path) = new.flatten().and_then(languages::address) else {
            return;
        };
        browser::spawn(async move {
            let file = until_some(async || http::get(&path).await).await;
            self.learn(&file);
        });
    }

    /// Reads one language more, and what is open anew.
    fn learn(self, language: &[u8]) {
        let outcome = self.core.try_update_value(|core| {
            let engine = core.engine.as_ref()?.with(language);
            Some(engine.map(|engine| {
                core.engine = Some(engine);
                core.reader = None;
            }))
        });
        match outcome.flatten() {
            Some(Err(error)) => leptos::logging::error!("a language is not read: {error}"),
            _ => self.follow(),
        }
    }

    fn change_corrections(self, change: impl FnOnce(&mut Corrections)) {
        self.corrections.update(change);
        if let Some(account) = self.core.with_value(|core| core.account) {
            self.corrections
                .with_untracked(|corrections| corrections::save(corrections, account));
        }
        TabNews::Mood.post();
        // What is open is read anew.
        self.core.update_value(|core| core.reader = None);
        self.follow();
    }

    fn choose(self, choose: impl FnOnce(&mut Choices)) {
        self.choices.update(choose);
        if let Some(account) = self.core.with_value(|core| core.account) {
            self.choices.with_untracked(|choices| choices.save(account));
        }
        TabNews::Mood.post();
        self.follow();
    }

    /// Begins or ends reading, as the level says.
    fn follow(self) {
        let open = self.core.try_with_value(|core| core.open).flatten();
        let last = open.map_or_else(Vec::new, |open| open.last_messages(reader::MESSAGES));
        for message in &last {
            self.meet(&message.body);
        }
        let is_on = self.is_loaded.get_untracked() && self.level_now() != MoodLevel::Off;
        let ready = self
            .core
            .try_with_value(|core| core.open.zip(core.engine.clone()))
            .flatten();
        let Some((timeline, engine)) = ready.filter(|_| is_on) else {
            self.core.try_update_value(|core| core.reader = None);
            self.show(ShownMood::default(), Vec::new());
            return;
        };
        let is_read = self.core.try_with_value(|core| core.reader.is_some());
        if is_read == Some(false) {
            let mut reader = self.corrections.with_untracked(|corrections| {
                let (room, settings) = (timeline.room(), self.settings());
                engine.reader(room, settings, corrections, &last, clock::now())
            });
            if let Some(client) = timeline.client() {
                reader.typed(
                    &untrack(|| client.drafts.text(timeline.room())),
                    clock::now(),
                );
            }
            self.core
                .try_update_value(|core| core.reader = Some(reader));
            // The same texts may be read otherwise now.
            let _ = self.texts.try_update(|_| ());
        }
        self.publish();
        self.tick();
    }

    /// Lets the reader take something; shows the outcome.
    fn step(self, step: impl FnOnce(&mut dyn Read) -> bool) {
        let changed = self.core.try_update_value(|core| {
            core.reader
                .as_mut()
                .is_some_and(|reader| step(&mut **reader))
        });
        if changed == Some(true) {
            self.publish();
        }
    }

    fn publish(self) {
        let room = self.room.get_untracked();
        let is_frozen = self
            .choices
            .with_untracked(|choices| room.is_some_and(|room| choices.frozen.contains(&room)));
        if !is_frozen {
            self.show_reading();
        }
    }

    fn level_now(self) -> MoodLevel {
        let (room, place) = (self.room.get_untracked(), self.place_level.get_untracked());
        self.choices
            .with_untracked(|choices| choices.level_in(room, place))
    }

    fn show_reading(self) {
        let now = self
            .core
            .try_with_value(|core| {
                let reader = core.reader.as_ref()?;
                Some((reader.shown(), reader.texts()))
            })
            .flatten();
        if let Some((shown, texts)) = now {
            self.show(shown, texts);
        }
    }

    fn show(self, shown: ShownMood, texts: Vec<Arc<str>>) {
        if self.shown.try_with_untracked(|known| *known != shown) == Some(true) {
            self.shown.set(shown);
        }
        if self.texts.try_with_untracked(|known| *known != texts) == Some(true) {
            self.texts.set(texts);
        }
    }

    /// Lets time pass for as long as a room is read and the page can be seen.
    fn tick(self) {
        let was_ticking = self
            .core
            .try_update_value(|core| std::mem::replace(&mut core.is_ticking, true));
        if was_ticking != Some(false) || !browser::IS_BROWSER {
            return;
        }
        browser::spawn(async move {
            loop {
                clock::sleep(TICK_MS).await;
                let is_read = self.core.try_with_value(|core| core.reader.is_some()) == Some(true);
                if !is_read || !signs::is_visible() {
                    break;
                }
                let settings = self.settings();
                self.step(|reader| {
                    reader.set(settings);
                    reader.tick(clock::now())
                });
            }
            self.core.try_update_value(|core| core.is_ticking = false);
        });
    }

    fn settings(self) -> RoomSettings {
        let is_mirror = self.choices.try_with_untracked(|choices| choices.mirror);
        RoomSettings {
            soothe: if is_mirror == Some(true) {
                Soothe::Mirror
            } else {
                Soothe::Soothe
            },
            reduced_motion: signs::prefers_reduced_motion(),
        }
    }
}

//! Who is typing: others, who fade after six seconds, and telling them that the viewer is.

mod own;

use std::collections::HashMap;

use domain::{RoomId, Timestamp, UserId};
use leptos::prelude::*;
use protocol::{Command, Event, RoomChangeKind};

use self::own::{Notice, OwnTyping};
use super::{Client, ConnectionStore, signal_map::SignalMap};
use crate::browser::{self, clock};

/// Someone who was not heard of for so long is not typing any more.
const FADE_MS: u64 = 6_000;
/// How often time is looked at, while anyone types.
const TICK_MS: u32 = 500;

/// Who is typing.
#[derive(Clone, Copy)]
pub struct TypingStore {
    rooms: SignalMap<RoomId, Vec<UserId>>,
    heard: StoredValue<HashMap<(RoomId, UserId), Timestamp>>,
    own: StoredValue<OwnTyping>,
    is_ticking: StoredValue<bool>,
}

impl TypingStore {
    pub(super) fn new() -> Self {
        Self {
            rooms: SignalMap::new(),
            heard: StoredValue::new(HashMap::new()),
            own: StoredValue::new(OwnTyping::default()),
            is_ticking: StoredValue::new(false),
        }
    }

    /// Who else is typing in a room, first come first. Tracked: only this room. For the room and for its row in the list.
    #[must_use]
    pub fn in_room(self, room: RoomId) -> Vec<UserId> {
        self.rooms.get(room).unwrap_or_default()
    }

    pub(super) fn apply(self, client: Client, event: &Event) {
        match event {
            Event::TypingStarted { room, user } if client.session.me_untracked() != Some(*user) => {
                self.started(*room, *user);
                self.tick(client.connection);
            }
            Event::TypingStopped { room, user }
            | Event::RoomAdvanced {
                room,
                last: Some(domain::message::LastLine { author: user, .. }),
                ..
            } => {
                self.stopped(*room, *user);
            }
            Event::RoomChanged(change) => {
                if let RoomChangeKind::MessagePosted { message } = &change.kind {
                    self.stopped(change.room, message.author);
                }
            }
            _ => {}
        }
    }

    /// The text in a room's composer changed.
    pub(super) fn typed(self, connection: ConnectionStore, room: RoomId, is_empty: bool) {
        let now = clock::now();
        let notices = self
            .own
            .try_update_value(|own| own.typed(room, is_empty, now))
            .unwrap_or_default();
        tell(connection, notices);
        self.tick(connection);
    }

    /// A message was sent or the room left.
    pub(super) fn stop(self, connection: ConnectionStore, room: RoomId) {
        let notice = self.own.try_update_value(|own| own.stop(room)).flatten();
        tell(connection, notice);
    }

    /// Nothing is heard while the connection is gone.
    pub(super) fn disconnected(self) {
        self.heard.update_value(HashMap::clear);
        for room in self.rooms.known() {
            self.rooms.set(room, None);
        }
    }

    fn started(self, room: RoomId, user: UserId) {
        let now = clock::now();
        self.heard.update_value(|heard| {
            heard.insert((room, user), now);
        });
        let mut users = self.rooms.get_untracked(room).unwrap_or_default();
        if !users.contains(&user) {
            users.push(user);
            self.rooms.set(room, Some(users));
        }
    }

    fn stopped(self, room: RoomId, user: UserId) {
        self.heard.update_value(|heard| {
            heard.remove(&(room, user));
        });
        if let Some(mut users) = self.rooms.get_untracked(room) {
            users.retain(|known| *known != user);
            self.rooms.set(room, (!users.is_empty()).then_some(users));
        }
    }

    /// Looks at the clock until nobody types any more.
    fn tick(self, connection: ConnectionStore) {
        if !browser::IS_BROWSER || self.is_ticking.get_value() {
            return;
        }
        self.is_ticking.set_value(true);
        browser::spawn(async move {
            loop {
                clock::sleep(TICK_MS).await;
                let now = clock::now();
                let faded: Vec<(RoomId, UserId)> = self
                    .heard
                    .try_with_value(|heard| {
                        let old = heard.iter().filter(|(_, at)| now.since(**at) >= FADE_MS);
                        old.map(|(who, _)| *who).collect()
                    })
                    .unwrap_or_default();
                for (room, user) in faded {
                    self.stopped(room, user);
                }
                tell(
                    connection,
                    self.own.try_update_value(|own| own.tick(now)).flatten(),
                );
                let is_quiet = self.heard.try_with_value(HashMap::is_empty).unwrap_or(true);
                let is_typing = self
                    .own
                    .try_with_value(OwnTyping::is_typing)
                    .unwrap_or(false);
                if is_quiet && !is_typing {
                    self.is_ticking.try_set_value(false);
                    return;
                }
            }
        });
    }
}

fn tell(connection: ConnectionStore, notices: impl IntoIterator<Item = Notice>) {
    for notice in notices {
        connection.tell(match notice {
            Notice::Started(room) => Command::StartTyping { room },
            Notice::Stopped(room) => Command::StopTyping { room },
        });
    }
}

//! From a notice to the inboxes. Each event is encoded once; its bytes are shared.

use std::{collections::HashSet, sync::Arc, time::Duration};

use domain::{ConnectionId, RoomId, SignInId, UserId, people::PresenceState};
use protocol::{Event, RoomChange, RoomChangeKind, ServerFrame, frame::close};

use super::{
    Hub, IdSet, State, presence,
    topic::{Reader, Topic},
};
use crate::realtime::{Notice, framed::Framed, inbox::Inbox};

/// Background changes of a room are told at most so often.
const COALESCE: Duration = Duration::from_millis(250);
/// Changes that are told while the lock is held once.
const TOGETHER_MAX: usize = 256;
/// In larger rooms people do not hear of each other's coming and going.
const PRESENCE_ROOM_MAX: usize = 500;

impl Hub {
    /// Tells everyone here whom these notices concern, in this order.
    pub async fn deliver(&self, notices: Vec<Notice>) {
        let mut notices = notices.into_iter().peekable();
        while let Some(notice) = notices.next() {
            match notice {
                Notice::RoomChanged { .. } => {
                    let mut state = self.lock();
                    self.in_order(&mut state, notice);
                    // What came together is told together: a frame for each, but one push to each reader.
                    for _ in 1..TOGETHER_MAX {
                        let is_change = |next: &Notice| matches!(next, Notice::RoomChanged { .. });
                        let Some(next) = notices.next_if(is_change) else {
                            break;
                        };
                        self.in_order(&mut state, next);
                    }
                    send_gathered(&mut state);
                }
                Notice::InRoom { room, by, event } => self.in_room(room, by, &event),
                Notice::Personal { user, event } => self.personal(user, &event),
                Notice::AboutPerson { user, event } => self.about(user, &event).await,
                Notice::Sighted { node, user, state } => self.sighted(node, user, state).await,
                Notice::Blocked { by, user, blocked } => self.blocked(by, user, blocked),
                Notice::SignedOut { user, sign_ins } => self.signed_out(user, &sign_ins),
            }
        }
    }

    /// A change of a room: applied to the member list first, or kept until the list has been read anew.
    fn in_order(&self, state: &mut State, notice: Notice) {
        let Notice::RoomChanged {
            change,
            members_version,
            author_name,
        } = notice
        else {
            return;
        };
        let room = change.room;
        if let RoomChangeKind::MemberJoined { member, .. } = &change.kind
            && state.people.contains_key(&member.person.id)
        {
            // The first of its members to be connected here.
            state.topic(room, members_version.saturating_sub(1), 0);
        }
        let Some(topic) = state.rooms.get_mut(&room) else {
            return;
        };
        if members_version > topic.version {
            // Those who were members until now hear what was said until now.
            state.deliveries.inc_by(topic.send_gathered());
        }
        let is_reloading = topic.waiting.is_some();
        if is_reloading
            || members_version > topic.version && !follows(state, room, &change, members_version)
        {
            if let Some(topic) = state.rooms.get_mut(&room) {
                topic
                    .waiting
                    .get_or_insert_default()
                    .push(Notice::RoomChanged {
                        change,
                        members_version,
                        author_name,
                    });
            }
            if !is_reloading {
                self.spawn_reload(room);
            }
            return;
        }
        self.tell(state, *change, author_name);
    }

    /// Tells a change to those who are members now.
    fn tell(&self, state: &mut State, change: RoomChange, author_name: Option<String>) {
        let room = change.room;
        let Some(topic) = state.rooms.get_mut(&room) else {
            return;
        };
        if topic.gather_whole(&change) {
            state.unsent.push(room);
        }
        topic.gather(change, author_name);
        if !topic.cooling {
            topic.cooling = true;
            advance(state, room);
            self.spawn_cooling(room);
        }
    }

    /// After each coalesced notice, the next one waits a moment for more to tell.
    pub(super) fn spawn_cooling(&self, room: RoomId) {
        let hub = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            loop {
                tokio::time::sleep(COALESCE).await;
                let Some(hub) = hub.upgrade().map(Hub) else {
                    return;
                };
                let mut state = hub.lock();
                if !advance(&mut state, room) {
                    if let Some(topic) = state.rooms.get_mut(&room) {
                        topic.cooling = false;
                    }
                    return;
                }
            }
        });
    }

    /// Reads the member list anew; changes wait for it.
    pub(super) fn reload(&self, room: RoomId) {
        let mut state = self.lock();
        let Some(topic) = state.rooms.get_mut(&room) else {
            return;
        };
        if topic.waiting.is_none() {
            topic.waiting = Some(Vec::new());
            self.spawn_reload(room);
        }
    }

    fn spawn_reload(&self, room: RoomId) {
        let hub = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            let Some(inner) = hub.upgrade() else { return };
            let listing = inner.members.members_of(room).await;
            Hub(inner).reloaded(room, listing);
        });
    }

    fn reloaded(
        &self,
        room: RoomId,
        listing: crate::Result<Option<(super::Standing, HashSet<UserId>)>>,
    ) {
        let mut state = self.lock();
        let state = &mut *state;
        let Some(topic) = state.rooms.get_mut(&room) else {
            return;
        };
        let waiting = topic.waiting.take().unwrap_or_default();
        let (version, members) = match listing {
            Ok(Some((standing, members))) => (standing.version, members),
            Ok(None) => (u64::MAX, HashSet::new()),
            Err(error) => {
                // What waited is dropped: nobody hears what may not be theirs. Older than any, the list is read again
                // before the next change is told, and the numbers show what was missed.
                tracing::error!(error.cause = %error, room.id = %room, "a member list could not be read");
                topic.version = 0;
                return;
            }
        };
        topic.version = version;
        let now: IdSet<UserId> = members
            .into_iter()
            .filter(|user| state.people.contains_key(user))
            .collect();
        let gone: Vec<UserId> = topic.listeners.difference(&now).copied().collect();
        // Also those who opened the room while the list was being read, and are not in it.
        let outside: Vec<ConnectionId> = topic
            .open
            .iter()
            .filter(|(_, reader)| !now.contains(&reader.user))
            .map(|(id, _)| *id)
            .collect();
        for id in outside {
            topic.open.remove(&id);
            if let Some(connection) = state.connections.get_mut(&id) {
                connection.open.retain(|open| *open != room);
            }
        }
        // Not yet gone while the topic is needed.
        topic.waiting = Some(Vec::new());
        for user in gone {
            drop_listener(state, room, user);
        }
        // What came before the list is not for those who are new in it.
        let is_older = |notice: &Notice| matches!(notice, Notice::RoomChanged { members_version, .. } if *members_version < version);
        let (older, newer): (Vec<_>, Vec<_>) = waiting.into_iter().partition(is_older);
        for notice in older {
            if let Notice::RoomChanged {
                change,
                author_name,
                ..
            } = notice
            {
                self.tell(state, *change, author_name);
            }
        }
        if let Some(topic) = state.rooms.get_mut(&room) {
            state.deliveries.inc_by(topic.send_gathered());
        }
        advance(state, room);
        for user in &now {
            if let Some(listener) = state.people.get_mut(user) {
                listener.rooms.insert(room);
            }
        }
        if let Some(topic) = state.rooms.get_mut(&room) {
            topic.waiting = None;
            if now.is_empty() {
                state.forget_topic(room);
            } else {
                topic.listeners = now;
            }
        }
        for notice in newer {
            self.in_order(state, notice);
        }
        send_gathered(state);
    }

    fn in_room(&self, room: RoomId, by: UserId, event: &Event) {
        let state = self.lock();
        let Some(topic) = state.rooms.get(&room) else {
            return;
        };
        // Whoever is connected elsewhere was looked at there.
        let has_left = state.people.contains_key(&by) && !topic.listeners.contains(&by);
        if has_left && !matches!(event, Event::ReceiptAdvanced { .. }) {
            return;
        }
        // Who blocked someone is not seen by them, nor they by who blocked. Each of the two knows of it.
        let is_shown = |reader: &&Reader| {
            let listener = state.people.get(&reader.user);
            reader.user != by && !listener.is_some_and(|listener| listener.hidden.contains(&by))
        };
        let mut frame = None;
        for reader in topic.open.values().filter(is_shown) {
            let frame: &Framed = frame.get_or_insert_with(|| encode(event.clone()));
            reader.inbox.push(frame.clone());
        }
    }

    fn personal(&self, user: UserId, event: &Event) {
        let mut state = self.lock();
        let inboxes = inboxes(&state, user);
        match event {
            Event::RoomLeft { room } => drop_listener(&mut state, *room, user),
            // Where it was told in a room that nobody here was in, the joining itself has not come here.
            Event::RoomJoined { summary } => {
                let room = summary.room.id;
                let is_new = state
                    .people
                    .get(&user)
                    .is_some_and(|listener| !listener.rooms.contains(&room));
                if is_new {
                    state.topic(room, 0, summary.head);
                    drop(state);
                    self.reload(room);
                    state = self.lock();
                }
            }
            _ => {}
        }
        drop(state);
        if inboxes.is_empty() {
            return;
        }
        let frame = encode(event.clone());
        for inbox in inboxes {
            inbox.push(frame.clone());
        }
    }

    pub(super) async fn about(&self, user: UserId, event: &Event) {
        let known = self
            .lock()
            .people
            .get(&user)
            .map(|listener| listener.rooms.clone());
        let rooms = match known {
            Some(rooms) => rooms,
            // Not connected here: their rooms are not known here either.
            None => match self.0.members.rooms_of(user).await {
                Ok(rooms) => rooms.into_iter().map(|standing| standing.room).collect(),
                Err(error) => {
                    tracing::error!(error.cause = %error, user.id = %user, "a person's rooms could not be read");
                    return;
                }
            },
        };
        let is_presence = matches!(event, Event::PresenceChanged { .. });
        let is_feeling = matches!(event, Event::FeelingChanged { .. });
        let state = self.lock();
        let mut concerned: HashSet<UserId> = rooms
            .iter()
            .filter_map(|room| state.rooms.get(room))
            .filter(|topic| !is_presence || topic.listeners.len() <= PRESENCE_ROOM_MAX)
            .flat_map(|topic| topic.listeners.iter().copied())
            .collect();
        concerned.insert(user);
        if is_presence || is_feeling {
            // Each of two knows of a block between them; the one who is told is here.
            concerned.retain(|other| {
                let listener = state.people.get(other);
                listener.is_some_and(|listener| !listener.hidden.contains(&user))
            });
        }
        let inboxes: Vec<Arc<Inbox>> = concerned
            .into_iter()
            .flat_map(|other| inboxes(&state, other))
            .collect();
        drop(state);
        let frame = encode(event.clone());
        for inbox in inboxes {
            inbox.push(frame.clone());
        }
        if is_presence {
            self.release(user);
        }
    }

    /// Neither sees any more whether the other is there; afterwards both see it again, if they share a room.
    fn blocked(&self, by: UserId, user: UserId, blocked: bool) {
        let mut state = self.lock();
        let mut is_new = false;
        for (one, other) in [(by, user), (user, by)] {
            if let Some(listener) = state.people.get_mut(&one) {
                is_new |= if blocked {
                    listener.hidden.insert(other)
                } else {
                    listener.hidden.remove(&other)
                };
            }
        }
        let share_a_room = match (state.people.get(&by), state.people.get(&user)) {
            (Some(first), Some(second)) => !first.rooms.is_disjoint(&second.rooms),
            // One is elsewhere or nowhere. That the other is offline may be told to anyone.
            _ => blocked,
        };
        if !is_new || !share_a_room {
            return;
        }
        for (one, other) in [(by, user), (user, by)] {
            let shown = if blocked {
                PresenceState::default()
            } else {
                presence::shown(&state, other)
            };
            let frame = encode(Event::PresenceChanged {
                user: other,
                state: shown,
            });
            for inbox in inboxes(&state, one) {
                inbox.push(frame.clone());
            }
        }
    }

    fn signed_out(&self, user: UserId, sign_ins: &[SignInId]) {
        let state = self.lock();
        let Some(listener) = state.people.get(&user) else {
            return;
        };
        let frame = encode(Event::SignedOut);
        for connection in listener
            .connections
            .iter()
            .filter_map(|id| state.connections.get(id))
            .filter(|connection| sign_ins.contains(&connection.sign_in))
        {
            connection.inbox.push(frame.clone());
            connection.inbox.close(close::SIGNED_OUT);
        }
    }
}

/// Applies a change of membership that follows on the list as it is; false: the list is older than that.
fn follows(state: &mut State, room: RoomId, change: &RoomChange, version: u64) -> bool {
    let Some(topic) = state.rooms.get_mut(&room) else {
        return false;
    };
    if version != topic.version + 1 {
        return false;
    }
    match &change.kind {
        RoomChangeKind::MemberJoined { member, .. } => {
            let user = member.person.id;
            topic.version = version;
            // What was gathered so far was said before they came.
            advance(state, room);
            if let (Some(topic), Some(listener)) =
                (state.rooms.get_mut(&room), state.people.get_mut(&user))
            {
                topic.listeners.insert(user);
                listener.rooms.insert(room);
            }
            true
        }
        RoomChangeKind::MemberLeft { user, .. } => {
            topic.version = version;
            drop_listener(state, room, *user);
            true
        }
        _ => false,
    }
}

/// The person hears nothing of the room any more, on none of their connections.
pub(super) fn drop_listener(state: &mut State, room: RoomId, user: UserId) {
    let Some(listener) = state.people.get_mut(&user) else {
        return;
    };
    listener.rooms.remove(&room);
    for id in &listener.connections {
        if let Some(connection) = state.connections.get_mut(id) {
            connection.open.retain(|open| *open != room);
        }
    }
    if let Some(topic) = state.rooms.get_mut(&room) {
        topic.listeners.remove(&user);
        for id in &listener.connections {
            topic.open.remove(id);
        }
        if topic.listeners.is_empty() && topic.waiting.is_none() {
            state.forget_topic(room);
        }
    }
}

/// Tells the members who do not have the room open how far it has come; false: there was nothing to tell.
pub(super) fn advance(state: &mut State, room: RoomId) -> bool {
    let Some(topic) = state.rooms.get_mut(&room) else {
        return false;
    };
    let Some(event) = topic.advance(room) else {
        return false;
    };
    let topic: &Topic = topic;
    let mut frame = None;
    for user in &topic.listeners {
        let Some(listener) = state.people.get(user) else {
            continue;
        };
        for id in listener
            .connections
            .iter()
            .filter(|id| !topic.open.contains_key(*id))
        {
            if let Some(connection) = state.connections.get(id) {
                let frame: &Framed = frame.get_or_insert_with(|| encode(event.clone()));
                connection.inbox.push(frame.clone());
            }
        }
    }
    true
}

fn inboxes(state: &State, user: UserId) -> Vec<Arc<Inbox>> {
    let Some(listener) = state.people.get(&user) else {
        return Vec::new();
    };
    listener
        .connections
        .iter()
        .filter_map(|id| state.connections.get(id))
        .map(|connection| connection.inbox.clone())
        .collect()
}

fn encode(event: Event) -> Framed {
    Framed::new(&ServerFrame::Event(event))
}

/// Tells what was gathered in any room.
fn send_gathered(state: &mut State) {
    let mut copies = 0;
    for room in std::mem::take(&mut state.unsent) {
        if let Some(topic) = state.rooms.get_mut(&room) {
            copies += topic.send_gathered();
        }
    }
    state.deliveries.inc_by(copies);
}

//! The hub of this node: which connection hears what.
//!
//! A connection hears every room of its person: changes whole where it has the room open, taken together elsewhere. The
//! state sits behind a plain lock that is never held over an await; telling someone is a push into their inbox.

mod census;
mod fan_out;
mod members;
mod presence;
#[cfg(test)]
mod tests;
mod topic;
mod watch;

use std::{
    collections::{HashMap, HashSet},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use domain::{
    ConnectionId, RoomId, SignInId, Timestamp, UserId,
    people::{Presence, PresenceState, Viewer},
};
use prometheus_client::metrics::counter::Counter;
use protocol::{ApiError, OPEN_ROOMS_MAX, command::RoomPosition, frame::close};
use rustc_hash::FxBuildHasher;
use tokio::sync::mpsc;

use super::{
    broker::{Broker, Channel, NodeId},
    inbox::Inbox,
};
use crate::{Error, Result, clock::Clock};
pub use members::{Members, Standing};
pub use presence::{GRACE, Sighting};
use topic::{Reader, Topic};

/// See the module. Cheap to clone.
#[derive(Clone)]
pub struct Hub(Arc<Inner>);

struct Inner {
    state: Mutex<State>,
    members: Arc<dyn Members>,
    clock: Arc<dyn Clock>,
    sightings: mpsc::UnboundedSender<Sighting>,
}

struct State {
    connections: IdMap<ConnectionId, Connected>,
    people: IdMap<UserId, Listener>,
    rooms: IdMap<RoomId, Topic>,
    /// How it is with people who are connected to other nodes.
    elsewhere: IdMap<UserId, HashMap<NodeId, PresenceState>>,
    /// Is told which channels concern somebody here.
    broker: Arc<dyn Broker>,
    /// Rooms with changes that were gathered and not sent; none while nobody holds the lock.
    unsent: Vec<RoomId>,
    /// Copies of messages handed to those who have a room open.
    deliveries: Counter,
}

impl State {
    /// What is known of a room; from these on, if that is nothing yet.
    fn topic(&mut self, room: RoomId, version: u64, head: u64) -> &mut Topic {
        let broker = &self.broker;
        self.rooms.entry(room).or_insert_with(|| {
            broker.follow(Channel::Room(room));
            Topic::new(version, head)
        })
    }

    /// Nobody here is in the room any more.
    fn forget_topic(&mut self, room: RoomId) {
        if self.rooms.remove(&room).is_some() {
            self.broker.unfollow(Channel::Room(room));
        }
    }
}

/// By ids that this server has made: nobody can choose them so that they collide.
type IdMap<K, V> = HashMap<K, V, FxBuildHasher>;
type IdSet<K> = HashSet<K, FxBuildHasher>;

/// One connection.
struct Connected {
    user: UserId,
    sign_in: SignInId,
    inbox: Arc<Inbox>,
    open: Vec<RoomId>,
    away: bool,
}

/// One person with at least one connection, or who had one a moment ago.
#[derive(Default)]
struct Listener {
    connections: Vec<ConnectionId>,
    rooms: IdSet<RoomId>,
    /// Blocked by them, or having blocked them: neither hears whether the other is there.
    hidden: HashSet<UserId>,
    /// What was last told about them.
    shown: Presence,
    last_seen: Option<Timestamp>,
    /// When their last connection went.
    left_at: Option<tokio::time::Instant>,
}

impl Hub {
    /// An empty hub, and what it sees of people's coming and going. Copies of messages that it hands out are counted in
    /// `deliveries`.
    #[must_use]
    pub fn new(
        members: Arc<dyn Members>,
        clock: Arc<dyn Clock>,
        broker: Arc<dyn Broker>,
        deliveries: Counter,
    ) -> (Self, mpsc::UnboundedReceiver<Sighting>) {
        let (sightings, seen) = mpsc::unbounded_channel();
        let state = State {
            connections: IdMap::default(),
            people: IdMap::default(),
            rooms: IdMap::default(),
            elsewhere: IdMap::default(),
            broker,
            unsent: Vec::new(),
            deliveries,
        };
        let inner = Inner {
            state: Mutex::new(state),
            members,
            clock,
            sightings,
        };
        (Self(Arc::new(inner)), seen)
    }

    /// From now on, the connection hears of its person's rooms.
    ///
    /// # Errors
    /// Where the rooms cannot be read; the connection is not there then.
    pub async fn connect(
        &self,
        id: ConnectionId,
        viewer: &Viewer,
        inbox: Arc<Inbox>,
    ) -> Result<()> {
        let user = viewer.user_id;
        {
            // First of all: what happens while the rooms are read must find the person here.
            let mut state = self.lock();
            state.connections.insert(
                id,
                Connected {
                    user,
                    sign_in: viewer.sign_in_id,
                    inbox,
                    open: Vec::new(),
                    away: false,
                },
            );
            state.broker.follow(Channel::Person(user));
            state.people.entry(user).or_default().connections.push(id);
        }
        match self.load(user).await {
            Ok(()) => {
                self.sight(user);
                Ok(())
            }
            Err(error) => {
                self.disconnect(id);
                Err(error)
            }
        }
    }

    async fn load(&self, user: UserId) -> Result<()> {
        let hidden = self.0.members.hidden_from(user).await?;
        let rooms = self.0.members.rooms_of(user).await?;
        if let Some(listener) = self.lock().people.get_mut(&user) {
            // Those who were hidden while this was read stay so.
            listener.hidden.extend(hidden);
        }
        for standing in rooms {
            self.subscribe(user, standing);
        }
        Ok(())
    }

    /// The person is a member of this room as of this version of its list.
    fn subscribe(&self, user: UserId, standing: Standing) {
        let mut state = self.lock();
        if !state.people.contains_key(&user) {
            return;
        }
        let topic = state.topic(standing.room, standing.version, standing.head);
        if topic.version == standing.version {
            topic.listeners.insert(user);
            if let Some(listener) = state.people.get_mut(&user) {
                listener.rooms.insert(standing.room);
            }
        } else {
            // One of the two is older: the list itself decides.
            drop(state);
            self.reload(standing.room);
        }
    }

    /// The room's changes come whole from now on.
    ///
    /// # Errors
    /// `NotAMember`; `TooMany` open rooms.
    pub async fn open(&self, id: ConnectionId, room: RoomId) -> Result<u64> {
        let user = self.user_of(id)?;
        // The database decides: the hub may not have heard yet that the person joined a moment ago.
        let standing = self
            .0
            .members
            .membership(user, room)
            .await?
            .ok_or(Error::Api(ApiError::NotAMember))?;
        self.subscribe(user, standing);
        let mut state = self.lock();
        let state = &mut *state;
        // Who was removed since the database was asked has been dropped already. While the list is read anew, it decides.
        let is_in = state
            .rooms
            .get(&room)
            .is_some_and(|topic| topic.waiting.is_some() || topic.listeners.contains(&user));
        if !is_in {
            return Err(Error::Api(ApiError::NotAMember));
        }
        let connection = state
            .connections
            .get_mut(&id)
            .ok_or(Error::Api(ApiError::Unavailable))?;
        let inbox = connection.inbox.clone();
        if !connection.open.contains(&room) {
            if connection.open.len() >= OPEN_ROOMS_MAX {
                return Err(Error::Api(ApiError::TooMany {
                    max: OPEN_ROOMS_MAX as u32,
                }));
            }
            connection.open.push(room);
        }
        let topic = state.topic(room, standing.version, standing.head);
        topic.open.insert(id, Reader { user, inbox });
        Ok(standing.head.max(topic.head))
    }

    /// Only coalesced notices of this room from now on.
    pub fn close(&self, id: ConnectionId, room: RoomId) {
        let mut state = self.lock();
        if let Some(connection) = state.connections.get_mut(&id) {
            connection.open.retain(|open| *open != room);
        }
        if let Some(topic) = state.rooms.get_mut(&room) {
            topic.open.remove(&id);
        }
    }

    /// The connection is gone. Its person is shown as offline only after a grace, so that a reload is no coming and going.
    pub fn disconnect(&self, id: ConnectionId) {
        let mut state = self.lock();
        let Some(connection) = state.connections.remove(&id) else {
            return;
        };
        for room in connection.open {
            if let Some(topic) = state.rooms.get_mut(&room) {
                topic.open.remove(&id);
            }
        }
        if let Some(listener) = state.people.get_mut(&connection.user) {
            listener.connections.retain(|other| *other != id);
        }
        drop(state);
        self.after_disconnect(connection.user);
    }

    /// Whether the person is known as a member of the room: for what passes and needs no certainty, such as typing.
    #[must_use]
    pub fn is_member(&self, user: UserId, room: RoomId) -> bool {
        self.lock()
            .people
            .get(&user)
            .is_some_and(|listener| listener.rooms.contains(&room))
    }

    /// The latest numbers of the rooms that the connection has open.
    #[must_use]
    pub fn heads(&self, id: ConnectionId) -> Vec<RoomPosition> {
        let state = self.lock();
        let Some(connection) = state.connections.get(&id) else {
            return Vec::new();
        };
        connection
            .open
            .iter()
            .filter_map(|room| {
                let number = state.rooms.get(room)?.head;
                Some(RoomPosition {
                    room: *room,
                    number,
                })
            })
            .collect()
    }

    /// Ends the sockets of a sign-in, at once.
    pub fn sign_out(&self, sign_in: SignInId) {
        for connection in self.lock().connections.values() {
            if connection.sign_in == sign_in {
                connection.inbox.close(close::SIGNED_OUT);
            }
        }
    }

    /// The sign-ins that have a socket here.
    #[must_use]
    pub fn sign_ins(&self) -> HashSet<SignInId> {
        let state = self.lock();
        state.connections.values().map(|c| c.sign_in).collect()
    }

    /// How many connections there are.
    #[must_use]
    pub fn connections(&self) -> usize {
        self.lock().connections.len()
    }

    fn user_of(&self, id: ConnectionId) -> Result<UserId> {
        self.lock()
            .connections
            .get(&id)
            .map(|connection| connection.user)
            .ok_or(Error::Api(ApiError::Unavailable))
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

//! Who is there. A person is online with a page in use, away with pages open but not in use, offline a grace after the
//! last one closed. Each node sees those who are connected to it, and tells the others; what is shown is the most of it. All
//! of it is kept in memory only; a node that crashes takes what it saw with it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
    time::Duration,
};

use domain::{
    ConnectionId, Timestamp, UserId,
    people::{Presence, PresenceState},
};

use protocol::Event;
use tokio::time::Instant;

use super::{Channel, Hub, NodeId, State, fan_out::drop_listener};

/// How long after the last page closed a person is shown as offline: longer than a reload takes.
pub const GRACE: Duration = Duration::from_secs(8);

/// Someone came, went, or left the keyboard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sighting {
    /// Who.
    pub user: UserId,
    /// How it is now.
    pub state: PresenceState,
}

impl Hub {
    /// The person at this connection left the keyboard, or came back.
    pub fn set_away(&self, id: ConnectionId, away: bool) {
        let mut state = self.lock();
        let Some(connection) = state.connections.get_mut(&id) else {
            return;
        };
        connection.away = away;
        let user = connection.user;
        drop(state);
        self.sight(user);
    }

    /// Presence of these people as `viewer` may know it, those who are or were here.
    #[must_use]
    pub fn presence_of(
        &self,
        viewer: UserId,
        people: impl IntoIterator<Item = UserId>,
    ) -> Vec<Sighting> {
        let state = self.lock();
        people
            .into_iter()
            .filter(|user| {
                let here = state.people.get(user);
                let is_hidden = here.is_some_and(|listener| listener.hidden.contains(&viewer));
                !is_hidden && (here.is_some() || state.elsewhere.contains_key(user))
            })
            .map(|user| Sighting {
                user,
                state: shown(&state, user),
            })
            .collect()
    }

    /// Whether another node says that the person is there.
    #[must_use]
    pub fn is_elsewhere(&self, user: UserId) -> bool {
        self.lock().elsewhere.contains_key(&user)
    }

    /// A node, perhaps this one, has seen somebody come, go, or leave the keyboard.
    pub(super) async fn sighted(&self, node: NodeId, user: UserId, seen: PresenceState) {
        let state = {
            let mut state = self.lock();
            if node != state.broker.node() {
                note(&mut state, node, user, seen);
            }
            most([seen, shown(&state, user)])
        };
        self.about(user, &Event::PresenceChanged { user, state })
            .await;
    }

    /// All who are connected to another node. Who is not any more is shown as gone a grace later: they may be on their way
    /// to yet another node.
    pub async fn replace_node(&self, node: NodeId, people: HashMap<UserId, PresenceState>) {
        let before: Vec<UserId> = {
            let state = self.lock();
            let there = |nodes: &HashMap<NodeId, PresenceState>| nodes.contains_key(&node);
            let elsewhere = state.elsewhere.iter();
            elsewhere
                .filter(|(_, nodes)| there(nodes))
                .map(|(user, _)| *user)
                .collect()
        };
        let gone: Vec<UserId> = before
            .into_iter()
            .filter(|user| !people.contains_key(user))
            .collect();
        for (user, seen) in people {
            let is_news = {
                let mut state = self.lock();
                let was = shown(&state, user);
                note(&mut state, node, user, seen);
                shown(&state, user) != was
            };
            if is_news {
                self.sighted(node, user, seen).await;
            }
        }
        if gone.is_empty() {
            return;
        }
        let hub = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            tokio::time::sleep(GRACE).await;
            let Some(inner) = hub.upgrade() else { return };
            let hub = Hub(inner);
            for user in gone {
                let seen = PresenceState {
                    presence: Presence::Offline,
                    last_seen: Some(hub.0.clock.now()),
                };
                hub.sighted(node, user, seen).await;
            }
        });
    }

    /// Tells how it is with the person, if that changed.
    pub(super) fn sight(&self, user: UserId) {
        let now = self.0.clock.now();
        let mut state = self.lock();
        let presence = presence(&state, user);
        let Some(listener) = state.people.get_mut(&user) else {
            return;
        };
        if listener.shown == presence {
            return;
        }
        listener.shown = presence;
        listener.last_seen = (presence != Presence::Online).then_some(now);
        self.report(user, presence, listener.last_seen);
    }

    /// Only these other nodes are there: what any other has seen goes, a grace later.
    pub async fn forget_other_nodes(&self, there: &HashSet<NodeId>) {
        let gone: HashSet<NodeId> = {
            let state = self.lock();
            let known = state.elsewhere.values().flat_map(HashMap::keys);
            known
                .filter(|node| !there.contains(node))
                .copied()
                .collect()
        };
        for node in gone {
            self.replace_node(node, HashMap::new()).await;
        }
    }

    pub(super) fn after_disconnect(&self, user: UserId) {
        let mut state = self.lock();
        let is_gone = state
            .people
            .get(&user)
            .is_some_and(|listener| listener.connections.is_empty());
        if !is_gone {
            drop(state);
            // The one that is left may be away.
            self.sight(user);
            return;
        }
        if let Some(listener) = state.people.get_mut(&user) {
            listener.last_seen = Some(self.0.clock.now());
            listener.left_at = Some(Instant::now());
        }
        drop(state);
        let hub = Arc::downgrade(&self.0);
        tokio::spawn(async move {
            tokio::time::sleep(GRACE).await;
            if let Some(inner) = hub.upgrade() {
                Hub(inner).forget(user);
            }
        });
    }

    /// The person has not come back within the grace.
    fn forget(&self, user: UserId) {
        let mut state = self.lock();
        let Some(listener) = state.people.get_mut(&user) else {
            return;
        };
        // Who came and went again meanwhile has a grace of their own.
        let is_over = listener.left_at.is_some_and(|left| left.elapsed() >= GRACE);
        if !listener.connections.is_empty() || !is_over {
            return;
        }
        if listener.shown == Presence::Offline {
            drop(state);
            self.release(user);
            return;
        }
        // Let go of only when it has been told: their rooms decide who hears of it.
        listener.shown = Presence::Offline;
        self.report(user, Presence::Offline, listener.last_seen);
    }

    /// Lets go of a person of whose absence everyone has been told.
    pub(super) fn release(&self, user: UserId) {
        let mut state = self.lock();
        let Some(listener) = state.people.get(&user) else {
            return;
        };
        if !listener.connections.is_empty() || listener.shown != Presence::Offline {
            return;
        }
        let rooms: Vec<_> = listener.rooms.iter().copied().collect();
        for room in rooms {
            drop_listener(&mut state, room, user);
        }
        state.people.remove(&user);
        state.broker.unfollow(Channel::Person(user));
    }

    fn report(&self, user: UserId, presence: Presence, last_seen: Option<Timestamp>) {
        let sighting = Sighting {
            user,
            state: PresenceState {
                presence,
                last_seen,
            },
        };
        // Nobody listens only while the server stops.
        let _ = self.0.sightings.send(sighting);
    }
}

/// How it is at another node.
fn note(state: &mut State, node: NodeId, user: UserId, seen: PresenceState) {
    if seen.presence == Presence::Offline {
        if let Some(nodes) = state.elsewhere.get_mut(&user) {
            nodes.remove(&node);
            if nodes.is_empty() {
                state.elsewhere.remove(&user);
            }
        }
    } else {
        state.elsewhere.entry(user).or_default().insert(node, seen);
    }
}

/// What is to be shown of a person: the most of what all nodes see.
pub(super) fn shown(state: &State, user: UserId) -> PresenceState {
    let here = state.people.get(&user).map(|listener| PresenceState {
        presence: listener.shown,
        last_seen: listener.last_seen,
    });
    let elsewhere = state
        .elsewhere
        .get(&user)
        .into_iter()
        .flat_map(HashMap::values);
    most(here.into_iter().chain(elsewhere.copied()))
}

fn most(seen: impl IntoIterator<Item = PresenceState>) -> PresenceState {
    let rank = |presence| match presence {
        Presence::Online => 2,
        Presence::Away => 1,
        Presence::Offline => 0,
    };
    let mut most = PresenceState::default();
    for one in seen {
        if rank(one.presence) > rank(most.presence) {
            most.presence = one.presence;
        }
        most.last_seen = most.last_seen.max(one.last_seen);
    }
    if most.presence == Presence::Online {
        most.last_seen = None;
    }
    most
}

fn presence(state: &State, user: UserId) -> Presence {
    let Some(listener) = state.people.get(&user) else {
        return Presence::Offline;
    };
    let mut away = listener
        .connections
        .iter()
        .filter_map(|id| state.connections.get(id))
        .map(|connection| connection.away)
        .peekable();
    if away.peek().is_none() {
        Presence::Offline
    } else if away.all(|away| away) {
        Presence::Away
    } else {
        Presence::Online
    }
}

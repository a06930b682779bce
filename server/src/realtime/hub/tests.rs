//! The hub with a list in the database's place and inboxes in the sockets' place; the clock is paused.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc, Mutex,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use domain::{
    ClientMessageId, ConnectionId, MessageId, RoomId, SignInId, Timestamp, UserId,
    message::{Message, Since},
    people::{Person, PlaceRole, Presence, PresenceState, Viewer},
    room::{
        HistoryAccess, Member, NotificationLevel, Posting, Role, Room, RoomKind, RoomSummary,
        Visibility,
    },
};
use prometheus_client::metrics::counter::Counter;
use protocol::{
    ApiError, Event, RoomChange, RoomChangeKind, ServerFrame, command::RoomPosition, frame::close,
};
use tokio::{sync::mpsc, time::advance};

use super::{GRACE, Hub, Members, Sighting, Standing};
use crate::{
    Error, Result,
    clock::TestClock,
    metrics::BrokerMetrics,
    realtime::{
        Notice,
        broker::{Local, NodeId},
        framed::Framed,
        inbox::Inbox,
    },
};

/// Who is in which room.
#[derive(Default)]
struct Lists {
    rooms: Mutex<HashMap<RoomId, (Standing, HashSet<UserId>)>>,
    is_broken: AtomicBool,
}

impl Lists {
    fn set(&self, room: RoomId, version: u64, head: u64, members: &[UserId]) {
        let standing = Standing {
            room,
            version,
            head,
        };
        let members = members.iter().copied().collect();
        self.rooms.lock().unwrap().insert(room, (standing, members));
    }
}

#[async_trait]
impl Members for Lists {
    async fn rooms_of(&self, user: UserId) -> Result<Vec<Standing>> {
        let lists = self.rooms.lock().unwrap();
        Ok(lists
            .values()
            .filter(|(_, members)| members.contains(&user))
            .map(|(standing, _)| *standing)
            .collect())
    }

    async fn membership(&self, user: UserId, room: RoomId) -> Result<Option<Standing>> {
        let lists = self.rooms.lock().unwrap();
        Ok(lists
            .get(&room)
            .filter(|(_, members)| members.contains(&user))
            .map(|(standing, _)| *standing))
    }

    async fn members_of(&self, room: RoomId) -> Result<Option<(Standing, HashSet<UserId>)>> {
        if self.is_broken.load(Ordering::Relaxed) {
            return Err(Error::Api(ApiError::Unavailable));
        }
        Ok(self.rooms.lock().unwrap().get(&room).cloned())
    }

    async fn hidden_from(&self, _: UserId) -> Result<HashSet<UserId>> {
        Ok(HashSet::new())
    }

    async fn standings(&self, rooms: &[RoomId]) -> Result<Vec<Standing>> {
        let lists = self.rooms.lock().unwrap();
        Ok(rooms
            .iter()
            .filter_map(|room| lists.get(room))
            .map(|(standing, _)| *standing)
            .collect())
    }
}

/// A hub with one room of Ada and Bea, version 1, head 10.
struct Scene {
    hub: Hub,
    lists: Arc<Lists>,
    sightings: mpsc::UnboundedReceiver<Sighting>,
    room: RoomId,
    connections: u64,
}

const ADA: u64 = 1;
const BEA: u64 = 2;
const EVE: u64 = 3;

fn user(n: u64) -> UserId {
    UserId::from_parts(n, [0; 10])
}

impl Scene {
    fn new() -> Self {
        let lists = Arc::new(Lists::default());
        let room = RoomId::from_parts(1, [0; 10]);
        lists.set(room, 1, 10, &[user(ADA), user(BEA)]);
        let clock = Arc::new(TestClock::at(Timestamp(1_000)));
        let broker = Arc::new(Local::new(BrokerMetrics::default()).0);
        let (hub, sightings) = Hub::new(lists.clone(), clock, broker, Counter::default());
        Self {
            hub,
            lists,
            sightings,
            room,
            connections: 0,
        }
    }

    async fn connect(&mut self, who: u64) -> (ConnectionId, Arc<Inbox>) {
        self.connections += 1;
        let id = ConnectionId::from_parts(self.connections, [0; 10]);
        let inbox = Arc::new(Inbox::default());
        let viewer = Viewer {
            user_id: user(who),
            sign_in_id: SignInId::from_parts(self.connections, [0; 10]),
            role: PlaceRole::Member,
        };
        self.hub.connect(id, &viewer, inbox.clone()).await.unwrap();
        (id, inbox)
    }

    async fn post(&self, number: u64, version: u64) {
        let message = Message {
            id: MessageId::from_parts(number, [0; 10]),
            room: self.room,
            seq: number,
            author: user(ADA),
            client_message_id: ClientMessageId::from_parts(number, [0; 10]),
            body: "hello".to_owned(),
            sent_at: Timestamp(2_000),
            reply_to: None,
            since: Since::default(),
        };
        let kind = RoomChangeKind::MessagePosted { message };
        self.change(number, version, kind, Some("Ada".to_owned()))
            .await;
    }

    async fn join_eve(&self, number: u64, version: u64) {
        let member = Member {
            person: Person {
                id: user(EVE),
                username: "eve".to_owned(),
                first_name: "Eve".to_owned(),
                last_name: String::new(),
                about: String::new(),
                is_deleted: false,
            },
            role: Role::Member,
            delivered: 0,
            read: 0,
        };
        let joined = RoomChangeKind::MemberJoined {
            member: Box::new(member),
            by: None,
        };
        self.change(number, version, joined, None).await;
    }

    async fn change(
        &self,
        number: u64,
        members_version: u64,
        kind: RoomChangeKind,
        author_name: Option<String>,
    ) {
        let change = Box::new(RoomChange {
            room: self.room,
            number,
            at: Timestamp(2_000),
            kind,
        });
        self.hub
            .deliver(vec![Notice::RoomChanged {
                change,
                members_version,
                author_name,
            }])
            .await;
    }
}

/// A group as a list shows it.
fn summary(room: RoomId, head: u64) -> RoomSummary {
    RoomSummary {
        room: Room {
            id: room,
            kind: RoomKind::Group,
            visibility: Visibility::Private,
            posting: Posting::Everyone,
            history: HistoryAccess::All,
            name: String::new(),
            topic: String::new(),
            started_from: None,
            created_at: Timestamp(0),
        },
        head,
        last: None,
        active_at: Timestamp(0),
        unread: 0,
        read: head,
        read_version: 0,
        role: Role::Member,
        notifications: NotificationLevel::default(),
        other: None,
        member_count: 2,
        some_members: Vec::new(),
    }
}

/// Lets spawned tasks run.
async fn settle() {
    for _ in 0..10 {
        tokio::task::yield_now().await;
    }
}

/// Time passes for tasks that are under way: one that was not polled yet would begin to wait only after it.
async fn pass(time: Duration) {
    settle().await;
    advance(time).await;
    settle().await;
}

/// What is in the inbox now.
async fn frames(inbox: &Inbox) -> Vec<ServerFrame> {
    settle().await;
    let taken = inbox.take_now();
    taken
        .frames
        .iter()
        .flat_map(Framed::texts)
        .map(|text| serde_json::from_slice(&text).unwrap())
        .collect()
}

/// The events that are in the inbox now, but who is there.
async fn told(inbox: &Inbox) -> Vec<Event> {
    let events = frames(inbox).await.into_iter().map(|frame| match frame {
        ServerFrame::Event(event) => event,
        other => panic!("{other:?}"),
    });
    events
        .filter(|event| !matches!(event, Event::PresenceChanged { .. }))
        .collect()
}

/// The presences of someone that are in the inbox now.
async fn presences(inbox: &Inbox, of: u64) -> Vec<Presence> {
    let frames = frames(inbox).await.into_iter();
    frames
        .filter_map(|frame| match frame {
            ServerFrame::Event(Event::PresenceChanged { user: who, state }) => {
                (who == user(of)).then_some(state.presence)
            }
            _ => None,
        })
        .collect()
}

/// The numbers that came whole.
fn whole(events: &[Event]) -> Vec<u64> {
    events
        .iter()
        .filter_map(|event| match event {
            Event::RoomChanged(change) => Some(change.number),
            _ => None,
        })
        .collect()
}

/// After, head and posts of what came taken together.
fn together(events: &[Event]) -> Vec<(u64, u64, Vec<u64>)> {
    events
        .iter()
        .filter_map(|event| match event {
            Event::RoomAdvanced {
                after, head, posts, ..
            } => Some((*after, *head, posts.iter().map(|post| post.seq).collect())),
            _ => None,
        })
        .collect()
}

#[tokio::test(start_paused = true)]
async fn an_open_room_is_told_whole_and_others_taken_together() {
    let mut scene = Scene::new();
    let (phone, on_phone) = scene.connect(BEA).await;
    let (_, on_laptop) = scene.connect(BEA).await;
    assert_eq!(scene.hub.open(phone, scene.room).await.unwrap(), 10);
    for number in 11..=14 {
        scene.post(number, 1).await;
    }
    assert_eq!(whole(&told(&on_phone).await), [11, 12, 13, 14]);
    let first = told(&on_laptop).await;
    assert_eq!(together(&first), [(10, 11, vec![11])], "the first at once");
    pass(Duration::from_millis(251)).await;
    let rest = told(&on_laptop).await;
    assert_eq!(together(&rest), [(11, 14, vec![12, 13, 14])]);
    pass(Duration::from_millis(251)).await;
    assert_eq!(told(&on_laptop).await, [], "nothing more to tell");
    scene.post(15, 1).await;
    assert_eq!(together(&told(&on_laptop).await), [(14, 15, vec![15])]);
    // Closed on the phone, it is a room like any other.
    scene.hub.close(phone, scene.room);
    pass(Duration::from_millis(600)).await;
    told(&on_phone).await;
    scene.post(16, 1).await;
    assert_eq!(together(&told(&on_phone).await), [(15, 16, vec![16])]);
}

#[tokio::test(start_paused = true)]
async fn who_left_hears_nothing_more() {
    let mut scene = Scene::new();
    let (phone, on_phone) = scene.connect(BEA).await;
    let (_, on_laptop) = scene.connect(BEA).await;
    scene.hub.open(phone, scene.room).await.unwrap();
    let left = RoomChangeKind::MemberLeft {
        user: user(BEA),
        by: Some(user(ADA)),
    };
    scene.lists.set(scene.room, 2, 11, &[user(ADA)]);
    scene.change(11, 2, left, None).await;
    scene.post(12, 2).await;
    pass(Duration::from_secs(1)).await;
    assert_eq!(told(&on_phone).await, []);
    assert_eq!(told(&on_laptop).await, []);
    assert!(scene.hub.heads(phone).is_empty());
    let refused = scene.hub.open(phone, scene.room).await;
    assert!(matches!(refused, Err(Error::Api(ApiError::NotAMember))));
}

#[tokio::test(start_paused = true)]
async fn a_list_that_is_too_old_is_read_anew_before_anything_is_told() {
    let mut scene = Scene::new();
    let (ada, on_ada) = scene.connect(ADA).await;
    let (bea, on_bea) = scene.connect(BEA).await;
    let (_, on_eve) = scene.connect(EVE).await;
    scene.hub.open(ada, scene.room).await.unwrap();
    scene.hub.open(bea, scene.room).await.unwrap();
    // Bea was removed and Eve added, and both notices were lost on the way.
    scene.lists.set(scene.room, 3, 13, &[user(ADA), user(EVE)]);
    scene.post(13, 3).await;
    scene.post(14, 3).await;
    assert_eq!(whole(&told(&on_ada).await), [13, 14], "in order");
    assert_eq!(told(&on_bea).await, []);
    pass(Duration::from_millis(300)).await;
    let heard = together(&told(&on_eve).await);
    assert_eq!(heard.last().map(|(_, head, _)| *head), Some(14));
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_hears_without_a_new_list() {
    let mut scene = Scene::new();
    let (_, on_eve) = scene.connect(EVE).await;
    // The list is left as it was: reading it would not find her.
    let (_ada, _) = scene.connect(ADA).await;
    scene.join_eve(11, 2).await;
    scene.post(12, 2).await;
    pass(Duration::from_secs(1)).await;
    let heard = together(&told(&on_eve).await);
    assert_eq!(heard.last().map(|(_, head, _)| *head), Some(12));
}

#[tokio::test(start_paused = true)]
async fn a_newcomer_hears_nothing_that_was_said_before() {
    let mut scene = Scene::new();
    let (_ada, on_ada) = scene.connect(ADA).await;
    let (_, on_eve) = scene.connect(EVE).await;
    scene.post(11, 1).await;
    // Kept back for a moment, as one was told just now.
    scene.post(12, 1).await;
    scene.join_eve(13, 2).await;
    scene.post(14, 2).await;
    pass(Duration::from_secs(1)).await;
    assert_eq!(together(&told(&on_eve).await), [(12, 14, vec![14])]);
    let heard = together(&told(&on_ada).await);
    assert_eq!(
        heard,
        [(10, 11, vec![11]), (11, 12, vec![12]), (12, 14, vec![14])]
    );
}

#[tokio::test(start_paused = true)]
async fn nor_does_one_who_is_found_by_reading_the_list_anew() {
    let mut scene = Scene::new();
    let (ada, on_ada) = scene.connect(ADA).await;
    let (eve, on_eve) = scene.connect(EVE).await;
    scene.hub.open(ada, scene.room).await.unwrap();
    // Someone's coming (version 2) was lost on the way; by the time the list is read, Eve is in it too.
    scene
        .lists
        .set(scene.room, 3, 13, &[user(ADA), user(BEA), user(EVE)]);
    scene.post(12, 2).await;
    scene.hub.open(eve, scene.room).await.unwrap();
    scene.post(14, 3).await;
    pass(Duration::from_secs(1)).await;
    assert_eq!(whole(&told(&on_ada).await), [12, 14]);
    assert_eq!(whole(&told(&on_eve).await), [14]);
}

#[tokio::test(start_paused = true)]
async fn what_waits_for_the_list_and_is_newer_than_it_is_taken_in_order() {
    let mut scene = Scene::new();
    let (ada, on_ada) = scene.connect(ADA).await;
    let (_, on_eve) = scene.connect(EVE).await;
    scene.hub.open(ada, scene.room).await.unwrap();
    scene.lists.set(scene.room, 2, 11, &[user(ADA), user(BEA)]);
    scene.post(12, 2).await;
    scene.join_eve(13, 3).await;
    scene.post(14, 3).await;
    pass(Duration::from_secs(1)).await;
    assert_eq!(whole(&told(&on_ada).await), [12, 13, 14]);
    let heard = together(&told(&on_eve).await);
    assert_eq!(heard.last().map(|(_, head, _)| *head), Some(14));
}

#[tokio::test(start_paused = true)]
async fn a_list_that_cannot_be_read_silences_nobody_for_long() {
    let mut scene = Scene::new();
    let (ada, on_ada) = scene.connect(ADA).await;
    let (eve, on_eve) = scene.connect(EVE).await;
    scene.hub.open(ada, scene.room).await.unwrap();
    scene.lists.set(scene.room, 2, 11, &[user(ADA), user(EVE)]);
    scene.lists.is_broken.store(true, Ordering::Relaxed);
    scene.post(12, 2).await;
    settle().await;
    assert_eq!(told(&on_ada).await, [], "not told without knowing to whom");
    scene.lists.is_broken.store(false, Ordering::Relaxed);
    scene.post(13, 2).await;
    settle().await;
    scene.hub.open(eve, scene.room).await.unwrap();
    scene.post(14, 2).await;
    pass(Duration::from_secs(1)).await;
    assert_eq!(whole(&told(&on_ada).await), [13, 14]);
    assert_eq!(whole(&told(&on_eve).await), [14]);
}

#[tokio::test(start_paused = true)]
async fn who_opens_a_room_while_being_removed_from_it_hears_nothing() {
    let mut scene = Scene::new();
    let (bea, on_bea) = scene.connect(BEA).await;
    let (_, _on_ada) = scene.connect(ADA).await;
    let left = RoomChangeKind::MemberLeft {
        user: user(BEA),
        by: Some(user(ADA)),
    };
    scene.change(11, 2, left, None).await;
    // The database said that she is in a moment before she was not.
    let opened = scene.hub.open(bea, scene.room).await;
    scene.lists.set(scene.room, 2, 11, &[user(ADA)]);
    settle().await;
    scene.post(12, 2).await;
    pass(Duration::from_secs(1)).await;
    assert_eq!(told(&on_bea).await, [], "{opened:?}");
    assert!(scene.hub.heads(bea).is_empty());
}

#[tokio::test(start_paused = true)]
async fn a_lost_last_event_is_found_by_comparing() {
    let mut scene = Scene::new();
    let (bea, on_bea) = scene.connect(BEA).await;
    scene.hub.open(bea, scene.room).await.unwrap();
    scene.lists.set(scene.room, 1, 12, &[user(ADA), user(BEA)]);
    scene.hub.compare().await.unwrap();
    assert_eq!(
        scene.hub.heads(bea)[0].number,
        10,
        "at first it is only on its way"
    );
    scene.hub.compare().await.unwrap();
    let heads = vec![RoomPosition {
        room: scene.room,
        number: 12,
    }];
    assert_eq!(
        frames(&on_bea).await,
        [ServerFrame::Heartbeat { heads }],
        "so that the client asks for what it misses"
    );
    scene.hub.compare().await.unwrap();
    assert!(frames(&on_bea).await.is_empty(), "once is enough");
}

#[tokio::test(start_paused = true)]
async fn what_is_known_to_be_missed_is_told_at_once() {
    let mut scene = Scene::new();
    let (bea, on_bea) = scene.connect(BEA).await;
    let (_ada, on_ada) = scene.connect(ADA).await;
    scene.hub.open(bea, scene.room).await.unwrap();
    frames(&on_bea).await;
    frames(&on_ada).await;
    scene.lists.set(scene.room, 1, 12, &[user(ADA), user(BEA)]);
    let rooms = Some(vec![scene.room]);
    scene.hub.catch_up_with(rooms).await.unwrap();
    let heard = frames(&on_bea).await;
    assert!(matches!(heard[..], [ServerFrame::Heartbeat { .. }]));
    assert_eq!(together(&told(&on_ada).await), [(10, 12, Vec::new())]);
}

#[tokio::test(start_paused = true)]
async fn who_was_removed_unheard_of_is_told_nothing_more() {
    let mut scene = Scene::new();
    let (bea, on_bea) = scene.connect(BEA).await;
    let (_ada, on_ada) = scene.connect(ADA).await;
    scene.hub.open(bea, scene.room).await.unwrap();
    frames(&on_bea).await;
    frames(&on_ada).await;
    // Another node has removed her, and said so while nothing could be heard.
    scene.lists.set(scene.room, 2, 12, &[user(ADA)]);
    scene.hub.catch_up_with(None).await.unwrap();
    settle().await;
    scene.hub.catch_up_with(None).await.unwrap();
    assert!(frames(&on_bea).await.is_empty());
    assert_eq!(together(&told(&on_ada).await), [(10, 12, Vec::new())]);
}

#[tokio::test(start_paused = true)]
async fn who_joined_a_room_that_nobody_here_was_in_hears_of_it() {
    let mut scene = Scene::new();
    let (_eve, on_eve) = scene.connect(EVE).await;
    scene.lists.set(scene.room, 2, 11, &[user(ADA), user(EVE)]);
    let summary = summary(scene.room, 11);
    let joined = Notice::Personal {
        user: user(EVE),
        event: Box::new(Event::RoomJoined {
            summary: Box::new(summary),
        }),
    };
    scene.hub.deliver(vec![joined]).await;
    settle().await;
    told(&on_eve).await;
    scene.post(12, 2).await;
    assert_eq!(together(&told(&on_eve).await), [(11, 12, vec![12])]);
}

#[tokio::test(start_paused = true)]
async fn a_person_is_as_present_as_on_their_most_present_node() {
    let mut scene = Scene::new();
    let (_ada, on_ada) = scene.connect(ADA).await;
    let sighted = async |node: u128, presence| {
        let state = PresenceState {
            presence,
            last_seen: None,
        };
        let (node, user) = (NodeId(uuid::Uuid::from_u128(node)), user(BEA));
        let notice = Notice::Sighted { node, user, state };
        scene.hub.deliver(vec![notice]).await;
        presences(&on_ada, BEA).await
    };
    assert_eq!(sighted(1, Presence::Away).await, [Presence::Away]);
    assert_eq!(sighted(2, Presence::Online).await, [Presence::Online]);
    assert_eq!(sighted(1, Presence::Offline).await, [Presence::Online]);
    assert_eq!(sighted(2, Presence::Offline).await, [Presence::Offline]);
    assert!(!scene.hub.is_elsewhere(user(BEA)));
}

#[tokio::test(start_paused = true)]
async fn the_people_of_a_node_that_is_gone_have_a_grace_to_come_elsewhere() {
    let mut scene = Scene::new();
    let (_ada, on_ada) = scene.connect(ADA).await;
    let here = PresenceState {
        presence: Presence::Online,
        last_seen: None,
    };
    let node = NodeId(uuid::Uuid::from_u128(7));
    let people = HashMap::from([(user(BEA), here)]);
    scene.hub.replace_node(node, people).await;
    assert_eq!(presences(&on_ada, BEA).await, [Presence::Online]);
    scene.hub.replace_node(node, HashMap::new()).await;
    pass(GRACE / 2).await;
    assert!(presences(&on_ada, BEA).await.is_empty());
    pass(GRACE).await;
    assert_eq!(presences(&on_ada, BEA).await, [Presence::Offline]);
}

#[tokio::test(start_paused = true)]
async fn presence_waits_for_the_grace() {
    let mut scene = Scene::new();
    let (phone, _inbox) = scene.connect(BEA).await;
    let seen = async |scene: &mut Scene| {
        settle().await;
        scene.sightings.try_recv().ok().map(|s| s.state.presence)
    };
    assert_eq!(seen(&mut scene).await, Some(Presence::Online));
    scene.hub.disconnect(phone);
    pass(GRACE / 2).await;
    let (phone, _inbox) = scene.connect(BEA).await;
    pass(GRACE * 2).await;
    assert_eq!(seen(&mut scene).await, None, "a reload");
    scene.hub.set_away(phone, true);
    assert_eq!(seen(&mut scene).await, Some(Presence::Away));
    scene.hub.disconnect(phone);
    pass(GRACE + Duration::from_millis(1)).await;
    assert_eq!(seen(&mut scene).await, Some(Presence::Offline));
}

#[tokio::test(start_paused = true)]
async fn signing_out_ends_that_sign_in_only() {
    let mut scene = Scene::new();
    let (_, on_phone) = scene.connect(BEA).await;
    let (_, on_laptop) = scene.connect(BEA).await;
    scene
        .hub
        .deliver(vec![Notice::SignedOut {
            user: user(BEA),
            sign_ins: vec![SignInId::from_parts(1, [0; 10])],
        }])
        .await;
    let taken = on_phone.take().await;
    assert_eq!(taken.close, Some(close::SIGNED_OUT));
    assert!(
        taken
            .frames
            .iter()
            .flat_map(Framed::texts)
            .any(|text| text == br#"{"event":"signed_out"}"#[..])
    );
    assert_eq!(told(&on_laptop).await, []);
}

//! A small place without a server: Ada owns it, Bo and Chloé are in it, three rooms.

use std::sync::Arc;

use app::backend::{self, Backend, SetCookie};
use async_trait::async_trait;
use domain::{
    ClientMessageId, MessageId, RoomId, SignInId, Timestamp, UserId,
    feeling::{Declared, Feeling, Lasting},
    message::{LastLine, Message, Since, Wording},
    people::{Person, PlaceRole, Presence, PresenceState, Viewer},
    place::{JoinPolicy, Place, Purpose},
    room::{
        HistoryAccess, Member, NotificationLevel, Posting, Role, Room, RoomKind, RoomSummary,
        Visibility,
    },
    search::{Closeness, Query, excerpt},
};
use http::request::Parts;
use protocol::{
    ApiError,
    accounts::{Account, Bootstrap, Device, OwnPlace, PersonPresence, SetUpPlace, SignIn, SignUp},
    drafts::Draft,
    people::{PersonFeeling, Profile},
    rooms::{CreateRoom, MessagePage, PageAt, PublicRoom, RoomPage, SomeMessages, UpdateRoom},
    search::{Found, Search, SearchPage},
};

/// 2026-03-02T14:05:00Z.
pub const NOON: Timestamp = Timestamp(1_772_460_300_000);
/// The invitation code that works.
pub const CODE: &str = "lamp-lit";

/// Knobs for one test.
#[derive(Clone, Debug)]
pub struct Fake {
    pub place: Place,
    pub needs_setup_code: bool,
    pub messages: Vec<Message>,
}

impl Default for Fake {
    fn default() -> Self {
        Self {
            place: Place {
                name: "Garden Club".to_owned(),
                purpose: Purpose::Friends,
                join_policy: JoinPolicy::Invitation,
                is_set_up: true,
                is_empty: false,
            },
            needs_setup_code: false,
            messages: vec![
                message(
                    1,
                    bo().id,
                    "Look: https://example.org/tulips, aren't they <b>lovely</b>?",
                ),
                message(2, ada().id, "They are"),
            ],
        }
    }
}

impl Fake {
    pub fn backend(self) -> Backend {
        let fake = Arc::new(self);
        Backend {
            accounts: fake.clone(),
            people: fake.clone(),
            rooms: fake.clone(),
            messages: fake,
        }
    }
}

fn declared() -> Declared {
    Declared {
        feeling: Feeling::Low,
        note: "go easy".to_owned(),
        until: NOON,
    }
}

fn random(n: u8) -> [u8; 10] {
    [n; 10]
}

fn person(n: u8, username: &str, first: &str, last: &str) -> Person {
    Person {
        id: UserId::from_parts(1, random(n)),
        username: username.to_owned(),
        first_name: first.to_owned(),
        last_name: last.to_owned(),
        about: String::new(),
        is_deleted: false,
    }
}

pub fn ada() -> Person {
    person(1, "ada", "Ada", "Lovelace")
}

pub fn bo() -> Person {
    person(2, "bo", "Bo", "Lindqvist")
}

pub fn chloe() -> Person {
    person(3, "chloe", "Chloé", "Martin")
}

/// The direct chat of Ada and Bo.
pub fn direct_id() -> RoomId {
    RoomId::from_parts(1, random(11))
}

/// A group that was started from it; Ada owns it.
pub fn group_id() -> RoomId {
    RoomId::from_parts(1, random(12))
}

/// A public room that Bo is in and Ada is not.
pub fn public_id() -> RoomId {
    RoomId::from_parts(1, random(13))
}

/// A message in the direct chat.
pub fn message(seq: u64, author: UserId, body: &str) -> Message {
    let n = u8::try_from(seq).expect("few messages");
    Message {
        id: MessageId::from_parts(seq, random(n)),
        room: direct_id(),
        seq,
        author,
        client_message_id: ClientMessageId::from_parts(seq, random(n)),
        body: body.to_owned(),
        sent_at: NOON,
        reply_to: None,
        since: Since::default(),
    }
}

fn room(id: RoomId, kind: RoomKind, name: &str) -> Room {
    Room {
        id,
        kind,
        visibility: Visibility::Private,
        posting: Posting::Everyone,
        history: HistoryAccess::All,
        name: name.to_owned(),
        topic: String::new(),
        started_from: (id == group_id()).then(direct_id),
        created_at: NOON,
    }
}

fn summaries(viewer: &Viewer) -> Vec<RoomSummary> {
    let is_ada = viewer.user_id == ada().id;
    let summary = |room: Room, other: Option<Person>, role: Role, unread: u32| RoomSummary {
        room,
        head: 2,
        last: Some(LastLine {
            seq: 2,
            author: bo().id,
            author_name: "Bo".to_owned(),
            text: "See you <i>there</i>".to_owned(),
            sent_at: NOON,
        }),
        active_at: NOON,
        unread,
        read: 0,
        read_version: 1,
        role,
        notifications: NotificationLevel::All,
        other,
        member_count: 2,
        some_members: vec![ada().id, bo().id],
    };
    let role = if is_ada { Role::Owner } else { Role::Member };
    let other = if is_ada { bo() } else { ada() };
    let direct = summary(
        room(direct_id(), RoomKind::Direct, ""),
        Some(other),
        Role::Member,
        3,
    );
    let group = summary(
        room(group_id(), RoomKind::Group, "Spring beds"),
        None,
        role,
        0,
    );
    let quiet_for_a_minute = RoomSummary {
        active_at: NOON.plus_ms(-60_000),
        ..group
    };
    vec![quiet_for_a_minute, direct]
}

#[async_trait]
impl backend::Accounts for Fake {
    async fn viewer(&self, parts: &Parts) -> Result<Viewer, ApiError> {
        let cookie = parts
            .headers
            .get("cookie")
            .and_then(|value| value.to_str().ok());
        let (person, role) = match cookie {
            Some("who=ada") => (ada(), PlaceRole::Owner),
            Some("who=bo") => (bo(), PlaceRole::Member),
            _ => return Err(ApiError::NotSignedIn),
        };
        Ok(Viewer {
            user_id: person.id,
            sign_in_id: SignInId::from_parts(1, random(9)),
            role,
        })
    }

    async fn sign_up(&self, _parts: &Parts, _body: SignUp) -> Result<SetCookie, ApiError> {
        Err(ApiError::Unavailable)
    }

    async fn sign_in(&self, _parts: &Parts, _body: SignIn) -> Result<SetCookie, ApiError> {
        Err(ApiError::WrongCredentials)
    }

    async fn sign_out(&self, _viewer: &Viewer) -> Result<SetCookie, ApiError> {
        Ok(SetCookie("who=; Max-Age=0".to_owned()))
    }

    async fn place(&self) -> Result<Place, ApiError> {
        Ok(self.place.clone())
    }

    async fn own_place(&self, viewer: &Viewer) -> Result<OwnPlace, ApiError> {
        if viewer.role != PlaceRole::Owner {
            return Err(ApiError::Forbidden);
        }
        Ok(OwnPlace {
            place: self.place.clone(),
            invitation_path: format!("/join/{CODE}"),
        })
    }

    async fn set_up_place(&self, _viewer: &Viewer, _body: SetUpPlace) -> Result<(), ApiError> {
        Ok(())
    }

    async fn renew_invitation(&self, viewer: &Viewer) -> Result<OwnPlace, ApiError> {
        self.own_place(viewer).await
    }

    async fn is_invitation(&self, code: &str) -> Result<bool, ApiError> {
        Ok(code == CODE)
    }

    async fn needs_setup_code(&self, _parts: &Parts) -> Result<bool, ApiError> {
        Ok(self.needs_setup_code)
    }

    async fn bootstrap(&self, viewer: &Viewer) -> Result<Bootstrap, ApiError> {
        Ok(Bootstrap {
            account: self.account(viewer).await?,
            place: self.place.clone(),
            rooms: summaries(viewer),
            presence: vec![PersonPresence {
                user: bo().id,
                state: PresenceState {
                    presence: Presence::Online,
                    last_seen: None,
                },
            }],
            feelings: vec![PersonFeeling {
                user: bo().id,
                declared: declared(),
            }],
            people: vec![bo()],
            build: "test".to_owned(),
        })
    }

    async fn account(&self, viewer: &Viewer) -> Result<Account, ApiError> {
        let person = if viewer.user_id == ada().id {
            ada()
        } else {
            bo()
        };
        Ok(Account {
            email: format!("{}@example.org", person.username),
            person,
            role: viewer.role,
            blocked: Vec::new(),
        })
    }

    async fn update_profile(
        &self,
        viewer: &Viewer,
        _first_name: &str,
        _last_name: &str,
        _about: &str,
    ) -> Result<Account, ApiError> {
        self.account(viewer).await
    }

    async fn set_feeling(
        &self,
        _viewer: &Viewer,
        _feeling: Feeling,
        _note: &str,
        _lasting: Lasting,
    ) -> Result<Declared, ApiError> {
        Ok(declared())
    }

    async fn clear_feeling(&self, _viewer: &Viewer) -> Result<(), ApiError> {
        Ok(())
    }

    async fn change_password(
        &self,
        _viewer: &Viewer,
        _current: &str,
        _new: &str,
    ) -> Result<(), ApiError> {
        Ok(())
    }

    async fn devices(&self, _viewer: &Viewer) -> Result<Vec<Device>, ApiError> {
        let device = |n: u8, name: &str, is_current: bool| Device {
            id: SignInId::from_parts(1, random(n)),
            name: name.to_owned(),
            signed_in_at: NOON,
            last_used_at: NOON,
            is_current,
        };
        Ok(vec![
            device(9, "Firefox on Linux", true),
            device(10, "Safari on iPhone", false),
        ])
    }

    async fn sign_out_device(&self, _viewer: &Viewer, _device: SignInId) -> Result<(), ApiError> {
        Ok(())
    }

    async fn sign_out_others(&self, _viewer: &Viewer) -> Result<(), ApiError> {
        Ok(())
    }

    async fn delete_account(
        &self,
        _viewer: &Viewer,
        _password: &str,
    ) -> Result<SetCookie, ApiError> {
        Err(ApiError::WrongCredentials)
    }
}

#[async_trait]
impl backend::People for Fake {
    async fn find(&self, _viewer: &Viewer, query: &str) -> Result<Vec<Person>, ApiError> {
        let query = query.to_lowercase();
        Ok([ada(), bo(), chloe()]
            .into_iter()
            .filter(|person| person.username.contains(&query))
            .collect())
    }

    async fn profile(&self, viewer: &Viewer, username: &str) -> Result<Profile, ApiError> {
        let person = [ada(), bo(), chloe()]
            .into_iter()
            .find(|person| person.username == username)
            .ok_or(ApiError::NotFound)?;
        Ok(Profile {
            is_self: person.id == viewer.user_id,
            person,
            presence: PresenceState::default(),
            declared: (username == "bo").then(declared),
            direct_room: None,
            shared_rooms: Vec::new(),
            is_blocked: false,
        })
    }

    async fn set_blocked(
        &self,
        _viewer: &Viewer,
        _user: UserId,
        _blocked: bool,
    ) -> Result<(), ApiError> {
        Ok(())
    }
}

#[async_trait]
impl backend::Rooms for Fake {
    async fn open_direct(&self, _viewer: &Viewer, _user: UserId) -> Result<RoomId, ApiError> {
        Ok(direct_id())
    }

    async fn create(&self, _viewer: &Viewer, _body: CreateRoom) -> Result<RoomId, ApiError> {
        Ok(group_id())
    }

    async fn list_public(
        &self,
        _viewer: &Viewer,
        query: &str,
    ) -> Result<Vec<PublicRoom>, ApiError> {
        let rooms = vec![PublicRoom {
            id: public_id(),
            name: "Compost".to_owned(),
            topic: "What rots and what does not".to_owned(),
            member_count: 7,
            is_member: false,
        }];
        Ok(rooms
            .into_iter()
            .filter(|room| room.name.to_lowercase().contains(query))
            .collect())
    }

    async fn join(&self, _viewer: &Viewer, _room: RoomId) -> Result<(), ApiError> {
        Ok(())
    }

    async fn leave(&self, _viewer: &Viewer, _room: RoomId) -> Result<(), ApiError> {
        Ok(())
    }

    async fn add_members(
        &self,
        _viewer: &Viewer,
        _room: RoomId,
        _people: &[UserId],
    ) -> Result<(), ApiError> {
        Ok(())
    }

    async fn remove_member(
        &self,
        _viewer: &Viewer,
        _room: RoomId,
        _user: UserId,
    ) -> Result<(), ApiError> {
        Ok(())
    }

    async fn change_role(
        &self,
        _viewer: &Viewer,
        _room: RoomId,
        _user: UserId,
        _role: Role,
    ) -> Result<(), ApiError> {
        Ok(())
    }

    async fn update(
        &self,
        _viewer: &Viewer,
        _room: RoomId,
        _body: UpdateRoom,
    ) -> Result<(), ApiError> {
        Ok(())
    }

    async fn set_notifications(
        &self,
        _viewer: &Viewer,
        _room: RoomId,
        _level: NotificationLevel,
    ) -> Result<(), ApiError> {
        Ok(())
    }

    async fn summaries(
        &self,
        viewer: &Viewer,
        _rooms: &[RoomId],
    ) -> Result<Vec<RoomSummary>, ApiError> {
        Ok(summaries(viewer))
    }

    async fn page(
        &self,
        viewer: &Viewer,
        room: RoomId,
        _around: Option<u64>,
    ) -> Result<RoomPage, ApiError> {
        let summary = summaries(viewer)
            .into_iter()
            .find(|summary| summary.room.id == room)
            .ok_or(ApiError::NotAMember)?;
        let member = |person: Person, role: Role| Member {
            person,
            role,
            delivered: 2,
            read: 2,
        };
        let owner = if summary.room.kind == RoomKind::Group {
            Role::Owner
        } else {
            Role::Member
        };
        Ok(RoomPage {
            summary,
            members: vec![member(ada(), owner), member(bo(), Role::Member)],
            page: backend::Messages::list(self, viewer, room, PageAt::End).await?,
        })
    }
}

#[async_trait]
impl backend::Messages for Fake {
    async fn list(
        &self,
        _viewer: &Viewer,
        room: RoomId,
        _at: PageAt,
    ) -> Result<MessagePage, ApiError> {
        let messages = if room == direct_id() {
            self.messages.clone()
        } else {
            Vec::new()
        };
        Ok(MessagePage {
            room,
            messages,
            at_start: true,
            at_end: true,
            head: 2,
            quoted: Vec::new(),
            authors: Vec::new(),
        })
    }

    async fn some(
        &self,
        _viewer: &Viewer,
        _room: RoomId,
        _seqs: &[u64],
    ) -> Result<SomeMessages, ApiError> {
        Ok(SomeMessages {
            messages: Vec::new(),
            head: 2,
            authors: Vec::new(),
        })
    }

    async fn search(&self, _viewer: &Viewer, search: Search) -> Result<SearchPage, ApiError> {
        let query: Query = search.text.parse().map_err(ApiError::Search)?;
        if query.is_empty() {
            return Ok(SearchPage::default());
        }
        let found = self.messages.iter().rev().filter_map(|message| {
            let text = domain::search::text(message);
            let places = query.find(&text, Closeness::Exact)?;
            Some(Found {
                room: message.room,
                seq: message.seq,
                author: message.author,
                author_name: bo().full_name(),
                sent_at: message.sent_at,
                text: excerpt(&text, &places, 240),
                before: None,
                after: None,
            })
        });
        Ok(SearchPage {
            found: found.collect(),
            ..SearchPage::default()
        })
    }

    async fn first_since(
        &self,
        _: &Viewer,
        _: RoomId,
        _: &[Timestamp],
    ) -> Result<Vec<Option<u64>>, ApiError> {
        Ok(Vec::new())
    }

    async fn drafts(&self, _: &Viewer) -> Result<Vec<Draft>, ApiError> {
        Ok(Vec::new())
    }

    async fn wordings(
        &self,
        _viewer: &Viewer,
        _room: RoomId,
        _seq: u64,
    ) -> Result<Vec<Wording>, ApiError> {
        Ok(Vec::new())
    }
}

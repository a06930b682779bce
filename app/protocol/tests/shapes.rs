//! How everything looks on the wire. A snapshot that changes is a client of yesterday that does not understand.

use domain::{
    ClientMessageId, MessageId, RoomId, SignInId, Timestamp, UserId,
    feeling::{Declared, Feeling, Lasting},
    message::{LastLine, Message, Reaction, Since},
    people::{Person, PlaceRole, Presence, PresenceState},
    place::{JoinPolicy, Place, Purpose},
    room::{
        HistoryAccess, Member, NotificationLevel, Posting, Role, Room, RoomKind, RoomSummary,
        Visibility,
    },
    text::TextError,
};
use insta::assert_json_snapshot;
use protocol::{
    ApiError, ClientFrame, Command, Event, Reply, RoomChange, RoomChangeKind, ServerFrame,
    accounts::{Account, Bootstrap, Device, OwnPlace, PersonPresence, SetUpPlace, SignIn, SignUp},
    command::RoomPosition,
    drafts::Draft,
    error::Field,
    event::Post,
    frame::Outcome,
    people::{PersonFeeling, Profile, SharedRoom},
    rooms::{CreateRoom, MessagePage, PageAt, PublicRoom, RoomPage, UpdateRoom},
};
use serde::{Serialize, de::DeserializeOwned};

const AT: Timestamp = Timestamp(1_795_417_200_123);

fn ada() -> UserId {
    UserId::from_parts(1, [1; 10])
}

fn bea() -> UserId {
    UserId::from_parts(2, [2; 10])
}

fn room_id() -> RoomId {
    RoomId::from_parts(3, [3; 10])
}

fn message_id() -> MessageId {
    MessageId::from_parts(4, [4; 10])
}

fn client_message_id() -> ClientMessageId {
    ClientMessageId::from_parts(5, [5; 10])
}

fn sign_in_id() -> SignInId {
    SignInId::from_parts(6, [6; 10])
}

fn declared() -> Declared {
    Declared {
        feeling: Feeling::Low,
        note: "go easy".to_owned(),
        until: AT,
    }
}

fn person() -> Person {
    Person {
        id: ada(),
        username: "ada".to_owned(),
        first_name: "Ada".to_owned(),
        last_name: "Lovelace".to_owned(),
        about: String::new(),
        is_deleted: false,
    }
}

fn message() -> Message {
    Message {
        id: message_id(),
        room: room_id(),
        seq: 7,
        author: ada(),
        client_message_id: client_message_id(),
        body: "hello\nyou".to_owned(),
        sent_at: AT,
        reply_to: None,
        since: Since::default(),
    }
}

fn last_line() -> LastLine {
    LastLine {
        seq: 7,
        author: ada(),
        author_name: "Ada".to_owned(),
        text: "hello you".to_owned(),
        sent_at: AT,
    }
}

fn room() -> Room {
    Room {
        id: room_id(),
        kind: RoomKind::Group,
        visibility: Visibility::Private,
        posting: Posting::Everyone,
        history: HistoryAccess::FromJoining,
        name: "Garden".to_owned(),
        topic: "What grows".to_owned(),
        started_from: Some(RoomId::from_parts(8, [8; 10])),
        created_at: AT,
    }
}

fn member() -> Member {
    Member {
        person: person(),
        role: Role::Moderator,
        delivered: 7,
        read: 6,
    }
}

fn summary() -> RoomSummary {
    RoomSummary {
        room: Room {
            kind: RoomKind::Direct,
            name: String::new(),
            topic: String::new(),
            started_from: None,
            ..room()
        },
        head: 9,
        last: Some(last_line()),
        active_at: AT,
        unread: 2,
        read: 5,
        read_version: 3,
        role: Role::Member,
        notifications: NotificationLevel::Muted,
        other: Some(person()),
        member_count: 2,
        some_members: vec![ada(), bea()],
    }
}

fn page() -> MessagePage {
    MessagePage {
        room: room_id(),
        messages: vec![message()],
        at_start: true,
        at_end: false,
        head: 9,
        quoted: Vec::new(),
        authors: vec![Person {
            about: "Counts".to_owned(),
            is_deleted: true,
            ..person()
        }],
    }
}

fn place() -> Place {
    Place {
        name: "Home".to_owned(),
        purpose: Purpose::Friends,
        join_policy: JoinPolicy::Invitation,
        is_set_up: true,
        is_empty: false,
    }
}

fn account() -> Account {
    Account {
        person: person(),
        email: "ada@example.org".to_owned(),
        role: PlaceRole::Owner,
        blocked: vec![bea()],
    }
}

/// What is written is read again as the same, whatever else it looks like.
fn survives<T: Serialize + DeserializeOwned + PartialEq + std::fmt::Debug>(values: &[T]) {
    for value in values {
        let text = serde_json::to_string(value).expect("serializes");
        let back: T = serde_json::from_str(&text).unwrap_or_else(|e| panic!("{text}: {e}"));
        assert_eq!(&back, value);
    }
}

#[test]
fn commands() {
    let room = room_id();
    let commands = [
        Command::SendMessage {
            room,
            client_message_id: client_message_id(),
            body: "hello\nyou".to_owned(),
            reply_to: None,
        },
        Command::SendMessage {
            room,
            client_message_id: client_message_id(),
            body: "yes".to_owned(),
            reply_to: Some(5),
        },
        Command::EditMessage {
            room,
            seq: 7,
            body: "hello".to_owned(),
        },
        Command::DeleteMessage { room, seq: 7 },
        Command::SetReaction {
            room,
            seq: 7,
            emoji: "👍".to_owned(),
            on: true,
        },
        Command::OpenRoom { room },
        Command::CloseRoom { room },
        Command::Resume { room, after: 5 },
        Command::StartTyping { room },
        Command::StopTyping { room },
        Command::MarkRead {
            room,
            up_to: 7,
            backwards: false,
        },
        Command::MarkRead {
            room,
            up_to: 2,
            backwards: true,
        },
        Command::MarkDelivered {
            positions: vec![RoomPosition { room, number: 7 }],
        },
        Command::SaveDraft {
            room,
            text: "hello, ".to_owned(),
            after: 2,
        },
        Command::SetAway { away: true },
    ];
    survives(&commands);
    assert_json_snapshot!(commands);
}

#[test]
fn client_frames() {
    let frames = [
        ClientFrame::Hello {
            protocol: 1,
            build: "0.1.0".to_owned(),
        },
        ClientFrame::Request {
            id: 1,
            command: Command::OpenRoom { room: room_id() },
        },
        ClientFrame::Heartbeat {},
    ];
    survives(&frames);
    assert_json_snapshot!(frames);
}

#[test]
fn server_frames() {
    let frames = [
        ServerFrame::Hello {
            protocol: 1,
            build: "0.1.0".to_owned(),
            user_id: ada(),
            sign_in_id: sign_in_id(),
            now: AT,
            heartbeat_ms: 20_000,
        },
        ServerFrame::Reply {
            id: 1,
            outcome: Outcome::Ok(Reply::Done),
        },
        ServerFrame::Reply {
            id: 2,
            outcome: Outcome::Error(ApiError::NotAMember),
        },
        ServerFrame::Event(Event::TypingStarted {
            room: room_id(),
            user: ada(),
        }),
        ServerFrame::Heartbeat { heads: Vec::new() },
        ServerFrame::Heartbeat {
            heads: vec![RoomPosition {
                room: room_id(),
                number: 9,
            }],
        },
        ServerFrame::Refused {
            error: ApiError::Malformed,
        },
    ];
    survives(&frames);
    assert_json_snapshot!(frames);
}

#[test]
fn replies() {
    let room = room_id();
    let replies = [
        Reply::Sent {
            client_message_id: client_message_id(),
            message_id: message_id(),
            seq: 7,
            sent_at: AT,
        },
        Reply::Opened { head: 9 },
        Reply::Changes {
            room,
            changes: vec![RoomChange {
                room,
                number: 8,
                at: AT,
                kind: RoomChangeKind::Withheld,
            }],
            upto: 8,
            head: 9,
        },
        Reply::Reset { room, head: 9 },
        Reply::Draft(Draft {
            room,
            text: "hello, ".to_owned(),
            version: 3,
        }),
        Reply::Done,
    ];
    survives(&replies);
    assert_json_snapshot!(replies);
}

#[test]
fn changes() {
    let kinds = [
        RoomChangeKind::MessagePosted { message: message() },
        RoomChangeKind::MessageDeleted {
            message_id: message_id(),
            seq: 7,
        },
        RoomChangeKind::MessageEdited {
            message_id: message_id(),
            seq: 7,
            body: Some("hello".to_owned()),
        },
        RoomChangeKind::MessageEdited {
            message_id: message_id(),
            seq: 7,
            body: None,
        },
        RoomChangeKind::ReactionChanged {
            seq: 7,
            user: bea(),
            emoji: "👍".to_owned(),
            on: true,
        },
        RoomChangeKind::MessagePosted {
            message: Message {
                reply_to: Some(5),
                since: Since {
                    number: 9,
                    edited_at: Some(AT),
                    reactions: vec![Reaction {
                        emoji: "👍".to_owned(),
                        count: 1,
                        by: vec![bea()],
                    }],
                },
                ..message()
            },
        },
        RoomChangeKind::MemberJoined {
            member: Box::new(member()),
            by: None,
        },
        RoomChangeKind::MemberJoined {
            member: Box::new(member()),
            by: Some(bea()),
        },
        RoomChangeKind::MemberLeft {
            user: ada(),
            by: Some(bea()),
        },
        RoomChangeKind::RoleChanged {
            user: ada(),
            role: Role::Owner,
        },
        RoomChangeKind::RoomUpdated {
            room_now: Box::new(room()),
        },
        RoomChangeKind::Withheld,
    ];
    let changes = kinds.map(|kind| RoomChange {
        room: room_id(),
        number: 8,
        at: AT,
        kind,
    });
    survives(&changes);
    assert_json_snapshot!(changes);
}

#[test]
fn events() {
    let room = room_id();
    let user = ada();
    let events = [
        Event::RoomChanged(RoomChange {
            room,
            number: 7,
            at: AT,
            kind: RoomChangeKind::MessagePosted { message: message() },
        }),
        Event::RoomAdvanced {
            room,
            after: 6,
            head: 7,
            posts: vec![Post {
                seq: 7,
                author: user,
            }],
            posts_left_out: false,
            last: Some(last_line()),
        },
        Event::RoomAdvanced {
            room,
            after: 7,
            head: 300,
            posts: Vec::new(),
            posts_left_out: true,
            last: None,
        },
        Event::TypingStarted { room, user },
        Event::TypingStopped { room, user },
        Event::PresenceChanged {
            user,
            state: PresenceState {
                presence: Presence::Offline,
                last_seen: Some(AT),
            },
        },
        Event::FeelingChanged {
            user,
            declared: Some(declared()),
        },
        Event::FeelingChanged {
            user,
            declared: None,
        },
        Event::ReceiptAdvanced {
            room,
            user,
            delivered: 7,
            read: 6,
        },
        Event::ReadPositionChanged {
            room,
            read: 6,
            unread: 1,
            head: 7,
            version: 2,
        },
        Event::DraftChanged(Draft {
            room,
            text: "hello, ".to_owned(),
            version: 3,
        }),
        Event::RoomJoined {
            summary: Box::new(summary()),
        },
        Event::RoomLeft { room },
        Event::PersonChanged { person: person() },
        Event::BlocksChanged {
            blocked: vec![bea()],
        },
        Event::SignedOut,
    ];
    survives(&events);
    assert_json_snapshot!(events);
}

#[test]
fn errors() {
    let errors = [
        ApiError::NotSignedIn,
        ApiError::WrongCredentials,
        ApiError::Forbidden,
        ApiError::InvitationNeeded,
        ApiError::SetupCodeNeeded,
        ApiError::NotFound,
        ApiError::NotAMember,
        ApiError::ReadOnly,
        ApiError::Unreachable,
        ApiError::DirectChat,
        ApiError::LastOwner,
        ApiError::invalid(Field::Body, TextError::Empty),
        ApiError::invalid(Field::Note, TextError::TooLong { max: 60 }),
        ApiError::invalid(Field::Name, TextError::TooLong { max: 80 }),
        ApiError::invalid(Field::Username, TextError::TooShort { min: 2 }),
        ApiError::invalid(Field::Email, TextError::Malformed),
        ApiError::Taken {
            field: Field::Username,
        },
        ApiError::WeakPassword,
        ApiError::TooMany { max: 50 },
        ApiError::Malformed,
        ApiError::TooLarge { max: 65_536 },
        ApiError::RateLimited {
            retry_after_ms: 1_000,
        },
        ApiError::ForeignOrigin,
        ApiError::VersionMismatch,
        ApiError::NotHere,
        ApiError::Unavailable,
        ApiError::Internal,
        ApiError::NoConnection,
    ];
    survives(&errors);
    let with_status: Vec<_> = errors.iter().map(|error| (error.status(), error)).collect();
    assert_json_snapshot!(with_status);
}

#[test]
fn pages() {
    let ats = [
        PageAt::End,
        PageAt::Before(7),
        PageAt::After(7),
        PageAt::Around(7),
    ];
    survives(&ats);
    assert_json_snapshot!("page_at", ats);
    let page = RoomPage {
        summary: summary(),
        members: vec![member()],
        page: page(),
    };
    survives(std::slice::from_ref(&page));
    assert_json_snapshot!("room_page", page);
}

#[test]
fn rooms() {
    let create = CreateRoom {
        name: "Garden".to_owned(),
        topic: "What grows".to_owned(),
        visibility: Visibility::Public,
        posting: Posting::Moderators,
        history: HistoryAccess::All,
        people: vec![bea()],
        started_from: Some(room_id()),
    };
    survives(std::slice::from_ref(&create));
    assert_json_snapshot!("create_room", create);
    let short: CreateRoom = serde_json::from_str(r#"{"name":"Garden"}"#).expect("enough");
    assert_eq!(short.visibility, Visibility::Private);
    let update = UpdateRoom {
        name: Some("Garden".to_owned()),
        posting: Some(Posting::Everyone),
        ..UpdateRoom::default()
    };
    survives(std::slice::from_ref(&update));
    assert_json_snapshot!("update_room", update);
    let public = PublicRoom {
        id: room_id(),
        name: "Garden".to_owned(),
        topic: String::new(),
        member_count: 2,
        is_member: true,
    };
    survives(std::slice::from_ref(&public));
    assert_json_snapshot!("public_room", public);
}

#[test]
fn accounts() {
    let sign_up = SignUp {
        first_name: "Ada".to_owned(),
        username: "ada".to_owned(),
        ..SignUp::default()
    };
    assert_json_snapshot!("sign_up", sign_up);
    assert_json_snapshot!("sign_in", SignIn::default());
    let set_up = SetUpPlace {
        name: "Home".to_owned(),
        purpose: Purpose::Work,
        join_policy: JoinPolicy::Anyone,
    };
    survives(std::slice::from_ref(&set_up));
    assert_json_snapshot!("set_up_place", set_up);
    let own = OwnPlace {
        place: place(),
        invitation_path: "/join/abc".to_owned(),
    };
    survives(std::slice::from_ref(&own));
    assert_json_snapshot!("own_place", own);
    let device = Device {
        id: sign_in_id(),
        name: "Firefox on Linux".to_owned(),
        signed_in_at: AT,
        last_used_at: AT,
        is_current: true,
    };
    survives(std::slice::from_ref(&device));
    assert_json_snapshot!("device", device);
    let bootstrap = Bootstrap {
        account: account(),
        place: place(),
        rooms: vec![summary()],
        presence: vec![PersonPresence {
            user: bea(),
            state: PresenceState {
                presence: Presence::Away,
                last_seen: None,
            },
        }],
        feelings: vec![PersonFeeling {
            user: bea(),
            declared: Declared {
                feeling: Feeling::Calm,
                note: String::new(),
                until: AT,
            },
        }],
        people: vec![person()],
        build: "0.1.0".to_owned(),
    };
    survives(std::slice::from_ref(&bootstrap));
    assert_json_snapshot!("bootstrap", bootstrap);
}

#[test]
fn profiles() {
    let profile = Profile {
        person: person(),
        presence: PresenceState::default(),
        declared: Some(declared()),
        direct_room: Some(room_id()),
        shared_rooms: vec![SharedRoom {
            id: room_id(),
            name: "Garden".to_owned(),
        }],
        is_blocked: false,
        is_self: false,
    };
    survives(std::slice::from_ref(&profile));
    assert_json_snapshot!(profile);
}

#[test]
fn how_long_a_feeling_lasts() {
    let lasting = [
        Lasting::HalfHour,
        Lasting::Hour,
        Lasting::FourHours,
        Lasting::RestOfDay { left_ms: 1_800_000 },
    ];
    survives(&lasting);
    assert_json_snapshot!(lasting);
}

//! Rooms and who is in them: coming, going, and what the others hear of it.

use domain::room::{Role, RoomKind, Visibility};
use protocol::{
    ADD_MEMBERS_MAX, ApiError, Command, Event, RoomChangeKind,
    error::Field,
    rooms::{CreateRoom, PublicRoom, UpdateRoom},
};
use serde_json::json;

use crate::support::{Person, TestApp, new_id};

#[tokio::test]
async fn two_people_have_one_direct_chat_from_both_sides() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let mut b = bea.socket().await;
    let (one, other) = tokio::join!(ada.opens_direct(&bea), bea.opens_direct(&ada));
    assert_eq!(one, other);
    let summary = b
        .until(|event| match event {
            Event::RoomJoined { summary } => Some(summary.clone()),
            _ => None,
        })
        .await;
    assert_eq!(summary.room.kind, RoomKind::Direct);
    assert_eq!(summary.title(), "Ada Test");
    assert_eq!(summary.unread, 0);
    assert_eq!(ada.try_direct(ada.id).await, Err(ApiError::NotFound));
    let nobody = app.state.ids.make();
    assert_eq!(ada.try_direct(nobody).await, Err(ApiError::NotFound));
}

#[tokio::test]
async fn a_group_from_a_direct_chat_is_a_new_linked_room() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let direct = ada.opens_direct(&bea).await;
    ada.socket().await.says(direct, "between us").await;
    let body = CreateRoom {
        name: "Three".to_owned(),
        people: vec![eve.id],
        started_from: Some(direct),
        ..CreateRoom::default()
    };
    let group = ada.makes(body.clone()).await.unwrap();
    for person in [&ada, &bea, &eve] {
        let page = person.page(group).await.unwrap();
        assert_eq!(page.summary.room.started_from, Some(direct));
        assert_eq!(page.summary.member_count, 3);
        assert!(page.page.messages.is_empty());
    }
    assert_eq!(
        eve.page(direct).await.map(|_| ()),
        Err(ApiError::NotAMember)
    );
    assert_eq!(eve.makes(body.clone()).await, Err(ApiError::NotAMember));
    let from_group = CreateRoom {
        started_from: Some(group),
        ..body
    };
    assert_eq!(ada.makes(from_group).await, Err(ApiError::NotAMember));
}

#[tokio::test]
async fn a_direct_chat_stays_what_it_is() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let room = ada.opens_direct(&bea).await;
    let name = UpdateRoom {
        name: Some("Ours".to_owned()),
        ..UpdateRoom::default()
    };
    for outcome in [
        ada.adds(room, &[&eve]).await,
        ada.leaves(room).await,
        ada.removes(room, &bea).await,
        ada.updates(room, name).await,
        ada.gives(room, &bea, Role::Owner).await,
    ] {
        assert_eq!(outcome, Err(ApiError::DirectChat));
    }
    assert_eq!(eve.joins(room).await, Err(ApiError::NotAMember));
}

#[tokio::test]
async fn a_removed_member_stops_receiving_messages() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.makes_group("Garden", &[&bea]).await;
    let (mut a, mut open, mut background) =
        (ada.socket().await, bea.socket().await, bea.socket().await);
    open.opens(room).await;
    a.says(room, "still here").await;
    assert_eq!(open.message().await.body, "still here");
    ada.removes(room, &bea).await.unwrap();
    for socket in [&mut open, &mut background] {
        let left = socket
            .until(|event| match event {
                Event::RoomLeft { room } => Some(*room),
                _ => None,
            })
            .await;
        assert_eq!(left, room);
    }
    a.says(room, "without her").await;
    // Long enough for anything coalesced to come.
    tokio::time::sleep(std::time::Duration::from_millis(400)).await;
    for socket in [&mut open, &mut background] {
        assert_eq!(socket.so_far().await, []);
        let refused = socket.request(Command::OpenRoom { room }).await;
        assert_eq!(refused, Err(ApiError::NotAMember));
    }
    assert!(bea.summary(room).await.is_none());
}

#[tokio::test]
async fn a_newcomer_hears_at_once_and_is_heard_of() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada
        .makes(CreateRoom {
            name: "Hall".to_owned(),
            visibility: Visibility::Public,
            ..CreateRoom::default()
        })
        .await
        .unwrap();
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    a.opens(room).await;
    bea.joins(room).await.unwrap();
    bea.joins(room).await.unwrap();
    // No waiting in between: the room can be opened the moment it has been joined.
    b.opens(room).await;
    match a.change().await.kind {
        RoomChangeKind::MemberJoined { member, by } => {
            assert_eq!((member.person.id, by), (bea.id, None));
        }
        other => panic!("{other:?}"),
    }
    a.says(room, "welcome").await;
    assert_eq!(b.message().await.body, "welcome");
}

#[tokio::test]
async fn the_last_owner_hands_over_first_and_the_last_member_takes_the_room_along() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.makes_group("Garden", &[&bea]).await;
    assert_eq!(ada.leaves(room).await, Err(ApiError::LastOwner));
    assert_eq!(
        ada.gives(room, &ada, Role::Member).await,
        Err(ApiError::LastOwner)
    );
    assert_eq!(
        bea.gives(room, &bea, Role::Owner).await,
        Err(ApiError::Forbidden)
    );
    ada.gives(room, &bea, Role::Owner).await.unwrap();
    ada.leaves(room).await.unwrap();
    assert_eq!(bea.summary(room).await.unwrap().role, Role::Owner);
    let mut b = bea.socket().await;
    b.says(room, "alone").await;
    bea.leaves(room).await.unwrap();
    assert_eq!(bea.leaves(room).await, Err(ApiError::NotAMember));
    assert_eq!(
        b.tries(room, new_id(), "gone?").await,
        Err(ApiError::NotAMember)
    );
    let left = server::store::rooms::find(app.state.db.read(), room)
        .await
        .unwrap();
    assert!(left.is_none());
}

#[tokio::test]
async fn people_are_added_together_or_not_at_all() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let room = ada.makes_group("Garden", &[]).await;
    let nobody = app.state.ids.make::<domain::UserId>();
    let body = json!({ "room": room, "people": [bea.id, nobody] });
    let outcome = ada.call::<()>("rooms/add-members", body).await;
    assert_eq!(outcome, Err(ApiError::NotFound));
    let crowd: Vec<domain::UserId> = (0..=ADD_MEMBERS_MAX)
        .map(|_| app.state.ids.make())
        .collect();
    let body = json!({ "room": room, "people": crowd });
    assert_eq!(
        ada.call::<()>("rooms/add-members", body).await,
        Err(ApiError::TooMany {
            max: ADD_MEMBERS_MAX as u32
        })
    );
    assert_eq!(ada.summary(room).await.unwrap().member_count, 1);
    // Who has blocked her is passed over without a word.
    eve.blocks(&ada, true).await;
    ada.adds(room, &[&bea, &eve]).await.unwrap();
    ada.adds(room, &[&bea]).await.unwrap();
    assert_eq!(ada.summary(room).await.unwrap().member_count, 2);
    assert!(eve.summary(room).await.is_none());
}

#[tokio::test]
async fn strangers_change_nothing_and_learn_nothing() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let room = ada.makes_group("Garden", &[&bea]).await;
    let nowhere = app.state.ids.make();
    for room in [room, nowhere] {
        let tries = [
            eve.joins(room).await,
            eve.leaves(room).await,
            eve.adds(room, &[&eve]).await,
            eve.removes(room, &bea).await,
            eve.gives(room, &eve, Role::Owner).await,
            eve.updates(room, UpdateRoom::default()).await,
            eve.page(room).await.map(|_| ()),
        ];
        for outcome in tries {
            assert_eq!(outcome, Err(ApiError::NotAMember));
        }
    }
    assert_eq!(bea.removes(room, &ada).await, Err(ApiError::Forbidden));
    assert_eq!(ada.removes(room, &eve).await, Err(ApiError::NotFound));
    assert_eq!(ada.summary(room).await.unwrap().member_count, 2);
}

#[tokio::test]
async fn names_are_checked_and_changes_told() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.makes_group("Garden", &[&bea]).await;
    for name in ["", "  ", "\u{202e}nedraG", &"x".repeat(81)] {
        let body = UpdateRoom {
            name: Some(name.to_owned()),
            ..UpdateRoom::default()
        };
        let outcome = ada.updates(room, body).await;
        assert!(
            matches!(
                outcome,
                Err(ApiError::InvalidField {
                    field: Field::Name,
                    ..
                })
            ),
            "{name:?}: {outcome:?}"
        );
    }
    let mut b = bea.socket().await;
    b.opens(room).await;
    let body = UpdateRoom {
        name: Some(" The  Garden ".to_owned()),
        topic: Some("Äpfel und Rosen".to_owned()),
        visibility: Some(Visibility::Public),
        ..UpdateRoom::default()
    };
    ada.updates(room, body).await.unwrap();
    match b.change().await.kind {
        RoomChangeKind::RoomUpdated { room_now } => assert_eq!(room_now.name, "The Garden"),
        other => panic!("{other:?}"),
    }
    let check = async |query: &str, found: usize| {
        let rooms: Vec<PublicRoom> = bea
            .call("rooms/public", json!({ "query": query }))
            .await
            .unwrap();
        assert_eq!(rooms.len(), found, "{query}");
        assert!(
            rooms
                .iter()
                .all(|room| room.is_member && room.member_count == 2)
        );
    };
    check("", 1).await;
    check("gard", 1).await;
    check("GARD", 1).await;
    check("äpfel", 1).await;
    check("ÄPFEL garden", 1).await;
    check("garden tulips", 0).await;
    check("50%", 0).await;
    check("_", 0).await;
}

#[tokio::test]
async fn roles_reach_all_devices_of_a_person() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.makes_group("Garden", &[&bea]).await;
    let (mut phone, mut laptop) = (bea.socket().await, app.sign_in(bea.id).await.socket().await);
    ada.gives(room, &bea, Role::Moderator).await.unwrap();
    for socket in [&mut phone, &mut laptop] {
        let role = socket
            .until(|event| match event {
                Event::RoomJoined { summary } => Some(summary.role),
                _ => None,
            })
            .await;
        assert_eq!(role, Role::Moderator);
    }
}

#[tokio::test]
async fn a_list_of_many_rooms_is_complete() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let people: Vec<&Person> = vec![&bea];
    let mut a = ada.socket().await;
    for n in 0..30 {
        let room = ada.makes_group(&format!("Room {n}"), &people).await;
        for _ in 0..n % 3 {
            a.says(room, "a word").await;
        }
    }
    let rooms = bea.rooms().await;
    assert_eq!(rooms.len(), 30);
    for room in &rooms {
        let n: u32 = room.room.name["Room ".len()..].parse().unwrap();
        assert_eq!(room.unread, n % 3, "{}", room.room.name);
        assert_eq!(room.last.is_some(), !n.is_multiple_of(3));
        assert_eq!(room.member_count, 2);
        assert_eq!(room.some_members.len(), 2);
    }
    let activity: Vec<_> = rooms.iter().map(|room| room.active_at).collect();
    assert!(activity.is_sorted_by(|a, b| a >= b), "liveliest first");
}

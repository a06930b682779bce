//! What is written and not sent: on all of one's own devices, and on nobody else's.

use protocol::{ApiError, Command, Event, Reply, drafts::Draft};
use serde_json::json;

use crate::support::{Person, Socket, TestApp};

async fn save(
    socket: &mut Socket,
    room: domain::RoomId,
    text: &str,
    after: u64,
) -> Result<Draft, ApiError> {
    let text = text.to_owned();
    match socket
        .request(Command::SaveDraft { room, text, after })
        .await?
    {
        Reply::Draft(draft) => Ok(draft),
        other => panic!("{other:?}"),
    }
}

async fn heard(socket: &mut Socket) -> Draft {
    socket
        .until(|event| match event {
            Event::DraftChanged(draft) => Some(draft.clone()),
            _ => None,
        })
        .await
}

async fn drafts(person: &Person) -> Vec<Draft> {
    person.call("drafts/list", json!({})).await.unwrap()
}

#[tokio::test]
async fn a_draft_is_on_all_devices_and_only_theirs() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let phone = app.sign_in(ada.id).await;
    let (mut a, mut p, mut b) = (ada.socket().await, phone.socket().await, bea.socket().await);
    b.opens(room).await;
    assert_eq!(drafts(&ada).await, []);
    let first = save(&mut a, room, "What about ", 0).await.unwrap();
    assert_eq!(first.text, "What about ");
    let now = save(&mut a, room, "What about the\ttea?\r\n", first.version)
        .await
        .unwrap();
    assert_eq!(now.text, "What about the\ttea?\n");
    assert!(now.version > first.version && first.version > 0);
    for socket in [&mut a, &mut p] {
        assert_eq!(heard(socket).await, first);
        assert_eq!(heard(socket).await, now);
    }
    assert_eq!(drafts(&phone).await, vec![now.clone()]);
    assert_eq!(drafts(&bea).await, []);
    // The other hears the next thing that happens, and nothing of the drafts before it.
    a.says(room, "tea").await;
    let next = b
        .until(|event| match event {
            Event::DraftChanged(_) | Event::RoomChanged(_) => Some(event.clone()),
            _ => None,
        })
        .await;
    assert!(matches!(next, Event::RoomChanged(_)), "{next:?}");

    // Whoever knows less than the server writes over nothing.
    let stale = save(&mut p, room, "mine", first.version).await;
    assert_eq!(stale, Ok(now.clone()));
    assert_eq!(drafts(&ada).await, vec![now.clone()]);
    let nothing = save(&mut p, room, "", now.version).await.unwrap();
    assert_eq!(drafts(&ada).await, [nothing]);
}

#[tokio::test]
async fn a_draft_is_refused_where_a_message_would_be() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut e) = (ada.socket().await, eve.socket().await);
    let refused = save(&mut e, room, "hello", 0).await;
    assert_eq!(refused, Err(ApiError::NotAMember));
    for text in ["a\0b".to_owned(), "x".repeat(8_001)] {
        let refused = save(&mut a, room, &text, 0).await;
        assert!(
            matches!(refused, Err(ApiError::InvalidField { .. })),
            "{refused:?}"
        );
    }
    let refused = save(&mut a, room, "hello", u64::MAX).await;
    assert_eq!(refused, Err(ApiError::Malformed));
    let blank = save(&mut a, room, " ", 0).await.unwrap();
    let long = "x".repeat(8_000);
    let saved = save(&mut a, room, &long, blank.version).await.unwrap();
    assert_eq!(saved.text, long);
}

#[tokio::test]
async fn who_leaves_a_room_has_no_draft_in_it() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.makes_group("Garden", &[&bea]).await;
    let mut b = bea.socket().await;
    save(&mut b, room, "I think", 0).await.unwrap();
    bea.leaves(room).await.unwrap();
    assert_eq!(drafts(&bea).await, []);
    let refused = save(&mut b, room, "that", 0).await;
    assert_eq!(refused, Err(ApiError::NotAMember));
}

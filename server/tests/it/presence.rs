//! Who is there, who is typing, and who may know.

use domain::people::Presence;
use protocol::{ApiError, Command, Event};

use crate::support::{Socket, TestApp};

async fn presence(socket: &mut Socket, of: domain::UserId) -> Presence {
    socket
        .until(|event| match event {
            Event::PresenceChanged { user, state } if *user == of => Some(state.presence),
            _ => None,
        })
        .await
}

/// Until the next coalesced notice of a room, nobody's presence but `own` is told.
async fn hears_only_of(socket: &mut Socket, own: domain::UserId) {
    loop {
        match socket.event().await {
            Event::PresenceChanged { user, .. } => assert_eq!(user, own),
            Event::RoomAdvanced { .. } => break,
            _ => {}
        }
    }
}

#[tokio::test]
async fn coming_going_and_leaving_the_keyboard_are_told() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    let mut phone = bea.socket().await;
    assert_eq!(presence(&mut a, bea.id).await, Presence::Online);
    let laptop = bea.socket().await;
    let away = Command::SetAway { away: true };
    phone.request(away).await.unwrap();
    // The laptop is still in use: away only when all devices are.
    drop(laptop);
    assert_eq!(presence(&mut a, bea.id).await, Presence::Away);
    phone
        .request(Command::SetAway { away: false })
        .await
        .unwrap();
    assert_eq!(presence(&mut a, bea.id).await, Presence::Online);
    drop(phone);
    assert_eq!(presence(&mut a, bea.id).await, Presence::Offline);
}

#[tokio::test]
async fn a_reload_is_no_coming_and_going() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    let b = bea.socket().await;
    assert_eq!(presence(&mut a, bea.id).await, Presence::Online);
    drop(b);
    let mut b = bea.socket().await;
    b.request(Command::SetAway { away: true }).await.unwrap();
    assert_eq!(
        presence(&mut a, bea.id).await,
        Presence::Away,
        "nothing was told in between"
    );
}

#[tokio::test]
async fn only_who_shares_a_room_and_is_not_blocked_knows() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let chat = ada.makes_group("Both", &[&bea]).await;
    bea.opens_direct(&eve).await;
    bea.blocks(&ada, true).await;
    let (mut a, mut e) = (ada.socket().await, eve.socket().await);
    let mut b = bea.socket().await;
    assert_eq!(presence(&mut e, bea.id).await, Presence::Online);
    b.says(chat, "so that something comes").await;
    // Neither the stranger Eve nor Bea, who blocked her: only herself.
    hears_only_of(&mut a, ada.id).await;
}

#[tokio::test]
async fn letting_go_of_someone_who_blocks_one_shows_nothing_of_them() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let chat = ada.makes_group("Both", &[&bea]).await;
    let mut a = ada.socket().await;
    let mut b = bea.socket().await;
    assert_eq!(presence(&mut a, bea.id).await, Presence::Online);
    bea.blocks(&ada, true).await;
    assert_eq!(presence(&mut a, bea.id).await, Presence::Offline);
    ada.blocks(&bea, false).await;
    b.request(Command::SetAway { away: true }).await.unwrap();
    b.says(chat, "so that something comes").await;
    hears_only_of(&mut a, ada.id).await;
}

#[tokio::test]
async fn blocking_hides_the_two_from_each_other_at_once_and_letting_go_shows_them_again() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    a.opens(room).await;
    b.opens(room).await;
    assert_eq!(presence(&mut a, bea.id).await, Presence::Online);
    ada.blocks(&bea, true).await;
    assert_eq!(presence(&mut a, bea.id).await, Presence::Offline);
    assert_eq!(presence(&mut b, ada.id).await, Presence::Offline);
    b.request(Command::StartTyping { room }).await.unwrap();
    let up_to = b.opens(room).await;
    let read = Command::MarkRead {
        room,
        up_to,
        backwards: false,
    };
    b.request(read).await.unwrap();
    let heard = a.so_far().await;
    let is_of_bea = |event: &Event| match event {
        Event::TypingStarted { user, .. } | Event::ReceiptAdvanced { user, .. } => *user == bea.id,
        _ => false,
    };
    assert!(!heard.iter().any(is_of_bea), "{heard:?}");
    ada.blocks(&bea, false).await;
    assert_eq!(presence(&mut a, bea.id).await, Presence::Online);
    assert_eq!(presence(&mut b, ada.id).await, Presence::Online);
    b.request(Command::StartTyping { room }).await.unwrap();
    let typing = a
        .until(|event| matches!(event, Event::TypingStarted { .. }).then(|| event.clone()))
        .await;
    let user = bea.id;
    assert_eq!(typing, Event::TypingStarted { room, user });
}

#[tokio::test]
async fn blocking_a_stranger_tells_nobody_of_the_other() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    ada.blocks(&bea, true).await;
    ada.blocks(&bea, false).await;
    for (socket, own) in [(&mut a, ada.id), (&mut b, bea.id)] {
        let is_of_other =
            |event: &Event| matches!(event, Event::PresenceChanged { user, .. } if *user != own);
        assert!(!socket.so_far().await.iter().any(is_of_other));
    }
}

#[tokio::test]
async fn typing_is_told_to_who_has_the_room_open_and_to_no_one_else() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let room = ada.makes_group("Garden", &[&bea, &eve]).await;
    let (mut a, mut b, mut e) = (ada.socket().await, bea.socket().await, eve.socket().await);
    a.opens(room).await;
    b.opens(room).await;
    a.request(Command::StartTyping { room }).await.unwrap();
    a.request(Command::StopTyping { room }).await.unwrap();
    let is_typing = |event: &Event| {
        matches!(
            event,
            Event::TypingStarted { .. } | Event::TypingStopped { .. }
        )
        .then(|| event.clone())
    };
    let user = ada.id;
    assert_eq!(
        b.until(is_typing).await,
        Event::TypingStarted { room, user }
    );
    assert_eq!(
        b.until(is_typing).await,
        Event::TypingStopped { room, user }
    );
    for socket in [&mut a, &mut e] {
        let events = socket.so_far().await;
        assert!(events.iter().all(|event| is_typing(event).is_none()));
    }
    let stranger = app.user("sam").await;
    let mut s = stranger.socket().await;
    let refused = s.request(Command::StartTyping { room }).await;
    assert_eq!(refused, Err(ApiError::NotAMember));
}

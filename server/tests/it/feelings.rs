//! How people say they feel: who sees it, for how long, and what is no feeling.

use std::sync::Arc;

use domain::{
    Timestamp, UserId,
    feeling::{DAY_MS_MAX, Declared, Feeling},
    text::TextError,
};
use protocol::{
    ApiError, Event,
    error::Field,
    people::{PersonFeeling, Profile},
};
use serde_json::{Value, json};
use server::{clock::TestClock, store};

use crate::support::{Person, Socket, TestApp};

const HOUR: i64 = 3_600_000;

fn low(note: &str, lasting: Value) -> Value {
    json!({ "feeling": "low", "note": note, "lasting": lasting })
}

impl Person {
    async fn says(&self, body: Value) -> Result<Declared, ApiError> {
        self.call("account/feeling", body).await
    }

    async fn takes_it_back(&self) {
        self.call::<()>("account/feeling/clear", json!({}))
            .await
            .unwrap();
    }

    /// What somebody says, as this person may know it.
    async fn reads(&self, username: &str) -> Option<Declared> {
        let profile: Profile = self
            .call("people/profile", json!({ "username": username }))
            .await
            .unwrap();
        profile.declared
    }
}

async fn told(socket: &mut Socket, of: UserId) -> Option<Declared> {
    socket
        .until(|event| match event {
            Event::FeelingChanged { user, declared } if *user == of => Some(declared.clone()),
            _ => None,
        })
        .await
}

fn is_feeling(event: &Event) -> bool {
    matches!(event, Event::FeelingChanged { .. })
}

#[tokio::test]
async fn what_one_says_is_told_to_those_who_share_a_room_and_taken_back() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    ada.opens_direct(&bea).await;
    let (mut a, mut b, mut e) = (ada.socket().await, bea.socket().await, eve.socket().await);
    let said = ada.says(low("  go  easy ", json!("hour"))).await.unwrap();
    assert_eq!(
        (said.feeling, said.note.as_str()),
        (Feeling::Low, "go easy")
    );
    assert_eq!(told(&mut b, ada.id).await.as_ref(), Some(&said));
    assert_eq!(
        told(&mut a, ada.id).await.as_ref(),
        Some(&said),
        "her devices"
    );
    assert_eq!(bea.reads("ada").await, Some(said));

    let instead = json!({ "feeling": "calm", "note": "", "lasting": "half_hour" });
    ada.says(instead).await.unwrap();
    let now = told(&mut b, ada.id).await.unwrap();
    assert_eq!((now.feeling, now.note.as_str()), (Feeling::Calm, ""));

    ada.takes_it_back().await;
    assert_eq!(told(&mut b, ada.id).await, None);
    assert_eq!(bea.reads("ada").await, None);
    ada.takes_it_back().await;
    // To a stranger it is a status that stands in a profile: nothing comes by itself.
    assert!(!e.so_far().await.iter().any(is_feeling));
    let again = b.so_far().await;
    assert!(
        !again.iter().any(is_feeling),
        "nothing was left to take back"
    );
}

#[tokio::test]
async fn a_page_begins_with_what_is_said() {
    let clock = Arc::new(TestClock::at(Timestamp(1_800_000_000_000)));
    let app = TestApp::start_at(clock.clone()).await;
    app.opened().await;
    // All are in the first room.
    let (ada, bea) = (app.newcomer("ada").await, app.newcomer("bea").await);
    let user = ada.bootstrap().await.account.person.id;
    let body = low("go easy", json!("hour"));
    let declared: Declared = ada.calls("account/feeling", body).await.ok();
    let known = [PersonFeeling { user, declared }];
    assert_eq!(ada.bootstrap().await.feelings, known, "one's own too");
    assert_eq!(bea.bootstrap().await.feelings, known);
    let block = json!({ "user": user, "blocked": true });
    assert_eq!(bea.calls("people/block", block).await.status, 200);
    assert!(bea.bootstrap().await.feelings.is_empty());
    clock.advance(HOUR);
    assert!(ada.bootstrap().await.feelings.is_empty(), "it has ended");
}

#[tokio::test]
async fn what_has_ended_is_given_to_nobody_and_then_forgotten() {
    let clock = Arc::new(TestClock::at(Timestamp(1_800_000_000_000)));
    let app = TestApp::start_at(clock.clone()).await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    ada.opens_direct(&bea).await;
    let left = json!({ "rest_of_day": { "left_ms": 2 * HOUR } });
    let said = ada.says(low("", left)).await.unwrap();
    assert_eq!(said.until, Timestamp(1_800_000_000_000 + 2 * HOUR));
    clock.advance(2 * HOUR - 1);
    assert_eq!(bea.reads("ada").await, Some(said));
    clock.advance(1);
    assert_eq!(bea.reads("ada").await, None);
    let now = Timestamp(1_800_000_000_000 + 2 * HOUR);
    let forget = async || {
        app.state
            .writer
            .run_aside(move |tx| {
                Box::pin(async move { Ok(store::feelings::delete_ended(tx.db(), now).await?) })
            })
            .await
            .unwrap()
    };
    assert_eq!(forget().await, 1);
    assert_eq!(forget().await, 0);
}

#[tokio::test]
async fn what_is_no_feeling_is_refused_and_changes_nothing() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let said = ada.says(low("go easy", json!("hour"))).await.unwrap();
    let refused = async |body: Value| ada.says(body).await.unwrap_err();
    let invalid = |reason| ApiError::invalid(Field::Note, reason);
    assert_eq!(
        refused(low(&"x".repeat(61), json!("hour"))).await,
        invalid(TextError::TooLong { max: 60 })
    );
    assert_eq!(
        refused(low("\u{202E}ysae og", json!("hour"))).await,
        invalid(TextError::Malformed)
    );
    for lasting in [
        json!("for ever"),
        json!({ "rest_of_day": { "left_ms": 0 } }),
        json!({ "rest_of_day": { "left_ms": DAY_MS_MAX + 1 } }),
        json!({ "rest_of_day": { "left_ms": -1 } }),
        json!({ "rest_of_day": {} }),
        Value::Null,
    ] {
        assert_eq!(refused(low("", lasting)).await, ApiError::Malformed);
    }
    let unknown = json!({ "feeling": "furious", "note": "", "lasting": "hour" });
    assert_eq!(refused(unknown).await, ApiError::Malformed);
    assert_eq!(ada.reads("ada").await, Some(said));
}

#[tokio::test]
async fn whoever_is_blocked_neither_hears_nor_reads_it_until_they_are_let_go() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    ada.makes_group("Both", &[&bea]).await;
    let mut b = bea.socket().await;
    let said = ada.says(low("", json!("hour"))).await.unwrap();
    assert_eq!(told(&mut b, ada.id).await.as_ref(), Some(&said));
    ada.blocks(&bea, true).await;
    assert_eq!(told(&mut b, ada.id).await, None);
    assert_eq!(bea.reads("ada").await, None);
    let again = ada.says(low("still", json!("hour"))).await.unwrap();
    // Neither does the one who has blocked see anything of the other.
    let other = bea.says(low("", json!("hour"))).await.unwrap();
    assert_eq!(told(&mut b, bea.id).await, Some(other));
    assert_eq!(ada.reads("bea").await, None);
    ada.blocks(&bea, false).await;
    assert_eq!(told(&mut b, ada.id).await, Some(again));
}

#[tokio::test]
async fn blocking_a_stranger_tells_them_nothing() {
    let app = TestApp::start().await;
    let (ada, eve) = (app.user("ada").await, app.user("eve").await);
    ada.says(low("", json!("hour"))).await.unwrap();
    let mut e = eve.socket().await;
    ada.blocks(&eve, true).await;
    ada.blocks(&eve, false).await;
    assert!(!e.so_far().await.iter().any(is_feeling));
}

#[tokio::test]
async fn it_goes_with_the_account() {
    let app = TestApp::start().await;
    app.opened().await;
    let ada = app.newcomer("ada").await;
    let bea = app.user("bea").await;
    let id = ada.bootstrap().await.account.person.id;
    let room = bea.try_direct(id).await.unwrap();
    let mut b = bea.socket().await;
    b.opens(room).await;
    let body = low("go easy", json!("hour"));
    assert_eq!(ada.calls("account/feeling", body).await.status, 200);
    assert!(told(&mut b, id).await.is_some());
    let password = json!({ "password": crate::support::browser::PASSWORD });
    assert_eq!(ada.calls("account/delete", password).await.status, 200);
    assert_eq!(told(&mut b, id).await, None);
}

//! Finding people, and blocking them.

use domain::people::Person;
use domain::text::TextError;
use protocol::{ApiError, error::Field, people::Profile};
use serde_json::json;

use crate::support::{
    TestApp,
    browser::{Browser, sign_up_form},
};

async fn found(browser: &Browser, query: &str) -> Vec<String> {
    let people: Vec<Person> = browser
        .calls("people/find", json!({ "query": query }))
        .await
        .ok();
    people.into_iter().map(|person| person.username).collect()
}

/// Signs up with these names.
async fn person(app: &TestApp, username: &str, first: &str, last: &str) -> Browser {
    let browser = Browser::new(app);
    let mut form = sign_up_form(username);
    form[0].1 = first;
    form[1].1 = last;
    let answer = browser.submits("sign-up", &form).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    browser
}

#[tokio::test]
async fn people_are_found_by_any_part_of_their_names_in_any_case_and_script() {
    let app = TestApp::start().await;
    app.opened().await;
    let seeker = person(&app, "seeker", "Sue", "Seeker").await;
    person(&app, "ada.l", "Ada", "Lovelace").await;
    person(&app, "petrova", "Аня", "Петрова").await;
    person(&app, "zoe_w", "Zoë", "Ångström").await;
    person(&app, "madalena", "Madalena", "Reis").await;

    assert_eq!(
        found(&seeker, "ADA").await,
        ["ada.l", "madalena"],
        "who begins with it comes first"
    );
    assert_eq!(found(&seeker, "love ada").await, ["ada.l"]);
    assert_eq!(found(&seeker, "@ada.l").await, ["ada.l"]);
    assert_eq!(found(&seeker, "аНЯ").await, ["petrova"]);
    assert_eq!(found(&seeker, "ångs").await, ["zoe_w"]);
    assert_eq!(
        found(&seeker, "zoe_").await,
        ["zoe_w"],
        "an underscore is no wildcard"
    );
    assert_eq!(found(&seeker, "e_e").await, Vec::<String>::new());
    assert_eq!(found(&seeker, "%").await, Vec::<String>::new());
    assert_eq!(found(&seeker, "\\").await, Vec::<String>::new());
    assert_eq!(
        found(&seeker, "mail.example.org").await,
        Vec::<String>::new(),
        "never by address"
    );
    assert_eq!(found(&seeker, "ada.l@mail").await, Vec::<String>::new());
    let all = found(&seeker, "").await;
    assert_eq!(
        all,
        ["ada.l", "madalena", "owner", "zoe_w", "petrova"],
        "by name, without oneself"
    );
    let long = seeker
        .calls("people/find", json!({ "query": "x".repeat(101) }))
        .await;
    assert_eq!(
        long.error(),
        ApiError::invalid(Field::Query, TextError::TooLong { max: 100 })
    );
}

#[tokio::test]
async fn at_most_twenty_are_listed() {
    let app = TestApp::start().await;
    app.opened().await;
    for number in 0..25 {
        app.user(&format!("person{number:02}")).await;
    }
    let seeker = app.newcomer("seeker").await;
    assert_eq!(found(&seeker, "person").await.len(), 20);
}

#[tokio::test]
async fn who_is_blocked_neither_finds_nor_writes() {
    let app = TestApp::start().await;
    app.opened().await;
    let (ada, eve) = (app.newcomer("ada").await, app.newcomer("eve").await);
    let ada_id = ada.bootstrap().await.account.person.id;
    let eve_id = eve.bootstrap().await.account.person.id;
    let block = async |blocked: bool| {
        let body = json!({ "user": eve_id, "blocked": blocked });
        assert_eq!(ada.calls("people/block", body).await.status, 200);
    };
    assert_eq!(found(&eve, "ada").await, ["ada"]);
    block(true).await;
    block(true).await;
    assert_eq!(ada.bootstrap().await.account.blocked, [eve_id]);
    assert_eq!(found(&eve, "ada").await, Vec::<String>::new());
    assert_eq!(
        found(&ada, "eve").await,
        ["eve"],
        "the blocker still finds, to unblock"
    );
    let refused = eve
        .calls("rooms/open-direct", json!({ "user": ada_id }))
        .await;
    assert_eq!(refused.error(), ApiError::Unreachable);
    let profile: Profile = ada
        .calls("people/profile", json!({ "username": "eve" }))
        .await
        .ok();
    assert!(profile.is_blocked);
    block(false).await;
    assert!(ada.bootstrap().await.account.blocked.is_empty());
    assert_eq!(found(&eve, "ada").await, ["ada"]);
    assert_eq!(
        eve.calls("rooms/open-direct", json!({ "user": ada_id }))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn to_a_blocked_stranger_the_blocker_does_not_exist() {
    let app = TestApp::start().await;
    app.opened().await;
    let (ada, eve) = (app.user("ada").await, app.user("eve").await);
    let look = async || {
        eve.call::<Profile>("people/profile", json!({ "username": "ada" }))
            .await
    };
    assert!(look().await.is_ok());
    let block = json!({ "user": eve.id, "blocked": true });
    ada.call::<()>("people/block", block).await.unwrap();
    assert_eq!(look().await.err(), Some(ApiError::NotFound));
}

#[tokio::test]
async fn blocking_oneself_or_nobody_is_refused() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let block = async |user: &str| {
        ada.call::<()>("people/block", json!({ "user": user, "blocked": true }))
            .await
            .unwrap_err()
    };
    assert_eq!(block(&ada.id.to_string()).await, ApiError::Forbidden);
    assert_eq!(
        block("018f0000-0000-7000-8000-000000000000").await,
        ApiError::NotFound
    );
}

//! Who gets in: the first person, the set-up code, the invitation link, the owner's decisions.

use app::api::place::Door;
use domain::{
    people::PlaceRole,
    place::{JoinPolicy, Purpose},
    text::TextError,
};
use protocol::{ApiError, accounts::OwnPlace, error::Field};
use serde_json::json;

use crate::support::{
    TestApp,
    browser::{Answer, Browser, send, sign_up_form},
};

/// Signs up as from another machine, through a proxy.
async fn from_elsewhere(browser: &Browser, username: &str, setup_code: &str) -> Answer {
    let mut form = sign_up_form(username);
    form.push(("setup_code", setup_code));
    let request = browser
        .form("sign-up", &form)
        .header("accept", "application/json")
        .header("x-forwarded-for", "203.0.113.5");
    send(request).await
}

async fn with_invitation(browser: &Browser, username: &str, code: &str) -> Answer {
    let mut form = sign_up_form(username);
    form.push(("invitation", code));
    browser.submits("sign-up", &form).await
}

#[tokio::test]
async fn on_its_own_machine_the_first_person_becomes_owner() {
    let app = TestApp::start().await;
    let browser = Browser::new(&app);
    let door: Door = browser
        .calls("door", json!({ "invitation": "" }))
        .await
        .ok();
    assert!(door.place.is_empty && !door.place.is_set_up);
    assert!(!door.needs_setup_code);
    browser.signs_up("ada").await;
    assert_eq!(browser.bootstrap().await.account.role, PlaceRole::Owner);
}

#[tokio::test]
async fn from_elsewhere_the_first_person_needs_the_code_that_the_start_printed() {
    let app = TestApp::start().await;
    let code = app.setup_code.clone().expect("nobody has signed up");
    let stranger = Browser::new(&app);
    for wrong in ["", "abcdefghjkmn", &code[1..]] {
        let answer = from_elsewhere(&stranger, "eve", wrong).await;
        assert_eq!(answer.error(), ApiError::SetupCodeNeeded, "{wrong:?}");
    }
    assert_eq!(from_elsewhere(&stranger, "ada", &code).await.status, 200);
    assert_eq!(stranger.bootstrap().await.account.role, PlaceRole::Owner);
    // It works once.
    let second = from_elsewhere(&Browser::new(&app), "eve", &code).await;
    assert_eq!(second.error(), ApiError::InvitationNeeded);
}

#[tokio::test]
async fn of_many_who_come_first_at_once_one_becomes_owner() {
    let app = TestApp::start().await;
    let browsers: Vec<Browser> = (0..6).map(|_| Browser::new(&app)).collect();
    let names = ["a0", "a1", "a2", "a3", "a4", "a5"];
    let answers = futures::future::join_all(
        browsers
            .iter()
            .zip(names)
            .map(|(browser, name)| browser.signs_up(name)),
    )
    .await;
    let welcome = answers.iter().filter(|answer| answer.status == 200).count();
    assert_eq!(welcome, 1);
    for answer in answers.iter().filter(|answer| answer.status != 200) {
        assert_eq!(answer.error(), ApiError::InvitationNeeded);
    }
}

#[tokio::test]
async fn by_invitation_only_the_link_opens_the_door() {
    let app = TestApp::start().await;
    let owner = app.opened().await;
    let answers = [
        ("name", "Our Kitchen"),
        ("purpose", "work"),
        ("join_policy", "invitation"),
    ];
    assert_eq!(owner.submits("place/set-up", &answers).await.status, 200);
    let own: OwnPlace = owner.calls("place", json!({})).await.ok();
    assert_eq!(own.place.join_policy, JoinPolicy::Invitation);
    assert_eq!(own.place.purpose, Purpose::Work);
    let code = own
        .invitation_path
        .strip_prefix("/join/")
        .unwrap()
        .to_owned();

    let newcomer = Browser::new(&app);
    for wrong in ["", "guess", &code[1..]] {
        let answer = with_invitation(&newcomer, "ada", wrong).await;
        assert_eq!(answer.error(), ApiError::InvitationNeeded, "{wrong:?}");
    }
    let door: Door = newcomer
        .calls("door", json!({ "invitation": code }))
        .await
        .ok();
    assert!(door.is_invited);
    assert_eq!(with_invitation(&newcomer, "ada", &code).await.status, 200);

    let renewed: OwnPlace = owner.calls("place/renew-invitation", json!({})).await.ok();
    assert_ne!(renewed.invitation_path, own.invitation_path);
    let late = with_invitation(&Browser::new(&app), "bea", &code).await;
    assert_eq!(late.error(), ApiError::InvitationNeeded);
}

#[tokio::test]
async fn a_stranger_at_a_closed_door_learns_nothing_of_who_is_inside() {
    let app = TestApp::start().await;
    let owner = app.opened().await;
    let answers = [
        ("name", "Our Kitchen"),
        ("purpose", "friends"),
        ("join_policy", "invitation"),
    ];
    owner.submits("place/set-up", &answers).await;
    let stranger = Browser::new(&app);
    let taken = stranger.signs_up("owner").await;
    let free = stranger.signs_up("nobody").await;
    assert_eq!((taken.status, taken.text), (free.status, free.text));
}

#[tokio::test]
async fn only_the_owner_decides_about_the_place() {
    let app = TestApp::start().await;
    let owner = app.opened().await;
    let ada = app.newcomer("ada").await;
    let answers = [
        ("name", "Mine"),
        ("purpose", "friends"),
        ("join_policy", "anyone"),
    ];
    assert_eq!(
        ada.submits("place/set-up", &answers).await.error(),
        ApiError::Forbidden
    );
    assert_eq!(
        ada.calls("place", json!({})).await.error(),
        ApiError::Forbidden
    );
    assert_eq!(
        ada.calls("place/renew-invitation", json!({})).await.error(),
        ApiError::Forbidden
    );
    let own: OwnPlace = owner.calls("place", json!({})).await.ok();
    assert_eq!(own.place.name, "Our Kitchen");
    let nameless = [
        ("name", " "),
        ("purpose", "friends"),
        ("join_policy", "anyone"),
    ];
    assert_eq!(
        owner.submits("place/set-up", &nameless).await.error(),
        ApiError::invalid(Field::Name, TextError::Empty)
    );
    let senseless = [("name", "X"), ("purpose", "war"), ("join_policy", "anyone")];
    assert_eq!(
        owner.submits("place/set-up", &senseless).await.error(),
        ApiError::Malformed
    );
}

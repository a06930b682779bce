//! The life of an account: signing up, in and out, changing it, ending it.

use domain::{people::PlaceRole, text::TextError};
use protocol::{
    ApiError,
    accounts::{Account, Device},
    error::Field,
    people::Profile,
};
use serde_json::json;

use crate::support::{
    TestApp,
    browser::{Browser, PASSWORD, send, sign_up_form},
};

#[tokio::test]
async fn a_person_signs_up_out_and_in_again() {
    let app = TestApp::start().await;
    app.opened().await;
    let ada = app.newcomer("ada").await;
    let first = ada.bootstrap().await;
    assert_eq!(first.account.person.username, "ada");
    assert_eq!(first.account.email, "ada@mail.example.org");
    assert_eq!(first.account.role, PlaceRole::Member);

    assert_eq!(ada.submits("sign-out", &[]).await.status, 200);
    assert!(!ada.is_signed_in().await);

    for login in [
        "ada",
        "ADA",
        "@ada",
        "ada@mail.example.org",
        " Ada@Mail.Example.Org ",
    ] {
        let answer = ada.signs_in(login, PASSWORD).await;
        assert_eq!(answer.status, 200, "{login}: {}", answer.text);
        assert!(ada.is_signed_in().await, "{login}");
    }
}

#[tokio::test]
async fn the_first_minute_has_a_room_with_a_hello() {
    let app = TestApp::start().await;
    let owner = app.opened().await;
    let ada = app.newcomer("ada").await;
    for person in [&owner, &ada] {
        let rooms = person.bootstrap().await.rooms;
        assert_eq!(rooms.len(), 1);
        let hello = rooms[0].last.as_ref().expect("something was said");
        assert!(hello.text.contains("Our Kitchen"), "{}", hello.text);
    }
}

#[tokio::test]
async fn names_are_unique_and_say_so_by_field() {
    let app = TestApp::start().await;
    app.opened().await;
    app.newcomer("ada").await;
    let other = Browser::new(&app);
    assert_eq!(
        other.signs_up("ADA").await.error(),
        ApiError::Taken {
            field: Field::Username
        }
    );
    let mut form = sign_up_form("ada2");
    form[3].1 = "ADA@mail.example.org";
    assert_eq!(
        other.submits("sign-up", &form).await.error(),
        ApiError::Taken {
            field: Field::Email
        }
    );
    assert!(!other.is_signed_in().await);
}

#[tokio::test]
async fn two_who_take_one_name_at_once_get_one() {
    let app = TestApp::start().await;
    app.opened().await;
    let browsers: Vec<Browser> = (0..6).map(|_| Browser::new(&app)).collect();
    let answers =
        futures::future::join_all(browsers.iter().map(|browser| browser.signs_up("ada"))).await;
    let statuses: Vec<u16> = answers.iter().map(|answer| answer.status).collect();
    assert_eq!(
        statuses.iter().filter(|status| **status == 200).count(),
        1,
        "{statuses:?}"
    );
    assert_eq!(
        statuses.iter().filter(|status| **status == 409).count(),
        5,
        "{statuses:?}"
    );
}

#[tokio::test]
async fn a_token_is_new_at_each_sign_in_and_dead_after_sign_out() {
    let app = TestApp::start().await;
    app.opened().await;
    let browser = Browser::new(&app);
    let first = browser
        .signs_up("ada")
        .await
        .header("set-cookie")
        .to_owned();
    let second = browser
        .signs_in("ada", PASSWORD)
        .await
        .header("set-cookie")
        .to_owned();
    assert_ne!(pair(&first), pair(&second));
    let stranger = Browser::new(&app);
    let with = async |cookie: &str| {
        let request = stranger
            .request(reqwest::Method::POST, "/api/ui/bootstrap")
            .header("cookie", cookie)
            .json(&json!({}));
        send(request).await.status
    };
    assert_eq!(
        with(pair(&first)).await,
        401,
        "replaced by the second sign-in"
    );
    assert_eq!(with(pair(&second)).await, 200);
    browser.submits("sign-out", &[]).await;
    assert_eq!(with(pair(&second)).await, 401);
}

fn pair(set_cookie: &str) -> &str {
    set_cookie.split(';').next().unwrap()
}

#[tokio::test]
async fn a_new_password_ends_every_other_sign_in() {
    let app = TestApp::start().await;
    app.opened().await;
    let (here, there) = (app.newcomer("ada").await, Browser::new(&app));
    there.signs_in("ada", PASSWORD).await;
    let change = async |current: &str, new: &str| {
        here.calls(
            "account/password",
            json!({ "current": current, "new": new }),
        )
        .await
    };
    assert_eq!(
        change("not it", "blue otters dance").await.error(),
        ApiError::WrongCredentials
    );
    assert_eq!(
        change(PASSWORD, "password1").await.error(),
        ApiError::WeakPassword
    );
    assert!(there.is_signed_in().await, "nothing has changed so far");
    assert_eq!(change(PASSWORD, "blue otters dance").await.status, 200);
    assert!(here.is_signed_in().await);
    assert!(!there.is_signed_in().await);
    assert_eq!(
        there.signs_in("ada", PASSWORD).await.error(),
        ApiError::WrongCredentials
    );
    assert_eq!(there.signs_in("ada", "blue otters dance").await.status, 200);
}

#[tokio::test]
async fn devices_are_listed_and_signed_out_one_by_one_or_all() {
    let app = TestApp::start().await;
    app.opened().await;
    let here = app.newcomer("ada").await;
    let others: Vec<Browser> = (0..3).map(|_| Browser::new(&app)).collect();
    for other in &others {
        let request = other
            .form("sign-in", &[("login", "ada"), ("password", PASSWORD)])
            .header("accept", "application/json")
            .header(
                "user-agent",
                "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0",
            );
        assert_eq!(send(request).await.status, 200);
    }
    let devices: Vec<Device> = here.calls("account/devices", json!({})).await.ok();
    assert_eq!(devices.len(), 4);
    assert_eq!(devices.iter().filter(|device| device.is_current).count(), 1);
    assert_eq!(
        devices
            .iter()
            .filter(|device| device.name == "Firefox on Linux")
            .count(),
        3
    );

    let theirs: Vec<Device> = others[0].calls("account/devices", json!({})).await.ok();
    let gone = theirs.iter().find(|device| device.is_current).unwrap().id;
    let end = json!({ "device": gone });
    assert_eq!(
        here.calls("account/devices/sign-out", end.clone())
            .await
            .status,
        200
    );
    assert!(!others[0].is_signed_in().await);
    assert!(others[1].is_signed_in().await);
    assert_eq!(
        here.calls("account/devices/sign-out", end).await.error(),
        ApiError::NotFound
    );

    assert_eq!(
        here.calls("account/devices/sign-out-others", json!({}))
            .await
            .status,
        200
    );
    assert!(here.is_signed_in().await);
    assert!(!others[1].is_signed_in().await && !others[2].is_signed_in().await);
}

#[tokio::test]
async fn nobody_ends_the_sign_in_of_another() {
    let app = TestApp::start().await;
    app.opened().await;
    let (ada, eve) = (app.newcomer("ada").await, app.newcomer("eve").await);
    let devices: Vec<Device> = ada.calls("account/devices", json!({})).await.ok();
    let answer = eve
        .calls(
            "account/devices/sign-out",
            json!({ "device": devices[0].id }),
        )
        .await;
    assert_eq!(answer.error(), ApiError::NotFound);
    assert!(ada.is_signed_in().await);
}

#[tokio::test]
async fn a_profile_is_changed_and_checked() {
    let app = TestApp::start().await;
    app.opened().await;
    let ada = app.newcomer("ada").await;
    let change = async |first: &str, last: &str, about: &str| {
        let body = json!({ "first_name": first, "last_name": last, "about": about });
        ada.calls("account/profile", body).await
    };
    let account: Account = change(" Аня ", "Lovelace", "I count.").await.ok();
    assert_eq!(account.person.full_name(), "Аня Lovelace");
    assert_eq!(account.person.about, "I count.");
    assert_eq!(
        change("", "Lovelace", "").await.error(),
        ApiError::invalid(Field::FirstName, TextError::Empty)
    );
    assert_eq!(
        change("Ada", &"x".repeat(65), "").await.error(),
        ApiError::invalid(Field::LastName, TextError::TooLong { max: 64 })
    );
    assert_eq!(
        change("Ada", "Lovelace", &"x".repeat(281)).await.error(),
        ApiError::invalid(Field::About, TextError::TooLong { max: 280 })
    );
    assert_eq!(
        ada.bootstrap().await.account.person.full_name(),
        "Аня Lovelace"
    );
}

#[tokio::test]
async fn an_account_ends_and_what_was_said_stays_without_a_name() {
    let app = TestApp::start().await;
    let owner = app.opened().await;
    let (ada, bea) = (app.newcomer("ada").await, app.newcomer("bea").await);
    let ada_id = ada.bootstrap().await.account.person.id;
    let room: domain::RoomId = bea
        .calls("rooms/open-direct", json!({ "user": ada_id }))
        .await
        .ok();
    let wrong = ada
        .calls("account/delete", json!({ "password": "not it" }))
        .await;
    assert_eq!(wrong.error(), ApiError::WrongCredentials);
    assert_eq!(
        ada.calls("account/delete", json!({ "password": PASSWORD }))
            .await
            .status,
        200
    );

    assert!(!ada.is_signed_in().await);
    assert_eq!(
        ada.signs_in("ada", PASSWORD).await.error(),
        ApiError::WrongCredentials
    );
    let gone = bea
        .calls("people/profile", json!({ "username": "ada" }))
        .await;
    assert_eq!(gone.error(), ApiError::NotFound);
    let kept = bea.bootstrap().await.rooms;
    let direct = kept
        .iter()
        .find(|kept| kept.room.id == room)
        .expect("the chat stays");
    let other = direct.other.as_ref().unwrap();
    assert!(other.is_deleted);
    assert_eq!(other.full_name(), "Former member");
    assert!(!format!("{other:?}").contains("ada"), "{other:?}");
    let first = owner
        .bootstrap()
        .await
        .rooms
        .into_iter()
        .find(|kept| kept.room.name == "Welcome");
    assert_eq!(first.unwrap().member_count, 2, "the owner and bea are left");

    let again = app.newcomer("ada").await;
    assert_ne!(
        again.bootstrap().await.account.person.id,
        ada_id,
        "the name is free, the person new"
    );
}

#[tokio::test]
async fn the_only_owner_stays_while_others_are_there() {
    let app = TestApp::start().await;
    let owner = app.opened().await;
    let ada = app.newcomer("ada").await;
    let delete = json!({ "password": PASSWORD });
    assert_eq!(
        owner.calls("account/delete", delete.clone()).await.error(),
        ApiError::LastOwner
    );
    assert!(owner.is_signed_in().await);
    assert_eq!(
        ada.calls("account/delete", delete.clone()).await.status,
        200
    );
    assert_eq!(owner.calls("account/delete", delete).await.status, 200);
    let next = app.newcomer("next").await;
    assert_eq!(next.bootstrap().await.account.role, PlaceRole::Owner);
}

#[tokio::test]
async fn a_group_goes_on_with_an_heir_when_its_owner_ends_their_account() {
    let app = TestApp::start().await;
    app.opened().await;
    let (ada, bea) = (app.newcomer("ada").await, app.newcomer("bea").await);
    let bea_id = bea.bootstrap().await.account.person.id;
    let body = json!({ "body": { "name": "Band", "people": [bea_id] } });
    let room: domain::RoomId = ada.calls("rooms/create", body).await.ok();
    assert_eq!(
        ada.calls("account/delete", json!({ "password": PASSWORD }))
            .await
            .status,
        200
    );
    let rooms = bea.bootstrap().await.rooms;
    let band = rooms.iter().find(|kept| kept.room.id == room).unwrap();
    assert_eq!(band.role, domain::room::Role::Owner);
    assert_eq!(band.member_count, 1);
}

#[tokio::test]
async fn a_profile_tells_what_is_shared() {
    let app = TestApp::start().await;
    app.opened().await;
    let (ada, bea) = (app.newcomer("ada").await, app.newcomer("bea").await);
    let see = async || -> Profile {
        ada.calls("people/profile", json!({ "username": "@Bea" }))
            .await
            .ok()
    };
    let before = see().await;
    assert_eq!(before.direct_room, None);
    assert_eq!(before.shared_rooms.len(), 1, "the first room");
    let bea_id = bea.bootstrap().await.account.person.id;
    let room = ada
        .calls("rooms/open-direct", json!({ "user": bea_id }))
        .await
        .ok();
    assert_eq!(see().await.direct_room, Some(room));
    let own: Profile = ada
        .calls("people/profile", json!({ "username": "ada" }))
        .await
        .ok();
    assert!(own.is_self);
}

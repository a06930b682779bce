//! Every server function, tried empty, too long, wrongly typed, by nobody and by the wrong person: each answers with its
//! typed error and changes nothing.

use domain::text::TextError;
use protocol::{ApiError, error::Field};
use sea_orm::{ConnectionTrait, DbBackend, Statement};
use serde_json::{Value, json};

use crate::support::{
    TestApp,
    browser::{Browser, PASSWORD, send, sign_up_form},
};

/// Every JSON server function with a body that is well formed. The forms are tried on their own.
fn functions(room: &str, user: &str) -> Vec<(&'static str, Value)> {
    vec![
        ("bootstrap", json!({})),
        ("account", json!({})),
        (
            "account/profile",
            json!({ "first_name": "A", "last_name": "B", "about": "" }),
        ),
        (
            "account/password",
            json!({ "current": PASSWORD, "new": "blue otters dance" }),
        ),
        (
            "account/feeling",
            json!({ "feeling": "calm", "note": "", "lasting": "hour" }),
        ),
        ("account/feeling/clear", json!({})),
        ("account/devices", json!({})),
        ("account/devices/sign-out", json!({ "device": user })),
        ("account/devices/sign-out-others", json!({})),
        ("account/delete", json!({ "password": PASSWORD })),
        ("place", json!({})),
        ("place/renew-invitation", json!({})),
        ("people/find", json!({ "query": "a" })),
        ("people/profile", json!({ "username": "owner" })),
        ("people/block", json!({ "user": user, "blocked": true })),
        ("rooms/open-direct", json!({ "user": user })),
        ("rooms/create", json!({ "body": { "name": "Room" } })),
        ("rooms/public", json!({ "query": "" })),
        ("rooms/join", json!({ "room": room })),
        ("rooms/leave", json!({ "room": room })),
        (
            "rooms/add-members",
            json!({ "room": room, "people": [user] }),
        ),
        ("rooms/remove-member", json!({ "room": room, "user": user })),
        (
            "rooms/change-role",
            json!({ "room": room, "user": user, "role": "owner" }),
        ),
        (
            "rooms/update",
            json!({ "room": room, "body": { "name": "Mine" } }),
        ),
        (
            "rooms/notifications",
            json!({ "room": room, "level": "muted" }),
        ),
        ("rooms/summaries", json!({ "rooms": [] })),
        ("rooms/page", json!({ "room": room })),
        ("messages/list", json!({ "room": room, "at": "end" })),
    ]
}

/// Everything that a refused request must not touch. (When a sign-in was last used may change.)
async fn everything(app: &TestApp) -> Vec<String> {
    let mut all = Vec::new();
    for (table, columns) in [
        (
            "users",
            "hex(id) || username || first_name || last_name || about || role || coalesce(CAST(deleted_at AS TEXT), '')",
        ),
        ("credentials", "hex(user_id) || email || password_hash"),
        ("sign_ins", "hex(id) || hex(user_id) || hex(token_hash)"),
        (
            "place",
            "name || purpose || join_policy || is_set_up || invitation_code",
        ),
        ("blocks", "hex(user_id) || hex(blocked_id)"),
        ("feelings", "hex(user_id) || feeling || note || until"),
        (
            "rooms",
            "hex(id) || name || topic || visibility || posting || head",
        ),
        (
            "members",
            "hex(room_id) || hex(user_id) || role || read || notification_level",
        ),
        ("messages", "hex(id) || body"),
        ("room_changes", "hex(room_id) || number || kind || subject"),
    ] {
        let db = app.state.db.read();
        let mut sql = format!("SELECT {columns} AS line FROM {table} ORDER BY 1");
        if db.get_database_backend() == DbBackend::Postgres {
            // Where an id is no blob but has a text of its own.
            sql = sql.replace("hex(", "text(");
        }
        let rows = db
            .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
            .await
            .unwrap();
        for row in rows {
            all.push(format!(
                "{table} {}",
                row.try_get::<String>("", "line").unwrap()
            ));
        }
    }
    all
}

struct Scene {
    app: TestApp,
    owner: Browser,
    room: String,
    owner_id: String,
}

/// A private room of the owner's.
async fn scene() -> Scene {
    let app = TestApp::start().await;
    let owner = app.opened().await;
    let owner_id = owner.bootstrap().await.account.person.id.to_string();
    let room: String = owner
        .calls("rooms/create", json!({ "body": { "name": "Private" } }))
        .await
        .ok();
    Scene {
        app,
        owner,
        room,
        owner_id,
    }
}

#[tokio::test]
async fn nobody_gets_nothing() {
    let scene = scene().await;
    let nobody = Browser::new(&scene.app);
    let before = everything(&scene.app).await;
    for (name, body) in functions(&scene.room, &scene.owner_id) {
        let answer = nobody.calls(name, body).await;
        assert_eq!(answer.error(), ApiError::NotSignedIn, "{name}");
    }
    for name in ["sign-out", "place/set-up"] {
        let fields = [
            ("name", "X"),
            ("purpose", "work"),
            ("join_policy", "anyone"),
        ];
        let answer = nobody.submits(name, &fields).await;
        assert_eq!(answer.error(), ApiError::NotSignedIn, "{name}");
    }
    assert_eq!(everything(&scene.app).await, before);
}

#[tokio::test]
async fn a_stranger_to_a_room_is_told_that_there_is_none() {
    let scene = scene().await;
    let eve = scene.app.newcomer("eve").await;
    let before = everything(&scene.app).await;
    for (name, body) in functions(&scene.room, &scene.owner_id) {
        if body.get("room").is_some() {
            let answer = eve.calls(name, body).await;
            assert_eq!(answer.error(), ApiError::NotAMember, "{name}");
        }
    }
    let nowhere = "018f0000-0000-7000-8000-000000000000";
    for (name, body) in functions(nowhere, &scene.owner_id) {
        if body.get("room").is_some() {
            let answer = eve.calls(name, body).await;
            assert_eq!(
                answer.error(),
                ApiError::NotAMember,
                "{name}: no difference"
            );
        }
    }
    assert_eq!(everything(&scene.app).await, before);
}

#[tokio::test]
async fn what_is_wrongly_typed_is_malformed() {
    let scene = scene().await;
    let before = everything(&scene.app).await;
    for (name, body) in functions(&scene.room, &scene.owner_id) {
        let fields: Vec<String> = body.as_object().unwrap().keys().cloned().collect();
        for field in fields {
            for wrong in [
                json!(-7),
                json!("\u{0}no-uuid"),
                json!({ "x": [] }),
                Value::Null,
            ] {
                let is_text = body[&field].is_string() && wrong.is_string();
                let is_free_text = [
                    "query",
                    "username",
                    "first_name",
                    "last_name",
                    "about",
                    "note",
                    "current",
                    "new",
                    "password",
                ]
                .contains(&field.as_str());
                if is_text && is_free_text
                    || body[&field].is_object()
                        && wrong.is_object()
                        && field == "body"
                        && name == "rooms/update"
                {
                    continue;
                }
                let mut bad = body.clone();
                bad[&field] = wrong.clone();
                let answer = scene.owner.calls(name, bad).await;
                assert_eq!(
                    answer.error(),
                    ApiError::Malformed,
                    "{name} {field}: {wrong}"
                );
            }
            let mut less = body.clone();
            less.as_object_mut().unwrap().remove(&field);
            let answer = scene.owner.calls(name, less).await;
            assert_eq!(
                answer.error(),
                ApiError::Malformed,
                "{name} without {field}"
            );
        }
    }
    assert_eq!(everything(&scene.app).await, before);
}

#[tokio::test]
async fn what_is_no_json_is_malformed() {
    let scene = scene().await;
    for (name, body) in functions(&scene.room, &scene.owner_id) {
        if body.as_object().unwrap().is_empty() {
            continue;
        }
        for text in ["", "{", "[]", "null", "\u{feff}{}"] {
            let request = scene
                .owner
                .request(reqwest::Method::POST, &format!("/api/ui/{name}"))
                .header("accept", "application/json")
                .header("content-type", "application/json")
                .body(text);
            assert_eq!(
                send(request).await.error(),
                ApiError::Malformed,
                "{name}: {text:?}"
            );
        }
    }
}

#[tokio::test]
async fn what_is_too_large_is_refused_before_it_is_read() {
    let scene = scene().await;
    let before = everything(&scene.app).await;
    for (name, _) in functions(&scene.room, &scene.owner_id) {
        let request = scene
            .owner
            .request(reqwest::Method::POST, &format!("/api/ui/{name}"))
            .header("accept", "application/json")
            .header("content-type", "application/json")
            .body("x".repeat(64 * 1024 + 1));
        assert_eq!(
            send(request).await.error(),
            ApiError::TooLarge { max: 65_536 },
            "{name}"
        );
    }
    assert_eq!(everything(&scene.app).await, before);
}

#[tokio::test]
async fn every_field_of_the_sign_up_form_is_checked() {
    let scene = scene().await;
    let before = everything(&scene.app).await;
    let invalid = |field, reason| ApiError::invalid(field, reason);
    let long = "x".repeat(300);
    let table: Vec<(usize, &str, ApiError)> = vec![
        (0, " ", invalid(Field::FirstName, TextError::Empty)),
        (
            0,
            &long,
            invalid(Field::FirstName, TextError::TooLong { max: 64 }),
        ),
        (
            0,
            "Ada\u{202e}",
            invalid(Field::FirstName, TextError::Malformed),
        ),
        (1, "", invalid(Field::LastName, TextError::Empty)),
        (
            1,
            &long,
            invalid(Field::LastName, TextError::TooLong { max: 64 }),
        ),
        (2, "", invalid(Field::Username, TextError::Empty)),
        (
            2,
            "a",
            invalid(Field::Username, TextError::TooShort { min: 2 }),
        ),
        (
            2,
            &long,
            invalid(Field::Username, TextError::TooLong { max: 32 }),
        ),
        (
            2,
            "ada lovelace",
            invalid(Field::Username, TextError::Malformed),
        ),
        (
            2,
            "ada@mail.example.org",
            invalid(Field::Username, TextError::Malformed),
        ),
        (3, "", invalid(Field::Email, TextError::Empty)),
        (3, "ada", invalid(Field::Email, TextError::Malformed)),
        (
            3,
            "ada@example",
            invalid(Field::Email, TextError::Malformed),
        ),
        (4, "", invalid(Field::Password, TextError::Empty)),
        (
            4,
            "short",
            invalid(Field::Password, TextError::TooShort { min: 8 }),
        ),
        (
            4,
            &long,
            invalid(Field::Password, TextError::TooLong { max: 256 }),
        ),
        (4, "password123", ApiError::WeakPassword),
        (4, "test-person-ada", ApiError::WeakPassword),
    ];
    for (field, value, expected) in table {
        let mut form = sign_up_form("ada");
        form[field].1 = value;
        let answer = Browser::new(&scene.app).submits("sign-up", &form).await;
        assert_eq!(answer.error(), expected, "{} = {value:?}", form[field].0);
    }
    for left_out in 0..5 {
        let mut form = sign_up_form("ada");
        form.remove(left_out);
        let answer = Browser::new(&scene.app).submits("sign-up", &form).await;
        assert_eq!(answer.error(), ApiError::Malformed);
    }
    assert_eq!(everything(&scene.app).await, before);
}

#[tokio::test]
async fn the_sign_in_form_is_checked_and_tells_nobody_who_has_an_account() {
    let scene = scene().await;
    let browser = Browser::new(&scene.app);
    let wrong = browser.signs_in("owner", "not the password").await;
    let unknown = browser.signs_in("nobody", "not the password").await;
    let address = browser
        .signs_in("owner@mail.example.org", "not the password")
        .await;
    assert_eq!(wrong.error(), ApiError::WrongCredentials);
    assert_eq!((wrong.status, &wrong.text), (unknown.status, &unknown.text));
    assert_eq!((wrong.status, &wrong.text), (address.status, &address.text));
    assert_eq!(
        browser.signs_in("", PASSWORD).await.error(),
        ApiError::invalid(Field::Username, TextError::Empty)
    );
    assert_eq!(
        browser.signs_in("owner", "").await.error(),
        ApiError::invalid(Field::Password, TextError::Empty)
    );
    let endless = "x".repeat(10_000);
    assert_eq!(
        browser.signs_in(&endless, &endless).await.error(),
        ApiError::WrongCredentials
    );
    assert!(!browser.is_signed_in().await);
}

#[tokio::test]
async fn an_unknown_endpoint_answers_in_kind() {
    let scene = scene().await;
    for path in ["/api/ui/nothing", "/api/v1/nothing", "/api/x"] {
        let request = scene
            .owner
            .request(reqwest::Method::POST, path)
            .json(&json!({}));
        assert_eq!(send(request).await.error(), ApiError::NotFound, "{path}");
    }
}

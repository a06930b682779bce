//! What never leaves: addresses, passwords, tokens, and anything about mood.

use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;

use crate::support::{TestApp, browser::Browser};

#[tokio::test]
async fn an_address_is_shown_to_nobody_else() {
    let app = TestApp::start().await;
    let owner = app.opened().await;
    let (ada, bea) = (app.newcomer("ada").await, app.newcomer("bea").await);
    let bea_id = bea.bootstrap().await.account.person.id;
    let room: String = ada
        .calls("rooms/open-direct", json!({ "user": bea_id }))
        .await
        .ok();
    let group: String = ada
        .calls(
            "rooms/create",
            json!({ "body": { "name": "Band", "people": [bea_id] } }),
        )
        .await
        .ok();
    let mut answers = Vec::new();
    for viewer in [&owner, &ada] {
        for (name, body) in [
            ("bootstrap", json!({})),
            ("people/find", json!({ "query": "" })),
            ("people/find", json!({ "query": "bea" })),
            ("people/find", json!({ "query": "bea@mail.example.org" })),
            ("people/profile", json!({ "username": "bea" })),
            (
                "people/profile",
                json!({ "username": "bea@mail.example.org" }),
            ),
            ("rooms/summaries", json!({ "rooms": [] })),
            ("rooms/page", json!({ "room": room })),
            ("rooms/page", json!({ "room": group })),
            ("rooms/public", json!({ "query": "" })),
            ("messages/list", json!({ "room": group, "at": "end" })),
            ("place", json!({})),
            ("door", json!({ "invitation": "" })),
        ] {
            answers.push((name.to_owned(), viewer.calls(name, body).await.text));
        }
        for path in [
            "/",
            "/people",
            "/people/bea",
            "/settings",
            &format!("/rooms/{group}"),
        ] {
            answers.push((path.to_owned(), viewer.opens(path).await.text));
        }
    }
    assert!(
        answers.iter().any(|(_, text)| text.contains("bea")),
        "bea is seen"
    );
    for (from, text) in answers {
        assert!(!text.contains("bea@mail"), "{from}: {text}");
        assert!(!text.contains("argon2"), "{from}: {text}");
    }
    let own = bea.calls("account", json!({})).await.text;
    assert!(own.contains("bea@mail.example.org"), "except to bea");
}

#[tokio::test]
async fn tokens_and_passwords_are_not_in_the_database() {
    let app = TestApp::start().await;
    let given = Browser::new(&app).signs_up("ada").await;
    let token = given
        .header("set-cookie")
        .split(['=', ';'])
        .nth(1)
        .unwrap()
        .to_owned();
    for entry in std::fs::read_dir(app.data().directory()).unwrap() {
        let path = entry.unwrap().path();
        if path.is_file() {
            let bytes = std::fs::read(&path).unwrap();
            for secret in [token.as_str(), crate::support::browser::PASSWORD] {
                let is_there = bytes
                    .windows(secret.len())
                    .any(|window| window == secret.as_bytes());
                assert!(!is_there, "{} holds {secret}", path.display());
            }
        }
    }
}

#[tokio::test]
async fn the_database_has_no_place_for_a_mood() {
    let app = TestApp::start().await;
    let db = app.state.db.read();
    let sql = "SELECT coalesce(sql, '') AS sql FROM sqlite_master";
    let rows = db
        .query_all_raw(Statement::from_string(db.get_database_backend(), sql))
        .await
        .unwrap();
    assert!(rows.len() > 10);
    for row in rows {
        let sql: String = row.try_get("", "sql").unwrap();
        speaks_of_no_mood("the schema", &sql);
    }
}

#[test]
fn neither_frames_nor_the_server_have_a_word_for_a_mood() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut looked_at = 0;
    for folder in [
        "app/protocol/src",
        "app/src/api",
        "app/src/backend",
        "server/src/http",
        "server/src/pages",
        "server/src/realtime",
        "server/src/services",
        "server/src/store",
        "server/entity/src",
        "server/migration/src",
    ] {
        for file in rust_files(&root.join(folder)) {
            looked_at += 1;
            let text = std::fs::read_to_string(&file).unwrap();
            for line in text
                .lines()
                .filter(|line| !line.trim_start().starts_with("//"))
            {
                speaks_of_no_mood(&file.display().to_string(), line);
            }
        }
    }
    assert!(looked_at > 40, "{looked_at}");
}

#[tokio::test]
async fn no_form_asks_for_a_mood() {
    let app = TestApp::start().await;
    let owner = app.opened().await;
    let stranger = Browser::new(&app);
    for (browser, path) in [
        (&stranger, "/start"),
        (&stranger, "/sign-in"),
        (&stranger, "/sign-up"),
        (&owner, "/"),
        (&owner, "/settings"),
    ] {
        let html = browser.opens(path).await.text;
        for tag in ["<input", "<textarea", "<select", "<form"] {
            for field in html.split(tag).skip(1) {
                let field = field.split('>').next().unwrap();
                for attribute in ["name=\"", "action=\""] {
                    if let Some(value) = field.split(attribute).nth(1) {
                        speaks_of_no_mood(path, value.split('"').next().unwrap());
                    }
                }
            }
        }
    }
}

/// The product's own name, and the purpose's rule of manners, are the only words with it.
#[track_caller]
fn speaks_of_no_mood(from: &str, text: &str) {
    let text = text
        .to_lowercase()
        .replace("moodlight", "")
        .replace("mood_on_by_default", "");
    assert!(!text.contains("mood"), "{from}: {text}");
    for word in ["valence", "sentiment", "emotion"] {
        assert!(!text.contains(word), "{from}: {text}");
    }
}

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

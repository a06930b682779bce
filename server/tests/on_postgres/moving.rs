//! A place moves from its data directory to PostgreSQL: everything, checked, or nothing.

use std::{collections::BTreeMap, path::Path, process::Output, sync::Arc};

use domain::{
    RoomId, Timestamp, UserId,
    feeling::Declared,
    room::{Posting, Role, RoomKind, Visibility},
};
use protocol::{
    Command, RoomChange,
    rooms::{PageAt, UpdateRoom},
};
use sea_orm::{ConnectionTrait, Statement};
use serde_json::json;
use server::{
    config::Storage,
    store::{
        Database,
        import::{self, NewMember, NewMessage, NewRoom},
        tables::TABLES,
    },
};

use crate::support::{
    Data, Person, TestApp,
    browser::PASSWORD,
    new_id,
    program::{moodlight, refused, told},
};

/// A server on the data directory; the database in PostgreSQL is what it moves to.
async fn on_sqlite(data: Arc<Data>) -> TestApp {
    let directory = data.directory().to_owned();
    TestApp::start_with_data(data, |config| {
        config.storage = Storage::Directory(directory);
    })
    .await
}

fn address(storage: &Storage) -> String {
    match storage {
        Storage::Postgres(url) => url.reveal().to_owned(),
        Storage::Directory(path) => format!("sqlite://{}", path.display()),
    }
}

fn migrate(from: &Path, to: &Storage, more: &[&str]) -> Output {
    let (from, to) = (address(&Storage::Directory(from.to_owned())), address(to));
    let mut arguments = vec!["migrate", "--from", &from, "--to", &to];
    arguments.extend(more);
    moodlight(arguments)
}

async fn execute(storage: &Storage, sql: &str) {
    let db = Database::open_beside(storage).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
}

/// The number that a query answers.
async fn number(storage: &Storage, sql: &str) -> i64 {
    let db = Database::open_beside(storage).await.unwrap();
    let statement = Statement::from_string(db.get_database_backend(), sql);
    let row = db.query_one_raw(statement).await.unwrap().unwrap();
    db.close().await.unwrap();
    row.try_get_by_index(0).unwrap()
}

/// How many tables the database has.
async fn tables(storage: &Storage) -> i64 {
    let sql = "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'";
    number(storage, sql).await
}

/// The lines that compare both sides: table, rows here, rows there.
fn compared(said: &str) -> BTreeMap<&str, (u64, u64)> {
    let lines = said.lines().skip_while(|line| !line.starts_with("table"));
    lines
        .skip(1)
        .map_while(|line| {
            let mut words = line.split_whitespace();
            let table = words.next()?;
            let rows = (words.next()?.parse().ok()?, words.next()?.parse().ok()?);
            Some((table, rows))
        })
        .collect()
}

/// A group with much said in it.
async fn talkative(app: &TestApp, members: &[&Person]) -> RoomId {
    let id: RoomId = app.state.ids.make();
    let authors: Vec<UserId> = members.iter().map(|member| member.id).collect();
    let room = NewRoom {
        id,
        kind: RoomKind::Group,
        visibility: Visibility::Private,
        posting: Posting::Everyone,
        name: "Çay bahçesi".to_owned(),
        topic: String::new(),
        created_at: Timestamp(1),
        members: authors
            .iter()
            .map(|&user| NewMember {
                user,
                role: Role::Owner,
                read: 0,
            })
            .collect(),
        messages: (0..4_100)
            .map(|n| NewMessage {
                author: authors[n % authors.len()],
                body: format!("line {n}: güzel şeyler, e\u{301}, 🌊\n'quoted' \\ \"twice\""),
                sent_at: Timestamp(2),
            })
            .collect(),
    };
    let ids = app.state.ids.clone();
    app.state
        .writer
        .run(move |tx| Box::pin(async move { Ok(import::room(tx.db(), &ids, room).await?) }))
        .await
        .unwrap();
    id
}

/// What no story writes, so that every table has rows.
const THE_REST: &str = "INSERT INTO outbox (id, kind, payload, created_at, run_at, attempts) \
    VALUES (x'0192f0c12b7e7c559d2f3a1b5c7d9e0f', 'push', '{}', 1, 2, 3); \
    INSERT INTO audit (id, at, actor_id, act, subject) \
    VALUES (x'0192f0c12b7e7c559d2f3a1b5c7d9e0e', 1, NULL, 'test', '{}'); \
    INSERT INTO secrets (name, value) VALUES ('test', x'00ff')";

#[tokio::test(flavor = "multi_thread")]
async fn a_place_moves_with_everything_that_is_in_it() {
    let data = Data::empty().await;
    let app = on_sqlite(data.clone()).await;
    app.opened().await;
    app.newcomer("dora").await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let eve = app.user("eve").await;
    let direct = ada.opens_direct(&bea).await;
    // More than two statements take.
    let group = talkative(&app, &[&ada, &bea, &eve]).await;
    let mut a = ada.socket().await;
    let sent_before = new_id();
    let seq = a.tries(direct, sent_before, "before").await.unwrap();
    a.says(direct, "unread").await;
    let mut b = bea.socket().await;
    b.opens(group).await;
    let read = Command::MarkRead {
        room: group,
        up_to: 4_000,
        backwards: false,
    };
    b.request(read).await.unwrap();
    a.request(Command::SaveDraft {
        room: direct,
        text: "to be said".to_owned(),
        after: 0,
    })
    .await
    .unwrap();
    a.edits(direct, seq, "before, in other words")
        .await
        .unwrap();
    b.reacts(direct, seq, "🎉", true).await.unwrap();
    b.replies(direct, seq, "so it was").await.unwrap();
    ada.removes(group, &eve).await.unwrap();
    let update = UpdateRoom {
        topic: Some("çay, and more".to_owned()),
        ..UpdateRoom::default()
    };
    ada.updates(group, update).await.unwrap();
    eve.blocks(&ada, true).await;
    let feeling = json!({ "feeling": "thankful", "note": "çok teşekkürler", "lasting": "hour" });
    ada.call::<Declared>("account/feeling", feeling)
        .await
        .unwrap();
    execute(&Storage::Directory(data.directory().to_owned()), THE_REST).await;

    let to = data.storage();
    let busy = refused(&migrate(data.directory(), &to, &[]));
    assert!(busy.contains("Another Moodlight server"), "{busy}");
    assert_eq!(tables(&to).await, 0);
    // A rehearsal, while they go on talking.
    let rehearsal = Data::empty().await;
    let said = told(&migrate(
        data.directory(),
        &rehearsal.storage(),
        &["--while-running"],
    ));
    assert!(said.contains("A rehearsal"), "{said}");
    a.says(direct, "after the rehearsal").await;
    drop((a, b));
    app.stop().await;

    let seen_by = async |ada: &Person, bea: &Person| {
        let mut changes: Vec<Vec<RoomChange>> = Vec::new();
        let mut socket = bea.socket().await;
        for (room, after) in [(direct, 0), (group, 3_900)] {
            socket.opens(room).await;
            changes.push(socket.resumes(room, after).await);
        }
        let pages = [
            ada.page(group).await.unwrap(),
            bea.page(direct).await.unwrap(),
        ];
        let middle = ada.reads_at(group, PageAt::Around(2_000)).await.unwrap();
        (ada.rooms().await, bea.rooms().await, changes, pages, middle)
    };
    let again = on_sqlite(data.clone()).await;
    let before = seen_by(&ada.at(again.address), &bea.at(again.address)).await;
    assert!(before.1.iter().any(|room| room.unread > 0));
    again.stop().await;

    let said = told(&migrate(data.directory(), &to, &[]));
    let rows = compared(&said);
    let names: Vec<&str> = TABLES.iter().map(|table| table.name()).collect();
    assert_eq!(rows.len(), names.len(), "{said}");
    for name in names {
        let (from, to) = rows[name];
        assert!(from > 0 && from == to, "{name}: {said}");
    }
    assert!(said.contains("The same on both sides"), "{said}");
    assert!(
        !said.contains("moodlight@"),
        "no more of the address than needed"
    );
    let full = refused(&migrate(data.directory(), &to, &[]));
    assert!(full.contains("not empty"), "{full}");

    let app = TestApp::start_on(data).await;
    assert!(app.setup_code.is_none(), "people are there");
    let (ada, bea) = (ada.at(app.address), bea.at(app.address));
    assert_eq!(seen_by(&ada, &bea).await, before);
    assert!(eve.at(app.address).page(group).await.is_err());
    let mut a = ada.socket().await;
    assert_eq!(a.tries(direct, sent_before, "before").await, Ok(seq));
    let next = a.says(direct, "on PostgreSQL").await;
    assert_eq!(
        next,
        before
            .1
            .iter()
            .find(|room| room.room.id == direct)
            .unwrap()
            .head
            + 1
    );
    let dora = crate::support::browser::Browser::new(&app);
    assert_eq!(dora.signs_in("dora", PASSWORD).await.status, 200);
}

/// A trigger that does to the precious message what a fault on the way would do.
fn spoil(act: &str) -> String {
    format!(
        "CREATE OR REPLACE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN \
         IF NEW.body = 'precious' THEN {act} END IF; RETURN NEW; END $$; \
         CREATE OR REPLACE TRIGGER spoil BEFORE INSERT ON messages FOR EACH ROW EXECUTE FUNCTION spoil()"
    )
}

#[tokio::test(flavor = "multi_thread")]
async fn what_changes_on_the_way_is_found_and_nothing_is_kept() {
    let data = Data::empty().await;
    let to = data.storage();
    // The tables are there, as after a server's first start that went no further.
    Database::open(&to).await.unwrap().close().await;
    let app = on_sqlite(data.clone()).await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    for body in ["one", "precious", "three"] {
        a.says(room, body).await;
    }
    drop(a);
    app.stop().await;
    for (act, said) in [
        ("NEW.body := 'worthless';", "differ in messages"),
        ("NEW.sent_at := NEW.sent_at + 1;", "differ in messages"),
        ("NEW.edited_at := 0;", "differ in messages"),
        ("RETURN NULL;", "differ in messages"),
        (
            "RAISE EXCEPTION 'the disk is full';",
            "Copying \"messages\" failed",
        ),
    ] {
        execute(&to, &spoil(act)).await;
        let refusal = refused(&migrate(data.directory(), &to, &[]));
        assert!(refusal.contains(said), "{act}: {refusal}");
        for table in TABLES {
            let sql = format!("SELECT count(*) FROM {}", table.name());
            assert_eq!(number(&to, &sql).await, 0, "{act}: {}", table.name());
        }
    }
    execute(&to, "DROP TRIGGER spoil ON messages").await;
    told(&migrate(data.directory(), &to, &[]));
}

#[tokio::test(flavor = "multi_thread")]
async fn only_an_empty_database_is_moved_to() {
    let data = Data::empty().await;
    let app = on_sqlite(data.clone()).await;
    app.user("ada").await;
    app.stop().await;
    let to = data.storage();
    execute(&to, "CREATE TABLE recipes (name text)").await;
    let refusal = refused(&migrate(data.directory(), &to, &[]));
    assert!(refusal.contains("recipes"), "{refusal}");
    assert_eq!(tables(&to).await, 1);

    // A server has begun a place there.
    let begun = Data::empty().await;
    TestApp::start_on(begun.clone()).await.stop().await;
    let refusal = refused(&migrate(data.directory(), &begun.storage(), &[]));
    assert!(refusal.contains("not empty"), "{refusal}");

    let nowhere = data.directory().join("nowhere");
    let refusal = refused(&migrate(&nowhere, &to, &[]));
    assert!(refusal.contains("no Moodlight database"), "{refusal}");
    for (from, to) in [
        (&address(&to), "sqlite://data"),
        (&address(&to), &address(&to)),
    ] {
        let refusal = refused(&moodlight(["migrate", "--from", from, "--to", to]));
        assert!(refusal.contains("sqlite://"), "{refusal}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_database_of_another_version_is_not_moved() {
    let data = Data::empty().await;
    on_sqlite(data.clone()).await.stop().await;
    let from = Storage::Directory(data.directory().to_owned());
    let next =
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_next', 0)";
    for (sql, said) in [
        (next, "newer version"),
        (
            "DELETE FROM seaql_migrations WHERE version LIKE '%000004%' OR version LIKE 'm2999%'",
            "older version",
        ),
    ] {
        execute(&from, sql).await;
        let refusal = refused(&migrate(data.directory(), &data.storage(), &[]));
        assert!(refusal.contains(said), "{refusal}");
        assert_eq!(tables(&data.storage()).await, 0);
    }
}

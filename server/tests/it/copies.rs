//! Copies of the database: made while a server runs, put back when none does, refused where they are not whole.

use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    sync::{Arc, Mutex},
};

use protocol::{Command, Reply, RoomChangeKind, command::RoomPosition};
use sea_orm::{ConnectionTrait, DatabaseConnection};
use server::{config::Storage, store::Database};
use tokio_util::sync::CancellationToken;

use crate::support::{
    Data, TestApp, new_id,
    program::{moodlight, refused, told},
};

fn back_up(data: &Path, to: &Path) -> std::process::Output {
    let (data, to) = (data.as_os_str(), to.as_os_str());
    moodlight([
        "backup".as_ref(),
        "--data".as_ref(),
        data,
        "--to".as_ref(),
        to,
    ])
}

fn restore(data: &Path, file: &Path) -> std::process::Output {
    let (data, file) = (data.as_os_str(), file.as_os_str());
    moodlight(["restore".as_ref(), file, "--data".as_ref(), data])
}

fn names(directory: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(directory)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test(flavor = "multi_thread")]
async fn a_copy_is_whole_while_messages_are_sent() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let others = [app.user("bea").await, app.user("cem").await];
    let stop = CancellationToken::new();
    let acknowledged = Arc::new(Mutex::new(Vec::new()));
    let mut talks = Vec::new();
    let mut rooms = Vec::new();
    for other in &others {
        let room = ada.opens_direct(other).await;
        rooms.push(room);
        let (mut socket, stop, acknowledged) =
            (other.socket().await, stop.clone(), acknowledged.clone());
        talks.push(tokio::spawn(async move {
            while !stop.is_cancelled() {
                let id = new_id();
                let seq = socket.tries(room, id, "still talking").await.unwrap();
                acknowledged.lock().unwrap().push((room, seq, id));
            }
        }));
    }
    let count = || acknowledged.lock().unwrap().len();
    while count() < 200 {
        tokio::task::yield_now().await;
    }

    let place = tempfile::tempdir().unwrap();
    let copy = place.path().join("copy.db");
    let before = acknowledged.lock().unwrap().clone();
    let said = told(&back_up(app.data().directory(), &copy));
    let at_the_end = count();
    while count() < at_the_end + 20 {
        tokio::task::yield_now().await;
    }
    stop.cancel();
    for talk in talks {
        talk.await.unwrap();
    }
    assert!(at_the_end > before.len(), "they talked all the while");
    assert!(said.contains("3 people, 2 rooms"), "{said}");
    assert_eq!(names(place.path()), ["copy.db"]);
    assert_eq!(
        fs::metadata(&copy).unwrap().permissions().mode() & 0o777,
        0o600
    );
    let again = refused(&back_up(app.data().directory(), &copy));
    assert!(again.contains("is there already"), "{again}");

    let data = Data::new().await;
    told(&restore(data.directory(), &copy));
    let restored = TestApp::start_on(data).await;
    let ada = ada.at(restored.address);
    let mut found = Vec::new();
    for room in rooms {
        let messages = ada.reads_all(room).await;
        let numbers: Vec<u64> = messages.iter().map(|message| message.seq).collect();
        // The first ones are those of who came in.
        let (first, head) = (3, ada.summary(room).await.unwrap().head);
        assert_eq!(numbers, (first..=head).collect::<Vec<_>>());
        found.extend(messages.iter().map(|m| (room, m.seq, m.client_message_id)));
    }
    assert!(before.iter().all(|message| found.contains(message)));
    let all = acknowledged.lock().unwrap();
    assert!(
        found.len() < all.len(),
        "of one moment, and not of a later one"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_ahead_of_a_restored_copy_begins_anew() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    b.opens(room).await;
    let mut known = 0;
    for body in ["one", "two", "three"] {
        known = a.says(room, body).await;
    }
    let data = app.data().directory().display().to_string();
    let copy = told(&moodlight(["backup", "--data", &data]));
    let copy = PathBuf::from(copy.lines().next().unwrap());
    assert_eq!(copy.parent().unwrap(), Path::new(&data).join("copies"));
    let lost = new_id();
    assert_eq!(a.tries(room, lost, "lost").await, Ok(known + 1));
    let far = a.says(room, "lost too").await;
    b.request(Command::MarkRead {
        room,
        up_to: far,
        backwards: false,
    })
    .await
    .unwrap();
    let busy = refused(&restore(Path::new(&data), &copy));
    assert!(busy.contains("Another Moodlight server"), "{busy}");
    let data = app.stop().await;
    let said = told(&restore(data.directory(), &copy));
    assert!(said.contains("3 messages"), "{said}");

    let app = TestApp::start_on(data).await;
    let (ada, bea) = (ada.at(app.address), bea.at(app.address));
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    let head = b.opens(room).await;
    assert_eq!(head, known);
    let ahead = Command::Resume { room, after: far };
    assert_eq!(b.request(ahead).await, Ok(Reply::Reset { room, head }));
    // What she tells from before does not go further than there is.
    let position = RoomPosition { room, number: far };
    let positions = vec![position];
    let delivered = Command::MarkDelivered { positions };
    assert_eq!(b.request(delivered).await, Ok(Reply::Done));
    let read = Command::MarkRead {
        room,
        up_to: far,
        backwards: false,
    };
    assert_eq!(b.request(read).await, Ok(Reply::Done));
    let summary = bea.summary(room).await.unwrap();
    assert_eq!(
        (summary.read, summary.unread, summary.head),
        (known, 0, known)
    );
    // The lost message is not known by its name either: sent again, it is there.
    assert_eq!(a.tries(room, lost, "found again").await, Ok(known + 1));
    assert_eq!(b.message().await.body, "found again");
    let told = b.resumes(room, head).await;
    assert!(matches!(
        &told[..],
        [change] if matches!(&change.kind, RoomChangeKind::MessagePosted { message } if message.seq == known + 1)
    ));
    assert_eq!(bea.summary(room).await.unwrap().unread, 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_there_is_kept_with_the_log_of_a_crash() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    a.says(room, "early").await;
    let place = tempfile::tempdir().unwrap();
    let copy = place.path().join("copy.db");
    told(&back_up(app.data().directory(), &copy));
    a.says(room, "late").await;
    // A crash leaves just this: nothing was moved from the log into the file.
    let crashed = Data::new().await;
    for name in ["moodlight.db", "moodlight.db-wal"] {
        fs::copy(
            app.data().directory().join(name),
            crashed.directory().join(name),
        )
        .unwrap();
    }
    let log = crashed.directory().join("moodlight.db-wal");
    assert!(fs::metadata(&log).unwrap().len() > 0);
    let as_copy = refused(&restore(
        place.path(),
        &crashed.directory().join("moodlight.db"),
    ));
    assert!(as_copy.contains("moodlight.db-wal"), "{as_copy}");

    told(&restore(crashed.directory(), &copy));
    let kept = names(&crashed.directory().join("copies"));
    let [kept] = &kept[..] else {
        panic!("{kept:?}")
    };
    let kept = crashed.directory().join("copies").join(kept);
    assert_eq!(names(&kept), ["moodlight.db", "moodlight.db-wal"]);
    assert_eq!(
        names(crashed.directory()),
        ["copies", "moodlight.db", "moodlight.lock"]
    );
    let restored = TestApp::start_on(crashed).await;
    let messages = ada.at(restored.address).reads_all(room).await;
    let bodies: Vec<&str> = messages.iter().map(|m| m.body.as_str()).collect();
    assert_eq!(bodies, ["early"]);

    // What was kept is a data directory itself.
    let old = TestApp::start_with(|config| config.storage = Storage::Directory(kept)).await;
    let messages = ada.at(old.address).reads_all(room).await;
    assert_eq!(messages.len(), 2);
}

/// A copy of `file` after something was done to it.
async fn changed(file: &Path, name: &str, sql: &str) -> PathBuf {
    let directory = file.parent().unwrap().join(name);
    fs::create_dir(&directory).unwrap();
    fs::copy(file, directory.join("moodlight.db")).unwrap();
    let storage = Storage::Directory(directory.clone());
    let db: DatabaseConnection = Database::open_beside(&storage).await.unwrap();
    db.execute_unprepared(sql).await.unwrap();
    db.close().await.unwrap();
    directory.join("moodlight.db")
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_whole_is_not_restored() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    for _ in 0..40 {
        a.says(room, &"much to say ".repeat(100)).await;
    }
    let place = tempfile::tempdir().unwrap();
    let copy = place.path().join("copy.db");
    told(&back_up(app.data().directory(), &copy));
    let data = app.stop().await;
    let database = data.directory().join("moodlight.db");
    let before = fs::read(&database).unwrap();

    let bytes = fs::read(&copy).unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = place.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    // A page in the middle of everything.
    let mut damaged = bytes.clone();
    let middle = bytes.len() / 2 / 4096 * 4096;
    damaged[middle..middle + 4096].fill(0x5a);
    let next =
        "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m29990101_000001_next', 0)";
    let foreign = "DROP TABLE seaql_migrations";
    let with_gap = "DELETE FROM messages WHERE seq = 7";
    let orphans = "PRAGMA foreign_keys = OFF; DELETE FROM users";
    for (file, said) in [
        (place.path().join("nowhere.db"), "cannot be read"),
        (
            write("text.db", b"Dear diary, this is no database."),
            "not a database",
        ),
        (write("empty.db", b""), "not a database of Moodlight"),
        (
            write("half.db", &bytes[..bytes.len() / 2]),
            "cannot be restored",
        ),
        (write("damaged.db", &damaged), "cannot be restored"),
        (changed(&copy, "newer", next).await, "newer version"),
        (
            changed(&copy, "foreign", foreign).await,
            "not a database of Moodlight",
        ),
        (
            changed(&copy, "gap", with_gap).await,
            "missing in 1 of its rooms",
        ),
        (changed(&copy, "orphans", orphans).await, "sign_ins"),
    ] {
        let refusal = refused(&restore(data.directory(), &file));
        assert!(refusal.contains(said), "{}: {refusal}", file.display());
    }
    assert_eq!(fs::read(&database).unwrap(), before);
    let files = ["moodlight.db", "moodlight.lock", "search.db"];
    assert_eq!(names(data.directory()), files);
    told(&restore(data.directory(), &copy));
    let index = data.directory().join("search.db");
    assert!(!index.exists(), "it is of other messages than the copy");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_database_is_not_copied_in_silence() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    ada.socket().await.says(room, "hello").await;
    let data = app.stop().await;
    let db = Database::open_beside(&data.storage()).await.unwrap();
    db.execute_unprepared("DELETE FROM messages").await.unwrap();
    db.close().await.unwrap();
    let place = tempfile::tempdir().unwrap();
    let said = refused(&back_up(data.directory(), &place.path().join("copy.db")));
    assert!(said.contains("not whole"), "{said}");
    assert_eq!(names(place.path()), [""; 0]);
    let nowhere = refused(&back_up(place.path(), &place.path().join("copy.db")));
    assert!(nowhere.contains("no Moodlight database"), "{nowhere}");
}

#[test]
fn postgresql_makes_its_own_copies() {
    let url = "postgres://moodlight:hidden@db.example/chat";
    let backup = refused(&moodlight(["backup", "--database-url", url]));
    assert!(
        backup.contains("pg_dump") && backup.contains("pg_basebackup"),
        "{backup}"
    );
    let restore = refused(&moodlight(["restore", "copy.dump", "--database-url", url]));
    assert!(restore.contains("pg_restore"), "{restore}");
    assert!(!format!("{backup}{restore}").contains("hidden"));
}

//! Posts on their way to SQLite: a thread of its own with prepared statements.
//!
//! Everything else goes through `sea-orm`. Posts do not, because there every statement of a batch is built anew and
//! handed to another thread and back; here a batch is one way there and one back (ADR 14 has the figures). The thread
//! writes only when the writer asks it to, so that it never waits for the connection that writes the rest.
//!
//! Between two batches, when nobody waits for an answer, it moves what was written ahead into the file. While it does so
//! nobody else writes, so the log begins anew each time and stays as small as this.

use std::{
    cell::Cell,
    path::Path,
    sync::mpsc::{Receiver, Sender, channel},
    thread,
    time::Duration,
};

use anyhow::{Context, anyhow};
use rusqlite::{Connection, TransactionBehavior, params};
use tokio::sync::oneshot;

use crate::store::{Appended, Posts, number};

/// Pages of 4 KB in the log, above which they are moved into the file.
const LOG_PAGES: i32 = 2_000;

thread_local! {
    /// Pages in the log after this thread's last commit.
    static PAGES: Cell<i32> = const { Cell::new(0) };
}

type Answer = anyhow::Result<Appended>;

enum Job {
    Write(Posts, oneshot::Sender<Answer>),
    End(oneshot::Sender<()>),
}

/// Hands posts to the thread. Cheap to clone; the thread ends with the last of them.
#[derive(Clone, Debug)]
pub struct Appender {
    queue: Sender<Job>,
}

impl Appender {
    /// Starts the thread on a database that is there already.
    ///
    /// # Errors
    /// Where it cannot be opened.
    pub fn start(path: &Path) -> anyhow::Result<Self> {
        let connection = open(path)
            .with_context(|| format!("The database {} cannot be opened.", path.display()))?;
        let (queue, waiting) = channel();
        thread::Builder::new()
            .name("appender".to_owned())
            .spawn(move || run(connection, &waiting))?;
        Ok(Self { queue })
    }

    /// Writes them together, or none of them.
    ///
    /// # Errors
    /// Where the disk refuses; nothing was written then.
    pub async fn append(&self, posts: Posts) -> Answer {
        let (reply, answer) = oneshot::channel();
        self.queue
            .send(Job::Write(posts, reply))
            .map_err(|_| anyhow!("the thread that writes posts has ended"))?;
        answer
            .await
            .context("the thread that writes posts has ended")?
    }

    /// Closes the connection. Nothing can be written after it.
    pub async fn end(&self) {
        let (done, ended) = oneshot::channel();
        if self.queue.send(Job::End(done)).is_ok() {
            // An error says that it has ended already.
            let _ = ended.await;
        }
    }
}

fn open(path: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(path)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; PRAGMA cache_size = -8192;",
    )?;
    // In place of moving pages within a commit.
    connection.wal_hook(Some(|_, pages| {
        PAGES.set(pages);
        Ok(())
    }));
    Ok(connection)
}

fn run(mut connection: Connection, waiting: &Receiver<Job>) {
    while let Ok(job) = waiting.recv() {
        let (posts, reply) = match job {
            Job::Write(posts, reply) => (posts, reply),
            Job::End(done) => {
                drop(connection);
                // Who does not wait any more does not mind.
                let _ = done.send(());
                return;
            }
        };
        let answer = match write(&mut connection, &posts) {
            Ok(true) => Ok(Appended::Written(posts)),
            Ok(false) => Ok(Appended::UsedBefore),
            Err(error) => Err(error.into()),
        };
        let _ = reply.send(answer);
        if PAGES.get() > LOG_PAGES {
            PAGES.set(0);
            checkpoint(&connection);
        }
    }
}

fn checkpoint(connection: &Connection) {
    let outcome = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(()));
    if let Err(error) = outcome {
        tracing::warn!(error.cause = %error, "a checkpoint failed");
    }
}

/// False: a client id was used before.
fn write(connection: &mut Connection, posts: &Posts) -> rusqlite::Result<bool> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    {
        let mut enter = transaction.prepare_cached(
            "INSERT INTO client_ids (user_id, client_message_id, room_id, message_id, seq, sent_at)
            VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (user_id, client_message_id) DO NOTHING",
        )?;
        let mut post = transaction.prepare_cached(
            "INSERT INTO messages (id, room_id, seq, author_id, client_message_id, body, sent_at, reply_to)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        )?;
        let mut advance =
            transaction.prepare_cached("UPDATE rooms SET head = ?, active_at = ? WHERE id = ?")?;
        for message in &posts.messages {
            let (id, room) = (message.id.0.as_bytes(), message.room.0.as_bytes());
            let author = message.author.0.as_bytes();
            let name = message.client_message_id.0.as_bytes();
            let (seq, sent_at) = (number(message.seq), message.sent_at.0);
            if enter.execute(params![author, name, room, id, seq, sent_at])? == 0 {
                // Dropped without a commit, the transaction is undone.
                return Ok(false);
            }
            let reply_to = message.reply_to.map(number);
            post.execute(params![
                id,
                room,
                seq,
                author,
                name,
                message.body,
                sent_at,
                reply_to
            ])?;
        }
        for (room, head) in &posts.heads {
            advance.execute(params![number(*head), posts.at.0, room.0.as_bytes()])?;
        }
    }
    transaction.commit()?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use domain::{
        ClientMessageId, MessageId, RoomId, Timestamp, UserId,
        message::{Message, Since},
    };
    use sea_orm::EntityTrait;

    use super::*;
    use crate::store::{self, Database};

    fn room() -> RoomId {
        RoomId::from_parts(1, [1; 10])
    }

    /// The next `count` numbers after `head`.
    fn posts(head: u64, count: u64, body: &str) -> Posts {
        let messages = (head + 1..=head + count)
            .map(|seq| Message {
                id: MessageId::from_parts(seq, [0; 10]),
                room: room(),
                seq,
                author: UserId::from_parts(1, [0; 10]),
                client_message_id: ClientMessageId::from_parts(seq, [0; 10]),
                body: body.to_owned(),
                sent_at: Timestamp(1),
                reply_to: None,
                since: Since::default(),
            })
            .collect();
        Posts {
            messages,
            heads: BTreeMap::from([(room(), head + count)]),
            at: Timestamp(1),
        }
    }

    async fn database() -> (tempfile::TempDir, Database) {
        let directory = tempfile::tempdir().expect("a directory");
        let db = Database::open_directory(directory.path())
            .await
            .expect("opens");
        let row = store::rooms::RoomRow {
            room: domain::room::Room {
                id: room(),
                kind: domain::room::RoomKind::Group,
                visibility: domain::room::Visibility::Private,
                posting: domain::room::Posting::Everyone,
                history: domain::room::HistoryAccess::All,
                name: String::new(),
                topic: String::new(),
                started_from: None,
                created_at: Timestamp(0),
            },
            head: 0,
            members_version: 1,
            active_at: Timestamp(0),
        };
        let transaction = db.begin().await.expect("begins");
        store::rooms::insert(&transaction, &row, UserId::from_parts(1, [0; 10]), None)
            .await
            .expect("a room");
        transaction.commit().await.expect("commits");
        (directory, db)
    }

    async fn append(db: &Database, posts: Posts) -> Answer {
        let appender = db.appender().expect("a directory of its own");
        appender.append(posts).await
    }

    async fn count(db: &Database) -> usize {
        let all = entity::messages::Entity::find().all(db.read()).await;
        all.expect("a list").len()
    }

    #[tokio::test]
    async fn a_used_name_keeps_the_whole_batch_from_the_disk() {
        let (_directory, db) = database().await;
        let first = append(&db, posts(0, 2, "one")).await.expect("writes");
        assert!(matches!(first, Appended::Written(posts) if posts.messages.len() == 2));
        let mut again = posts(2, 3, "two");
        again.messages[2].client_message_id = ClientMessageId::from_parts(1, [0; 10]);
        let second = append(&db, again).await.expect("answers");
        assert!(matches!(second, Appended::UsedBefore));
        assert_eq!(count(&db).await, 2);
        let row = store::rooms::find(db.read(), room()).await;
        assert_eq!(row.expect("read").expect("there").head, 2);
        append(&db, posts(2, 3, "two")).await.expect("writes");
        assert_eq!(count(&db).await, 5);
    }

    #[tokio::test]
    async fn what_cannot_be_written_is_told_and_leaves_nothing_behind() {
        let (_directory, db) = database().await;
        append(&db, posts(0, 1, "one")).await.expect("writes");
        let mut taken = posts(1, 2, "two");
        // A number that the room has given already.
        taken.messages[1].seq = 1;
        assert!(append(&db, taken).await.is_err());
        assert_eq!(count(&db).await, 1);
        append(&db, posts(1, 2, "two")).await.expect("goes on");
    }

    #[tokio::test]
    async fn the_ledger_forgets_what_is_old_and_nothing_else() {
        let (_directory, db) = database().await;
        append(&db, posts(0, 3, "old")).await.expect("writes");
        let mut young = posts(3, 1, "young");
        young.messages[0].sent_at = Timestamp(10);
        append(&db, young).await.expect("writes");
        let old = store::client_ids::list_before(db.read(), Timestamp(10), 2).await;
        assert_eq!(old.expect("a list").len(), 2, "no more than asked for");
        let old = store::client_ids::list_before(db.read(), Timestamp(10), 10).await;
        let old = old.expect("a list");
        assert_eq!(old.len(), 3);
        let transaction = db.begin().await.expect("begins");
        store::client_ids::delete(&transaction, old)
            .await
            .expect("forgets");
        transaction.commit().await.expect("commits");
        let again = append(&db, posts(4, 1, "young")).await.expect("writes");
        assert!(matches!(again, Appended::Written(_)));
        let left = store::client_ids::list_before(db.read(), Timestamp(11), 10).await;
        assert_eq!(left.expect("a list").len(), 2);
    }

    #[tokio::test]
    async fn the_log_stays_small_however_much_is_written() {
        let (directory, db) = database().await;
        let body = "x".repeat(3_000);
        for batch in 0..60 {
            append(&db, posts(batch * 200, 200, &body))
                .await
                .expect("writes");
        }
        let log = std::fs::metadata(directory.path().join("moodlight.db-wal")).expect("a log");
        let written = 60 * 200 * 3_000;
        assert!(log.len() < written / 2, "{} of {written}", log.len());
    }
}

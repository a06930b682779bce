//! Keeping the search index: it follows each room by its numbers, as a client that resumes does, so it misses nothing,
//! whenever it was stopped and whoever wrote.
//!
//! It runs behind: no message waits for it, and it rests nine times as long as it works. So it has at most a tenth of a
//! processor, and where more is said than that is enough for, it catches up later.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    time::{Duration, Instant},
};

use domain::{RoomId, message::Message, search::terms_of};
use protocol::ApiError;
use tokio::time::sleep;

use crate::{
    AppState, Error, Result,
    store::{
        self,
        messages::{MessageRow, Stretch},
        search::Entry,
    },
};

/// So long after the first thing that happened the others are taken along.
const GATHER: Duration = Duration::from_millis(100);
/// Times as long as it has worked it rests.
const REST: u32 = 9;
/// Rooms that are followed together.
const ROOMS: usize = 200;
/// Numbers that are read together, over all rooms.
const NUMBERS: u64 = 500;
/// After a failure.
const PAUSE: Duration = Duration::from_secs(5);
/// How often all rooms are compared: another server may have stopped before it came to what it had noted.
const COMPARE_EVERY: Duration = Duration::from_secs(600);
/// Rooms that are compared together.
const COMPARED: u32 = 1_000;

/// Follows all rooms until the server stops.
pub(crate) async fn run(state: AppState) {
    let comparing = async {
        loop {
            match compare(&state).await {
                Ok(()) => sleep(COMPARE_EVERY).await,
                Err(error) => {
                    tracing::warn!(error.cause = %error, "the search index was not compared with the rooms");
                    sleep(PAUSE).await;
                }
            }
        }
    };
    let following = async {
        loop {
            let rooms: Vec<RoomId> = state.unindexed.take().await.into_iter().collect();
            sleep(GATHER).await;
            for rooms in rooms.chunks(ROOMS) {
                let began = Instant::now();
                let outcome = follow(&state, rooms, NUMBERS).await;
                let worked = began.elapsed();
                match outcome {
                    Ok(behind) => state.unindexed.note(behind),
                    Err(error) => {
                        tracing::warn!(error.cause = %error, "the search index does not follow");
                        sleep(PAUSE).await;
                        let is_away = matches!(error, Error::Api(ApiError::Unavailable));
                        if is_away {
                            state.unindexed.note(rooms.iter().copied());
                        } else {
                            follow_each(&state, rooms).await;
                        }
                    }
                }
                sleep(worked * REST).await;
            }
        }
    };
    tokio::select! {
        () = state.stop.cancelled() => {}
        () = comparing => {}
        () = following => {}
    }
}

/// The same for one room after the other, and for ever less of it: what cannot be read or is too much stops no other room.
async fn follow_each(state: &AppState, rooms: &[RoomId]) {
    for room in rooms {
        let mut numbers = NUMBERS;
        loop {
            match follow(state, &[*room], numbers).await {
                Ok(behind) => {
                    state.unindexed.note(behind);
                    break;
                }
                Err(error) if numbers == 1 => {
                    // The next comparison tries it again.
                    tracing::error!(error.cause = %error, room.id = %room, "the search index cannot follow a room");
                    break;
                }
                Err(_) => numbers = (numbers / 8).max(1),
            }
        }
    }
}

/// Notes every room of which not all is known, and every known one that is gone.
async fn compare(state: &AppState) -> Result<()> {
    let (db, index) = (state.db.read(), state.db.index());
    let mut last = None;
    loop {
        let heads = store::rooms::list_heads(db, last, COMPARED.into()).await?;
        let Some((room, _)) = heads.last() else {
            break;
        };
        last = Some(*room);
        let known = index
            .progress(heads.iter().map(|(room, _)| *room).collect())
            .await?;
        let behind = heads
            .iter()
            .filter(|(room, head)| *head > known.get(room).copied().unwrap_or(0));
        state.unindexed.note(behind.map(|(room, _)| *room));
    }
    let mut last = None;
    loop {
        let known = index.list_rooms(last, COMPARED).await?;
        let Some(room) = known.last() else {
            return Ok(());
        };
        last = Some(*room);
        let there = store::rooms::list_counters(db, &known).await?;
        let there: HashSet<RoomId> = there.into_iter().map(|(room, _, _)| room).collect();
        let gone = known.into_iter().filter(|room| !there.contains(room));
        state.unindexed.note(gone);
    }
}

/// Takes into the index what has happened in these rooms, as far as it is not too much at once; answers the rooms of which there
/// is more.
async fn follow(state: &AppState, rooms: &[RoomId], numbers: u64) -> Result<Vec<RoomId>> {
    let (db, index) = (state.db.read(), state.db.index());
    let known = index.progress(rooms.to_vec()).await?;
    // Heads come first: every number up to them is committed, so what is read after them is complete up to them.
    let heads = store::rooms::list_counters(db, rooms).await?;
    if heads.len() < rooms.len() {
        let is_gone = |room: &&RoomId| !heads.iter().any(|(there, _, _)| there == *room);
        index
            .forget(rooms.iter().filter(is_gone).copied().collect())
            .await?;
    }
    let mut left = numbers;
    let (mut stretches, mut behind) = (Vec::new(), Vec::new());
    for (room, head, _) in &heads {
        let from = known.get(room).copied().unwrap_or(0) + 1;
        let to = (*head).min((from - 1).saturating_add(left));
        if to < *head {
            behind.push(*room);
        }
        if from <= to {
            left -= to + 1 - from;
            stretches.push((*room, Stretch { from, to }));
        }
    }
    if stretches.is_empty() {
        return Ok(behind);
    }
    let posts = store::messages::list_posts_of(db, &stretches).await?;
    // Read as they are now: a later change of them is a later number, and comes again.
    let changed = store::changes::list_changed_messages(db, &stretches).await?;
    let of_now = store::messages::list_at(db, changed.iter().copied()).await?;
    let upto: HashMap<RoomId, u64> = stretches
        .iter()
        .map(|(room, stretch)| (*room, stretch.to))
        .collect();
    let entries = tokio::task::spawn_blocking(move || entries(posts, &changed, of_now))
        .await
        .map_err(anyhow::Error::from)?;
    index.write(upto, entries).await?;
    Ok(behind)
}

/// What the index is to know: of each message once, as it is now.
fn entries(posts: Vec<MessageRow>, changed: &[(RoomId, u64)], of_now: Vec<Message>) -> Vec<Entry> {
    let mut entries = BTreeMap::new();
    for post in posts {
        let place = (post.message.room, post.message.seq);
        let entry = if post.is_deleted {
            nothing(place)
        } else {
            entry(&post.message)
        };
        entries.insert(place, entry);
    }
    // Those that are not there any more are deleted.
    entries.extend(changed.iter().map(|place| (*place, nothing(*place))));
    entries.extend(
        of_now
            .iter()
            .map(|message| ((message.room, message.seq), entry(message))),
    );
    entries.into_values().collect()
}

fn entry(message: &Message) -> Entry {
    Entry {
        room: message.room,
        seq: message.seq,
        said_at: message.sent_at,
        terms: terms_of(message),
    }
}

fn nothing((room, seq): (RoomId, u64)) -> Entry {
    Entry {
        room,
        seq,
        said_at: domain::Timestamp(0),
        terms: Default::default(),
    }
}

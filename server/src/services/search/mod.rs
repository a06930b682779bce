//! Finding messages by what they say. The index brings candidates, newest first; each is read again here, as its room and the
//! viewer's membership are at this moment, and only what the query really finds and the viewer may see goes out.

mod indexing;
mod unindexed;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use domain::{
    RoomId, Timestamp, UserId,
    message::{LastLine, Message},
    search::{self, Closeness, Query, QueryError, QueryReason, Term, excerpt},
};
use protocol::{
    ApiError,
    search::{EXCERPT_MAX, Found, PAGE, Search, SearchMark, SearchPage, UTC_OFFSET_MAX},
};
use sea_orm::ConnectionTrait;
use tokio::task::spawn_blocking;

pub(crate) use indexing::run as keep_indexed;
pub use unindexed::Unindexed;

use crate::{
    AppState, Result,
    store::{
        self,
        messages::{Stretch, last_line},
        search::{Candidate, Key, Wanted},
    },
};

/// Candidates that are read at first; three times as many whenever they were not enough.
const AT_FIRST: u32 = 60;
/// Candidates that are read for one answer: where hardly any of them fits, the answer ends with fewer than it could hold, and the
/// next one goes on from there.
const CANDIDATES_MAX: u32 = 600;
/// The day has so many milliseconds.
const DAY_MS: i64 = 86_400_000;

/// One page of what is found, newest first. Where nothing is found letter by letter, words that are nearly right count too.
///
/// # Errors
/// `Search` where the query cannot be read, or names nobody or no room; `NotAMember`; `Malformed` for an impossible offset;
/// `RateLimited`.
pub async fn find(state: &AppState, viewer: UserId, search: Search) -> Result<SearchPage> {
    state.limits.search(viewer)?;
    let query: Query = search.text.parse().map_err(ApiError::Search)?;
    if !(-UTC_OFFSET_MAX..=UTC_OFFSET_MAX).contains(&search.utc_offset_minutes) {
        return Err(ApiError::Malformed.into());
    }
    let finder = Arc::new(Finder::prepare(state, viewer, query, &search).await?);
    if finder.rooms.is_empty() || finder.query.is_empty() {
        return Ok(SearchPage::default());
    }
    let (closeness, after) = match search.after {
        Some(mark) => (mark.closeness, Some(Key(mark.key))),
        None => (Closeness::Exact, None),
    };
    let page = finder.page(state, closeness, after).await?;
    let is_hopeless = page.found.is_empty() && page.next.is_none() && after.is_none();
    if is_hopeless && finder.query.may_be_near() {
        let near = finder.page(state, Closeness::Near, None).await?;
        if !near.found.is_empty() || near.next.is_some() {
            return Ok(near);
        }
    }
    Ok(page)
}

/// A query, with those whom and where it means.
struct Finder {
    query: Query,
    /// Where the viewer looks, and from which number on they see anything.
    rooms: HashMap<RoomId, u64>,
    /// Who may have said it; nobody: anyone.
    authors: HashSet<UserId>,
    since: Option<Timestamp>,
    until: Option<Timestamp>,
}

impl Finder {
    async fn prepare(
        state: &AppState,
        viewer: UserId,
        query: Query,
        search: &Search,
    ) -> Result<Self> {
        let db = state.db.read();
        let mut rooms = match search.room {
            Some(room) => {
                let member = super::messages::membership(db, room, viewer).await?;
                HashMap::from([(room, member.visible_from)])
            }
            None => store::members::list_visible_from(db, viewer).await?,
        };
        if !query.within.is_empty() {
            let named = rooms_of(state, viewer, &query.within).await?;
            rooms.retain(|room, _| named.contains(room));
        }
        let mut authors = HashSet::new();
        for name in &query.from {
            authors.insert(match name.as_str() {
                "me" => viewer,
                name => person(db, name).await?,
            });
        }
        // The viewer's midnight, in the offset that they have today.
        let midnight =
            |day: i64| Timestamp(day * DAY_MS - i64::from(search.utc_offset_minutes) * 60_000);
        Ok(Self {
            since: query.first_day.map(midnight),
            until: query.last_day.map(|day| midnight(day + 1)),
            query,
            rooms,
            authors,
        })
    }

    async fn page(
        self: &Arc<Self>,
        state: &AppState,
        closeness: Closeness,
        after: Option<Key>,
    ) -> Result<SearchPage> {
        let db = state.db.read();
        let index = state.db.index();
        let mut wanted = self.wanted(closeness, after);
        let mut found: Vec<(Message, Found)> = Vec::new();
        let mut read = 0;
        let next = loop {
            let candidates = index.list(wanted.clone()).await?;
            read += wanted.limit;
            let is_last = candidates.len() < wanted.limit as usize;
            let read_now = messages(db, candidates).await?;
            let (this, room) = (self.clone(), PAGE as usize - found.len());
            // Long texts take their time, and others wait for this thread.
            let picked = spawn_blocking(move || this.pick(read_now, room, closeness)).await;
            let (picked, end) = picked.map_err(anyhow::Error::from)?;
            found.extend(picked);
            let is_full = found.len() == PAGE as usize;
            match end {
                Some(end) if is_full || read >= CANDIDATES_MAX && !is_last => break Some(end),
                Some(end) if !is_last => {
                    wanted.after = Some(end);
                    wanted.limit = (3 * wanted.limit).min(CANDIDATES_MAX - read);
                }
                _ => break None,
            }
        };
        let found = self.describe(db, found).await?;
        Ok(SearchPage {
            found,
            next: next.map(|Key(key)| SearchMark { key, closeness }),
            closeness,
        })
    }

    fn wanted(&self, closeness: Closeness, after: Option<Key>) -> Wanted {
        let mut terms = self.query.terms(closeness);
        terms.push(
            self.rooms
                .keys()
                .map(|room| vec![Term::of_room(*room)])
                .collect(),
        );
        if !self.authors.is_empty() {
            let authors = self.authors.iter();
            terms.push(
                authors
                    .map(|author| vec![Term::of_author(*author)])
                    .collect(),
            );
        }
        Wanted {
            terms,
            since: self.since,
            until: self.until,
            after,
            limit: match closeness {
                Closeness::Exact => AT_FIRST,
                // What is asked is looked for all over again each time, and that takes long.
                Closeness::Near => CANDIDATES_MAX,
            },
        }
    }

    /// Those that are looked for, at most `room`; and the last that was looked at.
    fn pick(
        &self,
        candidates: Vec<(Candidate, Option<Message>)>,
        room: usize,
        closeness: Closeness,
    ) -> (Vec<(Message, Found)>, Option<Key>) {
        let (mut picked, mut end) = (Vec::new(), None);
        for (candidate, message) in candidates {
            if picked.len() == room {
                break;
            }
            end = Some(candidate.key);
            let checked = message.and_then(|message| {
                let found = self.check(&message, closeness)?;
                Some((message, found))
            });
            picked.extend(checked);
        }
        (picked, end)
    }

    /// What is shown of a message, if it is one that is looked for and in sight.
    fn check(&self, message: &Message, closeness: Closeness) -> Option<Found> {
        let visible_from = *self.rooms.get(&message.room)?;
        let is_wanted = message.seq >= visible_from
            && (self.authors.is_empty() || self.authors.contains(&message.author))
            && self.since.is_none_or(|since| message.sent_at >= since)
            && self.until.is_none_or(|until| message.sent_at < until)
            && self.query.has.iter().all(|has| search::has(message, *has));
        if !is_wanted {
            return None;
        }
        let text = search::text(message);
        let places = self.query.find(&text, closeness)?;
        Some(Found {
            room: message.room,
            seq: message.seq,
            author: message.author,
            author_name: String::new(),
            sent_at: message.sent_at,
            text: excerpt(&text, &places, EXCERPT_MAX),
            before: None,
            after: None,
        })
    }

    /// Adds names, and what was said before and after.
    async fn describe(
        &self,
        db: &impl ConnectionTrait,
        found: Vec<(Message, Found)>,
    ) -> Result<Vec<Found>> {
        let places = found.iter().map(|(message, _)| {
            let from = self.rooms.get(&message.room).copied().unwrap_or(u64::MAX);
            let to = u64::MAX;
            (message.room, message.seq, Stretch { from, to })
        });
        let beside = store::messages::list_beside(db, places).await?;
        let mut authors: HashSet<UserId> = beside.iter().map(|message| message.author).collect();
        authors.extend(found.iter().map(|(message, _)| message.author));
        let names = store::people::list(db, authors).await?;
        let line = |message: &Message| -> LastLine {
            let author = names.get(&message.author);
            last_line(
                message,
                author.map_or_else(String::new, |p| p.first_name.clone()),
            )
        };
        let found = found.into_iter().map(|(message, mut hit)| {
            if let Some(author) = names.get(&message.author) {
                hit.author_name = author.full_name();
            }
            let near = beside.iter().filter(|near| near.room == message.room);
            let before = near.clone().filter(|near| near.seq < message.seq);
            hit.before = before.max_by_key(|near| near.seq).map(&line);
            let after = near.filter(|near| near.seq > message.seq);
            hit.after = after.min_by_key(|near| near.seq).map(&line);
            hit
        });
        Ok(found.collect())
    }
}

/// Candidates with their messages; deleted ones have none.
async fn messages(
    db: &impl ConnectionTrait,
    candidates: Vec<Candidate>,
) -> Result<Vec<(Candidate, Option<Message>)>> {
    let places = candidates.iter().map(|c| (c.room, c.seq));
    let messages = store::messages::list_at(db, places).await?;
    let mut by_place: HashMap<(RoomId, u64), Message> = messages
        .into_iter()
        .map(|message| ((message.room, message.seq), message))
        .collect();
    Ok(candidates
        .into_iter()
        .map(|candidate| (candidate, by_place.remove(&(candidate.room, candidate.seq))))
        .collect())
}

/// Somebody by their username.
async fn person(db: &impl ConnectionTrait, name: &str) -> Result<UserId> {
    match store::users::find_by_username(db, name).await? {
        Some(person) => Ok(person.id),
        None => {
            let told = QueryError::about(QueryReason::NoSuchPerson, name);
            Err(ApiError::Search(told).into())
        }
    }
}

/// The viewer's rooms of these names: those that are called so, or else whose names begin so, or else hold it. A direct chat is
/// called like the other person, and by their username.
async fn rooms_of(state: &AppState, viewer: UserId, names: &[String]) -> Result<HashSet<RoomId>> {
    let summaries = store::summaries::list(state.db.read(), viewer, &[]).await?;
    let titles: Vec<(RoomId, Vec<String>)> = summaries
        .iter()
        .map(|summary| {
            let username = summary
                .other
                .as_ref()
                .map(|other| format!("@{}", other.username));
            let title = summary.title().to_lowercase();
            (
                summary.room.id,
                username.into_iter().chain([title]).collect(),
            )
        })
        .collect();
    let mut rooms = HashSet::new();
    for name in names {
        let wanted = name.to_lowercase();
        let fits: [fn(&str, &str) -> bool; 3] = [
            |title, name| title == name,
            |title, name| title.starts_with(name),
            |title, name| title.contains(name),
        ];
        let named = fits.into_iter().find_map(|fits| {
            let fitting = titles
                .iter()
                .filter(|(_, titles)| titles.iter().any(|title| fits(title, &wanted)));
            let fitting: Vec<RoomId> = fitting.map(|(room, _)| *room).collect();
            (!fitting.is_empty()).then_some(fitting)
        });
        let told = || ApiError::Search(QueryError::about(QueryReason::NoSuchRoom, name));
        rooms.extend(named.ok_or_else(told)?);
    }
    Ok(rooms)
}

//! Sending, and reading back page by page.

use std::{collections::HashSet, time::Instant};

use domain::{
    ClientMessageId, MessageId, RoomId, Timestamp, UserId, message::Message, people::Person, text,
};
use protocol::{
    ApiError, MOMENTS_MAX, PAGE_SIZE,
    error::Field,
    rooms::{MessagePage, PageAt, SomeMessages},
};
use sea_orm::ConnectionTrait;
use tokio::sync::oneshot;

use super::writer::NewMessage;
use crate::{
    AppState, Error, Result,
    store::{self, client_ids::Sent, members::MemberRow, messages::Stretch},
};

/// An answer on its way.
pub type Answer<T> = oneshot::Receiver<Result<T>>;

/// Checks the text and queues the message. The answer comes when it is on disk; messages are numbered in the order in
/// which this is called.
///
/// # Errors
/// A refused text, or `Unavailable`.
pub fn send(
    state: &AppState,
    author: UserId,
    room: RoomId,
    client_message_id: ClientMessageId,
    body: &str,
    reply_to: Option<u64>,
) -> Result<Answer<Sent>> {
    let body = text::body(body).map_err(|reason| ApiError::invalid(Field::Body, reason))?;
    let (reply, answer) = oneshot::channel();
    state.writer.send(NewMessage {
        author,
        room,
        client_message_id,
        body,
        reply_to,
        received_at: Instant::now(),
        reply,
    })?;
    Ok(answer)
}

/// The viewer's membership, without which there is nothing to see.
///
/// # Errors
/// `NotAMember`, for rooms that do not exist too.
pub async fn membership(
    db: &impl ConnectionTrait,
    room: RoomId,
    viewer: UserId,
) -> Result<MemberRow> {
    store::members::find(db, room, viewer)
        .await?
        .ok_or(Error::Api(ApiError::NotAMember))
}

/// One page of history.
///
/// # Errors
/// `NotAMember`.
pub async fn page(
    db: &impl ConnectionTrait,
    viewer: UserId,
    room: RoomId,
    at: PageAt,
) -> Result<MessagePage> {
    let seen = Seen::find(db, viewer, room).await?;
    let head = seen.all.to;
    let limit = u64::from(PAGE_SIZE);
    let (mut messages, at_start, at_end) = match at {
        PageAt::End => {
            let (messages, at_start) = seen.before(db, u64::MAX, limit).await?;
            (messages, at_start, true)
        }
        PageAt::Before(seq) => {
            let (messages, at_start) = seen.before(db, seq, limit).await?;
            let at_end = seen.nothing_after(db, &messages, seq).await?;
            (messages, at_start, at_end)
        }
        PageAt::After(seq) => {
            let (messages, at_end) = seen.after(db, seq, limit).await?;
            let at_start = seen.nothing_before(db, &messages, seq).await?;
            (messages, at_start, at_end)
        }
        PageAt::Around(seq) => seen.around(db, seq, limit).await?,
    };
    let mut quoted = seen.answered(db, &messages).await?;
    name_viewer(db, viewer, &mut messages).await?;
    name_viewer(db, viewer, &mut quoted).await?;
    let authors = former_authors(db, room, messages.iter().chain(&quoted)).await?;
    Ok(MessagePage {
        room,
        messages,
        at_start,
        at_end,
        head,
        quoted,
        authors,
    })
}

/// Messages by their numbers: what of them there is and the viewer may see.
///
/// # Errors
/// `NotAMember`; `TooMany`.
pub async fn some(
    db: &impl ConnectionTrait,
    viewer: UserId,
    room: RoomId,
    seqs: &[u64],
) -> Result<SomeMessages> {
    if seqs.len() > PAGE_SIZE as usize {
        return Err(Error::Api(ApiError::TooMany { max: PAGE_SIZE }));
    }
    let seen = Seen::find(db, viewer, room).await?;
    let mut messages = seen.some(db, seqs.iter().copied()).await?;
    name_viewer(db, viewer, &mut messages).await?;
    let authors = former_authors(db, room, messages.iter()).await?;
    Ok(SomeMessages {
        messages,
        head: seen.all.to,
        authors,
    })
}

/// Of each of these moments the number of the first message since then that the viewer may see; none where nothing has been
/// said since.
///
/// The times of a room's messages rise with their numbers, but for a clock that was set back, so each is found by bisection,
/// all of them in step: a score of questions for a million messages.
///
/// # Errors
/// `NotAMember`; `TooMany`.
pub async fn first_since(
    db: &impl ConnectionTrait,
    viewer: UserId,
    room: RoomId,
    moments: &[Timestamp],
) -> Result<Vec<Option<u64>>> {
    if moments.len() > MOMENTS_MAX as usize {
        return Err(Error::Api(ApiError::TooMany { max: MOMENTS_MAX }));
    }
    let seen = Seen::find(db, viewer, room).await?;
    let mut bisections = vec![Bisection::of(seen.all); moments.len()];
    loop {
        let asked: Vec<(usize, Stretch)> = bisections
            .iter()
            .enumerate()
            .filter_map(|(place, bisection)| Some((place, bisection.upper_half()?)))
            .collect();
        if asked.is_empty() {
            break;
        }
        let places: Vec<usize> = asked.iter().map(|(place, _)| *place).collect();
        let firsts = store::messages::list_firsts(db, room, asked).await?;
        for place in places {
            let first = firsts.iter().find(|(of, _, _)| *of == place);
            let first = first.map(|(_, seq, said_at)| (*seq, *said_at >= moments[place]));
            bisections[place].step(first);
        }
    }
    Ok(bisections
        .into_iter()
        .map(|bisection| bisection.found)
        .collect())
}

/// Looks for the first message since a moment.
#[derive(Clone, Copy, Debug)]
struct Bisection {
    /// It is at or after this number, unless it is the one found,
    from: u64,
    /// and before this one.
    before: u64,
    /// The earliest that is known to be since the moment. Between `before` and it there is nothing.
    found: Option<u64>,
}

impl Bisection {
    fn of(all: Stretch) -> Self {
        Self {
            from: all.from,
            before: all.to + 1,
            found: None,
        }
    }

    fn middle(&self) -> u64 {
        self.from + (self.before - self.from) / 2
    }

    /// Where to look next; none: it is known.
    fn upper_half(&self) -> Option<Stretch> {
        (self.from < self.before).then(|| Stretch {
            from: self.middle(),
            to: self.before - 1,
        })
    }

    /// Takes the first message of the upper half, and whether it is since the moment.
    fn step(&mut self, first: Option<(u64, bool)>) {
        match first {
            Some((seq, false)) => self.from = seq + 1,
            Some((seq, true)) => {
                self.found = Some(seq);
                self.before = self.middle();
            }
            None => self.before = self.middle(),
        }
    }
}

/// Names the viewer with every reaction of theirs, however many others there are.
async fn name_viewer(
    db: &impl ConnectionTrait,
    viewer: UserId,
    messages: &mut [Message],
) -> Result<()> {
    let is_cut = |message: &&Message| {
        let mut reactions = message.since.reactions.iter();
        reactions.any(|reaction| reaction.count as usize > reaction.by.len())
    };
    let cut: Vec<MessageId> = messages.iter().filter(is_cut).map(|m| m.id).collect();
    if cut.is_empty() {
        return Ok(());
    }
    let mine = store::reactions::list_of(db, viewer, cut).await?;
    for message in messages {
        for reaction in &mut message.since.reactions {
            let is_mine = mine.contains(&(message.id, reaction.emoji.clone()));
            if is_mine && !reaction.by.contains(&viewer) {
                reaction.by.push(viewer);
            }
        }
    }
    Ok(())
}

/// What of a room one viewer may see.
struct Seen {
    room: RoomId,
    all: Stretch,
}

impl Seen {
    async fn find(db: &impl ConnectionTrait, viewer: UserId, room: RoomId) -> Result<Self> {
        let member = membership(db, room, viewer).await?;
        // The head is read before the messages: whatever has a greater number is told by events or a resume.
        let row = store::rooms::find(db, room).await?;
        let row = row.ok_or(Error::Api(ApiError::NotAMember))?;
        Ok(Self {
            room,
            all: Stretch {
                from: member.visible_from,
                to: row.head,
            },
        })
    }

    async fn some(
        &self,
        db: &impl ConnectionTrait,
        seqs: impl IntoIterator<Item = u64>,
    ) -> Result<Vec<Message>> {
        Ok(store::messages::list_some(db, self.room, self.all, seqs).await?)
    }

    /// What these answer, if it is not among them.
    async fn answered(
        &self,
        db: &impl ConnectionTrait,
        messages: &[Message],
    ) -> Result<Vec<Message>> {
        let here: HashSet<u64> = messages.iter().map(|message| message.seq).collect();
        let answered: HashSet<u64> = messages.iter().filter_map(|m| m.reply_to).collect();
        if answered.is_subset(&here) {
            return Ok(Vec::new());
        }
        self.some(db, answered.difference(&here).copied()).await
    }

    /// The last messages before `seq`, ascending; true: there are none before them.
    async fn before(
        &self,
        db: &impl ConnectionTrait,
        seq: u64,
        limit: u64,
    ) -> Result<(Vec<Message>, bool)> {
        let to = self.all.to.min(seq.saturating_sub(1));
        let stretch = Stretch { to, ..self.all };
        let mut messages = store::messages::list_latest(db, self.room, stretch, limit + 1).await?;
        let at_start = messages.len() as u64 <= limit;
        messages.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        messages.reverse();
        Ok((messages, at_start))
    }

    /// The first messages after `seq`; true: there are none after them.
    async fn after(
        &self,
        db: &impl ConnectionTrait,
        seq: u64,
        limit: u64,
    ) -> Result<(Vec<Message>, bool)> {
        let from = self.all.from.max(seq.saturating_add(1));
        let stretch = Stretch { from, ..self.all };
        let mut messages =
            store::messages::list_earliest(db, self.room, stretch, limit + 1).await?;
        let at_end = messages.len() as u64 <= limit;
        messages.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
        Ok((messages, at_end))
    }

    /// Half before `seq`, half from it on; where one side has less, the other gets its room.
    async fn around(
        &self,
        db: &impl ConnectionTrait,
        seq: u64,
        limit: u64,
    ) -> Result<(Vec<Message>, bool, bool)> {
        let (earlier, _) = self.before(db, seq, limit).await?;
        let (later, _) = self.after(db, seq.saturating_sub(1), limit).await?;
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let half = limit / 2;
        let keep_later = later.len().min(limit - earlier.len().min(half));
        let keep_earlier = earlier.len().min(limit - keep_later);
        let mut messages = earlier[earlier.len() - keep_earlier..].to_vec();
        messages.extend_from_slice(&later[..keep_later]);
        let at_start = self.nothing_before(db, &messages, seq).await?;
        let at_end = self.nothing_after(db, &messages, seq).await?;
        Ok((messages, at_start, at_end))
    }

    async fn nothing_before(
        &self,
        db: &impl ConnectionTrait,
        messages: &[Message],
        seq: u64,
    ) -> Result<bool> {
        let first = messages.first().map_or(seq, |message| message.seq);
        let (found, _) = self.before(db, first, 1).await?;
        Ok(found.is_empty())
    }

    async fn nothing_after(
        &self,
        db: &impl ConnectionTrait,
        messages: &[Message],
        seq: u64,
    ) -> Result<bool> {
        let last = messages
            .last()
            .map_or(seq.saturating_sub(1), |message| message.seq);
        let (found, _) = self.after(db, last, 1).await?;
        Ok(found.is_empty())
    }
}

/// Authors on a page who are not members any more, so that their names can be shown.
async fn former_authors<'a>(
    db: &impl ConnectionTrait,
    room: RoomId,
    messages: impl Iterator<Item = &'a Message>,
) -> Result<Vec<Person>> {
    let authors: HashSet<UserId> = messages.map(|message| message.author).collect();
    let roles =
        store::members::list_roles(db, authors.iter().map(|author| (room, *author))).await?;
    let gone = authors
        .into_iter()
        .filter(|author| !roles.contains_key(&(room, *author)));
    let mut people: Vec<Person> = store::people::list(db, gone).await?.into_values().collect();
    people.sort_by_key(|person| person.id);
    Ok(people)
}

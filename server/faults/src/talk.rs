//! A talk that goes on whatever happens to the server, and its account at the end.

use std::{
    cell::Cell,
    collections::HashMap,
    rc::Rc,
    time::{Duration, Instant},
};

use anyhow::{Context, Result, bail};
use bench::peers::{Shape, moodlight::Moodlight};
use domain::RoomId;
use protocol::rooms::PageAt;
use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio::{
    task::{JoinHandle, spawn_local},
    time::{interval, sleep},
};

use crate::{
    account::{Counts, Name, Room},
    member::{Member, Shared, named},
};

/// How many messages may wait at one member: who cannot send stops talking.
const WAITING_MAX: usize = 20;
/// How long the last of them may take, with all waits of a client that comes back.
const SETTLE_WITHIN: Duration = Duration::from_secs(120);

/// Members in rooms.
pub struct Talk {
    /// All of them: number `n` is in room `n % rooms`.
    pub members: Vec<Rc<Member>>,
    shared: Rc<Shared>,
    tasks: Vec<JoinHandle<()>>,
    /// Several servers tell it, each on its way.
    has_many_servers: bool,
}

impl Talk {
    /// Makes people and rooms at a running server, and lets their clients in.
    pub async fn begin(address: &str, shape: Shape) -> Result<Self> {
        Self::begin_through(address, shape, |_| address.to_owned()).await
    }

    /// The same, with sockets that go through something else.
    pub async fn begin_through(
        address: &str,
        shape: Shape,
        way_of: impl Fn(usize) -> String,
    ) -> Result<Self> {
        let place = Moodlight::furnish(address.to_owned(), shape).await?;
        Self::among(place, shape, way_of).await
    }

    /// The same behind a balancer, which everything goes through. Only the place itself is made at one of the servers: who
    /// signs up first has to sit beside it.
    pub async fn begin_behind(balancer: &str, address: &str, shape: Shape) -> Result<Self> {
        let place = Moodlight::furnish(address.to_owned(), shape).await?;
        let place = place.behind(balancer.to_owned());
        let mut talk = Self::among(place, shape, |_| balancer.to_owned()).await?;
        talk.has_many_servers = true;
        Ok(talk)
    }

    async fn among(
        place: Moodlight,
        shape: Shape,
        way_of: impl Fn(usize) -> String,
    ) -> Result<Self> {
        let shared = Rc::new(Shared::new(place));
        let members: Vec<Rc<Member>> = (0..shape.clients)
            .map(|number| Rc::new(Member::new(shared.clone(), number, way_of(number))))
            .collect();
        let tasks = members
            .iter()
            .map(|member| spawn_local(member.clone().run()))
            .collect();
        let talk = Self {
            members,
            shared,
            tasks,
            has_many_servers: false,
        };
        talk.all_open(SETTLE_WITHIN).await?;
        Ok(talk)
    }

    /// Says something about `per_second` times a second, each time someone else, until the answer is dropped.
    pub fn chat(&self, per_second: f64, extra: usize, seed: u64) -> Chat {
        self.chat_among(self.members.clone(), per_second, extra, seed)
    }

    /// The same, some of them.
    pub fn chat_among(
        &self,
        members: Vec<Rc<Member>>,
        per_second: f64,
        extra: usize,
        seed: u64,
    ) -> Chat {
        let mut random = StdRng::seed_from_u64(seed);
        Chat(spawn_local(async move {
            let mut ticks = interval(Duration::from_millis(5));
            let (started, mut said) = (Instant::now(), 0_u64);
            loop {
                ticks.tick().await;
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "positive and small"
                )]
                let due = (started.elapsed().as_secs_f64() * per_second) as u64;
                for _ in said..due {
                    let member = &members[random.random_range(0..members.len())];
                    if member.waiting() < WAITING_MAX {
                        member.post(extra);
                    }
                }
                said = due;
            }
        }))
    }

    /// Everyone's accounts and rooms.
    pub fn place(&self) -> &Moodlight {
        &self.shared.place
    }

    /// The sign-in of a member.
    pub fn cookie_of(&self, member: usize) -> &str {
        self.shared.place.cookie_of(member)
    }

    /// How many messages the server has promised to keep so far.
    pub fn acknowledged(&self) -> u64 {
        self.shared.account.borrow().acknowledged()
    }

    /// Times that senders were told "not now".
    pub fn refused(&self) -> u64 {
        self.shared.account.borrow().refused
    }

    /// Waits until everyone is connected and has what was said before.
    pub async fn all_open(&self, within: Duration) -> Result<()> {
        until(within, || {
            self.members.iter().all(|member| member.is_open())
        })
        .await
        .with_context(|| {
            let open = self
                .members
                .iter()
                .filter(|member| member.is_open())
                .count();
            format!("{open} of {} came in", self.members.len())
        })
    }

    /// Times that a connection stood, all members together.
    pub fn connections(&self) -> u64 {
        self.members
            .iter()
            .map(|member| member.life().connections)
            .sum()
    }

    /// Times that a client had to load a room afresh.
    pub fn resets(&self) -> u64 {
        self.members.iter().map(|member| member.life().resets).sum()
    }

    /// Waits until nothing is under way, reads all histories, and compares.
    pub async fn account(&self) -> Result<Counts> {
        let outcome = until(SETTLE_WITHIN, || {
            self.members
                .iter()
                .all(|member| member.is_open() && member.waiting() == 0)
        });
        // What still waits then is counted below.
        let _ = outcome.await;
        let mut rooms: Vec<RoomId> = self.members.iter().map(|member| member.room).collect();
        rooms.sort_unstable();
        rooms.dedup();
        let mut histories: HashMap<RoomId, Vec<(u64, Name)>> = HashMap::new();
        for room in &rooms {
            let mut members = self.members.iter().filter(|member| member.room == *room);
            let first = members.next().context("a room without members")?;
            let (history, head) = self.history(first.number, *room).await?;
            // The last events may be under way.
            let _ = until(Duration::from_secs(60), || {
                self.members
                    .iter()
                    .filter(|member| member.room == *room)
                    .all(|member| member.shelf.borrow().cursor() >= head)
            })
            .await;
            histories.insert(*room, history);
        }
        let shelves: Vec<_> = self
            .members
            .iter()
            .map(|member| (member.room, member.shelf.borrow()))
            .collect();
        let rooms: Vec<Room<'_>> = histories
            .iter()
            .map(|(room, history)| Room {
                history,
                shelves: shelves
                    .iter()
                    .filter(|(of, _)| of == room)
                    .map(|(_, shelf)| &**shelf)
                    .collect(),
            })
            .collect();
        let mut counts = self.shared.account.borrow().check(&rooms);
        let lives = || self.members.iter().map(|member| member.life());
        counts.told_twice = lives().map(|life| life.told_twice).sum();
        let late = lives().map(|life| life.told_late).sum();
        if self.has_many_servers {
            counts.overtaken = late;
        } else {
            counts.disordered += late;
        }
        Ok(counts)
    }

    /// A room's messages from the first to the last, and its head.
    async fn history(&self, member: usize, room: RoomId) -> Result<(Vec<(u64, Name)>, u64)> {
        let mut messages = Vec::new();
        let mut after = 0;
        loop {
            let page = self.shared.page(member, room, PageAt::After(after)).await?;
            for message in &page.messages {
                if message.seq <= after {
                    bail!("a page after {after} has {}", message.seq);
                }
                after = message.seq;
                messages.extend(named(message).map(|name| (message.seq, name)));
            }
            if page.at_end {
                return Ok((messages, page.head));
            }
        }
    }
}

impl Drop for Talk {
    fn drop(&mut self) {
        for task in &self.tasks {
            task.abort();
        }
    }
}

/// Someone keeps talking as long as this is there.
pub struct Chat(JoinHandle<()>);

impl Drop for Chat {
    fn drop(&mut self) {
        self.0.abort();
    }
}

/// How late this program itself is: it has one thread, and others use the machine too.
pub struct Lateness {
    most: Rc<Cell<Duration>>,
    task: JoinHandle<()>,
}

impl Lateness {
    /// From now on.
    pub fn watch() -> Self {
        let most = Rc::<Cell<Duration>>::default();
        let task = spawn_local({
            let most = most.clone();
            async move {
                loop {
                    let (asked, started) = (Duration::from_millis(10), Instant::now());
                    sleep(asked).await;
                    most.set(most.get().max(started.elapsed().saturating_sub(asked)));
                }
            }
        });
        Self { most, task }
    }

    /// The most so far.
    pub fn most(&self) -> Duration {
        self.most.get()
    }
}

impl Drop for Lateness {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Waits for a state.
pub async fn until(within: Duration, mut holds: impl FnMut() -> bool) -> Result<()> {
    let deadline = Instant::now() + within;
    while !holds() {
        if Instant::now() > deadline {
            bail!("it did not come to that within {within:?}");
        }
        sleep(Duration::from_millis(10)).await;
    }
    Ok(())
}

//! Whatever people do in a room, in whatever order: what each of them has on screen is what the database holds.

use domain::{RoomId, Timestamp, UserId, message::Message, timeline::Timeline};
use proptest::{prelude::*, test_runner::TestRunner};
use protocol::{ApiError, Event};
use tokio::runtime::Runtime;

use crate::support::{Person, Socket, TestApp};

const PEOPLE: usize = 3;
const EMOJI: [&str; 3] = ["👍", "🎉", "❤️"];

/// What somebody does. Messages are taken modulo those that were said.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Say {
        by: usize,
    },
    Answer {
        by: usize,
        to: usize,
    },
    Edit {
        by: usize,
        which: usize,
    },
    Delete {
        by: usize,
        which: usize,
    },
    React {
        by: usize,
        which: usize,
        emoji: usize,
        on: bool,
    },
    /// The last one is removed, or added again.
    ComeOrGo,
    /// Somebody's page is gone and opened anew.
    Reopen {
        by: usize,
    },
    /// Somebody's connection is gone for what comes next, and then back.
    Doze {
        by: usize,
    },
}

fn deed() -> impl Strategy<Value = Deed> {
    let (by, which) = (0..PEOPLE, 0_usize..12);
    prop_oneof![
        6 => by.clone().prop_map(|by| Deed::Say { by }),
        3 => (by.clone(), which.clone()).prop_map(|(by, to)| Deed::Answer { by, to }),
        5 => (by.clone(), which.clone()).prop_map(|(by, which)| Deed::Edit { by, which }),
        2 => (by.clone(), which.clone()).prop_map(|(by, which)| Deed::Delete { by, which }),
        8 => (by.clone(), which, 0..EMOJI.len(), any::<bool>())
            .prop_map(|(by, which, emoji, on)| Deed::React { by, which, emoji, on }),
        1 => Just(Deed::ComeOrGo),
        1 => by.clone().prop_map(|by| Deed::Reopen { by }),
        2 => by.prop_map(|by| Deed::Doze { by }),
    ]
}

/// Somebody's page of the room.
struct Page {
    timeline: Timeline<ApiError>,
    /// None: they doze.
    socket: Option<Socket>,
}

impl Page {
    async fn open(person: &Person, room: RoomId) -> Self {
        let mut page = Self {
            timeline: Timeline::new(room, person.id),
            socket: None,
        };
        page.wake(person, room).await;
        let loaded = person.page(room).await.unwrap();
        page.timeline.load(
            loaded.page.into(),
            loaded.members,
            (String::new(), String::new()),
            Timestamp(0),
        );
        page
    }

    /// Subscribes, and then asks for what was missed, as clients do.
    async fn wake(&mut self, person: &Person, room: RoomId) {
        let mut socket = person.socket().await;
        socket.opens(room).await;
        if self.timeline.is_loaded() {
            self.catch_up(&mut socket, room).await;
        }
        self.socket = Some(socket);
    }

    async fn catch_up(&mut self, socket: &mut Socket, room: RoomId) {
        let after = self.timeline.applied();
        let changes = socket.resumes(room, after).await;
        let upto = changes.last().map_or(after, |change| change.number);
        let changes = changes.into_iter().map(Into::into).collect();
        self.timeline
            .resumed(after, changes, upto, upto, Timestamp(0));
    }

    /// Takes in what was told.
    async fn hear(&mut self) {
        let Some(socket) = &mut self.socket else {
            return;
        };
        for event in socket.so_far().await {
            if let Event::RoomChanged(change) = event
                && change.room == self.timeline.room()
            {
                self.timeline.apply(change.into(), Timestamp(0));
            }
        }
    }

    fn messages(&self) -> Vec<Message> {
        self.timeline
            .messages()
            .map(|m| m.as_ref().clone())
            .collect()
    }
}

async fn talk(people: &[Person], deeds: &[Deed]) -> Result<(), TestCaseError> {
    let owner = &people[0];
    let others: Vec<&Person> = people[1..].iter().collect();
    let room = owner.makes_group("Any", &others).await;
    let mut pages = Vec::new();
    for person in people {
        pages.push(Page::open(person, room).await);
    }
    let mut said: Vec<(u64, UserId)> = Vec::new();
    let mut is_complete = true;
    let mut texts = 0;
    for deed in deeds {
        let by = match *deed {
            Deed::Say { by }
            | Deed::Answer { by, .. }
            | Deed::Edit { by, .. }
            | Deed::Delete { by, .. }
            | Deed::React { by, .. }
            | Deed::Reopen { by }
            | Deed::Doze { by } => by,
            Deed::ComeOrGo => 0,
        };
        let is_away = by == PEOPLE - 1 && !is_complete;
        if is_away {
            continue;
        }
        let person = &people[by];
        if let Deed::Doze { .. } = deed {
            pages[by].hear().await;
            pages[by].socket = None;
            continue;
        }
        if pages[by].socket.is_none() {
            pages[by].wake(person, room).await;
        }
        texts += 1;
        let text = format!("text {texts}");
        let at = |which: usize| (!said.is_empty()).then(|| said[which % said.len()].0);
        let socket = pages[by].socket.as_mut().unwrap();
        match *deed {
            Deed::Say { .. } => said.push((socket.says(room, &text).await, person.id)),
            Deed::Answer { to, .. } => {
                if let Some(to) = at(to) {
                    said.push((socket.replies(room, to, &text).await.unwrap(), person.id));
                }
            }
            // What is not theirs, or gone, is refused: that changes nothing either.
            Deed::Edit { which, .. } => {
                if let Some(seq) = at(which) {
                    let _ = socket.edits(room, seq, &text).await;
                }
            }
            Deed::Delete { which, .. } => {
                if let Some(seq) = at(which) {
                    let _ = socket.deletes(room, seq).await;
                }
            }
            Deed::React {
                which, emoji, on, ..
            } => {
                if let Some(seq) = at(which) {
                    let _ = socket.reacts(room, seq, EMOJI[emoji], on).await;
                }
            }
            Deed::ComeOrGo => {
                let last = &people[PEOPLE - 1];
                if is_complete {
                    owner.removes(room, last).await.unwrap();
                } else {
                    owner.adds(room, &[last]).await.unwrap();
                    pages[PEOPLE - 1] = Page::open(last, room).await;
                }
                is_complete = !is_complete;
            }
            Deed::Reopen { .. } => pages[by] = Page::open(person, room).await,
            Deed::Doze { .. } => unreachable!("dealt with above"),
        }
    }
    for (by, person) in people.iter().enumerate() {
        if by == PEOPLE - 1 && !is_complete {
            continue;
        }
        let page = &mut pages[by];
        match page.socket {
            // All that was told stands before this question's answer.
            Some(_) => page.hear().await,
            None => page.wake(person, room).await,
        }
        prop_assert_eq!(page.messages(), person.reads_all(room).await, "{}", by);
    }
    Ok(())
}

#[test]
fn whatever_is_done_every_page_shows_what_the_database_holds() {
    let runtime = Runtime::new().unwrap();
    let (_app, people) = runtime.block_on(async {
        let app = TestApp::start().await;
        let mut people = Vec::new();
        for n in 0..PEOPLE {
            people.push(app.user(&format!("p{n}")).await);
        }
        (app, people)
    });
    let mut runner = TestRunner::new(ProptestConfig::with_cases(25));
    let deeds = prop::collection::vec(deed(), 1..40);
    runner
        .run(&deeds, |deeds| runtime.block_on(talk(&people, &deeds)))
        .unwrap();
}

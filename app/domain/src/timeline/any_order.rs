//! Whatever the order in which events, pages and answers arrive, and however often: the same timeline.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::message::Touch;

const ME: u128 = 1;
const OTHER: u128 = 2;

fn user(n: u128) -> UserId {
    UserId(uuid::Uuid::from_u128(n))
}

/// What may happen in the room, in the order of the numbers.
#[derive(Clone, Copy, Debug)]
enum Deed {
    Mine,
    Theirs,
    /// Deletes the message that many numbers back, if that was one.
    Delete(u8),
    /// Changes the text of the message that many numbers back, likewise.
    Edit(u8),
    /// Reacts to the message that many numbers back, or takes that back.
    React(u8, Who),
    Withheld,
}

#[derive(Clone, Copy, Debug)]
enum Who {
    Me,
    Other,
}

/// What may happen to the client. Numbers are taken modulo what there is.
#[derive(Clone, Copy, Debug)]
enum Step {
    Hear(u8),
    Ack(u8),
    /// A page is asked for. The answer is as the room is then, at that number or later, and comes later.
    AskAfresh {
        head: u8,
    },
    AskAround {
        head: u8,
        around: u8,
    },
    AskOlder {
        head: u8,
    },
    AskNewer {
        head: u8,
    },
    /// What happened after the cursor is asked for; the answer comes later.
    AskChanges,
    /// Messages that others answer are asked for.
    AskQuotes {
        head: u8,
    },
    /// One of the answers comes.
    Answer(u8),
    Heartbeat(u8),
    Wait,
    CutStart,
    CutEnd,
    Reconnect,
}

fn deed() -> impl Strategy<Value = Deed> {
    prop_oneof![
        3 => Just(Deed::Mine),
        5 => Just(Deed::Theirs),
        1 => (1u8..10).prop_map(Deed::Delete),
        2 => (1u8..10).prop_map(Deed::Edit),
        2 => (1u8..10, prop_oneof![Just(Who::Me), Just(Who::Other)])
            .prop_map(|(back, who)| Deed::React(back, who)),
        1 => Just(Deed::Withheld),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        12 => any::<u8>().prop_map(Step::Hear),
        4 => any::<u8>().prop_map(Step::Ack),
        1 => any::<u8>().prop_map(|head| Step::AskAfresh { head }),
        1 => any::<(u8, u8)>().prop_map(|(head, around)| Step::AskAround { head, around }),
        2 => any::<u8>().prop_map(|head| Step::AskOlder { head }),
        2 => any::<u8>().prop_map(|head| Step::AskNewer { head }),
        2 => Just(Step::AskChanges),
        2 => any::<u8>().prop_map(|head| Step::AskQuotes { head }),
        6 => any::<u8>().prop_map(Step::Answer),
        1 => any::<u8>().prop_map(Step::Heartbeat),
        3 => Just(Step::Wait),
        1 => Just(Step::CutStart),
        1 => Just(Step::CutEnd),
        1 => Just(Step::Reconnect),
    ]
}

/// The server: all changes, and what it answers.
struct Server(Vec<Change>);

const PAGE: usize = 4;

impl Server {
    fn new(deeds: &[Deed]) -> Self {
        let mut changes: Vec<Change> = Vec::new();
        for (deed, number) in deeds.iter().zip(1u64..) {
            let author = if matches!(deed, Deed::Mine) {
                ME
            } else {
                OTHER
            };
            let kind = match deed {
                Deed::Mine | Deed::Theirs => ChangeKind::Posted(Message {
                    id: MessageId(uuid::Uuid::from_u128(u128::from(number) + 1_000)),
                    room: RoomId(uuid::Uuid::from_u128(9)),
                    seq: number,
                    author: user(author),
                    client_message_id: ClientMessageId(uuid::Uuid::from_u128(u128::from(number))),
                    body: format!("m{number}"),
                    sent_at: Timestamp(0),
                    // To one before, to something else, or to nothing.
                    reply_to: (number % 3 == 0).then_some(number / 2),
                    since: Since::default(),
                }),
                Deed::Delete(back) => {
                    let seq = number.saturating_sub(u64::from(*back));
                    match Self(changes.clone()).message(seq) {
                        Some(_) => ChangeKind::Deleted { seq },
                        None => ChangeKind::Withheld,
                    }
                }
                Deed::Edit(back) => {
                    let seq = number.saturating_sub(u64::from(*back));
                    match Self(changes.clone()).message(seq) {
                        Some(_) => ChangeKind::Touched {
                            seq,
                            touch: Touch::Edited(Some(format!("edited by {number}"))),
                        },
                        None => ChangeKind::Withheld,
                    }
                }
                Deed::React(back, who) => {
                    let seq = number.saturating_sub(u64::from(*back));
                    let user = user(match who {
                        Who::Me => ME,
                        Who::Other => OTHER,
                    });
                    match Self(changes.clone()).message(seq) {
                        Some(message) => {
                            let mut reactions = message.since.reactions.iter();
                            ChangeKind::Touched {
                                seq,
                                touch: Touch::Reacted {
                                    user,
                                    emoji: "👍".to_owned(),
                                    on: !reactions.any(|known| known.by.contains(&user)),
                                },
                            }
                        }
                        None => ChangeKind::Withheld,
                    }
                }
                Deed::Withheld => ChangeKind::Withheld,
            };
            changes.push(Change {
                number,
                at: Timestamp(0),
                kind,
            });
        }
        Self(changes)
    }

    fn head(&self) -> u64 {
        self.0.len() as u64
    }

    fn deleted(&self, head: u64) -> BTreeSet<u64> {
        let upto = self.0.iter().filter(|change| change.number <= head);
        upto.filter_map(|change| match change.kind {
            ChangeKind::Deleted { seq } => Some(seq),
            _ => None,
        })
        .collect()
    }

    /// The messages at a head.
    fn messages(&self, head: u64) -> Vec<Message> {
        let mut messages: Vec<Message> = Vec::new();
        for change in self.0.iter().filter(|change| change.number <= head) {
            match &change.kind {
                ChangeKind::Posted(message) => messages.push(message.clone()),
                ChangeKind::Deleted { seq } => messages.retain(|message| message.seq != *seq),
                ChangeKind::Touched { seq, touch } => {
                    let touched = messages.iter_mut().filter(|message| message.seq == *seq);
                    touched.for_each(|m| m.touch(change.number, change.at, touch, user(ME)));
                }
                _ => {}
            }
        }
        messages
    }

    /// One of them, as it is now.
    fn message(&self, seq: u64) -> Option<Message> {
        let mut messages = self.messages(u64::MAX).into_iter();
        messages.find(|message| message.seq == seq)
    }

    /// The answer to a question for messages by their numbers.
    fn some(&self, head: u64, seqs: &[u64]) -> Vec<Message> {
        let mut messages = self.messages(head);
        messages.retain(|message| seqs.contains(&message.seq));
        messages
    }

    fn page(&self, head: u64, before: Option<u64>, after: Option<u64>) -> Page {
        let all = self.messages(head);
        let mut messages: Vec<Message> = all
            .iter()
            .filter(|m| before.is_none_or(|before| m.seq < before))
            .filter(|m| after.is_none_or(|after| m.seq > after))
            .cloned()
            .collect();
        if after.is_some() {
            messages.truncate(PAGE);
        } else {
            messages.drain(..messages.len().saturating_sub(PAGE));
        }
        let reaches = |edge: Option<&Message>, mine: Option<&Message>| match (edge, mine) {
            (Some(edge), Some(mine)) => edge.seq == mine.seq,
            _ => true,
        };
        Page {
            at_start: reaches(all.first(), messages.first())
                && (after.is_none() || !messages.is_empty()),
            at_end: reaches(all.last(), messages.last()) && (before.is_none() || all.is_empty()),
            quoted: {
                let answered: Vec<u64> = messages.iter().filter_map(|m| m.reply_to).collect();
                all.into_iter()
                    .filter(|m| answered.contains(&m.seq))
                    .collect()
            },
            messages,
            head,
        }
    }

    fn changes(&self, after: u64) -> (Vec<Change>, u64) {
        let upto = (after + 5).min(self.head());
        let some = self
            .0
            .iter()
            .filter(|c| c.number > after && c.number <= upto);
        (some.cloned().collect(), upto)
    }
}

/// An answer on its way.
enum Answer {
    Afresh(Page),
    Around(Page),
    Older(u64, Page),
    Newer(u64, Page),
    Quotes {
        asked: Vec<u64>,
        messages: Vec<Message>,
        head: u64,
    },
    Changes {
        after: u64,
        changes: Vec<Change>,
        upto: u64,
        head: u64,
    },
}

struct Client {
    timeline: Timeline<()>,
    now: Timestamp,
    answers: Vec<Answer>,
    /// The greatest number that anything told so far: the server does not answer with less.
    floor: u64,
}

impl Client {
    fn resume(&mut self, server: &Server, after: u64) {
        let ((changes, upto), head) = (server.changes(after), server.head());
        self.floor = self.floor.max(head);
        self.timeline.resumed(after, changes, upto, head, self.now);
    }

    fn step(&mut self, server: &Server, step: Step) {
        let number = |n: u8| u64::from(n) % (server.head() + 1);
        let change = |n: u8| server.0.get(usize::from(n) % server.0.len().max(1));
        match step {
            Step::Hear(n) => {
                if let Some(change) = change(n) {
                    self.floor = self.floor.max(change.number);
                    self.timeline.apply(change.clone(), self.now);
                }
            }
            Step::Ack(n) => {
                if let Some(ChangeKind::Posted(message)) = change(n).map(|change| &change.kind)
                    && message.author == user(ME)
                {
                    self.floor = self.floor.max(message.seq);
                    let Message {
                        client_message_id,
                        id,
                        seq,
                        sent_at,
                        ..
                    } = *message;
                    self.timeline.acked(client_message_id, id, seq, sent_at);
                }
            }
            Step::AskAfresh { head } => {
                let head = self.at_least(number(head));
                self.answers
                    .push(Answer::Afresh(server.page(head, None, None)));
            }
            Step::AskAround { head, around } => {
                let head = self.at_least(number(head));
                let page = server.page(head, Some(number(around) + 1), None);
                self.answers.push(Answer::Around(page));
            }
            Step::AskOlder { head } => {
                let (head, before) = (self.at_least(number(head)), self.timeline.lower());
                let page = server.page(head, Some(before), None);
                self.answers.push(Answer::Older(before, page));
            }
            Step::AskNewer { head } => {
                let (head, after) = (self.at_least(number(head)), self.timeline.upper());
                let page = server.page(head, None, Some(after));
                self.answers.push(Answer::Newer(after, page));
            }
            Step::AskChanges => {
                let (after, head) = (self.timeline.applied(), server.head());
                let (changes, upto) = server.changes(after);
                self.floor = self.floor.max(head);
                self.answers.push(Answer::Changes {
                    after,
                    changes,
                    upto,
                    head,
                });
            }
            Step::AskQuotes { head } => {
                let (head, asked) = (self.at_least(number(head)), self.timeline.missing_quotes());
                let messages = server.some(head, &asked);
                self.answers.push(Answer::Quotes {
                    asked,
                    messages,
                    head,
                });
            }
            Step::Answer(n) => {
                if !self.answers.is_empty() {
                    let at = usize::from(n) % self.answers.len();
                    let answer = self.answers.swap_remove(at);
                    self.answered(server, answer);
                }
            }
            Step::Heartbeat(n) => {
                self.floor = self.floor.max(number(n));
                self.timeline.heard_head(number(n), self.now);
            }
            Step::Wait => {
                self.now = self.now.plus_ms(250);
                if let Some(after) = self.timeline.resume_due(self.now) {
                    self.resume(server, after);
                }
            }
            Step::CutStart => self.timeline.window.trim(Edge::Start, PAGE),
            Step::CutEnd => self.timeline.window.trim(Edge::End, PAGE),
            Step::Reconnect => self.timeline.connection_lost(),
        }
    }

    fn at_least(&mut self, head: u64) -> u64 {
        self.floor = self.floor.max(head);
        self.floor
    }

    fn answered(&mut self, server: &Server, answer: Answer) {
        match answer {
            Answer::Afresh(page) => {
                let (resume, _) = self
                    .timeline
                    .load(page, vec![], Default::default(), self.now);
                if let Some(after) = resume {
                    self.resume(server, after);
                }
            }
            Answer::Around(page) => self.timeline.show(page),
            Answer::Older(before, page) => self.timeline.prepend(before, page),
            Answer::Newer(after, page) => self.timeline.append(after, page),
            Answer::Quotes {
                asked,
                messages,
                head,
            } => {
                self.timeline.learn(&asked, messages, head);
            }
            Answer::Changes {
                after,
                changes,
                upto,
                head,
            } => {
                self.timeline.resumed(after, changes, upto, head, self.now);
            }
        }
    }

    /// No hole among the messages that the window claims to hold, and nothing twice.
    fn check(&self, server: &Server) {
        let held: Vec<u64> = self.timeline.messages().map(|m| m.seq).collect();
        assert!(
            held.is_sorted_by(|a, b| a < b),
            "in order and once: {held:?}"
        );
        let (lower, upper) = (self.timeline.lower(), self.timeline.upper());
        for message in server.messages(server.head()) {
            let is_claimed =
                (lower..=upper).contains(&message.seq) && message.seq <= self.timeline.applied();
            assert!(
                !is_claimed || held.contains(&message.seq),
                "{} is missing between {lower} and {upper}: {held:?}",
                message.seq
            );
        }
    }

    /// The network is well again.
    fn settle(&mut self, server: &Server) {
        if !self.timeline.is_loaded() {
            self.answered(server, Answer::Afresh(server.page(self.floor, None, None)));
        }
        for _ in 0..40 {
            self.timeline.connection_lost();
            self.timeline.heard_head(server.head(), self.now);
            self.step(server, Step::Wait);
            self.check(server);
        }
        for _ in 0..40 {
            let (lower, upper) = (self.timeline.lower(), self.timeline.upper());
            let head = server.head();
            self.timeline
                .append(upper, server.page(head, None, Some(upper)));
            self.timeline
                .prepend(lower, server.page(head, Some(lower), None));
            self.check(server);
        }
    }
}

/// Cases; `FUZZ_FACTOR` makes more of them.
fn cases(ordinary: u32) -> ProptestConfig {
    let factor = std::env::var("FUZZ_FACTOR").ok();
    let factor = factor.and_then(|factor| factor.parse().ok()).unwrap_or(1);
    ProptestConfig::with_cases(ordinary * factor)
}

proptest! {
    #![proptest_config(cases(1_000))]

    #[test]
    fn any_order_ends_in_the_same_timeline(
        deeds in prop::collection::vec(deed(), 0..60),
        steps in prop::collection::vec(step(), 0..80),
    ) {
        let server = Server::new(&deeds);
        let mut client = Client {
            timeline: Timeline::new(RoomId(uuid::Uuid::from_u128(9)), user(ME)),
            now: Timestamp(0),
            answers: Vec::new(),
            floor: 0,
        };
        // Everything of one's own was once pending here.
        for change in &server.0 {
            if let ChangeKind::Posted(message) = &change.kind && message.author == user(ME) {
                client.timeline.queue(Pending {
                    client_message_id: message.client_message_id,
                    text: message.body.as_str().into(),
                    reply_to: message.reply_to,
                    written_at: Timestamp(0),
                    state: PendingState::Sending,
                });
            }
        }
        for step in steps {
            client.step(&server, step);
            client.check(&server);
        }
        client.settle(&server);
        let missing = client.timeline.missing_quotes();
        let head = server.head();
        client.timeline.learn(&missing, server.some(head, &missing), head);

        let timeline = &mut client.timeline;
        prop_assert_eq!(timeline.applied(), server.head());
        prop_assert!(timeline.at_start() && timeline.at_live_end());
        let held: Vec<Message> = timeline.messages().map(|m| m.as_ref().clone()).collect();
        let messages = server.messages(server.head());
        prop_assert_eq!(&held, &messages);
        // What is answered is shown as it is now, or as gone.
        for message in held {
            let Some(seq) = message.reply_to else { continue };
            let quoted = timeline.window.quoted(seq);
            match messages.iter().find(|message| message.seq == seq) {
                Some(original) => prop_assert_eq!(
                    quoted,
                    Quoted::Message { author: original.author, text: original.body.as_str().into() }
                ),
                None => prop_assert_eq!(quoted, Quoted::Gone),
            }
        }
        // Not one is pending that the server has, except where it was deleted before anything of it was heard.
        let deleted = server.deleted(server.head());
        for pending in timeline.pending() {
            let seq = pending.client_message_id.0.as_u128() as u64;
            prop_assert!(deleted.contains(&seq), "m{seq} is still pending");
        }
        timeline.refresh(crate::Timestamp::utc_day);
        let keys: BTreeSet<RowKey> = timeline.shown().iter().map(|row| row.key).collect();
        prop_assert_eq!(keys.len(), timeline.shown().len());
    }
}

//! Whatever the order in which events, pages and answers arrive, and however often: the same timeline.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

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
    Withheld,
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
                }),
                Deed::Delete(back) => {
                    let seq = number.saturating_sub(u64::from(*back));
                    let is_message = changes
                        .iter()
                        .any(|c| c.number == seq && matches!(c.kind, ChangeKind::Posted(_)));
                    if is_message {
                        ChangeKind::Deleted { seq }
                    } else {
                        ChangeKind::Withheld
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
        let deleted = self.deleted(head);
        let upto = self.0.iter().filter(|change| change.number <= head);
        upto.filter_map(|change| match &change.kind {
            ChangeKind::Posted(message) if !deleted.contains(&message.seq) => Some(message.clone()),
            _ => None,
        })
        .collect()
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

        let timeline = &mut client.timeline;
        prop_assert_eq!(timeline.applied(), server.head());
        prop_assert!(timeline.at_start() && timeline.at_live_end());
        let held: Vec<Message> = timeline.messages().map(|m| m.as_ref().clone()).collect();
        prop_assert_eq!(held, server.messages(server.head()));
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

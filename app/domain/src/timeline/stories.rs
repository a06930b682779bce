//! One small story per behaviour.
#![allow(clippy::unwrap_used, reason = "a test may stop where it is wrong")]

use super::*;
use crate::{
    message::Touch,
    people::Person,
    room::{Role, Room},
};

const ADA: u128 = 1;
const BOB: u128 = 2;
const EVE: u128 = 3;

fn user(n: u128) -> UserId {
    UserId(uuid::Uuid::from_u128(n))
}

fn client_id(n: u128) -> ClientMessageId {
    ClientMessageId(uuid::Uuid::from_u128(n))
}

fn room() -> RoomId {
    RoomId(uuid::Uuid::from_u128(99))
}

fn at(seconds: i64) -> Timestamp {
    Timestamp(seconds * 1_000)
}

fn message(seq: u64, author: u128, body: &str) -> Message {
    Message {
        id: MessageId(uuid::Uuid::from_u128(1_000 + u128::from(seq))),
        room: room(),
        seq,
        author: user(author),
        client_message_id: client_id(u128::from(seq)),
        body: body.to_owned(),
        sent_at: at(i64::try_from(seq).unwrap()),
        reply_to: None,
        since: Since::default(),
    }
}

fn posted(seq: u64, author: u128, body: &str) -> Change {
    Change {
        number: seq,
        at: at(i64::try_from(seq).unwrap()),
        kind: ChangeKind::Posted(message(seq, author, body)),
    }
}

fn change(number: u64, kind: ChangeKind) -> Change {
    Change {
        number,
        at: at(i64::try_from(number).unwrap()),
        kind,
    }
}

fn member(n: u128) -> Member {
    Member {
        person: Person {
            id: user(n),
            username: format!("user{n}"),
            first_name: format!("User{n}"),
            last_name: String::new(),
            about: String::new(),
            is_deleted: false,
        },
        role: Role::Member,
        delivered: 0,
        read: 0,
    }
}

fn pending(n: u128, text: &str) -> Pending<&'static str> {
    Pending {
        client_message_id: client_id(n),
        text: text.into(),
        reply_to: None,
        written_at: at(100),
        state: PendingState::Sending,
    }
}

/// A page of messages with these numbers, by Bob.
fn page(seqs: std::ops::RangeInclusive<u64>, at_start: bool, at_end: bool) -> Page {
    let head = *seqs.end();
    Page {
        messages: seqs
            .map(|seq| message(seq, BOB, &format!("m{seq}")))
            .collect(),
        at_start,
        at_end,
        head,
        quoted: Vec::new(),
    }
}

/// The same page, read when the room was further on.
fn read_at(head: u64, page: Page) -> Page {
    Page { head, ..page }
}

/// Ada's view of a room with Bob and three messages of his.
fn open() -> Timeline<&'static str> {
    let mut timeline = Timeline::new(room(), user(ADA));
    timeline.load(
        page(1..=3, true, true),
        vec![member(ADA), member(BOB)],
        ("Tea".to_owned(), String::new()),
        at(0),
    );
    timeline
}

/// Rows in short: text, then `~` sending, `!` failed, `'` delivered, `"` read; notices in brackets; `-` above a day,
/// `>` above the unread line.
fn shown(timeline: &mut Timeline<&'static str>) -> String {
    timeline.refresh(crate::Timestamp::utc_day);
    let row = |row: &Row<&'static str>| {
        let marks = format!(
            "{}{}",
            if row.starts_day { "-" } else { "" },
            if row.starts_unread { ">" } else { "" }
        );
        let text = match &row.body {
            RowBody::Notice(Notice::Joined { .. }) => "[joined]".to_owned(),
            RowBody::Notice(Notice::Left { .. }) => "[left]".to_owned(),
            RowBody::Notice(Notice::RoleChanged { .. }) => "[role]".to_owned(),
            RowBody::Notice(Notice::Renamed { name, .. }) => format!("[{name}]"),
            RowBody::Bubble(bubble) => {
                let status = match &bubble.status {
                    None => "",
                    Some(Status::Sending) => "~",
                    Some(Status::Failed(_)) => "!",
                    Some(Status::Posted(receipt)) => match receipt.state() {
                        ReceiptState::Sent => "",
                        ReceiptState::Delivered => "'",
                        ReceiptState::Read => "\"",
                    },
                };
                format!("{}{status}", bubble.text)
            }
        };
        format!("{marks}{text}")
    };
    timeline
        .shown()
        .iter()
        .map(row)
        .collect::<Vec<_>>()
        .join(" ")
}

#[track_caller]
fn check(timeline: &mut Timeline<&'static str>, expected: &str) {
    assert_eq!(shown(timeline), expected);
}

#[test]
fn a_page_is_shown_in_order() {
    check(&mut open(), "-m1 m2 m3");
}

#[test]
fn a_message_is_shown_as_sending_and_then_as_sent_in_the_same_row() {
    let mut timeline = open();
    timeline.queue(pending(50, "hello"));
    check(&mut timeline, "-m1 m2 m3 hello~");
    let key = timeline.shown().last().unwrap().key;
    timeline.acked(client_id(50), MessageId(uuid::Uuid::from_u128(7)), 4, at(4));
    check(&mut timeline, "-m1 m2 m3 hello");
    assert_eq!(timeline.shown().last().unwrap().key, key);
}

#[test]
fn a_refused_message_fails_and_is_sent_again_or_dropped() {
    let mut timeline = open();
    timeline.queue(pending(50, "one"));
    timeline.queue(pending(51, "two"));
    timeline.failed(client_id(50), "read only");
    check(&mut timeline, "-m1 m2 m3 one! two~");
    timeline.retry(client_id(50));
    check(&mut timeline, "-m1 m2 m3 one~ two~");
    timeline.failed(client_id(50), "read only");
    timeline.discard(client_id(50));
    check(&mut timeline, "-m1 m2 m3 two~");
}

#[test]
fn the_event_may_be_faster_than_the_answer() {
    let mut timeline = open();
    timeline.queue(pending(4, "hello"));
    timeline.apply(posted(4, ADA, "hello"), at(4));
    check(&mut timeline, "-m1 m2 m3 hello");
    timeline.acked(client_id(4), message(4, ADA, "").id, 4, at(4));
    check(&mut timeline, "-m1 m2 m3 hello");
}

#[test]
fn a_message_that_is_posted_already_is_not_queued_again() {
    let mut timeline = open();
    timeline.apply(posted(4, ADA, "hello"), at(4));
    timeline.queue(pending(4, "hello"));
    check(&mut timeline, "-m1 m2 m3 hello");
}

#[test]
fn a_page_that_holds_it_settles_a_pending_message() {
    let mut timeline = open();
    timeline.queue(pending(4, "hello"));
    let mut fresh = page(1..=3, true, true);
    fresh.messages.push(message(4, ADA, "hello"));
    fresh.head = 4;
    timeline.load(fresh, vec![], Default::default(), at(5));
    check(&mut timeline, "-m1 m2 m3 hello");
    assert!(timeline.pending().is_empty());
}

#[test]
fn an_answer_after_the_deletion_does_not_bring_it_back() {
    let mut timeline = open();
    timeline.queue(pending(50, "oops"));
    timeline.apply(posted(4, BOB, "m4"), at(4));
    timeline.resumed(
        4,
        vec![change(6, ChangeKind::Deleted { seq: 5 })],
        6,
        6,
        at(6),
    );
    timeline.acked(client_id(50), MessageId(uuid::Uuid::from_u128(7)), 5, at(5));
    check(&mut timeline, "-m1 m2 m3 m4");
}

#[test]
fn an_answer_long_after_the_deletion_does_not_bring_it_back_either() {
    let mut timeline = open();
    timeline.queue(pending(50, "oops"));
    // The room was loaded afresh after both: nothing tells of the message, nor of its end.
    timeline.load(page(1..=3, true, true), vec![], Default::default(), at(9));
    timeline.heard_head(6, at(9));
    timeline.resumed(3, vec![], 6, 6, at(9));
    timeline.acked(client_id(50), MessageId(uuid::Uuid::from_u128(7)), 5, at(5));
    check(&mut timeline, "-m1 m2 m3");
}

#[test]
fn a_change_told_twice_counts_once() {
    let mut timeline = open();
    assert_eq!(timeline.apply(posted(4, BOB, "m4"), at(4)).len(), 1);
    assert_eq!(timeline.apply(posted(4, BOB, "m4"), at(4)).len(), 0);
    check(&mut timeline, "-m1 m2 m3 m4");
}

#[test]
fn a_late_change_is_waited_for() {
    let mut timeline = open();
    assert_eq!(timeline.apply(posted(5, BOB, "m5"), at(5)).len(), 0);
    check(&mut timeline, "-m1 m2 m3");
    assert_eq!(timeline.apply(posted(4, BOB, "m4"), at(5)).len(), 2);
    check(&mut timeline, "-m1 m2 m3 m4 m5");
    assert!(!timeline.has_gap());
}

#[test]
fn a_missing_number_is_asked_for_after_200_ms_and_once() {
    let mut timeline = open();
    timeline.apply(posted(6, BOB, "m6"), Timestamp(0));
    assert_eq!(timeline.resume_due(Timestamp(199)), None);
    assert_eq!(timeline.resume_due(Timestamp(200)), Some(3));
    assert_eq!(timeline.resume_due(Timestamp(300)), None);
    let missed = vec![posted(4, BOB, "m4"), change(5, ChangeKind::Withheld)];
    assert_eq!(timeline.resumed(3, missed, 5, 6, Timestamp(310)).len(), 3);
    check(&mut timeline, "-m1 m2 m3 m4 m6");
    assert!(!timeline.has_gap());
}

#[test]
fn a_lost_answer_is_asked_for_again_after_the_connection_is_back() {
    let mut timeline = open();
    timeline.apply(posted(6, BOB, "m6"), Timestamp(0));
    assert_eq!(timeline.resume_due(Timestamp(200)), Some(3));
    timeline.connection_lost();
    assert_eq!(timeline.resume_due(Timestamp(250)), Some(3));
}

#[test]
fn a_long_absence_is_asked_for_page_after_page_without_waiting() {
    let mut timeline = open();
    timeline.heard_head(5, Timestamp(0));
    assert_eq!(timeline.resume_due(Timestamp(200)), Some(3));
    timeline.resumed(3, vec![posted(4, BOB, "m4")], 4, 5, Timestamp(201));
    assert_eq!(timeline.resume_due(Timestamp(201)), Some(4));
    timeline.resumed(4, vec![posted(5, BOB, "m5")], 5, 5, Timestamp(202));
    assert_eq!(timeline.resume_due(Timestamp(500)), None);
    check(&mut timeline, "-m1 m2 m3 m4 m5");
}

#[test]
fn a_heartbeat_finds_a_lost_last_event() {
    let mut timeline = open();
    timeline.heard_head(3, Timestamp(0));
    assert!(!timeline.has_gap());
    timeline.heard_head(4, Timestamp(0));
    assert_eq!(timeline.resume_due(Timestamp(200)), Some(3));
}

#[test]
fn what_comes_before_the_first_page_waits_for_it() {
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.apply(posted(4, BOB, "m4"), at(4));
    timeline.apply(posted(3, BOB, "m3"), at(4));
    check(&mut timeline, "");
    timeline.load(page(1..=3, true, true), vec![], Default::default(), at(4));
    check(&mut timeline, "-m1 m2 m3 m4");
}

#[test]
fn a_page_older_than_what_is_known_is_completed_by_a_resume() {
    let mut timeline = open();
    timeline.apply(posted(4, BOB, "m4"), at(4));
    let (resume, _) = timeline.load(page(1..=3, true, true), vec![], Default::default(), at(4));
    assert_eq!(resume, Some(3));
    timeline.resumed(3, vec![posted(4, BOB, "m4")], 4, 4, at(4));
    check(&mut timeline, "-m1 m2 m3 m4");
}

#[test]
fn an_answer_from_before_an_older_page_leaves_no_hole() {
    let mut timeline = open();
    timeline.apply(posted(4, BOB, "m4"), at(4));
    timeline.heard_head(5, Timestamp(0));
    assert_eq!(timeline.resume_due(Timestamp(200)), Some(4));
    timeline.load(page(1..=3, true, true), vec![], Default::default(), at(4));
    // It begins after the number that the page does not have.
    let missed = vec![posted(5, BOB, "m5")];
    assert_eq!(timeline.resumed(4, missed, 5, 5, at(5)).len(), 0);
    check(&mut timeline, "-m1 m2 m3");
    assert!(timeline.has_gap());
    assert_eq!(timeline.resume_due(at(6)), Some(3));
    let missed = vec![posted(4, BOB, "m4"), posted(5, BOB, "m5")];
    timeline.resumed(3, missed, 5, 5, at(6));
    check(&mut timeline, "-m1 m2 m3 m4 m5");
}

#[test]
fn older_and_newer_pages_join_the_window() {
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.load(page(4..=5, false, false), vec![], Default::default(), at(9));
    assert!(!timeline.at_live_end());
    timeline.append(timeline.upper(), page(6..=7, false, true));
    timeline.prepend(timeline.lower(), read_at(9_999, page(1..=3, true, false)));
    check(&mut timeline, "-m1 m2 m3 m4 m5 m6 m7");
    assert!(timeline.at_live_end() && timeline.at_start());
}

#[test]
fn a_page_for_a_window_that_moved_is_ignored() {
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.load(page(4..=5, false, false), vec![], Default::default(), at(9));
    timeline.append(9, page(10..=11, false, true));
    timeline.prepend(2, read_at(9_999, page(1..=1, true, false)));
    check(&mut timeline, "-m4 m5");
}

#[test]
fn a_page_older_than_the_last_change_does_not_pretend_to_reach_the_end() {
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.load(page(1..=2, true, false), vec![], Default::default(), at(9));
    timeline.apply(posted(3, BOB, "m3"), at(9));
    timeline.apply(posted(4, BOB, "m4"), at(9));
    timeline.append(2, page(3..=3, false, true));
    assert!(!timeline.at_live_end());
    timeline.append(3, page(4..=4, false, true));
    assert!(timeline.at_live_end());
    check(&mut timeline, "-m1 m2 m3 m4");
}

#[test]
fn away_from_the_end_new_messages_wait_below_and_own_ones_are_not_shown() {
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.load(page(1..=2, true, false), vec![], Default::default(), at(9));
    timeline.apply(posted(3, BOB, "m3"), at(9));
    timeline.queue(pending(50, "hello"));
    check(&mut timeline, "-m1 m2");
    timeline.show(page(1..=3, true, true));
    check(&mut timeline, "-m1 m2 m3 hello~");
}

#[test]
fn the_window_is_bounded_at_the_edge_that_is_not_looked_at() {
    let many = u64::try_from(WINDOW_MAX).unwrap() + 50;
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.load(
        page(1..=many, true, true),
        vec![],
        Default::default(),
        at(9),
    );
    let mut other = timeline.clone();
    timeline.trim(Edge::Start);
    assert_eq!(timeline.window_len(), WINDOW_MAX);
    assert!(timeline.at_live_end() && !timeline.at_start());
    assert_eq!(timeline.lower(), 51);
    timeline.prepend(51, read_at(9_999, page(1..=50, true, false)));
    assert_eq!(timeline.messages().count() as u64, many);

    other.trim(Edge::End);
    assert!(!other.at_live_end() && other.at_start());
    other.apply(posted(many + 1, BOB, "new"), at(9));
    assert_eq!(other.messages().next_back().unwrap().seq, many - 50);
}

#[test]
fn deletions_win_over_pages_that_are_older() {
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.load(page(4..=5, false, true), vec![], Default::default(), at(9));
    timeline.apply(change(6, ChangeKind::Deleted { seq: 2 }), at(9));
    timeline.apply(change(7, ChangeKind::Deleted { seq: 5 }), at(9));
    timeline.prepend(4, read_at(5, page(1..=3, true, false)));
    check(&mut timeline, "-m1 m3 m4");
}

#[test]
fn a_page_older_than_the_loaded_one_is_ignored() {
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.load(page(4..=5, false, true), vec![], Default::default(), at(9));
    // Asked for before: one of its messages may be deleted by now, and nothing would tell.
    timeline.prepend(4, read_at(4, page(1..=3, true, false)));
    check(&mut timeline, "-m4 m5");
}

#[test]
fn comings_goings_and_new_names_are_told() {
    let mut timeline = open();
    let room_now = |name: &str| {
        let room = Room {
            id: room(),
            kind: crate::room::RoomKind::Group,
            visibility: Default::default(),
            posting: Default::default(),
            history: Default::default(),
            name: name.to_owned(),
            topic: String::new(),
            started_from: None,
            created_at: at(0),
        };
        ChangeKind::Updated {
            room: Box::new(room),
        }
    };
    let joined = ChangeKind::Joined {
        member: Box::new(member(EVE)),
        by: Some(user(BOB)),
    };
    timeline.apply(change(4, joined), at(4));
    assert_eq!(timeline.members().len(), 3);
    timeline.apply(change(5, room_now("Tea")), at(5));
    timeline.apply(change(6, room_now("Coffee")), at(6));
    let left = ChangeKind::Left {
        user: user(EVE),
        by: None,
    };
    timeline.apply(change(7, left), at(7));
    assert_eq!(timeline.members().len(), 2);
    check(&mut timeline, "-m1 m2 m3 [joined] [Coffee] [left]");
}

#[test]
fn delivered_and_read_mean_by_everyone_else() {
    let mut timeline = open();
    let joined = ChangeKind::Joined {
        member: Box::new(member(EVE)),
        by: None,
    };
    timeline.apply(change(4, joined), at(4));
    timeline.apply(posted(5, ADA, "hi"), at(5));
    timeline.receipt(user(BOB), 5, 5);
    check(&mut timeline, "-m1 m2 m3 [joined] hi");
    timeline.receipt(user(EVE), 5, 0);
    check(&mut timeline, "-m1 m2 m3 [joined] hi'");
    timeline.receipt(user(EVE), 5, 5);
    check(&mut timeline, "-m1 m2 m3 [joined] hi\"");
    // A late notice cannot undo it.
    timeline.receipt(user(EVE), 4, 0);
    check(&mut timeline, "-m1 m2 m3 [joined] hi\"");
}

#[test]
fn the_unread_line_stands_above_the_first_unread_message_of_others() {
    let mut timeline = open();
    timeline.set_unread_line(Some(2));
    check(&mut timeline, "-m1 m2 >m3");
    timeline.set_unread_line(Some(3));
    timeline.apply(posted(4, ADA, "mine"), at(4));
    check(&mut timeline, "-m1 m2 m3 mine");
    timeline.apply(posted(5, BOB, "m5"), at(5));
    check(&mut timeline, "-m1 m2 m3 mine >m5");
    timeline.set_unread_line(None);
    check(&mut timeline, "-m1 m2 m3 mine m5");
}

#[test]
fn the_unread_line_is_not_drawn_where_it_might_be_wrong() {
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.load(
        page(10..=12, false, true),
        vec![],
        Default::default(),
        at(9),
    );
    timeline.set_unread_line(Some(4));
    check(&mut timeline, "-m10 m11 m12");
    timeline.prepend(10, read_at(9_999, page(4..=9, false, false)));
    check(&mut timeline, "-m4 >m5 m6 m7 m8 m9 m10 m11 m12");
}

#[test]
fn messages_of_one_author_stand_together_for_five_minutes_of_one_day() {
    let group = |first: i64, second: i64, third: i64| {
        let mut messages: Vec<Message> = (1..=3).map(|seq| message(seq, BOB, "m")).collect();
        for (message, seconds) in messages.iter_mut().zip([first, second, third]) {
            message.sent_at = at(seconds);
        }
        let page = Page {
            messages,
            at_start: true,
            at_end: true,
            head: 3,
            quoted: Vec::new(),
        };
        let mut timeline = Timeline::<&str>::new(room(), user(ADA));
        timeline.load(page, vec![], Default::default(), at(0));
        timeline.refresh(crate::Timestamp::utc_day);
        let groups = timeline.shown().iter().map(|row| match &row.body {
            RowBody::Bubble(bubble) => bubble.group,
            RowBody::Notice(_) => unreachable!("there are only messages"),
        });
        groups.collect::<Vec<_>>()
    };
    use GroupPosition::{First, Last, Middle, Single};
    assert_eq!(group(0, 10, 20), [First, Middle, Last]);
    assert_eq!(group(0, 301, 310), [Single, First, Last]);
    // Ten seconds apart, but midnight lies between.
    assert_eq!(group(86_380, 86_395, 86_405), [First, Last, Single]);
}

#[test]
fn a_refresh_tells_only_what_changed() {
    let mut timeline = open();
    timeline.refresh(crate::Timestamp::utc_day);
    timeline.apply(posted(4, BOB, "m4"), at(4));
    let diff = timeline.refresh(crate::Timestamp::utc_day);
    // The new row, and the one above that is not the last of its run any more.
    assert_eq!(diff.changed.len(), 2);
    assert_eq!(diff.order.map(|order| order.len()), Some(4));
    timeline.apply(change(5, ChangeKind::Deleted { seq: 1 }), at(5));
    let diff = timeline.refresh(crate::Timestamp::utc_day);
    assert_eq!(diff.removed.len(), 1);
    assert!(timeline.refresh(crate::Timestamp::utc_day).is_empty());
}

fn edited(number: u64, seq: u64, text: Option<&str>) -> Change {
    let touch = Touch::Edited(text.map(str::to_owned));
    change(number, ChangeKind::Touched { seq, touch })
}

fn reacted(number: u64, seq: u64, by: u128) -> Change {
    let touch = Touch::Reacted {
        user: user(by),
        emoji: "👍".to_owned(),
        on: true,
    };
    change(number, ChangeKind::Touched { seq, touch })
}

fn bubble(timeline: &mut Timeline<&'static str>, seq: u64) -> Bubble<&'static str> {
    timeline.refresh(crate::Timestamp::utc_day);
    let bubbles = timeline.shown().iter().filter_map(|row| match &row.body {
        RowBody::Bubble(bubble) => Some(bubble),
        RowBody::Notice(_) => None,
    });
    let found = bubbles.clone().find(|bubble| bubble.seq == Some(seq));
    found.expect("a message").clone()
}

#[test]
fn a_page_read_before_an_edit_does_not_bring_the_old_text_back() {
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.load(page(5..=8, false, true), vec![], Default::default(), at(0));
    timeline.apply(edited(9, 3, Some("better")), at(9));
    timeline.apply(reacted(10, 3, BOB), at(10));
    timeline.prepend(5, read_at(8, page(1..=4, true, true)));
    let bubble = bubble(&mut timeline, 3);
    assert_eq!(&*bubble.text, "better");
    assert!(bubble.is_edited);
    assert_eq!(bubble.reactions[0].by, [user(BOB)]);
}

#[test]
fn a_page_read_after_a_reaction_does_not_count_it_twice() {
    let mut timeline = open();
    let mut newer = message(2, BOB, "m2");
    let Change {
        number,
        at: when,
        kind,
    } = reacted(4, 2, EVE);
    let ChangeKind::Touched { touch, .. } = kind else {
        unreachable!("it is one");
    };
    newer.touch(number, when, &touch, user(ADA));
    timeline.learn(&[2], vec![newer], 4);
    timeline.apply(reacted(4, 2, EVE), at(4));
    assert_eq!(bubble(&mut timeline, 2).reactions[0].count, 1);
}

#[test]
fn an_edit_without_its_text_waits_for_the_message() {
    let mut timeline = open();
    timeline.apply(edited(4, 2, None), at(4));
    assert!(!bubble(&mut timeline, 2).is_edited);
    let mut now = message(2, BOB, "better");
    now.since.number = 4;
    now.since.edited_at = Some(at(4));
    timeline.apply(reacted(5, 2, EVE), at(5));
    assert!(timeline.learn(&[2], vec![now], 4));
    let bubble = bubble(&mut timeline, 2);
    assert_eq!(&*bubble.text, "better");
    assert_eq!(bubble.reactions.len(), 1, "what came meanwhile stays");
}

#[test]
fn an_answer_shows_what_it_answers_as_it_is_now() {
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.load(page(5..=6, false, true), vec![], Default::default(), at(0));
    let mut answer = posted(7, BOB, "yes");
    if let ChangeKind::Posted(message) = &mut answer.kind {
        message.reply_to = Some(2);
    }
    timeline.apply(answer, at(7));
    let quoted =
        |timeline: &mut Timeline<&'static str>| bubble(timeline, 7).quote.map(|quote| quote.quoted);
    assert_eq!(quoted(&mut timeline), Some(Quoted::Unknown));
    assert_eq!(timeline.missing_quotes(), [2]);
    timeline.learn(&[2], vec![message(2, ADA, "tea?")], 7);
    assert!(timeline.missing_quotes().is_empty());
    timeline.apply(edited(8, 2, Some("coffee?")), at(8));
    let expected = Quoted::Message {
        author: user(ADA),
        text: "coffee?".into(),
    };
    assert_eq!(quoted(&mut timeline), Some(expected));
    timeline.apply(change(9, ChangeKind::Deleted { seq: 2 }), at(9));
    assert_eq!(quoted(&mut timeline), Some(Quoted::Gone));
}

#[test]
fn a_page_older_than_what_is_remembered_is_ignored() {
    let mut timeline = Timeline::<&str>::new(room(), user(ADA));
    timeline.load(page(5..=8, false, true), vec![], Default::default(), at(0));
    for number in 9..=600 {
        timeline.apply(edited(number, 3, Some("again")), at(9));
    }
    timeline.prepend(5, read_at(8, page(1..=4, true, true)));
    assert!(!timeline.at_start(), "it would show an old text");
    timeline.prepend(5, read_at(600, page(1..=4, true, true)));
    assert!(timeline.at_start());
}

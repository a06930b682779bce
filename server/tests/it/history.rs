//! History in pages, both ways. That pages run along an index however long a room is, is checked beside the queries.

use std::sync::Arc;

use domain::{
    RoomId, Timestamp,
    room::{HistoryAccess, Visibility},
};
use protocol::{
    ApiError, Command, MOMENTS_MAX, PAGE_SIZE,
    rooms::{CreateRoom, MessagePage, PageAt},
};
use serde_json::json;
use server::clock::TestClock;

use crate::support::{Person, TestApp, new_id};

async fn first_since(
    person: &Person,
    room: RoomId,
    moments: &[Timestamp],
) -> Result<Vec<Option<u64>>, ApiError> {
    let body = json!({ "room": room, "moments": moments });
    person.call("messages/since", body).await
}

#[tokio::test]
async fn pages_meet_without_gap_or_overlap() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    let mut asked = Vec::new();
    for n in 0..120 {
        let command = Command::SendMessage {
            room,
            client_message_id: new_id(),
            body: n.to_string(),
            reply_to: None,
        };
        asked.push(a.asks(command).await);
        if asked.len() == 40 {
            for id in asked.drain(..) {
                a.answer(id).await.unwrap();
            }
        }
    }
    // Two people came first, so the messages are numbers 3 to 122.
    let read = async |at| bea.reads_at(room, at).await.unwrap();
    let check = |page: &MessagePage, first: u64, last: u64, at_start: bool, at_end: bool| {
        let seqs: Vec<u64> = page.messages.iter().map(|m| m.seq).collect();
        assert_eq!(seqs, (first..=last).collect::<Vec<_>>());
        assert_eq!((page.at_start, page.at_end), (at_start, at_end));
        assert_eq!(page.head, 122);
    };
    let size = u64::from(PAGE_SIZE);
    check(&read(PageAt::End).await, 123 - size, 122, false, true);
    check(&read(PageAt::Before(73)).await, 23, 72, false, false);
    check(&read(PageAt::Before(23)).await, 3, 22, true, false);
    check(&read(PageAt::After(0)).await, 3, 52, true, false);
    check(&read(PageAt::After(100)).await, 101, 122, false, true);
    check(&read(PageAt::Around(60)).await, 35, 84, false, false);
    check(&read(PageAt::Around(5)).await, 3, 52, true, false);
    check(&read(PageAt::Around(120)).await, 73, 122, false, true);
    check(&read(PageAt::Around(3)).await, 3, 52, true, false);
    for nothing in [PageAt::Before(0), PageAt::After(u64::MAX)] {
        assert!(read(nothing).await.messages.is_empty(), "{nothing:?}");
    }
    let page = bea.page(room).await.unwrap();
    assert_eq!(page.summary.unread, 120);
    check(&page.page, 3, 52, true, false);
}

#[tokio::test]
async fn who_left_is_still_named() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.makes_group("Garden", &[&bea]).await;
    bea.socket().await.says(room, "bye").await;
    bea.leaves(room).await.unwrap();
    let page = ada.reads_at(room, PageAt::End).await.unwrap();
    let names: Vec<&str> = page.authors.iter().map(|p| p.username.as_str()).collect();
    assert_eq!(names, ["bea"]);
}

#[tokio::test]
async fn the_first_message_since_a_moment_is_found() {
    let begin = Timestamp(1_800_000_000_000);
    let clock = Arc::new(TestClock::at(begin));
    let app = TestApp::start_at(clock.clone()).await;
    let (ada, eve) = (app.user("ada").await, app.user("eve").await);
    let room = ada
        .makes(CreateRoom {
            name: "Square".to_owned(),
            visibility: Visibility::Public,
            history: HistoryAccess::FromJoining,
            ..CreateRoom::default()
        })
        .await
        .unwrap();
    let hour = 3_600_000;
    let moments: Vec<Timestamp> = (0..MOMENTS_MAX as i64)
        .map(|n| begin.plus_ms(n * hour))
        .collect();
    let nothing = vec![None; moments.len()];
    assert_eq!(first_since(&ada, room, &moments).await.unwrap(), nothing);
    let no_moment = first_since(&ada, room, &[]).await.unwrap();
    assert_eq!(no_moment, []);

    let mut a = ada.socket().await;
    for n in 0..60_u64 {
        // Some at the same time, and long pauses now and then.
        clock.advance([0, 0, hour / 3, hour, 9 * hour][(n * n % 5) as usize]);
        a.says(room, &format!("word {n}")).await;
    }
    eve.joins(room).await.unwrap();
    for n in 60..70_u64 {
        clock.advance(hour / 2);
        a.says(room, &format!("word {n}")).await;
    }
    for message in ada.reads_all(room).await {
        if message.seq % 3 == 0 {
            a.deletes(room, message.seq).await.unwrap();
        }
    }
    for person in [&ada, &eve] {
        // What is there, read in the plain way.
        let there = person.reads_all(room).await;
        let plainly: Vec<Option<u64>> = moments
            .iter()
            .map(|moment| {
                let first = there.iter().find(|message| message.sent_at >= *moment);
                first.map(|message| message.seq)
            })
            .collect();
        assert!(plainly.iter().filter(|seq| seq.is_some()).count() > 20);
        let found = first_since(person, room, &moments).await.unwrap();
        assert_eq!(found, plainly);
    }

    let stranger = app.user("bea").await;
    let refused = first_since(&stranger, room, &moments).await.unwrap_err();
    assert_eq!(refused, ApiError::NotAMember);
    let many = vec![begin; MOMENTS_MAX as usize + 1];
    let refused = first_since(&ada, room, &many).await.unwrap_err();
    assert_eq!(refused, ApiError::TooMany { max: MOMENTS_MAX });
}

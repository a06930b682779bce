//! History in pages, both ways. That pages run along an index however long a room is, is checked beside the queries.

use protocol::{
    Command, PAGE_SIZE,
    rooms::{MessagePage, PageAt},
};

use crate::support::{TestApp, new_id};

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

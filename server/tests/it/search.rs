//! Finding messages: what is found is what is there and may be seen, whatever happened to it since, on either database.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use domain::{
    Timestamp,
    room::{HistoryAccess, Visibility},
    search::{self, Closeness, Query, QueryError, QueryReason},
    time::day_of_iso,
};
use protocol::{
    ApiError,
    rooms::CreateRoom,
    search::{Found, PAGE, Search, SearchPage},
};
use serde_json::json;
use server::{AppState, clock::TestClock, store};

use crate::{
    ON_POSTGRES,
    support::{PATIENCE, Person, TestApp},
};

/// Ends when the index knows everything that has happened so far.
async fn indexed(state: &AppState) {
    let began = Instant::now();
    loop {
        let heads = store::rooms::list_heads(state.db.read(), None, 1_000)
            .await
            .unwrap();
        let rooms = heads.iter().map(|(room, _)| *room).collect();
        let known = state.db.index().progress(rooms).await.unwrap();
        if heads
            .iter()
            .all(|(room, head)| known.get(room).copied().unwrap_or(0) == *head)
        {
            return;
        }
        assert!(began.elapsed() < PATIENCE, "the index does not follow");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

async fn search(person: &Person, search: Search) -> Result<SearchPage, ApiError> {
    person
        .call("messages/search", json!({ "search": search }))
        .await
}

fn text(text: &str) -> Search {
    Search {
        text: text.to_owned(),
        ..Search::default()
    }
}

/// What somebody finds on the first page, marked.
async fn finds(person: &Person, query: &str) -> Vec<String> {
    let page = search(person, text(query)).await;
    let page = page.unwrap_or_else(|error| panic!("{query}: {error}"));
    page.found.iter().map(marked).collect()
}

fn marked(found: &Found) -> String {
    let pieces = found.text.iter().map(|piece| match piece.is_match {
        true => format!("[{}]", piece.text),
        false => piece.text.clone(),
    });
    pieces.collect()
}

#[tokio::test]
async fn words_parts_and_scripts_are_found_newest_first() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    a.says(room, "Good **morning**, everyone").await;
    b.says(room, "明天我们在北京见面吧").await;
    let last = a.says(room, "Tomorrow morning at the Café 🎉").await;
    b.says(room, "ok").await;
    indexed(&app.state).await;
    assert_eq!(
        finds(&bea, "morning").await,
        [
            "Tomorrow [morning] at the Café 🎉",
            "Good [morning], everyone"
        ]
    );
    assert_eq!(
        finds(&bea, "orro morn").await,
        ["Tom[orro]w [morn]ing at the Café 🎉"]
    );
    assert_eq!(
        finds(&bea, "cafe").await,
        ["Tomorrow morning at the [Café] 🎉"]
    );
    assert_eq!(finds(&bea, "北京").await, ["明天我们在[北京]见面吧"]);
    assert_eq!(finds(&bea, "见").await, ["明天我们在北京[见]面吧"]);
    assert_eq!(
        finds(&bea, "🎉").await,
        ["Tomorrow morning at the Café [🎉]"]
    );
    assert_eq!(
        finds(&bea, "\"good morning\"").await,
        ["[Good morning], everyone"]
    );
    assert_eq!(
        finds(&bea, "morning -tomorrow").await,
        ["Good [morning], everyone"]
    );
    assert_eq!(finds(&bea, "evening").await, Vec::<String>::new());
    assert_eq!(finds(&bea, "  ").await, Vec::<String>::new());

    let page = search(&bea, text("cafe")).await.unwrap();
    let found = &page.found[0];
    assert_eq!((found.room, found.seq, found.author), (room, last, ada.id));
    assert_eq!(found.author_name, "Ada Test");
    let before = found.before.as_ref().unwrap();
    assert_eq!(before.text, "明天我们在北京见面吧");
    assert_eq!(before.author, bea.id);
    assert_eq!(found.after.as_ref().unwrap().text, "ok");
    assert_eq!(page.next, None);
}

#[tokio::test]
async fn filters_narrow_what_is_found() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let direct = ada.opens_direct(&bea).await;
    let garden = ada.makes_group("Garden club", &[&bea]).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    a.says(direct, "lunch today?").await;
    b.says(direct, "lunch at https://example.org").await;
    a.says(garden, "lunch with `code`").await;
    indexed(&app.state).await;
    let two = ["[lunch] with code", "[lunch] today?"];
    assert_eq!(finds(&ada, "lunch from:me").await, two);
    assert_eq!(finds(&bea, "lunch from:@ADA").await, two);
    assert_eq!(finds(&bea, "lunch from:ada from:me").await.len(), 3);
    assert_eq!(
        finds(&bea, "from:me").await,
        ["lunch at https://example.org"]
    );
    assert_eq!(
        finds(&bea, "lunch has:link").await,
        ["[lunch] at https://example.org"]
    );
    assert_eq!(finds(&bea, "has:code").await, ["lunch with code"]);
    assert_eq!(
        finds(&bea, "lunch in:\"garden club\"").await,
        ["[lunch] with code"]
    );
    assert_eq!(finds(&bea, "lunch in:gard").await, ["[lunch] with code"]);
    assert_eq!(finds(&bea, "lunch in:@ada").await.len(), 2);
    let only = Search {
        room: Some(garden),
        ..text("lunch")
    };
    let page = search(&bea, only).await.unwrap();
    assert_eq!(
        page.found.iter().map(marked).collect::<Vec<_>>(),
        ["[lunch] with code"]
    );

    let refused = |query: &'static str| {
        let bea = &bea;
        async move { search(bea, text(query)).await.unwrap_err() }
    };
    for (query, reason, value) in [
        ("x from:nobody", QueryReason::NoSuchPerson, "nobody"),
        ("x in:nowhere", QueryReason::NoSuchRoom, "nowhere"),
        ("x has:wings", QueryReason::NoSuchThing, "wings"),
        ("x on:monday", QueryReason::NoDay, "monday"),
    ] {
        let told = ApiError::Search(QueryError::about(reason, value));
        assert_eq!(refused(query).await, told, "{query}");
    }
    let nowhere_near = Search {
        utc_offset_minutes: 100_000,
        ..text("lunch")
    };
    assert_eq!(
        search(&bea, nowhere_near).await.unwrap_err(),
        ApiError::Malformed
    );
}

#[tokio::test]
async fn days_are_those_of_who_asks() {
    let midnight = day_of_iso("2026-11-30").unwrap() * 86_400_000;
    let hour = 3_600_000;
    let clock = Arc::new(TestClock::at(Timestamp(midnight - hour)));
    let app = TestApp::start_at(clock.clone()).await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    a.says(room, "late").await;
    clock.advance(2 * hour);
    a.says(room, "later").await;
    indexed(&app.state).await;
    for (query, offset, expected) in [
        ("on:2026-11-29", 0, &["late"][..]),
        ("on:2026-11-30", 0, &["later"]),
        ("before:2026-11-30", 0, &["late"]),
        ("after:2026-11-29", 0, &["later"]),
        ("on:2026-11-30", 120, &["later", "late"]),
        ("on:2026-11-29", -120, &["later", "late"]),
        ("after:2026-11-28 before:2026-12-01", 0, &["later", "late"]),
        ("after:2026-11-30", 0, &[]),
    ] {
        let asked = Search {
            utc_offset_minutes: offset,
            ..text(query)
        };
        let page = search(&ada, asked).await.unwrap();
        let found: Vec<String> = page.found.iter().map(marked).collect();
        assert_eq!(found, expected, "{query} {offset}");
    }
}

#[tokio::test]
async fn nobody_finds_what_they_may_not_see() {
    let app = TestApp::start().await;
    let (ada, bea, eve) = (
        app.user("ada").await,
        app.user("bea").await,
        app.user("eve").await,
    );
    let private = ada.opens_direct(&bea).await;
    let open = ada
        .makes(CreateRoom {
            name: "Square".to_owned(),
            visibility: Visibility::Public,
            history: HistoryAccess::FromJoining,
            ..CreateRoom::default()
        })
        .await
        .unwrap();
    let mut a = ada.socket().await;
    a.says(private, "secret one").await;
    a.says(open, "secret two").await;
    indexed(&app.state).await;
    assert_eq!(finds(&ada, "secret").await.len(), 2);
    assert_eq!(finds(&eve, "secret").await.len(), 0);
    assert_eq!(finds(&eve, "secret from:ada").await.len(), 0);
    let there = Search {
        room: Some(private),
        ..text("secret")
    };
    assert_eq!(search(&eve, there).await.unwrap_err(), ApiError::NotAMember);

    eve.joins(open).await.unwrap();
    a.says(open, "secret three").await;
    indexed(&app.state).await;
    assert_eq!(finds(&eve, "secret").await, ["[secret] three"]);
    let page = search(&eve, text("secret")).await.unwrap();
    assert_eq!(
        page.found[0].before, None,
        "what was said before they came is no context either"
    );
    ada.removes(open, &eve).await.unwrap();
    assert_eq!(finds(&eve, "secret").await.len(), 0);
}

#[tokio::test]
async fn what_was_edited_or_deleted_is_found_as_it_is_now() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    let edited = a.says(room, "the first wording").await;
    let deleted = a.says(room, "a first mistake").await;
    indexed(&app.state).await;
    a.edits(room, edited, "another wording").await.unwrap();
    a.deletes(room, deleted).await.unwrap();
    // Also before the index knows.
    assert_eq!(finds(&bea, "first").await.len(), 0);
    indexed(&app.state).await;
    assert_eq!(finds(&bea, "first").await.len(), 0);
    assert_eq!(finds(&bea, "another").await, ["[another] wording"]);
    assert_eq!(finds(&bea, "from:ada").await, ["another wording"]);
    a.edits(room, edited, "the first wording").await.unwrap();
    indexed(&app.state).await;
    assert_eq!(finds(&bea, "first").await, ["the [first] wording"]);
}

#[tokio::test]
async fn words_that_are_nearly_right_are_found_where_nothing_else_is() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    a.says(room, "definitely tomorrow").await;
    indexed(&app.state).await;
    let page = search(&bea, text("definately tomorow")).await.unwrap();
    assert_eq!(page.closeness, Closeness::Near);
    assert_eq!(marked(&page.found[0]), "[definitely] [tomorrow]");
    let page = search(&bea, text("tomorrow")).await.unwrap();
    assert_eq!(page.closeness, Closeness::Exact);
    assert_eq!(finds(&bea, "\"tomorow\"").await.len(), 0);
    assert_eq!(finds(&bea, "tomrorow").await, ["definitely [tomorrow]"]);
}

#[tokio::test]
async fn pages_follow_each_other_and_bring_each_message_once() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let rooms = [
        ada.opens_direct(&bea).await,
        ada.makes_group("Two", &[&bea]).await,
    ];
    let mut a = ada.socket().await;
    let mut said = Vec::new();
    for count in 0..45_usize {
        let room = rooms[count % 2];
        said.push((room, a.says(room, &format!("needle {count}")).await));
        a.says(room, "hay").await;
    }
    indexed(&app.state).await;
    let mut found = Vec::new();
    let mut asked = text("needle");
    let mut pages = 0;
    loop {
        let page = search(&bea, asked.clone()).await.unwrap();
        pages += 1;
        assert!(page.found.len() <= PAGE as usize);
        found.extend(page.found.iter().map(|found| (found.room, found.seq)));
        match page.next {
            Some(next) => asked.after = Some(next),
            None => break,
        }
    }
    said.reverse();
    assert_eq!(found, said);
    assert_eq!(pages, 3);
}

#[tokio::test]
async fn a_room_that_is_gone_leaves_the_index() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.makes_group("Short", &[]).await;
    let stays = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    a.says(room, "gone soon").await;
    a.says(stays, "stays").await;
    indexed(&app.state).await;
    ada.leaves(room).await.unwrap();
    let began = Instant::now();
    while app.state.db.index().list_rooms(None, 10).await.unwrap() != [stays] {
        assert!(began.elapsed() < PATIENCE, "it is still known");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert_eq!(finds(&ada, "from:me").await, ["stays"]);
    let ahead = Search {
        utc_offset_minutes: i32::MIN,
        ..text("stays")
    };
    assert_eq!(search(&ada, ahead).await.unwrap_err(), ApiError::Malformed);
}

#[tokio::test]
async fn an_index_that_is_lost_or_damaged_is_made_again() {
    if ON_POSTGRES {
        return;
    }
    let mut app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    ada.socket().await.says(room, "still here").await;
    for damage in [
        None,
        Some("this is no database at all, and longer than its head is".repeat(9)),
    ] {
        let data = app.stop().await;
        let file = data.directory().join("search.db");
        assert!(file.exists());
        match damage {
            None => std::fs::remove_file(&file).unwrap(),
            Some(text) => std::fs::write(&file, text).unwrap(),
        }
        app = TestApp::start_on(data).await;
        indexed(&app.state).await;
        let ada = app.sign_in(ada.id).await;
        assert_eq!(finds(&ada, "still").await, ["[still] here"]);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn searching_finds_what_reading_everything_finds() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    // Small words of few letters, so that everything meets everything.
    let mut seed = 0x2545_f491_4f6c_dd1d_u64;
    let mut random = move |below: u64| {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        seed % below
    };
    let mut words = move |most: u64| {
        let count = 1 + random(most);
        let mut words = Vec::new();
        for _ in 0..count {
            let letters = 1 + random(6);
            let word: String = (0..letters)
                .map(|_| ['a', 'b', 'é', '北', '京'][random(5) as usize])
                .collect();
            words.push(word);
        }
        words.join(" ")
    };
    let mut seqs = Vec::new();
    for _ in 0..120 {
        seqs.push(a.says(room, &words(6)).await);
    }
    for (at, seq) in seqs.iter().enumerate() {
        match at % 5 {
            0 => a.edits(room, *seq, &words(6)).await.unwrap(),
            1 => a.deletes(room, *seq).await.unwrap(),
            _ => {}
        }
    }
    indexed(&app.state).await;
    let all = bea.reads_all(room).await;
    for _ in 0..60 {
        let asked = words(2);
        let query: Query = asked.parse().unwrap();
        let expected: Vec<u64> = all
            .iter()
            .rev()
            .filter(|message| {
                query
                    .find(&search::text(message), Closeness::Exact)
                    .is_some()
            })
            .map(|message| message.seq)
            .collect();
        let mut found = Vec::new();
        let mut next = text(&asked);
        loop {
            let page = match search(&bea, next.clone()).await {
                Err(ApiError::RateLimited { retry_after_ms }) => {
                    tokio::time::sleep(Duration::from_millis(retry_after_ms)).await;
                    continue;
                }
                page => page.unwrap(),
            };
            if page.closeness == Closeness::Exact {
                found.extend(page.found.iter().map(|found| found.seq));
            }
            match page.next {
                Some(mark) => next.after = Some(mark),
                None => break,
            }
        }
        assert_eq!(found, expected, "{asked}");
    }
}

//! What becomes of messages: other texts, deletion, reactions, answers. Told to everyone, kept, and only by those who may.

use domain::{
    RoomId,
    message::{REACTION_NAMES_MAX, REACTIONS_MAX, Reaction, Wording},
    room::{HistoryAccess, Posting, Role},
};
use protocol::{
    ApiError, Event, PAGE_SIZE, RoomChangeKind,
    rooms::{CreateRoom, PageAt, SomeMessages, UpdateRoom},
};
use serde_json::json;

use crate::support::{Person, Socket, TestApp};

/// Messages by their numbers, as someone sees them.
async fn some(person: &Person, room: RoomId, seqs: &[u64]) -> Result<SomeMessages, ApiError> {
    let body = json!({ "room": room, "seqs": seqs });
    person.call("messages/some", body).await
}

/// The next change of a message that is there already.
async fn change(socket: &mut Socket) -> RoomChangeKind {
    loop {
        let change = socket.change().await;
        if !matches!(change.kind, RoomChangeKind::MessagePosted { .. }) {
            return change.kind;
        }
    }
}

#[tokio::test]
async fn an_edited_message_says_something_else_to_everyone() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    b.opens(room).await;
    let seq = a.says(room, "helo").await;
    a.edits(room, seq, " hello\r\n").await.unwrap();
    let kind = change(&mut b).await;
    let RoomChangeKind::MessageEdited {
        seq: told, body, ..
    } = kind
    else {
        panic!("{kind:?}");
    };
    assert_eq!((told, body.as_deref()), (seq, Some("hello")));
    let page = bea.reads_at(room, PageAt::End).await.unwrap();
    let message = page.messages.last().unwrap();
    assert_eq!(message.body, "hello");
    assert_eq!(message.since.number, page.head);
    assert!(message.since.edited_at.is_some());
    let summary = bea.summary(room).await.unwrap();
    assert_eq!(summary.last.unwrap().text, "hello");
    assert_eq!(summary.unread, 1, "an edit is nothing new to read");

    a.edits(room, seq, "hello").await.unwrap();
    let again = bea.reads_at(room, PageAt::End).await.unwrap();
    assert_eq!(again.head, page.head, "the same text changes nothing");
    a.edits(room, seq, "hello you").await.unwrap();
    let mut b = bea.socket().await;
    let told = b.resumes(room, seq).await;
    let kinds: Vec<&RoomChangeKind> = told.iter().map(|change| &change.kind).collect();
    assert!(
        matches!(
            kinds.as_slice(),
            [
                RoomChangeKind::Withheld,
                RoomChangeKind::MessageEdited { body: Some(body), .. }
            ] if body == "hello you"
        ),
        "the last one brings the text: {kinds:?}"
    );
}

#[tokio::test]
async fn only_the_author_sees_what_a_message_said_before() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let mut a = ada.socket().await;
    let seq = a.says(room, "one").await;
    a.edits(room, seq, "two").await.unwrap();
    a.edits(room, seq, "three").await.unwrap();
    let body = json!({ "room": room, "seq": seq });
    let before: Vec<Wording> = ada.call("messages/wordings", body.clone()).await.unwrap();
    let texts: Vec<&str> = before.iter().map(|wording| wording.body.as_str()).collect();
    assert_eq!(texts, ["one", "two"]);
    assert!(before[0].at <= before[1].at);
    let others = bea.call::<Vec<Wording>>("messages/wordings", body.clone());
    assert_eq!(others.await, Err(ApiError::Forbidden));
    let eve = app.user("eve").await;
    let strangers = eve.call::<Vec<Wording>>("messages/wordings", body.clone());
    assert_eq!(strangers.await, Err(ApiError::NotAMember));
    a.deletes(room, seq).await.unwrap();
    let gone = ada.call::<Vec<Wording>>("messages/wordings", body);
    assert_eq!(gone.await, Err(ApiError::NotFound));
}

#[tokio::test]
async fn what_was_said_before_goes_with_its_author_only() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    let (hers, mine) = (a.says(room, "one").await, b.says(room, "one").await);
    a.edits(room, hers, "two").await.unwrap();
    b.edits(room, mine, "two").await.unwrap();
    let author = ada.id;
    app.state
        .writer
        .run(move |tx| {
            Box::pin(async move { Ok(server::store::wordings::delete_of(tx.db(), author).await?) })
        })
        .await
        .unwrap();
    let before = async |person: &Person, seq: u64| {
        let body = json!({ "room": room, "seq": seq });
        let all: Vec<Wording> = person.call("messages/wordings", body).await.unwrap();
        all.len()
    };
    assert_eq!((before(&ada, hers).await, before(&bea, mine).await), (0, 1));
}

#[tokio::test]
async fn a_deleted_message_is_gone_for_everyone() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    b.opens(room).await;
    let first = a.says(room, "stays").await;
    let seq = a.says(room, "a secret").await;
    b.reacts(room, seq, "👍", true).await.unwrap();
    a.edits(room, seq, "another secret").await.unwrap();
    a.deletes(room, seq).await.unwrap();
    let told = b
        .until(|event| match event {
            Event::RoomChanged(change) => match change.kind {
                RoomChangeKind::MessageDeleted { seq, .. } => Some(seq),
                _ => None,
            },
            _ => None,
        })
        .await;
    assert_eq!(told, seq);
    let page = bea.reads_at(room, PageAt::End).await.unwrap();
    let seqs: Vec<u64> = page.messages.iter().map(|message| message.seq).collect();
    assert_eq!(seqs, [first]);
    let summary = bea.summary(room).await.unwrap();
    assert_eq!(summary.last.unwrap().text, "stays");
    assert_eq!(summary.unread, 1);
    assert!(some(&bea, room, &[seq]).await.unwrap().messages.is_empty());
    // What happened to it is told without its content, and deleting it again is no mistake.
    let told = serde_json::to_string(&b.resumes(room, first).await).unwrap();
    assert!(!told.contains("secret"), "{told}");
    a.deletes(room, seq).await.unwrap();
    assert_eq!(a.edits(room, seq, "back").await, Err(ApiError::NotFound));
    assert_eq!(
        b.reacts(room, seq, "👍", true).await,
        Err(ApiError::NotFound)
    );
}

#[tokio::test]
async fn reactions_are_counted_and_named() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    b.opens(room).await;
    let seq = a.says(room, "tea?").await;
    a.reacts(room, seq, "👍", true).await.unwrap();
    b.reacts(room, seq, "🎉", true).await.unwrap();
    b.reacts(room, seq, "👍", true).await.unwrap();
    b.reacts(room, seq, "👍", true).await.unwrap();
    let kind = change(&mut b).await;
    let RoomChangeKind::ReactionChanged {
        user, emoji, on, ..
    } = kind
    else {
        panic!("{kind:?}");
    };
    assert_eq!((user, emoji.as_str(), on), (ada.id, "👍", true));
    let reactions = async || {
        let page = ada.reads_at(room, PageAt::End).await.unwrap();
        let message = page.messages.last().unwrap();
        assert_eq!(message.since.number, page.head, "twice changes nothing");
        message.since.reactions.clone()
    };
    let reaction = |emoji: &str, by: &[&Person]| Reaction {
        emoji: emoji.to_owned(),
        count: u32::try_from(by.len()).unwrap(),
        by: by.iter().map(|person| person.id).collect(),
    };
    let expected = [reaction("👍", &[&ada, &bea]), reaction("🎉", &[&bea])];
    assert_eq!(reactions().await, expected);
    a.reacts(room, seq, "👍", false).await.unwrap();
    b.reacts(room, seq, "🎉", false).await.unwrap();
    b.reacts(room, seq, "🎉", false).await.unwrap();
    assert_eq!(reactions().await, [reaction("👍", &[&bea])]);
    for nonsense in ["", "a", "👍👍", "thumbsup", "<b>"] {
        let refused = b.reacts(room, seq, nonsense, true).await;
        assert!(
            matches!(refused, Err(ApiError::InvalidField { .. })),
            "{nonsense:?}: {refused:?}"
        );
    }
}

#[tokio::test]
async fn ones_own_reaction_is_named_among_many_and_their_kinds_are_bounded() {
    let app = TestApp::start().await;
    let ada = app.user("ada").await;
    let mut crowd = Vec::new();
    for n in 0..=REACTION_NAMES_MAX {
        crowd.push(app.user(&format!("p{n}")).await);
    }
    let room = ada
        .makes_group("Crowd", &crowd.iter().collect::<Vec<_>>())
        .await;
    let mut a = ada.socket().await;
    let seq = a.says(room, "who is there?").await;
    for person in &crowd {
        let mut socket = person.socket().await;
        socket.reacts(room, seq, "✋", true).await.unwrap();
    }
    let seen_by = async |person: &Person| {
        let page = person.reads_at(room, PageAt::End).await.unwrap();
        page.messages.last().unwrap().since.reactions[0].clone()
    };
    let last = crowd.last().unwrap();
    let reaction = seen_by(last).await;
    assert_eq!(reaction.count as usize, REACTION_NAMES_MAX + 1);
    assert!(reaction.by.contains(&last.id));
    assert_eq!(seen_by(&ada).await.by.len(), REACTION_NAMES_MAX);

    let mut kinds = emojis::iter().filter(|emoji| emoji.as_str() != "✋");
    for emoji in kinds.by_ref().take(REACTIONS_MAX - 1) {
        a.reacts(room, seq, emoji.as_str(), true).await.unwrap();
    }
    let one_more = kinds.next().unwrap().as_str();
    assert_eq!(
        a.reacts(room, seq, one_more, true).await,
        Err(ApiError::TooMany {
            max: REACTIONS_MAX as u32
        })
    );
    a.reacts(room, seq, "✋", true).await.unwrap();
}

#[tokio::test]
async fn an_answer_carries_what_it_answers() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    b.opens(room).await;
    let asked = a.says(room, "tea?").await;
    for n in 0..PAGE_SIZE {
        a.says(room, &n.to_string()).await;
    }
    let seq = b.replies(room, asked, "yes").await.unwrap();
    let heard = loop {
        let message = b.message().await;
        if message.seq == seq {
            break message;
        }
    };
    assert_eq!(heard.reply_to, Some(asked));
    let page = ada.reads_at(room, PageAt::End).await.unwrap();
    assert_eq!(page.messages.last().unwrap().reply_to, Some(asked));
    let quoted: Vec<&str> = page.quoted.iter().map(|m| m.body.as_str()).collect();
    assert_eq!(quoted, ["tea?"]);
    a.deletes(room, asked).await.unwrap();
    let page = ada.reads_at(room, PageAt::End).await.unwrap();
    assert!(page.quoted.is_empty());
    let head = page.head;
    for nothing in [0, head + 1, u64::MAX] {
        assert_eq!(
            b.replies(room, nothing, "what?").await,
            Err(ApiError::NotFound),
            "{nothing}"
        );
    }
}

#[tokio::test]
async fn whoever_came_later_sees_nothing_of_what_was_before() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let eve = app.user("eve").await;
    let room = ada
        .makes(CreateRoom {
            name: "Old".to_owned(),
            history: HistoryAccess::FromJoining,
            people: vec![bea.id],
            ..CreateRoom::default()
        })
        .await
        .unwrap();
    let mut a = ada.socket().await;
    let seq = a.says(room, "a secret").await;
    ada.adds(room, &[&eve]).await.unwrap();
    let (mut b, mut e) = (bea.socket().await, eve.socket().await);
    b.opens(room).await;
    let head = e.opens(room).await;
    a.edits(room, seq, "a greater secret").await.unwrap();
    for socket in [&mut b, &mut e] {
        let kind = change(socket).await;
        assert!(
            matches!(&kind, RoomChangeKind::MessageEdited { body: None, .. }),
            "told to all, so without its text: {kind:?}"
        );
    }
    let found = some(&bea, room, &[seq]).await.unwrap();
    assert_eq!(found.messages[0].body, "a greater secret");
    let found = some(&eve, room, &[seq]).await.unwrap();
    assert!(found.messages.is_empty());
    let kinds = e.resumes(room, head).await;
    assert!(matches!(kinds[0].kind, RoomChangeKind::Withheld));
    assert_eq!(
        e.reacts(room, seq, "👍", true).await,
        Err(ApiError::NotFound)
    );
    let answer = a.replies(room, seq, "about the secret").await.unwrap();
    let page = eve.reads_at(room, PageAt::End).await.unwrap();
    assert_eq!(page.messages.last().unwrap().seq, answer);
    assert!(page.quoted.is_empty());
    let page = bea.reads_at(room, PageAt::After(seq)).await.unwrap();
    assert_eq!(page.quoted.len(), 1);
    let stranger = app.user("mallory").await;
    assert_eq!(
        some(&stranger, room, &[seq]).await,
        Err(ApiError::NotAMember)
    );
    let many: Vec<u64> = (0..=u64::from(PAGE_SIZE)).collect();
    assert_eq!(
        some(&bea, room, &many).await,
        Err(ApiError::TooMany { max: PAGE_SIZE })
    );
}

#[tokio::test]
async fn messages_are_changed_by_those_who_may() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.makes_group("Garden", &[&bea]).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    let (hers, mine) = (a.says(room, "by Ada").await, b.says(room, "by Bea").await);
    assert_eq!(b.edits(room, hers, "x").await, Err(ApiError::Forbidden));
    assert_eq!(b.deletes(room, hers).await, Err(ApiError::Forbidden));
    assert_eq!(a.edits(room, mine, "x").await, Err(ApiError::Forbidden));
    let mut stranger = app.user("eve").await.socket().await;
    for refused in [
        stranger.edits(room, hers, "x").await,
        stranger.deletes(room, hers).await,
        stranger.reacts(room, hers, "👍", true).await,
    ] {
        assert_eq!(refused, Err(ApiError::NotAMember));
    }
    let broadcast = UpdateRoom {
        posting: Some(Posting::Moderators),
        ..UpdateRoom::default()
    };
    ada.updates(room, broadcast).await.unwrap();
    assert_eq!(b.edits(room, mine, "x").await, Err(ApiError::ReadOnly));
    b.reacts(room, hers, "👍", true).await.unwrap();
    ada.gives(room, &bea, Role::Moderator).await.unwrap();
    b.edits(room, mine, "better").await.unwrap();
    b.deletes(room, hers).await.unwrap();

    let direct = ada.opens_direct(&bea).await;
    let said = a.says(direct, "hello").await;
    assert_eq!(b.deletes(direct, said).await, Err(ApiError::Forbidden));
    bea.blocks(&ada, true).await;
    assert_eq!(a.edits(direct, said, "x").await, Err(ApiError::Unreachable));
    assert_eq!(
        a.reacts(direct, said, "👍", true).await,
        Err(ApiError::Unreachable)
    );
    a.deletes(direct, said).await.unwrap();
}

#[tokio::test]
async fn a_list_hears_that_its_last_line_has_changed() {
    let app = TestApp::start().await;
    let (ada, bea) = (app.user("ada").await, app.user("bea").await);
    let room = ada.opens_direct(&bea).await;
    let (mut a, mut b) = (ada.socket().await, bea.socket().await);
    let asks_anew = |event: &Event| match event {
        Event::RoomAdvanced { posts_left_out, .. } => posts_left_out.then_some(()),
        _ => None,
    };
    let first = a.says(room, "one").await;
    let seq = a.says(room, "two").await;
    a.edits(room, seq, "three").await.unwrap();
    b.until(asks_anew).await;
    a.deletes(room, seq).await.unwrap();
    b.until(asks_anew).await;
    a.reacts(room, first, "👍", true).await.unwrap();
    let advanced = b
        .until(|event| match event {
            Event::RoomAdvanced { posts_left_out, .. } => Some(*posts_left_out),
            _ => None,
        })
        .await;
    assert!(!advanced, "a reaction is in no list");
}

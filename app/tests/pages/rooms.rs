//! Rooms, talks and people.

use axum::http::StatusCode;
use domain::message::Reaction;

use crate::{
    fake::{Fake, ada, bo, chloe, direct_id, group_id, message, public_id},
    page::get,
};

#[tokio::test]
async fn the_dashboard_lists_the_rooms_with_what_waits() {
    let page = get(Fake::default(), "ada", "/").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!((page.count("dashboard"), page.count("room-row")), (1, 2));
    assert!(
        page.tag("room-row")
            .contains(&format!("data-room-id=\"{}\"", direct_id())),
        "the room with the latest word stands first"
    );
    page.shows("Bo Lindqvist");
    page.shows("Spring beds");
    page.shows("3 unread");
    assert_eq!(page.count("room-unread"), 1);
}

#[tokio::test]
async fn text_from_people_never_becomes_markup() {
    let list = get(Fake::default(), "ada", "/").await;
    list.shows("See you &lt;i&gt;there&lt;/i&gt;");
    let talk = get(Fake::default(), "ada", &format!("/rooms/{}", direct_id())).await;
    talk.shows("&lt;b&gt;lovely&lt;/b&gt;");
    talk.hides("<b>lovely</b>");
}

/// A talk in which Bo said this.
async fn said(body: &str) -> crate::page::Page {
    let fake = Fake {
        messages: vec![message(1, bo().id, body)],
        ..Fake::default()
    };
    let page = get(fake, "ada", &format!("/rooms/{}", direct_id())).await;
    page.unmarked()
}

#[tokio::test]
async fn marks_become_elements_and_never_markup_of_the_writers() {
    let page = said("**warm** and ~~cold~~ `<script>`\n\n> said\n\n- one\n- two").await;
    page.shows("<strong class=\"strong\">warm</strong>");
    page.shows("<del class=\"strike\">cold</del>");
    page.shows("<code class=\"inline-code\">&lt;script&gt;</code>");
    page.shows("<blockquote class=\"cited\"><p class=\"paragraph\">said</p>");
    page.shows("<li class=\"item\">one</li>");
    let page = said("```html\n<img src=x onerror=alert(1)>\n```").await;
    page.shows("&lt;img src=x onerror=alert(1)&gt;</pre>");
    let page = said("|a|b|\n|:-|-:|\n|<i>|`|`|").await;
    page.shows("<td class=\"cell cell-left\">&lt;i&gt;</td>");
}

#[tokio::test]
async fn links_lead_where_they_say() {
    let page = said("[tulips](https://example.org/t) and [https://a.org](https://b.org)").await;
    page.shows("<a href=\"https://example.org/t\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">tulips</a>");
    page.hides("href=\"https://b.org\">https://a.org");
    let page = said("[click](javascript:alert(1)) [data](data:text/html,x)").await;
    page.shows("[click](javascript:alert(1))");
    page.hides("href=\"javascript");
    page.hides("href=\"data:");
}

#[tokio::test]
async fn people_who_are_known_are_mentioned_by_their_names() {
    let page = said("@Ada and @nobody").await;
    page.shows("<a href=\"/people/ada\" data-me class=\"mention\">@Ada Lovelace</a>");
    page.shows("@nobody");
    page.hides("href=\"/people/nobody\"");
}

#[tokio::test]
async fn an_answer_shows_what_it_answers_and_reactions_their_names() {
    let mut answer = message(2, ada().id, "yes");
    answer.reply_to = Some(1);
    let mut asked = message(1, bo().id, "**tea**?");
    asked.since.number = 3;
    asked.since.edited_at = Some(asked.sent_at);
    asked.since.reactions = vec![Reaction {
        emoji: "👍".to_owned(),
        count: 22,
        by: vec![bo().id, ada().id],
    }];
    let mut lost = message(4, ada().id, "what?");
    lost.reply_to = Some(3);
    let fake = Fake {
        messages: vec![asked, answer, lost],
        ..Fake::default()
    };
    let page = get(fake, "ada", &format!("/rooms/{}", direct_id()))
        .await
        .unmarked();
    assert_eq!(page.count("message-quote"), 2);
    page.shows("aria-label=\"Answers Bo Lindqvist: go there\"");
    page.shows("<span dir=\"auto\" class=\"quote-text\">tea?</span>");
    assert_eq!(page.count("message-edited"), 1);
    page.shows("aria-label=\"👍 by you, Bo Lindqvist, 20 more\"");
    assert!(page.tag("reaction").contains("aria-pressed=\"true\""));
}

#[tokio::test]
async fn a_talk_reads_without_javascript() {
    let page = get(Fake::default(), "ada", &format!("/rooms/{}", direct_id())).await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(page.count("message-bubble"), 2);
    let first = page.tag("message-bubble");
    assert!(
        first.contains("data-own=\"false\"") && first.contains("data-seq=\"1\""),
        "{first}"
    );
    page.shows("They are");
    page.shows("datetime=\"2026-03-02T14:05:00Z\"");
    page.shows("<a href=\"https://example.org/tulips\" target=\"_blank\" rel=\"noopener noreferrer nofollow\">");
    assert!(page.tag("timeline").contains("role=\"log\""));
    assert_eq!(
        (page.count("composer-input"), page.count("day-divider")),
        (1, 1)
    );
}

#[tokio::test]
async fn the_server_paints_no_mood() {
    let page = get(Fake::default(), "ada", &format!("/rooms/{}", direct_id())).await;
    page.shows("data-mood=\"neutral\"");
    for mood in ["happy", "sad", "tense", "calm"] {
        page.hides(&format!("class=\"talk\" data-mood=\"{mood}\""));
    }
}

#[tokio::test]
async fn a_room_one_is_not_in_does_not_exist() {
    for path in [
        format!("/rooms/{}", public_id()),
        "/rooms/nonsense".to_owned(),
    ] {
        let page = get(Fake::default(), "ada", &path).await;
        assert_eq!(page.count("message-bubble"), 0);
        assert_eq!(page.count("load-error"), 1);
    }
}

#[tokio::test]
async fn details_show_the_members_and_to_owners_the_settings() {
    let path = format!("/rooms/{}?details", group_id());
    let owner = get(Fake::default(), "ada", &path).await;
    assert_eq!(
        (owner.count("details-pane"), owner.count("member-row")),
        (1, 2)
    );
    assert_eq!(owner.count("room-settings"), 1);
    assert!(owner.html.contains("data-details=\"open\""));
    // The last owner hands over first.
    assert!(owner.tag("leave-room").contains("disabled"));
    let member = get(Fake::default(), "bo", &path).await;
    assert_eq!(member.count("room-settings"), 0);
    assert!(!member.tag("leave-room").contains("disabled"));
}

#[tokio::test]
async fn a_direct_chat_leads_to_a_group_and_the_group_back() {
    let direct = get(
        Fake::default(),
        "ada",
        &format!("/rooms/{}?details", direct_id()),
    )
    .await;
    assert!(
        direct
            .tag("start-group")
            .contains(&format!("from={}", direct_id()))
    );
    assert_eq!(
        (direct.count("leave-room"), direct.count("add-people")),
        (0, 0)
    );
    let group = get(Fake::default(), "ada", &format!("/rooms/{}", group_id())).await;
    assert!(
        group
            .tag("back-to-direct")
            .contains(&format!("/rooms/{}", direct_id()))
    );
}

#[tokio::test]
async fn people_are_found_and_oneself_is_not_written_to() {
    let all = get(Fake::default(), "ada", "/people").await;
    assert_eq!(
        (all.count("person-row"), all.count("person-message")),
        (3, 2)
    );
    let one = get(Fake::default(), "ada", "/people?q=chlo").await;
    assert_eq!(one.count("person-row"), 1);
    assert!(
        one.tag("person-row")
            .contains(&format!("data-username=\"{}\"", chloe().username))
    );
    assert_eq!(
        get(Fake::default(), "ada", "/people?q=zzz")
            .await
            .count("no-people"),
        1
    );
}

#[tokio::test]
async fn messages_are_found_without_a_script_and_without_becoming_markup() {
    let page = get(Fake::default(), "ada", "/search?q=lovely").await;
    assert_eq!(page.count("search-hit"), 1);
    let there = format!("/rooms/{}?at=1", direct_id());
    assert!(page.tag("search-hit").contains(&there));
    page.shows("&lt;b&gt;<mark>lovely");
    page.hides("<b>");
    let nothing = get(Fake::default(), "ada", "/search?q=zzz").await;
    assert_eq!(nothing.count("search-nothing"), 1);
    let refused = get(Fake::default(), "ada", "/search?q=on%3Amonday").await;
    refused.shows("“monday” is no day.");
    let empty = get(Fake::default(), "ada", "/search").await;
    empty.shows("What can be asked");
}

#[tokio::test]
async fn a_profile_shows_no_address() {
    let page = get(Fake::default(), "ada", "/people/bo").await;
    page.shows("Bo Lindqvist");
    page.hides("bo@example.org");
    assert_eq!(
        (page.count("person-message"), page.count("block-person")),
        (1, 1)
    );
    let own = get(
        Fake::default(),
        "ada",
        &format!("/people/{}", ada().username),
    )
    .await;
    assert_eq!(
        (own.count("person-message"), own.count("block-person")),
        (0, 0)
    );
}

#[tokio::test]
async fn public_rooms_can_be_joined_and_rooms_be_made() {
    let page = get(Fake::default(), "ada", "/rooms").await;
    assert_eq!(
        (page.count("public-room-row"), page.count("join-room")),
        (1, 1)
    );
    let form = get(Fake::default(), "ada", "/rooms/new").await;
    for testid in [
        "room-name",
        "room-topic",
        "visibility-public",
        "posting-moderators",
        "people-search",
        "room-create",
    ] {
        assert_eq!(form.count(testid), 1, "{testid}");
    }
}

#[tokio::test]
async fn how_somebody_says_they_feel_stands_beside_their_name() {
    let list = get(Fake::default(), "ada", "/").await;
    assert_eq!(list.count("feeling-mark"), 1, "Bo's, and nobody else's");
    let mark = list.tag("feeling-mark");
    assert!(mark.contains("aria-label=\"feels low: go easy\""), "{mark}");
    let talk = get(Fake::default(), "ada", &format!("/rooms/{}", direct_id())).await;
    assert_eq!(talk.count("feeling"), 1);
    let profile = get(Fake::default(), "ada", "/people/bo").await;
    assert_eq!(profile.count("feeling"), 1);
    profile.shows("until 14:05");
    let own = list.tag("own-feeling");
    assert!(own.contains("aria-label=\"Say how you feel\""), "{own}");
}

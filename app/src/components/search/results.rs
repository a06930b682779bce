//! What was found, newest first: each with what was said around it, and a way there.

use domain::{
    message::LastLine,
    room::RoomSummary,
    search::{Closeness, Piece},
};
use leptos::prelude::*;
use protocol::search::{Found, SearchPage};

use super::search_for;
use crate::{
    api::messages::search_messages,
    components::{
        requests::use_requests,
        time::{TimeStyle, use_time},
    },
    state::use_client,
    ui::{
        Avatar, AvatarSize, Button, ButtonVariant, Drawing, EmptyState, derived, live, memo, rows,
    },
};

/// The first page, and a button for more.
#[component]
pub fn Results(
    /// What was looked for.
    asked: String,
    /// The first page.
    page: SearchPage,
) -> impl IntoView {
    let SearchPage {
        found,
        next,
        closeness,
    } = page;
    if found.is_empty() && next.is_none() {
        let text = format!("Nobody said “{asked}” where you were.");
        return view! { <EmptyState drawing=Drawing::Talk text=text testid="search-nothing"/> }
            .into_any();
    }
    let near = format!("Nothing has exactly “{asked}”. This is close:");
    let near = (closeness == Closeness::Near && !found.is_empty())
        .then(|| view! { <p class="search-note" data-testid="search-near">{near}</p> });
    let (found, next) = (RwSignal::new(found), RwSignal::new(next));
    let requests = use_requests();
    let more = move |_| {
        let mut search = search_for(asked.clone());
        search.after = next.get_untracked();
        requests.run(search_messages(search), move |page| {
            found.try_update(|found| found.extend(page.found));
            next.try_set(page.next);
        });
    };
    let count = move || {
        let count = found.with(Vec::len);
        match (count, next.with(Option::is_some)) {
            (0, true) => "Nothing among the newest. There may be more further back.".to_owned(),
            (count, true) => format!("The newest {count}"),
            (1, false) => "One message".to_owned(),
            (count, false) => format!("{count} messages"),
        }
    };
    view! {
        {near}
        <p class="search-note" role="status" data-testid="search-count">{live(count)}</p>
        <ol class="hits" role="list" data-testid="search-hits">
            {rows(
                move || found.get(),
                |found| (0, found.room.0.as_u128() ^ u128::from(found.seq)),
                |found| view! { <Hit found=found/> }.into_any(),
            )}
        </ol>
        {live(move || {
            let more = more.clone();
            next.with(Option::is_some)
                .then(|| {
                    view! {
                        <div class="search-more">
                            <Button variant=ButtonVariant::Quiet loading=requests.busy() on_click=more testid="search-more">
                                "Further back"
                            </Button>
                        </div>
                    }
                })
        })}
    }
    .into_any()
}

#[component]
fn Hit(found: Found) -> impl IntoView {
    let client = use_client();
    let (day, clock) = (use_time(TimeStyle::Day), use_time(TimeStyle::Clock));
    let Found {
        room,
        seq,
        author,
        author_name,
        sent_at,
        text,
        before,
        after,
    } = found;
    let summary = memo(move || client.rooms.get(room));
    let place = move || {
        summary.with(|summary| match summary {
            Some(RoomSummary {
                other: Some(other), ..
            }) if author == other.id => "to you".to_owned(),
            Some(RoomSummary {
                other: Some(other), ..
            }) => format!("to {}", other.full_name()),
            Some(summary) => format!("in {}", summary.room.name),
            None => String::new(),
        })
    };
    let when = derived(move || format!("{}, {}", day(sent_at), clock(sent_at)));
    view! {
        <li>
            <a class="hit" href=format!("/rooms/{room}?at={seq}") data-testid="search-hit">
                <Avatar name=Signal::stored(author_name.clone()) size=AvatarSize::Small/>
                <span class="hit-main">
                    <span class="hit-head">
                        <span class="hit-who" dir="auto">{author_name}</span>
                        <span class="hit-where" dir="auto">{live(place)}</span>
                        <time class="hit-when" datetime=sent_at.to_rfc3339()>{live(move || when.get())}</time>
                    </span>
                    {before.map(beside)}
                    <span class="hit-text" dir="auto">{pieces(text)}</span>
                    {after.map(beside)}
                </span>
            </a>
        </li>
    }
    .into_any()
}

/// What was said before or after, in one line.
fn beside(line: LastLine) -> AnyView {
    view! {
        <span class="hit-beside" dir="auto">
            <span class="hit-beside-who">{line.author_name}": "</span>
            {line.text}
        </span>
    }
    .into_any()
}

fn pieces(text: Vec<Piece>) -> Vec<AnyView> {
    text.into_iter()
        .map(|piece| match piece.is_match {
            true => view! { <mark>{piece.text}</mark> }.into_any(),
            false => view! { {piece.text} }.into_any(),
        })
        .collect()
}

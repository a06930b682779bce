//! The head of a talk: who, whether they are there, the mood, the way to the details.

use domain::room::RoomSummary;
use leptos::{html, prelude::*};

use super::{
    feeling::FeelingChip,
    hydration::use_hydrated,
    mood_chip::RoomMoodChip,
    presence_label::{PresenceLabel, presence_dot},
};
use crate::{
    browser::page::{focus_soon, is_touched},
    state::{TimelineStore, use_client},
    ui::{
        Avatar, AvatarKind, ButtonVariant, Icon, IconButton, IconName, IconSize, LinkButton,
        derived, effect, live, memo,
    },
};

/// The head of one room's talk.
#[component]
pub fn RoomHeader(
    /// The room's timeline.
    timeline: TimelineStore,
) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let summary = memo(move || client.rooms.get(room));
    let title = derived(move || {
        summary.with(|summary| summary.as_ref().map(RoomSummary::title).unwrap_or_default())
    });
    let other = memo(move || {
        summary.with(|summary| {
            summary
                .as_ref()
                .and_then(|summary| summary.other.as_ref().map(|other| other.id))
        })
    });
    let details = format!("/rooms/{room}?details");
    let heading = NodeRef::<html::H1>::new();
    // On a phone the keyboard must not come by itself, so the heading takes the focus there and the composer elsewhere.
    let gone_to = use_hydrated().get_untracked();
    effect(move || {
        if let Some(heading) = heading.get()
            && gone_to
            && is_touched()
        {
            focus_soon(heading.into());
        }
    });
    view! {
        <header class="talk-header" data-testid="room-header">
            <span class="only-one-pane">
                <LinkButton href="/" variant=ButtonVariant::Plain icon=IconName::ArrowLeft label="Back to the rooms" testid="back-to-rooms"/>
            </span>
            <a class="talk-who" href=details.clone()>
                <Avatar
                    name=title
                    kind=derived(move || if other.get().is_some() { AvatarKind::Person } else { AvatarKind::Room })
                    presence=derived(move || other.get().map(|other| presence_dot(client.presence.of(other))))
                />
                <span class="talk-names">
                    <h1 class="talk-title" dir="auto" tabindex="-1" data-testid="room-title" node_ref=heading>
                        {live(move || title.get())}
                    </h1>
                    <span class="talk-about">
                        {live(move || match other.get() {
                            Some(other) => {
                                view! {
                                    <PresenceLabel state=derived(move || client.presence.of(other))/>
                                    <FeelingChip user=Signal::stored(Some(other))/>
                                }
                                    .into_any()
                            }
                            None => view! { <GroupLine timeline=timeline/> }.into_any(),
                        })}
                    </span>
                </span>
            </a>
            <div class="talk-tools">
                <BackToDirect timeline=timeline/>
                <span class="only-beside">
                    <IconButton icon=IconName::Search label="Find in this room" on_click=move |_| client.finding.set(true) testid="find-open"/>
                </span>
                <RoomMoodChip room=room/>
                <LinkButton href=details variant=ButtonVariant::Plain icon=IconName::Info label="Details" id="details-open" testid="details-open"/>
            </div>
        </header>
    }
    .into_any()
}

/// Under a group's name: its topic, else how many are in it.
#[component]
fn GroupLine(timeline: TimelineStore) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let words = move || {
        client
            .rooms
            .get(room)
            .map(|summary| match summary.member_count {
                _ if !summary.room.topic.is_empty() => summary.room.topic,
                1 => "Only you so far".to_owned(),
                count => format!("{count} members"),
            })
    };
    view! { <span class="talk-topic" dir="auto">{words}</span> }.into_any()
}

/// The way back to the direct chat from which a group was started. Only its two people have that room.
#[component]
pub fn BackToDirect(
    /// The room's timeline.
    timeline: TimelineStore,
) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let direct = memo(move || {
        let from = client.rooms.get(room)?.room.started_from?;
        client
            .rooms
            .get(from)
            .and_then(|summary| summary.other.map(|other| (from, other.first_name)))
    });
    move || {
        direct.get().map(|(from, name)| {
            let label = format!("Back to your direct chat with {name}");
            view! {
                <a class="talk-origin" href=format!("/rooms/{from}") aria-label=label data-testid="back-to-direct">
                    <Icon name=IconName::Reply size=IconSize::Small/>
                    <span dir="auto">{name}</span>
                </a>
            }
        })
    }
}

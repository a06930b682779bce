//! What stands beside a talk on demand (`?details`): who is in it, what it is, how one hears of it, how one leaves.

mod add_people;
mod leave;
mod member_row;
mod settings_form;

use domain::{
    permissions::{self, RoomFacts},
    room::{NotificationLevel, RoomKind, RoomSummary},
};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use self::{
    add_people::AddPeople, leave::LeaveRoom, member_row::MemberRow, settings_form::SettingsForm,
};
use super::{hydration::use_hydrated, mood_levels::MoodLevels, requests::use_requests};
use crate::{
    api::rooms::set_notifications,
    browser::{clock, page},
    pages::beside::Beside,
    state::{Client, TimelineStore, use_client},
    ui::{
        Avatar, AvatarKind, AvatarSize, Button, ButtonVariant, IconName, LinkButton, Switch,
        derived, effect, live, memo, rows,
    },
};

/// The facts that the rules ask for.
#[must_use]
pub fn facts(summary: &RoomSummary) -> RoomFacts {
    RoomFacts {
        kind: summary.room.kind,
        visibility: summary.room.visibility,
        posting: summary.room.posting,
    }
}

/// The pane; nothing while the address does not ask for it.
#[component]
pub fn DetailsPane(
    /// The room's timeline.
    timeline: TimelineStore,
) -> impl IntoView {
    let query = use_query_map();
    let wanted = memo(move || query.with(|query| query.get_str("details").is_some()));
    let Client {
        finding, calendar, ..
    } = use_client();
    let mut was_wanted = false;
    effect(move || {
        let is_wanted = wanted.get();
        let is_closed = std::mem::replace(&mut was_wanted, is_wanted) && !is_wanted;
        // Who left it to look for words writes those, or chooses a day.
        let is_elsewhere = finding.get_untracked() || calendar.get_untracked().is_some();
        if is_closed && !is_elsewhere {
            page::after_paint(|| page::focus("details-open"));
        }
    });
    live(move || wanted.get().then(|| Beside::Details(timeline).drawn()))
}

/// The pane itself, whose code is not the talk's.
#[component]
pub fn Pane(
    /// The room's timeline.
    timeline: TimelineStore,
) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let talk = format!("/rooms/{room}");
    let summary = memo(move || client.rooms.get(room));
    let kind =
        memo(move || summary.with(|summary| summary.as_ref().map(|summary| summary.room.kind)));
    let title = derived(move || {
        summary.with(|summary| summary.as_ref().map(RoomSummary::title).unwrap_or_default())
    });
    let topic = move || {
        summary.with(|summary| {
            summary
                .as_ref()
                .map(|summary| summary.room.topic.clone())
                .filter(|topic| !topic.is_empty())
        })
    };

    let pane = NodeRef::<html::Aside>::new();
    let gone_to = use_hydrated().get_untracked();
    effect(move || {
        if let Some(pane) = pane.get()
            && gone_to
        {
            // Without focus the pane still reads.
            let _ = pane.focus();
        }
    });
    let leave = {
        let navigate = use_navigate();
        let talk = talk.clone();
        move || {
            let options = NavigateOptions {
                scroll: false,
                ..NavigateOptions::default()
            };
            navigate(&talk, options);
        }
    };
    let close = {
        let leave = leave.clone();
        move |event: KeyboardEvent| {
            if event.key() == "Escape" && !event.default_prevented() {
                leave();
            }
        }
    };
    // Both are done in the talk, over which this lies on a phone.
    let go_to_day = {
        let leave = leave.clone();
        move |_| {
            client.calendar.set(Some(clock::local_day(clock::now())));
            leave();
        }
    };
    let find = move |_| {
        client.finding.set(true);
        leave();
    };
    view! {
        <aside class="shell-details pane" aria-label="Details" tabindex="-1" node_ref=pane on:keydown=close data-testid="details-pane">
            <header class="pane-head">
                <h2 class="pane-title">"Details"</h2>
                <LinkButton href=talk variant=ButtonVariant::Plain icon=IconName::X label="Close" testid="details-close"/>
            </header>
            <div class="pane-scroll">
            <div class="profile">
                <Avatar
                    name=title
                    size=AvatarSize::Large
                    kind=derived(move || if kind.get() == Some(RoomKind::Direct) { AvatarKind::Person } else { AvatarKind::Room })
                />
                <p class="profile-name" dir="auto">{live(move || title.get())}</p>
                {live(move || topic().map(|topic| view! { <p class="profile-about" dir="auto">{topic}</p> }))}
                <div class="profile-acts">
                    <Button variant=ButtonVariant::Quiet icon=IconName::Search on_click=find testid="details-find">"Find in this room"</Button>
                    <Button variant=ButtonVariant::Quiet icon=IconName::Calendar on_click=go_to_day testid="details-calendar">"Go to a day"</Button>
                </div>
            </div>
            {live(move || match kind.get() {
                Some(RoomKind::Direct) => view! { <DirectPart timeline=timeline/> }.into_any(),
                Some(RoomKind::Group) => view! { <GroupPart timeline=timeline/> }.into_any(),
                None => ().into_any(),
            })}
            <OwnPart timeline=timeline/>
            {live(move || (kind.get() == Some(RoomKind::Group)).then(|| view! { <LeaveRoom timeline=timeline/> }))}
            </div>
        </aside>
    }
    .into_any()
}

/// Of a direct chat: the other's profile, and a group with them.
#[component]
fn DirectPart(timeline: TimelineStore) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let other = move || client.rooms.get(room).and_then(|summary| summary.other);
    move || {
        other().map(|other| {
            view! {
                <div class="details-section">
                    <LinkButton href=format!("/people/{}", other.username) variant=ButtonVariant::Quiet icon=IconName::User wide=true testid="open-profile">
                        "Profile"
                    </LinkButton>
                    <LinkButton
                        href=format!("/rooms/new?from={room}&with={}", other.id)
                        variant=ButtonVariant::Quiet
                        icon=IconName::UserPlus
                        wide=true
                        testid="start-group"
                    >
                        "Start a group from here"
                    </LinkButton>
                    <p class="quiet-line">"A group is a new room. What was said between you two stays between you two."</p>
                </div>
            }
        })
    }
}

/// Of a group: its settings for those who may change them, and its members.
#[component]
fn GroupPart(timeline: TimelineStore) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let summary = memo(move || client.rooms.get(room));
    let may = move |rule: fn(RoomFacts, Option<domain::room::Role>) -> bool| {
        memo(move || {
            summary.with(|summary| {
                summary
                    .as_ref()
                    .is_some_and(|summary| rule(facts(summary), Some(summary.role)))
            })
        })
    };
    let may_change = may(|room, role| permissions::change_settings(room, role).is_ok());
    let may_add = may(|room, role| permissions::add_people(room, role).is_ok());
    let members = timeline.members();
    view! {
        {live(move || may_change.get().then(|| view! { <SettingsForm timeline=timeline/> }))}
        <section class="details-section" aria-labelledby="members-title">
            <h3 class="details-head" id="members-title">
                {live(move || format!("Members ({})", summary.with(|summary| summary.as_ref().map_or(0, |summary| summary.member_count))))}
            </h3>
            {live(move || may_add.get().then(|| view! { <AddPeople timeline=timeline/> }))}
            <ul class="people" role="list">
                {rows(
                    move || members.get(),
                    |member| (0, member.person.id.0.as_u128()),
                    move |member| view! { <MemberRow timeline=timeline person=member.person/> }.into_any(),
                )}
            </ul>
        </section>
    }
    .into_any()
}

/// What concerns only the viewer: notices, light.
#[component]
fn OwnPart(timeline: TimelineStore) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let requests = use_requests();
    let muted = derived(move || {
        client
            .rooms
            .get(room)
            .is_some_and(|summary| summary.notifications == NotificationLevel::Muted)
    });
    let set_muted = move |on: bool| {
        let level = if on {
            NotificationLevel::Muted
        } else {
            NotificationLevel::All
        };
        requests.run(set_notifications(room, level), move |()| {
            client.rooms.refresh(vec![room]);
        });
    };
    view! {
        <section class="details-section" aria-label="Only for you">
            <Switch label="Mute" hint="Unread is counted, but quietly." on=muted on_change=set_muted disabled=requests.busy() testid="mute-room"/>
            <MoodLevels
                level=client.mood.room_level()
                label="Light in this talk"
                on_choose=move |level| client.mood.set_room_level(room, Some(level))
            />
        </section>
    }
    .into_any()
}

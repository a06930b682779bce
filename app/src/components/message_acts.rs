//! What can be done with a message: react, answer, change, copy, delete. Stands over the message that one points at or that
//! has the focus.

use std::collections::HashSet;

use domain::{message::Wording, permissions};
use leptos::prelude::*;
use protocol::ApiError;

use super::{
    confirm::Confirm,
    details_pane::facts,
    emoji_picker::{EmojiPicker, lately},
    time::{TimeStyle, use_time},
};
use crate::{
    api::{self, Failure},
    browser::{self, page},
    state::{TimelineStore, timeline::Aim, use_client},
    ui::{
        Button, ButtonSize, Dialog, IconButton, IconName, Menu, MenuItem, MenuSeparator, derived,
        effect, live,
    },
};

/// The emoji that are one press away.
const QUICK: [&str; 3] = ["👍", "❤️", "😂"];

/// Which message.
#[derive(Clone, Copy)]
pub struct Asked {
    /// The room's timeline.
    pub timeline: TimelineStore,
    /// Its number.
    pub seq: u64,
    /// The viewer wrote it.
    pub is_own: bool,
    /// It has said something else before.
    pub is_edited: bool,
}

/// The bar of acts.
#[component]
pub fn MessageActs(
    /// Which message.
    asked: Asked,
) -> impl IntoView {
    let client = use_client();
    let Asked {
        timeline,
        seq,
        is_own,
        is_edited,
    } = asked;
    let room = timeline.room();
    let is_deleting = RwSignal::new(false);
    let wordings = RwSignal::new(None::<Vec<Wording>>);
    let is_low = timeline
        .key_of(seq)
        .is_some_and(|key| page::is_low(&key.to_string()));
    let Some(summary) = client.rooms.get_untracked(room) else {
        return ().into_any();
    };
    let (room_facts, role) = (facts(&summary), Some(summary.role));
    let is_reachable = summary
        .other
        .as_ref()
        .is_none_or(|other| !other.is_deleted && !client.people.is_blocked(other.id));
    let may_react = permissions::react(room_facts, role, is_reachable).is_ok();
    let may_post = permissions::post(room_facts, role, is_reachable).is_ok();
    let may_edit = permissions::edit(room_facts, role, is_reachable, is_own).is_ok();
    let may_delete = permissions::delete(room_facts, role, is_own).is_ok();
    let react = move |emoji: String| timeline.react(seq, emoji);
    let is_choosing = RwSignal::new(false);
    let copy_text = move |()| {
        if let Some(message) = timeline.message(seq) {
            client.toasts.copy(message.body.clone(), "Copied.");
        }
    };
    let copy_link = move |()| {
        client.toasts.copy(
            format!("{}/rooms/{room}?at={seq}", page::origin()),
            "Link copied.",
        );
    };
    let look_back = move |()| {
        timeline.hold(true);
        browser::spawn(async move {
            match api::messages::wordings(room, seq).await {
                Ok(all) => {
                    let _ = wordings.try_set(Some(all));
                }
                Err(Failure(error)) => {
                    timeline.hold(false);
                    client.toasts.error(&error);
                }
            }
        });
    };
    on_cleanup(move || timeline.hold(false));
    effect(move || {
        if is_deleting.get() || is_choosing.get() {
            timeline.hold(true);
        } else if wordings.with(Option::is_none) {
            timeline.hold(false);
        }
    });
    let delete = move |()| {
        is_deleting.set(false);
        browser::spawn(async move {
            match timeline.delete(seq).await {
                Ok(()) | Err(ApiError::NotAMember) => {}
                Err(error) => client.toasts.error(&error),
            }
        });
    };
    view! {
        <div class="message-acts" role="toolbar" aria-label="Message" data-testid="message-acts">
            {live(move || {
                // Another one may have been chosen.
                is_choosing.track();
                may_react
                    .then(|| {
                        quick()
                            .into_iter()
                            .map(|emoji| {
                                let chosen = emoji.clone();
                                let label = format!("React with {emoji}");
                                view! {
                                    <button
                                        class="quick-emoji"
                                        type="button"
                                        aria-label=label
                                        data-testid="quick-reaction"
                                        on:click=move |_| react(chosen.clone())
                                    >
                                        {emoji}
                                    </button>
                                }
                                .into_any()
                            })
                            .collect::<Vec<_>>()
                    })
            })}
            {may_react
                .then(|| {
                    view! {
                        <IconButton
                            icon=IconName::Smile
                            label="More reactions"
                            size=ButtonSize::Small
                            on_click=move |_| is_choosing.update(|is| *is = !*is)
                            testid="message-react"
                        />
                    }
                })}
            {may_post
                .then(|| {
                    view! {
                        <IconButton
                            icon=IconName::Reply
                            label="Reply"
                            size=ButtonSize::Small
                            on_click=move |_| timeline.take_aim(Aim::Reply(seq))
                            testid="message-reply"
                        />
                    }
                })}
            <Menu label="More" size=ButtonSize::Small upwards=is_low testid="message-more">
                {may_edit
                    .then(|| {
                        view! {
                            <MenuItem icon=IconName::Pencil on_select=move |()| timeline.take_aim(Aim::Edit(seq)) testid="message-edit">
                                "Edit"
                            </MenuItem>
                        }
                    })}
                {(is_own && is_edited)
                    .then(|| {
                        view! {
                            <MenuItem icon=IconName::Clock on_select=look_back testid="message-wordings">
                                "What it said before"
                            </MenuItem>
                        }
                    })}
                <MenuItem icon=IconName::Copy on_select=copy_text testid="message-copy">
                    "Copy text"
                </MenuItem>
                <MenuItem icon=IconName::Link on_select=copy_link testid="message-link">
                    "Copy link"
                </MenuItem>
                <MenuItem icon=IconName::EyeOff on_select=move |()| timeline.mark_unread_from(seq) testid="message-unread">
                    "Mark unread from here"
                </MenuItem>
                {may_delete
                    .then(|| {
                        view! {
                            <MenuSeparator/>
                            <MenuItem icon=IconName::Trash danger=true on_select=move |()| is_deleting.set(true) testid="message-delete">
                                "Delete"
                            </MenuItem>
                        }
                    })}
            </Menu>
            {live(move || {
                is_choosing
                    .get()
                    .then(|| {
                        view! {
                            <div class="message-emoji" data-upwards=is_low>
                                <EmojiPicker
                                    on_pick=move |emoji| {
                                        is_choosing.set(false);
                                        react(emoji);
                                    }
                                    on_leave=move |()| is_choosing.set(false)
                                />
                            </div>
                        }
                    })
            })}
            <Confirm
                open=is_deleting
                title="Delete this message?"
                text="It disappears for everyone in this room. This cannot be taken back."
                act="Delete"
                on_confirm=delete
            />
            {live(move || {
                wordings.get().map(|all| view! { <Wordings all=all on_close=move |()| wordings.set(None)/> })
            })}
        </div>
    }
    .into_any()
}

/// Those used lately come first, the usual ones fill up.
fn quick() -> Vec<String> {
    let mut quick = lately();
    quick.extend(QUICK.map(str::to_owned));
    let mut seen = HashSet::new();
    quick.retain(|emoji| seen.insert(emoji.clone()));
    quick.truncate(QUICK.len());
    quick
}

/// What one's own message said before.
#[component]
fn Wordings(all: Vec<Wording>, #[prop(into)] on_close: Callback<()>) -> impl IntoView {
    let open = RwSignal::new(true);
    let (day, clock) = (use_time(TimeStyle::Day), use_time(TimeStyle::Clock));
    let lines: Vec<AnyView> = all
        .into_iter()
        .map(|Wording { body, at }| {
            let when = derived(move || format!("{}, {}", day(at), clock(at)));
            view! {
                <li class="wording">
                    <time class="wording-time" datetime=at.to_rfc3339()>
                        {live(move || when.get())}
                    </time>
                    <p class="wording-text" dir="auto">
                        {body}
                    </p>
                </li>
            }
            .into_any()
        })
        .collect();
    view! {
        <Dialog
            open=open
            title="What it said before"
            on_close=on_close
            testid="wordings"
            actions=move || view! { <Button on_click=move |_| open.set(false)>"Done"</Button> }
        >
            <p class="wording-note">"Only you can see this."</p>
            <ol class="wordings">{lines}</ol>
        </Dialog>
    }
    .into_any()
}

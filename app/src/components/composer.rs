//! Where one writes in a room: keeps the draft, sends, says why nothing can be written. The look and the keys are the
//! design system's.

use domain::{
    room::{Posting, Role, RoomKind},
    text::BODY_MAX,
};
use leptos::{ev, html, prelude::*};
use protocol::error::{ApiError, Field};

use super::{
    cool_down::{CoolDownLine, use_cool_down},
    dictation::{DictationButton, use_dictation},
    hydration::use_hydrated,
};
use crate::{
    browser::page::{focus_soon, is_touched},
    state::{TimelineStore, use_client},
    ui::{Composer, derived, effect, live},
    words,
};

/// The composer of one room. Works offline: what is sent waits on the device.
#[component]
pub fn RoomComposer(
    /// The room's timeline, which sends.
    timeline: TimelineStore,
    /// Called when a message was handed over.
    #[prop(into)]
    on_sent: Callback<()>,
) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let field = NodeRef::<html::Textarea>::new();
    let value = RwSignal::new(client.drafts.text(room));
    let refused = RwSignal::new(None::<String>);
    keep_draft(value, room);
    focus_when_gone_to(field);

    let summary = Memo::new(move |_| client.rooms.get(room));
    let label = derived(move || {
        summary.with(|summary| {
            summary.as_ref().map_or_else(
                || "Message".to_owned(),
                |summary| format!("Message {}", summary.title()),
            )
        })
    });
    let closed = derived(move || {
        if timeline.has_left().get() {
            return Some("You are not in this room any more.".to_owned());
        }
        summary.with(|summary| {
            let summary = summary.as_ref()?;
            let silent =
                summary.room.posting == Posting::Moderators && summary.role == Role::Member;
            if silent {
                return Some(words::explain(&ApiError::ReadOnly));
            }
            let other = summary
                .other
                .as_ref()
                .filter(|_| summary.room.kind == RoomKind::Direct)?;
            if other.is_deleted {
                Some("This account is gone. What was said stays.".to_owned())
            } else {
                client
                    .people
                    .is_blocked(other.id)
                    .then(|| format!("You have blocked {}.", other.first_name))
            }
        })
    });
    let cool_down = use_cool_down(room);
    let dictation = use_dictation(value);
    let deliver = move |()| {
        dictation.stop();
        let text = value.get_untracked();
        match timeline.send(&text) {
            Ok(()) => {
                value.set(String::new());
                refused.set(None);
                on_sent.run(());
            }
            Err(reason) => refused.set(Some(words::explain(&ApiError::invalid(
                Field::Body,
                reason,
            )))),
        }
    };
    let send = move |()| {
        if !value.with_untracked(|text| cool_down.asks(text)) {
            deliver(());
        }
    };
    let keys = move |event: ev::KeyboardEvent| {
        if event.key() == "Escape" && cool_down.is_open() {
            event.stop_propagation();
            cool_down.edit();
        }
    };
    view! {
        <div class="composer-place" on:keydown=keys>
            <p class="composer-refused" role="status">
                {live(move || refused.get())}
            </p>
            <p class="composer-says" role="status">
                {live(move || dictation.says().get())}
            </p>
            <CoolDownLine cool_down=cool_down on_send=deliver field=field/>
            <Composer
                value=value
                on_send=send
                on_input=move |_| {
                    refused.set(None);
                    dictation.stop();
                    cool_down.edit();
                }
                label=label
                closed=closed
                max_length=u32::try_from(BODY_MAX).unwrap_or(u32::MAX)
                node_ref=field
                aids=move || view! { <DictationButton dictation=dictation field=field/> }
            />
        </div>
    }
    .into_any()
}

/// Keeps the field and the stored draft in step, both ways: another tab may be writing too, and the device's own store
/// answers only after the page has come alive.
fn keep_draft(value: RwSignal<String>, room: domain::RoomId) {
    let drafts = use_client().drafts;
    let mut before = String::new();
    effect(move || {
        let draft = drafts.text(room);
        let is_news = std::mem::replace(&mut before, draft.clone()) != draft;
        if is_news && value.with_untracked(|value| *value != draft) {
            value.set(draft);
        }
    });
    effect(move || {
        let text = value.get();
        if untrack(|| drafts.text(room)) != text {
            drafts.set(room, &text);
        }
    });
}

/// On a device with a keyboard one can write at once after choosing a room. A phone's keyboard would hide the talk.
fn focus_when_gone_to(field: NodeRef<html::Textarea>) {
    let gone_to = use_hydrated().get_untracked();
    effect(move || {
        if let Some(field) = field.get()
            && gone_to
            && !is_touched()
        {
            focus_soon(field.into());
        }
    });
}

//! Where one writes in a room: keeps the draft, sends, says why nothing can be written. The look and the keys are the
//! design system's.

use domain::{
    room::{Posting, Role, RoomKind},
    text::BODY_MAX,
};
use leptos::{ev, html, prelude::*};
use protocol::error::{ApiError, Field};

use super::{
    composer_emoji::EmojiButton,
    composer_help,
    cool_down::{Asked, CoolDownLine, use_cool_down},
    dictation::{DictationButton, use_dictation},
    hydration::use_hydrated,
    marks,
};
use crate::{
    browser::{
        self,
        page::{focus_soon, is_bare, is_touched},
    },
    pages::beside::Beside,
    state::{TimelineStore, timeline::Aim, use_client},
    ui::{Composer, derived, effect, live, memo},
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
    keep_draft(value, timeline);
    focus_when_gone_to(field);
    focus_when_aimed(field, timeline);
    let is_saving = StoredValue::new(false);
    let is_aimed = memo(move || timeline.aim() != Aim::New);

    let summary = memo(move || client.rooms.get(room));
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
    let writing = composer_help::Asked {
        timeline,
        value,
        field,
    };
    let cool_down = use_cool_down(room);
    let dictation = use_dictation(value);
    let deliver = move |()| {
        dictation.stop();
        let text = value.get_untracked();
        if let Aim::Edit(seq) = timeline.aim_now() {
            if !is_saving.get_value() {
                is_saving.set_value(true);
                browser::spawn(async move {
                    let saved = save(timeline, seq, &text).await;
                    is_saving.try_set_value(false);
                    match saved {
                        Ok(()) => timeline.take_aim(Aim::New),
                        Err(error) => {
                            let _ = refused.try_set(Some(words::explain(&error)));
                        }
                    }
                });
            }
            return;
        }
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
    let leave_aim = move |()| {
        refused.set(None);
        timeline.take_aim(Aim::New);
        if let Some(field) = field.get_untracked() {
            // Without focus one can still press it.
            let _ = field.focus();
        }
    };
    let keys = move |event: ev::KeyboardEvent| {
        if !is_bare(&event) {
            return;
        }
        let aim = timeline.aim_now();
        match event.key().as_str() {
            "Escape" if cool_down.is_open() => cool_down.edit(),
            "Escape" if aim != Aim::New => leave_aim(()),
            // The last thing one said, where there is nothing else to go up to.
            "ArrowUp" if aim == Aim::New && value.with_untracked(String::is_empty) => {
                let Some(last) = timeline.last_own() else {
                    return;
                };
                event.prevent_default();
                timeline.take_aim(Aim::Edit(last.seq));
            }
            _ => return,
        }
        event.stop_propagation();
    };
    view! {
        <div class="composer-place" on:keydown=keys>
            <p class="composer-refused" role="status">
                {live(move || refused.get())}
            </p>
            <p class="composer-says" role="status">
                {live(move || dictation.says().get())}
            </p>
            {live(move || {
                is_aimed.get().then(|| marks::aim(timeline, Callback::new(leave_aim)))
            })}
            <CoolDownLine asked=Asked { cool_down, on_send: Callback::new(deliver), field }/>
            {live(move || client.beside.get().then(|| Beside::ComposerHelp(writing).drawn()))}
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
                aids=move || {
                    view! {
                        <EmojiButton writing=writing/>
                        <DictationButton dictation=dictation field=field/>
                    }
                }
            />
        </div>
    }
    .into_any()
}

/// Keeps the field and the stored draft in step, both ways: another tab may be writing too, and the device's own store
/// answers only after the page has come alive. While an old message is given another text, the draft waits.
fn keep_draft(value: RwSignal<String>, timeline: TimelineStore) {
    let client = use_client();
    let (drafts, room) = (client.drafts, timeline.room());
    let mut before = String::new();
    effect(move || {
        let draft = drafts.text(room);
        let is_news = std::mem::replace(&mut before, draft.clone()) != draft;
        let is_editing = matches!(timeline.aim_now(), Aim::Edit(_));
        if is_news && !is_editing && value.with_untracked(|value| *value != draft) {
            value.set(draft);
        }
    });
    let mut edited = None;
    effect(move || {
        let now = match timeline.aim() {
            Aim::Edit(seq) => Some(seq),
            Aim::New | Aim::Reply(_) => None,
        };
        if std::mem::replace(&mut edited, now) == now {
            return;
        }
        let text = match now {
            Some(seq) => timeline.message(seq).map(|message| message.body.clone()),
            None => Some(untrack(|| drafts.text(room))),
        };
        value.set(text.unwrap_or_default());
    });
    effect(move || {
        let text = value.get();
        if matches!(timeline.aim_now(), Aim::Edit(_)) {
            client.mood.typed(room, &text);
        } else if untrack(|| drafts.text(room)) != text {
            drafts.set(room, &text);
        }
    });
}

/// Gives an old message the text of the field.
async fn save(timeline: TimelineStore, seq: u64, text: &str) -> Result<(), ApiError> {
    let text = domain::text::body(text).map_err(|reason| ApiError::invalid(Field::Body, reason))?;
    timeline.edit(seq, text).await
}

/// Whoever replies or edits writes on.
fn focus_when_aimed(field: NodeRef<html::Textarea>, timeline: TimelineStore) {
    let mut before = timeline.aim_now();
    effect(move || {
        let now = timeline.aim();
        if std::mem::replace(&mut before, now) != now
            && now != Aim::New
            && let Some(field) = field.get_untracked()
        {
            // Without focus one can still press it.
            let _ = field.focus();
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

//! One message: its text with links that are links, how far it has come, what to do when it failed.

use std::sync::Arc;

use domain::{
    markup::is_plain,
    text::is_long,
    timeline::{Bubble as Message, GroupPosition, Quote, ReceiptState, RowBody, Status},
};
use leptos::prelude::*;
use protocol::ApiError;

use crate::{
    browser::page,
    components::{
        marks, message_acts,
        time::{TimeStyle, use_time},
    },
    pages::beside::Beside,
    state::{TimelineStore, timeline::TimelineRow, use_client},
    ui::{Bubble, BubblePosition, Delivery, Side, derived, live, memo},
    words,
};

/// A message's row.
#[component]
pub fn MessageRow(
    /// The store, for trying again.
    timeline: TimelineStore,
    /// The row, as it changes.
    row: ArcRwSignal<TimelineRow>,
    /// The message as it is now: what of it never changes is read once.
    first: Message<ApiError>,
) -> impl IntoView {
    let client = use_client();
    let time = use_time(TimeStyle::Clock);
    let Message {
        author,
        is_own,
        client_message_id,
        ..
    } = first;
    let row = RwSignal::from(row);
    let key = row.with_untracked(|row| row.key);
    let at = move || row.with(|row| row.at);
    let status = memo(move || of_message(row, |message| message.status.clone()).flatten());
    // What is drawn anew together, as one memo: each kind of memo weighs a kilobyte or two.
    let said = memo(move || of_message(row, Said::of));
    let reactions =
        memo(move || of_message(row, |message| (message.seq, message.reactions.clone())));
    let asked = memo(move || {
        let seq = of_message(row, |message| message.seq)??;
        let is_edited = said.with(|said| said.as_ref().is_some_and(|said| said.is_edited));
        timeline.is_active(key).then_some((seq, is_edited))
    });
    let is_direct = client
        .rooms
        .get_untracked(timeline.room())
        .is_some_and(|room| room.other.is_some());
    let acts = move || {
        // Where the message is just being taken away, what had the focus in here gives it back to here.
        asked.try_get().flatten().map(|(seq, is_edited)| {
            let asked = message_acts::Asked {
                timeline,
                seq,
                is_own,
                is_edited,
            };
            Beside::MessageActs(asked).drawn()
        })
    };

    let unfolded = RwSignal::new(false);
    let blocked = memo(move || !is_own && client.people.is_blocked(author));
    let bubble = move || {
        view! {
            <Bubble
                side=if is_own { Side::Own } else { Side::Other }
                position=derived(move || {
                    of_message(row, |message| position(message.group)).unwrap_or_default()
                })
                author=derived(move || client.people.full_name(author))
                show_author=!is_direct
                time=derived(move || time(at()))
                datetime=derived(move || at().to_rfc3339())
                edited=derived(move || said.with(|said| said.as_ref().is_some_and(|said| said.is_edited)))
                delivery=derived(move || status.with(|status| status.as_ref().map(delivery)))
                failure=derived(move || status.with(failure))
                on_retry=move |()| timeline.retry(client_message_id)
                on_delete=move |()| timeline.discard(client_message_id)
                quote=move || {
                    live(move || marks::quote(timeline, said.get()?.quote?))
                }
                below=move || {
                    live(move || {
                        let (seq, all) = reactions.get()?;
                        marks::reactions(timeline, seq?, all)
                    })
                }
                acts=move || live(acts)
                attr:data-own=is_own.to_string()
                attr:data-marked=move || {
                    said.with(|said| said.as_ref().is_some_and(Said::is_marked))
                        || reactions.with(|all| all.as_ref().is_some_and(|(_, all)| !all.is_empty()))
                }
                attr:data-seq=move || of_message(row, |message| message.seq).flatten().map(|seq| seq.to_string())
            >
                {live(move || said.get().map(|said| {
                    let text = marks::text(&said.text);
                    if is_long(&said.text) { folded(text, unfolded) } else { text.into_any() }
                }))}
            </Bubble>
        }
        .into_any()
    };
    move || {
        if blocked.get() {
            view! {
                <details class="veil">
                    <summary class="veil-words">"A message from someone you blocked"</summary>
                    {bubble()}
                </details>
            }
            .into_any()
        } else {
            bubble()
        }
    }
}

/// A long text: its beginning, until asked for the rest.
fn folded(text: Vec<AnyView>, unfolded: RwSignal<bool>) -> AnyView {
    view! {
        <div class="fold" data-open=move || unfolded.get().to_string()>{text}</div>
        <button
            type="button"
            class="fold-button"
            aria-expanded=move || unfolded.get().to_string()
            data-testid="message-unfold"
            on:click=move |event| {
                page::hold_row(&event);
                unfolded.update(|unfolded| *unfolded = !*unfolded);
            }
        >
            {live(move || if unfolded.get() { "Show less" } else { "Show all" })}
        </button>
    }
    .into_any()
}

/// What stands in the bubble.
#[derive(Clone, PartialEq)]
struct Said {
    quote: Option<Quote>,
    text: Arc<str>,
    is_edited: bool,
}

impl Said {
    fn of(message: &Message<ApiError>) -> Self {
        Self {
            quote: message.quote.clone(),
            text: Arc::clone(&message.text),
            is_edited: message.is_edited,
        }
    }

    /// There is more than plain words, for which a page waits before it comes alive.
    fn is_marked(&self) -> bool {
        self.quote.is_some() || !is_plain(&self.text)
    }
}

/// Something of the message, tracked; none if the row is a notice, or gone.
fn of_message<T>(
    row: RwSignal<TimelineRow>,
    take: impl FnOnce(&Message<ApiError>) -> T,
) -> Option<T> {
    row.try_with(|row| match &row.body {
        RowBody::Bubble(message) => Some(take(message)),
        RowBody::Notice(_) => None,
    })
    .flatten()
}

fn position(group: GroupPosition) -> BubblePosition {
    match group {
        GroupPosition::Single => BubblePosition::Single,
        GroupPosition::First => BubblePosition::First,
        GroupPosition::Middle => BubblePosition::Middle,
        GroupPosition::Last => BubblePosition::Last,
    }
}

fn delivery(status: &Status<ApiError>) -> Delivery {
    match status {
        Status::Sending => Delivery::Sending,
        Status::Failed(_) => Delivery::Failed,
        Status::Posted(receipt) => match receipt.state() {
            ReceiptState::Sent => Delivery::Sent,
            ReceiptState::Delivered => Delivery::Delivered,
            ReceiptState::Read => Delivery::Read,
        },
    }
}

fn failure(status: &Option<Status<ApiError>>) -> Option<String> {
    match status {
        Some(Status::Failed(error)) => Some(words::explain(error)),
        _ => None,
    }
}

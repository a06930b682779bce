//! One message: its text with links that are links, how far it has come, what to do when it failed.

use domain::{
    links::{Piece, split},
    timeline::{Bubble as Message, GroupPosition, ReceiptState, RowBody, Status},
};
use leptos::prelude::*;
use protocol::ApiError;

use crate::{
    components::time::{TimeStyle, use_time},
    state::{TimelineStore, timeline::TimelineRow, use_client},
    ui::{Bubble, BubblePosition, Delivery, Side, derived},
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
        text,
        ..
    } = first;
    let row = RwSignal::from(row);
    let text = StoredValue::new(text);
    let at = move || row.with(|row| row.at);
    let status =
        Memo::new(move |_| row.with(|row| message(row).and_then(|message| message.status.clone())));
    let is_direct = client
        .rooms
        .get_untracked(timeline.room())
        .is_some_and(|room| room.other.is_some());
    let seq = move || {
        row.with(|row| {
            message(row)
                .and_then(|message| message.seq)
                .map(|seq| seq.to_string())
        })
    };

    let blocked = Memo::new(move |_| !is_own && client.people.is_blocked(author));
    let bubble = move || {
        view! {
            <Bubble
                side=if is_own { Side::Own } else { Side::Other }
                position=derived(move || row.with(|row| message(row).map_or(BubblePosition::Single, |message| position(message.group))))
                author=derived(move || client.people.full_name(author))
                show_author=!is_direct
                time=derived(move || time(at()))
                datetime=derived(move || at().to_rfc3339())
                delivery=derived(move || status.with(|status| status.as_ref().map(delivery)))
                failure=derived(move || status.with(failure))
                on_retry=move |()| timeline.retry(client_message_id)
                on_delete=move |()| timeline.discard(client_message_id)
                attr:data-own=is_own.to_string()
                attr:data-seq=seq
            >
                {linked(&text.get_value())}
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

/// Text as nodes, never as HTML; addresses as links that tell the other site nothing.
fn linked(text: &str) -> Vec<AnyView> {
    split(text)
        .into_iter()
        .map(|piece| match piece {
            Piece::Text(text) => text.to_owned().into_any(),
            Piece::Link(address) => view! {
                <a href=address.to_owned() target="_blank" rel="noopener noreferrer nofollow">
                    {address.to_owned()}
                </a>
            }
            .into_any(),
        })
        .collect()
}

fn message(row: &TimelineRow) -> Option<&Message<ApiError>> {
    match &row.body {
        RowBody::Bubble(message) => Some(message),
        RowBody::Notice(_) => None,
    }
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

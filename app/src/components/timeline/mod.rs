//! The timeline: history in both directions, the newest at the end.
//!
//! The scroller is a reversed column, so that the browser itself keeps the end in view while it is in view, opens at the
//! end before any script runs, and keeps the place when older pages come above. What comes and goes below while one reads
//! further up is made up for by `browser::place`.

mod message_row;
mod notice_row;
mod row;
mod scroll;

use leptos::{html, prelude::*};

use self::{row::TimelineRow, scroll::Scroller};
use super::time::{TimeStyle, use_time};
use crate::{
    browser::page,
    state::{TimelineStore, use_client},
    ui::{
        Button, ButtonSize, ButtonVariant, Drawing, EmptyState, IconName, SkeletonTalk, derived,
        live, memo, rows,
    },
};

/// One room's timeline.
#[component]
pub fn Timeline(
    /// The store.
    timeline: TimelineStore,
    /// Changes with each own message: the end is shown then.
    #[prop(into)]
    sent: Signal<u32>,
) -> impl IntoView {
    let order = timeline.order();
    let scroller = NodeRef::<html::Div>::new();
    let (older, newer) = (NodeRef::<html::Div>::new(), NodeRef::<html::Div>::new());
    let column = NodeRef::<html::Div>::new();
    let scroll = Scroller::new(timeline, scroller);
    scroll.watch(older, newer);
    scroll.hold(column);
    scroll.follow(sent);
    scroll.open_at_unread();
    scroll.reveal();
    let title = {
        let rooms = use_client().rooms;
        let room = timeline.room();
        move || {
            rooms
                .get(room)
                .map(|summary| format!("Talk in {}", summary.title()))
        }
    };
    view! {
        <div class="timeline-frame" on:pointerleave=move |_| timeline.release_active()>
            <div
                class="timeline"
                role="log"
                aria-live="polite"
                aria-relevant="additions"
                aria-label=title
                tabindex="0"
                data-testid="timeline"
                node_ref=scroller
                on:keydown=move |event| {
                    if let Some(scroller) = scroller.get_untracked()
                        && page::walk_rows(&scroller, &event)
                    {
                        event.prevent_default();
                    }
                }
            >
                <div class="timeline-column" node_ref=column>
                    <div class="timeline-edge" node_ref=older aria-hidden="true"></div>
                    {live(move || timeline.is_loading_older().get().then(|| view! { <SkeletonTalk/> }))}
                    {live(move || timeline.at_start().get().then(|| view! { <Opening timeline=timeline/> }))}
                    {rows(
                        move || order.get(),
                        |key| key.parts(),
                        move |key| view! { <TimelineRow timeline=timeline key=key/> }.into_any(),
                    )}
                    {live(move || timeline.is_loading_newer().get().then(|| view! { <SkeletonTalk/> }))}
                    <div class="timeline-edge" node_ref=newer aria-hidden="true"></div>
                </div>
            </div>
            <NewMessages timeline=timeline scroll=scroll/>
        </div>
    }
    .into_any()
}

/// The way back to the end, with what has come there meanwhile.
#[component]
fn NewMessages(timeline: TimelineStore, scroll: Scroller) -> impl IntoView {
    let waiting = timeline.new_below();
    let away = scroll.is_away();
    move || {
        away.get().then(|| {
            let words = move || match waiting.get() {
                0 => "Latest".to_owned(),
                count => format!("{count} new"),
            };
            view! {
                <div class="to-latest">
                    <Button
                        variant=ButtonVariant::Quiet
                        size=ButtonSize::Small
                        icon=IconName::ArrowDown
                        on_click=move |_| scroll.back_to_end()
                        testid="new-messages-pill"
                    >
                        {words}
                    </Button>
                </div>
            }
        })
    }
}

/// What stands above the first message.
#[component]
fn Opening(timeline: TimelineStore) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let day = use_time(TimeStyle::Day);
    let is_empty = memo(move || timeline.order().with(Vec::is_empty));
    let words = move || {
        client.rooms.get(room).map(|summary| match &summary.other {
            Some(other) => format!(
                "This is the beginning of your talk with {}.",
                other.first_name
            ),
            None => format!(
                "{} began on {}.",
                summary.room.name,
                day(summary.room.created_at)
            ),
        })
    };
    move || {
        if is_empty.get() {
            let text = derived(move || {
                client
                    .rooms
                    .get(room)
                    .map_or_else(String::new, |summary| match &summary.other {
                        Some(other) => {
                            format!("Nothing said yet. Say hello to {}.", other.first_name)
                        }
                        None => "Nothing said yet. Someone has to begin.".to_owned(),
                    })
            });
            view! {
                <div class="timeline-opening">
                    <EmptyState drawing=Drawing::Talk text=text testid="empty-talk"/>
                </div>
            }
            .into_any()
        } else {
            view! { <p class="timeline-opening" dir="auto">{words}</p> }.into_any()
        }
    }
}

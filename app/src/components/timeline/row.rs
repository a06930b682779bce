//! One row of the timeline with the lines above it.

use domain::timeline::{RowBody, RowKey};
use leptos::prelude::*;

use super::{message_row::MessageRow, notice_row::NoticeRow};
use crate::{
    browser::{clock, page},
    components::time::{TimeStyle, use_time},
    state::{TimelineStore, use_client},
    ui::{DayDivider, UnreadDivider, derived, live, memo},
};

/// A row: perhaps a new day, perhaps where reading stopped, then a message or a notice.
#[component]
pub fn TimelineRow(
    /// The store.
    timeline: TimelineStore,
    /// Which row.
    key: RowKey,
) -> impl IntoView {
    let Some(row) = timeline.row(key) else {
        return ().into_any();
    };
    let day = use_time(TimeStyle::Day);
    let calendar = use_client().calendar;
    let starts_day = memo({
        let row = row.clone();
        move || row.with(|row| row.starts_day.then_some(row.at))
    });
    let starts_unread = memo({
        let row = row.clone();
        move || row.with(|row| row.starts_unread)
    });
    // A row never turns from a message into a notice, so what it is can be read once.
    let body = match row.with_untracked(|row| row.body.clone()) {
        RowBody::Bubble(bubble) => {
            view! { <MessageRow timeline=timeline row=row first=bubble/> }.into_any()
        }
        RowBody::Notice(notice) => view! { <NoticeRow notice=notice/> }.into_any(),
    };
    view! {
        <div
            class="timeline-row"
            id=key.to_string()
            on:pointerenter=move |event| {
                if event.pointer_type() == "mouse" {
                    timeline.point_at(key);
                }
            }
            on:focusin=move |_| timeline.focus_on(key)
            on:click=move |event| {
                if page::is_touched() && !page::is_control(&event) {
                    timeline.toggle_active(key);
                }
            }
        >
            {live(move || {
                starts_day
                    .get()
                    .map(|at| {
                        let others = move |()| calendar.set(Some(clock::local_day(at)));
                        view! { <DayDivider label=derived(move || day(at)) on_press=others/> }
                    })
            })}
            {live(move || starts_unread.get().then(|| view! { <UnreadDivider/> }))}
            {body}
        </div>
    }
    .into_any()
}

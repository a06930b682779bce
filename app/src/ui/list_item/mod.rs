//! A row in the list of rooms: whose it is, what was said last, how much is unread.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::{children::ViewFnOnce, prelude::*};

use super::{
    avatar::{Avatar, AvatarKind, Presence},
    badge::UnreadBadge,
    icon::{Icon, IconName, IconSize},
};
use crate::ui::live;

/// A row that goes to a room. Put it in an `<li>`.
#[component]
pub fn ListItem(
    /// Where it goes.
    #[prop(into)]
    href: Signal<String>,
    /// The name of the person or the room.
    #[prop(into)]
    name: Signal<String>,
    /// Whose face it shows.
    #[prop(optional, into)]
    kind: Signal<AvatarKind>,
    /// Where the picture is.
    #[prop(optional, into)]
    src: MaybeProp<String>,
    /// Whether the person is there.
    #[prop(optional, into)]
    presence: MaybeProp<Presence>,
    /// Stands after the name: how they say they feel.
    #[prop(optional, into)]
    mark: Option<ViewFnOnce>,
    /// What was said last, in one line.
    #[prop(optional, into)]
    last_line: MaybeProp<String>,
    /// Stands before the last line, stronger: who said it, or that it is a draft.
    #[prop(optional, into)]
    lead: MaybeProp<String>,
    /// Someone is writing there now; shown instead of the last line.
    #[prop(optional, into)]
    typing: Signal<bool>,
    /// When that was, in words ("14:05", "Mon").
    #[prop(optional, into)]
    time: MaybeProp<String>,
    /// When that was, for machines.
    #[prop(optional, into)]
    datetime: MaybeProp<String>,
    /// How many messages wait.
    #[prop(optional, into)]
    unread: Signal<u32>,
    /// Whether it makes no noise.
    #[prop(optional, into)]
    muted: Signal<bool>,
    /// Whether it is the one that is open.
    #[prop(optional, into)]
    current: Signal<bool>,
    /// For journeys.
    #[prop(default = "room-row")]
    testid: &'static str,
) -> impl IntoView {
    view! {
        <a
            class="list-item"
            href=move || href.get()
            aria-current=move || current.get().then_some("page")
            data-unread=move || (unread.get() > 0).then_some("true")
            data-testid=testid
        >
            <Avatar name=name kind=kind src=src presence=presence/>
            <span class="list-item-main">
                <span class="list-item-top">
                    <span class="list-item-name" dir="auto">{live(move || name.get())}</span>
                    {mark.map(ViewFnOnce::run)}
                    {live(move || muted.get().then(|| view! { <Icon name=IconName::BellOff size=IconSize::Small/> }))}
                    {live(move || {
                        time.get().map(|time| view! { <time class="list-item-time" datetime=move || datetime.get()>{time}</time> })
                    })}
                </span>
                <span class="list-item-bottom">
                    <span class="list-item-line" dir="auto">
                        {live(move || {
                            if typing.get() {
                                view! { <span class="list-item-typing">"writing…"</span> }.into_any()
                            } else {
                                view! {
                                    {lead.get().map(|lead| view! { <span class="list-item-lead">{lead}</span> " " })}
                                    {last_line.get()}
                                }
                                    .into_any()
                            }
                        })}
                    </span>
                    <UnreadBadge count=unread muted=muted testid="room-unread"/>
                </span>
            </span>
        </a>
    }
    .into_any()
}

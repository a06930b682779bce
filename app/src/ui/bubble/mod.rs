//! One message in a talk: who, what, when, and how far it has come.

mod delivery;
#[cfg(feature = "gallery")]
pub mod examples;
mod typing;

use leptos::{children::ViewFnOnce, prelude::*};

use self::delivery::{DeliveryMark, Failure};
pub use self::{delivery::Delivery, typing::TypingDots};
use super::avatar::{Avatar, AvatarSize};
use crate::ui::live;

/// Whose message it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// One's own: at the end side.
    Own,
    /// Another's: at the start side.
    Other,
}

/// Where a message stands in a run by one author; corners, name and face follow.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum BubblePosition {
    /// The only one.
    #[default]
    Single,
    /// The first: carries the name.
    First,
    /// One between.
    Middle,
    /// The last: carries the face and the time.
    Last,
}

impl BubblePosition {
    fn attribute(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::First => "first",
            Self::Middle => "middle",
            Self::Last => "last",
        }
    }

    fn opens(self) -> bool {
        matches!(self, Self::Single | Self::First)
    }

    fn closes(self) -> bool {
        matches!(self, Self::Single | Self::Last)
    }
}

/// A message as one row of the timeline.
#[component]
pub fn Bubble(
    /// Whose it is.
    #[prop(into)]
    side: Signal<Side>,
    /// Where it stands in its run.
    #[prop(optional, into)]
    position: Signal<BubblePosition>,
    /// The author's name; shown above the first of a run by another, read aloud before every message.
    #[prop(into)]
    author: Signal<String>,
    /// Whether another's name and face are shown: not in a direct chat, where they stand in the head.
    #[prop(default = true.into(), into)]
    show_author: Signal<bool>,
    /// Where the author's picture is.
    #[prop(optional, into)]
    author_src: MaybeProp<String>,
    /// When, in words ("14:05").
    #[prop(into)]
    time: Signal<String>,
    /// When, for machines (RFC 3339).
    #[prop(into)]
    datetime: Signal<String>,
    /// How far an own message has come.
    #[prop(optional, into)]
    delivery: MaybeProp<Delivery>,
    /// Why sending failed and what to do, where the general sentence does not say it.
    #[prop(optional, into)]
    failure: MaybeProp<String>,
    /// Sends a failed message again.
    #[prop(optional, into)]
    on_retry: Option<Callback<()>>,
    /// Takes a failed message away.
    #[prop(optional, into)]
    on_delete: Option<Callback<()>>,
    /// The row's id, for links to a message.
    #[prop(optional, into)]
    id: MaybeProp<String>,
    /// Its author has changed the text since.
    #[prop(optional, into)]
    edited: Signal<bool>,
    /// What it answers; stands above the text.
    #[prop(optional, into)]
    quote: Option<ViewFnOnce>,
    /// What stands below the bubble: reactions.
    #[prop(optional, into)]
    below: Option<ViewFnOnce>,
    /// What can be done with it; stands over the bubble's corner.
    #[prop(optional, into)]
    acts: Option<ViewFnOnce>,
    /// For journeys.
    #[prop(default = "message-bubble")]
    testid: &'static str,
    /// The text, with links made into links.
    children: Children,
) -> impl IntoView {
    let named = move || side.get() == Side::Other && show_author.get();
    view! {
        <article
            class="message"
            id=move || id.get()
            data-side=move || match side.get() {
                Side::Own => "own",
                Side::Other => "other",
            }
            data-position=move || position.get().attribute()
            data-state=move || delivery.get().map(Delivery::attribute)
            data-named=named
            data-testid=testid
            // Reached by arrow keys from the talk.
            tabindex="-1"
        >
            {live(move || {
                named()
                    .then(|| {
                        view! {
                            <span class="message-face">
                                {live(move || {
                                    position.get().closes().then(|| view! { <Avatar name=author src=author_src size=AvatarSize::Small/> })
                                })}
                            </span>
                        }
                    })
            })}
            <div class="message-main">
                <span
                    class=move || {
                        if named() && position.get().opens() { "message-author" } else { "visually-hidden" }
                    }
                    dir="auto"
                >
                    {live(move || if side.get() == Side::Own { "You".to_owned() } else { author.get() })}
                </span>
                <div class="bubble">
                    {quote.map(ViewFnOnce::run)}
                    <div class="bubble-text" dir="auto" data-testid="message-text">
                        {children()}
                    </div>
                    <span class="bubble-meta">
                        {live(move || edited.get().then(|| view! { <span data-testid="message-edited">"edited"</span> }))}
                        <time datetime=move || datetime.get() data-testid="message-time">{live(move || time.get())}</time>
                        {live(move || delivery.get().map(|delivery| view! { <DeliveryMark delivery=delivery/> }))}
                    </span>
                    {acts.map(ViewFnOnce::run)}
                </div>
                {below.map(ViewFnOnce::run)}
                {live(move || {
                    (delivery.get() == Some(Delivery::Failed))
                        .then(|| view! { <Failure failure=failure on_retry=on_retry on_delete=on_delete/> })
                })}
            </div>
        </article>
    }
    .into_any()
}

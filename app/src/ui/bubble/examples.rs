//! Messages of both sides, in runs and in every state.

use leptos::prelude::*;

use super::{Bubble, BubblePosition, Delivery, Side, TypingDots};
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "bubble",
    about: "One message: who, what, when, and how far it has come.",
    examples: &[
        Example {
            title: "A run by another",
            view: other_run,
        },
        Example {
            title: "An own run",
            view: own_run,
        },
        Example {
            title: "States",
            view: states,
        },
        Example {
            title: "Not sent",
            view: failed,
        },
        Example {
            title: "Scripts and shapes",
            view: scripts,
        },
        Example {
            title: "Someone is writing",
            view: typing,
        },
    ],
};

fn frame(rows: impl IntoView + 'static) -> AnyView {
    view! { <div class="talk gallery-talk" data-mood="neutral" data-mood-level="full">{rows}</div> }
        .into_any()
}

fn said(
    side: Side,
    position: BubblePosition,
    delivery: Option<Delivery>,
    text: &'static str,
) -> AnyView {
    view! {
        <Bubble side=side position=position author="Ada Lovelace" time="14:05" datetime="2026-03-02T14:05:00Z" delivery=delivery>
            {text}
        </Bubble>
    }
    .into_any()
}

fn other_run() -> AnyView {
    frame(view! {
        {said(Side::Other, BubblePosition::First, None, "Are you still up for Saturday?")}
        {said(Side::Other, BubblePosition::Middle, None, "The forecast says sun until four, then it may turn.")}
        {said(Side::Other, BubblePosition::Last, None, "I can bring the blanket.")}
    })
}

fn own_run() -> AnyView {
    frame(view! {
        {said(Side::Own, BubblePosition::First, Some(Delivery::Read), "Yes! Eleven at the south gate?")}
        {said(Side::Own, BubblePosition::Middle, Some(Delivery::Read), "I'll make the lemon thing.")}
        {said(Side::Own, BubblePosition::Last, Some(Delivery::Delivered), "And bring the small speaker, if the park is not too full by then.")}
    })
}

fn states() -> AnyView {
    frame(view! {
        {said(Side::Own, BubblePosition::Single, Some(Delivery::Sending), "On its way")}
        {said(Side::Own, BubblePosition::Single, Some(Delivery::Sent), "Kept by the server")}
        {said(Side::Own, BubblePosition::Single, Some(Delivery::Delivered), "On her device")}
        {said(Side::Own, BubblePosition::Single, Some(Delivery::Read), "Seen")}
    })
}

fn failed() -> AnyView {
    frame(view! {
        <Bubble
            side=Side::Own
            author="Ada Lovelace"
            time="14:05"
            datetime="2026-03-02T14:05:00Z"
            delivery=Delivery::Failed
            failure="You are no longer in this room."
            on_retry=|()| ()
            on_delete=|()| ()
        >
            "Can someone let me in? I am at the south gate."
        </Bubble>
    })
}

fn scripts() -> AnyView {
    frame(view! {
        {said(Side::Other, BubblePosition::Single, None, "Сегодня так тихо, что слышно, как падает снег.")}
        {said(Side::Own, BubblePosition::Single, Some(Delivery::Read), "आज बहुत अच्छा लगा, फिर मिलते हैं।")}
        {said(Side::Other, BubblePosition::Single, None, "شكراً جزيلاً، نلتقي غداً عند البوابة.")}
        {said(Side::Own, BubblePosition::Single, Some(Delivery::Read), "ok")}
        {said(Side::Other, BubblePosition::Single, None, "https://example.org/a/very/long/address/that/has/no/place/to/break/because/it/is/one/word?and=more&of=it")}
        {said(Side::Own, BubblePosition::Single, Some(Delivery::Sent), "Two lines\n\nand one after a gap")}
    })
}

fn typing() -> AnyView {
    frame(view! { <TypingDots who="Ada is writing"/> })
}

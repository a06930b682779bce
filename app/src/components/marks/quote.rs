//! What a message answers: who said it and how it began, and the way there.

use domain::{
    markup::plain,
    text::excerpt,
    timeline::{Quote, Quoted},
};
use leptos::prelude::*;

use crate::state::{TimelineStore, use_client};

/// Characters of it; the page shows as many as two lines hold.
const SHOWN: usize = 240;

/// The quote above a message's text.
#[component]
pub fn QuoteBlock(
    /// The room's timeline.
    timeline: TimelineStore,
    /// What is answered.
    quote: Quote,
) -> impl IntoView {
    let people = use_client().people;
    let seq = quote.seq;
    match quote.quoted {
        Quoted::Message { author, text } => {
            let text = excerpt(&plain(&text), SHOWN);
            view! {
                <button
                    class="quote"
                    type="button"
                    aria-label=move || format!("Answers {}: go there", people.full_name(author))
                    data-testid="message-quote"
                    on:click=move |_| timeline.go_to(seq)
                >
                    <span class="quote-author" dir="auto">{move || people.full_name(author)}</span>
                    <span class="quote-text" dir="auto">{text}</span>
                </button>
            }
            .into_any()
        }
        Quoted::Gone => view! {
            <p class="quote" data-testid="message-quote">
                <span class="quote-text">"A message that is not here any more"</span>
            </p>
        }
        .into_any(),
        // Asked for; it has its place already.
        Quoted::Unknown => view! {
            <p class="quote" data-testid="message-quote">
                <span class="quote-text">"…"</span>
            </p>
        }
        .into_any(),
    }
}

//! The emoji under a message.

use domain::message::Reaction;
use leptos::prelude::*;

use crate::{
    state::{TimelineStore, use_client},
    ui::memo,
};

/// A chip for each emoji; pressing one joins in, or takes that back.
#[component]
pub fn Reactions(
    /// The room's timeline.
    timeline: TimelineStore,
    /// The number of the message.
    seq: u64,
    /// The reactions.
    reactions: Vec<Reaction>,
) -> impl IntoView {
    let client = use_client();
    let me = client.session.me_untracked();
    let chips: Vec<AnyView> = reactions
        .into_iter()
        .map(|reaction| {
            let is_mine = reaction.by.iter().any(|user| Some(*user) == me);
            let emoji = reaction.emoji.clone();
            let count = reaction.count;
            let names = move || {
                let you = is_mine.then(|| "you".to_owned());
                let others = reaction.by.iter().filter(|user| Some(**user) != me);
                let named = others.map(|user| client.people.full_name(*user));
                let mut names: Vec<String> = you.into_iter().chain(named).collect();
                let more = (count as usize).saturating_sub(names.len());
                if more > 0 {
                    names.push(format!("{more} more"));
                }
                format!("{} by {}", reaction.emoji, names.join(", "))
            };
            let names = memo(names);
            let pressed = emoji.clone();
            view! {
                <button
                    class="reaction"
                    type="button"
                    aria-pressed=is_mine.to_string()
                    aria-label=move || names.get()
                    data-tip=move || names.get()
                    data-testid="reaction"
                    on:click=move |_| timeline.react(seq, pressed.clone())
                >
                    <span class="reaction-emoji">{emoji}</span>
                    <span class="reaction-count">{count}</span>
                </button>
            }
            .into_any()
        })
        .collect();
    view! { <div class="reactions" role="group" aria-label="Reactions">{chips}</div> }.into_any()
}

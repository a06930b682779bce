//! Who is typing, below the last message. The line keeps its place while nobody is.

use domain::RoomId;
use leptos::prelude::*;

use crate::{
    state::use_client,
    ui::{TypingDots, derived},
};

/// The line for one room.
#[component]
pub fn TypingLine(
    /// Which room.
    room: RoomId,
) -> impl IntoView {
    let client = use_client();
    let who = derived(move || {
        let name = |user: &domain::UserId| client.people.first_name(*user);
        match client.typing.in_room(room).as_slice() {
            [] => None,
            [one] => Some(format!("{} is writing", name(one))),
            [one, two] => Some(format!("{} and {} are writing", name(one), name(two))),
            [one, two, ..] => Some(format!(
                "{}, {} and others are writing",
                name(one),
                name(two)
            )),
        }
    });
    view! { <TypingDots who=who/> }
}

//! A person in a list: face, names, and what can be done.

use crate::ui::{derived, live, memo};
use domain::people::Person;
use leptos::prelude::*;

use super::{feeling::FeelingMark, presence_label::presence_dot};
use crate::{state::use_client, ui::Avatar};

/// A row about a person; the acts stand at its end.
#[component]
pub fn PersonRow(
    /// Who.
    person: Person,
    /// What can be done.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let client = use_client();
    let id = person.id;
    let name = person.full_name();
    let username = person.username.clone();
    let blocked = memo(move || client.people.is_blocked(id));
    view! {
        <li class="found" data-testid="person-row" data-username=username.clone()>
            <Avatar name=name.clone() presence=derived(move || Some(presence_dot(client.presence.of(id))))/>
            <span class="found-main">
                <span class="named">
                    <a class="found-name" href=format!("/people/{username}") dir="auto">{name}</a>
                    <FeelingMark user=Signal::stored(Some(id))/>
                </span>
                <span class="found-about">{format!("@{username}")} {live(move || blocked.get().then_some(" · blocked"))}</span>
            </span>
            {children.map(|children| view! { <span class="found-acts">{children()}</span> })}
        </li>
    }
    .into_any()
}

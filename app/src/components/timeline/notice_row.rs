//! What happened in the room besides messages, in a sentence.

use crate::ui::live;
use domain::{UserId, room::Role, timeline::Notice};
use leptos::prelude::*;

use crate::state::{Client, use_client};

/// One such sentence.
#[component]
pub fn NoticeRow(
    /// What happened.
    notice: Notice,
) -> impl IntoView {
    let client = use_client();
    view! {
        <p class="notice" dir="auto" data-testid="notice">
            {live(move || sentence(client, &notice))}
        </p>
    }
    .into_any()
}

fn sentence(client: Client, notice: &Notice) -> String {
    let name = |user: UserId| {
        if client.session.me() == Some(user) {
            "You".to_owned()
        } else {
            client.people.full_name(user)
        }
    };
    let object = |user: UserId| {
        if client.session.me() == Some(user) {
            "you".to_owned()
        } else {
            client.people.full_name(user)
        }
    };
    match notice {
        Notice::Joined { user, by: Some(by) } if by != user => {
            format!("{} added {}", name(*by), object(*user))
        }
        Notice::Joined { user, .. } => format!("{} joined", name(*user)),
        Notice::Left { user, by: Some(by) } if by != user => {
            format!("{} removed {}", name(*by), object(*user))
        }
        Notice::Left { user, .. } => format!("{} left", name(*user)),
        Notice::RoleChanged { user, role } => {
            let verb = if client.session.me() == Some(*user) {
                "are"
            } else {
                "is"
            };
            format!("{} {verb} {} now", name(*user), role_words(*role))
        }
        Notice::Renamed { name, topic } if topic.is_empty() => {
            format!("The room is called {name} now")
        }
        Notice::Renamed { name, topic } => format!("The room is called {name} now: {topic}"),
    }
}

fn role_words(role: Role) -> &'static str {
    match role {
        Role::Member => "a member",
        Role::Moderator => "a moderator",
        Role::Owner => "an owner",
    }
}

//! `/start`: two ways in.

use domain::place::{JoinPolicy, Purpose};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_query_map;

use crate::{
    api::place::Door,
    components::door::{AtDoor, DoorLook},
    ui::{ButtonSize, ButtonVariant, LinkButton, live},
};

/// Log in, or create an account.
#[component]
pub fn StartPage() -> impl IntoView {
    view! {
        <Title text="Welcome"/>
        <AtDoor look=DoorLook::Start screen=screen/>
    }
}

fn screen(door: Door) -> AnyView {
    let query = use_query_map();
    let was_signed_out = move || query.with(|query| query.get_str("signed-out").is_some());
    let (title, words) = welcome(&door);
    // By invitation only the way in that works is offered first.
    let open = door.place.is_empty || door.place.join_policy == JoinPolicy::Anyone;
    let (first, second) = if open {
        (ButtonVariant::Primary, ButtonVariant::Quiet)
    } else {
        (ButtonVariant::Quiet, ButtonVariant::Primary)
    };
    view! {
        <h1 class="start-title" dir="auto">{title}</h1>
        <p class="start-lead">{words}</p>
        {live(move || {
            was_signed_out()
                .then(|| {
                    view! {
                        <p class="start-note" role="status" data-testid="signed-out">
                            "You are signed out on this device. What you had not sent yet is kept for when you sign in again."
                        </p>
                    }
                })
        })}
        <nav class="start-acts" aria-label="Ways in">
            <LinkButton href="/sign-up" variant=first size=ButtonSize::Large testid="start-sign-up">
                "Create an account"
            </LinkButton>
            <LinkButton href="/sign-in" variant=second size=ButtonSize::Large testid="start-sign-in">
                "Log in"
            </LinkButton>
        </nav>
    }
    .into_any()
}

fn welcome(door: &Door) -> (String, &'static str) {
    if door.place.is_empty {
        return (
            "A new place".to_owned(),
            "Nobody is here yet. The first account becomes the owner's.",
        );
    }
    let words = match door.place.purpose {
        Purpose::Friends => {
            "A place for friends and family to talk, in a light that follows the talk."
        }
        Purpose::Community => "A community's place to talk, in a light that follows the talk.",
        Purpose::Customers => "Come in and talk with us.",
        Purpose::Work => "A quiet place to talk about what you do together.",
    };
    (format!("Welcome to {}", door.place.name), words)
}

//! What the place is for and who may join, as cards.

use domain::place::{JoinPolicy, Purpose};
use leptos::prelude::*;

use crate::ui::{Choice, IconName, RadioGroup, derived};

/// The two choices.
#[component]
pub fn PlaceChoiceFields(
    /// What it is for.
    purpose: RwSignal<Purpose>,
    /// Who may join.
    join_policy: RwSignal<JoinPolicy>,
) -> impl IntoView {
    view! {
        <RadioGroup
            label="What is it for?"
            name="purpose"
            value=derived(move || purpose_name(purpose.get()).to_owned())
            on_change=move |value: String| purpose.set(purpose_of(&value))
            choices=vec![
                Choice::new("friends", "Friends and family")
                    .hint("The light follows the talk from the start.")
                    .icon(IconName::Heart)
                    .testid("purpose-friends"),
                Choice::new("community", "A community")
                    .hint("People who share something. The light follows the talk.")
                    .icon(IconName::Users)
                    .testid("purpose-community"),
                Choice::new("customers", "Talk with customers")
                    .hint("People come with questions.")
                    .icon(IconName::MessageCircle)
                    .testid("purpose-customers"),
                Choice::new("work", "Work or school")
                    .hint("No moods, until a person turns them on for themselves.")
                    .icon(IconName::Shield)
                    .testid("purpose-work"),
            ]
        />
        <RadioGroup
            label="Who may join?"
            name="join_policy"
            value=derived(move || {
                match join_policy.get() {
                    JoinPolicy::Anyone => "anyone",
                    JoinPolicy::Invitation => "invitation",
                }
                    .to_owned()
            })
            on_change=move |value: String| {
                join_policy.set(if value == "anyone" { JoinPolicy::Anyone } else { JoinPolicy::Invitation });
            }
            choices=vec![
                Choice::new("invitation", "Whoever has the invitation link")
                    .hint("You find the link in the settings.")
                    .icon(IconName::Link)
                    .testid("join-invitation"),
                Choice::new("anyone", "Anyone who finds this page").icon(IconName::Globe).testid("join-anyone"),
            ]
        />
    }
    .into_any()
}

fn purpose_name(purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::Friends => "friends",
        Purpose::Community => "community",
        Purpose::Customers => "customers",
        Purpose::Work => "work",
    }
}

fn purpose_of(name: &str) -> Purpose {
    match name {
        "community" => Purpose::Community,
        "customers" => Purpose::Customers,
        "work" => Purpose::Work,
        _ => Purpose::Friends,
    }
}

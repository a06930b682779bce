//! Choosing several people: those found have a box to tick, those chosen stand above as chips.

use domain::{UserId, people::Person};
use leptos::prelude::*;

use super::{
    people_search::{FoundPeople, PeopleSearchField, use_people_search},
    person_row::PersonRow,
};
use crate::{
    state::use_client,
    ui::{Checkbox, Chip, derived, rows},
};

/// The people that are chosen, as chips.
#[component]
pub fn ChosenPeople(
    /// Who.
    chosen: RwSignal<Vec<UserId>>,
) -> impl IntoView {
    let people = use_client().people;
    let chip = move |user: UserId| {
        view! {
            <Chip
                label=derived(move || people.full_name(user))
                face=true
                on_remove=move |()| chosen.update(|chosen| chosen.retain(|other| *other != user))
                testid="chosen-person"
            />
        }
        .into_any()
    };
    view! {
        <div class="chosen" role="group" aria-label="Chosen people">
            {rows(move || chosen.get(), |user| (0, user.0.as_u128()), chip)}
        </div>
    }
    .into_any()
}

/// A box beside a person.
#[component]
pub fn PickBox(
    /// Who.
    person: UserId,
    /// How they are called.
    #[prop(into)]
    name: String,
    /// All that are chosen.
    chosen: RwSignal<Vec<UserId>>,
) -> impl IntoView {
    let change = move |on: bool| {
        chosen.update(|chosen| {
            chosen.retain(|other| *other != person);
            if on {
                chosen.push(person);
            }
        });
    };
    view! {
        <span class="pick-box">
            <Checkbox
                label=format!("Choose {name}")
                name="person"
                hide_label=true
                checked=derived(move || chosen.with(|chosen| chosen.contains(&person)))
                on_change=change
                testid="pick-person"
            />
        </span>
    }
    .into_any()
}

/// Search, results and the chosen, in one.
#[component]
pub fn PersonPicker(
    /// Who is chosen.
    chosen: RwSignal<Vec<UserId>>,
    /// Who is not offered: those who are in already.
    #[prop(optional, into)]
    without: Signal<Vec<UserId>>,
) -> impl IntoView {
    let search = use_people_search(false);
    let row = move |person: Person| {
        let (id, name) = (person.id, person.full_name());
        view! {
            <PersonRow person=person>
                <PickBox person=id name=name chosen=chosen/>
            </PersonRow>
        }
        .into_any()
    };
    let nobody = |_| view! { <p class="quiet-line">"Nobody else by that name."</p> }.into_any();
    view! {
        <div class="person-picker">
            <ChosenPeople chosen=chosen/>
            <PeopleSearchField search=search in_form=true/>
            <FoundPeople search=search without=without row=row nobody=nobody/>
        </div>
    }
    .into_any()
}

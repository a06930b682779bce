//! Looking for people by name or username: a field that asks as one types, and a plain form without JavaScript.

use domain::people::Person;
use leptos::{
    ev::{KeyboardEvent, SubmitEvent},
    prelude::*,
};
use leptos_router::hooks::use_query_map;

use crate::{
    api::{
        load::{Loaded, load},
        people::find_people,
    },
    browser::{self, clock},
    state::use_client,
    ui::{Field, InputType},
};

/// So long after the last key the server is asked, in milliseconds.
const PAUSE_MS: u32 = 200;

/// What is looked for, and what was found.
#[derive(Clone, Copy)]
pub struct PeopleSearch {
    typed: RwSignal<String>,
    asked: RwSignal<String>,
    /// The answer; learned by the people store too.
    pub found: Loaded<Vec<Person>>,
}

/// A search of its own. `in_address`: it begins with what the page's address asks for (`?q=`).
#[must_use]
pub fn use_people_search(in_address: bool) -> PeopleSearch {
    let client = use_client();
    let query = use_query_map();
    let first = if in_address {
        query.with_untracked(|query| query.get("q").unwrap_or_default())
    } else {
        String::new()
    };
    let asked = RwSignal::new(first.clone());
    let found = load(
        move || asked.get(),
        move |asked| async move {
            let answer = find_people(asked).await;
            if let Ok(people) = &answer {
                client.people.learn(people);
            }
            answer
        },
    );
    PeopleSearch {
        typed: RwSignal::new(first),
        asked,
        found,
    }
}

impl PeopleSearch {
    /// What was asked for last.
    #[must_use]
    pub fn asked(self) -> Signal<String> {
        self.asked.into()
    }

    fn ask_soon(self) {
        browser::spawn(async move {
            let Some(before) = self.typed.try_get_untracked() else {
                return;
            };
            clock::sleep(PAUSE_MS).await;
            if self
                .typed
                .try_get_untracked()
                .is_some_and(|now| now == before)
            {
                self.ask(before);
            }
        });
    }

    fn ask(self, text: String) {
        if self
            .asked
            .try_get_untracked()
            .is_some_and(|asked| asked != text)
        {
            self.asked.set(text);
        }
    }
}

/// The field.
#[component]
pub fn PeopleSearchField(
    /// The search.
    search: PeopleSearch,
    /// It is part of a form, in which there cannot be another one: Enter looks at once and does not send that form.
    #[prop(optional)]
    in_form: bool,
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
) -> impl IntoView {
    let field = view! {
        <Field
            label="Find people"
            name="q"
            kind=InputType::Search
            value=search.typed
            on_input=move |_| search.ask_soon()
            placeholder="Name or username"
            hide_label=true
            autofocus=autofocus
            autocomplete="off"
            testid="people-search"
        />
    };
    if in_form {
        let keys = move |event: KeyboardEvent| {
            if event.key() == "Enter" && !event.is_composing() {
                event.prevent_default();
                search.ask(search.typed.get_untracked());
            }
        };
        view! {
            <div class="search-form" role="search" on:keydown=keys>
                {field}
            </div>
        }
        .into_any()
    } else {
        let submit = move |event: SubmitEvent| {
            event.prevent_default();
            search.ask(search.typed.get_untracked());
        };
        view! {
            <form class="search-form" role="search" method="get" on:submit=submit>
                {field}
            </form>
        }
        .into_any()
    }
}

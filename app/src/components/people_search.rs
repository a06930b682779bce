//! Looking for people by name or username: a field that asks as one types, and a plain form without JavaScript; and those
//! who are found.

use domain::{UserId, people::Person};
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
    components::answered::refusal,
    state::use_client,
    ui::{Field, InputType, SkeletonRooms, live, rows},
};

/// So long after the last key the server is asked, in milliseconds.
const PAUSE_MS: u32 = 200;

/// What is looked for, and what was found.
#[derive(Clone, Copy)]
pub struct PeopleSearch {
    typed: RwSignal<String>,
    asked: RwSignal<String>,
    /// Those found for a text, with that text; learned by the people store too.
    found: Loaded<(String, Vec<Person>)>,
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
            let people = find_people(asked.clone()).await?;
            client.people.learn(&people);
            Ok((asked, people))
        },
    );
    PeopleSearch {
        typed: RwSignal::new(first),
        asked,
        found,
    }
}

impl PeopleSearch {
    /// The last text with an answer, and those found for it beside `without`.
    fn answer(self, without: Signal<Vec<UserId>>) -> Option<(String, Vec<Person>)> {
        let (asked, mut people) = self.found.get()?.ok()?;
        without.with(|without| people.retain(|person| !without.contains(&person.id)));
        Some((asked, people))
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

/// Those found, or why there is nobody.
#[component]
pub fn FoundPeople(
    /// The search.
    search: PeopleSearch,
    /// Who is not shown.
    #[prop(optional, into)]
    without: Signal<Vec<UserId>>,
    /// How one of them is shown.
    #[prop(into)]
    row: Callback<Person, AnyView>,
    /// What is said where nobody is found for a text.
    #[prop(into)]
    nobody: Callback<String, AnyView>,
) -> impl IntoView {
    let people = move || {
        search
            .answer(without)
            .map_or_else(Vec::new, |(_, people)| people)
    };
    let asked = move || search.answer(without).map(|(asked, _)| asked);
    let instead = move || match search.found.get()? {
        Ok(_) => search
            .answer(without)
            .filter(|(_, people)| people.is_empty())
            .map(|(asked, _)| nobody.run(asked)),
        Err(failure) => Some(refusal(&failure)),
    };
    // Keyed: who is found again keeps their row, and with it the focus and a press that is under way.
    view! {
        <Transition fallback=SkeletonRooms>
            {live(instead)}
            <ul class="people" role="list" data-testid="people-list" data-asked=asked>
                {rows(people, |person| (0, person.id.0.as_u128()), move |person| row.run(person))}
            </ul>
        </Transition>
    }
    .into_any()
}

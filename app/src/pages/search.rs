//! `/search`: what was said, in all of one's rooms.

use leptos::{ev, html, prelude::*};
use leptos_router::{
    NavigateOptions,
    hooks::{use_navigate, use_query_map},
};

use crate::{
    api::{Failure, load::load, messages::search_messages},
    browser::{self, clock, page},
    components::{
        answered::answered,
        hydration::use_hydrated,
        page_frame::PageFrame,
        search::{Results, address, escape, problem, search_for},
    },
    ui::{Field, InputType, derived, effect, memo},
};

/// So long after the last key the server is asked, in milliseconds.
const PAUSE_MS: u32 = 250;

/// What narrows a search: what is typed, and what that asks for.
const FILTERS: [(&str, &str); 8] = [
    (
        "from:ada",
        "said by Ada, whose username that is; from:me for your own",
    ),
    (
        "in:garden",
        "in the room of that name, or in:@ada with Ada alone",
    ),
    ("has:link", "with a link; has:code with code"),
    ("before:2026-11-30", "said before that day"),
    ("after:2026-11-30", "said after it"),
    ("on:2026-11-30", "said on it"),
    ("\"good morning\"", "these words, beside each other"),
    ("-night", "without this word"),
];

/// A field, and what is found. The address says what is looked for, so that the way back leads to it again.
#[component]
pub fn SearchPage() -> impl IntoView {
    let query = use_query_map();
    let navigate = use_navigate();
    let asked =
        memo(move || query.with(|query| query.get("q").unwrap_or_default().trim().to_owned()));
    let typed = RwSignal::new(asked.get_untracked());
    // The field follows the address, but for what was typed into it.
    let last = StoredValue::new(asked.get_untracked());
    effect(move || {
        let asked = asked.get();
        if last.get_value() != asked {
            last.set_value(asked.clone());
            typed.set(asked);
        }
    });
    let found = load(
        move || asked.get(),
        |asked| async move {
            let page = search_messages(search_for(asked.clone())).await?;
            Ok((asked, page))
        },
    );
    // Where another day begins than in UTC, only the browser knows it.
    let hydrated = use_hydrated();
    let is_loaded_here = hydrated.get_untracked();
    effect(move || {
        let has_days = asked.with_untracked(|asked| asked.contains(':'));
        if hydrated.get() && !is_loaded_here && has_days && clock::utc_offset_minutes() != 0 {
            found.refetch();
        }
    });
    let look_for = StoredValue::new(move |text: String| {
        let options = NavigateOptions {
            replace: true,
            scroll: false,
            ..NavigateOptions::default()
        };
        last.set_value(text.trim().to_owned());
        navigate(&address(text.trim()), options);
    });
    let look_soon = move |text: String| {
        browser::spawn(async move {
            clock::sleep(PAUSE_MS).await;
            let is_last = typed.try_get_untracked().is_some_and(|now| now == text);
            if is_last && asked.get_untracked() != text.trim() {
                look_for.with_value(|look_for| look_for(text));
            }
        });
    };
    let submit = move |event: ev::SubmitEvent| {
        event.prevent_default();
        look_for.with_value(|look_for| look_for(typed.get_untracked()));
    };
    let frame = NodeRef::<html::Div>::new();
    let keys = move |event: ev::KeyboardEvent| {
        if let Some(frame) = frame.get_untracked() {
            let key = event.key();
            let is_there = page::walk(&frame, ".hit", &key);
            if is_there || key == "ArrowUp" && page::has_focus(".hit") {
                if !is_there {
                    page::focus("field-q");
                }
                event.prevent_default();
            }
        }
    };
    let elsewhere = move |path: &'static str| {
        derived(move || match asked.get().as_str() {
            "" => path.to_owned(),
            asked => format!("{path}?q={}", escape(asked)),
        })
    };
    view! {
        <PageFrame title="Search">
            <div node_ref=frame on:keydown=keys>
                <form class="search-form" role="search" method="get" on:submit=submit>
                    <Field
                        label="Search in what was said"
                        name="q"
                        kind=InputType::Search
                        value=typed
                        on_input=look_soon
                        placeholder="Words, from:name, in:room, before:day"
                        hide_label=true
                        autofocus=true
                        autocomplete="off"
                        testid="search-field"
                    />
                    <p class="search-elsewhere">
                        "Or look for "
                        <a href=elsewhere("/people")>"people"</a>
                        " or "
                        <a href=elsewhere("/rooms")>"public rooms"</a>
                        "."
                    </p>
                </form>
                {answered(found, move |answer| match answer {
                    Ok((asked, _)) if asked.is_empty() => view! { <Filters/> }.into_any(),
                    Ok((asked, page)) => view! { <Results asked=asked page=page/> }.into_any(),
                    Err(Failure(error)) => {
                        view! { <p class="form-error search-problem" role="alert" data-testid="search-problem">{problem(&error)}</p> }.into_any()
                    }
                })}
            </div>
        </PageFrame>
    }
}

#[component]
fn Filters() -> impl IntoView {
    let filters: Vec<AnyView> = FILTERS
        .into_iter()
        .map(|(typed, asks)| {
            view! {
                <dt><code>{typed}</code></dt>
                <dd>{asks}</dd>
            }
            .into_any()
        })
        .collect();
    view! {
        <section class="search-help">
            <h2 class="page-title">"What can be asked"</h2>
            <p class="page-about">
                "Words and parts of words, in any script, with or without accents. Put together, they narrow what is found:"
            </p>
            <dl class="search-filters">{filters}</dl>
        </section>
    }
    .into_any()
}

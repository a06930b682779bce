//! The frame of a page beside the list of rooms: a way back on phones, a heading, a measure that reads well.

use leptos::{html, prelude::*};

use super::{hydration::use_hydrated, page_title::PageTitle};
use crate::{
    browser::page::focus_soon,
    ui::{ButtonVariant, IconName, LinkButton, effect, live},
};

/// A page with a heading.
#[component]
pub fn PageFrame(
    /// Its heading, and the document's title.
    #[prop(into)]
    title: Signal<String>,
    /// Where the way back leads.
    #[prop(default = "/")]
    back: &'static str,
    /// For journeys.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    let heading = use_heading_focus();
    view! {
        <PageTitle text=title/>
        <main class="shell-talk" id="main" tabindex="-1" data-testid=testid>
            <div class="page">
            <header class="page-head">
                <span class="only-one-pane">
                    <LinkButton href=back variant=ButtonVariant::Plain icon=IconName::ArrowLeft label="Back"/>
                </span>
                <h1 class="pane-title" dir="auto" tabindex="-1" node_ref=heading>
                    {live(move || title.get())}
                </h1>
            </header>
            {children()}
            </div>
        </main>
    }
    .into_any()
}

/// Gives the focus to the heading of a page that was gone to without loading the document: the browser would do so itself.
pub fn use_heading_focus() -> NodeRef<html::H1> {
    let heading = NodeRef::<html::H1>::new();
    let gone_to = use_hydrated().get_untracked();
    effect(move || {
        if let Some(heading) = heading.get()
            && gone_to
        {
            focus_soon(heading.into());
        }
    });
    heading
}

/// A part of a page under a heading of its own.
#[component]
pub fn Section(
    /// The heading.
    #[prop(into)]
    title: Signal<String>,
    /// Its anchor.
    id: &'static str,
    /// What stands in it.
    children: Children,
) -> impl IntoView {
    view! {
        <section class="page-section" id=id aria-labelledby=format!("{id}-title")>
            <h2 class="page-title" id=format!("{id}-title")>
                {live(move || title.get())}
            </h2>
            {children()}
        </section>
    }
    .into_any()
}

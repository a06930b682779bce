//! `/gallery`: every ui piece from its `examples.rs`, and a whole talk, in any theme and mood. Development and end2end builds
//! only. All of its state is in the address, so a screenshot is a URL:
//! `/gallery?piece=talk&theme=dark&mood=sad&level=vivid`.

mod look;
mod talk;

use leptos::prelude::*;
use leptos_meta::{Html, Title};
use leptos_router::hooks::use_query_map;

use self::{look::Look, talk::TalkSample};
use crate::ui::{Example, PIECES, Piece, memo};

/// The page.
#[component]
pub fn Gallery() -> impl IntoView {
    let query = use_query_map();
    let look = memo(move || query.with(|query| Look::read(|key| query.get(key))));
    view! {
        <Title text="Gallery"/>
        {move || look.get().theme.map(|theme| view! { <Html attr:data-theme=theme/> })}
        {move || {
            let look = look.get();
            if look.piece == "talk" {
                view! { <TalkSample look=look/> }.into_any()
            } else {
                view! { <Pieces look=look/> }.into_any()
            }
        }}
    }
}

#[component]
fn Pieces(look: Look) -> impl IntoView {
    let shown: Vec<_> = PIECES
        .iter()
        .filter(|piece| look.piece == "all" || look.piece == piece.name)
        .map(section)
        .collect();
    view! {
        <div class="gallery">
            <Nav look=look/>
            <main class="gallery-main">
                <h1>"Gallery"</h1>
                {shown}
            </main>
        </div>
    }
    .into_any()
}

fn section(piece: &'static Piece) -> AnyView {
    let examples = piece
        .examples
        .iter()
        .map(|Example { title, view }| {
            view! {
                <section class="gallery-example" data-example=*title>
                    <h3>{*title}</h3>
                    <div>{view()}</div>
                </section>
            }
        })
        .collect_view();
    view! {
        <section class="gallery-piece" id=piece.name data-testid=format!("piece-{}", piece.name)>
            <header>
                <h2>{piece.name}</h2>
                <p>{piece.about}</p>
            </header>
            {examples}
        </section>
    }
    .into_any()
}

#[component]
fn Nav(look: Look) -> impl IntoView {
    let pieces = ["all", "talk"]
        .into_iter()
        .chain(PIECES.iter().map(|piece| piece.name));
    let links = pieces
        .map(|name| link(name, &look.with_piece(name), look.piece == name))
        .collect_view();
    view! {
        <nav class="gallery-nav" aria-label="Gallery">
            <h2 class="gallery-heading">"Theme"</h2>
            <ul role="list">
                {link("system", &look.with_theme(None), look.theme.is_none())}
                {link("light", &look.with_theme(Some("light")), look.theme == Some("light"))}
                {link("dark", &look.with_theme(Some("dark")), look.theme == Some("dark"))}
            </ul>
            <h2 class="gallery-heading">"Mood of the talk"</h2>
            <ul role="list">
                {look::MOODS.iter().map(|mood| link(mood, &look.with_mood(mood), look.mood == *mood)).collect_view()}
            </ul>
            <h2 class="gallery-heading">"Level"</h2>
            <ul role="list">
                {look::LEVELS.iter().map(|level| link(level, &look.with_level(level), look.level == *level)).collect_view()}
            </ul>
            <h2 class="gallery-heading">"Pieces"</h2>
            <ul role="list" class="gallery-pieces">
                {links}
            </ul>
        </nav>
    }
    .into_any()
}

fn link(words: &'static str, look: &Look, current: bool) -> AnyView {
    view! {
        <li>
            <a href=look.href() aria-current=current.then_some("true")>
                {words}
            </a>
        </li>
    }
    .into_any()
}

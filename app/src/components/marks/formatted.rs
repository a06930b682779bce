//! A message's text as nodes, never as HTML. What the marks mean is decided in `domain::markup`.

use domain::markup::{Align, Block, Inline, is_only_emoji, parse};
use leptos::{html, prelude::*};

use crate::{
    state::use_client,
    ui::{ButtonSize, IconButton, IconName},
};

/// The text, formatted.
pub fn formatted(text: &str) -> Vec<AnyView> {
    if is_only_emoji(text) {
        return vec![element("span", "only-emoji", vec![words(text)])];
    }
    match parse(text).as_slice() {
        // Most of what is said: it flows around its time.
        [Block::Paragraph(line)] => inlines(line),
        blocks => blocks.iter().map(block).collect(),
    }
}

fn block(block: &Block<'_>) -> AnyView {
    match block {
        Block::Paragraph(line) => element("p", "paragraph", inlines(line)),
        Block::Quote(inner) => element(
            "blockquote",
            "cited",
            inner.iter().map(self::block).collect(),
        ),
        Block::List { first, items } => list(*first, items),
        Block::Code { language, lines } => code(*language, lines.join("\n")),
        Block::Table { align, head, rows } => table(align, head, rows),
    }
}

fn list(first: Option<u32>, items: &[Vec<Block<'_>>]) -> AnyView {
    let items: Vec<AnyView> = items
        .iter()
        .map(|item| {
            let inner = match item.as_slice() {
                [Block::Paragraph(line), rest @ ..] => {
                    let mut inner = inlines(line);
                    inner.extend(rest.iter().map(block));
                    inner
                }
                all => all.iter().map(block).collect(),
            };
            element("li", "item", inner)
        })
        .collect();
    match first {
        None => element("ul", "items", items),
        Some(first) => view! { <ol class="items" start=first.to_string()>{items}</ol> }.into_any(),
    }
}

/// Text as it is, with a way to take it along. Long lines scroll by themselves, also by keyboard.
fn code(language: Option<&str>, text: String) -> AnyView {
    let toasts = use_client().toasts;
    let copied = text.clone();
    let copy = move |_| toasts.copy(copied.clone(), "Copied.");
    view! {
        <div class="code">
            <div class="code-head">
                <span>{language.unwrap_or("code").to_owned()}</span>
                <IconButton icon=IconName::Copy label="Copy" size=ButtonSize::Small on_click=copy testid="code-copy"/>
            </div>
            <pre class="code-text" dir="ltr" tabindex="0">{text}</pre>
        </div>
    }
    .into_any()
}

fn table(align: &[Align], head: &[Vec<Inline<'_>>], rows: &[Vec<Vec<Inline<'_>>>]) -> AnyView {
    let line = |tag: &'static str, cells: &[Vec<Inline<'_>>]| {
        let cells = cells.iter().zip(align).map(|(cell, align)| {
            let class = match align {
                Align::Auto => "cell",
                Align::Left => "cell cell-left",
                Align::Center => "cell cell-center",
                Align::Right => "cell cell-right",
            };
            element(tag, class, inlines(cell))
        });
        element("tr", "line", cells.collect())
    };
    let head = element("thead", "head", vec![line("th", head)]);
    let body = element(
        "tbody",
        "body",
        rows.iter().map(|row| line("td", row)).collect(),
    );
    let table = element("table", "table", vec![head, body]);
    view! { <div class="table-frame" tabindex="0">{table}</div> }.into_any()
}

fn inlines(line: &[Inline<'_>]) -> Vec<AnyView> {
    line.iter().map(inline).collect()
}

fn inline(piece: &Inline<'_>) -> AnyView {
    match piece {
        Inline::Text(text) => words(text),
        Inline::Break => words("\n"),
        Inline::Strong(inner) => element("strong", "strong", inlines(inner)),
        Inline::Emphasis(inner) => element("em", "emphasis", inlines(inner)),
        Inline::Strike(inner) => element("del", "strike", inlines(inner)),
        Inline::Spoiler(inner) => spoiler(inlines(inner)),
        Inline::Code(text) => element("code", "inline-code", vec![words(text)]),
        Inline::Mention(name) => mention(name),
        Inline::Address(address) => link(address, vec![words(address)]),
        Inline::Link { address, label } => link(address, inlines(label)),
    }
}

/// Hidden until it is asked for.
fn spoiler(inner: Vec<AnyView>) -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <span
            class="spoiler"
            role="button"
            tabindex="0"
            aria-expanded=move || open.get().to_string()
            aria-label=move || (!open.get()).then_some("Hidden: show it")
            on:click=move |_| open.set(true)
            on:keydown=move |event| {
                if event.key() == "Enter" || event.key() == " " {
                    event.prevent_default();
                    open.set(true);
                }
            }
        >
            <span class="spoiler-text">{inner}</span>
        </span>
    }
    .into_any()
}

/// Someone who is known here, by their name; else what was typed.
fn mention(name: &str) -> AnyView {
    let client = use_client();
    let username = name.to_ascii_lowercase();
    let Some(person) = client.people.named(&username) else {
        return words(&format!("@{name}"));
    };
    let is_me = client.session.me_untracked() == Some(person.id);
    view! {
        <a class="mention" href=format!("/people/{username}") data-me=is_me>
            {format!("@{}", person.full_name())}
        </a>
    }
    .into_any()
}

/// A link tells the other site nothing of this one.
fn link(address: &str, inner: Vec<AnyView>) -> AnyView {
    view! {
        <a href=address.to_owned() target="_blank" rel="noopener noreferrer nofollow">
            {inner}
        </a>
    }
    .into_any()
}

fn words(text: &str) -> AnyView {
    text.to_owned().into_any()
}

/// Any element: one piece of code for all of them.
fn element(tag: &'static str, class: &'static str, inner: Vec<AnyView>) -> AnyView {
    html::custom(tag)
        .attr("class", class)
        .child(inner)
        .into_any()
}

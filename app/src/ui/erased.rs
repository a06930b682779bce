//! Views, signals and effects of one type each.
//!
//! Leptos compiles what shows a changing part of the page, a list, or an effect anew for every closure that says what is
//! in it: some 1 to 5 KB of the page's program for each of a hundred. Here closures are boxed first, so it is compiled once.

use std::sync::{Arc, Mutex};

use leptos::{prelude::*, tachys::reactive_graph::SharedReactiveFunction};

/// A part of the page that changes with the signals that `view` reads: `{live(move || …)}`.
#[must_use]
pub fn live<V: IntoView + 'static>(mut view: impl FnMut() -> V + Send + 'static) -> AnyView {
    let view: SharedReactiveFunction<AnyView> = Arc::new(Mutex::new(move || view().into_any()));
    view.into_any()
}

/// A signal that follows others, for a component to hand down. `Signal::derive` is not for that: what reads one listens to
/// what that reads, and when the component goes together with a change of that, it is read once more, and is gone: the
/// page goes down (ADR 13). A memo goes together with its component, and nobody hears of it again.
#[must_use]
pub fn derived<T: PartialEq + Send + Sync + 'static>(
    value: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<T> {
    follow(Box::new(value))
}

fn follow<T: PartialEq + Send + Sync + 'static>(
    value: Box<dyn Fn() -> T + Send + Sync>,
) -> Signal<T> {
    Memo::new(move |_| value()).into()
}

/// What tells one row of a list from the others: a kind and a number.
pub type Key = (u8, u128);

type Row = Box<dyn FnOnce() -> AnyView + Send + Sync>;

/// A list whose rows are kept as long as their keys are in it, in the order of `each`.
#[must_use]
pub fn rows<T: Send + Sync + 'static>(
    each: impl Fn() -> Vec<T> + Send + Sync + 'static,
    key: impl Fn(&T) -> Key + Send + Sync + 'static,
    row: impl Fn(T) -> AnyView + Send + Sync + 'static,
) -> AnyView {
    let row = Arc::new(row);
    keyed(Box::new(move || {
        let rows = each().into_iter().map(|item| {
            let row = Arc::clone(&row);
            let key = key(&item);
            (key, Box::new(move || row(item)) as Row)
        });
        rows.collect()
    }))
}

fn keyed(each: Box<dyn Fn() -> Vec<(Key, Row)> + Send + Sync>) -> AnyView {
    view! { <For each=each key=|(key, _)| *key children=|(_, row)| row()/> }.into_any()
}

/// Runs in the browser, at first and whenever a signal that it reads has changed.
pub fn effect(run: impl FnMut() + 'static) {
    boxed_effect(Box::new(run));
}

/// As [`effect`]; what it answers is kept until it runs again, and as long as its owner lives.
pub fn effect_keeping<T: 'static>(mut run: impl FnMut() -> T + 'static) {
    let mut kept = None;
    effect(move || {
        drop(kept.take());
        kept = Some(run());
    });
}

fn boxed_effect(mut run: Box<dyn FnMut()>) {
    Effect::new(move |_| run());
}

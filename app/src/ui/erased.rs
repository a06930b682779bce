//! Views, memos and effects of one type each.
//!
//! Leptos compiles what shows a changing part of the page, a list, or an effect anew for every closure that says what is
//! in it: some 1 to 5 KB of the page's program for each of a hundred. Here closures are boxed first, so it is compiled once.

use std::{
    any::Any,
    marker::PhantomData,
    sync::{Arc, Mutex},
};

use leptos::{prelude::*, tachys::reactive_graph::SharedReactiveFunction};

/// A part of the page that changes with the signals that `view` reads: `{live(move || …)}`.
#[must_use]
pub fn live<V: IntoView + 'static>(mut view: impl FnMut() -> V + Send + 'static) -> AnyView {
    let view: SharedReactiveFunction<AnyView> = Arc::new(Mutex::new(move || view().into_any()));
    view.into_any()
}

/// A signal that follows others, for a component to hand down. `Signal::derive` alone is not for that: what reads one listens
/// to what that reads, and when the component goes together with a change of that, it is read once more, and is gone: the
/// page goes down (ADR 13). A memo goes together with its component, and nobody hears of it again.
#[must_use]
pub fn derived<T: Clone + PartialEq + Send + Sync + 'static>(
    value: impl Fn() -> T + Send + Sync + 'static,
) -> Signal<T> {
    memo(value).into()
}

/// A value that follows signals, worked out anew when they change, and telling those who read it only when it differs.
#[must_use]
pub fn memo<T: PartialEq + Send + Sync + 'static>(
    value: impl Fn() -> T + Send + Sync + 'static,
) -> Followed<T> {
    Followed {
        memo: kept(Box::new(move || Kept(Arc::new(value())))),
        kind: PhantomData,
    }
}

fn kept(value: Box<dyn Fn() -> Kept + Send + Sync>) -> Memo<Kept> {
    Memo::new(move |_| value())
}

/// A value of any kind that can be compared with one of the same kind: one kind of memo for all of them.
#[derive(Clone)]
struct Kept(Arc<dyn Value>);

trait Value: Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn is_same(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Value for T {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is_same(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.0.is_same(other.0.as_any())
    }
}

impl Kept {
    fn read<T: 'static, U>(&self, read: impl FnOnce(&T) -> U) -> U {
        let value = self.0.as_any().downcast_ref();
        read(value.expect("it was made of one"))
    }
}

/// What [`memo`] makes. It is gone with the component that made it; [`Followed::try_get`] is for what may outlive that.
pub struct Followed<T> {
    memo: Memo<Kept>,
    kind: PhantomData<fn() -> T>,
}

impl<T> Clone for Followed<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Followed<T> {}

impl<T: 'static> Followed<T> {
    /// The value. Tracked.
    #[must_use]
    pub fn get(self) -> T
    where
        T: Clone,
    {
        self.memo.get().read(T::clone)
    }

    /// The value, if it is still there. Tracked.
    #[must_use]
    pub fn try_get(self) -> Option<T>
    where
        T: Clone,
    {
        Some(self.memo.try_get()?.read(T::clone))
    }

    /// The value, not tracked.
    #[must_use]
    pub fn get_untracked(self) -> T
    where
        T: Clone,
    {
        self.memo.get_untracked().read(T::clone)
    }

    /// Something of the value. Tracked.
    pub fn with<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.memo.get().read(read)
    }

    /// Something of the value, not tracked.
    pub fn with_untracked<U>(self, read: impl FnOnce(&T) -> U) -> U {
        self.memo.get_untracked().read(read)
    }
}

impl<T: Clone + Send + Sync + 'static> From<Followed<T>> for Signal<T> {
    fn from(followed: Followed<T>) -> Self {
        Signal::derive(move || followed.get())
    }
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

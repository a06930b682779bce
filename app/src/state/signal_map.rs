//! A map whose values are signals of their own: who reads one value does not hear of the others.

use std::{collections::HashMap, hash::Hash};

use leptos::prelude::*;

/// Values by key, each tracked alone, known or not yet known.
#[derive(Debug)]
pub struct SignalMap<K: 'static, V: 'static> {
    slots: StoredValue<HashMap<K, ArcRwSignal<Option<V>>>>,
}

impl<K, V> Clone for SignalMap<K, V> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<K, V> Copy for SignalMap<K, V> {}

impl<K, V> SignalMap<K, V>
where
    K: Copy + Eq + Hash + Send + Sync + 'static,
    V: Clone + PartialEq + Send + Sync + 'static,
{
    /// An empty map; lives as long as the current owner.
    pub fn new() -> Self {
        Self {
            slots: StoredValue::new(HashMap::new()),
        }
    }

    /// The slot of a key: `None` in it means not known yet.
    pub fn slot(self, key: K) -> ArcRwSignal<Option<V>> {
        self.slots
            .try_update_value(|slots| {
                slots
                    .entry(key)
                    .or_insert_with(|| ArcRwSignal::new(None))
                    .clone()
            })
            .unwrap_or_else(|| ArcRwSignal::new(None))
    }

    /// The value, tracked.
    pub fn get(self, key: K) -> Option<V> {
        self.slot(key).get()
    }

    /// The value, not tracked.
    pub fn get_untracked(self, key: K) -> Option<V> {
        self.slots
            .try_with_value(|slots| slots.get(&key).map(|slot| slot.get_untracked()))
            .flatten()
            .flatten()
    }

    /// Sets a value; who reads it hears of it only if it differs.
    pub fn set(self, key: K, value: Option<V>) {
        let slot = self.slot(key);
        if slot.with_untracked(|old| *old != value) {
            slot.set(value);
        }
    }

    /// Changes a value that is known; `change` says whether it did.
    pub fn change(self, key: K, change: impl FnOnce(&mut V) -> bool) {
        self.slot(key)
            .maybe_update(|value| value.as_mut().is_some_and(change));
    }

    /// Every known key, not tracked.
    pub fn known(self) -> Vec<K> {
        self.slots
            .try_with_value(|slots| {
                slots
                    .iter()
                    .filter(|(_, slot)| slot.with_untracked(Option::is_some))
                    .map(|(key, _)| *key)
                    .collect()
            })
            .unwrap_or_default()
    }
}

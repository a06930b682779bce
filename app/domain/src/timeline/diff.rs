//! How the rows differ from those before: what a page with one signal per row has to touch.

use std::collections::HashMap;

use super::{Row, RowKey};

/// A difference between two lists of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diff<E> {
    /// The names in their new order, if it changed.
    pub order: Option<Vec<RowKey>>,
    /// Rows that are new or changed.
    pub changed: Vec<Row<E>>,
    /// Names of rows that are gone.
    pub removed: Vec<RowKey>,
}

impl<E: Clone + PartialEq> Diff<E> {
    /// From `old` to `new`.
    #[must_use]
    pub fn between(old: &[Row<E>], new: &[Row<E>]) -> Self {
        let mut known: HashMap<RowKey, &Row<E>> = old.iter().map(|row| (row.key, row)).collect();
        let changed = new
            .iter()
            .filter(|row| known.remove(&row.key) != Some(*row))
            .cloned()
            .collect();
        let is_same_order = old
            .iter()
            .map(|row| row.key)
            .eq(new.iter().map(|row| row.key));
        Self {
            order: (!is_same_order).then(|| new.iter().map(|row| row.key).collect()),
            changed,
            removed: known.into_keys().collect(),
        }
    }

    /// Nothing to do.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.order.is_none() && self.changed.is_empty()
    }
}

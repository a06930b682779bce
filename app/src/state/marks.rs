//! Whether what draws more than plain words is there.

use leptos::prelude::*;

use crate::{browser, components::marks};

/// See the module.
#[derive(Clone, Copy)]
pub struct MarksStore {
    is_there: RwSignal<bool>,
}

impl MarksStore {
    pub(super) fn new() -> Self {
        Self {
            is_there: RwSignal::new(false),
        }
    }

    /// Whether it is there. Tracked.
    pub fn is_there(self) -> bool {
        self.is_there.get()
    }

    /// Gets it, where a talk stands.
    pub(super) fn load(self) {
        browser::spawn(async move {
            marks::load().await;
            if self.is_there.try_get_untracked() == Some(false) {
                self.is_there.set(true);
            }
        });
    }
}

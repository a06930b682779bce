//! Where the timeline is scrolled to: when to load more, when the end is on screen, how to get there.

use leptos::{html, prelude::*};

use crate::{
    browser::{observer::observe, page, place::keep_place},
    state::{ConnectionState, TimelineStore, use_client},
    ui::{derived, effect, effect_keeping, memo},
};

/// How far before an edge more is loaded: about two screens, in CSS terms.
const AHEAD: &str = "1600px 0px";
/// The end counts as on screen this close to it.
const NEAR: &str = "48px 0px";

/// Watches and moves one scroller.
#[derive(Clone, Copy)]
pub struct Scroller {
    timeline: TimelineStore,
    element: NodeRef<html::Div>,
    is_away: RwSignal<bool>,
    wants_end: RwSignal<bool>,
    is_connected: Signal<bool>,
}

impl Scroller {
    pub fn new(timeline: TimelineStore, element: NodeRef<html::Div>) -> Self {
        let connection = use_client().connection.state();
        Self {
            timeline,
            element,
            is_away: RwSignal::new(false),
            wants_end: RwSignal::new(false),
            is_connected: derived(move || connection.get() == ConnectionState::Open),
        }
    }

    /// The end is not on screen, or not even loaded.
    pub fn is_away(self) -> Signal<bool> {
        let live = self.timeline.at_live_end();
        derived(move || self.is_away.get() || !live.get())
    }

    /// Loads more as an edge comes near, and tells whether the end is on screen. Watching begins anew when rows have
    /// changed, when a page has been added, and when the connection is back: an edge that is still near says so again then.
    pub fn watch(self, older: NodeRef<html::Div>, newer: NodeRef<html::Div>) {
        let Self {
            timeline,
            element,
            is_away,
            is_connected,
            ..
        } = self;
        let order = timeline.order();
        // What only stood at an edge may have moved away from it.
        let window = memo(move || order.with(|order| (order.first().copied(), order.len())));
        let (live, pages) = (timeline.at_live_end(), timeline.pages());
        effect_keeping(move || {
            let _ = (window.get(), live.get(), pages.get(), is_connected.get());
            let (root, older, newer) = (element.get()?, older.get()?, newer.get()?);
            Some([
                observe(&root, &older, AHEAD, move |near| {
                    if near {
                        timeline.load_older();
                    }
                }),
                observe(&root, &newer, AHEAD, move |near| {
                    if near && live.try_get_untracked() == Some(false) {
                        timeline.load_newer();
                    }
                }),
                observe(&root, &newer, NEAR, move |near| {
                    is_away.try_set(!near);
                    timeline.set_at_bottom(near && live.try_get_untracked() == Some(true));
                }),
            ])
        });
        on_cleanup(move || timeline.set_at_bottom(false));
    }

    /// Holds what one reads still while rows come and go around it.
    pub fn hold(self, column: NodeRef<html::Div>) {
        let Self { element, .. } = self;
        effect_keeping(move || {
            let (scroller, column) = (element.get()?, column.get()?);
            Some(keep_place(&scroller, &column, ".timeline-row"))
        });
    }

    /// Shows the end after each own message.
    pub fn follow(self, sent: Signal<u32>) {
        let mut before = None;
        effect(move || {
            let now = sent.get();
            if before.replace(now).is_some_and(|before| before != now) {
                self.to_end();
            }
        });
        let live = self.timeline.at_live_end();
        let order = self.timeline.order();
        effect(move || {
            if self.is_connected.get() && self.wants_end.get_untracked() {
                // What could not be loaded for want of a connection.
                self.timeline.jump_to_end();
            }
        });
        effect(move || {
            order.track();
            if live.get() && self.wants_end.get() {
                self.wants_end.set(false);
                self.scroll_down();
            }
        });
    }

    /// Goes to the newest message, loading it first where it is not loaded.
    pub fn to_end(self) {
        self.timeline.jump_to_end();
        self.wants_end.set(true);
    }

    /// As [`Scroller::to_end`], for a button that is gone then: the talk takes the focus.
    pub fn back_to_end(self) {
        if let Some(element) = self.element.get_untracked() {
            // Without focus one can still read.
            let _ = element.focus();
        }
        self.to_end();
    }

    /// Opens where reading stopped, with a little of what was read above it.
    pub fn open_at_unread(self) {
        let Self { element, .. } = self;
        let mut is_done = false;
        effect(move || {
            if !is_done && let Some(element) = element.get() {
                page::show_first(&element, "[data-kind=unread]");
                is_done = true;
            }
        });
    }

    /// Brings a message before the eyes when it is asked for.
    pub fn reveal(self) {
        let mut before = untrack(|| self.timeline.revealed());
        effect(move || {
            let (now, Some(element)) = (self.timeline.revealed(), self.element.get()) else {
                return;
            };
            if std::mem::replace(&mut before, now) != now
                && let Some((key, _)) = now
            {
                page::after_paint(move || page::reveal(&element, &key.to_string()));
            }
        });
    }

    fn scroll_down(self) {
        if let Some(element) = self.element.get_untracked() {
            // The origin of a reversed column is its end.
            page::after_paint(move || element.set_scroll_top(0));
        }
    }
}

//! What may stand in a talk besides plain words: formatted text, what a message answers, reactions, what the composer is
//! for. Most of what is said needs none of it, so its code is a file of its own in a release (`xtask/src/split.rs`): fetched
//! before the page comes alive where the server has drawn any of it, and otherwise when a talk stands.

mod aim;
mod formatted;
mod quote;
mod reactions;

use std::sync::OnceLock;

use domain::{markup::is_plain, message::Reaction, timeline::Quote};
use leptos::prelude::*;

use self::{aim::AimLine, formatted::formatted, quote::QuoteBlock, reactions::Reactions};
use crate::{
    browser::{self, Missing, backoff::until_some, signs},
    state::{TimelineStore, use_client},
};

/// Draws all this.
trait Marks: Sync {
    fn text(&self, text: &str) -> Vec<AnyView>;
    fn plain(&self, text: &str) -> String;
    fn quote(&self, timeline: TimelineStore, quote: Quote) -> AnyView;
    fn reactions(&self, timeline: TimelineStore, seq: u64, all: Vec<Reaction>) -> AnyView;
    fn aim(&self, timeline: TimelineStore, on_leave: Callback<()>) -> AnyView;
}

/// A message's text, formatted; as typed while what formats it is on its way.
pub fn text(text: &str) -> Vec<AnyView> {
    let marks = (!is_plain(text)).then(marks).flatten();
    match marks {
        Some(marks) => marks.text(text),
        None => vec![text.to_owned().into_any()],
    }
}

/// What a message answers.
pub fn quote(timeline: TimelineStore, quote: Quote) -> Option<AnyView> {
    Some(marks()?.quote(timeline, quote))
}

/// The emoji under the message with this number; nothing where there are none.
pub fn reactions(timeline: TimelineStore, seq: u64, all: Vec<Reaction>) -> Option<AnyView> {
    if all.is_empty() {
        return None;
    }
    Some(marks()?.reactions(timeline, seq, all))
}

/// The line above a composer that is for something else than a new message.
pub fn aim(timeline: TimelineStore, on_leave: Callback<()>) -> Option<AnyView> {
    Some(marks()?.aim(timeline, on_leave))
}

/// A text without its marks, for a line in a list; as typed while what reads them is on its way.
#[must_use]
pub fn plain(text: &str) -> String {
    let marks = (!is_plain(text)).then(installed).flatten();
    marks.map_or_else(|| text.to_owned(), |marks| marks.plain(text))
}

/// What draws it, once it is there. Tracked.
fn marks() -> Option<&'static dyn Marks> {
    use_client().marks.is_there();
    installed()
}

static INSTALLED: OnceLock<&'static dyn Marks> = OnceLock::new();

fn installed() -> Option<&'static dyn Marks> {
    if browser::IS_BROWSER {
        INSTALLED.get().copied()
    } else {
        Some(&Drawn)
    }
}

/// Ends when what draws it is there.
pub async fn load() {
    until_some(async || {
        if INSTALLED.get().is_none()
            && signs::is_online()
            && let Ok(marks) = part::marks().await
        {
            // Another call may have been faster, with the same.
            let _ = INSTALLED.set(marks);
        }
        INSTALLED.get()
    })
    .await;
}

struct Drawn;

impl Marks for Drawn {
    fn text(&self, text: &str) -> Vec<AnyView> {
        formatted(text)
    }

    fn plain(&self, text: &str) -> String {
        domain::markup::plain(text)
    }

    fn quote(&self, timeline: TimelineStore, quote: Quote) -> AnyView {
        view! { <QuoteBlock timeline=timeline quote=quote/> }.into_any()
    }

    fn reactions(&self, timeline: TimelineStore, seq: u64, all: Vec<Reaction>) -> AnyView {
        view! { <Reactions timeline=timeline seq=seq reactions=all/> }.into_any()
    }

    fn aim(&self, timeline: TimelineStore, on_leave: Callback<()>) -> AnyView {
        view! { <AimLine timeline=timeline on_leave=on_leave/> }.into_any()
    }
}

#[cfg(feature = "split")]
mod part {
    use leptos::wasm_split::wasm_split;

    use super::{Drawn, Marks, Missing};

    #[wasm_split(marks, wasm_split_path = ::leptos::wasm_split, fallible)]
    pub fn marks() -> Result<&'static dyn Marks, Missing> {
        Ok(&Drawn)
    }
}

/// Everything is in one file.
#[cfg(not(feature = "split"))]
mod part {
    use super::{Drawn, Marks, Missing};

    pub async fn marks() -> Result<&'static dyn Marks, Missing> {
        Ok(&Drawn)
    }
}

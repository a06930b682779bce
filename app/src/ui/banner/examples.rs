//! Lines of news.

use leptos::prelude::*;

use super::{Banner, Tone};
use crate::ui::{Example, IconName, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "banner",
    about: "A line about the state of things.",
    examples: &[Example {
        title: "Tones",
        view: tones,
    }],
};

fn tones() -> AnyView {
    view! {
        <div class="gallery-column">
            <Banner tone=Tone::Warning icon=IconName::WifiOff>"You're offline. We'll send this when you're back."</Banner>
            <Banner>"A new version is ready. It comes with the next reload."</Banner>
            <Banner tone=Tone::Success>"Your password is changed."</Banner>
            <Banner tone=Tone::Danger>"The username or the password is not right. Please try again."</Banner>
        </div>
    }
    .into_any()
}

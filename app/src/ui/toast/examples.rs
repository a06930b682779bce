//! Toasts as they stand on a page.

use leptos::prelude::*;

use super::{ToastRegion, provide_toaster};
use crate::ui::{Example, Piece, Tone};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "toast",
    about: "A short word about something that just happened elsewhere.",
    examples: &[Example {
        title: "Tones",
        view: tones,
    }],
};

fn tones() -> AnyView {
    let toaster = provide_toaster();
    toaster.add(Tone::Info, "The link is on your clipboard.".to_owned());
    toaster.add(Tone::Success, "Ada is in Garden Club now.".to_owned());
    toaster.add(
        Tone::Danger,
        "Bo could not be added. Blocked people cannot be added.".to_owned(),
    );
    view! { <div class="gallery-toasts"><ToastRegion/></div> }.into_any()
}

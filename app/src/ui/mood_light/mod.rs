//! The light behind a talk: put it first inside `.talk`, whose attributes say which mood it has; `style/mood/` does the rest.
//!
//! | attribute on `.talk` | values |
//! | --- | --- |
//! | `data-mood` | `neutral`, `calm`, `happy`, `sad`, `tense` |
//! | `data-shade` | `love`, `fear`, or absent |
//! | `data-mood-second` | as `data-mood`, for a mixed mood, or absent |
//! | `data-mood-level` | `off`, `subtle`, `full`, `vivid` |
//! | `data-mood-cause` | `typing`, `received`, `neutral`, `soothe`: how slowly it fades |
//! | `style="--mood-strength:…"` | 0.4 to 1 |

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

/// The layers of light, and the drawings that *vivid* adds where no text stands. Decoration only.
#[component]
pub fn MoodLight() -> impl IntoView {
    view! {
        <div class="mood-light" aria-hidden="true">
            <div class="mood-lamp"></div>
            <div class="mood-vivid">
                <div class="mood-glow" data-place="start"></div>
                <div class="mood-glow" data-place="end"></div>
                <div class="mood-glow" data-place="top"></div>
                <div class="mood-motif" data-motif="happy"></div>
                <div class="mood-motif" data-motif="sad"></div>
                <div class="mood-motif" data-motif="tense"></div>
                <div class="mood-motif" data-motif="calm"></div>
            </div>
        </div>
    }
    .into_any()
}

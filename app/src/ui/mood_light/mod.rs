//! The light behind a talk: put it first inside `.talk`, whose attributes say which mood it has; `style/mood/` does the rest.
//!
//! | attribute on `.talk` | values |
//! | --- | --- |
//! | `data-mood` | `neutral`, `calm`, `happy`, `sad`, `tense` |
//! | `data-shade` | `love`, `fear`, or absent |
//! | `data-mood-second` | as `data-mood`, for a mixed mood, or absent |
//! | `data-mood-level` | `off`, `subtle`, `full`, `vivid` |
//! | `data-mood-cause` | `typing`, `received`, `neutral`: how slowly it fades; `soothe`: it eases to the light of calm |
//! | `data-mood-grey` | present: lightness and patterns instead of colours |
//! | `style="--mood-strength:…"` | 0.4 to 1 |

#[cfg(feature = "gallery")]
pub mod examples;

#[cfg(test)]
mod palette_test;

use leptos::prelude::*;

/// What *vivid* can paint, one scene per light; `style/mood/vivid.css` shows the one that fits.
const SCENES: [&str; 7] = ["neutral", "calm", "joy", "love", "sad", "fear", "anger"];

/// The layers of light, and the scenes that *vivid* adds where no text stands. Decoration only.
#[component]
pub fn MoodLight() -> impl IntoView {
    let scenes = SCENES.map(|scene| {
        view! {
            <div class="mood-scene" data-scene=scene>
                <div class="mood-glow"></div>
                <div class="mood-motif"></div>
            </div>
        }
    });
    view! {
        <div class="mood-light" aria-hidden="true">
            <div class="mood-lamp"></div>
            <div class="mood-pattern"></div>
            <div class="mood-vivid">{scenes.collect_view()}</div>
        </div>
    }
    .into_any()
}

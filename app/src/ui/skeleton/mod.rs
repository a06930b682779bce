//! The shape of what is coming, so that nothing jumps when it comes.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

/// One grey line.
#[component]
pub fn Skeleton(
    /// How wide, in CSS.
    #[prop(default = "100%")]
    width: &'static str,
    /// How high, in CSS.
    #[prop(default = "1em")]
    height: &'static str,
    /// Round, for faces.
    #[prop(optional)]
    round: bool,
) -> impl IntoView {
    view! {
        <span
            class="skeleton"
            data-round=round
            style=format!("inline-size:{width};block-size:{height}")
            aria-hidden="true"
        ></span>
    }
    .into_any()
}

/// A list of rooms that is coming.
#[component]
pub fn SkeletonRooms() -> impl IntoView {
    let rows = [
        ("58%", "80%"),
        ("42%", "66%"),
        ("64%", "90%"),
        ("36%", "52%"),
        ("50%", "74%"),
        ("60%", "40%"),
    ]
    .map(|(name, line)| {
        view! {
            <div class="skeleton-room">
                <Skeleton width="2.75rem" height="2.75rem" round=true/>
                <div class="skeleton-lines">
                    <Skeleton width=name height=".8rem"/>
                    <Skeleton width=line height=".7rem"/>
                </div>
            </div>
        }
    });
    view! {
        <div class="skeleton-rooms" role="status" aria-busy="true">
            <span class="visually-hidden">"Loading rooms"</span>
            {rows.collect_view()}
        </div>
    }
    .into_any()
}

/// A talk that is coming.
#[component]
pub fn SkeletonTalk() -> impl IntoView {
    let rows = [
        ("other", "62%", "3.75rem"),
        ("other", "38%", "2.5rem"),
        ("own", "48%", "2.5rem"),
        ("other", "70%", "5rem"),
        ("own", "56%", "3.75rem"),
        ("own", "30%", "2.5rem"),
    ]
    .map(|(side, width, height)| {
        view! {
            <div class="skeleton-message" data-side=side>
                <Skeleton width=width height=height/>
            </div>
        }
    });
    view! {
        <div class="skeleton-talk" role="status" aria-busy="true">
            <span class="visually-hidden">"Loading messages"</span>
            {rows.collect_view()}
        </div>
    }
    .into_any()
}

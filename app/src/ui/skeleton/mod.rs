//! The shape of what is coming, so that nothing jumps when it comes.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

/// What is coming.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SkeletonShape {
    /// A line of text.
    #[default]
    Line,
    /// A face.
    Face,
    /// A short message.
    Bubble,
    /// A message of a few lines.
    TallBubble,
}

impl SkeletonShape {
    fn attribute(self) -> &'static str {
        match self {
            Self::Line => "line",
            Self::Face => "face",
            Self::Bubble => "bubble",
            Self::TallBubble => "tall-bubble",
        }
    }
}

/// One grey shape.
#[component]
pub fn Skeleton(
    /// What is coming.
    #[prop(optional)]
    shape: SkeletonShape,
    /// How wide, in percent: 30, 40, 50, 60, 70, 90, or all of it.
    #[prop(default = 100)]
    width: u8,
) -> impl IntoView {
    view! {
        <span
            class="skeleton"
            data-shape=shape.attribute()
            data-width=width.to_string()
            aria-hidden="true"
        ></span>
    }
    .into_any()
}

/// A list of rooms that is coming.
#[component]
pub fn SkeletonRooms() -> impl IntoView {
    let rows = [(60, 90), (40, 70), (70, 90), (40, 50), (50, 70), (60, 40)].map(|(name, line)| {
        view! {
            <div class="skeleton-room">
                <Skeleton shape=SkeletonShape::Face/>
                <div class="skeleton-lines">
                    <Skeleton width=name/>
                    <Skeleton width=line/>
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
    use SkeletonShape::{Bubble, TallBubble};
    let rows = [
        ("other", 60, TallBubble),
        ("other", 40, Bubble),
        ("own", 50, Bubble),
        ("other", 70, TallBubble),
        ("own", 60, TallBubble),
        ("own", 30, Bubble),
    ]
    .map(|(side, width, shape)| {
        view! {
            <div class="skeleton-message" data-side=side>
                <Skeleton shape=shape width=width/>
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

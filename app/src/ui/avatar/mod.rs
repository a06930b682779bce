//! A face for a person or a room: the picture if there is one, else initials on a hue that the name chooses.

#[cfg(feature = "gallery")]
pub mod examples;
mod initials;

use leptos::prelude::*;

use self::initials::{hue, initials};

use crate::ui::live;

/// Whether a person is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// There now.
    Online,
    /// There, but doing something else.
    Away,
    /// Not there.
    Offline,
}

impl Presence {
    fn attribute(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Away => "away",
            Self::Offline => "offline",
        }
    }

    /// The word for it, for those who do not see the dot.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Online => "online",
            Self::Away => "away",
            Self::Offline => "offline",
        }
    }
}

/// Whose face it is: people are round, rooms have corners.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarKind {
    /// A person.
    #[default]
    Person,
    /// A room of several.
    Room,
}

/// How large it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// 28 px, beside a message.
    Small,
    /// 44 px, in rows.
    #[default]
    Medium,
    /// 64 px, at the head of details.
    Large,
    /// 96 px, on a profile.
    Huge,
}

impl AvatarSize {
    fn attribute(self) -> &'static str {
        match self {
            Self::Small => "small",
            Self::Medium => "medium",
            Self::Large => "large",
            Self::Huge => "huge",
        }
    }
}

/// A face. The name always stands beside it, so assistive technology hears only the presence.
#[component]
pub fn Avatar(
    /// The name of the person or the room.
    #[prop(into)]
    name: Signal<String>,
    /// Where its picture is.
    #[prop(optional, into)]
    src: MaybeProp<String>,
    /// How large it is drawn.
    #[prop(optional)]
    size: AvatarSize,
    /// Whose face it is.
    #[prop(optional, into)]
    kind: Signal<AvatarKind>,
    /// Whether the person is there; leave it out where that is not shown.
    #[prop(optional, into)]
    presence: MaybeProp<Presence>,
) -> impl IntoView {
    view! {
        <span
            class="avatar"
            data-size=size.attribute()
            data-kind=move || match kind.get() {
                AvatarKind::Person => "person",
                AvatarKind::Room => "room",
            }
            data-hue=move || name.with(|name| hue(name)).to_string()
        >
            {live(move || match src.get() {
                Some(src) => view! { <img class="avatar-picture" src=src alt="" loading="lazy" decoding="async"/> }.into_any(),
                None => {
                    view! {
                        <span class="avatar-initials" aria-hidden="true">
                            {name.with(|name| initials(name))}
                        </span>
                    }
                        .into_any()
                }
            })}
            {live(move || {
                presence
                    .get()
                    .map(|presence| {
                        view! {
                            <span class="avatar-presence" data-presence=presence.attribute()>
                                <span class="visually-hidden">{presence.word()}</span>
                            </span>
                        }
                    })
            })}
        </span>
    }
    .into_any()
}

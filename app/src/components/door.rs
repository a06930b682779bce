//! The frame of the screens before the door: start, sign-up, sign-in. Knows the place, and sends people home who are
//! signed in already.

use leptos::prelude::*;
use leptos_router::components::Redirect;

use super::answered::refusal;
use crate::{
    api::{
        load::load,
        place::{Door, see_door},
    },
    ui::{Icon, IconName, IconSize, Skeleton},
};

/// What kind of screen it is: each has its own look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DoorLook {
    /// Two ways in, and air.
    Start,
    /// A form in one column.
    #[default]
    Form,
}

impl DoorLook {
    fn classes(self) -> (&'static str, &'static str) {
        match self {
            Self::Start => ("start", "start-panel"),
            Self::Form => ("auth", "auth-panel"),
        }
    }
}

/// A screen before the door.
#[component]
pub fn AtDoor(
    /// Its look.
    #[prop(optional)]
    look: DoorLook,
    /// The code of the link through which the visitor came, or empty.
    #[prop(optional, into)]
    invitation: Signal<String>,
    /// What the screen shows.
    #[prop(into)]
    screen: Callback<Door, AnyView>,
) -> impl IntoView {
    let (frame, panel) = look.classes();
    let door = load(move || invitation.get(), see_door);
    view! {
        <main class=frame>
            <div class=panel>
                <Suspense fallback=DoorSkeleton>
                    {move || Suspend::new(async move {
                        match door.await {
                            Ok(door) if door.is_signed_in => view! { <Redirect path="/"/> }.into_any(),
                            Ok(door) => {
                                view! {
                                    <DoorHead name=door.place.name.clone()/>
                                    {screen.run(door)}
                                }
                                    .into_any()
                            }
                            Err(failure) => {
                                view! {
                                    <DoorHead name="Moodlight".to_owned()/>
                                    {refusal(&failure)}
                                }
                                    .into_any()
                            }
                        }
                    })}
                </Suspense>
                <p class="start-note">
                    <a href="/about">"About Moodlight"</a>
                </p>
            </div>
        </main>
    }
    .into_any()
}

/// The lamp and the name over the door.
#[component]
fn DoorHead(name: String) -> impl IntoView {
    view! {
        <a class="brand" href="/start">
            <Icon name=IconName::Lamp size=IconSize::Large/>
            <span dir="auto">{name}</span>
        </a>
    }
    .into_any()
}

#[component]
fn DoorSkeleton() -> impl IntoView {
    view! {
        <Skeleton width=40/>
        <Skeleton width=90/>
        <Skeleton/>
        <Skeleton/>
    }
    .into_any()
}

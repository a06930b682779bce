//! `/people/:username`: a person, as others may know them.

use domain::people::Person;
use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use protocol::{ApiError, people::Profile};

use super::people::MessageButton;
use crate::{
    api::{Failure, load::load, people::load_profile},
    browser,
    components::{
        answered::answered,
        feeling::FeelingLine,
        page_frame::{PageFrame, Section},
        presence_label::{PresenceLabel, presence_dot},
    },
    state::use_client,
    ui::{
        Avatar, AvatarKind, AvatarSize, Button, ButtonVariant, Drawing, EmptyState, IconName,
        LinkButton, derived, live, memo,
    },
    words,
};

/// The person that the path names.
#[component]
pub fn ProfilePage() -> impl IntoView {
    let params = use_params_map();
    let username = memo(move || params.with(|params| params.get("username").unwrap_or_default()));
    let profile = load(move || username.get(), load_profile);
    view! {
        <PageFrame title="Profile" back="/people">
            {answered(profile, |answer| match answer {
                Ok(profile) => view! { <Found profile=profile/> }.into_any(),
                Err(Failure(error)) => {
                    let text = match error {
                        ApiError::NotFound => "There is nobody here by that name.".to_owned(),
                        _ => words::explain(&error),
                    };
                    view! {
                        <EmptyState drawing=Drawing::People text=text testid="load-error">
                            <LinkButton href="/people">"Find people"</LinkButton>
                        </EmptyState>
                    }
                    .into_any()
                }
            })}
        </PageFrame>
    }
}

#[component]
fn Found(profile: Profile) -> impl IntoView {
    let client = use_client();
    let Profile {
        person,
        declared,
        shared_rooms,
        is_self,
        ..
    } = profile;
    client.people.learn([&person]);
    let id = person.id;
    client.feelings.learn(id, declared);
    let name = person.full_name();
    let presence = derived(move || client.presence.of(id));
    let rooms = shared_rooms
        .into_iter()
        .map(|room| {
            view! {
                <li>
                    <a class="line-link" href=format!("/rooms/{}", room.id)>
                        <Avatar name=room.name.clone() kind=AvatarKind::Room size=AvatarSize::Small/>
                        <span dir="auto">{room.name.clone()}</span>
                    </a>
                </li>
            }
        })
        .collect::<Vec<_>>();
    view! {
        <div class="profile" data-testid="profile">
            <Avatar name=name.clone() size=AvatarSize::Huge presence=derived(move || Some(presence_dot(presence.get())))/>
            <p class="profile-name" dir="auto" data-testid="profile-name">{name}</p>
            <p class="profile-username">
                <span>{format!("@{}", person.username)}</span>
                " · "
                <PresenceLabel state=presence/>
            </p>
            <FeelingLine user=id/>
            {(!person.about.is_empty()).then(|| view! { <p class="profile-about" dir="auto">{person.about.clone()}</p> })}
            {if is_self {
                view! { <LinkButton href="/settings" variant=ButtonVariant::Quiet icon=IconName::Pencil>"Change your profile"</LinkButton> }.into_any()
            } else if person.is_deleted {
                view! { <p class="quiet-line">"This account is gone. What was said stays."</p> }.into_any()
            } else {
                view! { <Acts person=person.clone()/> }.into_any()
            }}
        </div>
        {(!rooms.is_empty())
            .then(|| {
                view! {
                    <Section title="Rooms you share" id="shared">
                        <ul class="line-list" role="list">{rooms}</ul>
                    </Section>
                }
            })}
    }
    .into_any()
}

/// What one may do with another person.
#[component]
fn Acts(person: Person) -> impl IntoView {
    let client = use_client();
    let id = person.id;
    let busy = RwSignal::new(false);
    let blocked = memo(move || client.people.is_blocked(id));
    let toggle = move |_| {
        let wanted = !blocked.get_untracked();
        busy.set(true);
        browser::spawn(async move {
            if let Err(error) = client.people.set_blocked(id, wanted).await {
                client.toasts.error(&error);
            }
            busy.try_set(false);
        });
    };
    let first_name = person.first_name;
    view! {
        <div class="profile-acts">
            <MessageButton person=id main=true/>
            <LinkButton href=format!("/rooms/new?with={id}") variant=ButtonVariant::Quiet icon=IconName::UserPlus testid="profile-group">
                "New group"
            </LinkButton>
            <Button variant=ButtonVariant::Quiet icon=IconName::Ban loading=busy on_click=toggle testid="block-person">
                {live(move || if blocked.get() { "Unblock" } else { "Block" })}
            </Button>
        </div>
        {live(move || {
            blocked
                .get()
                .then(|| {
                    view! {
                        <p class="quiet-line">
                            {format!("You and {first_name} cannot write to each other. In shared rooms what they say is folded away.")}
                        </p>
                    }
                })
        })}
    }
    .into_any()
}

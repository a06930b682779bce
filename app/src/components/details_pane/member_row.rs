//! A member of a group, with what the viewer may do about them.

use domain::{people::Person, permissions, room::Role};
use leptos::prelude::*;

use super::facts;
use crate::{
    api::rooms::{change_role, remove_member},
    components::{feeling::FeelingChip, presence_label::presence_dot, requests::use_requests},
    state::{TimelineStore, use_client},
    ui::{Avatar, Badge, IconName, Menu, MenuItem, MenuLink, MenuSeparator, derived, live, memo},
};

/// One member.
#[component]
pub fn MemberRow(
    /// The room's timeline, which knows all members.
    timeline: TimelineStore,
    /// Who.
    person: Person,
) -> impl IntoView {
    let client = use_client();
    let room = timeline.room();
    let requests = use_requests();
    let id = person.id;
    // They may call themselves otherwise while this is open.
    let name = {
        let person = person.clone();
        derived(move || {
            client
                .people
                .get(id)
                .as_ref()
                .unwrap_or(&person)
                .full_name()
        })
    };
    let is_me = client.session.me_untracked() == Some(id);
    let profile = format!("/people/{}", person.username);

    let summary = memo(move || client.rooms.get(room));
    let role = memo(move || {
        timeline
            .member(id)
            .map_or(Role::Member, |member| member.role)
    });
    let owners = move || {
        let count = timeline.members().with(|members| {
            members
                .iter()
                .filter(|member| member.role == Role::Owner)
                .count()
        });
        u64::try_from(count).unwrap_or(u64::MAX)
    };
    let may_become = move |to: Role| {
        to != role.get()
            && summary.with(|summary| {
                summary.as_ref().is_some_and(|summary| {
                    permissions::change_role(
                        facts(summary),
                        Some(summary.role),
                        role.get(),
                        to,
                        owners(),
                    )
                    .is_ok()
                })
            })
    };
    let may_remove = move || {
        !is_me
            && summary.with(|summary| {
                summary.as_ref().is_some_and(|summary| {
                    permissions::remove(facts(summary), Some(summary.role), role.get()).is_ok()
                })
            })
    };
    let become_item = move |to: Role, words: &'static str, icon: IconName| {
        may_become(to).then(|| {
            view! {
                <MenuItem icon=icon on_select=move |()| requests.run(change_role(room, id, to), |()| ())>
                    {words}
                </MenuItem>
            }
        })
    };
    let role_word = move || match role.get() {
        Role::Owner => Some("owner"),
        Role::Moderator => Some("moderator"),
        Role::Member => None,
    };
    view! {
        <li class="person" data-testid="member-row" data-username=person.username.clone() data-role=move || role_word().unwrap_or("member")>
            <Avatar name=name presence=derived(move || Some(presence_dot(client.presence.of(id))))/>
            <span class="person-main">
                <a class="person-name" href=profile.clone() dir="auto">{move || name.get()}{is_me.then_some(" (you)")}</a>
                <span class="person-about">{format!("@{}", person.username)}</span>
                <FeelingChip user=Signal::stored(Some(id))/>
            </span>
            {live(move || role_word().map(|word| view! { <Badge label=word/> }))}
            <Menu label=derived(move || format!("More about {}", name.get())) testid="member-menu">
                <MenuLink href=profile.clone() icon=IconName::User>"Profile"</MenuLink>
                {live(move || become_item(Role::Owner, "Make owner", IconName::Crown))}
                {live(move || become_item(Role::Moderator, "Make moderator", IconName::Shield))}
                {live(move || become_item(Role::Member, "Make plain member", IconName::User))}
                {live(move || {
                    may_remove()
                        .then(|| {
                            view! {
                                <MenuSeparator/>
                                <MenuItem
                                    icon=IconName::UserMinus
                                    danger=true
                                    on_select=move |()| requests.run(remove_member(room, id), |()| ())
                                    testid="remove-member"
                                >
                                    "Remove from the room"
                                </MenuItem>
                            }
                        })
                })}
            </Menu>
        </li>
    }
    .into_any()
}

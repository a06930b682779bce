//! `/settings`: oneself, how it looks, where one is signed in; for the owner, the place.

mod account;
mod appearance;
mod devices;
mod light;
mod password;
mod place;
mod profile;

use crate::ui::{live, memo};
use domain::people::PlaceRole;
use leptos::prelude::*;

use self::{
    account::AccountSection, appearance::AppearanceSection, devices::DevicesSection,
    light::LightSection, password::PasswordSection, place::PlaceSection, profile::ProfileSection,
};
use crate::{components::page_frame::PageFrame, state::use_client};

/// All settings on one page, in sections.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let account = use_client().session.account();
    let is_owner = memo(move || {
        account.with(|account| {
            account
                .as_ref()
                .is_some_and(|account| account.role == PlaceRole::Owner)
        })
    });
    view! {
        <PageFrame title="Settings" testid="settings">
            <ProfileSection/>
            <AppearanceSection/>
            <LightSection/>
            {live(move || is_owner.get().then(|| view! { <PlaceSection/> }))}
            <PasswordSection/>
            <DevicesSection/>
            <AccountSection/>
            <p class="quiet-line">
                <a href="/about">"About Moodlight"</a>
            </p>
        </PageFrame>
    }
}

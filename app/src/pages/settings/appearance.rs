//! Light or dark: stays on this device.

use leptos::prelude::*;

use crate::{
    components::page_frame::Section,
    state::{Theme, use_client},
    ui::{Choice, IconName, RadioGroup, derived},
};

/// The theme.
#[component]
pub fn AppearanceSection() -> impl IntoView {
    let client = use_client();
    let theme = client.theme.theme();
    view! {
        <Section title="Look" id="look">
            <RadioGroup
                label="Theme"
                name="theme"
                inline=true
                value=derived(move || theme.get().name().to_owned())
                on_change=move |value: String| client.theme.set(Theme::from_name(&value))
                choices=vec![
                    Choice::new("system", "Like my device").icon(IconName::Monitor).testid("theme-system"),
                    Choice::new("light", "Light").icon(IconName::Sun).testid("theme-light"),
                    Choice::new("dark", "Dark").icon(IconName::Moon).testid("theme-dark"),
                ]
            />
        </Section>
    }
    .into_any()
}

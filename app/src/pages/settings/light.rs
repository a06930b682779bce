//! The light of the talks: how much of it, in which hues, and what this device does with what it reads. All of it stays here.

use leptos::prelude::*;

use crate::{
    components::{mood_hues::MoodHues, mood_levels::MoodLevels, page_frame::Section},
    state::use_client,
    ui::{
        Button, ButtonSize, ButtonVariant, Choice, LinkButton, RadioGroup, Switch, derived, live,
    },
};

/// What one sees of the light, and what one is asked.
#[component]
pub fn LightSection() -> impl IntoView {
    let client = use_client();
    let place = client.session.place();
    let is_work = move || {
        place.with(|place| {
            place
                .as_ref()
                .is_some_and(|place| !place.purpose.mood_on_by_default())
        })
    };
    view! {
        <Section title="Light" id="light">
            <MoodLevels level=client.mood.level() label="Light in all talks" on_choose=move |level| client.mood.set_level(level)/>
            <p class="quiet-line">
                "The light follows what the words of a talk sound like. It is a guess, made on this device from the words alone, and often wrong. It is never sent anywhere: only you see it. Vivid adds a soft picture at the edges."
            </p>
            <RadioGroup
                label="When a talk is sad or heated"
                name="heavy"
                value=derived(move || if client.mood.is_mirror().get() { "mirror" } else { "soothe" }.to_owned())
                on_change=move |value: String| client.mood.set_mirror(value == "mirror")
                choices=vec![
                    Choice::new("soothe", "Ease the light").hint("It shows for a while, then becomes calm. The word beside it stays.").testid("mood-soothe"),
                    Choice::new("mirror", "Leave it as it is").hint("The light shows what is read, as long as it is read.").testid("mood-mirror"),
                ]
            />
            <Switch
                label="Light without colour"
                hint="Moods differ by brightness and pattern."
                on=client.mood.is_monochrome()
                on_change=move |grey| client.mood.set_monochrome(grey)
                testid="mood-grey"
            />
            {live(move || {
                is_work()
                    .then(|| {
                        view! { <p class="quiet-line">"At a place for work or school it stays off unless you turn it on for yourself."</p> }
                    })
            })}
            <MoodHues/>
            <Switch
                label="Ask before something angry is sent"
                hint="Once in a while, where the light is on. You decide; nothing is held back or told to anyone."
                on=client.mood.is_cool_down_on()
                on_change=move |is_on| client.mood.set_cool_down(is_on)
                testid="cool-down-switch"
            />
            <p class="settings-row">
                <span class="settings-row-main">
                    <span>"Your moods over time"</span>
                    <span class="settings-row-about">"Counted on this device if you like, and never sent."</span>
                </span>
                <LinkButton href="/settings/moods" variant=ButtonVariant::Quiet size=ButtonSize::Small testid="moods-open">"Open"</LinkButton>
            </p>
            {live(move || {
                let corrected = client.mood.corrected().get();
                (corrected > 0)
                    .then(|| {
                        let texts = if corrected == 1 { "one text".to_owned() } else { format!("{corrected} texts") };
                        view! {
                            <div class="form-acts" data-testid="mood-corrections">
                                <p class="quiet-line">{format!("You have said of {texts} what it is. This device reads what is like it so.")}</p>
                                <Button
                                    variant=ButtonVariant::Quiet
                                    size=ButtonSize::Small
                                    on_click=move |_| client.mood.forget_corrections()
                                    testid="mood-corrections-forget"
                                >
                                    "Forget that"
                                </Button>
                            </div>
                        }
                    })
            })}
        </Section>
    }
    .into_any()
}

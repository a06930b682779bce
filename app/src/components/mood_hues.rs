//! The hues of the lights: each turned a little, kept on this device, shared as a small file.

use leptos::{ev::Event, prelude::*};

use super::mood_layer::tone_of;
use crate::{
    browser::{self, files},
    state::{
        mood::{Hues, HuesError, Tint},
        use_client,
    },
    ui::{
        Button, ButtonSize, ButtonVariant, FileButton, Icon, IconName, IconSize, LinkButton,
        Slider, derived, live, memo,
    },
};

/// The name under which the file is saved.
const FILE: &str = "moodlight-hues.json";

/// More bytes are not read.
const FILE_MAX: u32 = 100_000;

/// A slider for each light, and the file.
#[component]
pub fn MoodHues() -> impl IntoView {
    let mood = use_client().mood;
    let hues = memo(move || mood.hues().get());
    let refused = RwSignal::new(None::<HuesError>);
    let choose = move |chosen: Hues| {
        refused.set(None);
        mood.set_hues(chosen);
    };
    let take = move |event: Event| {
        browser::spawn(async move {
            let Some(text) = files::chosen_text(event, FILE_MAX).await else {
                return;
            };
            let read = text.map_or(Err(HuesError::Unreadable), |text| Hues::from_file(&text));
            match read {
                Ok(hues) => choose(hues),
                Err(why) => refused.set(Some(why)),
            }
        });
    };
    let sliders = Tint::ALL.into_iter().filter_map(|tint| {
        let allowed = tint.hues()?;
        let hue = derived(move || hues.with(|hues| hues.of(tint)).unwrap_or_else(|| tint.hue()));
        let on_input = move |hue| {
            let mut chosen = hues.get_untracked();
            chosen.set(tint, hue);
            choose(chosen);
        };
        let tone = tone_of(tint.name());
        Some(view! {
            <li class="hue" style=format!("--hue-from:{};--hue-to:{}", allowed.start(), allowed.end())>
                <span class="hue-swatch" data-mood=tone.mood() data-shade=tone.shade() aria-hidden="true"></span>
                <Slider
                    label=capital(tint.word())
                    min=*allowed.start()
                    max=*allowed.end()
                    value=hue
                    value_words=derived(move || Some(format!("{}°", hue.get() % 360)))
                    on_input=on_input
                    testid=testid(tint)
                />
            </li>
        })
    });
    view! {
        <fieldset class="hues" style=move || hues.with(Hues::style) data-testid="mood-hues">
            <legend class="field-label">"Hues of the light"</legend>
            <ul class="hue-list" role="list">{sliders.collect_view()}</ul>
            <div class="form-acts">
                <LinkButton
                    href=derived(move || hues.with(|hues| files::data_address("application/json", &hues.to_file())))
                    variant=ButtonVariant::Quiet
                    size=ButtonSize::Small
                    download=FILE
                    testid="hues-save"
                >
                    "Save as a file"
                </LinkButton>
                <FileButton
                    accept="application/json,.json"
                    on_change=take
                    variant=ButtonVariant::Quiet
                    size=ButtonSize::Small
                    testid="hues-take"
                >
                    "Take from a file"
                </FileButton>
                {live(move || {
                    (!hues.with(Hues::is_default))
                        .then(|| {
                            view! {
                                <Button
                                    variant=ButtonVariant::Plain
                                    size=ButtonSize::Small
                                    on_click=move |_| choose(Hues::default())
                                    testid="hues-reset"
                                >
                                    "As they were"
                                </Button>
                            }
                        })
                })}
            </div>
            {live(move || {
                refused
                    .get()
                    .map(|why| {
                        view! {
                            <p class="field-error" role="alert" data-testid="hues-refused">
                                <Icon name=IconName::AlertCircle size=IconSize::Small/>
                                {why.to_string()}
                            </p>
                        }
                    })
            })}
        </fieldset>
    }
    .into_any()
}

fn testid(tint: Tint) -> &'static str {
    match tint {
        Tint::Joy => "hue-joy",
        Tint::Love => "hue-love",
        Tint::Calm => "hue-calm",
        Tint::Neutral => "hue-neutral",
        Tint::Sad => "hue-sad",
        Tint::Anxious => "hue-anxious",
        Tint::Angry => "hue-angry",
    }
}

fn capital(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}

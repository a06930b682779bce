//! One of a few, each with a sentence: cards to choose from.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use super::icon::{Icon, IconName};
use crate::ui::live;

/// One card.
#[derive(Clone, Debug)]
pub struct Choice {
    /// What a form sends.
    pub value: &'static str,
    /// Its name.
    pub label: String,
    /// What choosing it means.
    pub hint: Option<String>,
    /// A drawing.
    pub icon: Option<IconName>,
    /// For journeys; set on the `<input>`.
    pub testid: Option<&'static str>,
}

impl Choice {
    /// A card with a name only.
    #[must_use]
    pub fn new(value: &'static str, label: impl Into<String>) -> Self {
        Self {
            value,
            label: label.into(),
            hint: None,
            icon: None,
            testid: None,
        }
    }

    /// Adds what choosing it means.
    #[must_use]
    pub fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// Adds a drawing.
    #[must_use]
    pub fn icon(mut self, icon: IconName) -> Self {
        self.icon = Some(icon);
        self
    }

    /// Names the card for journeys.
    #[must_use]
    pub fn testid(mut self, testid: &'static str) -> Self {
        self.testid = Some(testid);
        self
    }
}

/// Cards of which one is chosen; native radio buttons below, so arrows and forms work as everywhere.
#[component]
pub fn RadioGroup(
    /// What is asked.
    #[prop(into)]
    label: Signal<String>,
    /// The name under which a form sends the choice.
    name: &'static str,
    /// The cards.
    choices: Vec<Choice>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the new value.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Lays the cards side by side where there is room.
    #[prop(optional)]
    inline: bool,
    /// For journeys; set on the group.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    let cards = choices
        .into_iter()
        .map(|choice| {
            let own = choice.value;
            view! {
                <label class="choice">
                    <input
                        class="choice-control"
                        type="radio"
                        name=name
                        value=own
                        data-testid=choice.testid
                        checked=value.get_untracked() == own
                        prop:checked=move || value.get() == own
                        on:change=move |_| {
                            if let Some(on_change) = on_change {
                                on_change.run(own.to_owned());
                            }
                        }
                    />
                    {choice.icon.map(|icon| view! { <Icon name=icon/> })}
                    <span class="choice-words">
                        <span class="choice-label">{choice.label}</span>
                        {choice.hint.map(|hint| view! { <span class="choice-hint">{hint}</span> })}
                    </span>
                </label>
            }
        })
        .collect_view();
    view! {
        <fieldset class="choices" data-inline=inline data-testid=testid>
            <legend class="field-label">{live(move || label.get())}</legend>
            <div class="choices-cards">{cards}</div>
        </fieldset>
    }
    .into_any()
}

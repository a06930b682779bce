//! One of a few, in the browser's own list.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::prelude::*;

use super::{
    field::{FieldNotes, described_by},
    icon::{Icon, IconName, IconSize},
};
use crate::ui::live;

/// A labelled choice.
#[component]
pub fn Select(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// The name under which a form sends it; also the start of its id.
    name: &'static str,
    /// Value and words of each option.
    options: Vec<(&'static str, &'static str)>,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Called with the new value.
    #[prop(optional, into)]
    on_change: Option<Callback<String>>,
    /// Helps before anything is wrong.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong and what to do about it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// An id other than `field-{name}`.
    #[prop(optional, into)]
    id: Option<String>,
    /// For journeys; set on the `<select>`.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| format!("field-{name}"));
    let options = options
        .into_iter()
        .map(|(option, words)| {
            view! {
                <option value=option selected=move || value.get() == option>
                    {words}
                </option>
            }
        })
        .collect_view();
    view! {
        <div class="field" data-kind="select" data-invalid=move || error.get().is_some()>
            <label class="field-label" for=id.clone()>
                {live(move || label.get())}
            </label>
            <div class="field-line">
                <select
                    class="field-control"
                    id=id.clone()
                    name=name
                    aria-invalid=move || error.get().is_some().then_some("true")
                    aria-describedby=described_by(&id, hint, error)
                    data-testid=testid
                    on:change=move |event| {
                        if let Some(on_change) = on_change {
                            on_change.run(event_target_value(&event));
                        }
                    }
                >
                    {options}
                </select>
                <span class="field-mark">
                    <Icon name=IconName::ChevronDown size=IconSize::Small/>
                </span>
            </div>
            <FieldNotes id=id hint=hint error=error/>
        </div>
    }
    .into_any()
}

//! A password, with a button to look at it.

use leptos::{html, prelude::*};

use super::{FieldNotes, described_by};
use crate::ui::live;
use crate::ui::{bind::bind_text, button::IconButton, derived, icon::IconName};

/// A labelled password with a button that shows it. The button appears once the page is alive, as it needs JavaScript.
#[component]
pub fn PasswordField(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// The name under which a form sends it; also the start of its id.
    name: &'static str,
    /// The text, kept in step both ways.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// Helps before anything is wrong.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong and what to do about it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// `current-password` or `new-password`: password managers choose by it.
    autocomplete: &'static str,
    /// Whether a form may be sent without it.
    #[prop(optional)]
    required: bool,
    /// The fewest characters it takes.
    #[prop(optional)]
    min_length: Option<u32>,
    /// The most characters it takes.
    #[prop(optional)]
    max_length: Option<u32>,
    /// An id other than `field-{name}`.
    #[prop(optional, into)]
    id: Option<String>,
    /// For journeys; set on the `<input>`.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| format!("field-{name}"));
    let node_ref = NodeRef::<html::Input>::new();
    let shown = RwSignal::new(false);
    if let Some(value) = value {
        bind_text(move || node_ref.get(), value);
    }
    view! {
        <div class="field" data-kind="password" data-invalid=move || error.get().is_some()>
            <label class="field-label" for=id.clone()>
                {live(move || label.get())}
            </label>
            <div class="field-line">
                <input
                    class="field-control"
                    id=id.clone()
                    name=name
                    type=move || if shown.get() { "text" } else { "password" }
                    autocomplete=autocomplete
                    autocapitalize="none"
                    spellcheck="false"
                    required=required
                    minlength=min_length.map(|fewest| fewest.to_string())
                    maxlength=max_length.map(|most| most.to_string())
                    aria-invalid=move || error.get().is_some().then_some("true")
                    aria-describedby=described_by(&id, hint, error)
                    data-testid=testid
                    node_ref=node_ref
                    on:input=move |event| {
                        if let Some(value) = value {
                            value.set(event_target_value(&event));
                        }
                    }
                />
                <span class="field-reveal needs-script">
                    <IconButton
                        icon=derived(move || if shown.get() { IconName::EyeOff } else { IconName::Eye })
                        label=derived(move || {
                            if shown.get() { "Hide the password".to_owned() } else { "Show the password".to_owned() }
                        })
                        on_click=move |_| shown.update(|shown| *shown = !*shown)
                    />
                </span>
            </div>
            <FieldNotes id=id hint=hint error=error/>
        </div>
    }
    .into_any()
}

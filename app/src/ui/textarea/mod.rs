//! Several lines of text that grow with what is written.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::{html, prelude::*};

use super::{
    bind::bind_text,
    field::{FieldNotes, described_by},
};
use crate::ui::live;

/// Labelled lines of text.
#[component]
pub fn Textarea(
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
    /// How many lines it shows at first.
    #[prop(default = 3)]
    rows: u32,
    /// The most characters it takes.
    #[prop(optional)]
    max_length: Option<u32>,
    /// Whether a form may be sent without it.
    #[prop(optional)]
    required: bool,
    /// An id other than `field-{name}`.
    #[prop(optional, into)]
    id: Option<String>,
    /// For journeys; set on the `<textarea>`.
    #[prop(optional)]
    testid: Option<&'static str>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| format!("field-{name}"));
    let node_ref = NodeRef::<html::Textarea>::new();
    let first = value.map(|value| value.get_untracked()).unwrap_or_default();
    if let Some(value) = value {
        bind_text(move || node_ref.get(), value);
    }
    view! {
        <div class="field" data-kind="textarea" data-invalid=move || error.get().is_some()>
            <label class="field-label" for=id.clone()>
                {live(move || label.get())}
            </label>
            <textarea
                class="field-control"
                id=id.clone()
                name=name
                rows=rows.to_string()
                dir="auto"
                required=required
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
            >
                {first}
            </textarea>
            <FieldNotes id=id hint=hint error=error/>
        </div>
    }
    .into_any()
}

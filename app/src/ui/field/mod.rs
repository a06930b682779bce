//! One line of text with its label, a hint and, when something is wrong, an error that says what to do.

#[cfg(feature = "gallery")]
pub mod examples;
mod parts;
mod password;

use leptos::{html, prelude::*};

pub(super) use self::parts::{FieldNotes, described_by};
pub use self::password::PasswordField;
use super::bind::bind_text;
use crate::ui::live;

/// What a field takes; browsers choose keyboard and checks by it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum InputType {
    /// Any text.
    #[default]
    Text,
    /// An e-mail address.
    Email,
    /// Words to look for.
    Search,
    /// A web address.
    Url,
}

impl InputType {
    fn attribute(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Email => "email",
            Self::Search => "search",
            Self::Url => "url",
        }
    }
}

/// A labelled line of text.
#[component]
pub fn Field(
    /// What is asked for.
    #[prop(into)]
    label: Signal<String>,
    /// The name under which a form sends it; also the start of its id.
    name: &'static str,
    /// The text, kept in step both ways. A form that only submits can leave it out.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// The text at first, where no signal is given: what a failed submission brings back.
    #[prop(optional, into)]
    initial: String,
    /// What it takes.
    #[prop(optional)]
    kind: InputType,
    /// Helps before anything is wrong.
    #[prop(optional, into)]
    hint: MaybeProp<String>,
    /// What is wrong and what to do about it.
    #[prop(optional, into)]
    error: MaybeProp<String>,
    /// What the browser may fill in.
    #[prop(optional)]
    autocomplete: Option<&'static str>,
    /// Whether a form may be sent without it.
    #[prop(optional)]
    required: bool,
    /// The most characters it takes.
    #[prop(optional)]
    max_length: Option<u32>,
    /// Shown while empty; never instead of a label.
    #[prop(optional)]
    placeholder: Option<&'static str>,
    /// Keeps the label for assistive technology only (search fields).
    #[prop(optional)]
    hide_label: bool,
    /// Takes the focus when the page opens.
    #[prop(optional)]
    autofocus: bool,
    /// An id other than `field-{name}`, for two fields of one name on a page.
    #[prop(optional, into)]
    id: Option<String>,
    /// Called with the text at every change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// For journeys; set on the `<input>`.
    #[prop(optional)]
    testid: Option<&'static str>,
    /// The `<input>`, for giving it the focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Input>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| format!("field-{name}"));
    let first = value.map_or(initial, |value| value.get_untracked());
    if let Some(value) = value {
        bind_text(move || node_ref.get(), value);
    }
    view! {
        <div class="field" data-kind=kind.attribute() data-invalid=move || error.get().is_some()>
            <label class="field-label" class:visually-hidden=hide_label for=id.clone()>
                {live(move || label.get())}
            </label>
            <input
                class="field-control"
                id=id.clone()
                name=name
                type=kind.attribute()
                value=first
                dir="auto"
                autocomplete=autocomplete
                autocapitalize=matches!(kind, InputType::Email | InputType::Url).then_some("none")
                required=required
                maxlength=max_length.map(|most| most.to_string())
                placeholder=placeholder
                autofocus=autofocus
                aria-invalid=move || error.get().is_some().then_some("true")
                aria-describedby=described_by(&id, hint, error)
                data-testid=testid
                node_ref=node_ref
                on:input=move |event| {
                    let text = event_target_value(&event);
                    if let Some(value) = value {
                        value.set(text.clone());
                    }
                    if let Some(on_input) = on_input {
                        on_input.run(text);
                    }
                }
            />
            <FieldNotes id=id hint=hint error=error/>
        </div>
    }
    .into_any()
}

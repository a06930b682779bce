//! Where one writes: a calm field that grows, and a button that sends.

#[cfg(feature = "gallery")]
pub mod examples;

use leptos::{children::ViewFnOnce, ev::KeyboardEvent, html, prelude::*};

use super::{
    bind::bind_text,
    button::{ButtonVariant, IconButton},
    icon::IconName,
};
use crate::ui::{derived, live};

/// A growing field. Enter sends, Shift+Enter breaks the line, and an input method keeps its Enter for itself.
#[component]
pub fn Composer(
    /// The draft, kept in step both ways.
    value: RwSignal<String>,
    /// Called when the draft is to be sent and holds more than space; the owner of `value` empties it.
    #[prop(into)]
    on_send: Callback<()>,
    /// Called with the draft at every change.
    #[prop(optional, into)]
    on_input: Option<Callback<String>>,
    /// What is written here ("Message Ada"); read aloud, and shown while empty.
    #[prop(into)]
    label: Signal<String>,
    /// Instead of the field, why nothing can be written here.
    #[prop(optional, into)]
    closed: MaybeProp<String>,
    /// The most characters it takes.
    #[prop(optional)]
    max_length: Option<u32>,
    /// Buttons before the field.
    #[prop(optional, into)]
    tools: Option<ViewFnOnce>,
    /// Buttons behind the field.
    #[prop(optional, into)]
    aids: Option<ViewFnOnce>,
    /// The `<textarea>`, for giving it the focus.
    #[prop(optional)]
    node_ref: NodeRef<html::Textarea>,
    /// For journeys; set on the `<textarea>`.
    #[prop(default = "composer-input")]
    testid: &'static str,
) -> impl IntoView {
    bind_text(move || node_ref.get(), value);
    let empty = move || value.with(|text| text.trim().is_empty());
    let send = move || {
        if !value.with_untracked(|text| text.trim().is_empty()) {
            on_send.run(());
        }
    };
    let keys = move |event: KeyboardEvent| {
        // 229 is what browsers say for keys that belong to an input method; Safari ends composition before this Enter.
        let composing = event.is_composing() || event.key_code() == 229;
        if event.key() == "Enter" && !event.shift_key() && !composing {
            event.prevent_default();
            send();
        }
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        send();
        if let Some(field) = node_ref.get_untracked() {
            let _ = field.focus();
        }
    };
    view! {
        <form class="composer" data-testid="composer" data-closed=move || closed.get().is_some() on:submit=submit>
            {live(move || closed.get().map(|why| view! { <p class="composer-closed">{why}</p> }))}
            <div class="composer-field">
                {tools.map(|tools| view! { <div class="composer-tools">{tools.run()}</div> })}
                // The wrapper repeats the text in an invisible twin, which gives the field its height in every browser.
                <div class="composer-grow" data-text=move || value.get()>
                    <textarea
                        class="composer-text"
                        name="body"
                        rows="1"
                        dir="auto"
                        enterkeyhint="send"
                        autocomplete="off"
                        placeholder=move || label.get()
                        aria-label=move || label.get()
                        maxlength=max_length.map(|most| most.to_string())
                        data-testid=testid
                        node_ref=node_ref
                        on:keydown=keys
                        on:input=move |event| {
                            let text = event_target_value(&event);
                            value.set(text.clone());
                            if let Some(on_input) = on_input {
                                on_input.run(text);
                            }
                        }
                    >
                        {value.get_untracked()}
                    </textarea>
                </div>
                {aids.map(|aids| view! { <div class="composer-tools">{aids.run()}</div> })}
                <span class="composer-send" data-ready=move || !empty()>
                    <IconButton
                        icon=IconName::Send
                        label="Send"
                        variant=ButtonVariant::Primary
                        kind=crate::ui::ButtonType::Submit
                        disabled=derived(empty)
                        testid="composer-send"
                    />
                </span>
            </div>
        </form>
    }
    .into_any()
}

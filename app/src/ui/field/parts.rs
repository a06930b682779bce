//! The lines below a field, and how the field points to them.

use leptos::prelude::*;

use crate::ui::icon::{Icon, IconName, IconSize};

use crate::ui::live;

/// The value of `aria-describedby`: the error first, for it matters more.
pub fn described_by(
    id: &str,
    hint: MaybeProp<String>,
    error: MaybeProp<String>,
) -> impl Fn() -> Option<String> + use<> {
    let id = id.to_owned();
    move || match (error.get().is_some(), hint.get().is_some()) {
        (true, true) => Some(format!("{id}-error {id}-hint")),
        (true, false) => Some(format!("{id}-error")),
        (false, true) => Some(format!("{id}-hint")),
        (false, false) => None,
    }
}

/// Hint and error below a control. The error is announced when it comes.
#[component]
pub fn FieldNotes(
    /// The control's id.
    id: String,
    /// Helps before anything is wrong.
    hint: MaybeProp<String>,
    /// What is wrong.
    error: MaybeProp<String>,
) -> impl IntoView {
    let error_id = format!("{id}-error");
    let hint_id = id + "-hint";
    view! {
        <div class="field-error" id=error_id role="status">
            {live(move || {
                error
                    .get()
                    .map(|error| {
                        view! {
                            <Icon name=IconName::AlertCircle size=IconSize::Small/>
                            <span>{error}</span>
                        }
                    })
            })}
        </div>
        {live(move || hint.get().map(|hint| view! { <p class="field-hint" id=hint_id.clone()>{hint}</p> }))}
    }
    .into_any()
}

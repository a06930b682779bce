//! "Are you sure?", for what cannot be taken back.

use leptos::prelude::*;

use crate::ui::{Button, ButtonVariant, Dialog, live};

/// A question with two answers.
#[component]
pub fn Confirm(
    /// Whether it is asked.
    open: RwSignal<bool>,
    /// The question.
    #[prop(into)]
    title: Signal<String>,
    /// What happens then.
    #[prop(into)]
    text: Signal<String>,
    /// The word on the button that does it.
    act: &'static str,
    /// Does it.
    #[prop(into)]
    on_confirm: Callback<()>,
    /// While it is being done.
    #[prop(optional, into)]
    busy: Signal<bool>,
) -> impl IntoView {
    view! {
        <Dialog
            open=open
            title=title
            testid="confirm"
            actions=move || {
                view! {
                    <Button variant=ButtonVariant::Quiet on_click=move |_| open.set(false) testid="confirm-no">
                        "Cancel"
                    </Button>
                    <Button variant=ButtonVariant::Danger loading=busy on_click=move |_| on_confirm.run(()) testid="confirm-yes">
                        {act}
                    </Button>
                }
            }
        >
            <p>{live(move || text.get())}</p>
        </Dialog>
    }
    .into_any()
}

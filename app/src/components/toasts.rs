//! Short notices at the edge of the page, as the store holds them.

use leptos::prelude::*;

use crate::{
    state::{ToastKind, use_client},
    ui::{Icon, IconButton, IconName, Tone},
};

fn tone(kind: ToastKind) -> Tone {
    match kind {
        ToastKind::Info => Tone::Info,
        ToastKind::Success => Tone::Success,
        ToastKind::Error => Tone::Danger,
    }
}

/// Where notices appear.
#[component]
pub fn Toasts() -> impl IntoView {
    let toasts = use_client().toasts;
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toasts.shown().get() key=|toast| toast.id let:toast>
                <div class="toast" data-tone=tone(toast.kind).attribute() data-testid="toast">
                    <Icon name=tone(toast.kind).icon()/>
                    <span class="toast-words">{toast.text.clone()}</span>
                    <IconButton icon=IconName::X label="Put away" on_click=move |_| toasts.dismiss(toast.id)/>
                </div>
            </For>
        </div>
    }
    .into_any()
}

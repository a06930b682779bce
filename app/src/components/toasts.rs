//! Short notices at the edge of the page, as the store holds them.

use leptos::prelude::*;

use crate::{
    state::{Toast, ToastKind, use_client},
    ui::{Icon, IconButton, IconName, Tone, rows},
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
    let notice = move |toast: Toast| {
        view! {
            <div class="toast" data-tone=tone(toast.kind).attribute() data-testid="toast">
                <Icon name=tone(toast.kind).icon()/>
                <span class="toast-words">{toast.text}</span>
                <IconButton icon=IconName::X label="Put away" on_click=move |_| toasts.dismiss(toast.id)/>
            </div>
        }
        .into_any()
    };
    view! {
        <div class="toasts" role="status" aria-live="polite">
            {rows(move || toasts.shown().get(), |toast| (0, toast.id.into()), notice)}
        </div>
    }
    .into_any()
}

//! Says when the page is cut off from the server, and when the server has become newer than the page.

use leptos::prelude::*;

use crate::{
    browser::clock,
    state::{ConnectionState, use_client},
    ui::{Banner, Button, ButtonSize, ButtonVariant, IconName, Tone, effect, live},
};

/// A blip shorter than this is nobody's business, in milliseconds.
const PATIENCE_MS: u32 = 1_000;

/// The banner above the page; nothing while all is well.
#[component]
pub fn ConnectionBanner() -> impl IntoView {
    let client = use_client();
    let state = client.connection.state();
    let needs_reload = client.connection.needs_reload();
    // Trying again does not make it well again: only an open connection does.
    let is_cut_off = Memo::new(move |before: Option<&bool>| match state.get() {
        // The page is on its way to the start screen, which says so.
        ConnectionState::Open | ConnectionState::SignedOut => false,
        ConnectionState::Connecting => before.copied().unwrap_or(false),
        _ => true,
    });
    let shown = use_lasting(is_cut_off.into());
    let words = move || match state.get() {
        ConnectionState::Offline => "You're offline. We'll send what you write when you're back.",
        _ => "The server is out of reach. We'll send what you write when it is back.",
    };
    move || {
        if shown.get() {
            view! {
                <Banner tone=Tone::Warning icon=IconName::WifiOff testid="offline-banner">
                    <span>{words}</span>
                    {live(move || match state.get() {
                        ConnectionState::WaitingToReconnect { .. } => {
                            view! {
                                <Button
                                    variant=ButtonVariant::Plain
                                    size=ButtonSize::Small
                                    on_click=move |_| client.connection.retry_now()
                                    testid="reconnect"
                                >
                                    "Try now"
                                </Button>
                            }
                                .into_any()
                        }
                        _ => ().into_any(),
                    })}
                </Banner>
            }
            .into_any()
        } else if needs_reload.get() {
            view! {
                <Banner testid="reload-banner">
                    <span>"Moodlight was updated."</span>
                    <Button variant=ButtonVariant::Plain size=ButtonSize::Small on_click=move |_| client.connection.reload()>
                        "Reload"
                    </Button>
                </Banner>
            }
            .into_any()
        } else {
            ().into_any()
        }
    }
}

/// True when `wish` has been true for a while without a break.
fn use_lasting(wish: Signal<bool>) -> ReadSignal<bool> {
    let (lasting, set_lasting) = signal(false);
    let turn = StoredValue::new(0_u32);
    effect(move || {
        let wished = wish.get();
        turn.update_value(|turn| *turn += 1);
        if !wished {
            set_lasting.set(false);
            return;
        }
        let this_turn = turn.get_value();
        crate::browser::spawn(async move {
            clock::sleep(PATIENCE_MS).await;
            if turn.try_get_value() == Some(this_turn) {
                set_lasting.try_set(true);
            }
        });
    });
    lasting
}

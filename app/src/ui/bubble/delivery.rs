//! How far a message has come, as a mark, and what to do when it did not.

use leptos::prelude::*;

use crate::ui::{
    button::{Button, ButtonSize, ButtonVariant},
    icon::{Icon, IconName, IconSize},
};

use crate::ui::live;

/// How far one's own message has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// Waiting here, perhaps offline.
    Sending,
    /// Kept by the server.
    Sent,
    /// On a device of everyone else's.
    Delivered,
    /// Seen.
    Read,
    /// Refused; the message stays until it is sent again or deleted.
    Failed,
}

impl Delivery {
    pub(super) fn attribute(self) -> &'static str {
        match self {
            Self::Sending => "sending",
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
        }
    }

    fn word(self) -> &'static str {
        match self {
            Self::Sending => "Sending",
            Self::Sent => "Sent",
            Self::Delivered => "Delivered",
            Self::Read => "Read",
            Self::Failed => "Not sent",
        }
    }

    fn icon(self) -> IconName {
        match self {
            Self::Sending => IconName::Clock,
            Self::Sent => IconName::Check,
            Self::Delivered | Self::Read => IconName::CheckCheck,
            Self::Failed => IconName::AlertCircle,
        }
    }
}

/// The mark beside the time.
#[component]
pub fn DeliveryMark(
    /// How far it has come.
    delivery: Delivery,
) -> impl IntoView {
    view! {
        <span class="delivery" data-state=delivery.attribute() title=delivery.word()>
            <Icon name=delivery.icon() size=IconSize::Small/>
            <span class="visually-hidden">{delivery.word()}</span>
        </span>
    }
    .into_any()
}

/// What stands below a message that was not sent.
#[component]
pub fn Failure(
    /// Why.
    failure: MaybeProp<String>,
    /// Sends it again.
    on_retry: Option<Callback<()>>,
    /// Takes it away.
    on_delete: Option<Callback<()>>,
) -> impl IntoView {
    view! {
        <div class="failure" role="status">
            <span class="failure-words">{live(move || failure.get().unwrap_or_else(|| "This was not sent.".to_owned()))}</span>
            {on_retry
                .map(|on_retry| {
                    view! {
                        <Button
                            variant=ButtonVariant::Plain
                            size=ButtonSize::Small
                            testid="message-retry"
                            on_click=move |_| on_retry.run(())
                        >
                            "Retry"
                        </Button>
                    }
                })}
            {on_delete
                .map(|on_delete| {
                    view! {
                        <Button
                            variant=ButtonVariant::Plain
                            size=ButtonSize::Small
                            testid="message-delete"
                            on_click=move |_| on_delete.run(())
                        >
                            "Delete"
                        </Button>
                    }
                })}
        </div>
    }
    .into_any()
}

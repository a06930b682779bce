//! Short notices at the edge of the page.

use leptos::prelude::*;

/// How a notice is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ToastKind {
    /// Good to know.
    Info,
    /// It worked.
    Success,
    /// It did not.
    Error,
}

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Toast {
    /// Names it while it is shown.
    pub id: u32,
    /// How it is meant.
    pub kind: ToastKind,
    /// What it says.
    pub text: String,
}

/// How long a notice stays, in milliseconds. Errors stay until they are dismissed.
pub const TOAST_MS: u32 = 6_000;

/// The notices now shown, oldest first.
#[derive(Clone, Copy)]
pub struct ToastsStore {
    shown: RwSignal<Vec<Toast>>,
    next: StoredValue<u32>,
}

impl ToastsStore {
    pub(super) fn new() -> Self {
        Self {
            shown: RwSignal::new(Vec::new()),
            next: StoredValue::new(0),
        }
    }

    /// The notices now shown.
    #[must_use]
    pub fn shown(self) -> Signal<Vec<Toast>> {
        self.shown.into()
    }

    /// Shows a notice.
    pub fn show(self, kind: ToastKind, text: impl Into<String>) {
        let id = self
            .next
            .try_update_value(|next| {
                *next += 1;
                *next
            })
            .unwrap_or_default();
        let toast = Toast {
            id,
            kind,
            text: text.into(),
        };
        let _ = self.shown.try_update(|shown| shown.push(toast));
        if kind != ToastKind::Error {
            crate::browser::spawn(async move {
                crate::browser::clock::sleep(TOAST_MS).await;
                self.dismiss(id);
            });
        }
    }

    /// Says what went wrong.
    pub fn error(self, error: &protocol::ApiError) {
        self.show(ToastKind::Error, crate::words::explain(error));
    }

    /// Puts a text on the clipboard, and says so with these words, or that the browser does not allow it.
    pub fn copy(self, text: String, done: &'static str) {
        crate::browser::spawn(async move {
            if crate::browser::page::copy(&text).await {
                self.show(ToastKind::Success, done);
            } else {
                self.show(ToastKind::Error, "The browser did not allow copying.");
            }
        });
    }

    /// Takes a notice away.
    pub fn dismiss(self, id: u32) {
        let _ = self
            .shown
            .try_update(|shown| shown.retain(|toast| toast.id != id));
    }
}

//! Speaking instead of typing, where the browser understands speech on the device.

use leptos::{html, prelude::*};

use crate::{
    browser::{
        self,
        dictation::{self, Ability, Heard, Listening},
    },
    ui::{ButtonVariant, IconButton, IconName, derived},
};

/// Where dictation stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    Silent,
    /// The browser is asked, or fetches what understands the language.
    Preparing,
    Listening,
}

/// Dictation into one field.
#[derive(Clone, Copy)]
pub struct Dictation {
    value: RwSignal<String>,
    says: RwSignal<Option<String>>,
    step: RwSignal<Step>,
    listening: StoredValue<Option<Listening>>,
}

/// Dictation into a field with this text.
#[must_use]
pub fn use_dictation(value: RwSignal<String>) -> Dictation {
    Dictation {
        value,
        says: RwSignal::new(None),
        step: RwSignal::new(Step::Silent),
        listening: StoredValue::new(None),
    }
}

impl Dictation {
    /// What is to be told about it.
    #[must_use]
    pub fn says(self) -> Signal<Option<String>> {
        self.says.into()
    }

    /// Somebody types or sends: what was spoken stays as it stands, and no more of it comes.
    pub fn stop(self) {
        self.says.set(None);
        if self.step.get_untracked() != Step::Silent {
            self.listening.set_value(None);
            self.step.set(Step::Silent);
        }
    }

    fn press(self) {
        match self.step.get_untracked() {
            Step::Silent => self.begin(),
            Step::Preparing => self.stop(),
            Step::Listening => {
                self.listening
                    .update_value(|listening| listening.iter_mut().for_each(Listening::finish));
            }
        }
    }

    fn begin(self) {
        self.says.set(None);
        self.step.set(Step::Preparing);
        browser::spawn(async move {
            if part::listen(self).await.is_err() {
                self.end(Some("This did not arrive. Is there a connection?"));
            }
        });
    }

    /// Asks the browser, lets it fetch what it needs, and listens.
    async fn listen(self) {
        let language = dictation::language();
        let is_ready = match dictation::ability(&language).await {
            Ability::Ready => true,
            Ability::Fetchable => {
                let _ = self.says.try_set(Some(
                    "The browser fetches what understands your language.".to_owned(),
                ));
                dictation::fetch(&language).await
            }
            Ability::Absent => false,
        };
        // It was stopped, or the page has gone.
        if self.step.try_get_untracked() != Some(Step::Preparing) {
            return;
        }
        if !is_ready {
            return self.end(Some(
                "This browser cannot turn speech into text on this device, and your voice is sent nowhere.",
            ));
        }
        let before = self.value.get_untracked();
        let on_heard = move |heard| self.take(&before, heard);
        match dictation::listen(&language, on_heard) {
            Some(listening) => {
                self.listening.set_value(Some(listening));
                self.says.set(None);
                self.step.set(Step::Listening);
            }
            None => self.end(Some("The browser does not listen just now.")),
        }
    }

    fn take(self, before: &str, heard: Heard) {
        match heard {
            Heard::Words(words) => {
                let is_gap = before.is_empty() || before.ends_with(char::is_whitespace);
                let gap = if is_gap { "" } else { " " };
                let _ = self.value.try_set(format!("{before}{gap}{words}"));
            }
            Heard::Ended => self.end(None),
            Heard::Forbidden => self.end(Some("The microphone is not allowed for this page.")),
            Heard::Failed => self.end(Some("Nothing here could understand speech just now.")),
        }
    }

    fn end(self, why: Option<&str>) {
        let _ = self.listening.try_set_value(None);
        let _ = self.step.try_set(Step::Silent);
        let _ = self.says.try_set(why.map(str::to_owned));
    }
}

/// Begins and ends it.
#[component]
pub fn DictationButton(
    /// The field's.
    dictation: Dictation,
    /// The field, which takes the focus.
    field: NodeRef<html::Textarea>,
) -> impl IntoView {
    let step = dictation.step;
    let press = move |_| {
        dictation.press();
        if let Some(field) = field.get_untracked() {
            // Without focus one can still click.
            let _ = field.focus();
        }
    };
    view! {
        <span class="needs-script dictation" data-step=move || match step.get() {
            Step::Silent => "silent",
            Step::Preparing => "preparing",
            Step::Listening => "listening",
        }>
            <IconButton
                icon=IconName::Mic
                label="Dictate"
                variant=ButtonVariant::Plain
                pressed=derived(move || Some(step.get() != Step::Silent))
                on_click=press
                testid="dictate"
            />
        </span>
    }
    .into_any()
}

/// What speaks to the browser is used by few, so its code stands with the pages beside the talk.
#[cfg(feature = "split")]
mod part {
    use leptos::wasm_split::wasm_split;

    use super::Dictation;
    use crate::browser::Missing;

    type Task = std::pin::Pin<Box<dyn Future<Output = ()>>>;

    #[wasm_split(beside, wasm_split_path = ::leptos::wasm_split, fallible)]
    fn task(dictation: Dictation) -> Result<Task, Missing> {
        Ok(Box::pin(dictation.listen()))
    }

    pub async fn listen(dictation: Dictation) -> Result<(), Missing> {
        task(dictation).await?.await;
        Ok(())
    }
}

/// Everything is in one file.
#[cfg(not(feature = "split"))]
mod part {
    use super::Dictation;
    use crate::browser::Missing;

    pub async fn listen(dictation: Dictation) -> Result<(), Missing> {
        dictation.listen().await;
        Ok(())
    }
}

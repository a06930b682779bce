//! What a form was refused for, told beside the field it belongs to and otherwise above the button.

use domain::text::TextError;
use leptos::prelude::*;
use protocol::error::{ApiError, Field};

use crate::{
    api::Failure,
    ui::{Icon, IconName, derived},
    words,
};

/// The problems of one form: those found in the page before sending, else the one that the server answered.
#[derive(Clone, Copy)]
pub struct Problems {
    fields: &'static [Field],
    here: RwSignal<Vec<ApiError>>,
    all: Signal<Vec<ApiError>>,
}

impl Problems {
    /// `fields` are those that the form shows; `answer` is what the server said last.
    pub fn new<T: Send + Sync + 'static>(
        fields: &'static [Field],
        answer: impl Fn() -> Option<Result<T, Failure>> + Send + Sync + 'static,
    ) -> Self {
        let here = RwSignal::new(Vec::new());
        let all = derived(move || {
            let found = here.get();
            if found.is_empty() {
                answer()
                    .and_then(Result::err)
                    .map(|Failure(error)| vec![error])
                    .unwrap_or_default()
            } else {
                found
            }
        });
        Self { fields, here, all }
    }

    /// Keeps what was found before sending; true if there was anything.
    pub fn found(
        self,
        checks: impl IntoIterator<Item = (Field, Result<String, TextError>)>,
    ) -> bool {
        let found: Vec<_> = checks
            .into_iter()
            .filter_map(|(field, check)| check.err().map(|reason| ApiError::invalid(field, reason)))
            .collect();
        let any = !found.is_empty();
        self.here.set(found);
        any
    }

    /// What is wrong with one field.
    #[must_use]
    pub fn beside(self, field: Field) -> Signal<Option<String>> {
        let all = self.all;
        derived(move || {
            all.with(|all| {
                all.iter()
                    .find(|error| words::field_of(error) == Some(field))
                    .map(words::explain)
            })
        })
    }

    /// What is wrong with the whole, or with something that this form does not show.
    #[must_use]
    pub fn general(self) -> Signal<Option<String>> {
        let Self { fields, all, .. } = self;
        derived(move || {
            all.with(|all| {
                all.iter()
                    .find(|error| {
                        words::field_of(error).is_none_or(|field| !fields.contains(&field))
                    })
                    .map(words::explain)
            })
        })
    }
}

/// The line for what belongs beside no field. Announced when it comes.
#[component]
pub fn FormError(
    /// What happened and what to do; nothing while all is well.
    #[prop(into)]
    text: Signal<Option<String>>,
) -> impl IntoView {
    move || {
        text.get().map(|text| {
            view! {
                <p class="form-error" role="alert" data-testid="form-error">
                    <Icon name=IconName::AlertCircle/>
                    <span>{text}</span>
                </p>
            }
        })
    }
}

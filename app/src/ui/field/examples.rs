//! Fields empty, filled, wrong.

use leptos::prelude::*;

use super::{Field, InputType, PasswordField};
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "field",
    about: "One line of text with a label that stays.",
    examples: &[
        Example {
            title: "Empty and filled",
            view: plain,
        },
        Example {
            title: "With a hint",
            view: hint,
        },
        Example {
            title: "Something is wrong",
            view: error,
        },
        Example {
            title: "Password",
            view: password,
        },
        Example {
            title: "Search",
            view: search,
        },
    ],
};

fn plain() -> AnyView {
    view! {
        <div class="gallery-form">
            <Field label="First name" name="first_name" autocomplete="given-name" id="example-first"/>
            <Field label="Last name" name="last_name" value=RwSignal::new("Оленич".to_owned()) id="example-last"/>
        </div>
    }
    .into_any()
}

fn hint() -> AnyView {
    view! {
        <div class="gallery-form">
            <Field label="Username" name="username" hint="Letters, digits and dots. People can find you by it." id="example-username"/>
        </div>
    }
    .into_any()
}

fn error() -> AnyView {
    view! {
        <div class="gallery-form">
            <Field
                label="E-mail"
                name="email"
                kind=InputType::Email
                initial="ada@example"
                error="That address looks cut off. Is the ending missing?"
                hint="Only you see it."
                id="example-email"
            />
        </div>
    }
    .into_any()
}

fn password() -> AnyView {
    view! {
        <div class="gallery-form">
            <PasswordField label="Password" name="password" autocomplete="current-password" id="example-password"/>
            <PasswordField
                label="New password"
                name="new_password"
                autocomplete="new-password"
                error="That password is on a list of leaked ones. Please choose another."
                id="example-new-password"
            />
        </div>
    }
    .into_any()
}

fn search() -> AnyView {
    view! {
        <div class="gallery-form">
            <Field label="Find people" name="q" kind=InputType::Search placeholder="Name or username" hide_label=true id="example-search"/>
        </div>
    }
    .into_any()
}

//! A question, a form and a sheet, each behind the button that opens it.

use leptos::prelude::*;

use super::{Dialog, Sheet};
use crate::ui::{Button, ButtonVariant, Example, Field, IconName, Piece, Switch};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "dialog",
    about: "A question or a short form above the page; never a second one on top of it.",
    examples: &[
        Example {
            title: "A question",
            view: question,
        },
        Example {
            title: "A short form",
            view: form,
        },
        Example {
            title: "A sheet",
            view: sheet,
        },
    ],
};

fn question() -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <Button variant=ButtonVariant::Danger on_click=move |_| open.set(true) testid="open-question">"Leave the room"</Button>
        <Dialog
            open=open
            title="Leave Garden Club?"
            actions=move || {
                view! {
                    <Button variant=ButtonVariant::Quiet on_click=move |_| open.set(false)>"Stay"</Button>
                    <Button variant=ButtonVariant::Danger on_click=move |_| open.set(false)>"Leave"</Button>
                }
            }
        >
            <p>"You will stop receiving messages. Someone in the room can add you again."</p>
        </Dialog>
    }
    .into_any()
}

fn form() -> AnyView {
    let open = RwSignal::new(false);
    view! {
        <Button icon=IconName::Plus on_click=move |_| open.set(true) testid="open-form">"New group"</Button>
        <Dialog
            open=open
            title="New group"
            actions=move || {
                view! {
                    <Button variant=ButtonVariant::Quiet on_click=move |_| open.set(false)>"Cancel"</Button>
                    <Button on_click=move |_| open.set(false)>"Create"</Button>
                }
            }
        >
            <Field label="Name" name="room_name" hint="You can change it later." id="example-room-name"/>
        </Dialog>
    }
    .into_any()
}

fn sheet() -> AnyView {
    let open = RwSignal::new(false);
    let on = RwSignal::new(true);
    view! {
        <Button variant=ButtonVariant::Quiet on_click=move |_| open.set(true) testid="open-sheet">"Why this colour?"</Button>
        <Sheet open=open title="Why this colour?">
            <p>"The last messages sound warm. These words said so most: thank, lovely, home."</p>
            <Switch label="Follow the mood in this room" on=on on_change=move |now| on.set(now)/>
        </Sheet>
    }
    .into_any()
}

//! Tabs.

use leptos::prelude::*;

use super::{Tab, TabPanel, Tabs};
use crate::ui::{Example, Piece};

/// For the gallery.
pub const PIECE: Piece = Piece {
    name: "tabs",
    about: "Two to five views of one thing.",
    examples: &[Example {
        title: "Two views",
        view: two,
    }],
};

fn two() -> AnyView {
    let active = RwSignal::new("members");
    view! {
        <div class="gallery-column">
            <Tabs label="Garden Club" group="example" active=active tabs=vec![Tab::new("members", "Members"), Tab::new("links", "Links")]/>
            <TabPanel group="example" id="members" active=active>
                <p>"Ada, Bo, Chloé and nine others."</p>
            </TabPanel>
            <TabPanel group="example" id="links" active=active>
                <p>"No links yet."</p>
            </TabPanel>
        </div>
    }
    .into_any()
}

//! The route table and the providers, nothing else.

use leptos::prelude::*;
use leptos_meta::{Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};

use crate::{
    components::{app_shell::AppShell, hydration::provide_hydrated},
    pages::{beside::Beside, dashboard::DashboardPage, not_found::NotFoundPage, room::RoomPage},
    state::provide_client,
};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    #[cfg(feature = "ssr")]
    crate::api::load::provide_loading();
    provide_hydrated();
    let client = provide_client();
    let title = move |page: String| {
        // The server writes the title after the page, when the signals of this request are at hand no more.
        let unread = if cfg!(feature = "hydrate") {
            client.rooms.unread_rooms()
        } else {
            0
        };
        if unread > 0 {
            format!("({unread}) {page} · Moodlight")
        } else {
            format!("{page} · Moodlight")
        }
    };
    view! {
        <Title formatter=title/>
        <Router>
            <Routes fallback=NotFoundPage>
                <Route path=path!("/start") view=Beside::Start ssr=SsrMode::Async/>
                <Route path=path!("/sign-up") view=Beside::SignUp ssr=SsrMode::Async/>
                <Route path=path!("/join/:code") view=Beside::SignUp ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=Beside::SignIn ssr=SsrMode::Async/>
                <Route path=path!("/set-up") view=Beside::SetUp ssr=SsrMode::Async/>
                <Route path=path!("/gallery") view=Beside::Gallery ssr=SsrMode::Async/>
                <Route path=path!("/about") view=Beside::About ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=AppShell ssr=SsrMode::Async>
                    <Route path=path!("/") view=DashboardPage ssr=SsrMode::Async/>
                    <Route path=path!("/rooms") view=Beside::PublicRooms ssr=SsrMode::Async/>
                    <Route path=path!("/rooms/new") view=Beside::NewRoom ssr=SsrMode::Async/>
                    <Route path=path!("/rooms/:id") view=RoomPage ssr=SsrMode::Async/>
                    <Route path=path!("/search") view=Beside::Search ssr=SsrMode::Async/>
                    <Route path=path!("/people") view=Beside::People ssr=SsrMode::Async/>
                    <Route path=path!("/people/:username") view=Beside::Profile ssr=SsrMode::Async/>
                    <Route path=path!("/settings") view=Beside::Settings ssr=SsrMode::Async/>
                    <Route path=path!("/settings/moods") view=Beside::Moods ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

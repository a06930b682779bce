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
    pages::{
        about::AboutPage, dashboard::DashboardPage, gallery::GalleryPage, new_room::NewRoomPage,
        not_found::NotFoundPage, people::PeoplePage, profile::ProfilePage,
        public_rooms::PublicRoomsPage, room::RoomPage, set_up::SetUpPage, settings::SettingsPage,
        sign_in::SignInPage, sign_up::SignUpPage, start::StartPage,
    },
    state::provide_client,
};

/// The whole page.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
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
                <Route path=path!("/start") view=StartPage ssr=SsrMode::Async/>
                <Route path=path!("/sign-up") view=SignUpPage ssr=SsrMode::Async/>
                <Route path=path!("/join/:code") view=SignUpPage ssr=SsrMode::Async/>
                <Route path=path!("/sign-in") view=SignInPage ssr=SsrMode::Async/>
                <Route path=path!("/set-up") view=SetUpPage ssr=SsrMode::Async/>
                <Route path=path!("/gallery") view=GalleryPage ssr=SsrMode::Async/>
                <Route path=path!("/about") view=AboutPage ssr=SsrMode::Async/>
                <ParentRoute path=path!("") view=AppShell ssr=SsrMode::Async>
                    <Route path=path!("/") view=DashboardPage ssr=SsrMode::Async/>
                    <Route path=path!("/rooms") view=PublicRoomsPage ssr=SsrMode::Async/>
                    <Route path=path!("/rooms/new") view=NewRoomPage ssr=SsrMode::Async/>
                    <Route path=path!("/rooms/:id") view=RoomPage ssr=SsrMode::Async/>
                    <Route path=path!("/people") view=PeoplePage ssr=SsrMode::Async/>
                    <Route path=path!("/people/:username") view=ProfilePage ssr=SsrMode::Async/>
                    <Route path=path!("/settings") view=SettingsPage ssr=SsrMode::Async/>
                </ParentRoute>
            </Routes>
        </Router>
    }
}

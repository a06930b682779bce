//! Before the door.

use app::api::Failure;
use axum::http::StatusCode;
use domain::place::JoinPolicy;
use leptos::server_fn::error::ServerFnUrlError;
use protocol::error::{ApiError, Field};

use crate::{
    fake::{CODE, Fake},
    page::get,
};

fn open_place() -> Fake {
    let mut fake = Fake::default();
    fake.place.join_policy = JoinPolicy::Anyone;
    fake
}

#[tokio::test]
async fn a_stranger_is_sent_to_the_start_screen_and_a_member_home() {
    for path in ["/", "/people", "/settings", "/rooms/new", "/set-up"] {
        get(Fake::default(), "nobody", path)
            .await
            .leads_to("/start");
    }
    for path in ["/start", "/sign-in", "/sign-up"] {
        get(Fake::default(), "bo", path).await.leads_to("/");
    }
}

#[tokio::test]
async fn the_start_screen_offers_two_ways_in() {
    let page = get(Fake::default(), "nobody", "/start").await;
    assert_eq!(page.status, StatusCode::OK);
    assert_eq!(
        (page.count("start-sign-in"), page.count("start-sign-up")),
        (1, 1)
    );
    page.shows("Welcome to Garden Club");
}

#[tokio::test]
async fn the_sign_up_form_works_without_javascript() {
    let page = get(open_place(), "nobody", "/sign-up").await;
    let form = page.tag("sign-up-form");
    assert!(
        form.contains("method=\"post\"") && form.contains("action=\"/api/ui/sign-up\""),
        "{form}"
    );
    for field in ["first-name", "last-name", "username", "email", "password"] {
        assert!(page.tag(&format!("field-{field}")).contains("required"));
    }
    assert!(
        page.tag("field-password")
            .contains("autocomplete=\"new-password\"")
    );
    assert_eq!(page.count("field-setup-code"), 0);
    page.shows("href=\"/sign-in\"");
}

#[tokio::test]
async fn only_the_first_sign_up_from_elsewhere_asks_for_the_set_up_code() {
    let mut fake = open_place();
    fake.needs_setup_code = true;
    assert_eq!(
        get(fake, "nobody", "/sign-up")
            .await
            .count("field-setup-code"),
        1
    );
}

#[tokio::test]
async fn a_place_by_invitation_shows_its_form_to_those_with_the_link() {
    let without = get(Fake::default(), "nobody", "/sign-up").await;
    assert_eq!(without.count("sign-up-form"), 0);
    let wrong = get(Fake::default(), "nobody", "/join/worn-out").await;
    assert_eq!(wrong.count("sign-up-form"), 0);
    wrong.shows("does not work any more");
    let invited = get(Fake::default(), "nobody", &format!("/join/{CODE}")).await;
    assert_eq!(invited.count("sign-up-form"), 1);
    invited.shows(&format!("name=\"invitation\" value=\"{CODE}\""));
}

#[tokio::test]
async fn a_form_that_was_refused_says_why_without_javascript() {
    let refused = |error: ApiError, endpoint: &str, page: &str| {
        ServerFnUrlError::<Failure>::new(format!("/api/ui/{endpoint}"), Failure(error))
            .to_url(&format!("http://localhost{page}"))
            .expect("an address")
            .to_string()
            .replace("http://localhost", "")
    };
    let taken = ApiError::Taken {
        field: Field::Username,
    };
    let page = get(
        open_place(),
        "nobody",
        &refused(taken, "sign-up", "/sign-up"),
    )
    .await;
    page.shows("That username is already in use.");
    assert!(page.tag("field-username").contains("aria-invalid=\"true\""));
    assert_eq!(
        page.count("form-error"),
        0,
        "it stands beside the field alone"
    );

    let page = get(
        open_place(),
        "nobody",
        &refused(ApiError::WrongCredentials, "sign-in", "/sign-in"),
    )
    .await;
    assert_eq!(page.count("form-error"), 1);
    page.shows("do not go together");
}

#[tokio::test]
async fn the_owner_is_asked_three_questions_until_they_are_answered() {
    let mut fake = open_place();
    fake.place.is_set_up = false;
    get(fake.clone(), "ada", "/").await.leads_to("/set-up");
    let page = get(fake.clone(), "ada", "/set-up").await;
    for testid in [
        "set-up-form",
        "place-name",
        "purpose-friends",
        "purpose-work",
        "join-anyone",
        "join-invitation",
    ] {
        assert_eq!(page.count(testid), 1, "{testid}");
    }
    // It is the owner's business: others go on as they are.
    assert_eq!(get(fake, "bo", "/").await.status, StatusCode::OK);
    get(Fake::default(), "ada", "/set-up").await.leads_to("/");
}

#[tokio::test]
async fn any_other_address_is_not_found() {
    let page = get(Fake::default(), "nobody", "/no/such/page").await;
    assert_eq!(
        (page.status, page.count("not-found")),
        (StatusCode::NOT_FOUND, 1)
    );
    assert_eq!(
        get(Fake::default(), "nobody", "/about").await.status,
        StatusCode::OK
    );
}

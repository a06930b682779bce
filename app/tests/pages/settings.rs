//! Settings.

use crate::{
    fake::{CODE, Fake},
    page::get,
};

#[tokio::test]
async fn everyone_has_settings_and_only_the_owner_the_places() {
    let owner = get(Fake::default(), "ada", "/settings").await;
    let member = get(Fake::default(), "bo", "/settings").await;
    for page in [&owner, &member] {
        for testid in [
            "theme-light",
            "theme-dark",
            "theme-system",
            "mood-level-vivid",
            "change-password-form",
            "sign-out",
            "delete-account",
        ] {
            assert_eq!(page.count(testid), 1, "{testid}");
        }
        assert_eq!(
            (page.count("device-row"), page.count("device-sign-out")),
            (2, 1)
        );
    }
    assert_eq!(
        (
            owner.count("invitation-link"),
            member.count("invitation-link")
        ),
        (1, 0)
    );
    owner.shows(CODE);
    member.hides(CODE);
}

#[tokio::test]
async fn signing_out_works_without_javascript() {
    let page = get(Fake::default(), "bo", "/settings").await;
    page.shows("action=\"/api/ui/sign-out\" method=\"post\"");
}

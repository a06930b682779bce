//! How long a sign-in lasts, by a clock that the test moves.

use std::sync::Arc;

use domain::Timestamp;
use server::clock::TestClock;

use crate::support::{TestApp, browser::PASSWORD};

const DAY: i64 = 86_400_000;

#[tokio::test]
async fn a_sign_in_that_is_not_used_ends_after_thirty_days() {
    let clock = Arc::new(TestClock::at(Timestamp(1_800_000_000_000)));
    let app = TestApp::start_at(clock.clone()).await;
    app.opened().await;
    let ada = app.newcomer("ada").await;
    clock.advance(29 * DAY);
    assert!(ada.is_signed_in().await, "and this use is noted");
    clock.advance(29 * DAY);
    assert!(ada.is_signed_in().await);
    clock.advance(30 * DAY);
    assert!(!ada.is_signed_in().await);
    assert_eq!(ada.signs_in("ada", PASSWORD).await.status, 200);
    assert!(ada.is_signed_in().await);
}

#[tokio::test]
async fn however_much_it_is_used_it_ends_after_a_hundred_and_eighty_days() {
    let clock = Arc::new(TestClock::at(Timestamp(1_800_000_000_000)));
    let app = TestApp::start_at(clock.clone()).await;
    app.opened().await;
    let ada = app.newcomer("ada").await;
    for day in (20..180).step_by(20) {
        clock.advance(20 * DAY);
        assert!(ada.is_signed_in().await, "day {day}");
    }
    clock.advance(20 * DAY);
    assert!(!ada.is_signed_in().await);
}

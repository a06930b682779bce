//! Too much is told when to come back.

use protocol::ApiError;

use crate::support::{
    TestApp,
    browser::{Answer, Browser, PASSWORD},
};

#[track_caller]
fn must_wait(answer: &Answer) {
    let ApiError::RateLimited { retry_after_ms } = answer.error() else {
        panic!("{}", answer.text);
    };
    let seconds: u64 = answer.header("retry-after").parse().expect("a number");
    assert!(
        seconds >= 1 && seconds * 1_000 >= retry_after_ms,
        "{seconds} {retry_after_ms}"
    );
}

#[tokio::test]
async fn guessing_the_password_of_an_account_gets_slow() {
    let app = TestApp::start_with(|config| config.rates.factor = 1.0).await;
    app.opened().await;
    let browser = Browser::new(&app);
    for guess in 0..9 {
        // Under whichever of their names.
        let login = "@".repeat(guess % 3) + "owner";
        let answer = browser.signs_in(&login, &format!("guess {guess}")).await;
        assert_eq!(answer.error(), ApiError::WrongCredentials, "{guess}");
    }
    browser.signs_in("owner", "guess").await;
    must_wait(&browser.signs_in("owner", PASSWORD).await);
    assert_eq!(
        browser.signs_in("another", "guess").await.error(),
        ApiError::WrongCredentials,
        "others are not affected"
    );
}

#[tokio::test]
async fn guessing_at_many_accounts_from_one_address_gets_slow() {
    let app = TestApp::start_with(|config| config.rates.factor = 1.0).await;
    let browser = Browser::new(&app);
    for account in 0..30 {
        browser.signs_in(&format!("person{account}"), "guess").await;
    }
    must_wait(&browser.signs_in("somebody", "guess").await);
}

#[tokio::test]
async fn one_address_makes_only_so_many_accounts_in_an_hour() {
    let app = TestApp::start_with(|config| {
        config.rates.factor = 1.0;
        config.rates.sign_ups_per_hour = 3;
    })
    .await;
    app.opened().await;
    app.newcomer("ada").await;
    app.newcomer("bea").await;
    must_wait(&Browser::new(&app).signs_up("eve").await);
}

#[tokio::test]
async fn one_address_makes_only_so_many_requests() {
    let app = TestApp::start_with(|config| config.rates.factor = 0.05).await;
    let browser = Browser::new(&app);
    let mut refused = None;
    for _ in 0..40 {
        let answer = browser.opens("/api/ui/nothing").await;
        if answer.status == 429 {
            refused = Some(answer);
            break;
        }
    }
    must_wait(&refused.expect("a refusal within forty requests"));
    assert_eq!(
        browser.opens("/health/live").await.status,
        200,
        "what watches over it is not limited"
    );
}

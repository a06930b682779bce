//! The program at the terminal: its commands, its help, its errors.

use protocol::ApiError;

use crate::support::{
    TestApp,
    browser::PASSWORD,
    program::{moodlight, text},
};

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_reset_while_the_server_runs() {
    let app = TestApp::start().await;
    app.opened().await;
    let ada = app.newcomer("ada").await;
    let data = app.data().directory().display().to_string();
    let reset = |username: &str| {
        let cheap = ["--password-memory-kib", "8", "--password-iterations", "1"];
        let mut arguments = vec!["reset-password", username, "--data", &data];
        arguments.extend(cheap);
        moodlight(arguments)
    };
    let output = reset("@Ada");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let told = text(&output.stdout);
    let password = told
        .lines()
        .next()
        .and_then(|line| line.rsplit(' ').next())
        .unwrap();
    assert!(!ada.is_signed_in().await, "signed out everywhere");
    assert_eq!(
        ada.signs_in("ada", PASSWORD).await.error(),
        ApiError::WrongCredentials
    );
    assert_eq!(ada.signs_in("ada", password).await.status, 200);

    let output = reset("nobody");
    assert!(!output.status.success());
    assert!(
        text(&output.stderr).contains("nobody"),
        "{}",
        text(&output.stderr)
    );
}

#[test]
fn every_setting_is_explained() {
    let help = moodlight(["serve", "--help"]);
    assert!(help.status.success());
    let help = text(&help.stdout);
    for setting in [
        "listen",
        "data",
        "base-url",
        "trusted-proxies",
        "metrics-listen",
        "log",
        "log-format",
        "session-idle-days",
        "session-absolute-days",
        "sign-ups-per-hour",
        "rate-limit-factor",
    ] {
        assert!(
            help.contains(&format!("--{setting} ")),
            "--{setting}: {help}"
        );
        let variable = format!("MOODLIGHT_{}", setting.replace('-', "_").to_uppercase());
        assert!(help.contains(&variable), "{variable}: {help}");
    }
    assert!(!help.contains("--password-memory-kib"), "for tests only");
}

#[test]
fn a_wrong_setting_is_told_in_one_sentence() {
    for (flag, value) in [
        ("--listen", "nowhere"),
        ("--metrics-listen", "9464"),
        ("--base-url", "chat.example.org"),
        ("--trusted-proxies", "proxy"),
        ("--session-idle-days", "0"),
        ("--rate-limit-factor", "0"),
        ("--config", "/no/such/file.toml"),
    ] {
        let output = moodlight(["serve", flag, value]);
        assert!(!output.status.success(), "{flag}");
        let told = text(&output.stderr);
        assert_eq!(told.trim().lines().count(), 1, "{flag}: {told}");
    }
}

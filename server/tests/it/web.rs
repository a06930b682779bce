//! What stands before every route: origins, policies, cookies' attributes, forms without JavaScript.

use protocol::ApiError;
use reqwest::Method;
use serde_json::json;
use tokio_tungstenite::tungstenite::{Error as SocketError, client::IntoClientRequest};

use crate::support::{
    TestApp,
    browser::{Browser, PASSWORD, send, sign_up_form},
};

#[tokio::test]
async fn the_cookie_is_for_the_server_only() {
    let app = TestApp::start().await;
    let given = Browser::new(&app).signs_up("ada").await;
    let cookie = given.header("set-cookie");
    assert!(cookie.starts_with("moodlight_session="), "{cookie}");
    for attribute in ["HttpOnly", "SameSite=Lax", "Path=/", "Max-Age=15552000"] {
        assert!(cookie.contains(attribute), "{cookie}");
    }
    assert!(!cookie.contains("Secure"), "no TLS here: {cookie}");
}

#[tokio::test]
async fn behind_tls_the_cookie_is_secure_and_so_is_everything() {
    let app = TestApp::start_with(|config| {
        let settings = server::config::Settings {
            base_url: Some("https://chat.example.org".to_owned()),
            ..server::config::Settings::default()
        };
        config.base_url = server::Config::check(settings).unwrap().base_url;
    })
    .await;
    let browser = Browser::new(&app);
    let sign_up = || {
        browser
            .form("sign-up", &sign_up_form("ada"))
            .header("accept", "application/json")
    };
    let foreign = send(sign_up()).await;
    assert_eq!(
        foreign.error(),
        ApiError::ForeignOrigin,
        "its origin is not the base URL"
    );
    let request = browser
        .request(Method::GET, "/start")
        .header("origin", "https://chat.example.org");
    let page = send(request).await;
    assert!(
        page.header("strict-transport-security")
            .contains("max-age=")
    );

    let plain = reqwest::Client::builder().build().unwrap();
    let request = plain
        .post(format!("http://{}/api/ui/sign-up", app.address))
        .header("origin", "https://chat.example.org")
        .header("accept", "application/json")
        .form(&sign_up_form("ada"));
    let given = send(request).await;
    let cookie = given.header("set-cookie").to_owned();
    assert!(cookie.starts_with("__Host-moodlight_session="), "{cookie}");
    assert!(
        cookie.contains("Secure") && cookie.contains("HttpOnly"),
        "{cookie}"
    );
}

#[tokio::test]
async fn another_site_cannot_make_a_browser_act() {
    let app = TestApp::start().await;
    app.opened().await;
    let ada = app.newcomer("ada").await;
    let call = || {
        ada.request(Method::POST, "/api/ui/sign-out")
            .header("accept", "application/json")
    };
    let plain = |origin: Option<&str>| {
        let request = reqwest::Client::builder()
            .build()
            .unwrap()
            .post(format!("http://{}/api/ui/sign-in", app.address))
            .header("accept", "application/json")
            .form(&[("login", "ada"), ("password", PASSWORD)]);
        match origin {
            Some(origin) => request.header("origin", origin),
            None => request,
        }
    };
    for origin in [None, Some("https://evil.example.org"), Some("null")] {
        let answer = send(plain(origin)).await;
        assert_eq!(answer.error(), ApiError::ForeignOrigin, "{origin:?}");
        assert_eq!(answer.header("set-cookie"), "");
    }
    for site in ["cross-site", "same-site"] {
        let answer = send(call().header("sec-fetch-site", site)).await;
        assert_eq!(answer.error(), ApiError::ForeignOrigin, "{site}");
    }
    assert!(ada.is_signed_in().await);
    assert_eq!(
        send(call().header("sec-fetch-site", "same-origin"))
            .await
            .status,
        200
    );
}

#[tokio::test]
async fn a_socket_opens_for_our_own_page_and_for_nobody_else() {
    let app = TestApp::start().await;
    app.opened().await;
    let cookie = Browser::new(&app)
        .signs_up("ada")
        .await
        .header("set-cookie")
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let own = format!("http://{}", app.address);
    let open = async |cookie: Option<&str>, origin: Option<&str>| {
        let mut request = format!("ws://{}/ws", app.address)
            .into_client_request()
            .unwrap();
        let headers = request.headers_mut();
        for (name, value) in [("cookie", cookie), ("origin", origin)] {
            if let Some(value) = value {
                headers.insert(name, value.parse().unwrap());
            }
        }
        headers.insert(
            "sec-websocket-protocol",
            protocol::SUBPROTOCOL.parse().unwrap(),
        );
        match tokio_tungstenite::connect_async(request).await {
            Ok((_, response)) => response.status().as_u16(),
            Err(SocketError::Http(response)) => response.status().as_u16(),
            Err(error) => panic!("{error}"),
        }
    };
    assert_eq!(open(Some(&cookie), Some(&own)).await, 101);
    assert_eq!(
        open(Some(&cookie), Some("https://evil.example.org")).await,
        403
    );
    assert_eq!(open(Some(&cookie), None).await, 403);
    assert_eq!(open(None, Some(&own)).await, 401);
}

#[tokio::test]
async fn no_script_runs_without_this_answers_nonce() {
    let app = TestApp::start().await;
    let browser = Browser::new(&app);
    let mut nonces = Vec::new();
    for _ in 0..2 {
        let page = browser.opens("/start").await;
        assert_eq!(page.status, 200);
        let policy = page.header("content-security-policy").to_owned();
        let scripts = directive(&policy, "script-src");
        let nonce = scripts
            .split(' ')
            .find_map(|source| source.strip_prefix("'nonce-")?.strip_suffix('\''))
            .expect("a nonce")
            .to_owned();
        assert_eq!(scripts, format!("'nonce-{nonce}' 'wasm-unsafe-eval'"));
        let tags: Vec<&str> = page.text.split("<script").skip(1).collect();
        assert!(!tags.is_empty());
        for tag in tags {
            let tag = tag.split('>').next().unwrap();
            assert!(tag.contains(&format!("nonce=\"{nonce}\"")), "<script{tag}>");
        }
        assert!(
            !page.text.contains("<style"),
            "style elements need a nonce too"
        );
        nonces.push(nonce);
    }
    assert_ne!(nonces[0], nonces[1]);
}

fn directive<'a>(policy: &'a str, name: &str) -> &'a str {
    policy
        .split(';')
        .find_map(|directive| directive.trim().strip_prefix(name))
        .unwrap_or_else(|| panic!("no {name} in {policy}"))
        .trim()
}

#[tokio::test]
async fn every_answer_tells_browsers_to_be_careful() {
    let app = TestApp::start().await;
    let browser = Browser::new(&app);
    for path in ["/start", "/api/ui/nothing", "/health/live", "/no/such/page"] {
        let answer = browser.opens(path).await;
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert_eq!(
            answer.header("cross-origin-opener-policy"),
            "same-origin",
            "{path}"
        );
        assert!(
            answer.header("permissions-policy").contains("camera=()"),
            "{path}"
        );
        let policy = answer.header("content-security-policy");
        assert_eq!(directive(policy, "frame-ancestors"), "'none'", "{path}");
        assert_eq!(directive(policy, "base-uri"), "'none'", "{path}");
        assert_eq!(directive(policy, "default-src"), "'none'", "{path}");
        assert_eq!(
            answer.header("cache-control"),
            "private, no-store",
            "{path}"
        );
        assert!(!answer.header("x-request-id").is_empty(), "{path}");
    }
}

#[tokio::test]
async fn a_form_without_script_comes_back_with_its_error_in_words() {
    let app = TestApp::start().await;
    app.opened().await;
    let browser = Browser::new(&app);
    let wrong = [("login", "owner"), ("password", "not the password")];
    let answer = browser.submits_plainly("/sign-in", "sign-in", &wrong).await;
    assert_eq!(answer.status, 302, "{}", answer.text);
    let back = answer.header("location").to_owned();
    assert!(
        back.contains("/sign-in?") && back.contains("__err="),
        "{back}"
    );
    assert!(
        !back.contains("walrus") && !back.contains("password"),
        "{back}"
    );
    let path = back.split_once(&app.address.to_string()).unwrap().1;
    let page = browser.opens(path).await;
    assert!(page.text.contains("do not go together"), "{}", page.text);

    let right = [("login", "owner"), ("password", PASSWORD)];
    let answer = browser.submits_plainly("/sign-in", "sign-in", &right).await;
    assert_eq!((answer.status, answer.header("location")), (302, "/"));
    assert!(browser.is_signed_in().await);
}

#[tokio::test]
async fn the_server_says_that_it_is_alive_and_ready() {
    let app = TestApp::start().await;
    let browser = Browser::new(&app);
    for path in ["/health/live", "/health/ready"] {
        assert_eq!(browser.opens(path).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn a_program_signs_in_with_a_token_and_no_cookie() {
    let app = TestApp::start().await;
    app.opened().await;
    app.newcomer("ada").await;
    let http = reqwest::Client::builder().build().unwrap();
    let url = |path: &str| format!("http://{}/api/v1/{path}", app.address);
    let sign_in = json!({ "login": "ada", "password": PASSWORD });
    let answer = send(http.post(url("sign-ins")).json(&sign_in)).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    assert_eq!(answer.header("set-cookie"), "");
    let token: serde_json::Value = serde_json::from_str(&answer.text).unwrap();
    let token = token["token"].as_str().unwrap().to_owned();

    let me = || http.get(url("me"));
    let account: protocol::accounts::Account = send(me().bearer_auth(&token)).await.ok();
    assert_eq!(account.person.username, "ada");
    assert_eq!(send(me()).await.error(), ApiError::NotSignedIn);
    let cookie = format!("moodlight_session={token}");
    assert_eq!(
        send(me().header("cookie", cookie)).await.error(),
        ApiError::NotSignedIn,
        "programs' paths look at no cookie"
    );
    let end = send(http.delete(url("sign-ins/current")).bearer_auth(&token)).await;
    assert_eq!(end.status, 204);
    assert_eq!(
        send(me().bearer_auth(&token)).await.error(),
        ApiError::NotSignedIn
    );

    for body in ["", "{", "{\"login\":1}"] {
        let answer = send(http.post(url("sign-ins")).body(body)).await;
        assert_eq!(answer.error(), ApiError::Malformed, "{body}");
    }
    let foreign = http
        .post(url("sign-ins"))
        .header("origin", "https://evil.example.org")
        .json(&sign_in);
    assert_eq!(send(foreign).await.error(), ApiError::ForeignOrigin);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn pages_drawn_at_once_do_not_disturb_each_other() {
    let app = TestApp::start().await;
    let browser = app.opened().await;
    let paths = ["/", "/people", "/people/owner", "/rooms", "/settings"];
    let pages = (0..100).map(|number| browser.opens(paths[number % paths.len()]));
    for page in futures::future::join_all(pages).await {
        assert_eq!(page.status, 200, "{}", page.text);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_page_carries_the_answers_that_it_is_drawn_from() {
    let app = TestApp::start_with(|config| config.rates.factor = 1_000.0).await;
    let browser = app.opened().await;
    let owner = browser.bootstrap().await.account.person.id;
    let ada = app.user("ada").await;
    let room = ada.try_direct(owner).await.unwrap();
    let mut talking = tokio::spawn({
        let mut socket = ada.socket().await;
        socket.says(room, "the first").await;
        async move {
            for number in 0..u32::MAX {
                socket.says(room, &number.to_string()).await;
            }
        }
    });
    let path = format!("/rooms/{room}");
    for _ in 0..20 {
        let pages = futures::future::join_all((0..8).map(|_| browser.opens(&path))).await;
        for page in pages {
            let drawn = numbers(&page.text, "data-seq=\"");
            // The data are JSON in a string of a script: its quotation marks are escaped.
            let mut answers = page.text.split("__RESOLVED_RESOURCES[").skip(1);
            // The empty list of them comes first, and what every page carries.
            let answer = answers.find(|answer| answer.contains("\\\"at_start\\\""));
            let carried = numbers(answer.expect("the room"), "\\\"seq\\\":");
            // What was said last stands in the summary, before the messages.
            let (_, carried) = carried.split_first().expect("something was said");
            assert_eq!(drawn, carried);
        }
    }
    talking.abort();
    assert!((&mut talking).await.unwrap_err().is_cancelled());
}

/// The numbers that stand behind each `mark`.
fn numbers(text: &str, mark: &str) -> Vec<u64> {
    text.split(mark)
        .skip(1)
        .map(|rest| {
            let digits = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or_default();
            rest[..digits].parse().expect("a number")
        })
        .collect()
}

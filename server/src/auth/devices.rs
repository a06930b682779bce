//! What to call a device in the list of sign-ins, from what its browser says of itself: "Firefox on Linux".

/// A name for a person to recognize; "Unknown device" where nothing is.
#[must_use]
pub fn name(user_agent: &str) -> String {
    match (browser(user_agent), system(user_agent)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("A program on {system}"),
        (None, None) => "Unknown device".to_owned(),
    }
}

/// Order matters: nearly every browser also claims to be those that came before it.
fn browser(user_agent: &str) -> Option<&'static str> {
    [
        ("Edg/", "Edge"),
        ("EdgA/", "Edge"),
        ("OPR/", "Opera"),
        ("Vivaldi/", "Vivaldi"),
        ("SamsungBrowser/", "Samsung Internet"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("CriOS/", "Chrome"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ]
    .into_iter()
    .find_map(|(mark, name)| user_agent.contains(mark).then_some(name))
}

fn system(user_agent: &str) -> Option<&'static str> {
    [
        ("iPhone", "iPhone"),
        ("iPad", "iPad"),
        ("Android", "Android"),
        ("Windows", "Windows"),
        ("CrOS", "ChromeOS"),
        ("Mac OS X", "Mac"),
        ("Linux", "Linux"),
    ]
    .into_iter()
    .find_map(|(mark, name)| user_agent.contains(mark).then_some(name))
}

#[cfg(test)]
mod tests {
    fn check(user_agent: &str, expected: &str) {
        assert_eq!(super::name(user_agent), expected);
    }

    #[test]
    fn browsers_are_told_apart_though_all_claim_to_be_each_other() {
        check(
            "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
            "Firefox on Linux",
        );
        check(
            "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0",
            "Edge on Windows",
        );
        check(
            "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
            "Safari on iPhone",
        );
        check(
            "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
            "Chrome on Android",
        );
        check("curl/8.9.1", "curl");
        check("", "Unknown device");
    }
}

//! Small things kept on this device at once: settings, and what must be safe before the page goes. Everything is lost
//! silently where the browser keeps nothing (private windows, full disks): the page works without.

/// Where a value is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Keep {
    /// For good, shared by all tabs.
    Device,
    /// As long as this tab, over reloads.
    Tab,
}

#[cfg(feature = "hydrate")]
fn storage(keep: Keep) -> Option<web_sys::Storage> {
    let window = leptos::prelude::window();
    match keep {
        Keep::Device => window.local_storage(),
        Keep::Tab => window.session_storage(),
    }
    .ok()
    .flatten()
}

/// Reads a value.
#[must_use]
pub fn get(keep: Keep, key: &str) -> Option<String> {
    #[cfg(feature = "hydrate")]
    return storage(keep)?.get_item(key).ok().flatten();
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (keep, key);
        None
    }
}

/// Keeps a value. False where it could not.
pub fn set(keep: Keep, key: &str, value: &str) -> bool {
    #[cfg(feature = "hydrate")]
    return storage(keep).is_some_and(|storage| storage.set_item(key, value).is_ok());
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (keep, key, value);
        false
    }
}

/// Forgets a value.
pub fn remove(keep: Keep, key: &str) {
    #[cfg(feature = "hydrate")]
    if let Some(storage) = storage(keep) {
        // Fails only where nothing is kept.
        let _ = storage.remove_item(key);
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (keep, key);
}

/// All that is kept for good under keys with this beginning.
#[must_use]
pub fn list(prefix: &str) -> Vec<(String, String)> {
    #[cfg(feature = "hydrate")]
    {
        let Some(storage) = storage(Keep::Device) else {
            return Vec::new();
        };
        let keys =
            (0..storage.length().unwrap_or(0)).filter_map(|at| storage.key(at).ok().flatten());
        keys.filter(|key| key.starts_with(prefix))
            .filter_map(|key| {
                let value = storage.get_item(&key).ok().flatten()?;
                Some((key, value))
            })
            .collect()
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = prefix;
        Vec::new()
    }
}

/// Sets a cookie of this site that lasts a year. Only for what the server needs to paint the first page right.
pub fn set_cookie(name: &str, value: &str) {
    #[cfg(feature = "hydrate")]
    {
        use wasm_bindgen::JsCast;
        let cookie = format!("{name}={value}; Path=/; Max-Age=31536000; SameSite=Lax");
        let document = leptos::prelude::document();
        // Not in web_sys without a feature for all of HTMLDocument.
        let _ = js_sys::Reflect::set(
            document.unchecked_ref(),
            &"cookie".into(),
            &cookie.as_str().into(),
        );
    }
    #[cfg(not(feature = "hydrate"))]
    let _ = (name, value);
}

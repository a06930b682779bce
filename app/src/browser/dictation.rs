//! Speech to text by the browser, on the device alone: a browser that would send the voice elsewhere counts as one that cannot.
//!
//! Source: Web Speech API, <https://webaudio.github.io/web-speech-api/> (`processLocally`, `available`, `install`).

/// What the browser can do for a language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ability {
    /// It can begin.
    Ready,
    /// It could, once it has fetched what understands the language.
    Fetchable,
    /// It cannot do it on the device.
    Absent,
}

/// What comes out of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Heard {
    /// All that was understood since it began. The end of it may still change.
    Words(String),
    /// It is over.
    Ended,
    /// It is over: the person or the browser does not allow the microphone.
    Forbidden,
    /// It is over: there is no microphone, or nothing on this device understands the language after all.
    Failed,
}

/// Dictation that goes on. Dropped, it ends and what comes after is not heard.
#[derive(Debug)]
pub struct Listening {
    #[cfg(feature = "hydrate")]
    stop: Option<futures::channel::oneshot::Sender<Stop>>,
}

#[cfg(feature = "hydrate")]
#[derive(Debug)]
enum Stop {
    /// What was said is still understood.
    AfterThat,
}

impl Listening {
    /// Ends it once what was said is understood.
    pub fn finish(&mut self) {
        #[cfg(feature = "hydrate")]
        if let Some(stop) = self.stop.take() {
            // Fails only where it is over.
            let _ = stop.send(Stop::AfterThat);
        }
    }
}

/// The language that this browser's user reads first, as a tag: `en-GB`.
#[must_use]
pub fn language() -> String {
    #[cfg(feature = "hydrate")]
    return leptos::prelude::window()
        .navigator()
        .language()
        .unwrap_or_else(|| "en".to_owned());
    #[cfg(not(feature = "hydrate"))]
    String::new()
}

/// What the browser can do for a language.
pub async fn ability(language: &str) -> Ability {
    #[cfg(feature = "hydrate")]
    return real::ability(language).await;
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = language;
        Ability::Absent
    }
}

/// Lets the browser fetch what understands a language. False where it cannot.
pub async fn fetch(language: &str) -> bool {
    #[cfg(feature = "hydrate")]
    return real::fetch(language).await;
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = language;
        false
    }
}

/// Begins to listen. None where the browser refuses at once.
#[must_use]
pub fn listen(language: &str, on_heard: impl Fn(Heard) + 'static) -> Option<Listening> {
    #[cfg(feature = "hydrate")]
    return real::listen(language, on_heard);
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (language, on_heard);
        None
    }
}

#[cfg(feature = "hydrate")]
mod real {
    use std::rc::Rc;

    use futures::{
        channel::oneshot,
        future::{Either, select},
    };
    use js_sys::{Array, Function, Object, Promise, Reflect};
    use wasm_bindgen::{JsCast, JsValue, closure::Closure};
    use wasm_bindgen_futures::JsFuture;

    use super::{Ability, Heard, Listening, Stop};

    /// The browser's class, under either of its names, where it knows of dictation on the device at all.
    fn class() -> Option<Function> {
        let window = leptos::prelude::window();
        ["SpeechRecognition", "webkitSpeechRecognition"]
            .into_iter()
            .filter_map(|name| get(&window, name)?.dyn_into::<Function>().ok())
            .find(|class| get(class, "available").is_some_and(|known| known.is_function()))
    }

    fn get(object: &JsValue, name: &str) -> Option<JsValue> {
        Reflect::get(object, &name.into()).ok()
    }

    fn set(object: &JsValue, name: &str, value: &JsValue) {
        // Fails only for sealed objects; the browser's and ours are not.
        let _ = Reflect::set(object, &name.into(), value);
    }

    fn call(object: &JsValue, name: &str) {
        if let Some(method) =
            get(object, name).and_then(|method| method.dyn_into::<Function>().ok())
        {
            // It may have ended by itself.
            let _ = method.call0(object);
        }
    }

    /// `name({langs: [language], processLocally: true})`, of the class.
    async fn ask(name: &str, language: &str) -> Option<JsValue> {
        let class = class()?;
        let options = Object::new();
        set(&options, "langs", &Array::of1(&language.into()));
        set(&options, "processLocally", &JsValue::TRUE);
        let method: Function = get(&class, name)?.dyn_into().ok()?;
        let answer = method.call1(&class, &options).ok()?;
        JsFuture::from(Promise::resolve(&answer)).await.ok()
    }

    pub async fn ability(language: &str) -> Ability {
        let answer = ask("available", language).await;
        match answer.and_then(|answer| answer.as_string()).as_deref() {
            Some("available") => Ability::Ready,
            Some("downloadable" | "downloading") => Ability::Fetchable,
            _ => Ability::Absent,
        }
    }

    pub async fn fetch(language: &str) -> bool {
        ask("install", language)
            .await
            .is_some_and(|answer| answer.is_truthy())
    }

    pub fn listen(language: &str, on_heard: impl Fn(Heard) + 'static) -> Option<Listening> {
        let recognition = Reflect::construct(&class()?, &Array::new()).ok()?;
        set(&recognition, "processLocally", &JsValue::TRUE);
        set(&recognition, "lang", &language.into());
        set(&recognition, "continuous", &JsValue::TRUE);
        set(&recognition, "interimResults", &JsValue::TRUE);

        let on_heard = Rc::new(on_heard);
        let (over, is_over) = oneshot::channel::<Heard>();
        let over = Rc::new(std::cell::Cell::new(Some(over)));
        let end = move |how: Heard| {
            if let Some(over) = over.take() {
                // Fails only where nobody listens any more.
                let _ = over.send(how);
            }
        };
        let heard = Rc::clone(&on_heard);
        let on_result = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            heard(Heard::Words(words(&event)));
        });
        let ended = end.clone();
        let on_error = Closure::<dyn FnMut(JsValue)>::new(move |event: JsValue| {
            let why = get(&event, "error").and_then(|why| why.as_string());
            match why.as_deref() {
                // It ends by itself after these.
                Some("no-speech" | "aborted") => {}
                Some("not-allowed" | "service-not-allowed") => ended(Heard::Forbidden),
                _ => ended(Heard::Failed),
            }
        });
        let on_end = Closure::<dyn FnMut()>::new(move || end(Heard::Ended));
        set(&recognition, "onresult", on_result.as_ref());
        set(&recognition, "onerror", on_error.as_ref());
        set(&recognition, "onend", on_end.as_ref());
        get(&recognition, "start")?
            .dyn_into::<Function>()
            .ok()?
            .call0(&recognition)
            .ok()?;

        let (stop, is_stopped) = oneshot::channel::<Stop>();
        leptos::task::spawn_local(async move {
            let how = match select(is_over, is_stopped).await {
                Either::Left((how, _)) => how.ok(),
                Either::Right((Ok(Stop::AfterThat), is_over)) => {
                    call(&recognition, "stop");
                    is_over.await.ok()
                }
                // Dropped.
                Either::Right((Err(_), _)) => None,
            };
            for name in ["onresult", "onerror", "onend"] {
                set(&recognition, name, &JsValue::NULL);
            }
            call(&recognition, "abort");
            drop((on_result, on_error, on_end));
            if let Some(how) = how {
                on_heard(how);
            }
        });
        Some(Listening { stop: Some(stop) })
    }

    /// All alternatives that an event holds, one after the other.
    fn words(event: &JsValue) -> String {
        let Some(results) = get(event, "results") else {
            return String::new();
        };
        let mut words = String::new();
        for result in Array::from(&results).iter() {
            let first = Reflect::get_u32(&result, 0).ok();
            let text = first.and_then(|first| get(&first, "transcript")?.as_string());
            let text = text.unwrap_or_default();
            // Some browsers begin a sentence with a gap, and some do not.
            if !words.is_empty() && !words.ends_with(' ') && !text.starts_with(' ') {
                words.push(' ');
            }
            words += &text;
        }
        words.trim().to_owned()
    }
}

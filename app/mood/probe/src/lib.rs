//! The mood engine without a page, for `end2end/fixtures/mood_probe.ts`: bytes go in at [`place`], numbers come out at
//! [`answer`]. Only for tests and benchmarks; the page has the engine in its own program.

#![expect(unsafe_code, reason = "names that the browser calls")]

use std::{cell::RefCell, sync::Arc};

use mood::{LanguageModel, Model, Readers};

#[derive(Default)]
struct Probe {
    input: Vec<u8>,
    readers: Option<Readers>,
    answers: Vec<f32>,
}

thread_local! {
    static PROBE: RefCell<Probe> = RefCell::default();
}

/// Where the next `count` bytes of input are to be written.
#[unsafe(no_mangle)]
pub extern "C" fn place(count: usize) -> *mut u8 {
    PROBE.with_borrow_mut(|probe| {
        probe.input.clear();
        probe.input.resize(count, 0);
        probe.input.as_mut_ptr()
    })
}

/// Takes the input for a model's file; 1: it is one.
#[unsafe(no_mangle)]
pub extern "C" fn ready() -> u32 {
    PROBE.with_borrow_mut(|probe| {
        let model = Model::from_bytes(&probe.input).ok();
        probe.readers = model.map(|model| Readers::from(Arc::new(model)));
        u32::from(probe.readers.is_some())
    })
}

/// Takes the input for the file of another language, which is read from then on; 1: it is one.
#[unsafe(no_mangle)]
pub extern "C" fn learn() -> u32 {
    PROBE.with_borrow_mut(|probe| {
        let language = LanguageModel::from_bytes(&probe.input).ok();
        let both = probe.readers.as_mut().zip(language);
        u32::from(
            both.map(|(readers, language)| readers.add(language))
                .is_some(),
        )
    })
}

/// Reads the input, texts parted by nought; answers how many numbers there are: seven for each.
#[unsafe(no_mangle)]
pub extern "C" fn read() -> usize {
    PROBE.with_borrow_mut(|probe| {
        let input = String::from_utf8_lossy(&probe.input);
        if let Some(readers) = &probe.readers {
            let texts = input.split('\0');
            probe.answers = texts.flat_map(|text| readers.read(text).probs).collect();
        }
        probe.answers.len()
    })
}

/// Where the numbers are.
#[unsafe(no_mangle)]
pub extern "C" fn answer() -> *const f32 {
    PROBE.with_borrow(|probe| probe.answers.as_ptr())
}

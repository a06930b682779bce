//! Randomness, and the one place where the client makes ids.

use domain::ClientMessageId;

/// A number from 0 up to 1, for spreading things in time.
#[must_use]
pub fn unit() -> f64 {
    #[cfg(feature = "hydrate")]
    return js_sys::Math::random();
    #[cfg(not(feature = "hydrate"))]
    return 0.5;
}

/// A name for a new message. Names sort in the order in which this tab made them, also within one millisecond and when
/// the device's clock is set back.
#[must_use]
pub fn client_message_id() -> ClientMessageId {
    use std::cell::Cell;

    thread_local! {
        static LAST_MS: Cell<u64> = const { Cell::new(0) };
    }
    let now = u64::try_from(super::clock::now().0).unwrap_or(0);
    let ms = LAST_MS.with(|last| {
        let ms = now.max(last.get() + 1);
        last.set(ms);
        ms
    });
    ClientMessageId::from_parts(ms, bytes())
}

fn bytes() -> [u8; 10] {
    let mut bytes = [0; 10];
    #[cfg(feature = "hydrate")]
    {
        let filled = leptos::prelude::window()
            .crypto()
            .and_then(|crypto| crypto.get_random_values_with_u8_array(&mut bytes));
        if filled.is_err() {
            // No source of keys, but a name that nobody else has is all that is wanted.
            for byte in &mut bytes {
                #[expect(
                    clippy::cast_possible_truncation,
                    clippy::cast_sign_loss,
                    reason = "from 0 up to 256"
                )]
                let random = (unit() * 256.0) as u8;
                *byte = random;
            }
        }
    }
    #[cfg(not(feature = "hydrate"))]
    bytes.fill(0);
    bytes
}

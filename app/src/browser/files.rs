//! Small files that a person saves or chooses.

use leptos::ev::Event;

/// The text of the file that was just chosen in an `<input type="file">`, at most `bytes_max` long; it can then be chosen
/// again. None where nothing was chosen; an error where it is longer or cannot be read.
pub async fn chosen_text(event: Event, bytes_max: u32) -> Option<Result<String, Unreadable>> {
    #[cfg(feature = "hydrate")]
    {
        let input: web_sys::HtmlInputElement = leptos::prelude::event_target(&event);
        let file = input.files()?.get(0)?;
        let text = if file.size() <= f64::from(bytes_max) {
            let text = wasm_bindgen_futures::JsFuture::from(file.text()).await;
            text.ok().and_then(|text| text.as_string())
        } else {
            None
        };
        input.set_value("");
        Some(text.ok_or(Unreadable))
    }
    #[cfg(not(feature = "hydrate"))]
    {
        let _ = (event, bytes_max);
        None
    }
}

/// A file that is too long or cannot be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

/// The address of a text of this media type that is nowhere but in the address: what a link needs that saves it.
#[must_use]
pub fn data_address(media_type: &str, text: &str) -> String {
    let mut address = format!("data:{media_type};charset=utf-8,");
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.,:".contains(&byte) {
            address.push(char::from(byte));
        } else {
            address.push('%');
            for digit in [byte >> 4, byte & 15] {
                address.push(char::from_digit(u32::from(digit), 16).unwrap_or_default());
            }
        }
    }
    address
}

#[cfg(test)]
mod tests {
    use super::data_address;

    #[test]
    fn what_means_something_in_addresses_is_escaped() {
        assert_eq!(
            data_address("text/csv", "day,n\n\"é\"#%,1"),
            "data:text/csv;charset=utf-8,day,n%0a%22%c3%a9%22%23%25,1"
        );
    }
}

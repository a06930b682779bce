//! Reading what others wrote.

use serde::de::DeserializeOwned;
use serde_json::Value;

/// Reads JSON. As a tree first: a type's reader from a tree is half as large as one from text, and the page's program has
/// some forty of them.
pub fn read_json<T: DeserializeOwned>(text: &[u8]) -> Option<T> {
    let tree: Value = serde_json::from_slice(text).ok()?;
    T::deserialize(tree).ok()
}

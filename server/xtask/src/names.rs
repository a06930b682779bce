//! Short names for what the program imports from its script.
//!
//! wasm-bindgen tells its three hundred imports apart by hashes, `__wbg_setTimeout_a60d83bec06b4345`: noise that no
//! compression shortens, in the program and in the script.

use anyhow::{Result, ensure};
use std::collections::HashMap;
use walrus::{Import, Module};

/// Renames the imports of `module`, and what `script` gives for them. Returns the script.
///
/// # Errors
/// Where there is none: wasm-bindgen calls them otherwise now.
pub fn shorten(module: &mut Module, script: &str) -> Result<String> {
    let mut short: HashMap<String, String> = HashMap::new();
    // Those of the other files' loader stay: its script names them.
    let own = |import: &&mut Import| import.module.ends_with("_bg.js");
    for import in module.imports.iter_mut().filter(own) {
        let next = short_name(short.len());
        let name = short.entry(import.name.clone()).or_insert(next);
        import.name.clone_from(name);
    }
    ensure!(
        !short.is_empty(),
        "the program imports nothing from its script by the names looked for"
    );
    Ok(renamed(script, &short))
}

/// `$a` to `$z`, `$ba` and so on: no other name of the script begins so.
fn short_name(mut number: usize) -> String {
    let mut name = String::new();
    loop {
        name.insert(0, char::from(b'a' + (number % 26) as u8));
        number /= 26;
        if number == 0 {
            return format!("${name}");
        }
    }
}

/// Replaces whole identifiers.
fn renamed(script: &str, names: &HashMap<String, String>) -> String {
    let is_part = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '$');
    let mut out = String::with_capacity(script.len());
    let mut rest = script;
    while let Some(start) = rest.find(is_part) {
        let (between, from) = rest.split_at(start);
        let end = from.find(|c| !is_part(c)).unwrap_or(from.len());
        let (word, after) = from.split_at(end);
        out.push_str(between);
        out.push_str(names.get(word).map_or(word, String::as_str));
        rest = after;
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_short_and_differ() {
        let names: Vec<String> = (0..1_000).map(short_name).collect();
        assert_eq!((&*names[0], &*names[25], &*names[26]), ("$a", "$z", "$ba"));
        let distinct: std::collections::HashSet<_> = names.iter().collect();
        assert_eq!(distinct.len(), names.len());
    }

    #[test]
    fn only_whole_names_are_replaced() {
        let names = HashMap::from([("__wbg_a_1".to_owned(), "$a".to_owned())]);
        assert_eq!(
            renamed(
                "imports={__wbg_a_1:f(x.__wbg_a_12,\"é\",__wbg_a_1)}",
                &names
            ),
            "imports={$a:f(x.__wbg_a_12,\"é\",$a)}"
        );
    }
}

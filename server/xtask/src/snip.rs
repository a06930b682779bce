//! Takes code out of the page's program that it can never reach or does not need, but that the linker cannot know to be dead.
//!
//! A type-erased view carries a table of functions, one of them for hydrating *asynchronously*, which Leptos does for lazily
//! loaded routes. Ours are loaded before (`hydrate_body` never calls it), yet each of some hundred view types brings its state
//! machine along. The idea is that of rustwasm's `wasm-snip`: the body becomes `unreachable`, so that a mistake traps at once
//! instead of going wrong, and wasm-opt then removes all that only those bodies used.

use anyhow::Result;
use walrus::{FunctionBuilder, FunctionKind, Module};

/// How the demangled names of functions end that are never called: the function that makes the future, and the future's
/// `poll`. Nothing within them is listed: the compiler folds functions whose code is the same into one, and a closure in
/// there may be a living one's twin.
const UNREACHED: [&str; 2] = ["::hydrate_async", "::hydrate_async::{{closure}}"];

/// How the names of functions end that write words which nobody reads: what of JSON was not understood is told by a code.
/// They write nothing, and say that they have written it. (This one brings along how numbers with a point are written.)
const UNREAD: [&str; 1] = ["<serde_json::error::JsonUnexpected as core::fmt::Display>::fmt"];

/// Empties the functions that are never called, or whose words are never read; returns how many of each there were.
pub fn unneeded(module: &mut Module) -> [usize; 2] {
    [&UNREACHED[..], &UNREAD[..]].map(|ends| {
        let is_unread = ends == UNREAD;
        empty(module, ends, is_unread)
    })
}

fn empty(module: &mut Module, ends: &[&str], returns: bool) -> usize {
    let unneeded: Vec<_> = module
        .funcs
        .iter()
        .filter(|function| matches!(function.kind, FunctionKind::Local(_)))
        .filter(|function| {
            let name = without_hash(function.name.as_deref().unwrap_or_default());
            ends.iter().any(|end| name.ends_with(end))
        })
        .map(|function| (function.id(), function.ty()))
        .collect();
    for (id, signature) in &unneeded {
        let (parameters, results) = {
            let signature = module.types.get(*signature);
            (signature.params().to_vec(), signature.results().to_vec())
        };
        let arguments = parameters
            .iter()
            .map(|kind| module.locals.add(*kind))
            .collect();
        let mut body = FunctionBuilder::new(&mut module.types, &parameters, &results);
        if returns {
            // `Ok(())`
            body.func_body().i32_const(0);
        } else {
            body.func_body().unreachable();
        }
        module.funcs.get_mut(*id).kind = FunctionKind::Local(body.local_func(arguments));
    }
    unneeded.len()
}

/// The same for a module that nothing else has read.
pub fn without_unneeded(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut module = Module::from_buffer(wasm)?;
    unneeded(&mut module);
    Ok(module.emit_wasm())
}

/// `path::name::h0123456789abcdef[1]` without what rustc and wasm-bindgen add to tell instances apart.
fn without_hash(name: &str) -> &str {
    let name = name
        .strip_suffix(']')
        .and_then(|name| name.rsplit_once('['))
        .map_or(name, |(name, _)| name);
    match name.rsplit_once("::h") {
        Some((path, hash)) if hash.len() == 16 && hash.bytes().all(|c| c.is_ascii_hexdigit()) => {
            path
        }
        _ => name,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_function_itself_is_meant() {
        let is_unreached = |name| {
            UNREACHED
                .iter()
                .any(|end| without_hash(name).ends_with(end))
        };
        assert!(is_unreached(
            "<T as view::IntoAny>::into_any::hydrate_async::h0123456789abcdef"
        ));
        assert!(is_unreached(
            "view::hydrate_async::{{closure}}::h0123456789abcdef[12]"
        ));
        assert!(is_unreached("<T as view::RenderHtml>::hydrate_async"));
        for twin in [
            "view::hydrate_async::{{closure}}::{{closure}}::h0123456789abcdef",
            "core::ptr::drop_in_place<view::hydrate_async::{{closure}}>::h0123456789abcdef",
            "view::hydrate::h0123456789abcdef",
            "",
        ] {
            assert!(!is_unreached(twin), "{twin}");
        }
    }
}

//! The order of the program's functions.
//!
//! Thousands of them are one generic function compiled for different types. Compression finds what is alike however far
//! apart it is, but tells near places in fewer bits; and functions that begin alike mostly go on alike.

use anyhow::Result;
use wasm_encoder::{NameMap, NameSection, RawSection};
use wasmparser::{Parser, Payload, TypeRef};

/// A copy of the module in which the functions' names sort as their code does, for wasm-opt's
/// `--reorder-functions-by-name`. Only names are different.
pub fn named_by_code(wasm: &[u8]) -> Result<Vec<u8>> {
    let mut imported = 0;
    let mut bodies = Vec::new();
    let mut copy = wasm_encoder::Module::new();
    for payload in Parser::new(0).parse_all(wasm) {
        let payload = payload?;
        match &payload {
            Payload::ImportSection(imports) => {
                for import in imports.clone().into_imports() {
                    imported += u32::from(matches!(import?.ty, TypeRef::Func(_)));
                }
            }
            Payload::CodeSectionEntry(body) => bodies.push(body.as_bytes()),
            Payload::CustomSection(section) if section.name() == "name" => continue,
            _ => {}
        }
        if let Some((id, range)) = payload.as_section() {
            copy.section(&RawSection {
                id,
                data: &wasm[range],
            });
        }
    }
    copy.section(&names(imported, &bodies));
    Ok(copy.finish())
}

fn names(imported: u32, bodies: &[&[u8]]) -> NameSection {
    let mut order: Vec<usize> = (0..bodies.len()).collect();
    order.sort_by_key(|function| bodies[*function]);
    let mut place = vec![0; bodies.len()];
    for (at, function) in order.into_iter().enumerate() {
        place[function] = at;
    }
    let mut map = NameMap::new();
    for function in 0..imported {
        map.append(function, &format!("a{function:06}"));
    }
    for (function, place) in (imported..).zip(&place) {
        map.append(function, &format!("b{place:06}"));
    }
    let mut section = NameSection::new();
    section.functions(&map);
    section
}

#[cfg(test)]
mod tests {
    use super::*;
    use wasm_encoder::{
        CodeSection, EntityType, Function, FunctionSection, ImportSection, Module, TypeSection,
    };

    #[test]
    fn names_follow_the_code() {
        let (mut types, mut imports) = (TypeSection::new(), ImportSection::new());
        types.ty().function([], []);
        imports.import("a", "b", EntityType::Function(0));
        let (mut functions, mut code) = (FunctionSection::new(), CodeSection::new());
        for calls in [2, 1] {
            functions.function(0);
            let mut body = Function::new([]);
            for _ in 0..calls {
                body.instructions().call(0);
            }
            body.instructions().end();
            code.function(&body);
        }
        let mut module = Module::new();
        module
            .section(&types)
            .section(&imports)
            .section(&functions)
            .section(&code);
        let named = named_by_code(&module.finish()).expect("a module");
        wasmparser::validate(&named).expect("still valid");
        let text = String::from_utf8_lossy(&named).into_owned();
        // Both call first; then the one calls again (0x10) and the other ends (0x0b).
        let names = ["a000000", "b000001", "b000000"].map(|name| text.find(name));
        assert!(
            names.iter().all(Option::is_some) && names.is_sorted(),
            "{text:?}"
        );
    }
}

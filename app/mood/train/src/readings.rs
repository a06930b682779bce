//! `mood-readings.json`: what is read in some texts, for those who check that it is read alike elsewhere.

use std::{fs, path::Path};

use anyhow::{Context, Result};
use mood::Readers;
use serde_json::{Value, json};

/// Beside the lines of real people: what people do not write.
const STRANGE: [&str; 18] = [
    "",
    " ",
    "...",
    "42",
    "💀💀💀 ❤\u{fe0f}\u{200d}🔥 👩🏽\u{200d}🚀",
    "SOOOOO HAPPYYYYY!!!!!",
    "i am so hapyp for yuo, its terribel tohugh",
    "don’t you dare :( </3",
    "Ich freue mich sehr über deinen Besuch",
    "我很高兴认识你 😍",
    "\u{202e}شكرا\u{202c} a\u{0301}\u{0301}\u{0301}",
    "Мне очень страшно, я боюсь выходить из дома",
    "Мені дуже сумно сьогодні, плачу весь день 😢",
    "¡Qué feliz estoy, me encanta! Muchísimas gracias",
    "मुझे बहुत डर लग रहा है, क्या करूँ?",
    "Sunt foarte fericit azi, ce surpriză minunată!",
    "这太让人生气了，真是无耻的骗子",
    "https://example.org @somebody not bad at all, never boring, no problem",
];

/// Reads the texts of `mood-lines.json` in the folder, and the strange ones.
pub fn write(folder: &Path, readers: &Readers) -> Result<()> {
    let lines = fs::read_to_string(folder.join("mood-lines.json")).context("mood-lines.json")?;
    let lines: Vec<Value> = serde_json::from_str(&lines)?;
    let texts = lines.iter().filter_map(|line| line.get("text")?.as_str());
    let read: Vec<String> = texts
        .chain(STRANGE)
        .map(|text| json!({"text": text, "probs": readers.read(text).probs}).to_string())
        .collect();
    fs::write(
        folder.join("mood-readings.json"),
        format!("[\n{}\n]\n", read.join(",\n")),
    )?;
    Ok(())
}

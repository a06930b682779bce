//! The other languages' part of `docs/accuracy.md`.

use std::fmt::Write as _;

use anyhow::Result;
use mood::{Language, Lexicon, Model, Readers, Tongue, linear::LEARNED};

use crate::{
    corpus::Example,
    languages::{COUNTED, Other, WORTH, mean, readers},
    measure::{Measured, measure},
    report::{compressed, percent, short},
};

/// Writes it. `english`: name, texts, and the part of them of whose words too few are known.
pub fn write(
    out: &mut String,
    model: &Model,
    others: &[Other],
    english: &[(&str, &[Example], f32)],
) -> Result<()> {
    write!(
        out,
        "
## Other languages

Each has a small model of its own (`app/mood/src/linear.rs`), trained on its train split of BRIGHTER and on a list of words of our own
(`app/mood/data/languages`), and fetched only where the language is seen. *Emotions found* is BRIGHTER's own measure: which of joy, sadness,
anger (with disgust), fear and surprise are in the text, several at once or none; the mean of their F1 (macro-F1). Thresholds and
calibration come from train texts that were left out in turn (five folds). Dev was looked at when the kind of model was chosen, and decides
whether a language is read: under {WORTH:.2} it is not, its texts stay neutral, and the mood panel says so. The dev splits are small, and ±.05
is chance; the language is given here, and not guessed.

| language | texts to learn from | emotions found: left out / dev | dev texts | four moods: accuracy / macro-F1 (texts with one) | calibration error | over the wire | |
| --- | --- | --- | --- | --- | --- | --- | --- |
"
    )?;
    for other in others {
        let Measured {
            moods, calibration, ..
        } = measured(other);
        writeln!(
            out,
            "| {} | {} | {} / {} | {} | {} / {} ({}) | {} | {:.0} KB | {} |",
            other.language.name(),
            other.texts,
            short(mean(&other.left_out)),
            short(mean(&other.found)),
            other.dev.len(),
            short(moods.accuracy()),
            short(moods.macro_f1()),
            moods.texts(),
            short(calibration),
            compressed(&other.file)? as f32 / 1000.0,
            if other.is_read() {
                "read"
            } else {
                "stays neutral"
            },
        )?;
    }
    emotions(out, others)?;
    out.push_str(
        "
The data of Spanish hold no neutral texts, those of Romanian few; there neutral comes from everyday phrases of our own list, and how
often it is right in talk is not known. None has texts to learn love from: only its emoji say it. Calibration error is that of the four moods.
",
    );
    detection(out, model, others, english)
}

fn measured(other: &Other) -> Measured {
    let read = |example: &Example| other.model.read(Lexicon::bundled(), &example.text).probs;
    measure(&other.dev, &other.dev.iter().map(read).collect::<Vec<_>>())
}

fn emotions(out: &mut String, others: &[Other]) -> Result<()> {
    out.push_str("\nF1 of each emotion, left out / dev:\n\n| language |");
    for emotion in &LEARNED[..COUNTED] {
        write!(out, " {} |", emotion.name())?;
    }
    writeln!(out, "\n| --- |{}", " --- |".repeat(COUNTED))?;
    for other in others {
        write!(out, "| {} |", other.language.name())?;
        for (left_out, dev) in other.left_out.iter().zip(other.found) {
            write!(out, " {left_out:.2} / {dev:.2} |")?;
        }
        out.push('\n');
    }
    Ok(())
}

/// For what language texts are taken.
fn detection(
    out: &mut String,
    model: &Model,
    others: &[Other],
    english: &[(&str, &[Example], f32)],
) -> Result<()> {
    let readers = readers(model, others)?;
    out.push_str(
        "
### Which language it is

By script, then by letters and short words that few languages have (`app/mood/src/language`). A text that is not surely of another
language is English where enough of its words are (55 %, slips that were mended count half), else of the one for which most speaks; where
nothing does, it stays neutral. In percent, of the dev splits:

| dev split |",
    );
    for language in Language::ALL {
        let name = if language == Language::Other {
            "none of these"
        } else {
            language.name()
        };
        write!(out, " {name} |")?;
    }
    writeln!(out, "\n| --- |{}", " --- |".repeat(Language::ALL.len()))?;
    let mut taken = 0;
    for (name, examples, _) in english {
        let counts = counts(&readers, examples);
        taken += examples.len() - counts[0] - counts[Language::Other.index()];
        line(out, name, &counts)?;
    }
    for other in others {
        line(out, other.language.name(), &counts(&readers, &other.dev))?;
    }
    let texts: usize = english.iter().map(|(_, examples, _)| examples.len()).sum();
    writeln!(
        out,
        "\nOf the English texts {} are taken for one of the other languages. Dialects of English have not been measured.",
        percent(taken as f32 / texts as f32)
    )?;
    Ok(())
}

fn counts(readers: &Readers, examples: &[Example]) -> [usize; Language::ALL.len()] {
    let mut out = [0; Language::ALL.len()];
    for example in examples {
        let (Tongue::Read(language) | Tongue::Unread(language)) = readers.tongue(&example.text);
        out[language.index()] += 1;
    }
    out
}

fn line(out: &mut String, name: &str, counts: &[usize]) -> Result<()> {
    let texts: usize = counts.iter().sum();
    write!(out, "| {name} |")?;
    for count in counts {
        match count {
            0 => out.push_str("  |"),
            _ => write!(out, " {:.1} |", 100.0 * *count as f32 / texts as f32)?,
        }
    }
    out.push('\n');
    Ok(())
}

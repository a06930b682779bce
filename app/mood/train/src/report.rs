//! `docs/accuracy.md`: measured and written in one go. What the browser's journey found stays as it is.

use std::{fmt::Write as _, fs, io::Write as _, path::Path};

use anyhow::{Context, Result};
use mood::{
    Emotion, Lexicon, Model, Mood,
    evidence::{Evidence, FIRST_CUE},
};
use rand::{SeedableRng, rngs::StdRng};
use vader_sentiment::SentimentIntensityAnalyzer;

use crate::{
    corpus::{Example, load},
    languages::Other,
    measure::{Measured, measure},
    noise, replay, report_languages,
};

/// English texts: file, what it is called.
const ENGLISH: [(&str, &str); 3] = [
    ("goemotions", "GoEmotions (Reddit)"),
    ("xed_en", "XED English (film subtitles)"),
    ("brighter_eng", "BRIGHTER English (small)"),
];
/// From which a compound score is pleasant or unpleasant, as the baseline's authors advise.
const BASELINE_EDGE: f64 = 0.05;
/// The part that a journey writes about stands between these.
const BEGIN: &str = "<!-- in the browser: by the journey `mood_real` -->";
const END: &str = "<!-- end of the browser's part -->";

/// Measures a model on the dev texts of the folder and writes the document.
pub fn write(
    document: &Path,
    folder: &Path,
    model: &Model,
    others: &[Other],
    net: &[u8],
) -> Result<()> {
    let before = fs::read_to_string(document).with_context(|| document.display().to_string())?;
    let browser = before
        .split_once(BEGIN)
        .and_then(|(_, rest)| rest.split_once(END))
        .map(|(part, _)| part)
        .context("the document has no place for what the browser shows")?;
    let mut sets = Vec::new();
    for (file, name) in ENGLISH {
        sets.push(Set::of(name, load(folder, &format!("{file}.dev"))?, model));
    }
    let mut out = String::new();
    head(&mut out, &sets)?;
    singles(&mut out, &sets)?;
    sureness(&mut out, &sets)?;
    hurry(&mut out, &sets)?;
    let english = sets
        .iter()
        .map(|set| (set.name, &set.examples[..], set.silenced));
    report_languages::write(&mut out, model, others, &english.collect::<Vec<_>>())?;
    conversations(&mut out, model, &sets)?;
    write!(out, "\n{BEGIN}{browser}{END}\n\n")?;
    tail(&mut out, net)?;
    fs::write(document, out)?;
    Ok(())
}

/// A set of texts, as three engines read it.
struct Set {
    name: &'static str,
    examples: Vec<Example>,
    ours: Measured,
    hurried: Measured,
    lexicon: Measured,
    baseline: Measured,
    /// How many texts are taken for another language.
    silenced: f32,
}

impl Set {
    fn of(name: &'static str, examples: Vec<Example>, model: &Model) -> Self {
        let read = |read: &mut dyn FnMut(&str) -> [f32; 7]| {
            let readings: Vec<[f32; 7]> = examples.iter().map(|e| read(&e.text)).collect();
            measure(&examples, &readings)
        };
        let mut random = StdRng::seed_from_u64(3);
        let analyzer = SentimentIntensityAnalyzer::new();
        Self {
            name,
            ours: read(&mut |text| model.read(text).probs),
            hurried: read(&mut |text| model.read(&noise::careless(text, &mut random)).probs),
            lexicon: read(&mut lexicon_alone),
            baseline: read(&mut |text| baseline(&analyzer, text)),
            silenced: silenced(&examples, model),
            examples,
        }
    }
}

/// The lexicon without a net: the cue words and signs of the text, else how pleasant it is.
fn lexicon_alone(text: &str) -> [f32; 7] {
    let evidence = Evidence::of(Lexicon::bundled(), text);
    let mut out = [0.02; 7];
    out[Emotion::Neutral.index()] = 0.5;
    for (out, cue) in out.iter_mut().zip(&evidence.dense[FIRST_CUE..]) {
        *out += cue;
    }
    for (out, sign) in out.iter_mut().zip(evidence.signs) {
        *out += sign.max(0.0);
    }
    let valence = evidence.polarity.valence();
    out[Emotion::Joy.index()] += valence.max(0.0);
    // An unpleasant text without another sign is taken for the larger class.
    out[Emotion::Anger.index()] += (-valence).max(0.0);
    normal(out)
}

/// It knows no sadness: what is unpleasant is taken for the larger class, anger.
fn baseline(analyzer: &SentimentIntensityAnalyzer<'_>, text: &str) -> [f32; 7] {
    let scores = analyzer.polarity_scores(text);
    let compound = scores.get("compound").copied().unwrap_or(0.0);
    #[expect(clippy::cast_possible_truncation, reason = "-1 to 1")]
    let size = compound.abs() as f32;
    let mut out = [0.0; 7];
    let side = if compound >= 0.0 {
        Emotion::Joy
    } else {
        Emotion::Anger
    };
    // Between the edges neutral is likelier, but the side can be asked for.
    let is_neutral = compound.abs() < BASELINE_EDGE;
    out[side.index()] = if is_neutral {
        size.max(1e-3)
    } else {
        1.0 + size
    };
    out[Emotion::Neutral.index()] = if is_neutral { 1.0 } else { 0.5 };
    normal(out)
}

fn normal(values: [f32; 7]) -> [f32; 7] {
    let sum: f32 = values.iter().sum();
    values.map(|value| value / sum)
}

fn silenced(examples: &[Example], model: &Model) -> f32 {
    let silent = examples
        .iter()
        .filter(|e| model.read(&e.text).confidence <= 0.2);
    silent.count() as f32 / examples.len().max(1) as f32
}

/// ".723" as the field writes it.
pub fn short(value: f32) -> String {
    format!("{value:.3}").trim_start_matches('0').to_owned()
}

pub fn percent(value: f32) -> String {
    format!("{:.1} %", value * 100.0)
}

fn head(out: &mut String, sets: &[Set]) -> Result<()> {
    let texts: usize = sets.iter().map(|set| set.examples.len()).sum();
    write!(
        out,
        "# How well the mood is read

A mood is a guess about words. This page says how often the guess is right, on what it was measured, and where it is weak. It is
written by the program that trains what reads (`cargo run --release -p mood-train -- DATA`; with `--report` it measures the net that is
there), but for the part about the browser. All but the part about other languages is about English.

- The net is trained on the **train** splits of GoEmotions, XED English and BRIGHTER English; the figures are of their **dev** splits,
  {texts} texts. The dev texts also chose settings and the temperature, so they flatter a little; test splits were not touched.
- Seven emotions are read and four moods are shown: happy (joy, love), sad, tense (anger, fear), neutral (surprise, neutral). A text
  counts where the people who labelled it found one mood only.
- Beside it, in the same run: our lexicon alone (cue words, emoji, polarity), and the crate `vader_sentiment` with its advised threshold.
  It knows no sadness, so for the four moods its negative counts as tense.

"
    )?;
    Ok(())
}

fn singles(out: &mut String, sets: &[Set]) -> Result<()> {
    out.push_str(
        "## Single messages

| dev split | engine | four moods: accuracy / macro-F1 | positive or negative | on the surest 80 % | groups, several at once: macro-F1 |
| --- | --- | --- | --- | --- | --- |
",
    );
    for set in sets {
        let engines = [
            ("**Moodlight**", &set.ours),
            ("lexicon alone", &set.lexicon),
            ("vader_sentiment", &set.baseline),
        ];
        for (engine, measured) in engines {
            writeln!(
                out,
                "| {}, {} with one mood | {engine} | {} / {} | {} | {} | {} |",
                set.name,
                measured.moods.texts(),
                short(measured.moods.accuracy()),
                short(measured.moods.macro_f1()),
                short(measured.sides),
                short(measured.surest[0]),
                short(measured.groups.iter().sum::<f32>() / 4.0),
            )?;
        }
    }
    out.push_str(
        "
*Positive or negative* is asked of texts that are happy, sad or tense. *Groups* are positive, negative, surprised and neutral, where a text
may have several; each group's threshold is the best on the set itself.

Per mood (precision / recall / F1):

| dev split | happy | sad | tense | neutral |
| --- | --- | --- | --- | --- |
",
    );
    for set in sets {
        write!(out, "| {} |", set.name)?;
        for mood in Mood::ALL {
            let of = set.ours.moods.of(mood).map(|value| format!("{value:.2}"));
            write!(out, " {} |", of.join(" / "))?;
        }
        out.push('\n');
    }
    out.push_str("\nSeven emotions (texts with one label): accuracy, and F1 of each:\n\n| dev split | accuracy |");
    for emotion in Emotion::ALL {
        write!(out, " {} |", emotion.name())?;
    }
    out.push_str("\n| --- | --- | --- | --- | --- | --- | --- | --- | --- |\n");
    for set in sets {
        write!(out, "| {} | {} |", set.name, short(set.ours.emotions))?;
        for f1 in set.ours.emotion_f1 {
            write!(out, " {f1:.2} |")?;
        }
        out.push('\n');
    }
    out.push_str(
        "\nLove and fear are therefore only shades of a mood, shown where they are clear.\n\n",
    );
    Ok(())
}

fn sureness(out: &mut String, sets: &[Set]) -> Result<()> {
    out.push_str(
        "## Confidence

Confidence is the probability of the named mood. How often readings of each confidence are right:

| dev split | expected calibration error |",
    );
    let tens: Vec<usize> = (2..10).collect();
    for ten in &tens {
        write!(out, " from .{ten} |")?;
    }
    out.push_str("\n| --- | --- |");
    out.push_str(&" --- |".repeat(tens.len()));
    out.push('\n');
    for set in sets {
        write!(out, "| {} | {} |", set.name, short(set.ours.calibration))?;
        for ten in &tens {
            let edge = *ten as f32 / 10.0;
            let bin = set
                .ours
                .bins
                .iter()
                .find(|(p, ..)| (edge..edge + 0.1).contains(p));
            match bin {
                Some((_, right, texts)) => write!(out, " {right:.2} ({texts}) |")?,
                None => out.push_str("  |"),
            }
        }
        out.push('\n');
    }
    out.push_str(
        "
Positive or negative, on the surest part of the emotional messages:

| dev split | all | 80 % | 60 % | 40 % | 20 % |
| --- | --- | --- | --- | --- | --- |
",
    );
    for set in sets {
        write!(out, "| {} | {} |", set.name, short(set.ours.sides))?;
        for surest in set.ours.surest {
            write!(out, " {} |", short(surest))?;
        }
        out.push('\n');
    }
    Ok(())
}

fn hurry(out: &mut String, sets: &[Set]) -> Result<()> {
    out.push_str(
        "
## Typed in a hurry

The same texts in small letters, without punctuation and apostrophes, and with a slip (a letter missing, doubled or before its time) in 3 of 100
letters of the longer words. Slips are mended where a known word is a single one away.

| dev split | four moods: accuracy / macro-F1 | lost | positive or negative | lost |
| --- | --- | --- | --- | --- |
",
    );
    for set in sets {
        let (plain, hurried) = (&set.ours, &set.hurried);
        writeln!(
            out,
            "| {} | {} / {} | {:.3} / {:.3} | {} | {:.3} |",
            set.name,
            short(hurried.moods.accuracy()),
            short(hurried.moods.macro_f1()),
            plain.moods.accuracy() - hurried.moods.accuracy(),
            plain.moods.macro_f1() - hurried.moods.macro_f1(),
            short(hurried.sides),
            plain.sides - hurried.sides,
        )?;
    }
    Ok(())
}

fn conversations(out: &mut String, model: &Model, sets: &[Set]) -> Result<()> {
    out.push_str(
        "
## Conversations

Two people in turns, a line every five seconds, 400 runs of six to eight random lines of one mood, every mood equally often; the room is
asked after each line. \"Settled\" leaves out the first two lines of a run, in which the old mood may still show. A wrong colour is any mood but
neutral that is not the label's. In brackets: each line read alone.

| dev split | happy | sad | tense | neutral | all | wrong colour | flips per 100 messages (by the labels; alone) |
| --- | --- | --- | --- | --- | --- | --- | --- |
",
    );
    let part = |part: usize, of: usize| 100.0 * part as f32 / of.max(1) as f32;
    for set in &sets[..2] {
        let shown = replay::talk(model, &set.examples);
        let lines = shown.lines();
        write!(out, "| {} |", set.name)?;
        for [lines, right, ..] in shown.moods {
            write!(out, " {:.0} % |", part(right, lines))?;
        }
        let [flips, by_labels, alone] = shown.flips.map(|flips| part(flips, lines));
        writeln!(
            out,
            " {:.0} % ({:.0} %) | {:.0} % ({:.0} %) | {flips:.0} ({by_labels:.0}; {alone:.0}) |",
            part(shown.right(), lines),
            part(shown.right_alone, lines),
            part(shown.wrong, lines),
            part(shown.wrong_alone, lines),
        )?;
        out.push_str("| settled |");
        for [_, _, lines, right] in shown.moods {
            write!(out, " {:.0} % |", part(right, lines))?;
        }
        out.push_str(" | | |\n");
    }
    out.push_str("\n**While typing**, letter by letter:\n\n| dev split | changes of colour a message | keystrokes under a wrong colour | the mood at the end |\n| --- | --- | --- | --- |\n");
    for set in &sets[..2] {
        let typed = replay::types(model, &set.examples);
        writeln!(
            out,
            "| {} | {:.2} | {:.1} % | {:.0} % |",
            set.name,
            typed.flips as f32 / typed.drafts.max(1) as f32,
            part(typed.wrong, typed.keys),
            part(typed.right, typed.drafts),
        )?;
    }
    Ok(())
}

/// How many bytes they are over the wire.
pub fn compressed(bytes: &[u8]) -> Result<usize> {
    let mut small = Vec::new();
    brotli::CompressorWriter::new(&mut small, 4096, 11, 22).write_all(bytes)?;
    Ok(small.len())
}

fn tail(out: &mut String, net: &[u8]) -> Result<()> {
    let whole = [Lexicon::BYTES, net].concat();
    write!(
        out,
        "## Size

The net is {:.0} KB ({:.0} KB over the wire, brotli), with the lexicon {:.0} KB ({:.0} KB): one file, which the living page fetches;
each other language is a file more, fetched when it is seen. What a reading costs is in [benchmarks.md](benchmarks.md).

## Known weaknesses

- Irony, quotations and talk about others' feelings are read at face value.
- Short film-like lines without feeling words (\"Come here.\") read as neutral even where the scene is tense or sad.
- Slang in which a heavy word praises (\"this is sick!\") is often read as tense.
- The other languages' models learned from posts, not from talk, and add up words: \"not happy\" is sad only where its pair was seen often.
- The labels themselves disagree: two people agree on such labels far from always, so no engine reaches 100 %.

## Sources

What was learned comes from GoEmotions (Demszky et al., ACL 2020; Apache License 2.0), XED (Öhman et al., COLING 2020; CC BY 4.0) and BRIGHTER /
SemEval-2025 task 11 (Muhammad et al., 2025; CC BY 4.0), with word vectors and soft labels distilled from a sentence-embedding model under the
Apache License 2.0; the polarity lexicon is VADER's (Hutto and Gilbert, ICWSM 2014; MIT). More in [NOTICE](../app/mood/NOTICE).
",
        net.len() as f32 / 1000.0,
        compressed(net)? as f32 / 1000.0,
        whole.len() as f32 / 1000.0,
        compressed(&whole)? as f32 / 1000.0,
    )?;
    Ok(())
}

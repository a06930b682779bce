//! Reads the hand-made lists in `data/`, for the build script and for whoever trains a net.

/// The lines of a list with their numbers, without blank lines and without comments (`## ...`).
pub fn lines(list: &str) -> impl Iterator<Item = (usize, &str)> {
    (1..)
        .zip(list.lines())
        .filter(|(_, line)| !line.trim().is_empty() && !line.starts_with("## "))
}

/// A line `emotion pull valence: item item ...`.
#[derive(Clone, Debug, PartialEq)]
pub struct SignLine<'a> {
    /// The emotion's name.
    pub emotion: &'a str,
    /// Added log-odds.
    pub pull: f64,
    /// On the lexicon's scale of -4 to 4.
    pub valence: f64,
    /// What stands for the emotion.
    pub items: Vec<&'a str>,
}

impl<'a> SignLine<'a> {
    /// None: it is no such line.
    pub fn read(line: &'a str, parted_by: char) -> Option<Self> {
        let (head, items) = line.split_once(": ")?;
        let mut head = head.split(' ');
        Some(Self {
            emotion: head.next()?,
            pull: head.next()?.parse().ok()?,
            valence: head.next()?.parse().ok()?,
            items: items
                .split(parted_by)
                .map(str::trim)
                .filter(|item| !item.is_empty())
                .collect(),
        })
    }
}

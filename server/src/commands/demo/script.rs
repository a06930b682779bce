//! Reads the written talks, `talks/*.txt`.
//!
//! ```text
//! # a remark
//! @room book-club           the room of what follows
//! @at -3d 18:20             three days ago at 18:20; or @at -95m, @at -2h before now
//! anya: a line of talk
//!     an indented line goes on in the same message
//! +1h50m                    a pause before the next line
//! @unread nora tomas        these two have not read what follows here
//! ```

use anyhow::{Context, Result, bail, ensure};

use super::cast;

/// When a scene begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// This many days before today, at this minute of the day.
    Day { days_ago: i64, minute: i64 },
    /// This many minutes before now.
    Ago { minutes: i64 },
}

/// One message of a scene.
#[derive(Debug, PartialEq, Eq)]
pub struct Line {
    /// Minutes that pass before it, besides the time to type it.
    pub pause: i64,
    /// Place in [`cast::CHARACTERS`].
    pub author: usize,
    /// What is said.
    pub text: String,
    /// People (places in [`cast::CHARACTERS`]) who have read nothing of the room from this line on.
    pub unread_by: Vec<usize>,
}

/// A run of messages in one room.
#[derive(Debug, PartialEq, Eq)]
pub struct Scene {
    /// Place in [`cast::ROOMS`].
    pub room: usize,
    /// When its first line is said.
    pub start: Start,
    /// The messages, in order.
    pub lines: Vec<Line>,
}

/// All written talks.
///
/// # Errors
/// The file, line and fault, if one is not in the form above.
pub fn scenes() -> Result<Vec<Scene>> {
    macro_rules! talks {
        ($($file:literal),* $(,)?) => {
            [$(($file, include_str!(concat!("talks/", $file)))),*]
        };
    }
    let files = talks![
        "01_ines_moves_in.txt",
        "02_lost_cat.txt",
        "03_football.txt",
        "04_release_gone_wrong.txt",
        "05_exam.txt",
        "06_grandmother.txt",
        "07_break_up.txt",
        "08_garden.txt",
        "09_book_club.txt",
        "10_bike.txt",
        "11_jaipur.txt",
        "12_house.txt",
        "13_square.txt",
        "14_notices.txt",
        "15_today.txt",
    ];
    let mut all = Vec::new();
    for (file, text) in files {
        all.extend(parse(text).with_context(|| format!("talks/{file}"))?);
    }
    Ok(all)
}

fn parse(text: &str) -> Result<Vec<Scene>> {
    let mut reader = Reader::default();
    for (index, line) in text.lines().enumerate() {
        reader
            .line(line)
            .with_context(|| format!("line {}: {line}", index + 1))?;
    }
    Ok(reader.scenes)
}

#[derive(Default)]
struct Reader {
    scenes: Vec<Scene>,
    room: Option<usize>,
    pause: i64,
    unread_by: Vec<usize>,
}

impl Reader {
    fn line(&mut self, line: &str) -> Result<()> {
        if line.trim().is_empty() || line.starts_with('#') {
            return Ok(());
        }
        if line.starts_with([' ', '\t']) {
            let last = self.scenes.last_mut().and_then(|s| s.lines.last_mut());
            let last = last.context("nothing to go on from")?;
            last.text.push('\n');
            last.text.push_str(line.trim());
        } else if let Some(key) = line.strip_prefix("@room ") {
            self.room = Some(cast::room(key.trim()).context("no such room")?);
        } else if let Some(start) = line.strip_prefix("@at ") {
            let room = self.room.context("a time before a room")?;
            self.scenes.push(Scene {
                room,
                start: self::start(start.trim())?,
                lines: Vec::new(),
            });
        } else if let Some(names) = line.strip_prefix("@unread ") {
            for name in names.split_whitespace() {
                self.unread_by
                    .push(cast::character(name).context("nobody of that name")?);
            }
        } else if let Some(pause) = line.strip_prefix('+') {
            self.pause += minutes(pause.trim())?;
        } else {
            self.said(line)?;
        }
        Ok(())
    }

    fn said(&mut self, line: &str) -> Result<()> {
        let (name, text) = line.split_once(": ").context("neither a line nor a word")?;
        let author = cast::character(name).context("nobody of that name")?;
        let scene = self.scenes.last_mut().context("a line before a time")?;
        let members = cast::ROOMS[scene.room].members;
        ensure!(self.room == Some(scene.room), "a room without a time");
        ensure!(members.contains(&name), "{name} is not a member");
        scene.lines.push(Line {
            pause: std::mem::take(&mut self.pause),
            author,
            text: text.trim().to_owned(),
            unread_by: std::mem::take(&mut self.unread_by),
        });
        Ok(())
    }
}

fn start(text: &str) -> Result<Start> {
    let ago = text.strip_prefix('-').context("a time lies in the past")?;
    let Some((days, time)) = ago.split_once("d ") else {
        return Ok(Start::Ago {
            minutes: minutes(ago)?,
        });
    };
    let (hour, minute) = time.split_once(':').context("a time is HH:MM")?;
    let (hour, minute): (i64, i64) = (hour.parse()?, minute.parse()?);
    ensure!((0..24).contains(&hour) && (0..60).contains(&minute));
    let days_ago = days.parse()?;
    ensure!((1..cast::DAYS).contains(&days_ago), "outside the history");
    Ok(Start::Day {
        days_ago,
        minute: hour * 60 + minute,
    })
}

/// `25m`, `3h`, `1h50m`.
fn minutes(text: &str) -> Result<i64> {
    let (hours, rest) = text.split_once('h').unwrap_or(("0", text));
    let minutes = match rest.strip_suffix('m') {
        Some(minutes) => minutes.parse()?,
        None if rest.is_empty() => 0,
        None => bail!("a pause is 25m, 3h or 1h50m"),
    };
    Ok(hours.parse::<i64>()? * 60 + minutes)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(text: &str) -> Scene {
        let mut scenes = parse(text).expect("it is in the form");
        assert_eq!(scenes.len(), 1);
        scenes.remove(0)
    }

    #[test]
    fn a_talk_has_a_room_times_lines_and_pauses() {
        let scene = one(
            "# remark\n@room nora+tomas\n@at -3d 18:20\ntomas: hello: you\n  there\n\n+1h50m\n@unread tomas\nnora: hi\n",
        );
        assert_eq!(scene.room, cast::room("nora+tomas").expect("it is one"));
        assert_eq!(
            scene.start,
            Start::Day {
                days_ago: 3,
                minute: 18 * 60 + 20
            }
        );
        let [first, second] = scene.lines.as_slice() else {
            panic!("two lines: {:?}", scene.lines)
        };
        assert_eq!(first.text, "hello: you\nthere");
        assert_eq!((first.pause, first.author), (0, 1));
        assert_eq!((second.pause, second.author), (110, 0));
        assert_eq!(second.unread_by, vec![1]);
    }

    #[test]
    fn times_before_now_are_in_minutes() {
        let check = |text: &str, minutes| assert_eq!(start(text).ok(), minutes, "{text}");
        check("-95m", Some(Start::Ago { minutes: 95 }));
        check("-2h", Some(Start::Ago { minutes: 120 }));
        check("95m", None);
        check("-3d 24:00", None);
        check("-99d 10:00", None);
        check("-soon", None);
    }

    #[test]
    fn faults_are_named_with_their_line() {
        let check = |text: &str, fault: &str| {
            let error = parse(text).expect_err("a fault");
            assert!(format!("{error:#}").contains(fault), "{error:#}");
        };
        check("@room nowhere", "line 1: @room nowhere: no such room");
        check(
            "@room nora+tomas\n@at -1h\nanya: hi",
            "anya is not a member",
        );
        check(
            "@room nora+tomas\n@at -1h\nnobody: hi",
            "nobody of that name",
        );
        check("@room nora+tomas\nnora: hi", "a line before a time");
        check(
            "@room nora+tomas\n@at -1h\n@room garden\nnora: hi",
            "a room without a time",
        );
        check("  more", "nothing to go on from");
    }

    #[test]
    fn every_written_talk_can_be_read() {
        let scenes = scenes().expect("all are in the form");
        let lines: usize = scenes.iter().map(|scene| scene.lines.len()).sum();
        assert!(scenes.iter().all(|scene| !scene.lines.is_empty()));
        assert!(lines >= 600, "{lines}");
    }
}

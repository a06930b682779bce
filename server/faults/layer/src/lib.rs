//! A disk that can lose its power or fill up, and a clock that can be set, below one program: loaded with `LD_PRELOAD`.
//!
//! Every write to a watched file is first entered into the file's undo log, with what was there before, and a sync empties
//! the log. Whoever kills the program can then put the files into the state in which a power cut may leave them: all that
//! was synced is there, of the rest nothing or any part (`server/faults/src/disk.rs`). The logs outlive the program, because the
//! system keeps what it was given.
//!
//! Names that go are gone at once; a name that is new stays only if its directory was synced.

#![allow(
    unsafe_code,
    reason = "functions of the C library are replaced, and what they get are pointers and file numbers of C"
)]

mod calls;
#[allow(dead_code, reason = "the runner's half of it is not used here")]
mod record;

use std::{
    ffi::{CStr, OsStr, c_char, c_int, c_long, c_void},
    os::unix::ffi::OsStrExt,
    path::{Path, PathBuf},
    ptr, slice,
    sync::{
        Mutex, OnceLock, PoisonError,
        atomic::{AtomicI64, AtomicU8, Ordering},
    },
    time::Duration,
};

use libc::{AT_FDCWD, clockid_t, mode_t, off_t, size_t, ssize_t, syscall, timespec};
use record::{CLOCK, CONTROL, DATA, FILES, FULL, Header, LIES, NAMES, SLOW, UNDO, WORDS};

/// File numbers that are looked at; the database opens its files before there are many sockets.
const NUMBERS: usize = 65_536;
/// What a number stands for: nothing, the directory, or a file's place in [`FILES`] and this.
const NOTHING: u8 = 0;
const DIRECTORY: u8 = 1;
const FIRST_FILE: u8 = 2;

static WATCHED: [AtomicU8; NUMBERS] = [const { AtomicU8::new(NOTHING) }; NUMBERS];
/// One write, cut or sync at a time: a log is always that of its file.
static TURN: Mutex<()> = Mutex::new(());
static LAYER: OnceLock<Option<Layer>> = OnceLock::new();

/// How this program is watched.
struct Layer {
    data: PathBuf,
    /// Logs, by place in [`FILES`].
    logs: [c_int; FILES.len()],
    names: c_int,
    control: &'static [AtomicI64; WORDS],
}

fn layer() -> Option<&'static Layer> {
    LAYER.get_or_init(Layer::open).as_ref()
}

impl Layer {
    /// None where nothing is to be watched, or not everything can be.
    fn open() -> Option<Self> {
        let data = PathBuf::from(std::env::var_os(DATA)?);
        let undo = PathBuf::from(std::env::var_os(UNDO)?);
        let log = |name: &str| {
            let flags = libc::O_WRONLY | libc::O_CREAT | libc::O_APPEND | libc::O_CLOEXEC;
            open_raw(&undo.join(name), flags)
        };
        let control = open_raw(&undo.join(CONTROL), libc::O_RDONLY | libc::O_CLOEXEC)?;
        let mut logs = [0; FILES.len()];
        for (place, name) in logs.iter_mut().zip(FILES) {
            *place = log(&format!("{name}.undo"))?;
        }
        // SAFETY: a mapping of our own; nobody else has this memory.
        let mapped = unsafe {
            libc::mmap(
                ptr::null_mut(),
                WORDS * 8,
                libc::PROT_READ,
                libc::MAP_SHARED,
                control,
                0,
            )
        };
        if mapped == libc::MAP_FAILED {
            return None;
        }
        Some(Self {
            data,
            logs,
            names: log(NAMES)?,
            // SAFETY: pages are aligned, hold more than these words, and stay mapped to the end.
            control: unsafe { &*mapped.cast::<[AtomicI64; WORDS]>() },
        })
    }

    fn word(&self, word: usize) -> i64 {
        self.control[word].load(Ordering::Relaxed)
    }

    /// What a path stands for.
    fn kind(&self, path: &Path) -> u8 {
        if path == self.data {
            return DIRECTORY;
        }
        if path.parent() != Some(&self.data) {
            return NOTHING;
        }
        FILES
            .iter()
            .position(|name| path.file_name() == Some(OsStr::new(name)))
            .and_then(|place| u8::try_from(place).ok())
            .map_or(NOTHING, |place| place + FIRST_FILE)
    }

    /// Enters what is about to happen to a file. True where it is in the log.
    fn enter(&self, file: usize, number: c_int, header: &mut Header, new: &[u8]) -> bool {
        let length = length_of(number);
        header.length = length;
        let end = if header.is_cut == 1 {
            length
        } else {
            length.min(header.offset + new.len() as u64)
        };
        let mut record = vec![0; usize::try_from(end.saturating_sub(header.offset)).unwrap_or(0)];
        header.old = record.len() as u64;
        header.new = new.len() as u64;
        // SAFETY: the buffer has as many bytes as are asked for.
        let read = unsafe {
            syscall(
                libc::SYS_pread64,
                number,
                record.as_mut_ptr(),
                record.len(),
                header.offset,
            )
        };
        if usize::try_from(read) != Ok(record.len()) {
            return false;
        }
        record.splice(..0, header.to_bytes());
        record.extend_from_slice(new);
        append(self.logs[file], &record)
    }
}

fn open_raw(path: &Path, flags: c_int) -> Option<c_int> {
    let path = std::ffi::CString::new(path.as_os_str().as_bytes()).ok()?;
    // SAFETY: a string of C.
    let number = unsafe { syscall(libc::SYS_openat, AT_FDCWD, path.as_ptr(), flags, 0o600) };
    c_int::try_from(number).ok().filter(|number| *number >= 0)
}

fn append(log: c_int, bytes: &[u8]) -> bool {
    // SAFETY: as many bytes as there are.
    let written = unsafe { syscall(libc::SYS_write, log, bytes.as_ptr(), bytes.len()) };
    usize::try_from(written) == Ok(bytes.len())
}

fn empty(log: c_int) {
    // SAFETY: numbers only.
    unsafe { syscall(libc::SYS_ftruncate, log, 0) };
}

fn length_of(number: c_int) -> u64 {
    // SAFETY: all of its fields may be nought, and the system fills it in.
    let mut status: libc::stat = unsafe { std::mem::zeroed() };
    // SAFETY: a place for what is asked for.
    unsafe { libc::fstat(number, &raw mut status) };
    u64::try_from(status.st_size).unwrap_or(0)
}

fn watched(number: c_int) -> u8 {
    usize::try_from(number)
        .ok()
        .and_then(|number| WATCHED.get(number))
        .map_or(NOTHING, |kind| kind.load(Ordering::Relaxed))
}

fn watch(number: c_int, kind: u8) {
    if let Some(place) = usize::try_from(number)
        .ok()
        .and_then(|number| WATCHED.get(number))
    {
        place.store(kind, Ordering::Relaxed);
    }
}

fn fail(error: c_int) -> c_int {
    // SAFETY: the place of this thread's error.
    unsafe { *libc::__errno_location() = error };
    -1
}

fn narrow(answer: c_long) -> c_int {
    c_int::try_from(answer).unwrap_or(-1)
}

/// # Safety
/// `path` is a string of C.
unsafe fn opening(at: c_int, path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: as the caller of `open` promises.
    let name = Path::new(OsStr::from_bytes(
        unsafe { CStr::from_ptr(path) }.to_bytes(),
    ));
    let kind = layer().map_or(NOTHING, |layer| layer.kind(name));
    if kind >= FIRST_FILE && flags & libc::O_CREAT != 0 && !name.exists() {
        let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(layer) = layer() {
            if layer.word(FULL) != 0 {
                return fail(libc::ENOSPC);
            }
            append(
                layer.names,
                format!("{}\n", FILES[usize::from(kind - FIRST_FILE)]).as_bytes(),
            );
        }
    }
    // SAFETY: as the caller of `open` promises.
    let number = narrow(unsafe { syscall(libc::SYS_openat, at, path, flags, mode) });
    if number >= 0 {
        watch(number, kind);
    }
    number
}

fn closing(number: c_int) -> c_int {
    watch(number, NOTHING);
    // SAFETY: numbers only.
    narrow(unsafe { syscall(libc::SYS_close, number) })
}

/// # Safety
/// `buffer` has `count` bytes.
unsafe fn writing(
    number: c_int,
    buffer: *const c_void,
    count: size_t,
    offset: Option<off_t>,
) -> ssize_t {
    let plainly = || {
        // SAFETY: as the caller of `write` promises.
        let written = unsafe {
            match offset {
                Some(offset) => syscall(libc::SYS_pwrite64, number, buffer, count, offset),
                None => syscall(libc::SYS_write, number, buffer, count),
            }
        };
        written as ssize_t
    };
    let (kind, Some(layer)) = (watched(number), layer()) else {
        return plainly();
    };
    if kind < FIRST_FILE {
        return plainly();
    }
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    if layer.word(FULL) != 0 {
        return fail(libc::ENOSPC) as ssize_t;
    }
    // SAFETY: as the caller of `write` promises.
    let new = unsafe { slice::from_raw_parts(buffer.cast::<u8>(), count) };
    // SAFETY: numbers only.
    let offset =
        offset.unwrap_or_else(|| unsafe { syscall(libc::SYS_lseek, number, 0, libc::SEEK_CUR) });
    let mut header = Header {
        offset: u64::try_from(offset).unwrap_or(0),
        length: 0,
        old: 0,
        new: 0,
        is_cut: 0,
    };
    if !layer.enter(usize::from(kind - FIRST_FILE), number, &mut header, new) {
        return fail(libc::EIO) as ssize_t;
    }
    plainly()
}

fn cutting(number: c_int, length: off_t) -> c_int {
    // SAFETY: numbers only.
    let plainly = || narrow(unsafe { syscall(libc::SYS_ftruncate, number, length) });
    let (kind, Some(layer)) = (watched(number), layer()) else {
        return plainly();
    };
    if kind < FIRST_FILE {
        return plainly();
    }
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    let offset = u64::try_from(length).unwrap_or(0);
    if layer.word(FULL) != 0 && offset > length_of(number) {
        return fail(libc::ENOSPC);
    }
    let mut header = Header {
        offset,
        length: 0,
        old: 0,
        new: 0,
        is_cut: 1,
    };
    if !layer.enter(usize::from(kind - FIRST_FILE), number, &mut header, &[]) {
        return fail(libc::EIO);
    }
    plainly()
}

fn syncing(call: c_long, number: c_int) -> c_int {
    // SAFETY: numbers only.
    let plainly = || narrow(unsafe { syscall(call, number) });
    let (kind, Some(layer)) = (watched(number), layer()) else {
        return plainly();
    };
    if kind == NOTHING {
        return plainly();
    }
    if let Ok(longer @ 1..) = u64::try_from(layer.word(SLOW)) {
        #[expect(
            clippy::disallowed_methods,
            reason = "a thread that syncs stands still with a slow disk, too"
        )]
        std::thread::sleep(Duration::from_micros(longer));
    }
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    if layer.word(LIES) != 0 {
        return 0;
    }
    let answer = plainly();
    if answer == 0 {
        empty(if kind == DIRECTORY {
            layer.names
        } else {
            layer.logs[usize::from(kind - FIRST_FILE)]
        });
    }
    answer
}

/// # Safety
/// `path` is a string of C.
unsafe fn unlinking(path: *const c_char) -> c_int {
    // SAFETY: as the caller promises.
    let name = Path::new(OsStr::from_bytes(
        unsafe { CStr::from_ptr(path) }.to_bytes(),
    ));
    let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
    // SAFETY: as the caller promises.
    let answer = narrow(unsafe { syscall(libc::SYS_unlinkat, AT_FDCWD, path, 0) });
    if answer == 0
        && let Some(layer) = layer()
        && let Some(file) = layer.kind(name).checked_sub(FIRST_FILE)
    {
        empty(layer.logs[usize::from(file)]);
    }
    answer
}

/// # Safety
/// `time` is a place for the answer.
unsafe fn telling(clock: clockid_t, time: *mut timespec) -> c_int {
    // SAFETY: as the caller promises.
    let answer = narrow(unsafe { syscall(libc::SYS_clock_gettime, clock, time) });
    if answer == 0
        && matches!(clock, libc::CLOCK_REALTIME | libc::CLOCK_REALTIME_COARSE)
        && let Some(layer) = layer()
    {
        // SAFETY: the system has written there.
        unsafe { (*time).tv_sec += layer.word(CLOCK) };
    }
    answer
}

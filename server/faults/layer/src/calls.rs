//! The functions of the C library that are replaced.

use std::ffi::{c_char, c_int, c_void};

use libc::{AT_FDCWD, clockid_t, mode_t, off_t, size_t, ssize_t, timespec};

use crate::{closing, cutting, opening, syncing, telling, unlinking, writing};

/// # Safety
/// As of `open(2)`. The mode, which C passes as one of a changing number of arguments, comes in the same register.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: as the caller promises.
    unsafe { opening(AT_FDCWD, path, flags, mode) }
}

/// # Safety
/// As of `open(2)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn open64(path: *const c_char, flags: c_int, mode: mode_t) -> c_int {
    // SAFETY: as the caller promises.
    unsafe { opening(AT_FDCWD, path, flags, mode) }
}

/// # Safety
/// As of `openat(2)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openat(
    at: c_int,
    path: *const c_char,
    flags: c_int,
    mode: mode_t,
) -> c_int {
    // SAFETY: as the caller promises.
    unsafe { opening(at, path, flags, mode) }
}

/// # Safety
/// As of `openat(2)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn openat64(
    at: c_int,
    path: *const c_char,
    flags: c_int,
    mode: mode_t,
) -> c_int {
    // SAFETY: as the caller promises.
    unsafe { opening(at, path, flags, mode) }
}

/// `close(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn close(number: c_int) -> c_int {
    closing(number)
}

/// # Safety
/// As of `write(2)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn write(number: c_int, buffer: *const c_void, count: size_t) -> ssize_t {
    // SAFETY: as the caller promises.
    unsafe { writing(number, buffer, count, None) }
}

/// # Safety
/// As of `pwrite(2)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite(
    number: c_int,
    buffer: *const c_void,
    count: size_t,
    offset: off_t,
) -> ssize_t {
    // SAFETY: as the caller promises.
    unsafe { writing(number, buffer, count, Some(offset)) }
}

/// # Safety
/// As of `pwrite(2)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn pwrite64(
    number: c_int,
    buffer: *const c_void,
    count: size_t,
    offset: off_t,
) -> ssize_t {
    // SAFETY: as the caller promises.
    unsafe { writing(number, buffer, count, Some(offset)) }
}

/// `ftruncate(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn ftruncate(number: c_int, length: off_t) -> c_int {
    cutting(number, length)
}

/// `ftruncate(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn ftruncate64(number: c_int, length: off_t) -> c_int {
    cutting(number, length)
}

/// `fsync(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn fsync(number: c_int) -> c_int {
    syncing(libc::SYS_fsync, number)
}

/// `fdatasync(2)`.
#[unsafe(no_mangle)]
pub extern "C" fn fdatasync(number: c_int) -> c_int {
    syncing(libc::SYS_fdatasync, number)
}

/// # Safety
/// As of `unlink(2)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn unlink(path: *const c_char) -> c_int {
    // SAFETY: as the caller promises.
    unsafe { unlinking(path) }
}

/// # Safety
/// As of `clock_gettime(2)`.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn clock_gettime(clock: clockid_t, time: *mut timespec) -> c_int {
    // SAFETY: as the caller promises.
    unsafe { telling(clock, time) }
}

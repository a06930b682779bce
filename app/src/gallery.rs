//! `/gallery`.

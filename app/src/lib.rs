//! The isomorphic application.

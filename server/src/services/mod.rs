//! Use cases, one file per feature. Each loads what a rule of `domain` needs, asks the rule, and writes through the
//! node's one [`writer`].

pub mod writer;

//! What the tests, the gallery and the bench share: words, cases, and the tools that read a PDF back.

#![allow(dead_code, missing_docs, reason = "each of them uses a part")]

pub mod cases;
pub mod tables;
pub mod tools;
pub mod words;

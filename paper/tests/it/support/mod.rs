//! What the tests, the gallery and the bench share: words, cases, and the tools that read a PDF back.

pub mod cases;
pub mod records;
pub mod tables;
pub mod tools;
pub mod words;

//! A letter to an insurer, as somebody at the practice wrote it.

use crate::look::{TEXT, WIDTH};
use crate::record::{Head, print};
use crate::tags::Tree;
use crate::{PaperError, Printed, Words};

/// Prints a letter; `head` names the insurer and the number that it knows the claim's patient by.
/// An empty paragraph is room.
///
/// # Errors
/// [`PaperError`].
pub fn plea(
    head: &Head<'_>,
    title: &str,
    paragraphs: &[String],
    words: &dyn Words,
) -> Result<Printed, PaperError> {
    print(
        head,
        words,
        |_| title.to_owned(),
        &[],
        |draft, flow| {
            let mut room = 24.0;
            for paragraph in paragraphs {
                if paragraph.is_empty() {
                    room = 12.0;
                    continue;
                }
                let piece = draft.paragraph(Tree::ROOT, paragraph, TEXT, WIDTH);
                flow.put(room, piece);
                room = 2.0;
            }
        },
    )
}

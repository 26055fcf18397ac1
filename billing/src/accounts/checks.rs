//! What somebody may be called and reached by: the same from an export, a program and the desk.

/// Words of a bounded length, line breaks and double spaces made single spaces; none when they are
/// longer than 200 letters, or hold what is no text.
#[must_use]
pub fn words(text: &str) -> Option<String> {
    let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let fits = words.chars().count() <= 200 && !words.chars().any(char::is_control);
    fits.then_some(words)
}

/// An email address in small letters; none when it is none.
#[must_use]
pub fn email(text: &str) -> Option<String> {
    let is_one = text.len() <= 254
        && !text.chars().any(|c| c.is_control() || c.is_whitespace())
        && text.split('@').filter(|part| !part.is_empty()).count() == 2;
    is_one.then(|| text.to_lowercase())
}

/// Five or nine digits; none when there are not as many.
#[must_use]
pub fn zip(text: &str) -> Option<String> {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    // Spreadsheets drop the leading zeros of New England and Puerto Rico.
    match digits.len() {
        3..=5 => Some(format!("{digits:0>5}")),
        8..=9 => Some(format!("{digits:0>9}")),
        _ => None,
    }
}

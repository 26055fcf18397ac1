//! A page as somebody reads it.

use domain::Money;

/// The part of a page between two texts.
pub fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    html.split_once(from).unwrap().1.split_once(to).unwrap().0
}

/// The words of a page's main part, or of a piece of it, as somebody reads them.
pub fn words(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html.split_once("<main").map_or(html, |(_, main)| main.split_once('>').unwrap().1);
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let Some((tag, after)) = tag.split_once('>') else { break };
        // The renderer's comments do not part words.
        if !tag.starts_with('!') {
            text.push(' ');
        }
        rest = after;
    }
    text.push_str(rest);
    let text =
        text.replace("&amp;", "&").replace("&quot;", "\"").replace("&#x27;", "'").replace('\u{a0}', " ");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every amount in a text, in order.
pub fn amounts(text: &str) -> Vec<Money> {
    text.split([' ', '>', '<'])
        .filter(|word| word.trim_start_matches('\u{2212}').starts_with('$'))
        .filter_map(|word| Money::parse_human(word.trim_end_matches(['.', ',', ';'])).ok())
        .collect()
}

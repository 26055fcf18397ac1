//! The tables of a PDF, as a screen reader meets them: read from `pdfinfo -struct-text`.

/// A row: what heads it, and its other cells.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Row {
    pub title: String,
    pub cells: Vec<String>,
}

/// Every table of the tree, without the row of its columns' heads.
pub fn tables(tree: &str) -> Vec<Vec<Row>> {
    let mut tables: Vec<Vec<Row>> = Vec::new();
    let mut inside: Option<usize> = None;
    let (mut body, mut heads, mut silent) = (false, false, 0);
    for line in tree.lines() {
        let depth = line.len() - line.trim_start().len();
        let line = line.trim();
        if inside.is_some_and(|table| depth <= table) {
            inside = None;
        }
        if line.starts_with("Table") {
            inside = Some(depth);
            tables.push(Vec::new());
        }
        let Some(table) = tables.last_mut().filter(|_| inside.is_some()) else { continue };
        match line {
            _ if line.starts_with("THead") => body = false,
            _ if line.starts_with("TBody") => body = true,
            _ if !body => {}
            _ if line.starts_with("TR") => {
                table.push(Row::default());
                silent = 0;
            }
            _ if line.starts_with("TH") => heads = true,
            _ if line.starts_with("TD") => {
                heads = false;
                let row = table.last_mut().unwrap();
                row.cells.extend((0..silent).map(|_| String::new()));
                silent = 0;
                row.cells.push(String::new());
            }
            _ if line.starts_with("/ColSpan") => {
                silent = line.split(' ').next_back().unwrap().parse::<usize>().unwrap() - 1
            }
            _ if line.starts_with('"') => {
                let text = line.trim_matches('"');
                let row = table.last_mut().unwrap();
                match row.cells.last_mut().filter(|_| !heads) {
                    Some(cell) => cell.push_str(text),
                    None => row.title.push_str(text),
                }
            }
            _ => {}
        }
    }
    tables
}

/// The cents of an amount as it is printed; none when it is something else.
pub fn cents(text: &str) -> Option<i64> {
    let (minus, text) = match text.strip_prefix('−') {
        Some(rest) => (-1, rest),
        None => (1, text),
    };
    let (dollars, cents) = text.strip_prefix('$')?.split_once('.')?;
    Some(minus * (dollars.replace(',', "").parse::<i64>().ok()? * 100 + cents.parse::<i64>().ok()?))
}

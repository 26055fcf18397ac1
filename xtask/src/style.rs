//! One style sheet out of `style/main.css` and what it imports.
//!
//! The sources are plain CSS that a browser could read as it is: `@import "tokens.css"
//! layer(tokens);` becomes the file itself inside its layer and its media query, in the order of
//! the imports, and `url("fonts/….woff2")` becomes the hashed name of that file.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Component, Path, PathBuf};

use anyhow::{Context as _, Result, bail};

/// Joins the sheet at `folder/file` with its imports.
///
/// `files` gives the served path of each other file by its path below `folder`; `prefix` is what
/// leads from the style sheet's own place to the site root.
///
/// # Errors
/// When an import or a `url(…)` names a file that is not there.
pub fn join(folder: &Path, file: &str, files: &BTreeMap<String, String>, prefix: &str) -> Result<String> {
    let sheet = Sheet { folder, files, prefix };
    sheet.read(Path::new(file), 0)
}

struct Sheet<'a> {
    folder: &'a Path,
    files: &'a BTreeMap<String, String>,
    prefix: &'a str,
}

impl Sheet<'_> {
    fn read(&self, file: &Path, depth: usize) -> Result<String> {
        if depth > 8 {
            bail!("style/{} imports itself", file.display());
        }
        let text = fs::read_to_string(self.folder.join(file))
            .with_context(|| format!("style/{} cannot be read", file.display()))?;
        let beside = file.parent().unwrap_or(Path::new(""));
        let mut joined = String::new();
        for line in text.lines() {
            match line.trim().strip_prefix("@import") {
                Some(rest) => {
                    let import = Import::parse(rest)
                        .with_context(|| format!("style/{}: {}", file.display(), line.trim()))?;
                    let inner = self.read(&plain(&beside.join(&import.path)), depth + 1)?;
                    joined.push_str(&import.wrap(inner));
                }
                None => joined.push_str(
                    &self
                        .with_urls(line, beside)
                        .with_context(|| format!("style/{}: {}", file.display(), line.trim()))?,
                ),
            }
            joined.push('\n');
        }
        Ok(joined)
    }

    fn with_urls(&self, text: &str, beside: &Path) -> Result<String> {
        let mut parts = text.split("url(");
        let mut done = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let (inside, rest) =
                part.split_once(')').context("a url( is closed on the line where it opens")?;
            let address = inside.trim().trim_matches(['"', '\'']);
            done.push_str("url(");
            if ["data:", "#", "http:", "https:", "/"].iter().any(|start| address.starts_with(start)) {
                done.push_str(inside);
            } else {
                let key = plain(&beside.join(address)).display().to_string();
                let served = self.files.get(&key).with_context(|| format!("there is no file style/{key}"))?;
                done.push_str(&format!("\"{}{served}\"", self.prefix));
            }
            done.push(')');
            done.push_str(rest);
        }
        Ok(done)
    }
}

/// `@import "PATH" layer(NAME) MEDIA;`
struct Import {
    path: String,
    layer: Option<String>,
    media: String,
}

impl Import {
    fn parse(text: &str) -> Result<Self> {
        let text =
            text.trim().strip_suffix(';').context("an @import ends with a semicolon on its own line")?;
        let text =
            text.strip_prefix("url(").map_or_else(|| text.to_owned(), |rest| rest.replacen(')', "", 1));
        let mut pieces = text.split(['"', '\'']).skip(1);
        let path = pieces.next().context("an @import names its file in quotes")?;
        let mut rest = pieces.next().unwrap_or_default().trim();
        let mut layer = None;
        if let Some(after) = rest.strip_prefix("layer(") {
            let (name, media) = after.split_once(')').context("layer( is not closed")?;
            layer = Some(name.trim().to_owned());
            rest = media.trim();
        }
        Ok(Self { path: path.to_owned(), layer, media: rest.to_owned() })
    }

    fn wrap(&self, mut inner: String) -> String {
        if let Some(layer) = &self.layer {
            inner = format!("@layer {layer} {{\n{inner}}}\n");
        }
        if !self.media.is_empty() {
            inner = format!("@media {} {{\n{inner}}}\n", self.media);
        }
        inner
    }
}

/// Without `.` and `..`, as far as the path itself tells.
fn plain(path: &Path) -> PathBuf {
    let mut out = PathBuf::new();
    for part in path.components() {
        match part {
            Component::ParentDir => {
                out.pop();
            }
            Component::Normal(name) => out.push(name),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder(name: &str, sheets: &[(&str, &str)]) -> PathBuf {
        let folder = std::env::temp_dir().join(format!("xtask-style-{name}-{}", std::process::id()));
        for (file, text) in sheets {
            let path = folder.join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        folder
    }

    #[test]
    fn imports_keep_their_order_their_layer_and_their_media() {
        let folder = folder(
            "order",
            &[
                (
                    "main.css",
                    "@layer a, b;\n@import \"a.css\" layer(a);\n@import url('parts/b.css') print;\np{}\n",
                ),
                ("a.css", "a{}\n"),
                ("parts/b.css", "@import \"../c.css\";\nb{}\n"),
                ("c.css", "c{}\n"),
            ],
        );
        let css = join(&folder, "main.css", &BTreeMap::new(), "../").unwrap();
        let squeezed: String = css.split_whitespace().collect();
        assert_eq!(squeezed, "@layera,b;@layera{a{}}@mediaprint{c{}b{}}p{}");
    }

    #[test]
    fn a_font_is_found_from_the_sheet_that_names_it() {
        let folder = folder(
            "font",
            &[
                ("main.css", "@import \"parts/type.css\";\n"),
                ("parts/type.css", "x{src:url(\"../fonts/f.woff2\") format(\"woff2\");b:url(#m)}\n"),
            ],
        );
        let files = BTreeMap::from([("fonts/f.woff2".to_owned(), "pkg/f.1.woff2".to_owned())]);
        let css = join(&folder, "main.css", &files, "../").unwrap();
        assert!(css.contains("url(\"../pkg/f.1.woff2\") format"));
        assert!(css.contains("url(#m)"));
    }

    #[test]
    fn a_missing_file_is_named() {
        let folder = folder("missing", &[("main.css", "p{background:url(x.svg)}\n")]);
        let error = join(&folder, "main.css", &BTreeMap::new(), "../").unwrap_err();
        assert!(format!("{error:#}").contains("there is no file style/x.svg"));
    }

    #[test]
    fn a_sheet_that_imports_itself_is_refused() {
        let folder = folder("loop", &[("main.css", "@import \"main.css\";\n")]);
        assert!(join(&folder, "main.css", &BTreeMap::new(), "../").is_err());
    }
}

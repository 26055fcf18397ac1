//! Both languages say everything, and nothing is said that does not exist.
#![cfg(feature = "ssr")]
#![expect(clippy::unwrap_used, reason = "tests")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use app::form::ERRORS;
use app::model::{HoldReason, RefundReason};
use domain::Share;
use domain::codes::{EXPLAINED, Group, WORKABLE};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    found
}

/// Message id to its whole text.
fn messages(lang: &str) -> BTreeMap<String, String> {
    let mut all: BTreeMap<String, String> = BTreeMap::new();
    for file in files(&root().join("../locales").join(lang), ".ftl") {
        let mut last = String::new();
        for line in fs::read_to_string(file).unwrap().lines() {
            let starts = line.starts_with(|c: char| c.is_ascii_lowercase());
            match line.split_once(" = ").filter(|_| starts) {
                Some((id, text)) => {
                    last = id.to_owned();
                    assert!(
                        all.insert(last.clone(), text.to_owned()).is_none(),
                        "{lang}: {id} is said twice"
                    );
                }
                None if !line.starts_with('#') && !line.trim().is_empty() => {
                    all.get_mut(&last).unwrap().push_str(line);
                }
                None => {}
            }
        }
    }
    all
}

/// The `$names` in a message.
fn placeholders(text: &str) -> BTreeSet<String> {
    let name =
        |part: &str| part.chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '_').collect::<String>();
    text.split('$')
        .skip(1)
        .map(name)
        .filter(|name| name.starts_with(|c: char| c.is_ascii_lowercase()))
        .collect()
}

#[test]
fn both_languages_say_the_same_things_with_the_same_values() {
    let (en, es) = (messages("en"), messages("es"));
    let ids = |all: &BTreeMap<String, String>| all.keys().cloned().collect::<BTreeSet<_>>();
    assert_eq!(ids(&en), ids(&es));
    for (id, text) in &en {
        assert_eq!(placeholders(text), placeholders(&es[id]), "{id}");
    }
}

#[test]
fn every_message_that_the_pages_name_exists() {
    let known = messages("en");
    let mut named = 0;
    for file in files(&root().join("src"), ".rs") {
        let source = fs::read_to_string(&file).unwrap();
        for call in [".t(\"", ".with(\"", ".count(\""] {
            for rest in source.split(call).skip(1) {
                let id = rest.split('"').next().unwrap();
                assert!(known.contains_key(id), "{}: there is no message {id}", file.display());
                named += 1;
            }
        }
    }
    assert!(named > 150, "the scan found only {named} calls");
}

#[test]
fn no_message_is_left_that_nobody_says() {
    let sources: String = ["src", "../paper/src"]
        .iter()
        .flat_map(|folder| files(&root().join(folder), ".rs"))
        .map(|file| fs::read_to_string(file).unwrap())
        .collect();
    let built = [
        "carc-",
        "case-other-",
        "case-reason-",
        "case-step-",
        "denial-next-",
        "dispute-",
        "error-",
        "group-",
        "hold-reason-",
        "ledger-kind-",
        "links-skip-",
        "mail-",
        "myplan-paper-",
        "plan-step-",
        "refund-failure-",
        "refund-reason-",
        "sees-",
        "sent-kind-",
        "share-",
        "why-",
    ];
    for id in messages("en").keys() {
        let said =
            sources.contains(&format!("\"{id}\"")) || built.iter().any(|prefix| id.starts_with(prefix));
        assert!(said, "nobody says {id}");
    }
}

#[test]
fn every_code_share_group_and_error_has_its_words() {
    for lang in ["en", "es"] {
        let known = messages(lang);
        let has = |id: String| assert!(known.contains_key(&id), "{lang}: there is no message {id}");
        for code in EXPLAINED {
            has(format!("carc-{code}"));
        }
        for code in WORKABLE {
            has(format!("carc-{code}"));
            has(format!("denial-next-{code}"));
        }
        for group in Group::ALL {
            has(format!("group-{}", group.code().to_ascii_lowercase()));
        }
        for share in [Share::Deductible, Share::Coinsurance, Share::Copay, Share::NotCovered, Share::SelfPay]
        {
            for id in ["share-", "why-all-", "why-part-"] {
                has(format!("{id}{}", share.key()));
            }
            has(format!("share-{}-what", share.key()));
        }
        for error in ERRORS {
            has(error.to_owned());
        }
        for reason in RefundReason::ALL {
            has(format!("refund-reason-{}", reason.code()));
        }
        for reason in HoldReason::BY_STAFF.into_iter().chain([HoldReason::Chargeback]) {
            has(format!("hold-reason-{}", reason.code()));
        }
        for kind in
            ["receipt", "refund", "refund-failed", "statement", "invitation", "confirm", "reset", "already"]
                .into_iter()
                .chain(["emergency", "second-on", "second-off", "passkey-added", "passkey-removed"])
        {
            for part in ["subject", "what", "button", "note"] {
                has(format!("mail-{kind}-{part}"));
            }
        }
    }
}

#[test]
fn sentences_are_short_enough_to_be_read_by_a_worried_person() {
    for lang in ["en", "es"] {
        for (id, text) in messages(lang).iter().filter(|(id, _)| !id.starts_with("staff-")) {
            for sentence in text.split(['.', '?', '!', ':']) {
                let words = sentence.split_whitespace().count();
                assert!(words <= 30, "{lang} {id}: {words} words: {sentence}");
            }
        }
    }
}

//! The words that files, databases and message ids carry.

use domain::{Group, Share};

#[test]
fn groups_are_written_with_the_letters_of_the_835() {
    let letters: Vec<&str> = Group::ALL.into_iter().map(Group::code).collect();
    assert_eq!(letters, ["CO", "PR", "OA", "PI", "CR"]);
    for group in Group::ALL {
        assert_eq!(Group::from_code(group.code()), Some(group));
    }
    for unknown in ["", "co", "XX", "PR "] {
        assert_eq!(Group::from_code(unknown), None, "{unknown:?}");
    }
}

#[test]
fn message_ids_and_styles_name_shares_by_these_words() {
    let words = [
        (Share::Deductible, "deductible"),
        (Share::Coinsurance, "coinsurance"),
        (Share::Copay, "copay"),
        (Share::NotCovered, "not-covered"),
        (Share::SelfPay, "self-pay"),
    ];
    for (share, word) in words {
        assert_eq!(share.key(), word);
    }
}

#[test]
fn blood_and_the_further_kinds_of_coinsurance_are_named_as_their_kind() {
    assert_eq!(Share::of("66"), Share::Deductible);
    assert_eq!(Share::of("122"), Share::Coinsurance);
}

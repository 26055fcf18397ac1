//! Sealing with the installation's key: what patients hand in, and the secrets of second factors.

use ring::aead::{Aad, CHACHA20_POLY1305, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

use crate::Door;

/// What is sealed does not open with this key, or not in this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("what is kept cannot be opened with this key")]
pub struct Unopened;

/// The installation's key (`OPENBALANCE_DOCUMENT_KEY`). What is sealed with it opens where it belongs
/// and nowhere else.
#[derive(Clone)]
pub struct SealKey([u8; 32]);

impl std::fmt::Debug for SealKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SealKey")
    }
}

impl SealKey {
    /// A key from its 64 hexadecimal digits.
    #[must_use]
    pub fn parse(digits: &str) -> Option<Self> {
        let digits = digits.trim().as_bytes();
        let mut key = [0; 32];
        if digits.len() != 64 {
            return None;
        }
        for (byte, pair) in key.iter_mut().zip(digits.chunks(2)) {
            *byte = u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok()?;
        }
        Some(Self(key))
    }

    fn cipher(&self) -> Result<LessSafeKey, Unopened> {
        let key = UnboundKey::new(&CHACHA20_POLY1305, &self.0).map_err(|_| Unopened)?;
        Ok(LessSafeKey::new(key))
    }

    /// Seals bytes for a place, under a nonce that is used this once and kept beside them.
    pub(crate) fn seal(
        &self,
        door: &Door,
        place: &[u8],
        bytes: &[u8],
    ) -> Result<([u8; NONCE_LEN], Vec<u8>), Unopened> {
        let mut nonce = [0; NONCE_LEN];
        nonce.iter_mut().zip(door.secret()).for_each(|(byte, chance)| *byte = chance);
        Ok((nonce, self.sealed(nonce, place, bytes)?))
    }

    fn sealed(&self, nonce: [u8; NONCE_LEN], place: &[u8], bytes: &[u8]) -> Result<Vec<u8>, Unopened> {
        let mut sealed = bytes.to_vec();
        let nonce = Nonce::assume_unique_for_key(nonce);
        let done = self.cipher()?.seal_in_place_append_tag(nonce, Aad::from(place), &mut sealed);
        done.map_err(|_| Unopened)?;
        Ok(sealed)
    }

    /// Opens what was sealed for a place.
    pub(crate) fn open(&self, nonce: &[u8], place: &[u8], mut sealed: Vec<u8>) -> Result<Vec<u8>, Unopened> {
        let nonce = Nonce::try_assume_unique_for_key(nonce).map_err(|_| Unopened)?;
        let opened = self.cipher()?.open_in_place(nonce, Aad::from(place), &mut sealed);
        let length = opened.map_err(|_| Unopened)?.len();
        sealed.truncate(length);
        Ok(sealed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: &[u8] = b"a secret";

    #[test]
    fn what_is_sealed_opens_in_its_place_and_with_its_key_only() {
        let key = SealKey::parse(&"0f".repeat(32)).unwrap();
        let sealed = key.sealed([7; NONCE_LEN], b"here", WORDS).unwrap();
        assert!(!sealed.windows(WORDS.len()).any(|window| window == WORDS));
        assert_eq!(key.open(&[7; NONCE_LEN], b"here", sealed.clone()).unwrap(), WORDS);
        assert_eq!(key.open(&[7; NONCE_LEN], b"there", sealed.clone()), Err(Unopened));
        let other = SealKey::parse(&"0e".repeat(32)).unwrap();
        assert_eq!(other.open(&[7; NONCE_LEN], b"here", sealed), Err(Unopened));
        assert!(SealKey::parse("0f").is_none() && SealKey::parse(&"zz".repeat(32)).is_none());
    }
}

//! Passwords: argon2id at OWASP's parameters (19 MiB, two passes, one lane); length and
//! what is commonly used count, not which characters.

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc::PasswordHash};
use argon2::{Algorithm, Argon2, Params, Version};

use super::IdentityError;

/// The shortest password that is taken.
const SHORTEST: usize = 12;

/// The longest: far beyond any passphrase, short enough to hash.
const LONGEST: usize = 200;

/// A hash of nothing anybody typed, so that an unknown address costs the same time.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$b3BlbmJhbGFuY2Utbm8tb25l$3iqHJbxn8Qq1cCrX3oNnyG3X4oQ1cDqU3hG0xj1nB0E";

/// Why a password will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Below twelve characters.
    #[error("a password needs at least {SHORTEST} characters")]
    TooShort,
    /// Above 200 characters.
    #[error("a password has at most {LONGEST} characters")]
    TooLong,
    /// Among the first that anybody would try.
    #[error("this password is easily guessed; a few unrelated words are better")]
    Common,
}

/// Checks a new password. `about` is what is known of the person: a password made of it
/// is easily guessed.
///
/// # Errors
/// [`PasswordProblem`].
pub fn check_password(password: &str, about: &[&str]) -> Result<(), PasswordProblem> {
    let length = password.chars().count();
    if length < SHORTEST {
        return Err(PasswordProblem::TooShort);
    }
    if length > LONGEST {
        return Err(PasswordProblem::TooLong);
    }
    // Fewer than a hundred million guesses by zxcvbn's lists and patterns.
    if zxcvbn::zxcvbn(password, about).score() < zxcvbn::Score::Three {
        return Err(PasswordProblem::Common);
    }
    Ok(())
}

fn argon2() -> Result<Argon2<'static>, IdentityError> {
    let params = Params::new(19_456, 2, 1, None).map_err(|_| IdentityError::Hash)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

/// Hashes away from the threads that answer requests.
pub async fn hash(password: &str, chance: [u8; 32]) -> Result<String, IdentityError> {
    let password = password.to_owned();
    tokio::task::spawn_blocking(move || {
        let salt = chance.get(..16).unwrap_or(&chance);
        let hash: argon2::password_hash::phc::PasswordHash =
            argon2()?.hash_password_with_salt(password.as_bytes(), salt).map_err(|_| IdentityError::Hash)?;
        Ok(hash.to_string())
    })
    .await
    .map_err(|_| IdentityError::Hash)?
}

/// Whether the password belongs to the hash; false, in the same time, when there is none.
pub async fn verify(password: &str, hash: Option<&str>) -> bool {
    let known = hash.is_some();
    let (password, hash) = (password.to_owned(), hash.unwrap_or(NOBODY).to_owned());
    let matches = tokio::task::spawn_blocking(move || {
        let parsed = PasswordHash::new(&hash).ok();
        parsed.is_some_and(|parsed| {
            argon2().is_ok_and(|argon2| argon2.verify_password(password.as_bytes(), &parsed).is_ok())
        })
    });
    matches.await.unwrap_or(false) && known
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn length_and_common_passwords_count_not_composition() {
        assert_eq!(check_password("short", &[]), Err(PasswordProblem::TooShort));
        assert_eq!(check_password("password1234", &[]), Err(PasswordProblem::Common));
        assert_eq!(check_password("123456789012", &[]), Err(PasswordProblem::Common));
        assert_eq!(check_password("maria@example.com", &["maria@example.com"]), Err(PasswordProblem::Common));
        assert_eq!(check_password("plum kettle window", &[]), Ok(()));
        assert_eq!(check_password(&"x".repeat(300), &[]), Err(PasswordProblem::TooLong));
    }

    #[tokio::test]
    async fn a_password_is_recognised_and_no_other() {
        let stored = hash("plum kettle window", [7; 32]).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
        assert!(verify("plum kettle window", Some(&stored)).await);
        assert!(!verify("plum kettle windows", Some(&stored)).await);
        assert!(!verify("plum kettle window", None).await);
        assert!(PasswordHash::new(NOBODY).is_ok(), "an unknown address must cost a real hash");
    }
}

//! A device with passkeys: what an authenticator and a browser make of a question (WebAuthn Level 3,
//! 6.1 and 5.8.1), with a real key.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use billing::identity::passkeys::Begun;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

const PRESENT: u8 = 0x01;
pub const VERIFIED: u8 = 0x04;
const BACKED_UP: u8 = 0x18;
const HAS_KEY: u8 = 0x40;

pub struct Device {
    origin: String,
    rp_id: String,
    key: EcdsaKeyPair,
    id: Vec<u8>,
    owner: Value,
    /// How often it was used, as it says.
    pub counter: u32,
    /// What it says of the person and the key.
    pub flags: u8,
}

fn coded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn options(begun: &Begun) -> Value {
    serde_json::from_str::<Value>(&begun.options).unwrap()["publicKey"].clone()
}

impl Device {
    /// Makes a key for who is asked, at the page with this address; gives what the browser answers.
    pub fn make(begun: &Begun, origin: &str) -> (Self, String) {
        let asked = options(begun);
        assert_eq!(asked["authenticatorSelection"]["residentKey"], "required");
        assert_eq!(asked["authenticatorSelection"]["userVerification"], "required");
        let chance = SystemRandom::new();
        let kept = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, &chance).unwrap();
        let key = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_ASN1_SIGNING, kept.as_ref(), &chance).unwrap();
        let id = Sha256::digest(kept.as_ref()).to_vec();
        let device = Self {
            origin: origin.to_owned(),
            rp_id: asked["rp"]["id"].as_str().unwrap().to_owned(),
            key,
            id,
            owner: asked["user"]["id"].clone(),
            counter: 0,
            flags: PRESENT | VERIFIED | BACKED_UP,
        };
        let [x, y] = [1, 33].map(|at| &device.key.public_key().as_ref()[at..at + 32]);
        let mut data = device.data(HAS_KEY);
        data.extend([0; 16]);
        data.extend(u16::try_from(device.id.len()).unwrap().to_be_bytes());
        data.extend(&device.id);
        // {1: 2, 3: -7, -1: 1, -2: x, -3: y}
        data.extend([0xa5, 1, 2, 3, 0x26, 0x20, 1, 0x21, 0x58, 32]);
        data.extend(x);
        data.extend([0x22, 0x58, 32]);
        data.extend(y);
        // {"fmt": "none", "attStmt": {}, "authData": data}
        let mut object = b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".to_vec();
        object.push(u8::try_from(data.len()).unwrap());
        object.extend(&data);
        let answer = json!({
            "id": coded(&device.id), "rawId": coded(&device.id), "type": "public-key",
            "extensions": { "credProps": { "rk": true } },
            "response": {
                "clientDataJSON": coded(&device.client("webauthn.create", &asked)),
                "attestationObject": coded(&object),
            },
        });
        (device, answer.to_string())
    }

    /// Uses the key, and answers.
    pub fn answer(&self, begun: &Begun) -> String {
        let asked = options(begun);
        let (data, client) = (self.data(0), self.client("webauthn.get", &asked));
        let signed = [data.as_slice(), &Sha256::digest(&client)].concat();
        let signature = self.key.sign(&SystemRandom::new(), &signed).unwrap();
        json!({
            "id": coded(&self.id), "rawId": coded(&self.id), "type": "public-key", "extensions": {},
            "response": {
                "clientDataJSON": coded(&client), "authenticatorData": coded(&data),
                "signature": coded(signature.as_ref()), "userHandle": self.owner,
            },
        })
        .to_string()
    }

    /// Whether a question names it among those that may answer.
    pub fn is_named(&self, begun: &Begun) -> bool {
        options(begun)["allowCredentials"].to_string().contains(&coded(&self.id))
    }

    fn data(&self, more: u8) -> Vec<u8> {
        let mut data = Sha256::digest(&self.rp_id).to_vec();
        data.push(self.flags | more);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client(&self, kind: &str, asked: &Value) -> Vec<u8> {
        json!({ "type": kind, "challenge": asked["challenge"], "origin": self.origin, "crossOrigin": false })
            .to_string()
            .into_bytes()
    }
}

//! A device that keeps one passkey, and the browser's part in it. It signs whatever it is asked to,
//! so that a story can hand in what no honest device would.

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_ASN1_SIGNING, EcdsaKeyPair, KeyPair};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

/// The person was there.
const PRESENT: u8 = 0x01;
/// The person unlocked the device.
const VERIFIED: u8 = 0x04;
/// A new key is told.
const NEW_KEY: u8 = 0x40;

/// One device with one key.
pub struct Authenticator {
    key: EcdsaKeyPair,
    credential: Vec<u8>,
    /// Where the browser is.
    pub origin: String,
    /// Whose the device believes the key to be.
    pub owner: String,
    /// Uses of the key so far.
    pub counter: u32,
    /// Whether the person unlocks the device.
    pub unlocked: bool,
}

impl Authenticator {
    /// A device of this browser, with a key that nobody knows yet.
    pub fn new(origin: &str) -> Self {
        let key = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_ASN1_SIGNING).expect("a key is made");
        let credential = digest(&SHA256, key.public_key().as_ref());
        Self {
            credential: credential.as_ref().to_vec(),
            key,
            origin: origin.to_owned(),
            owner: String::new(),
            counter: 0,
            unlocked: true,
        }
    }

    /// `navigator.credentials.create`: the key's public half, for these options.
    pub fn create(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options are JSON");
        self.owner = text(&options["user"]["id"]);
        let mut data = self.data(&text(&options["rp"]["id"]), NEW_KEY);
        data.extend([0; 16]);
        data.extend([0, u8::try_from(self.credential.len()).expect("it is short")]);
        data.extend(&self.credential);
        // A map of five: kind 2 (two coordinates), algorithm -7 (ES256), curve 1 (P-256), x, y.
        let point = self.key.public_key().as_ref();
        data.extend([0xa5, 0x01, 0x02, 0x03, 0x26, 0x20, 0x01, 0x21, 0x58, 32]);
        data.extend(&point[1..33]);
        data.extend([0x22, 0x58, 32]);
        data.extend(&point[33..65]);
        let mut object = vec![0xa3];
        object.extend(b"\x63fmt\x64none\x67attStmt\xa0\x68authData\x58");
        object.push(u8::try_from(data.len()).expect("it is short"));
        object.extend(data);
        let client = self.client("webauthn.create", &options["challenge"]);
        self.credential_of(&json!({
            "clientDataJSON": encoded(&client), "attestationObject": encoded(&object),
        }))
    }

    /// `navigator.credentials.get`: these options, signed.
    pub fn get(&mut self, options: &str) -> String {
        let options: Value = serde_json::from_str(options).expect("options are JSON");
        let data = self.data(&text(&options["rpId"]), 0);
        let client = self.client("webauthn.get", &options["challenge"]);
        let mut signed = data.clone();
        signed.extend(digest(&SHA256, &client).as_ref());
        let signature = self.key.sign(&SystemRandom::new(), &signed);
        let signature = signature.expect("it is signed");
        self.credential_of(&json!({
            "clientDataJSON": encoded(&client), "authenticatorData": encoded(&data),
            "signature": encoded(signature.as_ref()), "userHandle": self.owner,
        }))
    }

    fn data(&mut self, page: &str, flags: u8) -> Vec<u8> {
        self.counter += 1;
        let unlocked = if self.unlocked { VERIFIED } else { 0 };
        let mut data = digest(&SHA256, page.as_bytes()).as_ref().to_vec();
        data.push(flags | PRESENT | unlocked);
        data.extend(self.counter.to_be_bytes());
        data
    }

    fn client(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        let client = json!({
            "type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": false,
        });
        client.to_string().into_bytes()
    }

    fn credential_of(&self, response: &Value) -> String {
        let id = encoded(&self.credential);
        let credential = json!({
            "id": id, "rawId": id, "type": "public-key", "response": response,
            "clientExtensionResults": {},
        });
        credential.to_string()
    }
}

fn encoded(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

fn text(value: &Value) -> String {
    value.as_str().expect("it is a text").to_owned()
}

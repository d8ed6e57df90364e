//! SMSC: `send.php` with answers as JSON. An answer has an `id`, or an `error_code`.

use serde_json::Value;

use super::SmsError;
use super::line::{Line, number, text};

/// An account at SMSC.
#[derive(Debug, Clone)]
pub struct Smsc {
    pub(super) line: Line,
    pub(super) login: String,
    pub(super) password: String,
    pub(super) sender: Option<String>,
}

impl Smsc {
    pub(super) async fn send(&self, recipient: &str, words: &str) -> Result<String, SmsError> {
        let mut fields = vec![
            ("login", self.login.as_str()),
            ("psw", self.password.as_str()),
            ("phones", recipient),
            ("mes", words),
            ("fmt", "3"),
            ("charset", "utf-8"),
        ];
        if let Some(sender) = &self.sender {
            fields.push(("sender", sender));
        }
        read(&self.line.post(&fields).await?)
    }
}

fn read(answer: &Value) -> Result<String, SmsError> {
    // A refusal may have an id too.
    match number(&answer["error_code"]) {
        None if answer["error"].is_null() => text(&answer["id"]).ok_or(SmsError::Silent),
        None => Err(SmsError::Silent),
        Some(3) => Err(SmsError::Money),
        Some(4) => Err(SmsError::Blocked),
        Some(7 | 8) => Err(SmsError::Number),
        Some(9) => Err(SmsError::Rate),
        Some(other) => Err(SmsError::Refused(other)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_body_tells_what_happened() {
        let sent = json!({ "id": 34, "cnt": 1 });
        assert_eq!(read(&sent), Ok("34".to_owned()));
        for (code, error) in [
            (1, SmsError::Refused(1)),
            (2, SmsError::Refused(2)),
            (3, SmsError::Money),
            (4, SmsError::Blocked),
            (6, SmsError::Refused(6)),
            (7, SmsError::Number),
            (8, SmsError::Number),
            (9, SmsError::Rate),
        ] {
            let answer = json!({ "error": "words", "error_code": code, "id": 35 });
            assert_eq!(read(&answer), Err(error), "{code}");
        }
        for answer in [json!({}), json!({ "error": "words" }), json!([1])] {
            assert_eq!(read(&answer), Err(SmsError::Silent), "{answer}");
        }
    }
}

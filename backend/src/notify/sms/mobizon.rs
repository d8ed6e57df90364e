//! Mobizon: `sendSmsMessage`. A code of 0 is success, 100 that it is done in the background.

use serde_json::Value;

use super::SmsError;
use super::line::{Line, number, text};

/// States of a message that will never arrive. The names are Mobizon's, seven letters each: they are
/// compared as they are.
const LOST: [&str; 4] = ["UNDELIV", "REJECTD", "EXPIRED", "DELETED"];

/// An account at Mobizon.
#[derive(Debug, Clone)]
pub struct Mobizon {
    pub(super) line: Line,
    pub(super) key: String,
    pub(super) sender: Option<String>,
}

impl Mobizon {
    pub(super) async fn send(&self, recipient: &str, words: &str) -> Result<String, SmsError> {
        let mut fields = vec![
            ("apiKey", self.key.as_str()),
            ("recipient", recipient),
            ("text", words),
            ("output", "json"),
            ("api", "v1"),
        ];
        if let Some(sender) = &self.sender {
            fields.push(("from", sender));
        }
        read(&self.line.post(&fields).await?)
    }
}

fn read(answer: &Value) -> Result<String, SmsError> {
    let data = &answer["data"];
    let code = number(&answer["code"]).ok_or(SmsError::Silent)?;
    match code {
        0 | 100 => {
            let state = data["status"].as_str();
            if state.is_some_and(|state| LOST.contains(&state)) {
                return Err(SmsError::Number);
            }
            let id = text(&data["messageId"]).or_else(|| text(data));
            id.ok_or(SmsError::Silent)
        }
        // Which field is refused, the data say.
        1 if !data["recipient"].is_null() => Err(SmsError::Number),
        14 => Err(SmsError::Blocked),
        30 => Err(SmsError::Rate),
        3 | 999 => Err(SmsError::Silent),
        other => Err(SmsError::Refused(other)),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_body_tells_what_happened() {
        let sent = json!({ "code": 0, "data": { "campaignId": "1", "messageId": "87", "status": 2 },
            "message": "" });
        assert_eq!(read(&sent), Ok("87".to_owned()));
        let later = json!({ "code": 100, "data": 4100, "message": "" });
        assert_eq!(read(&later), Ok("4100".to_owned()));
        for (answer, error) in [
            (
                json!({ "code": 1, "data": { "recipient": ["wrong"] } }),
                SmsError::Number,
            ),
            (
                json!({ "code": 1, "data": { "text": ["empty"] } }),
                SmsError::Refused(1),
            ),
            (json!({ "code": 3, "data": null }), SmsError::Silent),
            (json!({ "code": 8, "data": null }), SmsError::Refused(8)),
            (json!({ "code": "14", "data": null }), SmsError::Blocked),
            (json!({ "code": 30, "data": null }), SmsError::Rate),
            (json!({ "code": 0, "data": {} }), SmsError::Silent),
            (json!({ "data": {} }), SmsError::Silent),
            (
                json!({ "code": 0, "data": { "messageId": "9", "status": "UNDELIV" } }),
                SmsError::Number,
            ),
        ] {
            assert_eq!(read(&answer), Err(error), "{answer}");
        }
    }

    #[test]
    fn names_of_states_are_compared_as_they_are() {
        for (state, lost) in [
            ("UNDELIV", true),
            ("REJECTD", true),
            ("UNDELIVERED", false),
            ("undeliv", false),
            ("DELIVRD", false),
            ("ENQUEUD", false),
        ] {
            let answer = json!({ "code": 0, "data": { "messageId": "9", "status": state } });
            assert_eq!(read(&answer).is_err(), lost, "{state}");
        }
    }
}

//! Templates of letters in three languages, and their rendering as text and HTML.

use std::collections::BTreeMap;
use std::fmt::Write;

use anyhow::Context;
use rust_embed::RustEmbed;
use serde::Deserialize;
use shared::consents::Language;

use crate::consents::fill;

#[derive(RustEmbed)]
#[folder = "texts/"]
struct Files;

/// Every template there is; the start fails when a file of one is missing.
pub(super) const TEMPLATES: &[&str] = &[
    "account_deleted",
    "application_accepted",
    "application_annulled",
    "application_changed",
    "application_placed",
    "application_held",
    "application_lapsed",
    "application_withdrawn",
    "email_change",
    "email_change_asked",
    "email_change_known",
    "email_changed",
    "email_code",
    "email_code_known",
    "email_link",
    "email_link_known",
    "first_password",
    "guardian_agreed",
    "guardian_link",
    "guardian_refused",
    "guardian_withdrawn",
    "guardianship_given",
    "guardianship_withdrawn",
    "new_device",
    "number_known",
    "passkey_added",
    "passkey_copied",
    "passkey_removed",
    "password_changed",
    "password_guessed",
    "password_reset",
    "payment_late",
    "payment_prepaid",
    "payment_received",
    "payment_twice",
    "payment_unapplied",
    "payment_wrong_sum",
    "refund_checked",
    "refund_paid",
    "refund_refused",
    "refund_requested",
    "refund_sent",
    "registered",
    "registered_plain",
    "reminder_day",
    "reminder_week",
    "too_many_tries",
    "waiting_dropped",
    "waiting_offer",
    "waiting_offer_paid",
    "waiting_over",
];

#[derive(Debug, Clone, Deserialize)]
struct Template {
    subject: String,
    greeting: String,
    #[serde(default)]
    code_label: String,
    #[serde(default)]
    valid_until_line: String,
    lines: Vec<String>,
    not_you_line: String,
    signature: String,
}

/// All templates.
#[derive(Debug, Clone)]
pub struct Letters(BTreeMap<(&'static str, &'static str), Template>);

/// A letter as it goes out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rendered {
    pub(super) subject: String,
    pub(super) text: String,
    pub(super) html: String,
}

impl Letters {
    /// Reads the templates.
    pub fn load() -> anyhow::Result<Self> {
        let mut letters = BTreeMap::new();
        for name in TEMPLATES {
            for language in Language::ALL {
                let path = format!("{}/mail/{name}.toml", language.as_str());
                let file =
                    Files::get(&path).with_context(|| format!("letter {path} is missing"))?;
                let text = std::str::from_utf8(&file.data).with_context(|| path.clone())?;
                let template = toml::from_str(text).with_context(|| path.clone())?;
                letters.insert((*name, language.as_str()), template);
            }
        }
        Ok(Self(letters))
    }

    /// Renders a letter: the code first, then until when it works, then the words.
    pub(super) fn render(
        &self,
        name: &str,
        language: Language,
        values: &BTreeMap<String, String>,
    ) -> anyhow::Result<Rendered> {
        let template = self
            .0
            .iter()
            .find(|((known, tag), _)| *known == name && *tag == language.as_str());
        let (_, template) = template.with_context(|| format!("there is no letter {name}"))?;
        let put = |line: &str| {
            let values = values
                .iter()
                .map(|(name, value)| (name.as_str(), value.as_str()));
            fill(line, values, str::to_owned)
        };
        let mut parts = vec![(Part::Words, put(&template.greeting)?)];
        if let Some(code) = values.get("code") {
            parts.push((Part::Words, put(&template.code_label)?));
            parts.push((Part::Code, code.clone()));
            parts.push((Part::Words, put(&template.valid_until_line)?));
        }
        for line in &template.lines {
            let words = put(line)?;
            // A value that there is none of, such as a seat, leaves no gap.
            if !words.is_empty() {
                parts.push((Part::Words, words));
            }
        }
        parts.push((Part::Words, put(&template.not_you_line)?));
        parts.push((Part::Words, put(&template.signature)?));
        let text: Vec<&str> = parts.iter().map(|(_, text)| text.as_str()).collect();
        Ok(Rendered {
            subject: put(&template.subject)?,
            text: text.join("\n\n") + "\n",
            html: html(language, &parts),
        })
    }
}

#[derive(PartialEq, Eq)]
enum Part {
    Words,
    Code,
}

fn html(language: Language, parts: &[(Part, String)]) -> String {
    let mut body = String::new();
    for (part, text) in parts {
        let text = linked(text).replace('\n', "<br>");
        // A mailed password is longer than a code and has to stay on one line of a phone.
        let style = if *part == Part::Code && text.len() > 8 {
            "font-size:20px;font-weight:700;font-family:monospace;margin:8px 0 16px"
        } else if *part == Part::Code {
            "font-size:32px;font-weight:700;letter-spacing:6px;margin:8px 0 16px"
        } else {
            "font-size:16px;line-height:1.5;margin:0 0 16px"
        };
        let _ = write!(body, "<p style=\"{style}\">{text}</p>");
    }
    format!(
        "<!doctype html><html lang=\"{}\"><meta charset=\"utf-8\"><body style=\"font-family:\
         system-ui,sans-serif;color:#1b2430;max-width:36rem;margin:24px auto;padding:0 16px\">{body}\
         </body></html>",
        language.as_str()
    )
}

/// Text as HTML in which addresses of pages are links.
fn linked(text: &str) -> String {
    let words = text.split(' ').map(|word| {
        let escaped = crate::consents::escape(word);
        if word.starts_with("https://") || word.starts_with("http://") {
            format!("<a href=\"{escaped}\">{escaped}</a>")
        } else {
            escaped
        }
    });
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_renders_in_every_language() {
        let letters = Letters::load().unwrap();
        let values: BTreeMap<String, String> = [
            "centre",
            "child",
            "children_url",
            "guardian",
            "system",
            "phone",
            "mail",
            "code",
            "valid_until",
            "time",
            "device",
            "link_url",
            "new_email",
            "campaign",
            "campaigns_url",
            "held_until",
            "number",
            "seat",
            "edits_until",
            "application_url",
            "applications_url",
            "payment_url",
            "payments_url",
            "amount",
            "pay_until",
            "refund_until",
            "payment_number",
            "refund_number",
            "reason",
            "sign_in_url",
            "recover_url",
        ]
        .map(|name| (name.to_owned(), format!("<{name}>")))
        .into();
        for name in TEMPLATES {
            for language in Language::ALL {
                let letter = letters.render(name, language, &values).unwrap();
                assert!(
                    !letter.subject.is_empty() && !letter.text.contains("{{"),
                    "{name}"
                );
                assert!(!letter.html.contains("<centre>"), "{name} is not escaped");
            }
        }
    }
}

//! Certificates of a language: which ones count, which scores they know, and what of one is asked. What
//! a score is worth, universities decide (domain, ENT 6.4).

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use super::check::{check_text, known};
use super::{Answers, FieldKind, Options};
use crate::dictionaries::Name;
use crate::problem::{Code, FieldError};

/// The certificate of somebody who has none.
pub const NO_CERTIFICATE: &str = "none";

/// What the definition says of a certificate; its name is a row of the lists. Scores are tenths of a
/// point, because some go by halves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateScores {
    /// Stable code, as in the list `english_certificate`.
    pub code: String,
    /// Lowest score.
    pub min: u16,
    /// Highest score.
    pub max: u16,
    /// Scores are multiples of this above the lowest.
    pub step: u16,
}

/// A certificate that may be chosen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct CertificateKind {
    /// Stable code.
    pub code: String,
    /// Name.
    pub name: Name,
    /// Its scores; the absence of a certificate has none.
    pub scores: Option<CertificateScores>,
}

/// Tenths of a point as people write them: `6.5`, `90`.
pub fn score_words(tenths: u16) -> String {
    match (tenths / 10, tenths % 10) {
        (whole, 0) => whole.to_string(),
        (whole, tenth) => format!("{whole}.{tenth}"),
    }
}

/// A score as typed, in tenths; with a point or a comma.
pub fn parse_score(text: &str) -> Result<u16, Code> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Code::Required);
    }
    let (whole, tenth) = text.split_once(['.', ',']).unwrap_or((text, "0"));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if !(1..=4).contains(&whole.len()) || tenth.len() != 1 || !digits(whole) || !digits(tenth) {
        return Err(Code::ScoreForm);
    }
    let whole: u16 = whole.parse().map_err(|_| Code::ScoreForm)?;
    let tenth: u16 = tenth.parse().map_err(|_| Code::ScoreForm)?;
    let tenths = whole.checked_mul(10).and_then(|all| all.checked_add(tenth));
    tenths.ok_or(Code::ScoreForm)
}

impl CertificateScores {
    /// Whether there is such a score.
    pub fn check(&self, text: &str) -> Option<FieldError> {
        let refuse = |code| FieldError::new("english_score", code);
        match parse_score(text) {
            Err(code) => Some(refuse(code)),
            Ok(score) if score < self.min || score > self.max => {
                let refusal = refuse(Code::ScoreOutside).with("min", score_words(self.min));
                Some(refusal.with("max", score_words(self.max)))
            }
            Ok(score) if !(score - self.min).is_multiple_of(self.step.max(1)) => {
                Some(refuse(Code::ScoreStep).with("step", score_words(self.step)))
            }
            Ok(_) => None,
        }
    }
}

impl Options {
    /// A certificate of the list.
    pub fn certificate(&self, code: &str) -> Option<&CertificateKind> {
        self.certificates.iter().find(|kind| kind.code == code)
    }
}

/// The refusals of a certificate: none is an answer; of any other its number, day, score and picture.
pub(super) fn check_certificate(
    answers: &Answers,
    options: &Options,
    today: Date,
) -> Vec<FieldError> {
    let (name, code) = (
        FieldKind::EnglishCertificate.field(),
        &answers.english_certificate,
    );
    if let Some(refusal) = known(name, code, |code| options.certificate(code).is_some()) {
        return vec![refusal];
    }
    let scores = options
        .certificate(code)
        .and_then(|kind| kind.scores.as_ref());
    let Some(scores) = scores else {
        return Vec::new();
    };
    let date = match answers.english_date.parse() {
        Err(code) => Some(code),
        Ok(date) if date > today => Some(Code::DateFuture),
        Ok(_) => None,
    };
    let refusals = [
        check_text("english_number", &answers.english_number),
        date.map(|code| FieldError::new("english_date", code)),
        scores.check(&answers.english_score),
        known("english_scan", &answers.english_scan, |_| true),
    ];
    refusals.into_iter().flatten().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scores_are_tenths() {
        for (text, tenths) in [
            ("6.5", 65),
            ("6,5", 65),
            (" 90 ", 900),
            ("0", 0),
            ("677", 6770),
        ] {
            assert_eq!(parse_score(text), Ok(tenths), "{text}");
        }
        for text in ["six", "6.55", "6.", ".5", "-1", "6.5.5", "99999", "٦"] {
            assert_eq!(parse_score(text), Err(Code::ScoreForm), "{text}");
        }
        assert_eq!(parse_score(" "), Err(Code::Required));
        assert_eq!(score_words(65), "6.5");
        assert_eq!(score_words(6770), "677");
    }

    #[test]
    fn a_score_is_one_of_its_scale() {
        let scores = CertificateScores {
            code: "ielts".into(),
            min: 0,
            max: 90,
            step: 5,
        };
        for fine in ["0", "6.5", "9"] {
            assert_eq!(scores.check(fine), None, "{fine}");
        }
        let code = |text: &str| scores.check(text).unwrap().code;
        assert_eq!(code("9.5"), Code::ScoreOutside);
        assert_eq!(code("6.3"), Code::ScoreStep);
        let told = scores.check("12").unwrap();
        assert_eq!(told.params["max"], "9");
    }

    #[test]
    fn none_asks_nothing_and_one_asks_everything() {
        let kind = |code: &str, scores| CertificateKind {
            code: code.into(),
            name: Name::default(),
            scores,
        };
        let scale = CertificateScores {
            code: "ielts".into(),
            min: 0,
            max: 90,
            step: 5,
        };
        let options = Options {
            certificates: vec![kind(NO_CERTIFICATE, None), kind("ielts", Some(scale))],
            ..Options::default()
        };
        let today = jiff::civil::date(2026, 11, 21);
        let refused = |answers: &Answers| {
            let refusals = check_certificate(answers, &options, today);
            refusals
                .into_iter()
                .map(|refusal| refusal.field)
                .collect::<Vec<_>>()
        };
        let mut answers = Answers::default();
        assert_eq!(refused(&answers), ["english_certificate"]);
        answers.english_certificate = NO_CERTIFICATE.into();
        assert!(refused(&answers).is_empty());
        answers.english_certificate = "kaztest".into();
        assert_eq!(refused(&answers), ["english_certificate"]);
        answers.english_certificate = "ielts".into();
        let all = [
            "english_number",
            "english_date",
            "english_score",
            "english_scan",
        ];
        assert_eq!(refused(&answers), all);
        answers.english_number = "22KZ001234".into();
        answers.english_score = "7".into();
        answers.english_scan = "s".into();
        answers.english_date = crate::forms::TypedDate {
            day: "22".into(),
            month: "11".into(),
            year: "2026".into(),
        };
        assert_eq!(refused(&answers), ["english_date"], "tomorrow");
        answers.english_date.day = "21".into();
        assert!(refused(&answers).is_empty());
    }
}

//! Invented people, and how they go through the registration.

use reqwest::Method;
use serde_json::{Value, json};
use shared::check_digit::control_digit;
use shared::requirements::Requirement;

use crate::browser::{Answer, Browser};
use crate::pictures;

/// A password that passes every rule.
pub const PASSWORD: &str = "тұлпар мен жауқазын 48";

/// Somebody who never lived.
#[derive(Debug, Clone)]
pub struct Person {
    /// Code of the programme.
    pub programme: String,
    /// Country of citizenship.
    pub country: String,
    /// Body of the call for the personal number.
    pub number: Value,
    /// Login.
    pub email: String,
    /// Mobile number, E.164.
    pub mobile: String,
    /// Name.
    pub name: Value,
    /// Details.
    pub details: Value,
    /// Contingent and place.
    pub study: Value,
    /// Which document is shown.
    pub document: String,
    /// Identity is proved in person, without pictures.
    pub in_person: bool,
    /// Language of page and letters.
    pub language: String,
}

impl Person {
    /// A bachelor from Almaty; the serial tells one from another.
    pub fn new(serial: u32) -> Self {
        Self {
            programme: "ncie".to_owned(),
            country: "KAZ".to_owned(),
            number: json!({ "kind": "iin", "number": iin(serial) }),
            email: format!("person{serial}@example.kz"),
            mobile: format!("+7701{serial:07}"),
            name: json!({ "surname": "Өтегенқызы", "first_name": "Әлия", "patronymic": "" }),
            details: json!({
                "sex": "female", "birth_day": "1", "birth_month": "1", "birth_year": "1999",
                "region": "KZ-75", "phone": "8 701 123 45 67",
            }),
            study: json!({ "contingent": "bachelor", "place": "kaznmu" }),
            document: "identity_card".to_owned(),
            in_person: false,
            language: "ru".to_owned(),
        }
    }

    /// A college graduate whose college is not in the list.
    pub fn of_college(serial: u32) -> Self {
        Self {
            study: json!({
                "contingent": "college_graduate", "other_place": "  Демо  медицина колледжі ",
            }),
            language: "kk".to_owned(),
            ..Self::new(serial)
        }
    }

    /// A citizen of another country, with a passport, who lives abroad.
    pub fn from_abroad(serial: u32) -> Self {
        Self {
            country: "DEU".to_owned(),
            number: json!({
                "kind": "passport", "number": format!("c01x{serial:05}"), "country": "DEU",
            }),
            name: json!({ "surname": "O’Connor-Groß", "first_name": "José", "patronymic": "" }),
            details: json!({
                "sex": "male", "birth_day": "29", "birth_month": "2", "birth_year": "2000",
                "region": "outside", "phone": "+49 1512 3456789",
            }),
            study: json!({ "contingent": "foreign_specialist" }),
            document: "passport".to_owned(),
            language: "en".to_owned(),
            ..Self::new(serial)
        }
    }

    /// A teacher who registers for the qualification testing.
    pub fn teacher(serial: u32) -> Self {
        Self {
            programme: "nqt".to_owned(),
            name: json!({
                "surname": "Сәрсенова", "first_name": "Гүлнар", "patronymic": "Ерланқызы",
            }),
            language: "kk".to_owned(),
            ..Self::new(serial)
        }
    }

    /// Somebody who registers for the unified national testing.
    pub fn leaver(serial: u32) -> Self {
        Self {
            programme: "ent".to_owned(),
            name: json!({
                "surname": "Жақсылықов", "first_name": "Нұрлан", "patronymic": "Асқарұлы",
            }),
            language: "kk".to_owned(),
            ..Self::new(serial)
        }
    }

    /// Somebody who makes a Digital ID.
    pub fn holder(serial: u32) -> Self {
        Self::new(serial).of("digital-id")
    }

    /// The same person in another programme.
    #[must_use]
    pub fn of(self, programme: &str) -> Self {
        Self {
            programme: programme.to_owned(),
            ..self
        }
    }

    /// The same without pictures.
    #[must_use]
    pub fn in_person(self) -> Self {
        Self {
            in_person: true,
            ..self
        }
    }
}

/// An IIN that was never given to anybody: born 1999-01-01, female, with a right control digit.
pub fn iin(serial: u32) -> String {
    // A serial whose control digit would be 10 is never issued; the next free one is taken.
    let mut serial = serial * 7;
    loop {
        let text = format!("9901014{serial:04}0");
        let digits: Vec<u8> = text.bytes().map(|byte| byte - b'0').collect();
        let digits: [u8; 12] = digits.try_into().expect("twelve digits");
        if let Some(control) = control_digit(&digits) {
            return format!("{}{control}", &text[..11]);
        }
        serial += 1;
    }
}

impl Browser {
    /// Opens the registration.
    pub async fn start(&self, language: &str) -> Value {
        self.open("ncie", language).await
    }

    /// Opens the registration for a programme.
    pub async fn open(&self, programme: &str, language: &str) -> Value {
        let body = json!({ "programme": programme, "language": language });
        self.post("/registration", body).await.ok()
    }

    /// Presses the button of a link.
    pub async fn use_link(&self, token: &str) -> Answer {
        self.post("/links/use", json!({ "token": token })).await
    }

    /// What is asked next; empty when nothing is.
    pub async fn next(&self) -> String {
        let body = self.get("/registration").await.ok();
        body["next"].as_str().unwrap_or_default().to_owned()
    }

    /// Signs in with the password of all invented people.
    pub async fn sign_in(&self, email: &str) -> Answer {
        let body = json!({ "email": email, "password": PASSWORD });
        self.post("/sessions", body).await
    }

    /// Gives a mobile number, with both ticks.
    pub async fn set_mobile(&self, phone: &str) -> Answer {
        let body = json!({
            "phone": phone,
            "terms": self.acceptance_of("terms", "digital-id").await,
            "privacy": self.acceptance_of("privacy", "digital-id").await,
        });
        self.put("/registration/mobile", body).await
    }

    /// Enters the code of an SMS.
    pub async fn enter_mobile_code(&self, code: &str) -> Answer {
        self.post("/registration/mobile-code", json!({ "code": code }))
            .await
    }

    async fn consent_to_processing(&self) -> Answer {
        let consent = self.acceptance("personal_data").await;
        let body = json!({ "consent": consent });
        self.put("/registration/personal-data-consent", body).await
    }

    /// A tick under the current version of a text.
    pub async fn acceptance(&self, kind: &str) -> Value {
        self.acceptance_of(kind, "ncie").await
    }

    /// The same of a programme's own text.
    pub async fn acceptance_of(&self, kind: &str, programme: &str) -> Value {
        let path = format!("/texts/{kind}?language=ru&programme={programme}");
        let text = self.get(&path).await.ok();
        json!({ "version": text["version"], "language": "ru", "read": true, "agreed": true })
    }

    /// Goes on until the page asks for `until`, or to the end.
    pub async fn walk(
        &self,
        person: &Person,
        until: Option<Requirement>,
        code: &impl AsyncFn(&str) -> String,
    ) {
        let until = until.map_or(Value::Null, |until| json!(until));
        let begun = self.open(&person.programme, &person.language).await;
        let mut next = begun["next"].clone();
        while next != until {
            let step = next.as_str().expect("the step lies ahead").to_owned();
            self.take_step(&step, person, code).await.ok();
            let now = self.get("/registration").await.ok()["next"].clone();
            assert_ne!(now, next, "the step was taken");
            next = now;
        }
    }

    /// Hands one step in as this person would.
    pub async fn take_step(
        &self,
        step: &str,
        person: &Person,
        code: &impl AsyncFn(&str) -> String,
    ) -> Answer {
        match step {
            "citizenship" | "terms" => {
                let terms = self.acceptance("terms").await;
                let body = json!({ "country": person.country, "terms": terms });
                self.put("/registration/citizenship", body).await
            }
            "personal_number" => {
                self.put("/registration/personal-number", person.number.clone())
                    .await
            }
            "email" => {
                self.put("/registration/email", json!({ "email": person.email }))
                    .await
            }
            "email_code" => {
                let code = code(&person.email).await;
                if code.len() > 6 {
                    return self.use_link(&code).await;
                }
                self.post("/registration/email-code", json!({ "code": code }))
                    .await
            }
            "mobile_number" => self.set_mobile(&person.mobile).await,
            "mobile_code" => {
                let code = code(&person.mobile).await;
                self.enter_mobile_code(&code).await
            }
            "password" | "own_password" => {
                let body = json!({ "password": PASSWORD, "confirmation": PASSWORD });
                let path = format!("/registration/{}", step.replace('_', "-"));
                self.put(&path, body).await
            }
            // There the first password comes by mail.
            "sign_in" if person.programme == "ent" => {
                let password = code(&person.email).await;
                let body = json!({ "email": person.email, "password": password });
                self.post("/sessions", body).await
            }
            "sign_in" => self.sign_in(&person.email).await,
            "biometric_consent" => self.answer_biometrics(person.in_person).await,
            "face_photo" => self.send_good("face", pictures::face()).await,
            "identity_document" => self.show_document(&person.document).await,
            "personal_data_consent" => self.consent_to_processing().await,
            "person_name" => self.put("/registration/name", person.name.clone()).await,
            "personal_details" => {
                self.put("/registration/personal-details", person.details.clone())
                    .await
            }
            "phone" => {
                let body = json!({ "phone": person.details["phone"] });
                self.put("/registration/phone", body).await
            }
            "study" => self.put("/registration/study", person.study.clone()).await,
            "pin" => self.post("/registration/pin/skip", Value::Null).await,
            "finish" => self.post("/registration/finish", Value::Null).await,
            unknown => panic!("nobody knows the step {unknown}"),
        }
    }

    /// Agrees to the camera, or asks to come in person.
    pub async fn answer_biometrics(&self, in_person: bool) -> Answer {
        let text = self.acceptance("biometrics").await;
        let answer = if in_person { "in_person" } else { "agreed" };
        let body = json!({ "answer": answer, "version": text["version"], "language": "ru" });
        self.put("/registration/biometric-consent", body).await
    }

    async fn show_document(&self, document: &str) -> Answer {
        let body = json!({ "document": document });
        let chosen = self.put("/registration/document-kind", body).await;
        assert_eq!(chosen.status, 200, "{}", chosen.body);
        let front = self.send_good("document_front", pictures::card()).await;
        if document == "passport" {
            return front;
        }
        front.ok();
        self.send_good("document_back", pictures::card()).await
    }

    async fn send_good(&self, kind: &str, jpeg: Vec<u8>) -> Answer {
        let call = self
            .call(
                Method::POST,
                &format!("/registration/pictures/{kind}?source=camera"),
            )
            .header("content-type", "image/jpeg")
            .body(jpeg);
        Answer::of(call).await
    }
}

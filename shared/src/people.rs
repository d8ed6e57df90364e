//! Who the person is, as they tell it: citizenship, personal number, name, details, study.
//! Wire types and the rules of their forms; proof is [`crate::proofing`].

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError, ValidationErrors};

use crate::dates::{check_birth_date, parse_parts};
use crate::documents::PassportNumber;
use crate::iin::{ClaimedIin, Iin, Structure};
use crate::names::{NamePart, validate_name, validate_optional_name};
use crate::phone::validate_phone;
use crate::problem::{Code, FieldError, refuse, refuse_with};

/// Sex as documents have it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sex {
    /// Female.
    Female,
    /// Male.
    Male,
}

/// The code of Kazakhstan in the list of countries (ISO 3166-1 alpha-3).
pub const KAZAKHSTAN: &str = "KAZ";

/// `PUT /registration/citizenship`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetCitizenship {
    /// Country code, ISO 3166-1 alpha-3.
    #[validate(custom(function = "validate_choice"))]
    pub country: String,
    /// The user agreement on the same screen.
    #[validate(nested)]
    pub terms: crate::consents::Acceptance,
}

/// For `#[validate(custom)]`: something was chosen, of sane length. Whether the choice exists, the
/// dictionary says.
pub fn validate_choice(text: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() {
        Err(refuse(Code::Required))
    } else if text.len() > 64 {
        Err(refuse(Code::UnknownChoice))
    } else {
        Ok(())
    }
}

/// Which number the person is entering.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// Twelve-digit IIN.
    #[default]
    Iin,
    /// Passport number with its country.
    Passport,
}

/// `PUT /registration/personal-number`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPersonalNumber {
    /// IIN or passport.
    pub kind: NumberKind,
    /// The number as typed.
    pub number: String,
    /// Country of the passport, ISO 3166-1 alpha-3; empty for an IIN.
    #[serde(default)]
    pub country: String,
    /// "It is printed so on my document": a wrong control digit goes to human review.
    #[serde(default)]
    pub printed_so: bool,
}

impl std::fmt::Debug for SetPersonalNumber {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SetPersonalNumber({:?})", self.kind)
    }
}

/// A personal number that has the right form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PersonalNumber {
    /// An IIN with a right control digit.
    Iin {
        /// The number.
        iin: Iin,
    },
    /// Twelve digits that stand so on a document; to be reviewed.
    ClaimedIin {
        /// The number.
        iin: ClaimedIin,
    },
    /// A passport.
    Passport {
        /// The number.
        number: PassportNumber,
        /// Issuing country, ISO 3166-1 alpha-3.
        country: String,
    },
}

impl SetPersonalNumber {
    /// The number, or which field is refused and why.
    pub fn parse(&self) -> Result<PersonalNumber, FieldError> {
        if self.number.trim().is_empty() {
            return Err(FieldError::new("number", Code::Required));
        }
        match self.kind {
            NumberKind::Iin => match Iin::parse(&self.number) {
                Ok(iin) => Ok(PersonalNumber::Iin { iin }),
                Err(Code::IinChecksum) if self.printed_so => ClaimedIin::parse(&self.number)
                    .map(|iin| PersonalNumber::ClaimedIin { iin })
                    .map_err(|code| FieldError::new("number", code)),
                Err(code) => Err(FieldError::new("number", code)),
            },
            NumberKind::Passport => {
                let number = PassportNumber::parse(&self.number)
                    .map_err(|code| FieldError::new("number", code))?;
                validate_choice(&self.country)
                    .map_err(|_| FieldError::new("country", Code::Required))?;
                Ok(PersonalNumber::Passport {
                    number,
                    country: self.country.clone(),
                })
            }
        }
    }
}

impl Validate for SetPersonalNumber {
    fn validate(&self) -> Result<(), ValidationErrors> {
        let Err(refusal) = self.parse() else {
            return Ok(());
        };
        let mut errors = ValidationErrors::new();
        let field = if refusal.field == "country" {
            "country"
        } else {
            "number"
        };
        errors.add(field, refuse(refusal.code));
        Err(errors)
    }
}

impl PersonalNumber {
    /// The normal form under which two people are told to be one: kind, country, number.
    pub fn key(&self) -> String {
        match self {
            Self::Iin { iin } => format!("iin:{}", iin.digits()),
            Self::ClaimedIin { iin } => format!("iin:{}", iin.digits()),
            Self::Passport { number, country } => format!("passport:{country}:{}", number.as_str()),
        }
    }

    /// What its owner may see again on the page.
    pub fn view(&self) -> PersonalNumberView {
        match self {
            Self::Iin { iin } => {
                let structure = iin.structure();
                let (birth_date, sex) = match structure {
                    Structure::Ok { birth_date, sex } => (Some(birth_date.to_string()), Some(sex)),
                    _ => (None, None),
                };
                PersonalNumberView {
                    kind: NumberKind::Iin,
                    masked: iin.masked(),
                    country: None,
                    in_review: false,
                    odd_structure: birth_date.is_none(),
                    birth_date,
                    sex,
                }
            }
            Self::ClaimedIin { iin } => PersonalNumberView {
                kind: NumberKind::Iin,
                masked: iin.masked(),
                country: None,
                in_review: true,
                odd_structure: false,
                birth_date: None,
                sex: None,
            },
            Self::Passport { number, country } => PersonalNumberView {
                kind: NumberKind::Passport,
                masked: number.masked(),
                country: Some(country.clone()),
                in_review: false,
                odd_structure: false,
                birth_date: None,
                sex: None,
            },
        }
    }
}

/// A personal number as its owner sees it again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalNumberView {
    /// IIN or passport.
    pub kind: NumberKind,
    /// The number with its middle hidden.
    pub masked: String,
    /// Country of the passport.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The control digit is wrong "but printed so": a person will look at it.
    pub in_review: bool,
    /// The digits tell no birth date; a warning to look again, nothing more.
    pub odd_structure: bool,
    /// Birth date in the digits (`YYYY-MM-DD`), as an offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub birth_date: Option<String>,
    /// Sex in the digits, as an offer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sex: Option<Sex>,
}

/// `PUT /registration/name`, and the name as stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonName {
    /// Тегі, фамилия.
    #[validate(custom(function = "validate_name"))]
    pub surname: String,
    /// Аты, имя.
    #[validate(custom(function = "validate_name"))]
    pub first_name: String,
    /// Әкесінің аты, отчество; empty when there is none.
    #[serde(default)]
    #[validate(custom(function = "validate_optional_name"))]
    pub patronymic: String,
}

impl PersonName {
    /// The parts with inner spaces folded. Call after `validate`.
    #[must_use]
    pub fn tidied(&self) -> Self {
        let part = |text: &str| NamePart::parse(text).map(String::from).unwrap_or_default();
        Self {
            surname: part(&self.surname),
            first_name: part(&self.first_name),
            patronymic: part(&self.patronymic),
        }
    }

    /// Surname, first name and patronymic in one line.
    pub fn full(&self) -> String {
        crate::text::tidy(&format!(
            "{} {} {}",
            self.surname, self.first_name, self.patronymic
        ))
    }
}

/// `PUT /registration/phone`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPhone {
    /// Mobile number as typed.
    #[validate(custom(function = "validate_phone"))]
    pub phone: String,
}

/// `PUT /registration/profile`: number, name and phone on one page.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetProfile {
    /// IIN or passport; none leaves the one that was given.
    #[serde(default)]
    pub number: Option<SetPersonalNumber>,
    /// Name.
    pub name: PersonName,
    /// Mobile number as typed.
    pub phone: String,
}

impl SetProfile {
    /// All refusals of the form, in its order.
    pub fn refusals(&self) -> Vec<FieldError> {
        let number = self.number.as_ref().map(SetPersonalNumber::parse);
        let mut errors: Vec<FieldError> = number.and_then(Result::err).into_iter().collect();
        errors.extend(refusals_of_contact(&self.name, &self.phone));
        errors
    }
}

/// `PUT /profile`: name and phone after the registration. Numbers are corrected by staff.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EditProfile {
    /// Name.
    pub name: PersonName,
    /// Mobile number as typed.
    pub phone: String,
}

impl EditProfile {
    /// All refusals of the form, in its order.
    pub fn refusals(&self) -> Vec<FieldError> {
        refusals_of_contact(&self.name, &self.phone)
    }
}

fn refusals_of_contact(name: &PersonName, phone: &str) -> Vec<FieldError> {
    let phone = SetPhone {
        phone: phone.to_owned(),
    };
    let mut errors: Vec<FieldError> = [name.validate().err(), phone.validate().err()]
        .iter()
        .flatten()
        .flat_map(crate::problem::field_errors)
        .collect();
    let order = ["surname", "first_name", "patronymic", "phone"];
    errors.sort_by_key(|error| order.iter().position(|field| *field == error.field));
    errors
}

/// The choice of region for those who live elsewhere.
pub const OUTSIDE_KAZAKHSTAN: &str = "outside";

/// `PUT /registration/personal-details`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SetPersonalDetails {
    /// Sex.
    #[validate(required(code = "required"))]
    pub sex: Option<Sex>,
    /// Day of birth as typed.
    pub birth_day: String,
    /// Month of birth as typed.
    pub birth_month: String,
    /// Year of birth as typed.
    pub birth_year: String,
    /// Code of the region, or [`OUTSIDE_KAZAKHSTAN`].
    #[validate(custom(function = "validate_choice"))]
    pub region: String,
    /// Mobile number as typed.
    #[validate(custom(function = "validate_phone"))]
    pub phone: String,
}

impl SetPersonalDetails {
    /// The birth date, checked against `today`.
    pub fn birth_date(&self, today: Date) -> Result<Date, FieldError> {
        parse_parts(&self.birth_day, &self.birth_month, &self.birth_year)
            .and_then(|date| check_birth_date(date, today).map(|()| date))
            .map_err(|code| FieldError::new("birth_date", code))
    }

    /// All refusals of the form, in its order.
    pub fn refusals(&self, today: Date) -> Vec<FieldError> {
        let mut errors = self
            .validate()
            .err()
            .map(|errors| crate::problem::field_errors(&errors))
            .unwrap_or_default();
        errors.extend(self.birth_date(today).err());
        let order = ["sex", "birth_date", "region", "phone"];
        errors.sort_by_key(|error| order.iter().position(|field| *field == error.field));
        errors
    }
}

/// Personal details as stored.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonalDetails {
    /// Sex.
    pub sex: Sex,
    /// `YYYY-MM-DD`.
    pub birth_date: String,
    /// Code of the region, or [`OUTSIDE_KAZAKHSTAN`].
    pub region: String,
    /// E.164; not proved.
    pub phone: String,
}

/// `PUT /registration/study`, and the study as stored.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Study {
    /// Code of the contingent.
    #[validate(custom(function = "validate_choice"))]
    pub contingent: String,
    /// Code of the place of education; empty when not asked, or not in the list.
    #[serde(default)]
    pub place: String,
    /// Name of a place that is not in the list; goes to review.
    #[serde(default)]
    #[validate(custom(function = "validate_other_place"))]
    pub other_place: String,
}

fn validate_other_place(text: &str) -> Result<(), ValidationError> {
    if text.chars().count() > 200 {
        Err(refuse_with(Code::TooLong, "max", 200))
    } else {
        Ok(())
    }
}

impl Study {
    /// Whether a place is given where the contingent asks for one.
    pub fn check_place(&self, kind: crate::dictionaries::EducationKind) -> Result<(), FieldError> {
        let asked = kind != crate::dictionaries::EducationKind::None;
        let given = !self.place.trim().is_empty() || !self.other_place.trim().is_empty();
        if asked && !given {
            Err(FieldError::new("place", Code::Required))
        } else {
            Ok(())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_control_digit_goes_on_only_as_printed_so() {
        let mut form = SetPersonalNumber {
            number: "850101300006".into(),
            ..Default::default()
        };
        assert_eq!(form.parse().unwrap_err().code, Code::IinChecksum);
        form.printed_so = true;
        let number = form.parse().unwrap();
        assert!(matches!(number, PersonalNumber::ClaimedIin { .. }));
        assert!(number.view().in_review);
        form.number = "85010130000".into();
        assert_eq!(form.parse().unwrap_err().code, Code::IinDigits);
        assert!(!format!("{form:?}").contains("8501"));
    }

    #[test]
    fn odd_structure_is_a_warning() {
        let form = SetPersonalNumber {
            number: "990230400001".into(),
            ..Default::default()
        };
        let view = form.parse().unwrap().view();
        assert!(view.odd_structure && view.birth_date.is_none());
    }

    #[test]
    fn details_refuse_in_the_order_of_the_form() {
        let today = jiff::civil::date(2026, 11, 21);
        let codes: Vec<_> = SetPersonalDetails::default()
            .refusals(today)
            .into_iter()
            .map(|error| (error.field, error.code))
            .collect();
        let fields: Vec<&str> = codes.iter().map(|(field, _)| field.as_str()).collect();
        assert_eq!(fields, ["sex", "birth_date", "region", "phone"]);
        assert!(codes.iter().all(|(_, code)| *code == Code::Required));
    }

    #[test]
    fn a_profile_refuses_in_the_order_of_the_form() {
        let fields = |form: SetProfile| -> Vec<String> {
            let refusals = form.refusals().into_iter();
            refusals.map(|error| error.field).collect()
        };
        let contact = ["surname", "first_name", "phone"];
        assert_eq!(fields(SetProfile::default()), contact);
        let with_number = SetProfile {
            number: Some(SetPersonalNumber::default()),
            ..SetProfile::default()
        };
        assert_eq!(fields(with_number)[0], "number");
        let good = EditProfile {
            name: PersonName {
                surname: "Өтеген".into(),
                first_name: "Әлия".into(),
                patronymic: String::new(),
            },
            phone: "8 701 123 45 67".into(),
        };
        assert_eq!(good.refusals(), Vec::new());
    }

    #[test]
    fn names_are_tidied() {
        let name = PersonName {
            surname: " Өтеген ".into(),
            first_name: "Әлия".into(),
            patronymic: String::new(),
        };
        assert!(name.validate().is_ok());
        assert_eq!(name.tidied().full(), "Өтеген Әлия");
    }
}

//! State registries of people, organisations and education: what the page asks and is told, what a
//! registry's adapter exchanges with it (`docs/registries.md`), and the rules both sides need.
//!
//! A registry helps and never decides: down or silent, the person goes on by hand.

use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::bin::Bin;
use crate::dictionaries::Name;
use crate::iin::Iin;
use crate::people::Sex;
use crate::problem::{Code, FieldError, refuse};
use crate::text::fold;

/// Different people one account may ask about in a day (rules.md, Accounts).
pub const PEOPLE_A_DAY: i64 = 5;
/// Wrong guesses at a first name or birth date of one account in a day (rules.md, Accounts).
pub const MISSES_A_DAY: i64 = 3;
/// Questions of one account in an hour, of any kind; ours, so that nobody reads a registry out.
pub const LOOK_UPS_AN_HOUR: i64 = 30;
/// Seconds after which the page says "being checked" and goes on (rules.md, Accounts).
pub const WAIT_SECONDS: i64 = 5;
/// Organisations shown at once while somebody types.
pub const ORGANISATIONS_SHOWN: usize = 20;
/// Most characters of an organisation's name.
pub const MAX_ORGANISATION: usize = 300;

/// What a look-up is for; stands in its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// The person's own profile.
    #[default]
    Profile,
    /// An application for an exam.
    Application,
}

impl Purpose {
    /// The code on the wire and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Profile => "profile",
            Self::Application => "application",
        }
    }
}

/// How a look-up stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum LookUpState {
    /// The registry knows the number.
    Found,
    /// The registry does not know the number.
    NotFound,
    /// Asked; the answer is on its way.
    #[default]
    Waiting,
    /// The registry does not answer now. It is asked again in the background.
    Unavailable,
}

/// `POST /registries/persons`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookUpPerson {
    /// The IIN as typed.
    #[validate(custom(function = "validate_iin"))]
    pub iin: String,
    /// What for.
    pub purpose: Purpose,
}

fn validate_iin(text: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() {
        return Err(refuse(Code::Required));
    }
    Iin::parse(text).map(drop).map_err(refuse)
}

/// A look-up of a person as the page sees it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonLookUp {
    /// To ask how it stands, and to open the name.
    pub look_up: String,
    /// How it stands.
    pub state: LookUpState,
    /// Surname, first name, patronymic as [`masked`]; empty unless found.
    pub masked: String,
}

/// `POST /registries/persons/{look_up}/reveal`: either of the two is enough.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RevealPerson {
    /// The first name as typed; empty when the date is given.
    #[serde(default)]
    pub first_name: String,
    /// `1999-12-31`; empty when the name is given.
    #[serde(default)]
    pub birth_date: String,
}

impl RevealPerson {
    /// What is refused before anybody is asked.
    pub fn refusals(&self) -> Vec<FieldError> {
        let (name, date) = (self.first_name.trim(), self.birth_date.trim());
        if name.is_empty() && date.is_empty() {
            return vec![FieldError::new("first_name", Code::Required)];
        }
        if !date.is_empty() && date.parse::<jiff::civil::Date>().is_err() {
            return vec![FieldError::new("birth_date", Code::DateImpossible)];
        }
        Vec::new()
    }

    /// Whether this is the person of the record: nothing that was given may be wrong.
    pub fn fits(&self, record: &PersonRecord) -> bool {
        let (name, date) = (self.first_name.trim(), self.birth_date.trim());
        let name_fits = name.is_empty() || fold(name) == fold(&record.first_name);
        let date_fits = date.is_empty() || date == record.birth_date;
        !(name.is_empty() && date.is_empty()) && name_fits && date_fits
    }
}

/// A person as the registry has them: the record of an adapter, and what is told once the person
/// gave the first name or birth date.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PersonRecord {
    /// Surname.
    pub surname: String,
    /// First name.
    pub first_name: String,
    /// Patronymic; empty when there is none.
    #[serde(default)]
    pub patronymic: String,
    /// `1999-12-31`; empty when the registry does not tell.
    #[serde(default)]
    pub birth_date: String,
    /// Sex, where the registry tells it.
    #[serde(default)]
    pub sex: Option<Sex>,
}

impl PersonRecord {
    /// Surname, first name, patronymic, masked.
    pub fn masked(&self) -> String {
        let parts = [&self.surname, &self.first_name, &self.patronymic];
        let parts = parts.into_iter().filter(|part| !part.is_empty());
        parts.map(|part| masked(part)).collect::<Vec<_>>().join(" ")
    }
}

/// Education of a person as the registry has it.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct EducationRecord {
    /// `school`, `college` or `university`.
    pub kind: String,
    /// Name of the place.
    pub institution: String,
    /// Speciality, or class of a school; empty when unknown.
    #[serde(default)]
    pub speciality: String,
    /// First year; empty when unknown.
    #[serde(default)]
    pub study_from: String,
    /// Last year; empty while it goes on or when unknown.
    #[serde(default)]
    pub study_to: String,
    /// Language of study; empty when unknown.
    #[serde(default)]
    pub language: String,
}

impl EducationRecord {
    /// The place and, of a school, the class.
    pub fn place(&self) -> String {
        if self.speciality.is_empty() {
            return self.institution.clone();
        }
        format!("{}, {}", self.institution, self.speciality)
    }
}

/// `POST /registries/education`: where the person who asks studies.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EducationLookUp {
    /// How it ended; never `waiting`.
    pub state: LookUpState,
    /// Place and class or speciality; empty unless found.
    pub place: String,
}

/// An organisation as a registry's adapter tells it. Names of people stay with the registry.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct OrganisationRecord {
    /// Name in the three languages; one that is missing is taken from the others.
    pub name: Name,
    /// Region, ISO 3166-2; empty when the registry does not tell.
    #[serde(default)]
    pub region: String,
    /// Code of the district in our list; empty when the registry does not tell.
    #[serde(default)]
    pub district: String,
    /// Address in words.
    #[serde(default)]
    pub address: String,
}

/// `POST /registries/organisations`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct LookUpOrganisation {
    /// BIN, or IIN of a sole trader, as typed.
    #[validate(custom(function = "validate_employer_number"))]
    pub number: String,
}

macro_rules! personal {
    ($($name:ident)+) => {
        $(impl std::fmt::Debug for $name {
            fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                formatter.write_str(concat!(stringify!($name), "(…)"))
            }
        })+
    };
}
personal!(LookUpPerson RevealPerson PersonRecord EducationRecord LookUpOrganisation Question);

/// The twelve digits of an employer: a BIN, or the IIN of a sole trader, who has no BIN.
pub fn employer_number(text: &str) -> Result<String, Code> {
    if text.trim().is_empty() {
        return Err(Code::Required);
    }
    let bin = Bin::parse(text).map(String::from);
    let number = bin.or_else(|_| Iin::parse(text).map(|iin| iin.digits()));
    number.map_err(|_| Code::BinForm)
}

fn validate_employer_number(text: &str) -> Result<(), ValidationError> {
    employer_number(text).map(drop).map_err(refuse)
}

/// An organisation of the list.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Organisation {
    /// To name it by in an application.
    pub id: String,
    /// BIN; empty for a sole trader, whose number is personal.
    pub number: String,
    /// Name.
    pub name: Name,
    /// Region, ISO 3166-2; may be empty.
    pub region: String,
    /// Code of the district; may be empty.
    pub district: String,
    /// Address in words; may be empty.
    pub address: String,
}

/// A look-up of an organisation as the page sees it; never `waiting`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OrganisationLookUp {
    /// How it ended.
    pub state: LookUpState,
    /// The organisation, when found.
    pub organisation: Option<Organisation>,
}

/// A district of a region.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct District {
    /// Stable code.
    pub code: String,
    /// Code of its region.
    pub region: String,
    /// Name.
    pub name: Name,
}

/// Where a person works, as a form hands it in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "way", rename_all = "snake_case")]
pub enum Workplace {
    /// Chosen from the list of organisations.
    Registered {
        /// Id of the organisation.
        organisation: String,
        /// Its name as it was shown.
        name: String,
        /// The number it was found by, or its BIN; may be empty.
        number: String,
    },
    /// Typed, because it was not found; a case waits.
    ByHand {
        /// Name as typed.
        name: String,
        /// BIN or IIN; may be empty.
        number: String,
        /// Code of the region.
        region: String,
        /// Code of the district; may be empty.
        district: String,
    },
}

impl Workplace {
    /// What is refused, in the order of the form. Whether the organisation, region and district
    /// exist, the server knows.
    pub fn refusals(&self) -> Vec<FieldError> {
        let refused = |field: &str, code: Code| Some(FieldError::new(field, code));
        let too_long =
            |field: &str, max: usize| Some(FieldError::new(field, Code::TooLong).with("max", max));
        let found = match self {
            Self::Registered { organisation, .. } if organisation.trim().is_empty() => {
                [refused("workplace", Code::Required), None, None, None]
            }
            Self::Registered { organisation, .. } if organisation.len() > 64 => {
                [refused("workplace", Code::UnknownChoice), None, None, None]
            }
            Self::Registered { .. } => [None, None, None, None],
            Self::ByHand {
                name,
                number,
                region,
                district,
            } => [
                match name.trim().chars().count() {
                    0 => refused("workplace", Code::Required),
                    1..=MAX_ORGANISATION => None,
                    _ => too_long("workplace", MAX_ORGANISATION),
                },
                match employer_number(number) {
                    Ok(_) | Err(Code::Required) => None,
                    Err(code) => refused("workplace_number", code),
                },
                match region.trim().len() {
                    0 => refused("workplace_region", Code::Required),
                    1..=64 => None,
                    _ => refused("workplace_region", Code::UnknownChoice),
                },
                (district.len() > 64)
                    .then(|| FieldError::new("workplace_district", Code::UnknownChoice)),
            ],
        };
        found.into_iter().flatten().collect()
    }
}

/// The first letter of each word and an asterisk for each other letter: enough to know oneself
/// again, not enough to learn somebody's name.
pub fn masked(name: &str) -> String {
    let mut first = true;
    name.chars()
        .map(|letter| {
            let begins = std::mem::replace(&mut first, !letter.is_alphabetic());
            match letter {
                ' ' | '-' => {
                    first = true;
                    letter
                }
                letter if begins && letter.is_alphabetic() => letter,
                _ => {
                    first = false;
                    '*'
                }
            }
        })
        .collect()
}

/// What an adapter sends to a registry. Numbers travel in bodies, never in addresses.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// IIN or BIN, twelve digits.
    pub number: String,
}

/// A registry's answer with status 200.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RegistryAnswer<T> {
    /// The number is known.
    Found {
        /// What is known.
        record: T,
    },
    /// The number is not known.
    NotFound,
}

/// A registry's answer with status 202: it will be ready later.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistryAccepted {
    /// Where to ask for it, below the address of the registry: `answers/4711`.
    pub poll: String,
}

impl RegistryAccepted {
    /// The place to ask at, unless it leads out of the registry's own address.
    pub fn place(&self) -> Option<&str> {
        let place = self.poll.trim_start_matches('/');
        let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'/');
        let good = (1..=200).contains(&place.len()) && place.bytes().all(allowed);
        (good && !place.contains("//")).then_some(place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::field_errors;

    fn record() -> PersonRecord {
        PersonRecord {
            surname: "Бекова".into(),
            first_name: "Әйгерім".into(),
            patronymic: "Маратқызы".into(),
            birth_date: "1990-04-12".into(),
            sex: Some(Sex::Female),
        }
    }

    #[test]
    fn a_masked_name_keeps_first_letters_alone() {
        for (name, shown) in [
            ("Айгерім Бекова", "А****** Б*****"),
            ("Өтеген-Құлұлы", "Ө*****-Қ*****"),
            ("Ә", "Ә"),
            ("O’Connor", "O*******"),
            ("", ""),
        ] {
            assert_eq!(masked(name), shown);
        }
        assert_eq!(record().masked(), "Б***** Ә****** М********");
        let alone = PersonRecord {
            patronymic: String::new(),
            ..record()
        };
        assert_eq!(alone.masked(), "Б***** Ә******");
        assert_eq!(format!("{:?}", record()), "PersonRecord(…)");
    }

    #[test]
    fn a_name_opens_to_who_knows_the_first_name_or_the_date() {
        let reveal = |first_name: &str, birth_date: &str| RevealPerson {
            first_name: first_name.into(),
            birth_date: birth_date.into(),
        };
        for (name, date, fits) in [
            ("Айгерим ", "", true),
            ("ӘЙГЕРІМ", "1990-04-12", true),
            ("", "1990-04-12", true),
            ("Әйгерім", "1990-04-13", false),
            ("Айгул", "1990-04-12", false),
            ("", "", false),
        ] {
            assert_eq!(reveal(name, date).fits(&record()), fits, "{name} {date}");
        }
        let dateless = PersonRecord {
            birth_date: String::new(),
            ..record()
        };
        assert!(!reveal("", "1990-04-12").fits(&dateless));
        assert!(reveal("Ә", "").refusals().is_empty());
        assert_eq!(reveal(" ", "").refusals()[0].code, Code::Required);
        let date = &reveal("", "1990-02-30").refusals()[0];
        assert_eq!(
            (date.field.as_str(), date.code),
            ("birth_date", Code::DateImpossible)
        );
    }

    #[test]
    fn an_employer_has_a_bin_or_an_iin() {
        assert_eq!(
            employer_number("850101-300 005").as_deref(),
            Ok("850101300005")
        );
        assert_eq!(employer_number("850101300006").unwrap_err(), Code::BinForm);
        assert_eq!(employer_number(" ").unwrap_err(), Code::Required);
        let form = LookUpOrganisation {
            number: "12".into(),
        };
        let errors = field_errors(&form.validate().unwrap_err());
        assert_eq!(
            (errors[0].field.as_str(), errors[0].code),
            ("number", Code::BinForm)
        );
    }

    #[test]
    fn an_iin_is_checked_before_anybody_is_asked() {
        for (iin, code) in [
            ("", Code::Required),
            ("123", Code::IinDigits),
            ("850101300006", Code::IinChecksum),
        ] {
            let form = LookUpPerson {
                iin: iin.into(),
                purpose: Purpose::Profile,
            };
            let errors = field_errors(&form.validate().unwrap_err());
            assert_eq!((errors[0].field.as_str(), errors[0].code), ("iin", code));
        }
    }

    #[test]
    fn a_workplace_is_refused_field_by_field() {
        let by_hand = |name: &str, number: &str, region: &str| Workplace::ByHand {
            name: name.into(),
            number: number.into(),
            region: region.into(),
            district: String::new(),
        };
        let refused = |workplace: Workplace| {
            let refusals = workplace.refusals().into_iter();
            refusals
                .map(|error| (error.field, error.code))
                .collect::<Vec<_>>()
        };
        assert_eq!(refused(by_hand("«Үміт» балабақшасы", "", "KZ-75")), []);
        assert_eq!(
            refused(by_hand(" ", "12", "")),
            [
                ("workplace".to_owned(), Code::Required),
                ("workplace_number".to_owned(), Code::BinForm),
                ("workplace_region".to_owned(), Code::Required),
            ]
        );
        let longest = by_hand(&"ә".repeat(MAX_ORGANISATION), "850101300005", "KZ-75");
        assert_eq!(refused(longest), []);
        let longer = by_hand(&"ә".repeat(MAX_ORGANISATION + 1), "", "KZ-75");
        assert_eq!(refused(longer), [("workplace".to_owned(), Code::TooLong)]);
        let registered = |organisation: &str| Workplace::Registered {
            organisation: organisation.into(),
            name: "Мектеп".into(),
            number: String::new(),
        };
        assert_eq!(refused(registered("org-1")), []);
        assert_eq!(
            refused(registered("")),
            [("workplace".to_owned(), Code::Required)]
        );
        let json = serde_json::to_value(registered("org-1")).unwrap();
        assert_eq!(json["way"], "registered");
    }

    #[test]
    fn a_late_answer_is_fetched_from_the_registry_alone() {
        let place = |poll: &str| {
            let accepted = RegistryAccepted { poll: poll.into() };
            accepted.place().map(str::to_owned)
        };
        assert_eq!(place("/answers/47-11").as_deref(), Some("answers/47-11"));
        for bad in ["", "https://other.kz/", "a/../b", "a//b", "a?b=c"] {
            assert_eq!(place(bad), None, "{bad}");
        }
        let answer: RegistryAnswer<PersonRecord> =
            serde_json::from_str(r#"{"state":"not_found"}"#).unwrap();
        assert_eq!(answer, RegistryAnswer::NotFound);
    }
}

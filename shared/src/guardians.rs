//! Consent of a parent or legal representative for a child: wire types and rules. Whether they are a
//! parent, a registry or the staff says, not this file.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use validator::{Validate, ValidationError};

use crate::consents::Language;
use crate::dates::age;
use crate::email::validate_email;
use crate::iin::{Iin, Structure};
use crate::names::validate_name;
use crate::people::PersonName;
use crate::problem::{Code, refuse};
use crate::programmes::Programme;
use crate::requirements::{Facts, Requirement};
use crate::text::fold;
use crate::time::{Instant, KAZAKHSTAN_OFFSET_SECONDS};

/// Full years from which a person agrees alone, and may agree for a child.
pub const OF_AGE: u8 = 18;
/// Days for which a link to a guardian works.
pub const LINK_DAYS: i64 = 7;
/// Wrong names of a child in an hour, for each link and each guardian.
pub const TRIES_AN_HOUR: i64 = 5;
/// Children that one guardian may enter in a day.
pub const CHILDREN_A_DAY: i64 = 20;

/// Whether a guardian has to agree for a person, and who did.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Guarded {
    /// The person is known to be under age today.
    pub needed: bool,
    /// The consent in force.
    pub agreed: Option<Agreed>,
}

impl Guarded {
    /// Nobody has to agree any more.
    pub const fn is_settled(&self) -> bool {
        !self.needed || self.agreed.is_some()
    }
}

/// A consent in force, as the child sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Agreed {
    /// The guardian, "Асель Б.".
    pub guardian: String,
    /// When they agreed.
    pub at: Instant,
}

/// `POST /registration/guardian-link`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AskGuardian {
    /// Where the link is mailed to; empty when the child passes it on.
    #[serde(default)]
    #[validate(custom(function = "validate_optional_email"))]
    pub email: String,
    /// Another link in the place of the open one, which then opens nothing.
    #[serde(default)]
    pub anew: bool,
}

fn validate_optional_email(text: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() {
        return Ok(());
    }
    validate_email(text)
}

/// `GET` and `POST /registration/guardian-link`: how the asking stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuardianWait {
    /// The link that works now.
    pub link: Option<GuardianLink>,
    /// When the last one was refused, and nobody was asked since.
    pub refused_at: Option<Instant>,
}

/// A link for the guardian, as the child sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuardianLink {
    /// The address to pass on; the token stands behind `#`.
    pub address: String,
    /// Since when it is waited.
    pub made_at: Instant,
    /// Until when it works.
    pub expires_at: Instant,
    /// When it was last mailed.
    pub mailed_at: Option<Instant>,
}

/// `POST /guardian-links/look` and `POST /guardian-links/refusal`.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OpenGuardianLink {
    /// What stands behind the `#` of the link.
    pub token: String,
}

/// Who asks for what.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct GuardianLinkView {
    /// Code of the programme.
    pub programme: String,
    /// The child, "Әлия Ө."; empty while the name is not known.
    pub child: String,
    /// Until when the link works.
    pub expires_at: Instant,
    /// Why whoever looks cannot agree now.
    pub obstacle: Option<Code>,
}

/// A tick under a text that could be opened beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Tick {
    /// Version of the text.
    pub version: String,
    /// Language of the page.
    pub language: Language,
    /// The box is ticked.
    pub agreed: bool,
}

fn validate_tick(tick: &Tick) -> Result<(), ValidationError> {
    if tick.agreed {
        Ok(())
    } else {
        Err(refuse(Code::AgreementRequired))
    }
}

/// `POST /guardianships`: whoever is signed in agrees for a child.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize, Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct AgreeAsGuardian {
    /// The child's link; empty for whoever enters a child without one.
    #[serde(default)]
    pub token: String,
    /// The child's IIN as typed.
    #[validate(custom(function = "validate_iin"))]
    pub iin: String,
    /// The child's first name.
    #[validate(custom(function = "validate_name"))]
    pub first_name: String,
    /// User agreement.
    #[validate(custom(function = "validate_tick"))]
    pub terms: Tick,
    /// Privacy policy.
    #[validate(custom(function = "validate_tick"))]
    pub privacy: Tick,
}

fn validate_iin(text: &str) -> Result<(), ValidationError> {
    if text.trim().is_empty() {
        return Err(refuse(Code::Required));
    }
    Iin::parse(text).map(drop).map_err(refuse)
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
personal!(AskGuardian OpenGuardianLink AgreeAsGuardian);

/// How a consent stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum GuardianshipState {
    /// It holds.
    InForce,
    /// The guardian took it back.
    Withdrawn,
    /// The child is of age.
    OfAge,
}

/// A consent for a child, as its guardian sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Guardianship {
    /// By which it is withdrawn.
    pub id: String,
    /// First name of the child.
    pub first_name: String,
    /// IIN of the child, masked.
    pub iin: String,
    /// How it stands.
    pub state: GuardianshipState,
    /// When the guardian agreed.
    pub agreed_at: Instant,
    /// When the child is of age.
    pub ends_at: Instant,
    /// When it was withdrawn.
    pub withdrawn_at: Option<Instant>,
    /// When a registry or the staff confirmed that they are related.
    pub kinship_confirmed_at: Option<Instant>,
}

/// `GET /guardianships`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Guardianships {
    /// Consents, the newest first.
    pub guardianships: Vec<Guardianship>,
    /// Why the person cannot agree for a child now.
    pub obstacle: Option<Code>,
}

/// The birth date in the digits of an IIN.
pub fn born(iin: &Iin) -> Option<Date> {
    match iin.structure() {
        Structure::Ok { birth_date, .. } => Some(birth_date),
        _ => None,
    }
}

/// The age below which a programme asks for a guardian; nothing where it never does. One that asks for a
/// Digital ID does by it.
pub fn consent_age(programme: &Programme) -> Option<u8> {
    let asks =
        programme.asks(Requirement::GuardianConsent) || programme.asks(Requirement::DigitalId);
    asks.then(|| programme.guardian_below.unwrap_or(OF_AGE))
}

/// Whether somebody born on this day is younger than that today.
pub fn is_below(years: u8, birth: Date, today: Date) -> bool {
    age(birth, today) < i16::from(years)
}

/// The birth date of a person, as far as it is known: of the IIN, else as told.
pub fn birth_date(facts: &Facts) -> Option<Date> {
    let number = facts.personal_number.as_ref();
    let told = number.and_then(|number| number.birth_date.as_deref());
    let details = facts.details.as_ref();
    let text = told.or_else(|| details.map(|details| details.birth_date.as_str()))?;
    text.parse().ok()
}

/// The beginning of the birthday of so many years, by the clocks of Kazakhstan. Someone born on
/// 29 February turns a year older on 1 March.
pub fn birthday(birth: Date, years: u8) -> Instant {
    let year = birth.year().saturating_add(i16::from(years));
    let day = Date::new(year, birth.month(), birth.day()).or_else(|_| Date::new(year, 3, 1));
    let midnight = day
        .and_then(|day| jiff::tz::TimeZone::UTC.to_timestamp(day.at(0, 0, 0, 0)))
        .map_or(i64::MAX, jiff::Timestamp::as_microsecond);
    Instant(midnight).plus_seconds(-KAZAKHSTAN_OFFSET_SECONDS)
}

/// The birth date of a child for whom the holder of `own` may agree, or why they may not.
pub fn check_child(iin: &Iin, own: &Iin, today: Date) -> Result<Date, Code> {
    if iin == own {
        return Err(Code::ChildIsOneself);
    }
    let birth = born(iin).filter(|birth| *birth <= today);
    let birth = birth.ok_or(Code::ChildBirthUnknown)?;
    if is_below(OF_AGE, birth, today) {
        Ok(birth)
    } else {
        Err(Code::ChildAdult)
    }
}

/// Whether two first names may be one: case, spaces and Kazakh letters that a keyboard lacks do not
/// tell them apart.
pub fn is_same_name(one: &str, other: &str) -> bool {
    fold(one) == fold(other)
}

/// A name as others see it: "Әлия Ө.".
pub fn short_name(name: &PersonName) -> String {
    let first = name.first_name.trim();
    match name.surname.trim().chars().next() {
        Some(letter) => format!("{first} {letter}."),
        None => first.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;
    use crate::check_digit::control_digit;
    use crate::time::date_in_kazakhstan;

    /// An IIN that begins with these eleven digits.
    fn iin(eleven: &str) -> Iin {
        let text = format!("{eleven}0");
        let digits: Vec<u8> = text.bytes().map(|byte| byte - b'0').collect();
        let control = control_digit(&digits.try_into().unwrap()).unwrap();
        Iin::parse(&format!("{eleven}{control}")).unwrap()
    }

    #[test]
    fn a_child_is_another_person_of_known_age_below_eighteen() {
        let own = iin("85010130001");
        let today = date(2026, 11, 21);
        let check = |eleven: &str| check_child(&iin(eleven), &own, today);
        assert_eq!(check("08112260001"), Ok(date(2008, 11, 22)));
        assert_eq!(check("08112160001"), Err(Code::ChildAdult));
        assert_eq!(check("85010130001"), Err(Code::ChildIsOneself));
        assert_eq!(check("27010160001"), Err(Code::ChildBirthUnknown));
        assert_eq!(check("08133260001"), Err(Code::ChildBirthUnknown));
        assert_eq!(check("08112200001"), Err(Code::ChildBirthUnknown));
    }

    #[test]
    fn the_birthday_begins_where_the_age_does() {
        for birth in [
            date(2008, 11, 22),
            date(2008, 2, 29),
            date(2008, 12, 31),
            date(1999, 1, 1),
        ] {
            let begins = birthday(birth, OF_AGE);
            let on = |at: Instant| is_below(OF_AGE, birth, date_in_kazakhstan(at));
            assert!(!on(begins), "{birth}");
            assert!(on(begins.plus_seconds(-1)), "{birth}");
        }
    }

    #[test]
    fn names_are_compared_as_people_type_them() {
        assert!(is_same_name(" алия ", "Әлия"));
        assert!(is_same_name("АННА  мария", "Анна Мария"));
        assert!(!is_same_name("Алия", "Алина"));
        let name = |surname: &str, first: &str| PersonName {
            surname: surname.to_owned(),
            first_name: first.to_owned(),
            patronymic: "Іңкәрқызы".to_owned(),
        };
        assert_eq!(short_name(&name("Өтеғұлова", "Әлия")), "Әлия Ө.");
        assert_eq!(short_name(&name("", "Әлия")), "Әлия");
    }

    #[test]
    fn what_is_personal_is_not_shown() {
        let form = AgreeAsGuardian {
            iin: "850101300019".to_owned(),
            ..AgreeAsGuardian::default()
        };
        assert_eq!(format!("{form:?}"), "AgreeAsGuardian(…)");
        let errors = crate::problem::field_errors(&form.validate().unwrap_err());
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["first_name", "iin", "privacy", "terms"]);
    }
}

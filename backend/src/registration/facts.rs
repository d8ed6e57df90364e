//! Kinds and sources of facts, as the database names them.

/// What a fact is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FactKind {
    /// Country code.
    Citizenship,
    /// IIN or passport; sealed.
    PersonalNumber,
    /// E-mail address.
    Email,
    /// The address whose code was entered.
    EmailProved,
    /// Answer about biometrics.
    Biometrics,
    /// Which document will be shown.
    DocumentKind,
    /// Name.
    Name,
    /// Sex, birth date, region, phone.
    Details,
    /// Contingent and place of education.
    Study,
    /// Contact phone.
    Phone,
    /// Mobile number that is to be the login; sealed.
    Mobile,
    /// Confirmed data of the identity document; sealed.
    DocumentData,
    /// A PIN was set, or is not wanted.
    PinSettled,
}

impl FactKind {
    /// The code in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Citizenship => "citizenship",
            Self::PersonalNumber => "personal_number",
            Self::Email => "email",
            Self::EmailProved => "email_proved",
            Self::Biometrics => "biometrics",
            Self::DocumentKind => "document_kind",
            Self::Name => "name",
            Self::Details => "details",
            Self::Study => "study",
            Self::Phone => "phone",
            Self::Mobile => "mobile",
            Self::DocumentData => "document_data",
            Self::PinSettled => "pin_settled",
        }
    }
}

/// Who says so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The person typed it.
    Typed,
}

impl Source {
    /// The code in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Typed => "typed",
        }
    }
}

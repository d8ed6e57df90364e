//! Every way a call or a field can fail: a stable code that owns its HTTP status.
//!
//! No words for people here: the page and the mails translate codes, and a code without a
//! translation does not compile there.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $status:literal;)+) => {
        /// A stable reason. Codes are never renamed; a new reason is a new code.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Code {
            $($(#[doc = $doc])+ #[serde(rename = $text)] $name,)+
        }

        impl Code {
            /// Every code, in the order of this file.
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// The code as it stands on the wire.
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$name => $text,)+ }
            }

            /// The HTTP status that goes with the code when it is the answer to a call.
            pub const fn status(self) -> u16 {
                match self { $(Self::$name => $status,)+ }
            }

            /// The code of this text, or `None` when there is no such code.
            pub fn from_text(text: &str) -> Option<Self> {
                match text { $($text => Some(Self::$name),)+ _ => None }
            }
        }
    };
}

codes! {
    // Calls
    /// The body is not what the call takes (not JSON, wrong type, missing part).
    BadRequest = "bad_request", 400;
    /// The session is missing or has ended.
    SignInRequired = "sign_in_required", 401;
    /// E-mail or password is wrong; the same words whether the account exists or not.
    CredentialsWrong = "credentials_wrong", 401;
    /// The first password that was mailed is too old; recovery makes a new one.
    FirstPasswordExpired = "first_password_expired", 401;
    /// The passkey is unknown here, or the device's answer is not the one that was asked for.
    PasskeyRefused = "passkey_refused", 401;
    /// The device's answer is not the one that was asked for, or it has no key.
    PinRefused = "pin_refused", 401;
    /// The PIN of this device opens nothing any more.
    PinEnded = "pin_ended", 401;
    /// The call came from another site or without the page's header.
    ForeignOrigin = "foreign_origin", 403;
    /// There is nothing at this address.
    NotFound = "not_found", 404;
    /// The address exists, the method does not.
    MethodNotAllowed = "method_not_allowed", 405;
    /// The same call is still being worked on (idempotency key).
    InProgress = "in_progress", 409;
    /// An earlier step of the registration is not done yet.
    StepOutOfOrder = "step_out_of_order", 409;
    /// The registration is finished; change data in the cabinet.
    RegistrationFinished = "registration_finished", 409;
    /// The e-mail is proved and is the login now; it is changed in the cabinet.
    EmailFixed = "email_fixed", 409;
    /// The mobile number is proved and is the login now.
    MobileFixed = "mobile_fixed", 409;
    /// The mobile number opens a Digital ID of another account.
    MobileTaken = "mobile_taken", 409;
    /// The account has no e-mail yet, and this needs one.
    EmailMissing = "email_missing", 409;
    /// The link is for the browser in which its person is signed in.
    LinkElsewhere = "link_elsewhere", 409;
    /// The account has as many passkeys as there can be.
    PasskeysFull = "passkeys_full", 409;
    /// The account has a PIN on as many devices as there can be.
    PinDevicesFull = "pin_devices_full", 409;
    /// The text has a newer version; read it and accept it anew.
    TextChanged = "text_changed", 409;
    /// The link of a letter is used up, too old or cut short.
    LinkUseless = "link_useless", 410;
    /// A phone has opened this code already.
    ErrandTaken = "errand_taken", 409;
    /// The code for a phone is none of ours, or cut short.
    ErrandUnknown = "errand_unknown", 410;
    /// The code for a phone, or the time of the phone, is over.
    ErrandExpired = "errand_expired", 410;
    /// The computer, the phone or a newer code has ended it, or the computer has signed out.
    ErrandCancelled = "errand_cancelled", 410;
    /// The phone has handed the step in.
    ErrandDone = "errand_done", 410;
    /// The link that proves an address is too old; another one can be sent to the same address.
    LinkExpired = "link_expired", 410;
    /// The body is larger than the call takes.
    TooLarge = "too_large", 413;
    /// The content type is not one the call takes.
    MediaType = "media_type", 415;
    /// One or more fields are refused; see `errors`.
    Invalid = "invalid", 422;
    /// Too many calls from here; `retry_after` says the seconds.
    TooManyRequests = "too_many_requests", 429;
    /// Too many sign-in attempts; `retry_after` says the seconds.
    SignInPaused = "sign_in_paused", 429;
    /// A code was sent less than a minute ago; `retry_after` says the seconds.
    ResendTooEarly = "resend_too_early", 429;
    /// The number of codes for this address is used up; `retry_after` says the seconds.
    SendingLimit = "sending_limit", 429;
    /// An SMS was sent less than a minute ago; `retry_after` says the seconds.
    SmsTooEarly = "sms_too_early", 429;
    /// The number of messages for this number is used up; `retry_after` says the seconds.
    SmsLimit = "sms_limit", 429;
    /// Too many wrong codes; `retry_after` says the seconds.
    CodeTriesUsed = "code_tries_used", 429;
    /// Too many different people were looked up today; `retry_after` says the seconds.
    LookUpLimit = "look_up_limit", 429;
    /// Too many wrong guesses at a masked name today; `retry_after` says the seconds.
    LookUpMisses = "look_up_misses", 429;
    /// A fault of ours; only the request id is told.
    Internal = "internal", 500;
    /// The program cannot answer now; try again.
    Unavailable = "unavailable", 503;
    /// This installation sends no SMS.
    SmsAbsent = "sms_absent", 503;
    /// The messages of the day are used up; `retry_after` says the seconds.
    SmsBudget = "sms_budget", 503;
    /// The page could not reach the server (made by the page only).
    Network = "network", 503;

    // Any field
    /// The field is empty.
    Required = "required", 422;
    /// The text is longer than `max` characters.
    TooLong = "too_long", 422;
    /// The choice is not in the list.
    UnknownChoice = "unknown_choice", 422;

    /// The answer belongs to a question that this form does not ask.
    NotAsked = "not_asked", 422;
    /// The year is not four digits.
    YearForm = "year_form", 422;
    /// The year is not between `min` and `max`.
    YearOutside = "year_outside", 422;
    /// The score is not written as one: digits, at most one after the point.
    ScoreForm = "score_form", 422;
    /// The certificate has no such score; `min` and `max` say which ones it has.
    ScoreOutside = "score_outside", 422;
    /// Scores of the certificate go by `step`.
    ScoreStep = "score_step", 422;

    // Applications
    /// The last year is before the first.
    YearsReversed = "years_reversed", 422;
    /// The validity has ended; there is a tick for that.
    ValidityPast = "validity_past", 422;
    /// The subject is taken in one language only.
    LanguageFixed = "language_fixed", 422;
    /// The category of participants may not take this pair of subjects.
    PairNotAllowed = "pair_not_allowed", 422;
    /// The sitting has no free seat any more.
    SittingFull = "sitting_full", 422;
    /// The sitting has begun.
    SittingBegun = "sitting_begun", 422;
    /// Another exam of the person is at the same time.
    SittingClash = "sitting_clash", 422;
    /// The campaign does not take applications yet.
    CampaignNotOpen = "campaign_not_open", 409;
    /// The campaign does not take applications any more.
    CampaignClosed = "campaign_closed", 409;
    /// Applications of the campaign cannot be changed any more.
    EditsClosed = "edits_closed", 409;
    /// People of this contingent do not apply in this campaign.
    ContingentNotAllowed = "contingent_not_allowed", 409;
    /// The person has an application in this campaign.
    AlreadyApplied = "already_applied", 409;
    /// A repeated attempt is paid before it is applied for, and no payment waits.
    RepeatUnpaid = "repeat_unpaid", 409;
    /// The order is not waiting for money: it is paid, annulled or cancelled.
    NotPayable = "not_payable", 409;
    /// This way to pay is not open here.
    WayClosed = "way_closed", 409;
    /// The bank does not answer; nothing was charged by this call.
    BankSilent = "bank_silent", 503;
    /// The account is not one of Kazakhstan with right check digits.
    IbanWrong = "iban_wrong", 422;
    /// There is no money of this payment that could be given back now.
    NothingToRefund = "nothing_to_refund", 409;
    /// This answer stays as it was submitted in this campaign.
    AnswerFixed = "answer_fixed", 422;
    /// Place and time stay as they were chosen in this campaign.
    MoveClosed = "move_closed", 422;
    /// The person did not come without a good reason: no second application in this campaign.
    NoShow = "no_show", 409;
    /// The attempts of this calendar year are used up.
    AttemptsUsed = "attempts_used", 409;
    /// The application was changed in another window since it was opened.
    ChangedElsewhere = "changed_elsewhere", 409;
    /// The application has ended; it stays in the history.
    ApplicationEnded = "application_ended", 409;
    /// The sitting has free seats: nobody waits, one applies.
    SeatsFree = "seats_free", 409;
    /// The person waits for a seat of this campaign already.
    AlreadyWaiting = "already_waiting", 409;
    /// The application costs something: paying is what confirms it.
    PaymentDue = "payment_due", 409;
    /// There is no ticket: the application is not submitted, or has no seat.
    TicketNotReady = "ticket_not_ready", 409;
    /// An exam is ahead, and the account is needed for it.
    ExamAhead = "exam_ahead", 409;
    /// Money of this person pays nothing or is on its way back; the account is needed for that.
    MoneyWaits = "money_waits", 409;

    // Guardians
    /// Who agrees for a child has no Digital ID yet.
    GuardianIdMissing = "guardian_id_missing", 409;
    /// Who agrees for a child has not shown a document.
    GuardianDocumentMissing = "guardian_document_missing", 409;
    /// Who agrees for a child is not known to be of age.
    GuardianNotAdult = "guardian_not_adult", 409;
    /// A child does not agree for itself.
    GuardianOwnSession = "guardian_own_session", 409;
    /// Nobody has to agree for this person here.
    GuardianNotNeeded = "guardian_not_needed", 409;
    /// The link was answered already.
    GuardianLinkUsed = "guardian_link_used", 410;
    /// The link is too old.
    GuardianLinkExpired = "guardian_link_expired", 410;
    /// The child has made another link in its place.
    GuardianLinkReplaced = "guardian_link_replaced", 410;
    /// The IIN is the own one.
    ChildIsOneself = "child_is_oneself", 422;
    /// The child is of age and agrees alone.
    ChildAdult = "child_adult", 422;
    /// The IIN tells no birth date.
    ChildBirthUnknown = "child_birth_unknown", 422;
    /// IIN or first name is not of the child whose link it is; `tries_left` when two or fewer remain.
    ChildDiffers = "child_differs", 422;
    /// An exam of a child is ahead, and its guardian's account is needed for it.
    ChildExamAhead = "child_exam_ahead", 409;
    /// Too many wrong names or too many children; `retry_after` says the seconds.
    ChildTriesUsed = "child_tries_used", 429;

    // Sharing
    /// There is no Digital ID to share yet.
    DigitalIdMissing = "digital_id_missing", 409;
    /// The request was answered otherwise, or taken back.
    SharingEnded = "sharing_ended", 409;
    /// An application of the programme is not decided yet.
    SharingInUse = "sharing_in_use", 409;

    // Consents
    /// The text was not opened and marked as read before it was accepted.
    TextNotRead = "text_not_read", 422;
    /// The agreement is not ticked.
    AgreementRequired = "agreement_required", 422;

    // Personal number
    /// The IIN is not 12 digits.
    IinDigits = "iin_digits", 422;
    /// The control digit of the IIN does not fit (source: domain, IIN 1.2).
    IinChecksum = "iin_checksum", 422;
    /// The passport number has characters other than Latin letters and digits, or a wrong length.
    PassportForm = "passport_form", 422;

    // E-mail and code
    /// The e-mail address is not well formed.
    EmailForm = "email_form", 422;
    /// The code is not six digits.
    CodeDigits = "code_digits", 422;
    /// The code is incorrect or too old; `tries_left` when two or fewer remain.
    CodeWrong = "code_wrong", 422;

    // Password
    /// Shorter than `min` characters.
    PasswordShort = "password_short", 422;
    /// Longer than `max` characters.
    PasswordLong = "password_long", 422;
    /// On the list of common passwords.
    PasswordCommon = "password_common", 422;
    /// Guessable in few tries.
    PasswordWeak = "password_weak", 422;
    /// Contains the person's own IIN, e-mail or phone.
    PasswordOwnData = "password_own_data", 422;
    /// The password that was asked again is not the account's.
    PasswordWrong = "password_wrong", 422;
    /// The new password is the one that was mailed.
    PasswordSame = "password_same", 422;
    /// The new address is the one in use.
    EmailSame = "email_same", 422;
    /// The two fields differ.
    PasswordMismatch = "password_mismatch", 422;

    // PIN
    /// The PIN is not four digits.
    PinDigits = "pin_digits", 422;
    /// One digit four times.
    PinRepeats = "pin_repeats", 422;
    /// Digits in a row, up or down.
    PinRun = "pin_run", 422;
    /// Two digits twice.
    PinPairs = "pin_pairs", 422;
    /// The person's year of birth.
    PinBirthYear = "pin_birth_year", 422;
    /// The end of the person's IIN, document or phone.
    PinTail = "pin_tail", 422;
    /// The two fields differ.
    PinMismatch = "pin_mismatch", 422;
    /// The PIN is not the one of this device; `tries_left` remain.
    PinWrong = "pin_wrong", 422;

    // Person
    /// A name has something other than letters, marks, space, hyphen, apostrophe.
    NameLetters = "name_letters", 422;
    /// Known from a finished registration: staff corrects it.
    CorrectedByStaff = "corrected_by_staff", 422;
    /// There is no such day in the calendar.
    DateImpossible = "date_impossible", 422;
    /// The date is in the future.
    DateFuture = "date_future", 422;
    /// The date is more than 120 years ago.
    DateTooOld = "date_too_old", 422;
    /// The phone number is not one.
    PhoneForm = "phone_form", 422;
    /// A number of Kazakhstan that is not mobile.
    PhoneNotMobile = "phone_not_mobile", 422;
    /// A number of another country, where our messages may not arrive.
    MobileForeign = "mobile_foreign", 422;
    /// The BIN is not well formed or its control digit does not fit.
    BinForm = "bin_form", 422;

    /// First name or birth date is not the one in the registry; `tries_left` guesses remain.
    RevealWrong = "reveal_wrong", 422;

    // Documents
    /// The validity of the document has ended.
    DocumentExpired = "document_expired", 422;
    /// The document would be older than its holder.
    IssuedBeforeBirth = "issued_before_birth", 422;
    /// There is a newer picture of the document than the data that were shown.
    ReadingOutdated = "reading_outdated", 409;

    // Pictures
    /// The file is empty.
    PictureEmpty = "picture_empty", 422;
    /// The file is not a JPEG, PNG or WebP picture.
    PictureFormat = "picture_format", 422;
    /// The picture is damaged or cut short.
    PictureDamaged = "picture_damaged", 422;
    /// More than 40 megapixels.
    PictureTooLarge = "picture_too_large", 422;
    /// Fewer pixels than 480 on the short side.
    PictureTooSmall = "picture_too_small", 422;
    /// A moving picture.
    PictureAnimated = "picture_animated", 422;
    /// The very same file was refused before.
    PictureRepeated = "picture_repeated", 422;
    /// No face is seen.
    FaceNone = "face_none", 422;
    /// More than one face is seen.
    FaceSeveral = "face_several", 422;
    /// The face is too small in the picture.
    FaceSmall = "face_small", 422;
    /// The face is cut by the edge or far from the centre.
    FaceOffCentre = "face_off_centre", 422;
    /// The face is turned or tilted.
    FaceTurned = "face_turned", 422;
    /// Too dark.
    PictureDark = "picture_dark", 422;
    /// Too bright.
    PictureBright = "picture_bright", 422;
    /// Not sharp.
    PictureBlurred = "picture_blurred", 422;
    /// No document is seen.
    DocumentNone = "document_none", 422;
    /// A light spot covers a part of the document.
    DocumentGlare = "document_glare", 422;
    /// The document fills too little of the picture.
    DocumentSmall = "document_small", 422;

    // Check of movements
    /// The challenge was answered already.
    ChallengeUsed = "challenge_used", 409;
    /// The challenge is too old, or another one took its place.
    ChallengeExpired = "challenge_expired", 410;
    /// Five goes in a row failed; `retry_after` says the seconds.
    MovementPaused = "movement_paused", 429;
    /// A person looks only after three goes that failed, and at the last of them.
    ReviewTooEarly = "review_too_early", 409;
    /// Fewer frames than can be judged.
    ClipShort = "clip_short", 422;
    /// More frames than are taken.
    ClipLong = "clip_long", 422;
    /// The times of the frames do not grow, or do not fit to when the challenge was made.
    ClipTimes = "clip_times", 422;
    /// A frame is damaged or no picture.
    ClipDamaged = "clip_damaged", 422;
    /// The frames are not all of one size.
    ClipMixed = "clip_mixed", 422;
    /// The face was never steady in the oval.
    MovementNotPlaced = "movement_not_placed", 422;
    /// Another movement came before the one that was asked.
    MovementWrong = "movement_wrong", 422;
    /// A second face came in.
    MovementSecondFace = "movement_second_face", 422;
    /// The face was away for too long.
    MovementLost = "movement_lost", 422;
    /// The recording is not of one piece.
    MovementJump = "movement_jump", 422;
    /// A movement took too long.
    MovementSlow = "movement_slow", 422;
    /// Nothing moved.
    MovementStill = "movement_still", 422;
    /// The person went too far away or too near.
    MovementSize = "movement_size", 422;
    /// The recording, or a part of it, was sent before.
    MovementReplayed = "movement_replayed", 422;
}

/// The texts as they are on the wire: a derived document would have the names of the variants.
#[cfg(feature = "openapi")]
impl utoipa::PartialSchema for Code {
    fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
        utoipa::openapi::ObjectBuilder::new()
            .schema_type(utoipa::openapi::schema::Type::String)
            .description(Some("A stable reason"))
            .enum_values(Some(Self::ALL.iter().map(|code| code.as_str())))
            .into()
    }
}

#[cfg(feature = "openapi")]
impl utoipa::ToSchema for Code {}

impl std::fmt::Display for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(self.as_str())
    }
}

/// Figures that belong to an error (`min`, `max`, `tries_left`, …), as text.
pub type Params = BTreeMap<String, String>;

/// A refusal of one field.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FieldError {
    /// Name of the field in the request.
    pub field: String,
    /// Why it is refused.
    pub code: Code,
    /// Figures for the words.
    #[serde(default, skip_serializing_if = "Params::is_empty")]
    pub params: Params,
}

impl FieldError {
    /// A refusal without figures.
    pub fn new(field: &str, code: Code) -> Self {
        Self {
            field: field.to_owned(),
            code,
            params: Params::new(),
        }
    }

    /// The same with one figure more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.params.insert(name.to_owned(), value.to_string());
        self
    }
}

/// The body of every failed call: `application/problem+json` (RFC 9457).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Problem {
    /// `/problems/<code>`.
    #[serde(rename = "type")]
    pub kind: String,
    /// The code in words for developers; never shown to applicants.
    pub title: String,
    /// HTTP status.
    pub status: u16,
    /// The stable reason.
    pub code: Code,
    /// Refused fields, in the order of the form.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<FieldError>,
    /// Seconds until another try makes sense.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<i64>,
    /// To be told to support.
    #[serde(default)]
    pub request_id: String,
}

impl Problem {
    /// The problem of a code, without fields.
    pub fn new(code: Code) -> Self {
        Self {
            kind: format!("/problems/{code}"),
            title: code.as_str().replace('_', " "),
            status: code.status(),
            code,
            errors: Vec::new(),
            retry_after: None,
            request_id: String::new(),
        }
    }

    /// Refused fields as one problem.
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        Self {
            errors,
            ..Self::new(Code::Invalid)
        }
    }
}

/// Turns what `validator` found into field errors. The code of a `ValidationError` is the text of
/// a [`Code`]; its params are taken over, without the refused value itself.
pub fn field_errors(errors: &validator::ValidationErrors) -> Vec<FieldError> {
    let mut found: Vec<FieldError> = errors
        .field_errors()
        .into_iter()
        .flat_map(|(field, errors)| {
            errors.iter().map(move |error| {
                let code = Code::from_text(&error.code).unwrap_or(Code::BadRequest);
                let mut refusal = FieldError::new(&field, code);
                for (name, value) in error.params.iter().filter(|(name, _)| *name != "value") {
                    let value = value
                        .as_str()
                        .map_or_else(|| value.to_string(), str::to_owned);
                    refusal.params.insert(name.to_string(), value);
                }
                refusal
            })
        })
        .collect();
    found.sort_by(|a, b| a.field.cmp(&b.field).then(a.code.cmp(&b.code)));
    found
}

/// A `validator` error that carries a [`Code`].
pub fn refuse(code: Code) -> validator::ValidationError {
    validator::ValidationError::new(code.as_str())
}

/// The same with one figure.
pub fn refuse_with(code: Code, name: &'static str, value: usize) -> validator::ValidationError {
    let mut error = refuse(code);
    error.add_param(name.into(), &value);
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_unique_and_come_back() {
        let mut seen = std::collections::BTreeSet::new();
        for code in Code::ALL {
            assert!(seen.insert(code.as_str()), "{code} twice");
            assert_eq!(Code::from_text(code.as_str()), Some(*code));
            assert!((400..600).contains(&code.status()));
            let json = serde_json::to_string(code).unwrap();
            assert_eq!(json, format!("\"{code}\""));
        }
    }
}

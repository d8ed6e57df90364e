//! The one place that words refusals. A code without words does not compile.

use shared::problem::{Code, FieldError, Params, Problem};

use crate::say;

/// A failed call in words.
pub fn words_of(problem: &Problem) -> String {
    let mut params = problem_params(problem);
    let code = match (problem.code, problem.errors.first()) {
        (Code::Invalid, Some(error)) => return words_of_field(error),
        (code, _) => code,
    };
    params
        .entry("wait".to_owned())
        .or_insert_with(|| "60".to_owned());
    words(code, &params)
}

fn problem_params(problem: &Problem) -> Params {
    let wait = problem
        .retry_after
        .map(|seconds| ("wait".to_owned(), seconds.to_string()));
    wait.into_iter().collect()
}

/// A refused field in words that name the field and the remedy.
pub fn words_of_field(error: &FieldError) -> String {
    match error.code {
        Code::Required => required(&error.field),
        Code::DateFuture if error.field == "certificate_date" => say!(problems.certificate_future),
        Code::UnknownChoice => choice(&error.field),
        code => words(code, &error.params),
    }
}

fn required(field: &str) -> String {
    match field {
        "number" => say!(problems.required_number),
        "iin" | "holder_iin" => say!(problems.iin_digits),
        "workplace" => say!(problems.required_workplace),
        "iban" => say!(problems.iban_wrong),
        "bank" => say!(problems.required_bank),
        "holder_surname" => say!(problems.required_holder_surname),
        "holder_first_name" => say!(problems.required_holder_first_name),
        "workplace_number" => say!(problems.bin_form),
        "email" => say!(problems.required_email),
        "code" => say!(problems.required_code),
        "password" | "current" => say!(problems.required_password),
        "confirmation" => say!(problems.required_confirmation),
        "surname" => say!(problems.required_surname),
        "first_name" => say!(problems.required_first_name),
        "birth_date" => say!(problems.required_birth_date),
        "expires" => say!(problems.required_expires),
        "phone" => say!(problems.required_phone),
        "picture" => say!(problems.required_picture),
        other => choice(other),
    }
}

fn choice(field: &str) -> String {
    match field {
        "country" => say!(problems.choose_country),
        "sex" => say!(problems.choose_sex),
        "region" => say!(problems.choose_region),
        "contingent" => say!(problems.choose_contingent),
        "place" | "other_place" => say!(problems.choose_place),
        "document" => say!(problems.choose_document),
        "workplace" => say!(problems.required_workplace),
        "workplace_region" => say!(problems.choose_workplace_region),
        "workplace_district" => say!(problems.choose_workplace_district),
        "service" => say!(problems.choose_service),
        "kind" => say!(problems.choose_kind),
        "specialty" | "specialty_text" => say!(problems.choose_specialty),
        "study_from" => say!(problems.required_study_from),
        "study_to" => say!(problems.required_study_to),
        "qualification_now" => say!(problems.choose_qualification_now),
        "qualification_until" => say!(problems.required_qualification_until),
        "qualification_sought" => say!(problems.choose_qualification_sought),
        "attendance" => say!(problems.choose_attendance),
        "participant" => say!(problems.choose_participant),
        "school" => say!(problems.required_school),
        "grade" => say!(problems.choose_grade),
        "graduated_from" => say!(problems.required_graduated_from),
        "graduated_in" => say!(problems.required_graduated_in),
        "university" => say!(problems.required_university),
        "study_form" => say!(problems.choose_study_form),
        "programme_group" => say!(problems.required_programme_group),
        "certificate_number" => say!(problems.required_certificate_number),
        "certificate_date" => say!(problems.required_certificate_date),
        "special_conditions" => say!(problems.choose_special_conditions),
        "subject_pair" => say!(problems.choose_subject_pair),
        "foreign_language" => say!(problems.choose_foreign_language),
        "sitting" => say!(problems.choose_sitting),
        block if block.ends_with("_subject") => say!(problems.choose_subject),
        language if language.ends_with("language") => say!(problems.choose_language),
        _ => say!(problems.required),
    }
}

/// A reason in words, with its figures.
#[expect(
    clippy::too_many_lines,
    reason = "every code, so that a new one does not compile"
)]
pub fn words(code: Code, params: &Params) -> String {
    match code {
        Code::BadRequest
        | Code::ForeignOrigin
        | Code::NotFound
        | Code::MethodNotAllowed
        | Code::InProgress
        | Code::StepOutOfOrder
        | Code::ReadingOutdated
        | Code::RegistrationFinished
        | Code::EmailFixed
        | Code::TextChanged
        | Code::LinkUseless
        | Code::LinkExpired
        | Code::ErrandTaken
        | Code::ErrandUnknown
        | Code::ErrandExpired
        | Code::ErrandCancelled
        | Code::ErrandDone
        | Code::Invalid
        | Code::Internal
        | Code::Unavailable
        | Code::Network => of_a_call(code),
        Code::SignInRequired
        | Code::CredentialsWrong
        | Code::FirstPasswordExpired
        | Code::PasskeyRefused
        | Code::PasskeysFull
        | Code::PinRefused
        | Code::PinEnded
        | Code::PinDevicesFull
        | Code::TooManyRequests
        | Code::SignInPaused
        | Code::ResendTooEarly
        | Code::SendingLimit
        | Code::CodeTriesUsed
        | Code::LookUpLimit
        | Code::LookUpMisses
        | Code::CodeDigits
        | Code::CodeWrong
        | Code::PasswordShort
        | Code::PasswordLong
        | Code::PasswordCommon
        | Code::PasswordWeak
        | Code::PasswordOwnData
        | Code::PasswordWrong
        | Code::EmailSame
        | Code::PasswordSame
        | Code::PasswordMismatch => of_an_account(code, params),
        Code::PinDigits
        | Code::PinRepeats
        | Code::PinRun
        | Code::PinPairs
        | Code::PinBirthYear
        | Code::PinTail
        | Code::PinMismatch
        | Code::PinWrong => of_a_pin(code, params),
        Code::Required
        | Code::TooLong
        | Code::UnknownChoice
        | Code::TextNotRead
        | Code::AgreementRequired
        | Code::IinDigits
        | Code::IinChecksum
        | Code::PassportForm
        | Code::DocumentExpired
        | Code::IssuedBeforeBirth
        | Code::EmailForm
        | Code::NameLetters
        | Code::CorrectedByStaff
        | Code::DateImpossible
        | Code::DateFuture
        | Code::DateTooOld
        | Code::PhoneForm
        | Code::PhoneNotMobile
        | Code::BinForm
        | Code::RevealWrong => of_a_field(code, params),
        Code::NotAsked
        | Code::YearForm
        | Code::YearOutside
        | Code::ScoreForm
        | Code::ScoreOutside
        | Code::ScoreStep
        | Code::YearsReversed
        | Code::ValidityPast
        | Code::LanguageFixed
        | Code::PairNotAllowed
        | Code::SittingFull
        | Code::SittingBegun
        | Code::SittingClash
        | Code::CampaignNotOpen
        | Code::CampaignClosed
        | Code::EditsClosed
        | Code::ContingentNotAllowed
        | Code::AlreadyApplied
        | Code::RepeatUnpaid
        | Code::AttemptsUsed
        | Code::ChangedElsewhere
        | Code::ApplicationEnded
        | Code::AnswerFixed
        | Code::MoveClosed
        | Code::NoShow
        | Code::SeatsFree
        | Code::AlreadyWaiting
        | Code::PaymentDue
        | Code::TicketNotReady
        | Code::ExamAhead => of_an_application(code, params),
        Code::GuardianIdMissing
        | Code::GuardianDocumentMissing
        | Code::GuardianNotAdult
        | Code::GuardianOwnSession
        | Code::GuardianNotNeeded
        | Code::GuardianLinkUsed
        | Code::GuardianLinkExpired
        | Code::GuardianLinkReplaced
        | Code::ChildIsOneself
        | Code::ChildAdult
        | Code::ChildBirthUnknown
        | Code::ChildDiffers
        | Code::ChildExamAhead
        | Code::DigitalIdMissing
        | Code::SharingEnded
        | Code::SharingInUse
        | Code::ChildTriesUsed => of_a_guardian(code, params),
        Code::MobileFixed
        | Code::MobileTaken
        | Code::MobileForeign
        | Code::EmailMissing
        | Code::LinkElsewhere
        | Code::SmsTooEarly
        | Code::SmsLimit
        | Code::SmsAbsent
        | Code::SmsBudget => of_a_mobile(code, params),
        Code::NotPayable
        | Code::WayClosed
        | Code::BankSilent
        | Code::IbanWrong
        | Code::MoneyWaits
        | Code::NothingToRefund => of_money(code),
        Code::TooLarge
        | Code::MediaType
        | Code::PictureEmpty
        | Code::PictureFormat
        | Code::PictureDamaged
        | Code::PictureTooLarge
        | Code::PictureTooSmall
        | Code::PictureAnimated
        | Code::PictureRepeated
        | Code::FaceNone
        | Code::FaceSeveral
        | Code::FaceSmall
        | Code::FaceOffCentre
        | Code::FaceTurned
        | Code::PictureDark
        | Code::PictureBright
        | Code::PictureBlurred
        | Code::DocumentNone
        | Code::DocumentGlare
        | Code::DocumentSmall => of_a_picture(code),
        Code::ChallengeUsed
        | Code::ChallengeExpired
        | Code::MovementPaused
        | Code::ReviewTooEarly
        | Code::ClipShort
        | Code::ClipLong
        | Code::ClipTimes
        | Code::ClipDamaged
        | Code::ClipMixed
        | Code::MovementNotPlaced
        | Code::MovementWrong
        | Code::MovementSecondFace
        | Code::MovementLost
        | Code::MovementJump
        | Code::MovementSlow
        | Code::MovementStill
        | Code::MovementSize
        | Code::MovementReplayed => of_movements(code, params),
    }
}

fn of_a_call(code: Code) -> String {
    match code {
        Code::Network => say!(problems.network),
        Code::Unavailable => say!(problems.unavailable),
        Code::NotFound => say!(problems.not_found),
        Code::InProgress => say!(problems.in_progress),
        Code::StepOutOfOrder => say!(problems.step_out_of_order),
        Code::ReadingOutdated => say!(problems.reading_outdated),
        Code::RegistrationFinished => say!(problems.registration_finished),
        Code::EmailFixed => say!(problems.email_fixed),
        Code::TextChanged => say!(problems.text_changed),
        Code::LinkUseless => say!(problems.link_useless),
        Code::LinkExpired => say!(problems.link_expired),
        Code::ErrandTaken => say!(problems.errand_taken),
        Code::ErrandUnknown => say!(problems.errand_unknown),
        Code::ErrandExpired => say!(problems.errand_expired),
        Code::ErrandCancelled => say!(problems.errand_cancelled),
        Code::ErrandDone => say!(problems.errand_done),
        Code::ForeignOrigin => say!(problems.foreign_origin),
        _ => say!(problems.internal),
    }
}

fn of_a_mobile(code: Code, params: &Params) -> String {
    match code {
        Code::MobileFixed => say!(problems.mobile_fixed),
        Code::MobileTaken => say!(problems.mobile_taken),
        Code::MobileForeign => say!(problems.mobile_foreign),
        Code::EmailMissing => say!(problems.email_missing),
        Code::LinkElsewhere => say!(problems.link_elsewhere),
        Code::SmsTooEarly => say!(problems.sms_too_early, wait = wait(params)),
        Code::SmsLimit => say!(problems.sms_limit, wait = wait(params)),
        Code::SmsAbsent => say!(problems.sms_absent),
        _ => say!(problems.sms_budget, wait = wait(params)),
    }
}

fn of_an_account(code: Code, params: &Params) -> String {
    match code {
        Code::SignInRequired => say!(problems.sign_in_required),
        Code::CredentialsWrong => say!(problems.credentials_wrong),
        Code::FirstPasswordExpired => say!(problems.first_password_expired),
        Code::PasskeyRefused => say!(problems.passkey_refused),
        Code::PasskeysFull => say!(problems.passkeys_full),
        Code::PinRefused => say!(problems.pin_refused),
        Code::PinEnded => say!(problems.pin_ended),
        Code::PinDevicesFull => say!(problems.pin_devices_full),
        Code::TooManyRequests => say!(problems.too_many_requests, wait = wait(params)),
        Code::SignInPaused => say!(problems.sign_in_paused, wait = wait(params)),
        Code::ResendTooEarly => say!(problems.resend_too_early, wait = wait(params)),
        Code::SendingLimit => say!(problems.sending_limit, wait = wait(params)),
        Code::CodeTriesUsed => say!(problems.code_tries_used, wait = wait(params)),
        Code::LookUpLimit => say!(problems.look_up_limit, wait = wait(params)),
        Code::LookUpMisses => say!(problems.look_up_misses, wait = wait(params)),
        Code::CodeDigits => say!(problems.code_digits),
        Code::CodeWrong => {
            if let Some(left) = params.get("tries_left") {
                say!(problems.code_wrong_tries, left = left.clone())
            } else {
                say!(problems.code_wrong)
            }
        }
        Code::PasswordShort => say!(problems.password_short, min = figure(params, "min", "10")),
        Code::PasswordLong => say!(problems.password_long, max = figure(params, "max", "128")),
        Code::PasswordCommon => say!(problems.password_common),
        Code::PasswordOwnData => say!(problems.password_own_data),
        Code::PasswordMismatch => say!(problems.password_mismatch),
        Code::PasswordWrong => say!(problems.password_wrong),
        Code::EmailSame => say!(problems.email_same),
        Code::PasswordSame => say!(problems.password_same),
        _ => say!(problems.password_weak),
    }
}

fn of_a_pin(code: Code, params: &Params) -> String {
    match code {
        Code::PinRepeats => say!(problems.pin_repeats),
        Code::PinRun => say!(problems.pin_run),
        Code::PinPairs => say!(problems.pin_pairs),
        Code::PinBirthYear => say!(problems.pin_birth_year),
        Code::PinTail => say!(problems.pin_tail),
        Code::PinMismatch => say!(problems.pin_mismatch),
        Code::PinWrong => say!(problems.pin_wrong, left = figure(params, "tries_left", "0")),
        _ => say!(problems.pin_digits),
    }
}

fn of_a_field(code: Code, params: &Params) -> String {
    match code {
        Code::TooLong => say!(problems.too_long, max = figure(params, "max", "200")),
        Code::UnknownChoice => say!(problems.unknown_choice),
        Code::TextNotRead => say!(problems.text_not_read),
        Code::AgreementRequired => say!(problems.agreement_required),
        Code::IinDigits => say!(problems.iin_digits),
        Code::IinChecksum => say!(problems.iin_checksum),
        Code::PassportForm => say!(problems.passport_form),
        Code::DocumentExpired => say!(problems.document_expired),
        Code::IssuedBeforeBirth => say!(problems.issued_before_birth),
        Code::EmailForm => say!(problems.email_form),
        Code::NameLetters => say!(problems.name_letters),
        Code::CorrectedByStaff => say!(problems.corrected_by_staff),
        Code::DateImpossible => say!(problems.date_impossible),
        Code::DateFuture => say!(problems.date_future),
        Code::DateTooOld => say!(problems.date_too_old),
        Code::PhoneForm => say!(problems.phone_form),
        Code::PhoneNotMobile => say!(problems.phone_not_mobile),
        Code::BinForm => say!(problems.bin_form),
        Code::RevealWrong => say!(
            problems.reveal_wrong,
            left = figure(params, "tries_left", "0")
        ),
        _ => say!(problems.required),
    }
}

fn of_an_application(code: Code, params: &Params) -> String {
    match code {
        Code::NotAsked => say!(problems.not_asked),
        Code::YearForm => say!(problems.year_form),
        Code::YearOutside => say!(
            problems.year_outside,
            min = figure(params, "min", "1950"),
            max = figure(params, "max", "2100")
        ),
        Code::ScoreForm => say!(problems.score_form),
        Code::ScoreOutside => say!(
            problems.score_outside,
            min = figure(params, "min", "0"),
            max = figure(params, "max", "0")
        ),
        Code::ScoreStep => say!(problems.score_step, step = figure(params, "step", "1")),
        Code::YearsReversed => say!(problems.years_reversed),
        Code::ValidityPast => say!(problems.validity_past),
        Code::LanguageFixed => say!(problems.language_fixed),
        Code::PairNotAllowed => say!(problems.pair_not_allowed),
        Code::SittingFull => say!(problems.sitting_full),
        Code::SittingBegun => say!(problems.sitting_begun),
        Code::SittingClash => say!(problems.sitting_clash),
        Code::CampaignNotOpen => say!(problems.campaign_not_open),
        Code::CampaignClosed => say!(problems.campaign_closed),
        Code::EditsClosed => say!(problems.edits_closed),
        Code::ContingentNotAllowed => say!(problems.contingent_not_allowed),
        Code::AlreadyApplied => say!(problems.already_applied),
        Code::RepeatUnpaid => say!(problems.repeat_unpaid),
        Code::AttemptsUsed => say!(problems.attempts_used),
        Code::ChangedElsewhere => say!(problems.changed_elsewhere),
        Code::AnswerFixed => say!(problems.answer_fixed),
        Code::MoveClosed => say!(problems.move_closed),
        Code::NoShow => say!(problems.no_show),
        Code::SeatsFree => say!(problems.seats_free),
        Code::AlreadyWaiting => say!(problems.already_waiting),
        Code::PaymentDue => say!(problems.payment_due),
        Code::TicketNotReady => say!(problems.ticket_not_ready),
        Code::ExamAhead => say!(problems.exam_ahead),
        _ => say!(problems.application_ended),
    }
}

fn of_a_picture(code: Code) -> String {
    match code {
        Code::TooLarge => say!(problems.too_large),
        Code::PictureEmpty => say!(problems.picture_empty),
        Code::PictureFormat | Code::MediaType => say!(problems.picture_format),
        Code::PictureTooLarge => say!(problems.picture_too_large),
        Code::PictureTooSmall => say!(problems.picture_too_small),
        Code::PictureAnimated => say!(problems.picture_animated),
        Code::PictureRepeated => say!(problems.picture_repeated),
        Code::FaceNone => say!(problems.face_none),
        Code::FaceSeveral => say!(problems.face_several),
        Code::FaceSmall => say!(problems.face_small),
        Code::FaceOffCentre => say!(problems.face_off_centre),
        Code::FaceTurned => say!(problems.face_turned),
        Code::PictureDark => say!(problems.picture_dark),
        Code::PictureBright => say!(problems.picture_bright),
        Code::PictureBlurred => say!(problems.picture_blurred),
        Code::DocumentNone => say!(problems.document_none),
        Code::DocumentGlare => say!(problems.document_glare),
        Code::DocumentSmall => say!(problems.document_small),
        _ => say!(problems.picture_damaged),
    }
}

fn of_movements(code: Code, params: &Params) -> String {
    match code {
        Code::ChallengeUsed => say!(problems.challenge_used),
        Code::ChallengeExpired => say!(problems.challenge_expired),
        Code::MovementPaused => say!(problems.movement_paused, wait = wait(params)),
        Code::ReviewTooEarly => say!(problems.review_too_early),
        Code::ClipShort => say!(problems.clip_short),
        Code::ClipLong => say!(problems.clip_long),
        Code::ClipTimes => say!(problems.clip_times),
        Code::ClipMixed => say!(problems.clip_mixed),
        Code::MovementNotPlaced => say!(problems.movement_not_placed),
        Code::MovementWrong => say!(problems.movement_wrong),
        Code::MovementSecondFace => say!(problems.movement_second_face),
        Code::MovementLost => say!(problems.movement_lost),
        Code::MovementJump => say!(problems.movement_jump),
        Code::MovementSlow => say!(problems.movement_slow),
        Code::MovementStill => say!(problems.movement_still),
        Code::MovementSize => say!(problems.movement_size),
        Code::MovementReplayed => say!(problems.movement_replayed),
        _ => say!(problems.clip_damaged),
    }
}

fn figure(params: &Params, name: &str, otherwise: &str) -> String {
    params
        .get(name)
        .cloned()
        .unwrap_or_else(|| otherwise.to_owned())
}

/// A wait as it is told: seconds below a minute and a half, minutes below an hour and a half, hours.
fn wait(params: &Params) -> String {
    let seconds: u32 = params
        .get("wait")
        .and_then(|wait| wait.parse().ok())
        .unwrap_or(60);
    if seconds < 90 {
        say!(problems.wait_seconds, count = seconds)
    } else if seconds < 5400 {
        say!(problems.wait_minutes, count = seconds.div_ceil(60))
    } else {
        say!(problems.wait_hours, count = seconds.div_ceil(3600))
    }
}

fn of_a_guardian(code: Code, params: &Params) -> String {
    match code {
        Code::GuardianIdMissing => say!(problems.guardian_id_missing),
        Code::GuardianDocumentMissing => say!(problems.guardian_document_missing),
        Code::GuardianNotAdult => say!(problems.guardian_not_adult),
        Code::GuardianOwnSession => say!(problems.guardian_own_session),
        Code::GuardianNotNeeded => say!(problems.guardian_not_needed),
        Code::GuardianLinkUsed => say!(problems.guardian_link_used),
        Code::GuardianLinkExpired => say!(problems.guardian_link_expired),
        Code::GuardianLinkReplaced => say!(problems.guardian_link_replaced),
        Code::ChildIsOneself => say!(problems.child_is_oneself),
        Code::ChildAdult => say!(problems.child_adult),
        Code::ChildBirthUnknown => say!(problems.child_birth_unknown),
        Code::ChildExamAhead => say!(problems.child_exam_ahead),
        Code::DigitalIdMissing => say!(problems.digital_id_missing),
        Code::SharingEnded => say!(problems.sharing_ended),
        Code::SharingInUse => say!(problems.sharing_in_use),
        Code::ChildTriesUsed => say!(problems.child_tries_used, wait = wait(params)),
        _ => {
            let differs = say!(problems.child_differs);
            let left = params.get("tries_left").cloned();
            left.map_or(differs.clone(), |left| {
                format!(
                    "{differs}. {}",
                    say!(problems.child_tries_left, count = left)
                )
            })
        }
    }
}

fn of_money(code: Code) -> String {
    match code {
        Code::NotPayable => say!(problems.not_payable),
        Code::WayClosed => say!(problems.way_closed),
        Code::BankSilent => say!(problems.bank_silent),
        Code::IbanWrong => say!(problems.iban_wrong),
        Code::MoneyWaits => say!(problems.money_waits),
        _ => say!(problems.nothing_to_refund),
    }
}

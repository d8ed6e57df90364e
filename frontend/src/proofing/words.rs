//! The words of the camera pages for every hint, cause and check, each with its sign. Exhaustive:
//! a new hint without words does not compile.

use shared::documents::DocumentKind;
use shared::problem::Code;
use vision::{DocumentHint, FaceHint, Hint, Stage};

use crate::device::browser::Browser;
use crate::device::camera::CameraError;
use crate::device::image_worker::Progress;
use crate::device::picture::FileError;
use crate::language::Words;
use crate::proofing::advice::{Advice, Spoken, Task};
use crate::proofing::checks::{Aspect, Check};
use crate::proofing::side::Side;
use crate::{say, tr};

/// What the pill on the stage shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pill {
    /// The worker is still being fetched.
    Preparing(Task),
    /// There will be no hints.
    NoHints(Task),
    /// Nothing is seen yet.
    Begin(Task),
    /// Something to correct.
    Advice(Advice),
    /// Good, not yet for long.
    Steady,
    /// Good.
    Good(Task),
    /// The picture is being taken.
    Shooting,
}

impl Pill {
    /// The pill for what the guidance and the worker say.
    pub(super) fn of(task: Task, stage: Stage<Advice>, progress: Progress) -> Self {
        match (stage, progress) {
            (_, Progress::Failed) => Self::NoHints(task),
            (Stage::Searching { hint: None }, Progress::Starting) => Self::Preparing(task),
            (Stage::Searching { hint: None }, Progress::Documents) if task == Task::Face => {
                Self::Preparing(task)
            }
            (Stage::Searching { hint: None }, _) => Self::Begin(task),
            (Stage::Searching { hint: Some(advice) }, _) => Self::Advice(advice),
            (Stage::Steady, _) => Self::Steady,
            (Stage::Green, _) => Self::Good(task),
            (Stage::Countdown { .. } | Stage::Shoot, _) => Self::Shooting,
        }
    }

    /// The sign beside the words.
    pub(super) const fn icon(self) -> Option<&'static str> {
        match self {
            Self::Preparing(_) | Self::Begin(_) => None,
            Self::NoHints(_) => Some("info"),
            Self::Advice(advice) => Some(advice_icon(advice)),
            Self::Steady => Some("clock"),
            Self::Good(_) | Self::Shooting => Some("check"),
        }
    }

    /// The words.
    pub(super) fn words(self) -> String {
        match self {
            Self::Preparing(Task::Face) => say!(proofing.stage.preparing_face),
            Self::Preparing(Task::Document(_)) => say!(proofing.stage.preparing_document),
            Self::NoHints(Task::Face) => say!(proofing.stage.no_hints_face),
            Self::NoHints(Task::Document(_)) => say!(proofing.stage.no_hints_document),
            Self::Begin(Task::Face) => say!(proofing.stage.begin_face),
            Self::Begin(Task::Document(_)) => say!(proofing.stage.begin_document),
            Self::Advice(advice) => advice_words(advice),
            Self::Steady => say!(proofing.stage.steady),
            Self::Good(Task::Face) => say!(proofing.stage.good_face),
            Self::Good(Task::Document(_)) => say!(proofing.stage.good_document),
            Self::Shooting => say!(proofing.stage.shooting),
        }
    }
}

/// What a screen reader says.
pub(super) fn spoken(spoken: Spoken) -> String {
    match spoken {
        Spoken::Advice(advice) => advice_words(advice),
        Spoken::Good => say!(proofing.stage.good_spoken),
        Spoken::Countdown => say!(proofing.stage.countdown_spoken),
    }
}

/// Name of the preview.
pub(super) fn preview(task: Task) -> Words {
    match task {
        Task::Face => tr!(proofing.stage.preview_face),
        Task::Document(_) => tr!(proofing.stage.preview_document),
    }
}

const fn advice_icon(advice: Advice) -> &'static str {
    match advice {
        Advice::Face(FaceHint::NoFace | FaceHint::SeveralFaces | FaceHint::LookStraight) => {
            "person"
        }
        Advice::Face(FaceHint::Closer) | Advice::Document(DocumentHint::Closer) => "plus",
        Advice::Face(FaceHint::Farther) | Advice::Document(DocumentHint::TooClose) => "minus",
        Advice::Face(FaceHint::MoveLeft) => "arrow-left",
        Advice::Face(FaceHint::MoveRight) => "arrow-right",
        Advice::Face(FaceHint::MoveUp) => "arrow-up",
        Advice::Face(FaceHint::MoveDown) => "arrow-down",
        Advice::Face(FaceHint::TooDark | FaceHint::TooBright)
        | Advice::Document(DocumentHint::TooDark | DocumentHint::Glare) => "light",
        Advice::Face(FaceHint::Blurred)
        | Advice::Document(DocumentHint::Blurred | DocumentHint::HoldStill) => "clock",
        Advice::Document(DocumentHint::NoDocument | DocumentHint::Align) => "card",
        Advice::Face(FaceHint::Good) | Advice::Document(DocumentHint::Good) => "check",
    }
}

fn advice_words(advice: Advice) -> String {
    if advice.is_good() {
        return say!(proofing.stage.steady);
    }
    match advice {
        Advice::Face(hint) => face_words(hint),
        Advice::Document(hint) => document_words(hint),
    }
}

pub(super) fn face_words(hint: FaceHint) -> String {
    match hint {
        FaceHint::NoFace => say!(proofing.hint.no_face),
        FaceHint::SeveralFaces => say!(proofing.hint.several_faces),
        FaceHint::Closer => say!(proofing.hint.closer),
        FaceHint::Farther => say!(proofing.hint.farther),
        FaceHint::MoveLeft => say!(proofing.hint.left),
        FaceHint::MoveRight => say!(proofing.hint.right),
        FaceHint::MoveUp => say!(proofing.hint.up),
        FaceHint::MoveDown => say!(proofing.hint.down),
        FaceHint::TooDark => say!(proofing.hint.dark),
        FaceHint::TooBright => say!(proofing.hint.bright),
        FaceHint::LookStraight => say!(proofing.hint.straight),
        FaceHint::Blurred => say!(proofing.hint.blurred),
        FaceHint::Good => say!(proofing.stage.steady),
    }
}

fn document_words(hint: DocumentHint) -> String {
    match hint {
        DocumentHint::NoDocument => say!(proofing.hint.no_document),
        DocumentHint::Closer => say!(proofing.hint.document_closer),
        DocumentHint::TooClose => say!(proofing.hint.document_farther),
        DocumentHint::Align => say!(proofing.hint.align),
        DocumentHint::TooDark => say!(proofing.hint.document_dark),
        DocumentHint::Glare => say!(proofing.hint.glare),
        DocumentHint::Blurred => say!(proofing.hint.document_blurred),
        DocumentHint::HoldStill => say!(proofing.hint.still),
        DocumentHint::Good => say!(proofing.stage.steady),
    }
}

/// A line of the checklist.
pub(super) fn check(check: Check) -> Words {
    match (check.aspect, check.good) {
        (Aspect::OneFace, true) => tr!(proofing.check.one_face),
        (Aspect::OneFace, false) => tr!(proofing.check.one_face_bad),
        (Aspect::Size, true) => tr!(proofing.check.size),
        (Aspect::Size, false) => tr!(proofing.check.size_bad),
        (Aspect::InFrame, true) => tr!(proofing.check.in_frame),
        (Aspect::InFrame, false) => tr!(proofing.check.in_frame_bad),
        (Aspect::NoGlare, true) => tr!(proofing.check.no_glare),
        (Aspect::NoGlare, false) => tr!(proofing.check.no_glare_bad),
        (Aspect::Sharp, true) => tr!(proofing.check.sharp),
        (Aspect::Sharp, false) => tr!(proofing.check.sharp_bad),
        (Aspect::Light, true) => tr!(proofing.check.light),
        (Aspect::Light, false) => tr!(proofing.check.light_bad),
    }
}

/// Why there is no picture: title and explanation.
pub(super) fn trouble(error: CameraError) -> (Words, Words) {
    match error {
        CameraError::Insecure => (
            tr!(proofing.trouble.insecure),
            tr!(proofing.trouble.insecure_text),
        ),
        CameraError::NotSupported => (
            tr!(proofing.trouble.not_supported),
            tr!(proofing.trouble.not_supported_text),
        ),
        CameraError::InAppBrowser => (
            tr!(proofing.trouble.in_app),
            tr!(proofing.trouble.in_app_text),
        ),
        CameraError::RefusedNow => (
            tr!(proofing.trouble.refused_now),
            tr!(proofing.trouble.refused_now_text),
        ),
        CameraError::RefusedForever => (
            tr!(proofing.trouble.refused_forever),
            tr!(proofing.trouble.refused_forever_text),
        ),
        CameraError::Absent => (
            tr!(proofing.trouble.absent),
            tr!(proofing.trouble.absent_text),
        ),
        CameraError::Busy => (tr!(proofing.trouble.busy), tr!(proofing.trouble.busy_text)),
        CameraError::NoFrames => (
            tr!(proofing.trouble.no_frames),
            tr!(proofing.trouble.no_frames_text),
        ),
        CameraError::Other => (
            tr!(proofing.trouble.other),
            tr!(proofing.trouble.other_text),
        ),
    }
}

/// How to allow the camera in a browser, one step a line.
pub(super) fn steps(browser: Browser) -> String {
    match browser {
        Browser::SafariPhone => say!(proofing.steps.safari_phone),
        Browser::SafariComputer => say!(proofing.steps.safari_computer),
        Browser::ChromePhone => say!(proofing.steps.chrome_phone),
        Browser::ChromeComputer => say!(proofing.steps.chrome_computer),
        Browser::FirefoxPhone => say!(proofing.steps.firefox_phone),
        Browser::FirefoxComputer => say!(proofing.steps.firefox_computer),
        Browser::Samsung => say!(proofing.steps.samsung),
        Browser::Other => say!(proofing.steps.other),
    }
}

/// Why a file is of no use.
pub(super) fn file(error: FileError) -> String {
    match error {
        FileError::Empty => say!(proofing.file.empty),
        FileError::TooLarge => say!(proofing.file.too_large),
        FileError::Heic => say!(proofing.file.heic),
        FileError::Unreadable => say!(proofing.file.unreadable),
    }
}

/// What to do differently after a refusal by the server.
pub(super) fn remedy(code: Code) -> String {
    match code {
        Code::FaceNone | Code::FaceOffCentre => say!(proofing.remedy.face),
        Code::FaceSeveral => say!(proofing.remedy.alone),
        Code::FaceSmall => say!(proofing.remedy.closer),
        Code::FaceTurned => say!(proofing.remedy.straight),
        Code::PictureDark => say!(proofing.remedy.light),
        Code::PictureBright => say!(proofing.remedy.bright),
        Code::PictureBlurred => say!(proofing.remedy.still),
        Code::DocumentGlare => say!(proofing.remedy.glare),
        Code::DocumentNone | Code::DocumentSmall | Code::PictureTooSmall => {
            say!(proofing.remedy.fill)
        }
        Code::PictureRepeated => say!(proofing.remedy.another),
        _ => say!(proofing.remedy.general),
    }
}

/// Name of a document.
pub(super) fn document(kind: DocumentKind) -> Words {
    match kind {
        DocumentKind::IdentityCard => tr!(proofing.document.identity_card),
        DocumentKind::Passport => tr!(proofing.document.passport),
        DocumentKind::ResidencePermit => tr!(proofing.document.residence_permit),
    }
}

/// How much of it is photographed.
pub(super) fn document_hint(kind: DocumentKind) -> Words {
    match kind {
        DocumentKind::IdentityCard => tr!(proofing.document.identity_card_hint),
        DocumentKind::Passport => tr!(proofing.document.passport_hint),
        DocumentKind::ResidencePermit => tr!(proofing.document.residence_permit_hint),
    }
}

/// Heading of the page of a side.
pub(super) fn side_title(kind: DocumentKind, side: Side) -> Words {
    match (kind, side) {
        (DocumentKind::IdentityCard, Side::Front) => tr!(proofing.document.card_front),
        (DocumentKind::IdentityCard, Side::Back) => tr!(proofing.document.card_back),
        (DocumentKind::Passport, _) => tr!(proofing.document.passport_page),
        (DocumentKind::ResidencePermit, Side::Front) => tr!(proofing.document.permit_front),
        (DocumentKind::ResidencePermit, Side::Back) => tr!(proofing.document.permit_back),
    }
}

/// Name of a side.
pub(super) fn side(kind: DocumentKind, side: Side) -> Words {
    match (kind, side) {
        (DocumentKind::Passport, _) => tr!(proofing.document.page),
        (_, Side::Front) => tr!(proofing.document.front),
        (_, Side::Back) => tr!(proofing.document.back),
    }
}

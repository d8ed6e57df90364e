//! Pictures that prove who a person is: wire types and the rules of handing them in. Pixels are
//! judged in the `vision` crate, decisions about people are made by people.

use serde::{Deserialize, Serialize};

use crate::documents::DocumentKind;
use crate::problem::Code;
use crate::requirements::Requirement;
use crate::time::Instant;

/// Largest body of a picture, bytes.
pub const MAX_BYTES: usize = 10 * 1024 * 1024;
/// Most pixels of a picture (rules.md, Camera).
pub const MAX_PIXELS: u64 = 40_000_000;
/// Fewest pixels on the short side.
pub const MIN_SIDE: u32 = 480;
/// After so many refusals of one picture the person may send it anyway and a human decides.
pub const REFUSALS_BEFORE_ANYWAY: i64 = 2;

/// Which picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PictureKind {
    /// Face of the person.
    Face,
    /// Front of a card, or the page of a passport.
    DocumentFront,
    /// Back of a card.
    DocumentBack,
}

impl PictureKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::Face, Self::DocumentFront, Self::DocumentBack];

    /// The name on the wire, in addresses and in the database.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Face => "face",
            Self::DocumentFront => "document_front",
            Self::DocumentBack => "document_back",
        }
    }

    /// The step that asks for it.
    pub const fn requirement(self) -> Requirement {
        match self {
            Self::Face => Requirement::FacePhoto,
            Self::DocumentFront | Self::DocumentBack => Requirement::IdentityDocument,
        }
    }
}

/// Where a picture came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum PictureSource {
    /// The camera of this page.
    #[default]
    Camera,
    /// A file.
    Upload,
}

/// Query of `POST /registration/pictures/{kind}`; the body is the picture itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct SendPicture {
    /// Where the picture came from.
    #[serde(default)]
    pub source: PictureSource,
    /// "Send anyway": taken only after [`REFUSALS_BEFORE_ANYWAY`] refusals; a human decides.
    #[serde(default)]
    pub anyway: bool,
}

/// A picture that the server took.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Picture {
    /// Identifier; also tells one version of a picture from the next.
    pub id: String,
    /// Which picture.
    pub kind: PictureKind,
    /// Pixels across, after turning upright.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// When it was taken over.
    pub at: Instant,
    /// The machine was not content; a person decides.
    pub in_review: bool,
}

/// `PUT /registration/document-kind`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, validator::Validate)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ChooseDocument {
    /// What will be shown.
    pub document: DocumentKind,
}

/// The document of a person as far as it has been handed over.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Document {
    /// What was chosen.
    pub kind: Option<DocumentKind>,
    /// Front, or the page of a passport.
    pub front: Option<Picture>,
    /// Back; stays empty for passports.
    pub back: Option<Picture>,
}

impl Document {
    /// Every side that the kind asks for is there.
    pub fn is_complete(&self) -> bool {
        self.kind
            .is_some_and(|kind| self.front.is_some() && (!kind.has_back() || self.back.is_some()))
    }
}

/// Whether a refused picture may be sent anyway: the file itself must be sound, only its content
/// is in doubt.
pub const fn may_send_anyway(code: Code) -> bool {
    matches!(
        code,
        Code::FaceNone
            | Code::FaceSeveral
            | Code::FaceSmall
            | Code::FaceOffCentre
            | Code::FaceTurned
            | Code::PictureDark
            | Code::PictureBright
            | Code::PictureBlurred
            | Code::PictureTooSmall
            | Code::PictureRepeated
            | Code::DocumentNone
            | Code::DocumentGlare
            | Code::DocumentSmall
    )
}

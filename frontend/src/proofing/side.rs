//! Which screen of the document page is due: a pure reading of the address and of what was handed
//! in already.

use shared::documents::DocumentKind;
use shared::proofing::{Document, Picture, PictureKind};
use vision::DocumentShape;

/// A side of a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Front of a card, or the page of a passport.
    Front,
    /// Back of a card.
    Back,
}

impl Side {
    /// As it stands in addresses.
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Front => "front",
            Self::Back => "back",
        }
    }

    fn of(text: &str) -> Option<Self> {
        match text {
            "front" => Some(Self::Front),
            "back" => Some(Self::Back),
            _ => None,
        }
    }

    /// The picture that shows it.
    pub(super) const fn picture(self) -> PictureKind {
        match self {
            Self::Front => PictureKind::DocumentFront,
            Self::Back => PictureKind::DocumentBack,
        }
    }

    /// What was handed in for it.
    pub(super) const fn of_document(self, document: &Document) -> Option<&Picture> {
        match self {
            Self::Front => document.front.as_ref(),
            Self::Back => document.back.as_ref(),
        }
    }
}

/// What the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Screen {
    /// Which document.
    Choose,
    /// A picture of one side.
    Capture(DocumentKind, Side),
    /// Everything is there.
    Overview(DocumentKind),
}

impl Screen {
    /// The screen for `?side=…` (`kind` asks for the choice) and what was handed in already.
    pub(super) fn of(document: &Document, side: Option<&str>) -> Self {
        let Some(kind) = document.kind else {
            return Self::Choose;
        };
        match side.and_then(Side::of) {
            Some(Side::Back) if !kind.has_back() => Self::Capture(kind, Side::Front),
            Some(side) => Self::Capture(kind, side),
            None if document.is_complete() && side != Some("kind") => Self::Overview(kind),
            None => Self::Choose,
        }
    }
}

/// The side to go to after `taken`, or after the choice; `None` when nothing is missing.
pub(super) fn missing(document: &Document, taken: Option<Side>) -> Option<Side> {
    let kind = document.kind?;
    let needed = |side: Side| {
        taken != Some(side)
            && side.of_document(document).is_none()
            && (side == Side::Front || kind.has_back())
    };
    [Side::Front, Side::Back]
        .into_iter()
        .find(|side| needed(*side))
}

/// The form of the frame for a document.
pub(super) const fn shape(kind: DocumentKind) -> DocumentShape {
    match kind {
        DocumentKind::Passport => DocumentShape::PassportPage,
        DocumentKind::IdentityCard | DocumentKind::ResidencePermit => DocumentShape::Card,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use shared::time::Instant;

    fn picture(kind: PictureKind) -> Picture {
        Picture {
            id: "p".to_owned(),
            kind,
            width: 640,
            height: 480,
            at: Instant(1),
            in_review: false,
        }
    }

    #[test]
    fn the_address_and_the_document_decide() {
        let mut document = Document::default();
        assert_eq!(Screen::of(&document, Some("front")), Screen::Choose);
        document.kind = Some(DocumentKind::IdentityCard);
        assert_eq!(Screen::of(&document, None), Screen::Choose);
        assert_eq!(
            Screen::of(&document, Some("back")),
            Screen::Capture(DocumentKind::IdentityCard, Side::Back)
        );
        document.front = Some(picture(PictureKind::DocumentFront));
        assert_eq!(missing(&document, None), Some(Side::Back));
        assert_eq!(missing(&document, Some(Side::Back)), None);
        document.back = Some(picture(PictureKind::DocumentBack));
        assert_eq!(
            Screen::of(&document, None),
            Screen::Overview(DocumentKind::IdentityCard)
        );
        assert_eq!(Screen::of(&document, Some("kind")), Screen::Choose);
        assert_eq!(missing(&document, None), None);
    }

    #[test]
    fn a_passport_has_no_back() {
        let kind = DocumentKind::Passport;
        let document = Document {
            kind: Some(kind),
            ..Document::default()
        };
        assert_eq!(
            Screen::of(&document, Some("back")),
            Screen::Capture(kind, Side::Front)
        );
        assert_eq!(missing(&document, None), Some(Side::Front));
        assert_eq!(missing(&document, Some(Side::Front)), None);
    }
}

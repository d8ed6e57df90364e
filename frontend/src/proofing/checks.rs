//! The ticks beside a still picture: what the worker measured, as four plain statements.
//!
//! Advice to the person only. The server judges again and decides.

use vision::protocol::Verdict;
use vision::{DocumentHint, DocumentLook, FaceVerdict, thresholds as limit};

/// What is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Aspect {
    /// Exactly one face.
    OneFace,
    /// The face is large enough.
    Size,
    /// The document lies wholly in the frame.
    InFrame,
    /// No light spot.
    NoGlare,
    /// Sharp.
    Sharp,
    /// Neither too dark nor too bright.
    Light,
}

/// One statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Check {
    /// What was looked at.
    pub(super) aspect: Aspect,
    /// Whether it is as it should be.
    pub(super) good: bool,
}

/// The statements about a picture. `framed` tells whether it was taken in a drawn frame; a file was
/// not, so nothing is said about its place there.
pub(super) fn checks(verdict: &Verdict, framed: bool) -> Vec<Check> {
    match verdict {
        Verdict::Face(face) => face_checks(face),
        Verdict::Document(look) => document_checks(look, framed),
        // Nobody keeps a picture of a movement.
        Verdict::Movement(_) => Vec::new(),
    }
}

fn face_checks(verdict: &FaceVerdict) -> Vec<Check> {
    let one = Check {
        aspect: Aspect::OneFace,
        good: verdict.faces == 1,
    };
    let Some(figures) = verdict.figures else {
        return vec![one];
    };
    let light = limit::FACE_BRIGHTNESS.contains(&figures.brightness)
        && figures.burnt <= limit::FACE_BURNT
        && figures.contrast >= limit::FACE_CONTRAST;
    vec![
        one,
        Check {
            aspect: Aspect::Size,
            good: figures.area.tall >= limit::STILL_FACE_SIZE,
        },
        Check {
            aspect: Aspect::Sharp,
            good: figures.sharpness >= limit::FACE_SHARPNESS,
        },
        Check {
            aspect: Aspect::Light,
            good: light,
        },
    ]
}

fn document_checks(look: &DocumentLook, framed: bool) -> Vec<Check> {
    use DocumentHint::{Align, Closer, NoDocument, TooClose};

    let figures = look.figures;
    let placed = !matches!(look.hint, NoDocument | Closer | TooClose | Align);
    let place = framed.then_some(Check {
        aspect: Aspect::InFrame,
        good: placed,
    });
    place
        .into_iter()
        .chain([
            Check {
                aspect: Aspect::Sharp,
                good: figures.sharpness >= limit::DOCUMENT_SHARPNESS,
            },
            Check {
                aspect: Aspect::NoGlare,
                good: figures.glare <= limit::DOCUMENT_GLARE,
            },
            Check {
                aspect: Aspect::Light,
                good: figures.brightness >= limit::DOCUMENT_BRIGHTNESS,
            },
        ])
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use vision::{DocumentFigures, FaceBox, FaceFigures, FaceHint};

    #[test]
    fn a_good_face_has_four_ticks_and_two_faces_have_none() {
        let figures = FaceFigures {
            area: FaceBox {
                tall: 0.45,
                ..FaceBox::default()
            },
            sharpness: 0.2,
            brightness: 120.0,
            contrast: 40.0,
            ..FaceFigures::default()
        };
        let mut verdict = FaceVerdict {
            hint: FaceHint::Good,
            faces: 1,
            landmarks: true,
            figures: Some(figures),
        };
        let good = checks(&Verdict::Face(verdict), true);
        assert_eq!(good.len(), 4);
        assert!(good.iter().all(|check| check.good));
        verdict = FaceVerdict {
            faces: 2,
            figures: None,
            ..verdict
        };
        let bad = checks(&Verdict::Face(verdict), true);
        assert_eq!(
            bad,
            [Check {
                aspect: Aspect::OneFace,
                good: false
            }]
        );
    }

    #[test]
    fn a_file_is_not_measured_against_a_frame() {
        let figures = DocumentFigures {
            brightness: 120.0,
            sharpness: 0.5,
            glare: 0.3,
            ..DocumentFigures::default()
        };
        let look = Verdict::Document(DocumentLook {
            hint: DocumentHint::NoDocument,
            figures,
        });
        assert_eq!(
            checks(&look, true)
                .iter()
                .filter(|check| !check.good)
                .count(),
            2
        );
        let file = checks(&look, false);
        assert_eq!(file.iter().filter(|check| !check.good).count(), 1);
        assert!(!file.iter().any(|check| check.aspect == Aspect::InFrame));
    }
}

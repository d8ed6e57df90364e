//! The live question: what is the one thing to tell the person now.

use crate::detector::{Detector, overlap};
use crate::face::{Face, FaceBox, FaceFigures, FaceHint, FaceVerdict, Pose};
use crate::frame::Frame;
use crate::guide::{FACE_CENTRE_Y, reference};
use crate::landmarks::{Landmarks, rough_pose};
use crate::model::ModelError;
use crate::quality::quality;
use crate::thresholds as limit;

/// More candidates than this in one frame are not looked at closely: it is a crowd.
const CANDIDATES: usize = 4;

/// A face whose box overlaps its earlier one by more than this has not moved: what the landmark model
/// said of it a frame ago still holds.
const UNMOVED: f32 = 0.85;

/// Judges one live frame; 320 pixels on the long side are enough. Works without the landmark model
/// (it may still be on its way), and then says so in [`FaceVerdict::landmarks`].
pub fn judge(
    detector: &Detector,
    landmarks: Option<&Landmarks>,
    frame: &Frame,
) -> Result<FaceVerdict, ModelError> {
    FaceWatch::default().look(detector, landmarks, frame)
}

/// Live judgement with a memory of one frame. The landmark model is the slower half of the work, so
/// a face that has not moved is shown to it every second time only.
#[derive(Clone, Copy, Debug, Default)]
pub struct FaceWatch {
    known: Option<(FaceBox, Pose)>,
}

impl FaceWatch {
    /// As [`judge`], for the frames of one camera in their order.
    pub fn look(
        &mut self,
        detector: &Detector,
        landmarks: Option<&Landmarks>,
        frame: &Frame,
    ) -> Result<FaceVerdict, ModelError> {
        let faces = match landmarks {
            Some(landmarks) => self.confirmed(detector, landmarks, frame)?,
            None => alone(detector, frame)?,
        };
        let (hint, figures) = match faces.as_slice() {
            [] => (FaceHint::NoFace, None),
            [(face, pose)] => {
                let figures = figures(frame, face, *pose);
                (hint(frame, &figures), Some(figures))
            }
            _ => (FaceHint::SeveralFaces, None),
        };
        let faces = u32::try_from(faces.len()).unwrap_or(u32::MAX);
        Ok(FaceVerdict {
            hint,
            faces,
            landmarks: landmarks.is_some(),
            figures,
        })
    }

    /// The faces that both models agree on, with their pose.
    fn confirmed(
        &mut self,
        detector: &Detector,
        landmarks: &Landmarks,
        frame: &Frame,
    ) -> Result<Vec<(Face, Pose)>, ModelError> {
        let found = detector.faces(frame, limit::FACE_SCORE_CONFIRMED)?;
        if let (Some((area, pose)), [face]) = (self.known.take(), found.as_slice())
            && overlap(&area, &face.area) > UNMOVED
        {
            let roll = rough_pose(frame, face).roll;
            return Ok(vec![(*face, Pose { roll, ..pose })]);
        }
        let mut confirmed = Vec::new();
        for face in found.into_iter().take(CANDIDATES) {
            let mesh = landmarks.landmarks(frame, &face)?;
            if mesh.presence >= limit::PRESENCE {
                confirmed.push((face, mesh.pose));
            }
        }
        if let [(face, pose)] = confirmed.as_slice() {
            self.known = Some((face.area, *pose));
        }
        Ok(confirmed)
    }
}

/// The faces that the detector is sure of without help.
fn alone(detector: &Detector, frame: &Frame) -> Result<Vec<(Face, Pose)>, ModelError> {
    let faces = detector.faces(frame, limit::FACE_SCORE_ALONE)?;
    Ok(faces
        .into_iter()
        .map(|face| (face, rough_pose(frame, &face)))
        .collect())
}

pub(crate) fn figures(frame: &Frame, face: &Face, pose: Pose) -> FaceFigures {
    let quality = quality(frame, face);
    FaceFigures {
        area: face.area,
        sharpness: quality.sharpness,
        brightness: quality.brightness,
        contrast: quality.contrast,
        burnt: quality.burnt,
        pose,
    }
}

/// The first thing that is wrong, in the order in which a person can mend it: place, light, pose,
/// stillness.
pub(crate) fn hint(frame: &Frame, figures: &FaceFigures) -> FaceHint {
    place(frame, &figures.area)
        .or_else(|| light(figures))
        .or_else(|| (!straight(figures.pose, 0.0)).then_some(FaceHint::LookStraight))
        .or_else(|| (figures.sharpness < limit::FACE_SHARPNESS).then_some(FaceHint::Blurred))
        .unwrap_or(FaceHint::Good)
}

pub(crate) fn place(frame: &Frame, area: &FaceBox) -> Option<FaceHint> {
    let (width, height) = (frame.width() as f32, frame.height() as f32);
    let size = area.size * width / reference(width, height);
    let right = area.centre.x - 0.5;
    let below = area.centre.y - FACE_CENTRE_Y;
    if size < *limit::FACE_SIZE.start() {
        Some(FaceHint::Closer)
    } else if size > *limit::FACE_SIZE.end() {
        Some(FaceHint::Farther)
    } else if right > limit::FACE_OFFSET {
        // To the right in the unmirrored picture is the person's own left.
        Some(FaceHint::MoveRight)
    } else if right < -limit::FACE_OFFSET {
        Some(FaceHint::MoveLeft)
    } else if below > limit::FACE_OFFSET {
        Some(FaceHint::MoveUp)
    } else if below < -limit::FACE_OFFSET {
        Some(FaceHint::MoveDown)
    } else {
        None
    }
}

fn light(figures: &FaceFigures) -> Option<FaceHint> {
    let bright = figures.brightness > *limit::FACE_BRIGHTNESS.end();
    if bright || figures.burnt > limit::FACE_BURNT {
        Some(FaceHint::TooBright)
    } else if figures.brightness < *limit::FACE_BRIGHTNESS.start()
        || figures.contrast < limit::FACE_CONTRAST
    {
        Some(FaceHint::TooDark)
    } else {
        None
    }
}

/// Whether the head looks into the camera, with so many degrees of `slack`.
pub(crate) fn straight(pose: Pose, slack: f32) -> bool {
    pose.yaw.abs() <= limit::YAW + slack
        && pose.roll.abs() <= limit::ROLL + slack
        && pose.pitch >= limit::PITCH.start() - slack
        && pose.pitch <= limit::PITCH.end() + slack
}

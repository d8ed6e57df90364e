//! One frame of the check of movements, measured: both models on every frame, nothing carried over
//! from the frame before but its picture, to compare with.

use crate::detector::Detector;
use crate::frame::{Frame, Grey, SCENE};
use crate::guide::Rect;
use crate::judge::{figures, hint, place, straight};
use crate::landmarks::{Landmarks, rough_pose};
use crate::model::ModelError;
use crate::movement::{Measurement, Seen};
use crate::thresholds as limit;

/// More candidates than this in one frame are not looked at closely: it is a crowd.
const CANDIDATES: usize = 4;
/// Sides of the grey pictures that are compared.
const FACE_SIDE: usize = 20;

/// Measures the frames of one camera in their order.
#[derive(Clone, Debug, Default)]
pub struct MovementWatch {
    last: Option<(Grey, Grey)>,
}

impl MovementWatch {
    /// The next frame; 320 pixels on the long side are enough.
    pub fn look(
        &mut self,
        detector: &Detector,
        landmarks: &Landmarks,
        frame: &Frame,
    ) -> Result<Measurement, ModelError> {
        let mut found = Vec::new();
        let candidates = detector.faces(frame, limit::FACE_SCORE_CONFIRMED)?;
        for face in candidates.into_iter().take(CANDIDATES) {
            let mesh = landmarks.landmarks(frame, &face)?;
            if mesh.presence >= limit::PRESENCE {
                found.push((face, mesh));
            }
        }
        let faces = u32::try_from(found.len()).unwrap_or(u32::MAX);
        let [(face, mesh)] = found.as_slice() else {
            return Ok(Measurement { faces, seen: None });
        };
        let area = face.area;
        let rect = Rect {
            x: area.centre.x - area.size / 2.0,
            y: area.centre.y - area.tall / 2.0,
            width: area.size,
            height: area.tall,
        };
        let now = (
            frame.grey(rect, FACE_SIDE, FACE_SIDE),
            frame.grey(Rect::WHOLE, SCENE.0, SCENE.1),
        );
        let last = self.last.replace(now.clone());
        let (change, scene) = last.map_or((0.0, 0.0), |last| {
            (last.0.difference(&now.0), last.1.difference(&now.1))
        });
        let figures = figures(frame, face, mesh.pose);
        let seen = Seen {
            area,
            pose: mesh.pose,
            nose: rough_pose(frame, face).yaw / 100.0,
            presence: mesh.presence,
            placed: place(frame, &area).is_none() && straight(mesh.pose, 0.0),
            hint: hint(frame, &figures),
            change,
            scene,
        };
        Ok(Measurement {
            faces,
            seen: Some(seen),
        })
    }
}

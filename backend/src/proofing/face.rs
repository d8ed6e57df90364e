//! The photo of the face that comes with a check of movements: kept when it judges well, left out
//! without a word when not.

use axum::body::Bytes;
use shared::proofing::PictureKind;
use shared::time::Instant;

use super::service::{object_key, place};
use super::store::{self, NewPicture};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::ids::new_id;
use crate::secrets::Sealed;

/// A photo whose object is stored and whose row is not yet.
pub struct NewFace {
    id: String,
    object_key: String,
    wrapped_key: Sealed,
    size: (u32, u32),
    figures: String,
}

/// Judges a picture as a photo of the face; stores its object when nothing speaks against it.
pub async fn prepare_face(
    app: &App,
    person_id: &str,
    bytes: Bytes,
) -> Result<Option<NewFace>, Error> {
    let judged = match app.judge.judge(PictureKind::Face, bytes).await? {
        Ok(judged) if judged.reasons.is_empty() => judged,
        _ => return Ok(None),
    };
    let id = new_id();
    let object_key = object_key(&id);
    let place = place(person_id, PictureKind::Face, &id);
    let (object, wrapped_key) = app.secrets.seal_object(&place, &judged.jpeg)?;
    app.files.put(&object_key, object).await?;
    Ok(Some(NewFace {
        id,
        object_key,
        wrapped_key,
        size: (judged.width, judged.height),
        figures: judged.figures,
    }))
}

/// Writes its row for a person who has no photo of the face yet.
pub async fn keep_face(
    conn: &mut Conn,
    now: Instant,
    person_id: &str,
    face: &NewFace,
) -> Result<(), Error> {
    let row = NewPicture {
        id: &face.id,
        person_id,
        kind: PictureKind::Face.as_str(),
        source: "camera",
        object_key: &face.object_key,
        wrapped_key: &face.wrapped_key,
        size: face.size,
        figures: &face.figures,
        review_at: None,
    };
    Ok(store::insert_picture(conn, row, now).await?)
}

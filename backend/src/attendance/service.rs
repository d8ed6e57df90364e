//! What was noted.

use shared::applications::Attendance;

use super::store;
use crate::db::Conn;
use crate::error::Error;

/// Whether the owner of an application came; nothing until it was noted.
pub async fn of(conn: &mut Conn, application_id: &str) -> Result<Option<Attendance>, Error> {
    let noted = store::find_attendance(conn, application_id).await?;
    let Some(noted) = noted else { return Ok(None) };
    let known = Attendance::from_text(&noted);
    Ok(Some(known.ok_or_else(|| {
        anyhow::anyhow!("an attendance is of a kind nobody knows")
    })?))
}

/// Whether a person stayed away from an exam of this campaign without a good reason.
pub async fn was_absent(conn: &mut Conn, person_id: &str, campaign: &str) -> Result<bool, Error> {
    Ok(store::count_absences(conn, person_id, campaign).await? > 0)
}

//! Rows of guardians' links and consents. Each ends once, by a guarded statement.

use shared::time::Instant;

use crate::db::Conn;
use crate::secrets::{Blind, Sealed};

#[derive(sqlx::FromRow)]
pub(super) struct LinkRow {
    pub(super) id: String,
    pub(super) person_id: String,
    pub(super) programme: String,
    pub(super) token: String,
    pub(super) made_at: i64,
    pub(super) expires_at: i64,
    pub(super) mailed_at: Option<i64>,
    pub(super) ended_at: Option<i64>,
    pub(super) end_reason: Option<String>,
}

pub(super) struct NewLink<'a> {
    pub(super) id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) programme: &'a str,
    pub(super) token_hash: &'a str,
    pub(super) token: &'a Sealed,
    pub(super) expires_at: Instant,
}

/// How a link ended.
#[derive(Clone, Copy)]
pub(super) enum LinkEnd {
    Agreed,
    Refused,
    Replaced,
}

impl LinkEnd {
    pub(super) const fn as_str(self) -> &'static str {
        match self {
            Self::Agreed => "agreed",
            Self::Refused => "refused",
            Self::Replaced => "replaced",
        }
    }
}

macro_rules! links_where {
    ($rest:literal) => {
        concat!(
            "SELECT id, person_id, programme, token, made_at, expires_at, mailed_at, ended_at, end_reason
             FROM guardian_links WHERE ",
            $rest
        )
    };
}

/// Adds a link; no row when one of the person is open.
pub(super) async fn insert_link(
    conn: &mut Conn,
    new: &NewLink<'_>,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO guardian_links (id, person_id, programme, token_hash, token, made_at, expires_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7)
         ON CONFLICT (person_id) WHERE ended_at IS NULL DO NOTHING",
    )
    .bind(new.id)
    .bind(new.person_id)
    .bind(new.programme)
    .bind(new.token_hash)
    .bind(&new.token.0)
    .bind(now.0)
    .bind(new.expires_at.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// The newest link of a person, whatever became of it.
pub(super) async fn find_newest_link(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<LinkRow>, sqlx::Error> {
    sqlx::query_as(links_where!(
        "person_id = $1 ORDER BY made_at DESC, id DESC LIMIT 1"
    ))
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

pub(super) async fn find_link(
    conn: &mut Conn,
    token_hash: &str,
) -> Result<Option<LinkRow>, sqlx::Error> {
    sqlx::query_as(links_where!("token_hash = $1"))
        .bind(token_hash)
        .fetch_optional(conn)
        .await
}

pub(super) async fn mark_link_mailed(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE guardian_links SET mailed_at = $2 WHERE id = $1")
        .bind(id)
        .bind(now.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// Ends a link that is open and not too old. Returns how many did.
pub(super) async fn mark_link_answered(
    conn: &mut Conn,
    id: &str,
    end: LinkEnd,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE guardian_links SET ended_at = $2, end_reason = $3, token = ''
         WHERE id = $1 AND ended_at IS NULL AND expires_at > $2",
    )
    .bind(id)
    .bind(now.0)
    .bind(end.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Ends the open link of a person, for another one. With `too_old` only one that works no longer.
pub(super) async fn mark_link_replaced(
    conn: &mut Conn,
    person_id: &str,
    too_old: bool,
    now: Instant,
) -> Result<(), sqlx::Error> {
    let latest = if too_old { now.0 } else { i64::MAX };
    sqlx::query(
        "UPDATE guardian_links SET ended_at = $2, end_reason = $3, token = ''
         WHERE person_id = $1 AND ended_at IS NULL AND expires_at <= $4",
    )
    .bind(person_id)
    .bind(now.0)
    .bind(LinkEnd::Replaced.as_str())
    .bind(latest)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn delete_links(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM guardian_links WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn delete_links_before(
    conn: &mut Conn,
    before: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("DELETE FROM guardian_links WHERE expires_at < $1")
        .bind(before.0)
        .execute(conn)
        .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct GuardianshipRow {
    pub(super) id: String,
    pub(super) guardian_name: String,
    pub(super) child_key: String,
    pub(super) child: String,
    pub(super) agreed_at: i64,
    pub(super) ends_at: i64,
    pub(super) kinship_confirmed_at: Option<i64>,
    pub(super) ended_at: Option<i64>,
}

pub(super) struct NewGuardianship<'a> {
    pub(super) id: &'a str,
    pub(super) guardian_id: &'a str,
    pub(super) guardian_name: &'a Sealed,
    pub(super) child_key: &'a Blind,
    pub(super) child: &'a Sealed,
    /// Versions of user agreement and privacy policy.
    pub(super) versions: (&'a str, &'a str),
    pub(super) language: &'a str,
    pub(super) ends_at: Instant,
}

/// Why a consent ended.
#[derive(Clone, Copy)]
pub(super) enum End {
    Withdrawn,
    Corrected,
}

impl End {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Withdrawn => "withdrawn",
            Self::Corrected => "corrected",
        }
    }
}

macro_rules! guardianships_where {
    ($rest:literal) => {
        concat!(
            "SELECT id, guardian_name, child_key, child, agreed_at, ends_at,
                 kinship_confirmed_at, ended_at
             FROM guardianships WHERE ",
            $rest
        )
    };
}

/// Adds a consent; no row when the guardian has one for this child.
pub(super) async fn insert_guardianship(
    conn: &mut Conn,
    new: &NewGuardianship<'_>,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO guardianships (id, guardian_id, guardian_name, child_key, child, terms_version,
             privacy_version, language, agreed_at, ends_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
         ON CONFLICT (guardian_id, child_key) WHERE ended_at IS NULL DO NOTHING",
    )
    .bind(new.id)
    .bind(new.guardian_id)
    .bind(&new.guardian_name.0)
    .bind(&new.child_key.0)
    .bind(&new.child.0)
    .bind(new.versions.0)
    .bind(new.versions.1)
    .bind(new.language)
    .bind(now.0)
    .bind(new.ends_at.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Consents of a guardian, the newest first; not what was corrected.
pub(super) async fn list_of_guardian(
    conn: &mut Conn,
    guardian_id: &str,
) -> Result<Vec<GuardianshipRow>, sqlx::Error> {
    sqlx::query_as(guardianships_where!(
        "guardian_id = $1 AND (end_reason IS NULL OR end_reason = 'withdrawn')
         ORDER BY agreed_at DESC, id DESC"
    ))
    .bind(guardian_id)
    .fetch_all(conn)
    .await
}

/// Consents for the child of this number that hold now, the oldest first.
pub(super) async fn list_in_force(
    conn: &mut Conn,
    child_key: &str,
    now: Instant,
) -> Result<Vec<GuardianshipRow>, sqlx::Error> {
    sqlx::query_as(guardianships_where!(
        "child_key = $1 AND ended_at IS NULL AND ends_at > $2 ORDER BY agreed_at, id"
    ))
    .bind(child_key)
    .bind(now.0)
    .fetch_all(conn)
    .await
}

/// Ends a consent of this guardian that holds. Returns how many did.
pub(super) async fn mark_ended(
    conn: &mut Conn,
    (id, guardian_id): (&str, &str),
    end: End,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE guardianships SET ended_at = $3, end_reason = $4
         WHERE id = $1 AND guardian_id = $2 AND ended_at IS NULL AND ends_at > $3",
    )
    .bind(id)
    .bind(guardian_id)
    .bind(now.0)
    .bind(end.as_str())
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Ends what a guardian agreed to and erases whom it was about: the bare rows stay, as acceptances do.
pub(super) async fn erase_of_guardian(
    conn: &mut Conn,
    guardian_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    for statement in [
        "UPDATE guardianships SET ended_at = $2, end_reason = 'forgotten'
         WHERE guardian_id = $1 AND ended_at IS NULL",
        "UPDATE guardianships SET child = '', child_key = '', guardian_name = ''
         WHERE guardian_id = $1 AND ended_at <= $2",
    ] {
        sqlx::query(statement)
            .bind(guardian_id)
            .bind(now.0)
            .execute(&mut *conn)
            .await?;
    }
    Ok(())
}

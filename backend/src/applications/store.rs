//! Rows of applications, their versions and drafts.

use shared::time::Instant;

use crate::db::Conn;
use crate::secrets::Sealed;

#[derive(sqlx::FromRow)]
pub(super) struct ApplicationRow {
    pub(super) id: String,
    pub(super) number: String,
    pub(super) campaign_id: String,
    pub(super) programme: String,
    pub(super) state: String,
    pub(super) sitting_id: Option<String>,
    pub(super) attempt_year: i64,
    pub(super) answers: String,
    pub(super) version: i64,
    pub(super) held_until: Option<i64>,
    pub(super) submitted_at: i64,
    pub(super) changed_at: i64,
    pub(super) ended_at: Option<i64>,
}

#[derive(sqlx::FromRow)]
pub(super) struct VersionRow {
    pub(super) version: i64,
    pub(super) state: String,
    pub(super) sitting_id: Option<String>,
    pub(super) answers: String,
    pub(super) at: i64,
}

pub(super) struct NewApplication<'a> {
    pub(super) id: &'a str,
    pub(super) number: &'a str,
    pub(super) person_id: &'a str,
    pub(super) campaign_id: &'a str,
    pub(super) programme: &'a str,
    pub(super) slot: i64,
    pub(super) state: &'a str,
    pub(super) sitting_id: Option<&'a str>,
    pub(super) attempt_year: i64,
    pub(super) kind: &'a str,
    pub(super) answers: &'a Sealed,
    pub(super) held_until: Option<Instant>,
}

pub(super) struct Edited<'a> {
    pub(super) id: &'a str,
    pub(super) version: i64,
    pub(super) sitting_id: Option<&'a str>,
    pub(super) attempt_year: i64,
    pub(super) kind: &'a str,
    pub(super) answers: &'a Sealed,
}

/// The slots that live applications of a person have in a campaign.
pub(super) async fn list_slots(
    conn: &mut Conn,
    person_id: &str,
    campaign: &str,
) -> Result<Vec<i64>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT slot FROM applications
         WHERE person_id = $1 AND campaign_id = $2 AND ended_at IS NULL",
    )
    .bind(person_id)
    .bind(campaign)
    .fetch_all(conn)
    .await
}

pub(super) async fn count_number(conn: &mut Conn, number: &str) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar("SELECT count(*) FROM applications WHERE number = $1")
        .bind(number)
        .fetch_one(conn)
        .await
}

/// Adds an application; no row when the person has one in this slot.
pub(super) async fn insert_application(
    conn: &mut Conn,
    new: &NewApplication<'_>,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "INSERT INTO applications (id, number, person_id, campaign_id, programme, slot, state,
             sitting_id, attempt_year, kind, answers, version, held_until, submitted_at, changed_at)
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 1, $12, $13, $13)
         ON CONFLICT (person_id, campaign_id, slot) WHERE ended_at IS NULL DO NOTHING",
    )
    .bind(new.id)
    .bind(new.number)
    .bind(new.person_id)
    .bind(new.campaign_id)
    .bind(new.programme)
    .bind(new.slot)
    .bind(new.state)
    .bind(new.sitting_id)
    .bind(new.attempt_year)
    .bind(new.kind)
    .bind(&new.answers.0)
    .bind(new.held_until.map(|at| at.0))
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Notes the application as it stands now as its newest version.
pub(super) async fn insert_version(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO application_versions (application_id, version, state, sitting_id, answers, at)
         SELECT id, version, state, sitting_id, answers, CAST($2 AS BIGINT) FROM applications
         WHERE id = $1",
    )
    .bind(id)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn find_application(
    conn: &mut Conn,
    person_id: &str,
    id: &str,
) -> Result<Option<ApplicationRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, number, campaign_id, programme, state, sitting_id, attempt_year, answers, version,
             held_until, submitted_at, changed_at, ended_at
         FROM applications WHERE id = $1 AND person_id = $2",
    )
    .bind(id)
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

pub(super) async fn list_applications(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<ApplicationRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, number, campaign_id, programme, state, sitting_id, attempt_year, answers, version,
             held_until, submitted_at, changed_at, ended_at
         FROM applications WHERE person_id = $1 ORDER BY submitted_at DESC, id DESC",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

pub(super) async fn list_versions(
    conn: &mut Conn,
    id: &str,
) -> Result<Vec<VersionRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT version, state, sitting_id, answers, at FROM application_versions
         WHERE application_id = $1 ORDER BY version",
    )
    .bind(id)
    .fetch_all(conn)
    .await
}

/// Live applications of a person in a campaign; an expired hold is not alive.
pub(super) async fn count_live(
    conn: &mut Conn,
    person_id: &str,
    campaign: &str,
    now: Instant,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM applications
         WHERE person_id = $1 AND campaign_id = $2 AND ended_at IS NULL
             AND (held_until IS NULL OR state <> 'held' OR held_until > $3)",
    )
    .bind(person_id)
    .bind(campaign)
    .bind(now.0)
    .fetch_one(conn)
    .await
}

/// The same in a programme.
pub(super) async fn count_live_of_programme(
    conn: &mut Conn,
    (person_id, programme): (&str, &str),
    now: Instant,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM applications a JOIN campaigns c ON c.id = a.campaign_id AND c.programme = $2
         WHERE a.person_id = $1 AND a.ended_at IS NULL AND (a.held_until IS NULL OR a.state <> 'held' OR a.held_until > $3)",
    )
    .bind(person_id)
    .bind(programme)
    .bind(now.0)
    .fetch_one(conn)
    .await
}

/// Attempts of a person in a year: applications that have not ended.
pub(super) async fn count_attempts(
    conn: &mut Conn,
    person_id: &str,
    programme: &str,
    (year, now): (i64, Instant),
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM applications
         WHERE person_id = $1 AND programme = $2 AND attempt_year = $3 AND ended_at IS NULL
             AND (held_until IS NULL OR state <> 'held' OR held_until > $4)",
    )
    .bind(person_id)
    .bind(programme)
    .bind(year)
    .bind(now.0)
    .fetch_one(conn)
    .await
}

/// Other live applications of the person whose exam touches these times.
pub(super) async fn count_clashes(
    conn: &mut Conn,
    person_id: &str,
    (own, now): (&str, Instant),
    (starts_at, ends_at): (Instant, Instant),
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM applications a JOIN sittings s ON s.id = a.sitting_id
         WHERE a.person_id = $1 AND a.id <> $2 AND a.ended_at IS NULL
             AND (a.held_until IS NULL OR a.state <> 'held' OR a.held_until > $3)
             AND s.starts_at < $5 AND s.ends_at > $4",
    )
    .bind(person_id)
    .bind(own)
    .bind(now.0)
    .bind(starts_at.0)
    .bind(ends_at.0)
    .fetch_one(conn)
    .await
}

/// Live applications of a person whose exam is not over.
pub(super) async fn count_ahead(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM applications a LEFT JOIN sittings s ON s.id = a.sitting_id
         WHERE a.person_id = $1 AND a.ended_at IS NULL
             AND (a.held_until IS NULL OR a.state <> 'held' OR a.held_until > $2)
             AND (s.id IS NULL OR s.ends_at > $2)",
    )
    .bind(person_id)
    .bind(now.0)
    .fetch_one(conn)
    .await
}

pub(super) async fn mark_edited(
    conn: &mut Conn,
    edited: &Edited<'_>,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE applications SET version = version + 1, sitting_id = $3, attempt_year = $4,
             kind = $5, answers = $6, changed_at = $7
         WHERE id = $1 AND version = $2 AND ended_at IS NULL",
    )
    .bind(edited.id)
    .bind(edited.version)
    .bind(edited.sitting_id)
    .bind(edited.attempt_year)
    .bind(edited.kind)
    .bind(&edited.answers.0)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn mark_withdrawn(
    conn: &mut Conn,
    (id, version): (&str, i64),
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE applications SET version = version + 1, state = 'withdrawn', changed_at = $3,
             ended_at = $3
         WHERE id = $1 AND version = $2 AND ended_at IS NULL",
    )
    .bind(id)
    .bind(version)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Ends the expired holds of a sitting; returns how many seats that frees.
pub(super) async fn annul_expired(
    conn: &mut Conn,
    sitting: &str,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE applications SET version = version + 1, state = 'annulled', changed_at = $2,
             ended_at = $2, annulment_told = 0
         WHERE sitting_id = $1 AND state = 'held' AND ended_at IS NULL AND held_until <= $2",
    )
    .bind(sitting)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Notes the annulled applications of a sitting as their newest versions.
pub(super) async fn note_annulled(
    conn: &mut Conn,
    sitting: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO application_versions (application_id, version, state, sitting_id, answers, at)
         SELECT id, version, state, sitting_id, answers, CAST($2 AS BIGINT) FROM applications
         WHERE sitting_id = $1 AND state = 'annulled' AND ended_at = $2
         ON CONFLICT (application_id, version) DO NOTHING",
    )
    .bind(sitting)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn list_sittings_with_expired(
    conn: &mut Conn,
    now: Instant,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT DISTINCT sitting_id FROM applications
         WHERE state = 'held' AND ended_at IS NULL AND held_until <= $1
             AND sitting_id IS NOT NULL ORDER BY sitting_id",
    )
    .bind(now.0)
    .fetch_all(conn)
    .await
}

pub(super) async fn list_own_expired(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT DISTINCT sitting_id FROM applications
         WHERE person_id = $1 AND state = 'held' AND ended_at IS NULL AND held_until <= $2
             AND sitting_id IS NOT NULL ORDER BY sitting_id",
    )
    .bind(person_id)
    .bind(now.0)
    .fetch_all(conn)
    .await
}

/// Ends the expired holds that have no sitting, of one person or, with an empty id, of everybody.
pub(super) async fn annul_expired_without_sitting(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE applications SET version = version + 1, state = 'annulled', changed_at = $2,
             ended_at = $2, annulment_told = 0
         WHERE sitting_id IS NULL AND state = 'held' AND ended_at IS NULL AND held_until <= $2
             AND ($1 = '' OR person_id = $1)",
    )
    .bind(person_id)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Notes those as their newest versions.
pub(super) async fn note_annulled_without_sitting(
    conn: &mut Conn,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO application_versions (application_id, version, state, sitting_id, answers, at)
         SELECT id, version, state, sitting_id, answers, CAST($1 AS BIGINT) FROM applications
         WHERE sitting_id IS NULL AND state = 'annulled' AND ended_at = $1
         ON CONFLICT (application_id, version) DO NOTHING",
    )
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn count_expired_without_sitting(
    conn: &mut Conn,
    now: Instant,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM applications
         WHERE sitting_id IS NULL AND state = 'held' AND ended_at IS NULL AND held_until <= $1",
    )
    .bind(now.0)
    .fetch_one(conn)
    .await
}

/// Lets a hold last until then at least, once.
pub(super) async fn prolong_once(
    conn: &mut Conn,
    id: &str,
    (now, until): (Instant, Instant),
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE applications SET prolonged = 1,
             held_until = CASE WHEN held_until < $3 THEN $3 ELSE held_until END
         WHERE id = $1 AND state = 'held' AND ended_at IS NULL AND held_until > $2
             AND prolonged = 0",
    )
    .bind(id)
    .bind(now.0)
    .bind(until.0)
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets a hold last until then at least, so many times.
pub(super) async fn prolong_after_failure(
    conn: &mut Conn,
    id: &str,
    (now, until): (Instant, Instant),
    most: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE applications SET failures = failures + 1,
             held_until = CASE WHEN held_until < $3 THEN $3 ELSE held_until END
         WHERE id = $1 AND state = 'held' AND ended_at IS NULL AND held_until > $2
             AND failures < $4",
    )
    .bind(id)
    .bind(now.0)
    .bind(until.0)
    .bind(most)
    .execute(conn)
    .await?;
    Ok(())
}

/// A held application is paid; also after its time, as long as nobody released it.
pub(super) async fn mark_settled(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE applications SET version = version + 1, state = 'submitted', changed_at = $2
         WHERE id = $1 AND state = 'held' AND ended_at IS NULL",
    )
    .bind(id)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// An annulled application is alive again, in this slot.
pub(super) async fn mark_come_back(
    conn: &mut Conn,
    (id, slot): (&str, i64),
    now: Instant,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE applications SET version = version + 1, state = 'submitted', slot = $2,
             changed_at = $3, ended_at = NULL, annulment_told = 1
         WHERE id = $1 AND state = 'annulled'",
    )
    .bind(id)
    .bind(slot)
    .bind(now.0)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

/// Applications whose person has not been told that the hold ended, and that person.
pub(super) async fn list_untold(conn: &mut Conn) -> Result<Vec<(String, String)>, sqlx::Error> {
    sqlx::query_as(
        "SELECT id, person_id FROM applications WHERE annulment_told = 0
         ORDER BY changed_at LIMIT 100",
    )
    .fetch_all(conn)
    .await
}

pub(super) async fn mark_told(conn: &mut Conn, id: &str) -> Result<u64, sqlx::Error> {
    let done = sqlx::query(
        "UPDATE applications SET annulment_told = 1 WHERE id = $1 AND annulment_told = 0",
    )
    .bind(id)
    .execute(conn)
    .await?;
    Ok(done.rows_affected())
}

pub(super) async fn delete_versions(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query(
        "DELETE FROM application_versions
         WHERE application_id IN (SELECT id FROM applications WHERE person_id = $1)",
    )
    .bind(person_id)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn erase_answers(conn: &mut Conn, person_id: &str) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE applications SET answers = '' WHERE person_id = $1")
        .bind(person_id)
        .execute(conn)
        .await?;
    Ok(())
}

//! Rows of the outbox.

use shared::time::Instant;

use crate::db::Conn;
use crate::secrets::Sealed;

/// A letter about to be queued.
pub(super) struct NewMessage<'a> {
    pub(super) id: &'a str,
    pub(super) person_id: &'a str,
    pub(super) template: &'a str,
    pub(super) language: &'a str,
    pub(super) channel: &'a str,
    pub(super) recipient: &'a Sealed,
    pub(super) parameters: &'a Sealed,
    pub(super) useless_at: Instant,
}

pub(super) async fn insert_message(
    conn: &mut Conn,
    message: NewMessage<'_>,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "INSERT INTO outbox (id, person_id, template, language, recipient, parameters,
            created_at, run_at, useless_at, channel, programme)
         SELECT $1, people.id, $3, $4, $5, $6, CAST($7 AS BIGINT), CAST($7 AS BIGINT),
            CAST($8 AS BIGINT), $9, people.programme
         FROM people WHERE people.id = $2",
    )
    .bind(message.id)
    .bind(message.person_id)
    .bind(message.template)
    .bind(message.language)
    .bind(&message.recipient.0)
    .bind(&message.parameters.0)
    .bind(now.0)
    .bind(message.useless_at.0)
    .bind(message.channel)
    .execute(conn)
    .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct MessageRow {
    pub(super) id: String,
    pub(super) template: String,
    pub(super) language: String,
    pub(super) programme: String,
    pub(super) channel: Option<String>,
    pub(super) recipient: String,
    pub(super) parameters: String,
    pub(super) useless_at: i64,
    pub(super) attempts: i64,
}

/// Takes one waiting letter and holds it until `held_until`. The guard stands in the outer WHERE
/// too, so that two workers never hold the same one.
pub(super) async fn claim_message(
    conn: &mut Conn,
    now: Instant,
    held_until: Instant,
) -> Result<Option<MessageRow>, sqlx::Error> {
    sqlx::query_as(
        "UPDATE outbox SET run_at = $2, attempts = attempts + 1
         WHERE id = (SELECT id FROM outbox
                     WHERE sent_at IS NULL AND failed_at IS NULL AND run_at <= $1
                     ORDER BY run_at, id LIMIT 1)
            AND sent_at IS NULL AND failed_at IS NULL AND run_at <= $1
         RETURNING id, template, language, programme, channel, recipient, parameters, useless_at,
            attempts",
    )
    .bind(now.0)
    .bind(held_until.0)
    .fetch_optional(conn)
    .await
}

/// Marks a message as delivered and erases what it said.
pub(super) async fn mark_sent(
    conn: &mut Conn,
    (id, gateway_id): (&str, Option<&str>),
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE outbox SET sent_at = $1, gateway_id = $2, recipient = '', parameters = ''
         WHERE id = $3",
    )
    .bind(now.0)
    .bind(gateway_id)
    .bind(id)
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn mark_waiting(
    conn: &mut Conn,
    id: &str,
    run_at: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE outbox SET run_at = $1 WHERE id = $2 AND sent_at IS NULL")
        .bind(run_at.0)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

/// Gives a letter up and erases what it said.
pub(super) async fn mark_failed(
    conn: &mut Conn,
    id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE outbox SET failed_at = $1, recipient = '', parameters = '' WHERE id = $2")
        .bind(now.0)
        .bind(id)
        .execute(conn)
        .await?;
    Ok(())
}

#[derive(sqlx::FromRow)]
pub(super) struct DeliveryRow {
    pub(super) sent_at: Option<i64>,
    pub(super) attempts: i64,
}

pub(super) async fn find_delivery(
    conn: &mut Conn,
    id: &str,
) -> Result<Option<DeliveryRow>, sqlx::Error> {
    sqlx::query_as("SELECT sent_at, attempts FROM outbox WHERE id = $1")
        .bind(id)
        .fetch_optional(conn)
        .await
}

pub(super) async fn count_due(conn: &mut Conn, now: Instant) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM outbox WHERE sent_at IS NULL AND failed_at IS NULL AND run_at <= $1",
    )
    .bind(now.0)
    .fetch_one(conn)
    .await
}

#[derive(sqlx::FromRow)]
pub(super) struct OwnerRow {
    pub(super) person_id: String,
    pub(super) email: String,
    pub(super) language: String,
}

/// The login of a person, to write to.
pub(super) async fn find_owner(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Option<OwnerRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT logins.person_id, logins.email, people.language FROM logins
         JOIN people ON people.id = logins.person_id WHERE logins.person_id = $1",
    )
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

/// The login of an address, to write to.
pub(super) async fn find_owner_by_email(
    conn: &mut Conn,
    email: &str,
) -> Result<Option<OwnerRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT logins.person_id, logins.email, people.language FROM logins
         JOIN people ON people.id = logins.person_id WHERE logins.email = $1",
    )
    .bind(email)
    .fetch_optional(conn)
    .await
}

/// How many letters of a template a person got since then.
pub(super) async fn count_since(
    conn: &mut Conn,
    person_id: &str,
    template: &str,
    since: Instant,
) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar(
        "SELECT count(*) FROM outbox WHERE person_id = $1 AND template = $2 AND created_at > $3",
    )
    .bind(person_id)
    .bind(template)
    .bind(since.0)
    .fetch_one(conn)
    .await
}

#[derive(sqlx::FromRow)]
pub(super) struct ListedRow {
    pub(super) template: String,
    pub(super) created_at: i64,
    pub(super) sent_at: Option<i64>,
}

pub(super) async fn list_messages(
    conn: &mut Conn,
    person_id: &str,
) -> Result<Vec<ListedRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT template, created_at, sent_at FROM outbox WHERE person_id = $1
         ORDER BY created_at, id",
    )
    .bind(person_id)
    .fetch_all(conn)
    .await
}

/// Gives up and erases every letter of a person that has not left.
pub(super) async fn mark_all_failed(
    conn: &mut Conn,
    person_id: &str,
    now: Instant,
) -> Result<(), sqlx::Error> {
    sqlx::query(
        "UPDATE outbox SET failed_at = $1, recipient = '', parameters = ''
         WHERE person_id = $2 AND sent_at IS NULL AND failed_at IS NULL",
    )
    .bind(now.0)
    .bind(person_id)
    .execute(conn)
    .await?;
    Ok(())
}

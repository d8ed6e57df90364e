//! The rows that a receipt is made of. They belong to payments; here they are read alone.

use crate::db::Conn;

#[derive(sqlx::FromRow)]
pub(super) struct ReceiptRow {
    pub(super) amount: i64,
    pub(super) provider: String,
    pub(super) external_id: String,
    pub(super) card_mask: String,
    pub(super) received_at: i64,
    pub(super) programme: String,
    pub(super) state: String,
    pub(super) state_at: i64,
    pub(super) order_number: Option<String>,
    pub(super) name_kk: Option<String>,
    pub(super) name_ru: Option<String>,
    pub(super) name_en: Option<String>,
}

/// A payment of this person, with the newest step of its money and the order that it pays or named.
pub(super) async fn find_receipt(
    conn: &mut Conn,
    (person_id, number): (&str, &str),
) -> Result<Option<ReceiptRow>, sqlx::Error> {
    sqlx::query_as(
        "SELECT p.amount, p.provider, p.external_id, p.card_mask, p.received_at, p.programme,
             m.state, m.at AS state_at, o.number AS order_number, c.name_kk, c.name_ru, c.name_en
         FROM payments p
             JOIN money_steps m ON m.payment_id = p.id AND m.step =
                 (SELECT MAX(step) FROM money_steps WHERE payment_id = p.id)
             LEFT JOIN orders o ON o.application_id = COALESCE(m.application_id, p.application_id)
             LEFT JOIN campaigns c ON c.id = o.campaign_id
         WHERE p.number = $1 AND p.person_id = $2",
    )
    .bind(number)
    .bind(person_id)
    .fetch_optional(conn)
    .await
}

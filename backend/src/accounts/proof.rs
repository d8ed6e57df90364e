//! What proves the address of a registration: a code or a link, as the programme wants it; and the
//! first password that some programmes mail once it is proved.

use shared::accounts::{CodeState, FIRST_PASSWORD_HOURS};
use shared::consents::Language;
use shared::programmes::EmailProof;
use shared::time::Instant;

use super::codes::{self, Purpose};
use super::{password, store};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;
use crate::{notify, secrets, security};

/// Sends what proves the address. An earlier one that has not run out still works.
pub async fn send_proof(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    to: (&str, &str, Language),
    proof: EmailProof,
) -> Result<(), Error> {
    match proof {
        EmailProof::Code => codes::send(app, conn, now, to, Purpose::Registration).await,
        EmailProof::Link => security::send_proof(app, conn, now, to).await,
    }
}

/// Where the newest letter with the proof stands.
pub async fn proof_state(
    app: &App,
    conn: &mut Conn,
    person_id: &str,
    proof: EmailProof,
) -> Result<Option<CodeState>, Error> {
    match proof {
        EmailProof::Code => codes::code_state(app, conn, person_id).await,
        EmailProof::Link => security::proof_state(app, conn, person_id).await,
    }
}

/// Whether the newest proof went to this address and still works.
pub(super) async fn has_live_proof(
    conn: &mut Conn,
    person_id: &str,
    (email, now): (&str, Instant),
    proof: EmailProof,
) -> Result<bool, Error> {
    match proof {
        EmailProof::Code => codes::has_live_code(conn, person_id, email, now).await,
        EmailProof::Link => security::has_live_proof(conn, person_id, email, now).await,
    }
}

/// A password made here, with its hash. Made before the transaction: hashing takes its time.
pub struct FirstPassword {
    plain: String,
    hash: String,
}

/// Makes a first password.
pub async fn make_first_password(app: &App) -> Result<FirstPassword, Error> {
    let plain = secrets::new_password();
    let hash = password::hash(app, plain.clone()).await?;
    Ok(FirstPassword { plain, hash })
}

/// Makes the login of a proved address and mails its first password, unless the address has one.
pub async fn give_first_password(
    app: &App,
    conn: &mut Conn,
    now: Instant,
    to: (&str, &str, Language),
    first: FirstPassword,
) -> Result<(), Error> {
    let until = now.plus_seconds(FIRST_PASSWORD_HOURS * 3600);
    let (person_id, email, _) = to;
    if store::insert_login(conn, person_id, email, &first.hash, now).await? {
        store::mark_first_password(conn, person_id, until).await?;
        let letter = ("first_password", first.plain.as_str(), until);
        notify::code(app, conn, now, to, letter).await?;
    }
    Ok(())
}

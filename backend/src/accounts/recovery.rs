//! A new password by a mailed code: the same answer, always.

use shared::accounts::{FinishRecovery, StartRecovery, parse_code};
use shared::consents::Language;
use shared::email::EmailAddress;
use shared::password::OwnData;
use shared::problem::Code;

use super::codes::{self, Purpose};
use super::{password, store};
use crate::app::App;
use crate::error::Error;
use crate::limits::{self, Limit};
use crate::notify;
use crate::pin;
use crate::registration;

/// Sends a code when the address has a login. Nobody learns whether it has: limits are counted and
/// told for every address alike.
pub(super) async fn start(
    app: &App,
    language: Language,
    input: &StartRecovery,
) -> Result<(), Error> {
    let email = EmailAddress::parse(&input.email).map_err(|code| Error::field("email", code))?;
    let now = app.clock.now();
    codes::take_sending(app, now, email.as_str()).await?;
    let mut tx = app.db.write().await?;
    if let Some(login) = store::find_login(&mut tx, email.as_str()).await? {
        let to = (login.person_id.as_str(), email.as_str(), language);
        codes::send(app, &mut tx, now, to, Purpose::Recovery).await?;
    }
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

/// Sets the password, ends every session, tells the owner.
pub(super) async fn finish(app: &App, input: FinishRecovery) -> Result<(), Error> {
    let email = EmailAddress::parse(&input.email).map_err(|code| Error::field("email", code))?;
    let code = parse_code(&input.code).map_err(|code| Error::field("code", code))?;
    let own = OwnData {
        email: Some(email.as_str().to_owned()),
        ..OwnData::default()
    };
    let password = password::normal(&input.password);
    password::check(&password, &own).map_err(|code| Error::field("password", code))?;
    let now = app.clock.now();
    let mut conn = app.db.read().await?;
    let login = store::find_login(&mut conn, email.as_str()).await?;
    drop(conn);
    // Hashed before the code is looked at, so that both outcomes take the same time.
    let hash = password::hash(app, password).await?;
    let Some(login) = login else {
        let key = format!("code:recovery:{}", app.secrets.blind(email.as_str()).0);
        let limit = Limit {
            uses: 10,
            seconds: 600,
            code: Code::CodeTriesUsed,
        };
        limits::take(app, now, &[(key, limit)]).await?;
        return Err(Error::field("code", Code::CodeWrong));
    };
    codes::enter(
        app,
        now,
        (&login.person_id, email.as_str()),
        Purpose::Recovery,
        &code,
    )
    .await?;
    let mut tx = app.db.write().await?;
    store::mark_password(&mut tx, &login.person_id, &hash, now).await?;
    store::mark_all_sessions_ended(&mut tx, &login.person_id, now).await?;
    pin::end_all(&mut tx, now, &login.person_id).await?;
    let language = registration::language_of(&mut tx, &login.person_id).await?;
    notify::password_changed(
        app,
        &mut tx,
        now,
        (&login.person_id, email.as_str(), language),
    )
    .await?;
    tx.commit().await?;
    app.letter_bell.notify_one();
    Ok(())
}

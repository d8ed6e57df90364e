//! What is known of a person whom another feature asks about: the number and the name, nothing else.

use shared::people::{PersonName, PersonalNumber};

use super::{FactKind, service, store};
use crate::app::App;
use crate::db::Conn;
use crate::error::Error;

/// Number and name, as far as they are known.
#[derive(Default)]
pub struct Known {
    /// IIN or passport.
    pub number: Option<PersonalNumber>,
    /// Name.
    pub name: Option<PersonName>,
}

/// Number and name of a person.
pub async fn known_of(app: &App, conn: &mut Conn, person_id: &str) -> Result<Known, Error> {
    let rows = store::list_facts(conn, person_id).await?;
    Ok(Known {
        number: service::personal_number(app, &rows)?,
        name: service::read(&rows, FactKind::Name)?,
    })
}

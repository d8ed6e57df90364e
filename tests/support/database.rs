//! A fresh database for each test: a SQLite file in the test's folder, or a database of the
//! PostgreSQL server that `TIRKEU_TEST_DATABASE` names, dropped at the end.

use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use backend::config::Config;
use backend::db::Db;
use sqlx::migrate::Migrator;
use sqlx::{AnyConnection, AssertSqlSafe, Connection, Row};

/// Which database a test has.
#[derive(Debug)]
pub(crate) enum Database {
    Sqlite,
    Postgres { server: String, name: String },
}

/// How many databases this process made.
static MADE: AtomicU32 = AtomicU32::new(0);

impl Database {
    /// Makes a database that nobody used before.
    pub(crate) async fn make() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "tests have no settings but this one"
        )]
        let wanted = std::env::var("TIRKEU_TEST_DATABASE").unwrap_or_default();
        if wanted.is_empty() || wanted == "sqlite" {
            return Self::Sqlite;
        }
        let number = MADE.fetch_add(1, Ordering::Relaxed);
        let name = format!("tirkeu_{}_{number}", std::process::id());
        execute(&wanted, format!("DROP DATABASE IF EXISTS {name}")).await;
        let make = format!("CREATE DATABASE {name} TEMPLATE template0 LC_COLLATE 'C' LC_CTYPE 'C'");
        execute(&wanted, make).await;
        Self::Postgres {
            server: wanted,
            name,
        }
    }

    /// The address for the program; none means the file in its data folder.
    pub(crate) fn url(&self) -> Option<String> {
        match self {
            Self::Sqlite => None,
            Self::Postgres { server, name } => {
                let (server, _) = server.rsplit_once('/').expect("the address has a path");
                Some(format!("{server}/{name}"))
            }
        }
    }
}

/// Brings an empty database to an earlier migration and puts rows into it.
pub(crate) async fn make_older(url: &str, version: i64, rows: &[&'static str]) {
    sqlx::any::install_default_drivers();
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../backend/migrations");
    let migrator = Migrator::new(folder).await;
    let mut migrator = migrator.expect("the migrations are read");
    migrator
        .migrations
        .to_mut()
        .retain(|migration| migration.version <= version);
    let mut conn = AnyConnection::connect(url)
        .await
        .expect("the database answers");
    migrator.run(&mut conn).await.expect("they run");
    for row in rows {
        sqlx::query(*row)
            .execute(&mut conn)
            .await
            .expect("the row fits");
    }
    conn.close().await.expect("it is closed");
}

async fn execute(server: &str, statement: String) {
    sqlx::any::install_default_drivers();
    let mut conn = AnyConnection::connect(server)
        .await
        .expect("the PostgreSQL server of TIRKEU_TEST_DATABASE answers");
    sqlx::query(AssertSqlSafe(statement))
        .execute(&mut conn)
        .await
        .expect("its user may create and drop databases");
}

impl Drop for Database {
    fn drop(&mut self) {
        let Self::Postgres { server, name } = self else {
            return;
        };
        let (server, drop) = (
            server.clone(),
            format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"),
        );
        // Dropping is no async place; a thread has a runtime of its own.
        let ended = std::thread::spawn(move || {
            tokio::runtime::Builder::new_current_thread()
                .enable_all()
                .build()
                .expect("a runtime starts")
                .block_on(execute(&server, drop));
        });
        // A database that stays is gone with the throw-away server.
        let _left = ended.join();
    }
}

/// Everything that lies in a database, as somebody who stole it would see it.
pub(crate) async fn dump(db: &Db, config: &Config) -> Vec<u8> {
    if config.database_url.is_none() {
        return ["tirkeu.sqlite", "tirkeu.sqlite-wal"]
            .iter()
            .flat_map(|name| std::fs::read(config.data.join(name)).unwrap_or_default())
            .collect();
    }
    let mut conn = db.read().await.expect("the database answers");
    let tables = sqlx::query(
        "SELECT CAST(table_name AS TEXT) FROM information_schema.tables WHERE table_schema = 'public'",
    )
    .fetch_all(&mut *conn)
    .await
    .expect("tables are listed");
    let mut dump = Vec::new();
    for table in tables {
        let table: String = table.try_get(0).expect("a name");
        let rows = format!("SELECT CAST(t AS TEXT) FROM {table} AS t");
        let rows: Vec<String> = sqlx::query_scalar(AssertSqlSafe(rows))
            .fetch_all(&mut *conn)
            .await
            .expect("rows are read");
        dump.extend(rows.join("\n").into_bytes());
    }
    dump
}

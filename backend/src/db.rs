//! The database: the only file that knows which engine runs.
//!
//! `read()` borrows a connection, `write()` begins a transaction. On SQLite all writers share one
//! connection, because the pool's queue is fair and SQLite's own waiting is not.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context, ensure};
use sqlx::any::{AnyConnectOptions, AnyPoolOptions};
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, AnyPool, Row, Transaction};

/// What every store function takes.
pub type Conn = AnyConnection;
/// A transaction; rolls back when dropped.
pub type Tx = Transaction<'static, Any>;

static MIGRATIONS: sqlx::migrate::Migrator = sqlx::migrate!();

/// The pools.
#[derive(Debug, Clone)]
pub struct Db {
    readers: AnyPool,
    writers: AnyPool,
    engine: Engine,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Engine {
    Sqlite,
    Postgres,
}

impl Db {
    /// The address of the SQLite file in a data folder.
    pub fn sqlite_url(folder: &Path) -> String {
        format!(
            "sqlite://{}?mode=rwc",
            folder.join("tirkeu.sqlite").display()
        )
    }

    /// Opens the database and brings it to the newest migration.
    pub async fn connect(url: &str) -> anyhow::Result<Self> {
        sqlx::any::install_default_drivers();
        let engine = if url.starts_with("sqlite:") {
            Engine::Sqlite
        } else {
            Engine::Postgres
        };
        let options: AnyConnectOptions = url.parse().context("the database address is wrong")?;
        let (reader_count, writer_count) = match engine {
            Engine::Sqlite => (4, 1),
            Engine::Postgres => (8, 8),
        };
        let writers = pool(engine, writer_count)
            .connect_with(options.clone())
            .await?;
        let db = Self {
            readers: pool(engine, reader_count).connect_with(options).await?,
            writers,
            engine,
        };
        db.check_collation().await?;
        MIGRATIONS
            .run(&db.writers)
            .await
            .context("the migrations did not run")?;
        Ok(db)
    }

    /// A connection for reading.
    pub async fn read(&self) -> Result<PoolConnection<Any>, sqlx::Error> {
        self.readers.acquire().await
    }

    /// A transaction for writing.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that begins transactions"
    )]
    pub async fn write(&self) -> Result<Tx, sqlx::Error> {
        match self.engine {
            Engine::Sqlite => self.writers.begin_with("BEGIN IMMEDIATE").await,
            Engine::Postgres => self.writers.begin().await,
        }
    }

    /// Whether the database answers.
    pub async fn ping(&self) -> Result<(), sqlx::Error> {
        let mut conn = self.read().await?;
        sqlx::query("SELECT 1").execute(&mut *conn).await?;
        Ok(())
    }

    /// Folds SQLite's write-ahead log, in which deleted rows live on, into the file. PostgreSQL
    /// cleans up by itself.
    pub async fn fold(&self) -> Result<(), sqlx::Error> {
        if self.engine == Engine::Sqlite {
            sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)")
                .execute(&self.writers)
                .await?;
        }
        Ok(())
    }

    /// Closes the pools: with SQLite this also folds the write-ahead log into the file.
    pub async fn close(&self) {
        self.readers.close().await;
        self.writers.close().await;
    }

    /// Both databases must sort alike, so PostgreSQL needs the C collation.
    async fn check_collation(&self) -> anyhow::Result<()> {
        if self.engine == Engine::Sqlite {
            return Ok(());
        }
        let row = sqlx::query(
            "SELECT CAST(datcollate AS TEXT) FROM pg_database WHERE datname = current_database()",
        )
        .fetch_one(&self.writers)
        .await?;
        let collation: String = row.try_get(0)?;
        ensure!(
            matches!(collation.as_str(), "C" | "C.UTF-8" | "C.utf8" | "POSIX"),
            "the PostgreSQL database has collation {collation}; create it with LC_COLLATE 'C'"
        );
        Ok(())
    }
}

fn pool(engine: Engine, size: u32) -> AnyPoolOptions {
    AnyPoolOptions::new()
        .max_connections(size)
        .acquire_timeout(Duration::from_secs(10))
        .test_before_acquire(engine == Engine::Postgres)
        .after_connect(move |conn, _| {
            Box::pin(async move {
                let statements: &[&'static str] = match engine {
                    Engine::Sqlite => &[
                        "PRAGMA journal_mode = WAL",
                        "PRAGMA synchronous = FULL",
                        "PRAGMA foreign_keys = ON",
                        // What is deleted is overwritten, not only marked as free.
                        "PRAGMA secure_delete = ON",
                        "PRAGMA busy_timeout = 5000",
                    ],
                    Engine::Postgres => &["SET statement_timeout = '3s'"],
                };
                for statement in statements.iter().copied() {
                    sqlx::query(statement).execute(&mut *conn).await?;
                }
                Ok(())
            })
        })
}

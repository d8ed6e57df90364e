//! The whole state of the program, cloned into every handler.

use std::sync::Arc;

use anyhow::Context;
use tokio::sync::{Notify, Semaphore};

use crate::clock::Clock;
use crate::config::Config;
use crate::consents::Texts;
use crate::db::Db;
use crate::notify::{Letters, Mailer, Sms, SmsTexts};
use crate::payments::Halyk;
use crate::programmes::Programmes;
use crate::proofing::{Files, Judge};
use crate::registries::{self, Registries};
use crate::sandbox::Bank;
use crate::secrets::Secrets;

/// Everything a handler may need.
#[derive(Clone)]
pub struct App {
    /// Database.
    pub db: Db,
    /// Settings.
    pub config: Arc<Config>,
    /// Time.
    pub clock: Clock,
    /// Keys.
    pub secrets: Secrets,
    /// Where letters go.
    pub mailer: Mailer,
    /// Where SMS go.
    pub sms: Sms,
    /// Words of SMS.
    pub sms_texts: Arc<SmsTexts>,
    /// Templates of letters.
    pub letters: Arc<Letters>,
    /// Texts that people accept.
    pub texts: Arc<Texts>,
    /// Definitions of programmes.
    pub programmes: Arc<Programmes>,
    /// Encrypted pictures.
    pub files: Files,
    /// Judgement of pixels.
    pub judge: Judge,
    /// At most as many password hashes at once as there are cores.
    pub hashing: Arc<Semaphore>,
    /// Rung when a letter is waiting, so that nobody waits for the worker's next look.
    pub letter_bell: Arc<Notify>,
    /// Seats are read and then written, without a guard: for the test that proves what the guard does.
    #[cfg(feature = "control")]
    pub unguarded: bool,
    /// Card payments; nothing where no bank is named.
    pub halyk: Option<Arc<Halyk>>,
    /// The bank to practise with, in development.
    pub bank: Bank,
    /// State registries.
    pub registries: Arc<Registries>,
    /// Rung when a registry is to be asked.
    pub registry_bell: Arc<Notify>,
    /// Organisations kept for searching.
    pub organisations: registries::Index,
}

impl App {
    /// Opens everything the settings name. Fails with a line that says what to do.
    pub async fn open(config: Config, clock: Clock) -> anyhow::Result<Self> {
        std::fs::create_dir_all(&config.data)
            .with_context(|| format!("cannot make the data folder {}", config.data.display()))?;
        let secrets = if config.is_development() {
            Secrets::read_or_make(&config.key_path())?
        } else {
            Secrets::read(&config.key_path())?
        };
        let db = Db::connect(&config.database_address()).await?;
        let mut programmes = Programmes::load(config.programmes.as_deref())?;
        let texts = Texts::load(&programmes)?;
        programmes.tell_versions(&texts);
        let mailer = Mailer::open(&config)?;
        let sms = Sms::open(&config, &clock)?;
        let files = Files::open(&config)?;
        let halyk = Halyk::open(&config, clock.clone())?.map(Arc::new);
        let cores = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
        let app = Self {
            db,
            clock,
            secrets,
            mailer,
            sms,
            sms_texts: Arc::new(SmsTexts::load()?),
            letters: Arc::new(Letters::load()?),
            texts: Arc::new(texts),
            programmes: Arc::new(programmes),
            files,
            judge: Judge::new(),
            hashing: Arc::new(Semaphore::new(cores)),
            letter_bell: Arc::new(Notify::new()),
            #[cfg(feature = "control")]
            unguarded: false,
            halyk,
            bank: Bank::default(),
            registries: Arc::new(Registries::open(&config.registries)?),
            registry_bell: Arc::new(Notify::new()),
            organisations: registries::Index::default(),
            config: Arc::new(config),
        };
        crate::dictionaries::seed(&app).await?;
        crate::campaigns::seed(&app).await?;
        if app.config.is_development() {
            registries::fill(&app).await?;
        }
        Ok(app)
    }
}

//! Settings: one struct of flags and environment variables, documented by `--help`, read in `main`
//! only. [`Config::faults`] refuses what is unsafe in production.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;

use clap::{Args, ValueEnum};
use shared::movement::Move;

use crate::notify::SmsSettings;
use crate::payments::PaymentSettings;
use crate::registries::RegistrySettings;

/// How strict the program is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Mode {
    /// Keys are made, letters go to a folder and to `/outbox`, http is allowed.
    Development,
    /// Nothing unsafe starts.
    Production,
}

/// Settings of `tirkeu serve`.
#[derive(Debug, Clone, Args)]
pub struct Config {
    /// Address to listen on
    #[arg(long, env = "TIRKEU_LISTEN", default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,

    /// Folder for the database, pictures, key and development letters
    #[arg(long, env = "TIRKEU_DATA", default_value = "data")]
    pub data: PathBuf,

    /// `PostgreSQL` address; without it a SQLite file in the data folder
    #[arg(long, env = "TIRKEU_DATABASE_URL", hide_env_values = true)]
    pub database_url: Option<String>,

    /// development or production
    #[arg(long, env = "TIRKEU_MODE", default_value = "development")]
    pub mode: Mode,

    /// Address of the page as people see it; links in letters begin with it
    #[arg(long, env = "TIRKEU_PAGE_URL", default_value = "http://localhost:8080")]
    pub page_url: String,

    /// Other origins that may call the API (page on a CDN); may be repeated
    #[arg(
        long = "allowed-origin",
        env = "TIRKEU_ALLOWED_ORIGINS",
        value_delimiter = ','
    )]
    pub allowed_origins: Vec<String>,

    /// Proxies whose X-Forwarded-For is believed; may be repeated
    #[arg(
        long = "trusted-proxy",
        env = "TIRKEU_TRUSTED_PROXIES",
        value_delimiter = ','
    )]
    pub trusted_proxies: Vec<std::net::IpAddr>,

    /// File with the keys (`tirkeu keys` prints a new one); development makes one in the data folder
    #[arg(long, env = "TIRKEU_KEY_FILE")]
    pub key_file: Option<PathBuf>,

    /// SMTP server, such as `smtps://user:password@mail.example.kz`; without it letters go to the outbox
    #[arg(long, env = "TIRKEU_SMTP_URL", hide_env_values = true)]
    pub smtp_url: Option<String>,

    /// Sender of letters
    #[arg(
        long,
        env = "TIRKEU_MAIL_FROM",
        default_value = "Tirkeu <noreply@tirkeu.example>"
    )]
    pub mail_from: String,

    /// Where pictures are kept: a folder, or an S3 address such as `s3://bucket/prefix`
    #[arg(long, env = "TIRKEU_FILES")]
    pub files: Option<String>,

    /// No campaigns and sittings to try in development mode
    #[arg(long, env = "TIRKEU_WITHOUT_DEMO")]
    pub without_demo: bool,
    /// Folder with definitions of further programmes, one `*.toml` each
    #[arg(long, env = "TIRKEU_PROGRAMMES")]
    pub programmes: Option<PathBuf>,

    /// Cookie without Secure and the __Host- prefix, for browsers that refuse it over http
    #[arg(long, env = "TIRKEU_PLAIN_COOKIE")]
    pub plain_cookie: bool,

    /// Seconds from one letter to the same address to the next
    #[arg(long, env = "TIRKEU_RESEND_SECONDS", default_value_t = shared::accounts::RESEND_SECONDS)]
    pub resend_seconds: i64,

    /// Minutes an account session lives without a call
    #[arg(long, env = "TIRKEU_IDLE_MINUTES", default_value_t = 30)]
    pub idle_minutes: i64,

    /// Always these movements, such as `left,right,nod`; to try the camera, in development only
    #[arg(long, env = "TIRKEU_MOVEMENT_ORDER", value_parser = movement_order)]
    pub movement_order: Option<MovementOrder>,

    /// Ways to pay
    #[command(flatten)]
    pub payments: PaymentSettings,

    /// Messages to phones
    #[command(flatten)]
    pub sms: SmsSettings,

    /// Registries of persons, organisations and education
    #[command(flatten)]
    pub registries: RegistrySettings,
}

/// The movements that every check asks.
#[derive(Debug, Clone, Copy)]
pub struct MovementOrder(pub [Move; 3]);

fn movement_order(text: &str) -> Result<MovementOrder, String> {
    let order = Move::parse_order(text).map(MovementOrder);
    order.ok_or_else(|| "three different ones of left, right, nod, closer".to_owned())
}

impl Config {
    /// Whether the outbox page and other helps for developers are shown.
    pub fn is_development(&self) -> bool {
        self.mode == Mode::Development
    }

    /// Whether this program plays the banks itself.
    pub fn has_sandbox(&self) -> bool {
        self.is_development() && !self.payments.without_sandbox
    }

    /// The name of the service at Kaspi; nothing when Kaspi is absent.
    pub fn kaspi_service(&self) -> Option<String> {
        let named = self.payments.kaspi_service.clone();
        named.or_else(|| self.has_sandbox().then(|| "Tirkeu".to_owned()))
    }

    /// The address that opens a payment at Kaspi, as the bank or the sandbox gives it.
    pub fn kaspi_link(&self) -> Option<String> {
        let named = self.payments.kaspi_link.clone();
        let page = self.page_url.trim_end_matches('/');
        named.or_else(|| {
            self.has_sandbox()
                .then(|| format!("{page}/sandbox/kaspi?account={{account}}"))
        })
    }

    /// Whether Kaspi calls from there. Its calls are not signed.
    pub fn is_kaspi(&self, address: IpAddr) -> bool {
        let listed = &self.payments.kaspi_addresses;
        if listed.is_empty() {
            return self.has_sandbox() && address.is_loopback();
        }
        listed.contains(&address)
    }

    /// Where banks reach this program.
    pub fn callback_url(&self) -> &str {
        let named = self.payments.callback_url.as_deref();
        named.unwrap_or(&self.page_url).trim_end_matches('/')
    }

    /// The database address in force.
    pub fn database_address(&self) -> String {
        self.database_url
            .clone()
            .unwrap_or_else(|| crate::db::Db::sqlite_url(&self.data))
    }

    /// The key file in force.
    pub fn key_path(&self) -> PathBuf {
        self.key_file
            .clone()
            .unwrap_or_else(|| self.data.join("master.key"))
    }

    /// The name of the session cookie.
    pub fn cookie_name(&self) -> &'static str {
        if self.plain_cookie {
            "tirkeu"
        } else {
            "__Host-tirkeu"
        }
    }

    /// The name of the cookie by which a browser is known again.
    pub fn device_cookie_name(&self) -> &'static str {
        if self.plain_cookie {
            "tirkeu-device"
        } else {
            "__Host-tirkeu-device"
        }
    }

    /// The name of the cookie of a phone that works for a computer.
    pub fn errand_cookie_name(&self) -> &'static str {
        if self.plain_cookie {
            "tirkeu-errand"
        } else {
            "__Host-tirkeu-errand"
        }
    }

    /// What must not start, one clear line each.
    pub fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        if self.is_development() {
            return faults;
        }
        if self.key_file.is_none() {
            faults.push("production needs --key-file: the key must not lie with the data".into());
        }
        if self.smtp_url.is_none() {
            faults.push("production needs --smtp-url: people wait for their codes".into());
        }
        if self.mail_from.contains(".example") {
            faults.push("production needs --mail-from: letters come in the centre's name".into());
        }
        if !self.page_url.starts_with("https://") {
            faults.push("production needs an https --page-url".into());
        }
        if self
            .allowed_origins
            .iter()
            .any(|origin| !origin.starts_with("https://"))
        {
            faults.push("production allows https origins only (--allowed-origin)".into());
        }
        for (flag, address) in self.registries.addresses() {
            if !address.starts_with("https://") {
                faults.push(format!("production asks registries over https ({flag})"));
            }
        }
        faults.extend(self.sms.faults());
        faults.extend(crate::payments::faults(self));
        if self.payments.kaspi_service.is_some() && self.payments.kaspi_addresses.is_empty() {
            faults.push("Kaspi's calls are not signed: production needs --kaspi-address".into());
        }
        if self.payments.hold_seconds.is_some() {
            faults.push("production must not run with --hold-seconds".into());
        }
        if self.movement_order.is_some() {
            faults.push("production must not run with --movement-order".into());
        }
        if self.plain_cookie {
            faults.push("production must not run with --plain-cookie".into());
        }
        faults
    }
}

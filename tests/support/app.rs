//! The program of one test.

use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex, Once};

use backend::app::App;
use backend::clock::Clock;
use backend::config::{Config, Mode};
use backend::notify::{Mail, Mailer, Memory, Sms};
use backend::sandbox::Bank;
use shared::requirements::Requirement;
use shared::time::Instant;
use tempfile::TempDir;
use tokio::net::TcpListener;
use tokio::task::AbortHandle;

use crate::browser::Browser;
use crate::database::{self, Database};
use crate::person::Person;
use crate::process::Program;

/// 2026-11-21 09:00 in Astana.
const MORNING: Instant = Instant(1_795_233_600_000_000);

/// The origin of a page on a CDN that every test program allows.
const CDN: &str = "https://cdn.example.kz";

/// The whole program on a real socket.
pub struct TestApp {
    /// The program's own state.
    pub app: App,
    /// `http://127.0.0.1:port`.
    pub address: String,
    /// The clock of this program.
    pub clock: Clock,
    server: Server,
    place: Place,
}

/// What survives the program: folder, database, letters that left, the bank to practise with.
struct Place {
    folder: TempDir,
    database: Database,
    memory: Arc<Mutex<Memory>>,
    bank: Bank,
}

/// What is left of a program that gave way to the real one.
pub struct Stopped {
    place: Place,
    clock: Clock,
}

impl Stopped {
    /// Opens it again.
    pub async fn open(self) -> TestApp {
        TestApp::open(self.place, self.clock, |_| ()).await
    }
}

struct Server(AbortHandle);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.abort();
    }
}

impl TestApp {
    /// A program on a fresh database.
    pub async fn spawn() -> Self {
        Self::spawn_with(|_| ()).await
    }

    /// The same with other settings.
    pub async fn spawn_with(change: impl FnOnce(&mut Config)) -> Self {
        let place = Self::new_place().await;
        Self::open(place, Clock::fixed(MORNING), change).await
    }

    async fn new_place() -> Place {
        Place {
            folder: tempfile::tempdir().expect("a folder is made"),
            database: Database::make().await,
            memory: Arc::default(),
            bank: Bank::default(),
        }
    }

    /// A program that reads the seats and then writes them: what the guard is measured against.
    pub async fn spawn_unguarded() -> Self {
        let place = Self::new_place().await;
        Self::open_with(place, Clock::fixed(MORNING), |_| (), true).await
    }

    /// A program that finds a database as it was after this migration, with these rows.
    pub async fn spawn_on_older(version: i64, rows: &[&'static str]) -> Self {
        let place = Self::new_place().await;
        let file = || backend::db::Db::sqlite_url(place.folder.path());
        let url = place.database.url().unwrap_or_else(file);
        database::make_older(&url, version, rows).await;
        Self::open(place, Clock::fixed(MORNING), |_| ()).await
    }

    async fn open(place: Place, clock: Clock, change: impl FnOnce(&mut Config)) -> Self {
        Self::open_with(place, clock, change, false).await
    }

    async fn open_with(
        place: Place,
        clock: Clock,
        change: impl FnOnce(&mut Config),
        unguarded: bool,
    ) -> Self {
        static CRYPTOGRAPHY: Once = Once::new();
        CRYPTOGRAPHY.call_once(|| {
            // An error means that somebody chose already.
            let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
            backend::health::begin_metrics();
        });
        let listener = TcpListener::bind("127.0.0.1:0")
            .await
            .expect("a port is free");
        let listen = listener.local_addr().expect("it has an address");
        let mut config = settings(listen, place.folder.path(), place.database.url());
        change(&mut config);
        let mut app = App::open(config, clock.clone())
            .await
            .expect("the program starts");
        app.mailer = Mailer::Memory(place.memory.clone());
        if matches!(app.sms, Sms::Outbox(_)) {
            app.sms = Sms::Outbox(app.mailer.clone());
        }
        app.bank = place.bank.clone();
        app.unguarded = unguarded;
        let service = backend::service(app.clone());
        let served = tokio::spawn(async move {
            let service = service.into_make_service_with_connect_info::<SocketAddr>();
            axum::serve(listener, service).await
        });
        Self {
            app,
            address: format!("http://{listen}"),
            clock,
            server: Server(served.abort_handle()),
            place,
        }
    }

    /// Stops without any farewell and starts anew on the same folder and database.
    pub async fn restart(self) -> Self {
        self.restart_with(|_| ()).await
    }

    /// Stops and lets the real program run on the same folder and database, by the machine's clock.
    pub fn give_way(self) -> (Stopped, Program) {
        let Self {
            app,
            clock,
            server,
            place,
            ..
        } = self;
        drop(server);
        drop(app);
        let database = place.database.url();
        let program = Program::start_on(place.folder.path(), database.as_deref());
        (Stopped { place, clock }, program)
    }

    /// Moves the clock to where that of the machine is.
    pub fn catch_up(&self) {
        let ahead = self.clock.now().seconds_until(Clock::System.now());
        self.clock.advance_seconds(ahead);
    }

    /// The same with other settings than those of every test.
    pub async fn restart_with(self, change: impl FnOnce(&mut Config)) -> Self {
        let Self {
            app,
            clock,
            server,
            place,
            ..
        } = self;
        drop(server);
        drop(app);
        Self::open(place, clock, change).await
    }

    /// A browser that was never here.
    pub fn browser(&self) -> Browser {
        Browser::new(&self.address, None)
    }

    /// A browser in another network.
    pub fn browser_at(&self, network: &str) -> Browser {
        Browser::new(&self.address, Some(network))
    }

    /// A person who is asked for this next.
    pub async fn registered_until(&self, until: Requirement) -> Browser {
        let browser = self.browser();
        self.walk(&browser, &Person::new(1), Some(until)).await;
        browser
    }

    /// A person who is through.
    pub async fn registered(&self, person: &Person) -> Browser {
        let browser = self.browser();
        self.walk(&browser, person, None).await;
        browser
    }

    /// Goes through the registration as this person until the page asks for `until`.
    pub async fn walk(&self, browser: &Browser, person: &Person, until: Option<Requirement>) {
        let code = async |email: &str| self.last_proof(email).await;
        browser.walk(person, until, &code).await;
    }

    /// Sends what waits in the outbox; returns how many letters left.
    pub async fn send_letters(&self) -> usize {
        backend::notify::send_waiting(&self.app)
            .await
            .expect("the outbox is worked")
    }

    /// Every letter to an address, oldest first, after sending what waits.
    pub async fn mails(&self, to: &str) -> Vec<Mail> {
        self.send_letters().await;
        let memory = self.place.memory.lock().expect("nobody panicked with it");
        let to_them = memory.sent.iter().filter(|mail| mail.to == to);
        to_them.cloned().collect()
    }

    /// The newest code that was sent to an address.
    pub async fn last_code(&self, email: &str) -> String {
        let mails = self.mails(email).await;
        let code = mails.iter().rev().find_map(|mail| code_in(&mail.text));
        code.expect("a letter with a code came")
    }

    /// The newest code, token of a link, or first password that was sent to an address.
    pub async fn last_proof(&self, email: &str) -> String {
        let mails = self.mails(email).await;
        let found = |text: &str| {
            let code = code_in(text).or_else(|| token_in(text));
            code.or_else(|| password_in(text))
        };
        let proof = mails.iter().rev().find_map(|mail| found(&mail.text));
        proof.expect("a letter with a code, a link or a password came")
    }

    /// Breaks or repairs the mail server.
    pub fn set_mail_down(&self, down: bool) {
        self.place
            .memory
            .lock()
            .expect("nobody panicked with it")
            .down = down;
    }

    /// The answer of a `SELECT count(*)`.
    pub async fn count(&self, statement: &'static str) -> i64 {
        let mut conn = self.app.db.read().await.expect("the database answers");
        sqlx::query_scalar(statement)
            .fetch_one(&mut *conn)
            .await
            .expect("it is counted")
    }

    /// Everything that lies in the database, as somebody who stole it would see it.
    pub async fn dump(&self) -> Vec<u8> {
        database::dump(&self.app.db, &self.app.config).await
    }

    /// Every stored object.
    pub fn objects(&self) -> Vec<Vec<u8>> {
        let folder = self.app.config.data.join("files/pictures");
        let Ok(entries) = std::fs::read_dir(folder) else {
            return Vec::new();
        };
        let paths = entries.map(|entry| entry.expect("an entry").path());
        paths
            .map(|path| std::fs::read(path).expect("an object"))
            .collect()
    }
}

/// The token of the link in a letter.
pub fn token_in(text: &str) -> Option<String> {
    let link = text.lines().find_map(|line| line.split_once("/link#"));
    link.map(|(_, token)| token.to_owned())
}

/// The password that stands alone on a line of a letter.
pub fn password_in(text: &str) -> Option<String> {
    let groups = |line: &&str| line.len() == 19 && line.split('-').all(|part| part.len() == 4);
    text.lines().find(groups).map(str::to_owned)
}

/// The six digits that stand alone on a line of a letter, or behind our name in an SMS.
pub(crate) fn code_in(text: &str) -> Option<String> {
    let alone = |line: &&str| line.len() == 6 && line.bytes().all(|byte| byte.is_ascii_digit());
    let in_sms = text.strip_prefix("Tirkeu: ").and_then(|rest| rest.get(..6));
    let found = in_sms.or_else(|| text.lines().map(str::trim).find(alone));
    found.map(str::to_owned)
}

fn settings(listen: SocketAddr, data: &Path, database_url: Option<String>) -> Config {
    Config {
        listen,
        data: data.to_owned(),
        database_url,
        mode: Mode::Development,
        page_url: format!("http://{listen}"),
        allowed_origins: vec![CDN.to_owned()],
        // Lets a test call from any network by saying so.
        trusted_proxies: vec![[127, 0, 0, 1].into()],
        key_file: None,
        smtp_url: None,
        mail_from: "noreply@example.kz".to_owned(),
        files: None,
        without_demo: true,
        programmes: None,
        plain_cookie: false,
        resend_seconds: shared::accounts::RESEND_SECONDS,
        idle_minutes: 30,
        movement_order: None,
        payments: backend::payments::PaymentSettings::default(),
        sms: backend::notify::SmsSettings::default(),
        registries: backend::registries::RegistrySettings::default(),
    }
}
